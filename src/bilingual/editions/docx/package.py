"""The blank document for every Word edition, and its file: the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt

from bilingual.editions.docx.fonts import add_fonts
from bilingual.editions.docx.identity import ARTICLE, CUSTOM, EDITION, FIRST_DAY, NO_ID, identified
from bilingual.editions.docx.xml import node, value
from bilingual.editions.markup import legal
from bilingual.editions.model import Edition
from bilingual.editions.theme import Theme

_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of user-defined properties; their numbers begin at 2
_LONGEST_PROPERTY = 255  # characters, python-docx's limit (and Word's)

# Parts of python-docx's template (saved by Word 2011) that an edition does not use, by the end of the relation's name.
_UNUSED = ("/stylesWithEffects", "/webSettings", "/numbering", "/customXml", "/fontTable")
_UNUSED_IN_PACKAGE = ("/thumbnail", "/extended-properties")


def blank_document(edition: Edition) -> WordDocument:
    """Return an empty document with the edition's page, settings, fonts and metadata."""
    document = Document()
    _drop(document.part.rels, _UNUSED)
    _drop(document.part.package.rels, _UNUSED_IN_PACKAGE)
    _set_settings(document, edition)
    add_fonts(document, edition)
    _set_page(document, edition.theme)
    _set_properties(document, edition)
    _add_custom_properties(document, edition)
    return document


def latin_language(edition: Edition) -> str:
    """Return the language of Latin words: English, also in a Japanese edition."""
    return "en-GB" if edition.language.startswith("ja") else edition.language


def save_document(document: WordDocument) -> bytes:
    """Return the file with its id, without the current time that python-docx writes into ZIP entries."""
    written, rewritten = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source:
        parts = identified({name: source.read(name) for name in source.namelist()})
    with zipfile.ZipFile(rewritten, "w") as target:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # otherwise the entry would differ between Windows and Unix
            target.writestr(entry, data)
    return rewritten.getvalue()


def _drop(relations: Any, endings: tuple[str, ...]) -> None:
    for key, relation in list(relations.items()):
        if relation.reltype.endswith(endings):
            del relations[key]  # a part without references is not saved


def _set_settings(document: WordDocument, edition: Edition) -> None:
    """Replace the settings: compressed Japanese punctuation, strict line starts and ends, current layout rules.

    `w:settings` is a sequence: Word requires this order.
    """
    settings: Any = document.settings.element
    mode = {"w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": "15"}
    embedded = [node("w:embedTrueTypeFonts"), node("w:saveSubsetFonts")] if edition.embed_fonts else []
    justified = edition.theme.english == "justified"
    hyphens = [node("w:autoHyphenation"), value("w:consecutiveHyphenLimit", "2")] if justified else []
    settings[:] = [
        node("w:zoom", {"w:percent": "100"}),
        *embedded,
        value("w:defaultTabStop", "480"),
        *hyphens,
        value("w:characterSpacingControl", "compressPunctuation"),
        node("w:strictFirstAndLastChars"),
        # Without the first entry, a line that ends in a break would be stretched over the whole column.
        node("w:compat", {}, node("w:doNotExpandShiftReturn"), node("w:compatSetting", mode)),
        node("w:themeFontLang", {"w:val": latin_language(edition), "w:eastAsia": "ja-JP"}),
        settings.find(qn("w:clrSchemeMapping")),
        value("w:decimalSymbol", "."),
        value("w:listSeparator", ","),
    ]


def _set_page(document: WordDocument, theme: Theme) -> None:
    section, space = document.sections[0], theme.space
    section.page_width, section.page_height = (Pt(length) for length in theme.sheet)
    section.left_margin, section.right_margin = Pt(space.inner), Pt(space.outer)
    section.top_margin, section.bottom_margin = Pt(space.top), Pt(space.bottom)
    section.header_distance, section.footer_distance = Pt(space.top * 0.5), Pt(space.bottom * 0.5)
    for grid in document.element.body.sectPr.findall(qn("w:docGrid")):
        grid.getparent().remove(grid)


def _set_properties(document: WordDocument, edition: Edition) -> None:
    properties: Any = document.core_properties
    properties._element[:] = []  # the template says "generated by python-docx" and 2013
    properties.title = _titles(legal(str(edition.title.target)), legal(str(edition.title.source)))
    properties.subject = legal(edition.subject)[:_LONGEST_PROPERTY]
    properties.keywords = legal(edition.signature)[:_LONGEST_PROPERTY]
    if edition.author:  # an empty creator would be one without a name
        properties.author = legal(edition.author)[:_LONGEST_PROPERTY]
    properties.identifier = NO_ID  # the id depends on all parts: `save_document` puts it here
    english = latin_language(edition)
    languages = dict.fromkeys((edition.language, *(english if lang == "en" else lang for lang in edition.langs)))
    properties.language = legal(", ".join(languages))[:_LONGEST_PROPERTY]
    day = day_of(edition.date)
    if day:
        properties.created = properties.modified = datetime(day.year, day.month, day.day)


def _titles(target: str, source: str) -> str:
    """Return both titles as one property; the longer one is shortened if they do not fit."""
    room = _LONGEST_PROPERTY - len(" / ")
    if len(target) + len(source) > room:
        half = room // 2
        target = target[: max(half, room - len(source))].rstrip()
        source = source[: max(half, room - len(target))]
    return " / ".join(filter(None, (target, source)))[:_LONGEST_PROPERTY]


def _add_custom_properties(document: WordDocument, edition: Edition) -> None:
    """Add the part that Word shows as "Custom" in the file's properties, which python-docx does not support."""
    root = parse_xml(f'<Properties xmlns="{_CUSTOM_PROPERTIES}" xmlns:vt="{_VARIANT_TYPES}"/>')
    lines = ((EDITION, NO_ID), (ARTICLE, edition.article), *edition.figures)
    for number, (name, text) in enumerate(lines, 2):
        if text:
            entry = root.makeelement(f"{{{_CUSTOM_PROPERTIES}}}property", {"fmtid": _FORMAT, "pid": str(number)})
            entry.set("name", name)
            said = entry.makeelement(f"{{{_VARIANT_TYPES}}}lpwstr")
            said.text = legal(text)[:_LONGEST_PROPERTY]
            entry.append(said)
            root.append(entry)
    package = document.part.package
    part = Part(PackURI(f"/{CUSTOM}"), _CUSTOM_TYPE, serialize_part_xml(root), package)
    package.relate_to(part, f"{_RELATIONS}/custom-properties")


def day_of(text: str) -> date | None:
    """Return a date written `YYYY-MM-DD`; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
