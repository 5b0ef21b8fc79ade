"""What stands beside a Japanese numeral: counters, units, currencies, eras. Names and English are public facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilingual.model import NumberKind


@dataclass(frozen=True, slots=True)
class CounterWord:
    """A counter or a unit."""

    kind: NumberKind
    one: str
    many: str
    flags: str
    """`k`: a kanji numeral before it counts; `o`: it may be an ordinal (3回 is three times or the third time);
    `b`: English prints the number alone (5冊, five); `l`: the label stands before the number (Article 9)."""


# kind | singular | plural | flags | Japanese
_TABLE = """
count | person | people | k | 人 名
count | party | parties | k | 者
count | case | cases | k | 件
count | company | companies | k | 社
count | country | countries | k | か国 カ国 ヵ国 ヶ国 ケ国 箇国
count | language | languages | k | か国語 カ国語 ヵ国語 ヶ国語 箇国語
count | place | places | k | か所 カ所 ヵ所 ヶ所 ケ所 箇所
count | school | schools | k | 校
count | vote | votes | k | 票
count | seat | seats | k | 議席
count | household | households | k | 世帯
count | building | buildings | k | 棟
count | kind | kinds | k | 種類
count | city | cities | k | 都市
count | prefecture | prefectures | k | 県 都県 府県 都道府県
count | team | teams | k | チーム
count | store | stores | k | 店舗
count | region | regions | k | 地域
count | field | fields | k | 分野
count | item | items | k | 項目 品目
count | group | groups | k | 団体 グループ
count | match | matches | k | 試合
count | song | songs | k | 曲
count | work | works | k | 作品
count | night | nights | k | 泊 晩
count | meal | meals | k | 食
count | win | wins | k | 勝
count | loss | losses | k | 敗
count | draw | draws | k | 引き分け 分け
count | lap | laps | k | 周
count | character | characters | k | 文字
count | aircraft | aircraft | k | 機
count | ship | ships | k | 隻
count | page | pages | ko | ページ 頁
count | point | points | k | 点 得点
count | time | times | ko | 回 度
count | university | universities | k | 大学
count | bank | banks | k | 銀行
count | hit | hits | k | 安打
count | home run | home runs | k | 本塁打 本塁
count | goal | goals | k | ゴール
count | volume | volumes | kob | 巻
count | | | kb | 個 つ ツ 本 台 冊 枚 通 両 頭 匹 羽 組 足 着 杯 袋 箱 束 品 作 基 体 株 席 艘 首 句 篇 編 話 店 局 便
count | | | kb | 軒 戸 室 床 柱 座 尊 輪 面 字 語 行 膳 皿 切れ 玉 連 人分 人前 種 群 派 州 党 か条 カ条 ヵ条 ヶ条
count | | | kb | 箇条 点セット か村 か町 カ村 か寺 ヶ寺 か月分 カ月分 ヶ月分 段階 世代 児 姉妹 兄弟 部作
count | | | kb | 部構成 人組 人兄弟 拍 段 層 角形 面体 方向 角
count | | | ob | 部 代 期 次 級 等 世 階級
measure | kilometer | kilometers | k | キロ キロメートル
measure | kilogram | kilograms | k | キログラム
measure | meter | meters | k | メートル
measure | centimeter | centimeters | k | センチ センチメートル
measure | millimeter | millimeters | k | ミリ ミリメートル
measure | ton | tons | k | トン
measure | gram | grams | k | グラム
measure | milligram | milligrams | k | ミリグラム
measure | liter | liters | k | リットル
measure | milliliter | milliliters | k | ミリリットル
measure | hectare | hectares | k | ヘクタール
measure | square kilometer | square kilometers | k | 平方キロ 平方キロメートル
measure | square meter | square meters | k | 平方メートル 平米
measure | cubic meter | cubic meters | k | 立方メートル
measure | kilowatt | kilowatts | k | キロワット
measure | megawatt | megawatts | k | メガワット
measure | degree Celsius | degrees Celsius | | ℃ °C
measure | degree | degrees | | ° 度C
measure | calorie | calories | k | カロリー
measure | kilocalorie | kilocalories | k | キロカロリー
measure | mile | miles | k | マイル
measure | barrel | barrels | k | バレル
measure | knot | knots | k | ノット
measure | hertz | hertz | k | ヘルツ
measure | decibel | decibels | k | デシベル
measure | sievert | sieverts | k | シーベルト
measure | millisievert | millisieverts | k | ミリシーベルト
measure | magnitude | magnitude | | マグニチュード
measure | shaku | shaku | k | 尺
measure | sun | sun | k | 寸
measure | jo | jo | k | 丈 畳
measure | koku | koku | k | 石
measure | tsubo | tsubo | k | 坪
measure | ri | ri | k | 里
measure | cho | cho | k | 町歩
measure | horsepower | horsepower | k | 馬力
measure | point | points | k | ポイント
measure | byte | bytes | | バイト
measure | gigabyte | gigabytes | | ギガバイト
percent | percent | percent | k | % パーセント
percent | percentage point | percentage points | | %ポイント パーセントポイント
duration | year | years | k | 年間 歳 才
duration | year | years | ko | 年 か年 ヵ年 カ年 ヶ年 箇年
duration | month | months | k | か月 カ月 ヵ月 ヶ月 ケ月 箇月 か月間 カ月間 ヵ月間 ヶ月間 ケ月間 箇月間
duration | week | weeks | k | 週間
duration | week | weeks | ko | 週
duration | day | days | k | 日間
duration | day | days | ko | 日
duration | hour | hours | k | 時間
duration | minute | minutes | k | 分間 分
duration | second | seconds | k | 秒間 秒
duration | half year | half years | k | 半期
duration | century | centuries | k | 世紀間 世紀 世紀にわた
times | time | times | k | 倍
ordinal | | | k | 位 番目 番手 代目 人目 つ目 ツ目 個目 期目 度目 作目 枚目 冊目 件目 社目 台目 本目 校目 か国目
ordinal | | | k | カ国目 番線 世紀目 合目 戦目 着
ordinal | time | times | k | 回目
ordinal | year | years | k | 年目
ordinal | day | days | k | 日目
ordinal | month | months | k | か月目 カ月目 ヶ月目
ordinal | anniversary | anniversaries | k | 周年 周年記念
ordinal | anniversary | anniversaries | k | 回忌
ordinal | -year student | -year students | k | 年生 回生
ordinal | | | k | 段目 室目 問目 周目 話目 杯目 匹目 打席目 試合目 世代目 文字目 行目 列目
ordinal | son | sons | ko | 男
ordinal | daughter | daughters | ko | 女
ordinal | child | children | ko | 子
count | -story | -story | k | 階建て 階建
ordinal | floor | floors | ko | 階
count | quarter | quarters | ko | 四半期
ordinal | -chome | | ko | 丁目
ordinal | No. | | l | 号 番 号機 号車 号線 号館 番街 番機
ordinal | Article | | l | 条
ordinal | Chapter | | l | 章
ordinal | page | | l | ページ目
"""


def _units() -> dict[str, CounterWord]:
    units: dict[str, CounterWord] = {}
    for line in _TABLE.strip().split("\n"):
        kind, one, many, flags, forms = (part.strip() for part in line.split("|"))
        for form in forms.split():
            units[form] = CounterWord(kind, one, many, flags)  # type: ignore[arg-type]
    symbols = {"km": "kilometer", "cm": "centimeter", "mm": "millimeter", "m": "meter", "kg": "kilogram", "g": "gram"}
    symbols |= {"t": "ton", "mg": "milligram", "ha": "hectare", "kW": "kilowatt", "MW": "megawatt", "GB": "gigabyte"}
    symbols |= {"km²": "square kilometer", "㎢": "square kilometer", "km2": "square kilometer", "L": "liter"}
    symbols |= {
        "m²": "square meter",
        "㎡": "square meter",
        "m2": "square meter",
        "m³": "cubic meter",
        "㎥": "cubic meter",
    }
    symbols |= {"㎞": "kilometer", "㎝": "centimeter", "㎜": "millimeter", "㎏": "kilogram", "ml": "milliliter"}
    symbols |= {"hPa": "hectopascal", "kWh": "kilowatt-hour", "Hz": "hertz", "MB": "megabyte", "dB": "decibel"}
    plain = {
        "㎢": "km²",
        "km2": "km²",
        "㎡": "m²",
        "m2": "m²",
        "㎥": "m³",
        "㎞": "km",
        "㎝": "cm",
        "㎜": "mm",
        "㎏": "kg",
    }
    for sign, name in symbols.items():
        shown = plain.get(sign, sign)
        units[sign] = CounterWord("measure", name, shown, "s")
    return units


UNITS = _units()
"""Japanese form → unit."""

MONEY = {
    "円": "JPY",
    "米ドル": "USD",
    "ドル": "USD",
    "豪ドル": "AUD",
    "カナダドル": "CAD",
    "香港ドル": "HKD",
    "台湾ドル": "NTD",
    "シンガポールドル": "SGD",
    "ユーロ": "EUR",
    "人民元": "CNY",
    "元": "CNY",
    "ポンド": "GBP",
    "ウォン": "KRW",
    "ルーブル": "RUB",
    "ルピー": "INR",
    "バーツ": "THB",
    "スイスフラン": "CHF",
    "フラン": "FRF",
    "マルク": "DEM",
    "ドン": "VND",
    "ペソ": "PHP",
    "レアル": "BRL",
    "銭": "sen",
    "セント": "cent",
}
MONEY_SIGNS = {"¥": "JPY", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW"}

ERAS = {
    "明治": ("Meiji", 1867, 45),
    "大正": ("Taisho", 1911, 15),
    "昭和": ("Showa", 1925, 64),
    "平成": ("Heisei", 1988, 31),
    "令和": ("Reiwa", 2018, 99),
}
"""Era → (English, year before its first, its last year)."""
ERA_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}

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
