"""A negation that one side has and the other does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bilingual.checks.opposites import says_by_opposite
from bilingual.checks.report import Report
from bilingual.languages.data import language_rows
from bilingual.languages.japanese.scripts import KANJI, KATAKANA

_SIGN = re.compile(r"な[いかくけ]|ませ|[ずぬ]|まい|ざる|得な")
"""What every negative form has: most sources have none."""
_STEM = "事しれべけめらかわたさきがはをえねなまばぎびじみにいりちやもせげ"
_NOT = re.compile(
    rf"ません(?:でした)?|(?:では|じゃ|で|く|と(?:は)?(?:言|い)え)な(?:い|かった|く)|[{_STEM}]な(?:い|かった)(?=[。、！」』）]|$|[{KANJI}{KATAKANA}]"
    r"|と|です|ん|の|が|け|し|だ|ま|で|ほ|わ|時|こ)"
    rf"|[{_STEM}]なくな|[{_STEM}]な(?:くて|く)(?=、)|[{_STEM}]ず(?:に|、)|[{_STEM}]ぬ(?=[{KANJI}{KATAKANA}])|まい(?=[。と])"
)
"""A negative form. What only looks like one is taken out before (japanese/negations.tsv)."""
_MAIN = re.compile(
    r"(?:です|と(?:いう|言う|思う|思います|みられ|される|いいます)|の(?:だ|です|である)|んだ|んです|よ|ね|わ|な|さ|[。！!」』）)…\s])*$"
)
"""What may follow the negation of the main clause up to the end."""
_HINTS = re.compile(
    r"[不無未非否禁難欠絶断反対消止失忘拒違嫌避離苦閉空外除抜脱終休独死廃拙悪謎誤疑]|な[いかくけさしん]|無|ず|ぬ|ん|まい|ねえ|ねー"
    r"|[？?]|か[。」]?$|だけ|のみ|しか|以外|初めて|はじめ|もう|ただ|より|むし|だめ|ダメ|駄目|どうでも|[るうくすつむぐぶ]な[！!」。\s]|ノー|ゼロ|やめ|いや|ミス|アウト|ストップ|見合わせ|見送"
)
"""Signs that a negative English may translate a source without a negative form."""
_SAID_NOT = re.compile(r"\b(?:not|never|cannot|nobody|nothing|none|neither|nor|\w+n['’]t)\b", re.IGNORECASE)
_EXISTS = re.compile("[がはも](?:あ(?:る|り(?!ませ)|った)|存在し(?:て|た|ま))")
_NEGATIVE = re.compile("な[いくかしけ]|ませ|ず|ぬ|無|まい|ゼロ|ノー|皆無|[？?]")
_NONE = re.compile(
    r"\bthere (?:is|are|was|were|has been|have been)(?: no\b(?! (?:longer|doubt|end))|n['’]t any\b| not any\b)",
    re.IGNORECASE,
)
"""There is something, and there is nothing."""
_NO_DENIAL = re.compile(
    r"\bnot only\b|\bnot just\b|\bnot to mention\b|\bif not\b|\bwhether or not\b|\bor not\b|\bwhy (?:not|don['’]t)\b"
    r"|\b(?:don['’]t|do not) (?:forget|hesitate|worry|miss)\b|\bnothing (?:but|more than|less than)\b"
    r"|\bcan(?:not|['’]t) help\b"
    r"|\bnever before\b|\bnon\w*\b|\b\w+n['’]t (?:it|you|he|she|they|we|I|there|that)\b|\bnot until\b|\bnone other\b"
    r"|\bnot? (?:long|far)\b|\bno longer\b|\bnothing else\b",
    re.IGNORECASE,
)


def check_polarity(source: str, target: str) -> Iterator[Report]:
    """Yield a negation of the source that the target does not seem to have, and the reverse."""
    if message := _lost(source, target):
        yield Report("negation", message)
    elif message := _added(source, target):
        yield Report("negation-added", message)


def _lost(source: str, target: str) -> str:
    if not _SIGN.search(source):
        return ""
    said = _meanings()
    for found in _own().finditer(source):
        only, says = _meaning(found)
        if not says.search(target) and (only or not said["not"].search(target)):
            return f"the source has “{found.group()}” and the target does not seem to say it"
    rest = _own().sub("", _positive().sub("", source))
    negations = list(_NOT.finditer(rest))
    if not negations or any(said[meaning].search(target) for meaning in ("not", "implied")):
        return ""
    if says_by_opposite(source, target):
        return ""
    if not _MAIN.match(rest, negations[-1].end()) and said["weak"].search(target):
        return ""
    return f"the source is negative (“{negations[-1].group()}”) and the target does not seem to be"


def _added(source: str, target: str) -> str:
    exists = _EXISTS.search(source) and not _NEGATIVE.search(source) and _NONE.search(target)
    if exists:
        return f"the target says “{exists[0]}” and the source that there is"
    if _HINTS.search(source):
        return ""
    found = _SAID_NOT.search(_NO_DENIAL.sub("", target))
    return f"the target is negative (“{found.group()}”) and the source does not seem to be" if found else ""


def _meaning(found: re.Match[str]) -> tuple[bool, re.Pattern[str]]:
    """Return whether only its own English says the form, and the pattern of that English."""
    row = _own_rows()[int((found.lastgroup or "n0")[1:])]
    return row[1] == "own", _meanings()[row[2]]


@cache
def _positive() -> re.Pattern[str]:
    return re.compile("|".join(row[0] for row in language_rows("japanese/negations.tsv") if row[1] == "positive"))


@cache
def _own() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<n{number}>{row[0]})" for number, row in enumerate(_own_rows())))


@cache
def _own_rows() -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in language_rows("japanese/negations.tsv") if row[1] != "positive")


@cache
def _meanings() -> dict[str, re.Pattern[str]]:
    said: dict[str, list[str]] = {}
    for words, meaning in language_rows("english/negations.tsv"):
        said.setdefault(meaning, []).append(words)
    return {meaning: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for meaning, words in said.items()}
