"""Walk through a Word document: its paragraphs, tables, pictures and notes, in reading order.

A copy of the document is filled by the same walk, so that both find the same paragraphs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bilingual.containers.docx import DocxParts, Relation, W
from bilingual.model import CellAlign, Place
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.documents.looks import without_whole
from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.documents.text import MarkedText, join_cell
from bilingual.reading.docx.changes import accept_changes
from bilingual.reading.docx.elements import MC, M, chosen, outermost, switched
from bilingual.reading.docx.fields import Fields
from bilingual.reading.docx.formulas import linear_formula
from bilingual.reading.docx.found import WordBlock, WordText
from bilingual.reading.docx.margins import name_margins
from bilingual.reading.docx.meaning import BlockMeaning, block_meaning
from bilingual.reading.docx.notes import NoteKind, Notes
from bilingual.reading.docx.numbering import BULLET, ListNumber, ListNumbering
from bilingual.reading.docx.pictures import Pictures
from bilingual.reading.docx.runs import WordParagraph, WordRunReader, is_dropped_capital, is_rule
from bilingual.reading.docx.settled import settled_blocks
from bilingual.reading.docx.style_names import is_contents_title
from bilingual.reading.docx.styles import ParagraphLook, Styles
from bilingual.reading.docx.tables import WordTable, common_alignment, word_table

_ENTERED = frozenset(f"{W}{name}" for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"))
_CONTENTS = ("a table of contents", "tables of contents")
_NOTES: tuple[NoteKind, ...] = ("footnote", "endnote")
_MOST_CELLS = 1_000_000
_MOST_PARAGRAPHS = 300_000
"""Ten times those of a book of 1,000 pages."""
_FOOTNOTE = BlockMeaning("note", why="footnote")
_SIGN = "・"
"""A bullet before the text of a cell."""


def walk_document(parts: DocxParts) -> WordText:
    """Return the blocks of a document, as they are after all its tracked changes are accepted."""
    found = WordText(trees={parts.main: parts.document})
    relations = parts.relations(parts.main)
    named = {one.kind: one.target for one in relations.values() if not one.external}
    notes: dict[NoteKind, tuple[str, Any]] = {}
    for kind in _NOTES:
        name = named.get(f"{kind}s", "")
        root = parts.tree(name) if name and name not in found.trees else None
        if root is not None:
            notes[kind] = (name, root)
            found.trees[name] = root
    total = sum(1 for root in found.trees.values() for _ in root.iter(f"{W}p"))
    if total > _MOST_PARAGRAPHS:
        raise parts.container.refuse(f"has more than {_MOST_PARAGRAPHS:,} paragraphs")
    changes = sum(accept_changes(root) for root in found.trees.values())
    walk = _Walk(parts, named, found, Notes({kind: root for kind, (_, root) in notes.items()}))
    walk.read(parts.document.find(f"{W}body"), relations)
    walk.read_notes({kind: parts.relations(name) for kind, (name, _) in notes.items()})
    name_margins(parts, relations, walk.styles, walk.left_out)
    found.blocks = settled_blocks(walk.found)
    found.labels = walk.notes.labels
    found.author, found.notices, found.assets = walk.author, walk.left_out.notices, walk.pictures.assets()
    if changes:
        found.notices = (*found.notices, "tracked changes are read as if they were accepted")
    return found


@dataclass(slots=True)
class _Story:
    """A text that is read on its own: the document, or a note."""

    runs: WordRunReader
    relations: Mapping[str, Relation]
    note: str | None = None
    """The marker of a note until it is used; None outside notes."""


@dataclass(slots=True)
class _Capital:
    """The large first letter of the next paragraph."""

    paragraph: Any
    content: MarkedText


class _Walk:
    """One pass over a document."""

    def __init__(self, parts: DocxParts, named: Mapping[str, str], text: WordText, notes: Notes) -> None:
        self.styles = Styles(parts.tree(named.get("styles", "")))
        self._numbering = ListNumbering(parts.tree(named.get("numbering", "")), self.styles)
        self.notes = notes
        self.left_out = LeftOut()
        self.pictures = Pictures(parts, self.left_out)
        self.found: list[WordBlock] = []
        self.author = ""
        self._places = _numbered(list(text.trees.values()))
        self._fields = Fields(parts.document)
        self._story = _Story(WordRunReader(self.styles, self._fields, notes, {}), {})
        self._in_contents = False
        self._gap = False
        self._capital: _Capital | None = None

    def read(self, body: Any, relations: Mapping[str, Relation]) -> None:
        """Read the body of the document."""
        self._story = _Story(WordRunReader(self.styles, self._fields, self.notes, relations), relations)
        self._enter(body)
        if self._capital is not None:
            capital, self._capital = self._capital, None
            place = Place(paragraph=self._places.get(capital.paragraph, 0))
            self._add(DocumentBlock(capital.content, place=place), (capital.paragraph,))

    def read_notes(self, relations: Mapping[NoteKind, Mapping[str, Relation]]) -> None:
        """Read the notes that were referred to."""
        for label, kind, element in self.notes.referred():
            inside = relations[kind]
            self._gap, self._capital = False, None
            self._story = _Story(WordRunReader(self.styles, Fields(element), None, inside), inside, f"[{label}]")
            self._enter(element)

    def _enter(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child)
            elif tag == f"{W}tbl":
                self._table(child)
            elif tag == f"{W}sdt":
                self._control(child)
            elif tag in _ENTERED:
                self._enter(child)
            elif tag == f"{MC}AlternateContent":
                branch = chosen(child)
                self._enter(branch if branch is not None else ())
            elif tag == f"{M}oMathPara":
                self._add(DocumentBlock(MarkedText(linear_formula(child)), "code", why="formula"))
            elif tag == f"{W}altChunk":
                self.left_out.add("an embedded document", "embedded documents")

    def _control(self, control: Any) -> None:
        """Enter a content control, unless it is a table of contents or only asks for text."""
        properties = control.find(f"{W}sdtPr")
        if properties is not None:
            gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
            if gallery is not None and str(gallery.get(f"{W}val", "")).casefold() == "table of contents":
                self._fields.pass_over(control)
                self._pass_contents()
                return
            if switched(properties, "showingPlcHdr"):
                return
        content = control.find(f"{W}sdtContent")
        if content is not None:
            self._enter(content)

    def _pass_contents(self) -> None:
        """Name a table of contents, once, and take back its title (目次)."""
        if self._in_contents:
            return
        self._in_contents = True
        self.left_out.add(*_CONTENTS)
        last = self.found[-1].block if self.found else None
        if last is not None and last.kind != "table" and is_contents_title(last.content.text):
            self.found.pop()

    def _name_hidden(self, text: WordParagraph) -> None:
        if text.hidden.strip():
            self.left_out.add("a hidden text", "hidden texts", text.hidden)

    def _paragraph(self, paragraph: Any) -> None:
        look = self.styles.paragraph(paragraph.find(f"{W}pPr"))
        number = None if look.mark_hidden else self._numbering.next_number(look)
        passed = self._fields.contents
        text = self._story.runs.read(paragraph, look)
        self._name_hidden(text)
        if self._fields.contents > passed:
            self._pass_contents()
        if look.meaning and look.meaning.meaning == "contents":
            self._pass_contents()
            return
        if is_dropped_capital(paragraph) and text.content.text and not text.boxes:
            self._capital = _Capital(paragraph, text.content)
            return
        place = Place(paragraph=self._places.get(paragraph, 0))
        self._draw(text.before, place)
        self._content(paragraph, look, number, text, place)
        self._draw(text.after, place)
        for box in text.boxes:
            self._enter(box)

    def _content(
        self, paragraph: Any, look: ParagraphLook, number: ListNumber | None, text: WordParagraph, place: Place
    ) -> None:
        """Add the text of a paragraph."""
        content, paragraphs = self._with_capital(text.content, paragraph)
        is_code = look.meaning is not None and look.meaning.meaning == "code" and self._story.note is None
        if is_code:
            block = DocumentBlock(MarkedText(text.raw), "code", place=place, why=f"style {look.name}")
            self._add(block, paragraphs)
        elif content.text:
            self._text(content, look, number, text, replace(_EMPTY, place=place), paragraphs)
        elif text.rule or (is_rule(paragraph) and not (text.before or text.after or text.boxes or text.passed)):
            self._add(DocumentBlock(kind="separator", marker="---", place=place, why="rule"))
        elif not text.passed and not text.before and not text.after:
            self._gap = True

    def _text(
        self,
        content: MarkedText,
        look: ParagraphLook,
        number: ListNumber | None,
        text: WordParagraph,
        empty: DocumentBlock,
        paragraphs: tuple[Any, ...],
    ) -> None:
        if look.meaning and look.meaning.meaning == "author" and not self.author and self._story.note is None:
            self.author = content.text
            return
        meaning = block_meaning(look, number, content.text)
        if self._story.note is not None:
            meaning = replace(_FOOTNOTE, marker=self._story.note)
            self._story.note = ""
        elif text.formula and meaning.kind is None:
            content, meaning = MarkedText(text.formula), BlockMeaning("code", why="formula")
        if meaning.kind in ("title", "subtitle", "heading"):
            content = without_whole(content)
        block = replace(
            empty, content=content, kind=meaning.kind, level=meaning.level, marker=meaning.marker, why=meaning.why,
            look=text.look, gap=self._gap,
        )  # fmt: skip
        self._add(block, paragraphs, number=number)

    def _with_capital(self, content: MarkedText, paragraph: Any) -> tuple[MarkedText, tuple[Any, ...]]:
        """Return a text with the large letter that precedes it."""
        if self._capital is None or not content.text:
            return content, (paragraph,)
        capital, self._capital = self._capital, None
        length = len(capital.content.text)
        moved = (replace(mark, start=mark.start + length, end=mark.end + length) for mark in content.marks)
        marks = (*(mark for mark in capital.content.marks if mark.kind != "strong"), *moved)
        return MarkedText(capital.content.text + content.text, marks), (capital.paragraph, paragraph)

    def _add(self, block: DocumentBlock, paragraphs: Sequence[Any] = (), number: ListNumber | None = None) -> None:
        self._keep(WordBlock(block, tuple(paragraphs), numbers=(number,)))

    def _keep(self, found: WordBlock) -> None:
        self.found.append(found)
        self._gap = self._in_contents = False

    def _draw(self, drawings: Sequence[Any], place: Place) -> None:
        for drawing in drawings:
            for block in self.pictures.blocks(drawing, self._story.relations, place):
                self._add(block)

    def _table(self, element: Any) -> None:
        table = word_table(element)
        if not table.rows:
            return
        layout = table.is_layout or self._story.note is not None
        if layout or table.columns * len(table.rows) > _MOST_CELLS or self._fields.in_contents:
            for row in table.rows:
                for _, cell in row:
                    self._enter(cell)
            return
        self._grid(element, table)

    def _grid(self, element: Any, table: WordTable) -> None:
        """Add a table, and below it the pictures and text boxes in its cells."""
        cells: list[MarkedText] = []
        paragraphs: list[tuple[Any, ...]] = []
        numbers: list[ListNumber | None] = []
        aligned: list[str] = []
        after: list[WordParagraph] = []
        for cell in table.cells():
            inside = tuple(outermost(cell, f"{W}p")) if cell is not None else ()
            parts = [self._in_cell(one, after) for one in inside]
            content = join_cell(part for part, _, _ in parts)
            numbers.append(next((number for _, _, number in reversed(parts) if number is not None), None))
            cells.append(without_whole(content) if len(cells) < table.columns else content)
            paragraphs.append(inside)
            aligned.append(parts[0][1] if parts else "")
        first = next(element.iter(f"{W}p"), None)
        block = DocumentBlock(
            kind="table", place=Place(paragraph=self._places.get(first, 0)), why="table", columns=table.columns,
            cells=tuple(cells), aligned=_alignments(aligned, cells, table.columns),
        )  # fmt: skip
        if any(cell.text for cell in cells):
            self._keep(WordBlock(block, (), tuple(paragraphs), tuple(numbers)))
        for text in after:
            self._draw([*text.before, *text.after], block.place)
            for box in text.boxes:
                self._enter(box)

    def _in_cell(self, paragraph: Any, after: list[WordParagraph]) -> tuple[MarkedText, str, ListNumber | None]:
        """Return the text of a paragraph in a cell, with its number, its alignment, and the number alone."""
        look = self.styles.paragraph(paragraph.find(f"{W}pPr"))
        number = None if look.mark_hidden else self._numbering.next_number(look)
        text = self._story.runs.read(paragraph, look)
        self._name_hidden(text)
        after.append(text)
        content = text.content
        if number is not None and number.marker:
            shown = _SIGN if number.marker == BULLET else number.marker
            between = "" if shown == _SIGN or not content.text else " " if shown[-1].isascii() else "\u3000"
            if content.text or shown != _SIGN:
                length = len(shown + between)
                marks = (replace(mark, start=mark.start + length, end=mark.end + length) for mark in content.marks)
                content = MarkedText(shown + between + content.text, tuple(marks))
        return content, look.aligned, number


_EMPTY = DocumentBlock()


def _alignments(aligned: Sequence[str], cells: Sequence[MarkedText], columns: int) -> tuple[CellAlign, ...]:
    found = tuple(
        common_alignment([side for side, cell in zip(aligned[at + columns :: columns], cells[at + columns :: columns],
                                                     strict=True) if cell.text])
        for at in range(columns)
    )  # fmt: skip
    return found if any(found) else ()


def _numbered(trees: Sequence[Any]) -> dict[Any, int]:
    """Return the number of each paragraph: those of the document from 1, then those of its notes."""
    found: dict[Any, int] = {}
    for tree in trees:
        for paragraph in tree.iter(f"{W}p"):
            found[paragraph] = len(found) + 1
    return found
