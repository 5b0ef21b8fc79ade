"""Complements: to fall to 80 percent is to fall by 20 percent, and both translate 8割に減った."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.model import Number, NumberKind
from bilingual.numbers.agreement.meaning import number_says
from bilingual.numbers.english.numbers import Atom, atoms

FALL = (
    r"f[ae]ll\w*|dropp?\w*|decreas\w*|declin\w*|reduc\w*|cut\w*|shr[aiu]nk\w*|slid\w*|slump\w*|plung\w*|lower\w*"
    r"|tumbl\w*|shorten\w*|went down|slipp\w*"
)
RISE = (
    r"rose|ris(?:e|es|en|ing)|increas\w*|gr[eo]w\w*|jump\w*|climb\w*|surg\w*|expand\w*|rais\w*|soar\w*|extend\w*"
    r"|went up|gained"
)
QUALIFIED = (
    r"(?:(?:about|around|some|nearly|almost|roughly|approximately|as much as|more than|over|at least|an?|the) )*"
)
_LESS = rf"(?:{FALL}|down|lost|loss|fewer|less|smaller)"
_MORE = rf"(?:{RISE}|up|growth|more|larger|higher)"
_LOW = r"(?:[\d.,]+ ?(?:percent|%)? ?(?:to|or|and|[-–—]) ?)?"
"""The low end of a range, where the number is its high end: by 20 to 30 percent."""
_WORDS = r"(?: [\w’'-]+){0,3}"
# It fell by, fell sharply, was down, a drop of; and after the number: a 20 percent drop, 20 percent fewer.
_SAID = {
    change: (
        re.compile(rf"\b{word}(?:{_WORDS} by|(?: \w+ly)?|{_WORDS} of) {QUALIFIED}{_LOW}$", re.IGNORECASE),
        re.compile(rf"[ -](?:\w+ )?{word}\b", re.IGNORECASE),
    )
    for change, word in (("down to", _LESS), ("up to", _MORE))
}
_CHANGED = rf"\b(?:{FALL}|{RISE}|down|up|lost)"
# Fell by, and fell, up to the number and its qualifier.
_BY_HOW_MUCH = re.compile(rf"{_CHANGED}(?:{_WORDS}(?P<by> by)|(?: \w+ly)?) {QUALIFIED}$", re.IGNORECASE)
_TO_WHAT = re.compile(rf"\b(?:{FALL}|{RISE}){_WORDS} to {QUALIFIED}$", re.IGNORECASE)
_CHANGE_AFTER = re.compile(rf"[ -](?:\w+ )?(?:{_LESS}|{_MORE})\b", re.IGNORECASE)


def says_rest(text: str, span: tuple[int, int], number: Number) -> bool:
    """Return whether the English at `span` gives the amount of a change, where the source gives the result."""
    return any(rest(text, atom, number) for atom in atoms(text) if span[0] <= atom.start and atom.end <= span[1])


def rest(text: str, atom: Atom, number: Number) -> bool:
    """Return whether a number of the English, with the words around it, is the decrease in 8割に減った."""
    gone = _gone(number)
    if gone is None or not any(number_says(gone, reading) for reading in atom.readings):
        return False
    before, after = _SAID[number.change]
    return bool(before.search(text, max(0, atom.start - 60), atom.start) or after.match(text, atom.end))


def _gone(number: Number) -> tuple[NumberKind, Decimal, str] | None:
    """Return the amount of a change: 20 percent for 8割に減った, two-thirds for 3分の1に, a fifth for 1.2倍に増えた."""
    whole = {"percent": Decimal(100), "fraction": Decimal(1), "times": Decimal(1)}.get(number.kind)
    if not number.change or number.change == "by" or whole is None or number.unit == "point":
        return None
    part = whole - number.values[0] if number.change == "down to" else number.values[0] - whole
    if part <= 0:
        return None
    return ("percent", part, "percent") if number.kind == "percent" else ("fraction", part, "")


def contradicts(target: str, span: tuple[int, int], number: Number) -> bool:
    """Return whether the number would be false at `span`: 80 percent after "fell by", where 8割に減った has "to"."""
    before = target[: span[0]]
    if number.change and number.change != "by":
        amount = _BY_HOW_MUCH.search(before, max(0, span[0] - 60))
        # It rose 1.5 times gives the result.
        return bool(_CHANGE_AFTER.match(target, span[1]) or (amount and (amount["by"] or number.kind != "times")))
    return number.change == "by" and _TO_WHAT.search(before, max(0, span[0] - 60)) is not None
