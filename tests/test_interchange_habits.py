"""What other tools make of an exported file: each of their habits is read."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import which

import polib
import pytest
from lxml import etree
from translate.storage import pypo, xliff, xliff2

from bilingual.corrections.model import ReturnedFile, ReturnedUnit
from bilingual.errors import ExchangeError
from bilingual.interchange.registry import format_of_returned
from bilingual.keys import key_of
from bilingual.model import Unit
from interchanging import SOME, document_of, expected, returned, without_places, written

DOCUMENT = document_of(*SOME)
PLAIN = document_of(Unit("", "一つ目。", "The first."), Unit("", "二つ目。", "The second.", status="approved"))


def changed(name: str, *changes: tuple[str, str], document: object = None) -> ReturnedFile:
    """Return what is read after regular expressions were replaced in an export; each must be there."""
    text = written(name, PLAIN if document is None else DOCUMENT).decode("utf-8")
    for pattern, new in changes:
        assert re.search(pattern, text, re.DOTALL), pattern
        text = re.sub(pattern, new, text, flags=re.DOTALL)
    return returned(name, text.encode("utf-8"))


def states(file: ReturnedFile) -> list[tuple[str, str]]:
    return [(unit.target, unit.status) for unit in file.units]


# XLIFF 1.2 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("approved", "state", "qualifier", "status"),
    [
        ("no", "needs-review-translation", "leveraged-mt", "draft"),
        ("yes", "final", "", "approved"),
        ("yes", "translated", "", "approved"),  # OmegaT keeps approved, whatever it translated
        ("yes", "needs-review-translation", "", "approved"),
        ("no", "translated", "", "draft"),
        ("", "translated", "", "draft"),
        ("", "signed-off", "", "approved"),
        ("no", "final", "", "approved"),
        ("yes", "", "", "approved"),  # Weblate
        ("no", "", "", "draft"),
        ("", "needs-translation", "", "draft"),  # Weblate: needs editing
        ("", "needs-adaptation", "", "draft"),
        ("no", "needs-translation", "rejected-inaccurate", "rejected"),
        ("no", "needs-translation", "rejected-grammar", "rejected"),
        ("no", "translated", "rejected-inaccurate", "draft"),  # translated again
        ("", "x-reviewed", "", "draft"),
        ("", "", "", ""),
    ],
)
def test_the_states_of_xliff(approved: str, state: str, qualifier: str, status: str) -> None:
    given = "".join(f' {name}="{value}"' for name, value in (("state", state), ("state-qualifier", qualifier)) if value)
    file = changed(
        "xliff",
        (r' approved="no"', f' approved="{approved}"' if approved else ""),
        (r'<target state="needs-review-translation"[^>]*>', f"<target{given}>"),
    )
    assert states(file)[0] == ("The first.", status)


def test_omegat_keeps_approved_when_it_changes_a_text() -> None:
    file = changed("xliff", (r'<target state="final">The second\.', '<target state="translated">Number two.'))
    assert states(file)[1] == ("Number two.", "approved")


def test_groups_notes_and_header_may_be_dropped() -> None:
    file = changed(
        "xliff",
        (r"<group[^>]*>|</group>", ""),
        (r"<note.*?</note>", ""),
        (r"<header>.*?</header>", ""),
        (r" (extradata|build-num|tool-id|date|datatype)=\"[^\"]*\"", ""),
        document=DOCUMENT,
    )
    wanted = [replace(unit, key="", before="", after="", said_in="", notes=()) for unit in expected(DOCUMENT)]
    assert without_places(file) == wanted


def test_trans_units_may_be_reordered_and_deleted() -> None:
    text = written("xliff", DOCUMENT).decode()
    found = re.findall(r"<trans-unit.*?</trans-unit>", text, re.DOTALL)
    head = text[: text.index("<group")]
    body = "".join(reversed(found[1:]))
    file = returned("xliff", f"{head}{body}</body></file></xliff>".encode())
    assert without_places(file) == [*reversed(expected(DOCUMENT)[1:])]


def test_prefixes_and_foreign_attributes() -> None:
    """Prefixes of the namespace, and attributes of other tools that have the names of ours."""
    text = written("xliff", DOCUMENT).decode().replace("xmlns=", "xmlns:x=")
    text = re.sub(r"<(/?)([a-z])", r"<\1x:\2", text)
    text = text.replace("<x:xliff ", '<x:xliff xmlns:sdl="http://sdl.com/FileTypes" xmlns:mq="MQXliff" ')
    text = text.replace("<x:trans-unit ", '<x:trans-unit mq:status="NotStarted" sdl:id="9.9" mq:approved="yes" ')
    text = text.replace("<x:target ", '<x:target mq:state="final" ')
    assert without_places(returned("xliff", text.encode())) == expected(DOCUMENT)


def test_character_data_sections() -> None:
    file = changed("xliff", (r"(<target[^>]*>)(The first\.)", r"\1<![CDATA[A <b> & ]]>\2"))
    assert file.units[0].target == "A <b> & The first."


def test_split_segments_are_joined() -> None:
    split = (
        r"\1<mrk mtype='seg' mid='0'>The</mrk> <mrk mtype='seg' mid='1'>first.</mrk>"
        r"<mrk mtype='seg' mid='2'>And more.</mrk>"
    )
    seg_source = r"<source>\1</source><seg-source><mrk mtype='seg' mid='0'>一つ</mrk>目。</seg-source>"
    file = changed("xliff", (r"(<target[^>]*>)The first\.", split), (r"<source>(一つ目。)</source>", seg_source))
    assert (file.units[0].source, file.units[0].target) == ("一つ目。", "The first. And more.")
    assert not file.warnings


def test_merged_units() -> None:
    """The first has both texts, the second is empty: what a tool can do without changing the file's units."""
    file = changed("xliff", (r"The first\.", "The first and the second."), (r">The second\.", ">"))
    assert [(unit.unit, unit.target) for unit in file.units] == [("1.1", "The first and the second."), ("1.2", "")]


