"""Returned files that mean harm or are broken: one line with the place and a remedy, in bounded memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.corrections.model import ReturnedFile
from bilingual.errors import BilingualError, ExchangeError
from bilingual.interchange import source, xliff_reading
from bilingual.interchange.registry import UNIT_FORMATS, format_of_returned, read_returned
from bilingual.interchange.tmx import read_tmx_units
from bilingual.model import Unit
from bilingual.xml_input import XmlElement, XmlLimits, XmlReader, read_elements
from interchanging import SOME, document_of, returned, written
from scaling import assert_linear

FILES = {name: written(name, document_of(*SOME)) for name in UNIT_FORMATS}


def refused(name: str, data: bytes | str) -> str:
    """Return the message for a file that must be refused."""
    with pytest.raises(ExchangeError) as caught:
        returned(name, data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data, "a.file")
    assert_clear(caught.value)
    assert caught.value.exit_code == 3
    return str(caught.value)


def assert_clear(error: BilingualError) -> None:
    assert error.place.startswith("a.file")
    assert error.remedy
    assert "\n" not in str(error)
    assert len(str(error)) < 400


# XML -------------------------------------------------------------------------------------------------------------


def xliff(inside: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<xliff version="1.2"><file source-language="ja" original="a"><body>'
        f'<trans-unit id="1.1"><source>雨</source><target>{inside}</target></trans-unit></body></file></xliff>'
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (xliff("&l9;", f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'), "contains its own DTD"),
        (xliff("&e;", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "contains its own DTD"),
        (xliff("&e;", '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost/p.dtd">%p;]>'), "contains its own DTD"),
        (xliff("&e;", '<!DOCTYPE xliff SYSTEM "http://localhost/x.dtd">'), "uses an entity"),
        (xliff("&nbsp;"), "undefined entity"),
        (xliff("<g>" * 100 + "</g>" * 100), "nested more than 60 deep"),
        (xliff("<x/>" * 30_000), "one unit has more than 20,000 elements"),
        (xliff("a" * 2_100_000), "one unit has more than 2,000,000 characters"),
        (xliff(f'<x id="{"a" * 9_000_000}"/>'), "a tag is longer than 4 MB"),
        (xliff("a")[:-30], "not valid XML"),
        (xliff("&#1;"), "not valid XML"),
        (xliff("&#xFFFE;"), "not valid XML"),
        (xliff("&#xD800;"), "not valid XML"),
        (xliff("\x0b"), "not valid XML"),
        ("", "not valid XML: no element found"),
        (xliff("a").replace('"ja"', '"d&#10;e"'), "is for d e → ?"),
        ("<html><body/></html>", "not XLIFF: it begins with <html>"),
        ('<?xml version="1.0" encoding="x-no"?><xliff/>', "unknown encoding"),
        ('<?xml version="1.0" encoding="shift_jis"?><xliff/>', "unknown encoding"),
    ],
)
def test_hostile_xliff(data: str, message: str) -> None:
    assert message in refused("xliff", data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', "contains its own DTD"),
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx><body><tu>&a;</tu></body></tmx>', "uses an entity"),
        ("<tmx><body><tu>" + "<prop/>" * 30_000 + "</tu></body></tmx>", "one tu has more than 20,000 elements"),
        ("<tmx><body><tu><note>" + "a" * 2_100_000, "one tu has more than 2,000,000 characters"),
        ("<tmx>" * 50, "nested more than 40 deep"),
        ("<xliff/>", "not TMX: it begins with <xliff>"),
    ],
)
def test_hostile_tmx(data: str, message: str) -> None:
    assert message in refused("tmx", data)


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(source, "LARGEST_TEXT", 100)
    for name in ("csv", "po", "bitext"):
        assert "is larger than 0 MB" in refused(name, b"a" * 101)
    limits = XmlLimits(ExchangeError, 1000, "split it")
    path = tmp_path / "a.xml"
    path.write_text(f"<a>{'b' * 1000}</a>", "utf-8")
    with path.open("rb") as file, pytest.raises(ExchangeError, match="is larger than"):
        list(XmlReader(file, "a", ("c",), limits))
    assert xliff_reading.LARGEST_XLIFF >= 100_000_000


def test_the_elements_around_a_wanted_one() -> None:
    path = b'<a x="1"><b><c>1<b/></c></b><c>2</c></a>'
    found: list[XmlElement] = []
    root = read_elements(path, "a", ("c",), found.append, XmlLimits(ExchangeError, 1000, ""))
    assert [element.text for element in found] == ["1", "2"]
    assert found[0].around("a") is root
    assert found[0].around("b") is not None
    assert found[1].around("b") is None
    assert not root.content


def many(name: str, count: int, *, same: bool = False) -> bytes:
    """Return an export of many units, or of one unit many times."""
    some = [Unit("", f"{number}番目の<文>。", f"Sentence {number}.") for number in range(count)]
    data = written(name, document_of(*some))
    return re.sub(rb"\b\d+\.[12]\b", b"1.1", data) if same else data


@pytest.mark.parametrize("name", UNIT_FORMATS)
def test_files_are_read_in_linear_time(name: str) -> None:
    assert_linear(lambda size: many(name, size), lambda data: returned(name, data), 2000)


@pytest.mark.parametrize("name", ["xliff", "csv", "po"])
def test_files_with_one_unit_many_times_are_read_in_linear_time(name: str) -> None:
    assert_linear(lambda size: many(name, size, same=True), lambda data: returned(name, data), 2000)


# JSON --------------------------------------------------------------------------------------------------------------


def bitext(unit: object = None, **top: object) -> str:
    block = {"kind": "paragraph", "units": [unit if unit is not None else {"id": "1.1", "source": "雨", "target": "R"}]}
    return json.dumps({"format": 1, "source": "a.txt", "blocks": [block]} | top)


def unit_with(**changes: object) -> str:
    return bitext({"id": "1.1", "source": "雨", "target": "Rain"} | changes)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("[" * 200_000, "is nested too deeply"),
        ('{"a":' * 200_000, "is nested too deeply"),
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[]", "the file is not an object"),
        ("null", "the file is not an object"),
        ("{}", "has the format None, not 1"),
        (bitext(format=2), "has the format 2"),
        (bitext(format="1"), "has the format 1"),
        (bitext(format=True), "has the format True"),
        (bitext(format=1).replace("1", "9" * 5000, 1), "has the format"),
        (bitext(blocks={}), "blocks is not a list"),
        (bitext(blocks=None), "blocks is not a list"),
        (bitext(blocks=[1]), "block 1 is not an object"),
        (bitext(blocks=[{}]), "the units of block 1 is not a list"),
        (bitext([1]), "a unit of block 1 is not an object"),
        (bitext(source=1), "'source' of the file is not a text"),
        (bitext(x=float("nan")), "contains NaN, which is not JSON"),
        (bitext(x=float("inf")), "contains Infinity"),
        (unit_with(target=None), "'target' of unit 1.1 is not a text"),
        (unit_with(target=["Rain"]), "'target' of unit 1.1 is not a text"),
        (unit_with(source=1), "'source' of unit 1.1 is not a text"),
        (unit_with(id=1.1), "'id' of a unit of block 1 is not a text"),
        (unit_with(id="x"), "the id 'x', which is invalid"),
        (unit_with(notes="n"), "the notes of unit 1.1 is not a list"),
        (unit_with(notes=[1]), "a note of unit 1.1 is not a text"),
        (unit_with(status="done"), "unit 1.1 has the status 'done'"),
        (unit_with(target="a\ud800"), "the target of unit 1.1 contains the character U+D800"),
        (unit_with(target="a\x0b"), "the target of unit 1.1 contains the character U+000B"),
        (unit_with(notes=["\ufffe"]), "the note of unit 1.1 contains the character U+FFFE"),
        (unit_with().replace("Rain", "Rain\x01"), "contains the character U+0001"),
        (unit_with().replace('"target"', '"source"'), "an object has the key 'source' twice"),
        (bitext(blocks=json.loads(bitext())["blocks"] * 2), "the id '1.1', which is already used"),
    ],
)
def test_hostile_bitexts(data: str, message: str) -> None:
    assert message in refused("bitext", data)


def test_numbers_of_a_bitext_are_not_computed() -> None:
    assert returned("bitext", bitext(x=1).replace('"x": 1', f'"x": {"9" * 1_000_000}').encode()).units
    assert returned("bitext", bitext(x=1).replace('"x": 1', '"x": 1e999999').encode()).units


# CSV and PO --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "the first row does not name the columns"),
        ("a,b\n1,2\n", "the first row does not name the columns"),
        ('"a\nb",c\n', "columns unit or source, and target: a b, c"),
        ("source,target,target\n", "has 2 columns named target"),
        ('source,target\n"雨,Rain\n', "not valid CSV"),
        ('source,target\n雨,"Rain"x\n', "not valid CSV"),
        ("source,target\n雨,Rain,more\n", "has 3 cells instead of 2"),
        ("source,target\n雨,Ra\0in\n", "U+0000"),
        ("source,target\n雨,Ra\x0bin\n", "a.file:2: contains the character U+000B"),
        ("source,target\n雨," + "a" * 200_000, "field larger than field limit"),
        (b"source,target\n\x82\xa0,\xff\xff\n", "a.file"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "a.file"),
    ],
)
def test_hostile_tables(data: str | bytes, message: str) -> None:
    assert message in refused("csv", data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "has no entries"),
        ("hello", "'hello' is no line of a PO file"),
        ('msgid "a', "is no line of a PO file"),
        ('msgid "a"b"', "is no line of a PO file"),
        ('msgid "a\\"', "is no line of a PO file"),
        ('msgstr "a"', "not valid PO"),
        ('msgid "a"\nmsgstr[99999] "b"', "is no line of a PO file"),
        ('msgid "a"\nmsgstr "b\\v"', "the target contains the character U+000B"),
        ('msgctxt "1.1"\nmsgid "a"\nmsgstr "b\x0b"', "a.file:3: contains the character U+000B"),
        ('msgid "a"\nmsgstr "b\x00"', "U+0000"),
        ('msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "a"\nmsgstr "b"\n', "its language is de"),
        ('msgid ""\nmsgstr "Language: de\\nx\\n"\n', "its language is de x - "),
        ('msgid "a"\nmsgstr "\\377\\376"\n', "a.file:2: contains bytes that are not UTF-8"),
        ('msgid "a"\nmsgstr "\\013"\n', "U+000B"),
        ("/etc/hostname", "is no line of a PO file"),
        ("#| ", "not valid PO"),
    ],
)
def test_hostile_po(data: str, message: str) -> None:
    assert message in refused("po", data)


# Files ---------------------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "no.xlf", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(ExchangeError, match=message) as caught:
            read_returned(path)
        assert caught.value.place == str(path)
    with pytest.raises(ExchangeError, match="is a device"):
        read_returned(Path("/dev/zero"))
    with pytest.raises(ExchangeError, match="is in no format that can be read"):
        format_of_returned(b"PK\x03\x04", tmp_path / "a.zip")


@pytest.mark.parametrize("name", UNIT_FORMATS)
def test_a_file_is_read_from_its_path(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{UNIT_FORMATS[name].suffixes[0]}"
    path.write_bytes(FILES[name])
    file = read_returned(path)
    assert len(file.units) == 8
    assert file.units[0].place.startswith(f"{path}:")


# Anything ------------------------------------------------------------------------------------------------------------

PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b"<", b">", b"&", b'"', b"'", b"]]>", b"\r", b"\n", b"\0", b"\xff\xfe", b"{", b"}", b"[", b",", b"\\"]
    ),
    st.sampled_from(
        [
            "雨".encode(),
            b"</target>",
            b"<mrk/>",
            b"<!DOCTYPE a [",
            b"msgid ",
            b'"\n"',
            b"#~ ",
            b"null",
            b"1e9",
            b"\\ud800",
        ]
    ),
)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(FILES)))
    data = FILES[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 0, 1, 2, 10, 100]))
        data = data[:start] + draw(PIECES) + data[start + length :]
    return name, data


@settings(max_examples=300)
@given(damaged() | st.tuples(st.sampled_from(sorted(FILES)), st.binary(max_size=200)))
def test_a_damaged_file_is_read_or_refused(case: tuple[str, bytes]) -> None:
    name, data = case
    try:
        assert isinstance(returned(name, data, "a.file"), ReturnedFile)
    except BilingualError as error:
        assert_clear(error)
        assert error.exit_code == 3


@given(st.text(max_size=40), st.sampled_from(["xliff", "tmx", "csv", "po", "bitext"]))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    for data in (text, f"msgid {text}", f"#{text}", f"source,target\n{text}", f"<tmx>{text}", f'{{"format":1,{text}'):
        try:
            returned(name, data.encode("utf-8", "surrogatepass"), "a.file")
        except BilingualError as error:
            assert_clear(error)


# Large memories ------------------------------------------------------------------------------------------------------

LARGE = """
import pathlib, re, sys
from bilingual.interchange.model import ExportDocument, ExportUnit
from bilingual.interchange.tmx import read_tmx_units, write_tmx_units
from bilingual.keys import UnitKeys
from bilingual.model import Article, Unit

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])

