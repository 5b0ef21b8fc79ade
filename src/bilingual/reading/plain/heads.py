"""The head of an article or a letter: who writes, to whom, and which line is the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilingual.languages.data import words_by_use
from bilingual.languages.japanese.scripts import (
    DASHES,
    DIGITS,
    HIRAGANA,
    KANJI,
    KATAKANA,
    LONG_MARK,
    NAME_JOINTS,
)

_LONGEST_HEAD = 5
"""Lines of title, subtitle, author, office and date, without blank lines between them."""
_LONGEST_LINE = 44
"""Characters of a line of the head."""
_LONGEST_PARTY = 70
"""Characters."""
LETTER_HEAD = 12
"""Lines of a letter before its text."""

_TITLES = words_by_use("japanese/titles.tsv")
_OFFICES = "|".join(sorted({word for words in _TITLES.values() for word in words}, key=len, reverse=True))
_PERSON_NAME = (
    rf"(?:[{KANJI}]{{1,4}}[ 　]?[{KANJI}]{{1,4}}|[{KANJI}]{{2,3}}[ 　]?[{HIRAGANA}{KATAKANA}]{{2,4}}"
    rf"|[{KATAKANA}{LONG_MARK}]{{2,12}}[{NAME_JOINTS}][{KATAKANA}{LONG_MARK}{NAME_JOINTS}]{{2,20}})"
)
_POSTS = rf"{_OFFICES}|[員役者師士官長部課室係局]|担当|主任|代表|理事|主幹|支店|研究所|大学院?|編集部"
_OFFICE = rf"[^\s、。「」]{{0,16}}(?:{_POSTS})"
_PERSON = re.compile(
    rf"(?:{_OFFICE}[ 　・]+)+{_PERSON_NAME}(?:氏|さん)?|{_PERSON_NAME}[ 　]?[（(]{_OFFICE}[)）]"
    rf"|{_PERSON_NAME}[ 　]*[=＝/／][ 　]*(?:文|著|写真)"
)
_COMPANY = re.compile(
    "(?:株式|有限|合同)会社.{1,30}|.{1,30}(?:株式|有限|合同)会社|(?:一般|公益)?(?:社団|財団)法人.{1,30}"
    "|[^、。]{1,20}(?:市役所|区役所|町役場|村役場|(?:小|中|高等|中等教育|特別支援|専門)学校|大学|病院|保育園|幼稚園"
    "|協議会|委員会|組合|協会|自治会|町内会|商店街|[部課室局庁省係]|センター|事務局)"
)
_ADDRESSEE = re.compile(r".{0,30}(?:各位|御中|殿|様|さま|のみなさま|の皆様|の皆さま|保護者の?方へ)(?:へ)?")
_REFERENCE = re.compile(rf"[^\s、。]{{0,8}}第[{DIGITS}]{{1,6}}号(?:の[{DIGITS}]+)?|[（(]公印省略[)）]")
_FORM = re.compile(
    "[（(]?(?:会社名|上場会社名|代表者(?:の?役職氏?名)?名?|コード番号|問合せ?先|お問い合わせ先|本店所在地|所在地|責任者"
    "|担当(?:者|部署)?|TEL|Tel|電話|FAX|ＴＥＬ|ＦＡＸ|〒)"
    r"[\s　：:（(].{0,60}"
)
_GENERIC = re.compile(
    "プレス[ ・]?リリース|ニュース[ ・]?リリース|報道(?:発表)?資料|(?:News|Press) ?Release", re.IGNORECASE
)
SUBTITLE_LINE = re.compile(f"[{DASHES}–〜～~].*[{DASHES}–〜～~]")
"""A line between dashes or waves below a title."""
_OPENING = re.compile("(?:拝啓|前略|謹啓|拝復|急啓)")
_WORDS = re.compile(r"[^\W\d_]")


def is_person(text: str) -> bool:
    """Return whether a line is an office and a name: 代表取締役　山田太郎, 佐藤真理子（主任研究員）."""
    return len(text) <= _LONGEST_LINE and _PERSON.fullmatch(text) is not None


def is_reference(text: str) -> bool:
    """Return whether a line is the number of an official letter: 総第12号."""
    return _REFERENCE.fullmatch(text) is not None


def is_generic(text: str) -> bool:
    """Return whether a line says what kind of document it is, and not what it is about: プレスリリース."""
    return _GENERIC.fullmatch(text.strip("【】［］[]＜＞<>〈〉《》（）()")) is not None


def is_letter(texts: Sequence[str]) -> bool:
    """Return whether lines begin as a letter or a notice does: with an addressee, or with 拝啓 soon after."""
    head = [close_up(text) for text in texts[:LETTER_HEAD]]
    return any(_ADDRESSEE.fullmatch(text) or _OPENING.match(text) or _FORM.fullmatch(text) for text in head)


def is_party(text: str) -> bool:
    """Return whether a line of a letter's head names who writes or who is addressed; the subject is never one."""
    parties = (_ADDRESSEE, _COMPANY, _PERSON, _REFERENCE, _FORM)
    if len(text) > _LONGEST_PARTY:
        return False
    closed = close_up(text)
    return any(pattern.fullmatch(closed) for pattern in parties) or _spaced_name(closed) or _spread_name(text)


def close_up(text: str) -> str:
    """Return a line without the spaces that spread its first word: 各　位, 会 社 名　青葉電機."""
    spread = re.match(rf"[{KANJI}](?:[ 　][{KANJI}])+(?=[ 　：:]|$)", text)
    return re.sub(r"[ 　]", "", spread[0]) + text[spread.end() :] if spread else text


def _spaced_name(text: str) -> bool:
    """Return whether a line is an office and a name set apart by spaces: 校長　山田　太郎."""
    name = rf"[{KANJI}]{{1,4}}(?:[ 　]+[{KANJI}{HIRAGANA}]{{1,4}})?"
    return re.fullmatch(rf"[^\s、。]{{0,14}}(?:{_OFFICES}|長|役)[ 　]+{name}", text) is not None


def _spread_name(text: str) -> bool:
    """Return whether a line is an office and a name with spaces between all letters: 校　長　山　田　太　郎."""
    spread = re.fullmatch(rf"[{KANJI}](?:[ 　]+[{KANJI}])+", text)
    return bool(spread and re.fullmatch(rf".{{0,8}}(?:{_OFFICES}|長)[{KANJI}]{{3,6}}", re.sub(r"[ 　]", "", text)))


def head_length(texts: Sequence[str], gaps: Sequence[bool], bylines: Sequence[bool]) -> int:
    """Return how many first lines are a head without blank lines: title, subtitle, author, date; 0 if there is none.

    `gaps` says which lines have a blank line before them, `bylines` which are a date or a credit. Every line of a head
    is short and ends like none of a text; text follows after a blank line or behind an author or a date.
    """
    end = next((at for at in range(1, len(texts)) if gaps[at]), len(texts))
    named = [at for at in range(1, min(end, _LONGEST_HEAD + 1)) if bylines[at] or is_person(texts[at])]
    if end > _LONGEST_HEAD and named:
        end = named[-1] + 1
    if not 2 <= end <= _LONGEST_HEAD or end >= len(texts) or not _WORDS.search(texts[0]):
        return 0
    lines = texts[:end]
    if any(len(line) > _LONGEST_LINE or line[-1] in "。．.、，,：:；;" for line in lines):
        return 0
    if named:
        return end
    # A title and a subtitle: two lines of unlike length, neither a clause that the other goes on.
    return end if end == 2 and gaps[end] and not re.search("[はがをにでともの、]$", lines[0]) else 0
