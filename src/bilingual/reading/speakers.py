"""Speakers of interviews and minutes: the name before a turn is a unit of its own, set apart in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bilingual.languages.japanese.scripts import DASHES, DIGITS, HIRAGANA
from bilingual.model import Block, Mark, Unit

_NAME = r"[^\s　：:、。「」『』（）()!?！？]{1,12}(?:[（(][^）)\s]{1,10}[）)])?"
_TURN = re.compile(
    rf"(?P<dash>[{DASHES}]{{1,2}})(?P<gap1>[\s　]*)(?=[^\s{DASHES}])"
    rf"|(?P<asked>(?:[QAＱＡ]|問|答|質問|回答)[{DIGITS}]{{0,2}}(?:[.．:：、)）]|(?=[\s　])))(?P<gap2>[\s　]*)"
    rf"|(?P<colon>{_NAME}[：:])(?P<gap3>[\s　]*)(?=[^\s/])"
    rf"|(?P<space>[○◯◎]?{_NAME})(?P<gap4>　+|[ ]{{2,}})(?=\S)"
)
_LABEL_WORDS = re.compile(
    "日[ 　]?時|場[ 　]?所|会場|対象|定員|費用|料金|価格|参加費|申込.*|問.?合.*|持ち?物|講師|主催|共催|後援|期間|時間"
    "|住所|電話|出演|備考|注|※.*|第.*"
)
_STATEMENT = re.compile(r"[。．！？!?…」）)♪〜～]$|[笑]$")
_SHORT = 6
_TURNS = 3
"""Turns from which on names before them are speakers."""


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    gap: str
    kind: str


def with_speakers(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the speakers of turns divided from what they say.

    Names count as speakers if several turns show it: two who take turns, one who is asked, or Q and A.
    """
    labels = [_label(block) for block in blocks]
    speaking = _speaking([label for label in labels if label])
    counts = Counter(label.text for label in labels if label)
    sure = [
        label is not None and label.text in speaking and (counts[label.text] > 1 or label.kind == "asked")
        for label in labels
    ]
    return [
        _divided(block, label) if label and label.text in speaking and any(sure[max(0, at - 1) : at + 2]) else block
        for at, (block, label) in enumerate(zip(blocks, labels, strict=True))
    ]


def _label(block: Block) -> _Label | None:
    """Return the name that may be a speaker's before the text of a block."""
    if block.kind not in ("paragraph", "list_item", "heading") or not block.units:
        return None
    unit = block.units[0]
    strong = next((mark for mark in unit.marks if mark.kind == "strong" and mark.start == 0), None)
    if strong and strong.end < len(unit.source):
        said = unit.source[strong.end :]
        gap = said[: len(said) - len(said.lstrip(" \t　：:"))]
        return _Label(unit.source[: strong.end], gap, "strong")
    if block.kind == "heading" or (block.kind == "list_item" and block.marker not in "○◯◎"):
        return None
    source = (block.marker if block.kind == "list_item" else "") + unit.source
    found = _TURN.match(source)
    if not found:
        return None
    kind = next(name for name in ("dash", "asked", "colon", "space") if found[name] is not None)
    gap = found[f"gap{('dash', 'asked', 'colon', 'space').index(kind) + 1}"]
    said = source[found.end() :]
    if kind in ("colon", "space") and (_LABEL_WORDS.fullmatch(found[kind].rstrip("：:")) or not _is_said(block, said)):
        return None
    return _Label(found[kind], gap, kind)


def _is_said(block: Block, said: str) -> bool:
    """Return whether text is what a person says: sentences in kana, not the value of a label."""
    last = block.units[-1].source if len(block.units) > 1 else said
    return bool(re.search(f"[{HIRAGANA}]", said)) and bool(_STATEMENT.search(last)) and not said.startswith("「")


def _speaking(labels: Sequence[_Label]) -> set[str]:
    """Return the labels that name speakers."""
    counts = Counter(label.text for label in labels)
    kinds = {label.text: label.kind for label in labels}
    named = [text for text, kind in kinds.items() if kind != "dash"]
    again = [text for text in named if counts[text] > 1]
    dashes = sum(counts[text] for text, kind in kinds.items() if kind == "dash")
    asked = [text for text, kind in kinds.items() if kind == "asked"]
    found: set[str] = set()
    if asked and len({text[0] for text in asked}) > 1:
        found |= set(asked)
    for kind in ("colon", "space", "strong"):
        own = [text for text in named if kinds[text] == kind]
        turns = sum(counts[text] for text in own)
        # One name for every turn would be a list of definitions.
        if turns + (dashes if dashes > 1 else 0) >= _TURNS and (
            len([text for text in again if text in own]) >= 2 or (set(again) & set(own) and dashes)
        ):
            found |= {text for text in own if counts[text] > 1 or len(text) <= _SHORT or text.endswith(("）", ")"))}
    answered = bool(found)
    if dashes and (answered or dashes > 1):
        found |= {text for text, kind in kinds.items() if kind == "dash"}
    return found


def _divided(block: Block, label: _Label) -> Block:
    """Return the block with the speaker as its first unit, in bold type."""
    first = block.units[0]
    source = block.marker + first.source if block.kind == "list_item" else first.source
    cut = len(label.text) + len(label.gap)
    shift = cut - (len(source) - len(first.source))
    said = source[cut:]
    if not said.strip():
        return block
    marks = tuple(
        replace(mark, start=max(0, mark.start - shift), end=mark.end - shift)
        for mark in first.marks
        if mark.end > shift
    )
    bold = () if label.kind == "dash" else (Mark("strong", 0, len(label.text)),)
    name = Unit(id="", source=label.text, space_after=label.gap, marks=bold)
    return replace(
        block,
        kind="paragraph",
        marker="",
        level=0,
        units=(name, replace(first, source=said, marks=marks), *block.units[1:]),
        why="speaker",
    )
