"""`bilingual render`: render every article of a run and print one summary at the end."""

from __future__ import annotations

import os
import shlex
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bilingual.cli.choices import Choices
from bilingual.cli.command import Command
from bilingual.cli.console import counted, logger, note, print_json, progress, report, set_up_logging, show, unexpected
from bilingual.cli.inputs import Found, Inputs, find_articles, named_or_default
from bilingual.cli.options import (
    failure_options,
    formats_option,
    inputs_argument,
    look_options,
    output_option,
    translation_options,
    verbosity,
)
from bilingual.cli.output import check_count, output_of
from bilingual.editions.choices import Align, Format, Layout, Order
from bilingual.errors import BilingualError, FindingsError, GlossaryError, OutputError, UsageError

if TYPE_CHECKING:
    from bilingual.editions.theme import Theme
    from bilingual.model import Severity
    from bilingual.pipeline import Outcome, Translation
    from bilingual.session import Session
    from bilingual.settings import Settings


@click.command("render", cls=Command)
@inputs_argument
@formats_option("Format of the edition; several with commas, or repeat it [default: pdf,docx].")
@output_option("Folder for the editions, or the file of a single one.")
@look_options
@translation_options
@failure_options
@click.option(
    "--overwrite", is_flag=True, help="Replace editions that were changed since they were written; a copy is kept."
)
@click.option("--watch", is_flag=True, help="Keep running, and render again whenever a file is saved.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@verbosity
def render_command(
    inputs: tuple[str, ...],
    *,
    formats: tuple[Format, ...],
    output: str,
    layouts: tuple[Layout, ...],
    order: Order,
    align: Align,
    theme: str,
    page: str | None,
    toc: bool | None,
    embed_fonts: bool,
    furigana: bool,
    notes: bool,
    numbers: bool,
    review: bool,
    mark_drafts: bool,
    review_comments: bool,
    pdf_a: bool,
    title_page: bool,
    vertical: bool,
    popup: bool,
    no_colophon: bool,
    no_terms: bool,
    how: Choices,
    fail_on: Severity | Literal[""],
    overwrite: bool,
    watch: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Translate articles and write their editions.

    INPUT is a file (.txt, .md), a folder, a glob, or - for standard input [default: folder input]. Works offline.
    """
    from bilingual import Plan, Session, editions_of
    from bilingual.editions.paper import is_narrow
    from bilingual.editions.writers import fallbacks

    set_up_logging(quiet=quiet, verbose=verbose)
    look = _look(theme, page)
    plan = Plan(order=order, align=align, theme=look, toc=toc, furigana=furigana, notes=notes, numbers=numbers)
    plan = replace(plan, mark_drafts=mark_drafts or review, comments=review_comments or review, archive=pdf_a)
    plan = replace(plan, vertical=vertical, popup=popup)
    plan = replace(plan, title_page=title_page, colophon=not no_colophon, terms=not no_terms, embed_fonts=embed_fonts)
    project, formats = output_of(output, formats, layouts, how.memory_file)
    editions = editions_of(formats, layouts or ("side-by-side",), plan)
    settings = replace(how.settings(), overwrite=overwrite, editions=editions)
    for line in fallbacks(formats, layouts):
        logger().warning("%s", line)
    if (
        is_narrow(look.page)
        and {"pdf", "docx"}.intersection(formats)
        and "side-by-side" in (layouts or ["side-by-side"])
    ):
        logger().warning("%s is narrow: --layout facing or stacked reads better", look.page)
    with Session(settings, project) as session:
        if watch:
            return _watch(session, named_or_default(inputs), theme, page, quiet=quiet, alone=not (as_json or fail_on))
        results = _render_all(session, named_or_default(inputs), as_json=as_json, quiet=quiet)
    return exit_code(results, fail_on=fail_on)


def _look(theme: str, page: str | None) -> Theme:
    """Return the theme with the size of --page."""
    from bilingual.editions.theme_file import load_theme, with_page

    return with_page(load_theme(theme), page)


def _render_all(
    session: Session, inputs: tuple[str, ...], *, as_json: bool, quiet: bool
) -> list[Translation | BilingualError]:
    """Render every article; one bad file does not stop the others."""
    from bilingual.session import left_alone

    started = time.monotonic()
    found = _find(session, inputs)
    if found.left_out:
        logger().warning("%s", found.left_out)
    load_what_all_need(session)
    outcomes: list[tuple[str, Outcome | BilingualError]] = []
    for number, item in enumerate(found.articles, 1):
        if isinstance(item, BilingualError):
            report(item)
            outcomes.append((item.place, item))
            continue
        label = item.label(number, len(found.articles))
        outcome = _one(session, item, label, quiet=quiet)
        outcomes.append((str(item.path), outcome))
        if isinstance(outcome, BilingualError):
            report(outcome)
        for file in () if isinstance(outcome, BilingualError) else outcome.left:
            report(left_alone(file))
        # As JSON, the summary is in the result.
        if not (isinstance(outcome, BilingualError) or quiet or as_json):
            _summary(item, label, outcome)
    results = [result for _, result in outcomes]
    if as_json:
        articles = [_value(name, result) for name, result in outcomes]
        print_json({"articles": articles, "skipped": [str(path) for path in found.skipped]})
        return [*results]
    for result in results:
        for file in result.files if not isinstance(result, BilingualError) else ():
            show(str(file))
    if not quiet and len(results) > 1:
        good = sum(not isinstance(result, BilingualError) for result in results)
        note(f"{good} of {counted(len(results), 'article')} in {time.monotonic() - started:.1f} s")
    return [*results]


def _watch(session: Session, inputs: tuple[str, ...], theme: str, page: str | None, *, quiet: bool, alone: bool) -> int:
    """Render every article, and each again when it changes, until Ctrl-C."""
    from bilingual.cli.rerender import Rerenderer, Rerendering
    from bilingual.editions.theme import BUILT_IN
    from bilingual.session import left_alone

    if "-" in inputs or not alone:
        raise click.UsageError("--watch cannot be used with --json, --strict, --fail-on or standard input.")

    def again(item: Found) -> BilingualError | None:
        outcome = _one(session, item, label := item.label(1, 1), quiet=quiet)
        if isinstance(outcome, BilingualError):
            return outcome
        for file in outcome.left:
            report(left_alone(file))
        if not quiet:
            _summary(item, label, outcome)
        for file in outcome.files:
            show(str(file))
        return None

    def settings() -> Settings:
        look = _look(theme, page)
        editions = (replace(one, plan=replace(one.plan, theme=look)) for one in session.settings.editions)
        return replace(session.settings, editions=tuple(editions))

    path = None if theme in BUILT_IN else Path(theme)
    rerenderer = Rerenderer(Rerendering(session, lambda: _find(session, inputs), again, settings, path))
    try:
        rerenderer.begin()
        try:
            _render_all(session, inputs, as_json=False, quiet=quiet)
        except GlossaryError as error:  # the articles are rendered when it has changed
            report(error)
        rerenderer.run()
    except KeyboardInterrupt:
        note("Stopped watching.")
    return 0


def _find(session: Session, inputs: tuple[str, ...]) -> Inputs:
    """Return the articles. Raises `UsageError` if they do not fit --output."""
    project = session.project
    if "-" in inputs and not project.edition:
        raise UsageError("standard input has no name", place="-", remedy="name the edition, as in -o article.pdf")
    name = project.edition.stem if project.edition else ""
    found = find_articles(inputs, None if project.edition else session.files, output=project.output, stdin=name)
    check_count(project, len(found.articles))
    return found


def load_what_all_need(session: Session) -> None:
    """Load the named glossaries and choose the engine first, so that their errors are reported once and early."""
    if isinstance(session.settings.glossaries, tuple):
        session.terms(session.settings.glossaries)
    _ = session.engines


def _one(session: Session, item: Found, label: str, *, quiet: bool) -> Outcome | BilingualError:
    """Render an article. Returns an error, which is not reported yet."""
    try:
        with progress(label, quiet=quiet) as on:
            return session.render(item.path, below=item.below, data=item.data, on=on)
    except BilingualError as error:
        return error
    except Exception as error:
        if os.environ.get("BILINGUAL_DEBUG"):
            raise
        # One bad file does not stop the others, even if the cause is a bug in bilingual.
        return unexpected(error, place=str(item.path))


def _summary(item: Found, label: str, outcome: Outcome) -> None:
    note(closing_line(label, outcome))
    log = logger()
    log.debug("  %s", detail_line(outcome))
    for finding in outcome.findings:
        log.debug("  %s: %s (%s)", finding.unit, finding.message, finding.code)
    if outcome.findings:
        name = "-" if item.data is not None else shlex.quote(str(item.path))
        log.info("  `bilingual check %s`, with the same options, lists the places to review", name)


def closing_line(name: str, translation: Translation) -> str:
    """Return the line printed after an article: what needs review, and the figures."""
    findings, figures, terms = translation.findings, translation.figures, translation.figures.terms
    errors = sum(finding.severity == "error" for finding in findings)
    places = f"{counted(len(findings), 'place')} to review" if findings else "nothing to review"
    parts = [places + (f" ({counted(errors, 'error')})" if errors else "")]
    parts.append(f"terms {terms.pairs_said}/{terms.pairs}" if translation.glossaries else "no glossary")
    if figures.reviewed:
        parts.append(f"reviewed {figures.reviewed}/{figures.sentences}")
    if terms.numbers:
        parts.append(f"numbers {terms.numbers} checked, {translation.wrong_numbers} wrong")
    if len(figures.engines) > 1:
        parts.append("drafts " + ", ".join(f"{name} {number}" for name, number in figures.engines))
    parts.append(f"{counted(figures.units, 'unit')}, {figures.seconds:.1f} s")
    return f"{name}: {' · '.join(parts)}"


def detail_line(translation: Translation) -> str:
    """Return the line that --verbose adds: glossaries, consistency, repairs and retries."""
    figures, terms = translation.figures, translation.figures.terms
    names = ", ".join(str(path) for path in translation.glossaries)
    return ", ".join(
        part
        for part in (
            f"glossary {names}" if names else "",
            f"consistency {terms.consistency:.2f}" if terms.later else "",
            f"repaired {terms.repaired}",
            f"in brackets {terms.forced}",
            f"retried {figures.retried} ({figures.improved} improved)",
        )
        if part
    )


_AS_SEVERE: dict[str, tuple[str, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "note": ("error", "warning", "note"),
}
"""The severities that fail a run, by the least of them."""


def exit_code(results: list[Translation | BilingualError], *, fail_on: Severity | Literal[""]) -> int:
    """Return the code of the first error; 6 if there are findings as severe as `fail_on`; else 0."""
    for result in results:
        if isinstance(result, BilingualError):
            return result.exit_code
    from bilingual.pipeline import Outcome

    if any(isinstance(result, Outcome) and result.left for result in results):
        return OutputError.exit_code
    found = (finding for result in results if not isinstance(result, BilingualError) for finding in result.findings)
    failed = any(finding.severity in _AS_SEVERE.get(fail_on, ()) for finding in found)
    return FindingsError.exit_code if failed else 0


def _value(name: str, result: Outcome | BilingualError) -> dict[str, object]:
    if isinstance(result, BilingualError):
        return {"input": name, "error": str(result), "exit_code": result.exit_code}
    return {
        "input": name,
        "outputs": [str(file) for file in result.files],
        "left": [str(file) for file in result.left],
        "glossary": str(result.glossaries[0]) if result.glossaries else None,
        "glossaries": [str(path) for path in result.glossaries],
        "signature": result.signature,
        **result.figures.values(),
    }
