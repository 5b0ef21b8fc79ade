"""Find the articles of a run: files, folders, globs; and name what is left out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.archive.model import ArticleJob
from bilingual.cli.command import read_stdin
from bilingual.errors import BilingualError, InputError, UsageError

if TYPE_CHECKING:
    from bilingual.model import Article

DEFAULT_INPUT = "input"
"""The folder that is rendered when none is named, as `bilingual init` creates it."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|www\.[^/\s]+\.[^/\s]+(?:/|$)")
_NOT_ARTICLES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff", ".yaml", ".yml"))
"""Files that are in a folder for the articles' sake: images, glossaries, themes."""
_SHOWN_SKIPPED = 5
_STDIN_LIMIT = 20 * 1024 * 1024
"""Bytes read from standard input; the readers refuse more."""


@dataclass(frozen=True, slots=True)
class Found(ArticleJob):
    """An article that was named, or found in a folder; `below` is its place below the folder that was named."""

    data: bytes | None = None
    """What was read from standard input, for `-`; `path` is only a name then."""


Named = Found | BilingualError
"""An article, or the error that prevents reading it."""

Writes = Callable[[Path, Path, int], Sequence[Path]]
"""Returns the files that are written for an article, from its path, `Found.below` and `Found.chapter`."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was found in the folders and files that were named."""

    articles: tuple[Named, ...]
    skipped: tuple[Path, ...] = ()
    """Files in the named folders that no reader reads."""

    @property
    def left_out(self) -> str:
        """Return the line that names the skipped files; empty if there are none."""
        if not self.skipped:
            return ""
        names = ", ".join(map(str, self.skipped[:_SHOWN_SKIPPED]))
        more = len(self.skipped) - _SHOWN_SKIPPED
        names += f" and {more} more" if more > 0 else ""
        return f"not read: {names} - save articles as .docx, .html, plain text (.txt) or Markdown (.md)"


