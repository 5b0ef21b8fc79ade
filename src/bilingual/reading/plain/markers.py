"""The evidence in a single line: its marker, and the conventions of Japanese text without markup."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bilingual.languages.japanese.eras import ERAS
from bilingual.languages.japanese.scripts import (
    BRACKETS,
    DASHES,
    DIGITS,
    ENCLOSED_NUMBERS,
    FULLWIDTH_CAPITALS,
    FULLWIDTH_LATIN,
    HIRAGANA,
    KANJI,
    KANJI_ONE_TO_TEN,
    KATAKANA,
    LATIN,
    MIDDLE_DOTS,
    PARENTHESIZED_KANJI_NUMBERS,
    SIGNS_AS_BRACKETS,
    WEEKDAYS,
)
from bilingual.reading.plain.tables import TABLE

SignKind = Literal[
    "",
    "separator",
    "hash",
    "quote",
    "note",
    "byline",
    "bullet",
    "number",
    "chapter",
    "mark",
    "bracket",
    "address",
    "table",
]


@dataclass(frozen=True, slots=True)
class Sign:
    """The marker of a line and the text after it."""

    kind: SignKind
    marker: str
    rest: str
    scheme: str = ""
    """The same for all numbers or marks of one series: `dot` for `1.` and `2.`, the mark itself for ■."""
    value: int = 0
    """The number, from 1."""


_KANA_ITEMS = "アイウエオカキクケコサシスセソ"
_IROHA_ITEMS = "イロハニホヘト"
# The figures of ※7月13日, ※3歳以下 and ※1は別料金 belong to the text: a number of the sign ends before a space, a mark
# or a word in kana.
_PARTICLE = rf"(?:[のはがをにでともやへ]|から|まで|より|だけ|など)(?![{HIRAGANA}])"
_OWN_NUMBER = rf"[{DIGITS}]{{1,2}}(?:[)）.．:：、](?![{DIGITS}])|(?=[\s　])|(?=[{HIRAGANA}])(?!つ|か月|{_PARTICLE}))"
_SELECTOR = "[\ufe0e\ufe0f]?"
"""Whether a sign is shown as text or as an emoji; it is a part of the sign: ▶️, ☑️."""
_ORNAMENTS = frozenset("◇◆＊*☆★†○●◎□■△▽◯⁂※❦❖§✿♪")
_RULES = _ORNAMENTS | frozenset("-－―─━═=＝_＿~〜～‐–—‡#＃×✂+＋|｜・…▲▼✻＋")

_HASH = re.compile(r"(#{1,6})[ \t　]+(\S.*)")
_QUOTE = re.compile(r"((?:[>＞][ \t　]?)+)(.*)")
_NOTE = re.compile(
    rf"(※{_SELECTOR}(?:{_OWN_NUMBER})?|[*＊]{_OWN_NUMBER}|[*＊](?=[{DIGITS}])"
    rf"|[（(〔［\[](?:注|註|訳注|編注|脚注|備考)[{DIGITS}{KANJI_ONE_TO_TEN}]{{0,3}}[)）〕］\]][：:]?"
    rf"|(?:注|註|訳注|編注|脚注|備考|注意)[{DIGITS}{KANJI_ONE_TO_TEN}]{{0,3}}[：:)）]"
    rf"|注[{DIGITS}]{{1,2}}(?:[.．](?![{DIGITS}])|(?=[ 　])))"
    r"[\s　]*(\S.*)"
)
_BULLET = re.compile(
    rf"([{MIDDLE_DOTS}](?![{MIDDLE_DOTS}])|[•‣◦⁃∙·▪✓✔☑☐✅➤▸►]{_SELECTOR})[\s　]*(\S.*)"
    r"|([-－–−‐*＊+])[\s　]+(\S.*)"
    rf"|([-－–])(?=[^\d\s\-－–{DASHES}.．=＝>])(\S.*)"
    r"|([*＊])(?=[^\d\s*＊])([^*＊]+$)"
)
_MARK = re.compile(rf"(([■□◆◇●○◎◯▼▽▲△★☆▶▷♦◼◾◉]){_SELECTOR})(?!\2)[\s　]*(\S.*)")
_BRACKET = re.compile(
    "|".join(
        rf"{opening}[^{opening}{closing}]{{1,40}}{closing}"
        for opening, closing in (BRACKETS | SIGNS_AS_BRACKETS).items()
        if opening in "【〔［≪＜〈"
    )
)
_CHAPTER = re.compile(
    rf"(第[ 　]?[{DIGITS}{KANJI_ONE_TO_TEN}百〇]+[ 　]?([部編章節項款回話幕条])"
    rf"(?:の[{DIGITS}{KANJI_ONE_TO_TEN}]{{1,3}})*)"
    r"(?:[\s　：:．.]+|(?=[「『（(【]|$))(.*)"
)
_CHAPTER_TIGHT = re.compile(rf"(第[{DIGITS}{KANJI_ONE_TO_TEN}百〇]+([章節]))(?![はがをにでとものへ、])(.+)")
# 3 時間 is a length, 1 年会費 and 1 人数 are items.
_COUNTED = rf"[年月日時分秒円人個本枚回件台点歳才名社](?:[間生末目組前後以頃半旬様弱強超未]|(?![{KANJI}]))"
_NO_ITEM = rf"\s　{DIGITS}%％〜～\-–:：/／"
_NUMBERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (scheme, re.compile(rf"({pattern})[\s　]*(\S.*)"))
    for scheme, pattern in (
        ("dotted", rf"[{DIGITS}]{{1,2}}(?:[.．\-－][{DIGITS}]{{1,2}}){{1,3}}[.．]?(?=[\s　]+[^のはがをにでとも])"),
        (
            "dot",
            rf"[{DIGITS}]{{1,3}}[.．](?![{DIGITS}])|[{DIGITS}]{{1,2}}[.．](?=(?:19|20|１９|２０)[{DIGITS}]{{2}}年)",
        ),
        ("comma", rf"[{DIGITS}]{{1,2}}、(?![{DIGITS}])"),
        ("paren", rf"[(（][{DIGITS}]{{1,2}}[)）]"),
        ("halfparen", rf"[{DIGITS}]{{1,2}}[)）]"),
        ("square", rf"[\[［][{DIGITS}]{{1,3}}[\]］]"),
        ("circled", f"[{ENCLOSED_NUMBERS}]{_SELECTOR}"),
        ("keycap", f"[0-9]{_SELECTOR}\u20e3"),
        ("kanji", rf"[{KANJI_ONE_TO_TEN}]{{1,3}}(?:[．.]|[、](?![{KANJI_ONE_TO_TEN}])|(?=[ 　]))"),
        ("kparen", rf"[(（][{KANJI_ONE_TO_TEN}]{{1,3}}[)）]|[{PARENTHESIZED_KANJI_NUMBERS}]"),
        ("roman", r"[Ⅰ-Ⅻ](?:[.．、)）]|(?=[\s　]))|[IVX]{1,4}[.．](?=[\s　])"),
        ("smallroman", r"[ⅰ-ⅻ](?:[.．、)）]|(?=[\s　]))|[(（][ⅰ-ⅻ][)）]"),
        ("kana", rf"[{_KANA_ITEMS}{_IROHA_ITEMS}](?:[.．)）](?![{KATAKANA}])|(?=[ 　]+[^\s　]))"),
        ("kanaparen", rf"[(（](?:[{KATAKANA}]|[あいうえお])[)）]"),
        (
            "letter",
            rf"[{LATIN}][)）]|[A-Za-z][.．](?=[\s　])"
            rf"|(?![{FULLWIDTH_CAPITALS}])[{FULLWIDTH_LATIN}](?=[ 　])|[a-z](?=　)",
        ),
        ("letterparen", rf"[(（][{LATIN}][)）]"),
        (
            "step",
            rf"(?:Step|STEP|ＳＴＥＰ|ステップ|手順)[ 　]?[{DIGITS}]{{1,2}}(?:[.．:：)）](?![{DIGITS}])|(?=[\s　]))",
        ),
        (
            "space",
            rf"[{DIGITS}]{{1,2}}(?=　+[^{_NO_ITEM}]|[ ]+(?!{_COUNTED})[^{_NO_ITEM}])",
        ),
    )
)

_SPACED_NUMBER = re.compile(rf"([{DIGITS}]{{1,2}})[ ]+([^{_NO_ITEM}].*)")

_DATE = (
    rf"(?:(?:西暦)?[{DIGITS}〇{KANJI_ONE_TO_TEN}]{{4}}"
    rf"|(?:{'|'.join(ERAS)})[ ]?[{DIGITS}元{KANJI_ONE_TO_TEN}]{{1,3}})"
    r"[ ]?年[ ]?"
    rf"[{DIGITS}{KANJI_ONE_TO_TEN}]{{1,3}}[ ]?月(?:[ ]?(?:[{DIGITS}{KANJI_ONE_TO_TEN}]{{1,3}}[ ]?|吉)日)?"
    rf"|[{DIGITS}]{{4}}[-/.．／][{DIGITS}]{{1,2}}[-/.．／][{DIGITS}]{{1,2}}|[{DIGITS}]{{1,2}}月[{DIGITS}]{{1,2}}日"
)
_DATE_LINE = re.compile(
    rf"[（(［\[【]?(?:(?:公開|更新|配信|掲載|投稿|発行|作成|最終更新|初出|改訂|制定)日?時?[：:\s　]*)?(?:{_DATE})"
    rf"[\s　]*(?:[(（][{WEEKDAYS}](?:曜日?)?(?:[{MIDDLE_DOTS}]祝)?[)）])?[\s　]*"
    rf"(?:(?:午前|午後)?[{DIGITS}]{{1,2}}(?:[:：][{DIGITS}]{{2}}|時(?:[{DIGITS}]{{1,2}}分)?))?[\s　]*"
    r"(?:付|号|公開|更新|配信|掲載|発行|投稿|現在|改訂|制定|JST)?[)）］\]】]?(?:[\s　/／|｜]+[^\s　。、]{1,20}){0,2}"
)
_CREDIT = (
    "取材|文|写真|撮影|執筆|著|著者|作|訳|翻訳|編集|編|構成|イラスト|聞き手|記者|筆者|文責|報告|監修|作者|投稿者"
    "|作成者|記録|出典|提供"
)
_CREDIT_LINE = re.compile(
    rf"[（(]?(?:{_CREDIT})(?:[{MIDDLE_DOTS}/／、と](?:{_CREDIT}))*"
    rf"(?:[\s　]*[：:／/=＝{MIDDLE_DOTS}][\s　]*|[\s　]+)[^。、]{{1,40}}[)）]?"
    r"|(?:[Bb][Yy]|Text|Photo)[\s:：]+\S.{0,40}"
    r"|[^\s。、「」]{1,12}[ 　]?[^\s。、「」はがをにのとで]{0,6}(?:記者|特派員|編集委員|論説委員)"
)
_AGENCY_LINE = re.compile(
    r"[（(［\[【](?:[^（）()、。]{0,12}"
    r"(?:通信|新聞|ロイター|時事|共同|ＡＰ|AP|AFP|ＡＦＰ|社(?=[）)］\]】・、 　])|ニュース|記者|編集部|特派員|支局)"
    r"[^（）()。]{0,12}|(?:ロイター|時事|共同|AFP)[^（）()。]{0,12})[)）］\]】]"
)
_NOT_NUMBERS = re.compile(rf"[{DIGITS}]{{1,2}}[:：][{DIGITS}]{{2}}|[{DIGITS}]{{4}}[-/.]")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s　<>「」]+>?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def read_sign(text: str) -> Sign:
    """Return the marker of a stripped, non-empty line."""
    if text == TABLE:
        return Sign("table", "", text)
    if is_separator(text):
        return Sign("separator", text, "")
    if match := _HASH.fullmatch(text):
        return Sign("hash", match[1], match[2], "hash", len(match[1]))
    if text[0] in ">＞" and not _BRACKET.fullmatch(text):
        match = _QUOTE.fullmatch(text)
        assert match
        return Sign("quote", match[1].strip(), match[2].strip(), "quote", len(re.sub(r"\s", "", match[1])))
    if _ADDRESS.fullmatch(text):
        return Sign("address", "", text)
    if match := _NOTE.fullmatch(text):
        return Sign("note", match[1], match[2])
    if is_byline(text):
        return Sign("byline", "", text)
    if _BRACKET.fullmatch(text):
        return Sign("bracket", "", text, text[0])
    if match := _BULLET.fullmatch(text):
        marker, rest = (group for group in match.groups() if group is not None)
        return Sign("bullet", marker, rest, marker)
    return _numbered(text)


def _numbered(text: str) -> Sign:
    if match := _CHAPTER.fullmatch(text) or _CHAPTER_TIGHT.fullmatch(text):
        return Sign("chapter", match[1], match[3].strip(), match[2])
    if (match := _MARK.fullmatch(text)) and not re.match(r"[△▲]\d", text):
        return Sign("mark", match[1], match[3], match[2])
    if _NOT_NUMBERS.match(text):
        return Sign("", "", text)
    for scheme, pattern in _NUMBERS:
        if match := pattern.fullmatch(text):
            if scheme == "dotted":
                scheme = f"dotted{len(re.findall(f'[{DIGITS}]+', match[1]))}"
            return Sign("number", match[1], match[2], scheme, _value(match[1]))
    return Sign("", "", text)


def read_spaced_number(text: str) -> Sign:
    """Return the number before a space as a marker, also where it may count: `2 時間` between the items 1 and 3."""
    match = _SPACED_NUMBER.fullmatch(text)
    return Sign("number", match[1], match[2], "space", _value(match[1])) if match else Sign("", "", text)


def is_separator(text: str) -> bool:
    """True for a line that has only ornaments: ＊＊＊, ---, ◇ (but not …… or ・・・, which are speech)."""
    signs = re.sub(r"[\s　]", "", text)
    if signs == "--":  # above the signature of an e-mail
        return True
    if not signs or not set(signs) <= _RULES or set(signs) <= set("・…"):
        return False
    return len(signs) >= 3 or set(signs) <= _ORNAMENTS - {"※"} or signs == "※"


def is_byline(text: str) -> bool:
    """True for a line that has only the writer, the agency or the date."""
    if len(text) > 60 or text.endswith("。"):
        return False
    return any(pattern.fullmatch(text) for pattern in (_DATE_LINE, _CREDIT_LINE, _AGENCY_LINE))


def _value(marker: str) -> int:
    """Return the number in a marker; for 1.2 the last part; 0 when unknown."""
    if digits := re.findall(f"[{DIGITS}]+", marker):
        return int(digits[-1])
    text = re.sub(r"[()（）.．、\s]", "", marker)
    if all(char in KANJI_ONE_TO_TEN for char in text):
        return _kanji_value(text)
    if len(text) == 1 and (number := unicodedata.numeric(text, 0.0)):
        return int(number)
    if set(text) <= set("IVX"):
        return {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}.get(
            text, 11
        )
    letter = unicodedata.normalize("NFKC", text).lower()[:1]
    if "a" <= letter <= "z":
        return ord(letter) - ord("a") + 1
    # イ is the second of アイウ and the first of イロハ: ロ comes after it in any case.
    return _KANA_ITEMS.find(letter) + 1 or _IROHA_ITEMS.find(letter) + 2


def _kanji_value(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return KANJI_ONE_TO_TEN.index(text[-1]) + 1
    return 10 * (KANJI_ONE_TO_TEN.index(tens[-1]) + 1 if tens else 1) + (
        KANJI_ONE_TO_TEN.index(ones[0]) + 1 if ones else 0
    )
