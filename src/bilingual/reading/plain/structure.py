"""Bare lines → title, headings, paragraphs, lists, quotes, notes: the structure of text without markup.

The rules use a line and its neighbours. In doubt, the line is a paragraph: a heading typeset as text disturbs readers
less than a line of speech typeset as a heading. No character is lost: a block's marker and text together are the
content of its lines (see `tests/test_reading.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from bilingual.languages.data import language_rows
from bilingual.languages.japanese.scripts import (
    BRACKETS,
    DASHES,
    DIGITS,
    EMOJI,
    HIRAGANA,
    KANJI,
    KANJI_ONE_TO_TEN,
    KATAKANA,
    LONG_MARK,
    NAME_JOINTS,
)
from bilingual.model import Article, Block, Kind, Mark, Place, Unit, number_units
from bilingual.reading.lines import TextLine, split_lines
from bilingual.reading.plain.heads import (
    LETTER_HEAD,
    SUBTITLE_LINE,
    head_length,
    is_generic,
    is_letter,
    is_party,
    is_person,
    is_reference,
)
from bilingual.reading.plain.outline import heading_levels, item_levels
from bilingual.reading.plain.series import is_heading_shape, series_kinds
from bilingual.reading.plain.tables import FoundTable, take_tables
from bilingual.reading.plain.wrapping import (
    FINAL,
    RowGroup,
    join_rows,
    label_of,
    lone_rows,
    read_rows,
    set_label,
    without_ruby,
)
from bilingual.reading.ruby import take_ruby, uses_aozora_ruby, without_legend
from bilingual.reading.speakers import with_speakers
from bilingual.reading.units import sentence_units, whole_unit

_SECTION_TITLES = "|".join(title for (title,) in language_rows("japanese/section_titles.txt"))
_SECTION_WORDS = re.compile(
    f"(?:{_SECTION_TITLES}"
    f"|(?:ステップ|STEP|Step|Part|PART|パート|Chapter)[ 　]?[{DIGITS}]{{1,2}}|その[{DIGITS}一二三四五]{{1,2}})"
)
_POLITE = re.compile(
    "(?:です|ます|ました|ません|でした|でしょう|ましょう|ください|下さい"
    "|である|だった|のだ|よね|[でま]すね|[でま]すか|[でま]すが|のとおり|の通り)$"
)
_PERIOD = re.compile(rf"[{DIGITS}]+[年月].{{0,30}}[〜～~\-－–].{{0,30}}[日月時分](?:[（(].{{1,6}}[）)])?")
_CHEERS = re.compile(
    rf"(?:[！？!?‼⁉♪♫♬♡♥☆★〜～…\ufe0f\s]|{EMOJI}|[（(][大爆苦]?(?:笑|泣|涙|汗|爆|照)[いれき]?[)）]|[wｗ]+"
    rf"|[^\s{KANJI}{HIRAGANA}]?[（(][^（()）A-Za-z{DIGITS}{KANJI}{HIRAGANA}]{{2,12}}[)）][^\s{KANJI}{HIRAGANA}]?)+$"
)
"""What follows the words of a lively sentence: ！, 😊, （笑）, w, (^^), m(_ _)m."""
_SALUTATION = re.compile(
    "以[ 　]*上|敬[ 　]*具|草[ 　]*々|敬[ 　]*白|かしこ|拝[ 　]*啓|前[ 　]*略|謹[ 　]*啓"
    "|[（(](?:了|完|終|終わり|おわり|続く|つづく)[）)]|了|完"
    "|.*(?:様|さま|さん|御中|各位|殿|先生)"
    "|(?:株式|有限|合同)会社.*|.*(?:株式|有限|合同)会社|(?:〒|TEL|Tel|電話|住所|FAX).*"
)
_QUESTION = re.compile(rf"(?:[QＱAＡ]|問|答|質問|回答)[{DIGITS}]{{0,3}}[.．:：、)）\s　]\s*\S.*")
_DRAMA = re.compile(r"([^\s「」。、]{1,10})[ 　]?「.*」?")
_OFFICE = re.compile(r"[^\s、。]{1,12}(?:部|課|室|局|庁|省|係|委員会|協会|センター|大学|事務局|編集部)")
_BARE_NUMBER = re.compile(
    rf"[{KANJI_ONE_TO_TEN}]{{1,3}}|[{DIGITS}]{{1,2}}|[IVX]{{1,4}}|[Ⅰ-Ⅻ]|[（(][{KANJI_ONE_TO_TEN}{DIGITS}]{{1,2}}[）)]"
)
_NAME = re.compile(
    rf"[{KANJI}]{{1,4}}[ 　]?[{KANJI}]{{1,4}}|[{KANJI}]{{2,3}}[ 　]?[{HIRAGANA}{KATAKANA}]{{2,4}}"
    rf"|[{KATAKANA}{LONG_MARK}]{{2,12}}[{NAME_JOINTS}][{KATAKANA}{LONG_MARK}{NAME_JOINTS}]{{2,20}}"
)
_SUBJECT = re.compile(
    "(?:概要|背景|結果|方法|目的|状況|問題|課題|展望|経緯|情報|紹介|報告|日程|内容|[学会社省庁部課的性化論法式場地])$"
)
_SPOKEN_IN = {sign: BRACKETS[sign] for sign in "「『（"} | {"(": ")", "“": "”", '"': '"'}
_GENERIC = "kind of document"
"""The rule for a line such as プレスリリース, which is no title."""
_LONG = 60
"""Characters; a longer line is body text even without a full stop."""


def is_speech(text: str) -> bool:
    """True for a line that is one quotation from end to end, or begins one, or is speech after a dash (――)."""
    if text[0] in DASHES:
        return True
    closing = _SPOKEN_IN.get(text[0])
    if closing is None:
        return False
    depth = 0
    for at, char in enumerate(text):
        if char == closing and depth:
            depth -= 1
        elif char == text[0]:
            depth += 1
        if not depth:
            return at >= len(text) - 2 and text[at + 1 :] in {"", "。", "」", "…"}
    return True


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A block before its text is split into units."""

    kind: Kind
    text: str
    line: int
    why: str
    marker: str = ""
    level: int = 0
    whole: bool = False
    """True when the text is one unit."""


