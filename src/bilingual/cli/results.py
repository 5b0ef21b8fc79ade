"""What the commands over articles have in common: what is loaded first, the lines of the summary, the exit code."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, TypeVar

from bilingual.cli.console import counted, logger, note, progress
from bilingual.cli.inputs import Found
from bilingual.errors import BilingualError, FindingsError, OutputError, unexpected

if TYPE_CHECKING:
    from bilingual.archive.model import ArticleResult
    from bilingual.model import OnEvent, Severity
    from bilingual.outcomes import Translation
    from bilingual.session import Session

_T = TypeVar("_T")


def load_what_all_need(session: Session) -> None:
    """Load the named glossaries and choose the engine first, so that their errors are reported once and early."""
    if isinstance(session.settings.glossaries, tuple):
        session.terms(session.settings.glossaries)
    _ = session.engines


def attempt(
    work: Callable[[Found, OnEvent | None], _T], item: Found, label: str, *, quiet: bool
) -> _T | BilingualError:
    """Return what `work` makes of an article, or the error, which is not reported yet."""
    try:
        with progress(label, quiet=quiet) as on:
            return work(item, on)
    except BilingualError as error:
        return error
    except Exception as error:
        if os.environ.get("BILINGUAL_DEBUG"):
            raise
        # One bad file does not stop the others, even if the cause is a bug in bilingual.
        return unexpected(error, place=str(item.path))


def error_value(name: str, error: BilingualError) -> dict[str, object]:
    """Return the error of an article as JSON has it."""
    return {"input": name, "error": str(error), "exit_code": error.exit_code}


def print_summary(item: Found, label: str, outcome: Translation) -> None:
    """Print what needs review, and the figures."""
    note(closing_line(label, outcome))
    log = logger()
    log.debug("  %s", detail_line(outcome))
    for finding in outcome.findings:
        log.debug("  %s: %s (%s)", finding.unit, finding.message, finding.code)
    for notice in outcome.article.notices:
        log.info("  %s", notice)
    if outcome.findings:
        name = "-" if item.data is not None else str(item.path)
        log.info("  `bilingual check %s`, with the same options, lists the places to review", shlex.quote(name))


def print_row(label: str, row: ArticleResult) -> None:
    """Print the same for an article of a run over many."""
    figures = row.figures
    findings, errors = sum(row.severities.values()), row.severities.get("error", 0)
    wrong = sum(number for code, number in row.codes.items() if code.startswith("number-"))
    note(_line(label, findings, errors, figures, wrong, glossary=bool(row.glossaries)))


def closing_line(name: str, translation: Translation) -> str:
    """Return the line printed after an article: what needs review, and the figures."""
    findings = translation.findings
    errors = sum(finding.severity == "error" for finding in findings)
    figures = translation.figures.values()
    return _line(name, len(findings), errors, figures, translation.wrong_numbers, glossary=bool(translation.glossaries))


def _line(name: str, findings: int, errors: int, figures: Mapping[str, object], wrong: int, *, glossary: bool) -> str:
    places = f"{counted(findings, 'place')} to review" if findings else "nothing to review"
    parts = [places + (f" ({counted(errors, 'error')})" if errors else "")]
    parts.append(f"terms {figures['terms_found']}/{figures['terms']}" if glossary else "no glossary")
    if figures["reviewed"]:
        parts.append(f"reviewed {figures['reviewed']}/{figures['sentences']}")
    if figures["numbers"]:
        parts.append(f"numbers {figures['numbers']} checked, {wrong} wrong")
    engines = figures["engines"]
    if isinstance(engines, dict) and len(engines) > 1:
        parts.append("drafts " + ", ".join(f"{name} {number}" for name, number in engines.items()))
    parts.append(f"{counted(_whole(figures['units']), 'unit')}, {figures['seconds']:.1f} s")
    return f"{name}: {' · '.join(parts)}"


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def detail_line(translation: Translation) -> str:
    """Return the line that --verbose adds: glossaries, consistency, repairs and retries."""
    figures, terms = translation.figures, translation.figures.terms
    names = ", ".join(str(path) for path in translation.glossaries)
    return ", ".join(
        part
        for part in (
            f"glossary {names}" if names else "",
            f"consistency {terms.consistency:.2f}" if terms.later else "",
            f"repaired {terms.repaired}",
            f"in brackets {terms.forced}",
            f"retried {figures.retried} ({figures.improved} improved)",
        )
        if part
    )


AS_SEVERE: dict[str, tuple[str, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "note": ("error", "warning", "note"),
}
"""The severities that fail a run, by the least of them."""


def exit_code(results: list[Translation | BilingualError], *, fail_on: Severity | Literal[""]) -> int:
    """Return the code of the first error; 6 if there are findings as severe as `fail_on`; else 0."""
    for result in results:
        if isinstance(result, BilingualError):
            return result.exit_code
    from bilingual.outcomes import Outcome

    if any(isinstance(result, Outcome) and result.left for result in results):
        return OutputError.exit_code
    found = (finding for result in results if not isinstance(result, BilingualError) for finding in result.findings)
    failed = any(finding.severity in AS_SEVERE.get(fail_on, ()) for finding in found)
    return FindingsError.exit_code if failed else 0
