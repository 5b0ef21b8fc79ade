"""Read the pages of a tagged PDF: each line with its place, and the block of the structure tree that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations, groupby, pairwise
from typing import Any

import pdfplumber

from tagged import Node, Tagged, kids_of

_INLINE = {"Span", "Link", "Code", "Em", "Strong", "Ruby", "RB", "Reference", "Quote", "Sub"}
_LETTERS = re.compile(r"[A-Za-z]")
_JAPANESE = re.compile(r"[ぁ-んァ-ヴ一-鿿]")
_HEADING = re.compile(r"H\d")


@dataclass(frozen=True)
class Line:
    """A line of one block. Lengths are points; `base` and `top` are measured from the page's upper edge."""

    page: int
    block: int
    """Number of the block in reading order."""
    parent: int
    """Number of the element around the block: the same for the two languages of a row."""
    role: str
    lang: str
    text: str
    """As it is drawn, with the space at its end."""
    x0: float
    x1: float
    base: float
    size: float
    gap: float = 0.0
    """The widest space between two Japanese characters, em."""

    @property
    def top(self) -> float:
        return self.base - 0.7 * self.size


@dataclass(frozen=True)
class Page:
    """The size of a page, and what is drawn on it outside the text: (text, top)."""

    width: float
    height: float
    furniture: tuple[tuple[str, float], ...]


class Pages:
    """The pages of a PDF."""

    def __init__(self, data: bytes) -> None:
        self.tagged = Tagged(data)
        self.pages: list[Page] = []
        self.lines: list[Line] = []
        blocks = self._blocks()
        found: dict[tuple[int, int], list[dict[str, Any]]] = {}
        kinds: dict[int, tuple[int, str, str]] = {}
        with pdfplumber.open(BytesIO(data)) as document:
            for at, page in enumerate(document.pages):
                outside: dict[float, str] = {}
                for char in page.chars:
                    if char["mcid"] is None:
                        top = round(char["top"])
                        outside[top] = outside.get(top, "") + char["text"]
                        continue
                    block, parent, role, lang = blocks[at, char["mcid"]]
                    kinds[block] = (parent, role, lang)
                    found.setdefault((block, at), []).append({**char, "base": page.height - char["matrix"][5]})
                self.pages.append(Page(page.width, page.height, tuple((text, top) for top, text in outside.items())))
        for (block, at), chars in sorted(found.items()):
            self.lines += [line_of(at, block, *kinds[block], part) for part in _in_lines(chars)]

    def _blocks(self) -> dict[tuple[int, int], tuple[int, int, str, str]]:
        """Return (block, parent, role, language) by (page, MCID)."""
        numbers: dict[tuple[Any, str], int] = {}
        places: dict[tuple[int, int], tuple[int, int, str, str]] = {}
        pages = {page.obj.objgen: at for at, page in enumerate(self.tagged.pdf.pages)}

        def walk(node: Node, block: Node, parent: Node) -> None:
            if node.role not in _INLINE:
                block, parent = node, block
            lang = "ja" if node.lang == "ja" else "en"
            for kid in kids_of(node.raw):
                if isinstance(kid, int) or kid.get("/Type") == "/MCR":
                    page, mcid = (node.raw.Pg, kid) if isinstance(kid, int) else (kid.Pg, kid.MCID)
                    number = numbers.setdefault((block.raw.objgen, lang), len(numbers))
                    places[pages[page.objgen], int(mcid)] = (number, parent.raw.objgen[0], block.role, lang)
            for child in node.kids:
                if isinstance(child, Node):
                    walk(child, block, parent)

        walk(self.tagged.document, self.tagged.document, self.tagged.document)
        return places

    def text(self, lang: str) -> str:
        """Return the text of one language in reading order, without spaces and line ends."""

        def of(node: Node) -> str:
            own = ("ja" if node.lang == "ja" else "en") == lang
            return "".join((kid if own else "") if isinstance(kid, str) else of(kid) for kid in node.kids)

        return squeeze(of(self.tagged.document))


def squeeze(text: str) -> str:
    """Return the text without white space and soft hyphens."""
    return "".join(text.split()).replace("\u00ad", "")


def line_of(page: int, block: int, parent: int, role: str, lang: str, chars: Sequence[dict[str, Any]]) -> Line:
    """Return the line that characters make."""
    seen = [char for char in chars if char["text"].strip()] or list(chars)
    size = max(char["size"] for char in seen)
    gaps = [
        (b["x0"] - a["x1"]) / size
        for a, b in pairwise(chars)
        if _JAPANESE.match(a["text"]) and _JAPANESE.match(b["text"]) and a["size"] == b["size"]
    ]
    text = "".join(char["text"] for char in chars)
    x0, x1 = min(char["x0"] for char in seen), max(char["x1"] for char in seen)
    return Line(page, block, parent, role, lang, text, x0, x1, max(c["base"] for c in seen), size, max(gaps, default=0))


