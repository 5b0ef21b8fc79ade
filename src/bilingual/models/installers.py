"""How the files of each kind of model become an installed model: one row a kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bilingual.errors import EngineError
from bilingual.model import Event, OnEvent
from bilingual.models.archive import check_gguf, check_marian, unpack_argos
from bilingual.models.catalog import EngineKind
from bilingual.models.store import disk_faults, write_synced

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that a model is made from, without compression."""

    path: Path
    name: str
    """Its name in the installed model."""
    shown: str
    """Its own name, for messages."""
    sha256: str
    scratch: bool = False
    """It was made for this purpose, so it may be moved; a user's file is copied."""


Make = Callable[[Sequence[GivenFile], Path, OnEvent], str]
"""Checks the files, makes the model at a path that does not exist yet, and returns the version that the files state.

Raises `EngineError` for files that cannot be used, `OutputError` when the model cannot be written.
"""


@dataclass(frozen=True, slots=True)
class Installer:
    """How models of one kind are installed."""

    make: Make
    working_space: Callable[[int], int] = lambda size: 0
    """Bytes needed on the disk beside its files, from the bytes of its files."""


def _make_argos(files: Sequence[GivenFile], target: Path, on: OnEvent) -> str:
    return unpack_argos(files[0].path, target, on=on, name=files[0].shown).version


def _make_llm(files: Sequence[GivenFile], target: Path, on: OnEvent) -> str:
    check_gguf(files[0].path, name=files[0].shown)
    _deliver(files[0], target, on=on)
    return ""


def _make_marian(files: Sequence[GivenFile], target: Path, on: OnEvent) -> str:
    with disk_faults(target):
        target.mkdir()
    for file in files:
        _deliver(file, target / file.name, on=on)
    check_marian(target)
    return ""


def _make_lexicon(files: Sequence[GivenFile], target: Path, on: OnEvent) -> str:
    from bilingual.models.jmdict import build

    build(files[0].path, target, on=on)
    return ""


INSTALLERS: Mapping[EngineKind, Installer] = {
    "argos": Installer(_make_argos, working_space=lambda size: size),  # packages are unpacked at about their size
    "llm": Installer(_make_llm),
    "marian": Installer(_make_marian),
    "lexicon": Installer(_make_lexicon, working_space=lambda size: 8 * size),  # its database, and what is kept of it
}


def _deliver(file: GivenFile, target: Path, *, on: OnEvent) -> None:
    with disk_faults(target.parent):
        file.path.replace(target) if file.scratch else _copy(file, target, on=on)


def _copy(file: GivenFile, target: Path, *, on: OnEvent) -> None:
    total, done, seen = file.path.stat().st_size, 0, hashlib.sha256()
    with file.path.open("rb") as source, target.open("xb") as made:
        while chunk := source.read(_CHUNK):
            made.write(chunk)
            seen.update(chunk)
            done += len(chunk)
            on(Event("downloading", done, total, "bytes"))
        write_synced(made)
    if seen.hexdigest() != file.sha256:
        raise EngineError("the file changed while it was copied", place=str(file.path), remedy="try again")
