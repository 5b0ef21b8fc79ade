"""The characters of a PDF's pages, and the errors for a PDF that has none to read."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bilingual.errors import InputError, OwnEditionError
from bilingual.reading.pdf import extraction

_INSTALL = "pip install 'bilingual-editions[pdf]'"
_OTHER = "open it in a PDF viewer and print it to a new PDF"
_OCR = "run OCR on it first, e.g. with OCRmyPDF"
_HEAD = 1024
"""Bytes at the start of a file among which viewers look for the sign of a PDF."""
_WAIT = 900
"""Seconds for the whole file on the busiest machine; the process has a limit of its own for processor time."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character at its place on the page; lengths in points, from the lower left corner."""

    text: str
    x: float
    y: float
    """The origin, on the baseline."""
    left: float
    bottom: float
    right: float
    top: float
    size: float
    quarter: float
    """Its angle, clockwise, in quarters of a turn."""
    bold: bool = False
    added: bool = False
    """True for a space that the file does not have, but that stands between words."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as it is shown."""

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    pictures: int = 0
    damaged: bool = False
    """True when it cannot be read."""


def read_pages(data: bytes, place: str) -> Iterator[PdfPage]:
    """Return the pages of a PDF, one after the other: their characters take much memory.

    Raises `InputError` when it is damaged, protected by a password, too large, or an edition of ours, and when
    pypdfium2 is not installed.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        raise InputError("cannot be read: pypdfium2 is not installed", place=place, remedy=_INSTALL)
    if b"%PDF-" not in data[:_HEAD]:
        raise InputError("is no PDF file", place=place, remedy=_OTHER)
    about, rest = _said(_extracted(data, place), place)
    error = about.get("error", "")
    if error == "password":
        raise InputError("is protected by a password", place=place, remedy="save it without a password")
    if error == "pages":
        message = f"has {about.get('pages', 0):,} pages; the limit is {extraction.PAGE_LIMIT:,}"
        raise InputError(message, place=place, remedy="split it into several files")
    if error:
        raise _damaged(place)
    if any(str(maker).startswith("bilingual") for maker in about.get("made", {}).values()):
        raise OwnEditionError(place)
    return _pages(rest, about["pages"], place)


def refuse_without_text(place: str) -> InputError:
    """Return the error for a PDF that has pictures of text, or characters that stand for no text."""
    return InputError("has no text", place=place, remedy=_OCR)


def _extracted(data: bytes, place: str) -> bytes:
    """Return what `extraction` writes about a PDF, from a process of its own."""
    # -P: the folder of the program is no place to import modules from.
    command = [sys.executable, "-P", str(Path(extraction.__file__))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WAIT, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _damaged(place) from error
    if done.returncode:
        raise _damaged(place)
    return done.stdout


def _damaged(place: str) -> InputError:
    return InputError("cannot be read: the file is damaged, or too large to be read", place=place, remedy=_OTHER)


def _said(output: bytes, place: str) -> tuple[dict[str, Any], bytes]:
    line, _, rest = output.partition(b"\n")
    try:
        about = json.loads(line)
    except ValueError as error:
        raise _damaged(place) from error
    return about, rest


def _pages(output: bytes, count: int, place: str) -> Iterator[PdfPage]:
    at = 0
    for number in range(1, count + 1):
        end = output.index(b"\n", at)
        about = json.loads(output[at:end])
        if about["rest"] <= 0:
            message = f"has more than {extraction.CHARACTER_LIMIT:,} characters"
            raise InputError(message, place=place, remedy="split it into several files")
        values: array[float] = array("f")
        at = end + 1 + about["count"] * extraction.FIELDS * values.itemsize
        values.frombytes(output[end + 1 : at])
        glyphs = list(_glyphs(values, about.get("fonts", ())))
        width, height, pictures = (about.get(name, 0) for name in ("width", "height", "pictures"))
        yield PdfPage(number, width, height, glyphs, pictures, damaged=about.get("damaged", False))


def _glyphs(values: array[float], fonts: Sequence[tuple[int, str]]) -> Iterator[Glyph]:
    """Return the characters; a character that is written as two surrogates is one."""
    bold, waiting = False, list(fonts)[::-1]
    lead = 0
    for at in range(0, len(values), extraction.FIELDS):
        while waiting and waiting[-1][0] * extraction.FIELDS <= at:
            bold = _is_bold(waiting.pop()[1])
        code, added, x, y, left, bottom, right, top, size, quarter = values[at : at + extraction.FIELDS]
        number = int(code)
        if 0xD800 <= number < 0xDC00:
            lead = number
            continue
        if 0xDC00 <= number < 0xE000:
            number = 0x10000 + ((lead - 0xD800) << 10) + (number - 0xDC00) if lead else 0xFFFD
        lead = 0
        text = chr(number) if number < 0x110000 else "\ufffd"
        yield Glyph(text, x, y, left, bottom, right, top, size, quarter, bold=bold, added=bool(added))


def _is_bold(font: str) -> bool:
    """Return whether a font is bold by its name: NotoSerifJP-Bold, HiraKakuPro-W6."""
    name = font.lower()
    return any(word in name for word in ("bold", "heavy", "black", "-w6", "-w7", "-w8"))
