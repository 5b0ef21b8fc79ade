"""Ordinals with 第, and ranges of them: 第3回, 第9条, 第二次世界大戦, 第1〜3章, 第1四半期から第3四半期."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bilingual.languages.english.item_numbers import roman_numeral
from bilingual.languages.japanese.scripts import KANJI, RANGE_SIGNS
from bilingual.model import Number
from bilingual.numbers.counters import OTHERS
from bilingual.numbers.english.style import Item, NumberStyle, ordinal, ordinal_figure
from bilingual.numbers.japanese.grammar import NUM
from bilingual.numbers.japanese.numerals import read_numeral

# The 四 of 第一四半期 belongs to 四半期.
_NTH = re.compile(rf"第(?P<n>[一二三四](?=四半期)|{NUM})")
_NTH_LABEL = {
    "章": "Chapter",
    "条": "Article",
    "部": "Part",
    "号": "No.",
    "節": "Section",
    "項": "Paragraph",
    "巻": "Volume",
}
_NTH_NOUN = {
    "版": "edition",
    "四半期": "quarter",
    "世代": "generation",
    "段階": "stage",
    "世紀": "century",
    "話": "episode",
}
_WAR = re.compile("(?P<n>[一二三四1234])次(?:世界)?大戦")
_TAIL = re.compile("(?:回目?|次(?![元第])|代目?(?![表理])|期(?![待間])|位|番目?|弾|陣|子|世(?![界])|戦|作)")
_LIST = re.compile(rf"第(?P<a>{NUM})[・、]第?(?P<b>{NUM})[・、と]第?(?P<c>{NUM})")
_TO = re.compile(rf"[{RANGE_SIGNS}]|から|[・、]")
# 第20条の2, 第三号の四: numbers of statutes that were added between two others.
_BRANCH = re.compile(rf"(?P<label>条|号)(?P<branches>(?:の{NUM})+)(?=[^{KANJI}つ]|第|及|又|若|並|中|本|た|$)")
_IN_STATUTE = re.compile(rf"(?:[条項号](?:の{NUM})*|[同前次本各]条|[同前次]項)(?:第{NUM}項)?$")
_STATUTE_LABEL = {"項": "paragraph ({})", "号": "item ({})"}


def nth(text: str, at: int, style: NumberStyle, about: str = "") -> Item | None:
    """Read 第3回, 第二次世界大戦, 第9条, and from one to another of them."""
    found = _NTH.match(text, at)
    value = read_numeral(found["n"]) if found else None
    if not found or value is None or about or value != int(value):
        return None
    if war := _WAR.match(text, at + 1):
        roman = {"一": "I", "1": "I", "二": "II", "2": "II"}.get(war["n"], "III")
        name = ordinal(value).capitalize()
        number = Number("ordinal", (value,), hard=True, bare=ordinal(value))
        return Item(at, war.end(), f"World War {roman}", (f"the {name} World War", f"{name} World War"), number)
    if statute := _in_statute(text, at, found.end(), value):
        return statute
    form = _form(text, found.end())
    return _three(text, at) or _range(text, at, found.end(), (value, form)) or _one(at, found.end(), value, form)


def _in_statute(text: str, at: int, end: int, value: Decimal) -> Item | None:
    """Read 第20条の2 as Article 20-2, and 第1項第3号 behind an article as paragraph (1), item (iii)."""
    inside = _IN_STATUTE.search(text, max(0, at - 24), at)
    if branch := _BRANCH.match(text, end):
        numbers = [read_numeral(numeral) for numeral in branch["branches"].split("の")[1:]]
        if None in numbers:
            return None
        bare = "-".join(str(int(number)) for number in (value, *numbers) if number is not None)
        if branch["label"] == "号":
            item = f"item ({roman_numeral(int(value))})-{bare.split('-', 1)[1]}"
            return Item(at, branch.end(), item, (), _number(value)) if inside else None
        return Item(at, branch.end(), f"Article {bare}", (), Number("literal", (), hard=True, bare=bare))
    label = _STATUTE_LABEL.get(text[end : end + 1])
    if not label or not inside or text.startswith("目", end + 1):
        return None
    target = label.format(roman_numeral(int(value)) if text[end] == "号" else int(value))
    return Item(at, end + 1, target, (f"{target.split(' ')[0].capitalize()} {int(value)}",), _number(value))


def _form(text: str, at: int) -> str:
    """Return the word after the number if ordinals count it; empty otherwise."""
    for form in (*_NTH_LABEL, *_NTH_NOUN):
        other = OTHERS.get(form)
        if text.startswith(form, at) and not (other and other.match(text, at + len(form))):
            return form
    tail = _TAIL.match(text, at)
    return tail[0] if tail else ""


def _one(at: int, end: int, value: Decimal, form: str) -> Item:
    words = ordinal(value)
    number = _number(value)
    end += len(form)
    if label := _NTH_LABEL.get(form):
        return Item(at, end, f"{label} {int(value)}", (words, ordinal_figure(value)), number)
    noun = _NTH_NOUN.get(form)
    return Item(at, end, f"{words} {noun}" if noun else words, (ordinal_figure(value),), number)


def _number(value: Decimal) -> Number:
    return Number("ordinal", (value,), hard=True, bare=ordinal(value), readings=(("count", value, "label"),))


def _three(text: str, at: int) -> Item | None:
    """Read 第1、第2、第3章: from the first to the last, the one between by its number."""
    found = _LIST.match(text, at)
    values = [read_numeral(found[name]) for name in "abc"] if found else []
    form = _form(text, found.end()) if found else ""
    first = values[0] if values else None
    if not found or first is None or not form or values != [first, first + 1, first + 2]:
        return None
    bare = f"{ordinal(first)}, {ordinal(first + 1)} and {ordinal(first + 2)}"
    number = replace(_number(first), until=_number(first + 2), bare=bare)
    if label := _NTH_LABEL.get(form):
        labels = "Nos." if label == "No." else f"{label}s"
        bare = f"{labels} {int(first)}, {int(first + 1)} and {int(first + 2)}"
        return Item(at, found.end() + len(form), bare, (), number)
    noun = f" {_NTH_NOUN[form]}s".replace("ys", "ies") if form in _NTH_NOUN else ""
    return Item(at, found.end() + len(form), bare + noun, (), number)


def _range(text: str, at: int, end: int, first: tuple[Decimal, str]) -> Item | None:
    """Read the rest of 第1〜3章, 第1、2章, 第一章から第三章まで."""
    low, own = first
    joint = _TO.match(text, end + len(own))
    if not joint or (own and joint[0] in "・、"):
        return None
    start = joint.end() + text.startswith("第", joint.end())
    found = _NTH.match(f"第{text[start : start + 12]}")
    high = read_numeral(found["n"]) if found else None
    if not found or high is None or high <= low or high != int(high):
        return None
    stop = start + found.end() - 1
    form = _form(text, stop)
    listed = joint[0] in "・、"
    if not form or (own and own != form) or (listed and high != low + 1) or _WAR.match(text, start):
        return None
    if not own and not text.startswith("第", joint.end()) and joint[0] == "から":
        return None
    end = stop + len(form)
    end += 2 if joint[0] == "から" and text.startswith("まで", end) else 0
    link = "and" if listed else "to"
    number = replace(_number(low), until=_number(high), bare=f"{ordinal(low)} {link} {ordinal(high)}")
    if label := _NTH_LABEL.get(form):
        target = f"{'Nos.' if label == 'No.' else label + 's'} {int(low)} {link} {int(high)}"
        return Item(at, end, target, (), number)
    noun = f" {_NTH_NOUN[form]}s" if form in _NTH_NOUN else ""
    return Item(at, end, number.bare + noun.replace("ys", "ies"), (), number)
