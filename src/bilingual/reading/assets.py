"""The local images of an article: their bytes are read with it, so that no later stage opens a file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from bilingual.model import Article, Asset

_SUFFIXES = {".png", ".jpg", ".jpeg"}
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
"""First bytes of the formats that editions can print."""
_LIMIT = 50_000_000
"""Bytes; a larger image is left out."""
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|/|\\")
"""How an address begins that is not relative to the article's folder."""


def picture_suffix(data: bytes) -> str:
    """Return the suffix of a picture that editions can print, by its first bytes: PNG or JPEG; empty for others."""
    return next((suffix for magic, suffix in _SIGNATURES if data.startswith(magic)), "")


def with_assets(article: Article, folder: Path) -> Article:
    """Return the article with the images that its image blocks name in `folder` or below it.

    An image that is missing, unreadable, too large, remote or outside the folder has no asset. A file that is
    named twice is read once.
    """
    addresses = dict.fromkeys(block.value for block in article.blocks if block.kind == "image")
    read: dict[Path, Asset | None] = {}
    found: list[tuple[str, Asset]] = []
    for address in addresses:
        path = picture_path(address, folder)
        if path is None:
            continue
        if path not in read:
            read[path] = _asset(path)
        if asset := read[path]:
            found.append((address, asset))
    return replace(article, assets=tuple(found))


def read_local(address: str, folder: Path) -> Asset | None:
    """Return the image at an address in a folder or below it; None as for `with_assets`."""
    path = picture_path(address, folder)
    return _asset(path) if path else None


def picture_path(address: str, folder: Path) -> Path | None:
    """Return the path of an image in or below the folder, or None: no other file is opened.

    An address is read as written first, then as on a web page: percent-encoded (`%E5%9B%B3.png`), with a query.
    """
    plain = re.split("[?#]", address, maxsplit=1)[0]
    for written in dict.fromkeys((address, unquote(address), unquote(plain))):
        if _ELSEWHERE.match(written):
            return None
        try:
            root = folder.resolve()
            path = (root / written).resolve()
            usable = path.is_relative_to(root) and path.is_file()
        except (OSError, ValueError):
            continue
        if usable and path.suffix.lower() in _SUFFIXES:
            return path
    return None


def _asset(path: Path) -> Asset | None:
    try:
        with path.open("rb") as file:
            data = file.read(_LIMIT + 1)
    except OSError:
        return None
    return Asset(path.name, data) if len(data) <= _LIMIT else None
