"""Quotation marks and brackets of the target that are opened and not closed, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.checks.report import Report

_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))
_JAPANESE_PAIRS = ("「」", "『』", "()", "【】", "[]", "“”", "〈〉", "《》", "〝〟")
_HALF_WIDTH = str.maketrans("（）［］＂", '()[]"')
_LABEL = re.compile(r"(?:^|(?<=[\s,;]))(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})\)")
"""A label of a list item: 1), a)."""
_SMILEY = re.compile(r"\([^\w\s]?_[^\w\s]?;*\)?|[:;=]-?[()]+|\([^\w\s][^\s()]{0,4}[^\w\s]\)")
_INCH = re.compile(r"(?<=\d)[\"”“]")


def check_balance(source: str, target: str) -> Iterator[Report]:
    """Yield the first kind of bracket or quotation mark that has no partner.

    A source that is unbalanced itself is a part of a quotation, and so may the target be.
    """
    if (sign := _lone(_INCH.sub("", _SMILEY.sub(" ", target)))) and not _lone_japanese(source):
        yield Report("unbalanced", f"{sign} has no partner in the target")


def _lone(text: str) -> str:
    for opening, closing in _PAIRS:
        opened, closed = text.count(opening), text.count(closing)
        if closing == ")" and closed > opened:
            closed -= len(_LABEL.findall(text))
        if opened != closed:
            return opening if opened > closed else closing
    return '"' if text.count('"') % 2 else ""


def _lone_japanese(text: str) -> bool:
    text = text.translate(_HALF_WIDTH)
    return text.count('"') % 2 == 1 or any(text.count(each[0]) != text.count(each[1]) for each in _JAPANESE_PAIRS)
