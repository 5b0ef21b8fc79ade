"""Comments of people, as notes of the unit that they are at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bilingual.corrections.docx.names import Name
from bilingual.corrections.docx.package import W
from bilingual.corrections.docx.regions import owned
from bilingual.corrections.docx.stream import FileLine, TextCell

_OURS = "bilingual"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment."""

    id: str
    author: str
    text: str
    answers: str = ""
    """Id of the comment that it answers."""

    @property
    def note(self) -> str:
        """Return the text with its author."""
        return f"{self.author}: {self.text}" if self.author else self.text


def remarks_of(comments: Any, replies: Any) -> list[Remark]:
    """Return the comments of a file, ours too."""
    if comments is None:
        return []
    paragraphs: dict[str, str] = {}
    found: list[tuple[str, Any]] = []
    for comment in comments.iter(f"{W}comment"):
        number = comment.get(f"{W}id", "")
        found.append((number, comment))
        for paragraph in comment.iter(f"{W}p"):
            paragraphs[paragraph.get(f"{_W14}paraId", "")] = number
    answers: dict[str, str] = {}
    for reply in replies.iter(f"{_W15}commentEx") if replies is not None else ():
        parent = paragraphs.get(reply.get(f"{_W15}paraIdParent", "-"), "")
        if parent:
            answers[paragraphs.get(reply.get(f"{_W15}paraId", "-"), "")] = parent
    return [
        Remark(number, comment.get(f"{W}author", "").strip(), _text(comment), answers.get(number, ""))
        for number, comment in found
    ]


def placed(
    remarks: Sequence[Remark], lines: Sequence[FileLine], unit_of: Callable[[Name], str]
) -> tuple[dict[str, tuple[str, ...]], list[Remark]]:
    """Return the notes of each unit, and the comments that are at no unit. Ours are left out, answers to them are not.

    A comment is where its range begins: LibreOffice moves the end of the range.
    """
    anchors: dict[str, str] = {}
    for line in lines:
        for cell in line.cells:
            for number, name in _anchors(cell):
                unit = unit_of(name) if name else ""
                if unit and number not in anchors:
                    anchors[number] = unit
    notes: dict[str, list[str]] = defaultdict(list)
    left: list[Remark] = []
    parents = {remark.id: remark.answers for remark in remarks}
    for remark in remarks:
        if remark.author == _OURS or not remark.text:
            continue
        at, steps = remark.id, 0
        while at not in anchors and parents.get(at) and steps < len(parents):
            at, steps = parents[at], steps + 1
        if at in anchors:
            notes[anchors[at]].append(remark.note)
        else:
            left.append(remark)
    return {unit: tuple(texts) for unit, texts in notes.items()}, left


def _anchors(cell: TextCell) -> list[tuple[str, Name | None]]:
    """Return the comments of a cell, each with the bookmark around it, else the next one, else the last one."""
    found: list[tuple[str, Name | None]] = []
    waiting: list[str] = []
    last: Name | None = None
    for event, name in owned(cell.events):
        if event.kind == "comment":
            if name:
                found.append((event.text, name))
            else:
                waiting.append(event.text)
        elif event.kind == "text" and not name and event.text.strip() and last:
            found += [(number, last) for number in waiting]  # text behind the last bookmark
            waiting = []
        elif event.kind == "open" and event.name:
            last = event.name
            found += [(number, last) for number in waiting]
            waiting = []
    return [*found, *((number, last) for number in waiting)]


def _text(comment: Any) -> str:
    paragraphs = ("".join(text.text or "" for text in each.iter(f"{W}t")) for each in comment.iter(f"{W}p"))
    return "\n".join(text.strip() for text in paragraphs if text.strip())
