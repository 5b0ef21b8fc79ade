# ruff: noqa: S608 - only names of tables that this module defines are put into SQL
"""Build the lexicon: the part of JMdict and JMnedict that `bilingual.lexicon` reads, as one SQLite file.

The source is the archive of jamdict-data 1.5: a tar file with an SQLite database, compressed with xz. Nothing of it is
run. The dictionaries are the property of the Electronic Dictionary Research and Development Group, CC BY-SA 3.0.
"""

from __future__ import annotations

import lzma
import re
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO

from bilingual.errors import EngineError, OutputError
from bilingual.model import Event, OnEvent
from bilingual.models.store import digest, disk_faults

LEXICON_FILE = "lexicon.sqlite"
LICENCE_FILE = "LICENCE.md"
LEXICON_FORMAT = 1
"""Of the tables of `SCHEMA`; `bilingual.lexicon` reads no other."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (id INTEGER PRIMARY KEY, readings TEXT NOT NULL, senses TEXT NOT NULL);
CREATE TABLE form (text TEXT, entry INTEGER, marks TEXT NOT NULL, PRIMARY KEY (text, entry)) WITHOUT ROWID;
CREATE TABLE gloss (text TEXT PRIMARY KEY, entries TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE name (text TEXT PRIMARY KEY, entries TEXT NOT NULL) WITHOUT ROWID;
"""
"""Cells that are lists have a line for each item, with tabs inside it:

`entry.readings`: a reading, and the written forms it is restricted to.
`entry.senses`: parts of speech, tags, and the forms it is restricted to (each divided by commas), then the glosses.
`gloss.entries`: the entries that share a gloss (see `plain_gloss`), divided by spaces; no gloss of one entry only.
`name.entries`: reading, kinds, English.
"""

NAME_KINDS = {
    "p": "place",
    "t": "station",
    "s": "surname",
    "g": "given",
    "h": "person",
    "o": "organisation",
    "c": "company",
    "w": "work",
    "d": "product",
}
"""The letters in `name.entries`, and what they mean."""

_ROOT = "jamdict_data-1.5"
_DATABASE = f"{_ROOT}/jamdict_data/jamdict.db.xz"
_LICENCE = f"{_ROOT}/jamdict_data/LICENSE.md"
_MEMBERS = 200
_LARGEST = {_DATABASE: 200_000_000, _LICENCE: 100_000}
"""Bytes of a packed member; the real ones have 53,914,316 and 9,416."""
_UNPACKED = 1_000_000_000
"""Bytes of the unpacked database; the real one has 325,390,336."""
_XZ_MEMORY = 200_000_000
_CHUNK = 1 << 20
_STEPS = 100_000
_MOST_STEPS = 100_000
"""SQLite counts its steps; with the real database it needs about 5,000 times `_STEPS`."""
_CELL = 20_000
"""Characters of one cell; the longest real one has about 3,000."""
_REMEDY = "download the file again"

_TABLES = {
    "Kanji": "ID idseq text",
    "KJI": "kid text",
    "KJP": "kid text",
    "Kana": "ID idseq text nokanji",
    "KNR": "kid text",
    "KNI": "kid text",
    "KNP": "kid text",
    "Sense": "ID idseq",
    "stagk": "sid text",
    "stagr": "sid text",
    "pos": "sid text",
    "field": "sid text",
    "misc": "sid text",
    "dialect": "sid text",
    "SenseGloss": "sid lang text",
    "NEKanji": "ID idseq text",
    "NEKana": "ID idseq text",
    "NETranslation": "ID idseq",
    "NETransType": "tid text",
    "NETransGloss": "tid lang text",
}
"""The tables that are read, and their columns."""