def test_inline_codes_of_a_target_are_dropped_and_reported() -> None:
    codes = (
        r"\1<g id='3' ctype='bold'>The</g> <bpt id='1'>&lt;i&gt;</bpt>fi<x id='4'/>rst<ept id='1'>&lt;/i&gt;</ept>"
        r"<ph id='2' ctype='x-ruby' equiv-text='よみ'>よみ</ph><ph id='5' equiv-text='!'>{0}</ph>"
        r"<mrk mtype='term'>.</mrk><sdl:new xmlns:sdl='s'> New</sdl:new>"
    )
    file = changed("xliff", (r"(<target[^>]*>)The first\.", codes))
    assert file.units[0].target == "The first!. New"
    assert [warning.partition(": ")[2] for warning in file.warnings] == [
        "unit 1.1: inline codes were dropped from the target, their text is kept: g, bpt, x, ept, ph"
    ]
    assert re.match(r"file:\d+: ", file.warnings[0])


def test_alternatives_of_a_tool_are_not_the_target() -> None:
    other = "<source>別</source><target>Other</target><note>x</note>"
    alternative = f"</target><alt-trans match-quality='80%'>{other}</alt-trans>"
    file = changed("xliff", (r"(?<=The first\.)</target>", alternative))
    assert (file.units[0].source, file.units[0].target, file.units[0].notes) == ("一つ目。", "The first.", ())


def test_notes_of_people_come_back_with_their_author() -> None:
    note = r"</target><note from='Hanako' priority='2'>直した\n</note><note from='bilingual'>error: x [empty]</note>"
    file = changed("xliff", (r"(?<=The first\.)</target>", note))
    assert (file.units[0].notes, file.units[0].author) == (("直した\n",), "Hanako")


def test_indentation_is_no_text_but_an_ideographic_space_is() -> None:
    file = changed(
        "xliff",
        (r' xml:space="preserve"', ""),
        (r"<source>一つ目。", "<source>\n      　一つ目。\n    "),
        (r"(<target[^>]*>)The first\.", r"\1\n  The first. \n"),
    )
    assert (file.units[0].source, file.units[0].target) == ("　一つ目。", "The first.")
    file = changed(
        "xliff2",
        (r' xml:space="preserve"', ""),
        (r"<source>一つ目。", "<source>\n  　一つ目。\n"),
        (r"<target>The first\.", r"<target>\n\tThe first.\n\t"),
    )
    assert (file.units[0].source, file.units[0].target) == ("　一つ目。", "The first.")
    above = (r' version="1\.2"', ' version="1.2" xml:space="preserve"')
    for change in (above, (r" version", " version")):
        kept = changed("xliff", change, (r"(<target[^>]*>)The first\.", r"\1\n  The first. \n"))
        assert kept.units[0].target == "\n  The first. \n"
    kept = changed("xliff", (r"(<target[^>]*>)The first\.", r"\1\n  The first. \n"))
    assert kept.units[0].target == "\n  The first. \n"


