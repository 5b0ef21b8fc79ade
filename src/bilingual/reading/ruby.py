"""Find ruby (furigana) in running text, remove it from the text and return it as marks.

Read: ｜漢字《かんじ》 and 漢字《かんじ》 (Aozora Bunko), {漢字|かんじ} (Markdown dialects) and HTML's <ruby>.
Aozora's editorial notes ［＃…］ are dropped; one that describes a character (※［＃…、U+5F49…］) becomes it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from bilingual.languages.japanese.scripts import (
    HIRAGANA,
    KANJI_WORD,
    KATAKANA,
    LONG_MARK,
    SOUND_MARKS,
    VARIATION_SELECTORS,
)
from bilingual.model import Mark

_KANJI = KANJI_WORD + VARIATION_SELECTORS
# With the separators between the parts of a reading: しゅう・きんぺい.
_HIRAGANA = HIRAGANA + SOUND_MARKS + LONG_MARK + "・ 　"
_KANA = _HIRAGANA + KATAKANA

_BARRED = r"[｜|](?P<b1>[^《》｜|\n]{1,40})《(?P<r1>[^《》\n]{1,60})》"
_BARE = rf"(?<![{_KANJI}])(?P<b2>[{_KANJI}]{{1,30}}+)《(?P<r2>〔?[{_KANA}]{{1,40}}〕?)》"
_BRACED = rf"[{{｛](?P<b3>[^{{}}｛｝|｜\n]{{1,40}})[|｜](?P<r3>[{_KANA}|｜]{{1,60}})[}}｝]"
_HTML = r"<ruby[^<>]{0,80}>(?P<b4>[^\n]{1,400}?)</ruby\s{0,9}>"
_PATTERN = re.compile("|".join((_BARRED, _BARE, _BRACED, _HTML)), re.IGNORECASE)

_NOTE = re.compile(r"※?［＃(?:「[^」\n]{0,80}」|[^］\n]){0,200}］")
_BRACKETED = re.compile(rf"(?<![{_KANJI}])《[^《》\n]{{1,60}}》")
_HAS_RUBY = re.compile(rf"｜[^《》｜\n]{{1,40}}《|[{_KANJI}]《[{_HIRAGANA}]+》")
_COMBINING = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    ":": "\u0308",
    "~": "\u0303",
    ",": "\u0327",
    "&": "\u030a",
    "_": "\u0304",
}
"""Aozora Bunko's signs for accents behind a letter → the combining character."""
_LIGATURES = {"AE&": "Æ", "ae&": "æ", "OE&": "Œ", "oe&": "œ", "s&": "ß", "O/": "Ø", "o/": "ø"}
_LETTER_AND_ACCENT = re.compile(
    r"(?P<ligature>AE&|ae&|OE&|oe&|s&|[Oo]/(?!/))"
    r"|[AEIOUaeiou][`^:~_](?![\s/])|[ANOano]~|[AEIOUYCLNRSZaeiouyclnrsz]'|[CGHJSWYcghjswy]\^|[Yy]:|[CcSsTt],(?=\w)|[AaUu]&"
)
"""The letters that Aozora Bunko writes with signs, each with those it has: no comma or colon before a space."""
_ACCENTED = re.compile(r"〔([ -~]{1,200})〕")
_AGAIN = re.compile(rf"(?<=[{HIRAGANA}{KATAKANA}{KANJI_WORD}])／″?＼")
_LEGEND = re.compile(
    r"^-{10,}\r?\n(?:(?!-{10,}\r?\n)[^\n]*\n){0,40}?【テキスト中に現れる記号について】\r?\n(?:[^\n]*\n){0,60}?-{10,}\r?\n",
    re.MULTILINE,
)
_WORKS = re.compile(
    r"(?:映画|絵画|作品|小説|楽曲|名画|名作|代表作|傑作|油彩|版画|彫刻|連作|大作|漫画|歌劇|交響曲|戯曲)$"
)


def uses_aozora_ruby(text: str) -> bool:
    """True when 漢字《…》 is ruby in this text: 《》 also encloses titles of works (絵画《ゲルニカ》)."""
    if re.search(r"｜[^《》｜\n]{1,40}《", text):
        return True
    return len(_HAS_RUBY.findall(text)) > len(_BRACKETED.findall(text))


def drop_notes(text: str) -> str:
    """Return a line as Aozora Bunko's conventions mean it.

    Notes ［＃…］ are dropped, one that describes a character gives it; 〔cafe'〕 is café, いろ／＼ is いろ〳〵.
    """
    text = _NOTE.sub(_gaiji, text) if "［＃" in text else text
    text = _ACCENTED.sub(_accents, text) if "〔" in text else text
    return _AGAIN.sub(lambda found: "〴〵" if "″" in found[0] else "〳〵", text) if "／" in text else text


