"""Find what could be a term in one Japanese segment: names by what stands beside them, runs, quotes, acronyms.

Pure pattern matching, so it works without a dictionary; with words from one (`readings.tokens`) names and compounds
are told more surely. Nothing is counted or judged here: `terms.suggest` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bilingual.readings import Token
from bilingual.terms.glossary import Entity
from bilingual.terms.name_signs import (
    COMMON_ENDINGS,
    EVERYDAY_KATAKANA,
    GENERIC_HEADS,
    GENERIC_TAILS,
    HONORIFICS,
    NOT_BEFORE_TITLE,
    ORGANISATION_SUFFIXES,
    PLACE_SUFFIXES,
    TITLES,
)

How = Literal["name", "acronym", "title", "suffix", "work", "quoted", "katakana", "compound", "everyday"]
"""Why a stretch is a candidate, the surest first."""

_KATAKANA = "ァ-ヴー"
_KANJI = "一-鿿々〆㐀-䶿"
_RUN = rf"[{_KATAKANA}]{{2,40}}(?:[・゠＝][{_KATAKANA}]{{1,40}}){{0,5}}"
_KATAKANA_RUN = re.compile(rf"(?<![{_KATAKANA}・]){_RUN}(?![{_KATAKANA}])")
_KANJI_RUN = re.compile(rf"[{_KANJI}]{{2,30}}")
_TITLED = re.compile(
    rf"(?P<name>{_RUN}|(?<![{_KANJI}])[{_KANJI}]{{2,8}}?)(?:元|前|現|新|副)?"
    rf"(?P<title>{'|'.join(sorted((*TITLES, *HONORIFICS), key=len, reverse=True))})(?![{_KANJI}{_KATAKANA}]?[{_KANJI}])"
)
_NUMBER = "〇零一二三四五六七八九十百千万億兆数何"
_COUNTED = re.compile(
    rf"第?[{_NUMBER}]+(?:[年月日時分秒人名件回国個枚本代位目度社号区階歳点割倍票階間]|か国|カ国|ヶ国)?"
)
_SUFFIXED = (
    ("place", re.compile(rf"[{_KANJI}{_KATAKANA}]{{1,12}}?(?:{'|'.join(PLACE_SUFFIXES)})(?![{_KANJI}{_KATAKANA}])")),
    (
        "organisation",
        re.compile(
            rf"(?:株式会社[{_KANJI}{_KATAKANA}A-Za-z]{{2,20}}|[{_KANJI}{_KATAKANA}・]{{2,20}}?"
            rf"(?:{'|'.join(sorted(ORGANISATION_SUFFIXES, key=len, reverse=True))}))(?![{_KANJI}{_KATAKANA}])"
        ),
    ),
)
_ACRONYM = r"[A-Z][A-Z0-9&]{1,9}(?:[-+][A-Z0-9]{1,4})?s?"
_EXPANDED = re.compile(
    rf"(?P<name>[{_KANJI}{_KATAKANA}・ー]{{3,30}})[（(]\s?(?P<a1>{_ACRONYM})(?:[、,;:：][^（）()]{{0,60}})?[）)]"
    rf"|(?<![A-Za-z0-9])(?P<a2>{_ACRONYM})[（(]\s?(?P<b>[{_KANJI}{_KATAKANA}・ー]{{3,30}})[）)]"
)
_LATIN = re.compile(rf"(?<![A-Za-z0-9_./@-])(?:{_ACRONYM}|[A-Z][a-z]+[A-Z]\w{{0,20}})(?![A-Za-z0-9_@/])")
_QUOTED = re.compile(r"「([^「」『』]{2,30})」")
_WORK = re.compile(r"『([^『』]{2,60})』|〈([^〈〉]{2,40})〉")
_SENTENCE = re.compile(r"[。！？!?、,…]|(?:[うくすつぬむるぐぶいただよねかな])$")
# What may follow a kanji run without being the ending of its last word: particles, する, copulas.
_OKURIGANA = re.compile(r"[ぁ-ん]")
_PARTICLE = re.compile(
    r"の|は|が|を|に|と|で|も|へ|や|か|な|だ|し|さ|す|せ|より|まで|ら|ず|です|ある|いた|として|ご|お"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One stretch of a segment that could be a term."""

    text: str
    how: How
    entity: Entity = ""
    start: int = 0
    surname: str = ""
    """The part of a person's name that is the surname, where a dictionary says so."""
    acronym: str = ""
    """The Latin short form that the text gives beside it."""
    weight: int = 1
    """Words or characters it is made of; what C-value calls its length."""

    @property
    def end(self) -> int:
        """Return the offset after the stretch."""
        return self.start + len(self.text)


