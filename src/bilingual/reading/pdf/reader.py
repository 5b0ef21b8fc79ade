"""The text of a PDF → an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bilingual.model import Article, Place
from bilingual.reading.documents.assembly import assemble
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.documents.model import DocumentBlock, DocumentFacts, TextLook
from bilingual.reading.load import place_of
from bilingual.reading.pdf.characters import PdfPage, read_pages, refuse_without_text
from bilingual.reading.pdf.columns import in_reading_order
from bilingual.reading.pdf.flow import FlowPiece, join_flow
from bilingual.reading.pdf.lines import body_size, read_lines, slanted
from bilingual.reading.pdf.margins import drop_margins
from bilingual.reading.pdf.notes import FootNote, take_notes
from bilingual.reading.pdf.pieces import PieceReader
from bilingual.reading.pdf.ruby import attach_ruby

_CHECK = "text of a PDF: check how it was read with “bilingual segment” first"
_READABLE = 0.5
"""Share of the characters that must stand for text."""


def read_pdf(data: bytes, path: Path) -> Article:
    """Return the article in a PDF that has text; `path` is for its name.

    Raises `InputError` for a PDF that is damaged, protected by a password, too large, without text, or an edition of
    ours, and when pypdfium2 is not installed.
    """
    place = place_of(path)
    pages = read_pages(data, place)
    if not _has_text(pages):
        raise refuse_without_text(place)
    left_out = LeftOut()
    blocks = read_document(pages, left_out)
    if not blocks:
        raise refuse_without_text(place)
    return assemble(blocks, DocumentFacts(name=path.name, notices=(_CHECK, *left_out.notices)))


def read_document(pages: Sequence[PdfPage], left_out: LeftOut) -> list[DocumentBlock]:
    """Return the paragraphs and notes of pages; what is not text is counted in `left_out`."""
    read = [attach_ruby(in_reading_order(read_lines(page))) for page in pages]
    size = body_size(one.line for lines in read for one in lines)
    read = drop_margins(read, [page.height for page in pages], size, left_out)
    for page in pages:
        for _ in range(page.pictures):
            left_out.add("a picture", "pictures")
        if slanted(page):
            left_out.add("slanted text", "slanted texts")
    taken = take_notes(read, size)
    pieces = join_flow(taken.pages, size)
    reader = PieceReader(taken.notes)
    blocks = [_block(reader, piece) for piece in pieces]
    return [*blocks, *(_note(reader, note) for note in reader.in_order())]


def _block(reader: PieceReader, piece: FlowPiece) -> DocumentBlock:
    column = piece.columns[0]
    line = piece.first
    beside = (line.start - column.start) - (column.end - line.end)
    look = TextLook(
        size=line.size,
        bold=all(one.line.bold for one in piece.lines),
        centred=abs(beside) < line.size and line.start - column.start > 2 * line.size,
        indented=0.6 <= piece.indent <= 2.4,
    )
    place = Place(page=line.page, paragraph=piece.number)
    return DocumentBlock(reader.text(piece.lines, bold=look.bold), look=look, place=place, gap=piece.apart)


def _note(reader: PieceReader, note: FootNote) -> DocumentBlock:
    content = reader.text(note.lines, bold=True, skipped=note.skipped)
    return DocumentBlock(
        content, "note", marker=f"[{reader.number(note)}]", place=Place(page=note.page), why="note at the foot"
    )


def _has_text(pages: Iterable[PdfPage]) -> bool:
    """Return whether the pages have text, and most characters stand for something."""
    every = [glyph.text for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    unknown = sum(text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or text < " " for text in every)
    return bool(every) and len(every) - unknown >= _READABLE * len(every)
