"""The title at the head of a page: the article's short title, else the title, cut where it may end."""

from __future__ import annotations

from bilingual.editions.model import Lang, Pair, Span, Text
from bilingual.editions.short_titles import cut_titles, head_width
from bilingual.model import Article

_LONGEST_HEAD = 44
"""Em of a running head: one line of the smallest page."""


def short_title_of(article: Article, title: Pair) -> Pair | None:
    """Return the title for the heads of pages; the title itself in a language without one, None if there is none."""
    if not article.short_title and not article.short_title_en:
        return None
    ja = Text((Span(article.short_title),), "ja") if article.short_title else title.source
    en = Text((Span(article.short_title_en),), "en") if article.short_title_en else title.target
    return Pair(ja, en)


def running_head(title: Pair, lang: Lang) -> str:
    """Return the title for the head of a page, in the language of the edition."""
    sides = (title.source, title.target) if lang == "ja" else (title.target, title.source)
    return _shortened(next(filter(None, map(str, sides)), ""))


def _shortened(text: str) -> str:
    """Return a title that fits on one line at the head of a page: cut where it may end, else between words."""
    fitting = next((title for title in cut_titles(text) if head_width(title) <= _LONGEST_HEAD), None)
    if fitting is not None:
        return fitting
    whole = next(at for at in range(len(text), 0, -1) if head_width(text[:at]) < _LONGEST_HEAD)
    at = text.rfind(" ", 0, whole + 1)
    return text[: at if at > whole // 2 else whole].rstrip(" ,;:–—―、。・") + "…"