def find_candidates(text: str, words: Sequence[Token] = ()) -> list[Found]:
    """Return every stretch of `text` that could be a term; they overlap. `words` are its tokens, if there are any."""
    found = [*_acronyms(text), *_quoted(text), *_titled(text, words), *_suffixed(text, words)]
    if words:
        found += _names(words)
        found += _compounds_of_words(words)
    else:
        found += _kanji_runs(text)
    return [*found, *_katakana(text, words)]


def _acronyms(text: str) -> Iterator[Found]:
    for found in _EXPANDED.finditer(text):
        name, at = (found["name"], found.start("name")) if found["name"] else (found["b"], found.start("b"))
        acronym = found["a1"] or found["a2"]
        yield Found(name, "acronym", "organisation", at, acronym=acronym, weight=4)
    for found in _LATIN.finditer(text):
        yield Found(found[0], "acronym", "", found.start(), weight=1)


def _quoted(text: str) -> Iterator[Found]:
    for found in _WORK.finditer(text):
        group = 1 if found[1] else 2
        yield Found(found[group], "work", "work", found.start(group), weight=3)
    for found in _QUOTED.finditer(text):
        if not _SENTENCE.search(found[1]) and not re.fullmatch(r"[\W\d_]+|[A-Za-z ]+", found[1]):
            yield Found(found[1], "quoted", "", found.start(1), weight=2)


def _titled(text: str, words: Sequence[Token]) -> Iterator[Found]:
    """Yield names that a title or honorific follows: プーチン大統領, 田中氏."""
    for found in _TITLED.finditer(text):
        name = found["name"].removesuffix("元").removesuffix("前") if len(found["name"]) > 2 else found["name"]
        kanji = not re.match(f"[{_KATAKANA}]", name)
        if name in NOT_BEFORE_TITLE or name in EVERYDAY_KATAKANA or _COUNTED.match(name):
            continue
        if kanji and found["title"] not in HONORIFICS:
            if name.endswith(tuple(NOT_BEFORE_TITLE)) or name.startswith(tuple("元前現新旧各両同副全")):
                continue
            if words and not _is_person(words, found.start(), found.start() + len(name)):
                continue
            if not words and len(name) > 4:
                continue
        yield Found(name, "title", "person", found.start("name"), weight=3)


def _is_person(words: Sequence[Token], start: int, end: int) -> bool:
    """Return whether the dictionary lets a stretch be a person's name: unknown words may be one."""
    inside = [word for word in words if start <= word.start and word.end <= end]
    return bool(inside) and all("人名" in word.pos or not word.known for word in inside)


def _suffixed(text: str, words: Sequence[Token]) -> Iterator[Found]:
    """Yield places and organisations by how they end: 青森県, 上海協力機構."""
    for entity, pattern in _SUFFIXED:
        for found in pattern.finditer(text):
            name = found[0].lstrip("・")
            at = found.end() - len(name)
            if name in COMMON_ENDINGS or name[0] in GENERIC_HEADS or _COUNTED.match(name) or len(name) < 3:
                continue
            if at and re.match(f"[{_KANJI}]", text[at - 1]) and re.match(f"[{_KANJI}]", name):
                continue
            if words and entity == "place" and not _has_proper_noun(words, at, found.end()):
                continue
            yield Found(name, "suffix", "place" if entity == "place" else "organisation", at, weight=3)


def _has_proper_noun(words: Sequence[Token], start: int, end: int) -> bool:
    inside = [word for word in words if start <= word.start and word.end <= end]
    return any("固有名詞" in word.pos or not word.known for word in inside)


# With a dictionary --------------------------------------------------------------------------------------------


