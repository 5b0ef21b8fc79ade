"""Lists: which counters a list uses, and the marker of each of its items."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bilingual.reading.odt.names import odf_integer, odf_value
from bilingual.reading.odt.numbering import Counters, NumberingStyle
from bilingual.reading.odt.styles import OdtStyles


@dataclass(slots=True)
class OdtList:
    """An open list, or a list in an item of it."""

    level: int
    style: str
    """The name of its list style; empty: that of its first paragraph's style."""
    counters: Counters


@dataclass(slots=True)
class OdtItem:
    """An open list item; its first paragraph takes the marker."""

    list: OdtList
    style: str
    start: int | None = None
    counted: bool = True
    """False for the head of a list, which has no number."""
    used: bool = False


@dataclass(slots=True)
class ListReader:
    """Numbers the items of lists; a list may go on after other text."""

    styles: OdtStyles
    _by_id: dict[str, Counters] = field(default_factory=dict)
    _by_style: dict[str, Counters] = field(default_factory=dict)
    _numbering: dict[str, NumberingStyle] = field(default_factory=dict)
    _headings: Counters = field(default_factory=Counters)

    def open(self, element: Any, outer: OdtItem | None) -> OdtList:
        """Return the list that a `text:list` begins or continues."""
        style = odf_value(element, "text:style-name")
        if outer is not None:
            return OdtList(outer.list.level + 1, style or outer.style, outer.list.counters)
        goes_on = odf_value(element, "text:continue-list")
        counters = self._by_id.get(goes_on)
        if counters is None and (goes_on or odf_value(element, "text:continue-numbering") == "true"):
            # LibreOffice at times names a list that it does not write.
            counters = self._by_style.get(style)
        counters = counters or Counters()
        if name := odf_value(element, "xml:id") or odf_value(element, "text:id"):
            self._by_id[name] = counters
        self._by_style[style] = counters
        return OdtList(1, style, counters)

    def numbered(self, element: Any) -> OdtItem:
        """Return the item that a `text:numbered-paragraph` is."""
        counters = self._by_id.setdefault(odf_value(element, "text:list-id"), Counters())
        style = odf_value(element, "text:style-name")
        found = OdtList(odf_integer(element, "text:level", 1, most=10) or 1, style, counters)
        return self.item(element, found)

    def item(self, element: Any, owner: OdtList, *, counted: bool = True) -> OdtItem:
        """Return an item of a list."""
        start = odf_integer(element, "text:start-value", -1, most=99_999)
        style = odf_value(element, "text:style-override") or owner.style
        return OdtItem(owner, style, start if start >= 0 else None, counted)

    def marker(self, item: OdtItem, paragraph: str) -> str:
        """Return the marker of an item's first paragraph, and nothing for others; `paragraph` is its style."""
        first, item.used = not item.used, True
        if not first or not item.counted:
            return ""
        name = item.style or self.styles.list_style(paragraph)
        style = self._style(name)
        return style.marker(item.list.counters, item.list.level, item.start) if style else "-"

    def heading(self, element: Any, level: int) -> str:
        """Return the number of a heading that is in no list; empty without."""
        if self.styles.outline is None or odf_value(element, "text:is-list-header") == "true":
            return ""
        if "" not in self._numbering:
            self._numbering[""] = NumberingStyle(self.styles.outline)
        start = odf_integer(element, "text:start-value", -1, most=99_999)
        restart = odf_value(element, "text:restart-numbering") == "true"
        return self._numbering[""].marker(self._headings, level, start if restart and start >= 0 else None)

    def _style(self, name: str) -> NumberingStyle | None:
        if name and name not in self._numbering and name in self.styles.lists:
            self._numbering[name] = NumberingStyle(self.styles.lists[name])
        return self._numbering.get(name) if name else None
