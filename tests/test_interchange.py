"""What is exported comes back: every format, every unit, every state."""

from __future__ import annotations

import pytest

from bilingual.interchange.registry import UNIT_FORMATS
from interchanging import EXPORT, SOME, document_of, expected, returned, without_places, written

NAMES = tuple(UNIT_FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_everything_comes_back(name: str) -> None:
    document = document_of(*SOME)
    file = returned(name, written(name, document))
    assert without_places(file) == expected(document)
    assert file.edition == EXPORT
    assert not file.warnings
    assert not file.unplaced
    if name != "csv":
        assert file.article == "article.txt"
