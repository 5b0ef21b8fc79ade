"""The columns of a table of terms: their names in other tools, and how each is written in a cell."""

from __future__ import annotations

import re
from typing import Any

from bilingual.glossary.exchange.concepts import one_line
from bilingual.glossary.load import Term, TermStatus
from bilingual.languages.japanese.scripts import KANJI

COLUMNS = (
    *("source", "target", "note", "aliases", "accept", "forbid", "first", "plural", "case", "kind", "surname"),
    *("status", "keep", "not_in", "only_in", "reading", "comment"),
)
"""In the order they are written: OmegaT reads the first three, DeepL the first two."""

LISTS = frozenset({"aliases", "accept", "forbid", "not_in", "only_in", "surname"})
"""Columns whose cells contain several texts, separated by |."""

_NAMES = {
    "source": "src, source term, term, ja, jp, jpn, ja-jp, japanese, 日本語, 原語, 原文, 用語",
    "target": "tgt, target term, translation, en, eng, en-us, en-gb, english, 英語, 訳語, 訳文, 訳",
    "note": "notes, definition, description, 注, 注記, 説明",
    "comment": "comments, remark, remarks, 備考, コメント",
    "aliases": "alias, synonyms, synonym, variants, variant, 別名, 同義語, 異表記",
    "accept": "accepted, admitted, alternatives",
    "forbid": "forbidden, banned, deprecated, 禁止, 禁止語, 禁則",
    "status": "term status, ステータス",
    "keep": "do not translate, dnt, untranslatable, 翻訳しない",
    "reading": "yomi, furigana, よみ, 読み, 読み方, ふりがな",
    "kind": "entity",
    "source language": "source_lang, source lang, sourcelang, source_language",
    "target language": "target_lang, target lang, targetlang, target_language",
    "translatable": "is translatable, 翻訳する",
    "non-translatable": "nontranslatable, non translatable, not translatable",
    "case sensitive": "casesensitive, case-sensitive, 大文字小文字",
}
FLAGS = ("translatable", "non-translatable", "case sensitive", "forbidden")
"""Columns of yes and no, as Lokalise, Phrase and Weblate write them."""
_JAPANESE = frozenset(["ja", "jp", "jpn", "japanese", "日本語", "和文", "和名", "和語", "原語", "原文"])
_ENGLISH = frozenset(["en", "eng", "english", "us", "gb", "英語", "英文", "英名", "英訳", "訳語", "訳文"])
_LONGEST_NAME = 24
"""Characters of a header cell that names its language beside other words."""
_BY_NAME = {name: name for name in COLUMNS} | {
    other: name for name, others in _NAMES.items() for other in (name, *others.split(", "))
}


def column_of(cell: str) -> str:
    """Return the column that a header cell names, or an empty string.

    A cell may name its language beside other words: Term [ja], 用語（英語）, en-US.
    """
    name = " ".join(cell.replace("_", " ").split()).lower()
    if known := _BY_NAME.get(name) or _BY_NAME.get(cell.strip().lower()):
        return known
    words = set(re.findall(rf"[a-z]+|[{KANJI}]+", name))
    if len(name) > _LONGEST_NAME or bool(words & _JAPANESE) == bool(words & _ENGLISH):
        return ""
    return "source" if words & _JAPANESE else "target"


def is_flag(cell: str) -> bool:
    """Return whether a cell is a yes or a no, or empty."""
    return not cell.strip() or one_line(cell).lower() in _CHOICES["keep"]


STATUSES: dict[str, TermStatus] = {
    **dict.fromkeys(("preferred", "approved", "preferredterm", "preferredterm-admn-sts"), "preferred"),
    **dict.fromkeys(
        ("admitted", "provisional", "non-standard", "nonstandard", "admittedterm", "admittedterm-admn-sts"), "admitted"
    ),
    **dict.fromkeys(
        (
            *("deprecated", "forbidden", "rejected", "superseded", "obsolete", "notrecommended", "deprecatedterm"),
            *("deprecatedterm-admn-sts", "supersededterm", "supersededterm-admn-sts"),
        ),
        "deprecated",
    ),
}
"""Statuses of other tools (TBX, UTX, Weblate) → ours."""

_CHOICES: dict[str, dict[str, Any]] = {
    "status": STATUSES,
    "case": {"exact": "exact", "any": "any"},
    "kind": {kind: kind for kind in ("person", "place", "organisation", "event", "work", "concept")}
    | {"organization": "organisation"},
    "keep": dict.fromkeys(("yes", "true", "y", "1", "x", "○", "◯", "はい"), True)
    | dict.fromkeys(("no", "false", "n", "0", "-", "×", "✕", "いいえ"), False),
}
_CHOICES |= dict.fromkeys(FLAGS, _CHOICES["keep"])


def value_of(column: str, cell: str) -> Any:
    """Return the value of a cell. Raises `ValueError`, with the valid values, for an invalid one."""
    if column in LISTS:
        return _split(cell)
    text = one_line(cell)
    if column not in _CHOICES or not text:
        return text
    choices = _CHOICES[column]
    if text.lower() not in choices:
        raise ValueError(f"use one of {', '.join(dict.fromkeys(map(str, choices.values())))}")
    return choices[text.lower()]


def cell_of(column: str, term: Term) -> str:
    """Return the cell of a term in a column."""
    if column in LISTS:
        values: tuple[str, ...] = getattr(term, column)
        return "|".join(re.sub(r"([\\|])", r"\\\1", value) for value in values) if any(values) else ""
    if column == "keep":
        return "yes" if term.keep else ""
    if column == "status":
        return "" if term.status == "preferred" else term.status
    return str(getattr(term, "entity" if column == "kind" else column))


def _split(cell: str) -> tuple[str, ...]:
    """Return the texts in a cell, which are separated by | or line breaks."""
    parts = re.findall(r"((?:\\[\\|]|[^|\r\n])*+)(?:[|\r\n]|\Z)", cell)
    texts = (one_line(re.sub(r"\\([\\|])", r"\1", part)) for part in parts)
    return tuple(dict.fromkeys(text for text in texts if text))
