"""The text of a PDF → an article."""

from __future__ import annotations

from collections.abc import Iterable
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
from bilingual.reading.pdf.ruby import ReadLine, attach_ruby

_CHECK = "text of a PDF: check how it was read with “bilingual segment” first"
_READABLE = 0.5
"""Share of the characters that must stand for text."""


def read_pdf(data: bytes, path: Path) -> Article:
    """Return the article in a PDF that has text; `path` is for its name.

    Raises `InputError` for a PDF that is damaged, protected by a password, too large, without text, or an edition of
    ours, and when pypdfium2 is not installed.
    """
    place = place_of(path)
    left_out = LeftOut()
    blocks = read_document(read_pages(data, place), left_out)
    if not blocks:
        raise refuse_without_text(place)
    return assemble(blocks, DocumentFacts(name=path.name, notices=(_CHECK, *left_out.notices)))


def read_document(pages: Iterable[PdfPage], left_out: LeftOut) -> list[DocumentBlock]:
    """Return the paragraphs and notes of pages; what is not text is counted in `left_out`.

    There are none where most characters stand for no text.
    """
    read: list[list[ReadLine]] = []
    heights: list[float] = []
    every = unknown = 0
    for page in pages:
        read.append(attach_ruby(in_reading_order(read_lines(page))))
        heights.append(page.height)
        every += len(page.glyphs)
        unknown += sum(_is_unknown(glyph.text) for glyph in page.glyphs)
        for _ in range(page.pictures):
            left_out.add("a picture", "pictures")
        if page.damaged:
            left_out.add("a damaged page", "damaged pages", f"page {page.number}")
        if slanted(page):
            left_out.add("slanted text", "slanted texts")
    if every - unknown < _READABLE * every:
        return []
    size = body_size(one.line for lines in read for one in lines)
    taken = take_notes(drop_margins(read, heights, size, left_out), size)
    pieces = join_flow(taken.pages, size)
    reader = PieceReader(taken.notes)
    blocks = [_block(reader, piece) for piece in pieces]
    return [*blocks, *(_note(reader, note) for note in reader.in_order())]


def _is_unknown(text: str) -> bool:
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or text < " "


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
