"""The fonts and the roles in which they are used: the only table of typefaces.

A role has a chain: a character is drawn with the first font of the chain that has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bilingual.editions.theme import Faces, Family

FaceRole = Literal[
    "ja",
    "ja-bold",
    "en",
    "en-italic",
    "en-bold",
    "en-bold-italic",
    "small",
    "head",
    "code",
    "ja-head",
    "ja-title",
    "title",
]
"""What a stretch of text is; `small` is for running heads and labels, `head` and `title` for English headings."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface by the name under which it is installed, and what replaces it on machines that lack it."""

    name: str
    generic: Literal["serif", "sans-serif", "monospace"]
    japanese: bool
    word: tuple[str, ...]
    """What Word tries instead, from Windows to macOS."""
    web: tuple[str, ...]
    """What a browser tries, the name itself included: a list for the CSS property `font-family`."""


TYPEFACES: Mapping[str, Typeface] = {
    "mincho": Typeface(
        "Noto Serif JP",
        "serif",
        japanese=True,
        word=("Noto Serif CJK JP", "Yu Mincho", "YuMincho", "Hiragino Mincho ProN", "MS Mincho"),
        web=(
            "Noto Serif JP",
            "Noto Serif CJK JP",
            "Hiragino Mincho ProN",
            "Yu Mincho",
            "YuMincho",
            "MS PMincho",
            "serif",
        ),
    ),
    "gothic": Typeface(
        "Noto Sans JP",
        "sans-serif",
        japanese=True,
        word=("Noto Sans CJK JP", "Yu Gothic", "YuGothic", "Hiragino Sans", "MS Gothic"),
        web=("Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "YuGothic", "Meiryo", "sans-serif"),
    ),
    "serif": Typeface(
        "Source Serif 4",
        "serif",
        japanese=False,
        word=("Source Serif Pro", "Cambria", "Georgia"),
        web=(
            "Source Serif 4",
            "Source Serif Pro",
            "Charter",
            "Iowan Old Style",
            "Cambria",
            "Georgia",
            "var(--mincho)",
        ),
    ),
    "sans": Typeface(
        "Source Sans 3",
        "sans-serif",
        japanese=False,
        word=("Source Sans Pro", "Calibri", "Helvetica Neue"),
        web=("Source Sans 3", "Source Sans Pro", "Helvetica Neue", "Segoe UI", "var(--gothic)"),
    ),
    "code": Typeface(
        "Consolas",
        "monospace",
        japanese=False,
        word=("Menlo", "DejaVu Sans Mono", "Liberation Mono"),
        web=(
            "ui-monospace",
            "Consolas",
            "Menlo",
            "DejaVu Sans Mono",
            "var(--own-code)",
            "Noto Sans JP",
            "MS Gothic",
            "monospace",
        ),
    ),
}
"""Typefaces by the names of this package; a key of `FACES` begins with one of these."""

LATIN_FACES: Mapping[Family, str] = {"mincho": "serif", "gothic": "sans"}
"""The Latin typeface that goes with a Japanese one."""


@dataclass(frozen=True, slots=True)
class FaceSource:
    """A font, and the font file of which it is a subset."""

    package: str
    file: str
    family: str
    style: str = "Regular"
    axes: tuple[tuple[str, float], ...] = ()
    kerned: bool = False
    """True when pairs of its Latin letters are kerned."""
    pitch: float = 0.0
    """Em; every character takes a multiple of it. 0 for the widths of the font."""


_PITCH = 0.6
"""Em: the width of a letter of Source Code Pro."""
_CJK = "justmytype_intl_cjk"
_SERIF_UPRIGHT = "files/SourceSerif4[opsz,wght].ttf"
_SERIF_ITALIC = "files/SourceSerif4-Italic[opsz,wght].ttf"
_SANS = "files/SourceSans3[wght].ttf"
_SANS_ITALIC = "files/SourceSans3-Italic[wght].ttf"


def _postscript(key: str) -> str:
    return TYPEFACES[key].name.replace(" ", "")


def _noto(family: str, style: str, weight: float) -> FaceSource:
    region = family[-2:]
    file = f"fonts/ofl/notosans{region.lower()}/NotoSans{region}[wght].ttf"
    return FaceSource(_CJK, file, family, style, (("wght", weight),))


def _source_serif(file: str, style: str, weight: float) -> FaceSource:
    # At this weight and optical size a page of it is as grey as one of Noto Serif JP Regular (benchmarks/colour.py).
    axes = (("wght", weight), ("opsz", 12.0))
    return FaceSource("fontpkg_source_serif_4", file, _postscript("serif"), style, axes, kerned=True)


def _source_sans(file: str, style: str, weight: float) -> FaceSource:
    # Regular is used for labels, which are not kerned.
    axes = (("wght", weight),)
    return FaceSource("fontpkg_source_sans_3", file, _postscript("sans"), style, axes, kerned=style != "Regular")


FACES: Mapping[str, FaceSource] = {
    "mincho": FaceSource("pylopdf_fonts_jp", "NotoSerifJP-Regular.otf", _postscript("mincho")),
    "gothic": _noto(_postscript("gothic"), "Regular", 340),
    "gothic-bold": _noto(_postscript("gothic"), "Bold", 660),
    "chinese": _noto("NotoSansSC", "Regular", 400),
    "chinese-bold": _noto("NotoSansSC", "Bold", 700),
    "korean": _noto("NotoSansKR", "Regular", 400),
    "korean-bold": _noto("NotoSansKR", "Bold", 700),
    "serif": _source_serif(_SERIF_UPRIGHT, "Regular", 365),
    "serif-bold": _source_serif(_SERIF_UPRIGHT, "Bold", 650),
    "serif-italic": _source_serif(_SERIF_ITALIC, "Italic", 365),
    "serif-bold-italic": _source_serif(_SERIF_ITALIC, "BoldItalic", 650),
    "sans": _source_sans(_SANS, "Regular", 415),
    "sans-bold": _source_sans(_SANS, "Semibold", 650),
    "sans-italic": _source_sans(_SANS_ITALIC, "Italic", 415),
    "sans-bold-italic": _source_sans(_SANS_ITALIC, "SemiboldItalic", 650),
    "code": FaceSource(
        "fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf", "SourceCodePro", axes=(("wght", 400),), pitch=_PITCH
    ),
    # A kanji is as wide as two letters, so that columns of code are aligned.
    "gothic-code": replace(_noto(_postscript("gothic"), "RegularCode", 350), pitch=_PITCH),
}

_FAR = ("chinese", "korean")
_FAR_BOLD = ("chinese-bold", "korean-bold")
_BOLD = ("gothic-bold", *_FAR_BOLD)

_TEXT: Mapping[Family, Mapping[FaceRole, tuple[str, ...]]] = {
    "mincho": {
        # In the Japanese column mincho keeps its own Latin: Source Serif looks heavier beside it.
        "ja": ("mincho", "serif", "sans", "gothic", *_FAR),
        "en": ("serif", "sans", "mincho", "gothic", *_FAR),
        "en-italic": ("serif-italic", "serif", "sans", "mincho", "gothic", *_FAR),
        "en-bold": ("serif-bold", "sans-bold", *_BOLD),
        "en-bold-italic": ("serif-bold-italic", "serif-bold", "sans-bold", *_BOLD),
    },
    "gothic": {
        "ja": ("gothic", "sans", *_FAR),
        "en": ("sans", "gothic", *_FAR),
        "en-italic": ("sans-italic", "sans", "gothic", *_FAR),
        "en-bold": ("sans-bold", *_BOLD),
        "en-bold-italic": ("sans-bold-italic", "sans-bold", *_BOLD),
    },
}
_JA_HEAD: Mapping[Family, tuple[str, ...]] = {
    "mincho": ("mincho", "serif", "sans", "gothic", *_FAR),
    "gothic": ("gothic-bold", "sans-bold", *_FAR_BOLD),
}
_EN_HEAD: Mapping[Family, tuple[str, ...]] = {
    "mincho": ("serif-bold", "sans-bold", *_BOLD),
    "gothic": ("sans-bold", *_BOLD),
}


def chains(faces: Faces) -> Mapping[FaceRole, tuple[str, ...]]:
    """Return the chain of every role."""
    return {
        **_TEXT[faces.text],
        "ja-bold": ("gothic-bold", "sans-bold", *_FAR_BOLD),
        "small": ("sans", "gothic", *_FAR),
        "code": ("code", "gothic-code", *_FAR),
        "ja-head": _JA_HEAD[faces.headings],
        "head": _EN_HEAD[faces.headings],
        "ja-title": _JA_HEAD[faces.title],
        # There is no bold mincho, and a bold serif would be too heavy beside it.
        "title": _TEXT["mincho"]["en"] if faces.title == "mincho" else _EN_HEAD["gothic"],
    }
