"""The elements of WordprocessingML that several modules look at: their namespaces, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from bilingual.containers.docx import R, W

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741, the usual prefix
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_OFF = frozenset(("0", "false", "off"))
_READ = (f"{W}t", f"{W}txbxContent", f"{A}blip", f"{V}imagedata", f"{M}t", f"{W}numFmt", f"{W}sym")
"""What a reader can use of an alternative."""
_TRANSPARENT = frozenset(f"{W}{name}" for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo"))


def child_value(element: Any, name: str, default: str = "") -> str:
    """Return `w:val` of a child (`jc`, `w:jc w:val="center"`), or `default` without one."""
    found = element.find(f"{W}{name}") if element is not None else None
    return default if found is None else str(found.get(f"{W}val", default))


def whole_number(text: object, default: int = 0) -> int:
    """Return a whole number as XML has it; `default` for anything else, or more than nine digits."""
    shown = str(text or "").strip()
    return int(shown) if _NUMBER.fullmatch(shown) else default


def switched(properties: Any, name: str) -> bool | None:
    """Return whether a property with two states (`b`, `vanish`) is on; None if it is not set."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{W}val", "1").lower() not in _OFF


def chosen(alternate: Any) -> Any:
    """Return the branch of `mc:AlternateContent` to be read: a choice that has something to read, else the fallback."""
    for branch in alternate.iterchildren(f"{MC}Choice"):
        if next(branch.iter(*_READ), None) is not None:
            return branch
    return alternate.find(f"{MC}Fallback")


def children_within(parent: Any, *names: str) -> Iterator[Any]:
    """Yield the children with these names (`tr`, `tc`), also those inside content controls and custom XML."""

    def inside(child: Any) -> Any:
        if child.tag in _TRANSPARENT:
            return child
        return child.find(f"{W}sdtContent") if child.tag == f"{W}sdt" else None

    return _below(parent, {f"{W}{name}" for name in names}, inside)


def outermost(element: Any, *tags: str) -> Iterator[Any]:
    """Yield the elements with these tags below one, in order, without those inside another of them.

    Of an `mc:AlternateContent`, only the branch that is read is looked at.
    """
    return _below(element, tags, lambda child: child)


def _below(parent: Any, tags: Collection[str], inside: Callable[[Any], Any]) -> Iterator[Any]:
    """Yield the elements with these tags; `inside` returns what is looked into of another one, None for nothing."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in tags:
            yield child
        else:
            within = chosen(child) if child.tag == f"{MC}AlternateContent" else inside(child)
            if within is not None:
                waiting.append(iter(within))


def relation_id(element: Any, name: str = "id") -> str:
    """Return the id of the relation that an element has (`r:id`, `r:embed`); empty without one."""
    return str(element.get(f"{R}{name}", ""))
