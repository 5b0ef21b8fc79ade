"""What an HTML page says by itself, in both languages: to those who hear it, and on its controls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bilingual.editions.model import Lang
from bilingual.languages.japanese.scripts import KANA

has_kana = re.compile(f"[{KANA}]").search
"""What makes a note of the glossary Japanese."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language. `{}` is a number."""

    name: str
    """The language's name in itself."""
    skip: str
    both: str
    furigana: str
    guessed: str
    untitled: str
    paragraph: str
    note: str
    back: str
    draft: str
    findings: str
    table: str
    error: str
    warning: str


LABELS: Mapping[Lang, Labels] = {
    "en": Labels(
        name="English",
        skip="Skip to the text",
        both="Both",
        furigana="Furigana",
        guessed="Pale furigana are a machine’s readings; nobody has confirmed them.",
        untitled="Untitled",
        paragraph="Paragraph {}",
        note="Note {}",
        back="Back to the text from note {}",
        draft="Machine translation, not reviewed",
        findings="Findings",
        table="Table",
        error="error",
        warning="warning",
    ),
    "ja": Labels(
        name="日本語",
        skip="本文へ",
        both="対訳",
        furigana="ふりがな",
        guessed="薄いふりがなは機械による推定で、確認されていません。",
        untitled="無題",
        paragraph="段落 {}",
        note="注 {}",
        back="注 {} から本文へ戻る",
        draft="機械翻訳・未確認",
        findings="指摘",
        table="表",
        error="誤り",
        warning="注意",
    ),
}
