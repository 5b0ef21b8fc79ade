"""Text outside the bookmarks of a region whose units all have theirs: it is of the unit before or the one after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bilingual.corrections.docx.regions import Piece, Region
from bilingual.corrections.docx.texts import compared, ends_sentence

_HEAD = 12
"""Characters by which a unit's beginning is recognised."""


@dataclass(slots=True)
class FoundText:
    """The English of a unit, as it is in the file."""

    text: str = ""
    place: str = ""
    certain: bool = True
    authors: set[str] = field(default_factory=set)
    removed: bool = False
    said_in: str = ""
    alone: bool = False
    """True if nothing else is left of its region's English: it may be lost rather than deleted."""


def assign(region: Region, bases: Mapping[str, str], *, inside: bool) -> dict[str, FoundText]:
    """Return the text of each unit of a region.

    `inside` is True for editions in which the space between two sentences is in the bookmark of the first.
    """
    pieces = _settled(region, bases, inside=inside)
    _join(pieces, bases)
    found: dict[str, FoundText] = {unit: FoundText(place=region.place) for unit in region.units}
    for at, piece in enumerate(pieces):
        unit = found.setdefault(piece.owner, FoundText(place=region.place))
        later = at and unit.text and pieces[at - 1].paragraph != piece.paragraph
        unit.text += ("\n" if later else "") + piece.text
        unit.authors |= piece.authors
        unit.removed |= piece.removed
    return found


def _settled(region: Region, bases: Mapping[str, str], *, inside: bool) -> list[Piece]:
    """Return the pieces with an owner for each."""
    pieces = [piece for piece in region.pieces if piece.text or piece.owner or piece.removed]
    settled: list[Piece] = []
    for at, piece in enumerate(pieces):
        if not piece.owner:
            after = next((each for each in pieces[at + 1 :] if each.owner), None)
            if not (owner := _owner(piece, settled, after, bases, inside=inside)):
                continue
            piece = Piece(owner, piece.text, piece.paragraph, piece.authors, piece.removed)
        settled.append(piece)
    return settled


def _owner(gap: Piece, settled: list[Piece], after: Piece | None, bases: Mapping[str, str], *, inside: bool) -> str:
    """Return the unit that a gap belongs to."""
    before = settled[-1] if settled else None
    if before is None:
        return after.owner if after and gap.text.strip() else ""
    said = "".join(piece.text for piece in settled if piece.owner == before.owner)
    if after is None or not gap.text.strip() or not said.strip():
        return before.owner
    if gap.paragraph != before.paragraph and gap.paragraph == after.paragraph:
        return after.owner
    if gap.paragraph == before.paragraph != after.paragraph or _lost_head(after, bases):
        return before.owner if gap.paragraph != after.paragraph else after.owner
    if inside:
        return after.owner if said[-1].isspace() else before.owner
    unchanged = compared(said) == compared(bases.get(before.owner, ""))
    return after.owner if unchanged and not ends_sentence(gap.text) else before.owner


def _lost_head(piece: Piece, bases: Mapping[str, str]) -> bool:
    """Return whether the beginning of a unit was replaced: the new one is before its bookmark."""
    text = compared(piece.text)
    return bool(text) and not compared(bases.get(piece.owner, "")).startswith(text[:_HEAD])


def _join(pieces: list[Piece], bases: Mapping[str, str]) -> None:
    """Give both texts to the first unit where nothing separates two of them any more, not even a space."""
    for at in range(len(pieces) - 1):
        one, two = pieces[at], pieces[at + 1]
        if one.owner == two.owner or one.paragraph != two.paragraph or not one.text.strip() or not two.text.strip():
            continue
        changed = compared(two.text) != compared(bases.get(two.owner, ""))
        apart = one.text[-1].isspace() or two.text[0].isspace() or ends_sentence(one.text)
        if changed and not apart and not two.owner.startswith("?"):
            joined = two.owner
            for piece in pieces[at + 1 :]:
                if piece.owner == joined:
                    piece.owner = one.owner
