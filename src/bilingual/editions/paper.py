"""Paper sizes, by name or by measure, and the margins that suit them. Lengths are points unless they say otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bilingual.editions.choices import PAGE_SIZES, PageSize
from bilingual.errors import UsageError

MILLIMETRE = 72 / 25.4
_SHORTEST, _LONGEST = 80.0, 600.0
"""Least and greatest width and height of a page, in millimetres."""
_NARROW = 440.0
"""Width up to which a page is narrow: two columns need smaller type, and there is no room for larger one."""

_SHEETS: Mapping[str, tuple[float, float]] = {
    "A4": (595.28, 841.89),
    "Letter": (612.0, 792.0),
    "B5": (515.91, 728.5),
    "A5": (419.53, 595.28),
}
"""B5 is that of JIS, 182 by 257 mm."""
_PER_UNIT = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_NUMBER = r"(\d{1,4}(?:\.\d{1,3})?)\s*"
_MEASURE = re.compile(rf"{_NUMBER}(mm|cm|in|pt)?\s*[x×]\s*{_NUMBER}(mm|cm|in|pt)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Margins:
    """White space around the text. `inner` is at the spine of a bound copy."""

    top: float
    bottom: float
    inner: float
    outer: float


_MARGINS: Mapping[tuple[str, str], Margins] = {
    ("print", "A4"): Margins(58, 62, 54, 54),
    ("print", "Letter"): Margins(56, 60, 60, 60),
    ("print", "B5"): Margins(52, 56, 46, 42),
    ("print", "A5"): Margins(46, 50, 36, 32),
    ("screen", "A4"): Margins(42, 48, 34, 34),
    ("screen", "Letter"): Margins(42, 48, 36, 36),
    ("screen", "B5"): Margins(40, 45, 28, 28),
    ("screen", "A5"): Margins(38, 42, 24, 24),
}


def read_page(text: str) -> str:
    """Return a page size as a theme has it: `B5`, `170x240mm`. Raises `UsageError` for anything else."""
    named: dict[str, PageSize] = {name.lower(): name for name in PAGE_SIZES}
    if text.strip().lower() in named:
        return named[text.strip().lower()]
    found = _MEASURE.fullmatch(text.strip())
    if not found:
        remedy = f"write {', '.join(PAGE_SIZES)}, or width and height: 170x240mm"
        raise UsageError(f"{text!r:.40} is no page size", remedy=remedy)
    last = found[4].lower()
    sides = (float(found[1]) * _PER_UNIT[(found[2] or last).lower()], float(found[3]) * _PER_UNIT[last])
    if not all(_SHORTEST <= side <= _LONGEST for side in sides):
        raise UsageError(
            f"a page of {text.strip():.40} is too {'small' if min(sides) < _SHORTEST else 'large'}",
            remedy=f"write a width and a height from {_SHORTEST:g} to {_LONGEST:g} mm",
        )
    return "x".join(f"{round(side, 2):g}" for side in sides) + "mm"


def sheet_of(page: str) -> tuple[float, float]:
    """Return width and height of a page size, as `read_page` returns it."""
    if page in _SHEETS:
        return _SHEETS[page]
    width, _, height = read_page(page).removesuffix("mm").partition("x")
    return round(float(width) * MILLIMETRE, 2), round(float(height) * MILLIMETRE, 2)


def margins_of(kind: str, page: str) -> Margins:
    """Return the margins for `print` or `screen`; those of a page without a name are in proportion to the nearest."""
    if page in _SHEETS:
        return _MARGINS[kind, page]
    width, height = sheet_of(page)
    near = min(_SHEETS, key=lambda name: abs(_SHEETS[name][0] - width) + abs(_SHEETS[name][1] - height))
    across, down = width / _SHEETS[near][0], height / _SHEETS[near][1]
    found = _MARGINS[kind, near]
    sides = (found.top * down, found.bottom * down, found.inner * across, found.outer * across)
    return Margins(*(round(side, 1) for side in sides))


def is_narrow(page: str) -> bool:
    """Return whether a page is no wider than A5, or nearly so."""
    return sheet_of(page)[0] <= _NARROW
