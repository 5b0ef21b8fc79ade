"""Choose the words of a sentence that a translator may not know, and whose English is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilingual.languages.japanese.readings import Word, tokens
from bilingual.languages.japanese.scripts import (
    FULLWIDTH_DIGITS,
    FULLWIDTH_LATIN,
    KANJI,
    KANJI_WORD,
    KATAKANA_WORD,
    to_hiragana,
)
from bilingual.lexicon.english import common_phrase, english_name, first_phrase, is_proper
from bilingual.lexicon.model import Dictionary, DictionaryEntry, NameKind, WordGloss, WordSense

RARE = 24
"""Dictionary of a higher place among the words of newspapers (in steps of 500) need no gloss."""
GENERIC = 9
"""An English word that is a gloss of more entries means too many things (value, power, charge)."""
_NOUN_PARTICLES = "をがのはもや"
_COMMON = frozenset(("ichi1", "spec1"))
_UNUSUAL = frozenset(("archaic", "rare", "dialect", "slang", "literary", "mimetic"))
_NO_HINT = frozenset(("computing", "idiom", "abbreviation"))
_LONGEST_PLACE = 3
"""Characters of a place that is named by its sound; in longer ones a part has a meaning (霧島温泉)."""
_NOT_BY_SOUND = ("郡", "町", "村", "区")
_NOUNS = frozenset(("noun", "suru"))

_RUN = re.compile(f"[{KANJI_WORD}{KATAKANA_WORD}・]+")
_TWO_KANJI = re.compile(f"[{KANJI}].*[{KANJI}]")
_AFTER = re.compile(
    r"$|[をがはにでとのもやへ、。，．・」』）)】〉》\s]|から|まで|より|など|だ|である|です|こそ|さえ|しか"
)
_BEFORE = re.compile(rf"^$|[^{KANJI_WORD}{KATAKANA_WORD}A-Za-z0-9{FULLWIDTH_DIGITS}{FULLWIDTH_LATIN}]")
_PLACES: frozenset[NameKind] = frozenset(("place", "station"))
_PERSONAL: frozenset[NameKind] = frozenset(("surname", "given"))
_BODIES: frozenset[NameKind] = frozenset(("organisation", "company", "person", "work", "product"))


def find_glosses(words: Dictionary, source: str, *, known: Sequence[tuple[int, int]] = ()) -> list[WordGloss]:
    """Return the glosses of a sentence, in their order."""
    morphemes = tokens(source)
    found = []
    for start, end in _runs(source):
        if any(begin < end and start < stop for begin, stop in known):
            continue
        inside = [word for word in morphemes if start < word.end and word.start < end]
        if morphemes and not _is_whole(inside, start, end):
            continue
        place = _Place(source[start:end], inside, source[end : end + 1], source[max(0, start - 1) : start] == "『")
        english, certain = _gloss(words, place)
        if english:
            found.append(WordGloss(start, end, place.text, english, certain))
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """One word where it occurs."""

    text: str
    inside: Sequence[Word]
    """Its parts, if SudachiPy is installed."""
    after: str
    """The character behind it; empty at the end."""
    titled: bool
    """It begins the title of a work."""

    @property
    def reading(self) -> str:
        """Return its reading in hiragana; empty if it is not known."""
        return "".join(word.reading for word in self.inside) if all(word.reading for word in self.inside) else ""

    @property
    def proper(self) -> bool:
        """Return whether a part of it is a proper noun."""
        return any("固有名詞" in word.pos for word in self.inside)


def _runs(source: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of kanji and katakana that no ending and no other word touches."""
    for run in _RUN.finditer(source):
        start, end = run.span()
        before, after = source[max(0, start - 1) : start], source[end : end + 2]
        if _TWO_KANJI.search(run[0]) and _AFTER.match(after) and _BEFORE.match(before) and before not in ("お", "ご"):
            yield start, end


def _is_whole(inside: Sequence[Word], start: int, end: int) -> bool:
    """Return whether the words of the dictionary end where the run ends, and are nouns."""
    return (
        bool(inside)
        and inside[0].start == start
        and inside[-1].end == end
        and all(word.pos[0] in ("名詞", "接頭辞", "接尾辞", "形状詞") and "数詞" not in word.pos for word in inside)
    )


def _gloss(words: Dictionary, place: _Place) -> tuple[str, bool]:
    """Return the English of a word, empty if it is not sure, and whether it has only one meaning."""
    entries = [entry for entry in words.entries(place.text) if not {"irregular", "outdated"} & {*entry.marks}]
    names = words.names(place.text)
    if entries:
        english, certain = _noun(words, entries, place)
        # 古川: "old river", and a surname.
        may_be_person = any(name.kinds & _PERSONAL for name in names)
        fits = is_proper(english) if place.proper else not may_be_person and not place.titled
        return (english, certain) if fits else ("", False)
    if english := english_name(names, _BODIES):
        return english, True
    spoken = place.proper and "地名" in place.inside[0].pos and len(place.text) <= _LONGEST_PLACE
    if spoken and names and names[0].reading == place.reading and not place.text.endswith(_NOT_BY_SOUND):
        return english_name(names, _PLACES), False
    return "", False


def _noun(words: Dictionary, entries: Sequence[DictionaryEntry], place: _Place) -> tuple[str, bool]:
    if len(entries) > 1 and place.reading:
        entries = [entry for entry in entries if place.reading in map(to_hiragana, entry.readings)]
    if len(entries) != 1:
        return "", False
    (entry,) = entries
    if _COMMON & {*entry.marks} or entry.rank <= RARE:
        return "", False
    senses = [sense for sense in entry.senses if not _UNUSUAL & {*sense.tags}]
    if not senses or not all(is_plain_noun(sense) for sense in senses):
        return "", False
    # 改称、 at the end of a clause is a verb.
    if "suru" in senses[0].groups and not (place.after and place.after in _NOUN_PARTICLES):
        return "", False
    english = first_phrase(senses[0]) if len(senses) == 1 else common_phrase(senses)
    if " " not in english and english.islower() and words.sharing(english) > GENERIC:
        return "", False
    return english, len(entry.senses) == 1


def is_plain_noun(sense: WordSense) -> bool:
    """Return whether a sense is that of a noun in ordinary use: no adverb, no idiom, no word of computing."""
    groups = {*sense.groups}
    return bool(_NOUNS & groups) and "adverb" not in groups and not (_NO_HINT | _UNUSUAL) & {*sense.tags}
