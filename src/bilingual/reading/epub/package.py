"""The package of an EPUB book: its metadata, the order of its files, and whether it may be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from bilingual.containers.container import Container
from bilingual.errors import InputError, OwnEditionError
from bilingual.reading.epub.markup import local_name, part_name, read_tree
from bilingual.reading.epub.titles import given_title

_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""How fonts are made unusable outside their book; the text stays readable."""
_PROTECTED = "get an edition without copy protection"
_RIGHTS = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class BookPackage:
    """What the package document of a book says."""

    title: str
    author: str
    language: str
    order: tuple[str, ...]
    """The names of the files with text, in reading order; without the contents."""
    contents: str
    """The name of the navigation document, or of the NCX of an older book; empty if there is none."""
    covers: frozenset[str]
    """The names of the files that show the cover."""


def read_package(container: Container, place: str) -> BookPackage:
    """Return the package of a book. Raises `InputError` for what is protected, no book, or made by this program."""
    _refuse_protected(container, place)
    name = _package_name(container, place)
    root = read_tree(container, name, place)
    if root is None:
        raise container.refuse("names a package that is not in it")
    items = {one.get("id", ""): one for one in _all(root, "item")}
    names = {key: part_name(name, str(item.get("href", ""))) for key, item in items.items()}
    if any(one.get("name") == "bilingual-signature" for one in _all(root, "meta")):
        raise OwnEditionError(place)
    spine = next(_all(root, "spine"), None)
    nav = next((key for key, item in items.items() if "nav" in str(item.get("properties", "")).split()), "")
    ncx = str(spine.get("toc", "")) if spine is not None else ""
    ncx = ncx if ncx in names else next((key for key in items if items[key].get("media-type") == _NCX), "")
    order = [
        names[key]
        for one in (_all(spine, "itemref") if spine is not None else ())
        if (key := str(one.get("idref", ""))) in names and key != nav and one.get("linear") != "no"
        if str(items[key].get("media-type", "")).lower() in _PAGES
    ]
    if not order:
        raise container.refuse("names no files with text")
    covers = {
        part_name(name, str(one.get("href", ""))).partition("#")[0]
        for one in _all(root, "reference")
        if "cover" in str(one.get("type", "")).lower()
    }
    return BookPackage(
        title=given_title(_joined(_all(root, "title"), first=True)),
        author=_joined(_creators(root)),
        language=_joined(_all(root, "language"), first=True),
        order=tuple(dict.fromkeys(order)),
        contents=names.get(nav) or names.get(ncx, ""),
        covers=frozenset(covers),
    )


_NCX = "application/x-dtbncx+xml"


def _package_name(container: Container, place: str) -> str:
    root = read_tree(container, "META-INF/container.xml", place)
    if root is not None:
        for one in _all(root, "rootfile"):
            if path := str(one.get("full-path", "")):
                return unquote(path).lstrip("/")
    found = next((name for name in container.names if name.lower().endswith(".opf")), "")
    if not found:
        raise container.refuse("is no EPUB book: it has no package document")
    return found


def _refuse_protected(container: Container, place: str) -> None:
    told = InputError("is protected against copying (DRM)", place=place, remedy=_PROTECTED)
    if any(container.has(name) for name in _RIGHTS):
        raise told
    root = read_tree(container, "META-INF/encryption.xml", place)
    if root is None:
        return
    for one in _all(root, "EncryptedData"):
        methods = [
            str(method.get("Algorithm", "")) for method in one.iter() if local_name(method) == "EncryptionMethod"
        ]
        if not methods or methods[0] not in _FONTS_ONLY:
            raise told


def _all(root: Any, name: str) -> Iterator[Any]:
    return (one for one in root.iter() if local_name(one) == name)


def _creators(root: Any) -> Iterator[Any]:
    """Yield the creators that are authors, by the role that their book gives them."""
    roles = {
        str(one.get("refines", "")).lstrip("#"): (one.text or "").strip()
        for one in _all(root, "meta")
        if one.get("property") == "role"
    }
    found = list(_all(root, "creator"))
    authors = [one for one in found if _role(one, roles) in ("", "aut")]
    yield from authors or found


def _role(creator: Any, roles: dict[str, str]) -> str:
    given = next((str(value) for key, value in creator.attrib.items() if str(key).rpartition("}")[2] == "role"), "")
    return given or roles.get(str(creator.get("id", "-")), "")


def _joined(elements: Iterator[Any], *, first: bool = False) -> str:
    texts = [" ".join("".join(one.itertext()).split())[:500] for one in elements]
    texts = list(dict.fromkeys(text for text in texts if text))
    return "、".join(texts[:1] if first else texts[:8])
