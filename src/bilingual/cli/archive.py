"""`bilingual render` for many articles: skip what is current, render the rest, report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bilingual.cli.choices import RunChoices
from bilingual.cli.console import counted, logger, note, print_json, progress, report, show
from bilingual.cli.inputs import Found, Inputs
from bilingual.cli.interrupt import ending_on_signal
from bilingual.cli.results import AS_SEVERE, load_what_all_need, print_row
from bilingual.errors import BilingualError, FindingsError, InputError, OutputError
from bilingual.version import __version__

if TYPE_CHECKING:
    from bilingual.archive.model import ArticleJob, ArticleResult
    from bilingual.archive.record import RunRecord
    from bilingual.archive.run import RunPlan, Shard
    from bilingual.archive.runners import Runner
    from bilingual.model import Event, Severity
    from bilingual.session import Session

FAILURES = "failures.txt"
"""The list of the articles that failed, in the output folder: it can be given to --from."""
_DETAILED = 20
"""Articles up to which a run prints a line for each; longer runs do with --verbose."""
_REPORTED = 10
"""Articles from which on a run writes its report."""


def render_archive(
    session: Session,
    found: Inputs,
    run: RunChoices,
    *,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    fail_on: Severity | Literal[""],
) -> int:
    """Render all articles that are not up to date. Returns the exit code."""
    from bilingual.archive.lock import locked
    from bilingual.archive.record import RunRecord
    from bilingual.archive.run import plan_run

    started = time.monotonic()
    division = _division(run)
    jobs, errors = _jobs(found, division)
    shard = division.name if division else ""
    if found.left_out:
        logger().warning("%s", found.left_out)
    output = session.project.output
    load_what_all_need(session)
    # A dry run writes nothing.
    with nullcontext() if run.dry_run else locked(output, shard):
        record = RunRecord(output, shard)
        plan = plan_run(session, jobs, record, force=run.force, limit=run.limit or 0)
        if run.dry_run:
            return _dry_run(plan, record, errors, as_json=as_json)
        detailed = verbose or len(jobs) <= _DETAILED
        out = _Output(session, len(plan.todo), as_json=as_json, quiet=quiet, detailed=detailed, started=started)
        for error in errors:
            report(error)
        with record:
            stopped = _work(session, plan, record, _runner(session, run), out)
        record.compact()
        out.rows = [row for _, row in plan.current] + out.rows
        _write_lists(session, record, out, run)
    return _end(out, plan, found, errors, stopped=stopped, fail_on=fail_on)


class _Output:
    """What a run says while it works, and the rows of the articles it was about."""

    def __init__(
        self, session: Session, total: int, *, as_json: bool, quiet: bool, detailed: bool, started: float
    ) -> None:
        self.output = session.project.output
        self.total = total
        self.as_json = as_json
        self.quiet = quiet
        self.detailed = detailed
        self.rows: list[ArticleResult] = []
        self.editions = 0
        """Files in the folders that are editions of bilingual."""
        self.started = started

    @property
    def failed(self) -> list[ArticleResult]:
        """Return the articles that could not be rendered."""
        return [row for row in self.rows if not row.is_done]

    def take(self, job: ArticleJob, row: ArticleResult, error: BilingualError | None) -> None:
        """Say what became of an article."""
        from bilingual.publishing import left_alone

        if row.status == "edition":
            self.editions += 1
            return
        self.rows.append(row)
        if not row.is_done:
            report(error or InputError(row.error, place=row.name))
            return
        for name in row.left:
            report(left_alone(self.output / name))
        if self.as_json:
            return
        if self.detailed and not self.quiet:
            print_row(job.label(len(self.rows), self.total), row)
        for notice in row.notices if self.detailed else ():
            logger().info("  %s", notice)
        for file in row.files(self.output):
            show(str(file))


def _work(session: Session, plan: RunPlan, record: RunRecord, runner: Runner, out: _Output) -> bool:
    """Render what the plan has to do. Returns whether the run was stopped before its end."""
    from bilingual.archive.run import run_archive
    from bilingual.model import Event

    total = len(plan.todo)
    with ending_on_signal() as stopping, progress(counted(total, "article"), quiet=out.quiet or not total) as on:

        def heard(event: Event) -> None:
            """Say what is done within a batch: the bar counts articles."""
            what = f"{event.what or event.stage} {event.done} of {event.total} {event.unit}" if event.total else ""
            on(Event("rendering", len(out.rows), total, "articles", what))

        for job, row, error in run_archive(session, plan, runner, record, stopping, heard):
            out.take(job, row, error)
            on(Event("rendering", len(out.rows), total, "articles"))
        return stopping() and len(out.rows) + out.editions < total


def _division(run: RunChoices) -> Shard | None:
    from bilingual.archive.run import Shard

    if not run.shard:
        return None
    number, count = map(int, run.shard.split("/"))
    return Shard(number, count)


def _jobs(found: Inputs, shard: Shard | None) -> tuple[list[Found], list[BilingualError]]:
    jobs = [item for item in found.articles if isinstance(item, Found)]
    if shard is not None:
        jobs = [job for job in jobs if shard.has(job)]
        if shard.number > 1:  # what is wrong with the names is the same for all shards: one reports it
            return jobs, []
    return jobs, [item for item in found.articles if isinstance(item, BilingualError)]


def _runner(session: Session, run: RunChoices) -> Runner:
    if run.cluster:
        from bilingual.archive.cluster import ClusterRunner

        return ClusterRunner(session.settings, session.project, run.cluster)
    if run.jobs and run.jobs > 1:
        from bilingual.archive.processes import ProcessRunner

        return ProcessRunner(session.settings, session.project, run.jobs)
    from bilingual.archive.runners import LocalRunner

    return LocalRunner(session)


def _dry_run(plan: RunPlan, record: RunRecord, errors: Sequence[BilingualError], *, as_json: bool) -> int:
    """List what would be rendered, and what could not be read."""
    closed = {job: error for job in plan.todo if (error := _unreadable(job))}
    errors = [*errors, *closed.values()]
    todo = [job for job in plan.todo if job not in closed]
    for error in errors:
        report(error)
    seconds = [
        float(value)
        for job in todo
        if (row := record.get(job)) and isinstance(value := row.figures.get("seconds", 0), float)
    ]
    if as_json:
        names = [job.name for job in todo]
        print_json({"would_render": names, "current": [row.name for _, row in plan.current]})
    else:
        for job in todo:
            show(job.name)
    took = f"; about {sum(seconds):.0f} s last time" if seconds and len(seconds) == len(todo) else ""
    more = f", {plan.beyond} more are left by --limit" if plan.beyond else ""
    note(f"{counted(len(todo), 'article')} would be rendered, {len(plan.current)} are up to date{more}{took}")
    return errors[0].exit_code if errors else 0


def _unreadable(job: ArticleJob) -> BilingualError | None:
    """Return why the file of an article cannot be opened."""
    from bilingual.reading.load import open_article

    try:
        if not (isinstance(job, Found) and job.data is not None):
            with open_article(job.path):
                pass
    except BilingualError as error:
        return error
    return None


def _write_lists(session: Session, record: RunRecord, out: _Output, run: RunChoices) -> None:
    """Write the list of failures and the report."""
    from bilingual.files import write_all
    from bilingual.publishing import OTHERWISE

    failures, rows = out.output / FAILURES, record.rows()
    # Also those of earlier runs: they are to be done yet.
    failed = {row.name: row for row in [*rows, *out.failed] if row.status == "failed"}
    if failed:
        text = "".join(map(_failure, failed.values()))
        write_all({failures: text.encode("utf-8", "surrogateescape")}, otherwise=OTHERWISE)
    elif failures.exists():
        failures.unlink()
    wanted = run.with_report if run.with_report is not None else len(out.rows) >= _REPORTED
    if wanted and not run.shard:
        from bilingual.archive.report.writing import report_files
        from bilingual.pipeline import edition_date

        placed = (_placed(row, out.output) for row in rows if row.status != "edition")
        write_all(
            report_files(placed, out.output, made=f"{edition_date(None)}, bilingual {__version__}"), otherwise=OTHERWISE
        )


def _placed(row: ArticleResult, output: Path) -> ArticleResult:
    """Return a row with the paths of its editions as seen from the working directory."""
    outputs = tuple((str(output / name), hash_) for name, hash_ in row.outputs)
    return replace(row, outputs=outputs, left=tuple(str(output / name) for name in row.left))


def _failure(row: ArticleResult) -> str:
    reason = "".join(character if character.isprintable() else "?" for character in row.error)
    below = f"\t{row.below}" if row.below else ""
    return f"# {reason}\n{row.name}{below}\n"


def _end(
    out: _Output,
    plan: RunPlan,
    found: Inputs,
    errors: Sequence[BilingualError],
    *,
    stopped: bool,
    fail_on: Severity | Literal[""],
) -> int:
    """Print the result of the run. Returns the exit code."""
    if out.as_json:
        print_json({"articles": _values(out, found), "skipped": [str(path) for path in found.skipped]})
    else:
        for _, row in plan.current:
            for file in row.files(out.output):
                show(str(file))
    rendered = len(out.rows) - len(plan.current)
    good = sum(row.is_done for row in out.rows)
    total = len(plan.todo) + len(plan.current) + len(errors) - out.editions
    if out.editions:
        logger().info("not read: %s that bilingual made", counted(out.editions, "edition"))
    if not (out.quiet or out.as_json) and total > 1:
        more = f", {len(plan.current)} up to date" if plan.current else ""
        more += f", {len(out.failed) + len(errors)} failed" if out.failed or errors else ""
        note(f"{good} of {counted(total, 'article')}{more} in {time.monotonic() - out.started:.1f} s")
    if out.detailed and not (out.quiet or out.as_json) and any(row.severities for row in out.rows):
        logger().info("  `bilingual check ARTICLE`, with the same options, lists the places to review of an article")
    if plan.beyond and not stopped:
        note(f"{counted(plan.beyond, 'article')} left by --limit; run the same command again to go on.")
    if out.failed and not out.as_json and total > 1:
        if not out.detailed:  # the lines are far above
            note(f"{counted(len(errors) + len(out.failed), 'article')} failed:")
            for error in errors:
                report(error)
            for row in out.failed:
                report(InputError(row.error, place=row.name))
        which = f"the last {len(out.failed)} of these" if errors else "these"
        note(f"To render only {which} again: --from {out.output / FAILURES}")
    if stopped:
        note(f"Stopped after {rendered} of {counted(len(plan.todo), 'article')}; run the same command again to go on.")
        return 1
    return _exit_code(out, errors, fail_on)


def _exit_code(out: _Output, errors: Sequence[BilingualError], fail_on: Severity | Literal[""]) -> int:
    codes = [*(error.exit_code for error in errors), *(row.exit_code for row in out.rows if not row.is_done)]
    if codes:
        return codes[0]
    if any(row.left for row in out.rows):
        return OutputError.exit_code
    severe = AS_SEVERE.get(fail_on, ())
    return FindingsError.exit_code if any(row.severities.get(one) for row in out.rows for one in severe) else 0


def _values(out: _Output, found: Inputs) -> list[dict[str, object]]:
    """Return what became of each article, in the order in which they were found."""
    rows = {row.name: row for row in out.rows}
    values: list[dict[str, object]] = []
    for item in found.articles:
        if isinstance(item, BilingualError):
            values.append({"input": item.place, "error": str(item), "exit_code": item.exit_code})
        elif item.name in rows:
            values.append(_value(rows[item.name], out.output))
    return values


def _value(row: ArticleResult, output: Path) -> dict[str, object]:
    if not row.is_done:
        return {"input": row.name, "error": f"{row.name}: {row.error}", "exit_code": row.exit_code}
    return {
        "input": row.name,
        "outputs": [str(file) for file in row.files(output)],
        "left": [str(output / name) for name in row.left],
        "glossary": row.glossaries[0] if row.glossaries else None,
        "glossaries": list(row.glossaries),
        "signature": row.signature,
        **row.figures,
    }
