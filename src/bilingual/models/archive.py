"""Check model files before they are used: no package is trusted, whatever its source."""

from __future__ import annotations

import json
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from bilingual.errors import EngineError
from bilingual.model import Event, OnEvent
from bilingual.models.catalog import EngineKind
from bilingual.models.marian import naming, read_tensors
from bilingual.models.store import disk_faults, write_synced

MAX_MEMBERS = 2_000
MAX_UNPACKED = 8_000_000_000
"""Bytes; the largest Argos packages have about 300 MB."""
MAX_RATIO = 50
"""Unpacked bytes per packed byte; real packages have less than 2, a zip bomb about 1000."""
_MAX_METADATA = 1_000_000
_CHUNK = 1 << 20
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_SPLIT = re.compile(r"-\d{5}-of-(\d{5})\.gguf$", re.IGNORECASE)
_MARIAN_START = struct.pack("<Q", 1)
_OTHER_ARCHIVES = (
    ("[Content_Types].xml", "a Word, Excel or PowerPoint document"),
    ("META-INF/container.xml", "an EPUB book"),
    ("META-INF/manifest.xml", "an OpenDocument file"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("metadata.json", "an archive of a package's files without their folder"),
)
"""Files at the root of other archives, and what those are."""
_REMEDY = "download the file again, or another one"


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of an Argos package."""

    version: str
    direction: str


def engine_of(path: Path) -> EngineKind:
    """Return the engine of a model file, by its content. Raises `EngineError` for any other file."""
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"GGUF"):
        return "llm"
    if head.startswith(b"PK"):
        return "argos"
    if head.startswith(_MARIAN_START) and len(head) == 16:
        return "marian"
    if not head:
        raise EngineError("the file is empty", place=str(path), remedy=_REMEDY)
    raise EngineError(
        "the file is neither an Argos package (a zip) nor a GGUF model, nor one of Firefox Translations",
        place=str(path),
        remedy="give an .argosmodel or a .gguf file, or a folder with a Firefox model",
    )


def check_gguf(path: Path, *, name: str = "") -> None:
    """Raise `EngineError` unless the file has the header of a GGUF model that llama.cpp can read.

    `name` is the file's own name when `path` is a copy. Source: the GGUF specification in ggml's docs.
    """
    place = name or path.name
    if split := _SPLIT.search(place):
        raise EngineError(
            f"this is one of {int(split.group(1))} files of a split model",
            place=place,
            remedy="join them first: llama-gguf-split --merge FIRST-FILE WHOLE.gguf",
        )
    with path.open("rb") as file:
        head = file.read(24)
    if len(head) < 24 or path.stat().st_size < 256:
        raise EngineError("the GGUF file is truncated", place=place, remedy=_REMEDY)
    magic, version, tensors, values = struct.unpack("<4sIQQ", head)
    if magic != b"GGUF" or version not in (2, 3) or not 0 < tensors < 1_000_000 or values > 1_000_000:
        raise EngineError(
            f"this is not a GGUF model of a known version ({version})", place=place, remedy="use one of version 2 or 3"
        )


def unpack_argos(path: Path, target: Path, *, on: OnEvent, name: str = "") -> Metadata:
    """Check an Argos package, unpack its one folder into the new folder `target` and return its metadata.

    Raises `EngineError` when it is not a Japanese-English package or is unsafe to unpack, `OutputError` when it cannot
    be written. `name` is the file's own name when `path` is a copy.
    """
    place = name or path.name
    try:
        with zipfile.ZipFile(path) as archive:
            _check_kind(archive, place)
            members = _safe_members(archive, place, packed=path.stat().st_size)
            metadata = _metadata(archive, members, place)
            _extract(archive, members, target, place=place, on=on)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise EngineError("the package is not a valid zip archive", place=place, remedy=_REMEDY) from error
    return metadata


def check_marian(folder: Path) -> None:
    """Raise `EngineError` unless the folder has a Firefox Translations model with its vocabularies, all complete.

    Its tensors must be inside the file; what the numbers mean is for the engine to check.
    """
    names = {path.name for path in folder.iterdir()}
    for needed in ("model.bin", *(("srcvocab.spm", "trgvocab.spm") if "vocab.spm" not in names else ())):
        if needed not in names:
            raise EngineError(f"{needed} is missing", place=folder.name, remedy="give all files of the model")
    with naming(folder.name):
        read_tensors(folder / "model.bin")
    for name in sorted(names - {"model.bin"}):
        if not _is_sentencepiece((folder / name).read_bytes()):
            raise EngineError(f"{name} is not a SentencePiece vocabulary", place=folder.name, remedy=_REMEDY)


def _is_sentencepiece(data: bytes) -> bool:
    """Return whether the bytes are fields of a protocol buffer that begins with the pieces of a SentencePiece model."""
    at, pieces = 0, 0
    while at < len(data):
        if data[at] == 0x0A:
            pieces += 1
        elif not pieces or data[at] & 7 != 2:
            return False
        length, shift = 0, 0
        while True:
            at += 1
            if at >= len(data) or shift > 28:
                return False
            length |= (data[at] & 0x7F) << shift
            shift += 7
            if data[at] < 0x80:
                break
        at += 1 + length
    return pieces > 0 and at == len(data)


def _check_kind(archive: zipfile.ZipFile, place: str) -> None:
    """Raise `EngineError`, which names what it is, for an archive that is no package at all."""
    names = [item.orig_filename for item in archive.infolist()[:MAX_MEMBERS]]
    if any(name.count("/") == 1 and name.endswith("/metadata.json") for name in names):
        return
    for member, kind in _OTHER_ARCHIVES:
        if member in names:
            raise _not_argos(place, f"it is {kind}")


def _safe_members(archive: zipfile.ZipFile, place: str, *, packed: int) -> dict[str, zipfile.ZipInfo]:
    """Return the files by their path below the package's one folder. Raises `EngineError` for an unsafe one."""
    items = archive.infolist()
    if len(items) > MAX_MEMBERS:
        raise _unsafe(place, f"it has {len(items)} members")
    total = sum(item.file_size for item in items)
    if total > MAX_UNPACKED or total > MAX_RATIO * packed:
        raise _unsafe(place, f"{packed} bytes unpack to {total}")
    seen: set[str] = set()
    files: dict[str, zipfile.ZipInfo] = {}
    tops: set[str] = set()
    for item in items:
        fault = _member_fault(item)
        folded = item.orig_filename.rstrip("/").casefold()
        if not fault and folded in seen:
            fault = "appears twice"
        if fault:
            raise _unsafe(place, f"{item.orig_filename[:80]!r} {fault}")
        seen.add(folded)
        top, slash, below = item.orig_filename.partition("/")
        if not slash:
            raise _unsafe(place, f"{top[:80]!r} is outside the package's folder")
        tops.add(top)
        if not item.is_dir():
            files[below] = item
    if len(tops) != 1:
        raise _unsafe(place, f"it has {len(tops)} top-level folders, not one")
    folders = {str(parent).casefold() for below in files for parent in PurePosixPath(below).parents}
    if clash := next((below for below in files if below.casefold() in folders), ""):
        raise _unsafe(place, f"{clash[:80]!r} is a file and a folder")
    return files


def _member_fault(item: zipfile.ZipInfo) -> str:
    name = item.orig_filename  # as in the archive: zipfile changes some names in `filename`
    parts = name.rstrip("/").split("/")
    if not all(c.isprintable() for c in name) or len(name) > 240:
        return "has an invalid name"
    if name.startswith("/") or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        return "points outside the folder"
    if any(_DEVICES.fullmatch(part) or part != part.rstrip(" .") for part in parts):
        return "is not a valid file name on every system"
    if stat.S_IFMT(item.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if item.flag_bits & 0x1:
        return "is encrypted"
    return ""


def _metadata(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], place: str) -> Metadata:
    item = members.get("metadata.json")
    if item is None or item.file_size > _MAX_METADATA:
        raise _not_argos(place, "metadata.json is missing")
    with archive.open(item) as file:
        raw = file.read(_MAX_METADATA)
    try:
        said: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise _not_argos(place, "metadata.json is not JSON") from error
    if not isinstance(said, dict) or said.get("type", "translate") != "translate":
        raise _not_argos(place, "it is not for translation")
    direction = f"{_word(said.get('from_code'))}→{_word(said.get('to_code'))}"
    if direction != "ja→en":
        raise EngineError(
            f"the package translates {direction}, and bilingual needs ja→en",
            place=place,
            remedy="use the ja→en package",
        )
    for needed in ("model/model.bin", "sentencepiece.model", "bpe.model"):
        if needed in members and not members[needed].file_size:
            raise _not_argos(place, f"{needed} is empty")
    if "model/model.bin" not in members:
        raise _not_argos(place, "model/model.bin is missing")
    if "sentencepiece.model" not in members and "bpe.model" not in members:
        raise _not_argos(place, "sentencepiece.model or bpe.model is missing")
    return Metadata(_word(said.get("package_version")), direction)


def _extract(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], target: Path, *, place: str, on: OnEvent
) -> None:
    """Write the members; their sizes are checked while unpacking, because the archive's list may be wrong."""
    total, done = sum(item.file_size for item in members.values()), 0
    for below, item in members.items():
        file_path = target / below
        with disk_faults(target):
            file_path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(item) as data, disk_faults(target), file_path.open("xb") as file:
            left = item.file_size
            while chunk := data.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _unsafe(place, f"{below!r} is larger than its listed size")
                file.write(chunk)
                done += len(chunk)
                on(Event("unpacking", done, total, "bytes"))
            write_synced(file)
        if left:
            raise EngineError("the package is truncated", place=place, remedy=_REMEDY)


def _word(value: object) -> str:
    """Return a short printable word of the metadata, `?` when there is none."""
    text = "".join(c for c in value if c.isprintable() and not c.isspace()) if isinstance(value, str) else ""
    return text[:20] or "?"


def _unsafe(place: str, what: str) -> EngineError:
    return EngineError(f"the package is not safe to unpack: {what}", place=place, remedy=_REMEDY)


def _not_argos(place: str, what: str) -> EngineError:
    return EngineError(f"this is not an Argos translation package: {what}", place=place, remedy=_REMEDY)