def test_trados() -> None:
    """Its ids are its own, its states are beside the target."""
    segments = r"</target><sdl:seg-defs xmlns:sdl='sdl'><sdl:seg id='1' conf='\1'/></sdl:seg-defs>"
    text = (r"(?<=The first\.)</target>", segments.replace(r"\1", "ApprovedTranslation"))
    rejected = (r"(?<=The first\.)</target>", segments.replace(r"\1", "RejectedTranslation"))
    draft = (r"(?<=The first\.)</target>", segments.replace(r"\1", "Draft"))
    for change, status in ((text, "approved"), (rejected, "rejected"), (draft, "draft")):
        unit = changed(
            "xliff", change, (r'id="1\.1" approved="no"', 'id="0b1d-4c"'), (r' state="needs[^>]*', "")
        ).units[0]
        assert (unit.unit, unit.source, unit.status) == ("", "一つ目。", status)


def test_tracked_changes_and_confirmations_of_other_tools() -> None:
    tracked = r"\1The <mrk mtype='x-sdl-deleted'>first</mrk><mrk mtype='x-sdl-added'>one</mrk>."
    unit = changed("xliff", (r"(<target[^>]*>)The first\.", tracked)).units[0]
    assert (unit.target, unit.status) == ("The one.", "draft")
    for attribute in ('xmlns:mq="m" mq:status="ManuallyConfirmed"', 'xmlns:m="m" m:confirmed="1"'):
        assert changed("xliff", ('id="1.1"', f'id="1.1" {attribute}')).units[0].status == "approved"


def test_other_languages_are_refused() -> None:
    with pytest.raises(ExchangeError, match="is for en → ja - only Japanese → English"):
        changed("xliff", ('source-language="ja" target-language="en"', 'source-language="en" target-language="ja"'))
    with pytest.raises(ExchangeError, match="is for ja → de"):
        changed("xliff2", ('trgLang="en"', 'trgLang="de"'))
    changed("xliff", ('source-language="ja" target-language="en"', 'source-language="JA_jp" target-language="en-GB"'))
    changed("xliff", (' target-language="en"', ""))


def test_utf_16() -> None:
    for name in ("xliff", "xliff2", "tmx"):
        text = written(name, DOCUMENT).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        for encoding in ("utf-16", "utf-16-be"):
            data = (codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b"") + text.encode(encoding)
            assert format_of_returned(data[:4096], Path("a")).name == name
            assert without_places(returned(name, data)) == expected(DOCUMENT)


def test_a_unit_that_is_there_twice_is_reported() -> None:
    for name in ("xliff", "xliff2", "tmx", "csv", "po"):
        text = written(name, PLAIN).decode("utf-8-sig")
        file = returned(name, text.replace("1.2", "1.1").encode())
        assert [unit.target for unit in file.units] == ["The first.", "The second."]
        assert "unit 1.1 is in the file 2 times" in file.warnings[0]


# XLIFF 2 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ('state="final"', "approved"),
        ('state="reviewed"', "approved"),
        ('state="final" subState="bilingual:draft"', "approved"),
        ('state="translated"', "draft"),
        ('state="initial"', "draft"),
        ('state="initial" subState="bilingual:rejected"', "rejected"),
        ('state="translated" subState="bilingual:rejected"', "draft"),
        ("", ""),
    ],
)
def test_the_states_of_xliff_2(state: str, status: str) -> None:
    file = changed("xliff2", (r'state="translated" subState="bilingual:draft"', state))
    assert states(file)[0] == ("The first.", status)


def test_split_segments_of_xliff_2_are_joined() -> None:
    two = (
        "<segment id='a' state='final'><source>一つ</source><target order='3'>first.</target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment id='b' state='final'><source>目。</source><target order='1'>The</target></segment>"
        "<segment id='c' state='final'><source></source><target>And <pc id='1'>more</pc>.</target></segment>"
    )
    file = changed("xliff2", (r'<segment id="s1" state="translated".*?</segment>', two))
    unit = file.units[0]
    assert (unit.source, unit.target, unit.status) == ("一つ 目。", "The first. And more.", "approved")
    assert file.warnings == (
        f"{unit.place}: unit 1.1: inline codes were dropped from the target, their text is kept: pc",
    )


