"""Where the lines of a paragraph end.

The breaker looks at the whole paragraph (Knuth and Plass, "Breaking Paragraphs into Lines", 1981): no line is made
tight to make the next one loose. Where a line may end at all is decided in `kinsoku`, `atoms` and `groups`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bilingual.editions.atoms import BLANKS
from bilingual.editions.galley import LAST_RESORT, Galley, open_up
from bilingual.editions.groups import Hyphenate
from bilingual.editions.kinsoku import NEVER

_EASY = 1.0
"""A paragraph whose loosest line is no looser than this is good as it is, without hyphens."""
_TOLERANCE = 3.0
"""A line looser than this is only made when there is no other way."""
_TIGHTEST = 1.25
"""A line may lose this times what its places like to lose, when there is no better way."""
_DEAR = 150.0**2
_LOOSEST = 100.0
_RAGGED = 0.2
"""The part of a measure that a ragged line may be short of before it counts as loose."""
_UNEVEN = 0.25
_NOTHING = 1e-9
_HANG_COST = 2.0
_SHORT_LAST = 600.0
_SHORTEST_LAST = 2.6
"""Em: a last line should be longer than one character and its full stop, or than a very short word."""
_TWO_HYPHENS = 60.0
_MOST_HYPHENS = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set."""

    justify: bool = True
    hang: bool = True
    """Let 、 and 。 hang beyond the measure where that makes a better line."""
    hyphenate: Hyphenate | None = None
    phrases: bool = False
    """Break Japanese between phrases where possible, and English not after small words, for headings."""
    balance: bool = False
    """Make the lines about equally long, for headings."""
    indent: float = 0.0
    """Points before the first line. An opening bracket there keeps its own half em instead."""


@dataclass(slots=True)
class _Places:
    """Every place where a line may end, and where the next one would begin. Points on the endless line."""

    at: list[int]
    """The last character of the line."""
    ends: list[float]
    begins: list[float]
    """Of the line after the place; the last one is of no use."""
    growths: Sequence[float]
    """What opens, at the ratio 1, before the end of a line (on the endless line) …"""
    shrinks: Sequence[float]
    next_growths: Sequence[float]
    """… and before the beginning of the next."""
    next_shrinks: Sequence[float]
    costs: list[float]
    """Squared."""
    hangs: list[float]
    hyphens: list[bool]


def line_ends(galley: Galley, width: float, *, setting: Setting, indent: float = 0.0) -> list[tuple[int, bool]]:
    """Return, for each line, its last character and whether that hangs beyond the measure.

    `indent` is that of the first line, in points.
    """
    places = _places(galley, width, setting)
    start = -galley.lead - indent
    if any(end - begin > width for end, begin in zip(places.ends, [start, *places.begins], strict=False)):
        open_up(galley, width - indent)
        places = _places(galley, width, setting)
    breaker = _Breaker(places, width, start, _SHORTEST_LAST * galley.pieces[0].size)
    found = breaker.ends()
    if setting.balance and len(found) > 1:
        found = breaker.balanced(len(found)) or found
    return [(places.at[place], hang) for place, hang in found]


def _places(galley: Galley, width: float, setting: Setting) -> _Places:
    text, costs, origins = galley.text, galley.costs, galley.origins
    tails, leads, hyphens = galley.tails, galley.leads, galley.hyphens
    at = [place for place, cost in enumerate(costs) if cost != NEVER]
    if not at or at[-1] != len(text) - 1:
        at.append(len(text) - 1)
    seen = [place if text[place] not in BLANKS else max(0, galley.visible(place)) for place in at]
    count, none = len(at), [0.0] * len(at)
    ends = [origins[place] + tails[place] for place in seen]
    if hyphens:
        ends = [end + hyphens.get(place, 0.0) for end, place in zip(ends, at, strict=True)]
    begins = [origins[place + 1] - leads[place] for place in at]
    squares = [costs[place] ** 2 for place in at[:-1]] + [0.0]
    marks = [place in hyphens for place in at] if hyphens else [False] * count
    hangs = [galley.hangs[place] for place in seen] if setting.hang else none
    if not setting.justify:
        growths = [_RAGGED * width] * (count - 1) + [NEVER]
        return _Places(at, ends, begins, growths, none, none, none, squares, hangs, marks)
    grown, shrunk = list(accumulate(galley.growths, initial=0.0)), list(accumulate(galley.shrinks, initial=0.0))
    growths, shrinks = [grown[place] for place in seen], [shrunk[place] for place in seen]
    growths[-1] = NEVER  # the last line is as long as it is
    after = [place + 1 for place in at]
    next_growths, next_shrinks = [grown[place] for place in after], [shrunk[place] for place in after]
    return _Places(at, ends, begins, growths, shrinks, next_growths, next_shrinks, squares, hangs, marks)


