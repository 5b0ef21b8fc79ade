"""Japanese left in the target."""

from __future__ import annotations

from collections.abc import Iterator

from bilingual.checks.report import Report
from bilingual.languages.japanese.scripts import JAPANESE_RUN


def check_untranslated(target: str) -> Iterator[Report]:
    """Yield the first Japanese in a target; the target is without the text that is copied."""
    if run := JAPANESE_RUN.search(target):
        yield Report("untranslated", f"Japanese is left in the target: {run.group()[:20]}")
