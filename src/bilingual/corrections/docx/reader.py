"""Read a returned Word edition: the English of each unit, and everything that has no certain place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat

from bilingual.corrections.docx.comments import placed, remarks_of
from bilingual.corrections.docx.english import match_lines
from bilingual.corrections.docx.gaps import FoundText, assign
from bilingual.corrections.docx.layout import FileLayout, attach, is_furniture, lay_out, text_lines
from bilingual.corrections.docx.missing import recover
from bilingual.corrections.docx.outcome import settle_empty
from bilingual.corrections.docx.package import open_parts
from bilingual.corrections.docx.regions import survey, text_after_japanese
from bilingual.corrections.docx.sources import NOTE_SIGNS, Seen, Sources, Stem, resolve
from bilingual.corrections.docx.stream import FileLine, StreamReader
from bilingual.corrections.docx.texts import compared, key_text, without_signs
from bilingual.corrections.model import ReturnedFile, ReturnedUnit, Unplaced
from bilingual.corrections.typed import as_typed
from bilingual.editions.docx.identity import article_name, edition_id
from bilingual.languages.japanese.scripts import JAPANESE_LETTERS
from bilingual.memory.entries import PrintedUnit

_JAPANESE = re.compile(f"[{JAPANESE_LETTERS}]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NOT_HERE = "it is not in the file: its row was deleted"
_NO_ENGLISH = "its English is empty or lost"
_UNKNOWN = "its Japanese is not in the article"
_NO_UNIT = "it belongs to no sentence"
_MIXED_UP = "it cannot be divided among {}"
_WITH_JAPANESE = "it is beside the Japanese"
_BOX = "it is in a text box"
_ONCE = "it is printed once, for both languages"
_NO_PLACE = "the comment is at no sentence"


def read_docx(data: bytes, base: Sequence[PrintedUnit], *, place: str) -> ReturnedFile:
    """Return what a DOCX edition says now, with all tracked changes accepted.

    `base` is what the edition printed, or today's article if the edition is unknown: a unit is found by the key of its
    source. `place` is the file's name, for messages. Each unit that is in the file is returned, with the id and the key
    that the base has, changed or not; a target that differs only in what programs change is that of the base.

    Raises `InputError` if the file cannot be read.
    """
    parts = open_parts(data, place)
    reader = StreamReader(parts.styles)
    reader.read(parts.document)
    notes_reader = StreamReader(parts.styles)
    if parts.footnotes is not None:
        notes_reader.read_notes(parts.footnotes)
    work = _Reading([*text_lines(reader.lines), *notes_reader.lines], base, place)
    work.read()
    work.unplaced += [Unplaced(text, _BOX, place) for text in (*reader.boxes, *notes_reader.boxes)]
    notes, left = placed(remarks_of(parts.comments, parts.replies), work.lines, lambda name: work.table[name.stem])
    work.unplaced += [Unplaced(remark.note, _NO_PLACE, place) for remark in left]
    return ReturnedFile(
        "docx",
        work.units(notes),
        tuple(work.unplaced),
        edition_id(data),
        article_name(data),
        tuple(work.warnings),
    )


def _letters(text: str) -> str:
    """Return the Japanese letters: what the edition adds to the source (note signs, markers) has none."""
    return "".join(_JAPANESE.findall(key_text(NOTE_SIGNS.sub("", text))))


def _words(text: str) -> int:
    """Return how many words in Latin letters a text has."""
    return len(_LATIN_WORD.findall(NOTE_SIGNS.sub("", text)))


@dataclass(slots=True)
class _Reading:
    """One file while it is read."""

    lines: Sequence[FileLine]
    base: Sequence[PrintedUnit]
    place: str
    seen: dict[Stem, Seen] = field(default_factory=dict)
    table: dict[Stem, str] = field(default_factory=dict)
    """Unit of the file → id in the base; empty if the base does not have it."""
    found: dict[str, FoundText] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    @property
    def _bases(self) -> Mapping[str, str]:
        return {unit.unit: unit.target for unit in self.base}

    def read(self) -> None:
        """Find the English of every unit."""
        self.seen = survey(self.lines)
        self.table = resolve(self.seen, self.base)
        made = lay_out(self.lines, self.seen, self.table, Sources(self.base))
        if not made.regions and self.seen:
            self.warnings.append("the edition has no English")
            return
        here = {unit for region in made.regions.values() for unit in region.units}
        missing = [unit.unit for unit in self.base if unit.unit not in here and unit.key]
        lost = attach(made, missing)
        lost = self._without_japanese(made, lost)
        groups = self._solve(made)
        destroyed = any(unit in made.japanese and self._bases[unit].strip() for unit in lost)
        moved, empty = settle_empty(self.found, groups, self._bases, destroyed=destroyed)
        if moved := list(dict.fromkeys((*self.moved, *moved))):
            self.warnings.append(f"the order of sentences cannot be kept: {', '.join(moved)} moved")
        self._report(made, lost, empty)
        self._check_japanese()

    def _without_japanese(self, made: FileLayout, lost: list[str]) -> list[str]:
        """Find units in a file without Japanese by their English; return those that are still lost."""
        if made.japanese or not lost:
            return lost
        matched = match_lines(made, [unit for unit in self.base if unit.key], set(lost))
        return [unit for unit in lost if unit not in matched]

    def _solve(self, made: FileLayout) -> list[list[str]]:
        """Read the regions; return the units of each, in the order of the article."""
        order = {unit.unit: at for at, unit in enumerate(self.base)}
        inside = any(digits for _, digits in self.seen)
        bases = self._bases
        groups: list[list[str]] = []
        for place, region in made.regions.items():
            if region.missing:
                texts, left = recover(region, bases, order, inside=inside)
                for each in left:
                    reason = _MIXED_UP.format(", ".join(each.units))
                    for said, unit in zip(chain([each.text], repeat("")), each.units, strict=False):
                        self.unplaced.append(Unplaced(as_typed(said, ""), reason, self._at(each.place), unit))
            elif region.units:
                texts = assign(region, bases, inside=inside)
            else:
                self._free(region.text, region.place, furniture=is_furniture(region))
                continue
            self.moved += _out_of_order([piece.owner for piece in region.pieces if piece.text.strip()], order)
            for unit in [unit for unit in texts if unit.startswith("?")]:
                self._unknown(texts.pop(unit))
            for unit, text in texts.items():
                away = len(made.lines[place[0]].cells) > 1 and made.japanese.get(unit, place)[0] != place[0]
                if (region.bare or away) and not text.text.strip():
                    text.alone, text.removed = True, False
                self._take(unit, text)
            groups.append(sorted((unit for unit in texts if unit in order), key=order.__getitem__))
        return groups

    def _take(self, unit: str, text: FoundText) -> None:
        """Store the text of a unit; a second one, of a row that was copied, is added to what is not placed."""
        before = self.found.get(unit)
        if before is None or not before.text.strip():
            self.found[unit] = text
        elif text.text.strip() and compared(text.text) != compared(before.text):
            if compared(before.text) == compared(self._bases[unit]):
                before, self.found[unit] = text, text
            reason = f"there are two texts for {unit}"
            self.unplaced.append(Unplaced(as_typed(text.text, ""), reason, self._at(text.place)))

    def _unknown(self, text: FoundText) -> None:
        if text.text.strip():
            self.unplaced.append(Unplaced(as_typed(text.text, ""), _UNKNOWN, self._at(text.place)))

    def _free(self, text: str, place: str, *, furniture: bool) -> None:
        known = compared(text) in {compared(unit.target) for unit in self.base}  # a row that was copied
        if any(sign.isalnum() for sign in text) and not furniture and not known:
            self.unplaced.append(Unplaced(as_typed(text, ""), _NO_UNIT, self._at(place)))

    def _report(self, made: FileLayout, lost: Sequence[str], empty: Sequence[str]) -> None:
        """List the units that the file does not have."""
        by_id = {unit.unit: unit for unit in self.base}
        for unit in dict.fromkeys((*lost, *empty)):
            printed = by_id[unit]
            self.found.pop(unit, None)
            if not printed.target.strip():
                continue
            if compared(printed.source) == compared(printed.target) and unit in made.japanese:
                self._printed_once(printed, made)
                continue
            reason = _NO_ENGLISH if unit in made.japanese or unit in empty else _NOT_HERE
            self.unplaced.append(Unplaced("", reason, self.place, unit))

    def _check_japanese(self) -> None:
        """Name the units whose Japanese a person changed, and list what was typed there instead of English."""
        by_id = {unit.unit: unit for unit in self.base}
        read = {self.table[stem]: seen.japanese for stem, seen in self.seen.items() if seen.japanese.strip()}
        for unit, printed in by_id.items():
            emptied = unit in self.found and not self.found[unit].text.strip() and not self.found[unit].said_in
            extra = unit in read and _words(read[unit]) > _words(printed.source)
            if emptied and extra and printed.target.strip():
                place = self.found.pop(unit).place
                self.unplaced.append(Unplaced(as_typed(read[unit], ""), _WITH_JAPANESE, self._at(place), unit))
        changed = [name for name in by_id if name in read and _letters(read[name]) != _letters(by_id[name].source)]
        if changed:
            self.warnings.append(f"the Japanese of {', '.join(changed)} was changed: change the article instead")
        for line in self.lines:
            for cell in line.cells if len(line.cells) > 1 else ():
                if text := text_after_japanese(cell):
                    self.unplaced.append(Unplaced(as_typed(text, ""), _WITH_JAPANESE, self._at(line.place)))

    def _printed_once(self, unit: PrintedUnit, made: FileLayout) -> None:
        """Read a unit that is the same in both languages and printed on the Japanese side only: a date, code."""
        line, _ = made.japanese[unit.unit]
        said = next((seen.japanese for stem, seen in self.seen.items() if self.table[stem] == unit.unit), "")
        place = made.lines[line].place
        if unit.unit in made.guessed or key_text(said) == key_text(unit.source):
            self.found[unit.unit] = FoundText(unit.target, place)
        else:
            self.unplaced.append(Unplaced(as_typed(said, ""), _ONCE, self._at(place), unit.unit))

    def _at(self, place: str) -> str:
        return f"{self.place}: {place}"

    def units(self, notes: Mapping[str, tuple[str, ...]]) -> tuple[ReturnedUnit, ...]:
        """Return the units in the order of the base."""
        keys = ["", *(unit.key for unit in self.base if unit.key), ""]
        japanese = {self.table[stem]: unit.japanese for stem, unit in self.seen.items()}
        made: list[ReturnedUnit] = []
        at = 0
        for unit in self.base:
            at += bool(unit.key)
            found = self.found.get(unit.unit)
            if found is None:
                continue
            target = self._target(found, unit, japanese.get(unit.unit, ""))
            changed = target != unit.target
            made.append(
                ReturnedUnit(
                    source=unit.source,
                    target=target,
                    unit=unit.unit,
                    key=unit.key,
                    before=keys[at - 1] if unit.key else "",
                    after=keys[at + 1] if unit.key else "",
                    notes=notes.get(unit.unit, ()),
                    author=next(iter(found.authors)) if changed and len(found.authors) == 1 else "",
                    place=self._at(found.place),
                    certain=found.certain or not changed,
                    said_in=found.said_in if changed else "",
                )
            )
        return tuple(made)

    @staticmethod
    def _target(found: FoundText, unit: PrintedUnit, japanese: str) -> str:
        text = without_signs(found.text, unit.target, japanese, unit.source)
        said = compared(text)
        if said == compared(unit.target) or (not unit.target.strip() and said == compared(unit.source)):
            return unit.target
        return as_typed(text, unit.target)


def _out_of_order(owners: Sequence[str], order: Mapping[str, int]) -> list[str]:
    """Return the units that come after a later one of their block."""
    units = [unit for unit in dict.fromkeys(owners) if unit in order]
    return [
        unit
        for at, unit in enumerate(units)
        if any(order[other] > order[unit] and _same_block(other, unit) for other in units[:at])
    ]


def _same_block(one: str, other: str) -> bool:
    return one.partition(".")[0] == other.partition(".")[0]
