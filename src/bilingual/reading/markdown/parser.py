"""Markdown → an article: CommonMark with tables, footnotes, task lists and front matter."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from bilingual.model import Article, Block, CellAlign, Kind, Mark, Place, Unit, number_units
from bilingual.reading.frontmatter import read_front_matter, read_toml
from bilingual.reading.item_markers import item_marker
from bilingual.reading.lines import TextLine, split_lines
from bilingual.reading.markdown.attributes import add_attributes
from bilingual.reading.markdown.bare_addresses import add_addresses
from bilingual.reading.markdown.definitions import add_definitions
from bilingual.reading.markdown.directives import add_directives
from bilingual.reading.markdown.emphasis import add_emphasis
from bilingual.reading.markdown.formulas import add_formulas
from bilingual.reading.markdown.inline import image_text, read_inline, shown_html
from bilingual.reading.markdown.marked_lines import begin_items, marked_lines, only_images
from bilingual.reading.markdown.title_block import with_title_block
from bilingual.reading.markdown.toml import add_toml
from bilingual.reading.markdown.wide_space import narrow_spaces
from bilingual.reading.ruby import take_ruby, uses_aozora_ruby
from bilingual.reading.speakers import with_speakers
from bilingual.reading.units import sentence_units, whole_unit

if TYPE_CHECKING:
    from markdown_it.token import Token


def parse_markdown(text: str, name: str = "") -> Article | None:
    """Return the article in a Markdown text; `name` is the file name. Invalid Markdown is text, never an error.

    Returns None for bare text: no Markdown but `- ` items, followed by text that CommonMark would add to the item.
    """
    lines = split_lines(text)
    source = "\n".join(line.text for line in lines)
    walk = _Walk([line.number for line in lines], bare=uses_aozora_ruby(source))
    tokens = _tokens(source)
    if _is_bare_text(tokens, lines):
        return None
    walk.blocks(tokens)
    front, meta, at = walk.front
    blocks, used = with_title_block(walk.found, front, at, bare=walk.bare)
    author, readings = take_ruby(front.get("author", ""), bare=walk.bare)
    if front.get("title") and not used:
        meta = (("title", front["title"]), *meta)
    return Article(
        blocks=number_units(with_speakers(blocks)),
        name=PurePath(name).stem,
        path=name,
        author=author,
        author_marks=readings,
        author_en=front.get("author_en", ""),
        short_title=take_ruby(front.get("short_title", ""), bare=walk.bare)[0],
        short_title_en=front.get("short_title_en", ""),
        language=front.get("language", ""),
        date=front.get("date", ""),
        origin=front.get("source", ""),
        meta=meta,
    )


def _parser() -> MarkdownIt:
    # markdown-it drops content that is nested deeper than this, and its own limit (20) is ten levels of a list.
    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    parser.use(front_matter_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    for add in (add_emphasis, add_formulas, add_directives, add_definitions, add_attributes, add_addresses, add_toml):
        parser.use(add)
    return parser


def _tokens(source: str) -> list[Token]:
    """Return the tokens of a text; ideographic spaces behind markers count as spaces."""
    parser = _parser()
    tokens = parser.parse(source)
    for _ in range(_DEPTH):
        narrowed = narrow_spaces(source, tokens)
        if narrowed == source:
            break
        source, tokens = narrowed, parser.parse(narrowed)
    return tokens


_DEPTH = 3
"""A list within a list looks like code until the outer list is read."""


_BARE_TOKENS = frozenset(
    f"{name}_{side}" for name in ("paragraph", "bullet_list", "ordered_list", "list_item") for side in ("open", "close")
) | {"inline", "hr"}


def _is_bare_text(tokens: Sequence[Token], lines: Sequence[TextLine]) -> bool:
    """True when there is no Markdown but lists, and a list item continues in a line that is not indented."""
    lazy = False
    for token in tokens:
        if token.type not in _BARE_TOKENS or token.meta:
            return False
        if token.type == "inline":
            if any(child.type not in {"text", "softbreak"} for child in token.children or []):
                return False
            first, end = token.map or (0, 0)
            lazy |= token.level > 2 and any(line.text[:1] not in " \t\u3000" for line in lines[first + 1 : end])
    return lazy


def _cut(text: str, marks: Sequence[Mark], length: int) -> tuple[str, list[Mark]]:
    """Return the text without its first `length` characters, and the marks moved with it."""
    moved = [replace(mark, start=max(mark.start - length, 0), end=mark.end - length) for mark in marks]
    return text[length:], [mark for mark in moved if mark.end > mark.start]


class _Walk:
    """One pass over the block tokens."""

    def __init__(self, numbers: Sequence[int], *, bare: bool) -> None:
        self.numbers = numbers
        self.bare = bare
        self.found: list[Block] = []
        self.front: tuple[dict[str, str], tuple[tuple[str, str], ...], dict[str, int]] = ({}, (), {})
        self.markers: list[str] = []
        """Markers of the open list items; each is used by the first block of its item."""
        self.quotes: list[int] = []
        """Depth of lists at the start of each open quote."""
        self.note: str | None = None
        """Marker of the open footnote, empty when used; None outside footnotes."""
        self.line = 1

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Turn tokens into blocks, in order."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.map:
                self.line = self.numbers[min(token.map[0], len(self.numbers) - 1)]
            if token.type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                self._table(tokens[at:end])
                at = end
            elif token.type == "heading_open":
                self._heading(token, tokens[at + 1])
                at += 1
            elif token.type == "inline" and token.meta.get("label"):
                self._label(token)
            elif token.type == "inline":
                self._paragraph(token)
            else:
                self._other(token)
            at += 1

    def _other(self, token: Token) -> None:
        kind = token.type
        if kind == "list_item_open":
            self.markers.append(f"{token.info}{token.markup}")
        elif kind == "list_item_close":
            self.markers.pop()
        elif kind == "blockquote_open":
            self.quotes.append(len(self.markers))
        elif kind == "blockquote_close":
            self.quotes.pop()
        elif kind == "footnote_reference_open":
            self.note = f"[{token.meta.get('label', '')}]"
        elif kind == "footnote_reference_close":
            self.note = None
        elif kind == "hr":
            self.found.append(
                Block("separator", marker=token.markup[0] * 3, place=Place(self.line), why="thematic break")
            )
        elif kind in {"fence", "code_block", "math_block"}:
            self._code(token)
        elif kind == "html_block":
            self._html(token.content)
        elif kind == "front_matter":
            self.front = read_front_matter(token.content)
        elif kind == "toml":
            self.front = read_toml(token.content)

    def _kind(self) -> tuple[Kind, int, str, str]:
        """Return kind, level, marker and rule of text at this place; a marker is used once."""
        if self.note is not None:
            marker, self.note = self.note, ""
            return "note", 0, marker, "footnote"
        if self.quotes and len(self.markers) == self.quotes[-1]:
            return "quote", len(self.quotes), "", "block quote"
        if self.markers:
            marker, self.markers[-1] = self.markers[-1], ""
            return "list_item", len(self.markers), marker, "list item" if marker else "paragraph in a list item"
        return "paragraph", 0, "", "paragraph"

    def _text(self, text: str, marks: Sequence[Mark], *, listed: bool = False, why: str = "") -> None:
        kind, level, marker, rule = self._kind()
        if kind == "list_item" and marker and (task := re.match(r"\[([ xX])\]\s+(?=\S)", text)):
            marker = task[0].strip()
            text, marks = _cut(text, marks, task.end())
        elif kind == "paragraph" and (sign := item_marker(text, listed=listed)):
            kind, marker, level = ("note", sign[1], 0) if sign[1] == "※" else ("list_item", sign[1], 1)
            text, marks = _cut(text, marks, sign.end())
            rule = f"marker {marker}"
        if text:
            units = sentence_units(text, marks)
            self.found.append(Block(kind, units, level=level, marker=marker, place=Place(self.line), why=why or rule))

    def _paragraph(self, token: Token) -> None:
        parts = marked_lines(token.children or [])
        listed = begin_items(parts)
        for part in parts:
            if only_images(part):
                self._images(part)
            else:
                self._text(*read_inline(part, bare=self.bare), listed=listed)
            self.line += 1 + sum(child.type in {"softbreak", "hardbreak"} for child in part)

    def _images(self, tokens: Sequence[Token]) -> None:
        for image in tokens:
            if image.type != "image":
                continue
            title = str(image.attrs.get("title", "")).strip()
            alt = image_text(image)
            self._image(str(image.attrs.get("src", "")), alt)
            if title and title != alt:
                self.found.append(Block("paragraph", sentence_units(title), place=Place(self.line), why="image title"))

    def _label(self, token: Token) -> None:
        """Add the title of a container or the term of a definition list: a strong line of its own."""
        text, marks = read_inline(token.children or [], bare=self.bare)
        others = [mark for mark in marks if mark.kind != "strong"]
        self._text(text, [Mark("strong", 0, len(text)), *others], why="label")

    def _image(self, address: str, alt: str) -> None:
        units = whole_unit(*take_ruby(alt, bare=self.bare))
        self.found.append(Block("image", units, place=Place(self.line), why="image", value=address))

    def _heading(self, token: Token, inline: Token) -> None:
        text, marks = read_inline(inline.children or [], bare=self.bare)
        under = token.markup in {"-", "="}
        if self.quotes or self.markers or self.note is not None or (under and text.endswith("。")):
            self._text(text, marks)
            if under:  # writers put --- directly under a paragraph and mean a rule
                self.found.append(
                    Block("separator", marker=token.markup * 3, place=Place(self.line + 1), why="thematic break")
                )
        elif text:
            text = text.replace("\n", " ")
            rule = f"marker {token.markup}" if not under else "underlined"
            level = int(token.tag[1:])
            self.found.append(Block("heading", whole_unit(text, marks), level=level, place=Place(self.line), why=rule))

    def _table(self, tokens: Sequence[Token]) -> None:
        cells = [token for token in tokens if token.type == "inline"]
        columns = sum(token.type == "th_open" for token in tokens)
        units: list[Unit] = []
        for cell in cells:
            text, marks = read_inline(cell.children or [], bare=self.bare)
            units.extend(whole_unit(text.replace("\n", " "), marks))
        aligned = tuple(_alignment(token) for token in tokens if token.type == "th_open")
        place = Place(self.line)
        self.found.append(
            Block(
                "table",
                tuple(units),
                place=place,
                why="table",
                columns=columns,
                aligned=aligned if any(aligned) else (),
            )
        )

    def _code(self, token: Token) -> None:
        language = token.info.split()[0] if token.info.strip() else ""
        unit = Unit(id="", source=token.content.rstrip("\n"))
        why = {"fence": "fenced code", "math_block": "formula"}.get(token.type, "indented code")
        self.found.append(Block("code", (unit,), place=Place(self.line), why=why, value=language))

    def _html(self, content: str) -> None:
        """Read raw HTML as its text, a paragraph a line; an <img> is an image."""
        for image in re.findall(r"<img\b[^<>]*>", content, re.IGNORECASE):
            source = re.search(r"""\bsrc\s*=\s*["']?([^"'\s>]*)""", image, re.IGNORECASE)
            self._image(source[1] if source else "", html.unescape(shown_html(image)))
        text = re.sub(r"<img\b[^<>]*>", "", content, flags=re.IGNORECASE)
        for line in shown_html(text).split("\n"):
            if line.strip():
                self._text(*take_ruby(html.unescape(line).strip(), bare=self.bare))


def _alignment(cell: Token) -> CellAlign:
    """Return the alignment of a column (`:--`, `:-:`, `--:`) by its header cell."""
    style = str(cell.attrs.get("style", ""))
    sides: tuple[CellAlign, ...] = ("left", "center", "right")
    return next((side for side in sides if style == f"text-align:{side}"), "")
