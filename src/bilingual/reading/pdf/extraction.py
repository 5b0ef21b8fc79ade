"""The characters of a PDF, read by pdfium in a process of its own: `python extraction.py < a.pdf`.

pdfium is a large C++ program that parses what strangers wrote. In its own process a crash, an endless loop or too much
memory ends this program only, and each run of `bilingual` stays free of pdfium's global state. It imports nothing of
`bilingual`, so that it starts fast.

The output is a line of JSON about the file, then, for each page, a line of JSON and the characters as 32-bit floats,
`FIELDS` for each.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from array import array
from typing import Any, BinaryIO

PAGE_LIMIT = 2_000
CHARACTER_LIMIT = 1_000_000
FIELDS = 10
"""Code point, whether pdfium added it (a space between words), origin x and y, left, bottom, right, top, size in
points, and the angle in quarters of a turn."""
_SECONDS = 120
"""Of processor time."""
_MEMORY = 4 << 30
"""Bytes of address space."""
_HYPHEN, _LINE_END_HYPHEN = 0x2D, 0x02
"""pdfium gives a hyphen at the end of a line as a control character."""
_PICTURE = 40
"""Points of the shorter side of a picture that counts."""
_OBJECTS = 5_000
"""Objects of a page that are looked at for pictures."""


def extract() -> int:
    """Read a PDF from standard input and write what is in it."""
    _limit()
    data = sys.stdin.buffer.read()
    write_characters(data, sys.stdout.buffer)
    return 0


def write_characters(data: bytes, out: BinaryIO) -> None:
    """Write the characters of a PDF, or the reason why there are none."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        _say(out, {"error": "password" if "password" in str(error).lower() else "damaged"})
        return
    count = len(document)
    if not 0 < count <= PAGE_LIMIT:
        _say(out, {"error": "pages" if count else "damaged", "pages": count})
        return
    _say(out, {"pages": count, "made": {key: document.get_metadata_value(key) for key in ("Creator", "Producer")}})
    left = CHARACTER_LIMIT
    for number in range(count):
        try:
            about, characters = _page(document[number], left)
        except pypdfium2.PdfiumError:
            about, characters = {"damaged": True}, array("f")
        left -= len(characters) // FIELDS
        _say(out, {**about, "count": len(characters) // FIELDS, "rest": left})
        out.write(characters.tobytes())


def _say(out: BinaryIO, about: dict[str, Any]) -> None:
    out.write(json.dumps(about).encode() + b"\n")


def _page(page: Any, limit: int) -> tuple[dict[str, Any], array[float]]:
    """Return the size of a page, its pictures and the names of its fonts, and its characters as they are shown."""
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    text = page.get_textpage()
    width, height = page.get_size()
    turn = page.get_rotation() // 90 % 4
    place = _Place(turn, *((height, width) if turn % 2 else (width, height)))
    found = array("f")
    fonts: list[list[Any]] = []
    name = ctypes.create_string_buffer(128)
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    x, y, flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
    for at in range(min(text.count_chars(), limit)):
        code = raw.FPDFText_GetUnicode(text, at)
        added = raw.FPDFText_IsGenerated(text, at)
        if code in (0, 10, 13):
            continue
        code = _HYPHEN if code == _LINE_END_HYPHEN else code
        raw.FPDFText_GetMatrix(text, at, matrix)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        size = raw.FPDFText_GetFontSize(text, at) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        angle = math.atan2(-matrix.b, matrix.a) / (math.pi / 2)
        raw.FPDFText_GetFontInfo(text, at, name, len(name), flags)
        font = name.value.decode("utf-8", "replace")
        if not fonts or fonts[-1][1] != font:
            fonts.append([len(found) // FIELDS, font])
        left, bottom, right, top = place.box(box.left, box.bottom, box.right, box.top)
        values = (*place.point(x.value, y.value), left, bottom, right, top, size, (angle + turn) % 4)
        found.extend((code, added, *(value if math.isfinite(value) else 0.0 for value in values)))
    if turn := _turn_of(found):
        _turn_all(found, _Place(turn, width, height), turn)
        width, height = (height, width) if turn % 2 else (width, height)
    return {"width": width, "height": height, "fonts": fonts, "pictures": _pictures(page)}, found


def _turn_of(found: array[float]) -> int:
    """Return by how many quarters a page is to be turned to have most of its text upright."""
    quarters = [0, 0, 0, 0]
    for at in range(FIELDS - 1, len(found), FIELDS):
        quarters[round(found[at]) % 4] += 1
    return -quarters.index(max(quarters)) % 4 if max(quarters) > 0.7 * sum(quarters) else 0


def _turn_all(found: array[float], place: _Place, turn: int) -> None:
    for at in range(0, len(found), FIELDS):
        found[at + 2 : at + 4] = array("f", place.point(*found[at + 2 : at + 4]))
        found[at + 4 : at + 8] = array("f", place.box(*found[at + 4 : at + 8]))
        found[at + 9] = (found[at + 9] + turn) % 4


class _Place:
    """Turns the places of a page as it is stored into those of the page as it is shown."""

    def __init__(self, turn: int, width: float, height: float) -> None:
        self._turn = turn
        self._width = width
        self._height = height

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self._turn == 1:
            return y, self._width - x
        if self._turn == 2:
            return self._width - x, self._height - y
        if self._turn == 3:
            return self._height - y, x
        return x, y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        (one, two), (three, four) = self.point(left, bottom), self.point(right, top)
        return min(one, three), min(two, four), max(one, three), max(two, four)


def _pictures(page: Any) -> int:
    """Return the number of pictures on a page."""
    import pypdfium2.raw as raw

    count = 0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for at in range(min(raw.FPDFPage_CountObjects(page), _OBJECTS)):
        one = raw.FPDFPage_GetObject(page, at)
        if one and raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_IMAGE:
            raw.FPDFPageObj_GetBounds(one, left, bottom, right, top)
            count += min(right.value - left.value, top.value - bottom.value) >= _PICTURE
    return count


def _limit() -> None:
    """Bound the time and the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_AS, _MEMORY)):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            continue


if __name__ == "__main__":
    sys.exit(extract())
