"""The models on this machine: where they are, whether they are complete, and changes by one process at a time.

`<data>/models/<name>/` has `model.json` and the model: a `.gguf` file, or a folder with the files of an Argos package,
a Firefox model or the lexicon.
Folders whose names begin with a dot are work in progress.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, get_args

import platformdirs

from bilingual.errors import EngineError, OutputError
from bilingual.models.catalog import CATALOG, EngineKind

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

RECORD = "model.json"
DOWNLOADS = ".downloads"
_NEW, _OLD, _GONE = ".new-", ".old-", ".gone-"
_FORMAT = 1
_TEXTS = ("name", "version", "sha256", "source", "installed_from", "licence", "quality", "quality_source", "direction")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that its engine can load, or the lexicon."""

    name: str
    engine: EngineKind
    version: str
    path: Path
    """The `.gguf` file, or the folder of the unpacked Argos package, the Firefox model or the lexicon."""
    sha256: str
    """Of the file it was installed from, lower-case hexadecimal; for several files see `catalog.combined_sha256`."""
    source: str
    """The hosts or the index that it was downloaded from, or `file`."""
    installed_from: str
    """Name of the file it was installed from, of several the first."""
    licence: str = ""
    quality: str = ""
    quality_source: str = ""
    direction: str = "ja→en"
    files: tuple[tuple[str, int, str], ...] = ()
    """Path below the model's folder, bytes and SHA-256 of every file."""

    @property
    def is_engine(self) -> bool:
        """Return whether it translates; the lexicon does not."""
        return self.engine != "lexicon"

    @property
    def size(self) -> int:
        """Return the size of the model on the disk in bytes."""
        return sum(size for _, size, _ in self.files)


def llm_available() -> bool:
    """Return whether llama.cpp (the extra `llm`) is installed, without importing it."""
    return importlib.util.find_spec("xllamacpp") is not None


def models_dir() -> Path:
    """Return the folder of the models, in `BILINGUAL_DATA` or else the user's data folder. It may not exist yet.

    Raises `EngineError` for a user without a home folder.
    """
    if set_by_user := os.environ.get("BILINGUAL_DATA"):
        return Path(os.path.expanduser(set_by_user)).absolute() / "models"  # noqa: PTH111 - never fails
    try:
        folder = platformdirs.user_data_path("bilingual", appauthor=False)
    except RuntimeError:  # no home folder; earlier versions of platformdirs return a folder named ~
        folder = Path("~")
    if not folder.is_absolute():
        raise EngineError("there is no home folder for the models", remedy="set BILINGUAL_DATA to a folder")
    return folder / "models"


def installed() -> tuple[InstalledModel, ...]:
    """Return the models that have all their files, in the catalogue's order, then by name."""
    return _survey()[0]


def faults() -> tuple[str, ...]:
    """Return one line for every damaged model, which `installed` leaves out."""
    return _survey()[1]


def find_model(name: str) -> InstalledModel | None:
    """Return the installed model of that name."""
    return next((model for model in installed() if model.name == name), None)


def is_intact(model: InstalledModel) -> bool:
    """Read all files of the model and return whether they are unchanged since it was installed."""
    folder = models_dir() / model.name
    try:
        return bool(model.files) and all(digest(folder / below) == sha256 for below, _, sha256 in model.files)
    except OSError:
        return False


def remove_model(name: str) -> None:
    """Remove a model, complete or damaged. Raises `EngineError` when there is none of that name."""
    models = models_dir()
    with lock(models):
        if not _NAME.fullmatch(name) or not (models / name).is_dir():
            names = ", ".join(model.name for model in installed()) or "none"
            raise EngineError(f"no model {name!r} is installed", remedy=f"installed: {names}")
        with disk_faults(models / name):
            (models / name).rename(models / f"{_GONE}{name}")
        _sweep(models)


@contextlib.contextmanager
def lock(models: Path) -> Iterator[None]:
    """Hold the lock for changes to the models; the system releases it when the process ends or crashes.

    Raises `EngineError` immediately when another process holds it.
    """
    with disk_faults(models):
        models.mkdir(parents=True, exist_ok=True)
        handle = os.open(models / ".lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            raise EngineError(
                "another bilingual process is changing the installed models",
                place=str(models),
                remedy="wait until it has finished, then try again",
            ) from error
        except OSError:
            pass  # a disk without locks (some network disks): continue without
        _sweep(models)
        yield
    finally:
        os.close(handle)


