"""Read untrusted XML: nothing is fetched, no entity is expanded, size and depth are bounded.

expat is in the standard library. The danger in XML is entities, which can multiply or read files: any declaration
of one is an error. A DOCTYPE that only names a DTD is accepted, since TBX files from before 2019 have one; it is
not read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from bilingual.errors import GlossaryError
from bilingual.glossary.exchange.text import refuse_large

LARGEST_XML = 40_000_000
"""Bytes; XML needs about twenty times the size of the same terms in glossary.yaml. 50,000 terms are about 25 MB."""

DEEPEST_ELEMENT = 40
"""Nesting depth; TBX needs about ten."""

MOST_INSIDE = 20_000
"""Elements of one entry; a limit on memory."""


@dataclass(slots=True)
class XmlElement:
    """One element, without its namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    content: list[XmlElement | str] = field(default_factory=list)
    """Elements and text, in document order."""

    @property
    def text(self) -> str:
        """Return the text inside, including that of inner elements."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    def all(self, *names: str) -> list[XmlElement]:
        """Return every descendant with one of these names, in document order."""
        found: list[XmlElement] = []
        for part in self.content:
            if isinstance(part, XmlElement):
                if part.name in names:
                    found.append(part)
                found += part.all(*names)
        return found


def read_elements(data: bytes, place: str, wanted: Collection[str], take: Callable[[XmlElement], None]) -> XmlElement:
    """Pass every element whose name is `wanted` to `take`, with its content; return the root without content.

    Only one such element is kept at a time. Raises `GlossaryError` at the line of the first error.
    """
    refuse_large(data, place, LARGEST_XML)
    reader = _Reader(place, wanted, take)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        line = f"{place}:{error.lineno}"
        if "encoding" in reason:
            raise GlossaryError(
                f"is in an unknown encoding ({reason})", place=line, remedy="save it as UTF-8"
            ) from None
        raise GlossaryError(f"not valid XML: {reason}", place=line, remedy="export the file again") from None
    except (LookupError, ValueError) as error:
        raise GlossaryError(f"is in an unknown encoding: {error}", place=place, remedy="save it as UTF-8") from None
    assert reader.root is not None
    return reader.root


class _Reader:
    """Builds the wanted elements and discards everything around them."""

    def __init__(self, place: str, wanted: Collection[str], take: Callable[[XmlElement], None]) -> None:
        self.root: XmlElement | None = None
        self._place = place
        self._wanted = wanted
        self._take = take
        self._open: list[XmlElement] = []
        self._inside = 0
        self._depth = 0
        self._languages: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.UnparsedEntityDeclHandler = self._refuse_entity
        self.parser.ExternalEntityRefHandler = self._refuse_entity
        self.parser.SkippedEntityHandler = self._refuse_entity
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST_ELEMENT:
            self._refuse(f"elements are nested more than {DEEPEST_ELEMENT} deep", "export the file again")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        # xml:lang applies to everything inside.
        self._languages.append(plain.get("lang") or (self._languages[-1] if self._languages else ""))
        element = XmlElement(
            name.rpartition(" ")[2], plain | {"lang": self._languages[-1]}, self.parser.CurrentLineNumber
        )
        self.root = self.root or element
        if self._open:
            self._open[-1].content.append(element)
        if self._open or element.name in self._wanted:
            self._open.append(element)
            self._inside += 1
            if self._inside > MOST_INSIDE:
                self._refuse(f"one entry has more than {MOST_INSIDE:,} elements", "export the file again")

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._languages.pop()
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._inside = 0
                self._take(element)

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].content.append(text)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            self._refuse("contains its own DTD, which is not supported", "delete the part between [ and ] in DOCTYPE")

    def _refuse_entity(self, *_: object) -> NoReturn:
        self._refuse("uses an entity that XML does not define", "write the character itself")

    def _refuse(self, message: str, remedy: str) -> NoReturn:
        line = self.parser.CurrentLineNumber
        raise GlossaryError(message, place=f"{self._place}:{line}", remedy=remedy)
