"""Which lines of a returned file are the article, and beside which Japanese each English is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bilingual.corrections.docx.regions import Builder, Place, Region, marker_before, side_of
from bilingual.corrections.docx.sources import Seen, Sources, Stem
from bilingual.corrections.docx.stream import Line
from bilingual.corrections.docx.texts import is_japanese
from bilingual.editions.labels import LABELS

_APPENDICES = {
    heading
    for labels in LABELS.values()
    for heading in (labels.notes_heading, labels.terms_heading, labels.colophon_heading)
}
_LABELS = {word for labels in LABELS.values() for word in (labels.column_source, labels.column_target)}
_OWN_STYLES = ("toc", "contents", "column label", "gap", "appendix heading", "colophon", "running", "header", "footer")
_TITLES = ("title", "subtitle", "byline")


@dataclass(slots=True)
class Layout:
    """The regions of a file, and where the Japanese of each unit is."""

    lines: Sequence[Line]
    regions: dict[Place, Region] = field(default_factory=dict)
    japanese: dict[str, Place] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    """Units whose Japanese was found by its text."""
    japanese_first: bool = True


def text_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the appendices: they have no units."""
    end = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if any(event.kind == "open" for cell in line.cells for event in cell.events):
            break
        text = line.cells[0].text.strip()
        if not line.table and (line.cells[0].style == "Appendix Heading" or text in _APPENDICES):
            end = at
    return lines[:end]


def lay_out(lines: Sequence[Line], seen: Mapping[Stem, Seen], table: Mapping[Stem, str], sources: Sources) -> Layout:
    """Return the regions of the lines that are the article."""
    made = Layout(lines)
    for stem, unit in seen.items():
        if table[stem] and "ja" in unit.places:
            made.japanese[table[stem]] = unit.places["ja"]
    order = [unit.places["ja"] < unit.places["en"] for unit in seen.values() if len(unit.places) == 2]
    made.japanese_first = 2 * sum(order) >= len(order)
    builder = Builder(seen, table)
    named = {table[stem] for stem, unit in seen.items() if table[stem] and unit.places}
    free = {unit for unit in sources.ids if unit not in named}
    for at, line in enumerate(lines):
        if line.deleted or _is_own(line):
            continue
        for number, cell in enumerate(line.cells):
            side = side_of(line, number)
            if free and side in ("ja", "mixed") and not any(event.kind == "open" for event in cell.events):
                text = cell.text if side == "ja" else _japanese_part(cell.text)
                units = sources.units_of(text, free)
                made.japanese.update(dict.fromkeys(units, (at, number)))
                made.guessed.update(units)
                free.difference_update(units)
            if side in ("en", "mixed"):
                made.regions[at, number] = builder.region(lines, (at, number), side, _marker(line, number))
    return made


def attach(made: Layout, missing: Sequence[str]) -> list[str]:
    """Give the units without an English bookmark to the regions beside their Japanese; return those without one."""
    left: list[str] = []
    for unit in missing:
        place = made.japanese.get(unit)
        region = _beside(made, place) if place else None
        if region is None:
            left.append(unit)
        else:
            region.missing.append(unit)
            region.beside = region.beside or unit in made.guessed
    _take_following(made)
    return left


def _beside(made: Layout, place: Place) -> Region | None:
    """Return the region beside a Japanese text."""
    at, number = place
    line = made.lines[at]
    own = made.regions.get(place)
    if own is not None and (own.text.strip() or own.units or len(line.cells) > 1):
        return own
    if line.table and len(line.cells) > 1:
        half = len(line.cells) // 2
        other = (at, number + half if number < half else number - half)
        while other[0] > 0 and other[1] < len(made.lines[other[0]].cells):
            if made.lines[other[0]].cells[other[1]].merged != "continue":
                break
            other = (other[0] - 1, other[1])
        return made.regions.get(other)
    step = 1 if made.japanese_first else -1
    near = (at + step, 0)
    region = made.regions.get(near)
    if region is None or made.lines[near[0]].table != line.table or len(made.lines[near[0]].cells) > 1:
        return None
    return region if not region.units else None


def _take_following(made: Layout) -> None:
    """Add the paragraphs without bookmarks below a region whose bookmarks are all lost: a person divided it."""
    for (at, number), region in list(made.regions.items()):
        if region.units or not region.missing or made.lines[at].table or not made.japanese_first:
            continue
        after = (at + 1, number)
        while (next_ := made.regions.get(after)) and not next_.units and not next_.missing:
            if made.lines[after[0]].table or next_.style != region.style:
                break
            for piece in next_.pieces:
                piece.paragraph += region.pieces[-1].paragraph + 1 if region.pieces else 0
            region.pieces += next_.pieces
            del made.regions[after]
            after = (after[0] + 1, number)


def is_furniture(region: Region) -> bool:
    """Return whether a region without units is what editions have beside the article: titles, names of columns."""
    return region.text.strip() in _LABELS or region.style.casefold() in _TITLES


def _is_own(line: Line) -> bool:
    if any(event.kind == "open" for cell in line.cells for event in cell.events):
        return False
    style = line.cells[0].style.casefold()
    return style.startswith(_OWN_STYLES)


def _marker(line: Line, number: int) -> str:
    """Return the marker of the Japanese beside a cell."""
    if len(line.cells) < 2:
        return ""
    half = len(line.cells) // 2
    other = number - half if number >= half else number + half
    return marker_before(line.cells[other]) if other < len(line.cells) else ""


def _japanese_part(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if is_japanese(line))
