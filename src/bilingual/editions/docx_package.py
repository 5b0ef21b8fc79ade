"""The ZIP around a Word document: parts, relations and metadata (ECMA-376 part 2), the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date

from bilingual.editions.layout import Edition
from bilingual.editions.markup import content, element, empty
from bilingual.editions.pictures import Picture

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP entry can hold; ours carry no clock

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
_WORD_TYPE = f"{_OFFICE_TYPE}.wordprocessingml"

NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": _OFFICE,
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}


@dataclass(slots=True)
class Package:
    """A Word package while it grows: everything the document refers to gets its relation here."""

    _relations: dict[tuple[str, str], str] = field(default_factory=dict)
    """(kind, target) → id, in order of use."""
    _parts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """File name below `word/` → (kind, markup)."""
    _pictures: dict[str, Picture] = field(default_factory=dict)
    """File name below `word/` → picture."""

    def add_part(self, kind: str, name: str, markup: str) -> str:
        """Add the part `word/<name>` of a kind (`styles`, `header` …) and return its relation id."""
        self._parts[name] = (kind, markup)
        return self._relate(kind, name)

    def add_link(self, address: str) -> str:
        """Return the relation id of a web address; the same address has the same id."""
        return self._relate("hyperlink", address)

    def add_picture(self, picture: Picture) -> str:
        """Embed a picture and return its relation id; the same picture is stored once."""
        known = next((name for name, other in self._pictures.items() if other == picture), "")
        name = known or f"media/picture{len(self._pictures) + 1}.{picture.kind}"
        self._pictures[name] = picture
        return self._relate("image", name)

    def save(self, document: str, edition: Edition) -> bytes:
        """Return the whole file."""
        package = [(f"{_OFFICE}/officeDocument", "word/document.xml", "")]
        package.append((f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", ""))
        own = [
            (f"{_OFFICE}/{kind}", target, "External" if kind == "hyperlink" else "") for kind, target in self._relations
        ]
        files = {
            "[Content_Types].xml": _text(self._content_types()),
            "_rels/.rels": _text(_relationships(package)),
            "docProps/core.xml": _text(_core_properties(edition)),
            "word/document.xml": _text(document),
            "word/_rels/document.xml.rels": _text(_relationships(own)),
        }
        files |= {f"word/{name}": _text(markup) for name, (_, markup) in self._parts.items()}
        files |= {f"word/{name}": picture.data for name, picture in self._pictures.items()}
        return _zip(files)

    def _relate(self, kind: str, target: str) -> str:
        return self._relations.setdefault((kind, target), f"rId{len(self._relations) + 1}")

    def _content_types(self) -> str:
        by_suffix = {"rels": f"{_PACKAGE_TYPE}.relationships+xml", "xml": "application/xml"}
        by_suffix |= {picture.kind: picture.media_type for picture in self._pictures.values()}
        by_name = {
            "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
            "/docProps/core.xml": f"{_PACKAGE_TYPE}.core-properties+xml",
        }
        for name, (kind, _) in self._parts.items():
            by_name[f"/word/{name}"] = f"{_OFFICE_TYPE if kind == 'theme' else _WORD_TYPE}.{kind}+xml"
        return element(
            "Types",
            {"xmlns": f"{_PACKAGE}/content-types"},
            *(empty("Default", {"Extension": suffix, "ContentType": kind}) for suffix, kind in by_suffix.items()),
            *(empty("Override", {"PartName": name, "ContentType": kind}) for name, kind in by_name.items()),
        )


def _text(markup: str) -> bytes:
    return (_DECLARATION + markup).encode()


def _relationships(relations: list[tuple[str, str, str]]) -> str:
    rows = []
    for number, (kind, target, mode) in enumerate(relations, 1):
        attributes = {"Id": f"rId{number}", "Type": kind, "Target": target}
        rows.append(empty("Relationship", attributes | ({"TargetMode": mode} if mode else {})))
    return element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, *rows)


def _core_properties(edition: Edition) -> str:
    titles = " / ".join(text for text in (str(edition.title.en), str(edition.title.ja)) if text)
    properties = [
        element("dc:title", {}, content(titles)),
        element("dc:subject", {}, content(edition.subject)),
        element("dc:creator", {}, content(edition.author)),
        element("dc:language", {}, content(edition.language)),
    ]
    if _is_day(edition.date):
        moment = f"{edition.date}T00:00:00Z"
        properties += [
            element(name, {"xsi:type": "dcterms:W3CDTF"}, moment) for name in ("dcterms:created", "dcterms:modified")
        ]
    namespaces = {
        "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    return element("cp:coreProperties", namespaces, *properties)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the entry would tell Windows from Unix
            archive.writestr(entry, data)
    return buffer.getvalue()