def find_structure(lines: Sequence[TextLine], *, wrapped: bool = True) -> list[FoundBlock]:
    """Return the blocks of a text without markup, in order; unless it is `wrapped`, each line is a paragraph."""
    pieces = (join_rows if wrapped else lone_rows)(read_rows(lines))
    reader = _Reader(pieces)
    kinds = reader.kinds()
    levels = heading_levels(pieces, [kind == "heading" for kind, _ in kinds])
    levels |= item_levels(pieces, [kind == "list_item" for kind, _ in kinds])
    return [_found(piece, *kinds[at], levels.get(at, 0)) for at, piece in enumerate(pieces)]


def _found(piece: RowGroup, kind: Kind, why: str, level: int) -> FoundBlock:
    sign = piece.sign
    marker, text = sign.marker, piece.text
    if kind == "separator":
        text = ""
    elif kind in {"paragraph", "title"} and marker and sign.kind not in {"hash"}:
        marker, text = "", piece.first.text + text[len(sign.rest) :]
    elif not text:
        marker, text = "", marker
    elif sign.kind == "hash":  # Markdown in a text file: markup, not a marker to be printed
        marker = ""
    if kind == "quote":
        level = sign.value or 1
    if why == "label":
        text = set_label(text)
    whole = kind in {"title", "heading", "byline"} or sign.kind == "address"
    return FoundBlock(kind, text, piece.first.number, why, marker, level, whole)


