"""Japanese left in the target, a missing negation, and a country that the source does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.languages.english.countries import made_up
from bilingual.languages.japanese.scripts import JAPANESE_RUN, KANJI, KATAKANA

_NOT = re.compile(
    r"(?:ません(?!か)|ませんでした|では(?:ない|なかった)(?!か)|じゃない(?!か)"
    rf"|(?<!しか)(?<!も)(?<!い)(?:し|れ|べ|け|め|ら|か|わ|た|さ|き|が|は|を)な(?:い|かった)(?=[。、」「]|$|[{KANJI}{KATAKANA}]))"
)
_NOT_REALLY = re.compile(
    r"かもしれ(?:ない|ません)|違い(?:ない|ありません)|(?:なければ|なくては|ないと)(?:なら|なり|いけ)(?:ない|ません)|すみません|申し訳(?:ない|ありません)|くだらない|"
    r"[変わ]わ?(?:ら|り)(?:が|は)?(?:ない|ません)|(?:大|遜色|相違)(?:差|は|が)*ない|少なくない|で(?:は|も)ない(?:でしょう|だろう)|じゃない(?:でしょう|だろう)|"
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


def check_untranslated(target: str) -> Iterator[Report]:
    """Yield the first Japanese in a target; the target is without the text that is copied."""
    if run := JAPANESE_RUN.search(target):
        yield Report("untranslated", f"Japanese is left in the target: {run.group()[:20]}")


def check_negation(source: str, target: str) -> Iterator[Report]:
    """Yield a negation of the source that the target does not seem to have."""
    negation = _NOT.search(_NOT_REALLY.sub("", source))
    if negation and not _ENGLISH_NOT.search(target):
        yield Report("negation", f"the source is negative (“{negation.group()}”) and the target does not seem to be")


def check_names(source: str, target: str) -> Iterator[Report]:
    """Yield the countries that only the target names; the target is without the glossary's terms."""
    if names := " and ".join(made_up(source, target)):
        yield Report("made-up-name", f"the target names {names}, the source does not")
