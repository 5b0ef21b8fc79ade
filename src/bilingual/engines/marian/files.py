"""The files of a Firefox Translations model in a folder, under the names of an installed model or Mozilla's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bilingual.errors import EngineError

_REMEDY = "unpack the model's files into a folder of their own: model.bin and vocab.spm"


@dataclass(frozen=True, slots=True)
class MarianFiles:
    """The files that decoding needs. Both vocabularies are the same file if the model has one for both languages."""

    model: Path
    source_vocabulary: Path
    target_vocabulary: Path


def is_marian_folder(path: Path) -> bool:
    """Return whether a folder has the files of such a model, according to their names. The files are not read."""
    return bool(_named(path, "model", ".bin") and any(_named(path, name, ".spm") for name in _VOCABULARIES))


def find_files(folder: Path) -> MarianFiles:
    """Return the files of the model in a folder.

    Names: `model.bin`, `vocab.spm`, and `trgvocab.spm` if the target has a vocabulary of its own; or Mozilla's names,
    `model.jaen.intgemm.alphas.bin`, `vocab.jaen.spm`, `srcvocab.jaen.spm` and `trgvocab.jaen.spm`.
    Raises `EngineError` when a file is missing, or when several could be it.
    """
    model = _only(folder, "model", ".bin")
    targets = _named(folder, "trgvocab", ".spm")
    sources = _named(folder, "srcvocab", ".spm")
    source = _only(folder, "srcvocab" if sources else "vocab", ".spm")
    if sources and not targets:
        raise EngineError("has no trgvocab.*.spm", place=str(folder), remedy=_REMEDY)
    return MarianFiles(model, source, _only(folder, "trgvocab", ".spm") if targets else source)


_VOCABULARIES = ("vocab", "srcvocab")


def _named(folder: Path, name: str, suffix: str) -> list[Path]:
    """Return the files `name.suffix`, or else all `name.*.suffix`."""
    try:
        files = sorted(path for path in folder.iterdir() if path.name.startswith(f"{name}.") and path.suffix == suffix)
        files = [path for path in files if path.is_file()]
    except OSError:
        return []
    return [path for path in files if path.name == f"{name}{suffix}"] or files


def _only(folder: Path, name: str, suffix: str) -> Path:
    files = _named(folder, name, suffix)
    if len(files) == 1:
        return files[0]
    if files:
        what = f"has several files {name}.*{suffix}: {', '.join(path.name for path in files[:4])}"
        raise EngineError(what, place=str(folder), remedy=_REMEDY)
    raise EngineError(f"has no {name}{suffix} and no {name}.*{suffix}", place=str(folder), remedy=_REMEDY)
