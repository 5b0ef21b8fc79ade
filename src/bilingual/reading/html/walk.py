"""The elements of a page → its paragraphs, lists, tables, pictures and notes, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bilingual.languages.japanese.scripts import KANA
from bilingual.model import Kind
from bilingual.reading.documents.model import DocumentBlock, TextLook
from bilingual.reading.documents.text import MarkedText, join_cell, superscript
from bilingual.reading.html.addresses import external_address
from bilingual.reading.html.gaiji import gaiji_text
from bilingual.reading.html.lists import list_markers
from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.notes import FoundNotes, without_label
from bilingual.reading.html.pictures import PagePicture, PictureFinder
from bilingual.reading.html.ruby import ruby_pairs
from bilingual.reading.html.styles import class_names, font_size, is_block_by_style, marks_of
from bilingual.reading.html.tables import alignment, grid_of, is_layout, rows_of
from bilingual.reading.html.tags import BLOCK_TAGS, HEADING_LEVELS, UNREAD_TAGS
from bilingual.reading.html.writer import InlineWriter, without_bold
from bilingual.reading.item_markers import item_marker

_HEADING_CLASS = re.compile(r"^(?:(o|oo|dai|naka|ko)-?midashi|(?:o|naka|ko)midashi)$")
_CLASS_LEVELS = {"o": 1, "oo": 1, "dai": 1, "naka": 2, "ko": 3}
_PROSE = re.compile(f"[{KANA}][^\n]*。")


class PageWalk:
    """One pass over the elements of an article."""

    def __init__(self, notes: FoundNotes, pictures: PictureFinder, *, base: str = "") -> None:
        self._notes = notes
        self._note_nodes = notes.nodes
        self._pictures = pictures
        self._base = base
        self._blocks: list[DocumentBlock] = []
        self._writer = InlineWriter()
        self._waiting: list[PagePicture] = []
        """Pictures within a paragraph, which come behind it."""
        self._markers: list[str] = []
        """Markers of the open list items; each is used by the first paragraph of its item."""
        self._quotes: list[int] = []
        """Depth of lists at the start of each open quote."""
        self._note: str | None = None
        """Marker of the open note, empty when used; None outside notes."""
        self._heading = 0
        self._told: tuple[Kind | None, str] = (None, "")
        """Kind and rule of the open element, where they do not follow from the lists and quotes around it."""
        self._tag = "body"
        self._cell = False
        self._gap = False
        self.title: HtmlNode | None = None
        """The heading that is the title of the article."""
        self.headings: dict[HtmlNode, int] = {}
        """Elements that the contents of a book name as headings → the level."""
        self.unreadable = 0
        """Characters that are only pictures, without a description."""

    def read(self, node: HtmlNode) -> list[DocumentBlock]:
        """Return the blocks in an element."""
        self._node(node)
        self._flush()
        found, self._blocks = self._blocks, []
        return found

    def read_notes(self) -> list[DocumentBlock]:
        """Return the notes, in order of reference."""
        found: list[DocumentBlock] = []
        for note in self._notes.notes:
            self._note = f"[{note.label}]"
            for node in note.nodes:
                if node.name != "dt" or without_label(f"{node.text} .", note.label) == 0:
                    self._children(node)
                    self._flush()
            self._note = None
            blocks, self._blocks = self._blocks, []
            if blocks and (length := without_label(blocks[0].content.text, note.label)):
                blocks[0] = replace(blocks[0], content=blocks[0].content.without_start(length))
            found += blocks
        return found

    def _children(self, node: HtmlNode) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._writer.add(child)
            else:
                self._node(child)

    def _node(self, node: HtmlNode) -> None:
        name = node.name
        if label := self._notes.labels.get(node):
            self._writer.refer(label)
        elif node in self._note_nodes:
            self._flush()
        elif name in UNREAD_TAGS or node in self._notes.backward:
            return
        elif node is self.title and name not in HEADING_LEVELS:
            self._read_heading(node, 1, "title of the page")
        elif node in self.headings:
            self._read_heading(node, self.headings[node], "table of contents")
        elif handler := _HANDLERS.get(name):
            handler(self, node)
        elif name in HEADING_LEVELS:
            self._read_heading(node, HEADING_LEVELS[name], f"tag {name}")
        elif level := _class_level(node):
            self._read_heading(node, level, f"class {node.get('class')[:40]}")
        elif name in BLOCK_TAGS or is_block_by_style(node):
            self._block(node)
        else:
            self._styled(node)

    def _styled(self, node: HtmlNode) -> None:
        marks = marks_of(node)
        size = font_size(node)
        for kind in marks:
            self._writer.open(kind)
        if size:
            self._writer.begin_size(size)
        self._children(node)
        if size:
            self._writer.end_size()
        for _ in marks:
            self._writer.close()

    def _block(self, node: HtmlNode) -> None:
        if self._heading:
            # A number and a title in boxes of their own are one heading.
            self._writer.end_line()
            self._styled(node)
            self._writer.end_line()
            return
        self._flush()
        tag, self._tag = self._tag, node.name
        self._styled(node)
        self._flush()
        self._tag = tag

    def _read_heading(self, node: HtmlNode, level: int, why: str) -> None:
        self._flush()
        before = self._heading, self._told
        plain = bool(self._quotes or self._markers or self._note is not None or self._cell)
        if node is self.title:
            self._told = ("title", "title of the page")
        elif not plain:
            self._told = ("heading", why)
        self._heading = level
        self._children(node)
        self._flush()
        self._heading, self._told = before

    def _link(self, node: HtmlNode) -> None:
        address = external_address(node.get("href"), self._base)
        if address:
            self._writer.open("link", address)
        self._styled(node)
        if address:
            self._writer.close()

    def _break(self, node: HtmlNode) -> None:
        if self._writer.end_line() > 1 and not self._writer.is_empty and not self._heading:
            self._flush()

    def _rule(self, node: HtmlNode) -> None:
        self._flush()
        if not self._cell:
            self._blocks.append(DocumentBlock(kind="separator", marker="---", why="thematic break"))

    def _quote(self, node: HtmlNode) -> None:
        self._flush()
        self._quotes.append(len(self._markers))
        self._block(node)
        self._quotes.pop()

    def _quoted(self, node: HtmlNode) -> None:
        self._writer.add("「")
        self._children(node)
        self._writer.add("」")

    def _list(self, node: HtmlNode) -> None:
        self._flush()
        markers = list_markers(node)
        nested = node.parent is not None and node.parent.name in ("ul", "ol", "menu", "dir")
        if nested:
            self._markers.append("")
        for child in node.children:
            if isinstance(child, str):
                self._writer.add(child)
            elif child in markers:
                self._item(child, markers[child])
            else:
                self._node(child)
        self._flush()
        if nested:
            self._markers.pop()

    def _item(self, node: HtmlNode, marker: str) -> None:
        self._flush()
        if node in self._note_nodes:
            return
        if _is_section(node):
            self._block(node)
            return
        if number := _own_number(node):
            marker = marker if marker not in ("", "-") else f"{number.text}."
            number.remove()
        self._markers.append(marker)
        self._block(node)
        self._markers.pop()

    def _loose_item(self, node: HtmlNode) -> None:
        """Read an item without a list around it."""
        self._item(node, "-")

    def _term(self, node: HtmlNode) -> None:
        self._flush()
        told, self._told = self._told, (None if self._markers or self._quotes else "paragraph", "term")
        self._writer.open("strong")
        self._children(node)
        self._flush()
        self._writer.close()
        self._told = told

    def _captioned(self, node: HtmlNode) -> None:
        self._flush()
        captions = [child for child in node.elements if child.name == "figcaption"]
        pictured = any(child.name == "img" for child in node.inside())
        for child in node.children:
            if isinstance(child, str):
                self._writer.add(child)
            elif not (pictured and child in captions):
                self._node(child)
        self._flush()
        for caption in captions if pictured else ():
            self._caption(caption)

    def _caption(self, node: HtmlNode) -> None:
        self._flush()
        told, self._told = self._told, (self._told[0] or "paragraph", "caption")
        self._children(node)
        self._flush()
        self._told = told

    def _ruby(self, node: HtmlNode) -> None:
        if any(inner.name == "ruby" for inner in node.inside()):
            for child in node.children:
                if isinstance(child, str):
                    self._writer.add(child.strip())
                elif child.name not in ("rt", "rtc"):
                    self._node(child)
            return
        for base, reading in ruby_pairs(node, self._plain):
            self._writer.ruby(base, reading)

    def _plain(self, part: HtmlNode | str) -> str:
        """Return a part of a ruby as text, without white space around it."""
        if isinstance(part, str):
            return " ".join(part.split(" ")).strip(" \t\n\r\f")
        if part.name == "img":
            return self._sign(part)
        inner = "".join(self._plain(child) for child in part.children) if part.name not in UNREAD_TAGS else ""
        return inner.strip()

    def _reading(self, node: HtmlNode) -> None:
        """Read a reading outside ruby as text, since it stands there as text."""
        self._children(node)

    def _raised(self, node: HtmlNode) -> None:
        text = node.text
        shown = superscript(text)
        if shown != text and not any(child in self._notes.labels for child in node.inside()):
            self._writer.add(text if self._writer.is_empty else shown)
            return
        self._styled(node)

    def _sign(self, node: HtmlNode) -> str:
        """Return the character that a picture stands for."""
        text = gaiji_text(node.get("alt"))
        if text == "〓":
            self.unreadable += 1
        return text

    def _image(self, node: HtmlNode) -> None:
        if any("gaiji" in name for name in class_names(node)):
            self._writer.add(self._sign(node))
            return
        picture = self._pictures.picture(node)
        if picture is None:
            return
        if self._heading or self._cell or picture.inline:
            self._writer.add(picture.alt)
        elif self._writer.is_empty:
            self._picture(picture)
        else:
            self._waiting.append(picture)

    def _picture(self, picture: PagePicture) -> None:
        content = MarkedText(picture.alt)
        self._blocks.append(DocumentBlock(content, "image", why="image", value=picture.address))

    def _preformatted(self, node: HtmlNode) -> None:
        self._flush()
        text = raw_text(node).replace("\r\n", "\n")
        language = _language_of(node)
        coded = language or any(inner.name in ("code", "samp", "kbd") for inner in node.inside())
        if self._cell or (not coded and _PROSE.search(text)):
            for paragraph in re.split(r"\n[ \t\u3000]*\n", text):
                self._writer.add_lines(paragraph)
                self._flush()
        elif text.strip():
            content = MarkedText(text.removeprefix("\n").rstrip().replace("\0", ""))
            self._blocks.append(DocumentBlock(content, "code", why="preformatted text", value=language))

    def _formula(self, node: HtmlNode) -> None:
        tex = next((one.text for one in node.inside() if "tex" in one.get("encoding").lower()), "")
        shown = tex or "".join(
            node_text for one in node.elements[:1] for node_text in [one.text if one.name == "semantics" else node.text]
        )
        alone = node.get("display") == "block" and self._writer.is_empty
        if alone and shown and not self._cell:
            self._flush()
            self._blocks.append(DocumentBlock(MarkedText(shown), "code", why="formula"))
        else:
            self._writer.open("code")
            self._writer.add(shown)
            self._writer.close()

    def _table(self, node: HtmlNode) -> None:
        self._flush()
        rows = [[cell for cell in row if cell not in self._note_nodes] for row in rows_of(node)]
        rows = [row for row in rows if row]
        for child in node.elements:
            if child.name == "caption":
                self._caption(child)
        if not rows:
            return
        grid = grid_of(rows)
        if self._cell or is_layout(node, rows) or not grid.rows:
            for cell in (cell for row in rows for cell in row):
                self._block(cell)
            return
        texts = [[self._inside_cell(cell) for cell in row] for row in grid.rows]
        texts = [row for row in texts if any(cell.text for cell in row)]
        first = rows[0] if rows else []
        if len(texts) > 2 and grid.columns > 1 and len(first) == 1 and first[0].get("colspan"):
            self._told, told = ("paragraph", "title of a table"), self._told
            self._paragraph(texts.pop(0)[0], False, 0.0)
            self._told = told
        cells = tuple(cell for row in texts for cell in row)
        if cells:
            self._blocks.append(
                DocumentBlock(kind="table", why="table", columns=grid.columns, cells=cells, aligned=alignment(grid))
            )

    def _inside_cell(self, cell: HtmlNode | None) -> MarkedText:
        """Return the text of a cell, its paragraphs joined."""
        if cell is None:
            return MarkedText()
        kept = self._blocks, self._markers, self._quotes, self._note, self._told, self._cell, self._heading
        self._blocks, self._markers, self._quotes = [], [], []
        self._note, self._told, self._cell, self._heading = None, (None, ""), True, 0
        self._styled(cell)
        self._flush()
        text = join_cell(_with_breaks(self._blocks))
        self._blocks, self._markers, self._quotes, self._note, self._told, self._cell, self._heading = kept
        return text

    def _flush(self) -> None:
        """End the paragraph."""
        if self._writer.is_empty:
            self._gap |= self._writer.end_line() > 1
            self._writer.finish()
        else:
            written = self._writer.finish()
            lines = [written.content]
            if not self._heading and not self._cell and any(written.indents[1:]):
                lines = written.by_line()
            for at, line in enumerate(lines):
                indented = at < len(written.indents) and written.indents[at]
                self._paragraph(line, indented, written.size)
        pictures, self._waiting = self._waiting, []
        for picture in pictures:
            self._picture(picture)

    def _paragraph(self, content: MarkedText, indented: bool, size: float) -> None:
        if not content.text:
            return
        gap, self._gap = self._gap, False
        kind, why = self._told
        level, marker = (self._heading if kind == "heading" else 0), ""
        if self._note is not None:
            kind, marker, self._note, why = "note", self._note, "", "footnote"
        elif kind is None and self._quotes and len(self._markers) == self._quotes[-1]:
            kind, level, why = "quote", len(self._quotes), why or "block quote"
        elif kind is None and self._markers:
            kind, level = "list_item", len(self._markers)
            marker, self._markers[-1] = self._markers[-1], ""
            why = why or ("list item" if marker else "paragraph in a list item")
            if marker == "-" and (sign := item_marker(content.text, listed=True)):
                marker, content = sign[1], content.without_start(sign.end())
        bold = any(one.kind == "strong" and one.start == 0 and one.end == len(content.text) for one in content.marks)
        if kind in ("title", "heading"):
            content = without_bold(content)
        look = TextLook(size=size, bold=bold, indented=indented)
        self._blocks.append(
            DocumentBlock(content, kind, level, marker, why=why or f"tag {self._tag}", look=look, gap=gap)
        )


_Handler = Callable[[PageWalk, HtmlNode], None]
_HANDLERS: dict[str, _Handler] = {
    "a": PageWalk._link,
    "br": PageWalk._break,
    "hr": PageWalk._rule,
    "blockquote": PageWalk._quote,
    "q": PageWalk._quoted,
    **dict.fromkeys(("ul", "ol", "menu", "dir"), PageWalk._list),
    "li": PageWalk._loose_item,
    "dt": PageWalk._term,
    "figure": PageWalk._captioned,
    "ruby": PageWalk._ruby,
    "rt": PageWalk._reading,
    "sup": PageWalk._raised,
    "img": PageWalk._image,
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), PageWalk._preformatted),
    "math": PageWalk._formula,
    "table": PageWalk._table,
}


def _class_level(node: HtmlNode) -> int:
    """Return the level of a heading that is only one by its class, as in Aozora Bunko's files; 0 for others."""
    if node.name not in ("p", "div") or not node.attributes:
        return 0
    found = next((match for name in class_names(node) if (match := _HEADING_CLASS.match(name))), None)
    return _CLASS_LEVELS.get((found[1] or found[0].removesuffix("midashi")) if found else "", 0)


