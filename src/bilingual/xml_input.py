"""Read untrusted XML: nothing is fetched, no entity is expanded, size and depth are bounded.

expat is in the standard library. The danger in XML is entities, which can multiply or read files: any declaration
of one is an error. A DOCTYPE that only names a DTD is accepted, since TMX files and old TBX files have one; it is
not read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from bilingual.errors import BilingualError

_CHUNK = 1 << 16
_LONGEST_TAG = 4_000_000
"""Bytes; expat keeps a tag that is not closed, and reads it again with every chunk."""
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What a format allows, and the error for what it does not."""

    error: type[BilingualError]
    largest: int
    """Bytes of the file."""
    too_large: str
    """The remedy for a larger file."""
    deepest: int = 40
    """Nesting depth of elements."""
    most_inside: int = 20_000
    """Elements inside one wanted element; a limit on memory, as `most_text` is."""
    most_text: int = 40_000_000
    """Characters inside one wanted element."""
    what: str = "entry"
    """What a wanted element is, in words."""
    again: str = "export the file again"
    """The remedy for what is no valid XML."""


@dataclass(slots=True)
class XmlElement:
    """One element, without its namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    """By name, without namespace; those of foreign namespaces only where the format has none of that name."""
    line: int = 0
    content: list[XmlElement | str] = field(default_factory=list)
    """Elements and text, in document order."""
    parent: XmlElement | None = field(default=None, repr=False, compare=False)
    """The element around a wanted element, without its content; None for others."""

    @property
    def text(self) -> str:
        """Return the text inside, including that of inner elements."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    @property
    def children(self) -> list[XmlElement]:
        """Return the elements directly inside."""
        return [part for part in self.content if isinstance(part, XmlElement)]

    def child(self, name: str) -> XmlElement | None:
        """Return the first element of a name directly inside, or None."""
        return next((part for part in self.children if part.name == name), None)

    def all(self, *names: str) -> list[XmlElement]:
        """Return every descendant with one of these names, in document order."""
        found: list[XmlElement] = []
        for part in self.children:
            if part.name in names:
                found.append(part)
            found += part.all(*names)
        return found

    def around(self, name: str) -> XmlElement | None:
        """Return the nearest element of a name around a wanted element, without its content, or None."""
        found = self.parent
        while found is not None and found.name != name:
            found = found.parent
        return found


def read_elements(
    data: bytes, place: str, wanted: Collection[str], take: Callable[[XmlElement], None], limits: XmlLimits
) -> XmlElement:
    """Pass every element whose name is `wanted` to `take`, with its content; return the root without content.

    Only one such element is kept at a time. Raises the error of `limits` at the line of the first error.
    """
    if len(data) > limits.largest:
        raise _too_large(place, limits)
    reader = XmlReader(io.BytesIO(data), place, wanted, limits)
    for element in reader:
        take(element)
    return reader.root


class XmlReader:
    """Yields the wanted elements of a file, each when it is complete, and discards everything around them."""

    def __init__(self, file: BinaryIO, place: str, wanted: Collection[str], limits: XmlLimits) -> None:
        self._file = file
        self._place = place
        self._wanted = wanted
        self._limits = limits
        self._root: XmlElement | None = None
        self._around: list[XmlElement] = []
        """The open elements outside a wanted one."""
        self._open: list[XmlElement] = []
        """The open elements from the wanted one on."""
        self._complete: list[XmlElement] = []
        self._inside = self._characters = 0
        self._languages: list[str] = []
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._refuse_entity
        parser.UnparsedEntityDeclHandler = self._refuse_entity
        parser.ExternalEntityRefHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._refuse_entity
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        return parser

    @property
    def root(self) -> XmlElement:
        """Return the root without its content, as soon as it was read."""
        assert self._root is not None
        return self._root

    def __iter__(self) -> Iterator[XmlElement]:
        """Yield the wanted elements. Raises the error of the limits."""
        read = 0
        while chunk := self._file.read(_CHUNK):
            read += len(chunk)
            if read > self._limits.largest:
                raise _too_large(self._place, self._limits)
            self._parse(chunk, last=False)
            if read - self._parser.CurrentByteIndex > _LONGEST_TAG:
                self._refuse(f"a tag is longer than {_LONGEST_TAG // 1_000_000} MB", self._limits.again)
            yield from self._taken()
        self._parse(b"", last=True)
        yield from self._taken()

    def _taken(self) -> Iterator[XmlElement]:
        taken, self._complete = self._complete, []
        yield from taken

    def _parse(self, chunk: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            line = f"{self._place}:{error.lineno}"
            if "encoding" in reason:
                message, remedy = f"is in an unknown encoding ({reason})", "save it as UTF-8"
            else:
                message, remedy = f"not valid XML: {reason}", self._limits.again
            raise self._limits.error(message, place=line, remedy=remedy) from None
        except (LookupError, ValueError) as error:
            message = f"is in an unknown encoding: {error}"
            raise self._limits.error(message, place=self._place, remedy="save it as UTF-8") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._around) + len(self._open) >= self._limits.deepest:
            self._refuse(f"elements are nested more than {self._limits.deepest} deep", self._limits.again)
        plain = _plain(attributes)
        # xml:lang applies to everything inside.
        self._languages.append(plain.get("lang") or (self._languages[-1] if self._languages else ""))
        plain["lang"] = self._languages[-1]
        element = XmlElement(name.rpartition(" ")[2], plain, self._parser.CurrentLineNumber)
        self._root = self._root or element
        if self._open:
            self._open[-1].content.append(element)
        elif element.name in self._wanted or self._around:
            element.parent = self._around[-1] if self._around else None
        if not self._open and element.name not in self._wanted:
            self._around.append(element)
            return
        self._open.append(element)
        self._inside += 1
        if self._inside > self._limits.most_inside:
            what = f"one {self._limits.what} has more than {self._limits.most_inside:,} elements"
            self._refuse(what, self._limits.again)

    def _end(self, _: str) -> None:
        self._languages.pop()
        if not self._open:
            self._around.pop()
            return
        element = self._open.pop()
        if not self._open:
            self._inside = self._characters = 0
            self._complete.append(element)

    def _text(self, text: str) -> None:
        if self._open:
            self._characters += len(text)
            if self._characters > self._limits.most_text:
                what = f"one {self._limits.what} has more than {self._limits.most_text:,} characters"
                self._refuse(what, self._limits.again)
            self._open[-1].content.append(text)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            self._refuse("contains its own DTD, which is not supported", "delete the part between [ and ] in DOCTYPE")

    def _refuse_entity(self, *_: object) -> NoReturn:
        self._refuse("uses an entity that XML does not define", "write the character itself")

    def _refuse(self, message: str, remedy: str) -> NoReturn:
        line = self._parser.CurrentLineNumber
        raise self._limits.error(message, place=f"{self._place}:{line}", remedy=remedy)


def _too_large(place: str, limits: XmlLimits) -> BilingualError:
    return limits.error(f"is larger than {limits.largest // 1_000_000} MB", place=place, remedy=limits.too_large)


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    """Return the attributes by local name; those without a namespace and those of XML itself take precedence."""
    if " " not in "".join(attributes):
        return dict(attributes)
    own = {name: value for name, value in attributes.items() if " " not in name}
    xml = {name.rpartition(" ")[2]: value for name, value in attributes.items() if name.startswith(_XML)}
    foreign = {name.rpartition(" ")[2]: value for name, value in attributes.items() if " " in name}
    return foreign | own | xml
