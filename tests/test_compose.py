"""Article → Edition: what the writers are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bilingual.editions.choices import LAYOUTS, TOC_FROM
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.model import Edition, Row, Span
from bilingual.editions.plan import Facts, Plan, TermGloss
from bilingual.editions.writers import EditionSpec, editions_of, fallbacks
from bilingual.errors import UsageError
from bilingual.model import Article, Block, Finding, Mark, TermMatch, Unit
from showcase import article, facts, showcase


def rows(edition: Edition) -> list[Row]:
    return [row for section in edition.sections for row in section.rows]


def spans(edition: Edition, lang: str) -> list[Span]:
    return [span for row in rows(edition) for pair in row.cells for span in pair.side(lang).spans]  # type: ignore[arg-type]


def made(*blocks: Block, entries: dict[str, TermGloss] | None = None, **plan: Any) -> Edition:
    known = Facts("s", "2025-01-01", "0", entries=entries or {})
    return compose_edition(Article(blocks, name="a"), known, plan=Plan(**plan))


@pytest.mark.parametrize("align", ["paragraph", "sentence"])
@pytest.mark.parametrize("name", ["essay", "notice"])
def test_every_unit_is_there_once_in_each_language_and_knows_its_id(name: str, align: str) -> None:
    edition = showcase(name, Plan(align=align, notes=True))  # type: ignore[arg-type]
    source = article(name)
    heads = [section.heading for section in edition.sections if section.heading]
    for lang in ("ja", "en"):
        texts: dict[str, str] = {}
        every = [
            *edition.title.side(lang).spans,
            *(s for pair in edition.byline for s in pair.side(lang).spans),
            *(s for head in heads for s in head.side(lang).spans),
            *spans(edition, lang),
        ]  # type: ignore[arg-type]
        for span in every:
            texts[span.unit] = texts.get(span.unit, "") + span.text
        for unit in source.units:
            assert texts[unit.id] == (unit.source if lang == "ja" else unit.target)


def test_a_row_a_sentence() -> None:
    edition = showcase("essay", Plan(align="sentence"))
    first = edition.sections[0].rows[:3]
    assert [row.joined for row in first] == [False, True, True]
    assert [len(row.cells[0].units) for row in first] == [1, 1, 1]
    items = [row for row in rows(edition) if row.kind == "list_item"]
    assert [row.marker is not None for row in items[:2]] == [True, False]
    assert {row.level for row in items} == {1}
    assert [row.draft for row in first] == [True, False, False]


def test_alignment_by_sentence_means_nothing_with_one_language() -> None:
    for layout in ("english", "japanese"):
        edition = showcase("essay", Plan(layout=layout, align="sentence"))  # type: ignore[arg-type]
        assert not [row for row in rows(edition) if row.joined]
        assert edition.align == "paragraph"


def test_paragraphs_are_numbered_through_and_a_table_has_one_number() -> None:
    edition = showcase("essay", Plan(numbers=True, align="sentence"))
    numbers = [row.number for row in rows(edition) if row.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [bool(row.number) for row in rows(edition) if row.kind == "table"] == [True, False, False, False]
    assert not [row for row in rows(edition) if row.joined and row.number]
    assert not [row.number for row in rows(showcase("essay", Plan())) if row.number]


def test_two_tables_running_have_two_numbers() -> None:
    table = Block("table", (Unit("1.1", "年"), Unit("1.2", "一")), columns=1)
    edition = made(table, replace(table, units=(Unit("2.1", "月"),)), numbers=True)
    assert [row.number for row in rows(edition)] == [1, 0, 2]


def test_anchors_come_from_the_article_s_blocks() -> None:
    edition = showcase("essay", Plan(toc=True))
    anchors = [section.anchor for section in edition.sections]
    assert anchors == ["s3", "s8", "s17"]
    assert [entry.anchor for entry in edition.toc] == anchors


def test_contents_are_made_from_some_sections_on_or_when_asked() -> None:
    heads = [Block("heading", (Unit(f"{n}.1", f"第{n}章", f"Chapter {n}"),), level=1) for n in range(1, TOC_FROM + 1)]
    assert len(made(*heads).toc) == TOC_FROM
    assert not made(*heads[:-1]).toc
    assert not made(*heads, toc=False).toc
    assert len(made(*heads[:2], toc=True).toc) == 2


def test_a_note_has_its_sign_at_the_first_mention_in_both_languages() -> None:
    edition = showcase("essay", Plan(notes=True))
    assert [note.number for note in edition.notes] == [1, 2]
    assert str(edition.notes[0].texts[0]) == "時葉堂"
    assert str(edition.notes[0].texts[1]).startswith("Tokiwa-do: The name plays on")
    for lang, word in (("ja", "時葉堂"), ("en", "Tokiwa-do")):
        before = "".join(span.text + "¹" * (span.note == 1) for span in spans(edition, lang))
        assert before.count("¹") == 1
        assert f"{word}¹" in before
    assert not showcase("essay", Plan()).notes
    assert not [span for span in spans(showcase("essay", Plan()), "ja") if span.note]


def test_a_title_is_no_place_for_a_note() -> None:
    match = TermMatch("北京", "Beijing", 0, 2, found=True)
    unit = Unit("1.1", "北京", "Beijing", terms=(match,))
    again = Unit("2.1", "北京へ。", "To Beijing.", terms=(match,))
    edition = made(
        Block("heading", (unit,), level=1),
        Block("paragraph", (again,)),
        entries={"北京": TermGloss(note="x")},
        notes=True,
    )
    assert edition.sections[0].heading
    assert not [span for span in edition.sections[0].heading.source.spans if span.note]
    assert [span.note for span in spans(edition, "en")] == [1, 0]


@pytest.mark.parametrize(
    ("target", "english", "signed"),
    [
        ("the Diet", "The Diet met.", "The Diet¹ met."),
        ("the Diet", "It said the Diet met.", "It said the Diet¹ met."),
        ("military parade", "Military parades and a military parade", "Military parades¹ and a military parade"),
        ("Diet", "Diets and the diet", "Diets¹ and the diet"),
        ("Diet", "A diet of the Diet", "A diet of the Diet¹"),
        ("war", "Warsaw and the war", "Warsaw and the war¹"),
        ("US", "The USA and the US", "The USA and the US¹"),
        ("Putin", "Putin’s visit", "Putin¹’s visit"),
        ("iOS", "iOS is new", "iOS¹ is new"),
        ("Diet", "A diet", "A diet"),
    ],
)
def test_a_sign_stands_behind_the_word_that_says_the_term(target: str, english: str, signed: str) -> None:
    unit = Unit("1.1", "国会。", english, terms=(TermMatch("国会", target, 0, 2, found=True),))
    edition = made(Block("paragraph", (unit,)), entries={"国会": TermGloss(note="x")}, notes=True)
    assert "".join(span.text + "¹" * (span.note == 1) for span in spans(edition, "en")) == signed


def test_a_sign_does_not_cut_a_reading_in_two() -> None:
    edition = showcase("essay", Plan(notes=True, furigana=True))
    assert [(s.text, s.ruby, s.note) for s in spans(edition, "ja") if s.ruby == "ときわ"] == [("時葉", "ときわ", 0)]
    assert [s.ruby for s in spans(edition, "ja") if s.text == "懐中時計"] == ["かいちゅうどけい"] * 2


def test_the_glossary_s_readings_stand_at_the_first_mention_only() -> None:
    read = [span.ruby for span in spans(showcase("essay", Plan()), "ja") if span.ruby == "そふ"]
    everywhere = [span.ruby for span in spans(showcase("essay", Plan(furigana=True)), "ja") if span.ruby == "そふ"]
    assert len(read) == 1
    assert len(everywhere) > 3


def test_terms_have_their_readings() -> None:
    lines = {line.source: line for line in showcase("essay", Plan()).terms}
    assert (lines["川瀬"].reading, lines["川瀬"].target) == ("かわせ", "Kawase")


def test_findings_are_comments_in_the_reviewer_s_copy_only() -> None:
    assert not showcase("essay", Plan()).comments
    (comment,) = showcase("essay", Plan(comments=True)).comments
    assert comment.unit
    assert comment.text == "20 is not in the English (numbers)"


def test_errors_stay_errors() -> None:
    unit = Unit("1.1", "一", "one", findings=(Finding("term-missing", "no", "1.1", "error"),))
    (comment,) = made(Block("paragraph", (unit,)), comments=True).comments
    assert comment.severity == "error"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_edition_speaks_its_own_language(layout: str) -> None:
    edition = showcase("essay", Plan(layout=layout))  # type: ignore[arg-type]
    japanese = layout == "japanese"
    assert edition.language == ("ja" if japanese else "en-GB")
    assert edition.labels.lang == edition.language[:2]
    assert edition.running_head == str(edition.title.source if japanese else edition.title.target)
    # A Japanese edition is no translation, and has no English to list.
    assert any("Machine translation" in value for _, value in edition.colophon) != japanese
    assert bool(edition.terms) != japanese


@pytest.mark.parametrize(
    ("layout", "order", "langs"),
    [
        ("side-by-side", "ja-en", ("ja", "en")),
        ("facing", "en-ja", ("en", "ja")),
        ("english", "ja-en", ("en",)),
        ("japanese", "en-ja", ("ja",)),
    ],
)
def test_reading_order(layout: str, order: str, langs: tuple[str, ...]) -> None:
    assert showcase("notice", Plan(layout=layout, order=order)).langs == langs  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("byline", "term", "expected"),
    [
        (None, False, [("水野 栞", "水野 栞")]),
        (None, True, [("水野 栞", "Shiori Mizuno")]),
        ("文＝水野栞", False, [("文＝水野栞", "By Mizuno")]),
        ("（共同）", False, [("水野 栞", "水野 栞"), ("（共同）", "By Mizuno")]),
    ],
)
def test_the_author_stands_under_the_title_once(
    byline: str | None, term: bool, expected: list[tuple[str, str]]
) -> None:
    match = TermMatch("水野栞", "Shiori Mizuno", 0, 3, found=True)
    unit = Unit("2.1", "水野栞。", target="Shiori Mizuno.", terms=(match,) if term else ())
    lines = [Block("byline", (Unit("1.1", byline, target="By Mizuno"),))] if byline else []
    english = "Shiori Mizuno" if term else ""
    told = Article((*lines, Block("paragraph", (unit,))), name="a", author="水野 栞", author_en=english)
    edition = compose_edition(told, Facts("s", "2025-01-01", "0"))
    assert [(str(pair.source), str(pair.target)) for pair in edition.byline] == expected


@pytest.mark.parametrize(
    ("title", "running"),
    [
        ("Short", "Short"),
        ("word " * 16 + "word", "word " * 16 + "word"),
        ("Seventeen words, " * 6, "Seventeen words, " * 4 + "Seventeen words…"),
        ("A long title " * 4 + "– and what it " + "is about " * 9, ("A long title " * 4).strip()),
        ("長い題名" * 8 + "――" + "その副題" * 8, "長い題名" * 8),
        ("長い題名" * 8 + "「" + "ある言葉" * 8 + "」", "長い題名" * 8),
        ("「" + "ある言葉" * 12 + "」", "「" + "ある言葉" * 10 + "ある…"),
        ("長" * 44, "長" * 44),
        ("長い題、" * 12, "長い題、" * 10 + "長い題…"),
    ],
)
def test_a_running_title_is_cut_to_a_line_between_words(title: str, running: str) -> None:
    block = Block("title", (Unit("1.1", title, target=title),))
    assert made(block).running_head == running
    assert made(block, layout="japanese").running_head == running


def test_the_same_article_gives_the_same_edition() -> None:
    assert compose_edition(article("essay"), facts()) == compose_edition(article("essay"), facts())


def test_files_are_named_after_their_layout_and_written_once() -> None:
    made = editions_of(("pdf", "docx", "json"), ("side-by-side", "facing", "english", "facing"))
    assert [one.name("a") for one in made] == [
        "a.pdf",
        "a.facing.pdf",
        "a.english.pdf",
        "a.docx",
        "a.english.docx",
        "a.json",
    ]
    lost = "has no facing pages: it falls back to"
    assert fallbacks(("pdf", "docx", "html", "docx"), ("facing",)) == [
        f"DOCX {lost} side by side",
        f"HTML {lost} side by side",
    ]
    assert fallbacks(("epub", "json"), ("facing", "side-by-side")) == [
        f"EPUB {lost} stacked",
        "EPUB has no columns: it falls back to stacked",
    ]
    assert not fallbacks(("pdf", "docx", "epub"), ("stacked",))
    assert editions_of(("html",), ("facing",)) == (EditionSpec("html"),)
    books = editions_of(("epub",), ("side-by-side", "facing", "stacked", "english"))
    assert [one.name("a") for one in books] == ["a.epub", "a.english.epub"]


@pytest.mark.parametrize(
    ("formats", "layouts", "plan", "expected"),
    [
        (("pdf",), ("japanese",), Plan(vertical=True), "--vertical is for EPUB - add --format epub"),
        (("epub",), ("side-by-side",), Plan(vertical=True), "--vertical is for Japanese alone"),
        (("epub",), ("japanese", "stacked"), Plan(vertical=True), "--vertical is for Japanese alone"),
        (("epub",), ("english",), Plan(popup=True), "--popup needs both languages"),
        (("html",), ("stacked",), Plan(popup=True), "--popup is for EPUB"),
    ],
)
def test_options_of_an_epub_that_fit_nothing_are_refused(formats: Any, layouts: Any, plan: Plan, expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        editions_of(formats, layouts, plan)
    assert editions_of(("pdf", "epub"), ("japanese",), Plan(vertical=True))


@pytest.mark.parametrize(("formats", "layouts"), [(("odt",), ("english",)), (("pdf",), ("columns",))])
def test_what_does_not_exist_is_said(formats: Any, layouts: Any) -> None:
    with pytest.raises(UsageError, match=r"no (format 'odt'|layout 'columns') - use one of"):
        editions_of(formats, layouts)


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://example.org/reserve", "See the site [example.org/reserve]."),
        ("https://example.org/", "See the site [example.org]."),
        ("https://example.org/a/long/path/to/the/page", "See the site [example.org]."),
        ("https://example.org/map?id=3", "See the site [example.org]."),
        ("mailto:a@example.org", "See the site [a@example.org]."),
        ("javascript:alert(1)", "See the site."),
        ("https://exa mple.org/", "See the site."),
    ],
)
def test_a_link_without_its_words_has_its_address_at_the_end_of_the_sentence(link: str, shown: str) -> None:
    unit = Unit("1.1", "案内を見よ。", target="See the site.", marks=(Mark("link", 0, 2, link),))
    (row,) = rows(made(Block("paragraph", (unit,))))
    assert str(row.cells[0].target) == shown


@pytest.mark.parametrize(
    ("marked", "target", "bold"),
    [
        ("4月14日", "It opens on April 14 in Beijing.", ["April 14"]),
        ("北京で4月14日", "It opens on April 14 in Beijing.", ["April 14", "Beijing"]),
        ("開く", "It opens on April 14 in Beijing.", []),
        ("北京", "Beijing opens Beijing.", []),  # either could be meant
        ("北京", "It opens in Beijing's suburbs, in Beijingese.", ["Beijing"]),
        ("北京で4月14日に開く。", "It opens on April 14 in Beijing.", ["It opens on April 14 in Beijing."]),
    ],
)
def test_emphasis_reaches_the_english_where_a_term_or_a_date_carries_it(
    marked: str, target: str, bold: list[str]
) -> None:
    source = "北京で4月14日に開く。"
    start = source.index(marked)
    terms = (
        TermMatch("北京", "Beijing", 0, 2, found=True),
        TermMatch("4月14日", "April 14", 3, 8, found=True, kind="number"),
    )
    unit = Unit("1.1", source, target=target, terms=terms, marks=(Mark("strong", start, start + len(marked)),))
    (row,) = rows(made(Block("paragraph", (unit,))))
    assert [span.text for span in row.cells[0].target.spans if span.bold] == bold
