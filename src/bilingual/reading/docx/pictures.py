"""The pictures of a document, with their alternative texts and their files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from bilingual.containers.docx import DocxParts, Relation, W
from bilingual.model import Asset, Place
from bilingual.reading.assets import picture_suffix
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.documents.model import DocumentBlock
from bilingual.reading.documents.text import MarkedText
from bilingual.reading.docx.elements import PIC, WP, A, V, outermost, relation_id
from bilingual.reading.lines import without_invisible

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_GRAPHICS = {"chart": ("a chart", "charts"), "diagram": ("a diagram", "diagrams")}


class Pictures:
    """Finds the pictures in drawings, and keeps the file of each once."""

    def __init__(self, parts: DocxParts, left_out: LeftOut) -> None:
        self._parts = parts
        self._left_out = left_out
        self._files: dict[str, Asset | None] = {}

    def blocks(self, drawing: Any, relations: Mapping[str, Relation], place: Place) -> Iterator[DocumentBlock]:
        """Yield a block for each picture in a drawing."""
        for alt, relation in self._found(drawing, relations):
            value = relation.target if relation else ""
            if relation and not relation.external:
                self._load(relation.target)
            yield DocumentBlock(MarkedText(alt), "image", place=place, why="picture", value=value)

    def assets(self) -> tuple[tuple[str, Asset], ...]:
        """Return the files that can be used, by the value of their blocks."""
        return tuple((name, asset) for name, asset in self._files.items() if asset is not None)

    def _found(self, drawing: Any, relations: Mapping[str, Relation]) -> Iterator[tuple[str, Relation | None]]:
        about = next(iter(outermost(drawing, f"{WP}docPr")), None)
        if about is not None and (about.get("hidden") in ("1", "true") or _is_decorative(about)):
            return
        whole = _described(about)
        inside = (f"{PIC}pic", f"{V}imagedata", f"{A}graphicData", f"{W}txbxContent")
        found = [one for one in outermost(drawing, *inside) if one.tag != f"{W}txbxContent"]
        pictures: list[Any] = []
        for one in found:
            if one.tag == f"{A}graphicData":
                self._name_graphic(str(one.get("uri", "")))
                pictures += [picture for picture in outermost(one, *inside) if picture.tag == f"{PIC}pic"]
            else:
                pictures.append(one)
        for one in pictures:
            if one.tag == f"{PIC}pic":
                own = _described(next(one.iter(f"{PIC}cNvPr"), None)) if len(pictures) > 1 else ""
                blip = next(one.iter(f"{A}blip"), None)
                number = "" if blip is None else relation_id(blip, "embed") or relation_id(blip, "link")
                yield own or whole, relations.get(number)
            else:
                shape = one.getparent()
                alt = _clean(str(shape.get("alt", "") or one.get("title", ""))) if shape is not None else ""
                yield alt or whole, relations.get(relation_id(one))

    def _name_graphic(self, uri: str) -> None:
        """Name what is drawn from data of its own: its text is not read."""
        if words := _GRAPHICS.get(posixpath.basename(uri)):
            self._left_out.add(*words)

    def _load(self, name: str) -> None:
        if name in self._files:
            return
        data = self._parts.container.read(name) or b""
        self._files[name] = Asset(posixpath.basename(name), data) if picture_suffix(data) else None


def _described(about: Any) -> str:
    return "" if about is None else _clean(str(about.get("descr", "") or about.get("title", "")))


def _clean(text: str) -> str:
    return " ".join(line.strip() for line in without_invisible(text).splitlines()).strip()


def _is_decorative(about: Any) -> bool:
    return any(one.get("val", "1") in ("1", "true") for one in about.iter(_DECORATIVE))
