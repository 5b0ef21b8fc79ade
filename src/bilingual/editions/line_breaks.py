"""Where the lines of a paragraph end.

The breaker looks at the whole paragraph (Knuth and Plass, "Breaking Paragraphs into Lines", 1981): no line is made
tight to make the next one loose. Where a line may end at all is decided in `kinsoku` and `atoms`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bilingual.editions import kinsoku
from bilingual.editions.atoms import LAST_RESORT, Atom, Hyphenate

_TOLERANCE = 2.5
"""A line stretched further than this times its ease is only made when there is no other way."""
_TRACK = 0.04
"""Em a loose line opens between two characters before it counts as loose."""
_HANG_COST = 2.0
_SHORT_LAST = 300.0
_TWO_HYPHENS = 60.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set."""

    justify: bool = True
    hang: bool = True
    """Let 、 and 。 hang beyond the measure where that makes a better line."""
    hyphenate: Hyphenate | None = None
    phrases: bool = False
    """Break Japanese between phrases where possible, for headings."""
    balance: bool = False
    """Make the lines about equally long, for headings."""


def line_ends(atoms: list[Atom], width: float, *, setting: Setting) -> list[tuple[int, bool]]:
    """Return, for each line, its last atom and whether that hangs beyond the measure."""
    breaker = _Breaker(atoms, setting)
    return breaker.balanced(width) if setting.balance else breaker.ends(width)


def fit(atoms: list[Atom], width: float) -> list[Atom]:
    """Return atoms of which lines no wider than `width` can be made, as a last resort against the rules."""
    atoms = _explode(atoms, width)
    _open_up(atoms, width)
    return atoms


def _explode(atoms: list[Atom], width: float) -> list[Atom]:
    """Cut words wider than the measure into characters."""
    if all(atom.width <= width for atom in atoms):
        return atoms
    parts: list[Atom] = []
    for atom in atoms:
        if atom.width <= width or atom.ruby or len(atom.text) == 1:
            parts.append(atom)
            continue
        for character, advance in zip(atom.text, atom.advances, strict=True):
            parts.append(Atom(character, atom.piece, (advance,), atom.head, atom.tail))
        for name in ("space", "shrink", "grow", "track", "cost", "hyphen"):
            setattr(parts[-1], name, getattr(atom, name))
    return parts


def _open_up(atoms: list[Atom], width: float) -> None:
    """Allow line ends in stretches wider than the measure, as few as will do.

    They break no rule as long as there is such a place within a line; a long string of 。 has none.
    """
    start, used, lawful = 0, 0.0, -1
    for at, atom in enumerate(atoms):
        if at > start and used + atom.width > width + 1e-6:
            cut = lawful if lawful >= start else at - 1
            atoms[cut].cost = LAST_RESORT
            start, lawful = cut + 1, -1
            used = sum(one.width + one.space for one in atoms[start:at])
        used += atom.width
        if atom.hyphen and used + atom.hyphen > width:
            atom.cost, atom.hyphen = None, 0.0
        if atom.cost is not None:
            start, used, lawful = at + 1, 0.0, -1
            continue
        if at + 1 < len(atoms) and _lawful(atom, atoms[at + 1]):
            lawful = at
        used += atom.space


def _lawful(here: Atom, after: Atom) -> bool:
    return "_" not in (here.tail, after.head) and kinsoku.cost_between(here.text[-1], after.text[0]) is not None


@dataclass(slots=True)
class _Node:
    start: int
    """The first atom of the line that begins here."""
    total: float
    before: _Node | None = None
    hang: bool = False
    hyphen: bool = False


