"""`bilingual memory`: what the project memory holds, and the commands that keep it."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.cli.command import Group
from bilingual.cli.console import counted, logger, note, print_json, set_up_logging, show, show_bytes
from bilingual.cli.inputs import find_articles, read_found
from bilingual.cli.options import encoding_option, memory_option
from bilingual.cli.types import FileName
from bilingual.errors import BilingualError, InputError, MemoryFileError, OutputError, UsageError

if TYPE_CHECKING:
    from bilingual.memory.analysis import BandCount, EditRate, Sentence
    from bilingual.memory.entries import Decision, Entry
    from bilingual.memory.importing import ImportPlan
    from bilingual.memory.store import Memory
    from bilingual.model import Status

_STATUSES: tuple[Status, ...] = ("draft", "approved", "rejected")
_FORMATS = ("csv", "tmx")
_SHOWN = 20
"""Conflicts of an import that are listed; --json lists all."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


@click.group("memory", cls=Group)
def memory_group() -> None:
    """Show and keep the project memory: the sentences that people approved and corrected.

    It is the file .bilingual/memory.sqlite in the project's folder. For Git, commit what `export` writes.
    """


def _opened(file: str, near: Path | None = None, *, create: bool = False) -> Memory:
    """Return the memory of --memory, or of the project of an article or of this folder."""
    from bilingual import Project
    from bilingual.memory.store import Memory

    path = Path(file) if file else Project().memory_of(near or Path())
    assert path is not None
    if not path.exists() and not create:
        remedy = "`bilingual render` or `bilingual memory import` creates it; --memory names another file"
        raise MemoryFileError("does not exist", place=str(path), remedy=remedy)
    return Memory(path)


@memory_group.command("stats")
@click.argument("inputs", nargs=-1, type=FileName(), metavar="[INPUT]...")
@memory_option
@encoding_option
@json_option
def memory_stats(inputs: tuple[str, ...], *, memory: str, encoding: str | None, as_json: bool) -> int:
    """Show what the memory holds, and what it has for articles.

    With INPUT, the analysis table that translators use: how many sentences and characters the memory has (101% is the
    same sentence between the same neighbours), how many are similar, and how many are new. Nothing is translated. The
    edit rate of an engine is the share of words that people changed in its drafts before they approved them.
    """
    from bilingual.memory.analysis import analyse, edit_rates, memory_lookup

    sentences, near = _sentences(inputs, encoding)
    with _opened(memory, near) as opened:
        counts = Counter(entry.status for entry in opened.entries())
        rates = edit_rates(opened.entries("approved"))
        rows = analyse(sentences, memory_lookup(opened, sentences)) if inputs else ()
        path = str(opened.path)
    if as_json:
        engines = [asdict(rate) | {"rate": round(rate.rate, 4)} for rate in rates]
        value = {"file": path, "entries": {status: counts[status] for status in _STATUSES}, "engines": engines}
        print_json(value | ({"analysis": [asdict(row) for row in rows]} if inputs else {}))
        return 0
    show(f"{path}: " + ", ".join(f"{counts[status]} {status}" for status in _STATUSES))
    if inputs:
        _show_analysis(rows)
    _show_rates(rates)
    return 0


def _sentences(inputs: tuple[str, ...], encoding: str | None) -> tuple[list[Sentence], Path | None]:
    """Return the sentences of the articles, and the first article. Raises the error of the first that is unreadable."""
    from bilingual.memory.analysis import keyed_sentences

    found: list[Sentence] = []
    near: Path | None = None
    for item in find_articles(inputs).articles if inputs else ():
        if isinstance(item, BilingualError):
            raise item
        near = near or item.path
        found += keyed_sentences(read_found(item, encoding=encoding))
    return found, near


def _show_analysis(rows: Sequence[BandCount]) -> None:
    total = sum(row.units for row in rows), sum(row.characters for row in rows)
    show("")
    show(f"{'match':<22}{'units':>8}{'characters':>12}{'share':>8}{'  similar in the text':>21}")
    for row in rows:
        share = f"{row.characters / total[1]:.0%}" if total[1] else ""
        show(f"{row.name:<22}{row.units:>8}{row.characters:>12}{share:>8}{row.similar or '':>21}".rstrip())
    show(f"{'total':<22}{total[0]:>8}{total[1]:>12}")


def _show_rates(rates: Sequence[EditRate]) -> None:
    if not rates:
        return
    show("")
    show(f"{'edit rate':<12}{'units':>8}{'unchanged':>11}  engine")
    for rate in rates:
        show(f"{rate.rate:<12.1%}{rate.units:>8}{rate.unchanged:>11}  {rate.engine or '(unknown)'}")