def test_a_split_unit_that_is_not_finished_is_a_draft() -> None:
    two = (
        "<segment state='final'><source>一つ</source><target>The first.</target></segment>"
        "<segment state='translated'><source>目。</source></segment>"
    )
    unit = changed("xliff2", (r'<segment id="s1" state="translated".*?</segment>', two)).units[0]
    assert (unit.target, unit.status) == ("The first.", "draft")


def test_metadata_and_notes_of_xliff_2_may_be_dropped() -> None:
    file = changed("xliff2", (r"<mda:metadata>.*?</mda:metadata>", ""), (r"<notes>.*?</notes>", ""), document=DOCUMENT)
    wanted = [replace(unit, key="", before="", after="", said_in="", notes=()) for unit in expected(DOCUMENT)]
    assert without_places(file) == wanted


def test_comments_of_xliff_2_are_notes() -> None:
    comment = "<target>The <mrk id='m9' type='comment' value='Sure?'>first</mrk>.</target>"
    unit = changed("xliff2", (r"<target>The first\.</target>", comment)).units[0]
    assert (unit.target, unit.notes) == ("The first.", ("Sure?",))


# TMX ---------------------------------------------------------------------------------------------------------------


def memory(*units: str, srclang: str = "ja") -> ReturnedFile:
    data = f'<tmx version="1.4"><header srclang="{srclang}"/><body>{"".join(units)}</body></tmx>'
    return returned("tmx", data.encode())


def variant(language: str, text: str, *, name: str = "xml:lang", more: str = "") -> str:
    return f'<tuv {name}="{language}"{more}><seg>{text}</seg></tuv>'


LANGUAGES = [("ja", "en"), ("JA-jp", "en_GB"), ("jpn", "EN-US"), ("ja_JP", "eng")]


@pytest.mark.parametrize(("japanese", "english"), LANGUAGES)
@pytest.mark.parametrize("name", ["xml:lang", "lang"])
@pytest.mark.parametrize("srclang", ["ja", "en", "*all*"])
def test_languages_of_tmx(japanese: str, english: str, name: str, srclang: str) -> None:
    both = variant(english, "Rain", name=name) + variant(japanese, "雨", name=name)
    file = memory(f"<tu>{both}</tu>", srclang=srclang)
    assert [(unit.source, unit.target, unit.status) for unit in file.units] == [("雨", "Rain", "")]


def test_several_english_texts() -> None:
    some = variant("en-GB", "colour") + variant("ja", "色") + variant("en", "color") + variant("fr", "couleur")
    others = variant("ja", "色") + variant("en-US", "a") + variant("en-GB", "b")
    file = memory(f'<tu tuid="1.1">{some}</tu>', f"<tu>{others}</tu>")
    assert [unit.target for unit in file.units] == ["color", "a"]
    assert [warning.partition(": ")[2] for warning in file.warnings] == [
        "unit 1.1 has 2 English texts: the one in en is used",
        "an entry has 2 English texts: the one in en-US is used",
    ]


def test_entries_of_other_languages_are_counted() -> None:
    german = variant("de", "Regen")
    file = memory(f"<tu>{german}{variant('en', 'Rain')}</tu>", f"<tu>{variant('ja', '雨')}{german}</tu>")
    assert not file.units
    assert file.warnings == ("file: 2 entries without Japanese or English were skipped",)


