"""The fonts that an edition needs, subset to its characters and ready to embed.

The fonts come with PyPI packages, so the lock file pins them and the machine's own fonts are not used.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources, util
from math import ceil
from typing import Any

from bilingual.editions.fonts.faces import FACES, FaceRole, FaceSource, chains
from bilingual.editions.theme import Faces
from bilingual.errors import EngineError

__all__ = ["HYPHEN", "Face", "FaceRole", "FontSet", "missing_characters", "prepare_fonts", "shown"]

HYPHEN = "\u00ad"
"""The hyphen at the end of a line. PDF readers know that it is not part of the word."""
GETA = "〓"
"""The geta mark, which replaces a missing character in Japanese typesetting."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font, subset to the characters drawn with it."""

    name: str
    """PostScript name."""
    data: bytes
    """The whole font file (OpenType). Its outlines are those of the source: CFF for mincho, TrueType for the rest."""
    glyphs: Mapping[str, int]
    """Glyph number of each character: that of 〓 when no font has it, of the space when it is invisible."""
    widths: Mapping[str, float]
    """Advance of each character, in em; 0 when it is invisible."""
    variants: Mapping[str, int] = field(default_factory=dict)
    """Glyph number of each ideographic variant, a character and its selector (葛󠄀), where it is a different one."""
    ligatures: Mapping[str, int] = field(default_factory=dict)
    """Glyph number of characters that are drawn as one (`――`); as wide as they are together."""
    kerns: Mapping[str, float] = field(default_factory=dict)
    """Kerning between two characters (`"AV"`), in em."""

    def advances(self, text: str) -> list[float]:
        """Return the advance of each character of `text` in em, kerning included."""
        widths = [self.widths[character] for character in text]
        if self.kerns:
            for at in range(len(text) - 1):
                widths[at] += self.kerns.get(text[at : at + 2], 0.0)
        return widths


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts of one edition, and the font of each character."""

    faces: Mapping[str, Face]
    assigned: Mapping[str, Mapping[str, str]]
    """Role → character → key of `faces`."""
    missing: frozenset[str]
    """Characters that no font has: they are drawn as 〓; the text layer keeps them."""
    chains: Mapping[FaceRole, Sequence[str]] = field(default_factory=lambda: chains(Faces()))

    def runs(self, text: str, role: FaceRole) -> list[tuple[str, str]]:
        """Split `text` into (text, face) pairs. It must be among the texts that the set was prepared for."""
        assigned = self.assigned[role]
        faces = set(map(assigned.get, text))
        if len(faces) == 1 and (face := faces.pop()):
            return [(text, face)]
        runs: list[tuple[str, str]] = []
        start, face = 0, ""
        for at, character in enumerate(text):
            # Invisible characters get the font before them: they must not split a word.
            here = assigned.get(character) or face or self.chains[role][0]
            if here != face:
                if face:
                    runs.append((text[start:at], face))
                start, face = at, here
        if face:
            runs.append((text[start:], face))
        return runs


def shown(text: str) -> str:
    """Return `text` as it can be drawn: tabs become spaces; control characters and soft hyphens are removed."""
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
    """Return the characters of `text` that no font has. Raises `EngineError` when a font package is not installed."""
    files = FontFiles()
    chain = chains(Faces())["ja"]
    return frozenset(c for c in set(shown(text)) if c != "\n" and not _invisible(c) and not files.face_of(c, chain))


def prepare_fonts(texts: Mapping[FaceRole, str], faces: Faces | None = None) -> FontSet:
    """Return the fonts for `texts` (role → every text in that role, joined), each with only those characters.

    `faces` has the family of each kind of text. Raises `EngineError` when a font package is not installed or its file
    is damaged.
    """
    files = FontFiles()
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
            known = files.face_of(character, chain)
            key = table[character] = known or files.face_of(GETA, chain)
            (wanted if known else absent)[key].add(character)
    blanks = {c for table in assigned.values() for c, face in table.items() if not face}
    selectors = set(filter(_selects, blanks))
    built = {
        key: _build(
            key,
            files.font(key),
            wanted[key] | {" "} | ({GETA} if absent[key] else set()),
            blanks=blanks - wanted[key],
            geta=absent[key],
            selectors=selectors,
        )
        for key in sorted({*wanted, *absent})
    }
    return FontSet(built, assigned, frozenset().union(*absent.values()), table_of)


def _invisible(character: str) -> bool:
    """Return whether a character is invisible: format and private characters, variation selectors."""
    if unicodedata.category(character) == "Cf":
        return character != HYPHEN
    return _selects(character)


def _selects(character: str) -> bool:
    """Return whether a character selects the form of the one before it."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


class FontFiles:
    """The characters of each font; a font file is opened on first use."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Any] = {}

    def face_of(self, character: str, chain: Sequence[str]) -> str:
        """Return the first font of the chain that has the character, or an empty string."""
        from bilingual.editions.fonts import subset

        glyph_of = subset.glyph_of
        return next((key for key in self._order(character, chain) if glyph_of(self.font(key), character)), "")

    def font(self, key: str) -> Any:
        """Return the font file of a font by its key."""
        source = FACES[key]
        place = (source.package, source.file)
        if place not in self._open:
            self._open[place] = _open(source)
        return self._open[place]

    @staticmethod
    def _order(character: str, chain: Sequence[str]) -> Iterator[str]:
        # Japanese fonts draw Greek and Cyrillic as wide as kanji: good for α, ugly for a name.
        if 0x370 <= ord(character) <= 0x52F:
            yield from (key for key in chain if key.startswith(("serif", "sans")))
        yield from chain


def _open(source: FaceSource) -> Any:
    """Open the font file of a font."""
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
    """Subset a font to `characters` and their variants; `blanks` have no width, `geta` are drawn as 〓."""
    from bilingual.editions.fonts import subset

    source = FACES[key]
    try:
        data = subset.cut(font, characters | selectors, axes=dict(source.axes), kerned=source.kerned)
        glyphs, widths = subset.glyphs(data, characters)
        if source.pitch:
            widths = {one: source.pitch * ceil(width / source.pitch - 0.01) for one, width in widths.items()}
        variants = subset.variants(data, (one + other for one in characters for other in selectors))
        kerns = subset.kerning(data, glyphs) if source.kerned else {}
        ligatures = subset.ligatures(data, characters)
    except subset.BROKEN as error:
        remedy = f"install {source.package.replace('_', '-')} again"
        raise EngineError(f"the font file {source.file} cannot be subset: {error}", remedy=remedy) from error
    for unknown, stand_in, width in ((blanks, " ", 0.0), (geta, GETA, widths.get(GETA, 0.0))):
        if unknown:
            glyphs |= dict.fromkeys(unknown, glyphs[stand_in])
            widths |= dict.fromkeys(unknown, width)
    return Face(f"{source.family}-{source.style}", data, glyphs, widths, variants, ligatures, kerns)
