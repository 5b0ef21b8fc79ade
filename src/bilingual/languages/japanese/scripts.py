"""The characters of Japanese: kana, kanji, numerals, brackets, punctuation; and the signs of weekdays and eras.

A constant that is a `str` is the body of a character class: it goes between the brackets of a regular expression
(`rf"[{KANJI}]+"`), alone or with others. Classes follow the blocks of Unicode (Blocks.txt) and its scripts (UAX #24,
Scripts.txt). Ends of ranges that Unicode normalization changes are escapes: normalized, they would be another range.
"""

from __future__ import annotations

import re

# Kana ---------------------------------------------------------------------------------------------------------

HIRAGANA = "ぁ-ゖゝ-ゟ"
"""Block Hiragana, script Hiragana: ぁ to ゖ, the iteration marks ゝ ゞ and ゟ; without the sound marks ゛ ゜."""
KATAKANA = "ァ-ヺヽ-ヿㇰ-ㇿ"
"""Blocks Katakana and Katakana Phonetic Extensions, script Katakana: ァ to ヺ, ヽ ヾ ヿ, and ㇰ to ㇿ for Ainu; without
・ (punctuation), ー (of both scripts) and the half-width forms."""
LONG_MARK = "ー"
"""U+30FC, the prolonged sound mark: script Common, used with both kana."""
HALFWIDTH_KATAKANA = "\uff66-\uff9f"
"""Block Halfwidth and Fullwidth Forms: ｦ to ﾝ, with ｰ and the sound marks ﾞ ﾟ, which are characters of their own."""
SOUND_MARKS = "\u3099-\u309c"
"""The combining and the spacing voiced and semi-voiced sound marks."""
KANA = HIRAGANA + KATAKANA + LONG_MARK
"""Full-width kana and ー."""

COUNTER_KE = "ヵヶ"
"""Katakana that are read か, が or こ between kanji: 3ヶ国, 霞ヶ関."""
KATAKANA_WORD = "ァ-ヴヷ-ヺー-ヿㇰ-ㇿ"
"""Characters of a katakana word: KATAKANA with ー and without ヵ and ヶ, which are not letters of foreign words."""

_SMALL_HIRAGANA = "ぁぃぅぇぉっゃゅょゎゕゖ"
_SMALL_KATAKANA = "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
SMALL_KANA = _SMALL_HIRAGANA + _SMALL_KATAKANA + "ｧｨｩｪｫｯｬｭｮ"
"""Kana that Unicode names SMALL, in three widths of writing."""

# Kanji --------------------------------------------------------------------------------------------------------

