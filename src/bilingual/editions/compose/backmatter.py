"""What an edition has besides the text: the glossary appendix, the colophon, comments, running heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bilingual.editions.compose.spans import ja_spans, merged
from bilingual.editions.labels import LABELS, Labels
from bilingual.editions.model import Comment, Pair, Span, TermLine, Text
from bilingual.editions.plan import Facts, Plan, TermGloss
from bilingual.model import Article, Unit


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
    unit = Unit("", article.author, marks=article.author_marks)
    return (Pair(Text(merged(ja_spans(unit, {})), "ja"), Text((Span(english),), "en")),)


def colophon_of(article: Article, facts: Facts, labels: Labels, plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the (label, value) lines at the end: the imprint, or what a reader wants to know of the edition.

    A reviewer's copy also has how it was made. An edition without English says nothing about the translation.
    """
    english = f" ({article.author_en})" if article.author_en and article.author_en != article.author else ""
    lines = [
        (labels.source, article.path),
        (labels.author, article.author + english),
        (labels.published, ", ".join(filter(None, (article.origin, _date(article, labels))))),
        (labels.translation, _reviewed(facts, labels)),
        (labels.made_with, f"bilingual {facts.version}"),
    ]
    # The signature may end a line only behind a bar.
    marks = [(labels.marks, labels.marked)] if plan.mark_drafts else []
    made = [*marks, *record_of(facts), (labels.signature, facts.signature.replace("|", "\N{NO-BREAK SPACE}| "))]
    shown = [*(plan.theme.imprint or lines), *(made if plan.reviewers and labels.translation else ())]
    return tuple((label, value) for label, value in shown if label and value)


def record_of(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return the (label, value) lines on how the translation was made, without its signature."""
    lines = (*facts.figures, (LABELS["en"].glossary, facts.glossary))
    return tuple((label, value) for label, value in lines if value)


def _date(article: Article, labels: Labels) -> str:
    """Return the article's date; in English words if it is written in Japanese ones."""
    english = (block.target for block in article.blocks if block.kind == "byline" and block.source == article.date)
    return next(filter(None, english), article.date) if labels.lang == "en" else article.date


def _reviewed(facts: Facts, labels: Labels) -> str:
    if not facts.reviewed:
        return labels.reviewed
    if facts.reviewed < facts.sentences:
        return labels.reviewed_part.format(facts.reviewed, facts.sentences)
    return labels.reviewed_all
