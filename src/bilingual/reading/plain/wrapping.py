"""Lines → pieces: a piece is a line, or the lines of one hard-wrapped paragraph, item or quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bilingual.languages.japanese.scripts import COMMAS, DASHES, DIGITS, HIRAGANA
from bilingual.reading.lines import TextLine, join_lines, width
from bilingual.reading.plain.heads import head_length
from bilingual.reading.plain.markers import Sign, read_sign, read_spaced_number
from bilingual.reading.ruby import drop_notes, take_ruby

FINAL = '。．.！？!?…‥♪」』）)】”"］〕～〜'
"""Last characters of a finished sentence."""

_PARTICLE = re.compile("(?:[はがをにでともの]|から|まで|より|って|して|けど|ので|ため|など|および|及び|または)$")
_POLITE = re.compile("(?:です|ます|ました|ません|でした|でしょう|ください|下さい|(?:です|ます|ました)か)$")
_LABEL = re.compile(
    r"([^\s　：:。、「」『』]{1,12}|[^\s　：:。、「」『』](?:[ 　]+[^\s　：:。、「」『』]){1,7})"
    r"[ 　]*(?:[：:](?!//)|／(?=[^／]*$))[\s　]*(\S.*)"
)
_SET_APART = re.compile(r"[^「『（。、]{1,10}?\u3000{2,}\S")
"""A label set apart from its text by wide spaces, or verse: 日　時　　八月九日. No line of wrapped prose begins so."""
_SLACK = 10
"""Columns by which a full line may be short: a word, or a few characters moved by line-breaking rules."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """A line that is not blank, with its surroundings."""

    number: int
    text: str
    """Stripped, with its ruby."""
    sign: Sign
    indent: int = 0
    """Columns."""
    stepped: bool = False
    """True when the indent is one ideographic space, which begins a paragraph of Japanese prose."""
    gap: bool = False
    """True when a blank line precedes it."""
    hint: int = 0
    """Heading level that an Aozora note gives the line (見出し); 0 when there is none."""

    @property
    def final(self) -> bool:
        """True when the line ends like a sentence."""
        return without_ruby(self.text)[-1:] in FINAL

    @property
    def width(self) -> int:
        """Return the width of the line in columns, with its indent and without its ruby."""
        return self.indent + width(without_ruby(self.text))


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that belong together."""

    rows: tuple[TextRow, ...]
    gap_after: bool = True

    @property
    def first(self) -> TextRow:
        """Return the row that has the marker."""
        return self.rows[0]

    @property
    def sign(self) -> Sign:
        """Return the marker of the first row."""
        return self.rows[0].sign

    @property
    def text(self) -> str:
        """Return the rows joined, without the marker."""
        text = self.sign.rest
        for row in self.rows[1:]:
            part = row.sign.rest
            text += join_lines(text, part) + part
        return text

    @property
    def final(self) -> bool:
        """True when it ends like a sentence."""
        return self.rows[-1].final


def without_ruby(text: str) -> str:
    """Return a line without ruby."""
    return take_ruby(text)[0] if "《" in text or "|" in text or "ruby>" in text else text


def label_of(text: str) -> str:
    """Return the text before the colon of `山田：はい` or `日時：九月`; empty when there is none."""
    match = _LABEL.fullmatch(text)
    return re.sub(r"\s", "", match[1]) if match and not re.fullmatch(f"[{DIGITS}]+", match[1]) else ""


def set_label(text: str) -> str:
    """Return a label without the spaces that align it with others: 商品名　　：やすらぎ, 日　時／五月."""
    match = _LABEL.fullmatch(text)
    return f"{label_of(text)}：{match[2]}" if match and re.search(r"\s|／", text[: match.start(2)].strip()) else text


def read_rows(lines: Sequence[TextLine]) -> list[TextRow]:
    """Return the lines that are not blank, with their markers."""
    rows: list[TextRow] = []
    gap = False
    for line in lines:
        shown = drop_notes(line.text)
        text = shown.strip()
        if not text:
            gap = True
            continue
        lead = shown[: len(shown) - len(shown.lstrip())]
        level = re.search("は([大中小])見出し", line.text) if "［＃" in line.text else None
        rows.append(
            TextRow(
                number=line.number,
                text=text,
                sign=read_sign(text),
                indent=width(lead.expandtabs(4)),
                stepped=lead == "\u3000",
                gap=gap or not rows,
                hint="大中小".index(level[1]) + 1 if level else 0,
            )
        )
        gap = False
    _mark_counted_items(rows)
    return rows


def _mark_counted_items(rows: list[TextRow]) -> None:
    """Give `2 時間` its marker where the line before or after has the number before or after."""
    for at, row in enumerate(rows):
        if row.sign.kind or not row.text[0].isdigit():
            continue
        sign = read_spaced_number(row.text)
        near = [(rows[i].sign, step) for i, step in ((at - 1, -1), (at + 1, 1)) if 0 <= i < len(rows)]
        if sign.kind and any(one.scheme == "space" and one.value == sign.value + step for one, step in near):
            rows[at] = replace(row, sign=sign)


