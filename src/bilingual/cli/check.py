"""`bilingual check`: findings, and nothing written."""

from __future__ import annotations

import json
from typing import Any

import click

from bilingual import pipeline
from bilingual.cli.console import progress, set_up_logging, tell
from bilingual.cli.inputs import articles
from bilingual.cli.render import exit_code, job, line
from bilingual.errors import BilingualError
from bilingual.translation.metrics import TermUse, per_term


def check(*, inputs: tuple[str, ...], strict: bool, as_json: bool, verbose: bool, quiet: bool, **options: Any) -> int:
    """Check every article and print its findings. Returns the exit code."""
    set_up_logging(quiet=quiet, verbose=verbose)
    shared = job(**options)
    results: list[pipeline.Rendered | BilingualError] = []
    for item in articles(inputs):
        try:
            if isinstance(item, BilingualError):
                raise item
            with progress(item.name, quiet=quiet) as update:
                result = pipeline.check(item, shared, progress=update)
        except BilingualError as error:
            tell(error)
            results.append(error)
            continue
        results.append(result)
        if not as_json:
            _print(str(item), result)
        if not quiet:
            click.echo(line(item, result), err=True)
    if as_json:
        click.echo(json.dumps({"articles": [_value(result) for result in results]}, ensure_ascii=False, indent=1))
    return exit_code(results, strict=strict)


def _print(name: str, result: pipeline.Rendered) -> None:
    places = {unit.id: block.place.within(name) for block in result.article.blocks for unit in block.units}
    for unit in result.article.units:
        for finding in unit.findings:
            click.echo(f"{places[unit.id]}: unit {unit.id}: {finding.severity}: {finding.message} ({finding.code})")
        if unit.findings:
            click.echo(f"    {unit.source}\n    {unit.target}")


def _value(result: pipeline.Rendered | BilingualError) -> dict[str, Any]:
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
    return {
        "input": result.article.path,
        "summary": pipeline.summary(result),
        "signature": result.signature,
        "findings": findings,
        "terms": [_use(use) for use in per_term(result.article)],
    }


def _use(use: TermUse) -> dict[str, Any]:
    return {
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
