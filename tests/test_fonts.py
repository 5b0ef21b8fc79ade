"""The faces of an edition: small, complete, the same every time."""

from __future__ import annotations

from importlib import resources
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from bilingual.editions.fonts import subset
from bilingual.editions.fonts.faces import FACES, FaceRole
from bilingual.editions.fonts.fontset import GETA, FontSet, missing_characters, prepare_fonts, shown
from bilingual.errors import EngineError

TEXT = "髙﨑𠮷田の習近平（SCO）、ō Šimon 习们这 가 葛\U000e0100"


@pytest.fixture(scope="module")
def prepared() -> FontSet:
    return prepare_fonts({"ja": TEXT + "😀", "ja-bold": "見出し", "en": "AVATAR Tokyo – 習 ž", "head": "Head 習"})


def test_every_character_has_a_face_that_has_it(prepared: FontSet) -> None:
    for role, text in (("ja", TEXT), ("en", "AVATAR Tokyo – 習 ž"), ("head", "Head 習"), ("ja-bold", "見出し")):
        runs = prepared.runs(text, role)  # type: ignore[arg-type]
        assert "".join(part for part, _ in runs) == text
        for part, face in runs:
            assert set(part) <= set(prepared.faces[face].widths)


def test_japanese_keeps_its_own_latin_and_english_its_own(prepared: FontSet) -> None:
    assert prepared.runs("習近平（SCO）", "ja") == [("習近平（SCO）", "mincho")]
    assert prepared.runs("Tokyo 習", "en") == [("Tokyo ", "serif"), ("習", "mincho")]


def test_simplified_and_korean_names_fall_back(prepared: FontSet) -> None:
    faces = dict(prepared.runs("髙习가", "ja"))
    assert faces == {"髙": "mincho", "习": "chinese", "가": "korean"}


def test_variation_selectors_stay_with_their_character_and_take_no_room(prepared: FontSet) -> None:
    ((text, face),) = prepared.runs("葛\U000e0100", "ja")
    assert text == "葛\U000e0100"
    assert prepared.faces[face].advances(text) == [1.0, 0.0]


def test_a_variant_has_its_own_glyph() -> None:
    """葛城市 writes its 葛 with E0100, Katsushika in Tokyo with E0101, which is the form the face has anyway."""
    faces = prepare_fonts({"ja": "葛\U000e0100城と葛\U000e0101飾と葛、神\ufe00と一\ufe00"}).faces
    face = faces["mincho"]
    assert {"神\ufe00", "葛\U000e0100"} <= {*face.variants} and "葛\U000e0101" not in face.variants
    assert face.variants["葛\U000e0100"] != face.glyphs["葛"]
    kept = hb.Font(hb.Face(hb.Blob(face.data))).get_variation_glyph(ord("葛"), 0xE0100)
    assert kept == face.variants["葛\U000e0100"]  # a browser finds it, too


def test_what_no_face_has_is_reported_and_drawn_as_geta(prepared: FontSet) -> None:
    assert prepared.missing == {"😀"}
    ((_, key),) = prepared.runs("😀", "ja")
    face = prepared.faces[key]
    assert face.glyphs["😀"] == face.glyphs[GETA] != 0
    assert face.widths["😀"] == face.widths[GETA] == 1.0


def test_missing_reports_before_anything_is_drawn() -> None:
    assert missing_characters("漢字 Latin\n\x00\u200d 😀 שלום") == set("😀שלום")
    assert not missing_characters(TEXT)


def test_faces_are_small_and_as_they_were_drawn(prepared: FontSet) -> None:
    for key, face in prepared.faces.items():
        assert len(face.data) < 60_000
        font = TTFont(BytesIO(face.data))
        assert ("CFF " in font) == (key == "mincho")
        assert "fvar" not in font and "GSUB" not in font and "fpgm" not in font
        # The glyphs are numbered as the file numbers them, and as wide as it says.
        known = {chr(code): name for code, name in font.getBestCmap().items()}
        for character, name in known.items():
            assert font.getGlyphID(name) == face.glyphs[character]
            assert font["hmtx"][name][0] / font["head"].unitsPerEm == face.widths[character]
    assert len({face.name for face in prepared.faces.values()}) == len(prepared.faces)


