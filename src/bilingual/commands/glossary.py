"""`bilingual glossary check` and `glossary add`."""

from __future__ import annotations

import json
from pathlib import Path

import click


def check(*, file: str, as_json: bool) -> int:
    """Print what is wrong with a glossary; errors make the exit code 4."""
    from bilingual.terms import glossary, lint

    loaded = glossary.load(Path(file))
    findings = lint.lint(loaded)
    if as_json:
        values = [{"severity": f.severity, "message": f.message, "line": f.line, "column": f.column} for f in findings]
        click.echo(json.dumps({"file": file, "terms": len(loaded.terms), "findings": values}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{file}:{finding.line}:{finding.column}: {finding.severity}: {finding.message}")
        click.echo(f"{file}: {len(loaded.terms)} terms, {len(findings)} findings", err=True)
    return 4 if any(finding.severity == "error" for finding in findings) else 0


def add(*, file: str, source: str, target: str, force: bool) -> int:
    """Add a term to a glossary file, in place."""
    from bilingual.terms import edit

    edit.add(Path(file), source, target, force=force)
    click.echo(f"{file}: {source}: {target}", err=True)
    return 0
