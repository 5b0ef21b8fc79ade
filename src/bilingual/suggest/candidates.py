"""Find what could be a term in one Japanese segment. Nothing is counted or judged here: `terms.suggest` does."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.languages.japanese.readings import Word
from bilingual.suggest.spot import Spotted
from bilingual.suggest.spot_signs import acronyms, kanji_runs, katakana, known_places, quoted, suffixed, titled
from bilingual.suggest.spot_words import names, noun_runs


def find_candidates(text: str, words: Sequence[Word] = ()) -> list[Spotted]:
    """Return every stretch of `text` that could be a term; they overlap.

    `words` are its tokens (`readings.tokens`). Without them names are found by what stands beside them only.
    """
    persons = list(titled(text, words))
    runs = [
        found
        for found in (noun_runs(words) if words else kanji_runs(text))
        if not any(found.start < person.reach and person.start < found.end for person in persons)
    ]
    proper = names(words) if words else known_places(text)
    return [*acronyms(text), *quoted(text), *persons, *suffixed(text, words), *proper, *runs, *katakana(text, words)]
