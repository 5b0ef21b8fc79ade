"""`bilingual learn`: take the corrections in an edited DOCX, or in a file that a translation tool saved."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.cli.choices import Choices
from bilingual.cli.command import Command
from bilingual.cli.console import Styled, counted, logger, note, print_json, report, set_up_logging, show
from bilingual.cli.options import author_option, translation_options, verbosity
from bilingual.cli.types import FileName
from bilingual.errors import BilingualError, FindingsError, UsageError

if TYPE_CHECKING:
    from bilingual.corrections.merge import Correction
    from bilingual.learning import LearnedFile

_COLOURS = {"conflict": "red", "unplaced": "yellow", "missing": "yellow", "deleted": "yellow", "merged": "yellow"}


@click.command("learn", cls=Command)
@click.argument("files", nargs=-1, required=True, type=FileName(), metavar="FILE...")
@click.option("--article", type=FileName(), metavar="FILE", default="", help="The article, if FILE does not tell.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken, and store nothing.")
@click.option("--theirs", is_flag=True, help="In a conflict, take what FILE has.")
@click.option("--approve-all", is_flag=True, help="You have read everything: approve unchanged sentences, too.")
@author_option
@translation_options
@click.option("--strict", is_flag=True, help="Exit with 6 if there are conflicts, or texts that belong to no sentence.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@verbosity
def learn_command(
    files: tuple[str, ...],
    *,
    article: str,
    dry_run: bool,
    theirs: bool,
    approve_all: bool,
    author: str,
    how: Choices,
    strict: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Take the corrections in FILE and keep them in the project memory.

    FILE is an edition in DOCX after it was edited in Word, LibreOffice or Google Docs, or an XLIFF, TMX, CSV, PO or
    JSON file. What was printed is compared with what came back: only what a person changed is taken.
    """
    from bilingual import Project, Session
    from bilingual.learning import LearnOptions, learn

    set_up_logging(quiet=quiet, verbose=verbose)
    if how.no_memory:
        raise UsageError("corrections are kept in the project memory", remedy="leave out --no-memory")
    options = LearnOptions(Path(article) if article else None, theirs, approve_all, dry_run, author)
    results: list[LearnedFile | BilingualError] = []
    with Session(how.settings(), Project(memory=how.memory_file)) as session:
        for name in files:
            try:
                result = learn(session, Path(name), options)
            except BilingualError as error:
                report(error)
                results.append(error)
                continue
            results.append(result)
            if not as_json:
                _print(result, dry_run=dry_run, quiet=quiet)
    if as_json:
        print_json({"files": [_value(name, result) for name, result in zip(files, results, strict=True)]})
    return _exit_code(results, strict=strict)


def _print(result: LearnedFile, *, dry_run: bool, quiet: bool) -> None:
    from bilingual.corrections.merge import TAKEN

    for warning in (*result.warnings, *result.returned.warnings):
        logger().warning("%s: %s", result.path, warning)
    for correction in result.learned.corrections:
        _print_correction(correction)
    if quiet:
        return
    taken = result.learned.count(*TAKEN)
    noted = result.learned.count("noted")
    parts = [f"{counted(taken - noted, 'correction')} {'found, nothing stored' if dry_run else 'stored'}"]
    if drafts := sum(entry.status == "draft" and entry.origin != "engine" for entry in result.entries):
        parts.append(f"{drafts} of them not approved, as the file says")
    if noted:
        parts.append(f"{counted(noted, 'sentence')} with a new comment")
    if conflicts := result.learned.count("conflict"):
        parts.append(f"{counted(conflicts, 'conflict')}: the text of the memory stays (--theirs takes the other)")
    if lost := result.learned.count("unplaced", "missing"):
        parts.append(f"{lost} not placed")
    parts.append(f"{result.learned.unchanged} unchanged")
    note(f"{result.path}: {' · '.join(parts)}")
    for copy in result.copies:
        note(f"  not all of its text was taken: a copy of the file is in {copy}")
    if taken > noted and not dry_run and result.article:
        again = shlex.quote(str(result.article))
        note(f"  `bilingual render {again}` prints them; `bilingual memory undo` reverts them")


def _print_correction(one: Correction) -> None:
    words = [one.verdict, "by alignment, please check" if not one.certain else "", one.reason]
    head = f"{one.place or '-'}: {f'unit {one.unit}: ' if one.unit else ''}"
    show(head, Styled(", ".join(filter(None, words)), _COLOURS.get(one.verdict, "green"), bold=True))
    if one.source:
        show(f"    {one.source}")
    if one.verdict == "conflict":
        show(Styled(f"  = {one.ours}", "green"), Styled("  (stays)", dim=True))
        show(Styled(f"  ? {one.after}", "red"))
    elif one.verdict in ("approved", "noted"):
        show(f"    {one.before}")
    else:
        if one.before:
            show(Styled(f"  - {one.before}", "red"))
        if one.after:
            show(Styled(f"  + {one.after}", "green"))
    for text in one.notes:
        show(f"    note: {text}")


def _value(name: str, result: LearnedFile | BilingualError) -> dict[str, object]:
    if isinstance(result, BilingualError):
        return {"file": name, "error": str(result), "exit_code": result.exit_code}
    return {
        "file": name,
        "article": str(result.article) if result.article else None,
        "batch": result.batch,
        "stored": len(result.entries),
        "unchanged": result.learned.unchanged,
        "warnings": [*result.warnings, *result.returned.warnings],
        "copies": [str(copy) for copy in result.copies],
        "corrections": [
            {
                "verdict": one.verdict,
                "unit": one.unit,
                "place": one.place,
                "source": one.source,
                "printed": one.before,
                "returned": one.after,
                "ours": one.ours,
                "certain": one.certain,
                "reason": one.reason,
                "notes": list(one.notes),
            }
            for one in result.learned.corrections
        ],
    }


def _exit_code(results: list[LearnedFile | BilingualError], *, strict: bool) -> int:
    for result in results:
        if isinstance(result, BilingualError):
            return result.exit_code
    open_ = any(not isinstance(one, BilingualError) and one.learned.count("conflict", "unplaced") for one in results)
    return FindingsError.exit_code if strict and open_ else 0
