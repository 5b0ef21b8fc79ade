"""The options of `render` that say how editions look. They import only light modules, so that --help stays fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from bilingual.editions.model import ALIGNS, LAYOUTS, ORDERS
from bilingual.editions.plan import TOC_FROM, Plan
from bilingual.editions.theme import PAGE_SIZES, PageSize


def looks(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how editions look."""
    switches = (
        ("--furigana", "Readings over all kanji; those a machine proposes are marked."),
        ("--notes", "The glossary's notes on terms, at their first mention."),
        ("--numbers", "Number the paragraphs, for citing."),
        ("--mark-drafts", "Mark what nobody has reviewed, for the reviewer's copy."),
        ("--review-comments", "Put the findings into the DOCX (as comments) and the HTML."),
        ("--pdf-a", "Make the PDF a PDF/A-2b file, for archives."),
        ("--title-page", "Give the title a page of its own."),
    )
    for name, text in reversed(switches):
        function = click.option(name, is_flag=True, help=text)(function)
    for option in (
        click.option(
            "--embed-fonts/--no-embed-fonts",
            default=True,
            help="Carry the faces inside the DOCX, for readers without Japanese fonts [default: on].",
        ),
        click.option("--toc/--no-toc", default=None, help=f"Table of contents [default: from {TOC_FROM} sections on]."),
        click.option(
            "--page", type=click.Choice(PAGE_SIZES, case_sensitive=False), help="Paper [default: the theme's]."
        ),
        click.option(
            "--theme",
            metavar="NAME-or-FILE",
            default="mincho",
            show_default=True,
            help="mincho, gothic, or a .yaml file.",
        ),
        click.option(
            "--align", type=click.Choice(ALIGNS), default="paragraph", show_default=True, help="What a row is."
        ),
        click.option(
            "--order", type=click.Choice(ORDERS), default="ja-en", show_default=True, help="Which language comes first."
        ),
        click.option(
            "--layout",
            "layouts",
            multiple=True,
            type=click.Choice(LAYOUTS),
            help="Layout of the edition; may be given more than once [default: side-by-side].",
        ),
    ):
        function = option(function)
    return function


def plan_of(*, theme: str, page: PageSize | None, review_comments: bool, pdf_a: bool, **looks: Any) -> Plan:
    """Return the plan the options ask for; the theme is loaded now, so that its errors come before any work."""
    from bilingual.editions.theme_file import load_theme, with_page

    return Plan(theme=with_page(load_theme(theme), page), comments=review_comments, archive=pdf_a, **looks)
