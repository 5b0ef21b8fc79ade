"""Groups of more than two characters: numbers and their counters, addresses, words, phrases.

Each function returns offset → the cost of a line end before the character at that offset. Unlike the rules for two
neighbours in `jlreq`, these depend on the surrounding text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, groupby

from bilingual.editions.typeset.jlreq import CLOSING, GROUP, NEVER, NO_START, OPENING
from bilingual.languages.data import language_rows
from bilingual.languages.english.abbreviations import LABELS_BEFORE_NUMBERS, PERSONAL_TITLES
from bilingual.languages.english.calendar import MONTH_ABBREVIATIONS, MONTHS
from bilingual.languages.english.small_words import TIED_WORDS
from bilingual.languages.japanese.scripts import (
    DASHES,
    DIGITS,
    HIRAGANA,
    KANJI,
    KANJI_DIGITS,
    KANJI_ONE_TO_NINE,
    KANJI_TENS,
    KATAKANA,
    LONG_MARK,
)

Hyphenate = Callable[[str], Iterable[int]]
"""A word → the offsets at which it may be hyphenated."""
Costs = dict[int, float]

ADDRESS_COST = 20.0
_ONE_LETTER = 200.0
_COUNTED_WORD = 150.0
_KANJI_NUMBER = 15_000.0
_IN_PHRASE = 180.0
IN_WORD = 260.0
"""A line end with this cost splits a word, or is worse."""
_IN_FOREIGN_WORD = 300.0
_SMALL_WORD = 120.0

_COUNTERS = sorted((counter for (counter,) in language_rows("japanese/tied_counters.txt")), key=len, reverse=True)
_LONG_COUNTERS = "|".join(counter for counter in _COUNTERS if len(counter) > 1)
_SHORT_COUNTERS = "".join(counter for counter in _COUNTERS if len(counter) == 1)
_COUNTED = (
    f"[万億兆千百十]*(?:{_LONG_COUNTERS}|[{_SHORT_COUNTERS}])?"
    "(?:[間目前後半頃弱強余]|ごろ)?(?:以上|以下|以内|以降|未満|前後|程度|つ)?"
)
_NUMBER = re.compile(f"([{DIGITS}](?:[{DIGITS}.,．，・]*[{DIGITS}])?)([A-Za-zµ°℃²³]{{0,3}}{_COUNTED})")
_KANJI = re.compile(
    f"[{KANJI_DIGITS}{KANJI_TENS}](?:[{KANJI_DIGITS}{KANJI_TENS}]+|(?<=[{KANJI_ONE_TO_NINE}]))(?={_LONG_COUNTERS}|[年月日時円人世歳])"
)

_ADDRESS = re.compile(r"[!-~¡-ɏ]+")
_BEFORE = frozenset(".?&=_-#%+,~")
_AFTER = frozenset("/@:")
"""Signs of an address before which, or behind which, a line may end (Chicago Manual of Style): never behind a hyphen or
a full stop, which would seem to be the line's own."""
_DASH = re.compile(r"[-–—/](?:(?<=[^\W\d_].)(?=[^\W\d_])|(?<=—)(?=[^\s—–-]))")
_DOT_WORD = re.compile(r" (?=[.,:;%°′″'][^\W_])")
_OPEN_SPACE = re.compile(f"[{re.escape(''.join(sorted(OPENING)))}][ \u3000]+")
_WORD = re.compile(r"(?<![\w@/.\-–\u2019'])[a-zà-öø-ÿ]{7,}(?![\w@/\-–])")

_MONTHS = "|".join((*MONTHS[1:], *MONTH_ABBREVIATIONS))
_TITLES = "|".join(PERSONAL_TITLES)
_PARTS = "|".join(LABELS_BEFORE_NUMBERS)
_NAMED = "|".join(label for (label,) in language_rows("english/number_labels.txt"))
_UNITS = "|".join(re.escape(unit) for (unit,) in language_rows("english/tied_units.txt"))
_NO_LETTER = r"(?<![^\W\d_])"


def _behind(words: str, end: str = " ", *, start: str = r"\b") -> str:
    """Return a pattern that looks back at one of the words (`a|b|c`) before `end`.

    Searching for the space of a tie and looking back is five times as fast as searching for the words. `re` looks back
    at words of one length at a time.
    """
    lengths = groupby(sorted(words.split("|"), key=len), key=len)
    return "(?:" + "|".join(f"(?<={start}(?:{'|'.join(same)}){end})" for _, same in lengths) + ")"


_DOT_TIES = re.compile(
    rf"\. (?:(?=[A-Z]){_behind(_TITLES, '[.] ')}|(?=[\d(A-Z]){_behind(_PARTS, '[.] ')}"
    r"|(?=[A-Z]\b|[A-Z][a-z])(?<=\b[A-Z][.] ))"
)
_NUMBER_TIES = re.compile(
    rf" (?:(?<=\d )(?:(?=(?:{_UNITS})(?![\w/]))|(?=(?:{_MONTHS})\b)(?<!\d\d\d ))"
    rf"|(?=\d)(?:{_behind(_NAMED)}|(?=\d{{1,2}}(?!\d))(?:{_behind(_MONTHS)}|{_behind(_MONTHS, '[.] ')})))"
)
_NAME_TIES = re.compile(
    rf" (?=[A-Z])(?:{_behind(_TITLES, start=_NO_LETTER)}|(?<=[a-z] )(?=(?:I[IVX]|V|VI+|X[IVX]*)\b))"
)
_DASH_TIES = re.compile(r" (?=[–—](?: |$))")
_COUNTED_WORDS = re.compile(r" (?<=\d )(?=[a-z])")
_A_DIGIT = re.compile(r"\d")
_FOREIGN = re.compile(f"[{KATAKANA}{LONG_MARK}]{{2,}}")
_LONE = re.compile(r"[AaIO] (?=\S)(?<![\w'’.]..)")
_SMALL = re.compile(rf"(?<![\w'’])(?:{'|'.join(TIED_WORDS)}|The|A|An) (?=\S)", re.ASCII)


