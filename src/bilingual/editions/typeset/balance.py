"""Lines about equally long: for headings, and for cells of tables that hold a few words."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from bilingual.editions.typeset.jlreq import NEVER
from bilingual.editions.typeset.penalties import IN_WORD

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
