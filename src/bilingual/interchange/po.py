"""PO, the format of gettext: a fuzzy entry is a draft."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.errors import ExchangeError
from bilingual.interchange.characters import check_document
from bilingual.interchange.context import UNIT_ID, context_of, parse_context
from bilingual.interchange.model import ExportDocument, ExportUnit
from bilingual.interchange.returned import ENGLISH_TAGS, Gathered, GivenState, is_language, one_line_of, status_named
from bilingual.interchange.source import Source, name_of_source, text_of
from bilingual.interchange.xliff import finding_text
from bilingual.version import __version__

if TYPE_CHECKING:
    import polib  # type: ignore[import-untyped]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_LINE = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s*)?"(?:[^"\\]++|\\.)*+"')
_OCTAL = re.compile(r"\\\\|((?:\\[0-7]{3})+)")
_BETWEEN_NOTES = "--"
_MARKER = "bilingual:"
"""Begins the comment with what identifies the unit."""


# Writing ----------------------------------------------------------------------------------------------------


def write_po(document: ExportDocument) -> Iterator[bytes]:
    """Yield the document as PO. Raises `OutputError` before the first byte if a text cannot be written."""
    check_document(document)
    facts = {
        "Project-Id-Version": document.file,
        "PO-Revision-Date": f"{document.date} 00:00+0000" if document.date else "",
        "Last-Translator": "bilingual",
        "Language-Team": "English",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"bilingual {__version__}",
        "X-Source-Language": "ja",
        "X-Export": document.export,
    }
    lines = ['msgid ""', 'msgstr ""']
    lines += [_quoted(f"{name}: {' '.join(value.split())}\n") for name, value in facts.items() if value]
    yield _lines(lines)
    for each in document.units:
        yield b"\n" + _lines(_entry(each, document.file))


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _entry(each: ExportUnit, file: str) -> Iterator[str]:
    unit = each.unit
    for line in _note_lines(unit.notes):
        yield f"# {line}".rstrip(" ")
    for finding in unit.findings:
        yield f"#. {' '.join(finding_text(finding).split())}"
    # gettext has no state for a rejected text, and none for one that is empty.
    hidden = unit.status if unit.status == "rejected" or not unit.target else ""
    context = replace(context_of(each, status=hidden), unit="", empty="" if unit.target else "yes")
    yield f"#. {_MARKER} {context}"
    if each.line and not re.search(r"\s", file):
        yield f"#: {file}:{each.line}"
    if unit.target and unit.status != "approved":
        yield "#, fuzzy"
    yield f"msgctxt {_quoted(f'{unit.id} {context.key}')}"
    yield f"msgid {_quoted(unit.source)}"
    yield f"msgstr {_quoted(unit.target)}"


def _note_lines(notes: Iterable[str]) -> Iterator[str]:
    """Yield the notes as lines, with `--` between two; a line of a note that looks so gets a backslash."""
    for number, note in enumerate(note for note in notes if note.strip()):
        if number:
            yield _BETWEEN_NOTES
        for line in note.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            yield f"\\{line}" if re.fullmatch(rf"\\*{_BETWEEN_NOTES}\s*", line) else line


# Reading ----------------------------------------------------------------------------------------------------


def read_po(source: Source, place: str = "") -> ReturnedFile:
    """Read a PO file. Raises `ExchangeError` at the line of the first error."""
    place = name_of_source(source, place)
    text = text_of(source, place).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        plain = line.strip()
        if plain and not plain.startswith("#"):
            if not _LINE.fullmatch(plain):
                raise _syntax_error(f"{plain[:40]!r} is no line of a PO file", f"{place}:{number}")
            lines[number - 1] = _without_octal(line, f"{place}:{number}")
    parsed = _parsed("\n".join(lines), place)
    found = Gathered("po", place)
    facts = {name: one_line_of(value) for name, value in parsed.metadata.items()}
    found.edition, found.article = facts.get("X-Export", ""), facts.get("Project-Id-Version", "")
    language = facts.get("Language", "")
    if language and not is_language(language, *ENGLISH_TAGS):
        remedy = "only Japanese → English can be read"
        raise ExchangeError(f"its language is {language[:20]}", place=place, remedy=remedy)
    author = facts.get("Last-Translator", "").partition("<")[0].strip()
    if not parsed and not parsed.metadata:
        raise _syntax_error("has no entries", place)
    for entry in parsed:
        where = f"{place}:{entry.linenum}"
        if entry.obsolete:
            found.leave(entry.msgstr, "the entry is marked as obsolete (#~)", where)
        else:
            _add(entry, where, "" if author in ("bilingual", "FULL NAME") else author, found)
    return found.file()


def _without_octal(line: str, place: str) -> str:
    """Return a line without the bytes that `msgcat --escape` writes, as `\\347`: polib takes them for text."""

    def characters(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        try:
            found = bytes(int(code, 8) & 0xFF for code in match[1].split("\\")[1:]).decode("utf-8")
        except UnicodeDecodeError:
            raise _syntax_error("contains bytes that are not UTF-8", place) from None
        return found.translate(_ESCAPES)

    return _OCTAL.sub(characters, line)


def _parsed(text: str, place: str) -> polib.POFile:
    """Return the entries of a text; polib splits a text at more characters than a file, so it gets a file."""
    import polib

    with tempfile.TemporaryDirectory(prefix="bilingual-") as folder:
        file = Path(folder, "returned.po")
        file.write_text(text, "utf-8", newline="\n")
        try:
            return polib.pofile(str(file), encoding="utf-8")
        except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
            line = re.search(r"line (\d+)", str(error))
            where = f"{place}:{line[1]}" if line else place
            raise _syntax_error("not valid PO", where) from None


def _syntax_error(message: str, place: str) -> ExchangeError:
    return ExchangeError(message, place=place, remedy="check it with msgfmt -c, or export the article again")


def _add(entry: polib.POEntry, place: str, author: str, found: Gathered) -> None:
    """Add an entry as a unit, if it has a translation or had none when it was exported."""
    name, _, key = (entry.msgctxt or "").partition(" ")
    unit = name if UNIT_ID.fullmatch(name) else ""
    context = parse_context(" ".join((entry.comment or "").rpartition(_MARKER)[2].split()))
    target = entry.msgstr
    if entry.msgid_plural:
        target = next(iter(entry.msgstr_plural.values()), "")
        found.warn(f"unit {unit or '?'}: of several plural forms the first is used", place)
    if not target and context.empty != "yes":
        # Tools empty what is fuzzy: that is no decision of a person.
        found.leave("", "the entry has no translation", place, unit)
        return
    found.add(
        ReturnedUnit(
            source=entry.msgid,
            target=target,
            unit=unit,
            key=context.key or parse_context(f"key={key}").key,
            before=context.before,
            after=context.after,
            said_in=context.said_in,
            status=_status(target, entry.fuzzy, context.status),
            notes=tuple(_notes(entry.tcomment or "")),
            author=author,
            place=place,
        )
    )


def _status(target: str, fuzzy: bool, hidden: str) -> GivenState:
    if not target:
        return status_named(hidden)
    if fuzzy:
        return "rejected" if hidden == "rejected" else "draft"
    return "approved"


def _notes(comment: str) -> Iterator[str]:
    """Yield the notes in the comment of a translator."""
    lines: list[str] = []
    for line in [*comment.split("\n"), _BETWEEN_NOTES]:
        if line.rstrip() == _BETWEEN_NOTES:
            if any(map(str.strip, lines)):
                yield "\n".join(lines)
            lines = []
        else:
            lines.append(line[1:] if re.fullmatch(rf"\\+{_BETWEEN_NOTES}\s*", line) else line)