class _Reader:
    """The pieces of one text and their properties."""

    def __init__(self, pieces: Sequence[RowGroup]) -> None:
        self.pieces = pieces
        self.texts = [
            without_ruby(piece.first.text) if len(piece.rows) == 1 else without_ruby(piece.text) for piece in pieces
        ]
        self.series = series_kinds(pieces)
        labels = [label_of(text) if len(text) <= _LONG * 5 else "" for text in self.texts]
        counts = Counter(filter(None, labels))
        self.labelled = [
            bool(label)
            and (
                counts[label] > 1
                or any(labels[at : at + 1] for at in (i - 1, i + 1) if at >= 0 and labels[at : at + 1] != [""])
            )
            for i, label in enumerate(labels)
        ]
        names = Counter(match[1] for text in self.texts if (match := _DRAMA.fullmatch(text)))
        self.speech = [
            bool(is_speech(text) or ((m := _DRAMA.fullmatch(text)) and names[m[1]] > 1)) for text in self.texts
        ]
        self.letter = is_letter(self.texts)
        self.head = head_length(
            self.texts, [piece.first.gap for piece in pieces], [piece.sign.kind == "byline" for piece in pieces]
        )
        self.asks = any(re.match(r"(?:[QＱ]|問|質問)", text) and _QUESTION.fullmatch(text) for text in self.texts)
        prose = [piece for piece in pieces if not piece.sign.kind and piece.final]
        stepped = sum(piece.first.stepped for piece in prose)
        self.stepped = stepped > 1 and stepped * 2 > len(prose)

    def kinds(self) -> list[tuple[Kind, str]]:
        """Return the kind of every piece and the rule that decided it."""
        kinds = [self._kind(at) for at in range(len(self.pieces))]
        plain_ones = [at for at, piece in enumerate(self.pieces) if not piece.sign.kind and kinds[at][0] == "paragraph"]
        strong = [at for at in plain_ones if self._is_title_shape(at, weak=False) and self._heads(at, kinds)]
        weak = [at for at in plain_ones if strong and self._is_title_shape(at, weak=True) and self._heads(at, kinds)]
        for at in {*strong, *weak}:
            listed = at + 1 < len(kinds) and kinds[at + 1][0] == "list_item"
            kinds[at] = "heading", "short line before a list" if listed else "short line before text"
        title = self._title(kinds)
        if title is not None:
            kinds[title] = "title", "first line"
            self._name_author(title + 1, kinds)
        return kinds

    def _kind(self, at: int) -> tuple[Kind, str]:
        """Return the kind of a piece by its marker."""
        piece, text = self.pieces[at], self.texts[at]
        sign = piece.sign
        if sign.kind == "separator":
            return "separator", "ornaments"
        if sign.kind == "table":
            return "table", "table"
        if piece.first.hint:
            return "heading", "Aozora note"
        if at < LETTER_HEAD and is_reference(text):
            return "byline", "number of a letter"
        if self.asks and _QUESTION.fullmatch(text):
            return "paragraph", "question and answer"
        if sign.kind == "hash":
            return "heading", f"marker {sign.marker}"
        if sign.kind in {"number", "mark", "chapter"}:
            kind = self.series[at]
            name = {"number": "number", "mark": "marker", "chapter": "chapter"}[sign.kind]
            if kind == "paragraph":
                return "paragraph", "text"
            return ("heading" if kind == "heading" else "list_item"), f"{name} {sign.marker}"
        if sign.kind == "bullet":
            return "list_item", f"marker {sign.marker}"
        if sign.kind in {"quote", "note"}:
            return ("quote" if sign.kind == "quote" else "note"), f"marker {sign.marker}"
        if sign.kind == "byline":
            return "byline", "date or credit"
        if at < LETTER_HEAD and is_generic(text):
            return "paragraph", _GENERIC
        if sign.kind == "bracket" and at + 1 < len(self.pieces):
            return "heading", f"line in {text[0]}{text[-1]}"
        return self._prose(at)

    def _prose(self, at: int) -> tuple[Kind, str]:
        """Return the kind of a piece without a marker, as far as its own text decides it."""
        piece, text = self.pieces[at], self.texts[at]
        if piece.sign.kind == "address":
            return "paragraph", "address"
        if self.speech[at]:
            return "paragraph", "speech"
        if self.labelled[at]:
            return "paragraph", "label"
        near = [self.pieces[i] for i in (at - 1, at + 1) if 0 <= i < len(self.pieces)]
        alone = piece.first.gap and piece.gap_after and at + 1 < len(self.pieces)
        if _BARE_NUMBER.fullmatch(text) and alone:
            return "heading", "number alone"
        if text == "記" and alone:
            return "heading", "記 before the details of a letter"
        if piece.first.indent >= 4 and not piece.first.stepped and piece.first.gap and piece.gap_after:
            prose = piece.final or len(text) > _LONG
            if prose and not any(one.sign.kind in {"bullet", "number", "note"} for one in near):
                return "quote", "indented block"
        if len(piece.rows) > 1:
            return "paragraph", "hard-wrapped lines"
        return "paragraph", "indented line" if piece.first.stepped else "text"

    def _is_title_shape(self, at: int, *, weak: bool) -> bool:
        """True for a short line that names a subject; with `weak`, also for questions, labels and polite sentences."""
        piece, text = self.pieces[at], self.texts[at]
        if not is_heading_shape(piece) or piece.first.stepped or self.speech[at] or self.labelled[at]:
            return False
        if self.letter and at < LETTER_HEAD and is_party(text):
            return False
        if not re.search(r"[^\W\d_]", text) or text[-1] in "、，,：:；;・…‥。" or _SALUTATION.fullmatch(text):
            return False
        if _PERIOD.fullmatch(text):
            return False
        lively = _CHEERS.sub("", text)
        if lively != text and _POLITE.search(lively.rstrip("ねよなわ")):
            return False
        if weak or self.stepped:
            return not (text[-1] in "」』" and text[0] in "「『")
        label = label_of(text)
        if label and not _SECTION_WORDS.fullmatch(label):
            return False
        return text[-1] not in "！？!?.♪" and not _POLITE.search(text)

    def _heads(self, at: int, kinds: Sequence[tuple[Kind, str]]) -> bool:
        """True when a heading is possible here: body text or a list below, and no run of short lines above."""
        piece = self.pieces[at]
        below = next((i for i in range(at + 1, len(kinds)) if kinds[i][0] != "separator"), None)
        if below is None:
            return False
        above = self.pieces[at - 1] if at else None
        if above and not piece.first.gap and not above.sign.kind and not above.final and at > 1:
            return False
        if above and not piece.first.gap and piece.gap_after and not above.sign.kind and at > 1:
            return False
        if piece.first.indent >= 4 and not (piece.first.gap and piece.gap_after):
            return False
        if self.speech[below]:
            return piece.first.gap and piece.gap_after and self.stepped
        if kinds[below][0] in {"list_item", "note", "quote", "table"} or self.labelled[below]:
            return True
        if kinds[below][0] == "heading":
            return self.pieces[below].sign.kind in {"number", "mark", "bracket"} and piece.first.gap and at > 0
        return (
            kinds[below][0] == "paragraph"
            and self._is_body(below)
            and (piece.gap_after or len(self.texts[below]) >= len(self.texts[at]) * 0.6)
        )

    def _is_body(self, at: int) -> bool:
        piece, text = self.pieces[at], self.texts[at]
        return piece.final or len(text) > _LONG or len(piece.rows) > 1 or (not is_heading_shape(piece))

    def _title(self, kinds: Sequence[tuple[Kind, str]]) -> int | None:
        """Return the index of the title: the first line that is not a date, when it can be a title."""
        if self.letter:
            return self._subject(kinds)
        passed = [kind in {"byline", "separator"} or why == _GENERIC for kind, why in kinds]
        if self.head and not passed[0] and not self.speech[1]:
            return 0
        at = next((i for i, other in enumerate(passed) if not other and not self._is_addressee(i)), None)
        if at is None or at + 1 >= len(kinds):
            return None
        piece, text, sign = self.pieces[at], self.texts[at], self.pieces[at].sign
        if sign.kind in {"mark", "bracket", "hash"} and kinds[at][0] == "heading":
            others = [p.sign.scheme == sign.scheme and p.sign.value <= sign.value for p in self.pieces[at + 1 :]]
            return None if any(others) else at
        if sign.kind or len(text) > 100 or len(piece.rows) > 1 or text[-1] in "。、，,：:；;…‥." or self.labelled[at]:
            return None
        if kinds[at][1] in {"number alone", "question and answer"} or not re.search(r"[^\W\d_]", text):
            return None
        below = kinds[at + 1][0]
        if self.speech[at] and not (text[0] in "「『" and text[-1] in "」』" and below == "byline"):
            return None
        if (
            self._is_name(at + 1)
            or SUBTITLE_LINE.fullmatch(self.texts[at + 1])
            or _SALUTATION.fullmatch(self.texts[at + 1])
        ):
            return at
        if kinds[at][0] == "heading" or piece.gap_after or below in {"heading", "byline", "separator", "list_item"}:
            return at
        return at if self._is_body(at + 1) and not self.speech[at + 1] and text[-1] not in FINAL else None

    def _subject(self, kinds: Sequence[tuple[Kind, str]]) -> int | None:
        """Return the index of a letter's subject: the first line of its head that names no party and no date."""
        for at in range(min(LETTER_HEAD, len(kinds) - 1)):
            text, piece = self.texts[at], self.pieces[at]
            if kinds[at][0] in {"byline", "separator"} or is_party(text) or is_generic(text):
                continue
            plain = piece.sign.kind in {"", "bracket", "mark"} and len(piece.rows) == 1 and not self.labelled[at]
            ended = len(text) > _LONG or text[-1] in "。．.、，,：:" or text == "記"
            return at if plain and not ended and re.search(r"[^\W\d_]", text) else None
        return None

    def _is_addressee(self, at: int) -> bool:
        """True for the addressee or the office in the head of a letter or a press release."""
        dated = any(piece.sign.kind == "byline" for piece in self.pieces[: at + 2])
        return at < 4 and dated and bool(_SALUTATION.fullmatch(self.texts[at]) or _OFFICE.fullmatch(self.texts[at]))

    def _name_author(self, at: int, kinds: list[tuple[Kind, str]]) -> None:
        """Make the lines under the title bylines that are a name, as in Aozora Bunko files, or an office and a name."""
        if self._is_name(at):
            kinds[at] = "byline", "name under the title"
        for near in range(at, min(at + 3, len(kinds))):
            if kinds[near][0] in {"paragraph", "heading"} and is_person(self.texts[near]):
                kinds[near] = "byline", "office and name"

    def _is_name(self, at: int) -> bool:
        """True for a line that is only a person's name, with text after a blank line."""
        piece, text = self.pieces[at], self.texts[at]
        if at + 1 >= len(self.pieces) or piece.sign.kind or not piece.gap_after or piece.first.width > 60:
            return False
        other = _SUBJECT.search(text) or _SECTION_WORDS.fullmatch(text) or _SALUTATION.fullmatch(text)
        return bool(_NAME.fullmatch(text) and not other)


