"""Options that several commands share. This module imports only light modules, so that --help stays fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import TypeVar, cast

import click

from bilingual.cli.choices import Choices, LookChoices, RunChoices
from bilingual.cli.types import CommaChoice, FileName, PageName, ShardName, each_once, engine_names
from bilingual.editions.choices import ALIGNS, FORMATS, LAYOUTS, ORDERS, PAGE_SIZES, TOC_FROM

F = TypeVar("F", bound=Callable[..., object])

verbose_option = click.option("-v", "--verbose", is_flag=True, help="Print more detail.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print results and errors only.")
encoding_option = click.option(
    "--encoding", metavar="NAME", help="Encoding of the articles [default: detected: UTF-8, Shift_JIS, EUC-JP …]."
)
select_option = click.option(
    "--select", metavar="CSS", default="", help="The article in a web page, as a CSS selector [default: found]."
)
glossary_file_option = click.option(
    "-g",
    "--glossary",
    "file",
    type=FileName(),
    default="glossary.yaml",
    show_default=True,
    metavar="FILE",
    help="The glossary.",
)


memory_option = click.option(
    "--memory",
    type=FileName(),
    metavar="FILE",
    default="",
    envvar="BILINGUAL_MEMORY",
    help="The project memory [default: .bilingual/memory.sqlite in the article's project].",
)

author_option = click.option(
    "--author", metavar="NAME", default="", envvar="BILINGUAL_AUTHOR", help="Who made the corrections."
)

inputs_argument = click.argument("inputs", nargs=-1, type=FileName(), metavar="[INPUT]...")


def verbosity(function: F) -> F:
    """Add --verbose and --quiet."""
    return verbose_option(quiet_option(function))


def formats_option(text: str) -> Callable[[F], F]:
    """Return the option for the formats of editions, with its help."""
    return click.option(
        "-f",
        "--format",
        "formats",
        multiple=True,
        type=CommaChoice(FORMATS),
        callback=each_once,
        metavar=f"[{'|'.join(FORMATS)}]",
        help=text,
    )


def output_option(text: str, *, folder: bool = False) -> Callable[[F], F]:
    """Return the option for where files are written, with its help; `folder`: never a single file."""
    return click.option(
        "-o",
        "--output",
        type=FileName(folder=folder),
        metavar="DIR" if folder else "DIR-or-FILE",
        default="output",
        show_default=True,
        help=text,
    )


def failure_options(function: F) -> F:
    """Add --strict and --fail-on. The function gets them as one value, `fail_on`: the least severity, or empty."""

    @wraps(function)
    def called(*arguments: object, strict: bool, fail_on: str | None, **options: object) -> object:
        return function(*arguments, fail_on="note" if strict else fail_on or "", **options)

    for option in (
        click.option("--strict", is_flag=True, help="Exit with 6 if there are any findings, including notes."),
        click.option(
            "--fail-on",
            type=click.Choice(("error", "warning")),
            help="Exit with 6 if there are errors, or with `warning` if there are errors or warnings.",
        ),
    ):
        called = option(called)
    return cast("F", called)


def engine_options(function: F) -> F:
    """Add the options that choose the engine."""
    for option in (
        click.option(
            "--prompt-style",
            metavar="NAME",
            default="",
            envvar="BILINGUAL_PROMPT_STYLE",
            help="How a language model is asked: qwen, hy-mt2, lfm2-enjp … [default: as the model needs].",
        ),
        click.option(
            "--threads",
            type=click.IntRange(1),
            metavar="N",
            envvar="BILINGUAL_THREADS",
            help="Threads of the engine [default: one for each core].",
        ),
        click.option(
            "--server-model",
            metavar="NAME",
            default="",
            envvar="BILINGUAL_SERVER_MODEL",
            help="The model on that server.",
        ),
        click.option(
            "--server",
            metavar="URL",
            default="",
            envvar="BILINGUAL_SERVER",
            help="Use an OpenAI-compatible server on this machine or its local network.",
        ),
        click.option(
            "-e",
            "--engine",
            type=FileName(words=engine_names),
            metavar="NAME",
            default="auto",
            envvar="BILINGUAL_ENGINE",
            show_default=True,
            help="auto, argos, firefox, llm, server, echo, the name of an installed model, or the path of a model; "
            "several, separated by commas, compete for every sentence.",
        ),
    ):
        function = option(function)
    return function


def translation_options(function: F) -> F:
    """Add the options for the translation: glossaries, memory, dates, engine, encoding.

    The function gets them as one value, `how`: a `Choices`.
    """
    function = engine_options(encoding_option(select_option(_with_value(function, "how", Choices))))
    for option in (
        click.option("--no-memory", is_flag=True, help="Use no project memory: no corrections are recalled."),
        memory_option,
        click.option(
            "--dates",
            type=click.Choice(("us", "uk")),
            default="us",
            show_default=True,
            help="September 2, 2025 (us) or 2 September 2025 (uk).",
        ),
        click.option("--no-glossary", is_flag=True, help="Use no glossary."),
        click.option(
            "-g",
            "--glossary",
            multiple=True,
            type=FileName(),
            metavar="FILE",
            help="A glossary; may be repeated, earlier files take precedence "
            "[default: the glossary.yaml nearest to the article].",
        ),
    ):
        function = option(function)
    return function


def _with_value(function: F, parameter: str, kind: type[Choices | RunChoices | LookChoices]) -> F:
    """Return a function that takes options by their names, for one that takes them as one value of this kind."""
    names = [field.name for field in fields(kind)]

    @wraps(function)
    def called(*arguments: object, **options: object) -> object:
        chosen = {name: options.pop(name) for name in names}
        return function(*arguments, **{parameter: kind(**chosen)}, **options)  # type: ignore[arg-type]

    return cast("F", called)


def run_options(function: F) -> F:
    """Add the options of a run over many articles. The function gets them as one value, `run`: a `RunChoices`."""
    called = _with_value(function, "run", RunChoices)
    for option in (
        click.option("--split", type=click.Choice(("chapters",)), help="EPUB: one article for each chapter."),
        click.option(
            "--report/--no-report",
            "with_report",
            default=None,
            help="Write report.html and report.csv into --output [default: with 10 articles or more].",
        ),
        click.option(
            "--cluster", metavar="ADDRESS", default="", help="Render on a Dask cluster, as in tls://host:8786."
        ),
        click.option(
            "--shard", metavar="I/N", default="", type=ShardName(), help="Render the I-th of N parts, as in 3/40."
        ),
        click.option("--jobs", type=click.IntRange(1), metavar="N", help="Render in N processes."),
        click.option("--dry-run", is_flag=True, help="List what would be rendered, and render nothing."),
        click.option("--force", is_flag=True, help="Render what is up to date, too."),
        click.option("--limit", type=click.IntRange(1), metavar="N", help="Render at most N articles."),
        click.option(
            "--exclude", multiple=True, metavar="GLOB", help="Leave out files, as in 'drafts/*'; may be repeated."
        ),
        click.option(
            "--from",
            "from_file",
            type=FileName(),
            metavar="FILE",
            default="",
            help="Render the articles that FILE names, one a line, as output/failures.txt does; - is standard input.",
        ),
    ):
        called = option(called)
    return called


_SWITCHES = (
    ("--furigana", "Readings over all kanji; generated readings are marked."),
    ("--notes", "The glossary's notes on terms, at their first mention."),
    ("--numbers", "Number the paragraphs, for citing."),
    ("--review", "Make a reviewer's copy: --mark-drafts, --review-comments, and how the text was made."),
    ("--mark-drafts", "Mark unreviewed sentences."),
    ("--review-comments", "Put the findings into the DOCX (as comments) and the HTML."),
    ("--pdf-a", "Make the PDF a PDF/A-2b file, for archives."),
    ("--title-page", "Give the title a page of its own."),
    ("--vertical", "EPUB of the layout japanese: vertical lines."),
    ("--popup", "EPUB: the English of each paragraph pops up from its Japanese."),
    ("--no-colophon", "Leave out “About this edition”."),
    ("--no-terms", "Leave out “Names and terms”."),
)
"""The switches of the look of editions, and their help."""


def look_options(function: F) -> F:
    """Add the options for the look of editions. The function gets them as one value, `look`: a `LookChoices`."""
    function = _with_value(function, "look", LookChoices)
    for name, text in reversed(_SWITCHES):
        function = click.option(name, is_flag=True, help=text)(function)
    for option in (
        click.option(
            "--embed-fonts/--no-embed-fonts",
            default=True,
            help="Embed the fonts in the DOCX, for readers without Japanese fonts [default: on].",
        ),
        click.option(
            "--like",
            type=click.Choice(("original",)),
            help="DOCX: lay the English into a copy of the article's own .docx, under each paragraph or, with "
            "--layout english, alone.",
        ),
        click.option(
            "--toc/--no-toc", default=None, help=f"Table of contents [default: with {TOC_FROM} sections or more]."
        ),
        click.option(
            "--page",
            type=PageName(),
            metavar=f"[{'|'.join(PAGE_SIZES)}|WxHmm]",
            help="Page size, as a name or as 170x240mm [default: the theme's].",
        ),
        click.option(
            "--theme",
            type=FileName(words=lambda: ("mincho", "gothic")),
            metavar="NAME-or-FILE",
            default="mincho",
            show_default=True,
            help="mincho, gothic, or a .yaml file.",
        ),
        click.option(
            "--align", type=click.Choice(ALIGNS), default="paragraph", show_default=True, help="What one row contains."
        ),
        click.option(
            "--order", type=click.Choice(ORDERS), default="ja-en", show_default=True, help="Which language comes first."
        ),
        click.option(
            "--layout",
            "layouts",
            multiple=True,
            type=CommaChoice(LAYOUTS),
            callback=each_once,
            metavar=f"[{'|'.join(LAYOUTS)}]",
            help="Layout of the edition; several with commas, or repeat it [default: side-by-side].",
        ),
    ):
        function = option(function)
    return function