def named_or_default(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names; without any, the folder `input` of the project. Raises click's `UsageError`."""
    if inputs:
        return inputs
    if Path(DEFAULT_INPUT).is_dir():
        return (DEFAULT_INPUT,)
    raise click.UsageError(f"Name an article or a folder: there is no folder {DEFAULT_INPUT}/ here.")


def read_found(found: Found, *, encoding: str | None = None, select: str = "", chapter: int = 0) -> Article:
    """Return the article of a file or of standard input; the options are those of `ReadOptions`.

    Raises `InputError`.
    """
    from bilingual.reading import ReadOptions, read, read_bytes

    options = ReadOptions(encoding, select, chapter)
    if found.data is None:
        return read(found.path, options)
    return read_bytes(found.data, found.path, options)


def one_article(name: str) -> Found:
    """Return the article of a file name, or of `-`. Raises `InputError` for an address."""
    if name == "-":
        return Found(Path("stdin"), data=read_stdin(_STDIN_LIMIT + 1))
    refuse_address(name)
    return Found(Path(name))


def find_articles(
    inputs: Iterable[str],
    writes: Writes | None = None,
    *,
    output: Path | None = None,
    stdin: str = "stdin",
    listed: Iterable[Found] = (),
    chapters: bool = False,
    exclude: Sequence[str] = (),
) -> Inputs:
    """Return every named article once, in order; an error takes the place of one that cannot be found.

    `writes` returns the files written for an article. An article that would overwrite another's is an error. What is
    below `output` is neither read nor reported as skipped. `-` is standard input, an article called `stdin`. `listed`
    are articles in addition to those of `inputs`; with `chapters`, each chapter of a book is an article. Files that a
    pattern of `exclude` names take no part in any of this. Raises `UsageError` if they are all.
    """
    from bilingual.reading import is_own_edition

    articles: list[Named] = []
    skipped: dict[Path, None] = {}
    seen: set[tuple[Path, int]] = set()
    written: dict[Path, Path] = {}
    named: list[Named] = [*listed]
    for name in inputs:
        found, others = _safely(name, output, stdin)
        skipped |= {path: None for path in others if not _is_excluded(path, path.relative_to(name), exclude)}
        named += found
    kept = [one for one in named if isinstance(one, BilingualError) or not _matches(one, exclude)]
    if named and not kept:
        raise UsageError("leaves no article", place="--exclude", remedy="check the patterns")
    for item in kept:
        for one in _chapters(item) if chapters else (item,):
            if isinstance(one, BilingualError):
                articles.append(one)
                continue
            real = _real(one.path), one.chapter
            if real in seen:
                continue
            seen.add(real)
            files = writes(one.path, one.below, one.chapter) if writes else ()
            taken = next((file for file in files if file in written), None)
            if taken and one.scanned and is_own_edition(one.path):
                continue
            if taken and (other := _scanned(articles, written[taken])) and is_own_edition(other.path):
                articles.remove(other)
                taken = None
            if taken:
                articles.append(_conflict(one.path, written[taken], taken))
            else:
                written |= dict.fromkeys(files, one.path)
                articles.append(one)
    ours = {_real(file) for file in written}
    return Inputs(tuple(articles), tuple(path for path in skipped if _real(path) not in ours))


def _matches(item: Found, patterns: Sequence[str]) -> bool:
    return _is_excluded(item.path, item.below / item.path.name, patterns)


def _is_excluded(path: Path, below: Path, patterns: Sequence[str]) -> bool:
    """Return whether a pattern of --exclude names a file, `below` as seen from the folder that was named.

    A pattern is compared with the path as given, with the path from that folder, and with each of its folders and the
    file's name.
    """
    if not patterns:
        return False
    import fnmatch

    names = {str(path), below.as_posix(), *below.parts, *(parent.as_posix() for parent in below.parents)}
    return any(fnmatch.fnmatchcase(name, pattern.rstrip("/")) for name in names for pattern in patterns)


def _scanned(articles: Iterable[Named], path: Path) -> Found | None:
    """Return the article at a path, if it was found in a folder."""
    found = (one for one in articles if isinstance(one, Found) and one.path == path and one.scanned)
    return next(found, None)


def _chapters(item: Named) -> tuple[Named, ...]:
    """Return the chapters of a book as articles; any other article as it is."""
    from bilingual.reading import chapter_titles

    if isinstance(item, BilingualError) or item.data is not None or item.chapter:
        return (item,)
    try:
        count = len(chapter_titles(item.path))
    except BilingualError as error:
        return (error,)
    return tuple(replace(item, chapter=number) for number in range(1, count + 1)) or (item,)


def listed_names(file: str) -> list[Found]:
    """Return the articles that a file names, one a line, maybe with its folder below the output behind a tab.

    Lines that begin with `# ` are comments; `-` is standard input. Raises `InputError`.
    """
    if file == "-":
        data = read_stdin(_STDIN_LIMIT + 1)
    else:
        from bilingual.reading.load import open_article

        with open_article(Path(file)) as opened:
            data = opened.read(_STDIN_LIMIT + 1)
    lines = data.decode("utf-8-sig", "surrogateescape").splitlines()
    found: list[Found] = []
    for line in lines:
        if not line.strip() or line.startswith("# "):
            continue
        name, _, below = line.partition("\t")
        folder = Path(below.strip())
        if folder.is_absolute() or ".." in folder.parts:
            raise InputError("names a folder outside the output", place=file, remedy="correct it")
        chapter = re.fullmatch(r"(.+)#(\d+)", name)
        if chapter and not Path(name).exists():
            found.append(Found(Path(chapter[1]), folder, int(chapter[2])))
        else:
            found.append(Found(Path(name), folder))
    if not found:
        raise InputError("names no articles", place=file, remedy="write one path on each line")
    return found


def _real(path: Path) -> Path:
    """Return the path without symbolic links; a link to itself stays as it is."""
    return Path(os.path.realpath(path))


def _safely(name: str, output: Path | None, stdin: str) -> tuple[list[Named], list[Path]]:
    try:
        if name == "-":
            return [replace(one_article(name), path=Path(stdin))], []
        found, others = _expand(name)
        folder = _real(output) if output else None
        if folder and _real(Path(name)) in folder.parents:
            others = [path for path in others if folder not in _real(path).parents]
            found = [one for one in found if isinstance(one, BilingualError) or folder not in _real(one.path).parents]
            remedy = "name the folder of the articles"
            found = found or [InputError("contains no articles but those in --output", place=name, remedy=remedy)]
        return found, others
    except (OSError, ValueError, RuntimeError) as error:
        remedy = "check the name and your permissions there"
        return [InputError(f"cannot be read: {error}", place=name[:80], remedy=remedy)], []


def refuse_address(name: str) -> None:
    """Raise `InputError` for the address of a web page."""
    if not _ADDRESS.match(name) or Path(name).exists():
        return
    if name.lower().startswith("file://"):
        raise InputError("is an address", place=name, remedy="name the file by its path")
    remedy = "save the page in a browser, complete, and name that file"
    raise InputError("is a web address, and only files are read", place=name, remedy=remedy)


def _expand(name: str) -> tuple[list[Named], list[Path]]:
    """Return the articles that a name means, and the files in a folder that are not read."""
    import glob

    try:
        refuse_address(name)
    except InputError as error:
        return [error], []
    path = Path(name)
    if path.is_dir():
        return _inside(path)
    if not path.exists() and glob.has_magic(name):
        base = _fixed_part(path)
        matching = [Path(file) for file in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
        files: list[Named] = [Found(file, file.parent.relative_to(base)) for file in matching if file.is_file()]
        return files or [InputError("matches no file", place=name, remedy="check the pattern and the folder")], []
    return [Found(path)], []


def _fixed_part(pattern: Path) -> Path:
    """Return the folder before the first part with a wildcard."""
    import glob

    parts = pattern.parts[:-1]
    fixed = next((number for number, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    return Path(*parts[:fixed])


def _inside(folder: Path) -> tuple[list[Named], list[Path]]:
    from bilingual.reading import suffixes

    found: list[Named] = []
    others: list[Path] = []
    known = suffixes()
    for file in sorted(folder.rglob("*")):
        below = file.relative_to(folder)
        if any(part.startswith(".") for part in below.parts) or file.is_dir() or _is_companion(file, folder):
            continue
        suffix = file.suffix.lower()
        # A link that leads nowhere is an article that cannot be read.
        if suffix in known and (file.is_file() or file.is_symlink()):
            found.append(Found(file, below.parent, scanned=True))
        elif suffix not in _NOT_ARTICLES:
            others.append(file)
    remedy = f"put {', '.join(known[:3])} or other articles into it, or name a file"
    return found or [InputError("contains no articles", place=str(folder), remedy=remedy)], others


def _is_companion(file: Path, folder: Path) -> bool:
    """Return whether a file is part of a saved web page (`page_files/`), or the mark of a document open in Word."""
    if file.name.startswith("~$"):
        return True
    for parent in file.parents:
        if parent == folder:
            return False
        stem = parent.name.removesuffix("_files").removesuffix(".files")
        if stem != parent.name and any(parent.with_name(stem + suffix).is_file() for suffix in (".html", ".htm")):
            return True
    return False


def _conflict(path: Path, other: Path, file: Path) -> InputError:
    return InputError(
        f"would overwrite {file}, the edition of {other}",
        place=str(path),
        remedy="rename one of them, or render it separately with another --output",
    )
