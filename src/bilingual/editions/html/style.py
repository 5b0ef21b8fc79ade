"""The style of an HTML edition: its fonts, the theme as CSS variables, the rules that pair sentences, the policy.

The fonts are subset and embedded in the page, so that it looks the same on a machine without Japanese fonts.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import get_args

from bilingual.editions.choices import SINGLE
from bilingual.editions.fonts.faces import LATIN_FACES, TYPEFACES
from bilingual.editions.fonts.fontset import Face, FaceRole, FontSet, prepare_fonts, shown
from bilingual.editions.html.templating import resource
from bilingual.editions.html.text import Words
from bilingual.editions.html.woff import pack
from bilingual.editions.labels import LABELS
from bilingual.editions.model import Edition, Text
from bilingual.editions.share import column_share
from bilingual.editions.theme import Theme, alone, rgb

_PAPER = "#fffdf9"
_NIGHT = "#191816"
_READABLE = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of text and ground."""
_SEEN = 3.0
"""WCAG 2.2, 1.4.11: the least contrast of what is not text but means something."""
_JUSTIFIED = 20
"""Em; a narrower column of Japanese is not justified."""
_PAIRED = 200
"""Units of one row that are paired by rules; a table may have more cells than any sheet should have rules."""
_NUMBER = 22
"""Points beside the printed text that numbers take."""
_SIGNS = "0123456789 ↑–.,/"
"""Characters of numbers, page numbers and links back."""


def script() -> str:
    """Return what makes a tap stay; the page reads and works without it."""
    return resource("edition.js")


def policy(code: str) -> str:
    """Return a Content-Security-Policy (W3C, CSP 3): nothing from the network, no script but this very one."""
    rules = ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "font-src data:"]
    if code:
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode("ascii")
        rules.append(f"script-src 'sha256-{digest}'")
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def sheet(edition: Edition, words: Words) -> str:
    """Return the whole style sheet of a page whose body is drawn already."""
    share = column_share(edition)
    parts = (
        _font_faces(edition),
        _colours(edition.theme),
        _typefaces(),
        resource("edition.css"),
        _print(edition, share),
        _ragged(edition, share),
        _pairs(words.most),
    )
    return "\n".join(part for part in parts if part)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, ground: str, least: float = _READABLE) -> str:
    """Return the colour, moved towards black or white until it can be read on `ground`."""
    goal = 1.0 if _luminance(ground) < 0.18 else 0.0
    red, green, blue = rgb(colour)
    steps = 40
    for step in range(steps + 1):
        part = step / steps
        mixed = "#" + "".join(f"{round((c + (goal - c) * part) * 255):02x}" for c in (red, green, blue))
        if contrast(mixed, ground) >= least:
            return mixed
    return "#ffffff" if goal else "#000000"


def css_string(text: str) -> str:
    """Return text as a CSS string; all but plain letters and digits is escaped, so it ends neither string nor sheet."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


def _luminance(colour: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colours(theme: Theme) -> str:
    """Return the theme's colours for light and dark; what could not be read on our grounds is made readable."""
    colours = theme.colours
    wanted = {"ink": colours.ink, "soft": colours.soft, "accent": colours.accent}
    light = {name: readable(value, _PAPER) for name, value in wanted.items()}
    light |= {"rule": colours.rule, "draft": readable(colours.draft, _PAPER, _SEEN), "paper": _PAPER}
    dark = {"ink": "#e6e2da", "soft": readable("#a8a299", _NIGHT), "accent": readable(colours.accent, _NIGHT, 7.0)}
    dark |= {"rule": "#403d38", "draft": readable(colours.draft, _NIGHT, _SEEN), "paper": _NIGHT}
    ink = {
        "ink": colours.ink,
        "soft": readable(colours.soft, "#ffffff"),
        "accent": colours.accent,
        "rule": colours.rule,
    }
    ink |= {"draft": colours.draft, "paper": "#ffffff"}
    return "\n".join(
        (
            f":root {{ {_variables(light)} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {_variables(dark)} }} }}",
            f"@media print {{ :root {{ {_variables(ink)} }} }}",
        )
    )


def _variables(values: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())


