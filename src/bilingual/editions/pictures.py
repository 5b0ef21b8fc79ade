"""Read the kind and the size of a PNG or JPEG image."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Literal

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# ISO/IEC 10918-1, table B.1: the "start of frame" markers, which contain the size.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_LOGO = (120.0, 34.0)
"""Greatest width and height of a logo, in points."""
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file that can be embedded unchanged."""

    data: bytes = field(repr=False)
    kind: Literal["png", "jpeg"]
    width: int
    """Pixels."""
    height: int
    """Pixels."""

    @property
    def media_type(self) -> str:
        """Return the MIME type."""
        return f"image/{self.kind}"


def logo_size(picture: Picture) -> tuple[float, float]:
    """Return the printed size of a publisher's logo, in points: small, and never larger than at 96 pixels an inch."""
    scale = min(0.75, _LOGO[0] / picture.width, _LOGO[1] / picture.height)
    return picture.width * scale, picture.height * scale


def read_picture(data: bytes) -> Picture | None:
    """Return the image in a file's bytes, or None when it is truncated, or neither PNG nor JPEG."""
    kind: Literal["png", "jpeg"]
    if data.startswith(_PNG):
        kind, size = "png", _png_size(data)
    elif data.startswith(_JPEG):
        kind, size = "jpeg", _jpeg_size(data)
    else:
        return None
    if size is None or not all(size):
        return None
    return Picture(data, kind, *size)


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or b"IEND" not in data[-64:]:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if b"\xff\xd9" not in data:
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
