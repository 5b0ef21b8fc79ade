"""The longer texts in which a form is rejected: those of its entry, and built-in false matches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bilingual.languages.japanese.false_matches import TRAPS
from bilingual.languages.japanese.variants import keys
from bilingual.languages.japanese.width import fold
from bilingual.matching.rejection import Refusal

_Place = tuple[int, str]
"""Offset of the form in a longer text, and that text; both varied and folded."""


@dataclass(frozen=True, slots=True)
class Guards:
    """The longer texts that decide whether a form is matched where it occurs."""

    not_in: tuple[tuple[_Place, Refusal], ...] = ()
    """The form is rejected inside any of them."""
    only_in: tuple[_Place, ...] = ()
    restricted: Refusal | None = None
    """Not None: the form is matched only inside one of `only_in`."""

    def stop(self, text: str, start: int) -> Refusal | None:
        """Return why a form at `start` of a folded and varied text is rejected, or None."""
        for place, refusal in self.not_in:
            if _occurs(place, text, start):
                return refusal
        if self.restricted and not any(_occurs(place, text, start) for place in self.only_in):
            return self.restricted
        return None


def guards(form: str, not_in: Iterable[str], only_in: Iterable[str]) -> Guards:
    """Return the guards of a folded and varied form: those of its entry, and the built-in false matches."""
    only = tuple(only_in)
    refusals = [(text, Refusal("not_in", text)) for text in not_in]
    refusals += [(text, Refusal("false_match", text)) for text in TRAPS.get(form, ())]
    return Guards(
        tuple((place, refusal) for text, refusal in refusals for place in _around(form, text)),
        tuple(place for text in only for place in _around(form, text)),
        restricted(only),
    )


def restricted(only_in: Iterable[str]) -> Refusal | None:
    """Return the refusal of an entry with `only_in`, or None if it has no such texts."""
    texts = ", ".join(only_in)
    return Refusal("only_in", texts) if texts else None


def _around(form: str, text: str) -> Iterator[_Place]:
    for key in keys(fold(text.strip())):
        for place in re.finditer(f"(?={re.escape(form)})", key):
            yield place.start(), key


def _occurs(place: _Place, text: str, start: int) -> bool:
    offset, longer = place
    return start >= offset and text.startswith(longer, start - offset)
