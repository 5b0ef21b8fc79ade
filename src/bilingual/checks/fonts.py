"""Characters that no font of the editions contains."""

from __future__ import annotations

from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.model import Unit


def check_fonts(unit: Unit, missing: frozenset[str]) -> Iterator[Report]:
    """Yield the characters of a unit that are `missing`, as one report."""
    signs = "".join(dict.fromkeys(sign for sign in unit.source + unit.target if sign in missing))
    codes = " ".join(f"U+{ord(sign):04X}" for sign in signs[:8])
    if signs:
        message = f"no font has {signs[:8]} ({codes}); a PDF prints 〓 for it, and the text can still be copied"
        yield Report("not-drawn", message)
