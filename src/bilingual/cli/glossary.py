"""`bilingual glossary check` and `glossary add`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bilingual.errors import BilingualError, UsageError


def check(*, files: tuple[str, ...], glossary: tuple[str, ...], inputs: tuple[str, ...], as_json: bool) -> int:
    """Print what is wrong with glossaries, and where they clash; errors make the exit code 4."""
    from bilingual.glossary.layers import clashes
    from bilingual.glossary.lint import lint_glossary, unused
    from bilingual.glossary.load import load_glossaries

    if files and glossary:
        raise UsageError("glossaries are named both as FILE and with --glossary", remedy="name all of them in one way")
    names = files or glossary or ("glossary.yaml",)
    loaded = load_glossaries(map(Path, names))
    findings = [finding for one in loaded for finding in lint_glossary(one)]
    if len(loaded) > 1:
        findings += clashes(loaded)
    if inputs:
        texts = _texts(inputs)
        findings += [finding for one in loaded for finding in unused(one, texts)]
    terms = sum(len(one.terms) for one in loaded)
    if as_json:
        values = [
            {"severity": f.severity, "code": f.code, "message": f.message, "file": f.path, "line": f.line}
            | {"column": f.column}
            for f in findings
        ]
        value = {"file": names[0], "files": list(names), "terms": terms, "findings": values}
        click.echo(json.dumps(value, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{', '.join(names)}: {terms} terms, {len(findings)} findings", err=True)
    return 4 if any(finding.severity == "error" for finding in findings) else 0


def _texts(inputs: tuple[str, ...]) -> list[str]:
    """Return the Japanese of every unit of the articles."""
    from bilingual.cli.inputs import articles
    from bilingual.reading import read

    texts: list[str] = []
    for item in articles(inputs):
        if isinstance(item, BilingualError):
            raise item
        texts += [unit.source for unit in read(item, encoding=None).units]
    return texts


def glossary_add(*, file: str, source: str, target: str, force: bool) -> int:
    """Add a term to a glossary file, in place."""
    from bilingual.glossary.edit import add_term

    add_term(Path(file), source, target, force=force)
    click.echo(f"{file}: {source}: {target}", err=True)
    return 0
