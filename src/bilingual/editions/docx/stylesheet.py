"""The styles of one Word document: the initial ones, and the variants for rows and runs.

python-docx makes the styles, but does not support East-Asian fonts and line rules, languages and borders.
Elements inside `w:pPr` and `w:rPr` are in the order of ECMA-376's schema, which Word requires.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import RGBColor

from bilingual.editions.docx.styles import CELL_MARGIN, CITED, ParagraphStyle, faces, hexadecimal, paragraph_styles
from bilingual.editions.docx.xml import half_points, node, twips, value
from bilingual.editions.model import Edition
from bilingual.editions.theme import Theme

Trait = Literal["Numbered", "Continued", "Close", "Ragged", "Centered", "Right", "Draft"]
"""The traits that a row may need in its style: room for a number; no indent (it continues the row above); no space
below (the next row continues it); no justification; the mark of a draft."""
Character = Literal[
    "Hyperlink",
    "Inline Code",
    "Strong",
    "Emphasis",
    "Japanese Strong",
    "Japanese Emphasis",
    "Furigana",
    "Machine Furigana",
    "Reading",
    "Paragraph Number",
    "footnote reference",
    "annotation reference",
]

_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List")  # the template's defaults
# Word recognises these by name; all in lower case except the first two rows.
_BUILT_IN = ("Title", "Subtitle", "Heading", "Header", "Footer", "Hyperlink", "Strong", "Emphasis", "TOC Heading",
             "toc ", "footnote ", "annotation ")  # fmt: skip


@dataclass(slots=True)
class DocxStyles:
    """The styles of a document."""

    document: Document
    theme: Theme
    language: str
    """Of the English words (`en-GB`)."""
    _known: dict[str, ParagraphStyle] = field(default_factory=dict)
    _characters: set[str] = field(default_factory=set)

    def begin(self, edition: Edition) -> None:
        """Replace the template's styles by the edition's."""
        styles: Any = self.document.styles
        for style in list(styles):
            if style.name not in _KEPT:
                style.delete()
        styles.element.remove(styles.latent_styles.element)
        described = paragraph_styles(edition)
        self._set_defaults(described[0])
        for style in described:
            self._add(style)
        _set_table_styles(styles, self.theme)

    def size(self, name: str) -> float:
        """Return the font size in points of a paragraph style, by its name or id."""
        return self._find(name).size

    def has(self, name: str) -> bool:
        """Return whether there is a paragraph style with this name."""
        return name in self._known

    def indents(self, name: str) -> bool:
        """Return whether the first line of a paragraph style has a different indent."""
        return bool(self._find(name).first)

    def bold(self, name: str) -> bool:
        """Return whether a paragraph style, by its name or id, is bold."""
        return self._find(name).bold

    def paragraph(self, name: str, *traits: Trait, level: int = 1) -> str:
        """Return the name of a style with these traits, deeper by `level`; it is made on first use."""
        style, own = self._known[name], name
        if level > 1:
            own = f"{own} {level}"
            style = replace(style, name=own, base=name, left=style.left + (level - 1) * self.theme.spacing.indent)
            self._add(style)
        for trait in traits:
            style = replace(style, name=f"{own} {trait}", base=own)
            own = style.name
            if own not in self._known:
                self._add(self._with(style, trait))
            style = self._known[own]
        return own

    def character(self, parts: tuple[Character, ...]) -> str:
        """Return the name of a character style that combines `parts`; empty for none."""
        name = " ".join(parts)
        if parts and name not in self._characters:
            self._characters.add(name)
            styles: Any = self.document.styles
            style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=name.startswith(_BUILT_IN))
            style.base_style = styles["Default Paragraph Font"]
            style.style_id, style.quick_style = style_id(name), len(parts) == 1
            for part in parts:
                self._dress(style, part)
        return name

    def comments(self) -> None:
        """Add the paragraph style of comments."""
        self._add(replace(self._known["Normal"], name="annotation text", base="Normal"))

    def _find(self, name: str) -> ParagraphStyle:
        return self._known.get(name) or next(s for own, s in self._known.items() if style_id(own) == name)

    def _with(self, style: ParagraphStyle, trait: Trait) -> ParagraphStyle:
        match trait:
            case "Numbered":
                start = style.left + style.first
                return replace(style, left=style.left + CITED, first=style.first - CITED, stop=start + CITED)
            case "Continued":
                # Text with a hanging indent continues under itself, text with an indent continues without.
                return replace(style, first=0)
            case "Close":
                return replace(style, after=0)
            case "Ragged":
                return replace(style, align="left")
            case "Centered":
                return replace(style, align="center")
            case "Right":
                return replace(style, align="right")
            case "Draft":
                return replace(style, rule="left", rule_colour=hexadecimal(self.theme.colours.draft))

    def _add(self, described: ParagraphStyle) -> None:
        if described.name in self._known:
            return
        styles: Any = self.document.styles
        if described.name in styles:
            style = styles[described.name]
        else:
            built_in = described.name.startswith(_BUILT_IN)
            style = styles.add_style(described.name, WD_STYLE_TYPE.PARAGRAPH, builtin=built_in)
            style.style_id = style_id(described.name)  # python-docx would call the header's "header"
        style.quick_style = described.name != "Gap"
        style.base_style = styles[described.base] if described.base else None
        base = self._known[described.base] if described.base else ParagraphStyle("", base="")
        _set_paragraph(style.element, described, base)
        _set_font(style, described, base)
        self._known[described.name] = described

    def _set_defaults(self, normal: ParagraphStyle) -> None:
        """Replace `w:docDefaults`: fonts, size, languages, Japanese line rules. They are the base of all styles."""
        characters = node("w:rPr", {}, fonts(*normal.faces))
        characters.extend(_sizes(normal.size))
        characters.append(run_language(self.language))
        rules = ("widowControl", "kinsoku", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN")
        paragraphs = node("w:pPr", {}, *(value(f"w:{name}") for name in rules))
        defaults = self.document.styles.element.find(qn("w:docDefaults"))
        defaults[:] = [node("w:rPrDefault", {}, characters), node("w:pPrDefault", {}, paragraphs)]

    def _dress(self, style: Any, part: Character) -> None:
        """Add one property to the text of a run; a separate font would replace the paragraph's."""
        soft = RGBColor.from_string(hexadecimal(self.theme.colours.soft))
        font = style.font
        match part:
            case "Hyperlink":
                font.color.rgb = RGBColor.from_string(hexadecimal(self.theme.colours.accent))
                font.underline = True
            case "Inline Code":
                font.no_proof = True
                _put_fonts(style.element, *faces(self.theme, "code"))
            case "Strong" | "Japanese Strong":
                font.bold = font.cs_bold = True
                if part == "Japanese Strong":  # gothic is the bold of mincho
                    _put_fonts(style.element, *[faces(self.theme, "small")[1]] * 2)
            case "Emphasis":
                font.italic = font.cs_italic = True
            case "Japanese Emphasis":
                # Japanese has no italics and uses dots above the characters (JLREQ, emphasis dots).
                style.element.get_or_add_rPr().append(value("w:em", "dot"))
            case "Furigana":
                pass  # its size depends on the text below it
            case "Machine Furigana":
                font.color.rgb = soft
            case "Reading" | "Paragraph Number":
                font.color.rgb = soft
                style.element.get_or_add_rPr().extend(_sizes(self.theme.sizes.label.en))
                if part == "Paragraph Number":
                    _put_fonts(style.element, *faces(self.theme, "small"))
            case "footnote reference":
                font.superscript = True
            case "annotation reference":
                style.element.get_or_add_rPr().extend(_sizes(8))


