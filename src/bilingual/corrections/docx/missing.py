"""Units whose English bookmarks are gone: what is between their neighbours, else a division of the region's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilingual.corrections.docx.alignment import divide
from bilingual.corrections.docx.gaps import FoundText, assign
from bilingual.corrections.docx.regions import Piece, Region
from bilingual.corrections.docx.texts import compared, sentences_in


@dataclass(frozen=True, slots=True)
class Undivided:
    """A text that belongs to several units and cannot be divided among them."""

    text: str
    units: tuple[str, ...]
    place: str


def recover(
    region: Region, bases: Mapping[str, str], order: Mapping[str, int], *, inside: bool
) -> tuple[dict[str, FoundText], list[Undivided]]:
    """Return the text of each unit of a region in which bookmarks are missing, and what could not be divided."""
    units = sorted({*region.missing, *(unit for unit in region.units if unit in order)}, key=order.__getitem__)
    if between := _between(region, units, bases, inside=inside):
        return between
    text = region.text
    if not text.strip():
        return {unit: FoundText(place=region.place, alone=True) for unit in units}, []
    if region.beside and _is_of_others(text, units, bases):
        return {}, [Undivided(text, tuple(units), region.place)]
    authors = {author for piece in region.pieces for author in piece.authors}
    sure = len(units) == 1 and not region.beside
    parts = divide(text, [bases[unit] for unit in units])
    if parts is None:
        return {}, [Undivided(text, tuple(units), region.place)]
    return {
        unit: FoundText(part, region.place, certain=sure, authors=set(authors))
        for unit, part in zip(units, parts, strict=True)
    }, []


def _is_of_others(text: str, units: Sequence[str], bases: Mapping[str, str]) -> bool:
    """Return whether a text has a sentence of other units: then it is not beside its Japanese."""
    own = {compared(bases[unit]) for unit in units}
    others = {compared(base) for base in bases.values()} - own
    said = [compared(text), *map(compared, sentences_in(text))]
    return any(each in others for each in said) and not any(each in own for each in said)


def _between(
    region: Region, units: Sequence[str], bases: Mapping[str, str], *, inside: bool
) -> tuple[dict[str, FoundText], list[Undivided]] | None:
    """Return the result if every gap with missing units is between units that are as they were."""
    present = [unit for unit in units if unit in region.units]
    if not present or present != [unit for unit in region.units if unit in bases]:
        return None
    said = {unit: "".join(piece.text for piece in region.pieces if piece.owner == unit) for unit in present}
    found: dict[str, FoundText] = {}
    left: list[Undivided] = []
    filled: list[Piece] = []
    for run in _runs(units, present):
        around = [units[at] for at in (units.index(run[0]) - 1, units.index(run[-1]) + 1) if 0 <= at < len(units)]
        if any(compared(said[unit]) != compared(bases[unit]) for unit in around):
            return None
        first = around[0] if units.index(run[0]) > 0 else ""
        gaps = _gaps_after(region, first)
        filled += gaps
        between = "\n" if len({piece.paragraph for piece in gaps}) > 1 else ""
        text = between.join(piece.text for piece in gaps)
        authors = {author for piece in gaps for author in piece.authors}
        removed = any(piece.removed for piece in gaps)
        parts = divide(text, [bases[unit] for unit in run]) if text.strip() else [""] * len(run)
        if parts is None:
            left.append(Undivided(text, tuple(run), region.place))
            continue
        for unit, part in zip(run, parts, strict=True):
            found[unit] = FoundText(part, region.place, len(run) == 1, set(authors), removed)
    rest = Region(region.place, region.style, [piece for piece in region.pieces if piece not in filled], region.units)
    return {**assign(rest, bases, inside=inside), **found}, left


def _runs(units: Sequence[str], present: Sequence[str]) -> list[list[str]]:
    """Return the missing units, those next to each other together."""
    runs: list[list[str]] = []
    for at, unit in enumerate(units):
        if unit in present:
            continue
        if at and units[at - 1] not in present:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


def _gaps_after(region: Region, unit: str) -> list[Piece]:
    """Return the gaps between a unit (empty: the beginning) and the next unit."""
    gaps: list[Piece] = []
    reached = not unit
    for piece in region.pieces:
        if piece.owner == unit and unit:
            reached, gaps = True, []
        elif piece.owner and reached and (gaps or unit or piece.owner):
            return gaps
        elif reached and not piece.owner:
            gaps.append(piece)
    return gaps
