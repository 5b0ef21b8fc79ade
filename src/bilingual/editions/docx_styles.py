"""Styles, fonts and settings of a Word edition: what a Word user restyles instead of formatting by hand.

Elements inside `w:pPr`, `w:rPr`, `w:style` and `w:settings` stand in the order of ECMA-376's schema: Word insists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bilingual.editions.docx_package import NAMESPACES
from bilingual.editions.markup import element, empty

Face = Literal["ja", "en", "head", "code"]

TEXT_SIZE = {"ja": 9.5, "en": 10.0}
"""Points. Mincho looks larger than Latin of the same size."""
LINE = 15.0
"""Points from baseline to baseline in both languages, so that the first lines of a row stand level."""

_FACES: dict[Face, tuple[str, str]] = {
    "ja": ("Noto Serif JP", "Noto Serif JP"),  # Source Serif looks heavier beside mincho
    "en": ("Source Serif 4", "Noto Serif JP"),
    "head": ("Source Sans 3", "Noto Sans JP"),
    "code": ("Consolas", "Noto Sans JP"),
}
# Name → other names to try, charset (80 is Shift JIS), family, pitch.  Word looks the other names up on machines
# without the first; the lists go from Windows to macOS.
_FONTS: dict[str, tuple[str, str, str, str]] = {
    "Noto Serif JP": ("Noto Serif CJK JP,Yu Mincho,YuMincho,Hiragino Mincho ProN,MS Mincho", "80", "roman", "variable"),
    "Noto Sans JP": ("Noto Sans CJK JP,Yu Gothic,YuGothic,Hiragino Sans,MS Gothic", "80", "swiss", "variable"),
    "Source Serif 4": ("Source Serif Pro,Cambria,Georgia", "00", "roman", "variable"),
    "Source Sans 3": ("Source Sans Pro,Calibri,Helvetica Neue", "00", "swiss", "variable"),
    "Consolas": ("Menlo,DejaVu Sans Mono,Liberation Mono", "00", "modern", "fixed"),
}
_GREY = "595959"  # 7:1 on white
RULE_COLOR = "BFBFBF"


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """One paragraph style. Lengths are points."""

    name: str
    base: str = "Normal"
    face: Face = "en"
    size: float = TEXT_SIZE["en"]
    line: float = LINE
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    align: Literal["left", "both", "center", "right"] = "left"
    bold: bool = False
    color: str = ""
    outline: int | None = None
    """Level in the navigation pane, from 0."""
    keep_next: bool = False
    rule: Literal["", "top", "left", "bottom"] = ""

    @property
    def id(self) -> str:
        """Return what `w:pStyle` says."""
        return self.name.title().replace(" ", "")


def _in_both_languages(style: ParagraphStyle) -> tuple[ParagraphStyle, ParagraphStyle]:
    smaller = style.size + TEXT_SIZE["ja"] - TEXT_SIZE["en"]
    japanese = replace(
        style, name=f"Japanese {style.name}", base="Japanese Text", face="ja", size=smaller, align="both"
    )
    return japanese, replace(style, name=f"English {style.name}", base="English Text")


def _headings() -> tuple[ParagraphStyle, ...]:
    heading = ParagraphStyle("heading", face="head", bold=True, before=16, after=3, keep_next=True)
    sizes = (14.0, 12.0, 11.0, 10.5, 10.5, 10.5)
    return tuple(
        replace(heading, name=f"heading {level}", size=size, line=size * 1.4, outline=level - 1)
        for level, size in enumerate(sizes, 1)
    )


PARAGRAPH_STYLES: tuple[ParagraphStyle, ...] = (
    ParagraphStyle("Normal", base=""),
    ParagraphStyle("Title", face="head", size=20, line=28, after=4, bold=True, keep_next=True),
    ParagraphStyle("Subtitle", face="head", size=15, line=21, after=8, bold=True, keep_next=True),
    ParagraphStyle("Byline", color=_GREY, after=2, keep_next=True),
    *_headings(),
    ParagraphStyle("Japanese Text", face="ja", size=TEXT_SIZE["ja"], align="both", after=7),
    ParagraphStyle("English Text", after=7),
    *_in_both_languages(ParagraphStyle("List", after=4)),
    *_in_both_languages(ParagraphStyle("Quote", left=12, after=7, rule="left")),
    *_in_both_languages(ParagraphStyle("Note", size=9, line=13.5, after=6)),
    *_in_both_languages(ParagraphStyle("Caption", size=9, line=13.5, after=9, color=_GREY)),
    *_in_both_languages(ParagraphStyle("Cell", size=9, line=13.5, before=2, after=2)),
    *_in_both_languages(ParagraphStyle("Cell Header", size=9, line=13.5, before=2, after=2, bold=True, keep_next=True)),
    ParagraphStyle("Code", face="code", size=8.5, line=12, after=7),
    ParagraphStyle("Picture", line=0, before=4, after=4, align="center", keep_next=True),
    ParagraphStyle("Separator", line=6, before=6, after=10, left=180, right=180, rule="top"),
    ParagraphStyle("Table Header", face="head", size=8.5, line=12, before=4, after=3, color=_GREY, keep_next=True),
    ParagraphStyle("Colophon", size=9, line=13, left=120, hanging=120, after=2),
    ParagraphStyle("header", face="head", size=8, line=11, color=_GREY),
    ParagraphStyle("footer", face="head", size=8, line=11, color=_GREY, align="center"),
    ParagraphStyle("End", size=1, line=1),
)


def size_of(style: str) -> float:
    """Return the font size in points of the paragraph style with this name."""
    return next(known.size for known in PARAGRAPH_STYLES if known.name == style)


def run_fonts(face: Face, *, hint: bool = False) -> str:
    """Return `w:rFonts` with all four slots; `hint` gives … “ ” ① and their like the East-Asian face."""
    latin, east = _FACES[face]
    slots = {"w:hint": "eastAsia"} if hint else {}
    slots |= {"w:ascii": latin, "w:eastAsia": east, "w:hAnsi": latin, "w:cs": latin}
    return empty("w:rFonts", slots)


def run_face(face: Face) -> str:
    """Return the name of a face for Japanese characters."""
    return _FACES[face][1]


def run_language(language: str) -> str:
    """Return `w:lang`. Latin stays English in Japanese runs too: as Japanese, LibreOffice breaks 193|8."""
    return empty("w:lang", {"w:val": language, "w:eastAsia": "ja-JP"})


def styles(language: str) -> str:
    """Return `styles.xml`; `language` is that of the English words (`en-GB`)."""
    defaults = element(
        "w:docDefaults",
        {},
        element(
            "w:rPrDefault",
            {},
            element("w:rPr", {}, run_fonts("en"), _value("sz", "20"), _value("szCs", "20"), run_language(language)),
        ),
        element("w:pPrDefault", {}, element("w:pPr", {}, *_japanese_rules())),
    )
    drawn = [_paragraph_style(style, language) for style in PARAGRAPH_STYLES]
    return element("w:styles", NAMESPACES, defaults, *drawn, *_character_styles(language), *_table_styles(language))


def font_table() -> str:
    """Return `fontTable.xml`: for each face the names to use where it is not installed."""
    fonts = [
        element(
            "w:font",
            {"w:name": name},
            _value("altName", others),
            _value("charset", charset),
            _value("family", family),
            _value("pitch", pitch),
        )
        for name, (others, charset, family, pitch) in _FONTS.items()
    ]
    return element("w:fonts", NAMESPACES, *fonts)


def settings(language: str) -> str:
    """Return `settings.xml`: Japanese punctuation is squeezed, strict line starts and ends, current layout rules."""
    mode = {"w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": "15"}
    return element(
        "w:settings",
        NAMESPACES,
        empty("w:zoom", {"w:percent": "100"}),
        _value("defaultTabStop", "720"),
        _value("characterSpacingControl", "compressPunctuation"),
        empty("w:strictFirstAndLastChars"),
        # A line that ends in a break would be stretched over the whole column without the first entry.
        element("w:compat", {}, empty("w:doNotExpandShiftReturn"), empty("w:compatSetting", mode)),
        run_language(language).replace("w:lang", "w:themeFontLang"),
        _value("decimalSymbol", "."),
        _value("listSeparator", ","),
    )


def twips(points: float) -> str:
    """Return a length as Word writes it, in twentieths of a point."""
    return str(round(points * 20))


def _value(name: str, value: str) -> str:
    return empty(f"w:{name}", {"w:val": value})


def _japanese_rules() -> list[str]:
    return [_value(name, "1") for name in ("kinsoku", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN")]


def _paragraph_style(style: ParagraphStyle, language: str) -> str:
    default = {"w:default": "1"} if style.name == "Normal" else {}
    custom = {} if style.name in _BUILT_IN or style.name.startswith("heading ") else {"w:customStyle": "1"}
    return element(
        "w:style",
        {"w:type": "paragraph"} | default | custom | {"w:styleId": style.id},
        _value("name", style.name),
        _value("basedOn", style.base.replace(" ", "")) if style.base else "",
        empty("w:qFormat"),
        element("w:pPr", {}, *_paragraph_properties(style)),
        element("w:rPr", {}, *_run_properties(style, language)),
    )


_BUILT_IN = frozenset({"Normal", "Title", "Subtitle", "header", "footer"})


def _paragraph_properties(style: ParagraphStyle) -> list[str]:
    rule = {"w:val": "single", "w:sz": "6", "w:space": "8" if style.rule == "left" else "1", "w:color": RULE_COLOR}
    indents = {"w:left": style.left, "w:right": style.right, "w:hanging": style.hanging}
    spacing = {"w:before": twips(style.before), "w:after": twips(style.after)}
    if style.line:
        # "atLeast": a line with furigana grows; "exact" would cut them off.
        spacing |= {"w:line": twips(style.line), "w:lineRule": "atLeast"}
    return [
        _value("keepNext", "1") if style.keep_next else "",
        _value("widowControl", "1"),
        element("w:pBdr", {}, empty(f"w:{style.rule}", rule)) if style.rule else "",
        *_japanese_rules(),
        empty("w:spacing", spacing),
        empty("w:ind", {name: twips(length) for name, length in indents.items() if length or name != "w:hanging"}),
        _value("jc", style.align),
        _value("outlineLvl", str(style.outline)) if style.outline is not None else "",
    ]


def _run_properties(style: ParagraphStyle, language: str) -> list[str]:
    half_points = str(round(style.size * 2))
    return [
        run_fonts(style.face),
        empty("w:b") + empty("w:bCs") if style.bold else "",
        empty("w:noProof") if style.face == "code" else "",
        _value("color", style.color) if style.color else "",
        _value("sz", half_points),
        _value("szCs", half_points),
        run_language(language),
    ]


def _character_styles(language: str) -> list[str]:
    # These lay something over the text they stand in; faces of their own would undo the paragraph's.
    looks = {
        "Hyperlink": _value("color", "1A4F8B") + _value("u", "single"),
        "Inline Code": run_fonts("code") + empty("w:noProof") + run_language(language),
        "Machine Draft": _value("color", "404040"),
    }
    default = element(
        "w:style",
        {"w:type": "character", "w:default": "1", "w:styleId": "DefaultParagraphFont"},
        _value("name", "Default Paragraph Font"),
    )
    return [default] + [
        element(
            "w:style",
            {"w:type": "character"}
            | ({} if name == "Hyperlink" else {"w:customStyle": "1"})
            | {"w:styleId": name.replace(" ", "")},
            _value("name", name),
            _value("basedOn", "DefaultParagraphFont"),
            element("w:rPr", {}, look),
        )
        for name, look in looks.items()
    ]


def _table_styles(language: str) -> list[str]:
    fonts = element("w:rPr", {}, run_fonts("en"), run_language(language))
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": RULE_COLOR}
    sides = (("top", 0), ("left", 100), ("bottom", 0), ("right", 100))
    no_margins = [empty(f"w:{side}", {"w:w": "0", "w:type": "dxa"}) for side, _ in sides]
    margins = [empty(f"w:{side}", {"w:w": str(width), "w:type": "dxa"}) for side, width in sides]
    plain = element(
        "w:style",
        {"w:type": "table", "w:default": "1", "w:styleId": "TableNormal"},
        _value("name", "Normal Table"),
        fonts,
        element("w:tblPr", {}, element("w:tblCellMar", {}, *no_margins)),
    )
    parallel = element(
        "w:style",
        {"w:type": "table", "w:customStyle": "1", "w:styleId": "ParallelText"},
        _value("name", "Parallel Text"),
        _value("basedOn", "TableNormal"),
        fonts,
        element(
            "w:tblPr",
            {},
            element("w:tblBorders", {}, empty("w:insideV", rule)),
            element("w:tblCellMar", {}, *margins),
        ),
    )
    return [plain, parallel]
