"""Three-way comparison: what was printed, what the memory has now, and what a person sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bilingual.corrections.model import ReturnedFile, ReturnedUnit, Unplaced
from bilingual.corrections.placing import PlacedUnit, keys_in_file, place_units, printed_keys
from bilingual.corrections.typed import as_typed, plain
from bilingual.memory.entries import Decision, Entry, EntryOrigin, PrintedUnit
from bilingual.memory.recall import UnitPlace, assign_entries, has_decision, ranked_entries
from bilingual.model import Status

Verdict = Literal["changed", "deleted", "merged", "approved", "added", "noted", "conflict", "missing", "unplaced"]
"""What became of a unit: `missing` and `unplaced` are only listed, a `conflict` is kept as an offer."""

TAKEN: tuple[Verdict, ...] = ("changed", "deleted", "merged", "approved", "added", "noted")
"""The verdicts that change the memory."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the report of `learn`."""

    verdict: Verdict
    unit: str
    """Its id in the returned file; empty for a text that belongs to no unit."""
    source: str = ""
    before: str = ""
    """The English as printed."""
    after: str = ""
    """The English that came back."""
    ours: str = ""
    """For a conflict: the English that the memory has now, which stays."""
    place: str = ""
    certain: bool = True
    """False if the text was assigned by alignment."""
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """The result of a comparison, before anything is stored."""

    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    offers: tuple[tuple[Entry, str], ...] = ()
    """For conflicts: the entry that stays, and the target that it did not take."""
    expected: Mapping[int, int] = field(default_factory=dict)
    """The revisions of the entries that the comparison is based on."""
    unchanged: int = 0
    """Units that came back as they were printed."""

    def count(self, *verdicts: Verdict) -> int:
        """Return how many corrections have one of the verdicts."""
        return sum(one.verdict in verdicts for one in self.corrections)


@dataclass(frozen=True, slots=True)
class Rules:
    """How `learn` decides."""

    theirs: bool = False
    """True: in a conflict, take what came back."""
    approve_all: bool = False
    """True: the person has read everything, so unchanged units are approved, too."""
    author: str = ""
    """For units whose author the file does not name."""
    article: str = ""
    """The file name of the article."""
    engine: str = ""
    """The signature by which the drafts were made."""
    terms_of: Callable[[str], str] = lambda source: ""
    """Return the glossary's terms of a source, for the record."""


def compare(
    returned: ReturnedFile, base: Sequence[PrintedUnit], memory: Mapping[str, list[Entry]], rules: Rules
) -> Learned:
    """Return what changed in a returned file, against what was printed (`base`) and the memory's entries by key.

    Theirs unchanged: nothing happens. Ours unchanged: theirs is taken. Both changed: a conflict, and ours stays.
    """
    placed, rest = place_units(returned, base)
    merge = _Merge(returned, rules, memory)
    merge.recall(base)
    for one in placed:
        merge.unit(one)
    for unit in rest:
        merge.unknown(unit)
    for lost in returned.unplaced:
        merge.list_unplaced(lost)
    return merge.result()


