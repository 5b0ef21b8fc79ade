"""The words of the page, in Japanese and English: one data file, `strings.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Literal

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")

_RANGE = re.compile(r"\s*([A-Za-z-]+)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*$")


def strings_of(language: Language) -> Mapping[str, str]:
    """Return the words of the page in a language, by name."""
    every: Mapping[str, Mapping[str, str]] = json.loads(
        files("bilingual.review").joinpath("strings.json").read_text("utf-8")
    )
    return every[language]


def language_of(accepted: str, chosen: str = "") -> Language:
    """Return the language that was chosen, else the one that the browser prefers (`Accept-Language`), else English."""
    for language in LANGUAGES:
        if chosen == language:
            return language
    best: tuple[float, Language] = 0.0, "en"
    for part in accepted[:500].split(","):
        found = _RANGE.match(part)
        name = found[1].partition("-")[0].lower() if found else ""
        weight = _weight(found[2]) if found else 0.0
        for language in LANGUAGES:
            if name == language and weight > best[0]:
                best = weight, language
    return best[1]


def _weight(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
