"""`bilingual glossary suggest`: terms for a person to approve."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from bilingual.errors import BilingualError
from bilingual.model import Article


def suggest(
    *, inputs: tuple[str, ...], file: str, write: bool, min_count: int, encoding: str | None, as_json: bool
) -> int:
    """Print candidates as commented YAML or JSON, or add them to the glossary as comments."""
    from bilingual.glossary.edit import current_text, save_glossary
    from bilingual.glossary.load import parse_glossary, read_text
    from bilingual.languages.japanese.readings import available
    from bilingual.suggest.find import suggest_terms
    from bilingual.suggest.output import lines, suggested, with_suggestions

    path = Path(file)
    # Nobody needs a glossary to begin with; one that was named and is not there is a slip, unless it is to be made.
    text = current_text(path) if write or file == "glossary.yaml" else read_text(path)
    loaded = parse_glossary(text, file)
    articles, code = _articles(inputs, encoding)
    known = suggested(text)
    found = suggest_terms(articles, loaded, min_count=min_count, known=known)
    if not available():
        click.echo("Names are found better with a dictionary: install bilingual[readings]", err=True)
    if write and found:
        save_glossary(path, with_suggestions(text, found, file))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    elif not write:
        for line in lines(found):
            click.echo(line)
    where = f" written to {file}, as comments" if write and found else ""
    click.echo(f"{len(found)} suggestions{where}; {len(loaded.terms)} terms are there", err=True)
    return code


def _articles(inputs: tuple[str, ...], encoding: str | None) -> tuple[list[Article], int]:
    """Return the articles that can be read; one bad file does not stop the others."""
    from bilingual import reading
    from bilingual.cli.inputs import articles

    read: list[Article] = []
    code = 0
    for path in articles(inputs):
        try:
            if isinstance(path, BilingualError):
                raise path
            read.append(reading.read(path, encoding=encoding))
        except BilingualError as error:
            click.echo(f"Error: {error}", err=True)
            code = code or error.exit_code
    return read, code
