"""Glossaries of other tools: what is read, what is written, what comes back, and files that mean harm."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.cli.glossary import glossary_import
from bilingual.errors import FaultsError, GlossaryError, UsageError
from bilingual.glossary.edit import entry
from bilingual.glossary.exchange import formats as exchange
from bilingual.glossary.exchange import tbx, utx
from bilingual.glossary.exchange.csv_tsv import read_csv, write_csv
from bilingual.glossary.load import KEYS, LARGEST_GLOSSARY, Term, load_glossary, parse_glossary
from bilingual.xml_input import XmlElement, XmlLimits, read_elements
from conftest import read_cases
from scaling import assert_linear

CASES = read_cases("exchange")
GLOSSARY = load_glossary(Path(__file__).parent.parent / "glossary.yaml")


def bare(terms: object) -> list[Term]:
    """Return the terms without their places."""
    return [replace(term, line=0, column=0) for term in terms]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("title", "given_", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_cases(title: str, given_: str, expected: str) -> None:
    format_, _, text = given_.partition("\n")
    try:
        terms = exchange.read_exchange(f"{text}\n".encode(), "file", format_)  # type: ignore[arg-type]
    except GlossaryError as error:
        assert str(error) == expected
    else:
        assert "\n".join(line for term in terms for line in entry(term)) == expected


# Encodings --------------------------------------------------------------------------------------------------

ROWS = "source,target\r\n髙橋①,Takahashi\r\n北京,Beijing\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_what_excel_writes(encoding: str) -> None:
    terms = read_csv(ROWS.encode(encoding), "file.csv")
    assert [(term.source, term.target, term.line) for term in terms] == [
        ("髙橋①", "Takahashi", 2),
        ("北京", "Beijing", 3),
    ]


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16-le"])
def test_old_encodings_are_those_of_articles(encoding: str) -> None:
    rows = ("source,target", "アメリカ,United States", "北京,Beijing", "東京大学,University of Tokyo")
    terms = read_csv("\n".join(rows).encode(encoding), "file.csv")
    assert [f"{term.source},{term.target}" for term in terms] == list(rows[1:])


def test_a_table_may_have_no_kana() -> None:
    rows = "".join(f"{word},x\n" for word in ("北京大学", "東京都", "外務省", "国家主席", "首脳会談"))
    assert len(read_csv(rows.encode("cp932"), "file.csv")) == 5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("北京,北京北京北京\n".encode("euc_jp"), "file:1: its encoding cannot be determined"),
        ("a,b\n你好，世界,Hello\n".encode("gb18030"), "file:2: its encoding cannot be determined"),
        ("안녕하세요,Hello\n".encode("cp949"), "cannot be determined"),
        ("北京,Beijing\n東京大学,".encode() + b"\xe3\n", "file:2: looks like UTF-8, but is damaged - save it as UTF-8"),
        (b"a,b\n\xff\xfe\xfd\n", "file:2"),
        (b"\xff\xfea", "damaged"),
        (b"a,b\n\0,c\n", "NUL"),
        (b"PK\x03\x04" + bytes(100), "Excel workbook"),
        (b"a" * (LARGEST_GLOSSARY + 1), "larger than 20 MB"),
    ],
)
@pytest.mark.parametrize("format_", ["csv", "tsv", "utx"])
def test_what_is_no_text_is_refused_in_one_line(data: bytes, words: str, format_: exchange.ExchangeFormat) -> None:
    with pytest.raises(GlossaryError) as caught:
        exchange.read_exchange(data, "file", format_)
    assert words in str(caught.value)
    assert " - " in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("format_", ["csv", "tsv"])
@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"source,target\n", b"# nothing\n"])
def test_an_empty_table_has_no_terms(data: bytes, format_: exchange.ExchangeFormat) -> None:
    assert exchange.read_exchange(data, "file", format_) == []


# Files that mean harm -----------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))


@pytest.mark.parametrize(
    "xml",
    [
        f"<!DOCTYPE tbx [{LAUGHS}]><tbx>&l9;</tbx>",
        '<!DOCTYPE tbx [<!ENTITY f SYSTEM "file:///etc/passwd">]><tbx>&f;</tbx>',
        '<!DOCTYPE tbx [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]><tbx/>',
        '<!DOCTYPE tbx PUBLIC "x" "http://127.0.0.1:9/x.dtd"><tbx>&f;</tbx>',
        "<tbx>" + "<a>" * 100,
        "<conceptEntry>" * 100,
        f"<tbx><conceptEntry>{'<a/>' * 20_001}</conceptEntry></tbx>",
        '<?xml version="1.0" encoding="Shift_JIS"?><tbx/>',
        '<?xml version="1.0" encoding="no-such"?><tbx/>',
        "<tbx>\0</tbx>",
        "",
        "中国,China",
        "<a/><b/>",
        "<tbx><conceptEntry><term>\x01</term></conceptEntry></tbx>",
    ],
)
def test_hostile_xml_is_refused_in_one_line(xml: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        tbx.read_tbx(xml.encode(), "file.tbx")
    assert str(caught.value).startswith("file.tbx")
    assert " - " in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "<tbx>" + "<a>" * size,
        lambda size: "<tbx>" + "<a>" * 30 + "<a/>" * size,
        lambda size: "<conceptEntry>" * size,
        lambda size: f"<tbx><conceptEntry>{'<a/>' * size}</conceptEntry></tbx>",
        lambda size: f"<tbx>{'<conceptEntry><a/></conceptEntry>' * size}</tbx>",
    ],
    ids=["deep", "deep and long", "entries in entries", "a long entry", "many entries"],
)
def test_hostile_xml_takes_linear_time(make: Callable[[int], str]) -> None:
    def read(xml: str) -> None:
        with contextlib.suppress(GlossaryError):
            tbx.read_tbx(xml.encode(), "file.tbx")

    assert_linear(make, read, 20_000)


def test_large_files_are_refused_before_they_are_parsed() -> None:
    class Unread(bytes):
        """Many bytes, and none of them may be looked at."""

        def __len__(self) -> int:
            return 50_000_000

        def _refuse(self, *_: object) -> NoReturn:
            raise AssertionError("read before it is refused")

        __iter__ = __getitem__ = decode = splitlines = translate = _refuse  # type: ignore[assignment]

    for format_ in exchange.EXCHANGE_FORMATS:
        with pytest.raises(GlossaryError, match=r"larger than [24]0 MB"):
            exchange.read_exchange(Unread(), "file", format_)


@pytest.mark.parametrize(
    "make",
    [
        lambda size: '"' * (size | 1),
        lambda size: '","' * size,
        lambda size: ",".join(['"a""b'] * size),
        lambda size: '"\n' * size,
        lambda size: "\t\"'=" * size,
        lambda size: "|\\" * size,
    ],
    ids=["quotes", "quoted commas", "quotes in quotes", "quoted lines", "signs", "alternatives"],
)
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_hostile_tables_take_linear_time(make: Callable[[int], str], format_: exchange.ExchangeFormat) -> None:
    def read(text: str) -> None:
        with contextlib.suppress(GlossaryError):
            exchange.read_exchange(text.encode(), "file", format_)

    assert_linear(make, read, 50_000)


def test_very_many_invalid_rows_are_counted() -> None:
    with pytest.raises(FaultsError) as caught:
        read_csv(b"alone\n" * 1_000 + "中国,China\n".encode(), "file.csv")
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("file.csv:1: ")
    assert len(lines) == 101
    assert lines[-1] == "and 900 more like these"


@pytest.mark.parametrize("format_", exchange.EXCHANGE_FORMATS)
def test_many_terms_take_linear_time(format_: exchange.ExchangeFormat) -> None:
    def there_and_back(terms: list[Term]) -> None:
        assert bare(exchange.read_exchange(exchange.write_exchange(terms, format_), "file", format_)) == terms

    def terms(size: int) -> list[Term]:
        return [Term(f"用語{i:05d}", f"term {i}", accept=(f"word {i}",)) for i in range(size)]

    assert_linear(terms, there_and_back, 3_000)


# There and back ----------------------------------------------------------------------------------------------

_WORDS = st.text("中国米アか々ＡaB1,;\t|\\\"'=+-@#:{}[]<>&~ •’髙𠮷", min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()).strip()
)
words = _WORDS.filter(bool)
several = st.lists(words, max_size=3, unique=True).map(tuple)
terms_ = st.builds(
    Term,
    source=words,
    target=words,
    aliases=several,
    accept=several,
    plural=st.just("") | words,
    not_in=several,
    reading=st.just("") | words,
    note=st.just("") | words,
    comment=st.just("") | words,
    status=st.sampled_from(["preferred", "admitted", "deprecated"]),
    forbid=several,
    first=st.just("") | words,
    case=st.sampled_from(["", "exact", "any"]),
    only_in=several,
    entity=st.sampled_from(["", "person", "place", "organisation", "event", "work", "concept"]),
    surname=st.just(("", "")) | st.tuples(words, words).filter(lambda pair: pair[0] != pair[1]),
) | st.builds(lambda source: Term(source, source, keep=True), words)


def distinct(found: list[Term]) -> list[Term]:
    """Return the terms of which each has its own Japanese, whatever the width."""
    from bilingual.languages.japanese.width import fold

    return list({fold(term.source).text: term for term in found}.values())


@settings(max_examples=200, deadline=None)
@given(st.lists(terms_, max_size=5).map(distinct), st.booleans())
def test_a_table_brings_every_field_back(found: list[Term], tabs: bool) -> None:
    assert bare(read_csv(write_csv(found, tabs=tabs), "file", tabs=tabs)) == found


def sensible(term: Term, kept: object) -> bool:
    """Return whether each English of a term occurs once, and its Japanese, too: a concept is a set of terms."""
    english = [term.target, *term.accept, *term.forbid]
    japanese = [term.source, *term.aliases]
    plain = not any(text.startswith("#") or text == "-" for text in (*english, *japanese, term.plural, term.note))
    return (
        len({*english}) == len(english)
        and len({*japanese}) == len(japanese)
        and plain
        and (term.status == "preferred" or not (term.accept if term.status == "deprecated" else ()))
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(terms_, max_size=5).map(distinct))
def test_tbx_brings_back_what_it_can_hold(found: list[Term]) -> None:
    found = [term for term in found if sensible(term, tbx)]
    assert bare(tbx.read_tbx(tbx.write_tbx(found), "file")) == [tbx.kept_by_tbx(term) for term in found]


@settings(max_examples=150, deadline=None)
@given(st.lists(terms_, max_size=5).map(distinct))
def test_utx_brings_back_what_it_can_hold(found: list[Term]) -> None:
    found = [term for term in found if sensible(term, utx)]
    assert bare(utx.read_utx(utx.write_utx(found), "file")) == [utx.kept_by_utx(term) for term in found]


@pytest.mark.parametrize("format_", exchange.EXCHANGE_FORMATS)
def test_the_shipped_glossary_comes_back(format_: exchange.ExchangeFormat) -> None:
    data = exchange.write_exchange(GLOSSARY.terms, format_)
    assert data == exchange.write_exchange(GLOSSARY.terms, format_)
    back = bare(exchange.read_exchange(data, "file", format_))
    kept = {"tbx": tbx.kept_by_tbx, "utx": utx.kept_by_utx}.get(format_, lambda term: term)
    assert back == bare(kept(term) for term in GLOSSARY.terms)


@settings(max_examples=60, deadline=None)
@given(st.lists(terms_, max_size=4).map(distinct))
def test_yaml_to_csv_to_yaml(found: list[Term]) -> None:
    """What glossary.yaml can read today; more keys come in as `KEYS` grows."""
    names = {"kind": "entity"}
    blank = Term("x", "x")
    for key in {"status", "forbid", "first", "case", "only_in", "kind", "surname"}:
        if key not in KEYS or key in ("kind", "surname", "status"):  # these have rules of their own
            name = names.get(key, key)
            found = [replace(term, **{name: getattr(blank, name)}) for term in found]
    text = "".join(f"{line}\n" for term in found for line in entry(term))
    try:
        before = parse_glossary(text).terms
    except GlossaryError:
        return  # an alias that contradicts another entry, say
    if any("{" in form for term in before for form in term.forms):
        return
    back = read_csv(write_csv(before), "file")
    again = "".join(f"{line}\n" for term in back for line in entry(term))
    assert again == text


@given(st.binary(max_size=200), st.sampled_from(exchange.EXCHANGE_FORMATS))
def test_any_bytes_are_read_or_refused(data: bytes, format_: exchange.ExchangeFormat) -> None:
    try:
        exchange.read_exchange(data, "file", format_)
    except GlossaryError as error:
        assert str(error).startswith("file")


@given(st.text(max_size=120), st.sampled_from(["csv", "tsv"]))
def test_any_text_is_read_or_refused(text: str, format_: exchange.ExchangeFormat) -> None:
    try:
        terms = exchange.read_exchange(text.encode("utf-8", "replace"), "file", format_)
    except GlossaryError as error:
        assert str(error).startswith("file")
    else:
        assert all(term.source and term.target for term in terms)


# What is written ------------------------------------------------------------------------------------------------


def test_formulas_are_disarmed_in_every_cell() -> None:
    danger = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "''-1"]
    terms = [Term(f"{text}あ", text, note=text, aliases=(f"{text}い",)) for text in danger]
    text = write_csv(terms).decode("utf-8-sig")
    cells = [cell.strip('"') for row in text.splitlines()[1:] for cell in row.split(",")]
    assert not [cell for cell in cells if re.match("[=+@＝-]", cell)]
    assert bare(read_csv(text.encode(), "file")) == terms


def test_a_plain_glossary_is_a_plain_table() -> None:
    terms = [Term("北京", "Beijing"), Term("さくら", "さくら", keep=True)]
    assert write_csv(terms[:1]) == "\ufeffsource,target\r\n北京,Beijing\r\n".encode()
    assert write_csv(terms[:1], tabs=True) == "# source\ttarget\tnote\n北京\tBeijing\t\n".encode()
    assert "さくら,さくら,yes" in write_csv(terms).decode()


# The order of elements in TBX-Basic, DCA style (ISO 30042:2019, core structure).
_CHILDREN = {
    "tbx": r"tbxHeader text",
    "tbxHeader": r"fileDesc",
    "fileDesc": r"sourceDesc",
    "sourceDesc": r"p",
    "text": r"body",
    "body": r"conceptEntry( conceptEntry)*",
    "conceptEntry": r"(note )?langSec( langSec)*",
    "langSec": r"termSec( termSec)*",
    "termSec": r"term( termNote)*",
}


def test_the_structure_of_tbx() -> None:
    data = tbx.write_tbx([*GLOSSARY.terms, Term("a<b", 'x & "y"', forbid=("z",), note="<n>")])
    todo: list[XmlElement] = []
    root = read_elements(data, "file", ("tbx",), todo.append, XmlLimits(GlossaryError, 1_000_000, ""))
    assert root.attributes == {"style": "dca", "type": "TBX-Basic", "lang": "en"}
    assert b'xmlns="urn:iso:std:iso:30042:ed-2"' in data
    ids: list[str] = []
    seen: dict[str, int] = defaultdict(int)
    while todo:
        element = todo.pop()
        children = [part for part in element.content if not isinstance(part, str)]
        seen[element.name] += 1
        assert re.fullmatch(_CHILDREN.get(element.name, ""), " ".join(child.name for child in children)), element.name
        if element.name == "conceptEntry":
            ids.append(element.attributes["id"])
        if element.name == "termNote":
            assert element.attributes["type"] == "administrativeStatus"
            assert element.text in ("preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts")
        todo += children
    assert len(set(ids)) == len(ids) == len(GLOSSARY.terms) + 1 == seen["conceptEntry"]


def test_what_a_format_cannot_express_is_reported() -> None:
    term = Term("中国", "China", reading="ちゅうごく", plural="Chinas", entity="place", surname=("a", "b"), keep=False)
    assert exchange.losses([term], "csv") == {}
    assert exchange.losses([term], "tbx") == {"kind": 1, "plural": 1, "reading": 1, "surname": 1}
    assert exchange.losses([term, term], "utx") == {"kind": 2, "reading": 2, "surname": 2}
    assert exchange.losses([Term("#x", "y")], "utx") == {"source": 1}
    assert b"#x" not in utx.write_utx([Term("#x", "y")])


# Which format --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "chosen", "data", "expected"),
    [
        ("a.csv", "", b"", "csv"),
        ("A.CSV", "", b"", "csv"),
        ("a.txt", "", b"", "tsv"),
        ("a.txt", "", b"#UTX 1.11; ja/en;", "utx"),
        ("a.txt", "csv", b"", "csv"),
        ("a.tbx", "", b"", "tbx"),
        ("-", "utx", b"", "utx"),
    ],
)
def test_the_format_of_a_file(name: str, chosen: str, data: bytes, expected: str) -> None:
    assert exchange.format_of(name, chosen, data=data) == expected


def test_a_name_that_does_not_say() -> None:
    with pytest.raises(UsageError, match=r"no known suffix"):
        exchange.format_of("terms.docx")
    (option,) = [option for option in glossary_import.params if option.name == "format_"]
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == exchange.EXCHANGE_FORMATS