def test_a_memory_of_omegat() -> None:
    """A DTD that is only named, neighbours as text, the author of a change, codes inside the text."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE tmx SYSTEM "tmx11.dtd"><tmx version="1.1">'
        '<header creationtool="OmegaT" segtype="sentence" srclang="JA" o-tmf="OmegaT TMX"/><body>'
        '<tu><prop type="file">a.xlf</prop><prop type="prev">前。</prop><prop type="next">次。</prop><note>良い</note>'
        '<tuv lang="JA"><seg>雨<bpt i="0">&lt;g0&gt;</bpt>だ<ept i="0">&lt;/g0&gt;</ept>。</seg></tuv>'
        '<tuv lang="EN-US" changeid="taro" changedate="20261101T000000Z">'
        "<seg><hi>It</hi> rains<ph>{0}</ph>.</seg></tuv></tu></body></tmx>"
    )
    file = returned("tmx", text.encode())
    (unit,) = file.units
    assert (unit.source, unit.target, unit.author, unit.notes) == ("雨だ。", "It rains.", "taro", ("良い",))
    assert (unit.before, unit.after, unit.key) == (key_of("前。"), key_of("次。"), "")
    assert "hi, ph" in file.warnings[0]


# Written again by a program -------------------------------------------------------------------------------------------


def test_what_translate_toolkit_writes() -> None:
    """It is the core of Weblate and Pootle: a target is changed and approved, and the file is written again."""
    for name, store in (("xliff", xliff.xlifffile()), ("po", pypo.pofile()), ("xliff2", xliff2.Xliff2File())):
        store.parse(written(name, DOCUMENT))
        found = [unit for unit in store.units if not unit.isheader()]
        found[0].target = "President Xi Jinping met the press <in Beijing>."
        if name == "po":
            found[0].markfuzzy(False)
        elif name == "xliff":
            found[0].markapproved(True)
        file = returned(name, bytes(store))
        first, *rest = without_places(file)
        wanted, *others = expected(DOCUMENT)
        status = "draft" if name == "xliff2" else "approved"
        assert first == replace(wanted, target=found[0].target, status=status)
        assert rest == others


def test_what_lxml_writes() -> None:
    for name in ("xliff", "xliff2", "tmx"):
        root = etree.fromstring(written(name, DOCUMENT))
        for encoding, pretty in (("UTF-8", True), ("UTF-16", False), ("US-ASCII", False)):
            data = etree.tostring(root, encoding=encoding, pretty_print=pretty, xml_declaration=True)
            assert without_places(returned(name, data)) == expected(DOCUMENT)


@pytest.mark.skipif(not which("msgcat"), reason="gettext is not installed")
@pytest.mark.parametrize("options", [[], ["--width=20"], ["--sort-output"], ["--escape"]])
def test_what_gettext_writes(options: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(written("po", DOCUMENT))
    done = subprocess.run(["msgcat", *options, str(path)], capture_output=True, check=True)
    assert sorted(without_places(returned("po", done.stdout)), key=unit_number) == expected(DOCUMENT)


def test_what_polib_writes(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(written("po", DOCUMENT))
    polib.pofile(str(path)).save(str(path))
    assert without_places(returned("po", path.read_bytes())) == expected(DOCUMENT)


def unit_number(unit: ReturnedUnit) -> tuple[int, ...]:
    return tuple(map(int, unit.unit.split(".")))


# CSV ---------------------------------------------------------------------------------------------------------------


def table_of(document: object = None) -> list[list[str]]:
    text = written("csv", PLAIN if document is None else DOCUMENT).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def saved(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    """Return a table as a spreadsheet saves it: quoted where needed only."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_what_spreadsheets_save(delimiter: str, end: str) -> None:
    text = saved(table_of(DOCUMENT), delimiter, end)
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), f"sep={delimiter}\r\n{text}".encode()):
        assert without_places(returned("csv", data)) == expected(DOCUMENT)


def test_a_table_saved_in_the_encoding_of_windows() -> None:
    for encoding in ("cp932", "euc_jp"):
        file = returned("csv", saved(table_of()).encode(encoding))
        assert without_places(file) == expected(PLAIN)


def test_columns_and_rows_in_any_order() -> None:
    rows = table_of(DOCUMENT)
    turned = [[*reversed(row), "mine", ""] for row in [rows[0], *sorted(rows[1:], reverse=True)[:4]]]
    turned[0] = [name.upper() for name in turned[0]]
    file = returned("csv", saved([*turned, [""] * 10]).encode())
    by_id = {unit.unit: unit for unit in expected(DOCUMENT)}
    assert len(file.units) == 4
    assert all(replace(unit, place="", notes=()) == replace(by_id[unit.unit], notes=()) for unit in file.units)


HEADERS = (
    "unit,source,target",
    "ID,Japanese,English",
    "id,原文,訳文",
    "Unit ID, ja ,EN",
    "番号,日本語,英語",
    "id,Source_Text,Translation",
)


@pytest.mark.parametrize("header", [*HEADERS, "id,Source_Text,Translation", "unit,Source (Japanese),en-US"])
def test_headers_of_other_tools(header: str) -> None:
    (unit,) = returned("csv", f"{header}\n1.10,雨,Rain\n".encode()).units
    assert (unit.unit, unit.source, unit.target, unit.status, unit.place) == ("1.10", "雨", "Rain", "", "file:2")


