"""The faces of an edition as CSS: subset, packed, inside the page, so that it looks alike without a Japanese font."""

from __future__ import annotations

import base64
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import get_args

from bilingual.editions.fonts.fontset import Face, FaceRole, FontSet, prepare_fonts, shown
from bilingual.editions.html.text import KANA
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Text

_SIGNS = "0123456789 ↑–.,/"


def style(edition: Edition) -> str:
    """Return `@font-face` rules and, for each role, the variable that the style sheet puts first in its lists."""
    texts = {role: shown(text) for role, text in _texts(edition).items() if text}
    faces = prepare_fonts(texts, edition.theme.faces)
    rules = [
        f'@font-face {{ font-family: "{face.name}"; font-weight: {_weight(face)}; font-style: {_slant(face)}; '
        f"font-display: block; src: url(data:font/woff;base64,{_data(face)}) format('woff'); }}"
        for face in faces.faces.values()
    ]
    # A variable that is not there would void the whole list it stands in.
    families = [
        f"--own-{role}: {', '.join(_families(faces, role, texts[role]) if role in texts else ['none'])};"
        for role in sorted(get_args(FaceRole))
    ]
    return "\n".join([*rules, f":root {{ {' '.join(families)} }}"])


def _data(face: Face) -> str:
    return base64.b64encode(pack(face.data)).decode("ascii")


def _weight(face: Face) -> str:
    """Return the weights a face stands for: a browser would embolden a bold face that says it is regular."""
    return "400" if "Regular" in face.name or face.name.endswith("-Italic") else "500 900"


def _slant(face: Face) -> str:
    return "italic" if "Italic" in face.name else "normal"


def _families(faces: FontSet, role: FaceRole, text: str) -> list[str]:
    """Return the role's faces, the one that draws most of the text first."""
    used: Counter[str] = Counter()
    for character, times in Counter(text).items():
        used[faces.assigned[role].get(character, "")] += times
    return [f'"{faces.faces[key].name}"' for key, _ in used.most_common() if key in faces.faces] or ["none"]


def _texts(edition: Edition) -> dict[FaceRole, str]:
    """Return every text of the edition by the role it is set in; a face with too many characters does no harm."""
    found: dict[FaceRole, list[str]] = defaultdict(list)
    for text in _running(edition):
        for span in text.spans:
            found[_role(text, bold=span.bold, italic=span.italic)].append(span.text)
            found["ja"].append(span.ruby)
            if span.code:
                found["code"].append(span.text)
    for lang in edition.langs:
        found["ja-title" if lang == "ja" else "title"] += _parts(edition.title.side(lang))
        for section in edition.sections:
            if section.heading:
                found["ja-head" if lang == "ja" else "head"] += _parts(section.heading.side(lang))
    for row in (row for section in edition.sections for row in section.rows if row.header):
        for pair in row.cells:
            found["ja-bold"].append(str(pair.source))
            found["en-bold"].append(str(pair.target))
    for note in edition.notes:
        found["ja-bold"].append(note.source)
        found["en-bold"].append(note.target)
        found["ja" if KANA.search(note.text) else "en"].append(note.text)
    for line in edition.terms:
        found["ja"] += [line.source, line.reading]
        found["en"].append(line.target)
    found["small"] += [word for line in edition.colophon for word in line]
    found["small"] += [*_said(edition), *(comment.text for comment in edition.comments)]
    own = edition.labels
    found["ja-head" if own.lang == "ja" else "head"] += [
        own.colophon_heading,
        own.terms_heading,
        own.toc_heading,
        own.notes_heading,
    ]
    return {role: "".join(parts) for role, parts in sorted(found.items())}


def _role(text: Text, *, bold: bool, italic: bool) -> FaceRole:
    if text.lang == "ja":
        return "ja-bold" if bold else "ja"
    if bold:
        return "en-bold-italic" if italic else "en-bold"
    return "en-italic" if italic else "en"


def _said(edition: Edition) -> list[str]:
    """Return the edition's own words: what stands on the controls, around the text and on the printed page."""
    own = edition.labels
    names = [labels.name for labels in LABELS.values()]
    words = [own.skip, own.both, own.furigana, own.guessed, own.error, own.warning]
    return [*words, *names, own.column_source, own.column_target, edition.running_head, own.page, _SIGNS]


def _parts(text: Text) -> list[str]:
    return [part for span in text.spans for part in (span.text, span.ruby)]


def _running(edition: Edition) -> Iterator[Text]:
    """Yield every text that is not a heading; the contents are set in the faces of the text."""
    pairs = [*edition.byline, *(entry.heading for entry in edition.toc)]
    for section in edition.sections:
        for row in section.rows:
            pairs += [*row.cells, *([row.marker] if row.marker else [])]
    for pair in pairs:
        yield from (pair.side(lang) for lang in edition.langs)


_HEADER = struct.Struct(">4s4sIHHIHHIIIII")
_ENTRY = struct.Struct(">4sIIII")
_SFNT_ENTRY = struct.Struct(">4sIII")
_SFNT_HEADER = 12  # bytes


def pack(font: bytes) -> bytes:
    """Return an OpenType font as WOFF, every table deflated where that makes it smaller.

    Everything comes back from a reader byte for byte.
    """
    tables = _tables(font)
    offset = _HEADER.size + len(tables) * _ENTRY.size
    directory: dict[bytes, bytes] = {}
    body = b""
    for tag, plain in tables.items():
        # A table of the same length is taken for a plain one, so that one must be plain: `min` takes the first.
        packed = min(plain, zlib.compress(plain, 9), key=len)
        directory[tag] = _ENTRY.pack(tag, offset + len(body), len(packed), len(plain), _checksum(tag, plain))
        body += packed + b"\0" * (-len(packed) % 4)
    whole = _SFNT_HEADER + sum(_SFNT_ENTRY.size + (len(plain) + 3) // 4 * 4 for plain in tables.values())
    size = offset + len(body)
    header = _HEADER.pack(b"wOFF", font[:4], size, len(tables), 0, whole, 1, 0, 0, 0, 0, 0, 0)
    return header + b"".join(directory[tag] for tag in sorted(directory)) + body


def _tables(font: bytes) -> dict[bytes, bytes]:
    """Return the tables of a font in the order of their data, as the format asks."""
    count = struct.unpack_from(">H", font, 4)[0]
    entries = [_SFNT_ENTRY.unpack_from(font, _SFNT_HEADER + at * _SFNT_ENTRY.size) for at in range(count)]
    return {tag: font[start : start + length] for tag, _, start, length in sorted(entries, key=lambda entry: entry[2])}


def _checksum(tag: bytes, table: bytes) -> int:
    """Return the sum of a table's 32-bit words; the sum of `head` leaves out its own field for the whole file's."""
    if tag == b"head":
        table = table[:8] + b"\0\0\0\0" + table[12:]
    padded = table + b"\0" * (-len(table) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
