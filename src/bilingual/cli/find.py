"""`bilingual glossary find`: which terms a sentence holds, and why others do not count."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click


def find(*, text: str, file: str, as_json: bool) -> int:
    """Print the terms of a text and the reasons; JSON for programs."""
    from bilingual.glossary.load import load_glossary
    from bilingual.matching.explain import explain

    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    hits, misses = explain(text, load_glossary(Path(file)))
    if as_json:
        values = {"matches": [asdict(hit) for hit in hits], "not": [asdict(miss) for miss in misses]}
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return 0
    for hit in hits:
        place = f" ({file}:{hit.line})" if hit.line else ""
        click.echo(f"{hit.start + 1}-{hit.end}  {hit.text} = {hit.target or '(anything)'}: {hit.why}{place}")
    for miss in misses:
        click.echo(f"{miss.start + 1}-{miss.end}  not {miss.text} = {miss.target}: {miss.why} ({file}:{miss.line})")
    click.echo(f"{len(hits)} found, {len(misses)} not counted", err=True)
    return 0
