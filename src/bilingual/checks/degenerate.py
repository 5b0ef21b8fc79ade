"""Drafts in which the engine failed: repeated words, a stock phrase, or an unlikely length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.languages.japanese.scripts import has_japanese

_RUN = re.compile(r"(.)\1{7,}|(?:([^\w\s.…—-])\s*\2\s*){4,}")
_AGAIN = re.compile(r"(.{2,20}?)[、・]?\1[、・]?\1")
"""何度も何度も何度も: what the source repeats, the target may repeat."""
_WORDS = re.compile(r"[\w'’-]+")
_SHORTEST, _LONGEST = 0.55, 7.0
"""Latin characters per Japanese character. News has 1.8 to 3.2; outside these bounds something went wrong."""
_MEASURABLE = 10
"""Japanese characters below which a ratio means nothing."""

_BOILERPLATE = {
    "close": "閉近終締",
    "closed": "閉終休",
    "home": "家宅帰ホ本国",
    "open": "開",
    "yes": "はそう",
    "no": "いな違",
    "submit": "提出送",
    "search": "検索探",
    "thank you": "あ感謝願礼謝",
}


def check_degenerate(source: str, target: str) -> Iterator[Report]:
    """Yield signs that the engine failed; source and target are without the text that is copied."""
    for code, message in (
        ("repeated", "" if _AGAIN.search(source) else _repeated(target)),
        ("boilerplate", _boilerplate(target, source)),
        ("length-ratio", _ratio(target, source)),
    ):
        if message:
            yield Report(code, message)


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


def _boilerplate(target: str, source: str) -> str:
    key = target.strip(" .!?").lower()
    signs = _BOILERPLATE.get(key)
    if signs is None or any(sign in source for sign in signs):
        return ""
    return f"“{target.strip()}” is a stock phrase"


def _ratio(target: str, source: str) -> str:
    length = len(re.sub(r"\s", "", source))
    if length < _MEASURABLE or not has_japanese(source):
        return ""
    ratio = len(target) / length
    if ratio < _SHORTEST:
        return f"the target is very short for its source ({ratio:.1f} characters per Japanese character)"
    if ratio > _LONGEST:
        return f"the target is very long for its source ({ratio:.1f} characters per Japanese character)"
    return ""
