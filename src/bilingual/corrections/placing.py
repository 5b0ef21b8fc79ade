"""Which printed unit each unit of a returned file is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.keys import UnitKeys, key_of
from bilingual.memory.entries import PrintedUnit


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A returned unit, the printed unit that it is, and that unit's keys."""

    returned: ReturnedUnit
    base: PrintedUnit
    keys: UnitKeys


def place_units(returned: ReturnedFile, base: Sequence[PrintedUnit]) -> tuple[list[PlacedUnit], list[ReturnedUnit]]:
    """Return the returned units with their printed units, in the order of the file, and those that have none.

    A unit is recognised by its source: ids are places, and change when the article does. Among units with the same
    source the one with the same id is taken, then the one with the same neighbours, then the next one.
    """
    keys = printed_keys(base)
    by_key: dict[str, list[PrintedUnit]] = {}
    for unit in base:
        by_key.setdefault(unit.key, []).append(unit)
    by_id = {unit.unit: unit for unit in base}
    free = set(by_id)
    placed: list[PlacedUnit] = []
    rest: list[ReturnedUnit] = []
    for one in returned.units:
        found = _printed(one, by_key, by_id, keys, free)
        if found is None:
            rest.append(one)
        else:
            free.discard(found.unit)
            placed.append(PlacedUnit(one, found, keys[found.unit]))
    return placed, rest


def printed_keys(base: Sequence[PrintedUnit]) -> dict[str, UnitKeys]:
    """Return the keys of printed units and their neighbours, by unit id."""
    named = [unit for unit in base if unit.key]
    keys = ["", *(unit.key for unit in named), ""]
    found = {unit.unit: UnitKeys(unit.key, keys[at], keys[at + 2]) for at, unit in enumerate(named)}
    return {unit.unit: found.get(unit.unit, UnitKeys("")) for unit in base}


def keys_in_file(unit: ReturnedUnit) -> UnitKeys:
    """Return the keys that a returned file has for a unit that was not printed."""
    return UnitKeys(key_of(unit.source), unit.before, unit.after)


def _printed(
    one: ReturnedUnit,
    by_key: dict[str, list[PrintedUnit]],
    by_id: dict[str, PrintedUnit],
    keys: dict[str, UnitKeys],
    free: set[str],
) -> PrintedUnit | None:
    key = key_of(one.source) if one.source else one.key
    if not key:
        return by_id.get(one.unit) if one.unit in free else None
    same = by_id.get(one.unit)
    if same is not None and same.key.startswith(key) and same.unit in free:
        return same
    candidates = by_key.get(key) or [unit for whole in by_key for unit in by_key[whole] if whole.startswith(key)]
    candidates = [unit for unit in candidates if unit.unit in free]
    return max(
        candidates,
        key=lambda unit: (
            unit.source == one.source,
            (one.before == keys[unit.unit].before) + (one.after == keys[unit.unit].after),
        ),
        default=None,
    )
