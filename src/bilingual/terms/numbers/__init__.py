"""Numbers, dates and amounts: found in Japanese, printed in English, and compared by value and kind.

The grammar is in `scan` and the modules that it calls, the English style in `style`, the reading of English numbers in
`english_numbers`, which of them says which in `match`, and the comparison in `compare`.
"""

from __future__ import annotations

from bilingual.terms.numbers.compare import Difference, differences, mismatches
from bilingual.terms.numbers.finding import find_numbers
from bilingual.terms.numbers.outcomes import led
from bilingual.terms.numbers.strays import Stray, instead, said, strays
from bilingual.terms.numbers.style import Style
from bilingual.terms.numbers.weekdays import right_day

__all__ = (
    "Difference",
    "Stray",
    "Style",
    "differences",
    "find_numbers",
    "instead",
    "led",
    "mismatches",
    "right_day",
    "said",
    "strays",
)
