"""Operations on the tables of one font: subset, pin a weight, convert outlines, read kerning, write."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from fontTools import subset as fonttools_subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib import instancer

_USELESS = (
    *("BASE", "DSIG", "GDEF", "GSUB", "HVAR", "JSTF", "MVAR", "STAT", "VORG", "cmap", "gasp", "meta", "name"),
    *("prep", "vhea", "vmtx"),
)
_NEEDED = ("GlyphOrder", "OS/2", "head", "hhea", "hmtx", "maxp", "post")
"""What a face keeps beside its outlines."""

BROKEN = (TTLibError, struct.error, KeyError, AssertionError)
"""What reading a damaged font file raises."""


def read(data: bytes) -> TTFont:
    """Open a font. Its glyphs are named by number: finding their real names takes longer than all the rest."""
    font = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False)
    if "CFF " not in font:
        font.setGlyphOrder([".notdef", *(f"g{number}" for number in range(1, font["maxp"].numGlyphs))])
    return font


def character_map(font: TTFont) -> Callable[[int], int]:
    """Return a function from code point to glyph number, 0 when the font lacks the character."""
    raw = font.reader["cmap"]
    for at in range(struct.unpack_from(">H", raw, 2)[0]):
        offset = struct.unpack_from(">L", raw, 8 + 8 * at)[0]
        kind, length = struct.unpack_from(">H2xL", raw, offset)
        if kind == 12:
            return _segmented(list(struct.iter_unpack(">LLL", raw[offset + 16 : offset + length])))
    known = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    return lambda code: known.get(code, 0)


def _segmented(groups: list[tuple[int, int, int]]) -> Callable[[int], int]:
    starts = [group[0] for group in groups]

    def find(code: int) -> int:
        first, last, glyph = groups[bisect_right(starts, code) - 1]
        return glyph + code - first if first <= code <= last else 0

    return find


def subset(font: TTFont, glyphs: Mapping[int, int], *, kerned: bool) -> dict[int, str]:
    """Keep the glyphs of `glyphs` (code point → glyph number) only, and the kerning between them when `kerned`.

    Returns code point → glyph name.
    """
    names = {code: font.getGlyphName(number) for code, number in glyphs.items()}
    if "CFF " in font:
        _to_truetype(font, [font.getGlyphName(number) for number in sorted({0, *glyphs.values()})])
        return names
    for tag in _USELESS if kerned else (*_USELESS, "GPOS"):
        if tag in font:
            del font[tag]
    options = fonttools_subset.Options(
        layout_features=["kern"],
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
        legacy_kern=False,
        prune_unicode_ranges=False,
        prune_codepage_ranges=False,
    )
    subsetter = fonttools_subset.Subsetter(options)
    subsetter.populate(glyphs=[".notdef", *names.values()])
    subsetter.subset(font)
    font["name"] = newTable("name")  # instancer looks for the names of instances in it
    font["name"].names = []
    return names


def instance(font: TTFont, axes: Mapping[str, float]) -> TTFont:
    """Return a variable font pinned to one place on its axes."""
    return instancer.instantiateVariableFont(font, axes, inplace=True, overlap=False)


def _to_truetype(font: TTFont, names: list[str]) -> None:
    """Keep the glyphs of `names` only, with quadratic outlines: PDF writers embed those more readily than CFF.

    At most half a unit is lost. Only what is kept is read: to cut the CFF table down first takes longer.
    """
    glyphs = font.getGlyphSet()
    outlines = {}
    for name in names:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_err=0.5, reverse_direction=True))
        outlines[name] = pen.glyph()
    metrics = font["hmtx"].metrics
    font["hmtx"].metrics = {name: metrics[name] for name in names}
    for tag in sorted({*font.keys()} - {*_NEEDED}):
        del font[tag]
    font.setGlyphOrder(names)
    font["name"] = newTable("name")
    font["name"].names = []
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = names
    table.glyphs = outlines
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
    font.sfntVersion = "\000\001\000\000"


def take_kerning(font: TTFont, glyphs: Mapping[int, str]) -> dict[str, float]:
    """Return the pair kerning of the characters of `glyphs` in em (`{"AV": -0.06}`); spaces are not kerned."""
    if "GPOS" not in font:
        return {}
    names = {glyph: chr(code) for code, glyph in sorted(glyphs.items(), reverse=True) if code > 32}
    units = font["head"].unitsPerEm
    pairs: dict[str, float] = {}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        found: dict[str, float] = {}
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 2:
                for (first, second), value in _pairs(table, names).items():
                    found.setdefault(names[first] + names[second], value / units)
        for pair, value in found.items():
            pairs[pair] = pairs.get(pair, 0.0) + value
    return {pair: value for pair, value in sorted(pairs.items()) if value}


def _pairs(table: Any, names: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Read one PairPos subtable: format 1 lists glyphs, format 2 classes of glyphs."""
    found: dict[tuple[str, str], float] = {}
    covered = [glyph for glyph in table.Coverage.glyphs if glyph in names]
    if table.Format == 1:
        for first, record in zip(table.Coverage.glyphs, table.PairSet, strict=True):
            for pair in record.PairValueRecord:
                if first in names and pair.SecondGlyph in names:
                    found[first, pair.SecondGlyph] = _advance(pair.Value1)
        return found
    first_class, second_class = table.ClassDef1.classDefs, table.ClassDef2.classDefs
    for first in covered:
        row = table.Class1Record[first_class.get(first, 0)].Class2Record
        for second in names:
            found[first, second] = _advance(row[second_class.get(second, 0)].Value1)
    return found


