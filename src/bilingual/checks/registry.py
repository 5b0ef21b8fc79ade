"""What a person should look at: faults that can be seen without knowing what the sentence means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from bilingual.languages.english.countries import made_up
from bilingual.languages.japanese.scripts import JAPANESE_LETTERS, KANJI, KATAKANA, has_japanese
from bilingual.model import Article, Finding, Kind, Unit
from bilingual.numbers import differences
from bilingual.translation.verify import forbidden, missing_terms, said_less

CODES = {
    "term-missing": "a glossary term is not in the target",
    "term-forced": "a term or number stands in brackets, because the engine would not say it",
    "term-forbidden": "the target says what the glossary forbids",
    "term-count": "the target says a term less often than the source",
    "number-mismatch": "a number of the source is not in the target, or the other way round",
    "number-direction": "the source says to what something changed and the target by how much, or the other way round",
    "untranslated": "Japanese text is left in the target",
    "empty": "there is no target",
    "repeated": "the target says the same words again and again",
    "boilerplate": "the target is a word that engines put out when they are lost (Close, Home)",
    "length-ratio": "the target is much too short or too long for its source",
    "negation": "the source says no, and the target does not seem to",
    "made-up-name": "the target names a country that the source does not",
    "not-drawn": "no font has a character of this text",
}
"""Every finding's code and what it means."""

_JAPANESE_RUN = re.compile(f"[{JAPANESE_LETTERS}]+")
_RUN = re.compile(r"(.)\1{7,}|(?:([^\w\s.…—-])\s*\2\s*){4,}")
_WORDS = re.compile(r"[\w'’-]+")
_SHORTEST, _LONGEST = 0.55, 7.0
"""Latin characters a Japanese character. News runs at 1.8 to 3.2; outside these bounds something went wrong."""
_MEASURABLE = 10
"""Japanese characters below which a ratio means nothing."""

_BOILERPLATE = {
    "close": "閉近終締",
    "closed": "閉終休",
    "home": "家宅帰ホ本国",
    "open": "開",
    "yes": "はそう",
    "no": "いな違",
    "submit": "提出送",
    "search": "検索探",
    "thank you": "あ感謝",
}

_NOT = re.compile(
    r"(?:ません(?!か)|ませんでした|では(?:ない|なかった)(?!か)|じゃない(?!か)"
    rf"|(?<!しか)(?<!も)(?<!い)(?:し|れ|べ|け|め|ら|か|わ|た|さ|き|が|は|を)な(?:い|かった)(?=[。、」「]|$|[{KANJI}{KATAKANA}]))"
)
_NOT_REALLY = re.compile(
    r"かもしれ(?:ない|ません)|違い(?:ない|ありません)|(?:なければ|なくては|ないと)(?:なら|なり|いけ)(?:ない|ません)|すみません|申し訳(?:ない|ありません)|くだらない|"
    r"だけで(?:は)?(?:なく|ない|ありません)|のみならず|に過ぎ(?:ない|ません)|にすぎ(?:ない|ません)|しか[^。、]{0,40}(?:ない|ません)|ざるを得"
)
_ENGLISH_NOT = re.compile(
    r"\b(?:no|not|never|none|nor|neither|nothing|nobody|nowhere|without|cannot|hardly|scarcely|barely|rarely|seldom|"
    r"fail\w*|lack\w*|deny|denies|denied|refus\w+|avoid\w*|unable|unlikely|imposs\w+|inevit\w+|absence|absent|"
    r"rule[ds]? out|far from|yet to|little|few|un\w{4,}|"
    r"in(?:evitable|sufficient|complete|adequate|ability|escapable|dispensable)\w*|"
    r"im(?:possible|proper)\w*|il\w{4,}|ir\w{4,}|dis\w{4,}|free of|free from|instead|other than|rather than|"
    r"stop\w*|prevent\w*|reject\w*|only|miss\w*|stay\w* away)\b|n['’]t\b",
    re.IGNORECASE,
)


def check_article(article: Article, *, missing: frozenset[str] = frozenset()) -> Article:
    """Return the article with the findings of every unit set. `missing` are characters that no font has."""
    changed = {
        unit.id: replace(unit, findings=(*check_unit(block.kind, unit), *_not_drawn(unit, missing)))
        for block in article.blocks
        for unit in block.units
    }
    return article.with_units(changed)


