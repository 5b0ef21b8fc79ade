"""What stands beside a Japanese numeral: counters, units and currencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from bilingual.languages.data import language_pairs, language_rows
from bilingual.model import NumberKind


@dataclass(frozen=True, slots=True)
class CounterWord:
    """A counter or a unit."""

    kind: NumberKind
    one: str
    many: str
    flags: str
    """`k`: a kanji numeral before it counts; `o`: it may be an ordinal (3回 is three times or the third time);
    `b`: English prints the number alone (5冊, five); `l`: the label stands before the number (Article 9);
    `s`: English prints the sign itself (5 km)."""


UNITS = {
    word: CounterWord(cast(NumberKind, kind), one, many, flags)
    for word, kind, one, many, flags in language_rows("japanese/counters.tsv")
}
"""Japanese form → unit."""

MONEY = language_pairs("japanese/currencies.tsv")
"""Japanese form → currency."""
MONEY_SIGNS = {"¥": "JPY", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW"}

# A counter or unit that begins another word: 3人口, 5本社, 2円形, 4台湾. Counter → what may not follow.
_OTHER_WORD = """
日=本(?!会議|格|社|庁) 人前=後 人=[口形工材物格権類気事情員民](?!の) 名=古屋|前|称|誉|門|物|所|刺
本=[社当州格部館人](?!の)|来|国 台=湾|風|所|頭|数 社=[会長説員団交宅殿]|外 校=[長歌舎庭閲正内]
機=[関能会体械構動密嫌] 点=[検灯滅数火線在] 回=[裏表復答収転避路顧帰想覧線] 部=[品長下隊署族屋分員門数局落材]
代=[表理替金償謝償] 円=[形周卓盤滑熟満] 元=[首大会社総日祖旦]|気|来|老|年|号 県=[警庁議知民内営外立] 件=[数名]
分=[野析類散布担離裂岐別配割業身量厘解校]|[0-9一二三四五六七八九]厘
倍=[率加](?!す)|数 行=[政動為事進程列方使員] 語=[学句源]
組=[織合閣曲員長] 作=[戦者成業家曲品用法](?!の) 品=[質種物格切] 基=[本地礎金準] 体=[制験育操重力調系温質感] 席=[巻次]
首=[脳相都長位席](?!の) 話=[題者] 店=[舗長員頭] 局=[面長所員] 便=[利宜乗] 面=[積接会倒] 種=[目子類別族] 群=[衆馬島像]
派=[遣手生閥出] 党=[首員派内] 子=[供会孫細算] 次=[元第回官長席](?!の) 級=[友数友] 等=[身級分価式]|しい
着=[工手陸実任席目用物](?!し) 頭=[部脳取打上痛] 両=[国者氏方側面首親院立軍手足](?!の) 石=[油炭川橋田井原] 段=[落取差]
号=[令外泣] 条=[件約例項文理] 章=[節句](?!の) 期=[待間限日首](?!の) 位=[置牌] 食=[品事料堂糧材欲] 周=[辺囲知期波到]
泊=地 敗=[北退戦](?!し) 勝=[利者負手目率敗](?!の) 丈=夫 寸=[法前断] 尺=八|度 里=[山帰親浜] 男=[性子女児]
女=[性子優王児] 度=[目合数胆] 番=[組号] 畳=み 束=縛|の間 足=[りらる元跡場掛]|立区 座=[談席標長] 世=[界代論間紀帯]
世紀=梨
"""
OTHERS = {unit: re.compile(words) for unit, _, words in (entry.partition("=") for entry in _OTHER_WORD.split())}
"""Counter → a pattern of what makes another word of it."""


_LONGEST = max(map(len, UNITS))


def unit_at(text: str, at: int) -> tuple[str, CounterWord | str] | None:
    """Return the longest counter, unit or currency at `at`: its form, and what it is (a currency as its code)."""
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        form = text[at : at + length]
        found: CounterWord | str | None = MONEY.get(form) or UNITS.get(form)
        if found is None:
            continue
        other = OTHERS.get(form)
        if other and other.match(text, at + length):
            continue
        if (
            form[-1].isascii()
            and form[-1].isalpha()
            and text[at + length : at + length + 1].isascii()
            and text[at + length : at + length + 1].isalpha()
        ):
            continue
        return form, found
    return None