def _is_section(node: HtmlNode) -> bool:
    """Return whether an item is a section of the page: a heading, and paragraphs below it."""
    inner = node.elements
    return (
        len(inner) > 1
        and inner[0].name in HEADING_LEVELS
        and _own_number(node) is None
        and any(one.name in ("p", "div", "section") for one in inner[1:])
    )


def _own_number(node: HtmlNode) -> HtmlNode | None:
    """Return the element that only says the number of a step, at the head of an item; None if there is none."""
    first = next(iter(node.elements), None)
    numbered = first is not None and first.name in (*HEADING_LEVELS, "div", "p") and len(node.elements) > 1
    return first if numbered and first is not None and re.fullmatch(r"\d{1,2}", first.text) else None


def _with_breaks(blocks: Iterable[DocumentBlock]) -> Iterable[MarkedText]:
    for block in blocks:
        if block.marker not in ("", "-"):
            yield MarkedText(f"{block.marker} ")
        yield block.content


def raw_text(node: HtmlNode) -> str:
    """Return the text in an element as it stands, `br` as a line feed."""
    parts = node.parts(UNREAD_TAGS)
    return "".join(part if isinstance(part, str) else "\n" * (part.name == "br") for part in parts)


def _language_of(node: HtmlNode) -> str:
    """Return the language of code by a class of it, or of what is around or in it."""
    near: Sequence[HtmlNode] = (node, *node.elements[:1], *list(node.around())[:2])
    for one in near:
        names = class_names(one)
        for at, name in enumerate(names):
            found = re.fullmatch(r"(?:language|lang|highlight-source|brush:?|sourcecode)[-:]?([\w+#.-]{1,20})", name)
            if found:
                return found[1]
            if name in ("sourcecode", "brush:") and at + 1 < len(names):
                return names[at + 1].rstrip(";")
    return ""