def test_states_in_words() -> None:
    words = ("Approved", "承認", " DRAFT ", "rejected", "", "?")
    rows = "".join(f"1.{number},雨,Rain,{word}\n" for number, word in enumerate(words, 1))
    file = returned("csv", f"unit,source,target,status\n{rows}".encode())
    assert [unit.status for unit in file.units] == ["approved", "approved", "draft", "rejected", "", ""]
    assert file.warnings == ("file:7: the status '?' is unknown and ignored",)


def test_white_space_and_formulas_in_cells_are_text() -> None:
    (unit,) = returned("csv", "source,target\n　雨 , '=1+1 \n".encode()).units
    assert (unit.source, unit.target) == ("　雨 ", " '=1+1 ")


# PO ----------------------------------------------------------------------------------------------------------------


def test_a_po_file_after_a_tool() -> None:
    """Its own header, wrapped lines, flags in another order, the previous text, comments without ours."""
    text = """\
# Translators
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en_US\\n"
"Last-Translator: 花子 <hanako@example.org>\\n"
"X-Export: e1\\n"

#: article.txt:3
#, no-wrap, fuzzy
#| msgid "前"
msgctxt "1.1 0123456789abcdef"
msgid ""
"一つ"
"目。"
msgstr ""
"The "
"first.\\n"

# 直した
msgctxt "1.2"
msgid "二"
msgstr "Two"

msgid "三"
msgid_plural "三"
msgstr[0] "Three"
msgstr[1] "Threes"

#~ msgctxt "1.4"
#~ msgid "四"
#~ msgstr "Four"
"""
    file = returned("po", text.encode())
    first, second, third = file.units
    assert (first.unit, first.key, first.source, first.target, first.status) == (
        *("1.1", "0123456789abcdef", "一つ目。", "The first.\n", "draft"),
    )
    assert (second.unit, second.status, second.notes, second.author) == ("1.2", "approved", ("直した",), "花子")
    assert (third.unit, third.target) == ("", "Three")
    assert file.edition == "e1"
    assert [(each.text, each.reason) for each in file.unplaced] == [("Four", "the entry is marked as obsolete (#~)")]
    assert "plural" in file.warnings[0]
    assert first.place == "file:9"


def test_entries_that_a_tool_emptied_are_not_deletions() -> None:
    """OmegaT empties every fuzzy entry; an entry that was empty in the export comes back as it was."""
    file = changed("po", (r'#, fuzzy\n(msgctxt "[^"]*"\nmsgid "[^\n]*"\nmsgstr) "[^\n]*"', r'\1 ""'), document=DOCUMENT)
    wanted = expected(DOCUMENT)
    assert without_places(file) == [unit for unit in wanted if unit.status == "approved" or not unit.target]
    assert [each.unit for each in file.unplaced] == ["1.1", "2.1", "2.2", "4.1", "4.2"]
    assert {each.reason for each in file.unplaced} == {"the entry has no translation"}


def test_comments_that_a_tool_wrapped() -> None:
    wrapped = (r"#\. (bilingual: key=\w+) (before=\w+)", r"#. \1\n#. \2")
    assert without_places(changed("po", wrapped)) == expected(PLAIN)


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t])
def test_line_ends_and_marks_of_po(change: Callable[[str], str]) -> None:
    text = change(written("po", DOCUMENT).decode())
    assert without_places(returned("po", text.encode())) == expected(DOCUMENT)


# Bitext ------------------------------------------------------------------------------------------------------------


def test_a_bitext_that_a_program_rewrote() -> None:
    value = json.loads(written("bitext", DOCUMENT))
    for text in (json.dumps(value), json.dumps(value, sort_keys=True, indent=4), "\ufeff" + json.dumps(value)):
        assert without_places(returned("bitext", text.encode())) == expected(DOCUMENT)


def test_only_some_units_of_a_bitext() -> None:
    value = json.loads(written("bitext", DOCUMENT))
    value["blocks"] = [{"units": [{"id": "1.2", "source": "はい。", "target": "Yes!"}]}]
    (unit,) = returned("bitext", json.dumps(value).encode()).units
    assert (unit.unit, unit.target, unit.status) == ("1.2", "Yes!", "")
