"""Advances of characters before the fonts of an edition are made: read from the font files as they are installed."""

from __future__ import annotations

from bilingual.editions.fonts.faces import FACES, FaceRole, chains
from bilingual.editions.fonts.fontset import FontFiles
from bilingual.editions.theme import Faces


class Advances:
    """The advance of each character in a role, in em, without kerning."""

    def __init__(self, faces: Faces) -> None:
        self._files = FontFiles()
        self._chains = chains(faces)
        self._known: dict[FaceRole, dict[str, float]] = {}

    def of(self, text: str, role: FaceRole) -> float:
        """Return the width of a text in em. Raises `EngineError` when a font is missing."""
        known = self._known.setdefault(role, {})
        total = 0.0
        for character in text:
            width = known.get(character)
            if width is None:
                width = known[character] = self._advance(character, role)
            total += width
        return total

    def _advance(self, character: str, role: FaceRole) -> float:
        from bilingual.editions.fonts import subset

        chain = self._chains[role]
        key = self._files.face_of(character, chain) or chain[0]
        return subset.advance_of(self._files.font(key), character, dict(FACES[key].axes))