class _Breaker:
    """Find the line ends of one paragraph."""

    def __init__(self, atoms: list[Atom], setting: Setting) -> None:
        self._atoms = atoms
        self._setting = setting
        self._target = 0.0
        """How long every line should be, when they are to be balanced."""
        size = self._size = max(atom.piece.size for atom in atoms)
        self._natural, self._shrink, self._grow = [0.0], [0.0], [0.0]
        for atom in atoms:
            self._natural.append(self._natural[-1] + atom.width + atom.space)
            self._shrink.append(self._shrink[-1] + atom.shrink)
            self._grow.append(self._grow[-1] + atom.grow + (_TRACK * size if atom.track else 0.0))
        self._ends = [at for at, atom in enumerate(atoms) if atom.cost is not None or at == len(atoms) - 1]

    def ends(self, width: float) -> list[tuple[int, bool]]:
        """Return (last atom, hangs) of each line."""
        node = self._search(width, _TOLERANCE) or self._search(width, float("inf"))
        found: list[tuple[int, bool]] = []
        while node and node.before:
            found.append((node.start - 1, node.hang))
            node = node.before
        return found[::-1]

    def balanced(self, width: float) -> list[tuple[int, bool]]:
        """Return line ends that make about equally long lines, in no more lines than `width` needs."""
        ends = self.ends(width)
        if len(ends) > 1:
            whole = self._width(0, len(self._atoms) - 1, False)[0]
            self._target = whole / len(ends)
            ends = self.ends(width)
        return ends

    def _search(self, width: float, tolerance: float) -> _Node | None:
        active = [_Node(0, 0.0)]
        for end in self._ends:
            best: _Node | None = None
            kept: list[_Node] = []
            for node in active:
                found = self._line(node, end, width, tolerance)
                if found is None:
                    continue
                kept.append(node)
                total, hang = found
                if total < float("inf") and (best is None or total < best.total):
                    best = _Node(end + 1, total, node, hang, self._atoms[end].hyphen > 0)
            if not kept and tolerance == float("inf") and not best:
                # Nothing fits: a single thing is wider than the measure. It gets a line of its own.
                node = min(active, key=lambda one: one.total)
                best = _Node(end + 1, node.total + LAST_RESORT**2, node)
            active = [*kept, best] if best else kept
            if not active:
                return None
        final = [node for node in active if node.start == len(self._atoms)]
        return final[0] if final else None

    def _line(self, node: _Node, end: int, width: float, tolerance: float) -> tuple[float, bool] | None:
        """Return the demerits up to a line and whether it hangs: None when it is too long, infinity when too short."""
        natural, tail = self._width(node.start, end, False)
        stop = max(node.start, end - tail)
        shrink = self._shrink[stop] - self._shrink[node.start] if self._setting.justify else 0.0
        atom = self._atoms[end]
        hangable = self._setting.hang and atom.tail in "KS" and end > node.start
        if natural - shrink > width + 1e-6 and not (hangable and natural - atom.width - shrink <= width + 1e-6):
            return None
        grow = self._grow[stop] - self._grow[node.start]
        total, hang = self._demerits(width - natural, shrink, grow, end, width, tolerance), False
        if hangable:
            other = self._demerits(width - natural + atom.width, shrink, grow, end, width, tolerance)
            if other + _HANG_COST < total:
                total, hang = other + _HANG_COST, True
        if atom.hyphen and node.hyphen:
            total += _TWO_HYPHENS**2
        if end == len(self._atoms) - 1 and node.before and natural < 1.6 * self._size:
            total += _SHORT_LAST**2
        return node.total + total, hang

    def _width(self, start: int, end: int, hang: bool) -> tuple[float, int]:
        """Return the natural width of a line, and how many spaces at its end do not count."""
        atoms, tail = self._atoms, 0
        natural = self._natural[end + 1] - self._natural[start] - atoms[end].space
        while end - tail > start and atoms[end - tail].tail == "_":
            natural -= atoms[end - tail].width + atoms[end - tail - 1].space
            tail += 1
        return natural + atoms[end].hyphen - (atoms[end].width if hang else 0.0), tail

    def _demerits(self, extra: float, shrink: float, grow: float, end: int, width: float, tolerance: float) -> float:
        last = end == len(self._atoms) - 1
        if extra < -1e-6:
            ratio = -extra / shrink if shrink else float("inf")
            if ratio > 1 + 1e-6:
                return float("inf")
        elif self._target:
            ratio = abs(width - extra - self._target) / (self._target * 0.25)
        elif last:
            ratio = 0.0
        elif self._setting.justify:
            ratio = min(extra / grow if grow else float("inf"), 100.0)
        else:
            ratio = extra / (width * 0.2)
        if ratio > tolerance:
            return float("inf")
        cost = 0.0 if last else self._atoms[end].cost or 0.0
        return float((1 + 100 * ratio**3) ** 2 + cost**2)
