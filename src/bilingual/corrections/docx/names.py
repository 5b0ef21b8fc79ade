"""Names of bookmarks: which unit of the file, on which side, and whether it is a copy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilingual.keys import SHORT

# LibreOffice names the bookmarks of pasted text `…_Copy_1`; older versions of it add a number.
_NAME = re.compile(rf"u_(\d+)_(\d+)(?:_([0-9a-f]{{{SHORT}}}))?_(en|ja)(_Copy_\d+|\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a bookmark, read."""

    unit: str
    """The id of the unit in the file: a position in the article as it was."""
    digits: str
    """The first digits of the key of its source; empty in editions of older versions."""
    lang: str
    copy: bool = False

    @property
    def stem(self) -> tuple[str, str]:
        """Return what both sides and all copies have in common."""
        return self.unit, self.digits


def name_of(bookmark: str) -> Name | None:
    """Return the name of a unit's bookmark, read; None for any other bookmark."""
    found = _NAME.fullmatch(bookmark)
    if not found:
        return None
    block, segment, digits, lang, copy = found.groups()
    return Name(f"{int(block)}.{int(segment)}", (digits or "").lower(), lang.lower(), bool(copy))
