"""`bilingual render`: render every article of a run and print one summary at the end."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bilingual.cli.archive import render_archive
from bilingual.cli.book import book_formats, render_book
from bilingual.cli.choices import Choices, LookChoices, RunChoices
from bilingual.cli.command import Command
from bilingual.cli.console import counted, logger, note, print_json, report, set_up_logging, show
from bilingual.cli.inputs import Found, Inputs, find_articles, listed_names, named_or_default
from bilingual.cli.options import (
    failure_options,
    formats_option,
    inputs_argument,
    look_options,
    output_option,
    run_options,
    translation_options,
    verbosity,
)
from bilingual.cli.output import check_count, output_of
from bilingual.cli.results import attempt, error_value, exit_code, load_what_all_need, print_summary
from bilingual.editions.choices import Format, Layout
from bilingual.errors import BilingualError, GlossaryError, UsageError

if TYPE_CHECKING:
    from bilingual.editions.theme import Theme
    from bilingual.model import OnEvent, Severity
    from bilingual.outcomes import Outcome, Translation
    from bilingual.session import Session
    from bilingual.settings import Settings


@click.command("render", cls=Command)
@inputs_argument
@formats_option("Format of the edition; several with commas, or repeat it [default: pdf,docx].")
@output_option("Folder for the editions, or the file of a single one.")
@look_options
@translation_options
@run_options
@failure_options
@click.option(
    "--overwrite", is_flag=True, help="Replace editions that were changed since they were written; a copy is kept."
)
@click.option(
    "--book",
    metavar="TITLE",
    default=None,
    help="Bind all articles into one book with this title, as PDF and EPUB; both titles: '日本語 / English'.",
)
@click.option("--watch", is_flag=True, help="Keep running, and render again whenever a file is saved.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@verbosity
def render_command(
    inputs: tuple[str, ...],
    *,
    formats: tuple[Format, ...],
    output: str,
    look: LookChoices,
    how: Choices,
    run: RunChoices,
    fail_on: Severity | Literal[""],
    overwrite: bool,
    book: str | None,
    watch: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Translate articles and write their editions.

    INPUT is an article (.txt, .md, .docx, .odt, .html, .epub, .pdf), a folder, a glob, or - for standard input
    [default: folder input]. Works offline.
    """
    from bilingual import Session, editions_of

    set_up_logging(quiet=quiet, verbose=verbose)
    _check_combination(run, book=book is not None, watch=watch)
    theme = look.loaded_theme()
    project, wanted = output_of(output, formats or (("docx",) if look.like else ()), look.layouts, how.memory_file)
    formats = wanted if book is None else book_formats(project, formats)
    editions = editions_of(formats, look.chosen_layouts, look.plan(theme))
    settings = replace(how.settings(), overwrite=overwrite, editions=editions)
    _warn(theme, formats, look.layouts)
    inputs = inputs if run.from_file else named_or_default(inputs)
    with Session(settings, project) as session:
        if book is not None:
            return render_book(session, book, inputs, as_json=as_json, quiet=quiet, fail_on=fail_on)
        if watch:
            return _watch(session, inputs, look, quiet=quiet, alone=not (as_json or fail_on))
        return _render(session, _Asked(inputs, run, as_json, quiet, verbose, fail_on))


