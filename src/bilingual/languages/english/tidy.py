"""Small corrections to English text: spaces, punctuation, capitals, repeated words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bilingual.languages.english.abbreviations import ends_with_abbreviation
from bilingual.languages.english.calendar import MONTHS
from bilingual.languages.japanese.scripts import has_japanese
from bilingual.model import Kind

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "＼／＾＿｀｜＜＞"}
"""Without the signs of emoticons: ＼(＾o＾)／."""
_PUNCTUATION = str.maketrans(
    {
        "\u3000": " ",
        "。": ". ",
        "、": ", ",
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
        "〜": "–",
        "―": "—",
        **{chr(code): chr(ascii_code) for code, ascii_code in _FULL_WIDTH.items()},
    }
)
_WITHOUT_STOP = ("title", "subtitle", "heading", "list_item", "table", "image", "byline")
"""Kinds that end without a full stop unless their source has one."""
_DOUBLED = re.compile(r"\b(the|a|an|of)(?: \1\b)+", re.IGNORECASE)
_GLOSS = re.compile(r"(\([^()]{2,40}\))(?: ?\1)+")
_ECHO = re.compile(r"\b([A-Z][A-Z0-9]{1,9})\b \(\1\)")
_END = re.compile(r"[.!?:;…—–。！？-]['\"”’)\]」』]*$")
_HIDDEN = "\ue000"
_DAY = re.compile(rf"\b({'|'.join(MONTHS[1:])}) (\d{{1,2}})(?:st|nd|rd|th)\b")


def tidy(text: str, source: str, kind: Kind, *, keep: Iterable[str] = ()) -> str:
    """Return an engine's draft with corrected typography. Texts in `keep` (terms, addresses) are not changed.

    Full-width punctuation becomes Latin unless Japanese text is left next to it (that is a finding, not a repair).
    A sentence ends as its source does; a heading or a list item without a full stop in the source has none.
    Quotation marks are curly, dashes are spaced en dashes (British style), days have no st, nd, rd or th.
    """
    if not has_japanese(text):
        text = text.translate(_PUNCTUATION)
    text = re.sub(r"\s+", " ", text).strip()
    # Only what is certainly the engine's: .NET and .333 have a space before them, and so may three dots.
    text = re.sub(r" +([,;!?”](?=[\s,;!?)\]”]|$)|\.(?=[\s\]”]|$))", r"\1", text)
    text = re.sub(r"([(\[]) +([^()\[\]]*?) *([)\]])", r"\1\2\3", text)
    text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
    text = _DOUBLED.sub(r"\1", text)
    text = _GLOSS.sub(r"\1", text)
    text = _ECHO.sub(r"\1", text)
    text = _quotes(text)
    text = _ending(text, source.rstrip(), kind)
    keep = tuple(keep)
    # Code and addresses at the start keep their form; a plain term is capitalised like any other word.
    begins = any(stretch and text.startswith(stretch) and not stretch.replace(" ", "").isalpha() for stretch in keep)
    return _outside(text if begins else capital(text), keep)


def _quotes(text: str) -> str:
    # Engines often write 'word' for 「語」.
    return re.sub(r"(?<!\w)' ([^']{1,80}?) ?'(?!\w)", r"'\1'", text)


def _outside(text: str, keep: Iterable[str]) -> str:
    """Correct quotation marks, dashes and dates everywhere except in `keep`."""
    stretches = sorted({stretch for stretch in keep if stretch}, key=len, reverse=True)
    if not stretches:
        return _typeset(text)
    # Kept text is replaced by a private-use character, so that the marks around it still have a neighbour.
    found: list[str] = []

    def hide(match: re.Match[str]) -> str:
        found.append(match.group())
        return _HIDDEN

    hidden = re.sub("|".join(map(re.escape, stretches)), hide, text.replace(_HIDDEN, ""))
    parts = _typeset(hidden).split(_HIDDEN)
    return parts[0] + "".join(kept + part for kept, part in zip(found, parts[1:], strict=True))


def _typeset(text: str) -> str:
    text = re.sub(r"\s*(?:——|--|—|―+)\s*|(?<=\S)\s+-\s+(?=\S)", " – ", text).strip()
    text = _DAY.sub(r"\1 \2", text)
    text = re.sub(r'(^|[\s(\[–“‘-])"', r"\1“", text).replace('"', "”")
    text = re.sub(r"(^|[\s(\[–“-])'(?=[^\W\d]|\ue000)", r"\1‘", text)
    return text.replace("'", "’")


def _ending(text: str, source: str, kind: Kind) -> str:
    if not text:
        return text
    last = source.rstrip("」』）)】〉》”’\"'")[-1:]
    bare = kind in _WITHOUT_STOP and last not in "。．.！!？?｡"
    if bare:
        if text.endswith(".") and not text.endswith("..") and not ends_with_abbreviation(text):
            return text[:-1].rstrip()
        return text
    if last in "。．｡" and last and not _END.search(text):
        return text + "."
    if last in "？?" and last and text.endswith("."):
        return text[:-1] + "?"
    if last in "？?！!" and last and not _END.search(text):
        return text + ("?" if last in "？?" else "!")
    return text


def capital(text: str) -> str:
    """Return the text with a capital at the start; iPhone and an address keep their own form."""
    first = re.match(r"[\"'“‘(\[]*", text)
    at = first.end() if first else 0
    word = re.match(r"\S*", text[at:])
    if word and re.fullmatch(r"[a-z][a-z'’-]*[,.;:!?]?", word.group()):
        return text[:at] + text[at].upper() + text[at + 1 :]
    return text
