"""Spellings of one word that a text may use instead of another: for finding only, never for printing.

One table, three rules and a list of exceptions. A form of the glossary and a text are both put into the same shape
(`vary`), so 髙橋 finds 高橋 and 高橋 finds 髙橋; the long vowel sign at a word's end, which changes the length, is an
alternative key of the form instead (`keys`). Where the glossary has both spellings, each is found as it is written.

Not here, because they change the word: hiragana of another size (しょう is not しよう), 々 (国々 is not 国国), the
simplified characters of Chinese.
"""

from __future__ import annotations

import re
from itertools import product

from bilingual.languages.japanese.scripts import KANJI, KANJI_DIGITS, KANJI_TENS, KATAKANA_WORD
from bilingual.languages.japanese.width import Folded, fold

# Each group: the character of today's lists (常用漢字, 人名用漢字), then its old and variant forms.
_KANJI = """
亜亞 悪惡 圧壓 囲圍 医醫 壱壹 稲稻 飲飮 隠隱 営營 栄榮 衛衞 駅驛 円圓圎 艶艷 塩鹽 奥奧 応應 横橫 欧歐 殴毆 黄黃
温溫 穏穩 仮假 価價 画畫 会會 回囘 壊壞 懐懷 絵繪 概槪 拡擴 殻殼 覚覺斈 岳嶽 楽樂 勧勸 巻卷 寛寬 歓歡 缶罐 観觀
関關 陥陷 顔顏 帰歸 気氣 亀龜 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 虚虛 峡峽 挟挾 教敎 強强 狭狹 郷鄕 尭堯 暁曉 区區 駆驅
勲勳 薫薰 群羣 径徑 恵惠 渓溪 経經 継繼 茎莖 蛍螢 軽輕 鶏鷄 芸藝 撃擊 倹儉 剣劍劔劒 圏圈 検檢 権權 献獻 県縣 研硏
険險 顕顯 験驗 厳嚴 呉吳 娯娛 効效 広廣 恒恆 鉱鑛礦 号號 国國囯 黒黑 済濟 砕碎 剤劑 桜櫻 冊册 雑雜 参參 惨慘 桟棧 蚕蠶
賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 舎舍 写寫 釈釋 寿壽 収收 従從 渋澁 獣獸 縦縱 粛肅 処處 緒緖 叙敍敘 奨奬 将將
焼燒 称稱 証證 乗乘 剰剩 壌壤 嬢孃 条條 浄淨 畳疊 穣穰 譲讓 醸釀 嘱囑 触觸 寝寢 慎愼 晋晉 真眞 尽盡 図圖 粋粹 酔醉
随隨 髄髓 数數 枢樞 瀬瀨 静靜 税稅 説說 摂攝 窃竊 専專 戦戰 浅淺 潜潛 繊纖 践踐 銭錢 禅禪 双雙 壮壯 捜搜 挿插揷 争爭
総總 聡聰 荘莊 装裝 騒騷 増增 臓臟 蔵藏 属屬 続續 堕墮 体體躰 対對 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 単單 担擔 胆膽 団團
弾彈 断斷 痴癡 遅遲 昼晝 虫蟲 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 鉄鐵鐡銕 転轉 点點 伝傳 党黨 盗盜 灯燈 当當 闘鬪 徳德
独獨 読讀 届屆 縄繩 弐貳 妊姙 悩惱 脳腦 覇霸 廃廢 拝拜 売賣 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 浜濱濵 瓶甁 払拂 仏佛 併倂
並竝 変變 辺邊邉 弁辨瓣辯 舗舖 穂穗 宝寶 褒襃 豊豐 没沒 翻飜 槙槇 毎每 万萬 満滿 麺麵 黙默 弥彌 薬藥 訳譯 予豫 余餘
与與 誉譽 揺搖 様樣 謡謠 遥遙 瑶瑤 来來 頼賴 乱亂 覧覽 略畧 竜龍 両兩 猟獵 緑綠 隣鄰 凛凜 塁壘 涙淚泪 礼禮 励勵 戻戾
霊靈 齢齡 暦曆 歴歷 恋戀 錬鍊 炉爐 労勞 楼樓 録錄 湾灣 亘亙 巌巖 学學 欠缺 脱脫 鋭銳 悦悅 閲閱 産產 彦彥 呂吕
高髙 崎﨑嵜 吉𠮷 斎齋斉齊 島嶋嶌 曽曾 富冨 峰峯 渕淵渊 館舘 桧檜 柳栁 橋槗 秋穐 桑桒 煕熙熈 侠俠 鴎鷗 頬頰 蝋蠟 掴摑
祷禱 倶俱 剥剝 填塡 呑吞 痩瘦 繋繫 醤醬 騨驒 麹麴 噛嚙 嘘噓 屏屛 并幷 叱𠮟 裏裡 杯盃 涼凉
鰺鯵 箪簞 掻搔 蝉蟬 繍繡 莱萊 濤涛 籠篭 籔薮藪 蘂蕊 讃讚 躯軀 靭靱 鹸鹼 囊嚢 攪撹 潑溌 焰焔 顚顛 餅餠
"""
_SMALL = "ァィゥェォッャュョヮ"
_LARGE = "アイウエオツヤユヨワ"
_TABLE = {ord(old): group[0] for group in _KANJI.split() for old in group[1:] if old != group[0]} | dict(
    zip(map(ord, _SMALL), _LARGE, strict=True)
)

