"""Countries a draft names although its source does not: small models put in others that they have read more about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.languages.data import language_rows
from bilingual.languages.japanese.exonyms import EXONYMS

_HOME = re.compile(r"Japan")
_ABROAD = re.compile("両国|二国|国際|首脳|外相|外交|条約")
"""What a Japanese text says when it is not about its own country, which it seldom names and English often must."""


def _patterns() -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Yield what names each country in English, and what in a Japanese text may mean it."""
    for names, signs in language_rows("english/countries.tsv"):
        said = sorted(names.split("|"), key=len, reverse=True)
        meant = [*filter(None, signs.split("|")), *(japanese for japanese, name in EXONYMS.items() if name in said)]
        yield (
            re.compile(rf"\b(?:{'|'.join(map(re.escape, said))})(?!\w)"),
            re.compile("|".join(map(re.escape, meant))),
        )


_COMPILED = tuple(_patterns())


def made_up(source: str, target: str) -> tuple[str, ...]:
    """Return the countries that the target names and nothing in the source could mean."""
    found: list[str] = []
    for name, signs in _COMPILED:
        said = name.search(target)
        if said and _HOME.match(said.group()) and not _ABROAD.search(source):
            continue
        if said and not signs.search(source) and said.group() not in source:
            found.append(said.group())
    return tuple(found)


def other_names(term: str, target: str) -> list[tuple[int, int]]:
    """Return where the target calls the country `term` by another name or names its people; none for other terms.

    The last stop of U.S. is left to a sentence that ends with it; where that cannot be told, nothing is returned.
    """
    for name, _ in _COMPILED:
        if name.fullmatch(term):
            places = [found for found in name.finditer(target) if found.group() != term]
            return [
                (found.start(), found.end() - (found.group().endswith(".") and found.end() == len(target)))
                for found in places
                if not (found.group().endswith(".") and re.match(r"\s+[A-Z“]", target[found.end() :]))
            ]
    return []
