"""Compare a reading of an English number with a Japanese number: by value, kind and unit."""

from __future__ import annotations

from decimal import Decimal

from bilingual.model import NumberKind
from bilingual.numbers.english.units import UNIT_AFTER, UnitReading

# Lengths of time in the unit of their family, so that a decade is ten years and 36 hours a day and a half.
_LENGTHS = {
    "century": ("month", 1200),
    "decade": ("month", 120),
    "year": ("month", 12),
    "half year": ("month", 6),
    "month": ("month", 1),
    "week": ("second", 7 * 24 * 3600),
    "day": ("second", 24 * 3600),
    "hour": ("second", 3600),
    "minute": ("second", 60),
    "second": ("second", 1),
}
_LARGE, _SIGNIFICANT = 10**6, 2
_DOLLARS = frozenset(("USD", "AUD", "CAD", "HKD", "NTD", "SGD"))
_THINGS = frozenset(("percent", "money"))


def number_says(wanted: tuple[NumberKind, Decimal, str], reading: UnitReading) -> bool:
    """Return whether a reading of an English number means the same as a Japanese number."""
    kind, value, unit = wanted
    what, said, own = reading
    if kind == "vague":
        return (
            what == "vague" and said == value and (own not in UNIT_AFTER or UNIT_AFTER[own] != "money" or own == unit)
        )
    if kind == "decade":
        return _same_decade(value, unit, what, said)
    if kind == "century":
        return (what == "ordinal" and said == abs(value) and own in ("century", "")) or (
            what == "century" and said == value
        )
    if kind == "ordinal":
        return said == value and (what == "ordinal" or (what == "count" and own == "label"))
    if kind == "fraction":
        percent = what == "count" and own == "percent"
        return abs((said / 100 if percent else said) - value) < Decimal("1e-9") and (
            percent or what in ("fraction", "count")
        )
    if kind == "percent":
        if what == "fraction":
            return abs(said * 100 - value) < Decimal("1e-9") and unit == "percent"
        return what == "count" and said == value and own == ("percent" if unit == "percent" else "point")
    if kind == "duration":
        return _same_length(value, unit, what, said, own)
    if kind == "count" and what == "ordinal":
        return said == value  # 10世代: ten generations or the tenth
    if what != "count":
        return False
    if kind == "money":
        return (said == value or _rounded(value, said)) and (
            own in (unit, "") or (own in _DOLLARS and unit in _DOLLARS)
        )
    if kind == "measure":
        return said == value and (own in (unit, "", "label") or (unit == "degree" and own.startswith("degree")))
    if kind == "times":
        # Half as much again is 1.5 times, 50 percent more, or 150 percent of what it was.
        return (said == value and own in ("", "time", "label")) or (
            own == "percent" and said in (value * 100, (value - 1) * 100)
        )
    if unit == "label":
        return said == value and own == "label"
    family = UNIT_AFTER.get(own, "")
    if not unit:
        return said == value  # 7万で売る is 70,000 yen
    return said == value and family not in _THINGS and not (unit and unit not in ("time", own) and family)


def _rounded(value: Decimal, said: Decimal) -> bool:
    """Return whether a large amount is said with two or three digits fewer: 12.3 billion for 12,345百万円."""
    digits = len(said.normalize().as_tuple().digits)
    if value < _LARGE or digits < _SIGNIFICANT:
        return False
    size = Decimal(10) ** (value.adjusted() - digits + 1)
    return said in ((value / size).to_integral_value() * size, value // size * size)


def _same_decade(value: Decimal, unit: str, what: str, said: Decimal) -> bool:
    if unit == "era":
        # 昭和30年代 is 1955 to 1964: the decade of an era, or one of the two decades that it overlaps.
        return said in (value // 10 * 10, value // 10 * 10 + 10, value) or (what == "decade" and said < 100)
    if what == "decade":
        return said == value or (said < 100 and value % 100 == said) or (unit == "age" and said == value)
    # 20〜30代 may be 20 to 39.
    return unit == "age" and what == "count" and said in (value, value + 9)


def _same_length(value: Decimal, unit: str, what: str, said: Decimal, own: str) -> bool:
    if what == "ordinal":
        return said == value  # 高校1年: the first year
    if what != "count":
        return False
    if own in ("", "label"):
        return said == value
    if own not in _LENGTHS or unit not in _LENGTHS:
        return own == unit and said == value
    (base, size), (other, times) = _LENGTHS[unit], _LENGTHS[own]
    return base == other and value * size == said * times
