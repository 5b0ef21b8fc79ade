"""Faces inside a PDF file: a code for each character, and the way back from codes to text."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

from bilingual.editions.fonts import Face

_CODES = 256
"""Characters that one subset of a simple font can hold; the first code is .notdef and never used."""


class PdfFont(TTFont):
    """A TrueType face, embedded in subsets of up to 255 characters.

    ReportLab's own coding draws a no-break space as a space and writes code points above U+FFFF as they are, so
    neither could be copied.
    """

    def __init__(self, face: Face, document: Any) -> None:
        super().__init__(face.name, BytesIO(face.data), asciiReadable=False, shapable=False)
        self._document = document
        self._widths = face.widths
        self._known: dict[str, tuple[str, str, float]] = {}
        self._state = self.state[document] = TTFont.State(False, self)
        self._state.subsets = [[0]]

    def show(self, text: str, advances: Sequence[float], size: float) -> list[tuple[str, str]]:
        """Return (font resource, TJ array) of each stretch in one subset; `advances` are points.

        The arrays hold what each advance differs from its glyph's own.
        """
        known, per_point = self._known, 1000 / size
        shown: list[tuple[str, str]] = []
        parts: list[str] = []
        held, resource = "", ""
        for character, advance in zip(text, advances, strict=True):
            here, code, width = known.get(character) or self._learn(character)
            if here != resource:
                if resource:
                    shown.append((resource, _array(parts, held)))
                parts, held, resource = [], "", here
            held += code
            shift = width - advance * per_point
            if shift > 0.05 or shift < -0.05:
                parts += (f"<{held}>", _shift(shift))
                held = ""
        if resource:
            shown.append((resource, _array(parts, held)))
        return shown

    def _learn(self, character: str) -> tuple[str, str, float]:
        """Give a character its code, at its first use."""
        subsets = self._state.subsets
        if len(subsets[-1]) == _CODES:
            subsets.append([0])
        code = len(subsets[-1])
        subsets[-1].append(ord(character))
        name = self.getSubsetInternalName(len(subsets) - 1, self._document)
        found = self._known[character] = (name, f"{code:02X}", self._widths[character] * 1000)
        return found

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Add the font to the document, with ToUnicode maps in UTF-16."""
        subsets = self._state.subsets
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        for name, subset in zip(names, subsets, strict=True):
            base = doc.idToObject["BasicFonts"].dict[name].BaseFont
            doc.idToObject[f"toUnicodeCMap:{base}"].content = to_unicode(base, subset)


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """Return the ToUnicode CMap of a subset: code → UTF-16BE, at most 100 a block (PDF 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    pairs = [(code, chr(point).encode("utf-16-be").hex().upper()) for code, point in enumerate(subset) if point]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *(f"<{code:02X}> <{text}>" for code, text in block), "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def number(value: float) -> str:
    """Return a number as PDF writes it, to a hundredth."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _array(parts: Sequence[str], held: str) -> str:
    return " ".join((*parts, f"<{held}>")) if held else " ".join(parts)


def _shift(value: float) -> str:
    """Return the numbers of a TJ array that move by `value`: some readers take one large number for a space."""
    if value > -100:
        return f"{value:.1f}"
    steps = int(-value // 100) + 1
    return " ".join([f"{value / steps:.1f}"] * steps)
