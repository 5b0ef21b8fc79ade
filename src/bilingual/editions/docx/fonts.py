"""The fonts of a Word edition: the alternatives to a font that is not installed, and the embedded fonts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from io import BytesIO
from typing import Any, NamedTuple

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from bilingual.editions.docx.xml import node, value
from bilingual.editions.fonts.faces import TYPEFACES
from bilingual.editions.fonts.fontset import FaceRole, prepare_fonts, shown
from bilingual.editions.fonts.subset import draw_glyphs
from bilingual.editions.model import Edition, Pair

_SHAPES = {"serif": "roman", "sans-serif": "swiss", "monospace": "modern"}
_SHIFT_JIS, _ANSI = "80", "00"  # character sets


class _Cut(NamedTuple):
    """The properties of a font for a word processor."""

    family: str
    bold: bool = False
    italic: bool = False

    @property
    def slot(self) -> str:
        return f"w:embed{'Bold' * self.bold}{'Italic' * self.italic}" if self.bold or self.italic else "w:embedRegular"


_SLOTS = ("w:embedRegular", "w:embedBold", "w:embedItalic", "w:embedBoldItalic")  # the order of the schema
_ROLES: tuple[FaceRole, ...] = ("ja", "ja-bold", "en", "en-bold", "en-italic", "small", "head")
# A subset font only has the letters of the text; to edit the English, all of them are needed.
_FOR_EDITING = "".join(map(chr, range(0x20, 0x7F))) + "‘’“”–—…éèüö" + "".join(map(chr, range(0x3001, 0x30FF)))
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_HIDDEN = 32  # bytes at the beginning that are obfuscated (ECMA-376 part 4, 14.2.1)


def add_fonts(document: Document, edition: Edition) -> None:
    """Add the font table to a document, with the fonts in it when the edition embeds them.

    Raises `EngineError` when a font package is not installed.
    """
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, b"", document.part.package)
    carried = _carried(part, edition) if edition.embed_fonts else {}
    table = node("w:fonts")
    for face in TYPEFACES.values():
        table.append(
            node(
                "w:font",
                {"w:name": face.name},
                value("w:altName", ",".join(face.word)),
                value("w:charset", _SHIFT_JIS if face.japanese else _ANSI),
                value("w:family", _SHAPES[face.generic]),
                value("w:pitch", "fixed" if face.generic == "monospace" else "variable"),
                *(carried[face.name, slot] for slot in _SLOTS if (face.name, slot) in carried),
            )
        )
    part._blob = serialize_part_xml(table)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """Return a font file with its first bytes mixed with a key (ECMA-376 part 4, 14.2.1); twice restores it."""
    mask = key.bytes[::-1]
    head = bytes(byte ^ mask[at % len(mask)] for at, byte in enumerate(data[:_HIDDEN]))
    return head + data[_HIDDEN:]


def _carried(table: Part, edition: Edition) -> dict[tuple[str, str], Any]:
    """Add the fonts to the package; return the entry of each in the font table."""
    text = shown("".join(_words(edition))) + _FOR_EDITING
    made = prepare_fonts(dict.fromkeys(_ROLES, text), edition.theme.faces)
    found: dict[tuple[str, str], Any] = {}
    for number, (key, face) in enumerate(sorted(made.faces.items()), 1):
        cut = _cut(key)
        if cut is None:  # Chinese and Korean: Word finds its own
            continue
        data = label_truetype(face.data, family=cut.family, bold=cut.bold, italic=cut.italic)
        identity = uuid.uuid5(uuid.NAMESPACE_OID, f"{key} {data.hex()}")
        name = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(name, _OBFUSCATED, obfuscated(data, identity), table.package)
        relation = table.relate_to(part, RELATIONSHIP_TYPE.FONT)
        attributes = {"r:id": relation, "w:fontKey": f"{{{str(identity).upper()}}}", "w:subsetted": "1"}
        found[cut.family, cut.slot] = node(cut.slot, attributes)
    return found


def _cut(key: str) -> _Cut | None:
    """Return what a face (`serif-bold-italic`) is to a word processor; None for one that is not in the font table."""
    name, *styles = key.split("-")
    return _Cut(TYPEFACES[name].name, "bold" in styles, "italic" in styles) if name in TYPEFACES else None


def _words(edition: Edition) -> Iterable[str]:
    """Yield every text of the edition; a font with too many characters does no harm."""
    rows = [row for section in edition.sections for row in section.rows]
    pairs: list[Pair] = [edition.title, *edition.byline]
    pairs += [section.heading for section in edition.sections if section.heading]
    pairs += [pair for row in rows for pair in (*row.cells, *([row.marker] if row.marker else []))]
    for pair in pairs:
        for text in (pair.source, pair.target):
            yield str(text)
            yield from (span.ruby for span in text.spans)
    for note in edition.notes:
        yield from (note.source, note.target, note.text)
    for line in edition.terms:
        yield from (line.source, line.reading, line.target)
    for label, words in edition.colophon:
        yield from (label, words)
    labels = edition.labels
    yield from (
        edition.running_head,
        labels.column_source,
        labels.column_target,
        labels.colophon_heading,
        labels.terms_heading,
    )
    yield from (labels.toc_heading, labels.notes_heading, labels.page)


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
