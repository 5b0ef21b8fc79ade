"""The styles of an OpenDocument text: what a paragraph or a run has by its style and the styles above it.

A style is looked up in the automatic styles of the content, then in the named styles, then among the defaults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bilingual.languages.japanese.scripts import has_japanese
from bilingual.reading.odt.names import odf_child, odf_integer, odf_name, odf_value, style_name

_ABOVE = 20
"""Styles above a style that are looked at: the number is small in every document, and a circle has no end."""
_SPANS = 8
"""Spans around a text that are looked at."""
_RUNS = 10_000
"""Combinations of styles that are remembered."""


@dataclass(frozen=True, slots=True)
class _Style:
    """One style as written."""

    name: str
    above: str
    automatic: bool
    element: Any
    text: Any
    """Its `style:text-properties`; None without."""
    paragraph: Any


class OdtStyles:
    """The styles of a document, by family and name."""

    def __init__(self, content: Any, styles: Any) -> None:
        self._found: dict[tuple[str, str], _Style] = {}
        self._runs: dict[tuple[str, tuple[str, ...]], SpanLook] = {}
        self.lists: dict[str, Any] = {}
        """The list styles, by name."""
        self.outline: Any = None
        """The numbering of the headings; None if there is none."""
        groups = [odf_child(content, "office:automatic-styles")]
        groups += [odf_child(root, "office:styles") for root in (styles, content) if root is not None]
        for group in groups:
            for one in group if group is not None else ():
                self._add(one, automatic=group is groups[0])

    def _add(self, one: Any, *, automatic: bool) -> None:
        kind, name = odf_name(one), odf_value(one, "style:name")
        if kind == "text:list-style":
            self.lists.setdefault(name, one)
        elif kind == "text:outline-style":
            self.outline = one
        elif kind in ("style:style", "style:default-style"):
            key = (odf_value(one, "style:family"), name if kind == "style:style" else "")
            above = odf_value(one, "style:parent-style-name")
            text = odf_child(one, "style:text-properties")
            paragraph = odf_child(one, "style:paragraph-properties")
            self._found.setdefault(key, _Style(name, above, automatic, one, text, paragraph))

    def chain(self, family: str, name: str) -> Iterator[_Style]:
        """Return a style and those above it, without the default of the family."""
        passed = 0
        while name and passed < _ABOVE and (one := self._found.get((family, name))):
            yield one
            name, passed = one.above, passed + 1

    def names(self, name: str) -> list[str]:
        """Return the names of a paragraph style and of those above it, the nearest first, without generated ones."""
        named = [one.name for one in self.chain("paragraph", name) if not one.automatic]
        return named or ([name] if name else [])

    def outline_level(self, name: str) -> int:
        """Return the heading level that a paragraph style gives; 0 without."""
        for one in self.chain("paragraph", name):
            if level := odf_integer(one.element, "style:default-outline-level", 0, most=10):
                return level
        return 0

    def list_style(self, name: str) -> str:
        """Return the list style that a paragraph style gives; empty without."""
        written = (one.element for one in self.chain("paragraph", name))
        return next((found for one in written if (found := odf_value(one, "style:list-style-name"))), "")

    def centred(self, name: str) -> bool:
        """Return whether the lines of a paragraph are centred."""
        return self._paragraph_value(name, "fo:text-align") == "center"

    def indented(self, name: str) -> bool:
        """Return whether the first line of a paragraph is indented."""
        indent = self._paragraph_value(name, "fo:text-indent")
        automatic = self._paragraph_value(name, "style:auto-text-indent") == "true"
        return automatic or (indent[:1].isdigit() and any(digit in "123456789" for digit in indent))

    def _paragraph_value(self, name: str, attribute: str) -> str:
        for one in self.chain("paragraph", name):
            if one.paragraph is not None and (found := odf_value(one.paragraph, attribute)):
                return found
        return ""

    def run(self, paragraph: str, spans: tuple[str, ...]) -> SpanLook:
        """Return how a run looks: the styles of its spans, the innermost first, and of its paragraph."""
        known = self._runs.get((paragraph, spans))
        if known is None:
            own = tuple(one for name in spans[:_SPANS] for one in self.chain("text", name))
            below = tuple(self.chain("paragraph", paragraph))
            known = SpanLook(own, below, self._found.get(("paragraph", "")))
            if len(self._runs) < _RUNS:
                self._runs[paragraph, spans] = known
        return known


@dataclass(frozen=True, slots=True)
class SpanLook:
    """A run's styles: those of its spans, those of its paragraph, and the default."""

    own: tuple[_Style, ...]
    paragraph: tuple[_Style, ...]
    default: _Style | None

    def strong(self, text: str, *, heading: bool) -> bool:
        """Return whether the text is bold beside what is usual for its paragraph.

        Usual is what the paragraph's named style says; for a `heading` also what was set for it directly.
        """
        return self._beside(_BOLD, text, heading=heading)

    def emphasised(self, text: str, *, heading: bool) -> bool:
        """Return whether the text is in italics, or has emphasis marks, beside what is usual for its paragraph."""
        return self._beside(_ITALIC, text, heading=heading) or self._beside(_DOTS, text, heading=heading)

    def _beside(self, look: _Look, text: str, *, heading: bool) -> bool:
        usual = tuple(one for one in self.paragraph if heading or not one.automatic)
        return self._is(look, text, (*self.own, *self.paragraph)) and not self._is(look, text, usual)

    def bold(self, text: str) -> bool:
        """Return whether the text is bold."""
        return self._is(_BOLD, text, (*self.own, *self.paragraph))

    def _is(self, look: _Look, text: str, styles: tuple[_Style, ...]) -> bool:
        names = look.names[::-1] if has_japanese(text) else look.names
        for one in (*styles, *((self.default,) if self.default else ())):
            written = [found for name in names if one.text is not None and (found := odf_value(one.text, name))]
            if written:
                return look.means(written[0])
        return False

    @property
    def hidden(self) -> bool:
        """Return whether the text is not shown."""
        for one in (*self.own, *self.paragraph):
            if one.text is not None and (shown := odf_value(one.text, "text:display")):
                return shown == "none"
        return False

    @property
    def raised(self) -> bool:
        """Return whether the text is a superscript."""
        positions = (odf_value(one.text, "style:text-position") for one in self.own if one.text is not None)
        written = next((position.split()[0] for position in positions if position), "0%")
        return written == "super" or (written.endswith("%") and _number(written.rstrip("%")) > 0)

    @property
    def code(self) -> bool:
        """Return whether a style of the spans means text of a program."""
        return any(style_name(one.name) in _CODE for one in self.own)

    @property
    def size(self) -> float:
        """Return the type size in points; 0 when unknown."""
        factor = 1.0
        for one in (*self.own, *self.paragraph, *((self.default,) if self.default else ())):
            if one.text is None:
                continue
            written = odf_value(one.text, "style:font-size-asian") or odf_value(one.text, "fo:font-size")
            number = _number(written.rstrip("pt%"))
            if written.endswith("pt") and number:
                return round(factor * number, 1)
            if written.endswith("%") and number:
                factor *= number / 100
        return 0.0


@dataclass(frozen=True, slots=True)
class _Look:
    """A property of text with an attribute for Western and, mostly, one for Asian text."""

    names: tuple[str, ...]
    values: frozenset[str]
    without: bool = False
    """True where `values` are those that do not mean it."""

    def means(self, value: str) -> bool:
        """Return whether a value means it."""
        return (value in self.values) != self.without


_BOLD = _Look(("fo:font-weight", "style:font-weight-asian"), frozenset(("bold", "600", "700", "800", "900")))
_ITALIC = _Look(("fo:font-style", "style:font-style-asian"), frozenset(("italic", "oblique")))
_DOTS = _Look(("style:text-emphasize",), frozenset(("none",)), without=True)
_CODE = frozenset(("Source Text", "Teletype", "User Entry", "Example"))


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if 0 < found < 10_000 else 0.0
