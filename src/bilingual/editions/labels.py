"""The words of an edition that are not the article's, in each language: headings, column labels, controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language. `{}` is a number; a line of the colophon whose label is empty is left out."""

    lang: Literal["ja", "en"]
    name: str
    """The language's name in itself."""
    subjects: Mapping[str, str]
    """Layout → what the document's metadata says the edition is."""
    untitled: str

    # Page and headings
    column_source: str
    column_target: str
    page: str
    """Template of the page number, with `{page}` and `{pages}`."""
    toc_heading: str
    notes_heading: str
    terms_heading: str
    colophon_heading: str

    # Colophon
    colon: str
    """Between a label and its value."""
    listed: str
    """Between two of them."""
    source: str
    author: str
    published: str
    translation: str
    reviewed: str
    """Nothing is reviewed; a part of `{}` of `{}` sentences is; everything is."""
    reviewed_part: str
    reviewed_all: str
    glossary: str
    signature: str
    made_with: str

    marks: str
    marked: str
    """What the rule beside English says."""

    # Controls and notices of a web page
    skip: str
    languages: str
    """Name of the choice between one language and both."""
    both: str
    furigana: str
    guessed: str
    """What pale furigana are."""

    # Names of things, many of them for screen readers
    paragraph: str
    note: str
    note_sign: str
    """Before a note that has no number."""
    back: str
    """Name of the link from a note to its marker."""
    draft: str
    findings: str
    error: str
    warning: str
    table: str
    numbered_table: str
    other: str
    """In a text of this language: the sign of the same text in the other one."""
    picture: str
    columns_description: str
    """Alternative text of the table that has the columns."""
    terms_description: str
    """Alternative text of the table of names and terms."""


LABELS: Mapping[Literal["ja", "en"], Labels] = {
    "en": Labels(
        lang="en",
        name="English",
        subjects={
            "side-by-side": "Japanese–English side-by-side edition",
            "facing": "Japanese–English edition on facing pages",
            "stacked": "Japanese–English edition, paragraph under paragraph",
            "english": "English edition",
        },
        untitled="Untitled",
        column_source="Japanese",
        column_target="English",
        page="{page} / {pages}",
        toc_heading="Contents",
        notes_heading="Notes",
        terms_heading="Names and terms",
        colophon_heading="About this edition",
        colon=": ",
        listed=" · ",
        source="Source",
        author="Author",
        published="Published",
        translation="Translation",
        reviewed="Machine translation, not reviewed",
        reviewed_part="Machine translation, {} of {} sentences reviewed",
        reviewed_all="Machine translation, reviewed",
        glossary="Glossary",
        signature="Signature",
        marks="Marks",
        marked="a rule beside the English: a machine draft that nobody has reviewed",
        made_with="Made with",
        skip="Skip to the text",
        languages="Languages",
        both="Both",
        furigana="Furigana",
        guessed="Pale furigana are generated readings and have not been checked.",
        paragraph="Paragraph {}",
        note="Note {}",
        note_sign="Note:",
        back="Back to the text from note {}",
        draft="Machine translation, not reviewed",
        findings="Findings",
        error="error",
        warning="warning",
        table="Table",
        numbered_table="Table {}",
        other="原文",
        picture="Picture {}",
        columns_description="One row for each paragraph: the text in one language, and in the other beside it.",
        terms_description="The Japanese names and terms of this article with their English.",
    ),
    "ja": Labels(
        lang="ja",
        name="日本語",
        subjects={"japanese": "日本語版"},
        untitled="無題",
        column_source="日本語",
        column_target="英語",
        page="{page} / {pages}",
        toc_heading="目次",
        notes_heading="注",
        terms_heading="人名・用語",
        colophon_heading="この版について",
        colon="：",
        listed="　",
        source="原文",
        author="著者",
        published="掲載",
        # A Japanese edition has no translation, so it says nothing about one.
        translation="",
        reviewed="",
        reviewed_part="",
        reviewed_all="",
        glossary="",
        signature="",
        marks="印",
        marked="英文の横の線：未確認の機械翻訳",
        made_with="作成",
        skip="本文へ",
        languages="言語",
        both="対訳",
        furigana="ふりがな",
        guessed="薄いふりがなは機械による推定で、確認されていません。",
        paragraph="段落 {}",
        note="注 {}",
        note_sign="注：",
        back="注 {} から本文へ戻る",
        draft="機械翻訳・未確認",
        findings="指摘",
        error="誤り",
        warning="注意",
        table="表",
        numbered_table="表 {}",
        other="訳",
        picture="図 {}",
        columns_description="各行に一つの段落。一方の言語と、その隣に他方の言語。",
        terms_description="この記事の日本語の人名・用語と、その訳語。",
    ),
}
