"""Which lines of a returned file are the article, and beside which Japanese each English is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bilingual.corrections.docx.regions import Builder, CellPlace, Region, marker_before, side_of
from bilingual.corrections.docx.sources import Seen, Sources, Stem
from bilingual.corrections.docx.stream import FileLine
from bilingual.corrections.docx.texts import is_japanese
from bilingual.editions.labels import LABELS

_APPENDICES = {
    heading
    for labels in LABELS.values()
    for heading in (labels.notes_heading, labels.terms_heading, labels.colophon_heading)
}
_LABELS = {word for labels in LABELS.values() for word in (labels.column_source, labels.column_target)}
_OWN_STYLES = (
    *("toc", "contents", "column label", "gap", "appendix heading", "colophon"),
    *("running", "header", "footer", "footnote"),
)
_TITLES = ("title", "subtitle", "subtitle small", "byline")


@dataclass(slots=True)
class FileLayout:
    """The regions of a file, and where the Japanese of each unit is."""

    lines: Sequence[FileLine]
    regions: dict[CellPlace, Region] = field(default_factory=dict)
    japanese: dict[str, CellPlace] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    """Units whose Japanese was found by its text."""
    japanese_first: bool = True


def text_lines(lines: Sequence[FileLine]) -> Sequence[FileLine]:
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


def lay_out(
    lines: Sequence[FileLine], seen: Mapping[Stem, Seen], table: Mapping[Stem, str], sources: Sources
) -> FileLayout:
    """Return the regions of the lines that are the article."""
    made = FileLayout(lines)
    for stem, unit in seen.items():
        if table[stem] and "ja" in unit.places:
            made.japanese[table[stem]] = unit.places["ja"]
    order = [unit.places["ja"] <= unit.places["en"] for unit in seen.values() if len(unit.places) == 2]
    order = order or list(_orders(lines))
    made.japanese_first = 2 * sum(order) >= len(order)
    builder = Builder(seen, table)
    named = {table[stem] for stem, unit in seen.items() if table[stem] and unit.places}
    free = {unit for unit in sources.ids if unit not in named}
    for at, line in enumerate(lines):
        if line.deleted or _is_own(line):
            continue
        if free:
            free.difference_update(_find_japanese(made, at, sources, free))
        for number in range(len(line.cells)):
            if (side := side_of(line, number)) in ("en", "mixed"):
                made.regions[at, number] = builder.region(lines, (at, number), side, _marker(line, number))
    return made


def _find_japanese(made: FileLayout, at: int, sources: Sources, free: set[str]) -> list[str]:
    """Find the units of a line without bookmarks by their Japanese, and return them."""
    line = made.lines[at]
    if any(event.kind == "open" for cell in line.cells for event in cell.events):
        cells = [n for n, cell in enumerate(line.cells) if not any(event.kind == "open" for event in cell.events)]
    elif found := _row_of_table(made, at, sources, free):
        return found
    else:
        cells = list(range(len(line.cells)))
    found = []
    for number in cells:
        text, side = line.cells[number].text, side_of(line, number)
        if side in ("ja", "mixed"):
            units = sources.units_of(text if side == "ja" else _japanese_part(text), free.difference(found))
            made.japanese.update(dict.fromkeys(units, (at, number)))
            made.guessed.update(units)
            found += units
    return found


def _row_of_table(made: FileLayout, at: int, sources: Sources, free: set[str]) -> list[str]:
    """Find the units of a row of an article's table: one for each cell, in one half of the row or in all of it."""
    cells = made.lines[at].cells
    whole = range(len(cells))
    halves = (whole[: len(cells) // 2], whole[len(cells) // 2 :]) if len(cells) % 2 == 0 and len(cells) > 2 else ()
    for part in (*(each for each in halves), whole) if len(cells) > 1 else ():
        units = sources.units_of("".join(cells[number].text for number in part), free)
        if len(units) == len(part):
            made.japanese.update({unit: (at, number) for unit, number in zip(units, part, strict=True)})
            made.guessed.update(units)
            return units
    return []


def _orders(lines: Sequence[FileLine]) -> Iterator[bool]:
    """Yield whether Japanese is first, for every line that shows it, and for the title."""
    for at, line in enumerate(lines):
        parts = [cell.text for cell in line.cells] if len(line.cells) > 1 else line.cells[0].text.split("\n")
        scripts = [is_japanese(part) for part in parts if part.strip() and part.strip() not in _LABELS]
        if scripts and (len(set(scripts)) == 2 or not at):
            yield scripts[0]


def attach(made: FileLayout, missing: Sequence[str]) -> list[str]:
    """Give the units without an English bookmark to the regions beside their Japanese; return those without one."""
    left: list[str] = []
    for unit in missing:
        place = made.japanese.get(unit)
        region = _beside(made, place, unit) if place else None
        if region is None:
            left.append(unit)
        else:
            region.missing.append(unit)
            region.beside = region.beside or unit in made.guessed
    _take_following(made)
    return left


def _beside(made: FileLayout, place: CellPlace, unit: str) -> Region | None:
    """Return the region beside a Japanese text."""
    at, number = place
    line = made.lines[at]
    own = made.regions.get(place)
    if own is not None and (own.text.strip() or own.units or len(line.cells) > 1):
        return own
    if line.table and len(line.cells) > 1:
        half = len(line.cells) // 2
        other = (at, number + half if number < half else number - half)
        if other in made.japanese.values():  # both halves are Japanese: the English is a table of its own
            return _in_other_table(made, place)
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
    block = unit.partition(".")[0]
    return region if not region.units or block in {each.partition(".")[0] for each in region.units} else None


def _in_other_table(made: FileLayout, place: CellPlace) -> Region | None:
    """Return the same cell in the table after (or before) a table that is all Japanese."""
    line = made.lines[place[0]]
    wanted = line.table + (1 if made.japanese_first else -1)
    for at, other in enumerate(made.lines):
        if other.table == wanted and other.row == line.row and len(other.cells) == len(line.cells):
            return made.regions.get((at, place[1]))
    return None


def _take_following(made: FileLayout) -> None:
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


def _is_own(line: FileLine) -> bool:
    if any(event.kind == "open" for cell in line.cells for event in cell.events):
        return False
    style = line.cells[0].style.casefold()
    return style.startswith(_OWN_STYLES)


def _marker(line: FileLine, number: int) -> str:
    """Return the marker of the Japanese beside a cell."""
    if len(line.cells) < 2:
        return ""
    half = len(line.cells) // 2
    other = number - half if number >= half else number + half
    return marker_before(line.cells[other]) if other < len(line.cells) else ""


def _japanese_part(text: str) -> str:
    return "\n".join(part for part in re.split(r"\n| / ", text) if is_japanese(part))
