"""Words next to a Japanese numeral: counters, units and currencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from bilingual.languages.data import language_pairs, language_rows
from bilingual.model import NumberKind


@dataclass(frozen=True, slots=True)
class CounterWord:
    """A counter or a unit."""

    kind: NumberKind
    one: str
    many: str
    flags: str
    """`k`: a kanji numeral before it counts; `o`: it may be an ordinal (3回 is three times or the third time);
    `b`: English prints the number alone (5冊, five); `l`: the label comes before the number (Article 9);
    `s`: English prints the sign itself (5 km)."""


UNITS = {
    word: CounterWord(cast(NumberKind, kind), one, many, flags)
    for word, kind, one, many, flags in language_rows("japanese/counters.tsv")
}
"""Japanese form → unit."""

MONEY = language_pairs("japanese/currencies.tsv")
"""Japanese form → currency."""
MONEY_SIGNS = {"¥": "JPY", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW"}

OTHERS = {counter: re.compile(words) for counter, words in language_rows("japanese/counter_exceptions.tsv")}
"""Counter → a pattern of following text that makes it another word."""


_LONGEST = max(map(len, UNITS))


def unit_at(text: str, at: int) -> tuple[str, CounterWord | str] | None:
    """Return the longest counter, unit or currency at `at`: its form, and what it is (a currency as its code)."""
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        form = text[at : at + length]
        found: CounterWord | str | None = MONEY.get(form) or UNITS.get(form)
        if found is None:
            continue
        other = OTHERS.get(form)
        if other and other.match(text, at + length):
            continue
        if (
            form[-1].isascii()
            and form[-1].isalpha()
            and text[at + length : at + length + 1].isascii()
            and text[at + length : at + length + 1].isalpha()
        ):
            continue
        return form, found
    return None