# 霞ヶ関 and 霞ケ関; 3ヵ国, 3カ国, 3か国, 3ヶ国 and 3箇国.
_KE = re.compile(f"(?<=[{KANJI}])ケ(?=[{KANJI}])")
_COUNTER = re.compile(f"(?<=[0-9{KANJI_DIGITS}{KANJI_TENS}数何])[ヵカかケ箇](?=[国月所年条村町店語校寺])")
_V_SOUNDS = {
    "ヴァ": "バ",
    "ヴィ": "ビ",
    "ヴェ": "ベ",
    "ヴォ": "ボ",
    "ヴ": "ブ",
    "ヷ": "バ",
    "ヸ": "ビ",
    "ヹ": "ベ",
    "ヺ": "ボ",
}
_V = re.compile("ヴ[ァィェォ]|[ヴヷヸヹヺ]")
_CHANGES = re.compile(f"[{''.join(map(chr, _TABLE))}ヴヷヸヹヺケヵカか箇]")
_WORD = re.compile(f"[{KATAKANA_WORD}]+")
# The sounds behind which a final ー is a habit of the writer: -er, -or, -ar, -y, -ew (varied, so no small kana).
_LONG_BY_HABIT = frozenset("アカサタナハマヤラワガザダバパイキシチニヒミリギジヂビピユ")
_LONG_OR_NOT = re.compile(
    f"(?<![{KATAKANA_WORD}])[{KATAKANA_WORD}]{{2,}}[{''.join(sorted(_LONG_BY_HABIT))}ー](?![{KATAKANA_WORD}])"
)
_VARYING = "".join(map(chr, _TABLE))
_STABLE_KATAKANA = "".join(chr(c) for c in range(ord("ア"), ord("ヴ")) if c not in _TABLE and chr(c) != "ケ") + "ー"
ALWAYS_THE_SAME = re.compile(
    f"(?:[^{_VARYING}\\u0000-\\u3000か箇\\u3099-\\u30ff\\uf900-\\uffff\\U00010000-\\U0010ffff]++"
    f"|[{_STABLE_KATAKANA}]++(?<![{''.join(sorted(_LONG_BY_HABIT))}ー])(?![{KATAKANA_WORD}・ヵヶ]))++"
)
"""Matches a form that has one spelling only, as most of a large glossary."""

SHORTEST = 3
"""Characters of a katakana word from which on it is found in another spelling (ビル is not ビール, nor ヴィル)."""


def vary(folded: Folded) -> Folded:
    """Return a folded text with every variant in one shape, as long as before except for ヴァ, which is バ."""
    text = folded.text
    if not _CHANGES.search(text):
        return folded
    if not _V.search(text):
        return Folded(_same_length(text), folded.starts, folded.ends, folded.joints)
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for found in _V.finditer(text):
        start, end = found.span()
        if end - start == 2 and start + 1 in folded.joints:
            end = start + 1
        pieces += [*text[at:start], _V_SOUNDS[text[start:end]]]
        places += [*((n, n + 1) for n in range(at, start)), (start, end)]
        at = end
    pieces += text[at:]
    places += [(n, n + 1) for n in range(at, len(text))]
    joints = frozenset(n for n, (start, _) in enumerate(places) if start in folded.joints)
    spans = [folded.span(start, end) for start, end in places]
    varied = _same_length("".join(pieces))
    return Folded(varied, tuple(start for start, _ in spans), tuple(end for _, end in spans), joints)


def _same_length(text: str) -> str:
    return _COUNTER.sub("ヶ", _KE.sub("ヶ", text.translate(_TABLE)))


def spellings(form: str) -> tuple[str, tuple[str, ...]]:
    """Return a form folded, and the keys by which it is found beside the folded form itself."""
    folded = fold(form.strip())
    if not folded.joints and not _CHANGES.search(folded.text):
        found = list(_LONG_OR_NOT.finditer(folded.text))
        if not found:
            return folded.text, ()
        if len(found) == 1:
            start, end = found[0].span()
            other = _other_length(found[0][0])
            return folded.text, (folded.text[:start] + other + folded.text[end:],) if other else ()
    return folded.text, tuple(key for key in keys(folded) if key != folded.text)


def keys(folded: Folded) -> tuple[str, ...]:
    """Return the texts by which a folded form is found: its varied text, and that with final ー added or left out."""
    varied = vary(folded)
    text = varied.text
    if not varied.joints and not _LONG_OR_NOT.search(text):
        return (text,)
    choices: list[tuple[str, ...]] = []
    at = 0
    for start, end in _words(varied):
        # A form has a few katakana words; the bound is for one that nobody would write.
        if len(choices) < 8 and (other := _other_length(text[start:end])):
            choices += [(text[at:start],), (text[start:end], other)]
            at = end
    return tuple("".join(parts) for parts in product(*choices, (text[at:],)))


def _words(folded: Folded) -> list[tuple[int, int]]:
    """Return the katakana words of a text; a middle dot that was left out parts two words."""
    words: list[tuple[int, int]] = []
    for found in _WORD.finditer(folded.text):
        start, end = found.span()
        for joint in sorted(joint for joint in folded.joints if start < joint < end):
            words.append((start, joint))
            start = joint
        words.append((start, end))
    return words


def _other_length(word: str) -> str:
    """Return a katakana word with its final ー added or left out; nothing when that is another word."""
    base = word.removesuffix("ー")
    if len(base) < SHORTEST or base[-1] not in _LONG_BY_HABIT or f"{base}ー".endswith(_LONG_BY_NATURE):
        return ""
    return base if base != word else f"{base}ー"


# Words that mean something else without the sign (ドラマー plays drums, ドラマ is a play), varied.
_LONG_BY_NATURE = (
    *("ドラマー", "マイナー", "ラツパー", "ハツピー", "ローマー", "パーマー", "フアーマー", "シルバー", "タイガー"),
    *("コロナー", "ナンバー", "ポーラー", "コーダー", "ホーマー", "インデイー"),
)
