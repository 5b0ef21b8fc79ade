"""An EPUB book → an article, or one of its chapters → an article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bilingual.containers.container import Container
from bilingual.errors import InputError
from bilingual.model import Article
from bilingual.reading.documents.assembly import assemble
from bilingual.reading.documents.model import DocumentBlock, DocumentFacts
from bilingual.reading.documents.text import MarkedText
from bilingual.reading.epub.book import BookDocument, BookText, read_book
from bilingual.reading.epub.package import BookPackage, read_package
from bilingual.reading.epub.titles import given_title
from bilingual.reading.html.facts import comparable
from bilingual.reading.html.head import with_title, without_author, without_outer_rules
from bilingual.reading.html.notes import find_notes
from bilingual.reading.html.pictures import PictureFinder
from bilingual.reading.html.reader import page_language, unreadable_notices, used_assets, with_places
from bilingual.reading.html.walk import PageWalk
from bilingual.reading.load import place_of
from bilingual.reading.options import ReadOptions
from bilingual.reading.signatures import SAVE_AS_TEXT, find_signature

_NEAR = 6
"""Blocks before and behind the beginning of a part among which its title is looked for."""
_AGAIN = "export the book again, or give its text as .txt"


def read_epub(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Return a book as one article, or the chapter that the options name.

    Raises `InputError` for what is no book, is protected or damaged, or has no such chapter.
    """
    container, package, book = _open(data, path)
    chosen = book.chapters
    title = package.title
    if options.chapter:
        if not 0 < options.chapter <= len(chosen):
            message = f"has no chapter {options.chapter}"
            raise InputError(message, place=place_of(path), remedy=f"give a number from 1 to {len(chosen)}")
        chosen = chosen[options.chapter - 1 : options.chapter]
        title = chosen[0].title
    documents = [document for chapter in chosen for document in chapter.documents]
    pictures = PictureFinder(lambda address: _picture(container, address))
    notes = find_notes(book.root, [one.body for one in documents])
    notes.detach()
    walk = PageWalk(notes, pictures)
    blocks = _read_documents(walk, documents, title, whole=not options.chapter)
    blocks = without_author(with_title(blocks, title, "title of the book"), package.author)
    blocks = with_places([*without_outer_rules(blocks), *walk.read_notes()])
    if not any(block.content.text or block.cells for block in blocks):
        raise container.refuse("has no text in this chapter")
    facts = DocumentFacts(
        name=path.name,
        title=title,
        author=package.author,
        language=page_language(package.language, blocks),
        notices=(*(() if options.chapter else book.left.notices), *unreadable_notices(walk)),
        assets=used_assets(pictures, blocks),
    )
    return assemble(blocks, facts)


def chapters(data: bytes, path: Path) -> tuple[str, ...]:
    """Return the titles of the chapters of a book in reading order; `ReadOptions.chapter` counts them from 1.

    Raises `InputError`, as `read_epub` does.
    """
    _, _, book = _open(data, path)
    return tuple(chapter.title for chapter in book.chapters)


def _open(data: bytes, path: Path) -> tuple[Container, BookPackage, BookText]:
    place = place_of(path)
    kind = find_signature(data)
    if not data.startswith(b"PK"):
        message = f"is {kind}, which is not supported" if kind else "is no EPUB book"
        raise InputError(message, place=place, remedy=SAVE_AS_TEXT)
    container = Container(data, place, again=_AGAIN)
    if not container.has("META-INF/container.xml") and not any(
        name.lower().endswith(".opf") for name in container.names
    ):
        raise InputError(f"is {kind}, which is not supported", place=place, remedy=SAVE_AS_TEXT)
    package = read_package(container, place)
    return container, package, read_book(container, package, place)


def _picture(container: Container, address: str) -> tuple[str, bytes] | None:
    try:
        data = container.read(address)
    except InputError:
        return None
    return (posixpath.basename(address), data) if data else None


def _read_documents(
    walk: PageWalk, documents: Sequence[BookDocument], title: str, *, whole: bool
) -> list[DocumentBlock]:
    """Return the blocks of files; one without a heading gets its title in the contents.

    Parts of a `whole` book that only the contents name have a heading before their first chapter.
    """
    read: list[tuple[BookDocument, list[DocumentBlock]]] = []
    for document in documents:
        walk.headings = document.headings()
        read.append((document, walk.read(document.body)))
    tags = [
        block.level
        for _, blocks in read
        for block in blocks
        if block.kind == "heading" and block.why != "table of contents" and block.content.text != title
    ]
    # Chapters in parts are at least one level down.
    first = [entry for document in documents for entry in document.entries[:1] if whole]
    depth = next((entry.depth for entry in first if entry.parts), 1)
    top = max(min(tags, default=depth), depth)
    below, lift = top - depth, top - min(tags, default=top)
    found: list[DocumentBlock] = []
    for document, blocks in read:
        moved = [
            replace(block, level=block.level + (below if block.why == "table of contents" else lift))
            if block.kind == "heading"
            else block
            for block in blocks
        ]
        headed = any(block.kind == "heading" for block in moved)
        if document.entries and not headed and any(block.content.text for block in moved):
            entry = document.entries[0]
            if given_title(entry.title) and comparable(entry.title) != comparable(title):
                heading = DocumentBlock(
                    MarkedText(entry.title), "heading", entry.depth + below, why="table of contents"
                )
                moved.insert(0, heading)
        if whole:
            found += _part_headings(document, [*found[-_NEAR:], *moved[:_NEAR]], below)
        found += moved
    return found


def _part_headings(document: BookDocument, near: Sequence[DocumentBlock], below: int) -> Iterator[DocumentBlock]:
    """Yield the headings of the parts that begin with a file, if the text has none of them nearby."""
    there = {comparable(block.content.text) for block in near}
    for part in document.entries[0].parts if document.entries else ():
        if given_title(part.title) and comparable(part.title) not in there:
            yield DocumentBlock(MarkedText(part.title), "heading", part.depth + below, why="table of contents")
