"""What is found in a Word document: blocks, and the paragraphs of the file that each is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bilingual.model import Asset
from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.docx.notes import NoteKind
from bilingual.reading.docx.numbering import ListNumber

COPY_BOOKMARK = "_bilingual_copy"
"""The name of a bookmark at the head of a copy that has English in it. Word does not list names that begin so."""


@dataclass(frozen=True, slots=True)
class WordBlock:
    """A block, and the paragraphs in the file that it is made of."""

    block: DocumentBlock
    paragraphs: tuple[Any, ...] = ()
    """`w:p` elements; none for a picture, a separator or a table."""
    cells: tuple[tuple[Any, ...], ...] = ()
    """The paragraphs of each cell of a table, row by row."""
    numbers: tuple[ListNumber | None, ...] = (None,)
    """The number that the paragraph has in a list, or the last one in each cell."""


@dataclass(slots=True)
class WordText:
    """All that was found in a document."""

    blocks: list[WordBlock] = field(default_factory=list)
    trees: dict[str, Any] = field(default_factory=dict)
    """The parts with text, by name: the document, its footnotes, its endnotes; their tracked changes are accepted."""
    labels: dict[tuple[NoteKind, str], str] = field(default_factory=dict)
    """The label of each note that is referred to, by its kind and id."""
    author: str = ""
    notices: tuple[str, ...] = ()
    assets: tuple[tuple[str, Asset], ...] = ()
