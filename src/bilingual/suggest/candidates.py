"""Find what could be a term in one Japanese segment. `suggest.find` counts and ranks the candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bilingual.glossary.load import Entity
from bilingual.languages.japanese.exonyms import EXONYMS
from bilingual.languages.japanese.readings import Word
from bilingual.languages.japanese.scripts import HIRAGANA, KANJI_NUMERALS, KANJI_WORD, KATAKANA_WORD, NAME_JOINTS
from bilingual.suggest.foreign_names import looks_foreign
from bilingual.suggest.name_signs import (
    COMMON_ENDINGS,
    COMPANY_SUFFIXES,
    EVERYDAY_COMPOUNDS,
    EVERYDAY_KATAKANA,
    GENERIC_HEADS,
    GENERIC_TAILS,
    GOVERNING_TITLES,
    HONORIFICS,
    NO_NAMES,
    NOT_BEFORE_TITLE,
    OFFICES,
    ORGANISATION_SUFFIXES,
    PLACE_SUFFIXES,
    TITLES,
)


def find_candidates(text: str, words: Sequence[Word] = ()) -> list[Spotted]:
    """Return every span of `text` that could be a term; they may overlap.

    `words` are its tokens (`readings.tokens`). Without them, names are found only by the words around them.
    """
    persons = list(titled(text, words))
    runs = [
        found
        for found in (noun_runs(words) if words else kanji_runs(text))
        if not any(found.start < person.reach and person.start < found.end for person in persons)
    ]
    proper = names(words) if words else known_places(text)
    return [*acronyms(text), *quoted(text), *persons, *suffixed(text, words), *proper, *runs, *katakana(text, words)]


Evidence = Literal["name", "acronym", "title", "suffix", "work", "quoted", "katakana", "compound", "everyday"]
"""Why a span is a candidate."""

RUN = rf"[{KATAKANA_WORD}]{{2,40}}(?:[{NAME_JOINTS}][{KATAKANA_WORD}]{{1,40}}){{0,5}}"
"""A katakana word, or several with middle dots, for a regular expression."""

_NUMBER = f"{KANJI_NUMERALS}数何"
_COUNTERS = "年月日時分秒人名件回国個枚本代位度社号区階歳点割倍票階円ドル基番隻台戸軒頭羽匹杯つ"
_COUNTED = re.compile(rf"第?[{_NUMBER}]+(?:[{_COUNTERS}]|[かカヶ]国|\Z)|第[{_NUMBER}]")


@dataclass(frozen=True, slots=True)
class Spotted:
    """One span of a segment that could be a term."""

    text: str
    how: Evidence
    entity: Entity = ""
    start: int = 0
    surname: str = ""
    """The part of a person's name that is the surname, if a dictionary shows it."""
    acronym: str = ""
    """The Latin short form that the text gives with it."""
    weight: int = 1
    """Its length in words, for C-value."""
    reach: int = 0
    """Offset after the title that marks it as a name: no compound begins before it."""

    @property
    def end(self) -> int:
        """Return the offset after the span."""
        return self.start + len(self.text)


def is_counted(text: str) -> bool:
    """Return whether a run begins with a number and its counter: 八月, 第二次, 三百億円; 万灯会 and 三次元 do not."""
    return bool(_COUNTED.match(text))


