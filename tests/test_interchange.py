"""What is exported comes back: every format, every unit, every state; what cannot be written is refused."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage import pypo, tmx, xliff, xliff2

from bilingual.errors import OutputError, UsageError
from bilingual.interchange.context import UnitContext, parse_context
from bilingual.interchange.model import ExportDocument
from bilingual.interchange.registry import UNIT_FORMATS, format_of_returned, unit_format
from bilingual.model import Article, Block, Finding, Mark, TermMatch, Unit, number_units
from bilingual.reading import read
from conftest import CASES
from interchanging import EXPORT, SOME, document_of, expected, returned, without_places, written

NAMES = tuple(UNIT_FORMATS)
SEED = Path(__file__).parent.parent / "input" / "article.txt"
XML = ("xliff", "xliff2", "tmx")


def translated(article: Article) -> ExportDocument:
    """Return a read article with a target, a state, a note and a finding here and there."""
    changed = {}
    for number, unit in enumerate(article.units):
        status = ("draft", "approved", "draft", "rejected")[number % 4]
        notes = (f"注 {number}",) if number % 3 == 0 else ()
        findings = (Finding("empty", "the translation is missing", unit.id, "error"),) if number % 5 == 0 else ()
        target = "" if number % 7 == 6 and status == "draft" else f"Sentence {number}: {unit.source}"
        changed[unit.id] = replace(unit, target=target, status=status, notes=notes, findings=findings, origin="engine")
    return ExportDocument(article.with_units(changed), signature="engine:echo", date="2026-11-28", export=EXPORT)


def assert_comes_back(name: str, document: ExportDocument) -> None:
    data = written(name, document)
    assert data == written(name, document)
    file = returned(name, data)
    assert without_places(file) == expected(document)
    assert file.edition == document.export or not file.units
    assert not file.warnings
    assert not file.unplaced
    assert all(re.fullmatch(r"file:\d+", unit.place) for unit in file.units)
    if name != "csv" and file.units:
        assert file.article == document.file


# Round trips ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_everything_comes_back(name: str) -> None:
    assert_comes_back(name, document_of(*SOME))


@pytest.mark.parametrize("name", NAMES)
def test_the_seed_article_comes_back(name: str) -> None:
    document = translated(read(SEED))
    assert len(expected(document)) == 49
    assert_comes_back(name, document)


@pytest.mark.parametrize("path", sorted((CASES / "documents").glob("*.[tm]*")), ids=lambda path: path.name)
def test_documents_come_back(path: Path) -> None:
    document = translated(read(path))
    for name in NAMES:
        assert_comes_back(name, document)


_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\t\n\r\x85\u2028\u3000\"'\\<>&;,#=-あア漢")
).map(lambda text: _IMPOSSIBLE.sub("", text))
NOTES = TEXTS.map(lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()).filter(bool)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    source, target = draw(TEXTS), draw(TEXTS)
    spans = [tuple(sorted(draw(st.tuples(*[st.integers(0, len(source))] * 2)))) for _ in range(draw(st.integers(0, 4)))]
    kinds = st.sampled_from(["strong", "emphasis", "code", "link", "ruby", "footnote", "speaker"])
    return Unit(
        "",
        source,
        target,
        status=draw(st.sampled_from(["draft", "approved", "rejected"])),
        notes=tuple(draw(st.lists(NOTES, max_size=3))),
        findings=tuple(Finding("empty", text, severity="note") for text in draw(st.lists(TEXTS, max_size=2))),
        marks=tuple(Mark(draw(kinds), start, end, draw(TEXTS)) for start, end in spans[:2]),
        terms=tuple(TermMatch(source[start:end], draw(TEXTS), start, end) for start, end in spans[2:]),
    )


@settings(max_examples=150)
@given(st.lists(units(), max_size=5), st.sampled_from(NAMES))
def test_any_text_comes_back(some: list[Unit], name: str) -> None:
    assert_comes_back(name, document_of(*some))


def test_what_is_not_exported() -> None:
    """Text without characters, and code: nobody translates it, and PO takes an empty source for its header."""
    blocks = [
        Block("paragraph", (Unit("", "一。"), Unit("", "　"))),
        Block("code", (Unit("", "印刷()", "印刷()", origin="source"),)),
        Block("separator"),
        Block("paragraph", (Unit("", "二。"),)),
    ]
    document = ExportDocument(Article(number_units(blocks)))
    found = list(document.units)
    assert [each.unit.id for each in found] == ["1.1", "4.1"]
    assert found[0].following == "印刷()"
    for name in NAMES:
        assert without_places(returned(name, written(name, document))) == expected(document)


def test_an_article_without_text() -> None:
    for name in NAMES:
        assert not returned(name, written(name, ExportDocument(Article(())))).units


def test_a_bitext_of_an_edition_is_read(tmp_path: Path) -> None:
    import bilingual

    article = tmp_path / "article.txt"
    article.write_bytes(SEED.read_bytes())
    done = bilingual.render(article, engine="echo", formats=("json",), output=tmp_path)
    file = UNIT_FORMATS["bitext"].read(done.files[0], "")
    assert len(file.units) == 49
    assert file.article == "article.txt"
    assert all(unit.status == "draft" and unit.key for unit in file.units)
    assert file.units[0].place.startswith(f"{done.files[0]}:")


def test_a_bitext_from_before_states_is_read() -> None:
    value = json.loads(written("bitext", document_of(*SOME)))
    for block in value["blocks"]:
        for unit in block["units"]:
            for key in ("status", "key", "before", "after", "notes", "said_in"):
                unit.pop(key, None)
    file = returned("bitext", json.dumps(value).encode())
    assert [(unit.source, unit.target) for unit in file.units] == [
        (unit.source, unit.target) for unit in expected(document_of(*SOME))
    ]
    assert {(unit.status, unit.key) for unit in file.units} == {("", "")}


@pytest.mark.parametrize("status", ["draft", "approved", "rejected"])
def test_the_context_of_a_unit(status: str) -> None:
    context = UnitContext("12.3", "0123456789abcdef", "a" * 16, "b" * 16, "12.2", status, EXPORT)
    assert parse_context(str(context)) == context
    assert parse_context("") == UnitContext()
    assert parse_context("unit=x key=12 before=ZZZZZZ said-in=3 other=1") == UnitContext()


# What other programs see in it -----------------------------------------------------------------------------------


def oracle(name: str, data: bytes) -> list[tuple[str, str, str]]:
    """Return the units as translate-toolkit reads them: source, target, state."""
    if name == "tmx":
        memory = tmx.tmxfile(sourcelanguage="ja", targetlanguage="en")
        memory.parse(data)
        return [(unit.source, unit.target or "", "") for unit in memory.units]
    store = {"xliff": xliff.xlifffile, "xliff2": xliff2.Xliff2File, "po": pypo.pofile}[name]()
    store.parse(data)
    found = []
    for unit in store.units:
        if not unit.isheader():
            approved = unit.target and (not unit.isfuzzy() if name == "po" else unit.isapproved())
            found.append((str(unit.source), str(unit.target or ""), "approved" if approved else ""))
    return found


@pytest.mark.parametrize("name", ["xliff", "xliff2", "tmx", "po"])
def test_translate_toolkit_reads_the_same(name: str) -> None:
    for document in (document_of(*SOME), translated(read(SEED))):
        wanted = [
            (
                unit.source,
                unit.target,
                "approved" if unit.target and unit.status == "approved" and name != "tmx" else "",
            )
            for unit in expected(document)
        ]
        assert oracle(name, written(name, document)) == wanted


@pytest.mark.skipif(not which("msgfmt"), reason="gettext is not installed")
def test_gettext_accepts_the_po(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(written("po", translated(read(SEED))))
    done = subprocess.run(["msgfmt", "-c", "-v", "-o", "/dev/null", str(path)], capture_output=True, text=True)
    assert done.returncode == 0
    assert "warning" not in done.stderr


def test_a_spreadsheet_reads_the_csv() -> None:
    data = written("csv", document_of(*SOME))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") > 8
    table = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(table[0]) == ["unit", "source", "target", "status", "note", "note 2", "findings", "context"]
    assert table[0]["unit"] == "u1.1"
    assert table[0]["findings"] == 'error: the term "習近平" is missing [term-missing]'
    assert [row["target"] for row in table] == [unit.target for unit in expected(document_of(*SOME))]


# The order of elements, from the schemas of XLIFF 1.2 and 2.1 and the DTD of TMX 1.4b. Both XLIFF files were also
# checked with the schemas themselves.
_ORDER = {
    "xliff": {
        "xliff": r"file",
        "file": r"header body",
        "header": r"tool( note)?",
        "body": r"group( group)*",
        "group": r"trans-unit( trans-unit)*",
        "trans-unit": r"source( target)?( note)*",
        "source": r"((mrk|g|ph) ?)*",
        "mrk": r"((mrk|g|ph) ?)*",
        "g": r"((mrk|g|ph) ?)*",
    },
    "xliff2": {
        "xliff": r"file",
        "file": r"(metadata )?group( group)*",
        "metadata": r"metaGroup",
        "metaGroup": r"meta( meta)*",
        "group": r"unit( unit)*",
        "unit": r"metadata( notes)? segment",
        "notes": r"note( note)*",
        "segment": r"source( target)?",
        "source": r"((mrk|pc|ph) ?)*",
        "mrk": r"((mrk|pc|ph) ?)*",
        "pc": r"((mrk|pc|ph) ?)*",
    },
    "tmx": {
        "tmx": r"header body",
        "header": r"prop( prop)*",
        "body": r"tu( tu)*",
        "tu": r"(note )*(prop )*tuv( tuv)?",
        "tuv": r"seg",
    },
}


@pytest.mark.parametrize("name", XML)
def test_the_structure(name: str) -> None:
    from lxml import etree

    root = etree.fromstring(written(name, document_of(*SOME)))
    for element in root.iter():
        children = " ".join(etree.QName(child).localname for child in element)
        assert re.fullmatch(_ORDER[name].get(etree.QName(element).localname, ""), children), (element.tag, children)
        if name != "tmx" and etree.QName(element).localname in ("trans-unit", "unit"):
            ids = [
                each.get("id")
                for each in element.find("{*}segment/{*}source" if name == "xliff2" else "{*}source").iter()
            ]
            assert len({*filter(None, ids)}) == len([*filter(None, ids)])
            assert element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_terms_are_marked_in_the_source_only() -> None:
    text = written("xliff", document_of(*SOME)).decode()
    source, target = re.findall(r"<(?:source|target)[^>]*>(.*?)</(?:source|target)>", text)[:2]
    assert '<mrk mtype="term" comment="Beijing">北京</mrk>' in source
    assert '<ph id="2" ctype="x-ruby" equiv-text="しゅうきんぺい"/>' in source
    assert '<g id="4" ctype="bold">' in source
    assert "<" not in target
    assert '<mrk mtype="protected">=1+1</mrk>' in text


def test_states_are_those_of_the_standards() -> None:
    text = written("xliff", document_of(*SOME)).decode()
    assert 'id="1.1" approved="no"' in text
    assert '<target state="needs-review-translation" state-qualifier="leveraged-mt">President' in text
    assert '<trans-unit id="1.2" approved="yes"' in text
    assert '<target state="final">Yes.' in text
    assert '<note from="bilingual" priority="1" annotates="target">error: the term' in text
    text = written("xliff2", document_of(*SOME)).decode()
    assert '<segment id="s1" state="translated" subState="bilingual:draft">' in text
    assert '<segment id="s1" state="final">' in text
    assert '<segment id="s1" state="initial">' in text


def test_a_format_says_whether_it_has_the_marks_of_a_source() -> None:
    for name, format_ in UNIT_FORMATS.items():
        assert format_.marks == ("しゅうきんぺい" in written(name, document_of(*SOME)).decode())


def test_codes_that_cross_are_left_out() -> None:
    unit = Unit(
        "", "あいうえお", marks=(Mark("strong", 0, 3), Mark("emphasis", 2, 5), Mark("link", 3, 5), Mark("code", 9, 12))
    )
    text = written("xliff", document_of(unit)).decode()
    assert '<source><g id="1" ctype="bold">あいう</g><g id="2" ctype="link">えお</g></source>' in text


# What cannot be written -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["source", "target", "notes"])
def test_impossible_characters_are_refused_with_the_unit(name: str, where: str) -> None:
    for character in ("\x00", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"):
        text = f"字{character}字"
        bad = replace(Unit("", "一", "one"), **{where: (text,) if where == "notes" else text})
        document = document_of(*SOME[:3], bad)
        with pytest.raises(OutputError, match=rf"unit 2\.2 contains the character U\+{ord(character):04X}") as caught:
            next(iter(UNIT_FORMATS[name].write(document)))
        assert caught.value.exit_code == 7
        assert "\n" not in str(caught.value)


def test_names_are_checked_too() -> None:
    document = replace(document_of(*SOME), name="a\x0b.txt")
    for name in NAMES:
        with pytest.raises(OutputError, match=r"U\+000B"):
            written(name, document)


# Which format ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", ["a", "a.txt", "a.csv", "a.xlf", "a.json"])
def test_a_file_is_recognised_by_its_content(name: str, path: str) -> None:
    assert format_of_returned(written(name, document_of(*SOME))[:4096], Path(path)).name == name


def test_a_file_is_recognised_by_its_name() -> None:
    for name, suffix in (("xliff", ".XLF"), ("tmx", ".tmx"), ("csv", ".tsv"), ("po", ".po"), ("bitext", ".json")):
        assert format_of_returned(b"", Path(f"a{suffix}")).name == name
    with pytest.raises(UsageError, match="no exchange format 'docx'"):
        unit_format("docx")
    assert next(iter(UNIT_FORMATS)) == "xliff"
