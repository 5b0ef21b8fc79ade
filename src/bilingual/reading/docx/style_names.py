"""What a style means, by its name: the built-in names of Word and of LibreOffice, Pandoc and Japanese versions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from bilingual.languages.data import language_pairs

StyleMeaning = Literal[
    "title", "subtitle", "heading", "quote", "caption", "code", "contents", "list bullet", "list number", "author",
    "date",
]  # fmt: skip

_BUILT_IN: dict[str, StyleMeaning] = {
    "title": "title",
    "subtitle": "subtitle",
    "heading": "heading",
    "quote": "quote",
    "intensequote": "quote",
    "quotations": "quote",
    "blocktext": "quote",
    "blockquote": "quote",
    "caption": "caption",
    "imagecaption": "caption",
    "tablecaption": "caption",
    "htmlpreformatted": "code",
    "preformattedtext": "code",
    "sourcecode": "code",
    "code": "code",
    "codeblock": "code",
    "macrotext": "code",
    "htmlcode": "code",
    "htmlsample": "code",
    "htmltypewriter": "code",
    "htmlkeyboard": "code",
    "verbatimchar": "code",
    "sourcetext": "code",
    "inlinecode": "code",
    "teletype": "code",
    "toc": "contents",
    "tocheading": "contents",
    "contentsheading": "contents",
    "contents": "contents",
    "tableoffigures": "contents",
    "tableofauthorities": "contents",
    "toaheading": "contents",
    "index": "contents",
    "indexheading": "contents",
    "listbullet": "list bullet",
    "listnumber": "list number",
    "author": "author",
    "date": "date",
}
_LEVEL = re.compile(r"^(\D+?)([1-9])$")
_IGNORED = re.compile(r"[\s_\-]+")


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """What the name of a style says."""

    meaning: StyleMeaning
    level: int = 0
    """The digit behind the name: of `heading 2`; 0 without one."""


def style_meaning(name: str) -> NamedStyle | None:
    """Return what a style's name says; None for other names."""
    plain = _plain(name)
    found = _meaning(plain)
    if found:
        return NamedStyle(found)
    levelled = _LEVEL.match(plain)
    found = _meaning(levelled[1]) if levelled else None
    return NamedStyle(found, int(levelled[2])) if found and levelled else None


def is_contents_title(text: str) -> bool:
    """Return whether a line is the title of a table of contents (目次)."""
    return _meaning(_plain(text)) == "contents"


def _plain(name: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name[:100]).casefold())


def _meaning(plain: str) -> StyleMeaning | None:
    return _BUILT_IN.get(plain) or _japanese_names().get(plain)


@cache
def _japanese_names() -> dict[str, StyleMeaning]:
    rows = language_pairs("japanese/style_names.tsv").items()
    return {_plain(word): cast("StyleMeaning", style) for word, style in rows}
