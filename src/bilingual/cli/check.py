"""`bilingual check`: report findings and write nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from bilingual.cli.choices import Choices
from bilingual.cli.command import Command
from bilingual.cli.console import logger, note, print_json, progress, report, set_up_logging, show
from bilingual.cli.inputs import find_articles, named_or_default
from bilingual.cli.options import failure_options, inputs_argument, translation_options, verbosity
from bilingual.cli.results import closing_line, error_value, exit_code, load_what_all_need
from bilingual.errors import BilingualError

if TYPE_CHECKING:
    from bilingual.model import Severity
    from bilingual.outcomes import Translation
    from bilingual.session import Session


@click.command(cls=Command)
@inputs_argument
@translation_options
@failure_options
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@verbosity
def check(
    inputs: tuple[str, ...],
    *,
    how: Choices,
    fail_on: Severity | Literal[""],
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """List what needs review.

    INPUT is a file (.txt, .md), a folder with its subfolders, a glob, or - for standard input [default: the folder
    input].

    Translates the articles (finished drafts are reused) and writes no editions.
    """
    from bilingual import Project, Session

    set_up_logging(quiet=quiet, verbose=verbose)
    with Session(how.settings(), Project(memory=how.memory_file)) as session:
        results = _check_all(session, named_or_default(inputs), as_json=as_json, quiet=quiet)
    if as_json:
        print_json({"articles": [_value(name, result) for name, result in results]})
    return exit_code([result for _, result in results], fail_on=fail_on)


def _check_all(
    session: Session, inputs: tuple[str, ...], *, as_json: bool, quiet: bool
) -> list[tuple[str, Translation | BilingualError]]:
    found = find_articles(inputs)
    if found.left_out:
        logger().warning("%s", found.left_out)
    load_what_all_need(session)
    results: list[tuple[str, Translation | BilingualError]] = []
    for number, item in enumerate(found.articles, 1):
        if isinstance(item, BilingualError):
            report(item)
            results.append((item.place, item))
            continue
        name, label = str(item.path), item.label(number, len(found.articles))
        try:
            with progress(label, quiet=quiet) as on:
                translation = session.check(item.path, data=item.data, on=on)
        except BilingualError as error:
            report(error)
            results.append((name, error))
            continue
        results.append((name, translation))
        if as_json:
            continue
        _print(name, translation)
        if not quiet:
            note(closing_line(label, translation))
    return results


def _print(name: str, translation: Translation) -> None:
    places = {unit.id: block.place.within(name) for block in translation.article.blocks for unit in block.units}
    for unit in translation.article.units:
        for finding in unit.findings:
            place = f"{places[unit.id]}: unit {unit.id}"
            show(f"{place}: {finding.severity}: {finding.message} ({finding.code})")
        for text in unit.notes:
            show(f"{places[unit.id]}: unit {unit.id}: comment: {text}")
        if unit.findings or unit.notes:
            show(f"    {unit.source}")
            show(f"    {unit.target}")


def _value(name: str, result: Translation | BilingualError) -> dict[str, object]:
    from bilingual.translation.metrics import per_term

    if isinstance(result, BilingualError):
        return error_value(name, result)
    lines = {unit.id: block.place.line for block in result.article.blocks for unit in block.units}
    findings = [
        {
            "unit": unit.id,
            "line": lines[unit.id],
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "source": unit.source,
            "target": unit.target,
        }
        for unit in result.article.units
        for finding in unit.findings
    ]
    terms = [
        {
            "entry": use.entry,
            "target": use.target,
            "places": use.places,
            "said": use.said,
            "renderings": dict(use.renderings),
            "units": list(use.units),
            "missing": list(use.missing),
            "repaired": list(use.repaired),
            "forced": list(use.forced),
        }
        for use in per_term(result.article)
    ]
    return {
        "input": name,
        "summary": result.figures.values(),
        "signature": result.signature,
        "findings": findings,
        "terms": terms,
    }
