"""Write an article's units in an exchange format, and record what was written for the comparison on the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.editions.docx.identity import is_unchanged
from bilingual.files import write_whole
from bilingual.interchange.model import ExportDocument
from bilingual.interchange.registry import unit_format
from bilingual.memory.entries import PrintedFile
from bilingual.memory.guard import changed_files, hash_of, hashes_of, keep_copies
from bilingual.memory.printed import edition_of, record_editions
from bilingual.model import OnEvent
from bilingual.pipeline import edition_date

if TYPE_CHECKING:
    from bilingual.session import Session


def export_article(
    session: Session, article: Path, target: Path, name: str, *, data: bytes | None = None, on: OnEvent | None = None
) -> int:
    """Translate an article and write its units to `target` in the format `name`; return how many there are.

    A file that a person has changed is not replaced. Raises a `BilingualError`, and then writes nothing.
    """
    from bilingual.publishing import left_alone

    format_ = unit_format(name)
    memory = session.memory(article, create=True)
    if not session.settings.overwrite and changed_files(hashes_of([target]), memory, is_unchanged):
        raise left_alone(target)
    translation = session.check(article, data=data, on=on)
    printed = edition_of(translation.article, str(article), translation.signature)
    document = ExportDocument(
        translation.article,
        article.name,
        translation.signature,
        edition_date(article if data is None else None),
        printed.id,
    )
    written = b"".join(format_.write(document))
    if memory is not None and memory.writable:
        keep_copies([target], memory)
        record_editions(memory, [printed], {target: PrintedFile(hash_of(written), printed.id)})
    write_whole(target, written)
    return sum(1 for _ in document.units)
