"""Pictures are read with the article: which ones, once each, and nothing outside its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bilingual.editions.compose.article import compose_edition
from bilingual.editions.pictures import Picture
from bilingual.editions.plan import Facts
from bilingual.model import Article
from bilingual.reading import assets, read
from test_docx import png


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "article"
    (made / "img" / "folder.png").mkdir(parents=True)
    (made / "img" / "a.PNG").write_bytes(png(8, 4))
    (made / "b.jpeg").write_bytes(b"\xff\xd8 cut short")
    (made / "secret.key").write_bytes(png(1, 1))
    (tmp_path / "outside.png").write_bytes(png(2, 2))
    return made


def article(folder: Path, *addresses: str) -> Article:
    lines = [f"![図]({address})" for address in addresses]
    (folder / "a.md").write_text("# 題\n\n" + "\n\n".join(lines), "utf-8")
    return read(folder / "a.md")


def test_a_local_picture_is_read_once_for_all_its_addresses(folder: Path) -> None:
    found = article(folder, "img/a.PNG", "./img/a.PNG", "img/../img/a.PNG", "img/a.PNG", "b.jpeg")
    named = dict(found.assets)
    assert list(named) == ["img/a.PNG", "./img/a.PNG", "img/../img/a.PNG", "b.jpeg"]
    assert len({id(asset.data) for asset in named.values()}) == 2
    assert (named["img/a.PNG"].name, named["img/a.PNG"].data) == ("a.PNG", png(8, 4))
    assert "IHDR" not in repr(found)


@pytest.mark.parametrize(
    "address",
    [
        "none.png",
        "../outside.png",
        "img/../../outside.png",
        "secret.key",
        "img",
        "img/folder.png",
        "https://example.org/a.png",
        "//example.org/a.png",
        "file:img/a.PNG",
        "data:image/png;base64,AAAA",
        "/img/a.PNG",
        "link.png",
        "x" * 5000 + ".png",
        "",
    ],
)
def test_other_pictures_are_absent(folder: Path, address: str) -> None:
    if hasattr(os, "symlink"):
        (folder / "link.png").symlink_to(folder.parent / "outside.png")
    assert article(folder, address).assets == ()


def test_a_picture_that_is_too_large_or_unreadable_is_absent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_LIMIT", len(png(8, 4)) - 1)
    assert [address for address, _ in article(folder, "img/a.PNG", "b.jpeg").assets] == ["b.jpeg"]
    monkeypatch.setattr(assets, "_LIMIT", len(png(8, 4)))
    made = article(folder, "img/a.PNG")
    assert made.assets

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert assets.with_assets(made, folder).assets == ()


def test_an_edition_has_the_pictures_even_when_the_files_are_gone(folder: Path) -> None:
    found = article(folder, "img/a.PNG", "b.jpeg", "none.png", "./img/a.PNG")
    (folder / "img" / "a.PNG").unlink()
    edition = compose_edition(found, Facts("s", "2025-01-01", "0"))
    first, cut, missing, again = [row.image for section in edition.sections for row in section.rows]
    assert first == again == Picture(png(8, 4), "png", 8, 4)
    assert cut is missing is None
