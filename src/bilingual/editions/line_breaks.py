"""Where the lines of a paragraph end.

The breaker looks at the whole paragraph (Knuth and Plass, "Breaking Paragraphs into Lines", 1981): no line is made
tight to make the next one loose. Where a line may end at all is decided in `kinsoku`, `atoms` and `groups`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from operator import sub

from bilingual.editions.atoms import BLANKS
from bilingual.editions.galley import LAST_RESORT, Galley, open_up
from bilingual.editions.groups import Hyphenate
from bilingual.editions.kinsoku import GROUP, NEVER

_EASY = 1.0
"""A paragraph whose loosest line is no looser than this is good as it is, without hyphens."""
_TOLERANCE = 3.0
"""A line looser than this is only made when there is no other way."""
TIGHTEST = 1.25
"""A line may lose this times what its places like to lose, when there is no better way."""
_DEAR = 150.0**2
LOOSEST = 8.0
"""A line looser than this is not justified: a ragged line is the lesser evil."""
_RAGGED = 0.2
"""The part of a measure that a ragged line may be short of before it counts as loose."""
_UNEVEN = 0.25
_ONE_LINE_MORE = 150.0**2
_NOTHING = 1e-9
_HANG_COST = 2.0
_SHORT_LAST = 600.0
_SHORTEST_LAST = 2.6
"""Em: a last line should be longer than one character and its full stop, or than a very short word."""
_TWO_HYPHENS = 60.0**2
_THREE_HYPHENS = 100_000.0**2
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
    start, short = -galley.lead - indent, _SHORTEST_LAST * galley.pieces[0].size
    places = _places(galley, width, setting)
    found: list[tuple[int, bool]] = []
    if not _too_wide(places, start, width):
        breaker = _Breaker(places, width, start, short)
        found = breaker.easy()
    if not found:
        if galley.hyphenate:
            galley.hyphenate()
            places = _places(galley, width, setting)
        if _too_wide(places, start, width):
            open_up(galley, width - indent, tight=TIGHTEST if setting.justify else 0.0)
            places = _places(galley, width, setting)
        breaker = _Breaker(places, width, start, short)
        found = breaker.hard()
    if setting.balance and len(found) > 1:
        total, even = breaker.balanced(len(found))
        # One line more, where that keeps phrases whole.
        other, evener = breaker.balanced(len(found) + 1) if total > _ONE_LINE_MORE else (NEVER, [])
        found = (evener if other + _ONE_LINE_MORE < total else even) or found
    return [(places.at[place], hang) for place, hang in found]


def _too_wide(places: _Places, start: float, width: float) -> bool:
    """Tell whether what stands between two places is wider than the measure."""
    return max(map(sub, places.ends, [start, *places.begins])) > width


def _places(galley: Galley, width: float, setting: Setting) -> _Places:
    text, costs, origins = galley.text, galley.costs, galley.origins
    tails, leads, hyphens = galley.tails, galley.leads, galley.hyphens
    at = list(compress(range(len(costs)), map(NEVER.__gt__, costs)))
    if not at or at[-1] != len(text) - 1:
        at.append(len(text) - 1)
    seen = [place if text[place] not in BLANKS else _seen(galley, place) for place in at]
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


def _seen(galley: Galley, place: int) -> int:
    """Return the last character of a line that a blank ends."""
    before = place - 1
    return before if before >= 0 and galley.text[before] not in BLANKS else max(0, galley.visible(place))


class _Nodes:
    """The places where a line may begin, each with the best way to it. Number 0 is the beginning of the text, and
    `place + 1` a place."""

    __slots__ = ("before", "hangs", "open", "runs", "totals")

    def __init__(self, count: int) -> None:
        self.open = [0]
        self.before, self.hangs = [0] * (count + 1), [False] * (count + 1)
        self.totals, self.runs = [0.0] * (count + 1), [0] * (count + 1)

    def way(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line on the way to the last node."""
        found, node = [], len(self.before) - 1
        while node > 0:
            found.append((node - 1, self.hangs[node]))
            node = self.before[node]
        return found[::-1]


