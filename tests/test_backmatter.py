"""The colophon and the imprint, names in English, and findings about an article as a whole."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from bilingual import EngineSpec, Plan, Project, Session, Settings
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.model import TermLine
from bilingual.editions.pdf.boxes_backmatter import terms
from bilingual.editions.pdf.design import design_of
from bilingual.editions.plan import Facts
from bilingual.editions.theme_file import parse_theme
from bilingual.editions.writers import draw_edition
from bilingual.model import Article, Block, Unit
from bilingual.outcomes import Translation


def translated(text: str, folder: Path, *, name: str = "a.md", glossary: str = "") -> Translation:
    path = folder / name
    path.write_text(text, "utf-8")
    terms = folder / "glossary.yaml"
    terms.write_text(glossary, "utf-8")
    settings = Settings(glossaries=(terms,) if glossary else None, engine=EngineSpec("echo"))
    with Session(settings, Project(folder, drafts=None)) as session:
        return session.check(path)


def codes(translation: Translation) -> list[str]:
    return [finding.code for finding in translation.findings]


@pytest.mark.parametrize("address", ["engawa.png", "https://example.jp/a.png", "../x/a.png", "a.gif"])
def test_a_missing_picture_is_a_finding(tmp_path: Path, address: str) -> None:
    assert "missing-picture" in codes(translated(f"# 題\n\n文です。\n\n![縁側]({address})\n", tmp_path))


def test_a_person_s_title_and_author_are_final(tmp_path: Path) -> None:
    head = "---\ntitle: 町の話\ntitle_en: A town’s Tale\nauthor: 佐藤\nauthor_en: Mariko SATO\n---\n\n文です。\n"
    done = translated(head, tmp_path, glossary="町: town hall\n")
    title = done.article.title
    assert title is not None
    assert (title.target, title.units[0].origin) == ("A town’s Tale", "person")
    assert done.article.author_en == "Mariko SATO"
    assert "author-untranslated" not in codes(done)


def test_the_author_comes_from_the_glossary(tmp_path: Path) -> None:
    head = "---\ntitle: 話\nauthor: 佐藤 真理子\n---\n\n文です。\n"
    assert "author-untranslated" in codes(translated(head, tmp_path))
    done = translated(head, tmp_path, glossary="佐藤真理子: Mariko Sato\n")
    assert done.article.author_en == "Mariko Sato"
    edition = compose_edition(done.article, Facts("s", "2026-01-01", "0"))
    assert ("佐藤 真理子", "Mariko Sato") in [(str(pair.source), str(pair.target)) for pair in edition.byline]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The town is small.\n\nIt has a library.\n\nIt opens at nine.\n", True),
        ("我們去圖書館看書。\n\n城市很小但是很美。\n\n圖書館九點開門。\n", True),
        ("町は小さい。\n\n図書館がある。\n\n九時に開く。\n", False),
        ("東京都\n\n大阪府\n", False),
    ],
)
def test_an_article_in_another_language_is_a_finding(tmp_path: Path, text: str, other: bool) -> None:
    assert ("not-japanese" in codes(translated(text, tmp_path, name="a.txt"))) == other


def article() -> Article:
    return Article(
        (Block("paragraph", (Unit("1.1", "文です。", target="A sentence.", origin="engine"),)),), path="a.txt"
    )


def test_the_colophon_says_only_what_is_so() -> None:
    facts = Facts("engine:x|beam4", "2026-01-01", "1.0", figures=(("Terms", ""), ("Numbers", "")))
    lines = dict(compose_edition(article(), facts).colophon)
    assert set(lines) == {"Source", "Translation", "Made with"}
    assert lines["Translation"] == "Machine translation, not reviewed"
    assert compose_edition(article(), facts).signature == "engine:x|beam4"


@pytest.mark.parametrize("plan", [Plan(mark_drafts=True), Plan(comments=True)])
def test_a_reviewers_copy_says_how_it_was_made(plan: Plan) -> None:
    facts = Facts(
        "engine:x|glossary:none|bilingual:1", "2026-01-01", "1.0", figures=(("Terms", "4 of 4 used"), ("Numbers", ""))
    )
    reader, reviewer = compose_edition(article(), facts), compose_edition(article(), facts, plan=plan)
    assert {"Terms", "Signature"}.isdisjoint(dict(reader.colophon))
    added = [line for line in reviewer.colophon if line not in reader.colophon]
    # The bar has a no-break space before it and a plain one behind: the only places where a line may end.
    signature = "engine:x\N{NO-BREAK SPACE}| glossary:none\N{NO-BREAK SPACE}| bilingual:1"
    assert [line for line in added if line[0] != "Marks"] == [("Terms", "4 of 4 used"), ("Signature", signature)]
    assert ("Marks" in dict(added)) == plan.mark_drafts
    record = "engine:x|glossary:none|bilingual:1; Terms: 4 of 4 used"
    assert (reader.record, reviewer.record) == (record, record)
    assert not compose_edition(article(), facts, plan=replace(plan, layout="japanese")).figures


def test_a_reviewers_copy_with_an_imprint_has_both() -> None:
    theme = parse_theme("imprint: {publisher: みどり出版}\n", "t.yaml")
    edition = compose_edition(article(), Facts("s", "2026-01-01", "1.0"), plan=Plan(theme=theme, comments=True))
    assert edition.colophon == (("Publisher", "みどり出版"), ("Signature", "s"))


def test_the_properties_of_every_format_have_the_record() -> None:
    facts = Facts("engine:x", "2026-01-01", "1.0", figures=(("Terms", "4 of 4 used"),))
    edition = compose_edition(article(), facts)
    with pikepdf.open(io.BytesIO(draw_edition("pdf", edition))) as file:
        assert str(file.docinfo["/Keywords"]) == "engine:x; Terms: 4 of 4 used"
    assert b'name="keywords" content="engine:x; Terms: 4 of 4 used"' in draw_edition("html", edition)
    with zipfile.ZipFile(io.BytesIO(draw_edition("docx", edition))) as file:
        assert "4 of 4 used" in file.read("docProps/custom.xml").decode()


def test_a_date_in_japanese_is_english_in_an_english_colophon(tmp_path: Path) -> None:
    done = translated("---\ndate: 令和八年一月十三日\n---\n\n文です。\n", tmp_path)
    assert (
        dict(compose_edition(done.article, Facts("s", "2026-01-01", "1")).colophon)["Published"] == "January 13, 2026"
    )


def test_the_colophon_and_the_terms_may_be_left_out() -> None:
    facts = Facts("s", "2026-01-01", "1.0")
    edition = compose_edition(article(), facts, plan=Plan(colophon=False, terms=False))
    assert (edition.colophon, edition.terms) == ((), ())


def test_an_imprint_replaces_the_colophon() -> None:
    theme = parse_theme(
        "imprint:\n  publisher: みどり出版\n  copyright: © 2026 Midori\n  url: https://example.jp\n", "t.yaml"
    )
    edition = compose_edition(article(), Facts("s", "2026-01-01", "1.0"), plan=Plan(theme=theme))
    assert edition.colophon == (
        ("Publisher", "みどり出版"),
        ("Copyright", "© 2026 Midori"),
        ("Website", "https://example.jp"),
    )


@pytest.mark.parametrize(
    ("line", "wider"),
    [
        (
            TermLine(
                "戦争勝利八十周年の記念行事", "", "the eightieth anniversary of victory in the long war of resistance"
            ),
            "en",
        ),
        (TermLine("国際社会における安全保障上の協力体制の強化に関する共同の声明文", "", "statement"), "ja"),
    ],
)
def test_a_list_of_terms_gives_the_longer_language_more_room(line: TermLine, wider: str) -> None:
    made = replace(compose_edition(article(), Facts("s", "2026-01-01", "1.0")), terms=(line,) * 6)
    rows = [box for box in terms(made, design_of(made)) if box.role == "term"]
    widths = {one.lang: one.width for one in rows[0].paragraphs}
    assert max(widths, key=lambda lang: widths[lang]) == wider