def test_nobody_is_called_after_the_default_weight(prepared: FontSet) -> None:
    names = [
        record.toUnicode() for face in prepared.faces.values() for record in TTFont(BytesIO(face.data))["name"].names
    ]
    assert not [name for name in names if "Thin" in name or "ExtraLight" in name]
    assert any("Open Font License" in name for name in names)


def test_weights_differ() -> None:
    both = prepare_fonts({"ja-bold": "永", "small": "永"})
    assert len({face.data for key, face in both.faces.items() if key in ("gothic-bold", "gothic")}) == 2


def test_latin_is_kerned(prepared: FontSet) -> None:
    serif = prepared.faces["serif"]
    assert sum(serif.advances("AV")) < sum(serif.advances("A")) + sum(serif.advances("V"))


def test_kerning_is_that_of_the_cut(prepared: FontSet) -> None:
    """The pairs of the cut that is used, not of the default one: a shaper of the whole font says the same."""
    path = resources.files("fontpkg_source_serif_4").joinpath("files/SourceSerif4[opsz,wght].ttf")
    whole = hb.Font(hb.Face(hb.Blob(path.read_bytes())))
    whole.set_variations(dict(FACES["serif"].axes))
    serif = prepare_fonts({"en": "AVTo.iyWf’,"}).faces["serif"]

    def advance(text: str, kern: bool) -> list[int]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(whole, buffer, {"kern": kern, "liga": False, "clig": False, "calt": False})
        return [position.x_advance for position in buffer.glyph_positions]

    for pair in ("AV", "To", "iy", "Wf", "f’", "T.", "oo"):
        expected = (advance(pair, True)[0] - advance(pair, False)[0]) / 1000
        assert serif.kerns.get(pair, 0.0) == pytest.approx(expected), pair


def test_dashes_are_joined(prepared: FontSet) -> None:
    """Drawn one by one, they would have a gap: two and three of them are one glyph, as wide as they are."""
    for role in ("ja", "ja-head"):
        (face,) = prepare_fonts({role: "前――後"}).faces.values()
        widths = subset.metrics(face.data).widths
        assert {text: widths[glyph] for text, glyph in face.ligatures.items()} == {"――": 2000, "―――": 3000}
    assert not prepared.faces["serif"].ligatures


@pytest.mark.parametrize("role", ["en", "en-bold", "en-italic", "head"])
def test_dashes_do_not_disturb_the_kerning(role: FaceRole) -> None:
    """A shaper may replace a pair of dashes by one glyph, whatever was asked."""
    faces = prepare_fonts({role: "AV——――W"}).faces.values()
    assert any(face.kerns.get("AV") for face in faces)


def test_marks_are_not_kerned_away() -> None:
    # A shaper joins a letter and its mark: the pairs would be counted wrong.
    kerns = prepare_fonts({"en": "AVe\u0301\u00ado"}).faces["serif"].kerns
    assert kerns["AV"] < 0
    assert not [pair for pair in kerns if "\u0301" in pair]


def test_the_same_bytes_every_time() -> None:
    one, two = (prepare_fonts({"ja": "漢字kana", "en": "Text"}) for _ in range(2))
    assert {key: face.data for key, face in one.faces.items()} == {key: face.data for key, face in two.faces.items()}


def test_the_order_of_the_characters_does_not_matter() -> None:
    one, two = prepare_fonts({"ja": "漢字あ"}), prepare_fonts({"ja": "あ字漢漢"})
    assert one.faces["mincho"].data == two.faces["mincho"].data


def test_a_missing_package_is_an_engine_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EngineError, match="pylopdf-fonts-jp is not installed") as caught:
        prepare_fonts({"ja": "漢"})
    assert caught.value.exit_code == 5
    assert "install" in caught.value.remedy


@pytest.mark.parametrize("data", [b"", b"OTTO", b"\0\1\0\0" + b"\xff" * 200, b"not a font at all", None])
def test_a_broken_file_is_an_engine_error(data: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "NotoSerifJP-Regular.otf").write_bytes(data)
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    with pytest.raises(EngineError, match="cannot be read"):
        prepare_fonts({"ja": "漢"})


def test_shown_drops_controls_and_keeps_line_feeds() -> None:
    assert shown("a\tb\x00\r\nc\ud800\u00add\u2028e") == "a    b\nc" + "d\ne"
