"""The English of a returned file, region by region: a cell, or a paragraph outside tables, with the units it has.

What is inside the bookmark of a unit is that unit's. What is outside every bookmark is a gap (owner "").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bilingual.corrections.docx.names import Name
from bilingual.corrections.docx.sources import Seen, Stem
from bilingual.corrections.docx.stream import FileLine, TextCell, TextEvent
from bilingual.corrections.docx.texts import is_japanese, marker_length, same_marker

_NUMBER = re.compile(r"\(?(?:第?\d[\d.-]*[章節項条部編回]?|[A-Za-z\W\u2460-\u24ff\u2776-\u2793]|[IVXivx]+)[.):]?")
"""The number of a heading in an edition without Japanese."""
CellPlace = tuple[int, int]
"""FileLine and cell."""


@dataclass(slots=True)
class Piece:
    """A stretch of English with one owner, in one paragraph."""

    owner: str
    text: str = ""
    paragraph: int = 0
    authors: set[str] = field(default_factory=set)
    removed: bool = False
    """True if a tracked change removed text from it."""


@dataclass(slots=True)
class Region:
    """The English of a cell or of a paragraph outside tables."""

    place: str
    style: str = ""
    pieces: list[Piece] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    """Whose English bookmarks begin here, in order."""
    missing: list[str] = field(default_factory=list)
    """Whose English bookmarks are nowhere in the file, and whose Japanese is beside it."""
    beside: bool = False
    """True if the region was found for them by their Japanese text alone."""
    bare: bool = False
    """True if the Japanese beside it is gone, too: its row was emptied, no sentence was deleted."""

    @property
    def text(self) -> str:
        """Return all text of the region."""
        return "".join(
            ("\n" if at and piece.paragraph != self.pieces[at - 1].paragraph else "") + piece.text
            for at, piece in enumerate(self.pieces)
        )


def owned(events: Sequence[TextEvent]) -> Iterator[tuple[TextEvent, Name | None]]:
    """Yield the events of a cell, texts with the bookmark they belong to: the last opened, copies after others."""
    opened: dict[str, Name] = {}
    for event in events:
        if event.kind == "open" and event.name:
            opened[event.text] = event.name
        elif event.kind == "close":
            opened.pop(event.text, None)
        ranked = sorted(opened.values(), key=lambda name: (name.lang == "en", not name.copy))  # sorting is stable
        yield event, ranked[-1] if ranked else None


def survey(lines: Sequence[FileLine]) -> dict[Stem, Seen]:
    """Return what the file has of each unit, without copies."""
    seen: dict[Stem, Seen] = {}
    for at, line in enumerate(lines):
        for number, cell in enumerate(line.cells):
            for event, name in owned(cell.events):
                if event.kind == "open" and event.name:
                    unit = seen.setdefault(event.name.stem, Seen())
                    if not event.name.copy and not line.deleted:
                        unit.places.setdefault(event.name.lang, (at, number))
                elif event.kind == "text" and name and not name.copy:
                    unit = seen[name.stem]
                    if name.lang == "en":
                        unit.english += event.text
                    else:
                        unit.japanese += event.text
    return seen


def text_after_japanese(cell: TextCell) -> str:
    """Return what is outside the bookmarks of a Japanese cell, after the first of them; empty for other cells."""
    events = list(owned(cell.events))
    langs = {event.name.lang for event, _ in events if event.kind == "open" and event.name}
    if langs != {"ja"}:
        return ""
    first = next(at for at, (event, _) in enumerate(events) if event.kind == "open" and event.name)
    text = "".join(event.text for event, name in events[first:] if event.kind == "text" and not name)
    return text if re.search(r"\w\w", text) else ""


def side_of(line: FileLine, number: int) -> str:
    """Return what a cell has: `ja`, `en`, `mixed`, or nothing."""
    cell = line.cells[number]
    langs = {event.name.lang for event in cell.events if event.kind == "open" and event.name}
    if len(langs) == 2 or (langs == {"ja"} and len(line.cells) == 1):
        return "mixed"
    if langs:
        return langs.pop()
    text = cell.text
    if not text.strip():
        return ""
    parts = [is_japanese(part) for part in re.split(r"\n| / ", text) if part.strip()]
    if len(line.cells) == 1 and len(set(parts)) == 2:
        return "mixed"
    return "ja" if is_japanese(text) else "en"


class Builder:
    """Make regions."""

    def __init__(self, seen: Mapping[Stem, Seen], table: Mapping[Stem, str]) -> None:
        self._seen = seen
        self._table = table
        self._copied: dict[Stem, CellPlace] = {}
        """Where the copy is that is used in place of its original."""

    def region(self, lines: Sequence[FileLine], place: CellPlace, side: str, marker: str) -> Region:
        """Return the English of a cell; `marker` is the Japanese one beside it."""
        line, cell = lines[place[0]], lines[place[0]].cells[place[1]]
        made = Region(line.place, cell.style, bare=_is_bare(line, place[1]))
        paragraph = 0
        for event, name in owned(_without_japanese(cell) if side == "mixed" else cell.events):
            if event.kind == "paragraph":
                paragraph += 1
            elif event.kind == "open" and event.name and event.name.lang == "en":
                owner = self._owner(event.name, place)
                if owner and not event.name.copy:
                    made.pieces.append(Piece(owner, "", paragraph))
                    made.units += [owner] if owner not in made.units else []
            elif event.kind in ("text", "removed") and not (name and name.lang == "ja"):
                self._add(made, event, self._owner(name, place) if name else "", paragraph)
        _take_markers(made, marker or ("" if side != "mixed" else _marker_in(cell)))
        return made

    def _owner(self, name: Name, place: CellPlace) -> str:
        """Return the unit of a bookmark; of a copy only if the original is empty; `?…` if the base has no such unit."""
        unit = self._table.get(name.stem, "") or f"?{name.unit}"
        if not name.copy:
            return unit
        if self._seen[name.stem].english.strip() or self._copied.setdefault(name.stem, place) != place:
            return ""
        return unit

    @staticmethod
    def _add(region: Region, event: TextEvent, owner: str, paragraph: int) -> None:
        last = region.pieces[-1] if region.pieces else None
        if last is None or last.owner != owner or last.paragraph != paragraph:
            last = Piece(owner, "", paragraph)
            region.pieces.append(last)
        if event.kind == "text":
            last.text += event.text
        elif event.text.strip():
            last.removed = True
        if event.author:
            last.authors.add(event.author)


def _is_bare(line: FileLine, number: int) -> bool:
    others = [cell for at, cell in enumerate(line.cells) if at != number]
    return bool(others) and not any(cell.text.strip() for cell in others)


def _without_japanese(cell: TextCell) -> list[TextEvent]:
    """Return the events of a cell that has both languages, without Japanese text that is outside the bookmarks."""
    kept: list[TextEvent] = []
    events = list(_divided(cell.events))
    loose: list[TextEvent] = []
    for at, (event, name) in enumerate(owned(events)):
        if event.kind == "text" and name is None:
            if not _before_japanese(events, at):
                loose.append(event)
            if event.text.endswith("\n"):
                kept += _english_of(loose)
                loose = []
            continue
        if event.kind in ("open", "close", "paragraph", "text"):
            kept += _english_of(loose)
            loose = []
        kept.append(event)
    return kept + _english_of(loose)


def _english_of(loose: Sequence[TextEvent]) -> list[TextEvent]:
    """Return the English in text of one line that is outside the bookmarks; programs divide runs where scripts change.

    Both languages of an author or a date are in one line, with a stroke between them.
    """
    text = "".join(event.text for event in loose)
    parts = text.split(" / ")
    scripts = [is_japanese(part) for part in parts]
    if text.strip() == "/":
        return []
    if len(set(scripts)) < 2:
        return [] if scripts[0] else list(loose)
    kept = " / ".join(part for part, japanese in zip(parts, scripts, strict=True) if not japanese)
    return [TextEvent("text", kept, author=loose[0].author)]


def _divided(events: Sequence[TextEvent]) -> Iterator[TextEvent]:
    """Divide texts after line breaks: a heading has one language in each line."""
    for event in events:
        if event.kind != "text" or "\n" not in event.text:
            yield event
            continue
        for line in event.text.splitlines(keepends=True):
            yield TextEvent("text", line, author=event.author)


def _before_japanese(events: Sequence[TextEvent], at: int) -> bool:
    """Return whether a text is what comes before the Japanese bookmark in its line: a marker."""
    if events[at].text.endswith("\n"):
        return False
    for event in events[at + 1 :]:
        if event.kind == "open" and event.name:
            return event.name.lang == "ja"
        if event.kind == "close" or event.kind == "paragraph" or "\n" in event.text:
            return False
    return False


def _marker_in(cell: TextCell) -> str:
    """Return the text before the Japanese bookmark of a cell that has both languages."""
    events = list(_divided(cell.events))
    return "".join(e.text for at, e in enumerate(events) if e.kind == "text" and _before_japanese(events, at))


def marker_before(cell: TextCell) -> str:
    """Return the text before the first bookmark of a cell."""
    text = ""
    for event in cell.events:
        if event.kind == "open":
            return text
        text += event.text if event.kind == "text" else ""
    return ""


def _take_markers(region: Region, marker: str) -> None:
    """Take list markers and numbers away from the head of each paragraph."""
    seen: set[int] = set()
    for piece in region.pieces:
        if piece.paragraph in seen or not piece.text:
            continue
        seen.add(piece.paragraph)
        if not region.style.casefold().startswith("code"):
            piece.text = piece.text[marker_length(piece.text) :]
        if piece.owner:
            continue
        head = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        first, _, rest = piece.text.lstrip().partition(" ")
        numbered = not marker and region.style.casefold().startswith("heading") and _NUMBER.fullmatch(first)
        if numbered or (marker and same_marker(first, marker)):
            piece.text = head + rest
