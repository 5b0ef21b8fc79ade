"""A tiny archive with the tables of jamdict-data, and the lexicon that the real builder makes of it.

The words are real, their English was written for the tests.
"""

from __future__ import annotations

import io
import lzma
import sqlite3
import tarfile
from pathlib import Path

from bilingual.lexicon.store import MODEL, Lexicon
from bilingual.models.jmdict import LEXICON_FILE, build
from bilingual.models.store import InstalledModel, models_dir, publish, stage

ROOT = "jamdict_data-1.5"
DATABASE = f"{ROOT}/jamdict_data/jamdict.db.xz"
LICENCE = f"{ROOT}/jamdict_data/LICENSE.md"

SCHEMA = """
CREATE TABLE Kanji (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT);
CREATE TABLE KJI (kid INTEGER, text TEXT);
CREATE TABLE KJP (kid INTEGER, text TEXT);
CREATE TABLE Kana (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT, nokanji BOOLEAN);
CREATE TABLE KNR (kid INTEGER, text TEXT);
CREATE TABLE KNI (kid INTEGER, text TEXT);
CREATE TABLE KNP (kid INTEGER, text TEXT);
CREATE TABLE Sense (ID INTEGER PRIMARY KEY, idseq INTEGER);
CREATE TABLE stagk (sid INTEGER, text TEXT);
CREATE TABLE stagr (sid INTEGER, text TEXT);
CREATE TABLE pos (sid INTEGER, text TEXT);
CREATE TABLE field (sid INTEGER, text TEXT);
CREATE TABLE misc (sid INTEGER, text TEXT);
CREATE TABLE dialect (sid INTEGER, text TEXT);
CREATE TABLE SenseGloss (sid INTEGER, lang TEXT, gend TEXT, text TEXT);
CREATE TABLE NEKanji (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT);
CREATE TABLE NEKana (ID INTEGER PRIMARY KEY, idseq INTEGER, text TEXT, nokanji BOOLEAN);
CREATE TABLE NETranslation (ID INTEGER PRIMARY KEY, idseq INTEGER);
CREATE TABLE NETransType (tid INTEGER, text TEXT);
CREATE TABLE NETransGloss (tid INTEGER, lang TEXT, gend TEXT, text TEXT);
"""

NOUN = "noun (common) (futsuumeishi)"
SURU = "noun or participle which takes the aux. verb suru"
VERB = "Ichidan verb"
ADJECTIVE = "adjective (keiyoushi)"

# Kanji with marks | kana | part of speech: glosses; of the next sense …  {tag} and [only] before the glosses.
WORDS = f"""
軋轢 | あつれき | {NOUN}: friction; discord
摩擦 nf03 news1 | まさつ | {NOUN}: friction; rubbing
工場 ichi1 nf02 | こうじょう, こうば | {NOUN}: factory; plant
経済面 | けいざいめん | {NOUN}: financial page (of a newspaper) / {NOUN}: economic aspects
豆知識 | まめちしき | {NOUN}: trivia; bit of knowledge
改称 nf30 | かいしょう | {SURU}: renaming; change of name
古川 | ふるかわ | {NOUN}: old river
生物 ichi1 | せいぶつ | {NOUN}: living thing; organism
生物 | なまもの | {NOUN}: raw food
量産 nf20 | りょうさん | {SURU}: mass production
始まる ichi1 | はじまる | {VERB}: to begin; to start
驚く ichi1 | おどろく | {VERB}: to be surprised; to be astonished
新しい ichi1 | あたらしい | {ADJECTIVE}: new; fresh
双眼鏡 | そうがんきょう | {NOUN}: binoculars; field glasses
行員 | こういん | {NOUN}: bank clerk
弁当箱|弁當箱 outdated | べんとうばこ | {NOUN}: lunch box
感謝祭 | かんしゃさい | {NOUN}: Thanksgiving (US)
昔語 | むかしがたり | {NOUN}: {{archaism}} old tale
"""
NAMES = """
経済産業省 | けいざいさんぎょうしょう | organization | Ministry of Economy, Trade and Industry
講談社 | こうだんしゃ | company | Kodansha
古川 | ふるかわ | surname | Furukawa
日本銀行 | にほんぎんこう | place | Nihonginkou
輪島 | わじま | place, surname | Wajima
利根川 | とねがわ | surname | Tonegawa
利根川 | とねかわ | place | Tonekawa
習近平 | しゅうきんぺい | person | Xi Jinping (1953.6.15-)
ヤマト運輸 | ヤマトうんゆ | company | Yamato Transport
上海 | シャンハイ | place | Shanghai, China
平 | たいら | unclass | Taira
"""