def style_id(name: str) -> str:
    """Return the element that refers to the style with this name."""
    if name.startswith(("toc ", "TOC ")):
        return name.replace("toc", "TOC").replace(" ", "")
    return "".join(f"{word[:1].upper()}{word[1:]}" for word in name.replace("annotation", "comment").split())


def fonts(latin: str, east: str, *, hint: bool = False) -> Any:
    """Return `w:rFonts`; `hint` gives … “ ” ① and similar characters the East-Asian font."""
    slots = {"w:hint": "eastAsia"} if hint else {}
    slots |= {"w:ascii": latin, "w:eastAsia": east, "w:hAnsi": latin, "w:cs": latin}
    return node("w:rFonts", {slot: name for slot, name in slots.items() if name})


def run_language(language: str) -> Any:
    """Return `w:lang`. Latin stays English in Japanese runs: as Japanese, LibreOffice breaks 193|8."""
    return node("w:lang", {"w:val": language, "w:eastAsia": "ja-JP"})


def _put_fonts(style: Any, latin: str, east: str) -> None:
    properties = style.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, fonts(latin, east))


def _sizes(points: float) -> list[Any]:
    return [value("w:sz", half_points(points)), value("w:szCs", half_points(points))]


def _set_paragraph(style: Any, own: ParagraphStyle, base: ParagraphStyle) -> None:
    """Write `w:pPr`: the differences from the base, in the order of the schema."""

    def differs(*names: str) -> bool:
        return any(getattr(own, name) != getattr(base, name) for name in names)

    made: list[Any] = []
    if differs("keep_next"):
        made.append(value("w:keepNext", "1" if own.keep_next else "0"))
    if own.rule and differs("rule", "rule_colour"):
        rule = {
            "w:val": "single",
            "w:sz": "6",
            "w:space": "6" if own.rule == "left" else "1",
            "w:color": own.rule_colour,
        }
        made.append(node("w:pBdr", {}, node(f"w:{own.rule}", rule)))
    if differs("stop", "right_stop"):
        stops = [(kind, at) for kind, at in (("left", own.stop), ("right", own.right_stop)) if at]
        made.append(node("w:tabs", {}, *(node("w:tab", {"w:val": kind, "w:pos": twips(at)}) for kind, at in stops)))
    if differs("before", "after", "line"):
        spacing = {"w:before": twips(own.before), "w:after": twips(own.after)}
        if own.line:  # a line with furigana is taller; an exact height would clip them
            spacing |= {"w:line": twips(own.line), "w:lineRule": "atLeast"}
        elif base.line:
            spacing |= {"w:line": "240", "w:lineRule": "auto"}
        made.append(node("w:spacing", spacing))
    if differs("left", "right", "first"):
        side = "w:hanging" if own.first < 0 else "w:firstLine"
        indents = {"w:left": own.left, "w:right": own.right, side: abs(own.first)}
        made.append(node("w:ind", {name: twips(points) for name, points in indents.items()}))
    if differs("close"):
        made.append(value("w:contextualSpacing", "1" if own.close else "0"))
    if differs("align"):
        made.append(value("w:jc", own.align))
    if own.outline is not None and differs("outline"):
        made.append(value("w:outlineLvl", str(own.outline)))
    if made:
        style.get_or_add_pPr()[:] = made