@memory_group.command("list")
@memory_option
@click.option("--status", type=click.Choice(_STATUSES), help="Only entries with this status.")
@click.option("--contains", default="", metavar="TEXT", help="Only entries with TEXT in the Japanese or the English.")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="Entries to show; 0 for all.")
@json_option
def memory_list(*, memory: str, status: Status | None, contains: str, limit: int, as_json: bool) -> int:
    """List the entries, the latest first.

    The number of an entry is what `bilingual memory forget` takes.
    """
    with _opened(memory) as opened:
        wanted = contains.casefold()
        entries = [
            entry
            for entry in opened.entries(status)
            if not wanted or wanted in entry.source.casefold() or wanted in entry.target.casefold()
        ]
    entries.sort(key=lambda entry: (entry.changed, entry.id), reverse=True)
    shown = entries[:limit] if limit else entries
    if as_json:
        print_json([asdict(entry) for entry in shown])
        return 0
    for entry in shown:
        _show_entry(entry)
    more = f", {len(shown)} shown (--limit)" if len(shown) < len(entries) else ""
    note(f"{_entries(len(entries))}{more}")
    return 0


def _show_entry(entry: Entry) -> None:
    where = ", ".join(filter(None, (entry.origin, entry.author, entry.article, entry.changed[:10])))
    show(f"{entry.id:>6}  {entry.status:<9} {entry.source}")
    show(f"{'':>18}{_english(entry)}  ({where})")
    for remark in entry.notes:
        show(f"{'':>18}note: {remark}")


def _english(decision: Decision) -> str:
    return decision.target or ("(said in another sentence)" if decision.said_in else "(no English)")


@memory_group.command("export")
@click.argument("target", type=FileName(), metavar="FILE")
@memory_option
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="[default: by the file's suffix]")
@click.option("--status", type=click.Choice(_STATUSES), help="Only entries with this status.")
def memory_export(target: str, *, memory: str, format_: str | None, status: Status | None) -> int:
    """Write the entries as CSV or TMX, sorted: this is what to commit to Git.

    The suffix of FILE sets the format, .csv or .tmx; - is stdout and needs --format. CSV keeps everything that
    `import` needs to restore the entries; TMX is for other tools.
    """
    from bilingual.files import write_whole
    from bilingual.interchange.entries import write_entries_as_tmx
    from bilingual.interchange.memory_table import write_entries

    chosen = format_ or Path(target).suffix.lower().removeprefix(".")
    if chosen not in _FORMATS:
        raise UsageError(
            "the format is not clear", place=target, remedy=f"give --format {' or --format '.join(_FORMATS)}"
        )
    with _opened(memory) as opened:
        if Path(target).exists() and opened.path.samefile(target):
            raise OutputError("is the memory itself", place=target, remedy="name another file")
        entries = list(opened.entries(status))
    data = write_entries(entries) if chosen == "csv" else b"".join(write_entries_as_tmx(entries))
    if target == "-":
        show_bytes(data)
    else:
        write_whole(Path(target), data)
    left = sum(not entry.target for entry in entries) if chosen == "tmx" else 0
    if left:
        note(f"Warning: TMX has no place for entries without English ({left} of {len(entries)}); CSV has")
    note(f"{target}: {_entries(len(entries) - left)}")
    return 0


def _entries(number: int) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'}"


@memory_group.command("import")
@click.argument("files", nargs=-1, required=True, type=FileName(), metavar="FILE...")
@memory_option
@click.option("--theirs", is_flag=True, help="Where an approved target differs, take that of FILE.")
@click.option("--approve", is_flag=True, help="Everything in FILE was reviewed: import it as approved.")
@click.option("--dry-run", is_flag=True, help="Show what would change; nothing is stored.")
@json_option
def memory_import(
    files: tuple[str, ...], *, memory: str, theirs: bool, approve: bool, dry_run: bool, as_json: bool
) -> int:
    """Add the entries of another memory: CSV of `export`, or TMX, XLIFF, CSV or PO of another tool.

    An approved target that differs is kept, and listed as a conflict. What has no state in FILE is imported as drafts,
    which are used but do not count as reviewed. `bilingual memory undo` reverts an import.
    """
    from bilingual.interchange.entries import read_decisions_from
    from bilingual.memory.importing import plan_import, store_import
    from bilingual.memory.store import RevisionConflictError, new_batch

    set_up_logging(quiet=False, verbose=False)
    warn = logger().warning
    decisions = [decision for file in files for decision in read_decisions_from(Path(file), warn=warn)]
    if approve:
        decisions = [replace(one, status="approved") if one.status == "draft" else one for one in decisions]
    with _opened(memory, create=not dry_run) as opened:
        plan = plan_import(opened, decisions)
        if not dry_run:
            try:
                store_import(opened, plan, theirs=theirs, batch=new_batch("import"))
            except RevisionConflictError as error:
                remedy = "run the command again"
                raise MemoryFileError("was changed meanwhile", place=str(opened.path), remedy=remedy) from error
            _index(opened)
        _report(plan, str(opened.path), theirs=theirs, dry_run=dry_run, as_json=as_json)
    return 0


