"""Bring corrections back: read a returned file, find what was printed, compare, and store what a person decided."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.corrections.merge import Learned, Rules, compare
from bilingual.corrections.model import ReturnedFile
from bilingual.editions.docx.identity import article_name, edition_id
from bilingual.errors import BilingualError, InputError, MemoryFileError
from bilingual.interchange.registry import read_returned
from bilingual.keys import key_of
from bilingual.memory.entries import Entry, PrintedEdition, PrintedFile, engine_part, terms_as_json
from bilingual.memory.guard import LEARNED, keep_copies
from bilingual.memory.printed import article_of_file, edition, edition_of, record_editions
from bilingual.memory.store import Memory, RevisionConflictError, new_batch
from bilingual.reading.registry import suffixes

if TYPE_CHECKING:
    from bilingual.session import Session

_LARGEST = 500_000_000
"""Bytes of a Word file; more is not read."""
_ZIP = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_LEAST = 5
"""A file of which the edition is not recorded must have one of so many sentences of the article."""
_ATTEMPTS = 3
"""How often a comparison is repeated when another program changes the memory meanwhile."""


@dataclass(frozen=True, slots=True)
class LearnOptions:
    """How a returned file is taken."""

    article: Path | None = None
    """The article, if the file does not tell."""
    theirs: bool = False
    approve_all: bool = False
    dry_run: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True)
class LearnedFile:
    """What was learned from one file."""

    path: Path
    article: Path | None
    """The article, as far as known."""
    learned: Learned
    returned: ReturnedFile
    entries: tuple[Entry, ...] = ()
    """What was stored; empty with `dry_run`."""
    batch: str = ""
    """What `undo` reverts."""
    copies: tuple[Path, ...] = ()
    """A copy of the file, if it has text that was not taken."""
    warnings: tuple[str, ...] = ()


def learn(session: Session, path: Path, options: LearnOptions) -> LearnedFile:
    """Read a returned file, compare it with what was printed, and store the corrections.

    Raises a `BilingualError`; nothing is stored then.
    """
    _refuse_others(path)
    hash_ = _hash_of_file(path)  # before it is read: what is saved meanwhile is not learned
    data = _read_start(path)
    exchanged = None if data.startswith(_ZIP) else read_returned(path)
    number = exchanged.edition if exchanged else edition_id(data)
    memory = _memory(session, path, number)
    printed, warnings = _printed(session, memory, path, number, options, article_name(data) if data else "")
    returned = exchanged or _read_docx(path, data, printed)
    if printed and warnings and len(returned.units) * _LEAST < len([unit for unit in printed.units if unit.target]):
        remedy = "name its article with --article, or check that it is the right file"
        raise InputError(f"is no edition of {printed.article}", place=str(path), remedy=remedy)
    for _ in range(_ATTEMPTS):
        learned = _compared(session, memory, printed, returned, options)
        if options.dry_run:
            return LearnedFile(path, _article(printed), learned, returned, warnings=warnings)
        try:
            return _stored(memory, (path, hash_), printed, returned, learned, warnings)
        except RevisionConflictError:
            continue
    raise MemoryFileError(
        "is being changed by another program", place=str(memory.path), remedy="close the review page, and try again"
    )


def _refuse_others(path: Path) -> None:
    """Raise `InputError` for a file that is known not to have corrections."""
    suffix = path.suffix.lower()
    if suffix in (".pdf", ".html", ".htm"):
        remedy = "edit the DOCX instead, or use `bilingual review`"
        raise InputError(f"corrections are not read from {suffix[1:].upper()}", place=str(path), remedy=remedy)
    if suffix in suffixes() and suffix != ".docx" and path.is_file():
        remedy = "name the edition that you edited, as in output/article.docx"
        raise InputError("is an article, not an edited edition", place=str(path), remedy=remedy)


def _article(printed: PrintedEdition | None) -> Path | None:
    return Path(printed.article) if printed and printed.article else None


def _memory(session: Session, path: Path, number: str) -> Memory:
    """Return the memory that knows the file: that of its folder, else that of the working directory."""
    near = [memory for memory in (session.memory(path), session.memory(Path.cwd())) if memory is not None]
    known = next((memory for memory in near if number and edition(memory, number)), None)
    found = known or (near[-1] if near else session.memory(Path.cwd(), create=True))
    if found is None:
        raise MemoryFileError("cannot be created here", place=".bilingual", remedy="name a file with --memory")
    return found


def _printed(
    session: Session, memory: Memory, path: Path, number: str, options: LearnOptions, named: str
) -> tuple[PrintedEdition | None, tuple[str, ...]]:
    """Return what the file is compared with, and what to say about it; `named` is the article as the file names it."""
    known = edition(memory, number) if number else None
    if known:
        return known, ()
    article = options.article or _article_of(memory, path, named)
    if article is None:
        if path.suffix.lower() == ".docx":
            raise InputError(
                "is no edition that this project has recorded, and its article is not known",
                place=str(path),
                remedy="name its article, as in --article input/article.txt",
            )
        return None, ()
    translation = session.check(article)
    printed = edition_of(translation.article, str(article), translation.signature)
    return printed, (f"what was printed is not recorded: it is compared with today's translation of {article}",)


def _article_of(memory: Memory, path: Path, name: str) -> Path | None:
    """Return the article of a file: as recorded, else by its name near the file."""
    recorded = article_of_file(memory, path)
    if recorded and recorded.is_file():
        return recorded
    stems = [path.stem, path.stem.split(".")[0]]
    names = [name] if name else [f"{stem}{suffix}" for stem in stems for suffix in suffixes()]
    root = memory.path.absolute().parent.parent
    folders = [path.parent, path.parent.parent / "input", Path("input"), root / "input", root]
    return next((folder / one for folder in folders for one in names if one and (folder / one).is_file()), None)


def _read_start(path: Path) -> bytes:
    """Return the content of a Word file, and of others only the beginning: their readers read them in pieces."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if not start.startswith(_ZIP):
                if start.startswith(_OLD_WORD):
                    remedy = "open it and save it as .docx, without a password"
                    raise InputError("is an old Word file, or one with a password", place=str(path), remedy=remedy)
                return start
            rest = file.read(_LARGEST)
            if file.read(1):
                raise InputError("is larger than 500 MB", place=str(path), remedy="learn its parts one by one")
            return start + rest
    except OSError as error:
        raise _unreadable(path, error) from error