def units(count):
    for n in range(count):
        text = f"これは{n}番目の文で、翻訳メモリの大きさを調べるために書かれている。"
        unit = Unit(f"{n + 1}.1", text, f"This is sentence {n}, written to test large memories.", status="approved")
        yield ExportUnit(unit, UnitKeys("0123456789abcdef"), previous=text, following=text)

path, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for _ in write_tmx_units(units(10), ExportDocument(Article(()))):
    pass
start = peak()
with path.open("wb") as file:
    file.writelines(write_tmx_units(units(count), ExportDocument(Article(()), name="memory")))
written = peak()
read = sum(unit.status == "approved" and bool(unit.target) for unit in read_tmx_units(path))
print(read, written - start, peak() - start, path.stat().st_size)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the memory of a process")
def test_a_hundred_thousand_units_in_bounded_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LARGE, str(tmp_path / "a.tmx"), "100000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    read, writing, reading, size = map(int, done.stdout.split())
    assert read == 100_000
    assert size > 50_000_000
    assert writing < 20_000
    assert reading < 60_000


def test_warnings_of_a_large_memory() -> None:
    tu = '<tu><tuv xml:lang="ja"><seg>雨</seg></tuv><tuv xml:lang="en"><seg><x/>Rain</seg></tuv></tu>'
    warnings: list[str] = []
    data = f"<tmx><body>{(tu + chr(10)) * 1000}</body></tmx>".encode()
    assert len(list(read_tmx_units(data, "a", warn=warnings.append))) == 1000
    assert len(warnings) == 201
    assert warnings[-1] == "a: and 800 more warnings"
