"""`bilingual glossary import` and `glossary export`: to and from the glossaries of other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bilingual.errors import InputError, OutputError


def import_(*, source: str, file: str, format_: str | None, force: bool, dry_run: bool) -> int:
    """Add the terms of another tool's glossary; print what clashes, and counts."""
    from bilingual.cli.console import set_up_logging
    from bilingual.glossary.edit import current_text, save_glossary
    from bilingual.glossary.exchange.formats import format_of, read_exchange
    from bilingual.glossary.merge import merge_terms

    set_up_logging(quiet=False, verbose=False)
    data = _bytes(source)
    terms = read_exchange(data, source, format_of(source, format_, data=data))
    path = Path(file)
    text = current_text(path)
    merged = merge_terms(text, terms, file, origin=source, force=force)
    for clash in merged.clashes:
        click.echo(f"kept as it is: {clash}", err=True)
    if merged.text != text and not dry_run:
        save_glossary(path, merged.text)
    done = f"{merged.added} added, {merged.changed} changed, {merged.unchanged} there already"
    remedy = "" if force or not merged.clashes else " (--force takes the new ones)"
    would = "would be: " if dry_run else ""
    click.echo(f"{file}: {would}{done}, {len(merged.clashes)} kept as they were{remedy}", err=True)
    return 0


def export(*, target: str, file: str, format_: str | None) -> int:
    """Write the glossary for another tool; `-` is stdout."""
    from bilingual.files import write_whole
    from bilingual.glossary.exchange.formats import format_of, losses, write_exchange
    from bilingual.glossary.load import load_glossary

    terms = load_glossary(Path(file)).terms
    chosen = format_of(target, format_)
    data = write_exchange(terms, chosen)
    if target == "-":
        sys.stdout.buffer.write(data)
    elif Path(target).resolve() == Path(file).resolve():
        raise OutputError("is the glossary itself", place=target, remedy="name another file")
    else:
        write_whole(Path(target), data)
    for key, count in losses(terms, chosen).items():
        click.echo(f"Warning: {chosen.upper()} cannot hold {key} ({count} of {len(terms)} terms)", err=True)
    click.echo(f"{target}: {len(terms)} terms", err=True)
    return 0


def _bytes(name: str) -> bytes:
    from bilingual.glossary.exchange.formats import LARGEST_FILE

    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(name).open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", place=name, remedy="check the name of the glossary to import") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", place=name, remedy="name a file you may read") from error
