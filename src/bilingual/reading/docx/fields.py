"""Fields: their results are text, their instructions are not; a hyperlink is a link, page numbers are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bilingual.containers.docx import W
from bilingual.reading.addresses import leads_outside

_CONTENTS = frozenset(("TOC", "TOA", "INDEX"))
"""Fields whose result is a list of what is elsewhere."""
_LEFT_OUT = _CONTENTS | frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "TC", "XE", "RD", "TA"))
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_RUBY = re.compile(r"\\o.*?\\s\\up\s*[0-9.]*\s*\((?P<reading>[^()]*)\)\s*[,;、]\s*(?P<base>[^()]+)\)\s*$", re.DOTALL)
_ENCLOSED = re.compile(r"\\o\s*(?:\\ac)?\s*\(\s*[○◯□△◇]\s*[,;、]\s*(?P<base>[^()]+)\)\s*$")
_DEEPEST = 30
"""Fields inside each other: Word itself has a few."""
_MOST = 4000
"""Characters of an instruction."""


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        return self.instruction.split(maxsplit=1)[0].upper() if self.instruction.strip() else ""


@dataclass(frozen=True, slots=True)
class FieldText:
    """The text that an instruction itself contains: ruby as old versions of Word wrote it."""

    base: str
    reading: str = ""


class Fields:
    """The fields around the present place, from the outermost; they may go over several paragraphs."""

    def __init__(self, root: Any) -> None:
        """Find the fields of a part that have no end: they are ignored."""
        self._open: list[_Field] = []
        self._ignored = unpaired_signs(root.iter(f"{W}fldChar"))
        self._deeper = 0
        """How many fields are open inside the deepest one that is followed."""
        self.contents = 0
        """How many lists of contents have been passed."""

    @property
    def hides(self) -> bool:
        """Return whether text at this place is not shown: an instruction, or the result of a field left out."""
        return any(not one.in_result or one.name in _LEFT_OUT for one in self._open)

    @property
    def in_contents(self) -> bool:
        """Return whether this place is inside a list of contents."""
        return any(one.name in _CONTENTS for one in self._open)

    @property
    def link(self) -> str:
        """Return the address that text at this place links to; empty for none."""
        return next((field_address(one.instruction) for one in reversed(self._open) if one.name == "HYPERLINK"), "")

    def instruct(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction = (self._open[-1].instruction + text)[:_MOST]

    def pass_sign(self, sign: Any) -> FieldText | None:
        """Pass a `w:fldChar`; return the text of a field that ends and has it in its instruction."""
        if sign in self._ignored:
            return None
        kind = sign.get(f"{W}fldCharType")
        if self._deeper or (kind == "begin" and len(self._open) == _DEEPEST):
            self._deeper += {"begin": 1, "end": -1}.get(kind, 0)
        elif kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
            self.contents += self._open[-1].name in _CONTENTS
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return field_text(ended.instruction) if not ended.in_result else None
        return None

    def pass_over(self, element: Any) -> None:
        """Pass the signs in an element whose text is not read."""
        for one in element.iter(f"{W}fldChar", f"{W}instrText"):
            if one.tag == f"{W}instrText":
                self.instruct(one.text or "")
            else:
                self.pass_sign(one)


def field_address(instruction: str) -> str:
    """Return the external address of a HYPERLINK field; empty for a place in the document or a file."""
    words = [first or second for first, second in _WORD.findall(instruction)]
    if not words or words[0].upper() != "HYPERLINK":
        return ""
    address = anchor = ""
    at = 1
    while at < len(words):
        if words[at].startswith("\\"):
            if words[at] in ("\\l", "\\o", "\\t") and at + 1 < len(words):
                anchor = words[at + 1] if words[at] == "\\l" else anchor
                at += 1
        else:
            address = address or words[at].replace("\\\\", "\\")
        at += 1
    address = outside_address(address)
    return f"{address}#{anchor}" if address and anchor and "#" not in address else address


def outside_address(address: str) -> str:
    """Return an address that is on the web or a mailbox; empty for files and places in the document."""
    plain = address.strip()
    return plain if leads_outside(plain) else ""


def is_left_out(instruction: str) -> bool:
    """Return whether a field is not text: a page number, a list of contents."""
    return _Field(instruction).name in _LEFT_OUT


def is_contents(instruction: str) -> bool:
    """Return whether a field is a list of contents."""
    return _Field(instruction).name in _CONTENTS


def field_text(instruction: str) -> FieldText | None:
    """Return the text in the instruction of an EQ field: ruby, or a character in a circle."""
    if _Field(instruction).name != "EQ":
        return None
    if found := _RUBY.search(instruction):
        return FieldText(found["base"].strip(), found["reading"].strip())
    if found := _ENCLOSED.search(instruction):
        return FieldText(found["base"].strip())
    return None


def unpaired_signs(signs: Iterable[Any]) -> set[Any]:
    """Return those of the signs of fields, and of their instructions, whose field does not begin or end among them."""
    waiting: list[list[Any]] = []
    unpaired: set[Any] = set()
    for sign in signs:
        kind = sign.get(f"{W}fldCharType")
        if kind == "begin":
            waiting.append([sign])
        elif not waiting:
            unpaired.add(sign)
        elif kind == "end":
            waiting.pop()
        else:
            waiting[-1].append(sign)
    return unpaired.union(*waiting)
