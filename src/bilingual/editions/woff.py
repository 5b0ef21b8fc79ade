"""TrueType → WOFF 1.0 (W3C, WOFF File Format 1.0): the same face in about two thirds of the bytes, with its kerning."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_HEADER = struct.Struct(">4s4sIHHIHHIIIII")
_ENTRY = struct.Struct(">4sIIII")
_SFNT_ENTRY = struct.Struct(">4sIII")
_SFNT_HEADER = 12  # bytes
_MOST_PAIRS = 10_000  # a format 0 subtable counts its bytes in 16 bits, 6 a pair


def pack(font: bytes, kerns: Mapping[str, float] | None = None) -> bytes:
    """Return a TrueType font as WOFF, every table deflated where that makes it smaller.

    `kerns` says what to add between two characters (`"AV"`), in em; it becomes a `kern` table, which every browser
    reads. Everything else comes back from a reader byte for byte.
    """
    tables = _tables(font)
    units = struct.unpack_from(">H", tables[b"head"], 18)[0] if kerns else 0
    if kerns and (table := _kern(kerns, _characters(tables[b"cmap"]), units=units)):
        tables[b"kern"] = table
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


def _characters(cmap: bytes) -> dict[str, int]:
    """Return character → glyph number, from the subtable in format 12 that every face of ours has."""
    for at in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">I", cmap, 8 + 8 * at)[0]
        kind, length = struct.unpack_from(">H2xI", cmap, offset)
        if kind == 12:
            groups = struct.iter_unpack(">III", cmap[offset + 16 : offset + length])
            return {chr(code): glyph + code - first for first, last, glyph in groups for code in range(first, last + 1)}
    return {}


def _kern(kerns: Mapping[str, float], glyphs: Mapping[str, int], *, units: int) -> bytes:
    """Return a `kern` table (OpenType, version 0, format 0); the strongest pairs when there are too many.

    Empty when there is none.
    """
    known = {pair: round(value * units) for pair, value in kerns.items() if pair[0] in glyphs and pair[1] in glyphs}
    strongest = sorted(known, key=lambda pair: (-abs(known[pair]), pair))[:_MOST_PAIRS]
    rows = sorted({(glyphs[pair[0]], glyphs[pair[1]]): known[pair] for pair in strongest}.items())
    if not rows:
        return b""
    power = len(rows).bit_length() - 1
    search = (len(rows), 6 << power, power, 6 * (len(rows) - (1 << power)))
    pairs = b"".join(struct.pack(">HHh", *pair, value) for pair, value in rows)
    return struct.pack(">HHHHHHHHH", 0, 1, 0, 14 + len(pairs), 1, *search) + pairs
