"""Who does something and to whom, exchanged: the passive as an active sentence, an agent as the object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bilingual.checks.report import Report
from bilingual.languages.data import language_rows
from bilingual.languages.english.countries import country_of
from bilingual.languages.english.places import named_in_japanese
from bilingual.languages.japanese.exonyms import EXONYMS
from bilingual.languages.japanese.likeness import sounds_like
from bilingual.languages.japanese.scripts import KANJI, KATAKANA_WORD
from bilingual.model import TermMatch

_NAME = rf"[{KATAKANA_WORD}・]{{2,20}}|[{KANJI}]{{2,8}}"
_TWO = re.compile(
    rf"(?P<first>{_NAME})(?:は|が)、?(?P<second>{_NAME})(?P<particle>に|から|によって|より|を)(?P<rest>[^。、]{{1,30}})"
)
_PASSIVE = re.compile(r"(?:[さらかたばまわがな]れ|られ|を(?:受け|浴び))(?:た|て|る|ま)|敗れ|負け")
"""What is done to the first party."""
_ACTIVE = re.compile(
    r"^を(?:[^。]{0,8})?(?:破(?:っ|り)|倒し|攻(?:め|撃し)|批判し|非難し|侵(?:略|攻)し|支援し|訪(?:問し|れ)|買収し|提訴し|説得し|殺し|招待?[しい]|上回|支配し|抜い|追い抜|制し|下し)"
)
"""What the first party does to the second."""
_BY = re.compile(r"\b(?:by|from|was|were|been|being|be|gets?|got|lost|loses|under|faced?|received?|suffer\w*)\b")
"""Between the two: the first is the one acted upon."""
_LESS = re.compile(r"\b(?:less|fewer|smaller|lower|shorter|younger|worse|behind|below|weaker|poorer|slower|not)\b")
_LESS_THAN = re.compile(r"少な|小さ|低|短|若|弱|遅|下")
"""Adjectives whose opposite turns a comparison round."""
_NEAR = 8
"""Words between two names up to which they are subject and object."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")


def check_roles(source: str, target: str, terms: tuple[TermMatch, ...] = ()) -> Iterator[Report]:
    """Yield a report if the target exchanges who acts and who is acted upon."""
    if (found := _phrase(source, target)) or (found := _two_names(source, target, terms)):
        yield Report("roles", f"“{found}” may be the wrong way round: who does it to whom?")


def _phrase(source: str, target: str) -> str:
    for japanese, wrong, right in _phrases():
        if japanese.search(source) and (found := wrong.search(target)) and not right.search(target):
            return found[0]
    return ""


def _two_names(source: str, target: str, terms: tuple[TermMatch, ...]) -> str:
    """Return the English between two names of which the wrong one seems to act."""
    said = _TWO.search(source)
    if not said:
        return ""
    compared = said["particle"] == "より"
    passive = said["particle"] not in ("を", "より") and _PASSIVE.search(said["rest"])
    active = _ACTIVE.match(said["particle"] + said["rest"])
    first, second = (_place(said[part], target, terms) for part in ("first", "second"))
    if not (passive or active or compared) or first is None or second is None or first == second:
        return ""
    between = target[min(first, second) : max(first, second)]
    if len(between.split()) > _NEAR:
        return ""
    if compared:
        wrong = second < first and "than" in between and not _LESS.search(between) and not _LESS_THAN.search(source)
    else:
        wrong = (first < second if passive else second < first) and not _BY.search(between)
    return between.strip() if wrong else ""


def _place(name: str, target: str, terms: tuple[TermMatch, ...]) -> int | None:
    """Return where the target has the name; None if it is not there once."""
    patterns = [re.compile(re.escape(term.target)) for term in terms if term.source == name and term.kind == "term"]
    if (english := EXONYMS.get(name)) and (country := country_of(english)):
        patterns += [country.name]
    patterns += [place.english for found, place in named_in_japanese(name) if found[0] == name]
    for pattern in patterns:
        places = [found.start() for found in pattern.finditer(target)]
        if len(places) == 1:
            return places[0]
    if re.fullmatch(f"[{KATAKANA_WORD}・]+", name):
        places = [
            word.start()
            for word in _WORD.finditer(target)
            if word[0][0].isupper() and any(sounds_like(part, word[0]) for part in name.split("・") if part)
        ]
        return places[0] if len(places) == 1 else None
    return None


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(japanese), re.compile(rf"\b(?:{wrong})"), re.compile(rf"\b(?:{right})"))
        for japanese, wrong, right in language_rows("japanese/roles.tsv")
    )
