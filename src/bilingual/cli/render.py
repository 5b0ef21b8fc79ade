"""`bilingual render`: every article of the run, one summary at the end."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path
from typing import Any

import click

from bilingual.cli.console import progress, set_up_logging, tell
from bilingual.cli.inputs import articles
from bilingual.cli.looks import plan_of
from bilingual.editions.outputs import fallbacks
from bilingual.editions.plan import Plan
from bilingual.engines.choose import EngineSpec, choose
from bilingual.errors import BilingualError, FindingsError
from bilingual.pipeline import Job, Rendered, run, summary

log = logging.getLogger("bilingual")


def job(
    *,
    glossary: tuple[str, ...],
    no_glossary: bool,
    engine: str,
    server: str,
    server_model: str,
    encoding: str | None,
    dates: Any = "us",
    formats: tuple[Any, ...] = ("pdf", "docx"),
    output: str = "output",
    layouts: tuple[Any, ...] = (),
    **looks: Any,
) -> Job:
    """Build what is the same for every article; an explicit glossary is loaded now, so that its errors come first."""
    if glossary and no_glossary:
        raise click.UsageError("--glossary and --no-glossary exclude each other.")
    made = Job(
        engine=choose(EngineSpec(engine, server, server_model)) if server else engine,
        glossary=None if no_glossary else (glossary or "auto"),
        formats=tuple(dict.fromkeys(formats)) or ("pdf", "docx"),
        output=output,
        encoding=encoding,
        dates=dates,
        layouts=tuple(dict.fromkeys(layouts)) or ("side-by-side",),
        plan=plan_of(**looks) if looks else Plan(),
    )
    if glossary:
        made.terms(made.glossaries(Path()))
    return made


def render(*, inputs: tuple[str, ...], strict: bool, as_json: bool, verbose: bool, quiet: bool, **options: Any) -> int:
    """Render every article; one bad file does not stop the others. Returns the exit code."""
    set_up_logging(quiet=quiet, verbose=verbose)
    shared = job(**options)
    for name in fallbacks(shared.formats, shared.layouts):
        log.warning("%s has no facing pages: it is laid out side by side", name.upper())
    started = time.monotonic()
    results: list[tuple[str, Rendered | BilingualError]] = []
    for item in articles(inputs, shared.files):
        if isinstance(item, BilingualError):
            results.append((item.place, item))
            tell(item)
            continue
        results.append((str(item), _one(item, shared, quiet=quiet)))
    if as_json:
        click.echo(json.dumps(_summary(results), ensure_ascii=False, indent=1))
    else:
        for _, result in results:
            if isinstance(result, Rendered):
                for file in result.files:
                    click.echo(str(file))
    if not quiet and len(results) > 1:
        good = sum(isinstance(result, Rendered) for _, result in results)
        click.echo(f"{good} of {len(results)} articles in {time.monotonic() - started:.1f} s", err=True)
    return exit_code([result for _, result in results], strict=strict)


def _one(path: Path, shared: Job, *, quiet: bool) -> Rendered | BilingualError:
    try:
        with progress(path.name, quiet=quiet) as update:
            result = run(path, shared, progress=update)
    except BilingualError as error:
        tell(error)
        return error
    except Exception as fault:
        if os.environ.get("BILINGUAL_DEBUG"):
            raise
        # One bad file does not stop the others, not even by a fault of ours.
        unexpected = BilingualError(
            f"unexpected {type(fault).__name__}: {fault}",
            place=str(path),
            remedy="this is a fault of bilingual; BILINGUAL_DEBUG=1 shows where, please report it",
        )
        tell(unexpected)
        return unexpected
    if not quiet:
        click.echo(line(path, result), err=True)
        for finding in result.findings:
            log.debug("  %s: %s (%s)", finding.unit, finding.message, finding.code)
        if result.findings:
            log.info("  `bilingual check %s`, with the same options, shows the findings", path)
    return result


def line(path: Path, result: Rendered) -> str:
    """Return the closing line for one article."""
    figures = result.figures
    parts = [f"{figures.units} {'unit' if figures.units == 1 else 'units'}", f"{figures.seconds:.1f} s"]
    terms = figures.terms
    if result.glossaries:
        names = ", ".join(path.name for path in result.glossaries)
        parts.append(f"terms {terms.pairs_said} of {terms.pairs} ({names})")
        if terms.later:
            parts.append(f"consistency {terms.consistency:.2f}")
    else:
        parts.append("no glossary")
    if terms.numbers:
        wrong = f", {terms.numbers_wrong} wrong" if terms.numbers_wrong else ""
        parts.append(f"{terms.numbers} {'number' if terms.numbers == 1 else 'numbers'} checked{wrong}")
    if terms.repaired:
        parts.append(f"put right {terms.repaired}")
    if terms.forced:
        parts.append(f"in brackets {terms.forced}")
    if figures.decoded_again:
        parts.append(f"decoded again {figures.decoded_again}, better for it {figures.mended}")
    findings = len(result.findings)
    parts.append("no findings" if not findings else "1 finding" if findings == 1 else f"{findings} findings")
    return f"{path.name}: {', '.join(parts)}"


def exit_code(results: list[Rendered | BilingualError], *, strict: bool) -> int:
    """Return the code of the first error; with `strict`, 6 for findings; else 0."""
    for result in results:
        if isinstance(result, BilingualError):
            return result.exit_code
    findings = any(isinstance(result, Rendered) and result.findings for result in results)
    return FindingsError.exit_code if strict and findings else 0


def _summary(results: list[tuple[str, Rendered | BilingualError]]) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    for name, result in results:
        if isinstance(result, BilingualError):
            files.append({"input": name, "error": str(result), "exit_code": result.exit_code})
            continue
        files.append(
            {
                "input": name,
                "outputs": [str(file) for file in result.files],
                "glossary": str(result.glossary) if result.glossary else None,
                "glossaries": [str(path) for path in result.glossaries],
                "signature": result.signature,
                **summary(result),
            }
        )
    return {"articles": files}
