"""Recognise what the user gives: a file or a folder of the catalogue, by its hashes, or a model of the user's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bilingual.errors import EngineError
from bilingual.files import special_kind
from bilingual.models.archive import engine_of
from bilingual.models.catalog import (
    CatalogEntry,
    EngineKind,
    ModelFile,
    combined_sha256,
    known_sizes,
    recognise,
)
from bilingual.models.fetching import unpack_gzip
from bilingual.models.installers import GivenFile
from bilingual.models.store import digest, disk_faults, name_for

_REMEDY = "give an .argosmodel or a .gguf file, or a folder with a Firefox model"
_TOGETHER = "put all files of the model into one folder and run `bilingual engine install FOLDER`"
_MOST_FILES = 1000
_LARGEST = 1 << 30
"""Bytes of an unpacked file that is not in the catalogue; the largest published Firefox model has 60 MB."""
_FIREFOX_FILE = re.compile(
    r"(?P<role>model|vocab|srcvocab|trgvocab)(?:\.(?P<direction>[a-z]{2}en|en[a-z]{2}))?(?:\.[\w.-]+)?\.(?P<kind>bin|spm)(?P<gz>\.gz)?"
)
"""Mozilla's names: `model.jaen.intgemm.alphas.bin`, `vocab.jaen.spm`, and the same with `.gz`."""
_ROLES = {"model": "bin", "vocab": "spm", "srcvocab": "spm", "trgvocab": "spm"}


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that the user gives."""

    path: Path
    name: str
    """Its name in the installed model."""
    sha256: str
    """Of the file as it is."""
    known: ModelFile | None = None
    """The catalogue's file."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A complete model among the user's files."""

    engine: EngineKind
    files: tuple[LocalFile, ...]
    entry: CatalogEntry | None = None
    """The catalogue's entry, if all its files are there."""


def find_local(path: Path) -> LocalModel:
    """Return the model that a file or folder is or has. Raises `EngineError`, which says what is missing or wrong."""
    if special := special_kind(path):
        raise EngineError(f"is {special}, not a file", place=str(path), remedy=_REMEDY)
    try:
        return _from_folder(path) if path.is_dir() else _from_file(path)
    except OSError as error:
        raise EngineError(f"cannot be read: {error.strerror or error}", place=str(path), remedy=_REMEDY) from error


def given_file(file: LocalFile, scratch: Path) -> GivenFile:
    """Return the file without compression; one that is compressed is unpacked in the folder `scratch` and verified."""
    shown = file.path.name
    if not is_packed(file):
        return GivenFile(file.path, file.name, shown, file.sha256)
    unpacked = scratch / f"{file.sha256[:8]}-{file.name}.unpacked"
    with disk_faults(scratch):
        scratch.mkdir(parents=True, exist_ok=True)
    limit = file.known.unpacked_size if file.known else _LARGEST
    size, sha256 = unpack_gzip(file.path, unpacked, limit=limit, place=shown)
    if file.known and (size, sha256) != (file.known.unpacked_size, file.known.unpacked_sha256):
        unpacked.unlink()
        raise EngineError("unpacks to a different file than the catalogue's", place=shown, remedy="download it again")
    return GivenFile(unpacked, file.name, shown, sha256, scratch=True)


def is_packed(file: LocalFile) -> bool:
    """Return whether the file must be unpacked as a whole."""
    if file.known:
        return bool(file.known.compression) and file.sha256 == file.known.sha256
    return file.path.name.endswith(".gz")


def _from_file(path: Path) -> LocalModel:
    sha256 = digest(path)
    matches = recognise(sha256)
    for entry, file in matches:
        if len(entry.files) == 1:
            return LocalModel(entry.engine, (LocalFile(path, file.name, sha256, file),), entry)
    if matches:
        entry, file = matches[0]
        others = " and ".join(other.published for other in entry.files if other is not file)
        raise EngineError(
            f"this is one file of {entry.name}, which also needs {others}", place=str(path), remedy=_TOGETHER
        )
    if named := _FIREFOX_FILE.fullmatch(path.name):
        _check_direction(path, {named["direction"] or "jaen"})
        missing = "its vocabulary, vocab.*.spm" if named["role"] == "model" else "its model, model.*.bin"
        raise EngineError(f"a Firefox model also needs {missing}", place=str(path), remedy=_TOGETHER)
    if path.suffix == ".gz":
        raise EngineError("is compressed, and not a file of the catalogue", place=str(path), remedy="unpack it first")
    engine = engine_of(path)
    if engine == "marian":
        missing = "this is the model of a Firefox translator without its vocabulary, vocab.*.spm"
        raise EngineError(missing, place=str(path), remedy=_TOGETHER)
    name = "package" if engine == "argos" else f"{name_for(path.stem)}.gguf"
    return LocalModel(engine, (LocalFile(path, name, sha256),))