def is_term(name: str) -> bool:
    """Return whether a run of nouns can be a term: no date, no number, no 両…, no …側, no everyday word."""
    if is_counted(name) or name[0] in GENERIC_HEADS or len(name) < 3 or name in EVERYDAY_COMPOUNDS:
        return False
    return not name.endswith(GENERIC_TAILS)


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TITLED = re.compile(
    rf"(?P<name>(?<![{KANJI_WORD}])[{KANJI_WORD}]{{1,4}}[{KATAKANA_WORD}]{{2,6}}(?={_any(HONORIFICS)})|{RUN}|(?<![{KANJI_WORD}])[{KANJI_WORD}]{{2,8}}?)"
    rf"[元前現新副]?(?P<title>{_any((*TITLES, *OFFICES, *HONORIFICS))})(?![{KANJI_WORD}{KATAKANA_WORD}]?[{KANJI_WORD}])"
)
_COUNTRY_SIGN = re.compile("[米英仏独露伊韓豪印加]")
_COMPANY = re.compile(rf"(?P<name>{RUN})(?P<end>社|{_any(COMPANY_SUFFIXES)})(?![{KANJI_WORD}{KATAKANA_WORD}])")
_PLACE = re.compile(
    rf"[{KANJI_WORD}{KATAKANA_WORD}]{{1,12}}?(?:{_any(PLACE_SUFFIXES)})(?![{KANJI_WORD}{KATAKANA_WORD}])"
)
_IN_PREFECTURE = re.compile("^(?:(.{2,3}[都道府県])(?=.{2,}[市区町村郡]$))?(.+)$")
_ORGANISATION = re.compile(
    rf"(?:株式会社[{KANJI_WORD}{KATAKANA_WORD}A-Za-z]{{2,20}}|[{KANJI_WORD}{KATAKANA_WORD}・]{{2,20}}?(?:{_any(ORGANISATION_SUFFIXES)}))"
    rf"(?![{KANJI_WORD}{KATAKANA_WORD}])"
)
_KANJI_PLACES = re.compile(_any([name for name in EXONYMS if not re.match(f"[{KATAKANA_WORD}]", name)]))

_ACRONYM = r"[A-Z][A-Z0-9&]{1,9}(?:[-+][A-Z0-9]{1,4})?s?"
_JAPANESE = rf"[{KANJI_WORD}{KATAKANA_WORD}・]{{3,30}}"
_EXPANDED = re.compile(
    rf"(?P<name>{_JAPANESE})[（(]\s?(?P<a1>{_ACRONYM})(?:[、,;:：][^（）()]{{0,60}})?[）)]"
    rf"|(?<![A-Za-z0-9])(?P<a2>{_ACRONYM})[（(]\s?(?P<b>{_JAPANESE})[）)]"
)
_LATIN = re.compile(rf"(?<![A-Za-z0-9_./@-])(?:{_ACRONYM}|[A-Z][a-z]+[A-Z]\w{{0,20}})(?![A-Za-z0-9_@/])")
_QUOTED = re.compile(r"「([^「」『』]{2,30})」")
_WORK = re.compile(r"『([^『』]{2,60})』|〈([^〈〉]{2,40})〉")
_SENTENCE = re.compile(r"[。！？!?、,…]|[うくすつぬむるぐぶいただよねかな]$")

_KANJI_RUN = re.compile(f"[{KANJI_WORD}]{{2,30}}")
_MIXED_RUN = re.compile(f"[{KANJI_WORD}{KATAKANA_WORD}]{{4,30}}")
# What may follow a kanji run without being the ending of its last word: particles, する, copulas.
_PARTICLE = re.compile("の|は|が|を|に|と|で|も|へ|や|か|な|だ|し[たてなまよ]|さ|す|せ|より|まで|ら|ず|ある|いた|ご|お")


def acronyms(text: str) -> Iterator[Spotted]:
    """Yield Latin short forms, and their Japanese: 上海協力機構(SCO)."""
    for found in _EXPANDED.finditer(text):
        name, at = (found["name"], found.start("name")) if found["name"] else (found["b"], found.start("b"))
        entity: Entity = "organisation" if name.endswith(ORGANISATION_SUFFIXES) else ""
        yield Spotted(name, "acronym", entity, at, acronym=found["a1"] or found["a2"], weight=4)
    for found in _LATIN.finditer(text):
        yield Spotted(found[0], "acronym", "", found.start(), weight=1)


def quoted(text: str) -> Iterator[Spotted]:
    """Yield titles of works, and quoted words that are not a sentence."""
    for found in _WORK.finditer(text):
        group = 1 if found[1] else 2
        yield Spotted(found[group], "work", "work", found.start(group), weight=3)
    for found in _QUOTED.finditer(text):
        if not _SENTENCE.search(found[1]) and not re.fullmatch(r"[\W\d_]+|[A-Za-z ]+", found[1]):
            yield Spotted(found[1], "quoted", "", found.start(1), weight=2)


