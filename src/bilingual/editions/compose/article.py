"""Article → Edition: its content, its labels and their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bilingual.editions.choices import TOC_FROM, TOC_LEVELS
from bilingual.editions.compose.backmatter import author_of, colophon_of, comments_of, record_of, terms_of
from bilingual.editions.compose.furigana import from_glossary
from bilingual.editions.compose.notes import notes_of
from bilingual.editions.compose.rows import heading_pair, number_rows, rows_of_block
from bilingual.editions.compose.spans import Signs, pair_of
from bilingual.editions.compose.titles import running_head, short_title_of
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Pair, Row, Section, Span, Text, TocEntry
from bilingual.editions.pictures import Picture, read_picture
from bilingual.editions.plan import Facts, Plan
from bilingual.editions.theme import two_columns
from bilingual.keys import keys_of
from bilingual.model import Article, Block

__all__ = ["Facts", "Plan", "compose_edition"]

_DEFAULT = Plan()


def compose_edition(article: Article, facts: Facts, *, plan: Plan = _DEFAULT) -> Edition:
    """Return the edition of an article with the options of `plan` and the images among its assets."""
    if plan.layout in ("english", "japanese"):
        plan = replace(plan, align="paragraph")  # there is nothing to align with
    article = from_glossary(article, facts.entries, everywhere=plan.furigana)
    noted = notes_of(article, facts.entries, plan.layout, glossary=plan.notes)
    signs = noted.signs
    title = _title(article, signs)
    blocks = [block for block in noted.blocks if block.kind not in ("title", "subtitle")]
    subtitles = (block for block in article.blocks if block.kind == "subtitle")
    subtitle = next((pair_of(block.units, {}) for block in subtitles), None)
    short = short_title_of(article, title)
    byline: list[Pair] = []
    while blocks and blocks[0].kind == "byline":
        byline.append(pair_of(blocks.pop(0).units, signs))
    byline = [*author_of(article, byline), *byline]
    sections = _sections(blocks, _pictures(article), plan=plan, signs=signs)
    japanese = plan.layout == "japanese"
    labels = LABELS["ja" if japanese else "en"]
    return Edition(
        title=title,
        sections=sections,
        byline=tuple(byline),
        terms=() if japanese or not plan.terms else terms_of(article, facts.entries),
        colophon=colophon_of(article, facts, labels, plan) if plan.colophon else (),
        signature=facts.signature,
        figures=record_of(facts) if labels.translation else (),
        running_head=running_head(short or title, labels.lang),
        subtitle=subtitle,
        short_title=short,
        author=article.author,
        subject=labels.subjects[plan.layout],
        date=facts.date,
        labels=labels,
        language="ja" if japanese else "en-GB",
        layout=plan.layout,
        order=plan.order,
        align=plan.align,
        theme=two_columns(plan.theme) if plan.layout == "side-by-side" else plan.theme,
        toc=_toc(sections, plan),
        notes=noted.notes,
        comments=comments_of(article) if plan.comments else (),
        mark_drafts=plan.mark_drafts,
        title_page=plan.title_page,
        embed_fonts=plan.embed_fonts,
        archive=plan.archive,
        vertical=plan.vertical,
        popup=plan.popup,
        article=article.path,
        keys=tuple((name, unit.key) for name, unit in keys_of(article).items()),
    )


def _title(article: Article, signs: Signs) -> Pair:
    if article.title is not None:
        return pair_of(article.title.units, signs)
    name = article.name or LABELS["en"].untitled
    return Pair(Text((Span(name),), "ja"), Text((Span(name),), "en"))


def _pictures(article: Article) -> dict[str, Picture]:
    """Return the images that can be drawn, by address as written."""
    found = ((address, read_picture(asset.data)) for address, asset in article.assets)
    return {address: picture for address, picture in found if picture}


def _sections(blocks: list[Block], pictures: Mapping[str, Picture], *, plan: Plan, signs: Signs) -> tuple[Section, ...]:
    sections: list[Section] = []
    heading: Block | None = None
    rows: list[Row] = []
    count = 1
    for block in [*blocks, None]:
        if block is not None and block.kind != "heading":
            rows += rows_of_block(block, pictures, signs=signs, align=plan.align)
            continue
        if heading or rows:
            if plan.numbers:
                rows = number_rows(rows, count)
                count += sum(row.number > 0 for row in rows)
            sections.append(_section(heading, rows, signs))
        heading, rows = block, []
    return tuple(sections)


def _section(heading: Block | None, rows: list[Row], signs: Signs) -> Section:
    if heading is None:
        return Section(tuple(rows))
    pair = heading_pair(heading, signs)
    number = pair.units[0].partition(".")[0] if pair.units else ""
    return Section(tuple(rows), pair, max(1, heading.level), f"s{number}" if number else "")


def _toc(sections: tuple[Section, ...], plan: Plan) -> tuple[TocEntry, ...]:
    headed = sum(bool(section.heading and section.anchor) for section in sections)
    wanted = headed >= TOC_FROM if plan.toc is None else plan.toc
    return contents_of_sections(sections) if wanted else ()


def contents_of_sections(sections: tuple[Section, ...]) -> tuple[TocEntry, ...]:
    """Return the table of contents: the headings of the upper levels."""
    entries = tuple(
        TocEntry(section.heading, section.level, section.anchor)
        for section in sections
        if section.heading and section.anchor
    )
    deepest = min((entry.level for entry in entries), default=0) + TOC_LEVELS - 1
    return tuple(entry for entry in entries if entry.level <= deepest)
