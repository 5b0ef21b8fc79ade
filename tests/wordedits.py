"""Edits of a DOCX edition as Word, Google Docs and python-docx leave them, made on its XML; each with its meaning."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx as python_docx
from lxml import etree

from bilingual.editions.docx.units import bookmark_name
from bilingual.keys import key_of
from returned import article, drawn, printed, targets
from returnededits import Expected, Marks, marks_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
AUTHOR = "Editor"


def q(name: str) -> str:
    return f"{W}{name}"


def node(name: str, *children: Any, **attributes: str) -> Any:
    made = etree.Element(q(name))
    for key, value in attributes.items():
        made.set(q(key), value)
    made.extend(children)
    return made


def run(text: str, *, deleted: bool = False) -> Any:
    words = node("delText" if deleted else "t")
    words.text = text
    words.set(SPACE, "preserve")
    return node("r", words)


def tracked(kind: str, *children: Any, author: str = AUTHOR, number: str = "900") -> Any:
    return node(kind, *children, id=number, author=author, date="2026-01-01T00:00:00Z")


class Opened:
    """An edition that is edited."""

    def __init__(self, name: str, plan: str, data: bytes | None = None) -> None:
        with zipfile.ZipFile(io.BytesIO(data or drawn(name, plan))) as archive:
            self.parts = {part: archive.read(part) for part in archive.namelist()}
        self.root: Any = etree.fromstring(self.parts["word/document.xml"])
        self.marks: Marks = marks_of(article(name))
        self.base: Mapping[str, str] = targets(printed(name))
        self.sources = {unit.unit: unit.source for unit in printed(name)}
        self.a, self.b, self.c = self.marks.paragraph[:3]
        self.A, self.B, self.C = (self.base[unit] for unit in (self.a, self.b, self.c))
        self.row, self.head = self.marks.row, self.marks.head

    @property
    def data(self) -> bytes:
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in self.parts.items():
                archive.writestr(part, content)
        return out.getvalue()

    def name(self, unit: str, lang: str = "en") -> str:
        return bookmark_name(unit, lang, key_of(self.sources[unit]))  # type: ignore[arg-type]

    def has(self, unit: str, lang: str) -> bool:
        return any(each.get(q("name")) == self.name(unit, lang) for each in self.root.iter(q("bookmarkStart")))

    def start(self, unit: str, lang: str = "en") -> Any:
        return next(e for e in self.root.iter(q("bookmarkStart")) if e.get(q("name")) == self.name(unit, lang))

    def end(self, unit: str, lang: str = "en") -> Any:
        number = self.start(unit, lang).get(q("id"))
        return next(e for e in self.root.iter(q("bookmarkEnd")) if e.get(q("id")) == number)

    def inner(self, unit: str, lang: str = "en") -> list[Any]:
        found, at, end = [], self.start(unit, lang).getnext(), self.end(unit, lang)
        while at is not end:
            found.append(at)
            at = at.getnext()
        return found

    def line(self, unit: str, lang: str = "en") -> Any:
        """The row of a unit, or its paragraph outside tables."""
        start = self.start(unit, lang)
        return next(start.iterancestors(q("tr")), None) if self.in_row(unit) else next(start.iterancestors(q("p")))

    def in_row(self, unit: str) -> bool:
        lang = "en" if self.has(unit, "en") else "ja"
        return next(self.start(unit, lang).iterancestors(q("tr")), None) is not None

    def paragraph(self, unit: str, lang: str = "en") -> Any:
        return next(self.start(unit, lang).iterancestors(q("p")))

    def say(self, unit: str, text: str) -> None:
        """Replace the words in a unit's bookmark, as typing inside it does."""
        inner = self.inner(unit)
        for each in inner:
            each.getparent().remove(each)
        self.start(unit).addnext(run(text))

    def unmark(self, *units: str, lang: str = "en") -> None:
        for unit in units:
            start, end = self.start(unit, lang), self.end(unit, lang)
            for each in (start, end):
                each.getparent().remove(each)

    def spaced(self, unit: str) -> str:
        """The words of a unit with the space that follows it."""
        words = "".join(text.text or "" for each in self.inner(unit) for text in each.iter(q("t")))
        return " " if words.endswith(" ") else ""


