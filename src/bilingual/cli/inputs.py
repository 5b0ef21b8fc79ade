"""Find the articles of a run: files, folders, globs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bilingual.errors import BilingualError, InputError

Named = Path | BilingualError
"""The file of an article, or the error that prevents reading it."""


def articles(inputs: tuple[str, ...], writes: Callable[[Path], Sequence[Path]] | None = None) -> list[Named]:
    """Return every named article once, in order; an error takes the place of one that cannot be found.

    `writes` returns the files written for an article. An article that would overwrite another's is an error.
    """
    found: list[Named] = []
    seen: set[Path] = set()
    written: dict[Path, Path] = {}
    for name in inputs:
        for path in _safely(name):
            if isinstance(path, BilingualError):
                found.append(path)
                continue
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            files = writes(path) if writes else ()
            taken = next((file for file in files if file in written), None)
            if taken:
                found.append(_conflict(path, written[taken], taken))
            else:
                written |= dict.fromkeys(files, path)
                found.append(path)
    return found


def _safely(name: str) -> list[Named]:
    try:
        return _expand(name)
    except (OSError, ValueError) as error:
        remedy = "check the name and your permissions there"
        return [InputError(f"cannot be read: {error}", place=name[:80], remedy=remedy)]


def _expand(name: str) -> list[Named]:
    import glob

    from bilingual.reading import suffixes

    path = Path(name)
    if path.is_dir():
        inside: list[Named] = [
            file
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in suffixes()
            and file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ]
        remedy = f"put {' or '.join(suffixes()[:2])} files into it, or name a file"
        return inside or [InputError("contains no articles", place=name, remedy=remedy)]
    if not path.exists() and glob.has_magic(name):
        matching: list[Named] = [Path(file) for file in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
        files = [file for file in matching if isinstance(file, Path) and file.is_file()]
        return list(files) or [InputError("matches no file", place=name, remedy="check the pattern and the folder")]
    return [path]


def _conflict(path: Path, other: Path, file: Path) -> InputError:
    return InputError(
        f"would overwrite {file}, the edition of {other}",
        place=str(path),
        remedy="rename one of them, or render it separately with another --output",
    )
