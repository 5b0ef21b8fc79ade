"""Numbers, dates and amounts: found in Japanese, printed in English, and compared by value and kind.

The grammar is in `scan` and the modules that it calls, the English style in `style`, the reading of English numbers in
`english_numbers`, which of them says which in `match`, and the comparison in `compare`.
"""

from __future__ import annotations

from bilingual.numbers.agreement.compare import Difference, differences, mismatches
from bilingual.numbers.agreement.complements import led
from bilingual.numbers.agreement.unmatched import Stray, instead, said, strays
from bilingual.numbers.english.style import NumberStyle
from bilingual.numbers.japanese.finding import find_numbers
from bilingual.numbers.japanese.weekdays import right_day

__all__ = (
    "Difference",
    "NumberStyle",
    "Stray",
    "differences",
    "find_numbers",
    "instead",
    "led",
    "mismatches",
    "right_day",
    "said",
    "strays",
)
