"""What --output means: a folder, or the file of the only edition."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from bilingual.editions.choices import FORMATS, Format, Layout
from bilingual.errors import UsageError

if TYPE_CHECKING:
    from bilingual import Project

_DOCUMENTS = (".txt", ".text", ".md", ".markdown", ".htm", ".doc", ".odt", ".rtf")
"""Suffixes of files that people want and that are no format of editions; any other name may be a folder's."""


def output_of(
    output: str, formats: Sequence[Format], layouts: Sequence[Layout], memory: Path | Literal["nearest"] | None
) -> tuple[Project, tuple[Format, ...]]:
    """Return the paths of the run and the formats of its editions.

    Raises `UsageError` when `output` is a file and the formats or layouts do not fit it.
    """
    from bilingual import Project

    path = Path(output)
    suffix = path.suffix.lower()
    if output.endswith(("/", "\\")) or path.is_dir() or suffix not in (*(f".{name}" for name in FORMATS), *_DOCUMENTS):
        return Project(path, memory=memory), tuple(formats) or ("pdf", "docx")
    if suffix in _DOCUMENTS:
        kinds = ", ".join(f".{name}" for name in FORMATS)
        remedy = f"name a folder, or a file that ends in one of {kinds}"
        raise UsageError(f"{suffix} is not a format of editions", place=output, remedy=remedy)
    format_ = cast("Format", suffix[1:])
    if other := [name for name in formats if name != format_]:
        remedy = f"leave out --format {other[0]}, or name a folder with --output"
        raise UsageError("is one file of one format", place=output, remedy=remedy)
    if len(set(layouts)) > 1:
        raise UsageError("is one file of one layout", place=output, remedy="name a folder with --output")
    return Project(path.parent, memory=memory, edition=path), (format_,)


def check_count(project: Project, count: int) -> None:
    """Raise `UsageError` when several articles would be written to one file."""
    if project.edition and count > 1:
        remedy = "name a folder with --output, or one article"
        raise UsageError(f"is one file, and there are {count} articles", place=str(project.edition), remedy=remedy)
