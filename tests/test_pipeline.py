"""The story of a run, stage by stage, with an engine that says what it is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import bilingual
from bilingual.engines.base import Engine
from bilingual.engines.echo import EchoEngine
from bilingual.errors import BilingualError, GlossaryError, InputError, OutputError, UsageError
from bilingual.model import Unit
from bilingual.outcomes import Translation
from bilingual.pipeline import edition_date
from bilingual.project import find_glossary
from bilingual.session import Session, render
from bilingual.settings import Settings
from engines import DyingEngine, ScriptedEngine

ARTICLE = Path(__file__).parent.parent / "input" / "article.txt"
GLOSSARY = ARTICLE.parent.parent / "glossary.yaml"


def check(path: Path, engine: Engine, *, glossary: bool = True) -> Translation:
    with Session(Settings(glossaries="nearest" if glossary else None), engine=engine) as session:
        return session.check(path)


def english(segment: str, attempt: int) -> list[str]:
    """Say the Latin words of a segment, so that inline terms come through."""
    import re

    words = re.findall(r"[A-Za-z(][A-Za-z0-9() –'’-]*|[0-9]+", segment)
    return ["It is said that " + " and ".join(word.strip() for word in words) + " not."]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "input" / "rain.v2.txt"
    path.parent.mkdir()
    path.write_text("雨の日\n\n北京は雨でした。東京は晴れでした。\n\n- 傘が要る\n- 北京へ行く\n", "utf-8")
    (tmp_path / "glossary.yaml").write_text("北京: Beijing\n", "utf-8")
    return path


def test_render_writes_the_editions_and_returns_what_it_did(article: Path, tmp_path: Path) -> None:
    done = bilingual.render(article, engine="echo", formats=("json", "pdf", "docx", "html"), output=tmp_path / "o")
    assert [path.name for path in done.files] == [f"rain.v2.{suffix}" for suffix in ("json", "pdf", "docx", "html")]
    assert [path.read_bytes()[:4] for path in done.files[1:3]] == [b"%PDF", b"PK\x03\x04"]
    assert done.figures.units == 5
    assert done.figures.terms.pairs == 2
    assert done.glossaries == (tmp_path / "glossary.yaml",)


def test_the_bitext(article: Path, tmp_path: Path) -> None:
    engine = ScriptedEngine(english)
    done = render(article, engine=engine, formats=("json",), output=tmp_path / "o")
    value = json.loads(done.files[0].read_text("utf-8"))
    assert [block["kind"] for block in value["blocks"]] == ["title", "paragraph", "list_item", "list_item"]
    units = [unit for block in value["blocks"] for unit in block["units"]]
    assert [unit["id"] for unit in units] == ["1.1", "2.1", "2.2", "3.1", "4.1"]
    assert {unit["origin"] for unit in units} == {"engine"}
    (term,) = units[1]["terms"]
    assert (term["source"], term["target"], term["found"]) == ("北京", "Beijing", True)
    assert value["signature"] == done.signature
    assert "engine:scripted-1" in value["signature"]
    assert "glossary:" in value["signature"]
    assert "seconds" not in json.dumps(value)


def test_twice_the_same_bytes(article: Path, tmp_path: Path) -> None:
    formats = ("pdf", "docx", "html", "json")
    first = render(article, engine="echo", formats=formats, output=tmp_path / "a")
    second = render(article, engine="echo", formats=formats, output=tmp_path / "b")
    for one, two in zip(first.files, second.files, strict=True):
        assert one.read_bytes() == two.read_bytes(), one.suffix


def test_a_glossary_edit_changes_exactly_the_units_that_hold_the_term(article: Path, tmp_path: Path) -> None:
    engine = ScriptedEngine(english)
    before = {u.id: u for u in check(article, engine).article.units}
    asked = len(engine.asked)
    (tmp_path / "glossary.yaml").write_text("北京: Peking\n", "utf-8")
    after = {u.id: u for u in check(article, engine).article.units}
    changed = {id_ for id_, unit in after.items() if unit.target != before[id_].target}
    assert changed == {"2.1", "4.1"}
    assert {segment for segment, _ in engine.asked[asked:]} == {"Peking は雨でした。", "Peking へ行く"}


def test_a_killed_run_goes_on_where_it_was(article: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        check(article, DyingEngine(english, after=3))
    engine = ScriptedEngine(english)
    check(article, engine)
    first_round = [segment for segment, _ in engine.asked if "X1" not in segment]
    assert len(first_round) <= 3


def test_the_nearest_glossary_is_taken(article: Path, tmp_path: Path) -> None:
    assert find_glossary(article) == tmp_path / "glossary.yaml"
    (article.parent / "glossary.yaml").write_text("東京: Tokyo\n", "utf-8")
    assert find_glossary(article) == article.parent / "glossary.yaml"
    (article.parent / "glossary.yaml").unlink()
    (article.parent / ".git").mkdir()
    assert find_glossary(article) is None


def test_the_working_directory_is_near(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_glossary(Path()) == tmp_path / "glossary.yaml"
    with Session(engine=EchoEngine()) as session:
        assert session.translate(session.read(article)).glossaries == (tmp_path / "glossary.yaml",)


def test_no_glossary_is_fine(article: Path) -> None:
    done = check(article, EchoEngine(), glossary=False)
    assert done.glossaries == ()
    assert done.figures.terms.pairs == 0
    assert "glossary:none" in done.signature


def test_a_place_that_cannot_be_written_is_found_before_translating(article: Path, tmp_path: Path) -> None:
    (tmp_path / "o").write_text("a file in the way")
    engine = ScriptedEngine(english)
    with pytest.raises(OutputError) as caught:
        render(article, engine=engine, output=tmp_path / "o")
    assert caught.value.exit_code == 7
    assert not engine.asked


def test_an_existing_edition_is_replaced_whole(article: Path, tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    old = tmp_path / "o" / "rain.v2.json"
    old.write_text("x" * 1_000_000)
    render(article, engine="echo", formats=("json",), output=tmp_path / "o")
    assert json.loads(old.read_text("utf-8"))["name"] == "rain.v2"
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["rain.v2.json"]


def test_a_failing_run_leaves_the_old_edition(article: Path, tmp_path: Path) -> None:
    done = render(article, engine="echo", formats=("json",), output=tmp_path / "o")
    old = done.files[0].read_bytes()
    (tmp_path / "glossary.yaml").write_text("北京: [", "utf-8")
    with pytest.raises(GlossaryError):
        render(article, engine="echo", formats=("json",), output=tmp_path / "o")
    assert done.files[0].read_bytes() == old


def test_the_date_is_the_files_or_the_epochs(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(article, (1_700_000_000, 1_700_000_000))
    assert edition_date(article) == "2023-11-14"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert edition_date(article) == "1970-01-02"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert edition_date(article) == "1970-01-01"


def test_bad_arguments(article: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        render(article, engine="echo", formats=("odt",))  # type: ignore[arg-type]
    with pytest.raises(InputError):
        render(tmp_path / "missing.txt", engine="echo")
    with pytest.raises(BilingualError):
        render(article, engine="no-such-model", output=tmp_path / "o")


def test_addresses_and_code_are_stronger_than_terms() -> None:
    from bilingual.glossary.load import parse_glossary
    from bilingual.matching.find import find_matches
    from bilingual.matching.matcher import Matcher
    from bilingual.model import Mark

    matcher = Matcher(parse_glossary("example: Example\n北京: Beijing\n"))
    source = "北京はexampleとhttps://example.org/とexampleを見る"
    start = source.rindex("example")
    unit = Unit("1.1", source, marks=(Mark("code", start, start + 7),))
    found = [(match.source, match.kind) for match in find_matches(unit, matcher)]
    assert found == [
        ("北京", "term"),
        ("example", "term"),
        ("https://example.org/", "protected"),
        ("example", "protected"),
    ]


def test_characters_no_font_has_are_findings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("これは \U00012000 という字です。\n", "utf-8")
    done = check(path, EchoEngine())
    assert "not-drawn" in [finding.code for finding in done.findings]


def test_the_seed_article(tmp_path: Path) -> None:
    engine = ScriptedEngine(english)
    done = render(ARTICLE, engine=engine, formats=("json",), output=tmp_path, memory=None)
    assert done.glossaries == (GLOSSARY,)
    assert done.figures.terms.pairs > 80
    assert done.figures.terms.success == done.figures.terms.consistency == 1.0
    text = "".join(unit.source + unit.space_after for unit in done.article.units)
    raw = "".join(line.removeprefix("- ") for line in ARTICLE.read_text("utf-8").split("\n"))
    assert text == raw
