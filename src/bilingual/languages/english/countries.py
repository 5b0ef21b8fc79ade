"""Countries in English: their names, and the words for their people, their language and what is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bilingual.languages.data import language_rows
from bilingual.languages.english.small_words import is_function
from bilingual.languages.japanese.exonyms import EXONYMS

_VERBS = re.compile(
    "(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do|also|itself|not)$"
)
_ARTICLE = re.compile(r"the ", re.IGNORECASE)
_AMBIGUOUS = frozenset(("America", "Chad", "Georgia", "Guinea", "Jordan", "Mali", "Niger", "Togo", "Turkey", "Wales"))
"""Names that people and other places have as well: no evidence that a country is made up."""
_HOME = "Japan"
_ABROAD = re.compile("両国|二国|国際|首脳|外相|外交|条約")
"""Words that show that a Japanese text is about another country; its own it rarely names, but English must."""
_WITH_ARTICLE = re.compile(r"United |Netherlands|Philippines|Maldives|Bahamas|.* (?:Republic|Union|Islands|Emirates)$")


@dataclass(frozen=True)
class Country:
    """A country, as patterns for text. They are compiled on use: an article names few of the 200."""

    names: tuple[str, ...]
    _people: str
    _japanese: str

    @cached_property
    def name(self) -> re.Pattern[str]:
        """Return the pattern of its names."""
        return _any_of(self.names)

    @cached_property
    def people(self) -> re.Pattern[str]:
        """Return the pattern of its adjective, people and language: Chinese, Frenchmen; and US before a noun."""
        return re.compile(self._people)

    @cached_property
    def japanese(self) -> re.Pattern[str]:
        """Return the pattern of what in a Japanese text may mean it."""
        return re.compile(self._japanese)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w!.])(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _countries() -> Iterator[Country]:
    rows = language_rows("english/countries.tsv")
    kanji = "".join(row[3][:1] for row in rows)
    for names, people, japanese, signs in rows:
        said = sorted(names.split("|"), key=len, reverse=True)
        # England's Briton, Britons; Dutch, Dutchman, Dutchwomen.
        forms = "|".join(f"{re.escape(form)}(?:s|m[ae]n|wom[ae]n)?" for form in people.split("|"))
        initials = "|".join(re.escape(name) for name in said if name.replace(".", "").isupper())
        # US before a noun, and in a name: the US Department of Agriculture, WoW!Korea.
        forms += rf"|(?<=[!.@#/])(?:{'|'.join(map(re.escape, said))})"
        attributive = rf"|(?<![Tt]he )(?:{initials})(?=[ -]\w)|(?:{initials})(?= [A-Z])" if initials else ""
        meant = [*map(re.escape, japanese.split("|"))]
        meant += [re.escape(ja) for ja, name in EXONYMS.items() if name in said]
        meant += [_short(signs, kanji)] if signs else []
        yield Country(
            tuple(said),
            rf"(?<!\w)(?:(?:{forms})(?!\w){attributive})",
            "|".join(meant),
        )


def _short(sign: str, others: str) -> str:
    """Return an expression for a country's kanji: 加 in 米加, 訪加 and 加国, but not in 加藤."""
    return rf"(?<=[{others}訪在対駐反親渡]){sign}|{sign}(?=[{others}国軍側語製紙])" if len(sign) == 1 else sign


_COUNTRIES = tuple(_countries())
_BY_NAME = {name.lower(): country for country in reversed(_COUNTRIES) for name in country.names}
_NAMES = _any_of(sorted((name for country in _COUNTRIES for name in country.names), key=len, reverse=True))


def country_of(term: str) -> Country | None:
    """Return the country that an English term names, with or without its article; None for other terms."""
    return _BY_NAME.get(_ARTICLE.sub("", term, count=1).lower())


def people_of(term: str, target: str) -> Iterator[tuple[int, int]]:
    """Yield where the target says the country `term` by its adjective, its people or its language."""
    country = country_of(term)
    if country is None:
        return
    for found in country.people.finditer(target):
        after = re.match(r"[ -](\w+)", target[found.end() :])
        initials = found[0].replace(".", "").isupper()
        if not (initials and after and (is_function(after[1]) or _VERBS.match(after[1]))):
            yield found.span()
    # Korea says South Korea.
    part = term.split()[-1]
    if part != term and part in country.names:
        yield from (found.span() for found in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", target))


def other_names(term: str, target: str) -> list[tuple[int, int]]:
    """Return where the target calls the country `term` by another of its names; none for other terms.

    The last stop of U.S. is kept for a sentence that ends with it; if that is unclear, nothing is returned.
    """
    country = country_of(term)
    if country is None:
        return []
    bare = _ARTICLE.sub("", term, count=1)
    people = set(people_of(term, target))
    part = bare.split()[-1]
    return [
        (found.start(), found.end() - (found[0].endswith(".") and found.end() == len(target)))
        for found in country.name.finditer(target)
        if found[0] not in (bare, part)
        and not any(start <= found.start() < end for start, end in people)
        and not (found[0].endswith(".") and re.match(r"\s+[A-Z“]", target[found.end() :]))
    ]


def takes_article(term: str) -> bool:
    """Return whether English has `the` before the name of the country: the United States, but Japan."""
    return country_of(term) is not None and _WITH_ARTICLE.match(term) is not None


def made_up(source: str, target: str) -> tuple[str, ...]:
    """Return the countries that the target names and that nothing in the source can mean.

    Adjectives are not names: Chinese zodiac, French fries.
    """
    named: dict[str, str] = {}
    for said in _NAMES.findall(target):
        named.setdefault(_BY_NAME[said.lower()].names[0], said)
    found: list[str] = []
    for said in named.values():
        country = _BY_NAME[said.lower()]
        if said in _AMBIGUOUS or said in source or country.japanese.search(source):
            continue
        if _HOME in country.names and not _ABROAD.search(source):
            continue
        found.append(said)
    return tuple(found)