class _Nodes:
    """The places where a line may begin, each with the best way to it."""

    __slots__ = ("before", "begins", "growths", "hangs", "least", "places", "runs", "shrinks", "totals")

    def __init__(self, start: float) -> None:
        self.places, self.before, self.hangs = [-1], [-1], [False]
        self.begins, self.growths, self.shrinks = [start], [0.0], [0.0]
        self.least = [start]
        """Where the line would begin if all it could lose were lost."""
        self.totals, self.runs = [0.0], [0]

    def way(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line on the way to the last node."""
        found, node = [], len(self.places) - 1
        while node > 0:
            found.append((self.places[node], self.hangs[node]))
            node = self.before[node]
        return found[::-1]


class _Breaker:
    """Find the line ends of one paragraph."""

    def __init__(self, places: _Places, width: float, start: float, short: float) -> None:
        self._places = places
        self._width = width + 1e-6
        self._start = start
        self._short = short

    def ends(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line."""
        easy = self._search(_EASY, hyphens=False)
        if easy and not self._dear(easy):
            return easy
        return self._search(_TOLERANCE, hyphens=True) or self._search(NEVER, hyphens=True) or []

    def _dear(self, ends: list[tuple[int, bool]]) -> bool:
        """Tell whether some line ends where it should not, or the last one is very short."""
        places = self._places
        if any(places.costs[place] >= _DEAR for place, _ in ends):
            return True
        return len(ends) > 1 and places.ends[ends[-1][0]] - places.begins[ends[-2][0]] < self._short

    def _search(self, tolerance: float, *, hyphens: bool) -> list[tuple[int, bool]] | None:
        """Return the best line ends, None when some line would be looser than `tolerance`."""
        places, width = self._places, self._width
        nodes, first, last = _Nodes(self._start), 0, len(self._places.ends) - 1
        least, tight = nodes.least, min(tolerance, _TIGHTEST)
        rows = zip(places.ends, places.shrinks, places.hangs, places.hyphens, strict=True)
        for place, (end, shrink, hang, hyphen) in enumerate(rows):
            if hyphen and not hyphens:
                continue
            # From node to node the line gets shorter: those that are too far away stay so.
            far = end - shrink * tight - hang - width
            while first < len(least) and far > least[first]:
                first += 1
            if first < len(least):
                total, node, hangs = self._best(nodes, first, place, tolerance)
                if node < 0:
                    continue
            elif tolerance != NEVER:
                return None
            else:
                # A single thing is wider than the measure. It gets a line of its own.
                node, hangs = len(least) - 1, False
                first, total = node, nodes.totals[node] + LAST_RESORT**2
            nodes.places.append(place)
            nodes.before.append(node)
            nodes.hangs.append(hangs)
            nodes.begins.append(places.begins[place])
            nodes.growths.append(places.next_growths[place])
            nodes.shrinks.append(places.next_shrinks[place])
            least.append(places.begins[place] - places.next_shrinks[place] * tight)
            nodes.totals.append(total + places.costs[place])
            nodes.runs.append(nodes.runs[node] + 1 if hyphen else 0)
        return nodes.way() if nodes.places[-1] == last else None

    def _best(self, nodes: _Nodes, first: int, place: int, tolerance: float) -> tuple[float, int, bool]:
        """Return the demerits of the best way to a place, the node it comes from (-1: none), and if the line hangs."""
        places, begins, growths, totals = self._places, nodes.begins, nodes.growths, nodes.totals
        room, growth = self._width - places.ends[place], places.growths[place]
        tight = min(tolerance, _TIGHTEST)
        hang, hyphen, last = places.hangs[place], places.hyphens[place], place == len(places.ends) - 1
        best, best_node, hangs = NEVER, -1, False
        for node in range(first, len(begins)):
            extra = room + begins[node]
            opens = growth - growths[node] or _NOTHING
            if extra >= 0.0:
                ratio = extra / opens
                if ratio > tolerance:
                    break  # and all later ones, whose lines are shorter still
                if ratio > _LOOSEST:
                    ratio = _LOOSEST
            else:
                ratio = extra / (nodes.shrinks[node] - places.shrinks[place] or -_NOTHING)
                if ratio > tight:
                    ratio = NEVER
            demerits = 1.0 + 100.0 * ratio * ratio * ratio
            total = totals[node] + demerits * demerits
            hanging = False
            if hang:
                other = totals[node] + self._hanging(extra + hang, opens, nodes.shrinks[node] - places.shrinks[place])
                if other < total:
                    total, hanging = other, True
            if hyphen and nodes.runs[node]:
                total += _TWO_HYPHENS**2 if nodes.runs[node] < _MOST_HYPHENS or tolerance == NEVER else NEVER
            if last and node and self._width - extra < self._short:
                total += _SHORT_LAST**2
            if total < best:
                best, best_node, hangs = total, node, hanging
        return best, best_node, hangs

    @staticmethod
    def _hanging(extra: float, opens: float, closes: float) -> float:
        """Return the demerits of a line with its last character beyond the measure."""
        ratio = min(extra / opens, _LOOSEST) if extra >= 0.0 else extra / (closes or -_NOTHING)
        if extra < 0.0 and ratio > _TIGHTEST:
            return NEVER
        return float((1.0 + 100.0 * ratio**3) ** 2 + _HANG_COST)

    def balanced(self, count: int) -> list[tuple[int, bool]]:
        """Return the ends of `count` lines of about equal length, an empty list when there are none."""
        places, last = self._places, len(self._places.ends) - 1
        target = (places.ends[last] - self._start) / count
        starts: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
        for number in range(count):
            found: dict[int, tuple[float, tuple[int, ...]]] = {}
            for begin, (total, way) in starts.items():
                origin = places.begins[begin] if begin >= 0 else self._start
                for place in range(begin + 1, last + 1):
                    length = places.ends[place] - origin
                    if length > self._width:
                        break
                    if places.hyphens[place] or (place == last) != (number == count - 1):
                        continue
                    ratio = abs(length - target) / (target * _UNEVEN)
                    demerits = total + (1 + 100 * ratio**3) ** 2 + places.costs[place]
                    if place not in found or demerits < found[place][0]:
                        found[place] = (demerits, (*way, place))
            starts = found
        return [(place, False) for place in starts[last][1]] if last in starts else []
