"""The number expressions of a Japanese text, with the sign before them and the dots and dashes read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.languages.japanese.scripts import (
    DIGITS,
    JAPANESE_LETTERS,
    KANJI_NUMERALS,
    KANJI_ONE_TO_NINE,
    KANJI_ONE_TO_TEN,
)
from bilingual.model import TermMatch
from bilingual.numbers.english.style import NumberStyle
from bilingual.numbers.japanese.changes import CHANGED, change_at
from bilingual.numbers.japanese.numerals import fold_numerals
from bilingual.numbers.japanese.points import pointed
from bilingual.numbers.japanese.scan import QUICK, scan

_US = NumberStyle()
_MINUS_SIGN = re.compile(rf"(?<![{DIGITS}])−")
_MINUS = re.compile(rf"(?:マイナス|零下|氷点下|[▲△−])\s?$|(?<![{DIGITS}A-Za-z{JAPANESE_LETTERS}・)）])[-－]$")


def find_numbers(
    text: str, style: NumberStyle = _US, *, taken: Sequence[tuple[int, int]] = ()
) -> tuple[TermMatch, ...]:
    """Return the number expressions of a Japanese text, from left to right, without overlaps.

    Nothing is found inside the spans of `taken` (glossary terms, addresses). `target` is what an editor would print
    inside a sentence; what it means is in `number`.
    """
    if not QUICK.search(text):
        return ()
    folded = pointed(fold_numerals(text))
    for found in _MINUS_SIGN.finditer(text):
        # It is none of the dashes that join or divide; `_signed` reads it.
        folded = f"{folded[: found.start()]}\0{folded[found.end() :]}"
    for start, end in taken:
        folded = folded[:start] + "\0" * (end - start) + folded[end:]
    return tuple(
        _changing(text, _signed(text, match))
        for match in (
            TermMatch(
                text[item.start : item.end],
                item.target,
                item.start,
                item.end,
                alternatives=tuple(form for form in dict.fromkeys(item.alternatives) if form != item.target),
                kind="number",
                number=item.number,
            )
            for item in scan(mask(folded), style)
        )
    )


def _signed(text: str, match: TermMatch) -> TermMatch:
    """Return the match with the minus that stands before it: マイナス3度, ▲1.5%, 氷点下5度."""
    found = _MINUS.search(text, max(0, match.start - 6), match.start)
    if not found or match.number is None or match.number.kind not in ("measure", "percent", "money", "count"):
        return match
    sign = "minus "
    return replace(
        match,
        source=text[found.start() : match.end],
        start=found.start(),
        target=sign + match.target,
        alternatives=tuple(sign + form for form in match.alternatives),
        number=replace(match.number, negative=True, hard=True),
    )


def _changing(text: str, match: TermMatch) -> TermMatch:
    """Return the match with what the text says of a change: 7割に減った, 3割減った."""
    number = match.number
    if number is None or number.kind not in CHANGED or not (change := change_at(text, match.start, match.end)):
        return match
    until = replace(number.until, change=change) if number.until else None
    return replace(match, number=replace(number, change=change, until=until))


# Words that begin with a numeral; they are none after another numeral (三十分 is not 三 + 十分).
_BEGIN = """
一部始終 一部(?!構成) 一方 一般 一緒 一番(?![札線手]) 一体 一切 一定 一層 一気 一躍 一様 一律 一連 一族 一家 一門
一派 一種(?!類) 一面 一員 一環 一致 一新 一変 一目 一斉 一歩 一言 一杯 一昨 一向 一応 一旦 一段(?!階) 一際 一味 一丸
一線 一途 一筋 一瞬 一見 一覧 一流 一義 一式 一括 一挙 一因 一説 一端 一帯 一揆 一期一会 一石二鳥 一喜一憂 一長一短
一朝一夕 一進一退 一生 一同 一行(?!目) 一座 一翼 一助 一案 一考 一手 一報 一刻 一画 一角(?!形) 一存 一命 一興 一撃
一掃 一読 一礼 一枚岩 一枚看板 一枚上手 一辺倒 一極 一貫 一本化 一本道 一本気 一本立ち 一本槍 一元 一騎 一点張り
一点物 一点の曇 一戸建 一匹狼 一匹おおかみ 一人前 一人暮らし 一人ぼっち 一人旅 一人称 一人歩き 一人娘 一人息子
一人っ子 一人一人 一人ひとり 一人当たり 一人あたり 一人で 一人者 一人舞台 一人芝居 一人相撲 一人勝ち 一つ一つ
一つひとつ 一日中 一日千秋 一日も早 一年中 一年生植物 一度に 一度も 一回り 一周忌
一時(?!間|半|ご|頃|[0-9一二三四五六七八九十]+分) 一名(?=.{0,12}と(?:い|も|呼|称)) 一通り 一軒家 一代記 一代限り
一世一代 一世を 一世風靡 一句 一節 一幕 一語 一字一句 一品 一級 一等 一着 一服 一隅 一転 一睡 一睨 一本調子 一汁 一芸
一宮 一橋 一茶 一郎 一条 一之 一ノ 一乗 一遍 一休 一向宗 一関 一色 一柳 一木 一蓮托生 二人三脚 二人組 二度と 二枚目
二枚貝 二枚舌 二番煎じ 二階堂 二宮 二条 二本松 二の 二ノ 二日酔い 二日市 二次(?=[元方的災被感試会創審募関曲]) 二足の
二足歩行 二足のわらじ 二重 二郎 二元 二極 二分(?=[さしす化法割]) 二院 二者択一 二者面談 二言 二面性 二毛作 二世帯
二輪 二酸化 二束三文 二等辺 二葉 二見 二股 二次会 二次的 二頭筋 二槽 二子玉 二子山 二子塚 一石を 三日月 三日坊主
三日天下 三人称 三人官女 三枚目 三枚おろし 三角 三重 三河 三島 三鷹 三田 三菱 三井 三越 三国志 三権 三千院 三千里
三十三間堂 三十三所 三十六歌仙 三十六景 三年坂 三年寝太郎 三浦 三木 三宅 三沢 三原 三条 三位一体 三番叟 三番瀬
三者三様 三者面談 三次(?=[元方産市曲的]) 三月堂 三陸 三郎 三味線 三昧 三宝 三種の神器 三好 三崎 三輪 三笠 三池 三遊亭
三船 三朝 三春 三股 三原色 三半規管 三寒四温 三叉 三日三晩 三十一文字 三途 三面記事 三面鏡 三面六臂 三役 三段論法
三段跳 三段目 三毛猫 三色 三里塚 三軒茶屋 三本締 三つ編み 三つ子 三つ星 三つ巴 三つ葉 三つ折 三つどもえ 三三七拍子
三等分 三宮 三ノ宮 三国(?![同間の協]) 三方五湖 三点倒立 三度笠 三度目の正直 三度の飯 三時のおやつ 四国 四季 四方
四天王 四半期 四苦八苦 四十九日 四分五裂 四分音符 四分休符 二分音符 二分休符 八分音符 八分休符 十六分音符 四人組
四日市 四条 四谷 四ツ谷 四ッ谷 四万十 四角 四捨五入 四面楚歌 四文字熟語 四字熟語 四次元 四足歩行 四輪 四万温泉 四街道
四條畷 四つ角 四つん這い 四つ葉 四つ相撲 四つに 四里四方 四十肩 四十七士 四球 四肢 四散 四声 四畳半 四川 四書五経
四郎 四民 四股 四隅 四辻 五月雨 五月人形 五月晴れ 五月病 五月蠅 五輪 五分五分 五所川原 五人囃子 五条 五條 五十嵐
五十音 五十鈴 五十三次 五百旗頭 五百蔵 五百羅漢 五代(?=[友将目十]) 五島 五箇山 五稜郭 五体 五感 五臓六腑 五目 五穀
五重 五右衛門 五郎 五十肩 五十川 五十畑 五十歩百歩 五木 五味 五山 五反田 五日市 五線譜 五番街 五行思想 五行説 五角
五十日 五分刈 五泉 五風十雨 五里霧中 五葉松 五つ星 六本木 六甲 六波羅 六勝寺 六歌仙 六道 六角 六法 六大学 六感 六地蔵
六ヶ所 六ケ所 六カ所村 六ヶ所村 六曜 六郎 六条 六義園 六合 六実 六根 六文銭 六浦 六日町 六三制 六次産業 七五三 七夕
七福神 七分袖 七草 七転八起 七転び八起き 七条 七尾 七宝 七味 七輪 七不思議 七色 七面鳥 七月堂 七里ガ浜 七里ヶ浜
七言絶句 七光り 七変化 七分丈 七分咲 七回忌の 七生報国 七戸 七飯 七海 七瀬 八百屋 八百長 八百万(?=の?神|のかみ) 八戸
三戸(?!建) 五戸 六戸町 九戸 一戸町 八頭身 八丈 八王子 八幡 八坂 八代(?=[市海亜目将]) 八雲 八つ墓 八つ当たり 八つ橋
八ッ橋 八ツ橋 八尾 八分目 八重 八ヶ岳 八ケ岳 八ヶ嶽 八甲田 八潮 八街 八女 八木 八方 八丁堀 八丁味噌 八日市 八幡浜
八郎 八千代 八千草 八十八夜 八十二銀行 八十島 八面六臂 八つ裂き 八つ手 八ツ場 八百八町 八百八橋 八橋 八瀬 八条 八岐
八咫 八朔 八宝菜 八角 八田 八反 八万大蔵経 九州 九条 九條 九分九厘 九谷 九十九折 九十九島 九十九湾 九十九神 九十九髪
九官鳥 九重 九頭竜 九死に 九死一生 九段(?=[下坂会北南]) 九九(?=[のをがは表]) 九龍 九郎 九品 九州場所 九品仏 九度山
九鬼
十分(?!間|前|後|以|ほど|程|おき|ごと|毎|足ら|もか|もし|もすれ|遅|休|過|弱|強|くら|ぐら|近く|で着|歩|の[0-9一二三四五六七八九]|超|余)
十字 十八番(?![目号線地組]) 十二支 十二単 十二分 十人十色 十人並 十中八九 十勝 十和田 十津川 十日町 十日戎 十日えびす
十五夜 十三夜 十三詣 十条 十一面 十年一日 十二指腸 十二宮 十六夜 十三(?=[駅市]) 十二神将 十全 十王 十郎 十返舎 十文字
十八金 十両 十手 十六銀行 十薬 十徳 十戒 十津 十種競技 十年一昔 十把一絡 十四代(?=[の酒]) 十五少年 十人力 十重二十重
二十四節気 二十四孝 二十日鼠 二十歳そこそこ 二十四の瞳 二十世紀梨 二十面相 二十日大根 廿日市 二十三夜 二十八宿
二十五史 百科 百貨 百人一首 百人斬 百人力 百姓 百済 百合 百日紅 百日咳 百日草 百鬼 百万遍 百万石 百万長者
百万ドルの夜景 百人町 百戦 百景 百選 百分率 百点満点 百度石 百名山 百足 百舌 百薬 百聞 百害 百発百中 百獣 百家 百花
百出 百々 百瀬 百田 百武 百道 百均 百円ショップ 百年の計 百年河清 百人組手 百年戦争 百物語 千葉 千代 千歳(?![以ま])
千利休 千手 千島 千羽鶴 千曲 千人針 千本 千秋 千里 千疋屋 千日前 千日手 千日回峰 千日紅 千枚 千差万別 千変万化 千鳥
千駄 千住 千石 千両役者 千両箱 千載 千早 千家 千社札 千川 千種 千切 千慮 千客万来 千尋 千賀 千穂 千夜一夜 千一夜 千草
千恵 千明 千夏 千春 千晶 千晴 千紗 千聖 千紘 千景 千波 千船 千々 千軍万馬 千年王国 千古 千昌 千姫 千倉 千厩 千丈 千枝
千束 千日 千歩 千難 千思 千林 千人力 千人切り 千両 千里眼 万一 万が一 万年筆 万年青 万年(?=[床雪課係候最補青筆]) 万歳
万人 万国 万葉 万全 万能 万事 万博 万物 万引 万病 万雷 万華鏡 万感 万策 万端 万民 万代 万座 万治 万延 万寿 万願寺
万里 万有 万難 万世 万象 万古 万力 万歩計 万両 万福 万福寺 万句 万灯 万機 億万長者
1億総(?=活躍) 億劫 億ション 億り人 億兆 兆候
兆し 兆民
"""
# Words that end in a numeral or hold one: the numeral after the first characters is none.
_WITHIN = """
統一 唯一 同一 均一 単一 専一 随一 画一 逐一 択一 純一 無二 唯二 不二 瓜二つ 再三 再四 三々五々 万一 真一文字
一か八か 第一人者 が第一 を第一 第一歩 第一線 第一声 第一印象 第一義 第一生命 第一興商 第三者(?!割当増資の)
第三セクター 第三国 第六感 第二次性徴 第一次産業(?!革命) 第二次産業(?!革命) 第三次産業(?!革命) 第三次元 第一に考え
次第一 真っ二つ 真二つ 無一文 無一物 海千山千 遮二無二 丸一 世界一(?![0-9つ]) 日本一(?![0-9つ]) 第二の人生
石川五右衛門 宮本二 ナンバー一 同一人 上一段 県一円 国一円 市一円 都一円 島一円 方一円 内一円 域一円 辺一円 東一円
西一円 畿一円 下一段 岡本太一 四天王寺 間一髪 危機一髪 心機一転 裸一貫 開口一番 千載一遇 九死に一生 波瀾万丈 波乱万丈
森羅万象 一騎当千 笑止千万 迷惑千万 遺憾千万 無礼千万 悪事千里 議論百出 神出鬼没 武者小路千家 表千家 裏千家 鬼の首
古今東西 南無三 五分の魂 一寸 一寸先 ちょっと一息 二束三文 東海道五十三次 第百生命 第四銀行 第一勧業 第一交通 春一番
七転八倒 朝三暮四 青二才 三拝九拝 腹八分目 腹八分 九分通り 八九分 十重 二十重
"""


def _by_first() -> dict[str, re.Pattern[str]]:
    """Return one pattern for each first character: few are tried at any place, so that a long list costs nothing."""
    words: dict[str, list[str]] = {}
    for word in dict.fromkeys((*_BEGIN.split(), *_WITHIN.split())):
        words.setdefault(word[0], []).append(word)
    return {
        first: re.compile("|".join(sorted(found, key=lambda word: (-len(word.split("(")[0]), word))))
        for first, found in words.items()
    }


_GUARDS = _by_first()
_FIRST = re.compile(f"[{''.join(_GUARDS)}]")
_NUMERALS = frozenset(f"0123456789{KANJI_NUMERALS}第数何幾")
_KANJI = re.compile(f"[{KANJI_ONE_TO_TEN}百千万億兆京]")
# 京 is 10^16 only between a numeral and a digit or a counter.
_CAPITAL = re.compile(f"(?<![0-9{KANJI_NUMERALS}])京|京(?![0-9{KANJI_ONE_TO_NINE}円個回分ド])")


def mask(text: str) -> str:
    """Return the text with those words blanked out (U+0000), as long as before."""
    if not _KANJI.search(text):
        return text
    out, at = [], 0
    for first in _FIRST.finditer(text):
        start = first.start()
        if start < at or (text[start] in _NUMERALS and start and text[start - 1] in _NUMERALS):
            continue
        if text[start - 2 : start] in ("午前", "午後"):
            continue
        if found := _GUARDS[text[start]].match(text, start):
            out += [text[at:start], "\0" * len(found[0])]
            at = found.end()
    text = "".join((*out, text[at:]))
    return _CAPITAL.sub("\0", text) if "京" in text else text
