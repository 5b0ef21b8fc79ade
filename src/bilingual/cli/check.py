"""`bilingual check`: report findings and write nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bilingual.cli.command import Command
from bilingual.cli.console import note, print_json, printable, progress, report, set_up_logging
from bilingual.cli.inputs import articles
from bilingual.cli.options import glossaries_of, translation_options, verbosity
from bilingual.cli.render import closing_line, exit_code, load_what_all_need
from bilingual.errors import BilingualError

if TYPE_CHECKING:
    from bilingual.pipeline import Translation
    from bilingual.session import Session
    from bilingual.settings import Dates


@click.command(cls=Command)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@translation_options
@click.option("--strict", is_flag=True, help="Exit with 6 if there are findings, warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@verbosity
def check(
    inputs: tuple[str, ...],
    *,
    glossary: tuple[str, ...],
    no_glossary: bool,
    dates: Dates,
    engine: str,
    server: str,
    server_model: str,
    threads: int | None,
    encoding: str | None,
    strict: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """List what needs review.

    Translates the articles (finished drafts are reused) and writes no editions.
    """
    from bilingual import EngineSpec, Session, Settings

    set_up_logging(quiet=quiet, verbose=verbose)
    settings = Settings(
        glossaries=glossaries_of(glossary, no_glossary=no_glossary),
        engine=EngineSpec(engine, server, server_model, threads),
        dates=dates,
        encoding=encoding,
    )
    with Session(settings) as session:
        results = _check_all(session, inputs, as_json=as_json, quiet=quiet)
    if as_json:
        print_json({"articles": [_value(result) for result in results]})
    return exit_code(results, strict=strict)


def _check_all(
    session: Session, inputs: tuple[str, ...], *, as_json: bool, quiet: bool
) -> list[Translation | BilingualError]:
    load_what_all_need(session)
    results: list[Translation | BilingualError] = []
    for item in articles(inputs):
        try:
            if isinstance(item, BilingualError):
                raise item
            with progress(item.name, quiet=quiet) as on:
                translation = session.check(item, on=on)
        except BilingualError as error:
            report(error)
            results.append(error)
            continue
        results.append(translation)
        if not as_json:
            _print(str(item), translation)
        if not quiet:
            note(closing_line(item.name, translation))
    return results


def _print(name: str, translation: Translation) -> None:
    places = {unit.id: block.place.within(name) for block in translation.article.blocks for unit in block.units}
    for unit in translation.article.units:
        for finding in unit.findings:
            place = f"{places[unit.id]}: unit {unit.id}"
            click.echo(printable(f"{place}: {finding.severity}: {finding.message} ({finding.code})"))
        if unit.findings:
            click.echo(f"    {printable(unit.source)}\n    {printable(unit.target)}")


def _value(result: Translation | BilingualError) -> dict[str, object]:
    from bilingual.translation.metrics import per_term

    if isinstance(result, BilingualError):
        return {"input": result.place, "error": str(result), "exit_code": result.exit_code}
    findings = [
        {
            "unit": unit.id,
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
        "input": result.article.path,
        "summary": result.figures.values(),
        "signature": result.signature,
        "findings": findings,
        "terms": terms,
    }