def numbers(text: str) -> Costs:
    """Keep numbers together with their units and counters (20以上, 80周年, ３．１４倍, 二十三日)."""
    costs: Costs = {}
    for found in _NUMBER.finditer(text):
        first, last = found.span(1)
        costs |= dict.fromkeys(range(first + 1, last), NEVER)
        costs |= dict.fromkeys(range(last, found.end()), GROUP)
    for found in _KANJI.finditer(text):
        costs |= dict.fromkeys(range(found.start() + 1, found.end() + 1), _KANJI_NUMBER)
    return costs


def openings(text: str) -> Costs:
    """Allow line ends inside addresses, after hyphens and dashes, and before words that begin with a point."""
    costs = {found.end(): 0.0 for found in _DOT_WORD.finditer(text)} if " " in text else {}
    if "-" in text or "–" in text or "—" in text or "/" in text:
        costs |= {found.end(): ADDRESS_COST for found in _DASH.finditer(text)}
    if "/" in text or "@" in text or "www." in text:
        for found in _ADDRESS.finditer(text):
            if _is_address(found.group()):
                for at in range(found.start() + 1, found.end()):
                    costs.pop(at, None)
                costs |= {found.start() + at: cost for at, cost in _address(found.group())}
    return costs


def _is_address(word: str) -> bool:
    """Return whether a word is an address or a path. Not a pattern, which would take quadratic time on a long word."""
    return "://" in word or "www." in word or "@" in word or word.count("/") > 1


def _address(word: str) -> Iterator[tuple[int, float]]:
    """Yield the offsets at which an address may be broken: at its own punctuation, not near its ends."""
    begin = max(3, word.find("://") + 3)
    for at in range(begin + 1, len(word) - 2):
        last, sign = word[at - 1], word[at]
        if last in _AFTER and sign not in _AFTER and sign not in CLOSING:
            yield at, ADDRESS_COST
        elif sign in _BEFORE and last not in _BEFORE and last not in _AFTER and word[at + 1] not in CLOSING:
            yield at, ADDRESS_COST if sign in "?&=#" else 2 * ADDRESS_COST


def brackets(text: str) -> Costs:
    """Keep an opening bracket from ending a line even where a blank follows it."""
    if " " not in text and "\u3000" not in text:
        return {}
    spans = (found.span() for found in _OPEN_SPACE.finditer(text))
    return {at: NEVER for start, end in spans for at in range(start + 1, end + 1)}


def ties(text: str) -> Costs:
    """Keep words together that English editors join with a no-break space: `No. 5`, `10 km`, `Mr. X`, `2 September`.

    The offsets are those after the space; one-letter words and counted things (`3 weeks`) are weaker ties.
    """
    if " " not in text:
        return {}
    costs = {found.end(): _ONE_LETTER for found in _LONE.finditer(text)}
    patterns = [_NAME_TIES]
    if ". " in text:
        patterns.append(_DOT_TIES)
    if _A_DIGIT.search(text):
        costs |= {found.end(): _COUNTED_WORD for found in _COUNTED_WORDS.finditer(text)}
        patterns.append(_NUMBER_TIES)
    if "–" in text or "—" in text:
        patterns.append(_DASH_TIES)
    for pattern in patterns:
        costs |= {found.end(): GROUP for found in pattern.finditer(text)}
    return costs


def small_words(text: str) -> Costs:
    """Keep an article or a preposition from ending a line of a heading."""
    return {found.end(): _SMALL_WORD for found in _SMALL.finditer(text)}


def hyphens(text: str, hyphenate: Hyphenate) -> Iterator[int]:
    """Yield the offsets at which a hyphen is allowed: never in the last word, in names, addresses or joined words."""
    last = text.rstrip().rfind(" ")
    for found in _WORD.finditer(text, 0, max(0, last)):
        start = found.start()
        for at in hyphenate(found.group()):
            yield start + at


_WITHIN = re.compile(f"[{KANJI}](?:[{KANJI}]|[{HIRAGANA}](?<![はがをにでとへものやかだ]))")
"""Inside a word, more likely than before a particle: 戦勝|国, 持|ち込み."""
_PAUSE = re.compile(f"[{DASHES}…‥]{{2,}}|[：:]")
"""Characters that end a part of a heading, and preferably the line."""


def phrase_costs(text: str, split: Callable[[str], list[str]]) -> Costs:
    """Make line ends inside a Japanese phrase costly; `split` divides a sentence into phrases."""
    ends = set(accumulate(map(len, split(text))))
    for found in _PAUSE.finditer(text):
        # A closing dash ends its line: 対抗意識――|上海協力機構.
        ends.add(found.end())
        ends.discard(found.start())
    costs = {at: _IN_FOREIGN_WORD for found in _FOREIGN.finditer(text) for at in range(found.start() + 1, found.end())}
    for at in range(1, len(text)):
        if at not in ends and at not in costs and text[at] not in NO_START and " " not in text[at - 1 : at + 1]:
            costs[at] = IN_WORD if _WITHIN.fullmatch(text, at - 1, at + 1) else _IN_PHRASE
    return costs