def _check_combination(run: RunChoices, *, book: bool, watch: bool) -> None:
    """Raise click's `UsageError` for options that exclude each other."""
    if book and watch:
        raise click.UsageError("--book cannot be used with --watch.")
    if (book or watch) and run.of_archive:
        named = "--book" if book else "--watch"
        raise click.UsageError(
            f"{named} cannot be used with the options of a run over many articles (docs/archives.md)."
        )
    if run.cluster and run.jobs:
        raise click.UsageError("--cluster cannot be used with --jobs: the workers of the cluster render.")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a run is asked for, beside its settings."""

    inputs: tuple[str, ...]
    run: RunChoices
    as_json: bool
    quiet: bool
    verbose: bool
    fail_on: Severity | Literal[""]


def _render(session: Session, asked: _Asked) -> int:
    """Render one article with all that can be said about it, or many as one run."""
    found = _find(session, asked.inputs, asked.run)
    if asked.run.of_archive or len(found.articles) > 1:
        return render_archive(
            session, found, asked.run, as_json=asked.as_json, quiet=asked.quiet, verbose=asked.verbose,
            fail_on=asked.fail_on,
        )  # fmt: skip
    return exit_code(_render_all(session, found, as_json=asked.as_json, quiet=asked.quiet), fail_on=asked.fail_on)


_EVERY = RunChoices()


def _warn(theme: Theme, formats: tuple[Format, ...], layouts: tuple[Layout, ...]) -> None:
    """Warn of formats that do not have a layout, and of columns on a narrow page."""
    from bilingual.editions.writers import fallbacks

    for line in [*fallbacks(formats, layouts), *_narrow(theme, formats, layouts)]:
        logger().warning("%s", line)


def _narrow(theme: Theme, formats: tuple[Format, ...], layouts: tuple[Layout, ...]) -> list[str]:
    """Return what to say of columns on a narrow page."""
    from bilingual.editions.paper import is_narrow

    if not (
        is_narrow(theme.page)
        and {"pdf", "docx"}.intersection(formats)
        and "side-by-side" in (layouts or ["side-by-side"])
    ):
        return []
    return [f"{theme.page} is narrow: --layout facing or stacked reads better"]


def _render_all(session: Session, found: Inputs, *, as_json: bool, quiet: bool) -> list[Translation | BilingualError]:
    """Render every article; one bad file does not stop the others."""
    from bilingual.publishing import left_alone

    started = time.monotonic()
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
            print_summary(item, label, outcome)
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


def _watch(session: Session, inputs: tuple[str, ...], look: LookChoices, *, quiet: bool, alone: bool) -> int:
    """Render every article, and each again when it changes, until Ctrl-C."""
    from bilingual.cli.rerender import Rerenderer, Rerendering
    from bilingual.editions.theme import BUILT_IN
    from bilingual.publishing import left_alone

    if "-" in inputs or not alone:
        raise click.UsageError("--watch cannot be used with --json, --strict, --fail-on or standard input.")

    def again(item: Found) -> BilingualError | None:
        outcome = _one(session, item, label := item.label(1, 1), quiet=quiet)
        if isinstance(outcome, BilingualError):
            return outcome
        for file in outcome.left:
            report(left_alone(file))
        if not quiet:
            print_summary(item, label, outcome)
        for file in outcome.files:
            show(str(file))
        return None

    def settings() -> Settings:
        theme = look.loaded_theme()
        editions = (replace(one, plan=replace(one.plan, theme=theme)) for one in session.settings.editions)
        return replace(session.settings, editions=tuple(editions))

    path = None if look.theme in BUILT_IN else Path(look.theme)
    rerenderer = Rerenderer(Rerendering(session, lambda: _find(session, inputs), again, settings, path))
    try:
        rerenderer.begin()
        try:
            _render_all(session, _find(session, inputs), as_json=False, quiet=quiet)
        except GlossaryError as error:  # the articles are rendered when it has changed
            report(error)
        rerenderer.run()
    except KeyboardInterrupt:
        note("Stopped watching.")
    return 0


def _find(session: Session, inputs: tuple[str, ...], run: RunChoices = _EVERY) -> Inputs:
    """Return the articles. Raises `UsageError` if they do not fit --output."""
    project = session.project
    listed = listed_names(run.from_file) if run.from_file else []
    if "-" in inputs and not project.edition:
        raise UsageError("standard input has no name", place="-", remedy="name the edition, as in -o article.pdf")
    name = project.edition.stem if project.edition else ""
    found = find_articles(
        inputs,
        None if project.edition else session.files,
        output=project.output,
        stdin=name,
        listed=listed,
        chapters=run.split == "chapters",
        exclude=run.exclude,
    )
    check_count(project, len(found.articles))
    return found


def _one(session: Session, item: Found, label: str, *, quiet: bool) -> Outcome | BilingualError:
    """Render an article. Returns an error, which is not reported yet."""

    def rendered(item: Found, on: OnEvent | None) -> Outcome:
        return session.render(item.path, below=item.below, data=item.data, on=on)

    return attempt(rendered, item, label, quiet=quiet)


def _value(name: str, result: Outcome | BilingualError) -> dict[str, object]:
    if isinstance(result, BilingualError):
        return error_value(name, result)
    return {
        "input": name,
        "outputs": [str(file) for file in result.files],
        "left": [str(file) for file in result.left],
        "glossary": str(result.glossaries[0]) if result.glossaries else None,
        "glossaries": [str(path) for path in result.glossaries],
        "signature": result.signature,
        **result.figures.values(),
    }
