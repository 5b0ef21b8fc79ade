"""Where the lines of a paragraph end.

The breaker looks at the whole paragraph (Knuth and Plass, "Breaking Paragraphs into Lines", 1981): no line is made
tight to make the next one loose. Where a line may end at all is decided in `jlreq`, `glue` and `penalties`.
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
"""A paragraph whose loosest line is no looser than this is good as it is, without hyphens."""
_TOLERANCE = 3.0
"""A line looser than this is only made when there is no other way."""
TIGHTEST = 1.25
"""A line may lose this times what its places like to lose, when there is no better way."""
_DEAR = 150.0
LOOSEST = 8.0
"""A line looser than this is not justified: a ragged line is the lesser evil."""
_RAGGED = 0.2
"""The part of a measure that a ragged line may be short of before it counts as loose."""
_NOTHING = 1e-9
_NEARLY = 1e-6
"""More than what the order of two sums changes in them."""
_HANG_COST = 2.0
_SHORT_LAST = 600.0
_SHORTEST_LAST = (4.0, 2.6)
"""Em: a last line should be longer than a short word; in Japanese, than one character and its full stop."""
_TWO_HYPHENS = 60.0**2
_THREE_HYPHENS = 100_000.0**2
_MOST_HYPHENS = 2


@dataclass(frozen=True, slots=True)
class ParagraphSetting:
    """How a paragraph is set."""

    justify: bool = True
    hang: bool = True
    """Let 、 and 。 hang beyond the measure where that makes a better line."""
    hyphenate: Hyphenate | None = None
    phrases: bool = False
    """Break Japanese between phrases where possible, and English not after small words, for headings."""
    balance: bool = False
    """Make the lines about equally long, for headings."""
    low: bool = False
    """Balanced lines are no more for the sake of a phrase, only for that of a word: a cell makes its row taller."""
    indent: float = 0.0
    """Points before the first line. An opening bracket there keeps its own half em instead."""


@dataclass(slots=True)
class _Places:
    """Every place where a line may end, and where the next one would begin. Points on the endless line."""

    at: list[int]
    """The last character of the line …"""
    seen: list[int]
    """… and the last one that is seen."""
    ends: list[float]
    begins: list[float]
    """Of the line after the place; the last one is of no use."""
    growths: list[float]
    """What opens, at the ratio 1, before each CHARACTER of the text."""
    shrinks: list[float]
    ragged: float
    """What a ragged line may be short of."""


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
    """Tell whether what stands between two places is wider than the measure."""
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
"""A place: the end of a line there, growth and shrink before it, what hangs, if it is a hyphen, if it is the last."""
_Way = tuple[float, float, float, float, int, int]
"""The best way to a place where a line may begin: begin, growth and shrink there, demerits of the way, number of the
place (-1 is the beginning of the text), hyphens in a row before it. A plain tuple: it is taken apart in the inmost
loop."""


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
        """Return (place, hangs) of each line, nothing when some line would be loose or end where it should not."""
        found = self._search(_EASY)[1]
        return [] if self._dear(found) else found

    def hard(self) -> list[tuple[int, bool]]:
        """Return (place, hangs) of each line, as good as can be had."""
        total, found = self._search(_TOLERANCE)
        return found if total < GROUP**2 else self._search(NEVER)[1]

    def _dear(self, ends: list[tuple[int, bool]]) -> bool:
        """Tell whether some line ends where it should not, or the last one is very short."""
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
            # From way to way the line gets shorter: those that are too far away stay so.
            far = end - shrink * tight - hang - width
            while least and far > least[0]:
                del ways[0], least[0]
            if ways:
                begin, grown = ways[0][:2]
                if width - end + begin > (growth - grown) * tolerance + _NOTHING:
                    # The longest line is too short: go on to where it can be long enough.
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
                # A single thing is wider than the measure. It gets a line of its own.
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
        """Return the best way on to a place: demerits, where its last line begins (-2: there is none), the hyphens
        in a row before that, and if the line hangs."""
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
                    break  # and all later ones, whose lines are shorter still
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
                total += _SHORT_LAST**2
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
    """Return (place, hangs) of each line on the way to a place; `lines` has where each begins, and if it hangs."""
    found = []
    while place >= 0:
        before, hangs = lines[place]
        found.append((place, hangs))
        place = before
    return found[::-1]


def _ragged(ratio: float) -> float:
    """Return the ratio at which a line too loose to be justified counts: between the loosest and one more."""
    return LOOSEST + 1 - 1 / (1 + ratio - LOOSEST)


_UNEVEN = 0.35
_ONE_LINE_MORE = 150.0**2

LineEnds = list[tuple[int, bool]]
"""The place where each line ends, and whether it hangs there."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of one paragraph may end. Points on the endless line."""

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
        """Return lines as even as can be, one more where that keeps phrases whole."""
        total, even = self._balanced(len(found))
        other, evener = self._balanced(len(found) + 1) if total > _ONE_LINE_MORE else (NEVER, [])
        return (evener if other + _ONE_LINE_MORE < total else even) or found

    def low(self, found: LineEnds) -> LineEnds:
        """Return as few lines as cut no word: uneven ones rather than a phrase cut, a phrase cut rather than a line."""
        for count in range(2, len(found)):
            even = self._balanced(count)[1]
            if even and self._dearest(even) < IN_WORD:
                return even
        even = self._balanced(len(found))[1]
        best = even if even and self._dearest(even) <= self._dearest(found) else found
        return best if self._dearest(best) < IN_WORD else self.even(found)

    def _dearest(self, found: LineEnds) -> float:
        """Return what the worst line end costs, that of the text apart."""
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
