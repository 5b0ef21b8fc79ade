"""Every encoding Japanese text comes in, and every file that is not text."""

from __future__ import annotations

import codecs
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import InputError
from bilingual.reading import READERS, read
from bilingual.reading.decode import decode

TEXTS = [
    "首脳会談\n両首脳は北京で会談した。",
    "お知らせ\n明日は休みです。",
    "東京\n大阪",
    "カタカナ\nテスト。",
    "あいうえお",
    "【速報】「戦勝国」の連帯――2025年9月2日、\nSCOサミットに出席。",
    "Web APIの使い方\nGETを送る。",
    "日本\r\n国",
]
ENCODINGS = [
    "utf-8", "utf-8-sig", "cp932", "shift_jis", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
]  # fmt: skip


def encoded(text: str, encoding: str) -> bytes:
    if encoding in {"shift_jis", "euc_jp", "iso2022_jp"}:
        text = text.replace("―", "-")
    return text.encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_short_article_in_each_encoding(text: str, encoding: str) -> None:
    data = encoded(text, encoding)
    expected = data.decode("utf-8" if encoding == "utf-8" else encoding).removeprefix("\ufeff")
    assert decode(data) == expected


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16-le"])
def test_a_long_article_in_each_encoding(encoding: str) -> None:
    text = "会談ではエネルギー、宇宙、農業など二十の分野で文書に署名しました。\n" * 400
    assert decode(text.encode(encoding)) == text


@given(st.text("のはがをにで、。東京都会議日本語学校行時間人々カタナ「」\n", min_size=8, max_size=40))
def test_no_sentence_with_kana_becomes_mojibake(text: str) -> None:
    text = "これは" + text
    for encoding in ("cp932", "euc_jp", "iso2022_jp", "utf-8", "utf-16"):
        assert decode(text.encode(encoding)) == text


def test_vendor_characters() -> None:
    assert decode("①髙橋㈱の件\nよろしく。".encode("cp932")) == "①髙橋㈱の件\nよろしく。"
    assert decode("①㈱の件です\nよろしく。".encode("euc_jis_2004")) == "①㈱の件です\nよろしく。"
    mail = b"\x1b$B-!7o\x1b(B\n" + "よろしく。".encode("iso2022_jp")
    assert decode(mail) == "①件\nよろしく。"
    assert decode("①です。".encode("cp932"), encoding="shift_jis") == "①です。"


def test_names_are_not_normalised() -> None:
    text = "髙﨑 葛\U000e0100城 が\u3099 ｶﾞ Ａ１\n辻󠄀さん。"
    assert decode(text.encode()) == text


@pytest.mark.parametrize("name", ["utf8", "UTF-8", "sjis", "Shift_JIS", "CP932", "EUC-JP", "utf-16", "iso-2022-jp"])
def test_a_named_encoding_is_used(name: str) -> None:
    assert decode("日本語の文章。".encode(name), encoding=name) == "日本語の文章。"


@pytest.mark.parametrize("name", ["nonsense", "", "base64", "rot13", "日本", "a\0b", "hex"])
def test_an_unknown_encoding_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="unknown encoding") as caught:
        decode(b"abc", place="a.txt", encoding=name)
    assert "utf-8" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_wrong_named_encoding_is_refused() -> None:
    with pytest.raises(InputError, match="is not utf-8: the bytes on line 2"):
        decode("a\n日本語".encode("cp932"), encoding="utf-8")


@pytest.mark.parametrize(
    "data",
    [
        "你好，世界。这是一篇中文文章，说明问题。".encode("gb18030"),
        "안녕하세요. 한국어 문장입니다.".encode("cp949"),
        "Žluťoučký kůň úpěl ďábelské ódy.".encode("cp1250"),
        "Привет, мир. Это русский текст.".encode("cp1251"),
        "“Smart quotes” and café – naïve.".encode("cp1252"),
    ],
)
def test_other_encodings_are_refused_and_never_guessed(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, place="a.txt")
    assert str(caught.value).startswith("a.txt: ")
    assert "--encoding" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_damaged_files_are_refused(encoding: str) -> None:
    data = "一行目の文です。\n二行目の文です。\n三行目です。\n".encode(encoding)
    lines = data.split(b"\n")
    lines[1] = lines[1][:7] + b"\xff" + lines[1][7:]
    with pytest.raises(InputError) as caught:
        decode(b"\n".join(lines), place="a.txt")
    assert "--encoding" in str(caught.value)


def test_damaged_utf8_names_the_line() -> None:
    data = "一行目の文です。\n二行目の".encode() + b"\xe3\n" + "文です。".encode()
    with pytest.raises(InputError, match="looks like UTF-8, but is damaged on line 2"):
        decode(data)
    with pytest.raises(InputError, match="UTF-8"):
        decode(codecs.BOM_UTF8 + data)


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "zip": b"PK\x03\x04\x14\0\0\0",
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "rtf": b"{\\rtf1\\ansi abc}",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "nul": b"abc\0def\0\0",
    "noise": bytes(range(256)) * 4,
    "controls": b"\x01\x02\x03\x04abc",
}


@pytest.mark.parametrize("kind", sorted(BINARY))
def test_binary_files_are_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(BINARY[kind])
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.exit_code == 3
    assert str(path) in str(caught.value)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_a_word_file_named_txt_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(InputError, match="no DOCX file"):
        read(path)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u3000\n\u3000", "\ufeff", "\u200b\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_empty_files_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        decode(text.encode(encoding))


def test_places_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "missing.docx")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path / "folder.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / ("x" * 400 + ".txt"))
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "a\0b.txt")
    (tmp_path / "a.txt").write_text("日本語", "utf-8")
    with pytest.raises(InputError, match=r"cannot be read|no such file"):
        read(tmp_path / "a.txt" / "b.txt")


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="rights work otherwise there")
def test_a_file_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("日本語", "utf-8")
    if os.geteuid() == 0:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    else:
        path.chmod(0)
    with pytest.raises(InputError, match="permission denied"):
        read(path)


def test_huge_files_are_refused(tmp_path: Path) -> None:
    for reader in READERS:
        limit = 20 if reader.sniff is None else 200
        assert reader.limit == limit * 1024 * 1024
        path = tmp_path / f"a{reader.suffixes[0]}"
        with path.open("wb") as file:
            file.truncate(reader.limit + 1)
        with pytest.raises(InputError, match=f"larger than {limit} MB"):
            read(path)
        path.unlink()
        small = replace(reader, limit=6)
        small.check_size("日本".encode(), path)
        with pytest.raises(InputError, match="larger than"):
            small.check_size(b"1234567", path)


@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".csv", ".TXTX"])
def test_other_formats_are_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text("日本語", "utf-8")
    with pytest.raises(InputError, match="not supported") as caught:
        read(path)
    assert ".docx" in str(caught.value)


@pytest.mark.parametrize("name", ["a", "a.txt", "a.TXT", "a.text", "a.md", "a.markdown", "a.v1.txt"])
def test_names(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("日本語の文。", "utf-8")
    article = read(path)
    assert article.path == name
    assert article.name == Path(name).stem
    assert article.blocks[0].source == "日本語の文。"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert text.strip("\ufeff\u200b \n\t\r\u3000")
        assert "\0" not in text
