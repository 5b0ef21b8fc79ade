"""What a person does on the page: save, approve, dismiss, change a term, undo, make editions."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bilingual.corrections.typed import single_spaced
from bilingual.errors import BilingualError
from bilingual.files import write_whole
from bilingual.glossary.edit import add_term
from bilingual.glossary.load import Term
from bilingual.memory.entries import Decision, EntryOrigin, engine_part, terms_as_json
from bilingual.memory.store import RevisionConflictError, new_batch
from bilingual.model import Event, Status, TermMatch, Unit
from bilingual.project import GLOSSARY
from bilingual.publishing import left_alone
from bilingual.review.difference import Part, differing
from bilingual.review.state import UnitView
from bilingual.review.workspace import Editions, Workspace

log = logging.getLogger(__name__)

TARGET_LIMIT = 20_000
"""Characters of a target; no sentence has more."""

What = Literal["edit", "approve", "reopen", "dismiss", "revert", "term"]


class RefusedError(Exception):
    """The request asks for something that cannot be done. `code` is a key of the page's strings."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}")


class ChangedElsewhereError(Exception):
    """Units were changed since the page got them; nothing was stored."""

    def __init__(self, units: Sequence[str]) -> None:
        self.units = tuple(units)
        super().__init__(", ".join(units))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants a unit to be."""

    unit: str
    revision: str
    """The revision of the view that the person saw."""
    target: str | None = None
    """None for the target that it has."""
    status: Status | None = None
    """None for the status that it has."""
    dismissed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """What undo takes back: a batch of the memory, or a glossary's text."""

    what: What
    label: str
    batch: str = ""
    glossary: Path | None = None
    before: bytes | None = None
    """The glossary before; None if there was no file."""
    after: bytes = b""


@dataclass(frozen=True, slots=True)
class TermChange:
    """A unit that a change of a term has changed."""

    unit: str
    kept: bool
    """True: a person's text, which stays; its findings are new."""
    parts: tuple[Part, ...]


