"""Choose the line ends of a paragraph.

The whole paragraph is considered (Knuth and Plass, "Breaking Paragraphs into Lines", 1981): no line is made tight at
the expense of the next one. The places where a line may end come from `jlreq` and `penalties`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from unicodedata import east_asian_width

from bilingual.editions.typeset.glue import BLANKS
from bilingual.editions.typeset.jlreq import GROUP, NEVER
from bilingual.editions.typeset.paragraph import LAST_RESORT, MeasuredParagraph, open_up
from bilingual.editions.typeset.penalties import IN_WORD, Hyphenate

_EASY = 1.0
"""A paragraph whose loosest line is no looser than this needs no hyphens."""
_TOLERANCE = 3.0
"""A line looser than this is only used when there is no alternative."""
TIGHTEST = 1.25
"""Without an alternative, a line may shrink by this multiple of its normal shrink."""
_DEAR = 150.0
LOOSEST = 4.0
"""A line looser than this is not justified: a ragged line is better."""
_RAGGED = 0.2
"""The share of the measure by which a ragged line may be short before it counts as loose."""
_NOTHING = 1e-9
_NEARLY = 1e-6
"""Larger than the rounding error from a different order of summation."""
_HANG_COST = 2.0
_SHORT_LAST = 3000.0
"""Of a last line without length; less for one that is nearly long enough."""
_SHORTEST_LAST = (4.0, 3.6)
"""Em: a last line should be longer than a short word; in Japanese, than three characters and a full stop."""
_TWO_HYPHENS = 60.0**2
_THREE_HYPHENS = 100_000.0**2
_MOST_HYPHENS = 2


@dataclass(frozen=True, slots=True)
class ParagraphSetting:
    """The options for typesetting a paragraph."""

    justify: bool = True
    hang: bool = True
    """Let 、 and 。 hang beyond the measure where that makes a better line."""
    hyphenate: Hyphenate | None = None
    phrases: bool = False
    """Break Japanese between phrases where possible, and English not after small words, for headings."""
    balance: bool = False
    """Make the lines about equally long, for headings."""
    low: bool = False
    """Balancing adds a line only to keep a word whole, not a phrase: a taller cell makes its row taller."""
    indent: float = 0.0
    """Points before the first line. An opening bracket there has its own half em instead."""


@dataclass(slots=True)
class _Places:
    """Every place where a line may end, and the start of the next one. Points on the unbroken line."""

    at: list[int]
    """The last character of the line …"""
    seen: list[int]
    """… and the last visible one."""
    ends: list[float]
    begins: list[float]
    """Of the line after the place; the last one is unused."""
    growths: list[float]
    """Space added, at the ratio 1, before each CHARACTER of the text."""
    shrinks: list[float]
    ragged: float
    """The amount by which a ragged line may be short."""


def line_ends(
    measured: MeasuredParagraph, width: float, *, setting: ParagraphSetting, indent: float = 0.0
) -> list[tuple[int, bool]]:
    """Return, for each line, its last character and whether that hangs beyond the measure.

    `indent` is that of the first line, in points.
    """
    start = -measured.lead - indent
    short = _SHORTEST_LAST[east_asian_width(measured.text[0]) in "WF"] * measured.pieces[0].size
    places = _places(measured, width, setting)
    found: list[tuple[int, bool]] = []
    if not _too_wide(places, start, width):
        breaker = _Breaker(measured, places, width, start, short, hang=setting.hang)
        found = breaker.easy()
    if not found:
        if measured.hyphenate:
            measured.hyphenate()
            places = _places(measured, width, setting)
        if _too_wide(places, start, width):
            open_up(measured, width - indent, tight=TIGHTEST if setting.justify else 0.0)
            places = _places(measured, width, setting)
        breaker = _Breaker(measured, places, width, start, short, hang=setting.hang)
        found = breaker.hard()
    if setting.balance and len(found) > 1:
        lines = Lines(places.at, places.ends, places.begins, measured.costs, measured.hyphens, start, breaker.width)
        found = lines.low(found) if setting.low else lines.even(found)
    return [(places.at[place], hang) for place, hang in found]


def _too_wide(places: _Places, start: float, width: float) -> bool:
    """Return whether the text between two places is wider than the measure."""
    return max(map(sub, places.ends, [start, *places.begins])) > width


def _places(measured: MeasuredParagraph, width: float, setting: ParagraphSetting) -> _Places:
    text, cells, origins, hyphens = measured.text, measured.cells, measured.origins, measured.hyphens
    last = len(text) - 1
    at = [place for place, cost in enumerate(measured.costs) if cost != NEVER]
    if at[-1:] != [last]:
        at.append(last)
    if text[0] in BLANKS or "\u3000" in text or "  " in text:
        seen = [max(0, measured.visible(place)) for place in at]
    else:
        seen = [place - 1 if text[place] == " " else place for place in at]
    ends = [origins[place] + cells[place].tail for place in seen]
    if hyphens:
        ends = [end + hyphens.get(place, 0.0) for end, place in zip(ends, at, strict=True)]
    begins = [origins[place + 1] - cells[place].lead for place in at]
    if not setting.justify:
        none = [0.0] * (len(text) + 1)
        return _Places(at, seen, ends, begins, none, none, _RAGGED * width)
    growths = list(accumulate([cell.growth for cell in cells], initial=0.0))
    shrinks = list(accumulate([cell.shrink for cell in cells], initial=0.0))
    return _Places(at, seen, ends, begins, growths, shrinks, 0.0)


_Row = tuple[float, float, float, float, bool, bool]
"""A place: the end of a line there, growth and shrink before it, its hang, whether it is a hyphen or the last place."""
_Way = tuple[float, float, float, float, int, int]
"""The best path to a place where a line may begin: begin, growth and shrink there, demerits of the path, number of
the place (-1 is the beginning of the text), consecutive hyphens before it. A plain tuple, because it is unpacked in
the innermost loop."""


class _Breaker:
    """Find the line ends of one paragraph."""

    def __init__(
        self, measured: MeasuredParagraph, places: _Places, width: float, start: float, short: float, *, hang: bool
    ) -> None:
        self._galley = measured
        self._places = places
        self.width = width + 1e-6
        self._start = start
        self._short = short
        self._hang = hang

    def easy(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line, nothing when some line would be loose or end at a bad place."""
        found = self._search(_EASY)[1]
        return [] if self._dear(found) else found

    def hard(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line, the best possible."""
        total, found = self._search(_TOLERANCE)
        return found if total < GROUP**2 else self._search(NEVER)[1]

    def _dear(self, ends: list[tuple[int, bool]]) -> bool:
        """Return whether some line ends at a bad place, or the last one is very short."""
        places, costs = self._places, self._galley.costs
        if any(costs[places.at[place]] >= _DEAR for place, _ in ends[:-1]):
            return True
        return len(ends) > 1 and places.ends[ends[-1][0]] - places.begins[ends[-2][0]] < self._short

    def _search(self, tolerance: float) -> tuple[float, list[tuple[int, bool]]]:
        """Return the demerits and the ends of the best lines, none when some line would be looser than `tolerance`."""
        places, width, hangs = self._places, self.width, self._hang
        cells, costs, hyphens = self._galley.cells, self._galley.costs, self._galley.hyphens
        at, seen, ends, begins = places.at, places.seen, places.ends, places.begins
        growths, shrinks, ragged = places.growths, places.shrinks, places.ragged
        final, place, tight = len(at) - 1, 0, min(tolerance, TIGHTEST)
        reach = ends if ragged else [end + growths[last] * tolerance for end, last in zip(ends, seen, strict=True)]
        newest: _Way = (self._start, 0.0, 0.0, 0.0, -1, 0)
        ways, least = [newest], [self._start]
        lines: dict[int, tuple[int, bool]] = {}
        while place <= final:
            end, last = ends[place], seen[place]
            growth, shrink = growths[last] + ragged if place < final else NEVER, shrinks[last]
            hang, hyphen = cells[last].hang if hangs else 0.0, at[place] in hyphens
            # From path to path the line gets shorter: those that are too far away stay so.
            far = end - shrink * tight - hang - width
            while least and far > least[0]:
                del ways[0], least[0]
            if ways:
                begin, grown = ways[0][:2]
                if width - end + begin > (growth - grown) * tolerance + _NOTHING:
                    # The longest line is too short: continue to where it can be long enough.
                    enough = width + begin + (grown - ragged) * tolerance - _NEARLY
                    place = bisect_left(reach, enough, place + 1, final)
                    continue
                row = (end, growth, shrink, hang, hyphen, place == final)
                total, node, run, hanging = self._best(ways, row, tolerance, tight)
                if node < -1:
                    place += 1
                    continue
            elif tolerance != NEVER:
                return NEVER, []
            else:
                # A single unit is wider than the measure and gets its own line.
                (_, _, _, total, node, run), hanging = newest, False
                total += LAST_RESORT**2
            if place < final:
                total += costs[at[place]] ** 2
            begin, grown, shrunk = begins[place], growths[at[place] + 1], shrinks[at[place] + 1]
            newest = (begin, grown, shrunk, total, place, run + 1 if hyphen else 0)
            ways.append(newest)
            least.append(begin - shrunk * tight)
            lines[place] = (node, hanging)
            place += 1
        return (newest[3], _ends(lines, final)) if final in lines else (NEVER, [])

    def _best(self, ways: list[_Way], row: _Row, tolerance: float, tight: float) -> tuple[float, int, int, bool]:
        """Return the best path to a place: demerits, the start of its last line (-2: there is none), the consecutive
        hyphens before that, and whether the line hangs."""
        end, growth, shrink, hang, hyphen, last = row
        room = self.width - end
        best, best_node, best_run, hangs = NEVER, -2, 0, False
        for begin, grown, shrunk, before, node, run in ways:
            if before >= best:
                continue  # it can only get worse
            extra = room + begin
            opens = growth - grown or _NOTHING
            if extra >= 0.0:
                ratio = extra / opens
                if ratio > tolerance:
                    break  # and all later ones, whose lines are even shorter
                if ratio > LOOSEST:
                    ratio = _ragged(ratio)
            else:
                ratio = extra / (shrunk - shrink or -_NOTHING)
                if ratio > tight:
                    if not hang:
                        continue
                    ratio = NEVER
            demerits = 1.0 + 100.0 * ratio * ratio * ratio
            total = before + demerits * demerits
            hanging = False
            if hang:
                other = before + self._hanging(extra + hang, opens, shrunk - shrink)
                if other < total:
                    total, hanging = other, True
            if hyphen and run:
                total += _TWO_HYPHENS if run < _MOST_HYPHENS else _THREE_HYPHENS
            if last and node >= 0 and self.width - extra < self._short:
                total += (_SHORT_LAST * (1 - (self.width - extra) / self._short)) ** 2
            if total < best:
                best, best_node, best_run, hangs = total, node, run, hanging
        return best, best_node, best_run, hangs

    @staticmethod
    def _hanging(extra: float, opens: float, closes: float) -> float:
        """Return the demerits of a line with its last character beyond the measure."""
        ratio = extra / opens if extra >= 0.0 else extra / (closes or -_NOTHING)
        if ratio > LOOSEST:
            ratio = _ragged(ratio)
        if extra < 0.0 and ratio > TIGHTEST:
            return NEVER
        return float((1.0 + 100.0 * ratio**3) ** 2 + _HANG_COST)


def _ends(lines: dict[int, tuple[int, bool]], place: int) -> list[tuple[int, bool]]:
    """Return (place, hangs) of each line on the path to a place; `lines` has their starts, and whether they hang."""
    found = []
    while place >= 0:
        before, hangs = lines[place]
        found.append((place, hangs))
        place = before
    return found[::-1]


def _ragged(ratio: float) -> float:
    """Return the ratio assigned to a line too loose to be justified: between the loosest and one more."""
    return LOOSEST + 1 - 1 / (1 + ratio - LOOSEST)


_UNEVEN = 0.35
_ONE_LINE_MORE = 150.0**2

LineEnds = list[tuple[int, bool]]
"""The place where each line ends, and whether it hangs there."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The places where the lines of one paragraph may end. Points on the unbroken line."""

    at: Sequence[int]
    """The last character of a line that ends at a place."""
    ends: Sequence[float]
    begins: Sequence[float]
    """Of the line after the place."""
    costs: Sequence[float]
    """Of a line end after each character of the text."""
    hyphens: Container[int]
    start: float
    width: float

    def even(self, found: LineEnds) -> LineEnds:
        """Return lines as even as possible, one more where that keeps phrases whole."""
        total, even = self._balanced(len(found))
        other, evener = self._balanced(len(found) + 1) if total > _ONE_LINE_MORE else (NEVER, [])
        return (evener if other + _ONE_LINE_MORE < total else even) or found

    def low(self, found: LineEnds) -> LineEnds:
        """Return the fewest lines that split no word: uneven rather than split a phrase, split rather than add one."""
        for count in range(2, len(found)):
            even = self._balanced(count)[1]
            if even and self._dearest(even) < IN_WORD:
                return even
        even = self._balanced(len(found))[1]
        best = even if even and self._dearest(even) <= self._dearest(found) else found
        return best if self._dearest(best) < IN_WORD else self.even(found)

    def _dearest(self, found: LineEnds) -> float:
        """Return the cost of the worst line end, except that of the text."""
        return max((self.costs[self.at[place]] for place, _ in found[:-1]), default=0.0)

    def _balanced(self, count: int) -> tuple[float, LineEnds]:
        """Return the demerits and the ends of `count` lines of about equal length, no ends when there are none."""
        last = len(self.ends) - 1
        target = (self.ends[last] - self.start) / count
        starts: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
        for number in range(count):
            found: dict[int, tuple[float, tuple[int, ...]]] = {}
            for begin, (total, way) in starts.items():
                origin = self.begins[begin] if begin >= 0 else self.start
                for place in range(begin + 1, last + 1):
                    length = self.ends[place] - origin
                    if length > self.width:
                        break
                    if self.at[place] in self.hyphens or (place == last) != (number == count - 1):
                        continue
                    ratio = abs(length - target) / (target * _UNEVEN)
                    demerits = total + (1 + 100 * ratio**3) ** 2
                    if place < last:
                        demerits += self.costs[self.at[place]] ** 2
                    if place not in found or demerits < found[place][0]:
                        found[place] = (demerits, (*way, place))
            starts = found
        total, way = starts.get(last, (NEVER, ()))
        return total, [(place, False) for place in way]
