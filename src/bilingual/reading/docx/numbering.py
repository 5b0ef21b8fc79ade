"""The numbers of lists and headings, counted as Word counts them: 第一条, (ア), ①, 2.1."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bilingual.containers.docx import W
from bilingual.reading.docx.elements import child_value, switched, whole_number
from bilingual.reading.docx.number_formats import shown_number
from bilingual.reading.docx.styles import ParagraphLook, Styles

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
BULLET = "-"
"""The marker of an item of a list without numbers, as in Markdown."""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How the items of one level of a list are numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    pattern: str = ""
    """The format of `custom`: `001, 002, ...`."""
    restarts: int = -1
    """The level, counted from 1, after which the count begins again; 0 for never, -1 for any level above."""
    plain: bool = False
    """True when all numbers in it are shown in digits (`w:isLgl`)."""
    style: str = ""
    """The id of the paragraph style that has this level."""
    indent: int = 0
    """How far its items are indented, in twentieths of a point."""


@dataclass(slots=True)
class _Definition:
    levels: dict[int, ListLevel] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Instance:
    definition: str
    starts: dict[int, int]
    levels: dict[int, ListLevel]


@dataclass(frozen=True, slots=True)
class ListNumber:
    """The number of a paragraph."""

    marker: str
    """As shown; `BULLET` for a sign."""
    level: int
    """From 0."""
    sign: str = ""
    """The sign of a bullet as it is written, in the characters of its font."""
    indent: int = 0
    """As in `ListLevel`."""
    by_style: bool = False
    """True when the style of the paragraph has a list, this one or another."""


class ListNumbering:
    """The lists of a document, and how far each is counted."""

    def __init__(self, root: Any, styles: Styles) -> None:
        """Read `numbering.xml`; None for a document without."""
        self._styles = styles
        self._definitions: dict[str, _Definition] = {}
        self._instances: dict[str, _Instance] = {}
        self._linked: dict[str, str] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        for one in root.iterchildren(f"{W}abstractNum"):
            name = str(one.get(f"{W}abstractNumId", ""))
            self._definitions[name] = _Definition(_levels(one))
            if style := child_value(one, "numStyleLink"):
                self._linked[name] = style
        for one in root.iterchildren(f"{W}num"):
            self._instances[str(one.get(f"{W}numId", ""))] = _instance(one)

    def next_number(self, look: ParagraphLook) -> ListNumber | None:
        """Count a paragraph, and return its number; None if it is in no list."""
        instance = self._instances.get(look.numbering)
        if instance is None:
            return None
        name = self._resolved(instance.definition)
        definition = self._definitions.get(name)
        if definition is None:
            return None
        levels = {**definition.levels, **instance.levels}
        level = next((at for at, one in levels.items() if look.listed_by and one.style == look.listed_by), look.level)
        own = levels.get(level)
        if own is None:
            return None
        self._begin(look.numbering, instance, definition)
        _count(definition.counts, level, levels)
        by_style = bool(self._styles.numbering_of(look.style).strip("0"))
        if own.form == "bullet":
            return ListNumber(BULLET, level, own.text, own.indent, by_style)
        return ListNumber(_shown(definition.counts, level, levels), level, "", own.indent, by_style)

    def _resolved(self, name: str) -> str:
        """Return the definition that a list style leads to."""
        for _ in range(_LEVELS):
            style = self._linked.get(name)
            instance = self._instances.get(self._styles.numbering_of(style)) if style else None
            if instance is None or instance.definition == name:
                break
            name = instance.definition
        return name

    def _begin(self, number: str, instance: _Instance, definition: _Definition) -> None:
        """Start the levels again that a list starts again, when it is first used."""
        if number in self._begun:
            return
        self._begun.add(number)
        for level, start in instance.starts.items():
            definition.counts[level] = start - 1
            for deeper in range(level + 1, _LEVELS):
                definition.counts.pop(deeper, None)


def _count(counts: dict[int, int], level: int, levels: dict[int, ListLevel]) -> None:
    counts[level] = counts.get(level, levels[level].start - 1) + 1
    for deeper in range(level + 1, _LEVELS):
        after = levels[deeper].restarts if deeper in levels else -1
        if after < 0 or level + 1 <= after:
            counts.pop(deeper, None)


def _shown(counts: dict[int, int], level: int, levels: dict[int, ListLevel]) -> str:
    own = levels[level]

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels or at > level:
            return ""
        form = "decimal" if own.plain and levels[at].form != "none" else levels[at].form
        return shown_number(counts.get(at, levels[at].start), form, levels[at].pattern)

    return _PLACE.sub(number, own.text).strip()


def _levels(definition: Any) -> dict[int, ListLevel]:
    found: dict[int, ListLevel] = {}
    for one in definition.iterchildren(f"{W}lvl"):
        at = whole_number(one.get(f"{W}ilvl"), -1)
        if 0 <= at < _LEVELS:
            found[at] = _level(one)
    return found


def _level(one: Any) -> ListLevel:
    indent = one.find(f"{W}pPr/{W}ind")
    form = next(one.iter(f"{W}numFmt"), None)  # a custom format is inside mc:AlternateContent
    name = "decimal" if form is None else str(form.get(f"{W}val", "decimal"))
    if one.find(f"{W}lvlPicBulletId") is not None:
        name = "bullet"
    return ListLevel(
        form=name,
        text=child_value(one, "lvlText")[:60],
        start=whole_number(child_value(one, "start"), 1 if one.find(f"{W}start") is None else 0),
        pattern="" if form is None else str(form.get(f"{W}format", "")),
        restarts=whole_number(child_value(one, "lvlRestart"), -1),
        plain=bool(switched(one, "isLgl")),
        style=child_value(one, "pStyle"),
        indent=whole_number(indent.get(f"{W}left", indent.get(f"{W}start"))) if indent is not None else 0,
    )


def _instance(one: Any) -> _Instance:
    starts: dict[int, int] = {}
    levels: dict[int, ListLevel] = {}
    for override in one.iterchildren(f"{W}lvlOverride"):
        at = whole_number(override.get(f"{W}ilvl"), -1)
        if not 0 <= at < _LEVELS:
            continue
        if (start := override.find(f"{W}startOverride")) is not None:
            starts[at] = whole_number(start.get(f"{W}val"), 1)
        if (level := override.find(f"{W}lvl")) is not None:
            levels[at] = _level(level)
    return _Instance(child_value(one, "abstractNumId"), starts, levels)
