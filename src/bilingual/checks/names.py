"""Names that only one side has: countries, places, organisations, people, and words in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from bilingual.checks.report import Report
from bilingual.languages.data import language_rows
from bilingual.languages.english.countries import Country, country_of, made_up
from bilingual.languages.english.places import NamedPlace, named_in_english, named_in_japanese
from bilingual.languages.japanese.exonyms import EXONYMS
from bilingual.languages.japanese.likeness import sounds_like
from bilingual.languages.japanese.scripts import KATAKANA_WORD

_KATAKANA = re.compile(f"[{KATAKANA_WORD}]{{2,}}")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_LATIN = re.compile(r"(?<![A-Za-z0-9&])[A-Za-z][A-Za-z0-9'’&.-]*[A-Za-z0-9]")
"""A word in Latin letters in Japanese text; the text is in half width."""
_PERSON = re.compile(
    f"([{KATAKANA_WORD}]{{3,}}(?:・[{KATAKANA_WORD}]{{2,}})*)(?=(?:前|元|新|副)?(?:大統領|首相|国王|皇帝|教皇|法王|外相|国務長官|容疑者|被告|氏))"
    f"|([{KATAKANA_WORD}]{{2,}}・[{KATAKANA_WORD}]{{3,}})"
)
"""A name in katakana: with a title, or with a middle dot."""
_COMMON = frozenset(word for (word,) in language_rows("japanese/latin_words.txt"))
"""Words in Latin letters that English translates or leaves out."""
_CONTEXT = re.compile("大学|[府県市区町村駅店城寺社藩校園館院]|地方|当地|地元|同|方言|文化|風|式")
"""What is in a place that Japanese text does not name again, and English must: the university, the prefecture."""
_SHORT = 4
"""Katakana up to which a loan word sounds like too many English words."""
_MISSPELT = 0.7
"""Likeness from which two words in Latin letters are one: a translator corrects the spelling, or inflects."""
_LONGEST = 400
"""Characters of a source or target beyond which names are not compared: several sentences in one unit."""


def check_made_up(source: str, target: str) -> Iterator[Report]:
    """Yield the countries and places that only the target names; the target is without the glossary's terms."""
    found = [*made_up(source, target), *_made_up_places(source, target)]
    if found:
        yield Report("made-up-name", f"the target names {' and '.join(found)}, the source does not")


def check_missing_names(source: str, target: str) -> Iterator[Report]:
    """Yield the names of the source that the target lacks; both are without the terms that the target uses."""
    text = unicodedata.normalize("NFKC", source)
    if len(text) > _LONGEST:
        return
    missing = [*_missing_places(text, target), *_missing_people(text, target), *_missing_latin(text, target)]
    if missing:
        yield Report("name-missing", f"the target does not seem to have {' and '.join(dict.fromkeys(missing))}")


def _made_up_places(source: str, target: str) -> Iterator[str]:
    named = named_in_english(target)
    if not named:
        return
    exchanged = any(place.area == "japan" for place in _missing(source, target))
    for name, place in named.items():
        if place.area == "japan" and not exchanged and _CONTEXT.search(source):
            continue
        if place.hints.search(source) or name.lower() in unicodedata.normalize("NFKC", source).lower():
            continue
        if not any(sounds_like(word, name) for word in _KATAKANA.findall(source)):
            yield name


def _missing_places(source: str, target: str) -> Iterator[str]:
    plain = _folded(target)
    yield from _missing(source, target).values()
    yield from (name for name, country in _countries(source) if not _says(country, plain))


def _missing(source: str, target: str) -> dict[NamedPlace, str]:
    """Return the places of the source that the target lacks, and their names in the source."""
    plain = _folded(target)
    return {
        place: found[0]
        for found, place in named_in_japanese(source)
        if not place.english.search(plain) and place.name.lower() not in plain.lower() and found[0] not in target
    }


@lru_cache(maxsize=256)
def _countries(source: str) -> tuple[tuple[str, Country], ...]:
    """Return the countries that a source names; cached, because it is compared with several drafts."""
    return tuple(
        (name, country)
        for name, english in EXONYMS.items()
        if len(name) > 2 and name in source and (country := country_of(english))
    )


def _says(country: Country, target: str) -> bool:
    # title(): an engine may write swedish.
    return any(said.search(text) for said in (country.name, country.people) for text in (target, target.title()))


def _missing_people(source: str, target: str) -> Iterator[str]:
    words = _WORD.findall(_folded(target))
    for found in _PERSON.finditer(source):
        parts = [part for part in _KATAKANA.findall(found[0]) if part not in EXONYMS]
        # A middle dot also joins loan words, which English does not capitalize; short ones sound like anything.
        lower = found[1] is None
        if parts and not any(
            sounds_like(part, word)
            for part in parts
            for word in words
            if word[0].isupper() or (lower and len(part) > _SHORT)
        ):
            yield found[0]


def _missing_latin(source: str, target: str) -> Iterator[str]:
    found = [word for word in _LATIN.findall(source) if len(word) > 2 and word.lower() not in _COMMON]
    if not found:
        return
    words = [word.lower() for word in _WORD.findall(_folded(target))]
    plain, initials = _bare("".join(target.split())), "".join(word[0] for word in words)
    for word in found:
        bare = _bare(word)
        letters = re.sub("[^a-z]", "", bare)
        if len(letters) < 3 or bare in plain or letters in initials or letters.removesuffix("s") in plain:
            continue
        if not any(SequenceMatcher(None, letters, other).ratio() >= _MISSPELT for other in words):
            yield word


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _folded(text).lower())


def _folded(text: str) -> str:
    """Return the text without accents: Ōsaka is Osaka."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
