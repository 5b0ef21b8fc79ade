"""Repair by rule a term that is almost correct: another spelling, or a name without its title.

Only certain repairs are made: the result must use the term, and every term that was used before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilingual import numbers
from bilingual.languages.data import words_by_use
from bilingual.languages.english.calendar import MONTHS
from bilingual.languages.english.countries import other_names, takes_article
from bilingual.model import TermMatch
from bilingual.translation.insertion import is_acronym, join, starts_with_vowel
from bilingual.translation.verify import blank_out, forbidden, locate, missing_terms, says, verify

_TITLE_WORDS = words_by_use("english/offices.tsv")
_OFFICES = frozenset(_TITLE_WORDS["office"])
_WITH_OFFICE = frozenset(_TITLE_WORDS["beside"])
_HONORIFIC = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Chairman|Comrade)\.? )?"
_SPELLINGS = (
    (r"is(?=(?:e[drs]?|ing|ation|ations|er|ers)\b)", "i[sz]"),
    (r"iz(?=(?:e[drs]?|ing|ation|ations|er|ers)\b)", "i[sz]"),
    (r"our(?=(?:s|ed|ing|able|ite)?\b)", "ou?r"),
    (r"(?<=[a-z])tre\b", "t(?:re|er)"),
    (r"(?<=[a-z])ence\b", "en[cs]e"),
)


def repair(target: str, matches: Sequence[TermMatch]) -> str:
    """Return the target with every error repaired that can be repaired with certainty, else unchanged.

    A missing term that is there in another spelling, without its title, or as the adjective of the country; a
    forbidden form in place of its term; a missing number that is joined to a word; the only wrong number if only one is
    missing; the only wrong weekday.
    """
    for match in missing_terms(verify(matches, target)):
        if match.kind != "term":
            continue
        for attempt in (_other_spelling, _bare_name, _country):
            repaired = attempt(target, match.target)
            if repaired != target and _better(repaired, target, matches) and says(repaired, match):
                target = repaired
                break
    target = _without_forbidden(target, matches)
    target = _unglued(target, matches)
    target = _right_number(target, matches)
    target = numbers.right_day(" ".join(match.source for match in matches if match.kind == "number"), target)
    return _one_style(_articles(target, matches), matches)


_BEFORE = re.compile(r"(?:^|(?<=[\s(\[“‘\"'–—]))((?:(?:[Tt]he|[Aa]n?) )+)([“‘\"'(\[]?)$")
_SENTENCE = re.compile(r"(?:^|[.!?:–—]['\"”’)]*\s+)[“‘\"'(\[]*$")


def _articles(target: str, matches: Sequence[TermMatch]) -> str:
    """Leave one article before a term, and a or an by its sound: a The West, the a treaty, an University of Tokyo.

    Whether a term needs an article at all is left to the editor.
    """
    for match, place in sorted(
        ((match, place) for match, place in zip(matches, locate(matches, target), strict=True) if place),
        key=lambda found: -found[1][0],
    ):
        found = _BEFORE.search(target[: place[0]])
        if not found or match.kind not in ("term", "number"):
            continue
        repaired = target[: found.start()] + _one_article(found, target[place[0] :], place[1] - place[0])
        if repaired != target and _better(repaired, target, matches):
            target = repaired
    return target


def _one_article(found: re.Match[str], rest: str, length: int) -> str:
    """Return the corrected article, a quotation mark if any, and `rest`, which begins with a term of that length."""
    words, quote = found[1].split(), found[2]
    large = words[0][0].isupper()
    if large and words[0] in ("A", "An") and not _SENTENCE.search(found.string[: found.start()]):
        return found[0] + rest  # a letter: Group A
    definite = any(word.lower() == "the" for word in words)
    own = re.match(r"(?:[Tt]he|[Aa]n?) ", rest[:length])
    if own and (quote or own[0].strip().lower() != "the"):
        return found[0] + rest  # A Doll’s House
    if own:
        return rest[0].upper() + rest[1:] if large else rest
    if not definite and is_acronym(rest[:length]):
        return words[-1] + " " + quote + rest  # the engine knows how the acronym is said
    article = "the" if definite else "an" if starts_with_vowel(rest[:length]) else "a"
    return f"{article.capitalize() if large else article} {quote}{rest}"


_MONTHS = "|".join(MONTHS[1:])
_AMERICAN = re.compile(rf"(?:{_MONTHS}) \d{{1,2}}(?:, \d{{4}})?")
_BRITISH = re.compile(rf"\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?")


def _one_style(target: str, matches: Sequence[TermMatch]) -> str:
    """Write the engine's dates in the style of the edition: September 2, 2025 or 2 September 2025, not both."""
    dates = [match for match in matches if match.number is not None and match.number.kind == "date"]
    for match, place in zip(dates, locate(dates, target), strict=True):
        if place is None:
            continue
        date = target[slice(*place)]
        other = (_AMERICAN.fullmatch(date) and _BRITISH.fullmatch(match.target)) or (
            _BRITISH.fullmatch(date) and _AMERICAN.fullmatch(match.target)
        )
        if other:
            after = target[place[1] :]
            # The comma after an American year belongs to the date: on August 15, 1945, it ended.
            after = after[1:] if after.startswith(", ") and _AMERICAN.fullmatch(date) and "," in date else after
            return _one_style(target[: place[0]] + match.target + after, matches)
    return target


