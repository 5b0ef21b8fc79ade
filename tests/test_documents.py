"""Documents as offices, magazines and blogs write them: what `bilingual segment` shows was read line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilingual.reading import read

CASES = Path(__file__).parent / "cases" / "documents"
DOCUMENTS = sorted(path for path in CASES.iterdir() if path.suffix != ".expected")


def shown(path: Path) -> str:
    """Return a block a line: its kind, level and marker, then its units."""
    lines = []
    for block in read(path).blocks:
        level = f" {block.level}" if block.level else ""
        marker = f" [{block.marker}]" if block.marker else ""
        texts = " / ".join(unit.source for unit in block.units)
        lines.append(f"{block.kind}{level}{marker} | {texts}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_read_rightly(path: Path) -> None:
    assert shown(path) == path.with_suffix(".expected").read_text("utf-8")
