"""Find units in a file that has no Japanese (an English edition) and has lost bookmarks, by their English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from bilingual.corrections.docx.layout import FileLayout
from bilingual.corrections.docx.texts import compared
from bilingual.memory.entries import PrintedUnit


def match_lines(made: FileLayout, base: Sequence[PrintedUnit], lost: set[str]) -> set[str]:
    """Give lost units to the regions that have their English, and return them.

    First the units whose neighbours in the block are in a region; then whole blocks, between blocks that are unchanged.
    """
    matched: set[str] = set()
    blocks: dict[str, list[PrintedUnit]] = defaultdict(list)
    for unit in base:
        blocks[unit.unit.partition(".")[0]].append(unit)
    homes = {unit: region for region in made.regions.values() for unit in region.units}
    for units in blocks.values():
        known = [homes[unit.unit] for unit in units if unit.unit in homes]
        if any(piece.owner.startswith("?") for region in known for piece in region.pieces):
            continue  # it has text of a unit that is not known: that may be the one
        for unit in units:
            if unit.unit in lost and known:
                known[0].missing.append(unit.unit)
                matched.add(unit.unit)
    whole = [units for units in blocks.values() if all(unit.unit in lost - matched for unit in units)]
    matched |= _matched(made, whole)
    return matched | _matched(made, [[unit] for unit in base if unit.unit in lost - matched])  # cells of tables


def _matched(made: FileLayout, groups: Sequence[Sequence[PrintedUnit]]) -> set[str]:
    """Give groups of units to regions that have none, where as many groups as regions are between equal ones."""
    free = [region for region in made.regions.values() if not region.units + region.missing and region.text.strip()]
    texts = [compared(region.text) for region in free]
    targets = [compared(" ".join(unit.target for unit in units if unit.target)) for units in groups]
    matched: set[str] = set()
    for kind, first, last, start, end in SequenceMatcher(a=targets, b=texts, autojunk=False).get_opcodes():
        if kind == "insert" or last - first != end - start:
            continue  # which is which would be a guess
        for units, region in zip(groups[first:last], free[start:end], strict=True):
            region.missing += [unit.unit for unit in units]
            region.beside = True
            matched.update(unit.unit for unit in units)
    return matched
