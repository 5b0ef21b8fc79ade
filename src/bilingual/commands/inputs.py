"""From what the user named to the articles of a run: files, folders, globs."""

from __future__ import annotations

import glob
from pathlib import Path

from bilingual.errors import BilingualError, InputError

SUFFIXES = (".txt", ".md", ".markdown")


def articles(inputs: tuple[str, ...], *, writing: bool = True) -> list[Path | BilingualError]:
    """Return every article named, in order and once; an error stands in the place of what cannot be had.

    With `writing`, two articles of one name are an error: their editions would overwrite each other.
    """
    found: list[Path | BilingualError] = []
    seen: set[Path] = set()
    names: dict[str, Path] = {}
    for name in inputs:
        for path in _safely(name):
            if isinstance(path, BilingualError):
                found.append(path)
                continue
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            other = names.setdefault(path.stem, path)
            found.append(_clash(path, other) if writing and other != path else path)
    return found


def _safely(name: str) -> list[Path | BilingualError]:
    try:
        return _expand(name)
    except (OSError, ValueError) as error:
        remedy = "look at the name and at your rights there"
        return [InputError(f"cannot be looked at: {error}", place=name[:80], remedy=remedy)]


def _expand(name: str) -> list[Path | BilingualError]:
    path = Path(name)
    if path.is_dir():
        inside: list[Path | BilingualError] = [
            file
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in SUFFIXES
            and file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ]
        remedy = f"put {' or '.join(SUFFIXES[:2])} files into it, or name a file"
        return inside or [InputError("holds no articles", place=name, remedy=remedy)]
    if not path.exists() and glob.has_magic(name):
        matching: list[Path | BilingualError] = [Path(file) for file in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
        files = [file for file in matching if isinstance(file, Path) and file.is_file()]
        return list(files) or [InputError("matches no file", place=name, remedy="look at the pattern and the folder")]
    return [path]


def _clash(path: Path, other: Path) -> InputError:
    return InputError(
        f"would write the same editions as {other}",
        place=str(path),
        remedy="rename one of them, or render it in a run of its own with another --output",
    )
