"""Scan for number expressions: choose the rule, join two into a range, keep some as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bilingual.languages.japanese.eras import ERAS
from bilingual.languages.japanese.scripts import (
    DIGITS,
    KANJI,
    KANJI_DIGITS,
    KANJI_MYRIADS,
    KANJI_ONE_TO_TEN,
    KANJI_TENS,
)
from bilingual.model import Number
from bilingual.numbers.english.style import Item, NumberStyle
from bilingual.numbers.japanese import dates, times
from bilingual.numbers.japanese import quantities as degrees
from bilingual.numbers.japanese.grammar import NUM, quantity
from bilingual.numbers.japanese.numerals import read_numeral
from bilingual.numbers.japanese.ordinals import nth
from bilingual.numbers.japanese.quantities import half, multiple, parts, price, several, small_change, tenths
from bilingual.numbers.japanese.ranges import RangeRule, joined, leading

QUICK = re.compile(f"[{DIGITS}{KANJI_DIGITS}{KANJI_TENS}数半倍]|正午|元年|[何幾][万億]")
"""A text without any of these has no number."""
_ABOUT = re.compile("約|およそ|おおよそ|ほぼ|ざっと|推定(?=[0-9])")
_START = re.compile(
    f"[0-9{KANJI_DIGITS}{KANJI_TENS}数第半'¥$€£₩〒]|[何幾](?=[{KANJI_TENS}{KANJI_MYRIADS}])|倍(?=[増に以近])"
    f"|約|およそ|おおよそ|ほぼ|ざっと|推定|{'|'.join(ERAS)}"
    "|午前|午後|正午|西暦|紀元前|US\\$"
    "|前(?=[0-9]{1,2}世紀)|(?<![A-Za-z0-9])[MTSHR](?=[0-9]{1,2}[年./])|\\+(?=[0-9])"
)
_RUN = re.compile(NUM)
_FIGURES_APART = re.compile(r"[0-9]+(?:[/.][0-9]+)+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z]*[-・.]?$")
_IDENTIFIER = re.compile(r"[0-9]+(?:[.,\-][0-9]+)*(?:[A-Za-z]+[0-9]*)?")
_COUNTED = re.compile("[0-9万億兆千百%割回人年月日時円位か〜]|[歳点票件社校階度本]")
_PHONE = re.compile(
    r"\+?\d{1,5}(?:-\d{1,5}){2,4}(?!\d)|0\d{1,4}-\d{3,8}(?!\d)|\(?0\d{1,4}\)\d{1,4}-\d{4}"
    r"|〒\s?\d{3}-?\d{4}|\d{1,5}(?:\.\d{1,5}){2,4}(?![\d.])|\d{21,}"
)
_SCORE = re.compile(
    r"(?P<a>\d{1,3})\s?(?P<sep>-|対)\s?(?P<b>\d{1,3})(?![\d\-/:.%])(?!(?:万|億|人|年|月|日|時|回|円|か月"
    r"|%|度|歳|割|分|世紀))"
)
# 9・11, 2・26: a day that names an event.
_DAY_NAME = re.compile(
    r"(?P<m>1?\d)[・.](?P<d>[1-3]?\d)(?=事件|同時|テロ|大?震災|事変|の大?震災|クーデター)"
    r"|(?P<known>3・11|9・11|1・17|2・26|5・15|8・15)(?![0-9人年月日時位階号])"
)
_DUAL = re.compile(f"(?P<a>[{KANJI_ONE_TO_TEN}]+)対(?P<b>[{KANJI_ONE_TO_TEN}]+)(?![{KANJI}])")

# A rule is tried where one of its characters is near: most numbers need one or two.
_DATES: tuple[tuple[re.Pattern[str], RangeRule], ...] = (
    (re.compile("[^:時正]*[:時正]"), times.times),
    (re.compile("[^世代]*(?:世紀|代)"), times.spans),
    (re.compile("[^年月日/.-]*?(?:[年月日/.-]|シーズン)"), dates.dates),
)
_QUANTITIES = (
    (re.compile("[^分/]*(?:分の|/)"), parts),
    (re.compile("[^割]*割"), tenths),
    (re.compile("[¥$€£₩U]"), price),
    (re.compile("[^銭セ]*(?:銭|セント)"), small_change),
    (re.compile("[数何幾]"), several),
    (re.compile("四?半"), half),
    (re.compile("第"), nth),
    (re.compile("[^度]*度"), degrees.degrees),
    (re.compile("[^倍]*倍"), multiple),
    (re.compile(f"[0-9{KANJI_DIGITS}{KANJI_TENS}]"), quantity),
)
_NEAR = 24


def scan(text: str, style: NumberStyle) -> Iterator[Item]:
    """Yield every number expression of a folded and masked text, from left to right."""
    at = 0
    while found := _START.search(text, at):
        start = found.start()
        if item := _identifier(text, start):
            at = item
            continue
        if made := _item(text, start, style):
            yield made
            at = made.end
        else:
            run = _FIGURES_APART.match(text, start) or _RUN.match(text, start)
            at = max(run.end() if run else 0, found.start() + 1)


def _identifier(text: str, at: int) -> int:
    """Return where a name like G20, F-15 or 4K ends; 0 if there is none at `at`."""
    if not text[at].isdigit():
        return 0
    run = _IDENTIFIER.match(text, at)
    if not run:
        return 0
    latin = _LATIN.search(text, max(0, at - 16), at)
    if latin and not re.fullmatch("(?:No|NO|Vol|p|pp|v|Ver)[.]?", latin[0]) and text[at - 1] not in ".・":
        return run.end()
    return 0


def _item(text: str, at: int, style: NumberStyle) -> Item | None:
    if literal := _literal(text, at):
        return literal
    about = _ABOUT.match(text, at)
    start = about.end() if about else at
    if not about:
        for near, rule in _DATES:
            if not near.match(text, start, start + _NEAR):
                continue
            if found := leading(text, start, style, rule) or rule(text, start, style):
                return joined(text, found, style, rule)
    for near, measure in _QUANTITIES:
        if near.match(text, start, start + _NEAR) and (found := measure(text, start, style, "about" if about else "")):
            return replace(found, start=at)
    if about and (dated := times.spans(text, start, style) or dates.dates(text, start, style)):
        return dated
    return None


def _literal(text: str, at: int) -> Item | None:
    """Read what is kept as written: telephone numbers, postcodes, versions, house numbers, scores."""
    if at and text[at - 1].isdigit():
        return None
    if found := _PHONE.match(text, at):
        if dates.dates(text, at, NumberStyle()) and text[at] != "0":
            return None
        return Item(at, found.end(), found[0], (), Number("literal", (), hard=True, bare=found[0]))
    if found := _DAY_NAME.match(text, at):
        target = found["known"].replace("・", "/") if found["known"] else f"{found['m']}/{found['d']}"
        return Item(at, found.end(), target, (), Number("literal", (), bare=target))
    score = _SCORE.match(text, at) or _DUAL.match(text, at)
    if not score:
        return None
    first, last = read_numeral(score["a"]), read_numeral(score["b"])
    if first is None or last is None or (score["a"].startswith("0") and len(score["a"]) > 1):
        return None
    target = f"{first}-{last}"
    if first == last == 1 and score.groupdict().get("sep") != "-":
        # 1対1の会談: talks, not a score.
        return Item(at, score.end(), "one-on-one", ("one-to-one",), Number("score", (first, last), bare="one-on-one"))
    return Item(
        at, score.end(), target, (f"{first} to {last}",), Number("score", (first, last), hard=True, bare=target)
    )
