"""Article → Edition: what stands where, in which words, in which order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bilingual.editions.layout import Edition, Furniture, Pair, Row, RowKind, Section, Span, Text
from bilingual.model import Article, Block, Mark, Unit

_SIGN = re.compile(r"[-*+•‣◦●○◎■□◆◇▲△▼▽★☆→⇒・･※＊‐–—]+")
_IMAGE_SUFFIXES = {".png", ".jpg", ".jpeg"}
_IMAGE_LIMIT = 50_000_000
"""Bytes; a larger picture is not put into an edition."""
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the colophon says beside the text itself."""

    signature: str
    """How the targets were made."""
    date: str
    """`YYYY-MM-DD`."""
    version: str
    glossary: str = ""
    """The glossary's file name; empty without one."""
    figures: tuple[tuple[str, str], ...] = ()
    """More (label, value) lines."""


def compose(article: Article, facts: Facts, *, folder: Path | None = None) -> Edition:
    """Lay the article out as a side-by-side edition. Pictures are looked for in `folder` and below it only."""
    title = _title(article)
    blocks = [block for block in article.blocks if block.kind != "title"]
    byline: list[Pair] = []
    while blocks and blocks[0].kind == "byline":
        byline.append(_pair(blocks.pop(0)))
    return Edition(
        title=title,
        sections=tuple(_sections(blocks, folder)),
        byline=tuple(byline),
        terms=_terms(article),
        colophon=_colophon(article, facts),
        furniture=Furniture(running=str(title.en)),
        author=article.author,
        subject="Japanese–English side-by-side edition",
        date=facts.date,
    )


def _title(article: Article) -> Pair:
    if article.title is not None:
        return _pair(article.title)
    name = article.name or "Untitled"
    return Pair(Text((Span(name),), "ja"), Text((Span(name),), "en"))


def _sections(blocks: list[Block], folder: Path | None) -> list[Section]:
    sections: list[Section] = []
    heading: Block | None = None
    rows: list[Row] = []
    for block in [*blocks, None]:
        if block is not None and block.kind != "heading":
            rows += _rows(block, folder)
            continue
        if heading or rows:
            pair = _heading(heading) if heading else None
            sections.append(Section(tuple(rows), pair, max(1, heading.level) if heading else 1))
        heading, rows = block, []
    return sections


def _heading(block: Block) -> Pair:
    """A heading keeps its sign in Japanese (■ is part of the page); in English only a number is worth keeping."""
    pair = _pair(block)
    mark = block.marker
    if not mark:
        return pair
    ja = Text((Span(mark if _SIGN.fullmatch(mark) else f"{mark} "), *pair.ja.spans), "ja")
    en = pair.en if _SIGN.fullmatch(mark) else Text((Span(f"{_number(mark)} "), *pair.en.spans), "en")
    return Pair(ja, en, pair.units)


def _rows(block: Block, folder: Path | None) -> list[Row]:
    draft = any(unit.origin == "engine" for unit in block.units)
    if block.kind == "table":
        return _table(block, draft)
    kind: RowKind = block.kind if block.kind not in ("title", "heading") else "paragraph"  # type: ignore[assignment]
    if kind == "separator":
        return [Row(kind)]
    if kind == "image":
        pair = _pair(block)
        return [Row(kind, (pair,) if pair.ja else (), image=_picture(block, folder), alt=str(pair.en), draft=draft)]
    return [Row(kind, (_pair(block),), level=block.level, marker=_marker(block), draft=draft)]


def _table(block: Block, draft: bool) -> list[Row]:
    width = max(1, block.columns)
    cells = [_unit_pair(unit) for unit in block.units]
    return [
        Row("table", tuple(cells[start : start + width]), header=start == 0, draft=draft)
        for start in range(0, len(cells), width)
    ]


def _marker(block: Block) -> Pair | None:
    mark = block.marker
    if not mark:
        return None
    if block.kind == "list_item" and _SIGN.fullmatch(mark) and mark != "※":
        ja, en = ("・", "•") if block.level <= 1 else ("–", "–")
    elif mark.startswith("※"):
        ja, en = mark, "Note:" if len(mark) == 1 else f"Note {_number(mark[1:])}"
    elif block.kind == "quote":
        return None
    else:
        ja, en = mark, _number(mark)
    return Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en"))


def _number(mark: str) -> str:
    """Return a list number as English sets it: ① is 1., （１） is (1)."""
    plain = unicodedata.normalize("NFKC", mark).replace("、", ".").replace("。", ".").strip()
    return f"{plain}." if plain.isdigit() else plain


def _pair(block: Block) -> Pair:
    ja: list[Span] = []
    en: list[Span] = []
    for unit in block.units:
        ja += _ja_spans(unit)
        if unit.space_after and unit is not block.units[-1]:
            ja.append(Span(unit.space_after))
        if unit.target:
            if en:
                en.append(Span(" "))
            en += _en_spans(unit)
    if block.kind == "code":
        code = (Span(block.source, code=True),)
        return Pair(Text(code, "ja"), Text(code, "en"), tuple(unit.id for unit in block.units))
    return Pair(Text(_merged(ja), "ja"), Text(_merged(en), "en"), tuple(unit.id for unit in block.units))


