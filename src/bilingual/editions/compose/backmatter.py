"""What an edition has besides the text: the glossary appendix, the colophon, comments, running heads."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import accumulate

from bilingual.editions.labels import Labels
from bilingual.editions.model import Comment, Lang, Pair, Span, TermLine, Text
from bilingual.editions.plan import Facts, TermGloss
from bilingual.model import Article

_LONGEST_HEAD = 44
"""Most full-width characters of a running head, or twice as many others: one line of the smallest page."""


def terms_of(article: Article, entries: Mapping[str, TermGloss]) -> tuple[TermLine, ...]:
    """Return the terms by first use; terms with the same English share a line."""
    by_target: dict[str, dict[str, str]] = {}
    for unit in article.units:
        for match in unit.terms:
            if match.kind == "term" and match.source != match.target:
                found = entries.get(match.source)
                by_target.setdefault(match.target, {})[match.source] = found.reading if found else ""
    return tuple(
        TermLine("、".join(sources), "、".join(filter(None, sources.values())), target)
        for target, sources in by_target.items()
    )


def comments_of(article: Article) -> tuple[Comment, ...]:
    """Return the findings and people's comments in reading order."""
    found: list[Comment] = []
    for unit in article.units:
        found += [Comment(unit.id, f"{one.message} ({one.code})", one.severity) for one in unit.findings]
        found += [Comment(unit.id, note, "note") for note in unit.notes]
    return tuple(found)


def author_of(article: Article, byline: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the author's name for the lines below the title, unless they have it; the glossary may translate it."""
    plain = "".join(article.author.split())
    if not plain or any(plain in "".join(str(pair.source).split()) for pair in byline):
        return ()
    english = article.author_en or article.author
    return (Pair(Text((Span(article.author),), "ja"), Text((Span(english),), "en")),)


def colophon_of(article: Article, facts: Facts, labels: Labels) -> tuple[tuple[str, str], ...]:
    """Return the (label, value) lines at the end; an edition without English has none about the translation."""
    english = f" ({article.author_en})" if article.author_en and article.author_en != article.author else ""
    lines = [
        (labels.source, article.path),
        (labels.author, article.author + english),
        (labels.published, ", ".join(filter(None, (article.origin, article.date)))),
        (labels.translation, _reviewed(facts, labels)),
        *(facts.figures if labels.translation else ()),
        (labels.glossary, facts.glossary),
        (labels.made_with, f"bilingual {facts.version}"),
    ]
    return tuple((label, value) for label, value in lines if label and value)


def _reviewed(facts: Facts, labels: Labels) -> str:
    if not facts.reviewed:
        return labels.reviewed
    if facts.reviewed < facts.sentences:
        return labels.reviewed_part.format(facts.reviewed, facts.sentences)
    return labels.reviewed_all


def running_head(title: Pair, lang: Lang) -> str:
    """Return the title for the head of a page, in the language of the edition."""
    sides = (title.source, title.target) if lang == "ja" else (title.target, title.source)
    return _shortened(next(filter(None, map(str, sides)), ""))


def _shortened(text: str) -> str:
    """Return a title that fits on one line at the head of a page, truncated between words."""
    ends = list(accumulate(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in text))
    if not ends or ends[-1] <= _LONGEST_HEAD:
        return text
    whole = sum(end < _LONGEST_HEAD for end in ends)
    at = text.rfind(" ", 0, whole + 1)
    return text[: at if at > whole // 2 else whole].rstrip(" ,;:–—―、。・") + "…"
