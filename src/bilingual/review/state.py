"""What the page shows: the article as a view, made from a translation and the entries of the memory. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from bilingual.checks.registry import CODES
from bilingual.editions.compose.rows import heading_pair, marker_pair
from bilingual.editions.compose.spans import ja_spans
from bilingual.editions.model import Span
from bilingual.glossary.model import Term
from bilingual.keys import UnitKeys, key_of, needs_translation
from bilingual.memory.entries import Entry
from bilingual.model import Article, Block, Kind, Severity, TermMatch, Unit
from bilingual.translation.verify import locate

UnitState = Literal["draft", "edited", "approved", "rejected"]
"""`edited`: a person's text that nobody has approved yet."""

TermOf = Callable[[TermMatch], Term | None]
"""Returns the glossary's entry of a match."""


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """A part of the Japanese in one style."""

    text: str
    ruby: str = ""
    bold: bool = False
    italic: bool = False
    code: bool = False
    term: int = -1
    """Index of its term in `UnitView.terms`; -1 without one."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, or one that was dismissed (then without a message)."""

    code: str
    severity: Severity
    meaning: str
    """In English; the page's strings have other languages."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class TermView:
    """A term of the unit, with its glossary entry."""

    source: str
    """As written in the article."""
    target: str
    found: bool
    entry: str = ""
    """The source of its entry, which is a pattern for `{name}大統領`; empty for a term without an entry."""
    english: str = ""
    """The target of the entry."""
    accept: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    reading: str = ""
    note: str = ""
    comment: str = ""
    place: str = ""
    """`glossary.yaml:12`."""
    editable: bool = False


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as the page shows it."""

    id: str
    key: str
    """Identifies the unit while the article changes: its key and those of its neighbours."""
    revision: str
    """What a change is based on; another value after every change of the unit."""
    state: UnitState
    target: str
    pieces: tuple[SourcePiece, ...]
    findings: tuple[FindingView, ...]
    dismissed: tuple[FindingView, ...]
    terms: tuple[TermView, ...]
    places: tuple[tuple[int, int, int], ...]
    """Where the target has a term: start and end in UTF-16 units, as JavaScript counts, and the term's index."""
    notes: tuple[str, ...]
    draft: str
    """The machine's draft; empty if it is unknown."""
    changed: bool
    """True if a person's text differs from the draft."""
    said_in: str
    counted: bool
    """True if it is to approve: it has Japanese text."""
    fixed: bool
    """True if it is not edited here: code, or the title that the article's head gives."""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the article with the ids of its units."""

    kind: Kind
    id: str
    level: int = 0
    units: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Tables: the ids row by row; the first row is the header."""
    aligned: tuple[str, ...] = ()
    """Tables: `left`, `center`, `right` or nothing for each column."""
    ja_marker: str = ""
    en_marker: str = ""
    text: str = ""
    """Code."""
    image: int = -1
    """Index of the image in the article's assets; -1 if it is missing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a unit beside the translation."""

    keys: UnitKeys
    taken: Entry | None = None
    """The entry whose target it has."""
    about: Entry | None = None
    """The entry with remarks on it."""
    draft: str = ""

    @property
    def entry(self) -> Entry | None:
        """Return the entry that a decision changes, or is based on."""
        return self.taken or self.about


def block_views(article: Article) -> tuple[BlockView, ...]:
    """Return the blocks in reading order, as the editions print them."""
    images = {address: number for number, (address, _) in enumerate(article.assets)}
    return tuple(_block_view(block, number, images) for number, block in enumerate(article.blocks, 1))


def _block_view(block: Block, number: int, images: Mapping[str, int]) -> BlockView:
    ids = tuple(unit.id for unit in block.units)
    view = BlockView(block.kind, f"b{number}", block.level, ids)
    if block.kind == "code":
        return replace(view, text=block.source)
    if block.kind == "image":
        return replace(view, image=images.get(block.value, -1))
    if block.kind == "table":
        width = max(1, block.columns)
        rows = tuple(ids[start : start + width] for start in range(0, len(ids), width))
        return replace(view, rows=rows, aligned=(*block.aligned, *([""] * width))[:width])
    heading = block.kind in ("title", "subtitle", "heading")
    marker = heading_pair(replace(block, units=()), {}) if heading else marker_pair(block)
    return view if marker is None else replace(view, ja_marker=str(marker.source), en_marker=str(marker.target))