class Actions:
    """The actions on a workspace, with what undo takes back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._steps: list[_Step] = []

    def save(self, wanted: Wanted) -> None:
        """Store a text as edited, not approved. Raises `ChangedElsewhereError` and `RefusedError`."""
        target = plain_target(wanted.target or "")
        if not target:
            raise RefusedError("empty", wanted.unit)
        self._decide([replace(wanted, target=target, status=wanted.status or "draft")], "edit")

    def approve(self, wanted: Sequence[Wanted]) -> None:
        """Approve units with their texts, all of them or none; an empty text leaves the sentence out."""
        texts = [None if one.target is None else plain_target(one.target) for one in wanted]
        items = [replace(one, target=text, status="approved") for one, text in zip(wanted, texts, strict=True)]
        self._decide(items, "approve")

    def reopen(self, wanted: Wanted) -> None:
        """Take back an approval: the text stays, as edited."""
        self._decide([replace(wanted, target=None, status="draft")], "reopen")

    def revert(self, wanted: Wanted) -> None:
        """Return to the machine's draft."""
        self._decide([replace(wanted, target=self._draft_of(wanted.unit), status="draft")], "revert")

    def dismiss(self, wanted: Wanted, code: str, *, dismissed: bool) -> None:
        """Mark a kind of finding as a false positive of this target, or take that back."""
        with self._workspace.lock:
            unit = self._unit(wanted.unit)
            if dismissed and code not in {finding.code for finding in unit.findings}:
                raise RefusedError("no-finding", code)
            rest = tuple(one for one in unit.dismissed if one != code)
            codes = (*rest, code) if dismissed else rest
            self._decide([replace(wanted, target=None, status=None, dismissed=codes)], "dismiss")

    def change_term(self, source: str, target: str) -> list[TermChange]:
        """Set the English of a term in the glossary, translate again, and return the units that it changes.

        Raises `GlossaryError` if the file cannot be changed.
        """
        workspace = self._workspace
        with workspace.lock:
            before = dict(workspace.views)
            path = self._glossary_of(source)
            old = path.read_bytes() if path.exists() else None
            if add_term(path, source, target, force=True) == "unchanged":
                return []
            new = path.read_bytes()
        # Without the lock: the engine may take its time, and texts are saved meanwhile.
        try:
            workspace.translate_again()
        except BilingualError:
            _restore(path, old)
            raise
        with workspace.lock:
            self._push(_Step("term", source, glossary=path, before=old, after=new))
            return [
                TermChange(name, view.state != "draft", differing(before[name].target, view.target))
                for name, view in workspace.views.items()
                if name in before and _is_touched(before[name], view)
            ]

    def undo(self) -> str:
        """Take back the last saved action; return its label. Raises `RefusedError` if there is none."""
        workspace = self._workspace
        with workspace.lock:
            step = self._steps.pop() if self._steps else self._last_step()
            if step is None:
                raise RefusedError("nothing-to-undo")
            if step.glossary is None:
                if not workspace.memory.undo(step.batch):
                    self._push(None)
                    raise RefusedError("changed-since", step.label)
                workspace.refresh()
        if step.glossary is not None:
            if not step.glossary.exists() or step.glossary.read_bytes() != step.after:
                self._push(None)
                raise RefusedError("glossary-changed", step.glossary.name)
            _restore(step.glossary, step.before)
            workspace.translate_again()
        self._push(None)
        return step.label

    def start_undo_label(self) -> None:
        """Show what undo takes back after a restart."""
        self._push(None)

    def make_editions(self) -> None:
        """Render the article; the workspace shows how far it is, and the files or the error."""
        workspace = self._workspace

        def on(event: Event) -> None:
            workspace.report(Editions("running", event.done, event.total, event.stage))

        workspace.report(Editions("running"))
        try:
            outcome = workspace.session.render(workspace.path, on=on)
        except BilingualError as error:
            workspace.report(Editions("failed", message=str(error)))
        except Exception as error:
            log.debug("making editions failed", exc_info=True)
            workspace.report(Editions("failed", message=f"unexpected {type(error).__name__}: {error}"))
        else:
            left = " ".join(str(left_alone(file)) for file in outcome.left)
            workspace.report(Editions("done", message=left, files=outcome.files))

    # Decisions ----------------------------------------------------------------------------------------------

    def _decide(self, wanted: Sequence[Wanted], what: What) -> None:
        workspace = self._workspace
        with workspace.lock:
            units = {one.unit: self._unit(one.unit) for one in wanted}
            old = [one.unit for one in wanted if self._is_stale(one, units[one.unit])]
            if old:
                raise ChangedElsewhereError(old)
            decisions = [self._decision(one, units[one.unit]) for one in wanted]
            changes = [one for one in decisions if one is not None]
            if not changes:
                return
            known = [workspace.known(one.unit) for one in wanted]
            expected = {
                entry.id: entry.revision for one in known for entry in (one.taken, one.about) if entry is not None
            }
            label = ", ".join(units)
            batch = self._batch(what, label)
            try:
                workspace.memory.decide(changes, batch=batch, expected=expected)
            except RevisionConflictError as error:
                workspace.refresh()
                raise ChangedElsewhereError([one.unit for one in wanted]) from error
            if not self._steps or self._steps[-1].batch != batch:
                self._push(_Step(what, label, batch))
            workspace.refresh()

    def _is_stale(self, one: Wanted, unit: Unit) -> bool:
        """Return whether the unit has changed since the person saw it; what is already so is no conflict."""
        view = self._workspace.views[one.unit]
        already = one.target == unit.target and one.status == unit.status and one.dismissed is None
        return one.revision != view.revision and not already

    def _unit(self, name: str) -> Unit:
        view = self._workspace.views.get(name)
        if view is None:
            raise RefusedError("no-unit", name)
        if view.fixed:
            raise RefusedError("fixed", name)
        return next(unit for unit in self._workspace.article.units if unit.id == name)

    def _decision(self, one: Wanted, unit: Unit) -> Decision | None:
        """Return what is stored; None if nothing changes."""
        workspace = self._workspace
        known = workspace.known(one.unit)
        draft = workspace.draft(one.unit)
        target = unit.target if one.target is None else one.target
        status = unit.status if one.status is None else one.status
        same = target == unit.target
        dismissed = one.dismissed if one.dismissed is not None else unit.dismissed if same else ()
        if same and dismissed == unit.dismissed and (status == unit.status):
            return None
        entry = known.entry
        kept = entry if entry is not None and entry.target == target else None
        as_drafted = bool(target) and target == (draft or (entry.draft if entry else ""))
        origin: EntryOrigin = "engine" if as_drafted else kept.origin if kept else "review"
        return Decision(
            source=unit.source,
            key=known.keys.key,
            target=target,
            before=known.keys.before,
            after=known.keys.after,
            kind=next(block.kind for block in workspace.article.blocks if unit.id in {u.id for u in block.units}),
            status=status,
            origin=origin,
            said_in=entry.said_in if entry is not None and not target else "",
            terms=terms_as_json(unit.terms),
            draft=draft or (entry.draft if entry else ""),
            engine=engine_part(workspace.translation.signature) if draft else entry.engine if entry else "",
            article=workspace.path.name,
            author=workspace.author or (kept.author if kept else ""),
            notes=unit.notes,
            dismissed=dismissed,
            replaces=self._replaced(one.unit),
        )

    def _replaced(self, name: str) -> int:
        """Return the entry that a decision about the unit changes, though its neighbours were others; else 0.

        An entry of another article, or of another unit of this one that has the same source, is left alone.
        """
        workspace = self._workspace
        entry = workspace.known(name).entry
        if entry is None or entry.article != workspace.path.name:
            return 0
        return 0 if (entry.source, entry.before, entry.after) in workspace.contexts() else entry.id

    def _draft_of(self, name: str) -> str:
        draft = self._workspace.views[name].draft if name in self._workspace.views else ""
        if not draft:
            raise RefusedError("no-draft", name)
        return draft

    # Undo ---------------------------------------------------------------------------------------------------

    def _batch(self, what: What, label: str) -> str:
        """Return the name of what is undone together: edits of one unit, one after the other, are one action."""
        last = self._steps[-1] if self._steps else None
        if what == "edit" and last and last.what == "edit" and last.label == label:
            return last.batch
        return new_batch(f"{self._prefix}{what} {label}:")

    @property
    def _prefix(self) -> str:
        return f"review {self._workspace.path.name}: "

    def _last_step(self) -> _Step | None:
        """Return the last action of an earlier run on this article, if nothing else has happened since."""
        batch = self._workspace.memory.last_batch()
        if not batch.startswith(self._prefix):
            return None
        label = batch.removeprefix(self._prefix).partition(":")[0].partition(" ")[2]
        return _Step("edit", label, batch)

    def _push(self, step: _Step | None) -> None:
        if step is not None:
            self._steps.append(step)
        last = self._steps[-1] if self._steps else self._last_step()
        self._workspace.label_undo(last.label if last else "")

    # Terms --------------------------------------------------------------------------------------------------

    def _glossary_of(self, source: str) -> Path:
        """Return the glossary to change: the one that has the term, else the nearest."""
        workspace = self._workspace
        term = workspace.term_of(TermMatch(source, "", 0, 0, entry=source))
        if term is not None and term.path:
            return _path_of(term, workspace.translation.glossaries)
        if workspace.translation.glossaries:
            return workspace.translation.glossaries[0]
        if workspace.session.settings.glossaries is None:
            raise RefusedError("no-glossary")
        return workspace.memory.path.resolve().parent.parent / GLOSSARY


def _restore(path: Path, data: bytes | None) -> None:
    """Give a glossary its earlier content; without any, there was no file."""
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path.resolve() if path.is_symlink() else path, data)


def _path_of(term: Term, glossaries: Sequence[Path]) -> Path:
    return next((path for path in glossaries if str(path) == term.path), Path(term.path))


def _is_touched(before: UnitView, after: UnitView) -> bool:
    terms = [[(one.source, one.target) for one in view.terms] for view in (before, after)]
    return before.target != after.target or before.findings != after.findings or terms[0] != terms[1]


def plain_target(text: str) -> str:
    """Return a target on one line, without white space around it. Raises `RefusedError` for control characters."""
    if len(text) > TARGET_LIMIT:
        raise RefusedError("too-long", str(TARGET_LIMIT))
    plain = single_spaced(text)
    found = next((sign for sign in plain if unicodedata.category(sign) in ("Cc", "Cs")), None)
    if found:
        raise RefusedError("control-character", f"U+{ord(found):04X}")
    return plain
