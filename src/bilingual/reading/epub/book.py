"""The files of a book → its chapters: what is read, under which title, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilingual.containers.container import Container
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.epub.contents import ContentsEntry, read_contents
from bilingual.reading.epub.documents import read_spine_item
from bilingual.reading.epub.package import BookPackage
from bilingual.reading.epub.titles import given_title
from bilingual.reading.html.clutter import remove_unnamed
from bilingual.reading.html.facts import comparable
from bilingual.reading.html.measure import PageMeasure
from bilingual.reading.html.nodes import HtmlNode, remove_nodes
from bilingual.reading.html.notes import find_notes
from bilingual.reading.html.tags import HEADING_LEVELS

_DROPPED = frozenset(("pagebreak", "doc-pagebreak", "toc", "landmarks", "page-list", "loi", "lot"))
_LONGEST_TITLE = 40
_LEAST = 4
"""Characters; a page with fewer beside title and author has no text of its own."""
_FIRST_FILES = 6
"""Files at the head of a book among which a title page is looked for."""
_FIRST = 12
"""Elements at the head of a file among which its title is looked for."""


@dataclass(slots=True)
class BookDocument:
    """One file of a book."""

    name: str
    body: HtmlNode
    entries: list[ContentsEntry] = field(default_factory=list)
    """Its lines in the contents."""
    notes_only: bool = False
    """True if it holds nothing but notes."""

    @property
    def title(self) -> str:
        """Return its title: in the contents, by its first heading, or its first words."""
        if self.entries and (title := given_title(self.entries[0].title)):
            return title
        heading = next((node.text for node in self.body.inside() if node.name in HEADING_LEVELS and node.text), "")
        text = heading or self.body.text
        return text if len(text) <= _LONGEST_TITLE else f"{text[:_LONGEST_TITLE]}…"

    def headings(self) -> dict[HtmlNode, int]:
        """Return the elements that the contents name as headings, though no tag does, with their depth."""
        ids = {node.get("id"): node for node in self.body.inside() if node.get("id")}
        found: dict[HtmlNode, int] = {}
        for entry in self.entries:
            target = ids.get(entry.target)
            near = [target, *list(target.around())[:2]] if target is not None else []
            if not entry.target or target is None:
                near = [node for node in list(self.body.inside())[:_FIRST] if node.name in ("p", "div")]
            wanted = comparable(entry.title)
            node = next((one for one in near if one.name in ("p", "div") and comparable(one.text) == wanted), None)
            if node is not None and not any(inner.name in HEADING_LEVELS for inner in node.inside()):
                found[_innermost(node)] = entry.depth
        return found


def _innermost(node: HtmlNode) -> HtmlNode:
    """Return the element inside that holds all the text of a box."""
    while len(node.elements) == 1 and node.elements[0].name in ("p", "div") and node.elements[0].text == node.text:
        node = node.elements[0]
    return node


@dataclass(slots=True)
class BookChapter:
    """A chapter: one file, or several that the contents have one line for."""

    title: str
    documents: list[BookDocument]


@dataclass(slots=True)
class BookText:
    """The whole text of a book."""

    root: HtmlNode
    """Holds the bodies of all files."""
    chapters: list[BookChapter]
    left: LeftOut


def read_book(container: Container, package: BookPackage, place: str) -> BookText:
    """Return the text of a book. Raises `InputError` for damaged or hostile files, or a book without text."""
    contents = read_contents(container, package.contents, place)
    left = LeftOut()
    root = HtmlNode("html")
    documents: list[BookDocument] = []
    for at, name in enumerate(package.order):
        body = read_spine_item(container, name, place)
        if body is None:
            continue
        body.parent = root
        entries = [entry for entry in contents if entry.part == name]
        document = BookDocument(name, body, entries)
        notes_file = bool({"footnotes", "endnotes", "rearnotes"} & set(_types(body)))
        if not notes_file and _is_left_out(document, at, package, left):
            continue
        root.children.append(body)
        documents.append(document)
    notes = find_notes(root).nodes
    for document in documents:
        own = sum(len(node.text) for node in document.body.inside() if node in notes)
        document.notes_only = bool(own) and own > 0.8 * len(document.body.text)
        _clean(document.body, notes)
    if not any(document.body.text for document in documents):
        raise container.refuse("has no text: its pages are pictures" if documents else "has no text")
    return BookText(root, _chapters(documents, bool(contents)), left)


def _types(node: HtmlNode) -> list[str]:
    return [*node.get("epub:type").split(), *node.get("role").split()]


def _is_left_out(document: BookDocument, at: int, package: BookPackage, left: LeftOut) -> bool:
    """Return whether a file is the cover, a list of contents or empty; it is named then."""
    body = document.body
    types = {kind for node in [body, *body.elements] for kind in _types(node)}
    if not body.text:
        pictures = any(node.name == "img" for node in body.inside())
        cover = document.name in package.covers or "cover" in types or "cover" in document.name.lower()
        if pictures and (at == 0 or cover):
            left.add("the cover", "covers")
            return True
        return not pictures
    rest, named = comparable(body.text), comparable(package.title) in comparable(body.text)
    for told in (package.title, *package.author.split("、")):
        rest = rest.replace(comparable(told), "", 1)
    if package.title and named and len(rest) < _LEAST and at < _FIRST_FILES:
        left.add("the title page", "title pages")
        return True
    links = [node for node in body.inside() if node.name == "a" and node.get("href").startswith("#")]
    amount = PageMeasure(body).of(body)
    listed = len({node.get("href").partition("#")[2].partition("#")[0] for node in links}) > 2
    if listed and amount.link_share > 0.7 and not amount.stops:
        left.add("a table of contents", "tables of contents")
        return True
    return False


def _clean(body: HtmlNode, notes: set[HtmlNode]) -> None:
    """Remove what no reader of a book sees as its text: page numbers of the printed book, lists of pages."""
    remove_nodes([node for node in body.inside() if _DROPPED & set(_types(node)) or node.name == "nav"])
    remove_unnamed(body, notes)


def _chapters(documents: Sequence[BookDocument], listed: bool) -> list[BookChapter]:
    """Return the files as chapters: each that the contents name, with those behind it that they do not."""
    found: list[BookChapter] = []
    for document in documents:
        if document.notes_only:
            continue
        if found and listed and not document.entries:
            found[-1].documents.append(document)
        elif document.body.text or any(node.name == "img" for node in document.body.inside()):
            found.append(BookChapter(document.title, [document]))
    return found
