"""Read a tagged PDF the way a screen reader does: the structure tree, and the text of every marked stretch."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_BFCHAR = re.compile(rb"<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>")
_DRAWING = {"TJ", "Tj", "Do", "S", "f", "B"}


@dataclass
class Node:
    """An element of the tree."""

    role: str
    lang: str
    """Its own or that of the nearest ancestor."""
    alt: str = ""
    actual: str = ""
    kids: list[Node | str] = field(default_factory=list)
    raw: Any = None

    @property
    def text(self) -> str:
        """What is copied: the text as it is drawn."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    @property
    def spoken(self) -> str:
        """What is heard."""
        own = "".join(kid if isinstance(kid, str) else kid.spoken for kid in self.kids)
        return self.alt or self.actual or own

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def all(self, *roles: str) -> list[Node]:
        return [node for node in self.walk() if node.role in roles]


class Tagged:
    """A file, taken apart."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(data))
        self.marks: dict[tuple[int, int], str] = {}
        """(page, MCID) → text."""
        self.artifacts: list[str] = []
        self.loose: list[str] = []
        """Operators that draw outside all marks."""
        self._pages = {page.obj.objgen: at for at, page in enumerate(self.pdf.pages)}
        for at in range(len(self.pdf.pages)):
            self._read_page(at)
        self.used: list[tuple[int, int]] = []
        self.links: list[Any] = []
        (self.document,) = (self._node(kid, "", None) for kid in self.pdf.Root.StructTreeRoot.K)

    def _read_page(self, at: int) -> None:
        page = self.pdf.pages[at]
        fonts = {
            name: {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in found}
            for name, font in page.resources.get("/Font", {}).items()
            for found in [_BFCHAR.findall(font.ToUnicode.read_bytes())]
        }
        stack: list[int | None] = []
        parts: list[str] = []
        font: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BDC", "BMC"):
                assert not stack, "marks inside marks"
                properties = operands[1] if len(operands) > 1 else {}
                stack.append(int(properties["/MCID"]) if "/MCID" in properties else None)
                parts = []
            elif operator == "EMC":
                number = stack.pop()
                if number is None:
                    self.artifacts.append("".join(parts))
                else:
                    assert (at, number) not in self.marks, "a number twice"
                    self.marks[at, number] = "".join(parts)
            elif operator == "Tf":
                font = fonts[str(operands[0])]
            elif operator in _DRAWING and not stack:
                self.loose.append(operator)
            if operator == "TJ":
                parts += (
                    font[code]
                    for part in operands[0]
                    if isinstance(part, pikepdf.String)
                    for (code,) in struct.iter_unpack(">H", bytes(part))
                )
        assert not stack

    def _node(self, raw: Any, lang: str, parent: Any) -> Node:
        assert parent is None or raw.P.objgen == parent.objgen
        own = str(raw.get("/Lang", lang))
        node = Node(str(raw.S)[1:], own, str(raw.get("/Alt", "")), str(raw.get("/ActualText", "")), raw=raw)
        for kid in kids_of(raw):
            page = self._pages[raw.Pg.objgen] if "/Pg" in raw else -1
            if isinstance(kid, int):
                node.kids.append(self._text(page, kid))
            elif kid.get("/Type") == "/MCR":
                node.kids.append(self._text(self._pages[kid.Pg.objgen], int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                assert node.role == "Link"
                self.links.append((node, kid.Obj))
            else:
                node.kids.append(self._node(kid, own, raw))
        return node

    def _text(self, page: int, number: int) -> str:
        self.used.append((page, number))
        return self.marks[page, number].replace("\u00ad", "")


def kids_of(raw: Any) -> list[Any]:
    """Return the children of an element: one may stand without its array."""
    kids = raw.get("/K")
    return list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]


def outline(node: Node, depth: int = 0, lang: str = "") -> list[str]:
    """Return the tree as lines: role, language where it changes, what is read in its place, text."""
    line = "  " * depth + node.role + (f" {node.lang}" if node.lang != lang else "")
    line += f" alt={node.alt!r}" if node.alt else ""
    line += f" actual={node.actual!r}" if node.actual else ""
    lines = [line]
    for kid in node.kids:
        lines += [f"{'  ' * (depth + 1)}“{kid}”"] if isinstance(kid, str) else outline(kid, depth + 1, node.lang)
    return lines