def _from_folder(folder: Path) -> LocalModel:
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not special_kind(path))[:_MOST_FILES]
    complete, partial = _known_models(paths)
    if len(complete) > 1:
        names = ", ".join(model.entry.name for model in complete if model.entry)
        raise EngineError(f"has several models: {names}", place=str(folder), remedy="put each into a folder of its own")
    if complete:
        return complete[0]
    if partial:
        raise EngineError(partial, place=str(folder), remedy=_TOGETHER)
    if any(path.name == "metadata.json" for path in paths):
        raise EngineError(
            "is a folder, perhaps an unpacked Argos package",
            place=str(folder),
            remedy="give its .argosmodel file, or use the folder where it is: --engine FOLDER",
        )
    return LocalModel("marian", _own_firefox(folder, paths))


def _known_models(paths: Sequence[Path]) -> tuple[list[LocalModel], str]:
    """Return the complete models of the catalogue, and what is missing of one whose main file is there."""
    sizes = known_sizes()
    found: dict[str, tuple[CatalogEntry, dict[str, LocalFile]]] = {}
    for path in paths:
        if path.stat().st_size not in sizes:
            continue
        sha256 = digest(path)
        for entry, file in recognise(sha256):
            _, files = found.setdefault(entry.name, (entry, {}))
            files.setdefault(file.name, LocalFile(path, file.name, sha256, file))
    complete, partial = [], ""
    for entry, files in found.values():
        missing = [file.published for file in entry.files if file.name not in files]
        if not missing:
            ordered = tuple(files[file.name] for file in entry.files)
            complete.append(LocalModel(entry.engine, ordered, entry))
        elif entry.files[0].name in files:
            partial = f"has the model of {entry.name}, but not {' and '.join(missing)}"
    return complete, partial


def _own_firefox(folder: Path, paths: Sequence[Path]) -> tuple[LocalFile, ...]:
    """Return the files of a Firefox model by their names, which also state its direction."""
    roles: dict[str, list[Path]] = {}
    directions: set[str] = set()
    for path in paths:
        named = _FIREFOX_FILE.fullmatch(path.name)
        if named and named["kind"] == _ROLES[named["role"]]:
            directions.add(named["direction"] or "")
            # An unpacked file takes precedence over the same file packed; it is first in order.
            if not (named["gz"] and path.with_suffix("") in paths):
                roles.setdefault(named["role"], []).append(path)
    chosen = _needed_roles(folder, roles)
    _check_direction(folder, directions)
    return tuple(LocalFile(roles[role][0], f"{role}.{_ROLES[role]}", digest(roles[role][0])) for role in chosen)


def _needed_roles(folder: Path, roles: dict[str, list[Path]]) -> tuple[str, ...]:
    """Return the roles of the model's files. Raises `EngineError` unless there is one file for each."""
    place = str(folder)
    if not roles:
        raise EngineError("has no model", place=place, remedy=_REMEDY)
    needed = ("model", "srcvocab", "trgvocab") if roles.keys() & {"srcvocab", "trgvocab"} else ("model", "vocab")
    if missing := [f"{role}.*.{_ROLES[role]}" for role in needed if role not in roles]:
        raise EngineError(f"{' and '.join(missing)} is missing", place=place, remedy=_TOGETHER)
    for role in needed:
        if len(roles[role]) > 1:
            names = ", ".join(path.name for path in roles[role][:4])
            what = f"has several files {role}.*.{_ROLES[role]}: {names}"
            raise EngineError(what, place=place, remedy="put each model into a folder of its own")
    return needed


def _check_direction(path: Path, directions: set[str]) -> None:
    """Raise `EngineError` unless the names of a model's files state that it translates Japanese to English."""
    if other := sorted(directions - {"jaen", ""}):
        what = f"the model translates {other[0][:2]}→{other[0][2:]}, according to its name, and bilingual needs ja→en"
        raise EngineError(what, place=str(path), remedy="use the ja→en model: `bilingual engine install firefox-ja-en`")
    if "jaen" not in directions:
        raise EngineError(
            "the direction of the model is unknown: it is not in the catalogue, and its name does not state it",
            place=str(path),
            remedy="if it translates Japanese to English, name its file as Mozilla does: model.jaen.bin",
        )


def model_sha256(files: Sequence[GivenFile]) -> str:
    """Return what identifies a model that was made from these files."""
    return combined_sha256(tuple(file.sha256 for file in files))
