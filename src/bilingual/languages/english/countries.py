"""Countries that a draft names and its source does not: small models insert countries they know better."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.languages.data import language_rows
from bilingual.languages.japanese.exonyms import EXONYMS

_HOME = re.compile(r"Japan")
_ABROAD = re.compile("両国|二国|国際|首脳|外相|外交|条約")
"""Words that show that a Japanese text is about another country; its own it rarely names, but English must."""


def _patterns() -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Yield the English names of each country, and the Japanese that may mean it."""
    for names, signs in language_rows("english/countries.tsv"):
        said = sorted(names.split("|"), key=len, reverse=True)
        meant = [*filter(None, signs.split("|")), *(japanese for japanese, name in EXONYMS.items() if name in said)]
        yield (
            re.compile(rf"\b(?:{'|'.join(map(re.escape, said))})(?!\w)"),
            re.compile("|".join(map(re.escape, meant))),
        )


_COMPILED = tuple(_patterns())


def made_up(source: str, target: str) -> tuple[str, ...]:
    """Return the countries that the target names and that nothing in the source can mean."""
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

    The last stop of U.S. is kept for a sentence that ends with it; if that is unclear, nothing is returned.
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