def parse_text(text: str, name: str = "") -> Article:
    """Return the article in a text; `name` is the file name."""
    bare = uses_aozora_ruby(text)
    lines, tables = take_tables(split_lines(without_legend(text)))
    blocks = [
        _table(tables[found.line], bare)
        if found.kind == "table"
        else Block(
            kind=found.kind,
            units=_units(found, bare),
            level=found.level,
            marker=found.marker,
            place=Place(found.line),
            why=found.why,
        )
        for found in find_structure(lines)
    ]
    return Article(blocks=number_units(with_speakers(blocks)), name=PurePath(name).stem, path=name)


def _table(table: FoundTable, bare: bool) -> Block:
    cells = [take_ruby(cell, bare=bare) for row in table.rows for cell in row]
    units = tuple(unit for text, marks in cells for unit in whole_unit(text, marks))
    return Block("table", units, place=Place(table.line), why="table", columns=table.columns)


def _units(found: FoundBlock, bare: bool) -> tuple[Unit, ...]:
    if not found.text:
        return ()
    text, marks = take_ruby(found.text, bare=bare)
    if found.why == "address":
        address = text.strip("<>")
        at = text.index(address)
        link = (
            address if address.startswith("http") else f"mailto:{address}" if "@" in address else f"https://{address}"
        )
        return whole_unit(text, (Mark("link", at, at + len(address), link),))
    return whole_unit(text, marks) if found.whole else sentence_units(text, marks)