def _print(edition: Edition, share: float) -> str:
    """Return paper, margins and type of the printed page, with running title and page numbers."""
    theme = alone(edition.theme) if edition.layout in SINGLE else edition.theme
    space, (width, height), body = theme.space, theme.sheet, theme.sizes.body
    # Browsers clip what is in the margin of the sheet, so the numbers take their room from the text.
    number = min(_NUMBER, space.inner) if any(row.number for section in edition.sections for row in section.rows) else 0
    small = f"font: {theme.sizes.label.en}pt var(--small); color: {theme.colours.soft};"
    running = css_string(edition.running_head)
    first, _, rest = edition.labels.page.partition("{page}")
    between, _, last = rest.partition("{pages}")
    numbers = [css_string(first), "counter(page)", css_string(between)]
    numbers += ["counter(pages)", css_string(last)] if "{pages}" in edition.labels.page else []
    variables = {
        "first": f"{100 * (share if edition.order == 'ja-en' else 1 - share):g}fr",
        "second": f"{100 * (1 - share if edition.order == 'ja-en' else share):g}fr",
        "gutter": f"{theme.spacing.gutter:g}pt",
        "english": "justify" if theme.english == "justified" else "start",
        "indent": f"{theme.spacing.first_line:g}em",
        "number": f"{number:g}pt",
        "print-ja": f"{body.ja:g}pt",
        "print-en": f"{body.en:g}pt",
        "print-leading": f"{body.leading:g}pt",
        "print-gap": f"{theme.spacing.paragraph:g}pt",
    }
    variables |= _families(theme)
    return (
        f":root {{ {_variables(variables)} }}\n"
        f"@page {{ size: {width:g}pt {height:g}pt; margin: {space.top:g}pt {space.outer:g}pt {space.bottom:g}pt "
        f"{space.inner - number:g}pt; @bottom-center {{ content: {' '.join(numbers)}; {small} }} "
        f"@top-left {{ content: {running}; {small} }} }}\n@page :first {{ @top-left {{ content: none; }} }}"
    )


def _ragged(edition: Edition, share: float) -> str:
    """Return the rule for windows in which a Japanese column beside English is too narrow to be justified."""
    if edition.layout in SINGLE:
        return ""
    # Of the width of the window, 4 % is between the columns and 2.5rem beside them; an em of Japanese is 1.03rem.
    wide_enough = (_JUSTIFIED * 1.03 / share + 2.5) / 0.96
    within = f"(min-width: 56rem) and (max-width: {wide_enough:.2f}rem)"
    return f"@media screen and {within} {{ .two .row > :lang(ja) {{ text-align: start; }} }}"


def _typefaces() -> str:
    """Return what replaces the page's own fonts where a browser blocks them; the theme chooses among these."""
    lists = {
        key: ", ".join(f'"{name}"' if " " in name else name for name in face.web) for key, face in TYPEFACES.items()
    }
    return f":root {{ {_variables(lists)} }}"


def _families(theme: Theme) -> dict[str, str]:
    """Return the list of faces for each kind of text: the page's own first, then what a machine may have."""
    said = {"": theme.faces.text, "head": theme.faces.headings, "title": theme.faces.title}
    variables: dict[str, str] = {}
    for kind, family in said.items():
        ja, en = (f"ja-{kind}", kind) if kind else ("ja", "en")
        variables[ja] = f"var(--own-{ja}), var(--{family})"
        variables[en] = f"var(--own-{en}), var(--{LATIN_FACES[family]})"
    return variables


def _pairs(most: int) -> str:
    """Return the rule that marks a sentence and its partner: both have one number in their row."""
    if most < 1:
        return ""
    selectors = (f".row:has(.s{n}:is(:hover,:target)) .s{n}" for n in range(1, min(most, _PAIRED) + 1))
    return f"@media screen {{ {','.join(selectors)} {{ background: var(--partner); }} }}"


