"""Text → atoms: the pieces a line is made of, the space between them, and where a line may end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bilingual.editions import kinsoku
from bilingual.editions.kinsoku import HALF, Kind

Measure = Callable[[str, str], Sequence[float]]
"""(text, face) → the advance of each character in em, kerning included."""
Hyphenate = Callable[[str], Iterable[int]]
"""A word → the offsets where it may be hyphenated."""

SOFT_HYPHEN = "\u00ad"
_AFTER = frozenset("/?&=.-_#%+,")
_DASHES = frozenset("-–—/")
_WORD = re.compile(r"[^\W\d_]+")

ADDRESS_COST = 20.0
HYPHEN_COST = 45.0
LAST_RESORT = 1000.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one face."""

    text: str
    face: str
    size: float
    """Points."""
    link: str = ""
    ruby: tuple[tuple[str, str], ...] = ()
    """The reading above the text, as (text, face) runs. A piece with ruby is never broken."""
    spoken: str = ""
    """The reading, if it is certain: a machine's guess is not to be read aloud for the text."""


class Atom:
    """Something that is never broken, and the space after it. Widths are in points."""

    __slots__ = (
        "advances",
        "cost",
        "grow",
        "head",
        "hyphen",
        "piece",
        "ruby",
        "shift",
        "shrink",
        "space",
        "tail",
        "text",
        "track",
        "width",
    )

    def __init__(self, text: str, piece: Piece, advances: Sequence[float], head: Kind, tail: Kind) -> None:
        self.text = text
        self.piece = piece
        self.advances = advances
        self.head = head
        self.tail = tail
        self.width = sum(advances)
        self.shift = 0.0
        """How far left of the pen the first character's own origin lies: its space is not its own."""
        self.space = self.shrink = self.grow = 0.0
        self.track = False
        """True when a loose line may open up after this atom."""
        self.cost: float | None = None
        """What a line end after this atom costs, None where there must be none."""
        self.hyphen = 0.0
        """Width of the hyphen a line end after this atom needs, 0 when it needs none."""
        self.ruby: tuple[tuple[str, str, float, Sequence[float]], ...] = ()
        """(text, face, offset from the pen, advances) of each run of the reading."""


def atomise(
    pieces: Iterable[Piece], measure: Measure, *, hyphenate: Hyphenate | None = None, phrases: bool = False
) -> list[Atom]:
    """Return the atoms of one paragraph."""
    atoms: list[Atom] = []
    for piece in pieces:
        advances = [advance * piece.size for advance in measure(piece.text, piece.face)]
        if piece.ruby:
            atoms.append(_ruby_atom(piece, advances, measure))
        else:
            dash = measure(SOFT_HYPHEN, piece.face)[0] * piece.size if hyphenate else 0.0
            atoms += _plain_atoms(piece, advances, hyphenate, dash)
    for at in range(len(atoms) - 1):
        _join(atoms, at, phrases=phrases)
    return atoms


def _plain_atoms(piece: Piece, advances: list[float], hyphenate: Hyphenate | None, dash: float) -> list[Atom]:
    atoms: list[Atom] = []
    text, size, at = piece.text, piece.size, 0
    while at < len(text):
        kind = kinsoku.kind_of(text[at], advances[at] / size)
        end = at + 1
        if kind == "L":
            while end < len(text) and kinsoku.kind_of(text[end], advances[end] / size) == "L":
                end += 1
            atoms += _words(piece, at, end, advances, hyphenate, dash)
        else:
            end = _cluster_end(text, at)
            atoms.append(_wide_atom(piece, at, end, advances, kind))
        at = end
    return atoms


def _cluster_end(text: str, start: int) -> int:
    """Keep combining marks with their base, and full-width numbers (`３．１４`) together."""
    end = start + 1
    number = text[start].isdecimal()
    while end < len(text):
        if kinsoku.attaches(text[end]) or (number and text[end].isdecimal()):
            end += 1
        elif number and text[end] in "．，" and end + 1 < len(text) and text[end + 1].isdecimal():
            end += 2
        else:
            break
    return end


def _wide_atom(piece: Piece, start: int, end: int, advances: list[float], kind: Kind) -> Atom:
    atom = Atom(piece.text[start:end], piece, advances[start:end], kind, kind)
    if kind in "OCKSM":
        atom.width -= HALF * piece.size
        atom.shift = {"O": HALF, "M": HALF / 2}.get(kind, 0.0) * piece.size
    elif kind == "_":
        atom.shrink, atom.grow = atom.width * 0.25, atom.width * 0.6
    return atom


