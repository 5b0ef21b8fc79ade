"""The pictures of frames: image blocks, and the assets that they name."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bilingual.model import Asset
from bilingual.reading.assets import picture_suffix
from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.documents.text import MarkedText, TextBuilder
from bilingual.reading.odt.names import odf_name, odf_tag


@dataclass(slots=True)
class PictureReader:
    """Reads the pictures of frames; `picture` returns the address and the bytes of a `draw:image`."""

    picture: Callable[[Any], tuple[str, bytes]]
    _assets: dict[str, Asset] = field(default_factory=dict)
    _without: set[str] = field(default_factory=set)
    """Addresses that are no picture that can be shown."""

    @property
    def assets(self) -> tuple[tuple[str, Asset], ...]:
        """Return the pictures that can be shown, by address."""
        return tuple(self._assets.items())

    def read(self, frame: Any) -> DocumentBlock | None:
        """Return the image in a frame; None if it has none.

        A frame may have one image in several formats, of which the first that can be shown is taken. Charts and other
        objects have an image of what they show.
        """
        if odf_name(frame) != "draw:frame" or frame.find(odf_tag("draw:text-box")) is not None:
            return None
        addresses = [self._address(image) for image in frame.iterchildren(odf_tag("draw:image"))]
        if not addresses and frame.find(odf_tag("draw:object")) is None:
            return None
        shown = next((one for one in addresses if one in self._assets), addresses[0] if addresses else "")
        return DocumentBlock(_description(frame), "image", value=shown, why="image")

    def _address(self, image: Any) -> str:
        """Return the address of an image, and keep its bytes."""
        address, data = self.picture(image)
        suffix = picture_suffix(data)
        address = address or f"image-{len(self._assets) + 1}{suffix}"
        if suffix:
            self._assets.setdefault(address, Asset(posixpath.basename(address), data))
        return address


def _description(frame: Any) -> MarkedText:
    """Return the text that describes an image: its description, else its title."""
    for name in ("svg:desc", "svg:title"):
        text = TextBuilder()
        text.add(" ".join("".join(one.itertext()) for one in frame.iterchildren(odf_tag(name))))
        found = text.finish()
        if found.text:
            return found
    return MarkedText()
