"""The pictures of a page: which address holds one, and what is only there for the layout."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from bilingual.model import Asset
from bilingual.reading.assets import picture_suffix
from bilingual.reading.html.nodes import HtmlNode

ReadPicture = Callable[[str], tuple[str, bytes] | None]
"""Returns the file name and the bytes at an address of the page, or None if there are none in reach."""

_DATA = re.compile(r"data:image/[\w.+-]{1,40}((?:;[\w=.-]{1,40})*),", re.IGNORECASE)
_LARGEST = 50_000_000
"""Bytes of a picture; a larger one is left out."""
_SMALL = 2
"""Pixels; a smaller picture is a spacer, or counts visitors."""
_ICON = 40
"""Pixels; a smaller picture is part of its line."""
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-actualsrc", "data-echo")
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_SPACER = re.compile(
    r"(?:^|/)(?:spacer|space|blank|transparent|clear|pixel|dot|1x1)\w{0,3}\.(?:gif|png)$", re.IGNORECASE
)
_ICON_CLASS = re.compile(r"(?:^|[-_\s])(?:icon|emoji|ico|gaiji\w*)(?:$|[-_\s])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture as an `img` element shows it."""

    address: str
    alt: str
    known: bool
    """True if its bytes are an asset of the article."""
    inline: bool
    """True for a sign within a line of text."""


@dataclass(slots=True)
class PictureFinder:
    """Finds the pictures of a page, and keeps the bytes of those that editions can show."""

    read: ReadPicture
    assets: dict[str, Asset] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    """Addresses → keys of the assets; a path of the machine where a page was saved is no key."""
    _tried: dict[str, bytes] = field(default_factory=dict)
    """The first bytes of pictures that are no assets, by address."""

    def picture(self, node: HtmlNode) -> PagePicture | None:
        """Return the picture of an `img`; None for what is only there for the layout."""
        alt = " ".join((node.get("alt") or node.get("title")).split())
        addresses = list(dict.fromkeys(address for address in _addresses(node) if address))
        if not addresses:
            return PagePicture("", alt, known=False, inline=True) if alt else None
        known = next((key for key in map(self._load, addresses) if key), "")
        width, height = self._size(node, known or addresses[0])
        if 0 < width <= _SMALL or 0 < height <= _SMALL:
            return None
        inline = bool(_ICON_CLASS.search(node.get("class"))) or (0 < width <= _ICON and 0 < height <= _ICON)
        if known:
            return PagePicture(known, alt, known=True, inline=inline)
        shown = next((address for address in addresses if not address.startswith("data:")), "")
        pictured = any(one.name == "figure" for one in list(node.around())[:4])
        if not alt and (
            _SPACER.search(shown.partition("?")[0]) or (_is_decoration(node) and not pictured) or not shown
        ):
            return None
        if shown.startswith("file:"):
            shown = shown.rpartition("/")[2]
        return PagePicture(shown or "picture", alt, known=False, inline=inline or not shown)

    def _load(self, address: str) -> str:
        """Return the key of the picture at an address, empty if it is no asset."""
        if address in self._keys:
            return self._keys[address]
        if address in self._tried:
            return ""
        if address[:5].lower() == "data:":
            return self._load_data(address)
        found = self.read(address)
        name, data = found or ("", b"")
        if not picture_suffix(data) or len(data) > _LARGEST:
            self._tried[address] = data[:32]
            return ""
        key = name if address.startswith("file:") and name not in self.assets else address
        self.assets[key] = Asset(name, data)
        self._keys[address] = key
        return key

    def _load_data(self, address: str) -> str:
        data = _data_bytes(address)
        suffix = picture_suffix(data)
        if not suffix:
            self._tried[address] = data[:32]
            return ""
        embedded = [key for key in self.assets if key.startswith("embedded-")]
        if same := next((key for key in embedded if self.assets[key].data == data), ""):
            return same
        key = f"embedded-{len(embedded) + 1}{suffix}"
        self.assets[key] = Asset(key, data)
        return key

    def _size(self, node: HtmlNode, key: str) -> tuple[int, int]:
        """Return width and height in pixels, each 0 if unknown: as the page shows it, else of the file."""
        shown = [_pixels(node.get(name)) for name in ("width", "height")]
        asset = self.assets.get(key)
        width, height = picture_size(asset.data if asset else self._tried.get(key, b""))
        return shown[0] or width, shown[1] or height


def _pixels(text: str) -> int:
    found = re.fullmatch(r"(\d{1,5})(?:\.\d+)?(?:px)?", text)
    return int(found[1]) if found else 0


def _addresses(node: HtmlNode) -> Iterator[str]:
    """Yield the addresses of an `img`, the best first: what a script would load later, then what is there."""
    source = node.get("src")
    placeholder = source[:5].lower() == "data:" and len(source) < 400
    if source and not placeholder:
        yield source
    for name in _LAZY:
        yield node.get(name)
    for name in _LAZY_SETS:
        yield _largest(node.get(name))
    if node.parent is not None and node.parent.name == "picture":
        for other in node.parent.elements:
            if other.name == "source":
                yield _largest(other.get("srcset") or other.get("data-srcset"))
    if placeholder:
        yield source


def _largest(candidates: str) -> str:
    """Return the address of the largest picture of a `srcset`."""
    best, widest = "", -1.0
    for candidate in re.split(r",\s", candidates[:20_000]):
        address, _, size = candidate.strip().rstrip(",").partition(" ")
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)[wx]", size.strip())
        width = float(found[1]) if found else 1.0
        if address and width > widest:
            best, widest = address, width
    return best


def _is_decoration(node: HtmlNode) -> bool:
    """Return whether a picture without words is a sign: in a link, or said to be one."""
    told = node.get("role") in ("presentation", "none") or bool(_ICON_CLASS.search(node.get("class")))
    return told or "alt" in node.attributes or any(one.name == "a" for one in list(node.around())[:3])


def _data_bytes(address: str) -> bytes:
    """Return the bytes of a `data:` address of an image; none if it is damaged or too large."""
    head = _DATA.match(address)
    if not head or len(address) > _LARGEST * 4 // 3:
        return b""
    body = unquote_to_bytes(address[head.end() :].encode("utf-8", "replace"))
    if not head[1].lower().endswith(";base64"):
        return body
    try:
        return base64.b64decode(re.sub(rb"\s", b"", body) + b"==")
    except (binascii.Error, ValueError):
        return b""


def picture_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG, JPEG or GIF by its header; zeros if it tells none."""
    suffix = picture_suffix(data)
    if suffix == ".png" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data.startswith(b"GIF8") and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if suffix != ".jpg":
        return 0, 0
    at = 2
    for _ in range(200):
        if at + 9 > len(data) or data[at] != 0xFF:
            break
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + max(int.from_bytes(data[at + 2 : at + 4], "big"), 2)
    return 0, 0
