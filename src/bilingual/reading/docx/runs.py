"""The content of a paragraph → text with marks, and what stands in it beside text: pictures, text boxes, rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bilingual.containers.docx import Relation, W
from bilingual.reading.documents.model import TextLook
from bilingual.reading.documents.text import MarkedText, TextBuilder, superscript
from bilingual.reading.docx.elements import (
    MC,
    M,
    O,
    V,
    child_value,
    chosen,
    outermost,
    relation_id,
    switched,
)
from bilingual.reading.docx.fields import Fields, field_address, is_contents, is_left_out, outside_address
from bilingual.reading.docx.formulas import linear_formula
from bilingual.reading.docx.notes import NoteKind, Notes
from bilingual.reading.docx.styles import CharacterLook, ParagraphLook, Styles
from bilingual.reading.docx.symbols import in_symbol_font, is_symbol_font, symbol_character

_ENTERED = frozenset(f"{W}{name}" for name in ("smartTag", "customXml", "dir", "bdo", "ins", "moveTo", "sdtContent"))
_NO_TEXT = frozenset(("page", "column"))
"""Breaks that are none in the text."""
_LIFT = 4
"""Half points that a superscript is raised by at least."""
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(slots=True)
class WordParagraph:
    """What a paragraph holds."""

    content: MarkedText = field(default_factory=MarkedText)
    raw: str = ""
    """The text with all its white space, for code."""
    look: TextLook = field(default_factory=TextLook)
    before: list[Any] = field(default_factory=list)
    """Pictures before any text."""
    after: list[Any] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    """The contents of text boxes."""
    hidden: str = ""
    """Text that is formatted as hidden."""
    rule: bool = False
    """True when there is a horizontal rule in it."""
    formula: str = ""
    """The formula, if there is nothing else."""
    passed: bool = False
    """True when it has text that is left out, as the result of a field."""


class WordRunReader:
    """Reads the paragraphs of one part, in order: fields may go over several of them."""

    def __init__(self, styles: Styles, fields: Fields, notes: Notes | None, relations: Mapping[str, Relation]) -> None:
        """Prepare to read; without `notes`, references to notes are left out."""
        self._styles = styles
        self.fields = fields
        self._notes = notes
        self._relations = relations
        self._style = ""
        self._text = TextBuilder()
        self._raw: list[str] = []
        self._found = WordParagraph()
        self._sizes: Counter[float] = Counter()
        self._bold: Counter[bool] = Counter()

    def read(self, paragraph: Any, look: ParagraphLook) -> WordParagraph:
        """Return what a paragraph holds."""
        self._style = look.style
        self._text, self._raw, self._found = TextBuilder(), [], WordParagraph()
        self._sizes, self._bold = Counter(), Counter()
        self._inline(paragraph, "")
        found = self._found
        begin = str(self._text)
        found.content = self._text.finish()
        found.raw = "".join(self._raw)
        if found.formula and found.formula != found.content.text:
            found.formula = ""
        found.look = TextLook(
            size=self._sizes.most_common(1)[0][0] if self._sizes else 0.0,
            bold=self._bold[True] > 0 and not self._bold[False],
            centred=look.centred,
            indented=look.indented or begin.startswith("\u3000"),
        )
        return found

    def _inline(self, parent: Any, link: str) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, link)
            elif tag == f"{W}hyperlink":
                self._inline(child, self._address(child) or link)
            elif tag == f"{W}fldSimple":
                self._simple_field(child, link)
            elif tag == f"{W}sdt":
                self._control(child, link)
            elif tag in _ENTERED:
                self._inline(child, link)
            elif tag == f"{MC}AlternateContent":
                branch = chosen(child)
                self._inline(branch if branch is not None else (), link)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                self._formula(child)

    def _address(self, hyperlink: Any) -> str:
        relation = self._relations.get(relation_id(hyperlink))
        if relation is None or not relation.external:
            return ""
        address, anchor = outside_address(relation.target), str(hyperlink.get(f"{W}anchor", ""))
        return f"{address}#{anchor}" if address and anchor and "#" not in address else address

    def _simple_field(self, simple: Any, link: str) -> None:
        instruction = str(simple.get(f"{W}instr", ""))
        if is_left_out(instruction):
            self._found.passed = True
            self.fields.contents += is_contents(instruction)
            return
        self._inline(simple, field_address(instruction) or link)

    def _control(self, control: Any, link: str) -> None:
        """Enter a content control; the text that only asks for text is left out."""
        content = control.find(f"{W}sdtContent")
        if content is None or switched(control.find(f"{W}sdtPr"), "showingPlcHdr"):
            return
        self._inline(content, link)

    def _formula(self, formula: Any) -> None:
        shown = linear_formula(formula)
        if not shown or self.fields.hides:
            return
        if not str(self._text).strip():
            self._found.formula = shown
        start = len(self._text)
        self._text.add(shown)
        self._text.mark("code", start)

    def _run(self, run: Any, link: str) -> None:
        properties = run.find(f"{W}rPr")
        look = self._styles.run(properties, self._style)
        fonts = properties.find(f"{W}rFonts") if properties is not None else None
        font = str(fonts.get(f"{W}ascii", "")) if fonts is not None else ""
        raised = child_value(properties, "vertAlign") == "superscript" or _is_lifted(properties)
        self._children(run, look, link, font if is_symbol_font(font) else "", raised=raised)

    def _children(self, run: Any, look: CharacterLook, link: str, font: str, *, raised: bool = False) -> None:
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                text = child.text or ""
                text = superscript(text) if raised and len(self._text) else text
                self._put(in_symbol_font(text, font) if font else text, look, link)
            elif tag == f"{W}fldChar":
                self._field_sign(child, look, link)
            elif tag == f"{W}instrText":
                self.fields.instruct(child.text or "")
            elif tag in _SIGNS:
                self._put(_SIGNS[tag], look, link)
            elif tag == f"{W}br":
                self._put("" if child.get(f"{W}type") in _NO_TEXT else "\n", look, link)
            elif tag == f"{W}sym":
                sign = symbol_character(_code(child), str(child.get(f"{W}font", "")))
                self._put(sign, look, link)
            elif tag == f"{W}ruby":
                self._ruby(child, look, link)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._refer(child, look)
                if child.get(f"{W}customMarkFollows") in ("1", "true", "on"):
                    break
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(child, look)
            elif tag == f"{MC}AlternateContent":
                branch = chosen(child)
                self._children(branch if branch is not None else (), look, link, font, raised=raised)

    def _put(self, text: str, look: CharacterLook, link: str) -> None:
        """Add text with its marks, unless it is not shown."""
        if not text:
            return
        if self.fields.hides:
            self._found.passed = True
            return
        if look.hidden:
            self._found.hidden += text
            return
        start = len(self._text)
        self._text.add(text)
        self._raw.append(text)
        self._marked(start, look, link)

    def _marked(self, start: int, look: CharacterLook, link: str) -> None:
        if look.bold:
            self._text.mark("strong", start)
        if look.italic or look.dotted:
            self._text.mark("emphasis", start)
        if look.code:
            self._text.mark("code", start)
        if address := link or self.fields.link:
            self._text.mark("link", start, address)
        added = len(self._text) - start
        self._sizes[look.size] += added
        self._bold[look.all_bold] += added

    def _field_sign(self, sign: Any, look: CharacterLook, link: str) -> None:
        text = self.fields.pass_sign(sign)
        if text is not None and text.reading and not self.fields.hides and not look.hidden:
            start = len(self._text)
            self._text.ruby(text.base, text.reading)
            self._raw.append(text.base)
            self._marked(start, look, link)
        elif text is not None:
            self._put(text.base, look, link)

    def _ruby(self, ruby: Any, look: CharacterLook, link: str) -> None:
        base, reading = (self._plain(ruby.find(f"{W}{name}")) for name in ("rubyBase", "rt"))
        if self.fields.hides or look.hidden or not base.strip():
            self._put(base, look, link)
            return
        start = len(self._text)
        self._text.ruby(base, reading)
        self._raw.append(base)
        inner = self._styles.run(ruby.find(f"{W}rubyBase/{W}r/{W}rPr"), self._style)
        bold, italic, dotted = (a or b for a, b in zip(_marks(look), _marks(inner), strict=True))
        self._marked(start, replace(inner, bold=bold, italic=italic, dotted=dotted), link)

    def _plain(self, element: Any) -> str:
        """Return the text of a base or a reading, without its formatting."""
        if element is None:
            return ""
        return "".join(one.text or "" for one in outermost(element, f"{W}t"))

    def _refer(self, reference: Any, look: CharacterLook) -> None:
        if self._notes is None or self.fields.hides or look.hidden:
            return
        kind: NoteKind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        if label := self._notes.label(kind, str(reference.get(f"{W}id", ""))):
            self._text.refer(label)

    def _drawing(self, drawing: Any, look: CharacterLook) -> None:
        if self.fields.hides or look.hidden:
            return
        if any(one.get(f"{O}hr") in ("t", "true", "1") for one in drawing.iter(f"{V}rect")):
            self._found.rule = True
            return
        self._found.boxes += outermost(drawing, f"{W}txbxContent")
        (self._found.after if str(self._text).strip() else self._found.before).append(drawing)


def _marks(look: CharacterLook) -> tuple[bool, bool, bool]:
    return look.bold, look.italic, look.dotted


def _code(symbol: Any) -> int:
    """Return the code of `w:sym`; that of a blank for a number that is none."""
    text = str(symbol.get(f"{W}char", ""))
    try:
        return int(text, 16) if 0 < len(text) <= 6 else 0x20
    except ValueError:
        return 0x20


def is_dropped_capital(paragraph: Any) -> bool:
    """Return whether a paragraph is the large first letter of the next one."""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")


def is_rule(paragraph: Any) -> bool:
    """Return whether a paragraph without text is drawn as a line: it has a border above or below, none beside."""
    borders = paragraph.find(f"{W}pPr/{W}pBdr")
    if borders is None:
        return False
    drawn = {side for side in ("top", "bottom", "left", "right", "between") if _is_drawn(borders, side)}
    return bool(drawn & {"top", "bottom", "between"}) and not drawn & {"left", "right"}


def _is_drawn(borders: Any, side: str) -> bool:
    return child_value(borders, side, "none") not in ("none", "nil")


def _is_lifted(properties: Any) -> bool:
    """Return whether a run stands higher and is smaller than its line: LibreOffice writes a superscript so."""
    lift = child_value(properties, "position")
    return lift.isdecimal() and len(lift) < 4 and int(lift) >= _LIFT and child_value(properties, "sz") != ""
