"""The fonts of a Word edition: the alternatives to a font that is not installed, and the embedded fonts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from bilingual.editions.docx.xml import node, value
from bilingual.editions.fonts.faces import TYPEFACES
from bilingual.editions.fonts.fontset import FaceRole, prepare_fonts, shown
from bilingual.editions.fonts.kept import kept
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
        data = _for_word(face.data, cut)
        identity = uuid.uuid5(uuid.NAMESPACE_OID, f"{key} {data.hex()}")
        name = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(name, _OBFUSCATED, obfuscated(data, identity), table.package)
        relation = table.relate_to(part, RELATIONSHIP_TYPE.FONT)
        attributes = {"r:id": relation, "w:fontKey": f"{{{str(identity).upper()}}}", "w:subsetted": "1"}
        found[cut.family, cut.slot] = node(cut.slot, attributes)
    return found


def _for_word(data: bytes, cut: _Cut) -> bytes:
    """Return a subset font as word processors require it; from the user's cache, if it was made before."""

    def make() -> bytes:
        from bilingual.editions.docx.truetype import label_truetype

        return label_truetype(data, family=cut.family, bold=cut.bold, italic=cut.italic)

    return kept(f"{tuple(cut)}", data, make, by=("bilingual.editions.docx.truetype", "fontTools"))


def _cut(key: str) -> _Cut | None:
    """Return what a face (`serif-bold-italic`) is to a word processor; None for one that is not in the font table."""
    name, *styles = key.split("-")
    return _Cut(TYPEFACES[name].name, "bold" in styles, "italic" in styles) if name in TYPEFACES else None


def _words(edition: Edition) -> Iterable[str]:
    """Yield every text of the edition; a font with too many characters does no harm."""
    rows = [row for section in edition.sections for row in section.rows]
    rows += [row for note in edition.notes for row in note.rows]
    pairs: list[Pair] = [edition.title, *edition.byline, *([edition.subtitle] if edition.subtitle else [])]
    pairs += [section.heading for section in edition.sections if section.heading]
    pairs += [pair for row in rows for pair in (*row.cells, *([row.marker] if row.marker else []))]
    for pair in pairs:
        for text in (pair.source, pair.target):
            yield str(text)
            yield from (span.ruby for span in text.spans)
    for note in edition.notes:
        yield from map(str, note.texts)
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