def unit_view(kind: Kind, unit: Unit, known: Known, term_of: TermOf, *, fixed: bool) -> UnitView:
    """Return a unit as the page shows it."""
    terms = [match for match in unit.terms if match.kind in ("term", "keep")]
    draft = known.draft or (known.entry.draft if known.entry else "")
    state = _state(unit)
    return UnitView(
        id=unit.id,
        key=f"{known.keys.key}{known.keys.before[:8]}{known.keys.after[:8]}",
        revision=revision_of(unit, known),
        state=state,
        target=unit.target,
        pieces=_pieces(unit, terms),
        findings=tuple(
            FindingView(one.code, one.severity, CODES[one.code].meaning, one.message) for one in unit.findings
        ),
        dismissed=tuple(
            FindingView(code, CODES[code].severity, CODES[code].meaning) for code in unit.dismissed if code in CODES
        ),
        terms=tuple(_term_view(match, term_of(match)) for match in terms),
        places=_places(unit, terms),
        notes=unit.notes,
        draft=draft,
        changed=state != "draft" and bool(draft) and draft != unit.target,
        said_in=unit.said_in,
        counted=needs_translation(kind, unit),
        fixed=fixed or kind in ("code", "separator") or not unit.source.strip(),
    )


def revision_of(unit: Unit, known: Known) -> str:
    """Return what a change of the unit is based on: the entries, or the draft."""
    entries = [f"{entry.id}.{entry.revision}" for entry in (known.taken, known.about) if entry]
    if known.taken is None:
        entries.append(key_of(unit.target)[:8])
    return "-".join(dict.fromkeys(entries))


def _state(unit: Unit) -> UnitState:
    if unit.status != "draft":
        return unit.status
    return "edited" if unit.origin in ("person", "memory") else "draft"


def _pieces(unit: Unit, terms: Sequence[TermMatch]) -> tuple[SourcePiece, ...]:
    """Return the source in its styles, divided where terms begin and end; a base with a reading is not divided."""
    edges = {edge for match in terms for edge in (match.start, match.end)}
    pieces: list[SourcePiece] = []
    at = 0
    for span in ja_spans(unit, {}):
        if not unit.source.startswith(span.text, at):
            pieces.append(_piece(span, span.text, -1))  # the sign of a footnote
            continue
        end = at + len(span.text)
        cuts = [at, *sorted(edge for edge in edges if at < edge < end and not span.ruby), end]
        for start, stop in pairwise(cuts):
            if start < stop:
                pieces.append(_piece(span, unit.source[start:stop], _term_at(terms, start, stop)))
        at = end
    return tuple(pieces)


def _piece(span: Span, text: str, term: int) -> SourcePiece:
    return SourcePiece(text, span.ruby, span.bold, span.italic, span.code, term)


def _term_at(terms: Sequence[TermMatch], start: int, end: int) -> int:
    return next((n for n, match in enumerate(terms) if match.start < end and start < match.end), -1)


def _term_view(match: TermMatch, term: Term | None) -> TermView:
    if term is None:
        return TermView(match.source, match.target, match.found, match.entry)
    return TermView(
        match.source,
        match.target,
        match.found,
        entry=term.source,
        english=term.target,
        accept=term.accept,
        forbid=term.forbid,
        reading=term.reading,
        note=term.note,
        comment=term.comment,
        place=f"{term.path}:{term.line}" if term.path else "",
        editable=not term.keep,
    )


def _places(unit: Unit, terms: Sequence[TermMatch]) -> tuple[tuple[int, int, int], ...]:
    found: list[tuple[int, int, int]] = []
    for number, place in enumerate(locate(terms, unit.target)):
        if place:
            found.append((_utf16(unit.target, place[0]), _utf16(unit.target, place[1]), number))
    return tuple(found)


def _utf16(text: str, at: int) -> int:
    """Return an offset as JavaScript counts it: signs beyond U+FFFF are two."""
    return at + sum(sign > "\uffff" for sign in text[:at])


def progress_of(views: Mapping[str, UnitView]) -> dict[str, int]:
    """Return the counts of the page's head: units to approve, approved ones, findings."""
    counted = [view for view in views.values() if view.counted]
    return {
        "total": len(counted),
        "approved": sum(view.state == "approved" for view in counted),
        "findings": sum(len(view.findings) for view in views.values()),
    }