def _names(words: Sequence[Token]) -> Iterator[Found]:
    """Yield proper nouns, those of one name put together: 山田 + 太郎, ウラジーミル + ・ + プーチン."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and (_is_proper(words[end]) or _is_dot(words, end)):
            if end > at and _kind(words[end]) != _kind(words[at]) and not _is_dot(words, end):
                break
            end += 1
        if end == at:
            at += 1
            continue
        part = words[at:end]
        name = "".join(word.surface for word in part)
        if len(name) > 1 and not name.isascii():
            surname = part[0].surface if len(part) == 2 and "姓" in part[0].pos and "名" in part[1].pos else ""
            yield Found(name, "name", _kind(part[0]), part[0].start, surname=surname, weight=len(part) + 1)
        at = end


def _is_proper(word: Token) -> bool:
    return "固有名詞" in word.pos and word.known


def _is_dot(words: Sequence[Token], at: int) -> bool:
    """Return whether a middle dot stands between two katakana names."""
    return (
        0 < at < len(words) - 1
        and words[at].surface in "・゠＝"
        and all(re.fullmatch(f"[{_KATAKANA}]+", words[near].surface) for near in (at - 1, at + 1))
        and (_is_proper(words[at + 1]) or not words[at + 1].known)
    )


def _kind(word: Token) -> Entity:
    return "person" if "人名" in word.pos else "place" if "地名" in word.pos else "organisation"


_PART_OF_COMPOUND = ("名詞", "接頭辞", "接尾辞")
_NO_PART = frozenset(("副詞可能", "助動詞語幹", "助数詞", "形状詞的", "動詞的", "形容詞的"))


def _compounds_of_words(words: Sequence[Token]) -> Iterator[Found]:
    """Yield every run of two or more nouns, and the runs inside it: C-value needs the nested ones."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_part(words[end]) and end - at < 8:
            end += 1
        for first in range(at, end - 1):
            for last in range(first + 2, end + 1):
                part = words[first:last]
                name = "".join(word.surface for word in part)
                if _is_term(name) and part[0].pos[0] != "接尾辞" and part[-1].pos[0] != "接頭辞":
                    yield Found(name, "compound", "", part[0].start, weight=len(part))
        at = max(end, at + 1)


def _is_part(word: Token) -> bool:
    if not word.pos or word.pos[0] not in _PART_OF_COMPOUND or "数詞" in word.pos or _NO_PART & set(word.pos):
        return False
    return bool(re.fullmatch(rf"[{_KANJI}{_KATAKANA}]+", word.surface))


# Without one --------------------------------------------------------------------------------------------------


def _kanji_runs(text: str) -> Iterator[Found]:
    """Yield runs of kanji, without the stem of a verb that begins in them, and with the katakana beside them."""
    for found in _KANJI_RUN.finditer(text):
        run, after = found[0], text[found.end() : found.end() + 2]
        if _OKURIGANA.match(after) and not _PARTICLE.match(after):
            run = run[:-1]
        for name in dict.fromkeys((run, _trimmed(run))):
            if len(name) >= 3 and _is_term(name):
                yield Found(name, "compound", "", found.start() + run.find(name), weight=max(2, len(name) // 2))
    for found in re.finditer(rf"[{_KANJI}{_KATAKANA}]{{4,30}}", text):
        if (
            re.search(f"[{_KANJI}]{{2}}", found[0])
            and re.search(f"[{_KATAKANA}]{{2}}", found[0])
            and _is_term(found[0])
        ):
            yield Found(found[0], "compound", "", found.start(), weight=3)


def _trimmed(run: str) -> str:
    """Take away the endings that make a phrase of a term: 地政学的 → 地政学."""
    tail = next((tail for tail in GENERIC_TAILS if run.endswith(tail) and len(run) - len(tail) >= 3), "")
    return run.removesuffix(tail)


def _is_term(name: str) -> bool:
    """Return whether a run can be a term: no date, no number, no 両…, no …側."""
    if _COUNTED.match(name) or name[0] in GENERIC_HEADS or len(name) < 3:
        return False
    return not name.endswith(GENERIC_TAILS)


def _katakana(text: str, words: Sequence[Token]) -> Iterator[Found]:
    for found in _KATAKANA_RUN.finditer(text):
        name = found[0]
        inside = [word for word in words if found.start() <= word.start and word.end <= found.end()]
        common = bool(inside) and all("普通名詞" in word.pos and word.known for word in inside)
        everyday = name in EVERYDAY_KATAKANA or (common and len(inside) == 1)
        yield Found(name, "everyday" if everyday else "katakana", "", found.start(), weight=1 + name.count("・"))
