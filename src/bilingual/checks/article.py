"""What is to review about an article as a whole: pictures, the author's name, the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from bilingual.checks.report import Report
from bilingual.languages.japanese.scripts import has_japanese, has_kana
from bilingual.model import Article

_SIGNIFICANT = 3
"""Sentences from which on a text without kana is not Japanese."""
_LETTERS = re.compile(r"[^\W\d_]")
_OTHERS = ("zh", "ko", "en", "fr", "de", "es")


def check_whole(article: Article) -> Iterator[tuple[Report, int]]:
    """Yield reports about the article, each with its line (0 for none)."""
    read = {address for address, _ in article.assets}
    for block in article.blocks:
        if block.kind == "image" and block.value not in read:
            yield Report("missing-picture", _picture(block.value)), block.place.line
    if article.author and has_japanese(article.author) and not article.author_en:
        message = f"the author {article.author} has no English name: add it to the glossary, or author_en to the head"
        yield Report("author-untranslated", message), 0
    if reason := _other_language(article):
        yield Report("not-japanese", reason), 0


def _picture(address: str) -> str:
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", address):
        return f"the picture {address} is on another computer: save it in the folder of the article"
    return (
        f"the picture {unquote(address)} is missing: put a PNG or JPEG file of this name into the folder of the article"
    )


def _other_language(article: Article) -> str:
    """Return why the article is not Japanese; empty if it may be."""
    if article.language[:2].lower() in _OTHERS:
        return f"the head of the article says that its language is {article.language}"
    texts = [unit.source for block in article.blocks if block.kind in ("paragraph", "quote") for unit in block.units]
    words = [text for text in texts if len(_LETTERS.findall(text)) > _SIGNIFICANT]
    if len(words) < _SIGNIFICANT or any(map(has_kana, texts)):
        return ""
    return "no sentence of the article has kana: it is not Japanese"
