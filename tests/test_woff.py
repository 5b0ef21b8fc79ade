"""WOFF 1.0: a reader of its own gets back the very tables that were packed."""

from __future__ import annotations

import io
import struct
import zlib

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from bilingual.editions.fonts.fontset import prepare_fonts
from bilingual.editions.html.woff import pack


def sfnt(tables: dict[bytes, bytes]) -> bytes:
    """A font file as far as its directory goes."""
    offset = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, 0, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0) + directory + body


def unpack(data: bytes) -> dict[bytes, bytes]:
    """Read as the format says: a table is deflated exactly if it is shorter than its original."""
    signature, _, length, count, _, whole = struct.unpack_from(">4s4sIHHI", data)
    assert (signature, length) == (b"wOFF", len(data))
    found = {}
    for at in range(count):
        tag, start, packed, original, _ = struct.unpack_from(">4sIIII", data, 44 + 20 * at)
        assert start % 4 == 0
        table = data[start : start + packed]
        found[tag] = zlib.decompress(table) if packed < original else table
        assert len(found[tag]) == original
    assert whole == 12 + sum(16 + (len(table) + 3) // 4 * 4 for table in found.values())
    return found


@given(st.lists(st.binary(max_size=80), min_size=1, max_size=5))
def test_every_table_comes_back(contents: list[bytes]) -> None:
    tables = {f"tab{at}".encode(): data for at, data in enumerate(contents)}
    assert unpack(pack(sfnt(tables))) == tables


def test_a_table_that_deflates_to_its_own_length_is_left_plain() -> None:
    # Found by looking at a title whose letters were all over the page: the widths had been packed to their own length.
    runs = (bytes(range(length)) + b"\0" * zeros for length in range(60) for zeros in range(40))
    table = next(data for data in runs if len(zlib.compress(data, 9)) == len(data))
    assert unpack(pack(sfnt({b"hmtx": table}))) == {b"hmtx": table}


def test_a_face_is_read_back_and_is_smaller() -> None:
    face = next(iter(prepare_fonts({"ja": "今日は晴れ、明日は雨。「東京」の天気予報を見る。"}).faces.values()))
    packed = pack(face.data)
    before, after = TTFont(io.BytesIO(face.data)).reader, TTFont(io.BytesIO(packed), checkChecksums=2).reader
    assert before is not None and after is not None and len(packed) < 0.9 * len(face.data)
    assert unpack(packed) == {tag.encode(): before[tag] for tag in before.tables}
    assert {tag: entry.checkSum for tag, entry in after.tables.items()} == {
        tag: entry.checkSum for tag, entry in before.tables.items()
    }


def test_kerning_is_in_the_face() -> None:
    face = prepare_fonts({"en": "AVATAR To Type, We."}).faces["serif"]
    font = TTFont(io.BytesIO(pack(face.data)))
    assert face.kerns["AV"] < 0
    assert [record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord] == ["kern"]
