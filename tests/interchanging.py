"""Documents to export in tests, and what must come back of them."""

from __future__ import annotations

from dataclasses import replace

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.interchange.model import ExportDocument
from bilingual.interchange.registry import UNIT_FORMATS
from bilingual.model import Article, Block, Finding, Mark, TermMatch, Unit, number_units

EXPORT = "e1f2a3b4"


def article_of(*units: Unit, name: str = "article.txt") -> Article:
    """Return an article with a block for every two units."""
    blocks = [Block("paragraph", units[at : at + 2]) for at in range(0, len(units), 2)]
    return Article(number_units(blocks), name=name.partition(".")[0], path=name)


def document_of(*units: Unit) -> ExportDocument:
    return ExportDocument(article_of(*units), signature="engine:echo", date="2026-11-28", export=EXPORT)


SOME = (
    Unit(
        "",
        "習近平主席が<北京>で記者会見した。",
        "President Xi met the press in Beijing & left.",
        origin="engine",
        marks=(
            Mark("ruby", 0, 3, "しゅうきんぺい"),
            Mark("strong", 7, 9),
            Mark("link", 6, 10, "https://example.org/?a=1&b"),
        ),
        terms=(TermMatch("習近平", "Xi Jinping", 0, 3), TermMatch("北京", "Beijing", 7, 9, found=True)),
        findings=(Finding("term-missing", 'the term "習近平" is missing', severity="error"),),
    ),
    Unit("", "はい。", "Yes.", status="approved", notes=("良い訳。\n二行目", "second < note")),
    Unit("", "はい。", "Yes, indeed.", status="rejected"),
    Unit("", "　字下げと\tタブ。\r\n改行　", "  indented\ttab\r\nline  "),
    Unit("", "まだ。"),
    Unit("", "一緒に訳した。", "", status="approved", said_in="1.2"),
    Unit("", 'https://example.org と C:\\path "引用"', 'See https://example.org and C:\\path "quote"\\'),
    Unit("", "=1+1", "-5 degrees", terms=(TermMatch("=1+1", "=1+1", 0, 4, kind="protected"),)),
    Unit("", "　 ", ""),
)
"""Units of every state, with what the formats could lose."""


def written(name: str, document: ExportDocument) -> bytes:
    return b"".join(UNIT_FORMATS[name].write(document))


def returned(name: str, data: bytes, place: str = "file") -> ReturnedFile:
    return UNIT_FORMATS[name].read(data, place)


def expected(document: ExportDocument) -> list[ReturnedUnit]:
    """Return what every format must give back for an export that nobody changed, but the places."""
    return [
        ReturnedUnit(
            each.unit.source,
            each.unit.target,
            each.unit.id,
            each.keys.key,
            each.keys.before,
            each.keys.after,
            each.unit.status,
            each.unit.notes,
            said_in=each.unit.said_in,
        )
        for each in document.units
    ]


def without_places(file: ReturnedFile) -> list[ReturnedUnit]:
    return [replace(unit, place="") for unit in file.units]