Edit = Callable[[Opened], Expected | None]
EDITS: dict[str, Edit] = {}


def edit(function: Edit) -> Edit:
    EDITS[function.__name__] = function
    return function


@edit
def untouched(d: Opened) -> Expected:
    return Expected()


@edit
def bookmark_gone_with_its_words(d: Opened) -> Expected:
    space = d.spaced(d.b)
    d.say(d.b, "Retyped in Word without its bookmark." + space)
    d.unmark(d.b)
    return Expected({d.b: "Retyped in Word without its bookmark."})


@edit
def first_bookmark_gone(d: Opened) -> Expected:
    space = d.spaced(d.a)
    d.say(d.a, "Retyped at the head." + space)
    d.unmark(d.a)
    return Expected({d.a: "Retyped at the head."})


@edit
def row_moved(d: Opened) -> Expected | None:
    if not d.in_row(d.row):
        return None
    d.line(d.a).addprevious(d.line(d.row))
    return Expected()


@edit
def row_deleted(d: Opened) -> Expected:
    for lang in ("en", "ja"):
        if d.has(d.row, lang):
            line = d.line(d.row, lang)
            line.getparent().remove(line)
    return Expected(lost=(d.row,))


@edit
def row_deleted_tracked(d: Opened) -> Expected | None:
    if not d.in_row(d.row):
        return None
    line = d.line(d.row)
    properties = line.find(q("trPr"))
    if properties is None:
        properties = node("trPr")
        line.insert(0, properties)
    properties.append(tracked("del"))
    for each in list(line.iter(q("r"))):
        if each.getparent().tag == q("p"):
            gone = tracked("del", number="901")
            each.addprevious(gone)
            gone.append(each)
            for text in each.iter(q("t")):
                text.tag = q("delText")
    return Expected(lost=(d.row,))


@edit
def sentence_moved_tracked(d: Opened) -> Expected:
    inner = d.inner(d.a)
    here, there = tracked("moveFrom", number="910"), tracked("moveTo", number="911")
    inner[0].addprevious(here)
    for each in inner:
        there.append(copy.deepcopy(each))
        here.append(each)
    last = d.end(d.marks.paragraph[-1])
    last.addnext(there)
    last.addnext(run(" "))
    return Expected()


@edit
def runs_split_with_smart_tags(d: Opened) -> Expected:
    text, first = d.base[d.row], d.inner(d.row)
    for each in first:
        each.getparent().remove(each)
    soft = text[30:]
    parts = (
        run(text[:10]),
        node("proofErr", type="spellStart"),
        node("smartTag", run(text[10:20])),
        node("customXml", node("ins", run(text[20:30].replace(" ", "\N{NO-BREAK SPACE}")), id="1", author="E")),
        run(soft[:3]),
        node("r", node("softHyphen")),
        run(soft[3:]),
    )
    for each in reversed(parts):
        d.start(d.row).addnext(each)
    return Expected()


@edit
def python_docx_first_run(d: Opened) -> Expected:
    """`paragraph.runs[0].text = …` and the other runs removed: the text may be where the list marker was."""
    paragraph = d.paragraph(d.a)
    runs = [each for each in paragraph if each.tag == q("r")]
    shared = d.has(d.a, "ja") and d.paragraph(d.a, "ja") is paragraph
    if shared:
        return None  # type: ignore[return-value]
    for each in runs[1:]:
        paragraph.remove(each)
    for each in list(runs[0]):
        if each.tag != q("rPr"):
            runs[0].remove(each)
    runs[0].extend(run("Edited sentence for the check."))
    rest = dict.fromkeys(_row_units(d)[1:], "")
    return Expected({d.a: "Edited sentence for the check.", **rest})


def _row_units(d: Opened) -> list[str]:
    """The units of the paragraph that are in one cell with the first."""
    paragraph = d.paragraph(d.a)
    return [unit for unit in d.marks.paragraph if d.paragraph(unit) is paragraph]


