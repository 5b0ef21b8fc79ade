"""The runs of one paragraph → its text with marks, how it looks, and the drawings in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bilingual.reading.addresses import leads_outside
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.documents.model import TextLook
from bilingual.reading.documents.text import MarkedText, TextBuilder, superscript
from bilingual.reading.odt.names import odf_integer, odf_name, odf_tag, odf_value
from bilingual.reading.odt.styles import OdtStyles

_SPACE = re.compile("[ \t\r\n]+")
_SPACES = 100
"""Spaces of one `text:s`."""
_SKIPPED = frozenset(
    ("text:number", "text:script", "text:tracked-changes", "text:note-citation", "office:annotation-end")
)


@dataclass(frozen=True, slots=True)
class FoundDrawing:
    """A frame or shape in a paragraph."""

    element: Any
    first: bool
    """True when no text of its paragraph precedes it, and it stands in the line as a character does."""


@dataclass(frozen=True, slots=True)
class SpanText:
    """The text of a paragraph."""

    content: MarkedText
    raw: str
    """With the white space at the ends of its lines."""
    look: TextLook
    drawings: tuple[FoundDrawing, ...] = ()
    formula: bool = False
    """True when the text is a formula and nothing else."""


@dataclass(slots=True)
class SpanReader:
    """Reads the runs of paragraphs. Notes are numbered in the order in which they are referred to."""

    styles: OdtStyles
    formula: Callable[[Any], Any]
    """Returns the MathML of a `draw:object`; None if it is no formula."""
    left_out: LeftOut
    notes: list[Any] = field(default_factory=list)
    """The notes referred to so far, as `text:note` elements."""

    def read(self, element: Any, style: str, *, heading: bool = False, code: bool = False) -> SpanText:
        """Return the text of a paragraph; for a `heading`, what is bold in all of it is not marked."""
        return _Paragraph(self, style, heading=heading, code=code).read(element)


class _Paragraph:
    def __init__(self, reader: SpanReader, style: str, *, heading: bool, code: bool) -> None:
        self._reader = reader
        self._style = style
        self._heading = heading
        self._code = code
        self._text = TextBuilder()
        self._spaced = True
        self._hidden = False
        self._drawings: list[FoundDrawing] = []
        self._sizes: Counter[float] = Counter()
        self._bold = self._plain = False
        self._formulas = 0

    def read(self, element: Any) -> SpanText:
        """Return what the paragraph has."""
        self._content(element, ())
        content = MarkedText() if self._hidden else self._text.finish()
        styles = self._reader.styles
        raw = str(self._text)
        look = TextLook(
            size=self._sizes.most_common(1)[0][0] if self._sizes else 0.0,
            bold=self._bold and not self._plain,
            centred=styles.centred(self._style),
            indented=raw.startswith("\u3000") or styles.indented(self._style),
        )
        formula = self._formulas > 0 and self._formulas == len(content.text)
        return SpanText(content, "" if self._hidden else raw, look, tuple(self._drawings), formula)

    def _content(self, element: Any, spans: tuple[str, ...]) -> None:
        self._add(element.text, spans)
        for child in element:
            self._child(child, spans)
            self._add(child.tail, spans)

    def _add(self, text: str | None, spans: tuple[str, ...]) -> None:
        if not text:
            return
        shown = _SPACE.sub(" ", text)
        if self._spaced and shown.startswith(" "):
            shown = shown[1:]
        if shown:
            self._spaced = shown.endswith(" ")
            self._run(shown, spans)

    def _run(self, shown: str, spans: tuple[str, ...]) -> None:
        run = self._reader.styles.run(self._style, spans)
        if run.hidden:
            return
        start = len(self._text)
        self._text.add(superscript(shown) if start and run.raised else shown)
        if run.strong(shown, heading=self._heading):
            self._text.mark("strong", start)
        if run.emphasised(shown, heading=self._heading):
            self._text.mark("emphasis", start)
        if run.code and not self._code:
            self._text.mark("code", start)
        if stripped := shown.strip():
            self._sizes[run.size] += len(stripped)
            bold = run.bold(shown)
            self._bold, self._plain = self._bold or bold, self._plain or not bold

    def _child(self, child: Any, spans: tuple[str, ...]) -> None:
        name = odf_name(child)
        if name == "text:span":
            self._content(child, (odf_value(child, "text:style-name"), *spans))
        elif name == "text:a":
            self._link(child, spans)
        elif name == "text:ruby":
            self._ruby(child, spans)
        elif name == "text:note":
            self._reader.notes.append(child)
            self._text.refer(str(len(self._reader.notes)))
            self._spaced = False
        elif name in ("text:s", "text:tab", "text:line-break"):
            self._white(child, name, spans)
        elif name == "office:annotation":
            self._reader.left_out.add("a comment", "comments", _shown_text(child))
        elif name == "text:hidden-paragraph":
            self._hidden = self._hidden or odf_value(child, "text:is-hidden") == "true"
        elif name == "text:hidden-text" and odf_value(child, "text:is-hidden") == "true":
            return
        elif name.startswith("draw:"):
            self._drawing(child, spans)
        elif name.startswith(("text:", "loext:")) and name not in _SKIPPED:
            self._content(child, spans)

    def _white(self, child: Any, name: str, spans: tuple[str, ...]) -> None:
        tab = "    " if self._code else "\t"
        shown = {"text:tab": tab, "text:line-break": "\n"}.get(name)
        if shown is None:
            shown = " " * odf_integer(child, "text:c", 1, most=_SPACES)
        self._spaced = False
        self._run(shown, spans)

    def _link(self, child: Any, spans: tuple[str, ...]) -> None:
        start, address = len(self._text), odf_value(child, "xlink:href").strip()
        style = odf_value(child, "text:style-name")
        self._content(child, (style, *spans) if style else spans)
        if leads_outside(address):
            self._text.mark("link", start, address)

    def _ruby(self, child: Any, spans: tuple[str, ...]) -> None:
        start = len(self._text)
        for part in child:
            if odf_name(part) == "text:ruby-base":
                self._content(part, spans)
            elif odf_name(part) == "text:ruby-text" and (reading := "".join(part.itertext()).strip()):
                self._text.mark("ruby", start, reading)
                start = len(self._text)

    def _drawing(self, child: Any, spans: tuple[str, ...]) -> None:
        """Add a formula as text; keep other drawings for the blocks after the paragraph."""
        if odf_name(child) == "draw:frame":
            for embedded in child.iterchildren(odf_tag("draw:object")):
                root = self._reader.formula(embedded)
                if root is not None:
                    self._formula(root, spans)
                    return
        inline = odf_value(child, "text:anchor-type") == "as-char"
        self._drawings.append(FoundDrawing(child, inline and not len(self._text)))

    def _formula(self, root: Any, spans: tuple[str, ...]) -> None:
        notes = [one for one in root.iter(odf_tag("math:annotation")) if "StarMath" in one.get("encoding", "")]
        written = " ".join("".join(notes[0].itertext()).split()) if notes else ""
        start = len(self._text)
        self._run(written or "〓", spans)
        if written:
            self._text.mark("code", start)
            self._formulas += len(written)
        self._spaced = False


def _shown_text(element: Any) -> str:
    """Return the text of the paragraphs in an element."""
    return " ".join("".join(one.itertext()) for one in element.iter(odf_tag("text:p")))
