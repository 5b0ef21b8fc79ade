"""Four articles with good English, for tests and for the pictures in the docs: an essay, a notice, a report and an
interview.

`NAME.en.txt` has the English, one line a unit; `=` is the source itself, as of code. The text is our own.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

from bilingual.editions.compose.article import compose_edition
from bilingual.editions.model import Edition
from bilingual.editions.plan import Facts, Plan, TermGloss
from bilingual.glossary.load import load_glossary
from bilingual.matching.find import find_matches
from bilingual.matching.matcher import Matcher
from bilingual.model import Article, Finding, Unit
from bilingual.reading import read
from bilingual.reading.assets import with_assets
from bilingual.translation.verify import verify

FOLDER = Path(__file__).parent / "data" / "showcase"


def article(name: str, pictures: Path | None = None) -> Article:
    """Return an article with its English, its terms and the pictures that a folder has."""
    source = read(FOLDER / f"{name}.md")
    source = with_assets(source, pictures) if pictures else source
    english = (FOLDER / f"{name}.en.txt").read_text("utf-8").splitlines()
    matcher = Matcher(load_glossary(FOLDER / "glossary.yaml"))
    units: dict[str, Unit] = {}
    for number, (unit, line) in enumerate(zip(source.units, english, strict=True)):
        target = unit.source if line == "=" else line
        found = find_matches(unit, matcher)
        # A few are still the engine's, so that a reviewer's copy has something to show.
        origin = "engine" if number % 7 == 3 else "person"
        findings = (Finding("numbers", "20 is not in the English", unit.id),) if number == 9 else ()
        status = "draft" if origin == "engine" else "approved"
        units[unit.id] = replace(
            unit, target=target, origin=origin, status=status, terms=verify(found, target), findings=findings
        )
    return source.with_units(units)


def facts() -> Facts:
    """Return what the colophon says."""
    terms = load_glossary(FOLDER / "glossary.yaml").terms
    return Facts(
        signature="engine:none|glossary:showcase|bilingual:0",
        date="2025-11-23",
        version="0",
        glossary="glossary.yaml",
        entries={term.source: TermGloss(term.reading, term.note) for term in terms},
    )


def showcase(name: str, plan: Plan, pictures: Path | None = None) -> Edition:
    """Return an edition of an article, with the pictures that a folder has."""
    return compose_edition(article(name, pictures), facts(), plan=plan)


def draw_plan(path: Path) -> None:
    """Write the picture of the notice and the report: two walls, a passage and a door, in grey."""
    width, height = 480, 200
    rows = []
    for y in range(height):
        row = bytearray()
        for x in range(width):
            wall = y < 40 or y > 160 or (x < 60 and not 80 < y < 120)
            door = 420 < x < 430 and 60 < y < 140
            row.append(90 if door else 170 if wall and (x + y) % 12 < 6 else 205 if wall else 245)
        rows.append(b"\0" + bytes(row))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
