"""Verify which terms an English sentence uses, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bilingual.languages.english.countries import people_of
from bilingual.model import TermMatch

TextSpan = tuple[int, int]

_DASH = "[-‐‑‒–—]"
_QUOTE = "['’‘]"
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ARTICLE = re.compile(r"(?:the|a|an) (?=\S)")
_DETERMINER = r"(?:[Tt]he|[Aa]n?|[Tt]h(?:is|at|ese|ose)|[Ii]ts|[Tt]heir|[Oo]ur|[Hh]is|[Hh]er)"
"""Words accepted where the glossary has `the`: "this Sengoku period" is "the Sengoku period"."""
_LETTER = r"[^\W\d_](?![^\W_])"
_INITIALS = re.compile(rf"(?:[^\W\d_]\.)+(?:{_LETTER})?")
_NO_INITIAL_BEFORE = r"(?<!(?<![^\W_])[^\W\d_]\.)"
"""U.S. is not matched in U.S.A. or U.S.S.R. A whole word directly after the stop is the next sentence."""
_LONG = {letter: group for group in ("aāâ", "eēê", "iīî", "oōô", "uūû") for letter in group}
_LONG |= {letter: group for group in ("AĀÂ", "EĒÊ", "IĪÎ", "OŌÔ", "UŪÛ") for letter in group}
_HYPHENED = 5
"""Minimum length, in letters, of a name that may have a hyphen inside."""
_LINKS = frozenset({"of", "in", "for", "to", "on", "at", "and", "against"})


@lru_cache(maxsize=8192)
def pattern(form: str, case: str = "", *, loose: bool = False) -> re.Pattern[str]:
    """Compile an expression that finds an English form and its inflections.

    The last word may be plural or possessive, and so may a word before `of` (heads of state); spaces, hyphens, dashes
    and apostrophes may be of any kind; an article may be another determiner. Words without capitals may take them
    (headings, sentence starts); the capitals of a name are part of it. `case` is `exact` or `any`, see `Term.case`.
    With `loose` macrons and the hyphen of a name are ignored: Heiankyo and Heian-kyō are Heian-kyo.
    """
    form = unicodedata.normalize("NFC", form.strip()) if loose else form.strip()
    article = _ARTICLE.match(form) if case != "exact" else None
    tokens = _WORD.findall(form[article.end() :] if article else form)
    last = max((n for n, token in enumerate(tokens) if token[0].isalnum()), default=-1)
    parts = [_part(tokens, number, number == last, case, loose) for number in range(len(tokens))]
    expression = (rf"{_DETERMINER}\s+" if article else "") + "".join(parts)
    before = r"(?<![^\W_])" if tokens and tokens[0][0].isalnum() else ""
    after = r"(?![^\W_])" if last == len(tokens) - 1 else ""
    bare = "".join(tokens)
    if _INITIALS.match(bare):
        before += _NO_INITIAL_BEFORE
    if _INITIALS.fullmatch(re.split(r"[\s-]", bare)[-1]):
        after += rf"(?!{_LETTER})" if bare.endswith(".") else rf"(?!\.{_LETTER})"
    flags = re.IGNORECASE if case == "any" or (not case and form == form.lower()) else 0
    return re.compile(before + expression + after, flags)


def _part(tokens: Sequence[str], number: int, last: bool, case: str, loose: bool) -> str:
    mark = tokens[number]
    if mark.isspace():
        return rf"(?:\s|{_DASH})+"
    if mark in "-‐‑‒–—":
        name = loose and number > 0 and tokens[number - 1][0].isupper()
        return rf"\s*{_DASH}?\s*" if name else rf"\s*(?:{_DASH}|\s)\s*"
    if mark in "'’‘":
        return _QUOTE
    linked = number + 2 < len(tokens) and tokens[number + 1].isspace() and tokens[number + 2] in _LINKS
    inflected = last or (linked and mark[0].isalpha() and len(mark) > 2 and mark not in _LINKS)
    return _inflected(mark, case, loose) if inflected else _spelt(mark, case, loose)


def _spelt(word: str, case: str, loose: bool) -> str:
    """Return an expression for a word; its first letter may be a capital."""
    letters = [f"[{_LONG[one]}]\u0304?" if loose and one in _LONG else re.escape(one) for one in word]
    if case != "exact" and word[0].islower():
        first = _LONG.get(word[0], word[0]) if loose else word[0]
        letters[0] = f"[{first}{first.upper()}]" + ("\u0304?" if first != word[0] else "")
    # A name of one word may be written with a hyphen.
    return "[-‐‑]?".join(letters) if loose and word[0].isupper() and len(word) >= _HYPHENED else "".join(letters)


def _inflected(word: str, case: str, loose: bool) -> str:
    spelt = _spelt(word, case, loose)
    if not word[-1].isalpha():
        return spelt
    plain = rf"{spelt}(?:e?s)?"
    for ending, other in (("y", "ies"), ("man", "men"), ("fe", "ves")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            plain = rf"(?:{plain}|{_spelt(word.removesuffix(ending), case, loose)}{other})"
    return rf"{plain}(?:{_QUOTE}s?)?"


def forms(match: TermMatch) -> tuple[str, ...]:
    """Return every accepted English form of the match, the required one first."""
    return tuple(form for form in (match.target, *match.alternatives) if form.strip())


def mentions(target: str, match: TermMatch) -> Iterator[TextSpan]:
    """Yield the places of the match in the target: the required form first, then accepted ones.

    The adjective, the people and the language of a country say the country: Chinese ships, Frenchmen.
    """
    if match.kind == "protected":
        for found in re.finditer(re.escape(match.target), target):
            yield found.span()
        return
    for form in forms(match):
        for found in pattern(form, match.case).finditer(target):
            yield found.span()
    if match.kind == "term":
        for start, end in people_of(match.target, target):
            if target[start:end].lower() not in {form.lower() for form in match.forbidden}:
                yield start, end


def says(target: str, match: TermMatch) -> bool:
    """Return whether the target uses the match, in an accepted form; true if nothing is required."""
    if match.kind == "number":
        return verify((match,), target)[0].found
    return not required(match) or next(mentions(target, match), None) is not None


def required(match: TermMatch) -> bool:
    """Return whether the match is required in the target: a deprecated term forbids, but requires nothing."""
    return bool(match.target.strip())


def locate(matches: Sequence[TermMatch], target: str) -> tuple[TextSpan | None, ...]:
    """Return, for each match, its place in the target, no place twice; None for a missing one.

    Longer terms are placed first: the `Beijing` inside `Beijing University` is not also 北京. Two that only overlap
    may share a word (`President Xi` and `Xi Jinping` in `President Xi Jinping`). Digits inside a term are not a number.
    """
    from bilingual import numbers

    found: list[TextSpan | None] = [None] * len(matches)
    taken: list[TextSpan] = []
    words = [n for n, match in enumerate(matches) if match.kind != "number" and required(match)]
    for number in sorted(words, key=lambda n: (-len(matches[n].target), matches[n].start)):
        for start, end in mentions(target, matches[number]):
            if not any(_within((start, end), other) or _within(other, (start, end)) for other in taken):
                found[number] = (start, end)
                taken.append((start, end))
                break
    figures = [n for n, match in enumerate(matches) if match.kind == "number"]
    if figures:
        bare = blank_out(target, taken)
        for number, place in zip(figures, numbers.said(bare, [matches[n] for n in figures]), strict=True):
            found[number] = place
    return tuple(found)


def _within(inner: TextSpan, outer: TextSpan) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def blank_out(target: str, spans: Iterable[TextSpan]) -> str:
    """Return the target with the spans replaced by a private-use character, so that offsets stay valid."""
    for start, end in spans:
        target = target[:start] + "\ue001" * (end - start) + target[end:]
    return target


def verify(matches: Sequence[TermMatch], target: str) -> tuple[TermMatch, ...]:
    """Return the matches with `found` set. A term that occurs twice must be used twice."""
    places = locate(matches, target)
    return tuple(
        _verified(match, place is not None or not required(match)) for match, place in zip(matches, places, strict=True)
    )


def _verified(match: TermMatch, found: bool) -> TermMatch:
    return match if match.found == found else replace(match, found=found)


def missing_terms(matches: Iterable[TermMatch]) -> tuple[TermMatch, ...]:
    """Return the verified matches that are missing at every place, each distinct English once."""
    matches = tuple(matches)
    used = {match.target for match in matches if match.found and match.kind != "number"}
    lost: dict[tuple[str, str], TermMatch] = {}
    for match in matches:
        if not match.found and (match.kind == "number" or match.target not in used):
            lost.setdefault((match.target, match.source if match.kind == "number" else ""), match)
    return tuple(lost.values())


def used_less(matches: Iterable[TermMatch]) -> tuple[TermMatch, ...]:
    """Return the verified matches that are used less often than they occur in the source."""
    matches = tuple(matches)
    lost = {match.target for match in missing_terms(matches)}
    less: dict[str, TermMatch] = {}
    for match in matches:
        if not match.found and match.kind in ("term", "keep") and match.target not in lost:
            less.setdefault(match.target, match)
    return tuple(less.values())


def forbidden(matches: Sequence[TermMatch], target: str) -> tuple[tuple[TermMatch, TextSpan], ...]:
    """Return (match, place) for every forbidden form that the target uses outside required terms.

    A form is forbidden in every spelling, with or without hyphens and macrons.
    """
    if not any(match.forbidden for match in matches):
        return ()
    bare = blank_out(target, [place for place in locate(matches, target) if place])
    # A required form that contains a forbidden one (US-led, where US is forbidden) is accepted anywhere.
    bare = blank_out(bare, [span for match in matches if match.kind == "term" for span in mentions(bare, match)])
    found: dict[TextSpan, TermMatch] = {}
    for match in matches:
        for form in match.forbidden:
            for hit in pattern(form, match.case, loose=True).finditer(bare):
                found.setdefault(hit.span(), match)
    return tuple((match, span) for span, match in sorted(found.items(), key=lambda item: item[0]))
