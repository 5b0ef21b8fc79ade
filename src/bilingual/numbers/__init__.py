"""Numbers, dates and amounts: found in Japanese, printed in English, and compared by value and kind.

`japanese.scan` and the modules that it calls contain the grammar, `english.style` the English style, `english.numbers`
reads English numbers, `agreement.match` aligns both sides, and `agreement.compare` compares them.
"""

from __future__ import annotations

from bilingual.numbers.agreement.compare import Difference, differences, mismatches
from bilingual.numbers.agreement.complements import contradicts
from bilingual.numbers.agreement.missing import surely_missing
from bilingual.numbers.agreement.rewriting import rewritten
from bilingual.numbers.agreement.unmatched import Stray, said, strays
from bilingual.numbers.english.style import NumberStyle
from bilingual.numbers.japanese.finding import find_numbers
from bilingual.numbers.japanese.weekdays import right_day

__all__ = (
    "Difference",
    "NumberStyle",
    "Stray",
    "contradicts",
    "differences",
    "find_numbers",
    "mismatches",
    "rewritten",
    "right_day",
    "said",
    "strays",
    "surely_missing",
)
