"""The package of an EPUB: metadata, list of files, contents, and the ZIP archive."""

from __future__ import annotations

import hashlib
import io
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilingual.editions.epub.documents import heading_name, line
from bilingual.editions.html.parts import spans_with_furigana
from bilingual.editions.html.templating import xhtml_template
from bilingual.editions.markup import legal
from bilingual.editions.model import Edition, Lang

_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TYPES = {"xhtml": "application/xhtml+xml", "css": "text/css", "png": "image/png", "jpg": "image/jpeg"}
_SUMMARY = {
    "both": "The text is Japanese and English; each paragraph is marked with its language.",
    "ja": "日本語の本文。見出しと目次がある。",
    "en": "English text with headings and a table of contents.",
}


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A file of the book."""

    name: str
    """From the folder of the package document."""
    read: bool = False
    """True when it is in the reading order."""
    properties: str = ""

    @property
    def id(self) -> str:
        """Return its id: the name, in the characters of an id."""
        return re.sub(r"[^a-z0-9]", "-", self.name)

    @property
    def media_type(self) -> str:
        """Return its MIME type."""
        return _TYPES[self.name.rpartition(".")[2]]


@dataclass(frozen=True, slots=True)
class BookDescription:
    """What the package document says."""

    identifier: str
    language: str
    languages: Sequence[str]
    titles: Sequence[tuple[str, str]]
    """(language, title); the first is the main one."""
    author: str
    subject: str
    date: str
    properties: Sequence[tuple[str, str]]
    hints: Sequence[tuple[str, str]]
    """For reading systems that know more than the standard."""
    progression: str
    items: Sequence[ManifestItem]


def packed(edition: Edition, files: Mapping[str, bytes], order: Sequence[str]) -> bytes:
    """Return the EPUB with these files; `order` has the names of those that are read, in reading order."""
    described = _description(edition, files, order)
    package = xhtml_template(__package__, "package.opf").render(book=described).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        # OCF 3.3, 4.2.6.3: first, as it is, so that programs recognise the file by its first bytes.
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER.encode())
        for name, data in {"package.opf": package, **files}.items():
            _add(archive, f"EPUB/{name}", data)
    return written.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type, entry.create_system, entry.external_attr = how, 3, 0o644 << 16
    archive.writestr(entry, data)


def _description(edition: Edition, files: Mapping[str, bytes], order: Sequence[str]) -> BookDescription:
    day = edition.date if _DAY.fullmatch(edition.date) else "2000-01-01"
    english = "en-GB" if edition.language == "ja" else edition.language
    tags: dict[Lang, str] = {"ja": "ja", "en": english}
    titles = [(tags[lang], text) for lang in edition.langs if (text := _plain(str(edition.title.side(lang))))]
    items = [
        ManifestItem(name, name in order, "nav" if name == "nav.xhtml" else "")
        for name in (*order, *(name for name in files if name not in order))
    ]
    hints = {
        "bilingual-signature": _plain(edition.signature),
        "primary-writing-mode": "vertical-rl" if edition.vertical else "",  # Kindle turns its pages by this one
    }
    return BookDescription(
        identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, _hash_of(edition, files))),
        language=edition.language,
        # The first one decides the fonts and the dictionary of many reading systems.
        languages=[tag for lang, tag in tags.items() if lang in edition.langs],
        titles=titles if len({text for _, text in titles}) > 1 else titles[:1] or [(edition.language, _named(edition))],
        author=_plain(edition.author),
        subject=_plain(edition.subject),
        date=day,
        properties=[("dcterms:modified", f"{day}T00:00:00Z"), *_accessibility(edition, pictures=_pictured(files))],
        hints=[(name, text) for name, text in hints.items() if text],
        progression="rtl" if edition.vertical else "ltr",
        items=items,
    )


def _hash_of(edition: Edition, files: Mapping[str, bytes]) -> str:
    hashed = hashlib.sha256(
        repr((edition.layout, str(edition.title.source), edition.author)).encode("utf-8", "replace")
    )
    for name, data in files.items():
        hashed.update(f"\n{name}\n".encode() + hashlib.sha256(data).digest())
    return hashed.hexdigest()


def _pictured(files: Mapping[str, bytes]) -> bool:
    return any(name.startswith("images/") for name in files)


def _plain(text: str) -> str:
    return line(legal(text))


def _named(edition: Edition) -> str:
    return _plain(heading_name(edition.title, edition)) or edition.labels.untitled


def _accessibility(edition: Edition, *, pictures: bool) -> list[tuple[str, str]]:
    """Return the metadata of EPUB Accessibility 1.1, in the words of schema.org."""
    described = all(row.alt for section in edition.sections for row in section.rows if row.image)
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    features += ["alternativeText"] if pictures and described else []
    features += ["rubyAnnotations"] if spans_with_furigana(edition) else []
    summary = _SUMMARY["both" if len(edition.langs) > 1 else edition.langs[0]]
    return [
        ("schema:accessMode", "textual"),
        *([("schema:accessMode", "visual")] if pictures else []),
        *([("schema:accessModeSufficient", "textual")] if described else []),
        *(("schema:accessibilityFeature", feature) for feature in features),
        ("schema:accessibilityHazard", "none"),
        ("schema:accessibilitySummary", summary),
    ]
