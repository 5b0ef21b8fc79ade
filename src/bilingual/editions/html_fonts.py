"""The faces of an edition as CSS: subset, inside the page, so that it looks alike without a Japanese font."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator

from bilingual.editions import fonts
from bilingual.editions.layout import Edition, Pair, Text

_VARIABLES: dict[fonts.Role, str] = {
    "ja": "--own-ja",
    "ja-bold": "--own-ja-head",
    "en": "--own-en",
    "head": "--own-head",
}


def style(edition: Edition) -> str:
    """Return `@font-face` rules and the variables that the style sheet puts first in its font lists."""
    texts = _texts(edition)
    faces = fonts.prepare(texts)
    rules = [
        f'@font-face {{ font-family: "{face.name}"; font-display: block; '
        f"src: url(data:font/ttf;base64,{base64.b64encode(face.data).decode('ascii')}) format('truetype'); }}"
        for face in faces.faces.values()
    ]
    families = [
        f"{variable}: {', '.join(_families(faces, role, texts[role]))};" for role, variable in _VARIABLES.items()
    ]
    return "\n".join([*rules, f":root {{ {' '.join(families)} }}", ""])


def _families(faces: fonts.FontSet, role: fonts.Role, text: str) -> list[str]:
    """Return the role's faces, the one that draws most of the text first."""
    used = Counter(faces.assigned[role].get(character, "") for character in text)
    return [f'"{faces.faces[key].name}"' for key, _ in used.most_common() if key in faces.faces] or ['"none"']


def _texts(edition: Edition) -> dict[fonts.Role, str]:
    """Return every text of the edition by the role it is set in; a face with too many characters does no harm."""
    japanese: list[str] = []
    english: list[str] = []
    heads: list[Text] = [edition.title.ja, edition.title.en]
    bold: list[str] = []
    for pair in _pairs(edition):
        japanese.append(str(pair.ja) + "".join(span.ruby for span in pair.ja.spans))
        english.append(str(pair.en))
        bold += [span.text for span in pair.ja.spans if span.bold]
    for section in edition.sections:
        if section.heading:
            heads += [section.heading.ja, section.heading.en]
        bold += [str(pair.ja) for row in section.rows if row.header for pair in row.cells]
    labels = [word for line in edition.terms for word in (line.source, line.reading, line.target)]
    labels += [word for line in edition.colophon for word in line]
    furniture = edition.furniture
    labels += [furniture.column_ja, furniture.column_en, furniture.colophon_heading, furniture.terms_heading]
    joined = "".join(labels)
    return {
        "ja": fonts.shown("".join(japanese) + joined),
        "ja-bold": fonts.shown("".join([*bold, *(str(text) for text in heads if text.lang == "ja")]) or " "),
        "en": fonts.shown("".join(english) + joined),
        "head": fonts.shown("".join(str(text) for text in heads if text.lang == "en") + joined),
    }


def _pairs(edition: Edition) -> Iterator[Pair]:
    yield from edition.byline
    for section in edition.sections:
        for row in section.rows:
            yield from row.cells
            if row.marker:
                yield row.marker
