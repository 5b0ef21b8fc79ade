"""Styles and fonts of a Word edition: what a Word user restyles instead of formatting by hand.

python-docx makes the styles; East-Asian faces and line rules, languages and borders have no call there.
Elements inside `w:pPr` and `w:rPr` stand in the order of ECMA-376's schema: Word insists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from bilingual.editions.docx_xml import half_points, node, value

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


def _in_both_languages(style: ParagraphStyle) -> tuple[ParagraphStyle, ParagraphStyle]:
    smaller = style.size + TEXT_SIZE["ja"] - TEXT_SIZE["en"]
    japanese = replace(
        style, name=f"Japanese {style.name}", base="Japanese Text", face="ja", size=smaller, align="both"
    )
    return japanese, replace(style, name=f"English {style.name}", base="English Text")


def _headings() -> tuple[ParagraphStyle, ...]:
    heading = ParagraphStyle("Heading", face="head", bold=True, before=16, after=3, keep_next=True)
    sizes = (14.0, 12.0, 11.0, 10.5, 10.5, 10.5)
    return tuple(
        replace(heading, name=f"Heading {level}", size=size, line=size * 1.4, outline=level - 1)
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
    ParagraphStyle("Header", face="head", size=8, line=11, color=_GREY),
    ParagraphStyle("Footer", face="head", size=8, line=11, color=_GREY, align="center"),
    ParagraphStyle("End", size=1, line=1),
)


_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List")  # the template's defaults
_BUILT_IN = ("Title", "Subtitle", "Heading", "Header", "Footer")  # Word knows these by name
_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def set_styles(document: Document, language: str) -> None:
    """Replace the template's styles by the edition's; `language` is that of the English words (`en-GB`)."""
    styles: Any = document.styles
    for style in list(styles):
        if style.name not in _KEPT:
            style.delete()
    styles.element.remove(styles.latent_styles.element)
    _set_defaults(styles.element, language)
    for described in PARAGRAPH_STYLES:
        if described.name in styles:
            style = styles[described.name]
        else:
            built_in = described.name.startswith(_BUILT_IN)
            style = styles.add_style(described.name, WD_STYLE_TYPE.PARAGRAPH, builtin=built_in)
            style.style_id = style_id(described.name)  # python-docx would call the header's "header"
        style.quick_style = True
        style.base_style = styles[described.base] if described.base else None
        _set_paragraph(style, described)
        _set_font(style, described, language)
    _add_character_styles(styles, language)
    _set_table_styles(styles, language)


def style_id(name: str) -> str:
    """Return what refers to the style with this name."""
    return name.replace(" ", "")


def size_of(style: str) -> float:
    """Return the font size in points of the paragraph style with this name or id."""
    return next(known.size for known in PARAGRAPH_STYLES if style in (known.name, style_id(known.name)))


def set_fonts(properties: Any, face: Face, *, hint: bool = False) -> None:
    """Set all four slots of a `w:rPr`; `hint` gives … “ ” ① and their like the East-Asian face."""
    latin, east = _FACES[face]
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()  # a theme's face would win over ours
    slots = {"w:hint": "eastAsia"} if hint else {}
    slots |= {"w:ascii": latin, "w:eastAsia": east, "w:hAnsi": latin, "w:cs": latin}
    for slot, name in slots.items():
        fonts.set(qn(slot), name)


def japanese_face(face: Face) -> str:
    """Return the name of a face for Japanese characters."""
    return _FACES[face][1]


def run_language(language: str) -> Any:
    """Return `w:lang`. Latin stays English in Japanese runs too: as Japanese, LibreOffice breaks 193|8."""
    return node("w:lang", {"w:val": language, "w:eastAsia": "ja-JP"})


def font_table() -> Any:
    """Return `w:fonts`: for each face the names to use where it is not installed."""
    fonts = [
        node(
            "w:font",
            {"w:name": name},
            value("w:altName", others),
            value("w:charset", charset),
            value("w:family", family),
            value("w:pitch", pitch),
        )
        for name, (others, charset, family, pitch) in _FONTS.items()
    ]
    return node("w:fonts", {}, *fonts)


def _japanese_rules() -> list[Any]:
    return [value(f"w:{name}") for name in ("kinsoku", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN")]


def _set_defaults(styles: Any, language: str) -> None:
    """Replace `w:docDefaults`."""
    characters, paragraphs = node("w:rPr"), node("w:pPr", {}, *_japanese_rules())
    set_fonts(characters, "en")
    size = half_points(TEXT_SIZE["en"])
    characters.extend([value("w:sz", size), value("w:szCs", size), run_language(language)])
    defaults = styles.find(qn("w:docDefaults"))
    defaults[:] = [node("w:rPrDefault", {}, characters), node("w:pPrDefault", {}, paragraphs)]


def _set_paragraph(style: Any, described: ParagraphStyle) -> None:
    layout = style.paragraph_format
    layout.keep_with_next = True if described.keep_next else None
    layout.widow_control = True
    layout.space_before, layout.space_after = Pt(described.before), Pt(described.after)
    if described.line:
        layout.line_spacing = Pt(described.line)
        # A line with furigana grows; an exact height would cut them off.
        layout.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    layout.left_indent, layout.right_indent = Pt(described.left), Pt(described.right)
    if described.hanging:
        layout.first_line_indent = Pt(-described.hanging)
    layout.alignment = _ALIGNMENTS[described.align]
    properties = style.element.pPr
    borders = []
    if described.rule:
        space = "8" if described.rule == "left" else "1"
        rule = {"w:val": "single", "w:sz": "6", "w:space": space, "w:color": RULE_COLOR}
        borders = [node("w:pBdr", {}, node(f"w:{described.rule}", rule))]
    for made in (*borders, *_japanese_rules()):
        properties.insert_element_before(made, "w:spacing")
    if described.outline is not None:
        properties.append(value("w:outlineLvl", str(described.outline)))


def _set_font(style: Any, described: ParagraphStyle, language: str) -> None:
    font = style.font
    if described.bold:
        font.bold = font.cs_bold = True
    if described.face == "code":
        font.no_proof = True
    if described.color:
        font.color.rgb = RGBColor.from_string(described.color)
    font.size = Pt(described.size)
    set_fonts(style.element.rPr, described.face)
    style.element.rPr.extend([value("w:szCs", half_points(described.size)), run_language(language)])


def _add_character_styles(styles: Any, language: str) -> None:
    """Add what lays something over the text it stands in; a face of its own would undo the paragraph's."""

    def add(name: str, *, built_in: bool = False) -> Any:
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=built_in)
        style.base_style = styles["Default Paragraph Font"]
        return style

    link = add("Hyperlink", built_in=True).font
    link.color.rgb, link.underline = RGBColor.from_string("1A4F8B"), True
    code = add("Inline Code")
    code.font.no_proof = True
    set_fonts(code.element.rPr, "code")
    code.element.rPr.append(run_language(language))
    add("Machine Draft").font.color.rgb = RGBColor.from_string("404040")


def _set_table_styles(styles: Any, language: str) -> None:
    plain = styles["Normal Table"]
    parallel = styles.add_style("Parallel Text", WD_STYLE_TYPE.TABLE)
    parallel.base_style = plain
    for style in (plain, parallel):
        properties = style.element.get_or_add_rPr()
        set_fonts(properties, "en")
        properties.append(run_language(language))
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": RULE_COLOR}
    margins = [
        node(f"w:{side}", {"w:w": str(width), "w:type": "dxa"})
        for side, width in (("top", 0), ("left", 100), ("bottom", 0), ("right", 100))
    ]
    parallel.element.append(
        node(
            "w:tblPr",
            {},
            node("w:tblBorders", {}, node("w:insideV", rule)),
            node("w:tblCellMar", {}, *margins),
        )
    )
