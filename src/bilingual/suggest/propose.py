"""Propose English for a candidate from its reading: names in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bilingual.languages.japanese.exonyms import EXONYMS
from bilingual.languages.japanese.readings import Word
from bilingual.languages.japanese.scripts import KANA, KATAKANA, LONG_MARK, NAME_JOINTS, to_hiragana
from bilingual.suggest.candidates import Spotted
from bilingual.suggest.foreign_names import is_foreign, is_guessed
from bilingual.suggest.romaji import romanise

_KANA = re.compile(f"[{KANA}{NAME_JOINTS} ]+")
_KATAKANA = re.compile(f"[{KATAKANA}{LONG_MARK}{NAME_JOINTS}]+")

# The ending of a place, its readings, and its English.
_PLACES = (
    ("県", ("けん",), " Prefecture"),
    ("市", ("し", "いち"), " City"),
    ("区", ("く",), " Ward"),
    ("町", ("まち", "ちょう"), " Town"),
    ("村", ("むら", "そん"), " Village"),
    ("駅", ("えき",), " Station"),
    ("川", ("がわ", "かわ"), " River"),
    ("空港", ("くうこう",), " Airport"),
    ("大学", ("だいがく",), " University"),
)


def proposal(found: Spotted, words: Sequence[Word], ruby: dict[str, str]) -> tuple[str, str, tuple[str, str]]:
    """Return (reading in hiragana, English, surname in both languages) of a candidate; what is unknown is empty.

    The article's own ruby takes precedence over the dictionary. Katakana gives the sound of a foreign name, not its
    spelling, and the Japanese reading of a Chinese or Korean name not even the sound: such English ends with a
    question mark. What must be translated gets none.
    """
    if found.text.isascii():
        return "", found.text, ("", "")
    text = unicodedata.normalize("NFKC", found.text)
    if text in EXONYMS:
        return "", EXONYMS[text], ("", "")
    if _KATAKANA.fullmatch(text):
        return to_hiragana(text), f"{_titled(romanise(text, macrons=False))}?", ("", "")
    parts = _parts(found, words, ruby)
    reading = " ".join(parts)
    if not reading or not _is_sound(found):
        return reading, "", ("", "")
    if found.entity == "person":
        known = () if _by_ruby(found.text, ruby) else words
        unsure = "?" if is_foreign(found.text, known, reading) or is_guessed(known) else ""
        english = [_titled(romanise(part, macrons=False)) for part in parts]
        surname = (found.surname, english[0] + unsure) if found.surname and len(english) > 1 else ("", "")
        return reading, " ".join(english) + unsure, surname
    return reading, _place(found.text, "".join(parts)), ("", "")


def _is_sound(found: Spotted) -> bool:
    """Return whether the English is the sound: for persons and places, and short names with an ending in `_PLACES`."""
    if found.how == "suffix":
        ending = next((ending for ending, _, _ in _PLACES if found.text.endswith(ending)), "")
        return bool(ending) and len(found.text) - len(ending) <= 3
    return found.entity in ("person", "place")


def _parts(found: Spotted, words: Sequence[Word], ruby: dict[str, str]) -> list[str]:
    """Return the readings of a name's parts (surname, given name), or none if one of them is unknown."""
    if given := _by_ruby(found.text, ruby):
        cut = len(given.get(found.surname, ""))
        whole = "".join(given.values())
        return [whole[:cut], whole[cut:]] if cut and found.surname != found.text else [whole]
    if not words or "".join(word.surface for word in words) != found.text:
        return []
    spoken = [word.reading or (word.surface if _KANA.fullmatch(word.surface) else "") for word in words]
    if not all(spoken):
        return []
    return spoken


def _by_ruby(text: str, ruby: dict[str, str]) -> dict[str, str]:
    """Return the pieces of `text` that have ruby, in order, with their readings; empty if a piece has none."""
    if text in ruby:
        return {text: ruby[text]}
    pieces: dict[str, str] = {}
    at = 0
    while at < len(text):
        base = next((text[at:end] for end in range(len(text), at, -1) if text[at:end] in ruby), "")
        if not base and _KANA.fullmatch(text[at]):
            base = text[at]
        if not base or base in pieces:
            return {}
        pieces[base] = ruby.get(base, to_hiragana(base))
        at += len(base)
    return pieces


def _place(text: str, reading: str) -> str:
    for ending, sounds, english in _PLACES:
        for sound in sounds:
            if text.endswith(ending) and reading.endswith(sound) and len(reading) > len(sound):
                return _titled(romanise(reading.removesuffix(sound), macrons=False)) + english
    return _titled(romanise(reading, macrons=False))


def _titled(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