def check_unit(kind: Kind, unit: Unit) -> tuple[Finding, ...]:
    """Return what is wrong with one unit. Texts copied from the source (code, addresses) are only checked for terms."""
    if not unit.source.strip() or kind == "code":
        return ()
    if not unit.target.strip():
        return (Finding("empty", "no target", unit.id, "error"),)
    found = [Finding(code, message, unit.id, severity) for code, message, severity in _terms(unit)]
    if unit.origin == "source":
        return tuple(found)
    own_words, source = _without_kept(unit)
    for code, message in (
        ("untranslated", _untranslated(own_words)),
        ("repeated", _repeated(own_words)),
        ("boilerplate", _boilerplate(own_words, source)),
        ("length-ratio", _ratio(own_words, source)),
        ("negation", _negation(unit.target, source)),
        ("made-up-name", _made_up(unit.source, _without_terms(unit)[1])),
    ):
        if message:
            found.append(Finding(code, message, unit.id, "error" if code == "untranslated" else "warning"))
    for difference in differences(unit.source, unit.target, unit.terms):
        severity: Literal["error", "warning"] = "error" if difference.hard else "warning"
        found.append(Finding(difference.code, difference.message, unit.id, severity))
    return tuple(found)


def _not_drawn(unit: Unit, missing: frozenset[str]) -> tuple[Finding, ...]:
    signs = "".join(dict.fromkeys(sign for sign in unit.source + unit.target if sign in missing))
    codes = " ".join(f"U+{ord(sign):04X}" for sign in signs[:8])
    message = f"no font has {signs[:8]} ({codes}); a PDF prints 〓 for it, and the text can still be copied"
    return (Finding("not-drawn", message, unit.id),) if signs else ()


def _terms(unit: Unit) -> Iterator[tuple[str, str, Literal["error", "warning"]]]:
    """Yield what is wrong with the unit's terms: missing, forbidden, put in by force, said less often."""
    for match in missing_terms(unit.terms):
        if match.kind != "number":
            yield "term-missing", f"“{match.target}” for {match.source} is not in the target", "error"
    forced = dict.fromkeys((match.source, match.target) for match in unit.terms if match.how == "forced")
    for source, target in forced:
        yield "term-forced", f"“{target}” for {source} stands in brackets: the engine would not say it", "error"
    for match, (start, end) in forbidden(unit.terms, unit.target):
        yield "term-forbidden", f"“{unit.target[start:end]}” may not be said for {match.source}", "error"
    for match in said_less(unit.terms):
        yield "term-count", f"{match.source} is said less often than it stands in the source", "warning"


def _without_kept(unit: Unit) -> tuple[str, str]:
    """Return target and source without the stretches that are copied: addresses, code, terms kept in Japanese."""
    target, source = unit.target, unit.source
    for match in unit.terms:
        if match.kind == "protected" or (match.kind == "keep" and has_japanese(match.target)):
            target = target.replace(match.target, " ")
            source = source.replace(match.source, " ")
    return target, source


def _without_terms(unit: Unit) -> tuple[str, str]:
    """Return source and target without the terms that stand in both: their numbers are the glossary's affair."""
    source, target = unit.source, unit.target
    for match in unit.terms:
        if match.kind != "number" and match.target in target:
            target = target.replace(match.target, " ")
            source = source.replace(match.source, " ")
    return source, target


def _untranslated(target: str) -> str:
    left = _JAPANESE_RUN.search(target)
    return f"Japanese is left in the target: {left[0][:20]}" if left else ""


def _repeated(target: str) -> str:
    if run := _RUN.search(target):
        return f"the target repeats {run.group()[:12]!r}"
    words = [word.lower() for word in _WORDS.findall(target)]
    again = len(words) - len(set(words))
    for size, times in ((1, 4), (2, 3), (3, 3), (5, 2), (8, 2)):
        if again < size * (times - 1):
            continue  # too few words come again for a repetition of this kind
        for at in range(len(words) - size * times + 1):
            gram = words[at : at + size]
            if all(words[at + n * size : at + (n + 1) * size] == gram for n in range(1, times)):
                return f"the target repeats “{' '.join(gram)}”"
    return ""


def _boilerplate(target: str, source: str) -> str:
    key = target.strip(" .!?").lower()
    signs = _BOILERPLATE.get(key)
    if signs is None or any(sign in source for sign in signs):
        return ""
    return f"“{target.strip()}” is what engines say when they are lost"


def _ratio(target: str, source: str) -> str:
    length = len(re.sub(r"\s", "", source))
    if length < _MEASURABLE or not has_japanese(source):
        return ""
    ratio = len(target) / length
    if ratio < _SHORTEST:
        return f"the target is very short for its source ({ratio:.1f} letters a Japanese character)"
    if ratio > _LONGEST:
        return f"the target is very long for its source ({ratio:.1f} letters a Japanese character)"
    return ""


def _made_up(source: str, target: str) -> str:
    names = " and ".join(made_up(source, target))
    return f"the target names {names}, the source does not" if names else ""


def _negation(target: str, source: str) -> str:
    said = _NOT.search(_NOT_REALLY.sub("", source))
    if said and not _ENGLISH_NOT.search(target):
        return f"the source says no (“{said.group()}”) and the target does not seem to"
    return ""
