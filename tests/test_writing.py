"""Every example of docs/writing.md is read as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bilingual.reading.plain.structure import parse_text
from test_documents import shown_blocks

PAGE = (Path(__file__).parent.parent / "docs" / "writing.md").read_text("utf-8")
EXAMPLES = re.findall(r"```article\n(.*?)```\n\n```reading\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) == PAGE.count("```article") == PAGE.count("```reading") >= 9


@pytest.mark.parametrize(("text", "reading"), EXAMPLES)
def test_an_example_is_read_as_the_page_says(text: str, reading: str) -> None:
    assert shown_blocks(parse_text(text).blocks) == reading
