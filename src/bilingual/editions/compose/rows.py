"""Block → rows: one aligned row per paragraph, list item, table row or sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from bilingual.editions.choices import Align
from bilingual.editions.compose.spans import Signs, code_pair, pair_of
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Pair, Row, RowKind, Span, Text
from bilingual.editions.pictures import Picture
from bilingual.model import Block, Unit

_SIGN = re.compile(r"[-*+•‣◦●○◎■□◆◇▲△▼▽★☆→⇒・･※＊‐–—]+")
_NUMBERED = ("paragraph", "list_item", "quote", "note", "code", "table", "image")


def rows_of_block(
    block: Block, pictures: Mapping[str, Picture], *, signs: Signs, align: Align = "paragraph"
) -> list[Row]:
    """Return the rows of one block. `pictures` has the article's images by address as written."""
    draft = any(map(_is_draft, block.units))
    if block.kind == "table":
        return _table(block, signs)
    kind: RowKind = block.kind if block.kind not in ("title", "subtitle", "heading") else "paragraph"  # type: ignore[assignment]
    if kind == "separator":
        return [Row(kind)]
    if kind == "code":
        return [Row(kind, (code_pair(block),))]
    pair = pair_of(block.units, signs)
    if kind == "image":
        cells = (pair,) if pair.source else ()
        return [Row(kind, cells, image=pictures.get(block.value), alt=str(pair.target), draft=draft)]
    whole = Row(kind, (pair,), level=block.level, marker=marker_pair(block), draft=draft)
    return [whole] if align == "paragraph" or len(block.units) < 2 else _by_sentence(block, whole, signs)


def _is_draft(unit: Unit) -> bool:
    return unit.origin in ("engine", "person") and unit.status != "approved"


def number_rows(rows: list[Row], start: int) -> list[Row]:
    """Return the rows with their numbers for citing, from `start`: a table has one number, and so has a paragraph."""
    found: list[Row] = []
    number = start
    for at, row in enumerate(rows):
        goes_on = row.joined or (row.kind == "table" and at > 0 and rows[at - 1].kind == "table" and not row.header)
        if row.kind in _NUMBERED and not goes_on:
            found.append(replace(row, number=number))
            number += 1
        else:
            found.append(row)
    return found


def heading_pair(block: Block, signs: Signs) -> Pair:
    """Return a heading; it keeps its marker in Japanese (■ is part of the page), in English only a number."""
    pair = pair_of(block.units, signs)
    mark = block.marker
    if not mark:
        return pair
    ja = Text((Span(mark if _SIGN.fullmatch(mark) else f"{mark} "), *pair.source.spans), "ja")
    en = pair.target if _SIGN.fullmatch(mark) else Text((Span(f"{_number(mark)} "), *pair.target.spans), "en")
    return Pair(ja, en, pair.units)


def _by_sentence(block: Block, whole: Row, signs: Signs) -> list[Row]:
    first = 2 if any(mark.kind == "speaker" for mark in block.units[0].marks) else 1  # a name is no row of its own
    return [
        replace(
            whole,
            cells=(pair_of(units, signs),),
            marker=None if at else whole.marker,
            draft=any(map(_is_draft, units)),
            joined=at > 0,
        )
        for at, units in enumerate((block.units[:first], *((unit,) for unit in block.units[first:])))
    ]


def _table(block: Block, signs: Signs) -> list[Row]:
    width = max(1, block.columns)
    units = block.units
    return [
        Row(
            "table",
            tuple(pair_of((unit,), signs) for unit in units[start : start + width]),
            aligned=block.aligned,
            header=start == 0,
            draft=any(map(_is_draft, units[start : start + width])),
        )
        for start in range(0, len(units), width)
    ]


def marker_pair(block: Block) -> Pair | None:
    """Return the marker of a list item or a note in each column; None without one."""
    mark, english = block.marker, LABELS["en"]
    if not mark:
        return None
    if block.kind == "list_item" and _SIGN.fullmatch(mark) and mark != "※":
        ja, en = ("・", "•") if block.level <= 1 else ("–", "–")
    elif mark.startswith("※"):
        ja, en = mark, english.note_sign if len(mark) == 1 else english.note.format(_number(mark[1:]))
    elif block.kind == "quote":
        return None
    else:
        ja, en = mark, _number(mark)
    return Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en"))


def _number(mark: str) -> str:
    """Return a list number as written in English: ① is 1., （１） is (1)."""
    plain = unicodedata.normalize("NFKC", mark).replace("、", ".").replace("。", ".").strip()
    return f"{plain}." if plain.isdigit() else plain
