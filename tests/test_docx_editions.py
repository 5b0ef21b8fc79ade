"""Whole articles as Word documents: valid in every layout, nothing lost, ids that survive another word processor."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import uuid
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import docx as python_docx
import pytest
from openxml_audit import OpenXmlValidator

import showcase
from bilingual.editions.choices import LAYOUTS, Layout
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.docx.fonts import obfuscated
from bilingual.editions.docx.identity import article_name, edition_id, is_unchanged
from bilingual.editions.docx.units import bookmark_name
from bilingual.editions.docx.writer import draw_docx
from bilingual.editions.model import Edition
from bilingual.editions.plan import Plan
from bilingual.editions.theme import Faces, Theme
from bilingual.keys import key_of
from bilingual.model import Article
from bilingual.reading import read
from test_docx import R, W, marked, part, style_of, words

SEED = Path(__file__).parent.parent / "input" / "article.txt"
ARTICLES = ("seed", "essay", "notice")
REVIEWER = Plan(notes=True, toc=True, numbers=True, mark_drafts=True, comments=True, title_page=True)
GOTHIC = Theme("own", page="A5", faces=Faces("gothic", "gothic", "gothic"), english="justified")


@cache
def article(name: str, pictures: Path | None = None) -> Article:
    if name != "seed":
        return showcase.article(name, pictures)
    seed = read(SEED)
    return seed.with_units({u.id: replace(u, target=f"English of {u.id}.", origin="engine") for u in seed.units})


def edition(name: str, plan: Plan, pictures: Path | None = None) -> Edition:
    return compose_edition(article(name, pictures), showcase.facts(), plan=plan)


def draw(name: str, plan: Plan, pictures: Path | None = None) -> bytes:
    return draw_docx(edition(name, plan, pictures))


TITLE = "Mending Clocks in a Town of Stone Steps"
PLANS = {
    **{layout: Plan(layout=layout, notes=True) for layout in LAYOUTS},
    "reviewer": REVIEWER,
    "sentences": Plan(align="sentence", order="en-ja", theme=GOTHIC, numbers=True),
    "stacked sentences": Plan(layout="stacked", align="sentence", mark_drafts=True),
}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", ARTICLES)
def test_a_validator_finds_no_error_and_no_text_is_lost(name: str, plan: str, tmp_path: Path) -> None:
    showcase.draw_plan(tmp_path / "plan.png")
    data = draw(name, PLANS[plan], tmp_path)
    file = tmp_path / "edition.docx"
    file.write_bytes(data)
    result = OpenXmlValidator().validate(file)
    assert not result.errors, [str(error) for error in result.errors[:5]]
    python_docx.Document(io.BytesIO(data))
    text = words(part(data, "word/document.xml"))
    for unit in article(name).units:
        if PLANS[plan].layout != "english":
            assert unit.source in text
        if PLANS[plan].layout != "japanese":
            # The address of a link comes before the stop.
            assert unit.target.rstrip(".") in text


@pytest.mark.parametrize("name", ARTICLES)
def test_the_same_article_gives_the_same_bytes(name: str) -> None:
    assert draw(name, REVIEWER) == draw(name, REVIEWER)


def test_the_validator_would_find_an_error(tmp_path: Path) -> None:
    file = tmp_path / "broken.docx"
    with zipfile.ZipFile(io.BytesIO(draw("notice", Plan()))) as source, zipfile.ZipFile(file, "w") as target:
        for entry in source.namelist():
            text = source.read(entry)
            target.writestr(entry, text.replace(b"<w:tblGrid>", b"<w:jc/><w:tblGrid>") if "document" in entry else text)
    assert OpenXmlValidator().validate(file).errors


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ARTICLES)
def test_every_unit_of_the_text_has_its_bookmarks(name: str, layout: Layout) -> None:
    found = marked(part(draw(name, Plan(layout=layout)), "word/document.xml"))
    for unit in article(name).units:
        stem = bookmark_name(unit.id, "en", key_of(unit.source)).removesuffix("_en")
        if layout != "english":
            assert found[f"{stem}_ja"] == unit.source.replace("\n", "")
        if layout != "japanese" and unit.target:
            words = found[f"{stem}_en"].removesuffix(" ")
            assert re.sub(r" \[example\.org/[^]]*\]", "", words) == unit.target


def test_the_contents_have_the_page_numbers_of_the_pdf() -> None:
    from bilingual.editions.pdf.writer import page_numbers
    from bilingual.editions.writers import draw_edition

    made = edition("essay", Plan(toc=True, layout="stacked", title_page=True))
    pages = page_numbers(made)
    assert pages[made.toc[-1].anchor] > pages[made.toc[0].anchor] > 1
    root = part(draw_edition("docx", made), "word/document.xml")
    links = [node for node in root.iter(f"{W}hyperlink") if node.get(f"{W}anchor")]
    assert [int(words(node).rpartition("\t")[2]) for node in links] == [pages[entry.anchor] for entry in made.toc]


def test_notes_are_footnotes_once_and_references_after() -> None:
    data = draw("essay", Plan(notes=True))
    notes = part(data, "word/footnotes.xml")
    said = [words(note).strip() for note in notes][2:]
    assert said == [" ".join(map(str, note.texts)) for note in edition("essay", Plan(notes=True)).notes]
    root = part(data, "word/document.xml")
    assert [node.get(f"{W}id") for node in root.iter(f"{W}footnoteReference")] == ["1", "2"] and len(said) == 2
    others = [node.get(f"{W}instr", "").split() for node in root.iter(f"{W}fldSimple")]
    assert others == [["NOTEREF", "note_1", "\\f", "\\h"], ["NOTEREF", "note_2", "\\f", "\\h"]]
    settings = part(data, "word/settings.xml").find(f"{W}footnotePr")
    assert settings is not None and [node.get(f"{W}id") for node in settings] == ["-1", "0"]


def test_a_note_whose_sign_stands_nowhere_is_not_lost() -> None:
    plain = edition("essay", Plan(notes=True))
    data = draw_docx(replace(plain, sections=()))
    assert "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert "Tokiwa-do: The name plays on" in words(part(data, "word/document.xml"))


def test_findings_are_comments_on_the_words_of_their_unit_without_a_clock() -> None:
    data = draw("essay", REVIEWER)
    comments = list(python_docx.Document(io.BytesIO(data)).comments)
    assert [comment.text.strip() for comment in comments] == ["Warning: 20 is not in the English (numbers)"]
    assert {str(comment.timestamp) for comment in comments} == {"2025-11-23 00:00:00+00:00"}
    name = next(bookmark_name(u.id, "en", key_of(u.source)) for u in article("essay").units if u.findings)
    root = part(data, "word/document.xml")
    for paragraph in root.iter(f"{W}p"):
        tags = [child.tag.removeprefix(W) for child in paragraph]
        if "commentRangeStart" in tags:
            assert tags.count("commentRangeStart") == tags.count("commentRangeEnd")
            assert name in [child.get(f"{W}name") for child in paragraph]
    assert "word/comments.xml" not in zipfile.ZipFile(io.BytesIO(draw("essay", Plan()))).namelist()


def test_a_comment_without_a_unit_stands_on_the_title() -> None:
    plain = edition("essay", REVIEWER)
    whole = replace(plain, comments=(replace(plain.comments[0], unit="", text="no glossary"),))
    root = part(draw_docx(whole), "word/document.xml")
    found = next(node for node in root.iter(f"{W}p") if node.find(f"{W}commentRangeStart") is not None)
    assert words(found) == TITLE


@pytest.mark.parametrize(("marks", "expected"), [(True, {"EnglishTextDraft"}), (False, set())])
def test_drafts_are_marked_only_when_asked_for(marks: bool, expected: set[str]) -> None:
    data = draw("essay", Plan(mark_drafts=marks))
    used = {node.get(f"{W}val", "") for node in part(data, "word/document.xml").iter(f"{W}pStyle")}
    drafts = {name for name in used if name.endswith("Draft")}
    assert drafts >= expected if marks else not drafts
    assert not [name for name in drafts if name.startswith("Japanese")]


def test_the_contents_are_a_field_whose_entries_lead_to_their_headings() -> None:
    data = draw("seed", Plan(toc=True))
    root = part(data, "word/document.xml")
    codes = [(node.text or "").split() for node in root.iter(f"{W}instrText")]
    assert codes[0] == ["TOC", "\\o", '"1-1"', "\\h", "\\z"]
    links = [node for node in root.iter(f"{W}hyperlink") if node.get(f"{W}anchor")]
    sections = [section.heading for section in edition("seed", Plan()).sections if section.heading]
    assert [words(link).rstrip("\t") for link in links] == [
        f"{pair.source} \N{EM SPACE}{pair.target}" for pair in sections
    ]
    places = {node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")}
    assert {link.get(f"{W}anchor") for link in links} <= places
    kinds = [node.get(f"{W}fldCharType") for node in root.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("end") == len(sections) + 1
    assert not list(part(draw("seed", Plan(toc=False)), "word/document.xml").iter(f"{W}sdt"))


def test_a_title_page_has_a_section_of_its_own_without_running_heads() -> None:
    opened = python_docx.Document(io.BytesIO(draw("essay", REVIEWER)))
    first, second = opened.sections
    assert [paragraph.text for paragraph in first.header.paragraphs if paragraph.text] == []
    assert second.header.paragraphs[0].text == TITLE
    title = opened.paragraphs[0]
    assert title.style and title.style.paragraph_format.space_before
    assert title.style.paragraph_format.space_before.pt > 200


def test_numbers_for_citing_stand_on_both_sides_outside_the_units() -> None:
    root = part(draw("essay", Plan(numbers=True)), "word/document.xml")
    numbers = [
        words(run) for run in root.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle[@{W}val='ParagraphNumber']") is not None
    ]
    assert numbers[:4] == ["1\t", "1\t", "2\t", "2\t"]
    unit = article("essay").units[2]
    assert marked(root)[bookmark_name(unit.id, "en", key_of(unit.source))].rstrip() == unit.target


def test_a_paragraph_aligned_by_sentence_is_one_paragraph_where_nothing_stands_beside_it() -> None:
    first, second, third, *_ = [unit.target for unit in article("essay").units if unit.id.startswith("4.")]
    alone = python_docx.Document(io.BytesIO(draw("essay", Plan(layout="english", align="sentence"))))
    assert f"{first} {second}" in "\n".join(paragraph.text for paragraph in alone.paragraphs)
    beside = python_docx.Document(io.BytesIO(draw("essay", Plan(align="sentence")))).tables[0]
    assert [row.cells[1].text for row in beside.rows][1:4] == [first, second, third]
    styles = [row.cells[1].paragraphs[0].style for row in beside.rows]
    assert [style.name for style in styles if style][1:4] == [
        "English Text Close",
        "English Text Close",
        "English Text",
    ]


def test_the_rule_of_a_numbered_quotation_runs_straight_when_it_goes_on() -> None:
    data = draw("essay", Plan(numbers=True, align="sentence"))
    styles = [style_of(node) for node in part(data, "word/document.xml").iter(f"{W}p")]
    quotes = [style for style in styles if style.startswith("EnglishQuote")]
    assert quotes == ["EnglishQuoteNumberedClose", "EnglishQuoteNumberedClose", "EnglishQuoteNumbered"]


def test_the_faces_are_carried_unless_told_otherwise() -> None:
    data = draw("essay", Plan())
    archive = zipfile.ZipFile(io.BytesIO(data))
    table = part(data, "word/fontTable.xml")
    relations = {node.get("Id"): node.get("Target") for node in part(data, "word/_rels/fontTable.xml.rels")}
    carried = {}
    for font in table:
        for child in font:
            if child.tag.startswith(f"{W}embed"):
                key = uuid.UUID(child.get(f"{W}fontKey", ""))
                plain = obfuscated(archive.read(f"word/{relations[child.get(f'{R}id')]}"), key)
                assert plain[:4] == b"\0\1\0\0"  # a TrueType file again
                carried[font.get(f"{W}name"), child.tag.removeprefix(f"{W}embed")] = plain
    assert {("Noto Serif JP", "Regular"), ("Source Serif 4", "Regular"), ("Source Serif 4", "Italic")} <= set(carried)
    assert {("Noto Sans JP", "Bold"), ("Source Sans 3", "Bold")} <= set(carried)
    assert len(data) < 900_000
    assert "word/fonts" not in "".join(zipfile.ZipFile(io.BytesIO(draw("essay", Plan(embed_fonts=False)))).namelist())


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_saves_it_again_without_losing_a_word_or_an_id(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    editions = {"essay": draw("essay", REVIEWER), "notice": draw("notice", Plan(layout="stacked"))}
    for name, data in editions.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "again")]
    files = [str(tmp_path / f"{name}.docx") for name in editions]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=900)
    for name, data in editions.items():
        before = part(data, "word/document.xml")
        after = ElementTree.fromstring(zipfile.ZipFile(tmp_path / "again" / f"{name}.docx").read("word/document.xml"))
        saved = (tmp_path / "again" / f"{name}.docx").read_bytes()
        assert edition_id(saved) == edition_id(data) != "" and is_unchanged(saved) is False and is_unchanged(data)
        assert article_name(saved) == article_name(data) == article(name).path
        old, new = marked(before), marked(after)
        assert {key for key in old if key.startswith("u_")} == {key for key in new if key.startswith("u_")}
        for unit in article(name).units:
            bookmark = bookmark_name(unit.id, "en", key_of(unit.source))
            assert new.get(bookmark, "") == old.get(bookmark, "")
            assert unit.source in words(after)
    # A comment with the number of a note would give every note the words of the first.
    notes = zipfile.ZipFile(tmp_path / "again" / "essay.docx").read("word/footnotes.xml").decode("utf-8")
    assert all(str(note.texts[-1])[:20] in notes for note in edition("essay", REVIEWER).notes)