def database(path: Path) -> None:
    """Write the source database: what `jamdict.db.xz` has when it is unpacked."""
    made = sqlite3.connect(path)
    made.executescript(SCHEMA)
    for number, line in enumerate(WORDS.strip().splitlines(), 1001):
        _word(made, number, line)
    for number, line in enumerate(NAMES.strip().splitlines(), 5001):
        kanji, kana, kinds, english = (cell.strip() for cell in line.split(" | "))
        made.execute("INSERT INTO NEKanji (idseq, text) VALUES (?, ?)", (number, kanji))
        made.execute("INSERT INTO NEKana (idseq, text) VALUES (?, ?)", (number, kana))
        tid = made.execute("INSERT INTO NETranslation (idseq) VALUES (?)", (number,)).lastrowid
        made.executemany("INSERT INTO NETransType VALUES (?, ?)", [(tid, kind) for kind in kinds.split(", ")])
        made.execute("INSERT INTO NETransGloss VALUES (?, 'eng', '', ?)", (tid, english))
    made.commit()
    made.close()


def _word(made: sqlite3.Connection, number: int, line: str) -> None:
    forms, kana, senses = (cell.strip() for cell in line.split(" | "))
    for form in forms.split("|"):
        text, *marks = form.split()
        kid = made.execute("INSERT INTO Kanji (idseq, text) VALUES (?, ?)", (number, text)).lastrowid
        for mark in marks:
            note = "word containing out-dated kanji"
            made.execute(
                *(
                    ("INSERT INTO KJI VALUES (?, ?)", (kid, note))
                    if mark == "outdated"
                    else ("INSERT INTO KJP VALUES (?, ?)", (kid, mark))
                )
            )
    for reading in kana.split(", "):
        made.execute("INSERT INTO Kana (idseq, text) VALUES (?, ?)", (number, reading))
    for sense in senses.split(" / "):
        pos, _, glosses = sense.partition(": ")
        sid = made.execute("INSERT INTO Sense (idseq) VALUES (?)", (number,)).lastrowid
        made.execute("INSERT INTO pos VALUES (?, ?)", (sid, pos))
        if glosses.startswith("{"):
            tag, _, glosses = glosses[1:].partition("} ")
            made.execute("INSERT INTO misc VALUES (?, ?)", (sid, tag))
        made.executemany("INSERT INTO SenseGloss VALUES (?, 'eng', '', ?)", [(sid, g) for g in glosses.split("; ")])


def archive(folder: Path, members: dict[str, bytes] | None = None, *, kind: bytes = tarfile.REGTYPE) -> Path:
    """Write an archive and return its path; by default, one with the tiny database and a licence."""
    if members is None:
        source = folder / "jamdict.db"
        database(source)
        members = {DATABASE: lzma.compress(source.read_bytes()), LICENCE: b"CC BY-SA 3.0\n", f"{ROOT}/setup.py": b"1/0"}
    path = folder / "jamdict_data-1.5.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            item = tarfile.TarInfo(name)
            item.size, item.type = len(content) if kind == tarfile.REGTYPE else 0, kind
            item.linkname = "/etc/passwd" if kind != tarfile.REGTYPE else ""
            tar.addfile(item, io.BytesIO(content))
    return path


def lexicon(folder: Path) -> Lexicon:
    """Return the dictionary of the tiny archive, built in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    build(archive(folder), folder / "built", on=lambda event: None)
    return Lexicon(folder / "built" / LEXICON_FILE)


def install(folder: Path) -> Path:
    """Install the tiny dictionary where `find_lexicon` looks, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    models_dir().mkdir(parents=True)
    staged = stage(models_dir(), MODEL)
    build(archive(folder), staged / "lexicon", on=lambda event: None)
    model = InstalledModel(MODEL, "argos", "1.5", staged / "lexicon", "", "file", "jamdict_data-1.5.tar.gz")
    return publish(model).path
