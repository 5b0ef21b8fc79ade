"""The reasons why a form of the glossary that occurs in a text is not a match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RejectionCode = Literal[
    "address",
    "not_in",
    "only_in",
    "false_match",
    "katakana",
    "number",
    "latin",
    "repeated",
    "date",
    "character",
    "spelling",
    "surname",
    "name",
    "longer",
    "entry",
    "nearer",
    "earlier",
    "status",
]
"""Another match has the place: it is `longer`, an `entry` before a pattern, of a `nearer` glossary, or `earlier`.

`address`: inside a URL or an e-mail address. `not_in`, `only_in`: a guard of the entry. `false_match`: part of
a word of `languages.japanese.false_matches`. `katakana`, `number`, `latin`, `repeated` (国々), `date`,
`character`: it would split one of these. `spelling`: too short to be found in another spelling. `surname`:
it is matched only in a pattern. `name`: a name of one kanji next to other kanji. `status`: the entry is only
admitted."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form is rejected at a place."""

    code: RejectionCode
    detail: str = ""
    """The address, the guards, the word that would be split, the form in its own spelling, or the entry's status."""