# The beginning of a part of speech, and its group; the first that fits.
_GROUPS = (
    ("noun or participle which takes the aux. verb suru", "suru"),
    ("noun or verb acting prenominally", "adjective"),
    ("noun, used as a suffix", "suffix"),
    ("noun, used as a prefix", "prefix"),
    ("nouns which may take", "adjective"),
    ("noun (common)", "noun"),
    ("adjectival nouns", "adjective"),
    ("adjective", "adjective"),
    ("'taru' adjective", "adjective"),
    ("pre-noun adjectival", "adjective"),
    ("adverb", "adverb"),
    ("expressions", "expression"),
    ("suffix", "suffix"),
    ("prefix", "prefix"),
    ("counter", "counter"),
    ("numeric", "number"),
    ("pronoun", "pronoun"),
    ("auxiliary", "other"),
)
_VERB = re.compile(r"verb\b|^(?:Ichidan|Godan|Yodan|Nidan)\b")
_TAGS = {
    "word usually written using kana alone": "kana",
    "abbreviation": "abbreviation",
    "archaism": "archaic",
    "obsolete term": "archaic",
    "dated term": "archaic",
    "historical term": "historical",
    "obscure term": "rare",
    "rare": "rare",
    "poetical term": "literary",
    "literary or formal term": "literary",
    "idiomatic expression": "idiom",
    "proverb": "idiom",
    "yojijukugo": "idiom",
    "colloquialism": "slang",
    "slang": "slang",
    "Internet slang": "slang",
    "manga slang": "slang",
    "vulgar expression or word": "slang",
    "derogatory": "slang",
    "jocular, humorous term": "slang",
    "children's language": "slang",
    "familiar language": "slang",
    "onomatopoeic or mimetic word": "mimetic",
}
_MARKS = {
    "irregular okurigana usage": "irregular",
    "word containing irregular kanji usage": "irregular",
    "word containing irregular kana usage": "irregular",
    "word containing out-dated kanji": "outdated",
    "out-dated or obsolete kana usage": "outdated",
}
_NAME_LETTERS = {
    "place": "p",
    "station": "t",
    "surname": "s",
    "fem": "g",
    "masc": "g",
    "given": "g",
    "person": "h",
    "organization": "o",
    "company": "c",
    "work": "w",
    "product": "d",
}
_NOTE = re.compile(r"\s*\([^()]*\)")
_MOST_SHARED = 40
"""Entries that are kept for one gloss."""
_GAP = "\x1f"


def build(archive: Path, target: Path, *, on: OnEvent) -> None:
    """Write `lexicon.sqlite` and the text of its licence into the folder `target` from the archive of jamdict-data.

    The same archive gives the same tables. About 330 MB are needed for a while beside the result.
    Raises `EngineError` when the archive is not the expected one or is damaged, `OutputError` when the disk fails.
    """
    with disk_faults(target):
        target.mkdir(parents=True, exist_ok=True)
        work = tempfile.TemporaryDirectory(dir=target, prefix=".jmdict-")
    with work as folder:
        database = Path(folder) / "source.db"
        licence = _unpack(archive, database, on=on)
        made = Path(folder) / LEXICON_FILE
        with _opened(database, archive.name) as source:
            _convert(source, made, sha256=digest(archive), on=on)
        with disk_faults(target):
            (target / LICENCE_FILE).write_bytes(licence)
            made.replace(target / LEXICON_FILE)


def _unpack(archive: Path, database: Path, *, on: OnEvent) -> bytes:
    """Unpack the database and return the text of the licence; all other members are skipped."""
    licence, found = b"", False
    try:
        with tarfile.open(archive, "r|gz") as tar:
            for number, member in enumerate(tar):
                if number >= _MEMBERS:
                    raise _wrong(archive, f"it has more than {_MEMBERS} members")
                if (most := _LARGEST.get(member.name)) is None:
                    continue
                data = tar.extractfile(member) if member.isreg() and member.size <= most else None
                if data is None:
                    raise _wrong(archive, f"{member.name} is not a file of the expected size")
                with data:
                    if member.name == _LICENCE:
                        licence = data.read(most)
                    elif found:
                        raise _wrong(archive, f"{member.name} appears twice")
                    else:
                        found = True
                        _unpack_xz(data, database, archive, on=on)
    except (tarfile.TarError, lzma.LZMAError, EOFError, zlib.error, UnicodeError) as error:
        raise EngineError("the archive is damaged", place=archive.name, remedy=_REMEDY) from error
    except OSError as error:  # gzip's own error is one
        raise EngineError(f"cannot be read: {error}", place=archive.name, remedy=_REMEDY) from error
    if not found or not licence:
        raise _wrong(archive, f"{_LICENCE if found else _DATABASE} is missing")
    return licence


def _unpack_xz(packed: IO[bytes], database: Path, archive: Path, *, on: OnEvent) -> None:
    decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
    done = 0
    with database.open("xb") as file:
        while not decompressor.eof:
            chunk = packed.read(_CHUNK) if decompressor.needs_input else b""
            if decompressor.needs_input and not chunk:
                raise EOFError
            unpacked = decompressor.decompress(chunk, _CHUNK)
            done += len(unpacked)
            if done > _UNPACKED:
                raise _wrong(archive, "its database is too large")
            with disk_faults(database):
                file.write(unpacked)
            on(Event("unpacking", done, 0, "bytes"))


