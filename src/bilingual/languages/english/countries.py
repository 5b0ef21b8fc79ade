"""Countries a draft names although its source does not: small models put in others that they have read more about."""

from __future__ import annotations

import re

# English name or adjective → what in the source may be meant by it. A single kanji is newspaper style (日米韓).
_COUNTRIES: dict[str, str] = {
    r"Japan(?:ese)?": "日|邦|和|わが国|我が国|ニッポン|ジャパン|国内|わが|我が|本州|都|県",
    r"(?:South |North )?Korean?s?": "韓|朝|コリア|金",
    r"Chin(?:a|ese)": "中|漢|華|唐|宋|明|清|台湾|北京|チャイナ|シナ|習",
    r"Taiwan(?:ese)?": "台",
    r"Russian?s?": "露|ロ|ソ|プーチン|モスクワ",
    r"Soviet": "ソ",
    r"Ukrain(?:e|ian)s?": "ウ|宇",
    r"German(?:y|s)?": "独|ドイツ|ベルリン|プロイセン",
    r"(?:France|French)": "仏|フランス|パリ",
    r"(?:Britain|British|United Kingdom|U\.K\.?|UK|England)": "英|イギリス|イングランド|ブリ|ロンドン",
    r"Ital(?:y|ian)s?": "伊|イタリア|ローマ",
    r"(?:Spain|Spanish)": "西|スペイン",
    r"Ind(?:ia|ian)s?": "印|インド|天竺|インディ",
    r"Indonesian?s?": "インドネシア",
    r"Vietnam(?:ese)?": "越|ベトナム|ヴェトナム",
    r"(?:Thailand|Thai)": "タイ|泰",
    r"(?:Philippines|Filipinos?)": "比|フィリピン",
    r"Australian?s?": "豪|オースト",
    r"Canad(?:a|ians?)": "加|カナダ",
    r"Mexic(?:o|ans?)": "墨|メキシコ",
    r"Brazil(?:ians?)?": "伯|ブラジル",
    r"Iran(?:ians?)?": "イラン|ペルシャ",
    r"Iraqi?s?": "イラク",
    r"Israelis?|Israel": "イスラエル|ユダヤ",
    r"(?:Palestin(?:e|ians?))": "パレスチナ|ガザ",
    r"(?:Turk(?:ey|ish))": "土|トルコ",
    r"(?:United States|U\.S\.(?:A\.?)?|USA?|Americans?)": "米|アメリカ|ワシントン|トランプ|バイデン|オバマ|ドル",
    r"United Nations": "国連|国際連合|連合国",
    r"European Union": "EU|欧|連合",
}
_HOME = re.compile(r"Japan")
_ABROAD = re.compile("両国|二国|国際|首脳|外相|外交|条約")
"""What a Japanese text says when it is not about its own country, which it seldom names and English often must."""
_COMPILED = [(re.compile(rf"\b(?:{name})(?!\w)"), re.compile(signs)) for name, signs in _COUNTRIES.items()]


def made_up(source: str, target: str) -> tuple[str, ...]:
    """Return the countries that the target names and nothing in the source could mean."""
    found: list[str] = []
    for name, signs in _COMPILED:
        said = name.search(target)
        if said and _HOME.match(said.group()) and not _ABROAD.search(source):
            continue
        if said and not signs.search(source) and said.group() not in source:
            found.append(said.group())
    return tuple(found)


def other_names(term: str, target: str) -> list[tuple[int, int]]:
    """Return where the target calls the country `term` by another name or names its people; none for other terms.

    The last stop of U.S. is left to a sentence that ends with it; where that cannot be told, nothing is returned.
    """
    for name, _ in _COMPILED:
        if name.fullmatch(term):
            places = [found for found in name.finditer(target) if found.group() != term]
            return [
                (found.start(), found.end() - (found.group().endswith(".") and found.end() == len(target)))
                for found in places
                if not (found.group().endswith(".") and re.match(r"\s+[A-Z“]", target[found.end() :]))
            ]
    return []