def _advance(value: Any) -> float:
    return float(getattr(value, "XAdvance", 0) or 0) if value else 0.0


def add_blank(font: TTFont, name: str) -> None:
    """Add a glyph that shows nothing and takes no room."""
    font["glyf"][name] = Glyph()
    font["hmtx"][name] = (0, 0)
    font.setGlyphOrder(font["glyf"].glyphOrder)
    font["maxp"].numGlyphs = len(font.getGlyphOrder())


def finish(font: TTFont, glyphs: Mapping[int, str], *, family: str, style: str, name: str, date: int) -> bytes:
    """Return the font's bytes with a character map, names and a date of our own."""
    for tag in ("GPOS", "HVAR", "MVAR", "avar", "fvar", "gvar", "STAT"):
        if tag in font:
            del font[tag]
    _set_cmap(font, glyphs)
    _set_names(font, family=family, style=style, name=name)
    head = font["head"]
    head.created = head.modified = date
    post = font["post"]
    post.formatType = 3.0
    post.extraNames, post.mapping, post.glyphOrder = [], {}, font.getGlyphOrder()
    target = BytesIO()
    font.recalcTimestamp = False
    font.recalcBBoxes = True
    font.save(target, reorderTables=True)
    return target.getvalue()


def _set_cmap(font: TTFont, glyphs: Mapping[int, str]) -> None:
    table = newTable("cmap")
    table.tableVersion = 0
    table.tables = []
    for format_, encoding in ((4, 1), (12, 10)):
        part = CmapSubtable.newSubtable(format_)
        part.platformID, part.platEncID, part.language = 3, encoding, 0
        part.cmap = {code: glyph for code, glyph in sorted(glyphs.items()) if format_ == 12 or code < 0x10000}
        table.tables.append(part)
    font["cmap"] = table


def _set_names(font: TTFont, *, family: str, style: str, name: str) -> None:
    """Name an instance after what it is: it would keep the name of the default weight ("Thin")."""
    table = font["name"] = newTable("name")
    table.names = []
    for number, text in ((1, f"{family} {style}"), (2, "Regular"), (4, f"{family} {style}"), (6, name)):
        table.setName(text, number, 3, 1, 0x409)
        table.setName(text, number, 1, 0, 0)
