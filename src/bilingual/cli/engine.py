"""`bilingual engine`: the catalogue, the installed models, and the only commands that go online."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.cli.command import Group
from bilingual.cli.console import note, print_json, progress, set_up_logging, show
from bilingual.cli.options import engine_options, verbosity
from bilingual.cli.types import FileName, catalogue_names, installed_names
from bilingual.errors import EngineError

if TYPE_CHECKING:
    from bilingual.models.catalog import CatalogEntry
    from bilingual.models.store import InstalledModel

_SENTENCES = (
    "東京は今日もよく晴れています。",
    "両国は協力を強化する方針を明らかにしました。",
    "会議は9月3日に開かれる予定です。",
)


@click.group(cls=Group)
def engine() -> None:
    """List, install and try translation models.

    `setup` and `install` are the only commands that go online.
    """


@engine.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def engine_list(*, as_json: bool) -> int:
    """Show the catalogue and the installed models."""
    from bilingual.models.catalog import CATALOG, pick
    from bilingual.models.install import faults, installed

    models = {model.name: model for model in installed()}
    if as_json:
        values = [_entry(entry) | {"installed": entry.name in models} for entry in CATALOG]
        own = [_model(model) for name, model in models.items() if pick(name) is None]
        print_json({"catalogue": values, "own": own})
        return 0
    for entry in CATALOG:
        state = "installed" if entry.name in models else "not installed"
        show(f"{entry.name}  {entry.version}  {entry.engine}  {entry.direction}  {_megabytes(entry.size)}  {state}")
        show(f"    quality: {entry.quality} ({entry.quality_source})")
        show(f"    licence: {entry.licence}")
    for name, model in models.items():
        if pick(name) is None:
            show(f"{name}  {model.version}  {model.engine}  installed from your own file")
    for line in faults():
        note(line)
    return 0


@engine.command("setup")
@verbosity
def engine_setup(*, verbose: bool, quiet: bool) -> int:
    """Install the best model that your network can reach.

    Tries the catalogue in order and reports each attempt. Does nothing if a model is installed.
    """
    from bilingual.models.install import llm_available, setup_model

    set_up_logging(quiet=quiet, verbose=verbose)
    with progress("setup", quiet=quiet) as on:
        model = setup_model(have_llm=llm_available(), say=_say(quiet=quiet), on=on)
    show(f"{model.name} is ready")
    return 0


@engine.command("install")
@click.argument("what", type=FileName(words=catalogue_names), metavar="NAME-or-FILE")
@verbosity
def engine_install(what: str, *, verbose: bool, quiet: bool) -> int:
    """Install one model.

    NAME-or-FILE is a name from the catalogue (`bilingual engine list`), or an .argosmodel or .gguf file.
    """
    from bilingual.models.catalog import pick
    from bilingual.models.install import install_entry, install_file

    set_up_logging(quiet=quiet, verbose=verbose)
    entry = pick(what)
    with progress(what, quiet=quiet) as on:
        if entry and not Path(what).exists():
            model = install_entry(entry, say=_say(quiet=quiet), on=on)
        else:
            model = install_file(Path(what), on=on)
    show(f"{model.name} is ready")
    return 0


@engine.command("remove")
@click.argument("name", type=FileName(words=installed_names))
def engine_remove(name: str) -> int:
    """Remove an installed model."""
    from bilingual.models.store import remove_model

    remove_model(name)
    show(f"{name} removed")
    return 0


@engine.command("info")
@click.argument("name", required=False, type=FileName(words=installed_names))
@click.option("--json", "as_json", is_flag=True, help="Print the details as JSON.")
def engine_info(name: str | None, *, as_json: bool) -> int:
    """Show where models are stored, and details of one or all of them."""
    from bilingual.models.catalog import pick
    from bilingual.models.install import installed
    from bilingual.models.store import models_dir

    chosen = [model for model in installed() if name in (None, model.name, model.engine)]
    if name and not chosen:
        entry = pick(name)
        if entry is None:
            raise EngineError(f"no model called {name!r}", place="engine", remedy="see `bilingual engine list`")
        if as_json:
            print_json(_entry(entry))
        else:
            _details(_entry(entry))
        return 0
    if as_json:
        value = {"models_dir": str(models_dir()), "installed": [_model(model) for model in chosen]}
        print_json(value)
        return 0
    show(f"models: {models_dir()}")
    for model in chosen:
        show("")
        _details(_model(model))
    return 0


@engine.command("test")
@click.argument("text", required=False)
@engine_options
def engine_test(text: str | None, *, engine: str, server: str, server_model: str, threads: int | None) -> int:
    """Translate a few sentences, or TEXT."""
    from bilingual.engines.base import Request
    from bilingual.engines.choose import EngineSpec, choose

    chosen = choose(EngineSpec(engine, server, server_model, threads))
    note(chosen.signature)
    started = time.monotonic()
    for sentence in [text] if text else _SENTENCES:
        (drafts,) = chosen.translate([Request(sentence)])
        show(sentence)
        show(f"  {drafts[0].text if drafts else ''}")
    note(f"{time.monotonic() - started:.1f} s, including loading")
    return 0


def _say(*, quiet: bool) -> Callable[[str], None]:
    return (lambda text: None) if quiet else note


def _entry(entry: CatalogEntry) -> dict[str, object]:
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


def _model(model: InstalledModel) -> dict[str, object]:
    return {
        "name": model.name,
        "engine": model.engine,
        "version": model.version,
        "path": str(model.path),
        "sha256": model.sha256,
    }


def _details(values: dict[str, object]) -> None:
    width = max(map(len, values))
    for key, value in values.items():
        if value not in ("", []):
            show(f"{key:<{width}}  {value}")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
