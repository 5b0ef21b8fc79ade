"""The main job on the user's own article, with a real (small) model: every character, every pair, every face."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
import pytest
from docx import Document
from docx.table import Table

from bilingual.editions.writers import editions_of
from bilingual.engines.choose import EngineSpec
from bilingual.outcomes import Outcome
from bilingual.project import Project
from bilingual.session import Session
from bilingual.settings import Settings

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "input" / "article.txt"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def rendered(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    output = tmp_path_factory.mktemp("seed")
    settings = Settings(engine=EngineSpec(str(mini)), editions=editions_of(("pdf", "docx", "html", "json")))
    with Session(settings, Project(output, drafts=None, memory=None)) as session:
        return session.render(ARTICLE)


def squeezed(text: str) -> str:
    """Return the text without white space and line-end hyphens: what a line break may change."""
    return re.sub(r"\s", "", text.replace("\u00ad", "").replace("\u00a0", ""))


def in_order(text: str, parts: list[str]) -> None:
    text, at = squeezed(text), 0
    for part in map(squeezed, parts):
        found = text.find(part, at)
        assert found >= 0, f"{part!r} is not in its place"
        at = found + len(part)


def test_the_structure(rendered: Outcome) -> None:
    kinds = [block.kind for block in rendered.article.blocks]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts == {"title": 1, "heading": 7, "paragraph": 7, "list_item": 17}


def test_every_unit_has_an_english_target(rendered: Outcome) -> None:
    for unit in rendered.article.units:
        assert unit.origin == "engine"
        assert re.search(r"[A-Za-z]{2}", unit.target), unit


def test_every_term_is_in_the_target_or_a_finding(rendered: Outcome) -> None:
    assert rendered.figures.terms.pairs > 80
    assert rendered.figures.terms.success == 1.0
    for unit in rendered.article.units:
        reported = " ".join(finding.message for finding in unit.findings)
        for match in unit.terms:
            assert match.found or match.target in reported or match.source in reported, (unit.target, match)


def test_the_pdf_says_everything_in_order(rendered: Outcome) -> None:
    with pdfplumber.open(rendered.files[0]) as pdf:
        chars = [(char["fontname"], char["text"]) for page in pdf.pages for char in page.chars]
    everything = "".join(text for _, text in chars)
    assert not re.search("[\u2f00-\u2fdf]", everything), "Kangxi radicals"
    # The Japanese column is the only text in mincho: its characters alone are the rows, page breaks or not.
    japanese = "".join(text for font, text in chars if "NotoSerifJP" in font)
    english = "".join(text for font, text in chars if "SourceSerif4-Regular" in font)
    rows = [block for block in rendered.article.blocks if block.kind in ("paragraph", "list_item")]
    in_order(japanese, [block.source for block in rows])
    in_order(english, [block.target for block in rows])
    in_order(everything, [block.source for block in rendered.article.blocks if block not in rows])


def without_furigana(element: Any) -> str:
    """Return what a reader copies out of a Word document: python-docx's own `text` has no word under furigana."""
    if element.tag.endswith(("}rt", "}pPr")):
        return ""
    own = (element.text or "") if element.tag.endswith("}t") else ""
    return own + "".join(map(without_furigana, element))


def test_the_docx_says_everything_in_order(rendered: Outcome) -> None:
    document = Document(str(rendered.files[1]))
    blocks = rendered.article.blocks
    in_order(
        without_furigana(document.element.body), [part for block in blocks for part in (block.source, block.target)]
    )


def test_the_docx_pairs_every_paragraph_and_bullet(rendered: Outcome) -> None:
    document = Document(str(rendered.files[1]))
    rows = [row for table in document.tables for row in Table(table._tbl, document).rows]
    cells = [[squeezed(without_furigana(cell._tc)) for cell in row.cells] for row in rows]
    pairs = [(ja, en) for ja, en in (cell for cell in cells if len(cell) == 2)]
    for block in rendered.article.blocks:
        if block.kind in ("paragraph", "list_item"):
            found = [pair for pair in pairs if squeezed(block.source) in pair[0]]
            assert found, block.source
            assert squeezed(block.target) in found[0][1], block.source


def test_headings_are_headings(rendered: Outcome) -> None:
    document = Document(str(rendered.files[1]))
    headings = [without_furigana(p._p) for p in document.paragraphs if (p.style.name or "").startswith("Heading")]  # type: ignore[union-attr]
    for block in rendered.article.blocks:
        if block.kind == "heading":
            assert any(squeezed(block.source) in squeezed(text) for text in headings), block.source
    outline = pypdf.PdfReader(rendered.files[0]).outline
    titles = [item.title for item in outline if not isinstance(item, list)]
    assert len(titles) >= 7


def test_html_and_json_agree(rendered: Outcome) -> None:
    value: dict[str, Any] = json.loads(rendered.files[3].read_text("utf-8"))
    units = [unit for block in value["blocks"] for unit in block["units"]]
    page = rendered.files[2].read_text("utf-8")
    unread = re.sub(r"<(rt|rp|sup)\b.*?</\1>", "", page.partition("<body")[2])  # furigana, signs of notes
    plain = squeezed(re.sub(r"<[^>]+>", "", unread))
    import html

    for unit in units:
        assert squeezed(unit["source"]) in squeezed(html.unescape(plain))


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="needs poppler")
def test_every_face_is_embedded(rendered: Outcome) -> None:
    lines = subprocess.run(
        ["pdffonts", rendered.files[0]], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(lines) > 3
    for line in lines[2:]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


@pytest.mark.skipif(not shutil.which("qpdf"), reason="needs qpdf")
def test_the_pdf_is_sound(rendered: Outcome) -> None:
    done = subprocess.run(["qpdf", "--check", rendered.files[0]], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_metadata(rendered: Outcome) -> None:
    reader = pypdf.PdfReader(io.BytesIO(rendered.files[0].read_bytes()))
    title = rendered.article.title
    assert title is not None
    assert reader.metadata is not None
    assert title.source in (reader.metadata.title or "")
    assert reader.trailer["/Root"]["/Lang"]  # type: ignore[index]
    properties = Document(str(rendered.files[1])).core_properties
    assert title.source in (properties.title or "")


def test_an_edited_term_changes_exactly_the_units_that_hold_it(mini: Path, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts.sqlite3"
    glossary = tmp_path / "glossary.yaml"
    text = (ROOT / "glossary.yaml").read_text("utf-8")

    def units(text: str) -> dict[str, tuple[str, str, list[str]]]:
        glossary.write_text(text, "utf-8")
        settings = Settings((glossary,), EngineSpec(str(mini)), editions=editions_of(("json",)))
        with Session(settings, Project(tmp_path, drafts, memory=None)) as session:
            done = session.render(ARTICLE)
        assert done.figures.terms.success == 1.0
        return {u.id: (u.source, u.target, [match.entry for match in u.terms]) for u in done.article.units}

    before = units(text)
    after = units(
        text.replace("Second World War", "Great Patriotic War").replace(
            "北京:\n  target: Beijing", "北京:\n  target: Peking"
        )
    )
    assert text.count("Second World War") >= 1
    changed = {id for id in before if before[id][1] != after[id][1]}
    holding = {id for id, (_, _, entries) in before.items() if {"北京", "第二次世界大戦"} & set(entries)}
    assert changed == holding
    assert len(changed) >= 5
    assert all("Peking" in after[id][1] for id in changed if "北京" in before[id][2])
