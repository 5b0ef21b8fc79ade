"""Units that are empty now: moved, said in another sentence, deleted, or lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from bilingual.corrections.docx.alignment import divide
from bilingual.corrections.docx.gaps import FoundText
from bilingual.corrections.docx.texts import compared, contains_words, content_words, ends_sentence, sentences_in

_SAME = 90.0
"""Percent: a sentence that is so similar was moved, not written."""
_SHORTEST = 12
"""Characters of a text that is recognised in another place."""
_SAID = 0.6
"""The share of a unit's words that its neighbour must have taken over."""
_REWRITTEN = 60.0
"""Percent: a neighbour less similar to what it was says something else."""


def settle_empty(
    found: dict[str, FoundText], groups: Sequence[Sequence[str]], bases: Mapping[str, str], *, destroyed: bool
) -> tuple[list[str], list[str]]:
    """Find out what became of the units without text; return those that were moved, and those that are lost.

    `groups` are the units of each region in the order of the article. `destroyed` is True if the English of another row
    is lost: LibreOffice does that where rows are moved, so that an empty cell does not show that a person emptied it.
    """
    moved: list[str] = []
    lost: list[str] = []
    destroyed = destroyed or any(text.alone and bases[unit].strip() for unit, text in found.items())
    for group in groups:
        _share(found, group, bases)
        for unit in group:
            if found[unit].text.strip() or not bases[unit].strip() or found[unit].said_in:
                continue
            if other := _moved_to(unit, found, [*group, *found], bases):
                moved += [unit] if _out_of_order(unit, other, group) else []
            elif keeper := _taken_by(unit, group, found, bases):
                found[unit].said_in = keeper
            elif found[unit].alone or (destroyed and not found[unit].removed and _all_empty(group, found)):
                lost.append(unit)
    return moved, lost


def _all_empty(group: Sequence[str], found: Mapping[str, FoundText]) -> bool:
    """Return whether a cell has no English."""
    return not any(found[unit].text.strip() for unit in group)


def _share(found: dict[str, FoundText], group: Sequence[str], bases: Mapping[str, str]) -> None:
    """Divide the text of a unit among it and the empty ones after it, if their sentences are recognised in it."""
    for at, unit in enumerate(group):
        empty = []
        for other in group[at + 1 :]:
            if found[other].text.strip() or not bases[other].strip() or found[other].said_in or found[other].removed:
                break
            empty.append(other)
        if not found[unit].text.strip() or not empty or len(sentences_in(found[unit].text)) < 2:
            continue
        parts = divide(found[unit].text, [bases[each] for each in (unit, *empty)])
        if parts is None or not all(part.strip() for part in parts):
            continue
        for each, part in zip((unit, *empty), parts, strict=True):
            found[each].text, found[each].certain = part, False
            found[each].authors |= found[unit].authors


def _moved_to(unit: str, found: dict[str, FoundText], others: Sequence[str], bases: Mapping[str, str]) -> str:
    """Give a unit its text back if that is in another unit now; return that unit, or nothing."""
    base = bases[unit]
    if len(base) < _SHORTEST:
        return ""
    for other in dict.fromkeys(others):
        text = found[other].text
        if other == unit or len(text) < len(base) or compared(text) == compared(bases.get(other, "")):
            continue
        part, rest = _cut_out(text, base)
        if not part or not rest.strip() or fuzz.ratio(compared(part), compared(bases.get(other, ""))) >= _SAME:
            continue
        found[other].text, found[unit].text = rest, part
        found[unit].authors |= found[other].authors
        return other
    return ""


def _cut_out(text: str, base: str) -> tuple[str, str]:
    """Return the stretch of a text that is (nearly) the base, and the rest; empty if there is none."""
    exact = re.search(r"\s+".join(map(re.escape, base.split())), text)
    if exact and (not text[: exact.start()].strip() or ends_sentence(text[: exact.start()])):
        return exact[0], f"{text[: exact.start()].rstrip()} {text[exact.end() :].lstrip()}".strip()
    parts = sentences_in(text)
    rated = [fuzz.ratio(compared(part), compared(base)) for part in parts]
    best = max(range(len(parts)), key=rated.__getitem__, default=0)
    if len(parts) < 2 or rated[best] < _SAME:
        return "", text
    return parts[best], "".join((*parts[:best], *parts[best + 1 :]))


def _out_of_order(unit: str, other: str, group: Sequence[str]) -> bool:
    """Return whether a text that was found in another unit is no longer in its order."""
    return (
        other not in group or abs(group.index(unit) - group.index(other)) > 1 or group.index(other) > group.index(unit)
    )


def _taken_by(unit: str, group: Sequence[str], found: Mapping[str, FoundText], bases: Mapping[str, str]) -> str:
    """Return the neighbour that says what an empty unit said; empty if none does."""
    at = group.index(unit)
    before = next((each for each in reversed(group[:at]) if found[each].text.strip()), "")
    after = next((each for each in group[at + 1 :] if found[each].text.strip()), "")
    for other in filter(None, (before, after)):
        old, new = compared(bases[other]), compared(found[other].text)
        if old == new:
            continue
        known = set(content_words(old))
        own = [word for word in content_words(bases[unit]) if word not in known]
        if contains_words(new, own) >= _SAID or fuzz.ratio(old, new) < _REWRITTEN:
            return other
    return ""
