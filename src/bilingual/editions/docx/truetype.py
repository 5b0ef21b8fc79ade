"""Fonts with the outlines and names that word processors require."""

from __future__ import annotations

from io import BytesIO

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from bilingual.editions.fonts.subset import draw_glyphs

_KEPT = ("GlyphOrder", "OS/2", "cmap", "head", "hhea", "hmtx", "maxp", "post")


def label_truetype(data: bytes, *, family: str, bold: bool, italic: bool) -> bytes:
    """Return a subset font with quadratic outlines as one of the four of a family, as word processors require.

    It permits installation and editing (`fsType` 0), as the font's open licence allows.
    """
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    if "CFF " in font:
        _to_truetype(font, data)
    style = " ".join(word for word, has in (("Bold", bold), ("Italic", italic)) if has) or "Regular"
    table = font["name"] = newTable("name")
    table.names = []
    names = ((1, family), (2, style), (3, f"{family} {style}"), (4, f"{family} {style}"))
    for number, text in (*names, (6, f"{family}-{style}".replace(" ", ""))):
        table.setName(text, number, 3, 1, 0x409)
    font["head"].macStyle = bold + 2 * italic
    system = font["OS/2"]
    system.fsType = 0
    system.usWeightClass = 700 if bold else 400
    system.fsSelection = (system.fsSelection & ~0b1100001) | italic | bold << 5 | (not (bold or italic)) << 6
    target = BytesIO()
    font.save(target, reorderTables=True)
    return target.getvalue()


def _to_truetype(font: TTFont, data: bytes) -> None:
    """Give a font quadratic outlines in place of cubic ones: Word embeds no others. The error is below half a unit."""
    names = font.getGlyphOrder()
    pens = [TTGlyphPen(None) for _ in names]
    draw_glyphs(data, [Cu2QuPen(pen, max_err=0.5, reverse_direction=True) for pen in pens])
    for tag in sorted({*font.keys()} - {*_KEPT}):
        del font[tag]
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = names
    table.glyphs = {name: pen.glyph() for name, pen in zip(names, pens, strict=True)}
    hmtx = font["hmtx"]
    for name, glyph in table.glyphs.items():
        glyph.recalcBounds(table)
        hmtx[name] = (hmtx[name][0], getattr(glyph, "xMin", 0))
    font["head"].glyphDataFormat = 0
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    maxp.numGlyphs = len(names)
    for key in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"):
        setattr(maxp, key, 0)
    maxp.maxZones = 1
    maxp.maxSizeOfInstructions = 0
    maxp.maxComponentElements = 0
    post = font["post"]
    post.formatType = 3.0
    post.extraNames, post.mapping, post.glyphOrder = [], {}, names
    font.sfntVersion = "\000\001\000\000"