@contextmanager
def _opened(database: Path, place: str) -> Iterator[sqlite3.Connection]:
    """Open the unpacked database for reading: no extensions, no triggers or views, bounded cells and steps."""
    steps = 0

    def stop() -> bool:
        nonlocal steps
        steps += 1
        return steps > _MOST_STEPS

    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
            source.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4 * _CELL)
            source.set_progress_handler(stop, _STEPS)
            source.execute("PRAGMA trusted_schema = OFF")
            source.execute("PRAGMA cell_size_check = ON")
            for table, columns in _TABLES.items():
                row = source.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchone()
                there = {str(row[1]) for row in source.execute(f"PRAGMA table_info({table})")}
                if row != ("table",) or not set(columns.split()) <= there:
                    raise EngineError(
                        f"the database has no table {table} of the expected form", place=place, remedy=_REMEDY
                    )
            yield source
    except (sqlite3.Error, UnicodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
            raise OutputError("the disk is full", place=str(database.parent), remedy="free some space there") from error
        raise EngineError(f"the database is damaged ({error})", place=place, remedy=_REMEDY) from error


def _convert(source: sqlite3.Connection, made: Path, *, sha256: str, on: OnEvent) -> None:
    with closing(sqlite3.connect(made)) as lexicon:
        lexicon.executescript(f"PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
        lexicon.executemany("INSERT INTO meta VALUES (?, ?)", (("format", str(LEXICON_FORMAT)), ("source", sha256)))
        lexicon.executemany("INSERT INTO entry VALUES (?, ?, ?)", _entries(source, on))
        lexicon.executemany("INSERT INTO form VALUES (?, ?, ?)", _forms(source))
        lexicon.executemany("INSERT INTO gloss VALUES (?, ?)", _shared(lexicon))
        lexicon.executemany("INSERT INTO name VALUES (?, ?)", _names(source, on))
        lexicon.commit()
        lexicon.execute("VACUUM")


def _list_of(table: str, key: str, of: str) -> str:
    """Return SQL for the texts that a table has for a key, in their order."""
    return f"(SELECT group_concat(text, '{_GAP}') FROM (SELECT text FROM {table} WHERE {key} = {of} ORDER BY rowid))"


def _entries(source: sqlite3.Connection, on: OnEvent) -> Iterator[tuple[int, str, str]]:
    """Yield every entry of JMdict that has English: its number, its readings and its senses."""
    sense_sql = ", ".join(_list_of(table, "sid", "Sense.ID") for table in ("pos", "misc", "field", "dialect"))
    only = ", ".join(_list_of(table, "sid", "Sense.ID") for table in ("stagk", "stagr"))
    glosses = _list_of("SenseGloss", "sid", "Sense.ID AND lang = 'eng'")
    rows = source.execute(f"SELECT idseq, {sense_sql}, {only}, {glosses} FROM Sense ORDER BY idseq, ID")
    readings = _readings(source)
    total = source.execute("SELECT count(*) FROM Sense").fetchone()[0]
    entry, senses = 0, list[str]()
    for done, (idseq, pos, misc, field, dialect, kanji, kana, english) in enumerate(rows):
        if idseq != entry and senses:
            yield entry, "\n".join(readings.get(entry, ())), "\n".join(senses)
            senses = []
        entry = int(idseq)
        if english:
            groups = dict.fromkeys(_group(part) for part in _split(pos))
            tags = [*(_TAGS[tag] for tag in _split(misc) if tag in _TAGS), *_split(field)]
            tags += ["dialect"] if dialect else []
            cells = (",".join(groups), ",".join(_clean(tag.replace(",", "")) for tag in dict.fromkeys(tags)))
            senses.append("\t".join((*cells, ",".join((*_split(kanji), *_split(kana))), *_split(english))))
        if done % 5_000 == 0:
            on(Event("unpacking", done, total, "steps"))
    if senses:
        yield entry, "\n".join(readings.get(entry, ())), "\n".join(senses)


def _readings(source: sqlite3.Connection) -> dict[int, list[str]]:
    """Return the readings of every entry, each with the written forms it is restricted to behind tabs."""
    found: dict[int, list[str]] = {}
    for idseq, text, restricted in source.execute(
        f"SELECT idseq, text, {_list_of('KNR', 'kid', 'Kana.ID')} FROM Kana ORDER BY idseq, ID"
    ):
        found.setdefault(int(idseq), []).append("\t".join((_clean(str(text)), *_split(restricted))))
    return found


def _forms(source: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Yield every written form, its entry and its marks (frequency, irregular, outdated), in the order of the key."""
    rows = source.execute(
        " UNION ALL ".join(
            f"SELECT text, idseq, {_list_of(priority, 'kid', f'{table}.ID')}, "
            f"{_list_of(information, 'kid', f'{table}.ID')} FROM {table}"
            for table, priority, information in (("Kanji", "KJP", "KJI"), ("Kana", "KNP", "KNI"))
        )
        + " ORDER BY 1, 2"
    )
    for (text, idseq), group in groupby(rows, key=lambda row: (row[0], row[1])):
        marks = dict.fromkeys(
            mark
            for _, _, priority, notes in group
            for mark in (*_split(priority), *(_MARKS[note] for note in _split(notes) if note in _MARKS))
        )
        yield str(text), int(idseq), " ".join(marks)


def _shared(lexicon: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return every gloss that several entries have, with those entries, in the order of the key."""
    found: dict[str, list[int]] = {}
    for entry, senses in lexicon.execute("SELECT id, senses FROM entry ORDER BY id"):
        for gloss in {plain_gloss(gloss) for line in cells(senses) for gloss in line[3:]}:
            found.setdefault(gloss, []).append(int(entry))
    return [
        (gloss, " ".join(map(str, entries[:_MOST_SHARED])))
        for gloss, entries in sorted(found.items())
        if gloss and len(entries) > 1
    ]


def _names(source: sqlite3.Connection, on: OnEvent) -> Iterator[tuple[str, str]]:
    """Yield every name of JMnedict that has a kind in `NAME_KINDS`, with its entries, in the order of the key."""
    reading = "(SELECT text FROM NEKana WHERE idseq = t.idseq ORDER BY ID LIMIT 1)"
    rows = source.execute(
        f"SELECT form.text, {_list_of('NETransType', 'tid', 't.ID')}, {reading}, "
        "(SELECT text FROM NETransGloss WHERE tid = t.ID AND lang = 'eng' ORDER BY rowid LIMIT 1) "
        "FROM NETranslation AS t JOIN (SELECT idseq, text FROM NEKanji UNION ALL SELECT idseq, text FROM NEKana "
        "WHERE NOT EXISTS (SELECT 1 FROM NEKanji WHERE NEKanji.idseq = NEKana.idseq)) AS form ON form.idseq = t.idseq "
        "ORDER BY 1, t.idseq, t.ID"
    )
    total = source.execute("SELECT count(*) FROM NETranslation").fetchone()[0]
    for done, (text, group) in enumerate(groupby(rows, key=itemgetter(0))):
        entries: dict[tuple[str, str], str] = {}
        for _, types, kana, english in group:
            letters = {_NAME_LETTERS[kind] for kind in _split(types) if kind in _NAME_LETTERS}
            if letters and kana and english:
                key = _clean(str(kana)), _clean(str(english))
                entries[key] = "".join(sorted(letters | set(entries.get(key, ""))))
        if entries:
            yield str(text), "\n".join(f"{kana}\t{kinds}\t{english}" for (kana, english), kinds in entries.items())
        if done % 20_000 == 0:
            on(Event("unpacking", min(done, total), total, "steps"))


def _group(part: str) -> str:
    """Return the group of a part of speech."""
    if group := next((group for start, group in _GROUPS if part.startswith(start)), ""):
        return group
    return "verb" if _VERB.search(part) and not part.startswith("adverb") else "other"


def _split(cell: object) -> list[str]:
    return [_clean(part) for part in cell[:_CELL].split(_GAP)] if isinstance(cell, str) and cell else []


def _clean(text: str) -> str:
    """Return a text on one line, without the signs that divide cells."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def _wrong(archive: Path, what: str) -> EngineError:
    return EngineError(f"this is not the archive of jamdict-data 1.5: {what}", place=archive.name, remedy=_REMEDY)


def plain_gloss(gloss: str) -> str:
    """Return a gloss in lower case, without its note and the `to` of a verb: two that mean the same are equal."""
    return _NOTE.sub("", gloss.lower()).removeprefix("to ").strip()


def cells(lines: str) -> Iterable[list[str]]:
    """Return the lines of a cell of the lexicon, each as its own cells."""
    return (line.split("\t") for line in lines.split("\n") if line)
