"""Texts of a returned file: compared without what programs change, returned as people typed them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bilingual.languages.japanese.scripts import JAPANESE_LETTERS

_EQUAL = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{SOFT HYPHEN}": None,
        "\N{ZERO WIDTH NO-BREAK SPACE}": None,
    }
)
"""What programs change while people type: autocorrection is no edit."""
_JAPANESE = re.compile(f"[{JAPANESE_LETTERS}]")
_LETTER = re.compile(r"[^\W\d_]")
_RAISED = re.compile(r"\s?⁽[⁰¹²³⁴⁵⁶⁷⁸⁹]+⁾")
_HOST = r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?::\d+)?"
_LINK = re.compile(rf"\s*\[(?:link|(?:[^\[\]\s@/]{{1,64}}@)?{_HOST}(?:/[^\[\]\s]{{0,30}})?)\]")
_REFERENCE = re.compile(r"\[[^\[\]\s]{1,20}\]")
_MARKER = re.compile(r"(?:\s*\d{1,5}[\t\N{EN SPACE}])?(?:[^\t\n]{0,12}\t)?")
_SENTENCE = re.compile(
    r"(?<=[.!?\u2026])[\"'”’)\]]*(?:\s?⁽[⁰¹²³⁴⁵⁶⁷⁸⁹]+⁾|\[[^\[\]\s]{1,20}\])*\s+(?=\S)|(?<=[。！？])\s*"
)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|e\.g|i\.e|cf|Inc|Ltd|Co|Jr|Sr|Vol|Fig)|\b[A-Z])\.$")
_END = re.compile(r"[.!?…:;。！？][”’\"'»)\]]*\s*$")


def compared(text: str) -> str:
    """Return a text as it is compared: equal for texts that differ only in what programs change."""
    return " ".join(text.translate(_EQUAL).split())


def is_japanese(text: str) -> bool:
    """Return whether more than a third of the letters of a text are kana or kanji."""
    letters = len(_LETTER.findall(text))
    return letters > 0 and len(_JAPANESE.findall(text)) * 3 > letters


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does."""
    return bool(_END.search(text))


def without_signs(text: str, base: str, japanese: str = "", source: str = "") -> str:
    """Return an English text without what an edition adds to it: references to footnotes, and `[example.org/path]`.

    A sign in brackets (`[a]`) is a reference if the Japanese beside it has it, too, and its source does not.
    """
    if "⁽" not in base:
        text = _RAISED.sub("", text)
    text = _LINK.sub(lambda found: found[0] if found[0].strip() in base else "", text)
    if compared(text) != compared(base):
        for sign in _REFERENCE.findall(text):
            without = text.replace(sign, "")
            if sign not in base and ((sign in japanese and sign not in source) or compared(without) == compared(base)):
                text = without
    return text


def marker_length(text: str) -> int:
    """Return the length of the paragraph number and the list marker at the head of a paragraph."""
    found = _MARKER.match(text)
    return found.end() if found else 0


def same_marker(one: str, other: str) -> bool:
    """Return whether two texts are the same marker in Japanese and in English (`１．`, `1.`)."""
    plain = [unicodedata.normalize("NFKC", text).strip(" \t\n.()、。") for text in (one, other)]
    return bool(plain[0]) and plain[0] == plain[1]


def sentences_in(text: str) -> list[str]:
    """Divide a text at the ends of its sentences, also before small letters; joined, the parts are the text."""
    parts: list[str] = []
    start = 0
    for found in _SENTENCE.finditer(text):
        if not _ABBREVIATION.search(text[start : found.start()]):
            parts.append(text[start : found.end()])
            start = found.end()
    return [part for part in (*parts, text[start:]) if part.strip()]


def key_text(text: str) -> str:
    """Return a Japanese text without white space and full width, for comparing with sources."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def contains_words(text: str, words: Sequence[str]) -> float:
    """Return the share of words that a text has."""
    have = set(re.findall(r"\w+", text.casefold()))
    return sum(word in have for word in words) / len(words) if words else 0.0


def content_words(text: str) -> list[str]:
    """Return the longer words of a text in small letters."""
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3]