def _font_faces(edition: Edition) -> str:
    """Return `@font-face` rules and, for each role, the variable that the style sheet puts first in its lists."""
    texts = {role: shown(text) for role, text in _texts(edition).items() if text}
    faces = prepare_fonts(texts, edition.theme.faces)
    rules = [
        f'@font-face {{ font-family: "{face.name}"; font-weight: {_weight(face)}; font-style: {_slant(face)}; '
        f"font-display: block; src: url(data:font/woff;base64,{_data(face)}) format('woff'); }}"
        for face in faces.faces.values()
    ]
    # An undefined variable would invalidate the whole list.
    families = [
        f"--own-{role}: {', '.join(_assigned(faces, role, texts[role]) if role in texts else ['none'])};"
        for role in sorted(get_args(FaceRole))
    ]
    return "\n".join([*rules, f":root {{ {' '.join(families)} }}"])


def _data(face: Face) -> str:
    return base64.b64encode(pack(face.data)).decode("ascii")


def _weight(face: Face) -> str:
    """Return the weights that a face covers: a browser would embolden a bold face declared as regular."""
    return "400" if "Regular" in face.name or face.name.endswith("-Italic") else "500 900"


def _slant(face: Face) -> str:
    return "italic" if "Italic" in face.name else "normal"


def _assigned(faces: FontSet, role: FaceRole, text: str) -> list[str]:
    """Return the role's faces, the one that draws most of the text first."""
    used: Counter[str] = Counter()
    for character, times in Counter(text).items():
        used[faces.assigned[role].get(character, "")] += times
    return [f'"{faces.faces[key].name}"' for key, _ in used.most_common() if key in faces.faces] or ["none"]


def _texts(edition: Edition) -> dict[FaceRole, str]:
    """Return every text of the edition by the role it is set in; a font with too many characters does no harm."""
    found: dict[FaceRole, list[str]] = defaultdict(list)
    for text in _running(edition):
        for span in text.spans:
            found[_role(text, bold=span.bold, italic=span.italic)].append(span.text)
            found["ja"].append(span.ruby)
            if span.code:
                found["code"].append(span.text)
    for lang in edition.langs:
        for pair in (edition.title, *([edition.subtitle] if edition.subtitle else [])):
            found["ja-title" if lang == "ja" else "title"] += _parts(pair.side(lang))
        for section in edition.sections:
            if section.heading:
                found["ja-head" if lang == "ja" else "head"] += _parts(section.heading.side(lang))
    for row in (row for section in edition.sections for row in section.rows if row.header):
        for pair in row.cells:
            found["ja-bold"].append(str(pair.source))
            found["en-bold"].append(str(pair.target))
    for line in edition.terms:
        found["ja"] += [line.source, line.reading]
        found["en"].append(line.target)
    found["small"] += [word for line in edition.colophon for word in line]
    found["small"] += [*_said(edition), *(comment.text for comment in edition.comments)]
    own = edition.labels
    found["ja-head" if own.lang == "ja" else "head"] += [
        own.colophon_heading,
        own.terms_heading,
        own.toc_heading,
        own.notes_heading,
    ]
    return {role: "".join(parts) for role, parts in sorted(found.items())}


def _role(text: Text, *, bold: bool, italic: bool) -> FaceRole:
    if text.lang == "ja":
        return "ja-bold" if bold else "ja"
    if bold:
        return "en-bold-italic" if italic else "en-bold"
    return "en-italic" if italic else "en"


def _said(edition: Edition) -> list[str]:
    """Return the edition's own words: on the controls, around the text and on the printed page."""
    own = edition.labels
    names = [labels.name for labels in LABELS.values()]
    words = [own.skip, own.both, own.furigana, own.guessed, own.error, own.warning]
    return [*words, *names, edition.running_head, own.page, _SIGNS]


def _parts(text: Text) -> list[str]:
    return [part for span in text.spans for part in (span.text, span.ruby)]


def _running(edition: Edition) -> Iterator[Text]:
    """Yield every text that is not a heading; the contents are set in the faces of the text."""
    pairs = [*edition.byline, *(entry.heading for entry in edition.toc)]
    for section in edition.sections:
        for row in section.rows:
            pairs += [*row.cells, *([row.marker] if row.marker else [])]
    for note in edition.notes:
        pairs += [pair for row in note.rows for pair in row.cells]
        yield from note.texts
    for pair in pairs:
        yield from (pair.side(lang) for lang in edition.langs)
