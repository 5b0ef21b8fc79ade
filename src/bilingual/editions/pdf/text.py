"""Paragraphs → lines: the font role of each span, and composition with the edition's fonts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bilingual.editions.fonts.fontset import FaceRole, FontSet, shown
from bilingual.editions.markup import address
from bilingual.editions.model import Span
from bilingual.editions.pdf.boxes import Paragraph
from bilingual.editions.typeset.compose import DOT, Composer, Run, SetLine
from bilingual.editions.typeset.glue import FacePiece
from bilingual.editions.typeset.linebreak import ParagraphSetting
from bilingual.editions.typeset.penalties import Hyphenate

_ENGLISH: dict[tuple[bool, bool], FaceRole] = {
    (False, False): "en",
    (True, False): "en-bold",
    (False, True): "en-italic",
    (True, True): "en-bold-italic",
}

_CODE = 0.88
"""Size of code within a text: its letters are taller than those of the text fonts."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_APART = "\N{NO-BREAK SPACE}"
"""Between two markers of notes."""
_HEADS: dict[tuple[str, str], FaceRole] = {
    ("title", "ja"): "ja-title",
    ("title", "en"): "title",
    ("heading", "ja"): "ja-head",
    ("heading", "en"): "head",
}


def role_of(span: Span, paragraph: Paragraph) -> FaceRole:
    """Return the font role of a span of a paragraph."""
    voice = paragraph.style.voice
    if paragraph.verbatim:
        return "code"
    if voice in ("title", "heading"):
        return _HEADS[voice, paragraph.lang]
    if voice == "label":
        return "small"
    if paragraph.lang == "ja":
        if voice == "strong" or span.bold:
            return "ja-bold"
        return "code" if span.code else "ja"
    return "code" if span.code else _ENGLISH[span.bold or voice == "strong", span.italic]


def texts_by_role(paragraphs: Iterable[Paragraph]) -> dict[FaceRole, str]:
    """Return everything that will be drawn, by role, for `prepare_fonts`."""
    characters: dict[FaceRole, set[str]] = defaultdict(set)
    for paragraph in paragraphs:
        for span in (*paragraph.marker, *paragraph.spans):
            characters[role_of(span, paragraph)].update(shown(span.text))
            characters[role_of(span, paragraph)].update(note_sign(span.note))
            if span.note:
                characters["en"].update(_APART)
            if span.ruby:
                characters["ja"].update(shown(span.ruby))
            if _is_dotted(span, paragraph):
                characters["ja"].add(DOT)
    return {role: "".join(sorted(found)) for role, found in sorted(characters.items())}


class Compositor:
    """Compose paragraphs with one set of fonts."""

    def __init__(self, fonts: FontSet, hyphenate: Hyphenate) -> None:
        self.fonts = fonts
        self.hyphenate = hyphenate
        self._composer = Composer(self.measure)

    def measure(self, text: str, face: str) -> Sequence[float]:
        """Return the advance of each character, in em."""
        return self.fonts.faces[face].advances(text)

    def lines(self, paragraph: Paragraph) -> list[SetLine]:
        """Return the paragraph's lines; `x` is counted from the left edge of the sheet."""
        style = paragraph.style
        english = paragraph.lang == "en"
        setting = ParagraphSetting(
            justify=style.justify_en if english else style.justify,
            hyphenate=self.hyphenate if english and style.hyphenate else None,
            phrases=style.balance,
            balance=style.balance,
            low=style.low,
            indent=paragraph.first_line,
        )
        spans = _verbatim(paragraph.spans) if paragraph.verbatim else paragraph.spans
        pieces = self._pieces(spans, paragraph)
        if not pieces:
            return []
        width = paragraph.width - paragraph.indent
        lines = self._composer.compose(pieces, width, setting=setting, x=paragraph.x + paragraph.indent)
        if paragraph.align != "left":
            lines = [line.moved(_shift(line, paragraph, width)) for line in lines]
        if paragraph.marker and lines:
            marker = self._marker(paragraph)
            lines[0] = lines[0]._replace(runs=(*marker, *lines[0].runs))
        return lines

    def _marker(self, paragraph: Paragraph) -> tuple[Run, ...]:
        pieces = self._pieces(paragraph.marker, paragraph)
        if paragraph.back:
            pieces = [replace(piece, link=f"#{paragraph.back}") for piece in pieces]
        lines = self._composer.compose(pieces, paragraph.width, setting=ParagraphSetting(justify=False), x=paragraph.x)
        return tuple(run._replace(label=True) for run in lines[0].runs) if lines else ()

    def _pieces(self, spans: Sequence[Span], paragraph: Paragraph) -> list[FacePiece]:
        size = paragraph.style.size_ja if paragraph.lang == "ja" else paragraph.style.size_en
        pieces: list[FacePiece] = []
        for span in spans:
            runs = self.fonts.runs(shown(span.text), role_of(span, paragraph))
            link = address(span.link) if span.link else ""
            ruby = tuple(self.fonts.runs(shown(span.ruby), "ja")) if span.ruby and len(runs) == 1 else ()
            spoken = shown(span.ruby) if ruby and not span.guessed else ""
            fixed = span.code and paragraph.verbatim
            dots = self.fonts.runs(DOT, "ja")[0][1] if _is_dotted(span, paragraph) else ""
            own = size * _CODE if span.code and not paragraph.verbatim else size
            pieces += (
                FacePiece(text, face, own, link, ruby, spoken=spoken, fixed=fixed, dots=dots) for text, face in runs
            )
            if span.note:
                if not span.text and pieces:  # two figures would be one number
                    pieces += (FacePiece(text, face, size) for text, face in self.fonts.runs(_APART, "en"))
                note = self.fonts.runs(note_sign(span.note), role_of(span, paragraph))
                pieces += (FacePiece(text, face, size, f"#n{span.note}") for text, face in note)
        return pieces


def _is_dotted(span: Span, paragraph: Paragraph) -> bool:
    """Return whether a span has a dot above each character: this is how Japanese text is emphasised."""
    return span.italic and paragraph.lang == "ja" and paragraph.style.voice == "text" and not (span.ruby or span.code)


def note_sign(note: int) -> str:
    """Return the marker of a note, as superscript figures."""
    return str(note).translate(_SUPERSCRIPT) if note else ""


def _shift(line: SetLine, paragraph: Paragraph, width: float) -> float:
    """Return the shift to the right of a line that is not aligned on the left."""
    room = width - line.width
    return room / 2 if paragraph.align == "centre" else room


def _verbatim(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Make leading spaces of code keep their width: a line may not end in them."""
    return tuple(replace(span, text=shown(span.text)) for span in spans)
