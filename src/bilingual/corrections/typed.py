"""Texts that people typed: on one line, stored as typed, or plain for comparing."""

from __future__ import annotations

import re

_BREAKING_SPACE = re.compile(r"[ \t\r\n\x0b\x0c\x85\u2028\u2029]+")
"""White space that programs put in or change; a no-break space is typed on purpose."""


def single_spaced(text: str) -> str:
    """Return a text on one line, without white space around it."""
    return _BREAKING_SPACE.sub(" ", text).strip()


def as_typed(text: str, base: str) -> str:
    """Return a text as a person typed it, runs of white space collapsed; line breaks only where the base has some."""
    plain = text.replace("\N{SOFT HYPHEN}", "").replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")
    if "\n" in base:
        return "\n".join(map(single_spaced, plain.strip().split("\n")))
    return single_spaced(plain)


def plain(text: str) -> str:
    """Return a text for comparing: without soft hyphens, any run of white space as one space."""
    return re.sub(r"\s+", " ", text.replace("\N{SOFT HYPHEN}", "")).strip()