def _hash_of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"cannot be read: {reason}", place=str(path), remedy="check the name and the permissions")


def _read_docx(path: Path, data: bytes, printed: PrintedEdition | None) -> ReturnedFile:
    from bilingual.corrections.docx.reader import read_docx

    return read_docx(data, printed.units if printed else (), place=str(path))


def _compared(
    session: Session, memory: Memory, printed: PrintedEdition | None, returned: ReturnedFile, options: LearnOptions
) -> Learned:
    base = printed.units if printed else ()
    article = _article(printed)
    rules = Rules(
        theirs=options.theirs,
        approve_all=options.approve_all,
        author=options.author,
        article=article.name if article else "",
        engine=engine_part(printed.signature) if printed else "",
        terms_of=_terms_of(session, article or Path.cwd()),
    )
    keys = {unit.key for unit in base} | {key_of(unit.source) for unit in returned.units if unit.source}
    return compare(returned, base, memory.find(keys), rules)


def _terms_of(session: Session, near: Path) -> Callable[[str], str]:
    """Return a function that gives the glossary's terms of a source as JSON; none if the glossary is unusable now."""
    try:
        matcher = session.terms(session.project.glossaries(near, session.settings)).matcher
    except BilingualError:
        return lambda source: ""
    return lambda source: terms_as_json(matcher.find(source))


def _stored(
    memory: Memory,
    file: tuple[Path, str],
    printed: PrintedEdition | None,
    returned: ReturnedFile,
    learned: Learned,
    warnings: tuple[str, ...],
) -> LearnedFile:
    """Store the decisions, then say that the file may be replaced: its corrections are kept."""
    path, hash_ = file
    batch = new_batch("learn")
    entries = memory.decide(learned.decisions, batch=batch, expected=learned.expected) if learned.decisions else []
    author = next((unit.author for unit in returned.units if unit.author), "")
    for entry, target in learned.offers:
        memory.offer(entry.id, target, origin=returned.via, author=author)
    copies: list[Path] = []
    if learned.count("conflict", "unplaced") and returned.via == "docx":
        copies = keep_copies([path], memory)
    record_editions(memory, (), {path: PrintedFile(hash_, f"{LEARNED}{batch}")})
    return LearnedFile(
        path, _article(printed), learned, returned, tuple(entries), batch if entries else "", tuple(copies), warnings
    )
