"""Which unit of the base each bookmark and each Japanese text of a returned file is.

Ids are positions, and change with the article: the digits of the key decide, in older editions the Japanese text. An
id alone decides nothing but between equal sources.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bilingual.corrections.docx.texts import compared, key_text, marker_length
from bilingual.keys import SHORT, key_of
from bilingual.memory.entries import PrintedUnit

Stem = tuple[str, str]
_ALIKE = 75.0
"""Percent: how much of a Japanese text must be as in the base if a person edited that, too."""
_HEAD = re.compile(r"^[^\w「『（(【〈《\"'“‘]+\s*")
NOTE_SIGNS = re.compile(r"⁽[⁰¹²³⁴⁵⁶⁷⁸⁹]+⁾|\[[^\[\]\s]{1,20}\]")
_SURE = 60.0
"""Percent: how much of an English text must be as in the base if nothing else confirms an id."""


@dataclass(slots=True)
class Seen:
    """What a file has of one unit of its own."""

    japanese: str = ""
    english: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Language → line and cell of the first bookmark that is no copy."""


def resolve(seen: Mapping[Stem, Seen], base: Sequence[PrintedUnit]) -> dict[Stem, str]:
    """Return the id in the base of every unit of the file; empty for those that the base does not have."""
    ids = {unit.unit: unit for unit in base}
    found: dict[Stem, str] = {}
    open_: dict[str, list[Stem]] = defaultdict(list)
    for stem, unit in seen.items():
        digits = stem[1] or key_of(unit.japanese)[:SHORT]
        same = ids.get(stem[0])
        if same and (same.key.startswith(digits) if digits else _confirmed(unit, same)):
            found[stem] = same.unit
        else:
            found[stem] = ""
            if digits:
                open_[digits].append(stem)
    _accept_between(found, seen, ids)
    taken = set(found.values())
    for digits, stems in open_.items():
        free = [unit.unit for unit in base if unit.key.startswith(digits) and unit.unit not in taken]
        if len(free) == len(stems):  # of equal sources, the first is the first
            found.update(zip(sorted(stems, key=_position), free, strict=True))
    return found


def _accept_between(found: dict[Stem, str], seen: Mapping[Stem, Seen], ids: Mapping[str, PrintedUnit]) -> None:
    """Accept an id that nothing confirms if those before and after it are confirmed: the sentence was written anew."""
    stems = sorted(found, key=_position)
    sure = [found[stem] == stem[0] for stem in stems]
    for at, stem in enumerate(stems):
        around = [*sure[max(0, at - 1) : at], *sure[at + 1 : at + 2]]
        if not found[stem] and not stem[1] and not seen[stem].japanese and stem[0] in ids and all(around):
            found[stem] = stem[0] if around else ""


def _confirmed(seen: Seen, unit: PrintedUnit) -> bool:
    """Return whether the English confirms the id of a unit whose source the file does not have."""
    if not unit.key:
        return True
    return fuzz.ratio(compared(seen.english), compared(unit.target)) >= _SURE


def _position(stem: Stem) -> tuple[int, ...]:
    return tuple(map(int, stem[0].split(".")))


class Sources:
    """Find the units whose sources, one after the other, are a Japanese text."""

    def __init__(self, base: Sequence[PrintedUnit]) -> None:
        self._units = [unit for unit in base if key_text(unit.source)]
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for unit in self._units:
            self._starts.append(length)
            parts.append(key_text(unit.source))
            length += len(parts[-1])
        self._starts.append(length)
        self._all = "".join(parts)
        self._blocks: dict[str, list[str]] = defaultdict(list)
        for unit in self._units:
            self._blocks[unit.unit.partition(".")[0]].append(unit.unit)
        self._sources = {unit.unit: key_text(unit.source) for unit in self._units}

    @property
    def ids(self) -> list[str]:
        """Return the ids of all units that have a source."""
        return [unit.unit for unit in self._units]

    def units_of(self, text: str, free: set[str]) -> list[str]:
        """Return the units of a text, all of them in `free`; empty if there are none."""
        candidates = dict.fromkeys(
            (text, text[marker_length(text) :], _HEAD.sub("", text), re.sub(r"^\S{1,8}[ \u3000]", "", text))
        )
        for candidate in candidates:
            for plain in dict.fromkeys((key_text(candidate), key_text(NOTE_SIGNS.sub("", candidate)))):
                if plain and (units := self._exact(plain, free)):
                    return units
        return self._similar(key_text(text[marker_length(text) :]), free)

    def _exact(self, plain: str, free: set[str]) -> list[str]:
        at = self._all.find(plain)
        while at >= 0:
            first, last = bisect_left(self._starts, at), bisect_left(self._starts, at + len(plain))
            if self._starts[first] == at and self._starts[last] == at + len(plain):
                units = [unit.unit for unit in self._units[first:last]]
                if free.issuperset(units):
                    return units
            at = self._all.find(plain, at + 1)
        return []

    def _similar(self, plain: str, free: set[str]) -> list[str]:
        """Return the units of the block whose source is most similar, if it is similar enough and the only one."""
        rated = []
        for units in self._blocks.values():
            mine = [unit for unit in units if unit in free]
            if mine and len(plain) > 5:
                rated.append((fuzz.ratio(plain, "".join(self._sources[unit] for unit in mine)), mine))
        rated.sort(key=lambda each: -each[0])
        if rated and rated[0][0] >= _ALIKE and (len(rated) == 1 or rated[1][0] < rated[0][0] - 5):
            return rated[0][1]
        return []
