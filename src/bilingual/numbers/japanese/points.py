"""The middle dot as a decimal point, as newspapers set it: 1・5倍, 金利は2・3%, 〇・八. Most middle dots are not."""

from __future__ import annotations

import re

from bilingual.languages.japanese.scripts import KANJI_DIGITS, KANJI_NUMERALS, KANJI_ONE_TO_NINE, KANJI_TENS

_BOTH = re.compile(
    rf"(?<![0-9{KANJI_NUMERALS}・.,])(?P<a>(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}})|[{KANJI_DIGITS}{KANJI_TENS}]{{1,6}})(?P<sep>[・.])"
    rf"(?P<b>(?:\d{{1,4}})|[{KANJI_DIGITS}]{{1,4}})(?![0-9{KANJI_DIGITS}・.,])"
)
# Measured values have decimals: 1・2% never means one or two percent.
_MEASURED = re.compile(
    r"[万億兆%倍℃]|パーセント|ポイント|平方|立方|キロ|メートル|センチ|ミリ|トン|グラム|リットル|ヘクタール|ワット|ドル|ユーロ"
    r"|[㍍㌢㍉㌔㌘㌧㌶㍑㌫㌦]|(?:k|c|m)?[mgL](?![A-Za-z])|度(?![目も])|ノット|マイル|カロリー|馬力|気圧|ヘクト|シーベルト|坪(?!庭)|光年"
)
# Counted values have them unless the two are neighbours: 1・5時間, but 1・2時間 is one or two hours.
_COUNTED = re.compile(r"時間|秒|円|[年週]間|[かカヶヵケ]月(?!目)|人に|割|歳")
_BEFORE = re.compile(
    r"(?:率|指数|倍率|平均|マグニチュード|[MＭ]|偏差値|視力|震源の規模)(?:は|が|も|で|の|、)?(?:約|およそ)?$"
)
_NEVER = re.compile(r"[年月日号版面条項階位代次期章節組番](?!間)")


def pointed(text: str) -> str:
    """Return the folded text with its decimal points normalised and its length unchanged.

    Between figures the point is a full stop, between kanji `･`: a full stop there may belong to a list, 一．二つの案.
    """
    if "・" not in text and "." not in text:
        return text
    return _BOTH.sub(lambda found: _plain(text, found), text)


def _plain(text: str, found: re.Match[str]) -> str:
    first, last = found["a"], found["b"]
    if first.isascii() != last.isascii() or (first.isascii() and found["sep"] == ".") or not _is_point(text, found):
        return found[0]
    return f"{first}.{last}" if first.isascii() else f"{first}･{last}"


def _is_point(text: str, found: re.Match[str]) -> bool:
    first, last, end = found["a"], found["b"], found.end()
    if _NEVER.match(text, end):
        return False
    if first in ("0", "〇", "零") or _MEASURED.match(text, end):
        return True
    return bool(_BEFORE.search(text, max(0, found.start() - 12), found.start())) or (
        bool(_COUNTED.match(text, end)) and not _neighbours(first, last)
    )


def _neighbours(first: str, last: str) -> bool:
    """Return whether 1・2 may be one or two."""
    signs = "0123456789" if first.isascii() else f"〇{KANJI_ONE_TO_NINE}"
    return len(first) == len(last) == 1 and signs.find(last) - signs.find(first) == 1
