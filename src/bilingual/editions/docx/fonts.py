"""The fonts of a Word edition: what to use where a face is not installed, and the faces themselves when asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from bilingual.editions.docx.xml import node, value
from bilingual.editions.fonts.fontset import FaceRole, prepare_fonts, shown
from bilingual.editions.model import Edition, Pair

# Name → other names to try, charset (80 is Shift JIS), family, pitch.  Word looks the other names up on machines
# without the first; the lists go from Windows to macOS.
_FONTS: dict[str, tuple[str, str, str, str]] = {
    "Noto Serif JP": ("Noto Serif CJK JP,Yu Mincho,YuMincho,Hiragino Mincho ProN,MS Mincho", "80", "roman", "variable"),
    "Noto Sans JP": ("Noto Sans CJK JP,Yu Gothic,YuGothic,Hiragino Sans,MS Gothic", "80", "swiss", "variable"),
    "Source Serif 4": ("Source Serif Pro,Cambria,Georgia", "00", "roman", "variable"),
    "Source Sans 3": ("Source Sans Pro,Calibri,Helvetica Neue", "00", "swiss", "variable"),
    "Consolas": ("Menlo,DejaVu Sans Mono,Liberation Mono", "00", "modern", "fixed"),
}


class _Cut(NamedTuple):
    """What a face of `fonts` is to a word processor."""

    family: str
    bold: bool = False
    italic: bool = False

    @property
    def slot(self) -> str:
        return f"w:embed{'Bold' * self.bold}{'Italic' * self.italic}" if self.bold or self.italic else "w:embedRegular"


_CUTS: Mapping[str, _Cut] = {
    "mincho": _Cut("Noto Serif JP"),
    "gothic": _Cut("Noto Sans JP"),
    "gothic-bold": _Cut("Noto Sans JP", bold=True),
    "serif": _Cut("Source Serif 4"),
    "serif-bold": _Cut("Source Serif 4", bold=True),
    "serif-italic": _Cut("Source Serif 4", italic=True),
    "serif-bold-italic": _Cut("Source Serif 4", bold=True, italic=True),
    "sans": _Cut("Source Sans 3"),
    "sans-bold": _Cut("Source Sans 3", bold=True),
    "sans-italic": _Cut("Source Sans 3", italic=True),
    "sans-bold-italic": _Cut("Source Sans 3", bold=True, italic=True),
}
_SLOTS = ("w:embedRegular", "w:embedBold", "w:embedItalic", "w:embedBoldItalic")  # the order of the schema
_ROLES: tuple[FaceRole, ...] = ("ja", "ja-bold", "en", "en-bold", "en-italic", "small", "head")
# A subset face has no letter that the text does not have: whoever edits the English should find all of them.
_FOR_EDITING = "".join(map(chr, range(0x20, 0x7F))) + "‘’“”–—…éèüö" + "".join(map(chr, range(0x3001, 0x30FF)))
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_HIDDEN = 32  # bytes at the beginning that are obfuscated (ECMA-376 part 4, 14.2.1)


def add_fonts(document: Document, edition: Edition) -> None:
    """Add the font table to a document, with the faces in it when the edition carries them.

    Raises `EngineError` when a font package is not installed.
    """
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, b"", document.part.package)
    carried = _carried(part, edition) if edition.embed_fonts else {}
    table = node("w:fonts")
    for name, (others, charset, family, pitch) in _FONTS.items():
        table.append(
            node(
                "w:font",
                {"w:name": name},
                value("w:altName", others),
                value("w:charset", charset),
                value("w:family", family),
                value("w:pitch", pitch),
                *(carried[name, slot] for slot in _SLOTS if (name, slot) in carried),
            )
        )
    part._blob = serialize_part_xml(table)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """Return a font file with its first bytes mixed with a key (ECMA-376 part 4, 14.2.1); twice gives it back."""
    mask = key.bytes[::-1]
    head = bytes(byte ^ mask[at % len(mask)] for at, byte in enumerate(data[:_HIDDEN]))
    return head + data[_HIDDEN:]


def _carried(table: Part, edition: Edition) -> dict[tuple[str, str], Any]:
    """Add the faces to the package; return what the font table says of each."""
    from bilingual.editions.fonts.truetype import label_truetype

    text = shown("".join(_words(edition))) + _FOR_EDITING
    made = prepare_fonts(dict.fromkeys(_ROLES, text), edition.theme.faces)
    found: dict[tuple[str, str], Any] = {}
    for number, (key, face) in enumerate(sorted(made.faces.items()), 1):
        cut = _CUTS.get(key)
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


def _words(edition: Edition) -> Iterable[str]:
    """Yield every text of the edition; a face with too many characters does no harm."""
    rows = [row for section in edition.sections for row in section.rows]
    pairs: list[Pair] = [edition.title, *edition.byline]
    pairs += [section.heading for section in edition.sections if section.heading]
    pairs += [pair for row in rows for pair in (*row.cells, *([row.marker] if row.marker else []))]
    for pair in pairs:
        for text in (pair.ja, pair.en):
            yield str(text)
            yield from (span.ruby for span in text.spans)
    for note in edition.notes:
        yield from (note.source, note.target, note.text)
    for line in edition.terms:
        yield from (line.source, line.reading, line.target)
    for label, words in edition.colophon:
        yield from (label, words)
    labels = edition.furniture
    yield from (labels.running, labels.column_ja, labels.column_en, labels.colophon_heading, labels.terms_heading)
    yield from (labels.toc_heading, labels.notes_heading, labels.page)