def wrap_width(rows: Sequence[TextRow]) -> int:
    """Return the column at which the text is hard-wrapped; 0 when its lines end with their sentences."""
    widths = [row.width for row in rows if row.sign.kind != "separator"]
    widest = max(widths, default=0)
    broken = [
        a.width
        for a, b in pairwise(rows)
        if not (a.final or b.gap or b.sign.kind or a.sign.kind == "separator" or _is_closed(a.text))
    ]
    full = [columns for columns in broken if columns >= widest - _SLACK]
    return widest if 28 <= widest <= 140 and full and len(full) * 5 >= len(broken) * 2 else 0


def join_rows(rows: Sequence[TextRow]) -> list[RowGroup]:
    """Join the rows of hard-wrapped paragraphs, items and quotes."""
    columns = wrap_width(rows)
    head = head_length(
        [without_ruby(row.text) for row in rows],
        [row.gap for row in rows],
        [row.sign.kind == "byline" for row in rows],
    )
    spaced = any(row.gap for row in rows[1:]) or any(row.stepped for row in rows)
    groups: list[list[TextRow]] = []
    for at, row in enumerate(rows):
        if groups and at >= head and _joins(groups[-1], rows, at, columns, spaced):
            groups[-1].append(row)
        else:
            groups.append([row])
    after = [*(group[0].gap for group in groups[1:]), True][: len(groups)]
    return [RowGroup(tuple(group), gap) for group, gap in zip(groups, after, strict=True)]


def lone_rows(rows: Sequence[TextRow]) -> list[RowGroup]:
    """Return each row as a piece of its own."""
    after = [*(row.gap for row in rows[1:]), True][: len(rows)]
    return [RowGroup((row,), gap) for row, gap in zip(rows, after, strict=True)]


def _joins(group: list[TextRow], rows: Sequence[TextRow], at: int, columns: int, spaced: bool) -> bool:
    """True when the row at `at` continues the piece that `group` is so far."""
    first, last, row = group[0], group[-1], rows[at]
    if row.gap or row.hint or last.hint:
        return False
    if first.sign.kind == "quote":
        return row.sign.kind == "quote" and row.sign.value == first.sign.value and _goes_on(last, rows, at, columns)
    if row.sign.kind or first.sign.kind not in {"", "bullet", "number", "mark", "note"}:
        return False
    if _SET_APART.match(row.text):
        return False
    hanging = first.sign.kind in {"bullet", "number", "note", "mark"}
    if row.stepped and (not hanging or first.sign.kind == "mark"):
        return False
    if first.sign.kind == "mark" and len(group) == 1 and row.width > last.width + _SLACK:
        return False  # a longer line shows that the one before it was not wrapped
    if not hanging and len(group) > 1 and row.indent != last.indent:
        return False
    if row.indent > first.indent + 1 and not hanging:
        return False
    if last.final:
        full = columns > 0 and last.width >= columns - 4 and row.text[0] not in f"「『（({DASHES}"
        return full and spaced and (at == len(rows) - 1 or not last.text.endswith("」"))
    if label_of(row.text) and (label_of(first.text) or not _is_full(last, columns)):
        return False
    return _goes_on(last, rows, at, columns, hanging=hanging)


def _goes_on(last: TextRow, rows: Sequence[TextRow], at: int, columns: int, *, hanging: bool = False) -> bool:
    """True when the unfinished line `last` seems to be finished by the row at `at`."""
    text, row = without_ruby(last.text), rows[at]
    if text[-1] in f"{COMMAS},":
        return True
    if last.final:
        return last.sign.kind == "quote" and _is_full(last, columns)
    if _is_closed(text):
        return False
    if _is_full(last, columns) and (_in_prose(rows, at) or _PARTICLE.search(text) or row.width <= columns // 2):
        return True
    if hanging and row.indent > last.indent and last.width >= 24 and re.search(f"[{HIRAGANA}]$", text):
        return True
    if text.count("「") > text.count("」") and not row.text.startswith("「"):
        return True
    if text[-1].isascii() and row.text[0].isascii():
        return text[-1].isalnum() and row.text[0].islower()
    short = last.width >= 16 and row.width <= last.width * 1.6 + 4
    return bool(short and _PARTICLE.search(text) and _in_prose(rows, at))


def _is_closed(text: str) -> bool:
    """True for a line that is complete without a full stop: a polite sentence, a question after ――."""
    return bool(_POLITE.search(without_ruby(text)) or text[0] in DASHES)


def _is_full(row: TextRow, columns: int) -> bool:
    return columns > 0 and row.width >= columns - _SLACK


def _in_prose(rows: Sequence[TextRow], start: int) -> bool:
    """True when the lines up to the next blank line reach the end of a sentence: verse does not."""
    for at in range(start, min(len(rows), start + 50)):
        row = rows[at]
        if at > start and (row.gap or row.sign.kind):
            return False
        if without_ruby(row.text)[-1] in "。．.！？!?」）)":
            return True
    return False
