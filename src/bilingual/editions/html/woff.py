"""OpenType → WOFF 1.0 (W3C): the same tables, deflated."""

from __future__ import annotations

import struct
import zlib

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