def _in_lines(chars: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Part the characters of a block on one page, in the order of drawing: a line begins farther left and lower."""
    lines: list[list[dict[str, Any]]] = []
    for char in chars:
        low = lines and char["base"] > max(c["base"] for c in lines[-1]) + 0.6 * char["size"]
        if not lines or (low and char["x0"] < lines[-1][-1]["x1"]):
            lines.append([])
        lines[-1].append(char)
    return lines


def _by_block(lines: Sequence[Line]) -> list[list[Line]]:
    return [list(part) for _, part in groupby(lines, key=lambda line: line.block)]


def cut_words(lines: Sequence[Line]) -> list[str]:
    """Return the Latin words cut at a line's end without a hyphen; identifiers are cut at their joints."""
    return [
        f"page {a.page + 1}: {a.text!r} | {b.text!r}"
        for block in _by_block(lines)
        for a, b in pairwise(block)
        if _LETTERS.match(a.text[-1:])
        and _LETTERS.match(b.text[:1])
        and not (a.text[-1].islower() and b.text[0].isupper())
    ]


def loose_lines(lines: Sequence[Line], bound: float) -> list[str]:
    """Return the Japanese lines with more than `bound` em between two characters."""
    return [f"page {a.page + 1}: {a.gap:.2f} em: {a.text!r}" for a in lines if a.lang == "ja" and a.gap > bound]


def outside(lines: Sequence[Line], box: tuple[float, float, float, float]) -> list[str]:
    """Return the lines over the edges (left, top, right, bottom); Japanese punctuation may hang by one em."""
    left, top, right, bottom = box
    return [
        f"page {a.page + 1}: {a.text!r} ({a.x0:.0f}-{a.x1:.0f}, {a.base:.0f})"
        for a in lines
        if a.x0 < left - 0.6 * a.size or a.x1 > right + 1.1 * a.size or a.top < top - 2 or a.base > bottom + 2
    ]


def overlaps(lines: Sequence[Line]) -> list[str]:
    """Return the pairs of lines whose boxes intersect."""
    found = []
    for _, part in groupby(sorted(lines, key=lambda line: line.page), key=lambda line: line.page):
        for a, b in combinations(part, 2):
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            if across > 0.5 and min(a.base, b.base) - max(a.top, b.top) > 0.5:
                found.append(f"page {a.page + 1}: {a.text!r} over {b.text!r}")
    return found


def stranded(lines: Sequence[Line]) -> list[str]:
    """Return headings and table headers last on a page, and single lines of a longer paragraph at head or foot."""
    found = []
    last = max((line.page for line in lines), default=0)
    for page in range(last):
        here = [line for line in lines if line.page == page]
        lowest = max(here, key=lambda line: line.base, default=None)
        # A header goes with its rows: one at the foot of the page stands alone.
        if lowest and (_HEADING.match(lowest.role) or lowest.role == "TH"):
            found.append(f"page {page + 1}: {lowest.role} {lowest.text!r} is last")
    for block in _by_block(lines):
        if len(block) >= 4 and block[0].role in ("P", "LBody"):
            for page, part in groupby(block, key=lambda line: line.page):
                if len(list(part)) == 1:
                    found.append(f"page {page + 1}: one line of {block[0].text!r}")
    return found


def empty_pages(lines: Sequence[Line], pages: int, depth: float, *, spread: bool = False) -> list[str]:
    """Return the blank pages, and those before the last of which less than a tenth of the depth is used.

    `spread`: the first page is a title page, and the last two are one spread.
    """
    found = []
    for page in range(int(spread), pages):
        here = [line for line in lines if line.page == page]
        used = max((a.base for a in here), default=0.0) - min((a.top for a in here), default=0.0)
        if not here or (page < pages - 1 - spread and used < depth / 10):
            found.append(f"page {page + 1}: {used:.0f} of {depth:.0f} points")
    return found


def _rows(lines: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Return the paragraphs that stand beside each other."""
    return [
        (a, b)
        for a, b in pairwise(_by_block(lines))
        if (a[0].parent, a[0].role, a[0].page) == (b[0].parent, b[0].role, b[0].page)
        and (a[0].lang, b[0].lang) == ("ja", "en")
        and a[0].role == "P"
        and a[0].x1 < b[0].x0
    ]


def uneven_rows(lines: Sequence[Line]) -> list[str]:
    """Return the rows whose first lines are not level."""
    return [
        f"page {a[0].page + 1}: {a[0].text!r} at {a[0].base:.1f}, {b[0].text!r} at {b[0].base:.1f}"
        for a, b in _rows(lines)
        if abs(a[0].base - b[0].base) > 0.1
    ]


def waste(lines: Sequence[Line]) -> float:
    """Return the share of the rows' area that is blank because one language is shorter; columns equally wide."""
    rows = [(len(a), len(b)) for a, b in _rows(lines)]
    return sum(abs(a - b) for a, b in rows) / max(1, sum(2 * max(a, b) for a, b in rows))


def unnumbered(pages: Sequence[Page], lines: Sequence[Line]) -> list[str]:
    """Return the pages without their number below the text."""
    found = []
    for at, page in enumerate(pages):
        lowest = max((line.base for line in lines if line.page == at), default=0.0)
        if not any(top > lowest and re.match(rf"{at + 1}\b", text.strip()) for text, top in page.furniture):
            found.append(f"page {at + 1}: {page.furniture}")
    return found
