"""Read XLIFF 1.2 and 2.x as translation tools return it."""

from __future__ import annotations

import re

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.errors import ExchangeError
from bilingual.interchange.context import UNIT_ID, parse_context
from bilingual.interchange.returned import ENGLISH_TAGS, JAPANESE_TAGS, Gathered, GivenState, is_language, one_line_of
from bilingual.interchange.source import Source, name_of_source, open_source
from bilingual.interchange.xliff import TOOL
from bilingual.interchange.xliff2 import FINDING, FINDING_PREFIX
from bilingual.xml_input import XmlElement, XmlLimits, XmlReader

LARGEST_XLIFF = 200_000_000
"""Bytes: about 200,000 units with notes."""
_LIMITS = XmlLimits(
    ExchangeError, LARGEST_XLIFF, "split it", deepest=60, most_text=2_000_000, what="unit", again="export it again"
)
_SPACE = " \t\r\n"
"""White space of XML; an ideographic space is text."""
_CONFIRMED = ("ManuallyConfirmed", "Proofread")
"""States of memoQ (`mq:status`); Phrase has `m:confirmed`."""
_PAIRS = ("g", "mrk", "pc", "hi")
"""Codes whose content is text."""
_EMPTY = ("sm", "em")
"""Codes without a meaning for the text."""
_OTHERS = ("x", "bx", "ex", "ph", "bpt", "ept", "it", "sc", "ec", "cp", "ut", "sub")


def read_xliff(source: Source, place: str = "") -> ReturnedFile:
    """Read a file of XLIFF 1.2 or 2.x. Raises `ExchangeError` at the line of the first error."""
    place = name_of_source(source, place)
    found = Gathered("xliff", place)
    with open_source(source, place) as file:
        reader = XmlReader(file, place, ("trans-unit", "unit", "metadata"), _LIMITS)
        for element in reader:
            _check_root(reader.root, place)
            if element.name == "trans-unit":
                _first(element, found)
            elif element.name == "unit":
                _second(element, reader.root, found)
            else:
                found.edition = found.edition or _meta(element).get("export", "")
        _check_root(reader.root, place)
    return found.file()


def _check_root(root: XmlElement, place: str) -> None:
    if root.name != "xliff":
        message = f"not XLIFF: it begins with <{root.name[:40]}>"
        raise ExchangeError(message, place=f"{place}:{root.line}", remedy="save it as XLIFF 1.2 or 2.1")


def _check_languages(source: str, target: str, place: str) -> None:
    if (source and not is_language(source, *JAPANESE_TAGS)) or (target and not is_language(target, *ENGLISH_TAGS)):
        message = f"is for {one_line_of(source)[:20] or '?'} → {one_line_of(target)[:20] or '?'}"
        raise ExchangeError(message, place=place, remedy="only Japanese → English can be read")


# XLIFF 1.2 --------------------------------------------------------------------------------------------------


def _first(element: XmlElement, found: Gathered) -> None:
    """Add a trans-unit of XLIFF 1.2."""
    place = f"{found.place}:{element.line}"
    attributes = element.attributes
    if file := element.around("file"):
        languages = (file.attributes.get("source-language", ""), file.attributes.get("target-language", ""))
        _check_languages(*languages, f"{found.place}:{file.line}")
        found.article = found.article or file.attributes.get("original", "")
        if file.attributes.get("tool-id") == TOOL or not found.edition:
            found.edition = found.edition or file.attributes.get("build-num", "")
    context = parse_context(attributes.get("extradata", ""))
    unit = _unit_id(attributes.get("id", ""), attributes.get("resname", ""), context.unit)
    keep = _keeps_space(element)
    source, target = element.child("source"), element.child("target")
    notes = [note for note in element.children if note.name == "note"]
    people = [note for note in notes if note.attributes.get("from", "").strip() != TOOL]
    authors = [note.attributes["from"] for note in people if note.attributes.get("from")]
    text, dropped = _text(target, keep=keep, join=" ")
    _warn(dropped, unit, found, place)
    found.add(
        ReturnedUnit(
            source=_text(source, keep=keep)[0],
            target=text,
            unit=unit,
            key=context.key,
            before=context.before,
            after=context.after,
            said_in=context.said_in,
            status=_first_status(element, target),
            notes=tuple(note.text for note in people),
            author=authors[-1] if authors else "",
            place=place,
        )
    )


def _first_status(element: XmlElement, target: XmlElement | None) -> GivenState:
    """Return the state of a trans-unit; empty if it has none."""
    approved = element.attributes.get("approved", "").lower()
    given = target.attributes if target else {}
    state, qualifier = given.get("state", "").lower(), given.get("state-qualifier", "").lower()
    if (attributes := element.attributes).get("status") in _CONFIRMED or attributes.get("confirmed") == "1":
        return "approved"
    trados = {segment.attributes["conf"] for segment in element.all("seg") if segment.attributes.get("conf")}
    if approved in ("yes", "true") or state in ("final", "signed-off"):
        return "approved"
    if trados and all(conf.startswith("Approved") for conf in trados):
        return "approved"
    if any(conf.startswith("Rejected") for conf in trados):
        return "rejected"
    if qualifier.startswith("rejected-") and state == "needs-translation":
        return "rejected"
    return "draft" if state or approved or trados else ""


# XLIFF 2 ----------------------------------------------------------------------------------------------------


