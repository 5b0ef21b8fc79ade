"""The styles of a Word document: what a paragraph style means, and how a run looks after all styles over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bilingual.containers.docx import W
from bilingual.reading.docx.elements import child_value, switched, whole_number
from bilingual.reading.docx.style_names import NamedStyle, style_meaning

_LONGEST_CHAIN = 32
"""Styles that one is based on: more is a circle."""
_BODY_LEVEL = 9
"""The outline level of text that is no heading."""
_TOGGLES = ("b", "i", "vanish")
_USUAL_SIZE = 10.0
"""Points of text without a size (ECMA-376 part 1, 17.3.2.38)."""


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """How a run looks."""

    bold: bool = False
    """By itself or by its style: not because its whole paragraph is bold."""
    italic: bool = False
    dotted: bool = False
    """Emphasis marks (圏点)."""
    hidden: bool = False
    code: bool = False
    size: float = 0.0
    """Points."""
    all_bold: bool = False
    """Bold after all."""
    all_italic: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What the properties of a paragraph and its style say."""

    style: str = ""
    """The id of its style."""
    name: str = ""
    """The name of the style that gives the meaning."""
    meaning: NamedStyle | None = None
    numbering: str = ""
    """The id of its list; empty for none."""
    level: int = 0
    """The level in the list, from 0."""
    listed_by: str = ""
    """The id of the style that the list comes from; empty if it is the paragraph itself."""
    centred: bool = False
    aligned: str = ""
    indented: bool = False
    mark_hidden: bool = False


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A style as it is written, without what it is based on."""

    id: str
    name: str
    based: str
    paragraph: Any
    """`w:pPr`, or None."""
    run: Any
    """`w:rPr`, or None."""
    named: NamedStyle | None = None
    """What its name says."""


class Styles:
    """The styles of a document."""

    def __init__(self, root: Any) -> None:
        """Read `styles.xml`; None for a document without."""
        self._styles: dict[str, WordStyle] = {}
        self._chains: dict[str, tuple[WordStyle, ...]] = {}
        self._looks: dict[tuple[str, str], CharacterLook] = {}
        self._default = ""
        self._defaults: Any = None
        if root is None:
            return
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for one in root.iterchildren(f"{W}style"):
            name = child_value(one, "name").split(",")[0]
            style = WordStyle(
                str(one.get(f"{W}styleId", "")),
                name,
                child_value(one, "basedOn"),
                one.find(f"{W}pPr"),
                one.find(f"{W}rPr"),
                style_meaning(name),
            )
            self._styles.setdefault(style.id, style)
            if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in ("1", "true", "on"):
                self._default = self._default or style.id

    def chain(self, style: str) -> tuple[WordStyle, ...]:
        """Return a style and those that it is based on, the nearest first."""
        if style not in self._chains:
            found: list[WordStyle] = []
            at = style
            while at in self._styles and len(found) < _LONGEST_CHAIN and self._styles[at] not in found:
                found.append(self._styles[at])
                at = found[-1].based
            self._chains[style] = tuple(found)
        return self._chains[style]

    def numbering_of(self, style: str) -> str:
        """Return the id of the list that a style has; empty without one."""
        return next((number for one in self.chain(style) if (number := _list_of(one.paragraph)[0]) is not None), "")

    def paragraph(self, properties: Any) -> ParagraphLook:
        """Return the look of a paragraph by its `w:pPr`, which may be None."""
        style = child_value(properties, "pStyle") or self._default
        chain = self.chain(style)
        meaning, name = _meaning(properties, chain)
        number, level = _list_of(properties)
        by = ""
        for one in chain:
            inherited = _list_of(one.paragraph)
            if number is None and inherited[0] is not None:
                number, by = inherited[0], one.id
            level = inherited[1] if level is None else level
        layers = [properties, *(one.paragraph for one in chain)]
        aligned = next((found for layer in layers if (found := child_value(layer, "jc"))), "")
        mark = properties.find(f"{W}rPr") if properties is not None else None
        return ParagraphLook(
            style=style,
            name=name,
            meaning=meaning,
            numbering="" if number in (None, "0") else str(number),
            level=min(max(level or 0, 0), 8),
            listed_by=by,
            centred=aligned == "center",
            aligned=aligned,
            indented=_is_indented(layers),
            mark_hidden=bool(switched(mark, "vanish")),
        )

    def run(self, properties: Any, paragraph_style: str) -> CharacterLook:
        """Return the look of a run by its `w:rPr`, which may be None, in a paragraph of a style."""
        style = child_value(properties, "rStyle")
        look = self._look(paragraph_style, style)
        if properties is None:
            return look
        bold, italic, hidden = (switched(properties, name) for name in _TOGGLES)
        dots = child_value(properties, "em")
        size = whole_number(child_value(properties, "sz"))
        return replace(
            look,
            # Not where the whole paragraph is so by its style.
            bold=look.bold if bold is None else bold and (look.bold or not look.all_bold),
            italic=look.italic if italic is None else italic and (look.italic or not look.all_italic),
            dotted=dots != "none" if dots else look.dotted,
            hidden=(look.hidden if hidden is None else hidden) or bool(switched(properties, "webHidden")),
            size=size / 2 if size > 0 else look.size,
            all_bold=look.all_bold if bold is None else bold,
        )

    def _look(self, paragraph_style: str, style: str) -> CharacterLook:
        """Return the look that the styles alone give; a property with two states in both styles is off again."""
        key = (paragraph_style, style)
        if key in self._looks:
            return self._looks[key]
        above, own = self.chain(paragraph_style), self.chain(style) if style else ()
        outer, inner = ({name: _toggle(chain, name) for name in _TOGGLES} for chain in (above, own))
        base = {name: bool(switched(self._defaults, name)) for name in _TOGGLES}
        whole = {name: base[name] or (outer[name] != inner[name]) for name in _TOGGLES}
        layers = [one.run for one in (*own, *above)] + [self._defaults]
        size = next((points for layer in layers if (points := whole_number(child_value(layer, "sz"))) > 0), 0)
        dots = next((sign for layer in layers if (sign := child_value(layer, "em"))), "")
        found = CharacterLook(
            bold=inner["b"] and whole["b"] and not base["b"],
            italic=inner["i"] and whole["i"] and not base["i"],
            dotted=dots not in ("", "none"),
            hidden=whole["vanish"] or any(bool(switched(layer, "webHidden")) for layer in layers),
            code=any(one.named is not None and one.named.meaning == "code" for one in own),
            size=size / 2 if size else _USUAL_SIZE if self._styles else 0.0,
            all_bold=whole["b"],
            all_italic=whole["i"],
        )
        self._looks[key] = found
        return found


def _toggle(chain: Sequence[WordStyle], name: str) -> bool:
    return next((found for one in chain if (found := switched(one.run, name)) is not None), False)


def _meaning(properties: Any, chain: Sequence[WordStyle]) -> tuple[NamedStyle | None, str]:
    """Return what a paragraph is by its style's name or its outline level, and the name of the style."""
    own = _outline(properties)
    for one in chain:
        named = one.named
        outline = _outline(one.paragraph)
        if named and named.meaning != "heading":
            return named, one.name
        if named or (outline is not None and outline < _BODY_LEVEL):
            level = outline + 1 if outline is not None and outline < _BODY_LEVEL else named.level if named else 0
            if own is not None and own < _BODY_LEVEL:
                level = own + 1
            return NamedStyle("heading", level or 1), one.name
        if outline == _BODY_LEVEL:
            break
    if own is not None and own < _BODY_LEVEL:
        return NamedStyle("heading", own + 1), ""
    return None, chain[0].name if chain else ""


def _outline(properties: Any) -> int | None:
    text = child_value(properties, "outlineLvl")
    return min(max(whole_number(text, _BODY_LEVEL), 0), _BODY_LEVEL) if text else None


def _list_of(properties: Any) -> tuple[str | None, int | None]:
    """Return the id and the level of a list as `w:numPr` has them; None for what is not there."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None, None
    number, level = child_value(found, "numId"), child_value(found, "ilvl")
    return number or None, whole_number(level) if level else None


def _is_indented(layers: Sequence[Any]) -> bool:
    """Return whether the first line is indented."""
    for layer in layers:
        indent = layer.find(f"{W}ind") if layer is not None else None
        if indent is None:
            continue
        for name in ("firstLineChars", "firstLine", "hangingChars", "hanging"):
            if (found := indent.get(f"{W}{name}")) is not None:
                return name.startswith("first") and whole_number(found) > 0
    return False
