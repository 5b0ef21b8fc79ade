"""Put the editions of an article or a book on the disk: draw what is not current, record it, replace the files."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.editions.writers import EditionSpec
from bilingual.errors import OutputError
from bilingual.files import write_all
from bilingual.model import Event, OnEvent
from bilingual.outcomes import Translation

if TYPE_CHECKING:
    from bilingual.memory.store import Memory

log = logging.getLogger(__name__)

OTHERWISE = "choose another place with --output"
"""What else a user can do who cannot write to the output folder."""


def draw_stale(
    wanted: Mapping[Path, EditionSpec],
    found: Mapping[Path, str],
    inputs: Mapping[Path, str],
    memory: Memory | None,
    draw: Callable[[EditionSpec], bytes],
    *,
    on: OnEvent | None,
) -> tuple[dict[Path, bytes], tuple[Path, ...]]:
    """Return what is to be written, and the files that a person changed in the meantime.

    `found` has the hashes of the files as they were, and `inputs` what each is drawn from: what is current is left out.
    """
    from bilingual.memory.guard import hashes_of
    from bilingual.memory.printed import inputs_of_file, printed_files

    def is_ours(file: Path, hash_: str) -> bool:
        return memory is not None and hash_ in printed_files(memory, file)

    stale = [file for file in wanted if not (memory and inputs_of_file(memory, file, found[file]) == inputs[file])]
    drawn: dict[Path, bytes] = {}
    for number, file in enumerate(stale):
        if on:
            on(Event("drawing", number, len(stale), "editions", wanted[file].format))
        drawn[file] = draw(wanted[file])
    # What was saved while this run worked is a person's, too, if no other run wrote it: a worker outlives a killed run.
    moved = {file: hash_ for file, hash_ in hashes_of(drawn).items() if hash_ != found[file]}
    late = tuple(file for file, hash_ in moved.items() if not is_ours(file, hash_))
    return {file: data for file, data in drawn.items() if file not in late}, late


def publish_article(
    translation: Translation,
    drawn: Mapping[Path, bytes],
    path: Path,
    inputs: Mapping[Path, str],
    memory: Memory | None,
) -> None:
    """Record the editions of an article and write them, all or none; replaced files that are not ours are copied."""
    from bilingual.editions.docx.identity import edition_id
    from bilingual.memory.entries import PrintedFile
    from bilingual.memory.guard import hash_of
    from bilingual.memory.printed import edition_of, record_editions

    if memory is not None and memory.writable and drawn:
        _keep_copies(list(drawn), memory)
        texts = edition_of(translation.article, str(path), translation.signature)
        ids = {
            file: edition_id(data) or texts.id if file.suffix == ".docx" else texts.id for file, data in drawn.items()
        }
        editions = [replace(texts, id=number) for number in dict.fromkeys(ids.values())]
        files = {file: PrintedFile(hash_of(data), ids[file], inputs[file]) for file, data in drawn.items()}
        record_editions(memory, editions, files)
    write_all(drawn, otherwise=OTHERWISE)


def publish_book(drawn: Mapping[Path, bytes], inputs: Mapping[Path, str], memory: Memory | None) -> None:
    """Record the files of a book and write them, all or none; replaced files that are not ours are copied."""
    from bilingual.memory.entries import PrintedFile
    from bilingual.memory.guard import hash_of
    from bilingual.memory.printed import record_editions

    if memory and memory.writable and drawn:
        _keep_copies(list(drawn), memory)
        printed = {file: PrintedFile(hash_of(data), inputs[file], inputs[file]) for file, data in drawn.items()}
        record_editions(memory, [], printed)
    write_all(drawn, otherwise=OTHERWISE)


def _keep_copies(files: Sequence[Path], memory: Memory) -> None:
    from bilingual.memory.guard import keep_copies

    for copy in keep_copies(files, memory):
        log.info("  a copy of the replaced file is in %s", copy)


def left_alone(path: Path) -> OutputError:
    """Return the error for an edition that is not replaced, because a person has changed it."""
    replaced = "--overwrite replaces it and keeps a copy"
    if path.suffix.lower() not in (".pdf", ".html", ".epub"):
        remedy = f"`bilingual learn {shlex.quote(str(path))}` takes its corrections, {replaced}"
    else:
        remedy = replaced
    return OutputError("has been changed since it was written, and is left alone", place=str(path), remedy=remedy)