def _index(memory: Memory) -> None:
    from bilingual.memory.fuzzy import build_index

    build_index(memory)


def _report(plan: ImportPlan, path: str, *, theirs: bool, dry_run: bool, as_json: bool) -> None:
    conflicts = [
        {"source": one.theirs.source, "ours": one.ours.target, "theirs": one.theirs.target} for one in plan.conflicts
    ]
    if as_json:
        value = {"new": len(plan.new), "changed": len(plan.changed), "unchanged": plan.unchanged}
        print_json({"file": path, **value, "conflicts": conflicts, "theirs": theirs, "dry_run": dry_run})
        return
    for one in plan.conflicts[:_SHOWN]:
        show(f"conflict  {one.theirs.source}")
        show(f"    ours  {_english(one.ours)}")
        show(f"  theirs  {_english(one.theirs)}")
    if len(plan.conflicts) > _SHOWN:
        show(f"and {len(plan.conflicts) - _SHOWN} more conflicts")
    would = "would be: " if dry_run else ""
    done = f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged"
    kept = "" if not conflicts else " (theirs are taken)" if theirs else " (ours are kept; --theirs takes the others)"
    note(f"{path}: {would}{done}, {counted(len(conflicts), 'conflict')}{kept}")


@memory_group.command("forget")
@click.argument("units", nargs=-1, required=True, metavar="UNIT...")
@memory_option
@yes_option
def memory_forget(units: tuple[str, ...], *, memory: str, yes: bool) -> int:
    """Remove entries, so that their sentences are translated again.

    UNIT is the number of an entry, as `bilingual memory list` shows it, a key (16 digits), or the whole Japanese
    sentence. `bilingual memory undo` brings them back.
    """
    from bilingual.memory.store import new_batch

    with _opened(memory) as opened:
        entries = {entry.id: entry for name in units for entry in _named(opened, name)}
        for entry in entries.values():
            _show_entry(entry)
        if not yes and not _agreed(f"Forget {_entries(len(entries))}?"):
            note("Nothing was changed.")
            return 1
        count = opened.forget(list(entries), batch=new_batch("forget"))
        note(f"{opened.path}: {_entries(count)} removed; `bilingual memory undo` brings them back")
    return 0


def _agreed(question: str) -> bool:
    """Ask on the terminal. Without one, nobody can answer."""
    if not sys.stdin.isatty():
        raise UsageError("this needs an answer, and there is no terminal", remedy="add --yes")
    return click.confirm(question, err=True)


def _named(memory: Memory, name: str) -> list[Entry]:
    """Return the entries that a number, a key or a sentence names. Raises `InputError` if there are none."""
    from bilingual.keys import key_of

    found: list[Entry] = []
    if name.isascii() and name.removeprefix("#").isdigit():
        entry = memory.entry(int(name.removeprefix("#")[:18]))
        found = [entry] if entry else []
    for key in (name, key_of(name)):
        found = found or memory.find([key]).get(key, [])
    if not found:
        remedy = f"find it with `bilingual memory list --contains {shlex.quote(name[:40])}`"
        raise InputError("is not in the memory", place=name[:40], remedy=remedy)
    return found


@memory_group.command("undo")
@memory_option
@click.option("--batch", default="", metavar="NAME", help="What to revert [default: what was done last].")
def memory_undo(*, memory: str, batch: str) -> int:
    """Revert what was done last: a run of learn, import or forget, or an action on the review page.

    Again, it reverts what was done before that. An entry that was changed again since is kept as it is.
    """
    with _opened(memory) as opened:
        batch = batch or opened.last_batch()
        if not batch:
            note(f"{opened.path}: there is nothing to undo")
            return 0
        reverted = opened.undo(batch)
        for before, after in reverted:
            show(f"{before.id:>6}  {before.source}")
            show(f"{'was':>8}  {_english(before)}")
            show(f"{'is':>8}  {'(removed)' if after is None else _english(after)}")
        note(f"{opened.path}: {_entries(len(reverted))} reverted ({batch})")
    return 0


@memory_group.command("compact")
@memory_option
@click.option("--backup", type=FileName(), metavar="FILE", help="Copy the memory to FILE first; it may be in use.")
def memory_compact(*, memory: str, backup: str | None) -> int:
    """Check the file, free unused space, and prepare the search of a large memory.

    Never copy the file of a memory that is in use by other means than --backup.
    """
    from bilingual.memory.upkeep import back_up, check_integrity, compact

    with _opened(memory) as opened:
        check_integrity(opened)
        if backup:
            note(f"{backup}: {back_up(opened, Path(backup)):,} bytes")
        done = compact(opened)
        indexed = f", {done.indexed:,} entries indexed" if done.indexed else ""
        note(f"{opened.path}: no errors, {done.before:,} → {done.after:,} bytes{indexed}")
    return 0
