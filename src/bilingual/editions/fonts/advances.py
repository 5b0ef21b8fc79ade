"""Advances of characters before the fonts of an edition are made: read from the font files as they are installed."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.editions.fonts.faces import FACES, FaceRole, chains
from bilingual.editions.fonts.fontset import FontFiles
from bilingual.editions.theme import Faces


class Advances:
    """The advance of each character in a role, in em, without kerning."""

    def __init__(self, faces: Faces) -> None:
        files = FontFiles()
        self._known = {role: _Role(chain, files) for role, chain in chains(faces).items()}

    def of(self, text: str, role: FaceRole) -> float:
        """Return the width of a text in em. Raises `EngineError` when a font is missing."""
        return sum(map(self._known[role].__getitem__, text))


class _Role(dict[str, float]):
    """Character → advance, looked up in the fonts of a chain at its first use."""

    def __init__(self, chain: Sequence[str], files: FontFiles) -> None:
        super().__init__()
        self._chain = chain
        self._files = files

    def __missing__(self, character: str) -> float:
        from bilingual.editions.fonts import subset

        key = self._files.face_of(character, self._chain) or self._chain[0]
        found = self[character] = subset.advance_of(self._files.font(key), character, dict(FACES[key].axes))
        return found
