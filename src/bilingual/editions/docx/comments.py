"""Findings as comments in the margin, for the reviewer's copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from bilingual.editions.docx.stylesheet import DocxStyles, style_id
from bilingual.editions.docx.xml import node, value
from bilingual.editions.labels import LABELS
from bilingual.editions.markup import legal
from bilingual.editions.model import Comment, Lang

_AUTHOR = "bilingual"
_INITIALS = "b"
_FIRST = 1000
"""Id of the first comment. LibreOffice 7.4 mixes up the notes when a comment has the id of a note or of their rules."""


@dataclass(slots=True)
class Remarks:
    """The comments of a document, each anchored at the words of its unit."""

    document: Document
    sheet: DocxStyles
    lang: Lang
    """The language that is commented."""
    day: date | None
    """The date of the comments; python-docx would use the current time."""
    comments: dict[str, list[Comment]] = field(default_factory=dict)
    """By unit; removed when they are in the document."""

    def add(self, comments: Sequence[Comment]) -> None:
        """Store the comments that are to be anchored."""
        for comment in comments:
            self.comments.setdefault(comment.unit, []).append(comment)
        if comments:
            self.sheet.comments()
            self.sheet.character(("annotation reference",))

    def begin(self, paragraph: Paragraph, units: Sequence[str], lang: Lang) -> list[str]:
        """Open the comments of units; a comment without a unit is about the article and goes on the title."""
        if not any(units) or lang != self.lang:
            return []
        # The first unit that is drawn is the title's.
        comments = [comment for unit in ("", *units) for comment in self.comments.pop(unit, [])]
        numbers = [self._comment(comment) for comment in comments]
        paragraph._p.extend(node("w:commentRangeStart", {"w:id": number}) for number in numbers)
        return numbers

    def end(self, paragraph: Paragraph, numbers: Sequence[str]) -> None:
        """Close what `begin` opened."""
        for number in numbers:
            style = value("w:rStyle", style_id("annotation reference"))
            sign = node("w:r", {}, node("w:rPr", {}, style), node("w:commentReference", {"w:id": number}))
            paragraph._p.extend([node("w:commentRangeEnd", {"w:id": number}), sign])

    def _comment(self, comment: Comment) -> str:
        words = LABELS["en"]  # as the text is
        severity = {"error": words.error, "warning": words.warning}.get(comment.severity, "").capitalize()
        text = legal(f"{severity}: {comment.text}" if severity else comment.text)
        made: Any = self.document.comments.add_comment(text, _AUTHOR, _INITIALS)
        element = made._comment_elm
        if made.comment_id < _FIRST:  # python-docx continues from the highest
            element.set(qn("w:id"), str(_FIRST))
        del element.attrib[qn("w:date")]
        if self.day:
            element.set(qn("w:date"), f"{self.day.isoformat()}T00:00:00Z")
        return str(made.comment_id)
