"""Does any English of the glossary hold what an entry forbids?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from bilingual.glossary.model import Term
from bilingual.translation.verify import pattern

_WORD = re.compile(r"\w+")


class Forbidden:
    """The forbidden English of a glossary by its first word, so that a large glossary is looked through at once."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_word: dict[str, list[tuple[str, Term]]] = {}
        for term in terms:
            for text in term.forbid:
                if found := _WORD.search(text):
                    self._by_word.setdefault(found[0].lower(), []).append((text, term))

    def may_concern(self, text: str) -> bool:
        """Return whether a text holds the first word of anything forbidden."""
        return bool(self._by_word) and any(word in self._by_word for word in _WORD.findall(text.lower()))

    def said_by(self, term: Term) -> Iterator[tuple[Literal["error", "warning"], str, str]]:
        """Yield what a term says although it, or another entry, forbids it; both can stand in one sentence."""
        if not self._by_word or term.status == "deprecated":
            return
        for text in filter(None, (term.target, term.plural, term.first, *term.accept)):
            for word in dict.fromkeys(found.lower() for found in _WORD.findall(text)):
                for forbidden, other in self._by_word.get(word, ()):
                    if not pattern(forbidden, other.case).search(text):
                        continue
                    if other is term:
                        yield "error", "forbidden-said", f"{text!r} holds {forbidden!r}, which the entry itself forbids"
                    else:
                        where = f"{other.source!r} (line {other.line})"
                        yield "warning", "forbidden-elsewhere", f"{text!r} holds {forbidden!r}, which {where} forbids"
