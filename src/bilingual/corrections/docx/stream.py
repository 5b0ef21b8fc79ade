"""The text of a returned file with all changes accepted, as lines of cells; bookmarks and comments keep their place.

A line is a row of a table, or a paragraph outside tables. All elements below a paragraph are visited: Google Docs puts
runs into content controls, Word into insertions, smart tags and hyperlinks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bilingual.corrections.docx.names import Name, name_of
from bilingual.corrections.docx.package import W

EventKind = Literal["open", "close", "text", "paragraph", "comment", "removed"]


@dataclass(frozen=True, slots=True)
class TextEvent:
    """One thing in a cell, in order."""

    kind: EventKind
    text: str = ""
    """Of `text` and `removed` (a tracked deletion); the id of a bookmark or a comment."""
    name: Name | None = None
    """Of `open`."""
    author: str = ""
    """Of a tracked change."""


@dataclass(slots=True)
class TextCell:
    """The events of a cell, or of a paragraph outside tables."""

    events: list[TextEvent] = field(default_factory=list)
    style: str = ""
    """Name of the style of its first paragraph."""
    merged: Literal["", "restart", "continue"] = ""
    """Of cells that are merged over several rows."""

    @property
    def text(self) -> str:
        """Return the text of the cell."""
        return "".join(
            event.text if event.kind == "text" else "\n" * (event.kind == "paragraph") for event in self.events
        )


@dataclass(slots=True)
class FileLine:
    """A row of a table, or a paragraph outside tables."""

    cells: list[TextCell]
    table: int = 0
    """Number of the table; 0 outside tables."""
    row: int = 0
    note: int = 0
    """Number of the footnote; 0 in the text."""
    deleted: bool = False
    """True for a row whose deletion was tracked."""

    @property
    def place(self) -> str:
        """Return where the line is, for people."""
        if self.note:
            return f"footnote {self.note}"
        return f"table {self.table}, row {self.row}" if self.table else f"paragraph {self.row}"


@dataclass(slots=True)
class _Field:
    """A field that has begun (`w:fldChar`)."""

    code: str = ""
    result: bool = False

    @property
    def kind(self) -> str:
        return (self.code.split() or [""])[0]


_PASSED = {
    "rPr",
    "pPr",
    "tblPr",
    "tblGrid",
    "trPr",
    "tcPr",
    "sdtPr",
    "sdtEndPr",
    "rt",
    "rubyPr",
    "instrText",
    "delText",
}
_PASSED |= {"delInstrText", "fldData", "object", "customXmlPr", "smartTagPr", "tblPrEx", "sectPr", "annotationRef"}
_BOXES = {"drawing", "pict"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_SILENT_FIELDS = {"NOTEREF", "PAGEREF", "PAGE", "NUMPAGES", "TOC", "SEQ"}
_NOBODY = "Unknown Author"
"""LibreOffice's word for an author who gave no name."""
_LONGEST_SPLIT = 20
"""Paragraphs that a bookmark may cover outside tables: a person divided the paragraph."""


