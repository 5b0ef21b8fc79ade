"""The faces an edition needs, cut down to its characters and ready to embed.

The faces come with PyPI packages, so the lock file pins them and no machine's own fonts are asked.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources, util
from typing import Any

from bilingual.editions.fonts.faces import FACES, FaceRole, FaceSource, chains
from bilingual.editions.theme import Faces
from bilingual.errors import EngineError

__all__ = ["HYPHEN", "Face", "FaceRole", "FontSet", "missing_characters", "prepare_fonts", "shown"]

HYPHEN = "\u00ad"
"""The hyphen at the end of a line. Readers know that it is not part of the word."""
GETA = "〓"
"""What compositors set where the type is missing."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face, cut down to what is drawn with it."""

    name: str
    """PostScript name."""
    data: bytes
    """The whole font file (OpenType). Its outlines are those of the source: CFF for mincho, TrueType for the rest."""
    glyphs: Mapping[str, int]
    """Glyph number of each character: that of 〓 for what no face has, of the space for what shows nothing."""
    widths: Mapping[str, float]
    """Advance of each character, in em; 0 for what shows nothing."""
    variants: Mapping[str, int] = field(default_factory=dict)
    """Glyph number of each ideographic variant, a character and its selector (葛󠄀), where it is another one."""
    kerns: Mapping[str, float] = field(default_factory=dict)
    """What to add between two characters (`"AV"`), in em."""

    def advances(self, text: str) -> list[float]:
        """Return the advance of each character of `text` in em, kerning included."""
        widths = [self.widths[character] for character in text]
        if self.kerns:
            for at in range(len(text) - 1):
                widths[at] += self.kerns.get(text[at : at + 2], 0.0)
        return widths


@dataclass(frozen=True, slots=True)
class FontSet:
    """The faces of one edition, and which of them draws which character."""

    faces: Mapping[str, Face]
    assigned: Mapping[str, Mapping[str, str]]
    """Role → character → key of `faces`."""
    missing: frozenset[str]
    """Characters no face has: they are drawn as 〓; the text layer keeps them."""
    chains: Mapping[FaceRole, Sequence[str]] = field(default_factory=lambda: chains(Faces()))

    def runs(self, text: str, role: FaceRole) -> list[tuple[str, str]]:
        """Split `text` into (stretch, face) pairs. The text must be among those the set was prepared for."""
        assigned = self.assigned[role]
        faces = set(map(assigned.get, text))
        if len(faces) == 1 and (face := faces.pop()):
            return [(text, face)]
        runs: list[tuple[str, str]] = []
        start, face = 0, ""
        for at, character in enumerate(text):
            # What shows nothing goes with the face before it: it must not cut a word in two.
            here = assigned.get(character) or face or self.chains[role][0]
            if here != face:
                if face:
                    runs.append((text[start:at], face))
                start, face = at, here
        if face:
            runs.append((text[start:], face))
        return runs


