"""The id of a Word edition: made of its content, kept by other programs, and no longer right when they save it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx as python_docx
import pytest

from bilingual.editions.docx.identity import FIRST_DAY, article_name, edition_id, is_unchanged
from bilingual.editions.docx.writer import draw_docx
from bilingual.editions.plan import Plan
from test_docx_editions import article, edition

ESSAY = replace(edition("essay", Plan(embed_fonts=False)), article="随筆 & <1>.txt")
DATA = draw_docx(ESSAY)


def again(
    data: bytes, *, drop: tuple[str, ...] = (), entries: dict[str, object] | None = None, **parts: bytes
) -> bytes:
    """The file with parts changed (`word__document`), zipped in the same way."""
    out = io.BytesIO()
    changed = {f"{name.replace('__', '/')}.xml": text for name, text in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in [*source.namelist(), *(name for name in changed if name not in source.namelist())]:
            if name in drop:
                continue
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system = 0
            for key, value in (entries or {}).items():
                setattr(entry, key, value)
            target.writestr(entry, changed.get(name) or source.read(name))
    return out.getvalue()


def content(name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(DATA)).read(name)


def test_the_id_is_a_hash_of_the_content() -> None:
    assert re.fullmatch("urn:bilingual:[0-9a-f]{32}", edition_id(DATA)) and is_unchanged(DATA) is True
    assert article_name(DATA) == "随筆 & <1>.txt"
    assert python_docx.Document(io.BytesIO(DATA)).core_properties.identifier == edition_id(DATA)
    assert draw_docx(ESSAY) == DATA
    others = [draw_docx(replace(ESSAY, author="X")), draw_docx(replace(ESSAY, article="b.txt"))]
    assert len({edition_id(data) for data in (DATA, *others)}) == 3


def test_a_file_that_was_saved_again_is_told_from_ours() -> None:
    opened = python_docx.Document(io.BytesIO(DATA))
    opened.paragraphs[0].runs[0].text = "Another title"
    saved = io.BytesIO()
    opened.save(saved)
    assert edition_id(saved.getvalue()) == edition_id(DATA) and is_unchanged(saved.getvalue()) is False
    assert article_name(saved.getvalue()) == "随筆 & <1>.txt"
    assert is_unchanged(again(DATA)) is True  # the same parts
    assert is_unchanged(again(DATA, docProps__app=b"<Properties/>")) is False
    assert is_unchanged(again(DATA, drop=("word/footnotes.xml", "word/styles.xml"))) is False


def test_one_of_two_ids_is_enough() -> None:
    without = again(DATA, docProps__custom=b"<Properties/>")
    assert edition_id(without) == edition_id(DATA) and article_name(without) == "" and is_unchanged(without) is False
    core = content("docProps/core.xml").replace(edition_id(DATA).encode(), b"ISBN 1")
    assert edition_id(again(DATA, docProps__core=core)) == edition_id(DATA)
    assert edition_id(again(DATA, docProps__core=core, docProps__custom=b"<Properties/>")) == ""


@pytest.mark.parametrize(
    ("entries", "parts", "expected"),
    [
        ({}, {}, True),
        ({"date_time": (2026, 1, 1, 0, 0, 0)}, {}, None),
        ({"create_system": 3}, {}, None),
        ({}, {"docProps__app": b"<Properties/>"}, None),
    ],
)
def test_an_edition_of_an_older_version_is_known_by_its_entries(
    entries: dict[str, object], parts: dict[str, bytes], expected: bool | None
) -> None:
    core = content("docProps/core.xml").replace(edition_id(DATA).encode(), b"")
    old = again(DATA, drop=("docProps/custom.xml",), entries=entries, docProps__core=core, **parts)
    assert edition_id(old) == "" and is_unchanged(old) is expected


def test_what_is_no_edition_has_no_id() -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "x")
    for data in (b"", b"PK\3\4", b"%PDF-1.7", zipped.getvalue(), DATA[: len(DATA) // 2]):
        assert edition_id(data) == "" and article_name(data) == "" and is_unchanged(data) is None


def test_a_damaged_edition_is_not_unchanged() -> None:
    at = DATA.index(b"word/document.xml") + 200
    damaged = DATA[:at] + bytes([DATA[at] ^ 255]) + DATA[at + 1 :]
    assert is_unchanged(damaged) is False


def test_every_edition_has_the_keys_of_its_units() -> None:
    assert dict(ESSAY.keys).keys() == {unit.id for unit in article("essay").units if unit.source.strip()}
