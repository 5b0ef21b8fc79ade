"""UTX, the glossary format of the Japanese market (AAMT; 1.11 and 1.20): tab-separated, with a header and a status.

`#UTX 1.20; ja/en` names the languages, the last header line the columns. Rows with one concept ID are one term.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bilingual.glossary.exchange.columns import STATUSES
from bilingual.glossary.exchange.concepts import concept, gather_terms, one_line, usable
from bilingual.glossary.exchange.faults import Faults
from bilingual.glossary.exchange.formulas import armed, disarmed
from bilingual.glossary.exchange.text import decode_table
from bilingual.glossary.load import Term, TermStatus
from bilingual.languages.japanese.width import fold

_log = logging.getLogger(__name__)

_LANGUAGES = re.compile(r"([A-Za-z]{2,3})(?:[-_]\w{2,4})?\s*/\s*([A-Za-z]{2,3})(?:[-_]\w{2,4})?")
_NOTES = ("src:comment", "tgt:comment", "comment", "src:definition", "tgt:definition")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    source: str
    target: str
    status: TermStatus
    concept: str
    """The concept ID, or the folded source if there is none."""
    plural: str
    note: str


# Reading ----------------------------------------------------------------------------------------------------


def read_utx(data: bytes, place: str) -> list[Term]:
    """Read a UTX glossary, Japanese to English or the reverse. Raises `FaultsError` with every invalid row.

    `approved` and no status are preferred, `provisional` and `non-standard` admitted, `forbidden` deprecated;
    `rejected` rows are skipped, and their number is logged.
    """
    faults = Faults(place)
    lines = re.split(r"\r\n|\n|\r", decode_table(data, place))
    columns, body = _header(lines, faults)
    rejected = 0
    found: dict[str, list[_Row]] = {}
    for number, line in enumerate(lines[body:], body + 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = dict(
            zip(
                columns,
                ("" if cell.strip() == "-" else one_line(armed(cell)) for cell in line.split("\t")),
                strict=False,
            )
        )
        if cells.get("term status", "").lower() == "rejected":
            rejected += 1
        elif row := _row(number, cells, line, faults):
            found.setdefault(row.concept, []).append(row)
    if rejected:
        _log.warning("%s: %d rejected rows are skipped", place, rejected)
    terms = [term for rows in found.values() if usable(term := _term(rows), faults)]
    faults.check()
    return gather_terms(terms)


def _header(lines: Sequence[str], faults: Faults) -> tuple[list[str], int]:
    """Return the names of the columns, ours first, and the number of header lines."""
    if not lines or not lines[0].lower().startswith("#utx"):
        faults.stop(1, "not UTX: it does not begin with #UTX", "name the format with --format, or export it again")
    languages = _LANGUAGES.search(lines[0])
    pair = (languages[1].lower(), languages[2].lower()) if languages else ("", "")
    if pair not in (("ja", "en"), ("en", "ja")):
        faults.stop(1, f"is for {'/'.join(pair)}" if languages else "names no languages", "write #UTX 1.20; ja/en; …")
    for number, line in enumerate(lines[1:], 2):
        if not line.startswith("#"):
            break
        columns = [name.strip().lower() for name in line[1:].split("\t")]
        if columns[:2] == ["src", "tgt"]:
            turned = {"src": "tgt", "tgt": "src"} if pair == ("en", "ja") else {}
            return [":".join(turned.get(part, part) for part in name.split(":")) for name in columns], number
    faults.stop(1, "has no line that names its columns", "write #src, tgt, src:pos and so on, separated by tabs")


def _row(number: int, cells: dict[str, str], line: str, faults: Faults) -> _Row | None:
    source, target = cells.get("src", ""), cells.get("tgt", "")
    status = cells.get("term status", "").lower() or "approved"
    if not source or not target:
        faults.add(
            number, f"{line.strip()[:40]!r} has no {'English' if source else 'Japanese'}", "write both, with a tab"
        )
        return None
    if status not in STATUSES:
        known = "approved, provisional, non-standard, forbidden or rejected"
        faults.add(number, f"the term status is {status[:40]!r}", f"write {known}")
        return None
    return _Row(
        number,
        source,
        target,
        STATUSES[status],
        f"#{cells['concept id']}" if cells.get("concept id") else fold(source).text,
        cells.get("tgt:plural", ""),
        "; ".join(dict.fromkeys(cells[name] for name in _NOTES if cells.get(name))),
    )


def _cell(text: str) -> str:
    return "" if text.strip() == "-" else armed(one_line(text))


def _term(rows: Sequence[_Row]) -> Term:
    note = "; ".join(dict.fromkeys(row.note for row in rows if row.note))
    # A forbidden Japanese word may still occur in articles: it stays an alias.
    made = concept(
        list(dict.fromkeys(row.source for row in rows)),
        list(dict.fromkeys((row.target, row.status) for row in rows)),
        note=note,
        line=rows[0].line,
    )
    plural = next((row.plural for row in rows if row.plural and row.target == made.target), "")
    return replace(made, plural=plural)


# Writing ----------------------------------------------------------------------------------------------------

_STATUS_NAMES: dict[TermStatus, str] = {"preferred": "approved", "admitted": "non-standard", "deprecated": "forbidden"}
_COLUMNS = ("src", "tgt", "src:pos", "term status", "tgt:plural", "tgt:comment", "concept ID")


def write_utx(terms: Iterable[Term]) -> bytes:
    """Write UTX 1.20: a row for every pair of a Japanese and an English form, with the status of the English."""
    lines = ["#UTX 1.20; ja/en; exported by bilingual", "#" + "\t".join(_COLUMNS)]
    for number, term in enumerate(terms, 1):
        if term.source.startswith("#"):
            continue  # it would be read as a comment; see `kept_by_utx`
        part = "properNoun" if term.entity in ("person", "place", "organisation", "event", "work") else "noun"
        pairs: list[tuple[str, str, TermStatus]] = [(form, term.target, term.status) for form in term.forms]
        pairs += [(term.source, text, "admitted") for text in term.accept]
        pairs += [(term.source, text, "deprecated") for text in term.forbid]
        for index, (source, target, status) in enumerate(pairs):
            extra = (term.plural, term.note) if index == 0 else ("", "")
            cells = (source, target, part, _STATUS_NAMES[status], *extra, f"C{number}")
            lines.append("\t".join(map(disarmed, cells)))
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def kept_by_utx(term: Term) -> Term:
    """Return the part of a term that UTX can express. A line that begins with # is a comment there."""
    source = "" if term.source.startswith("#") else term.source
    plain = Term(source, term.target, term.aliases, term.accept, term.plural, note=term.note)
    return replace(plain, status=term.status, forbid=term.forbid)
