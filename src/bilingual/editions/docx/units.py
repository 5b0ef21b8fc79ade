"""Ids of units in a Word edition: a bookmark around the words of each unit, on either side.

`u_12_3_9f86d0_en` contains the English of unit 12.3, `u_12_3_9f86d0_ja` its Japanese; the six digits are the beginning
of the key of its source, because ids are positions and change with the article. Bookmarks and not content controls,
because LibreOffice 7.4 drops a control's tag when it saves the file again and writes its Japanese words several times;
bookmarks keep their names. To read edits back, note the behaviour of word processors:

- Words typed after the last character of a bookmark are outside it. The space between two English sentences is inside
  the bookmark of the first: words typed behind its full stop are inside, words typed before the next sentence are not.
- A bookmark whose words were all replaced at once may be gone: the Japanese one beside it identifies the unit.
- The text of a field does not belong to the unit: the marker of a note that was mentioned before is one (NOTEREF).
- Furigana (`w:rt`) do not belong to the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bilingual.editions.docx.xml import node
from bilingual.editions.model import Lang, Pair, Span
from bilingual.keys import SHORT

_LONGEST_NAME = 40  # characters in a bookmark's name, Word's limit


@dataclass(slots=True)
class Names:
    """The bookmarks of a document: names are used once."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Unit id → the key of its source."""
    _taken: set[str] = field(default_factory=set)

    def bookmark(self, unit: str, lang: Lang) -> tuple[Any, Any]:
        """Return the start and the end of a unit's bookmark; (None, None) when it is already in the document."""
        return self.named(bookmark_name(unit, lang, self.keys.get(unit, "")))

    def named(self, name: str) -> tuple[Any, Any]:
        """Return the start and the end of a bookmark; (None, None) when the name is taken."""
        if name.casefold() in self._taken:  # Word ignores case
            return None, None
        self._taken.add(name.casefold())
        number = str(len(self._taken))
        return node("w:bookmarkStart", {"w:id": number, "w:name": name}), node("w:bookmarkEnd", {"w:id": number})


def bookmark_name(unit: str, lang: Lang, key: str = "") -> str:
    """Return the name of a unit's bookmark: `u_12_3_9f86d0_en`, without digits if the key is empty."""
    ending = f"_{key[:SHORT]}_{lang}" if key else f"_{lang}"
    return re.sub(r"\W", "_", f"u_{unit}")[: _LONGEST_NAME - len(ending)] + ending


@dataclass(frozen=True, slots=True)
class UnitText:
    """A part of one side of a pair."""

    unit: str
    """Empty for text that belongs to no unit."""
    spans: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()
    """English: what separates the unit from the next one, inside the bookmark."""


def chunks(pair: Pair, lang: Lang) -> Iterator[UnitText]:
    """Yield one side of a pair in order.

    Units without words on this side have no spans, each in its place. A text whose spans name no unit belongs to the
    pair's first one.
    """
    spans = pair.side(lang).spans
    waiting = list(pair.units)
    if waiting and not any(span.unit for span in spans):
        yield UnitText(waiting.pop(0), spans)
        yield from map(UnitText, waiting)
        return
    at = 0
    while at < len(spans):
        unit = spans[at].unit
        end = at + 1
        last = end
        while end < len(spans) and spans[end].unit in (unit, ""):
            end += 1
            last = end if spans[end - 1].unit == unit else last
        if unit in waiting:
            yield from map(UnitText, waiting[: waiting.index(unit)])
            del waiting[: waiting.index(unit) + 1]
        if unit and lang == "en":
            yield UnitText(unit, spans[at:last], spans[last:end])
            at = end
        else:
            yield UnitText(unit, spans[at:last])
            at = last
    yield from map(UnitText, waiting)