class StreamReader:
    """Collect the lines of a document."""

    def __init__(self, styles: Any) -> None:
        self.lines: list[FileLine] = []
        self.boxes: list[str] = []
        """Texts of text boxes: they are no part of an edition."""
        self._styles = _style_names(styles)
        self._waiting: list[TextEvent] = []
        self._fields: list[_Field] = []
        self._open: dict[str, Name] = {}
        self._ends: set[str] = set()
        self._tables = self._paragraphs = self._split = self._note = 0
        self._author = ""
        self._deleted = 0

    def read(self, document: Any) -> None:
        """Read the body of a document."""
        body = document.find(f"{W}body")
        self._ends = {end.get(f"{W}id", "") for end in body.iter(f"{W}bookmarkEnd")}
        self._blocks(body)
        if self._waiting and self.lines:
            self.lines[-1].cells[-1].events += self._waiting

    def read_notes(self, footnotes: Any) -> None:
        """Read the paragraphs of all footnotes; the lines between text and notes are footnotes with a type."""
        self._ends = {end.get(f"{W}id", "") for end in footnotes.iter(f"{W}bookmarkEnd")}
        for footnote in footnotes.iter(f"{W}footnote"):
            if footnote.get(f"{W}type", "normal") == "normal":
                self._note += 1
                self._blocks(footnote)
        _restore_names(self.lines)

    def _blocks(self, parent: Any) -> None:
        """Read paragraphs and tables outside cells."""
        for child in _shown(parent):
            kind = _local(child)
            if kind == "p":
                self._paragraph_line(child)
            elif kind == "tbl":
                self._table(child)
            elif kind in ("bookmarkStart", "bookmarkEnd", "commentRangeStart"):
                self._between(child)
            elif kind not in _PASSED:
                self._blocks(child)

    def _paragraph_line(self, paragraph: Any) -> None:
        last = self.lines[-1] if self.lines else None
        going_on = any(number in self._ends for number in self._open)
        if last and not last.table and going_on and self._split < _LONGEST_SPLIT and not self._waiting:
            self._split += 1
        else:
            self._forget()
            self._split = 0
            self._paragraphs += 1
            self.lines.append(FileLine([TextCell()], row=self._paragraphs, note=self._note))
        self._paragraph(paragraph, self.lines[-1].cells[0])

    def _forget(self) -> None:
        """Close the bookmarks of the line before, but for those that begin with the next one."""
        coming = {event.text for event in self._waiting}
        self._open = {number: name for number, name in self._open.items() if number in coming}

    def _table(self, table: Any) -> None:
        self._forget()
        self._tables += 1
        for number, row in enumerate(_within(table, "tr", ("tbl",)), 1):
            properties = row.find(f"{W}trPr")
            gone = properties is not None and properties.find(f"{W}del") is not None
            line = FileLine([], self._tables, number, gone)
            for cell in _within(row, "tc", ("tbl", "tr")):
                made = TextCell(merged=_merged(cell))
                line.cells.append(made)
                self._deleted += gone or cell.find(f"{W}tcPr/{W}cellDel") is not None
                self._in_cell(cell, made)
                self._deleted = 0
                self._forget()
            if line.cells:
                self.lines.append(line)

    def _in_cell(self, parent: Any, cell: TextCell) -> None:
        for child in _shown(parent):
            kind = _local(child)
            if kind == "p":
                self._paragraph(child, cell)
            elif kind in ("bookmarkStart", "bookmarkEnd", "commentRangeStart"):
                self._mark(child, cell)
            elif kind not in _PASSED:
                self._in_cell(child, cell)

    def _paragraph(self, paragraph: Any, cell: TextCell) -> None:
        cell.events += self._waiting
        self._waiting = []
        if any(event.kind in ("text", "open", "paragraph") for event in cell.events):
            cell.events.append(TextEvent("paragraph"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        cell.style = cell.style or self._styles.get(name, name)
        self._inside(paragraph, cell)
        self._fields = [each for each in self._fields if each.kind == "TOC"]

    def _inside(self, parent: Any, cell: TextCell) -> None:
        """Read what is in a paragraph."""
        for child in _shown(parent):
            kind = _local(child)
            if kind in ("t", "sym", "softHyphen") or kind in _SIGNS:
                self._text(_SIGNS.get(kind) or (_symbol(child) if kind == "sym" else child.text or ""), cell)
            elif kind in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentReference"):
                self._mark(child, cell)
            elif kind in ("del", "moveFrom"):
                self._change(child, cell, deleted=True)
            elif kind in ("ins", "moveTo"):
                self._change(child, cell, deleted=False)
            elif kind == "fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif kind == "instrText" and self._fields:
                self._fields[-1].code += child.text or ""
            elif kind == "delText":
                cell.events.append(TextEvent("removed", child.text or "", author=self._author))
            elif kind == "fldSimple" and (child.get(f"{W}instr", "").split() or [""])[0] in _SILENT_FIELDS:
                continue
            elif kind in _BOXES:
                self.boxes += filter(str.strip, (_all_text(box) for box in child.iter(f"{W}txbxContent")))
            elif kind == "r" and _is_hidden(child):
                continue
            elif kind not in _PASSED:
                self._inside(child, cell)

    def _change(self, element: Any, cell: TextCell, *, deleted: bool) -> None:
        before = self._author
        author = element.get(f"{W}author", "").strip()
        self._author = author if author and author != _NOBODY else before
        self._deleted += deleted
        self._inside(element, cell)
        self._deleted -= deleted
        self._author = before

    def _text(self, text: str, cell: TextCell) -> None:
        if self._deleted:
            cell.events.append(TextEvent("removed", text, author=self._author))
        elif text and not any(each.result and each.kind in _SILENT_FIELDS for each in self._fields):
            cell.events.append(TextEvent("text", text, author=self._author))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _mark(self, element: Any, cell: TextCell) -> None:
        """Read a bookmark's start or end, or where a comment is; also inside text that was deleted."""
        cell.events += self._waiting
        self._waiting = []
        event = self._event(element)
        if event:
            cell.events.append(event)

    def _between(self, element: Any) -> None:
        """Read a mark between paragraphs or tables: LibreOffice writes some there."""
        event = self._event(element)
        if event and event.kind == "close" and self.lines and not self._waiting:
            self.lines[-1].cells[-1].events.append(event)
        elif event:
            self._waiting.append(event)

    def _event(self, element: Any) -> TextEvent | None:
        kind, number = _local(element), element.get(f"{W}id", "")
        if kind == "bookmarkEnd":
            return TextEvent("close", number) if self._open.pop(number, None) else None
        if kind != "bookmarkStart":
            return TextEvent("comment", number)
        name = name_of(element.get(f"{W}name", ""))
        if name is None:
            return None
        self._open[number] = name
        self._fields = [each for each in self._fields if each.kind != "TOC"]  # its end was deleted
        return TextEvent("open", number, name)


def _restore_names(lines: list[FileLine]) -> None:
    """Take a copy without an original for the original: LibreOffice 7.4 opens most footnotes as copies."""
    events = [cell.events for line in lines for cell in line.cells]
    names = [event.name for each in events for event in each if event.kind == "open" and event.name]
    taken = {(name.stem, name.lang) for name in names if not name.copy}
    for each in events:
        for at, event in enumerate(each):
            name = event.name
            if name and name.copy and (name.stem, name.lang) not in taken:
                taken.add((name.stem, name.lang))
                each[at] = replace(event, name=replace(name, copy=False))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _shown(parent: Any) -> Iterator[Any]:
    """Yield the children that are elements of Word; of alternatives, the first."""
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        if child.tag.startswith(W):
            yield child
        elif _local(child) == "AlternateContent":
            chosen = next((each for each in child if isinstance(each.tag, str)), None)
            if chosen is not None:
                yield from _shown(chosen)


def _within(parent: Any, kind: str, passed: tuple[str, ...]) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also inside controls; not those of tables inside it."""
    for child in _shown(parent):
        if _local(child) == kind:
            yield child
        elif _local(child) not in passed and _local(child) not in _PASSED:
            yield from _within(child, kind, passed)


def _merged(cell: Any) -> Literal["", "restart", "continue"]:
    found = cell.find(f"{W}tcPr/{W}vMerge")
    if found is None:
        return ""
    return "restart" if found.get(f"{W}val") == "restart" else "continue"


def _is_hidden(run: Any) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    hidden = properties.find(f"{W}vanish")
    return hidden is not None and hidden.get(f"{W}val", "1") not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    try:
        sign = chr(int(element.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= sign <= "\uf8ff" or "\ud800" <= sign <= "\udfff" else sign


def _all_text(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def _style_names(styles: Any) -> dict[str, str]:
    """Return the names of styles by id."""
    if styles is None:
        return {}
    found = ((style.get(f"{W}styleId", ""), style.find(f"{W}name")) for style in styles.iter(f"{W}style"))
    return {number: name.get(f"{W}val", "") for number, name in found if name is not None}