def without_legend(text: str) -> str:
    """Return a text without the legend at the head of Aozora Bunko's files; its lines stay, empty."""
    return _LEGEND.sub(lambda found: "\n" * found[0].count("\n"), text, count=1) if "【テキスト中に" in text else text


def _accents(found: re.Match[str]) -> str:
    """Return the letters with their accents, or the text in its brackets if it has none."""
    text = found[1]
    if "://" in text:
        return found[0]
    shown = _LETTER_AND_ACCENT.sub(_letter, text)
    return shown if shown != text else found[0]


def _letter(found: re.Match[str]) -> str:
    if found["ligature"]:
        return _LIGATURES[found[0]]
    return unicodedata.normalize("NFC", found[0][0] + _COMBINING[found[0][1]])


def take_ruby(text: str, marks: Iterable[Mark] = (), *, bare: bool = True) -> tuple[str, tuple[Mark, ...]]:
    """Return the text without ruby, and the marks with the ruby added, in order of place.

    `marks` are marks on `text`; they are moved. Ruby inside inline code is left alone.
    With `bare` false, 漢字《かんじ》 without a bar is not ruby.
    """
    old = list(marks)
    codes = sorted((mark.start, mark.end) for mark in old if mark.kind == "code")
    parts: list[str] = []
    cuts: list[tuple[int, int]] = []
    rubies: list[Mark] = []
    at = length = 0
    for match in _PATTERN.finditer(text):
        base, reading = _base_and_reading(match)
        if not _is_ruby(match, base, reading, bare) or _overlaps(match, codes):
            continue
        parts += [text[at : match.start()], base]
        start = length + match.start() - at
        cuts.append((match.start(), match.end()))
        rubies.append(Mark("ruby", start, start + len(base), reading))
        length = start + len(base)
        at = match.end()
    parts.append(text[at:])
    moved = [replace(m, start=_move(m.start, cuts, rubies), end=_move(m.end, cuts, rubies)) for m in old]
    return "".join(parts), tuple(sorted(moved + rubies, key=lambda mark: (mark.start, mark.end)))


def _base_and_reading(match: re.Match[str]) -> tuple[str, str]:
    if inner := match["b4"]:
        reading = "".join(re.findall(r"<rt[^<>]*>(.*?)(?=<|$)", inner, re.IGNORECASE))
        base = re.sub(r"<r[tp][^<>]*>.*?(?:</r[tp]\s*>|(?=<r[tp])|$)", "", inner, flags=re.IGNORECASE)
        return re.sub(r"<[^<>]*>", "", base).strip(), re.sub(r"<[^<>]*>", "", reading).strip()
    base = match["b1"] or match["b2"] or match["b3"]
    reading = match["r1"] or match["r2"] or match["r3"]
    return base, re.sub("[|｜〔〕]", "", reading).strip()


def _is_ruby(match: re.Match[str], base: str, reading: str, bare: bool) -> bool:
    if match["b1"]:
        return bool(reading)
    if match["b2"]:
        return bare and bool(reading) and not _WORKS.search(base)
    return bool(base and reading)


def _overlaps(match: re.Match[str], codes: list[tuple[int, int]]) -> bool:
    """Return whether a match overlaps one of the spans, which are in order and apart."""
    before = bisect_left(codes, (match.end(),)) - 1
    return before >= 0 and codes[before][1] > match.start()


def _move(offset: int, cuts: list[tuple[int, int]], rubies: list[Mark]) -> int:
    """Return the offset in the new text of an offset in the old one."""
    before = bisect_left(cuts, (offset,)) - 1
    if before < 0:
        return offset
    start, end = cuts[before]
    ruby = rubies[before]
    return offset - end + ruby.end if offset >= end else min(offset - start + ruby.start, ruby.end)


def _gaiji(match: re.Match[str]) -> str:
    """Return the character that a note describes by code point or by JIS plane-row-cell; ※ when it gives none."""
    note = match[0]
    if not note.startswith("※"):
        return ""
    if code := re.search(r"U\+([0-9A-Fa-f]{4,6})", note):
        value = int(code[1], 16)
        return chr(value) if 0xA0 <= value < 0x110000 and not 0xD800 <= value < 0xE000 else "※"
    if jis := re.search(r"(?<!\d)([12])-(\d{1,2})-(\d{1,2})(?!\d)", note):
        plane, row, cell = (int(number) for number in jis.groups())
        data = b"\x8f" * (plane - 1) + bytes((0xA0 + min(row, 94), 0xA0 + min(cell, 94)))
        return data.decode("euc_jis_2004", errors="ignore") or "※"
    return "※"