def _words(
    piece: Piece, start: int, end: int, advances: list[float], hyphenate: Hyphenate | None, dash: float
) -> list[Atom]:
    """Cut a run of Latin text where it may be broken."""
    cuts = _cuts(piece.text[start:end], hyphenate)
    atoms: list[Atom] = []
    at = start
    for offset, (cost, hyphen) in sorted(cuts.items()):
        atom = Atom(piece.text[at : start + offset], piece, advances[at : start + offset], "L", "L")
        atom.cost, atom.hyphen = cost, dash if hyphen else 0.0
        atoms.append(atom)
        at = start + offset
    return [*atoms, Atom(piece.text[at:end], piece, advances[at:end], "L", "L")]


def _cuts(word: str, hyphenate: Hyphenate | None) -> dict[int, tuple[float, bool]]:
    """Return offset → (cost, hyphen) of the breaks inside a run of Latin text."""
    inside = range(1, len(word))
    if _is_address(word):
        scheme = word.find("://") + 3
        return {
            at: (ADDRESS_COST if word[at - 1] in "/?&=#" else 2 * ADDRESS_COST, False)
            for at in inside
            if max(3, scheme) < at <= len(word) - 3
            and word[at - 1] in _AFTER
            and word[at] not in _AFTER
            and word[at] not in kinsoku.CLOSING
        }
    cuts = {
        at: (ADDRESS_COST, False)
        for at in inside
        if word[at - 1] == "\u200b"
        or (word[at - 1] in _DASHES and word[at].isalpha() and at > 1 and word[at - 2].isalpha())
        or (word[at - 1] == "—" and at > 1 and word[at] not in kinsoku.NO_START and word[at] not in _DASHES)
    }
    if hyphenate and not any(map(str.isdigit, word)) and not cuts:
        for part in _WORD.finditer(word):
            cuts |= {part.start() + at: (HYPHEN_COST, True) for at in hyphenate(part.group())}
    return cuts


def _is_address(word: str) -> bool:
    """Tell whether a word is an address or a path. No pattern: it would take quadratic time on a long word."""
    return "://" in word or word.startswith("www.") or "@" in word or word.count("/") > 1


def _ruby_atom(piece: Piece, advances: list[float], measure: Measure) -> Atom:
    """Set a reading above its base (group ruby): the narrower of the two is spread out."""
    size = piece.size / 2
    runs = [(text, face, [advance * size for advance in measure(text, face)]) for text, face in piece.ruby]
    count = sum(len(text) for text, _, _ in runs) or 1
    wide, base = sum(sum(run) for _, _, run in runs), sum(advances)
    if wide > base:
        room = (wide - base) / len(advances)
        advances = [advance + room for advance in advances]
    atom = Atom(piece.text, piece, advances, "J", "J")
    if wide > base:
        atom.shift = -room / 2
    room = max(0.0, base - wide) / count
    pen, ruby = room / 2, []
    for text, face, run in runs:
        spread = [advance + room for advance in run]
        ruby.append((text, face, pen, spread))
        pen += sum(spread)
    atom.ruby = tuple(ruby)
    return atom


def _join(atoms: list[Atom], at: int, *, phrases: bool) -> None:
    """Set the space after an atom and what a line end there costs."""
    here, after = atoms[at], atoms[at + 1]
    last, first = here.text[-1], after.text[0]
    if "_" in (here.tail, after.head):
        if here.tail == "_" and after.head != "_":
            here.cost = _cost_after_space(atoms, at, phrases=phrases)
        return
    if here.tail == "L" and after.head == "L":
        if here.cost is None and last in _DASHES and first.isalpha():
            here.cost = ADDRESS_COST
        return
    latin = last.isalnum() and first.isalnum()
    size = min(here.piece.size, after.piece.size)
    space, shrink = kinsoku.space_between(here.tail, after.head, latin=latin)
    here.space, here.shrink = space * size, shrink * size
    here.track = not (here.tail == after.head == "I")
    here.cost = kinsoku.cost_between(last, first)
    if phrases and here.cost is not None:
        here.cost += kinsoku.phrase_cost(last, first)


def _cost_after_space(atoms: list[Atom], at: int, *, phrases: bool) -> float | None:
    after = atoms[at + 1].text
    if after[0] in kinsoku.NO_START and (len(after) == 1 or atoms[at + 1].head != "L"):
        return None
    while at >= 0 and atoms[at].tail == "_":
        at -= 1
    last = atoms[at].text[-1] if at >= 0 else ""
    if last in kinsoku.OPENING:
        return None
    return 25.0 if phrases and last.isalnum() else 0.0