def shown(text: str) -> str:
    """Return what a writer can draw of `text`: tabs are spaces; control characters and soft hyphens are gone."""
    if text.isprintable():
        return text
    text = (
        text.replace("\t", "    ")
        .replace("\r\n", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace(HYPHEN, "")
    )
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def missing_characters(text: str) -> frozenset[str]:
    """Return the characters of `text` that no face has. Raises `EngineError` when a font package is not installed."""
    coverage = _Coverage()
    chain = chains(Faces())["ja"]
    return frozenset(c for c in set(shown(text)) if c != "\n" and not _invisible(c) and not coverage.face_of(c, chain))


def prepare_fonts(texts: Mapping[FaceRole, str], faces: Faces | None = None) -> FontSet:
    """Return the faces for `texts` (role → every text in that role, joined), each with just those characters.

    `faces` says which family speaks where. Raises `EngineError` when a font package is not installed or its file is
    broken.
    """
    coverage = _Coverage()
    table_of = chains(faces or Faces())
    assigned: dict[str, dict[str, str]] = {}
    wanted: dict[str, set[str]] = defaultdict(set)
    absent: dict[str, set[str]] = defaultdict(set)
    for role, text in texts.items():
        chain = table_of[role]
        table = assigned[role] = {}
        for character in sorted(set(text) - {"\n"} | {" ", HYPHEN}):
            if _invisible(character):
                table[character] = ""
                continue
            known = coverage.face_of(character, chain)
            key = table[character] = known or coverage.face_of(GETA, chain)
            (wanted if known else absent)[key].add(character)
    blanks = {c for table in assigned.values() for c, face in table.items() if not face}
    selectors = set(filter(_selects, blanks))
    built = {
        key: _build(
            key,
            coverage.font(key),
            wanted[key] | {" "} | ({GETA} if absent[key] else set()),
            blanks=blanks - wanted[key],
            geta=absent[key],
            selectors=selectors,
        )
        for key in sorted({*wanted, *absent})
    }
    return FontSet(built, assigned, frozenset().union(*absent.values()), table_of)


def _invisible(character: str) -> bool:
    """Tell whether a character shows nothing: format and private characters, variation selectors."""
    if unicodedata.category(character) == "Cf":
        return character != HYPHEN
    return _selects(character)


def _selects(character: str) -> bool:
    """Tell whether a character says in which form the one before it is written."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


class _Coverage:
    """Which face has which character; a font file is opened when it is first asked for."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Any] = {}

    def face_of(self, character: str, chain: Sequence[str]) -> str:
        """Return the first face of the chain that has the character, or an empty string."""
        from bilingual.editions.fonts import subset

        glyph_of = subset.glyph_of
        return next((key for key in self._order(character, chain) if glyph_of(self.font(key), character)), "")

    def font(self, key: str) -> Any:
        """Return the font file of a face."""
        source = FACES[key]
        place = (source.package, source.file)
        if place not in self._open:
            self._open[place] = _open(source)
        return self._open[place]

    @staticmethod
    def _order(character: str, chain: Sequence[str]) -> Iterator[str]:
        # Japanese faces draw Greek and Cyrillic as wide as kanji: good for α, ugly for a name.
        if 0x370 <= ord(character) <= 0x52F:
            yield from (key for key in chain if key.startswith(("serif", "sans")))
        yield from chain


def _open(source: FaceSource) -> Any:
    """Open the font file of a face."""
    from bilingual.editions.fonts import subset

    remedy = f"install {source.package.replace('_', '-')} again"
    if util.find_spec(source.package) is None:
        raise EngineError(f"the font package {source.package.replace('_', '-')} is not installed", remedy=remedy)
    try:
        with resources.as_file(resources.files(source.package).joinpath(source.file)) as path:
            return subset.opened(str(path))
    except (OSError, *subset.BROKEN) as error:
        raise EngineError(f"the font file {source.file} cannot be read: {error}", remedy=remedy) from error


def _build(key: str, font: Any, characters: set[str], *, blanks: set[str], geta: set[str], selectors: set[str]) -> Face:
    """Cut a face down to `characters` and their variants; `blanks` take no room, `geta` are drawn as 〓."""
    from bilingual.editions.fonts import subset

    source = FACES[key]
    try:
        data = subset.cut(font, characters | selectors, axes=dict(source.axes), kerned=source.kerned)
        glyphs, widths = subset.glyphs(data, characters)
        variants = subset.variants(data, (one + other for one in characters for other in selectors))
        kerns = subset.kerning(data, glyphs) if source.kerned else {}
    except subset.BROKEN as error:
        remedy = f"install {source.package.replace('_', '-')} again"
        raise EngineError(f"the font file {source.file} cannot be cut: {error}", remedy=remedy) from error
    for unknown, stand_in, width in ((blanks, " ", 0.0), (geta, GETA, widths.get(GETA, 0.0))):
        if unknown:
            glyphs |= dict.fromkeys(unknown, glyphs[stand_in])
            widths |= dict.fromkeys(unknown, width)
    return Face(f"{source.family}-{source.style}", data, glyphs, widths, variants, kerns)