class _Breaker:
    """Find the line ends of one paragraph."""

    def __init__(self, places: _Places, width: float, start: float, short: float) -> None:
        self._places = places
        self._width = width + 1e-6
        self._start = start
        self._short = short
        self._begins = [start, *places.begins]
        self._growths = [0.0, *places.next_growths]
        self._shrinks = [0.0, *places.next_shrinks]
        self._arrays = (places, self._begins, self._growths, self._shrinks)

    def easy(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line, nothing when some line would be loose or end where it should not."""
        found = self._search(_EASY)[1]
        return [] if self._dear(found) else found

    def hard(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line, as good as can be had."""
        total, found = self._search(_TOLERANCE)
        return found if total < GROUP**2 else self._search(NEVER)[1]

    def _dear(self, ends: list[tuple[int, bool]]) -> bool:
        """Tell whether some line ends where it should not, or the last one is very short."""
        places = self._places
        if any(places.costs[place] >= _DEAR for place, _ in ends):
            return True
        return len(ends) > 1 and places.ends[ends[-1][0]] - places.begins[ends[-2][0]] < self._short

    def _search(self, tolerance: float) -> tuple[float, list[tuple[int, bool]]]:
        """Return the demerits and the ends of the best lines, none when some line would be looser than `tolerance`."""
        places, width, begins = self._places, self._width, self._begins
        count, first, tight = len(places.ends), 0, min(tolerance, TIGHTEST)
        nodes = _Nodes(count)
        active, totals = nodes.open, nodes.totals
        least = [begin - shrink * tight for begin, shrink in zip(begins, self._shrinks, strict=True)]
        rows = zip(places.ends, places.growths, places.shrinks, places.hangs, places.hyphens, strict=True)
        for place, (end, growth, shrink, hang, hyphen) in enumerate(rows):
            # From node to node the line gets shorter: those that are too far away stay so.
            far = end - shrink * tight - hang - width
            while first < len(active) and far > least[active[first]]:
                first += 1
            if first < len(active):
                node = active[first]
                if width - end + begins[node] > (growth - self._growths[node]) * tolerance + _NOTHING:
                    continue  # the longest line is too short
                total, node, hangs = self._best(nodes, first, place, tolerance)
                if node < 0:
                    continue
            elif tolerance != NEVER:
                return NEVER, []
            else:
                # A single thing is wider than the measure. It gets a line of its own.
                first, node, hangs = len(active), active[-1], False
                total = totals[node] + LAST_RESORT**2
            active.append(place + 1)
            totals[place + 1] = total + places.costs[place]
            nodes.before[place + 1] = node
            nodes.hangs[place + 1] = hangs
            nodes.runs[place + 1] = nodes.runs[node] + 1 if hyphen else 0
        return (totals[-1], nodes.way()) if active[-1] == count else (NEVER, [])

    def _best(self, nodes: _Nodes, first: int, place: int, tolerance: float) -> tuple[float, int, bool]:
        """Return the demerits of the best way to a place, the node it comes from (-1: none), and if the line hangs."""
        places, begins, growths, shrinks, totals = *self._arrays, nodes.totals
        room, growth, shrink = self._width - places.ends[place], places.growths[place], places.shrinks[place]
        tight = min(tolerance, TIGHTEST)
        hang, hyphen, last = places.hangs[place], places.hyphens[place], place == len(places.ends) - 1
        best, best_node, hangs = NEVER, -1, False
        for node in nodes.open[first:]:
            extra = room + begins[node]
            opens = growth - growths[node] or _NOTHING
            if extra >= 0.0:
                ratio = extra / opens
                if ratio > tolerance:
                    break  # and all later ones, whose lines are shorter still
                if ratio > LOOSEST:
                    ratio = _ragged(ratio)
            else:
                ratio = extra / (shrinks[node] - shrink or -_NOTHING)
                if ratio > tight:
                    ratio = NEVER
            demerits = 1.0 + 100.0 * ratio * ratio * ratio
            total = totals[node] + demerits * demerits
            hanging = False
            if hang:
                other = totals[node] + self._hanging(extra + hang, opens, shrinks[node] - shrink)
                if other < total:
                    total, hanging = other, True
            if hyphen and nodes.runs[node]:
                total += _TWO_HYPHENS if nodes.runs[node] < _MOST_HYPHENS else _THREE_HYPHENS
            if last and node and self._width - extra < self._short:
                total += _SHORT_LAST**2
            if total < best:
                best, best_node, hangs = total, node, hanging
        return best, best_node, hangs

    @staticmethod
    def _hanging(extra: float, opens: float, closes: float) -> float:
        """Return the demerits of a line with its last character beyond the measure."""
        ratio = extra / opens if extra >= 0.0 else extra / (closes or -_NOTHING)
        if ratio > LOOSEST:
            ratio = _ragged(ratio)
        if extra < 0.0 and ratio > TIGHTEST:
            return NEVER
        return float((1.0 + 100.0 * ratio**3) ** 2 + _HANG_COST)

    def balanced(self, count: int) -> tuple[float, list[tuple[int, bool]]]:
        """Return the demerits and the ends of `count` lines of about equal length, no ends when there are none."""
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
        total, way = starts.get(last, (NEVER, ()))
        return total, [(place, False) for place in way]


def _ragged(ratio: float) -> float:
    """Return the ratio at which a line too loose to be justified counts: between the loosest and one more."""
    return LOOSEST + 1 - 1 / (1 + ratio - LOOSEST)