def _set_font(style: Any, own: ParagraphStyle, base: ParagraphStyle) -> None:
    """Write `w:rPr`: the differences from the base."""
    tests: list[tuple[str, Callable[[], list[Any]]]] = [
        ("faces", lambda: [fonts(*own.faces)]),
        ("bold", lambda: [value("w:b", "1" if own.bold else "0"), value("w:bCs", "1" if own.bold else "0")]),
        ("colour", lambda: [value("w:color", own.colour or "auto")]),
        ("size", lambda: _sizes(own.size)),
    ]
    made = [part for name, make in tests if getattr(own, name) != getattr(base, name) for part in make()]
    if own.name == "Code":
        made.insert(1, node("w:noProof"))
    if made:
        style.element.get_or_add_rPr()[:] = made


def _set_table_styles(styles: Any, theme: Theme) -> None:
    """Add the looks of a table: text beside text, a table of the article, the list of terms."""
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": hexadecimal(theme.colours.rule)}
    looks = (
        ("Parallel Text", ("insideV",), 0.0),
        ("Article Table", ("top", "bottom", "insideH"), CELL_MARGIN),
        ("Term Table", (), CELL_MARGIN),
    )
    for name, rules, margin in looks:
        table = styles.add_style(name, WD_STYLE_TYPE.TABLE)
        table.base_style = styles["Normal Table"]
        sides = (("top", 0), ("left", 0), ("bottom", 0), ("right", margin))
        margins = [node(f"w:{side}", {"w:w": twips(width), "w:type": "dxa"}) for side, width in sides]
        borders = [node(f"w:{side}", rule) for side in rules]
        table.element.append(
            node("w:tblPr", {}, node("w:tblBorders", {}, *borders), node("w:tblCellMar", {}, *margins))
        )