KANJI = "々-〇〻㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
"""Script Han as Japanese uses it: CJK Unified Ideographs with their extensions (planes 2 and 3 whole, so with 𠮷) and
CJK Compatibility Ideographs (﨑), the iteration marks 々 and 〻, the numeral 〇, and 〆 (script Common, but read as a
word: 〆切). Without radicals, Hangzhou numerals and ヶ."""
KANJI_WORD = KANJI + COUNTER_KE
"""Characters of a word in kanji: 霞ヶ関."""
VARIATION_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Variation selectors after a kanji: 葛󠄀."""

JAPANESE_LETTERS = KANA + HALFWIDTH_KATAKANA + KANJI
"""The characters of Japanese words: kana in both widths, ー and kanji."""

# Numerals -----------------------------------------------------------------------------------------------------

KANJI_ONE_TO_NINE = "一二三四五六七八九"
KANJI_ONE_TO_TEN = KANJI_ONE_TO_NINE + "十"
"""Numerals of items, days and eras up to 99 (二十三)."""
DIGIT_VALUES = {sign: value for value, sign in enumerate("〇" + KANJI_ONE_TO_NINE)} | {"零": 0}
KANJI_DIGITS = "〇零" + KANJI_ONE_TO_NINE
TEN_VALUES = {"十": 10, "百": 100, "千": 1000}
KANJI_TENS = "".join(TEN_VALUES)
"""Multipliers within a group of four digits."""
MYRIAD_VALUES = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
KANJI_MYRIADS = "万億兆"
"""Multipliers of groups of four digits, without 京, which is nearly always a part of a name (東京, 京都)."""
KANJI_NUMERALS = KANJI_DIGITS + KANJI_TENS + KANJI_MYRIADS
"""The signs of kanji numerals, without 京."""
FORMAL_NUMERALS = dict(
    zip("壱壹弌弐貳貮参參肆伍陸漆柒捌玖拾佰陌仟阡萬", "一一一二二二三三四五六七七八九十百百千千万", strict=True)
)
"""Formal numeral, which cannot be altered on paper → the plain one (大字, jitai of the Commercial Code)."""

# Latin and digits in two widths -------------------------------------------------------------------------------

FULLWIDTH_DIGITS = "\uff10-\uff19"
FULLWIDTH_CAPITALS = "\uff21-\uff3a"
FULLWIDTH_LATIN = FULLWIDTH_CAPITALS + "\uff41-\uff5a"
FULLWIDTH_FORMS = "\uff01-\uff60"
"""Full-width forms of ASCII, and ｟ ｠."""
DIGITS = "0-9" + FULLWIDTH_DIGITS
LATIN = "A-Za-z" + FULLWIDTH_LATIN
ENCLOSED_NUMBERS = "①-⑳㉑-㉟㊱-㊿❶-❿➀-➉⑴-⒇⒈-⒛"
"""Numbers in circles and parentheses or with a full stop, as one character: ①, ㉑, ❶, ⑴, ⒈."""
PARENTHESIZED_KANJI_NUMBERS = "㈠-㈩"

# Punctuation --------------------------------------------------------------------------------------------------

FULL_STOPS = "。｡"
COMMAS = "、，､"
MIDDLE_DOTS = "・･"
NAME_JOINTS = "・゠＝"
"""Separators between the parts of a foreign name: ジャン＝ジャック・ルソー."""
DASHES = "―—─"
"""U+2015, U+2014 and the box-drawing U+2500, which Japanese writers use interchangeably, mostly two together: ――."""
JOINT_LOOKALIKES = "\\-‐‑‒–—―−－﹣ーｰ─"
"""The hyphen of a telephone number, and the signs that Japanese writers use for it."""
RANGE_SIGNS = r"〜~\-–—―"
"""From … to, in text whose ～ and ∼ are folded to 〜."""
HALFWIDTH_PUNCTUATION = "\uff61-\uff65"
JAPANESE_PUNCTUATION = "\u3000-\u303f゠・" + SOUND_MARKS
"""Block CJK Symbols and Punctuation (with 々, 〆 and 〇), and the non-letters in the blocks of kana."""

BRACKETS = dict(zip("「『（〔［｛〈《【〖〘〝｟｢", "」』）〕］｝〉》】〗〙〟｠｣", strict=True))
"""Opening bracket → closing bracket (general categories Ps and Pe in the East Asian blocks)."""
SIGNS_AS_BRACKETS = {"≪": "≫", "＜": "＞"}
"""Mathematical signs that writers of Japanese use as brackets."""

# Emoji, which any text may have --------------------------------------------------------------------------------

_PICTURES = "\u2639\u263a\u2728\u2764\u270a-\u270d\u2b50\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
_ADDED = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
EMOJI = rf"[{_PICTURES}](?:[{_ADDED}]|\u200d[\u2190-\u2bff{_PICTURES}])*"
"""One emoji with its variation, skin tone, tags (a flag of Scotland), and what a joiner (U+200D) ties to it."""

# Scripts around -----------------------------------------------------------------------------------------------

EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
"""Blocks of Chinese, Japanese and Korean with their punctuation and full-width forms, from CJK Radicals Supplement."""
SPACED_LETTER = r"(?![\u2e80-\U0010ffff])\w"
"""One letter or digit of a script that puts spaces between words (a pattern, no class body): all before U+2E80."""

# The calendar -------------------------------------------------------------------------------------------------

WEEKDAYS = "月火水木金土日"
"""The days of the week by their sign, from Monday."""

has_japanese = re.compile(f"[{JAPANESE_LETTERS}]").search
JAPANESE_RUN = re.compile(f"[{JAPANESE_LETTERS}]+")
"""Finds the first kana or kanji of a text; None if there is none."""
has_kana = re.compile(f"[{KANA}]").search
"""Finds the first kana of a text: kanji alone may be Chinese, or a name in an English note."""

_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}


def to_hiragana(text: str) -> str:
    """Return the text with full-width katakana in hiragana, one for one; ー and what hiragana lacks (ヷ) stay."""
    return text.translate(_TO_HIRAGANA)