class _Merge:
    """One comparison while it is made."""

    def __init__(self, returned: ReturnedFile, rules: Rules, memory: Mapping[str, list[Entry]]) -> None:
        self._returned = returned
        self._rules = rules
        self._memory = memory
        self._corrections: list[Correction] = []
        self._decisions: list[Decision] = []
        self._offers: list[tuple[Entry, str]] = []
        self._expected: dict[int, int] = {}
        self._unchanged = 0
        self._uses: Counter[int] = Counter()
        self._keys: dict[str, str] = {}
        self._ours: dict[str, Entry] = {}

    def result(self) -> Learned:
        """Return the comparison."""
        return Learned(
            tuple(self._corrections), tuple(self._decisions), tuple(self._offers), self._expected, self._unchanged
        )

    def recall(self, base: Sequence[PrintedUnit]) -> None:
        """Find the decision that each unit takes now."""
        names = {unit.unit for unit in base}
        places: list[UnitPlace] = []
        for unit, keys in zip(base, printed_keys(base).values(), strict=True):
            block, _, number = unit.unit.partition(".")
            following = f"{block}.{int(number) + 1}" if number.isdecimal() else ""
            places.append(
                UnitPlace(unit.unit, unit.source, keys, unit.kind, number not in ("", "1"), following in names)
            )
        taken = assign_entries(places, self._memory, article=self._rules.article)
        self._keys = {unit.unit: unit.key for unit in base}
        self._ours = {name: recalled.entry for name, recalled in taken.items()}
        self._uses = Counter(entry.id for entry in self._ours.values())

    def unit(self, one: PlacedUnit) -> None:
        """Decide about a unit that was printed."""
        ours = self._ours.get(one.base.unit)
        theirs, base = plain(one.returned.target), plain(one.base.target)
        if theirs == base or (not theirs and self._has_no_text(one)):
            self._same_as_printed(one, ours)
        elif ours and plain(ours.target) == theirs and ours.said_in == self._keys.get(one.returned.said_in, ""):
            self._agreed(one, ours)
        elif ours and plain(ours.target) != base and not self._rules.theirs:
            self._conflict(one, ours)
        else:
            self._take(one, ours)

    def _has_no_text(self, one: PlacedUnit) -> bool:
        """Return whether the file has no target for a unit that has one; only in a document that is a deletion."""
        if self._returned.via == "docx":
            return False
        reason = "the file has no English for it: nothing was changed"
        self._list(one, "missing", reason=reason)
        return True

    def _same_as_printed(self, one: PlacedUnit, ours: Entry | None) -> None:
        approving = one.returned.status == "approved" and one.base.status != "approved"
        rejecting = one.returned.status == "rejected" and ours is None
        current = plain(ours.target) == plain(one.base.target) if ours else True
        wanted = (approving or self._rules.approve_all) and current and plain(one.returned.target)
        if wanted and not (ours and ours.status == "approved"):
            self._decide(one, ours, one.base.target, "approved")
            self._list(one, "approved")
            return
        if rejecting:
            self._decisions.append(self._decision(one, one.base.target, status="rejected", ours=None))
            self._list(one, "changed", reason="rejected")
            return
        self._note(one, ours)

    def _agreed(self, one: PlacedUnit, ours: Entry) -> None:
        """The memory already has this target."""
        if ours.status != "approved" and one.returned.status != "draft":
            self._decide(one, ours, ours.target, "approved")
            self._list(one, "approved")
        else:
            self._note(one, ours)

    def _conflict(self, one: PlacedUnit, ours: Entry) -> None:
        self._offers.append((ours, one.returned.target.strip()))
        self._list(one, "conflict", ours=ours.target)

    def _take(self, one: PlacedUnit, ours: Entry | None) -> None:
        target = as_typed(one.returned.target, one.base.target)
        # The text decides: most tools leave the state of a draft as it was. What a translator marks as unfinished,
        # though, is corrected and not approved.
        unfinished = one.returned.status == "draft" and (self._returned.via == "po" or one.base.status == "approved")
        status: Status = "draft" if unfinished else "approved"
        self._decide(one, ours, target, status)
        verdict: Verdict = "changed" if target else "merged" if one.returned.said_in else "deleted"
        self._list(one, verdict)

    def _note(self, one: PlacedUnit, ours: Entry | None) -> None:
        """Keep the comments of a unit whose target did not change."""
        known = ours or self._about(one)
        new = tuple(note for note in one.returned.notes if note not in (known.notes if known else ()))
        if not new:
            self._unchanged += 1
            return
        if known:
            self._decide(one, known, known.target, known.status, origin=known.origin)
        else:
            self._decide(one, None, one.base.target, "draft", origin="engine")
        self._list(one, "noted")

    def _about(self, one: PlacedUnit) -> Entry | None:
        entries = self._memory.get(one.base.key, ())
        return next(
            (entry for entry in entries if (entry.before, entry.after) == (one.keys.before, one.keys.after)), None
        )

    def unknown(self, unit: ReturnedUnit) -> None:
        """Decide about a unit that was not printed: a translation memory adds it, an edition cannot have it."""
        if not unit.source or not plain(unit.target):
            self._corrections.append(
                Correction("unplaced", unit.unit, unit.source, after=unit.target, place=unit.place,
                           reason="it belongs to no sentence of the article")
            )  # fmt: skip
            return
        keys = keys_in_file(unit)
        entries = self._memory.get(keys.key, ())
        place = UnitPlace(unit.unit, unit.source, keys)
        ranked = [one for one in ranked_entries(entries, place) if one.entry.source == unit.source]
        ours = next((one.entry for one in ranked if has_decision(one.entry)), None)
        status = unit.status or "draft"
        if ours and plain(ours.target) == plain(unit.target):
            self._unchanged += 1
            return
        if ours and not self._rules.theirs and ours.status == "approved":
            self._offers.append((ours, unit.target.strip()))
            self._corrections.append(
                Correction("conflict", unit.unit, unit.source, after=unit.target, ours=ours.target, place=unit.place)
            )
            return
        self._decisions.append(
            Decision(
                unit.source, keys.key, unit.target.strip(), keys.before, keys.after, status=status,
                origin=self._returned.via, author=unit.author or self._rules.author, notes=unit.notes,
                terms=self._rules.terms_of(unit.source), replaces=ours.id if ours else 0,
            )
        )  # fmt: skip
        self._corrections.append(Correction("added", unit.unit, unit.source, after=unit.target, place=unit.place))

    def list_unplaced(self, lost: Unplaced) -> None:
        """List a text that was not placed, or a unit that the file no longer has."""
        verdict: Verdict = "missing" if lost.unit and not lost.text else "unplaced"
        self._corrections.append(Correction(verdict, lost.unit, after=lost.text, place=lost.place, reason=lost.reason))

    def _decide(
        self, one: PlacedUnit, ours: Entry | None, target: str, status: Status,
        *, origin: EntryOrigin | None = None,
    ) -> None:  # fmt: skip
        self._decisions.append(self._decision(one, target, status=status, ours=ours, origin=origin))
        if ours:
            self._expected[ours.id] = ours.revision

    def _decision(
        self, one: PlacedUnit, target: str, *, status: Status, ours: Entry | None,
        origin: EntryOrigin | None = None,
    ) -> Decision:  # fmt: skip
        known = ours or self._about(one)
        same = known is not None and plain(known.target) == plain(target)
        mine = ours is not None and ours.article == self._rules.article and self._uses[ours.id] < 2
        said = self._keys.get(one.returned.said_in, "") if not target else ""
        return Decision(
            one.base.source,
            one.base.key,
            target,
            one.keys.before,
            one.keys.after,
            kind=one.base.kind,
            status=status,
            origin=origin or self._returned.via,
            said_in=said,
            terms=self._rules.terms_of(one.base.source),
            # The draft is what the engine said, not an earlier correction.
            draft=ours.draft if ours else one.base.target if one.base.status == "draft" else "",
            engine=ours.engine if ours else self._rules.engine,
            article=self._rules.article,
            author=one.returned.author or self._rules.author,
            notes=tuple(dict.fromkeys((*(known.notes if known else ()), *one.returned.notes))),
            dismissed=known.dismissed if known and same else (),
            replaces=ours.id if ours and mine else 0,
        )

    def _list(self, one: PlacedUnit, verdict: Verdict, *, ours: str = "", reason: str = "") -> None:
        self._corrections.append(
            Correction(
                verdict,
                one.base.unit,
                one.base.source,
                one.base.target,
                one.returned.target,
                ours,
                one.returned.place,
                one.returned.certain,
                reason or (f"its text is in {one.returned.said_in}" if one.returned.said_in else ""),
                one.returned.notes,
            )
        )
