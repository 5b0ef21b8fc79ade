"""The style sheet of an EPUB: no fonts, no colours, no sizes in pixels; the reader's settings take precedence."""

from __future__ import annotations

from string import Template

from bilingual.editions.choices import SINGLE
from bilingual.editions.html.templating import resource
from bilingual.editions.model import Edition
from bilingual.editions.theme import Family

_GENERIC: dict[Family, str] = {"mincho": "serif", "gothic": "sans-serif"}
"""Readers have their own Japanese fonts; a name that is not embedded may select a font without Japanese."""
_HORIZONTAL = {"start": "left", "end": "right", "before": "top", "after": "bottom", "inline": "width"}
_VERTICAL = {"start": "top", "end": "bottom", "before": "right", "after": "left", "inline": "height"}
"""Where a line and a page begin and end. Many readers do not know the logical properties of CSS."""
_WRITING = "html { -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl; }\n"
_UPRIGHT = ".tie { -webkit-text-combine: horizontal; text-combine-upright: all; }\n"


def book_style(edition: Edition) -> str:
    """Return the style sheet of an edition."""
    faces, indent = edition.theme.faces, edition.theme.spacing.first_line
    names = {"text": _GENERIC[faces.text], "headings": _GENERIC[faces.headings], "title": _GENERIC[faces.title]}
    names |= _VERTICAL if edition.vertical else _HORIZONTAL
    drawn = Template(resource("epub.css", __package__)).substitute(names)
    if edition.layout in SINGLE[1:] and indent > 0:
        drawn += Template(resource("book.css", __package__)).substitute(names, indent=f"{indent:g}em")
    return drawn + (_WRITING + _UPRIGHT if edition.vertical else "")