def _better(repaired: str, target: str, matches: Sequence[TermMatch]) -> bool:
    """Return whether every match that was used is still used."""
    before, after = verify(matches, target), verify(matches, repaired)
    return all(new.found for old, new in zip(before, after, strict=True) if old.found)


def _without_forbidden(target: str, matches: Sequence[TermMatch]) -> str:
    """Replace forbidden English with the required; from the end, so that offsets stay valid."""
    for match, (start, end) in reversed(forbidden(matches, target)):
        if not match.target:
            continue
        word = target[start:end]
        ending = "’s" if re.search(r"['’]s?$", word) else ""
        repaired = join(target[:start], match.target + ending, target[end:])
        if len(forbidden(matches, repaired)) < len(forbidden(matches, target)) and _better(repaired, target, matches):
            target = repaired
    return target


_GLUED = re.compile(r"(?<=[A-Za-z])(?=\d)")


def _unglued(target: str, matches: Sequence[TermMatch]) -> str:
    """Set a missing number apart from the word before it: Aichi24 cars for 愛知24台.

    A number that is recognised (3,280yen) or counts nothing, and so may be a name (Studio54), stays.
    """
    for match in matches:
        if match.kind != "number" or match.source.isdecimal() or says(target, match):
            continue
        for place in _GLUED.finditer(target):
            apart = f"{target[: place.start()]} {target[place.start() :]}"
            if says(apart, match) and _better(apart, target, matches):
                target = apart
                break
    return target


def _right_number(target: str, matches: Sequence[TermMatch]) -> str:
    """Rewrite the only wrong number of the target if it can only be the only missing one."""
    figures = [match for match in matches if match.kind == "number"]
    lost = [match for match in verify(matches, target) if match.kind == "number" and not match.found]
    if len(lost) != 1 or not (lost[0].number and lost[0].number.hard):
        return target
    words = [match for match in matches if match.kind != "number"]
    bare = blank_out(target, [span for span in locate(words, target) if span])
    wrong = numbers.strays(bare, figures)
    repaired = numbers.rewritten(target, wrong[0], lost[0]) if len(wrong) == 1 else None
    return repaired if repaired and says(repaired, lost[0]) and _better(repaired, target, matches) else target


def _other_spelling(target: str, term: str) -> str:
    """Organization → Organisation, and other case, as in the glossary.

    A single word keeps its case: WHO is not who, and May is not may.
    """
    expression = re.escape(term).replace(r"\ ", r"[\s-]+")
    for long, plain in zip("āīūēōĀĪŪĒŌ", "aiueoAIUEO", strict=True):
        expression = expression.replace(long, f"[{long}{plain}]")  # Ōnin War is Onin War to most engines
    for spelling, either in _SPELLINGS:
        expression = re.sub(spelling, either, expression)
    flags = re.IGNORECASE if len(term.split()) > 1 else 0
    return re.sub(rf"\b{expression}\b", lambda _: term, target, flags=flags)


def _bare_name(target: str, term: str) -> str:
    """Xi → President Xi: a term of office and personal name, of which the target has only the name."""
    words = term.split()
    names = next((n for n, word in enumerate(words) if word.lower() not in _OFFICES | _WITH_OFFICE), len(words))
    offices = {word.lower() for word in words[:names]} & _OFFICES
    if not offices or not 1 <= len(words) - names <= 3 or not all(word[:1].isupper() for word in words[names:]):
        return target
    # The longest part found is replaced: President Putin by Russian President Putin, not only Putin.
    for start in range(1, names + 1):
        part = re.compile(rf"\b{_HONORIFIC}{re.escape(' '.join(words[start:]))}\b")
        found = part.search(target)
        if found and not _in_a_name(target, found.start()):
            return target[: found.start()] + term + target[found.end() :]
    return target


def _in_a_name(target: str, at: int) -> bool:
    """Return whether a capitalised word comes before, not at the start: then this is another name."""
    before = re.search(r"(\S*) $", target[:at])
    return bool(before and before.start() > 0 and before.group(1)[:1].isupper() and before.group(1)[-1].isalpha())


def _country(target: str, term: str) -> str:
    """The US → the United States: a country by another of its names, at every place."""
    bare = re.sub("^the ", "", term, flags=re.IGNORECASE)
    for start, end in reversed(other_names(term, target)):
        before, after = target[:start], target[end:]
        article = re.search(r"\bthe $", before, re.IGNORECASE)
        if takes_article(bare) and not article and not re.search(r"[(\[]$", before):
            bare_start = not before.strip() or re.search(r"[.!?:][”’)]? $", before)
            before += "The " if bare_start else "the "
        elif article and not takes_article(bare):
            before = before[: article.start()]
        target = before + bare + after
    return target