@edit
def python_docx_list_item(d: Opened) -> Expected:
    paragraph = d.paragraph(d.row)
    runs = [each for each in paragraph if each.tag == q("r")]
    for each in runs[1:]:
        paragraph.remove(each)
    for each in list(runs[0]):
        if each.tag != q("rPr"):
            runs[0].remove(each)
    runs[0].extend(run("Edited item for the check."))
    return Expected({d.row: "Edited item for the check."})


@edit
def python_docx_paragraph_text(d: Opened) -> Expected:
    units = _row_units(d)
    paragraph = d.paragraph(d.a)
    for each in list(paragraph):
        if each.tag != q("pPr"):
            paragraph.remove(each)
    words = [f"Sentence number {at} is all new." for at, _ in enumerate(units)]
    paragraph.append(run(" ".join(words)))
    return Expected(dict(zip(units, words, strict=True)), together=tuple(units))


@edit
def bookmarks_of_a_cell_gone_and_one_sentence_edited(d: Opened) -> Expected:
    units = _row_units(d)
    unit = units[len(units) // 2]
    d.say(unit, d.base[unit].replace(" the ", " every ") + d.spaced(unit))
    changed = d.base[unit].replace(" the ", " every ")
    d.unmark(*units)
    return Expected({unit: changed} if changed != d.base[unit] else {})


@edit
def google_docs_without_bookmarks(d: Opened) -> Expected:
    _google(d, rename=False)
    return Expected({d.b: d.base[d.b].replace(" the ", " this very ")})


@edit
def google_docs_with_other_names(d: Opened) -> Expected:
    _google(d, rename=True)
    return Expected({d.b: d.base[d.b].replace(" the ", " this very ")})


def _google(d: Opened, *, rename: bool) -> None:
    d.say(d.b, d.base[d.b].replace(" the ", " this very ") + d.spaced(d.b))
    for number, each in enumerate(list(d.root.iter(q("bookmarkStart"), q("bookmarkEnd")))):
        if rename and each.tag == q("bookmarkStart"):
            each.set(q("name"), f"id.z{number:x}ya")
        elif not rename:
            each.getparent().remove(each)
    for each in list(d.root.iter(q("r"))):
        if each.getparent().tag == q("p"):
            content = node("sdtContent")
            each.addprevious(node("sdt", node("sdtPr", node("tag", val="goog_rdk_1")), content))
            content.append(each)


@edit
def typographic_signs(d: Opened) -> Expected:
    """Autocorrection: no edit."""
    old = d.base[d.row]
    d.say(d.row, old.replace("’", "'").replace("“", '"').replace("”", '"').replace("-", "–").replace("...", "…"))
    return Expected()


@edit
def quotation_added(d: Opened) -> Expected:
    d.say(d.b, f"“{d.B}” he\N{NO-BREAK SPACE}said — it’s done.{d.spaced(d.b)}")
    return Expected({d.b: f"“{d.B}” he\N{NO-BREAK SPACE}said — it’s done."})


@edit
def japanese_words_in_english(d: Opened) -> Expected:
    """Word and LibreOffice divide runs where the script changes."""
    unit = d.head or d.b
    d.say(unit, "The word ")
    d.inner(unit)[0].addnext(run(" is old." + d.spaced(unit)))
    d.inner(unit)[0].addnext(run("国会"))
    return Expected({unit: "The word 国会 is old."})


@edit
def row_copied(d: Opened) -> Expected | None:
    if not d.in_row(d.row):
        return None
    again = copy.deepcopy(d.line(d.row))
    for each in list(again.iter(q("bookmarkStart"), q("bookmarkEnd"))):
        each.set(q("id"), f"7{each.get(q('id'))}")
        if each.tag == q("bookmarkStart"):
            each.set(q("name"), each.get(q("name")) + "_Copy_1")
    d.line(d.row).addnext(again)
    return Expected()


@edit
def ends_cross(d: Opened) -> Expected:
    """As LibreOffice writes bookmarks: the next one begins before this one ends."""
    if d.end(d.a).getparent() is d.start(d.b).getparent():
        d.start(d.b).addnext(d.end(d.a))
    return Expected()


@edit
def start_between_blocks(d: Opened) -> Expected:
    if d.line(d.row) is not None and not d.has(d.row, "ja"):
        d.line(d.row).addprevious(d.start(d.row))
    return Expected()


@edit
def typed_before_a_sentence(d: Opened) -> Expected:
    d.start(d.b).addprevious(run("Yesterday, "))
    return Expected({d.b: f"Yesterday, {d.B}"})


@edit
def typed_behind_the_last(d: Opened) -> Expected:
    d.end(d.row).addnext(run(" (See below.)"))
    return Expected({d.row: f"{d.base[d.row]} (See below.)"})


@edit
def two_authors(d: Opened) -> Expected:
    text = d.B
    d.say(d.b, text[:5])
    first = d.inner(d.b)[0]
    first.addnext(run(text[5:] + d.spaced(d.b)))
    first.addnext(tracked("ins", run("two "), author="B"))
    first.addnext(tracked("ins", run("One "), author="A"))
    return Expected({d.b: f"{text[:5]}One two {text[5:]}"})


@edit
def retyped_tracked(d: Opened) -> Expected:
    """The start is inside the deletion, the end at the head of the insertion, the new words behind it."""
    start, end, inner = d.start(d.b), d.end(d.b), d.inner(d.b)
    space = d.spaced(d.b)
    gone, new = tracked("del"), tracked("ins", number="901")
    start.addprevious(gone)
    gone.append(start)
    gone.append(run(d.B + space, deleted=True))
    gone.addnext(new)
    new.append(end)
    new.append(run("All other words. "))
    for each in inner:
        if each.getparent() is not None:
            each.getparent().remove(each)
    return Expected({d.b: "All other words."})


@edit
def words_replaced_tracked(d: Opened) -> Expected:
    text = d.B
    d.say(d.b, text[:6])
    first = d.inner(d.b)[0]
    first.addnext(run(text[12:] + d.spaced(d.b)))
    first.addnext(tracked("ins", run("XYZ ")))
    first.addnext(tracked("del", run(text[6:12], deleted=True)))
    return Expected({d.b: f"{text[:6]}XYZ {text[12:]}"})


@edit
def a_link_and_a_field(d: Opened) -> Expected:
    text = d.B
    d.say(d.b, "")
    for each in d.inner(d.b):
        each.getparent().remove(each)
    code = node("instrText")
    code.text = ' HYPERLINK "https://example.org" '
    parts = (
        node("hyperlink", run(text[:4]), anchor="x"),
        node("r", node("fldChar", fldCharType="begin")),
        node("r", code),
        node("r", node("fldChar", fldCharType="separate")),
        run(text[4:9]),
        node("r", node("fldChar", fldCharType="end")),
        node("fldSimple", run(text[9:]), instr=" HYPERLINK x "),
        run(" "),
    )
    for each in reversed(parts):
        d.start(d.b).addnext(each)
    return Expected()


@edit
def a_new_paragraph(d: Opened) -> Expected:
    """Text that belongs to no sentence is listed."""
    line = d.line(d.a)
    made = node("p", run("An editor’s remark of three lines."))
    if d.in_row(d.a):
        cells = [node("tc", node("p")), node("tc", made)]
        line.addprevious(node("tr", *cells))
    else:
        first = d.line(d.a, "ja") if d.has(d.a, "ja") else line
        first.addprevious(made)
    return Expected(free=("An editor’s remark of three lines.",))


@edit
def a_text_box(d: Opened) -> Expected:
    box = node("txbxContent", node("p", run("In a box.")))
    d.end(d.b).addnext(node("r", node("pict", box)))
    return Expected(free=("In a box.",))


@edit
def hidden_words(d: Opened) -> Expected:
    hidden = run("hidden")
    hidden.insert(0, node("rPr", node("vanish")))
    d.start(d.b).addnext(hidden)
    return Expected()


@edit
def heading_retyped(d: Opened) -> Expected | None:
    if not d.head:
        return None
    d.say(d.head, "Quite another heading")
    return Expected({d.head: "Quite another heading"})


@edit
def heading_without_its_bookmark(d: Opened) -> Expected | None:
    if not d.head:
        return None
    d.say(d.head, "Quite another heading")
    d.unmark(d.head)
    return Expected({d.head: "Quite another heading"})


@edit
def title_retyped(d: Opened) -> Expected:
    d.say("1.1", "Another Title")
    return Expected({"1.1": "Another Title"})


@edit
def japanese_edited(d: Opened) -> Expected | None:
    if not d.has(d.b, "ja"):
        return None
    d.start(d.b, "ja").addnext(run("直した"))
    return Expected()


@edit
def sentence_and_its_bookmark_deleted(d: Opened) -> Expected | None:
    if d.paragraph(d.a) is not d.paragraph(d.b):
        return None
    for each in d.inner(d.b):
        each.getparent().remove(each)
    d.unmark(d.b)
    return Expected({d.b: ""})


@edit
def merged_by_hand(d: Opened) -> Expected | None:
    if d.paragraph(d.a) is not d.paragraph(d.b):
        return None
    text = f"{d.A[:-1]}, and moreover {d.B}"
    d.say(d.a, f"{text} ")
    for each in d.inner(d.b):
        each.getparent().remove(each)
    return Expected({d.a: text, d.b: ""}, together=(d.a, d.b))


@edit
def paragraph_divided(d: Opened) -> Expected:
    """A paragraph mark in the middle of a sentence: its bookmark covers two paragraphs."""
    paragraph, text = d.paragraph(d.b), d.B
    at = text.index(" ", 10)
    d.say(d.b, text[:at])
    rest = node("p", *([copy.deepcopy(paragraph.find(q("pPr")))] if paragraph.find(q("pPr")) is not None else []))
    paragraph.addnext(rest)
    rest.append(run(text[at:] + " "))
    after = d.end(d.b)
    while after is not None:
        following = after.getnext()
        rest.append(after)
        after = following
    return Expected()


@edit
def saved_as_strict(d: Opened) -> Expected:
    text = etree.tostring(d.root)
    d.root = etree.fromstring(text.replace(W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    return Expected()


@edit
def saved_by_python_docx(d: Opened) -> Expected:
    opened = python_docx.Document(io.BytesIO(d.data))
    out = io.BytesIO()
    opened.save(out)
    with zipfile.ZipFile(out) as archive:
        d.parts = {part: archive.read(part) for part in archive.namelist()}
    d.root = etree.fromstring(d.parts["word/document.xml"])
    return Expected()


@edit
def cells_merged(d: Opened) -> Expected | None:
    """Two English cells, one above the other, become one."""
    first = d.line(d.a) if d.in_row(d.a) else None
    below = first.getnext() if first is not None else None
    if below is None or len(below.findall(q("tc"))) != 2 or not list(below.iter(q("bookmarkStart"))):
        return None
    at = 0 if next(first.iter(q("bookmarkStart"))).get(q("name")).endswith("_en") else 1
    upper, lower = first.findall(q("tc"))[at], below.findall(q("tc"))[at]
    for cell, kind in ((upper, "restart"), (lower, "continue")):
        properties = cell.find(q("tcPr"))
        properties.append(node("vMerge", val=kind))
    for each in lower.findall(q("p")):
        upper.append(each)
    lower.append(node("p"))
    return Expected()


@edit
def column_of_japanese_deleted(d: Opened) -> Expected | None:
    if not d.in_row(d.a) or not d.has(d.a, "ja"):
        return None
    for line in d.root.iter(q("tr")):
        cells = line.findall(q("tc"))
        japanese = [
            cell for cell in cells if any(e.get(q("name")).endswith("_ja") for e in cell.iter(q("bookmarkStart")))
        ]
        for cell in japanese if len(cells) > 1 else []:
            line.remove(cell)
    return Expected()


@edit
def empty_paragraphs_and_breaks(d: Opened) -> Expected:
    d.end(d.row).addnext(node("r", node("br", type="page")))
    d.start(d.row).addprevious(node("r", node("lastRenderedPageBreak")))
    d.paragraph(d.row).addnext(node("p"))
    return Expected()