def _second(element: XmlElement, root: XmlElement, found: Gathered) -> None:
    """Add a unit of XLIFF 2; the segments of a unit that was split are joined."""
    place = f"{found.place}:{element.line}"
    _check_languages(root.attributes.get("srcLang", ""), root.attributes.get("trgLang", ""), f"{found.place}:1")
    if file := element.around("file"):
        found.article = found.article or file.attributes.get("original", "")
    metadata = element.child("metadata")
    context = parse_context(_meta(metadata).get("context", "") if metadata else "")
    unit = context.unit or _unit_id(element.attributes.get("name", ""), element.attributes.get("id", ""))
    parts = [part for part in element.children if part.name in ("segment", "ignorable")]
    keep = _keeps_space(element)
    target, dropped = _target_of(parts, keep)
    _warn(dropped, unit, found, place)
    notes = [note for around in element.children if around.name == "notes" for note in around.all("note")]
    people = [note.text for note in notes if not _is_ours(note)]
    people += [mark.attributes["value"] for mark in element.all("mrk") if _is_comment(mark)]
    found.add(
        ReturnedUnit(
            source="".join(_text(part.child("source"), keep=keep)[0] for part in parts),
            target=target,
            unit=unit,
            key=context.key,
            before=context.before,
            after=context.after,
            said_in=context.said_in,
            status=_second_status([part for part in parts if part.name == "segment"]),
            notes=tuple(people),
            place=place,
        )
    )


def _meta(metadata: XmlElement) -> dict[str, str]:
    """Return what `bilingual` wrote into the metadata of a file or a unit."""
    groups = [group for group in metadata.children if group.attributes.get("category") == TOOL]
    return {meta.attributes.get("type", ""): meta.text.strip() for group in groups for meta in group.children}


def _is_ours(note: XmlElement) -> bool:
    return note.attributes.get("category") == FINDING or note.attributes.get("id", "").startswith(FINDING_PREFIX)


def _is_comment(mark: XmlElement) -> bool:
    return mark.attributes.get("type") == "comment" and bool(mark.attributes.get("value"))


def _target_of(parts: list[XmlElement], keep: bool) -> tuple[str, list[str]]:
    """Return the target of a unit: of its segments, in their order, and the white space between them."""
    found: list[tuple[int, str]] = []
    dropped: list[str] = []
    for number, part in enumerate(parts, 1):
        target = part.child("target")
        if target is None and part.name == "ignorable" and len(parts) > 1:
            target = part.child("source")
        text, codes = _text(target, keep=keep, join=" ")
        dropped += codes
        order = target.attributes.get("order", "") if target else ""
        found.append((int(order) if re.fullmatch(r"[1-9]\d{0,5}", order) else number, text))
    joined = ""
    for _, text in sorted(found, key=lambda each: each[0]):
        joined = _join(joined, text, " ")
    return ("" if not any(part.child("target") for part in parts) else joined), dropped


def _second_status(segments: list[XmlElement]) -> GivenState:
    states = [segment.attributes.get("state", "") for segment in segments]
    if states and all(state in ("reviewed", "final") for state in states):
        return "approved"
    for segment in segments:
        initial = segment.attributes.get("state") == "initial"
        if initial and segment.attributes.get("subState", "").endswith(":rejected"):
            return "rejected"
    return "draft" if any(states) else ""


# Text -------------------------------------------------------------------------------------------------------


def _text(element: XmlElement | None, *, keep: bool, join: str = "") -> tuple[str, list[str]]:
    """Return the text of a source or a target without its codes, and the names of the codes that a target loses.

    `join` goes between segments without white space. Unless `keep`, the indentation of the file is no text.
    """
    if element is None:
        return "", []
    dropped: list[str] = []
    text = _content(element, dropped, join)
    if not keep and element.attributes.get("space") != "preserve":
        text = _unindented(text)
    return text, dropped


def _keeps_space(element: XmlElement) -> bool:
    """Return whether all white space in a unit is text: what it or the nearest element around it says."""
    around: XmlElement | None = element
    while around is not None and not around.attributes.get("space"):
        around = around.parent
    return around is not None and around.attributes["space"] == "preserve"


def _content(element: XmlElement, dropped: list[str], join: str) -> str:
    text = ""
    after_segment = False
    for part in element.content:
        if isinstance(part, str):
            text, after_segment = text + part, False
            continue
        attributes = part.attributes
        if attributes.get("mtype") == "x-sdl-deleted":  # a tracked change
            continue
        is_segment = part.name == "mrk" and attributes.get("mtype") == "seg"
        if part.name in _OTHERS:
            dropped.append(part.name)
            if attributes.get("ctype") not in ("x-ruby", "x-footnote"):
                text += attributes.get("equiv-text") or attributes.get("equiv") or ""
        elif part.name not in _EMPTY:
            if part.name in _PAIRS and part.name != "mrk":
                dropped.append(part.name)
            text = _join(text, _content(part, dropped, join), join if is_segment and after_segment else "")
        after_segment = is_segment
    return text


def _join(text: str, more: str, space: str) -> str:
    """Return two texts as one, with `space` between them if neither has white space there."""
    seam = text and more and not text[-1].isspace() and not more[0].isspace()
    return f"{text}{space}{more}" if seam else text + more


def _unindented(text: str) -> str:
    """Return a text without the line breaks and the indentation at its ends that a tool put there."""
    head = text[: len(text) - len(text.lstrip(_SPACE))]
    tail = text[len(text.rstrip(_SPACE)) :]
    text = text.lstrip(_SPACE) if "\n" in head else text
    return text.rstrip(_SPACE) if "\n" in tail else text


def _unit_id(*names: str) -> str:
    """Return the first that is the id of a unit, as `12.3` or `u12.3`; empty if none is."""
    return next((name for name in (name.removeprefix("u") for name in names) if UNIT_ID.fullmatch(name)), "")


def _warn(dropped: list[str], unit: str, found: Gathered, place: str) -> None:
    if dropped:
        names = ", ".join(dict.fromkeys(dropped))
        owner = f"unit {unit}" if unit else "a unit"
        found.warn(f"{owner}: inline codes were dropped from the target, their text is kept: {names}", place)
