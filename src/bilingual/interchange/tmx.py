"""TMX 1.4b, the exchange format of translation memories: read and written in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.errors import ExchangeError
from bilingual.interchange.characters import check_document, check_unit_text
from bilingual.interchange.context import UNIT_ID, context_from
from bilingual.interchange.markup import tag, text_xml
from bilingual.interchange.model import ExportDocument, ExportUnit
from bilingual.interchange.returned import ENGLISH_TAGS, JAPANESE_TAGS, Gathered, checked, is_language, status_named
from bilingual.interchange.source import Source, name_of_source, open_source
from bilingual.interchange.xliff import finding_text
from bilingual.keys import key_of
from bilingual.version import __version__
from bilingual.xml_input import XmlElement, XmlLimits, XmlReader

LARGEST_TMX = 2_000_000_000
"""Bytes; memory does not depend on it."""
_LIMITS = XmlLimits(
    ExchangeError, LARGEST_TMX, "split it", most_text=2_000_000, what="tu", again="export the memory again"
)
_CODES = ("bpt", "ept", "ph", "it", "ut")
"""Codes whose content is the code itself, not text."""


# Writing ----------------------------------------------------------------------------------------------------


def write_tmx(document: ExportDocument) -> Iterator[bytes]:
    """Yield the document as TMX. Raises `OutputError` before the first byte if a text cannot be written."""
    check_document(document)
    yield from write_tmx_units(document.units, document)


def write_tmx_units(units: Iterable[ExportUnit], about: ExportDocument) -> Iterator[bytes]:
    """Yield units as TMX, one at a time; `about` gives the header.

    Raises `OutputError`, with the id of the unit, for a text that cannot be written.
    """
    date = f"{about.date.replace('-', '')}T000000Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", about.date) else None
    header = tag(
        "header",
        creationtool="bilingual",
        creationtoolversion=__version__,
        segtype="sentence",
        o_tmf="bilingual",
        adminlang="en",
        srclang="ja",
        datatype="plaintext",
        creationdate=date,
    )
    facts = {"x-article": about.file, "x-export": about.export, "x-signature": about.signature}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', tag("tmx", version="1.4"), header, *_props(facts), "</header>"]
    yield "".join(f"{line}\n" for line in (*lines, "<body>")).encode("utf-8")
    for each in units:
        check_unit_text(each, about.file, neighbours=True)
        yield "".join(f"{line}\n" for line in _tu(each, date)).encode("utf-8")
    yield b"</body>\n</tmx>\n"


def _tu(each: ExportUnit, date: str | None) -> Iterator[str]:
    unit = each.unit
    yield tag("tu", tuid=unit.id or None, creationdate=date)
    for note in unit.notes:
        yield f"<note>{text_xml(note)}</note>"
    yield from _props(
        {
            "x-status": unit.status,
            "x-origin": unit.origin,
            "x-key": each.keys.key,
            "x-before": each.keys.before,
            "x-after": each.keys.after,
            "x-said-in": unit.said_in,
            "prev": each.previous,
            "next": each.following,
        }
    )
    for finding in unit.findings:
        yield from _props({"x-finding": finding_text(finding)})
    yield f'<tuv xml:lang="ja"><seg>{text_xml(unit.source)}</seg></tuv>'
    if unit.target or unit.status != "draft":
        changed = tag("tuv", xml__lang="en", changeid=each.author) if each.author else '<tuv xml:lang="en">'
        yield f"{changed}<seg>{text_xml(unit.target)}</seg></tuv>"
    yield "</tu>"


def _props(facts: dict[str, str]) -> Iterator[str]:
    for name, value in facts.items():
        if value:
            yield f'<prop type="{name}">{text_xml(value)}</prop>'


# Reading ----------------------------------------------------------------------------------------------------


def read_tmx(source: Source, place: str = "") -> ReturnedFile:
    """Read a TMX file as a whole. Raises `ExchangeError` at the line of the first error."""
    place = name_of_source(source, place)
    found = Gathered("tmx", place)
    for unit in _units(source, place, found):
        found.add(unit)
    return found.file()


def read_tmx_units(
    source: Source, place: str = "", *, warn: Callable[[str], None] = lambda _: None
) -> Iterator[ReturnedUnit]:
    """Yield the units of a TMX file one at a time; the warnings are passed to `warn` at its end.

    Raises `ExchangeError` at the line of the first error.
    """
    place = name_of_source(source, place)
    found = Gathered("tmx", place)
    yield from map(checked, _units(source, place, found))
    for message in found.file().warnings:
        warn(message)


def _units(source: Source, place: str, found: Gathered) -> Iterator[ReturnedUnit]:
    skipped = 0
    with open_source(source, place) as file:
        reader = XmlReader(file, place, ("tu", "header"), _LIMITS)
        for element in reader:
            _check_root(reader.root, place)
            if element.name == "header":
                props = _read_props(element.children)
                found.edition, found.article = props.get("x-export", ""), props.get("x-article", "")
            elif unit := _returned(element, found):
                yield unit
            else:
                skipped += 1
        _check_root(reader.root, place)
    if skipped:
        found.warn(f"{skipped} entries without Japanese or English were skipped", place)


def _check_root(root: XmlElement, place: str) -> None:
    if root.name != "tmx":
        message = f"not TMX: it begins with <{root.name[:40]}>"
        raise ExchangeError(message, place=f"{place}:{root.line}", remedy="save it as TMX 1.4")


def _read_props(children: Iterable[XmlElement]) -> dict[str, str]:
    return {prop.attributes.get("type", ""): prop.text for prop in children if prop.name == "prop"}


def _returned(element: XmlElement, found: Gathered) -> ReturnedUnit | None:
    """Return a tu as a unit, or None if it is not Japanese and English; one in Japanese only has no target yet."""
    place = f"{found.place}:{element.line}"
    children = element.children
    variants = [child for child in children if child.name == "tuv"]
    japanese = [each for each in variants if is_language(each.attributes["lang"], *JAPANESE_TAGS)]
    english = [each for each in variants if is_language(each.attributes["lang"], *ENGLISH_TAGS)]
    source, target = _plainest(japanese, JAPANESE_TAGS), _plainest(english, ENGLISH_TAGS)
    if source is None or (target is None and len(japanese) < len(variants)):
        return None
    name = element.attributes.get("tuid", "")
    unit = name if UNIT_ID.fullmatch(name) else ""
    owner = f"unit {unit}" if unit else "an entry"
    if len(english) > 1 and target is not None:
        language = target.attributes["lang"]
        found.warn(f"{owner} has {len(english)} English texts: the one in {language} is used", place)
    text, dropped = _segment(target)
    if dropped:
        names = ", ".join(dict.fromkeys(dropped))
        found.warn(f"{owner}: inline codes were dropped from the target, their text is kept: {names}", place)
    props = _read_props(children)
    context = context_from({name: props.get(f"x-{name}", "") for name in ("key", "before", "after", "said-in")})
    return ReturnedUnit(
        source=_segment(source)[0],
        target=text,
        unit=unit,
        key=context.key,
        before=context.before or key_of(props.get("prev", "")),
        after=context.after or key_of(props.get("next", "")),
        said_in=context.said_in,
        status=status_named(props.get("x-status", "")),
        notes=tuple(child.text for child in children if child.name == "note"),
        author=_author(target, element),
        place=place,
    )


def _plainest(variants: list[XmlElement], languages: tuple[str, ...]) -> XmlElement | None:
    """Return the variant without a region, else the first."""
    plain = (variant for variant in variants if variant.attributes["lang"].strip().lower() in languages)
    return next(plain, variants[0] if variants else None)


def _author(target: XmlElement | None, element: XmlElement) -> str:
    places = ((target, "changeid"), (target, "creationid"), (element, "changeid"), (element, "creationid"))
    return next((found for at, name in places if at and (found := at.attributes.get(name, ""))), "")


def _segment(variant: XmlElement | None) -> tuple[str, list[str]]:
    """Return the text of a variant without its codes, and the names of the codes."""
    segment = variant.child("seg") if variant else None
    dropped: list[str] = []
    return (_content(segment, dropped) if segment else ""), dropped


def _content(element: XmlElement, dropped: list[str]) -> str:
    parts: list[str] = []
    for part in element.content:
        if isinstance(part, str):
            parts.append(part)
            continue
        dropped.append(part.name)
        if part.name not in _CODES:
            parts.append(_content(part, dropped))
    return "".join(parts)