def stage(models: Path, name: str) -> Path:
    """Return a new empty folder in which to assemble a model. The caller must hold the lock."""
    folder = models / f"{_NEW}{name}"
    with disk_faults(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    return folder


def publish(model: InstalledModel) -> InstalledModel:
    """Write the record of a model in a staged folder, move the folder into place in one step and return the model.

    An older model of the same name is removed.
    """
    staged = model.path.parent
    models = staged.parent
    target, old = models / model.name, models / f"{_OLD}{model.name}"
    with disk_faults(target):
        record = {"format": _FORMAT, **asdict(model), "path": model.path.name, "files": _list_files(staged)}
        path = staged / RECORD
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
        _sync(path)
        for folder in (staged, *(f for f in staged.rglob("*") if f.is_dir())):
            _sync(folder)
        if target.exists():
            target.rename(old)
        staged.rename(target)
        _sync(models)
        shutil.rmtree(old, ignore_errors=True)
    return load_model(target)


def load_model(folder: Path) -> InstalledModel:
    """Read a model's record and check that its files are present. Raises `EngineError` when it is damaged."""
    try:
        record: Any = json.loads((folder / RECORD).read_text("utf-8"))
        if record["format"] != _FORMAT or record["name"] != folder.name or record["engine"] not in get_args(EngineKind):
            raise ValueError("unknown format")
        files = tuple((str(below), int(size), str(sha256)) for below, size, sha256 in record["files"])
        path = folder / str(record["path"])
        if path.parent != folder or not files or not path.exists():
            raise ValueError("files are missing")
        for below, size, _ in files:
            if (folder / below).stat().st_size != size:
                raise ValueError(f"{below} has changed")
        text = {key: str(record.get(key, "")) for key in _TEXTS}
        return InstalledModel(**text, engine=record["engine"], path=path, files=files)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise EngineError(
            f"the model is damaged ({type(error).__name__}: {error})",
            place=str(folder),
            remedy=f"install it again, or remove it: bilingual engine remove {folder.name}",
        ) from error


def name_for(wanted: str) -> str:
    """Return a valid folder name, made from the name of a file or one that the user gave."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", wanted.lower()).strip("-._")[:64]
    return plain or "model"


def digest(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def need_room(folder: Path, size: int) -> None:
    """Raise `OutputError` unless the disk that holds `folder` has `size` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise OutputError(
            f"the model needs {megabytes(size)} and the disk has {megabytes(free)} free",
            place=str(folder),
            remedy="free some space there, or set BILINGUAL_DATA to a folder on another disk",
        )


@contextlib.contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Turn an error of the disk (full, read-only, no permission) into an `OutputError` for `place`."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}",
            place=str(place),
            remedy="free some space or change the permissions there, or set BILINGUAL_DATA to another folder",
        ) from error


def megabytes(size: int) -> str:
    """Return a number of bytes for messages: `117 MB`, `1.1 GB`."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(size, 0) / 1e6:.0f} MB"


def write_synced(file: BinaryIO) -> None:
    """Flush the written bytes to the disk."""
    file.flush()
    os.fsync(file.fileno())


def _list_files(folder: Path) -> list[tuple[str, int, str]]:
    """Return path, bytes and SHA-256 of every file below a folder, in order."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.stat().st_size, digest(path)) for path in paths]


def _survey() -> tuple[tuple[InstalledModel, ...], tuple[str, ...]]:
    models, damaged = [], []
    try:
        folders = sorted(models_dir().iterdir())
    except (OSError, EngineError):
        folders = []
    for folder in folders:
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        try:
            models.append(load_model(folder))
        except EngineError as error:
            damaged.append(str(error))
    order = {entry.name: index for index, entry in enumerate(CATALOG)}
    models.sort(key=lambda model: (order.get(model.name, len(order)), model.name))
    return tuple(models), tuple(damaged)


def _sweep(models: Path) -> None:
    """Clean up after an interrupted run: delete incomplete folders, restore a model that was not yet replaced."""
    for folder in models.glob(".*-*"):
        name = folder.name.removeprefix(_OLD)
        if folder.name.startswith(_OLD) and not (models / name).exists():
            with disk_faults(folder):
                folder.rename(models / name)
        elif folder.name.startswith((_NEW, _OLD, _GONE)):
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk; some systems cannot do that for folders."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
