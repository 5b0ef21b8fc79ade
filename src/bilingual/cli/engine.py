"""`bilingual engine …`: the catalogue, what is installed, and the only commands that go online."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import click

from bilingual.cli.console import progress, set_up_logging
from bilingual.engines.base import Request
from bilingual.engines.choose import EngineSpec, choose
from bilingual.errors import EngineError
from bilingual.models import install as models
from bilingual.models.catalog import CATALOG, CatalogEntry, pick

SENTENCES = (
    "東京は今日もよく晴れています。",
    "両国は協力を強化する方針を明らかにしました。",
    "会議は9月3日に開かれる予定です。",
)


def list_(*, as_json: bool) -> int:
    """Print the catalogue and the installed models."""
    installed = {model.name: model for model in models.installed()}
    if as_json:
        values = [_entry(entry) | {"installed": entry.name in installed} for entry in CATALOG]
        own = [_model(model) for name, model in installed.items() if pick(name) is None]
        click.echo(json.dumps({"catalogue": values, "own": own}, ensure_ascii=False, indent=1))
        return 0
    for entry in CATALOG:
        state = "installed" if entry.name in installed else "not installed"
        click.echo(
            f"{entry.name}  {entry.version}  {entry.engine}  {entry.direction}  {_megabytes(entry.size)}  {state}"
        )
        click.echo(f"    quality: {entry.quality} ({entry.quality_source})")
        click.echo(f"    licence: {entry.licence}")
    for name, model in installed.items():
        if pick(name) is None:
            click.echo(f"{name}  {model.version}  {model.engine}  installed from a file of yours")
    for line in models.faults():
        click.echo(line, err=True)
    return 0


def setup(*, verbose: bool, quiet: bool) -> int:
    """Install the best model that can be had."""
    set_up_logging(quiet=quiet, verbose=verbose)
    with progress("setup", quiet=quiet) as update:
        model = models.setup_model(have_llm=models.llm_available(), say=_say(quiet=quiet), progress=_bytes(update))
    click.echo(f"{model.name} is ready")
    return 0


def install(*, what: str, verbose: bool, quiet: bool) -> int:
    """Install one model, by name or from a file."""
    set_up_logging(quiet=quiet, verbose=verbose)
    entry = pick(what)
    with progress(what, quiet=quiet) as update:
        if entry and not Path(what).exists():
            model = models.install_entry(entry, say=_say(quiet=quiet), progress=_bytes(update))
        else:
            model = models.install_file(Path(what), progress=_bytes(update))
    click.echo(f"{model.name} is ready")
    return 0


def remove(*, name: str) -> int:
    """Remove an installed model."""
    models.remove_model(name)
    click.echo(f"{name} is removed")
    return 0


def info(*, name: str | None, as_json: bool) -> int:
    """Print where models live, and the facts about one or all of them."""
    chosen = [model for model in models.installed() if name in (None, model.name, model.engine)]
    if name and not chosen:
        entry = pick(name)
        if entry is None:
            raise EngineError(f"no model called {name!r}", place="engine", remedy="look at `bilingual engine list`")
        click.echo(json.dumps(_entry(entry), ensure_ascii=False, indent=1) if as_json else _lines(_entry(entry)))
        return 0
    if as_json:
        value = {"models_dir": str(models.models_dir()), "installed": [_model(model) for model in chosen]}
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
        return 0
    click.echo(f"models: {models.models_dir()}")
    for model in chosen:
        click.echo(f"\n{_lines(_model(model))}")
    return 0


def test(*, text: str | None, engine: str, server: str, server_model: str) -> int:
    """Translate a few sentences and print them with the time they took."""
    chosen = choose(EngineSpec(engine, server, server_model))
    click.echo(chosen.signature, err=True)
    started = time.monotonic()
    for sentence in [text] if text else SENTENCES:
        (drafts,) = chosen.translate([Request(sentence)])
        click.echo(f"{sentence}\n  {drafts[0].text if drafts else ''}")
    click.echo(f"{time.monotonic() - started:.1f} s, loading included", err=True)
    return 0


def _say(*, quiet: bool) -> Any:
    return (lambda text: None) if quiet else (lambda text: click.echo(text, err=True))


def _bytes(update: Any) -> Any:
    return lambda done, total: update("MB", done // 1_000_000, total // 1_000_000)


def _entry(entry: CatalogEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "engine": entry.engine,
        "version": entry.version,
        "direction": entry.direction,
        "size": entry.size,
        "licence": entry.licence,
        "quality": entry.quality,
        "quality_source": entry.quality_source,
        "file": entry.file,
        "sources": [source.label for source in entry.sources],
        "sha256": entry.sha256,
    }


def _model(model: Any) -> dict[str, Any]:
    return {
        "name": model.name,
        "engine": model.engine,
        "version": model.version,
        "path": str(model.path),
        "sha256": model.sha256,
    }


def _lines(values: dict[str, Any]) -> str:
    width = max(map(len, values))
    return "\n".join(f"{key:<{width}}  {value}" for key, value in values.items() if value not in ("", []))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
