"""A text without markup → an article."""

from __future__ import annotations

from pathlib import PurePath

from bilingual.model import Article, Block, Mark, Unit, number_units
from bilingual.reading.lines import split_lines
from bilingual.reading.plain.structure import FoundBlock, find_structure
from bilingual.reading.ruby import take_ruby, uses_aozora_ruby
from bilingual.reading.units import sentence_units, whole_unit


def parse_text(text: str, name: str = "") -> Article:
    """Return the article in a text; `name` is the file name."""
    bare = uses_aozora_ruby(text)
    blocks = [
        Block(
            kind=found.kind,
            units=_units(found, bare),
            level=found.level,
            marker=found.marker,
            line=found.line,
            why=found.why,
        )
        for found in find_structure(split_lines(text))
    ]
    return Article(blocks=number_units(blocks), name=PurePath(name).stem, path=name)


def _units(found: FoundBlock, bare: bool) -> tuple[Unit, ...]:
    if not found.text:
        return ()
    text, marks = take_ruby(found.text, bare=bare)
    if found.why == "address":
        address = text.strip("<>")
        at = text.index(address)
        link = (
            address if address.startswith("http") else f"mailto:{address}" if "@" in address else f"https://{address}"
        )
        return whole_unit(text, (Mark("link", at, at + len(address), link),))
    return whole_unit(text, marks) if found.whole else sentence_units(text, marks)