def titled(text: str, words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield names of persons before a title or honorific: プーチン大統領, 田中氏."""
    for found in _TITLED.finditer(text):
        name, at = found["name"], found.start("name")
        # ロシア・プーチン大統領: the middle dot means の.
        if "・" in name and name.partition("・")[0] in EXONYMS:
            at += name.index("・") + 1
            name = name.partition("・")[2]
        if re.match(f"[{KANJI_WORD}][{KATAKANA_WORD}]", name) and _COUNTRY_SIGN.match(name):  # 米バイデン大統領
            at, name = at + 1, name[1:]
        if len(name) > 1 and _may_be_person(name, at, found["title"], words):
            yield Spotted(name, "title", "person", at, weight=3, reach=found.end())


def _may_be_person(name: str, at: int, title: str, words: Sequence[Word]) -> bool:
    if name in NOT_BEFORE_TITLE or name in EVERYDAY_KATAKANA or name in EXONYMS or is_counted(name):
        return False
    if re.match(f"[{KATAKANA_WORD}]", name) or title in HONORIFICS:
        return True
    if name.endswith(tuple(NOT_BEFORE_TITLE)) or name.startswith(tuple("元前現新旧各両同副全")):
        return False
    inside = [word for word in words if at <= word.start and word.end <= at + len(name)]
    if words:
        kinds = {"人名"} if title in GOVERNING_TITLES else {"人名", "固有名詞"}
        if title in TITLES and looks_foreign(name, inside):
            return True
        return bool(inside) and all(kinds & set(word.pos) or not word.known for word in inside)
    return title not in OFFICES and len(name) <= 4


def suffixed(text: str, words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield places and organisations by their endings: 青森県, 上海協力機構, アルテミス半導体."""
    for found in _COMPANY.finditer(text):
        name = found["name"] if found["end"] == "社" else found[0]
        if found["name"] not in EVERYDAY_KATAKANA and found["name"] not in EXONYMS:
            yield Spotted(name, "suffix", "organisation", found.start(), weight=3)
    for found in _ORGANISATION.finditer(text):
        yield from _ending(found, text, "organisation")
    for found in _PLACE.finditer(text):
        places = list(_ending(found, text, "place"))
        yield from (place for place in places if not words or len(places) > 1 or _has_proper_noun(words, place))


def _ending(found: re.Match[str], text: str, entity: Entity) -> Iterator[Spotted]:
    name = found[0].lstrip("・")
    at = found.end() - len(name)
    cut = at > 0 and re.match(f"[{KANJI_WORD}]", text[at - 1]) and re.match(f"[{KANJI_WORD}]", name)
    if cut or is_counted(name):
        return
    for part in _IN_PREFECTURE.findall(name)[0]:  # 青森県八戸市 is two
        if len(part) >= 3 and part not in COMMON_ENDINGS and part[0] not in GENERIC_HEADS:
            yield Spotted(part, "suffix", entity, at, weight=3)
        at += len(part)


def _has_proper_noun(words: Sequence[Word], place: Spotted) -> bool:
    inside = [word for word in words if place.start <= word.start and word.end <= place.end]
    return any("固有名詞" in word.pos or not word.known for word in inside)


def katakana(text: str, words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield katakana words; several with dots between them are a name, unless they are a list of things or places."""
    for found in re.finditer(rf"(?<![{KATAKANA_WORD}・]){RUN}(?![{KATAKANA_WORD}])", text):
        name = found[0]
        parts = re.split(f"[{NAME_JOINTS}]", name)
        inside = [word for word in words if found.start() <= word.start and word.end <= found.end()]
        common = bool(inside) and all("普通名詞" in word.pos and word.known for word in inside)
        if EXONYMS.keys() & set(parts):
            for part in re.finditer(f"[^{NAME_JOINTS}]+", name):
                if part[0] in EXONYMS:
                    yield Spotted(part[0], "name", "place", found.start() + part.start(), weight=2)
        elif len(parts) > 1:
            if not common and not set(parts) & EVERYDAY_KATAKANA:
                yield Spotted(name, "name", "", found.start(), weight=len(parts) + 1)
        else:
            everyday = name in EVERYDAY_KATAKANA or (common and len(inside) == 1)
            yield Spotted(name, "everyday" if everyday else "katakana", "", found.start(), weight=1)


def known_places(text: str) -> Iterator[Spotted]:
    """Yield the kanji names of countries and cities in the table of exonyms."""
    for found in _KANJI_PLACES.finditer(text):
        yield Spotted(found[0], "name", "place", found.start(), weight=2)


def kanji_runs(text: str) -> Iterator[Spotted]:
    """Yield runs of kanji, without the stem of a verb that begins in them, and with the katakana beside them."""
    for found in _KANJI_RUN.finditer(text):
        run, after = found[0], text[found.end() : found.end() + 2]
        if re.match(f"[{HIRAGANA}]", after) and not _PARTICLE.match(after):
            run = run[:-1]
        for name in dict.fromkeys((run, _trimmed(run))):
            if len(name) >= 3 and is_term(name):
                yield Spotted(name, "compound", "", found.start() + run.find(name), weight=max(2, len(name) // 2))
    for found in _MIXED_RUN.finditer(text):
        name = found[0]
        if re.search(f"[{KANJI_WORD}]{{2}}", name) and re.search(f"[{KATAKANA_WORD}]{{2}}", name) and is_term(name):
            yield Spotted(name, "compound", "", found.start(), weight=3)


def _trimmed(run: str) -> str:
    """Remove endings that turn a term into a phrase: 地政学的 → 地政学."""
    tail = next((tail for tail in GENERIC_TAILS if run.endswith(tail) and len(run) - len(tail) >= 3), "")
    return run.removesuffix(tail)


_LONGEST_COMPOUND = 8
"""Words; longer runs of nouns are headlines."""

_PART_OF_COMPOUND = ("名詞", "接頭辞", "接尾辞")
_NO_PART = frozenset(("副詞可能", "助動詞語幹", "助数詞", "形状詞的", "動詞的", "形容詞的", "数詞", "人名"))


def names(words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield proper nouns, with the parts of a name joined: 山田 + 太郎, ウラジーミル + ・ + プーチン."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and (_is_dot(words, end) or (_is_proper(words[end]) and _fits(words[at], words[end]))):
            end += 1
        part = words[at:end]
        name = "".join(word.surface for word in part)
        if len(name) > 1 and not name.isascii() and name not in NO_NAMES:
            surname = part[0].surface if len(part) == 2 and "姓" in part[0].pos and "名" in part[1].pos else ""
            yield Spotted(name, "name", _kind(part[0]), part[0].start, surname=surname, weight=len(part) + 1)
        at = max(end, at + 1)


def _is_proper(word: Word) -> bool:
    return "固有名詞" in word.pos and word.known


def _fits(first: Word, other: Word) -> bool:
    return _kind(first) == _kind(other)


def _is_dot(words: Sequence[Word], at: int) -> bool:
    """Return whether a middle dot is between two katakana names, and not between two places."""
    return (
        0 < at < len(words) - 1
        and words[at].surface in NAME_JOINTS
        and all(re.fullmatch(f"[{KATAKANA_WORD}]+", words[near].surface) for near in (at - 1, at + 1))
        and _is_proper(words[at - 1])
        and _is_proper(words[at + 1])
        and words[at - 1].surface not in EXONYMS
    )


def _kind(word: Word) -> Entity:
    return "person" if "人名" in word.pos else "place" if "地名" in word.pos else "organisation"


def noun_runs(words: Sequence[Word]) -> Iterator[Spotted]:
    """Yield every run of nouns, and the runs inside it: counting decides which of them is the term."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_part(words[end]) and end - at < _LONGEST_COMPOUND:
            end += 1
        for first in range(at, end):
            for last in range(first + 1, end + 1):
                part = words[first:last]
                name = "".join(word.surface for word in part)
                if _is_compound(part) and is_term(name):
                    yield Spotted(name, "compound", "", part[0].start, weight=max(len(part), len(name) // 2))
        at = max(end, at + 1)


def _is_compound(part: Sequence[Word]) -> bool:
    """Return whether nouns can be a compound; the dictionary has many compounds as one word (多極化)."""
    if len(part) == 1:
        return "普通名詞" in part[0].pos and bool(
            re.fullmatch(f"[{KANJI_WORD}]{{3,}}[{HIRAGANA}]{{0,2}}", part[0].surface)
        )
    return part[0].pos[0] != "接尾辞" and part[-1].pos[0] != "接頭辞"


def _is_part(word: Word) -> bool:
    if not word.pos or word.pos[0] not in _PART_OF_COMPOUND or _NO_PART & set(word.pos):
        return False
    # 流し in 灯籠流し: a noun made of a verb keeps its ending.
    return bool(re.fullmatch(f"[{KANJI_WORD}{KATAKANA_WORD}]+|[{KANJI_WORD}]{{1,3}}[{HIRAGANA}]{{1,2}}", word.surface))
