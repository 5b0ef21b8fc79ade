"""Documents as offices, magazines and blogs write them: what `bilingual segment` shows was read line by line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bilingual.model import Block
from bilingual.reading import read

CASES = Path(__file__).parent / "cases" / "documents"
DOCUMENTS = sorted(path for path in CASES.iterdir() if path.suffix != ".expected")


def shown_blocks(blocks: Sequence[Block]) -> str:
    """Return a block a line: its kind, level and marker, then its units."""
    lines = []
    for block in blocks:
        level = f" {block.level}" if block.level else ""
        marker = f" [{block.marker}]" if block.marker else ""
        lines.append(f"{block.kind}{level}{marker} | {' / '.join(unit.source for unit in block.units)}\n")
    return "".join(lines)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_read_rightly(path: Path) -> None:
    assert shown_blocks(read(path).blocks) == path.with_suffix(".expected").read_text("utf-8")
