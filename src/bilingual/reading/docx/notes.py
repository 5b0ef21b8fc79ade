"""Footnotes and endnotes: one series, in the order in which the text refers to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from bilingual.containers.docx import W

NoteKind = Literal["footnote", "endnote"]
_SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))


class Notes:
    """The notes of a document, and those that have been referred to."""

    def __init__(self, roots: Mapping[NoteKind, Any]) -> None:
        """Find the notes in `footnotes.xml` and `endnotes.xml`."""
        self._notes = {
            (kind, str(one.get(f"{W}id", ""))): one
            for kind, root in roots.items()
            for one in root.iterchildren(f"{W}{kind}")
            if one.get(f"{W}type") not in _SEPARATORS
        }
        self.labels: dict[tuple[NoteKind, str], str] = {}
        """The label of each note that has been referred to, in order."""

    def label(self, kind: NoteKind, number: str) -> str:
        """Refer to a note and return its label (`1`); empty when there is no such note."""
        key = (kind, number)
        if key not in self._notes:
            return ""
        return self.labels.setdefault(key, str(len(self.labels) + 1))

    def referred(self) -> list[tuple[str, NoteKind, Any]]:
        """Return label, kind and element of each note that has been referred to, in order."""
        return [(label, key[0], self._notes[key]) for key, label in self.labels.items()]
