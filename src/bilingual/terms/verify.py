"""Does an English sentence say a term? The question that makes a glossary more than a hint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from bilingual.model import TermMatch

_DASH = "[-‐‑‒–—]"
_QUOTE = "['’‘]"
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@lru_cache(maxsize=8192)
def pattern(form: str) -> re.Pattern[str]:
    """Compile an expression that finds an English form and its inflections.

    The last word may be plural or possessive; spaces, hyphens, dashes and apostrophes may be of any kind; a form
    without capitals may take them (headings, sentence starts); capitals of a name are part of it, but a
    leading lower-case word may start a sentence.
    """
    parts: list[str] = []
    tokens = _WORD.findall(form.strip())
    last = max((n for n, token in enumerate(tokens) if token[0].isalnum()), default=-1)
    for number, mark in enumerate(tokens):
        if mark.isspace():
            parts.append(rf"(?:\s|{_DASH})+")
        elif mark in "-‐‑‒–—":
            parts.append(rf"\s*(?:{_DASH}|\s)\s*")
        elif mark in "'’‘":
            parts.append(_QUOTE)
        else:
            word = re.escape(mark)
            if number == 0 and mark[0].islower():
                word = f"[{re.escape(mark[0])}{re.escape(mark[0].upper())}]{re.escape(mark[1:])}"
            parts.append(_inflected(word, mark) if number == last else word)
    expression = "".join(parts)
    before = r"(?<![^\W_])" if tokens and tokens[0][0].isalnum() else ""
    after = r"(?![^\W_])" if last == len(tokens) - 1 else ""
    flags = re.IGNORECASE if form == form.lower() else 0
    return re.compile(before + expression + after, flags)


def _inflected(word: str, token: str) -> str:
    if not token[-1].isalpha():
        return word
    plain = rf"{word}(?:e?s)?"
    if token[-1] == "y" and len(token) > 2:
        plain = rf"(?:{plain}|{re.escape(token[:-1])}ies)"
    return rf"{plain}(?:{_QUOTE}s?)?"


def says(target: str, match: TermMatch) -> bool:
    """Tell whether the target holds the match's English, in one of its accepted forms."""
    if match.kind == "protected":
        return match.target in target
    forms = (match.target, *match.alternatives)
    return any(pattern(form).search(target) for form in forms if form.strip())


def verify(matches: Iterable[TermMatch], target: str) -> tuple[TermMatch, ...]:
    """Return the matches with `found` set to what the target says."""
    return tuple(replace(match, found=says(target, match)) for match in matches)
