"""Runs and paragraphs of a Word edition: languages, links, furigana, and the bookmarks that name units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bilingual.editions.docx_package import Package
from bilingual.editions.docx_styles import run_face, run_fonts, run_language, size_of, twips
from bilingual.editions.layout import Pair, Span, Text
from bilingual.editions.markup import address, content, element, empty, legal

_PIECES = re.compile("([\n\t])")
_RUBY_SCALE = 0.5
_LONGEST_NAME = 40  # characters in a bookmark's name, Word's limit


@dataclass(slots=True)
class Pen:
    """Write paragraphs into a package; it remembers which bookmark names are taken."""

    package: Package
    language: str
    """Of the English words (`en-GB`)."""
    _names: set[str] = field(default_factory=set)

    def text(self, text: Text, style: str, *, draft: bool = False) -> str:
        """Return the runs of a text that stands in a paragraph of this style."""
        return "".join(self._span(span, text.lang, style, draft=draft) for span in text.spans if span.text)

    def english(self, pair: Pair, style: str, *, draft: bool = False) -> str:
        """Return the runs of the English side inside a bookmark named after its first unit.

        An empty text keeps its bookmark: a person may write the translation there.
        """
        runs = self.text(pair.en, style, draft=draft)
        name = re.sub(r"\W", "_", f"u{pair.units[0]}")[:_LONGEST_NAME] if pair.units else ""
        if not name or name in self._names:
            return runs
        number = str(len(self._names) + 1)
        self._names.add(name)
        start = empty("w:bookmarkStart", {"w:id": number, "w:name": name})
        return start + runs + empty("w:bookmarkEnd", {"w:id": number})

    def words(self, words: str, *, bold: bool = False) -> str:
        """Return a run in the edition's own language (labels, page furniture)."""
        return _run(words, (empty("w:b") if bold else "") + run_language(self.language))

    def japanese(self, words: str) -> str:
        """Return a run of plain Japanese (a marker, a term)."""
        return _run(words, self._properties(Span(words), "ja", draft=False, linked=False))

    def _span(self, span: Span, lang: str, style: str, *, draft: bool) -> str:
        uri = address(span.link) if span.link else ""
        if span.ruby:
            drawn = self._ruby(span, lang, style, draft=draft, linked=bool(uri))
        else:
            drawn = _run(span.text, self._properties(span, lang, draft=draft, linked=bool(uri)))
        if not uri:
            return drawn
        return element("w:hyperlink", {"r:id": self.package.add_link(uri), "w:history": "1"}, drawn)

    def _properties(self, span: Span, lang: str, *, draft: bool, linked: bool, size: float = 0) -> str:
        """Return the content of `w:rPr`, in the order of the schema; a size (points) is only given for furigana."""
        japanese = lang == "ja"
        style = "Hyperlink" if linked else "InlineCode" if span.code else "MachineDraft" if draft else ""
        if span.code:
            fonts = run_fonts("code", hint=japanese)
        elif japanese:
            gothic = {"w:eastAsia": run_face("head")} if span.bold else {}
            fonts = empty("w:rFonts", {"w:hint": "eastAsia"} | gothic)
        else:
            fonts = ""
        half_points = {"w:val": str(round(size * 2))}
        return "".join(
            (
                empty("w:rStyle", {"w:val": style}) if style else "",
                fonts,
                empty("w:b") + empty("w:bCs") if span.bold else "",
                empty("w:i") + empty("w:iCs") if span.italic and not japanese else "",
                empty("w:noProof") if span.code else "",
                empty("w:sz", half_points) + empty("w:szCs", half_points) if size else "",
                # Japanese has no italics: dots above the characters do their work (JLREQ, emphasis dots).
                empty("w:em", {"w:val": "dot"}) if span.italic and japanese and not span.ruby else "",
                run_language(self.language),
            )
        )

    def _ruby(self, span: Span, lang: str, style: str, *, draft: bool, linked: bool) -> str:
        size = size_of(style)
        base = self._properties(span, lang, draft=draft, linked=linked)
        above = self._properties(span, lang, draft=draft, linked=linked, size=size * _RUBY_SCALE)
        shape = {"hps": size * _RUBY_SCALE, "hpsRaise": size - 1, "hpsBaseText": size}
        return element(
            "w:r",
            {},
            element(
                "w:ruby",
                {},
                element(
                    "w:rubyPr",
                    {},
                    empty("w:rubyAlign", {"w:val": "distributeSpace"}),
                    *(empty(f"w:{name}", {"w:val": str(round(points * 2))}) for name, points in shape.items()),
                    empty("w:lid", {"w:val": "ja-JP"}),
                ),
                element("w:rt", {}, _run(span.ruby, above)),
                element("w:rubyBase", {}, _run(span.text, base)),
            ),
        )


def paragraph(
    style: str,
    *runs: str,
    indent: tuple[float, float] | None = None,
    keep_next: bool = False,
    ragged: bool = False,
) -> str:
    """Return a paragraph; `indent` (left, hanging) in points replaces the style's, `ragged` undoes justification."""
    properties = empty("w:pStyle", {"w:val": style.title().replace(" ", "")})
    if keep_next:
        properties += empty("w:keepNext")
    if indent:
        left, hanging = indent
        properties += empty("w:ind", {"w:left": twips(left), "w:hanging": twips(hanging)})
    if ragged:
        properties += empty("w:jc", {"w:val": "left"})
    return element("w:p", {}, element("w:pPr", {}, properties), *runs)


def line_break() -> str:
    """Return a run that begins a new line in the same paragraph."""
    return element("w:r", {}, empty("w:br"))


def tab() -> str:
    """Return a run that goes to the next tab stop."""
    return element("w:r", {}, empty("w:tab"))


def _run(text: str, properties: str) -> str:
    pieces = (
        empty("w:br")
        if piece == "\n"
        else empty("w:tab")
        if piece == "\t"
        else element("w:t", {"xml:space": "preserve"}, content(piece))
        for piece in _PIECES.split(legal(text))
        if piece
    )
    return element("w:r", {}, element("w:rPr", {}, properties), *pieces)
