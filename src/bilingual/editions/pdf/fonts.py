"""Fonts in a PDF file: a code for each character, and the mapping from codes to text.

A font is a composite font (ISO 32000-1, 9.7): two bytes per character, the outlines unchanged. With ReportLab's own
simple fonts of 255 characters with quadratic outlines, a page of Japanese would need six.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from bilingual.editions.fonts import subset
from bilingual.editions.fonts.fontset import Face

_SUBSET = "AAAAAA+"
"""The tag of a subset: all may have the same, since each font is in a file once."""


class _Codes(dict[str, tuple[str, str, float]]):
    """Character → font resource, code, width in thousandths of an em; assigned at the first use."""

    def __init__(self, learn: Callable[[str], tuple[str, str, float]]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, character: str) -> tuple[str, str, float]:
        found = self[character] = self._learn(character)
        return found


class PdfFont:
    """A font in one document.

    A code is the glyph's number. Characters that share a glyph must each be copied as themselves (a hyphen and a soft
    one, the many that are drawn as 〓), so for the second and third character of a glyph the font is repeated, as
    another font with the same outlines. Custom encodings would be shorter, but too many readers ignore them.
    """

    def __init__(self, face: Face, document: Any, number: int) -> None:
        self._face = face
        self._document = document
        self._name = f"/F{number}"
        self._metrics = subset.metrics(face.data)
        self._known = _Codes(self._learn)
        longest = sorted(face.ligatures, key=len, reverse=True)
        self._joined = re.compile("|".join(map(re.escape, longest))) if longest else None
        self._texts: list[dict[int, str]] = []
        """For each of its fonts: code → character."""

    def show(self, text: str, advances: Sequence[float], size: float) -> tuple[float, list[tuple[str, str]]]:
        """Return the common distance between characters, and (font resource, TJ array) of each range in one font.

        `advances` and the distance are points. The arrays have the difference of each advance from its glyph's own
        advance plus the common distance.
        """
        known, per_point = self._known, 1000 / size
        common = self._common(text, advances, per_point)
        least, most = common - 0.05, common + 0.05
        shown: list[tuple[str, str]] = []
        parts: list[str] = []
        resource = ""
        for character, advance in self._signs(text, advances):
            here, code, width = known[character]
            if here != resource:
                if resource:
                    shown.append((resource, _array(parts)))
                parts, resource = [], here
            parts.append(code)
            shift = width - advance * per_point
            if shift > most or shift < least:
                shift -= common
                parts.append(f">{shift:.1f}<" if shift > -100 else f">{_steps(shift)}<")
        if resource:
            shown.append((resource, _array(parts)))
        return -common / per_point, shown

    def _signs(self, text: str, advances: Sequence[float]) -> Iterable[tuple[str, float]]:
        """Yield what has a glyph of its own, and its advance.

        That is a character, one with the selector that follows and gives it another form, or dashes in one stroke.
        """
        if self._joined and self._joined.search(text):
            return self._with_joined(text, advances)
        variants = self._face.variants
        if not variants:
            return zip(text, advances, strict=True)
        pairs = (one + after for one, after in zip(text, (*text[1:], ""), strict=True))
        return zip((pair if pair in variants else pair[0] for pair in pairs), advances, strict=True)

    def _with_joined(self, text: str, advances: Sequence[float]) -> Iterator[tuple[str, float]]:
        assert self._joined
        start = 0
        for found in (*self._joined.finditer(text), None):
            end = found.start() if found else len(text)
            for at in range(start, end):
                pair = text[at : at + 2]
                yield (pair if pair in self._face.variants else text[at]), advances[at]
            if found:
                start = found.end()
                yield found.group(), sum(advances[end:start])

    def _common(self, text: str, advances: Sequence[float], per_point: float) -> float:
        """Return by how much most characters are narrower than their glyphs, in thousandths of an em.

        A justified line of Japanese has nearly the same spacing everywhere: three places are enough.
        """
        if len(text) < 4:
            return 0.0
        places = (len(text) // 4, len(text) // 2, len(text) * 3 // 4)
        first, second, third = sorted(self._known[text[at]][2] - advances[at] * per_point for at in places)
        if second - first < 0.05 or third - second < 0.05:
            return round(second, 1)
        return 0.0

    def _learn(self, character: str) -> tuple[str, str, float]:
        """Give a character (one with its selector, too) its font and its code, at its first use."""
        if not self._texts:
            self._document.delayedFonts.append(self)  # a font that draws nothing is not embedded
        face = self._face
        glyph = face.variants.get(character) or face.ligatures.get(character) or face.glyphs[character]
        at = next((at for at, texts in enumerate(self._texts) if glyph not in texts), len(self._texts))
        if at == len(self._texts):
            self._texts.append({})
        # A selector follows, as a character of its own.
        self._texts[at][glyph] = character if character in face.ligatures else character[0]
        return self._resource(at), f"{glyph:04X}", self._metrics.widths[glyph]

    def _resource(self, at: int) -> str:
        return f"{self._name}.{at}" if at else self._name

    def addObjects(self, document: Any) -> None:  # noqa: N802
        """Add the fonts to the document: ReportLab calls this when it writes the file."""
        name = f"{_SUBSET}{self._face.name}"
        program, cubic = subset.program(self._face.data)
        system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
        glyphs = _dictionary(
            Type="Font",
            Subtype="CIDFontType0" if cubic else "CIDFontType2",
            BaseFont=name,
            CIDSystemInfo=PDFDictionary(system),
            FontDescriptor=self._descriptor(name, program, cubic=cubic),
            W=PDFArray([0, PDFArray([_plain(width) for width in self._metrics.widths])]),
        )
        if not cubic:
            glyphs["CIDToGIDMap"] = PDFName("Identity")
        shared = PDFArray([document.Reference(glyphs)])
        for at, texts in enumerate(self._texts):
            font = _dictionary(
                Type="Font",
                Subtype="Type0",
                BaseFont=name,
                Encoding="Identity-H",
                DescendantFonts=shared,
                ToUnicode=self._stream(to_unicode(texts)),
            )
            document.idToObject["BasicFonts"].dict[self._resource(at)[1:]] = document.Reference(font)

    def _descriptor(self, name: str, program: bytes, *, cubic: bool) -> Any:
        measured = self._metrics
        descriptor = _dictionary(
            Type="FontDescriptor",
            FontName=name,
            # Symbolic: its characters are beyond the standard Latin ones. 64: italic.
            Flags=4 | (64 if measured.italic_angle else 0),
            FontBBox=PDFArray([_plain(edge) for edge in measured.box]),
            ItalicAngle=_plain(measured.italic_angle),
            Ascent=_plain(measured.ascent),
            Descent=_plain(measured.descent),
            CapHeight=_plain(measured.cap_height),
            StemV=80,  # required by the standard, but unused when the font is embedded
        )
        key, about = ("FontFile3", {"Subtype": PDFName("CIDFontType0C")}) if cubic else ("FontFile2", {})
        descriptor[key] = self._stream(program, **about)
        return self._document.Reference(descriptor)

    def _stream(self, content: bytes | str, **about: Any) -> Any:
        """Add a stream; it is compressed with the rest of the file."""
        data = content if isinstance(content, bytes) else content.encode("ascii")
        lengths = {"Length1": len(data)} if isinstance(content, bytes) else {}
        return self._document.Reference(PDFStream(PDFDictionary({**about, **lengths}), data))


def to_unicode(texts: Mapping[int, str]) -> str:
    """Return the ToUnicode CMap of a font: code → UTF-16BE, at most 100 a block (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    pairs = [(code, text.encode("utf-16-be").hex().upper()) for code, text in sorted(texts.items())]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *(f"<{code:04X}> <{text}>" for code, text in block), "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def _dictionary(**entries: Any) -> Any:
    """Return a PDF dictionary; text is written as names."""
    return PDFDictionary({key: PDFName(value) if isinstance(value, str) else value for key, value in entries.items()})


def _plain(value: float) -> int | float:
    return round(value) if value == round(value) else round(value, 2)


def number(value: float) -> str:
    """Return a number in PDF syntax, to a hundredth."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _array(parts: Sequence[str]) -> str:
    """Return codes and the numbers between them as the inside of a TJ array."""
    return f"<{''.join(parts)}>".replace("<>", "")


def _steps(value: float) -> str:
    """Return numbers that together move by `value`: some readers treat one large number as a space."""
    steps = int(-value // 100) + 1
    return " ".join([f"{value / steps:.1f}"] * steps)