def _unit_pair(unit: Unit) -> Pair:
    return Pair(Text(_merged(_ja_spans(unit)), "ja"), Text(_merged(_en_spans(unit)), "en"), (unit.id,))


def _ja_spans(unit: Unit) -> list[Span]:
    """Cut the source at the ends of its marks; a stretch has the style of every mark over it."""
    edges = sorted({0, len(unit.source), *(m.start for m in unit.marks), *(m.end for m in unit.marks)})
    spans: list[Span] = []
    for start, end in pairwise(edges):
        over = [mark for mark in unit.marks if mark.start <= start and end <= mark.end]
        spans.append(_styled(unit.source[start:end], over))
    return spans


def _styled(text: str, marks: list[Mark]) -> Span:
    kinds = {mark.kind: mark.value for mark in marks}
    return Span(
        text,
        bold="strong" in kinds,
        italic="emphasis" in kinds,
        code="code" in kinds,
        link=kinds["link"] if _LINK.match(kinds.get("link", "")) else "",
        ruby=kinds.get("ruby", ""),
    )


def _en_spans(unit: Unit) -> list[Span]:
    """Carry over what can be placed in the target: a style over the whole unit, code, and links.

    A link goes on its own words when the target has them (an address, a term, Latin text), else behind the sentence:
    a guessed place would be worse than an honest one.
    """
    whole = [mark for mark in unit.marks if mark.start == 0 and mark.end == len(unit.source) and mark.kind != "ruby"]
    if whole:
        return [_styled(unit.target, whole)]
    places: list[tuple[int, int, Mark]] = []
    behind: list[Mark] = []
    for mark in unit.marks:
        if mark.kind == "ruby":
            continue
        at, length = _find(unit, mark)
        free = all(at + length <= start or at >= end for start, end, _ in places)
        if at >= 0 and free:
            places.append((at, at + length, mark))
        elif mark.kind == "link" and _LINK.match(mark.value):
            behind.append(mark)
    spans: list[Span] = []
    done = 0
    for start, end, mark in sorted(places, key=lambda place: place[:2]):
        spans += [Span(unit.target[done:start]), _styled(unit.target[start:end], [mark])]
        done = end
    spans.append(Span(unit.target[done:]))
    for mark in behind:
        spans += [Span(" ["), Span("link", link=mark.value), Span("]")]
    return [span for span in spans if span.text]


def _find(unit: Unit, mark: Mark) -> tuple[int, int]:
    """Return where the words of a mark stand in the target, and their length; (-1, 0) when they cannot be found."""
    words = unit.source[mark.start : mark.end]
    candidates = [words, unicodedata.normalize("NFKC", words)]
    candidates += [
        term.target for term in unit.terms if term.found and mark.start <= term.start and term.end <= mark.end
    ]
    for candidate in candidates:
        at = unit.target.find(candidate)
        if candidate and at >= 0:
            return at, len(candidate)
    return -1, 0


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Join neighbours of one style, so that a plain paragraph is one span."""
    merged: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        last = merged[-1] if merged else None
        if last and not span.ruby and not last.ruby and _style(last) == _style(span):
            merged[-1] = Span(last.text + span.text, *_style(last))
        else:
            merged.append(span)
    return tuple(merged)


def _style(span: Span) -> tuple[bool, bool, bool, str]:
    return span.bold, span.italic, span.code, span.link


def _picture(block: Block, folder: Path | None) -> str:
    """Return the path of a local picture in or below the article's folder; anything else is not opened."""
    if folder is None or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|/|\\", block.value):
        return ""
    try:
        root = folder.resolve()
        path = (root / block.value).resolve()
        usable = path.is_relative_to(root) and path.is_file() and path.stat().st_size <= _IMAGE_LIMIT
    except (OSError, ValueError):
        return ""
    return str(path) if usable and path.suffix.lower() in _IMAGE_SUFFIXES else ""


def _terms(article: Article) -> tuple[tuple[str, str], ...]:
    """Return (Japanese, English) by first use; what is said alike in English stands on one line."""
    by_target: dict[str, dict[str, None]] = {}
    for unit in article.units:
        for match in unit.terms:
            if match.kind == "term" and match.source != match.target:
                by_target.setdefault(match.target, {})[match.source] = None
    return tuple(("、".join(sources), target) for target, sources in by_target.items())


def _colophon(article: Article, facts: Facts) -> tuple[tuple[str, str], ...]:
    units = [unit for unit in article.units if unit.source.strip() and unit.origin != "source"]
    reviewed = sum(unit.origin in ("person", "memory") for unit in units)
    lines = [("Source", article.path)]
    lines += [("Author", article.author)] if article.author else []
    lines += [("Published", ", ".join(filter(None, (article.origin, article.date))))]
    lines += [
        ("Date", facts.date),
        ("Translation", f"Machine translation, reviewed: {reviewed} of {len(units)} units"),
        *facts.figures,
        ("Glossary", facts.glossary),
        ("Made with", f"bilingual {facts.version}"),
        ("Signature", facts.signature),
    ]
    return tuple((label, value) for label, value in lines if value)
