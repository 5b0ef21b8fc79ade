"""Drafts in which the engine failed: repeated words or clauses, no words, or an unlikely length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilingual.checks.report import Report
from bilingual.languages.japanese.scripts import has_japanese

_RUN = re.compile(r"(.)\1{7,}|(?:([^\w\s.…—-])\s*\2\s*){4,}|(?:[^\w\s] ){8}")
_AGAIN = re.compile(r"(.{2,20}?)[、・]?\1[、・]?\1")
"""何度も何度も何度も: what the source repeats, the target may repeat."""
_WORDS = re.compile(r"[\w'’-]+")
_CLAUSE = 6
"""Words that are a clause: said twice, they are a repetition wherever they are."""
_CLAUSE_SOURCE = 5
"""Signs of the source that are a clause."""
_WORDLESS = re.compile(r"[\W_]*$")


def check_degenerate(source: str, target: str) -> Iterator[Report]:
    """Yield signs that the engine failed; source and target are without the text that is copied."""
    if not _AGAIN.search(source) and (message := _repeated(target) or _clause_twice(source, target)):
        yield Report("repeated", message)
    elif _WORDLESS.match(target) and has_japanese(source):
        yield Report("empty", "the translation has no words")


def _repeated(target: str) -> str:
    if run := _RUN.search(target):
        return f"the target repeats {run.group()[:12]!r}"
    words = [word.lower() for word in _WORDS.findall(target)]
    again = len(words) - len(set(words))
    for size, times in ((1, 4), (2, 3), (3, 3), (5, 2), (8, 2)):
        if again < size * (times - 1):
            continue  # too few words are repeated for a repetition of this kind
        for at in range(len(words) - size * times + 1):
            gram = words[at : at + size]
            if all(words[at + n * size : at + (n + 1) * size] == gram for n in range(1, times)):
                return f"the target repeats “{' '.join(gram)}”"
    return ""


def _clause_twice(source: str, target: str) -> str:
    """Return why the target says a clause twice that the source says once."""
    words = [word.lower() for word in _WORDS.findall(target)]
    if len(words) - len(set(words)) < _CLAUSE:
        return ""
    clause = _twice(words, _CLAUSE)
    return f"the target repeats “{' '.join(clause)}”" if clause and not _twice(source, _CLAUSE_SOURCE) else ""


def _twice(items: Sequence[str], size: int) -> Sequence[str]:
    """Return the first run of `size` items that comes again; empty if none does."""
    seen: dict[tuple[str, ...], int] = {}
    for at in range(len(items) - size + 1):
        run = tuple(items[at : at + size])
        if seen.setdefault(run, at) <= at - size:
            return run
    return ()
