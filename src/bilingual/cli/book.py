"""`bilingual render --book`: bind the articles of a run into one book."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bilingual.cli.console import counted, logger, note, print_json, progress, report, show
from bilingual.cli.inputs import Found, find_articles
from bilingual.cli.results import attempt, error_value, exit_code, load_what_all_need, print_summary
from bilingual.editions.choices import Format
from bilingual.errors import BilingualError, OutputError, UsageError

if TYPE_CHECKING:
    from bilingual import Project
    from bilingual.model import OnEvent, Severity
    from bilingual.outcomes import BoundBook, Translation
    from bilingual.session import Session


def book_formats(project: Project, formats: Sequence[Format]) -> tuple[Format, ...]:
    """Return the formats of a book. Raises `UsageError` if --output is a file."""
    if project.edition:
        place = str(project.edition)
        raise UsageError("a book is named after its title", place=place, remedy="name a folder with --output")
    return tuple(formats) or ("pdf", "epub")


def render_book(
    session: Session,
    title: str,
    inputs: tuple[str, ...],
    *,
    as_json: bool,
    quiet: bool,
    fail_on: Severity | Literal[""],
) -> int:
    """Translate all articles and write them as one book, or nothing if one of them fails. Returns the exit code."""
    from bilingual.files import check_writable
    from bilingual.publishing import left_alone

    def translated(item: Found, on: OnEvent | None) -> Translation:
        return session.check(item.path, data=item.data, on=on)

    session.book_files(title)
    check_writable(session.project.output, otherwise="choose another place with --output")
    found = find_articles(inputs, output=session.project.output)
    if found.left_out:
        logger().warning("%s", found.left_out)
    load_what_all_need(session)
    results: list[tuple[str, Translation | BilingualError]] = []
    for number, item in enumerate(found.articles, 1):
        if isinstance(item, BilingualError):
            result: Translation | BilingualError = item
        else:
            label = item.label(number, len(found.articles))
            result = attempt(translated, item, label, quiet=quiet)
            if not (isinstance(result, BilingualError) or quiet or as_json):
                print_summary(item, label, result)
        if isinstance(result, BilingualError):
            report(result)
        results.append((item.place if isinstance(item, BilingualError) else str(item.path), result))
    items = [item for item in found.articles if isinstance(item, Found)]
    translations = [result for _, result in results if not isinstance(result, BilingualError)]
    failed = len(results) - len(translations)
    book = None if failed else _bound(session, title, translations, items, quiet=quiet)
    if failed:
        note(f"The book is not written: {failed} of {counted(len(results), 'article')} cannot be read or translated.")
    for file in book.left if book else ():
        report(left_alone(file))
    if as_json:
        print_json(_value(title, book, results) | {"skipped": [str(path) for path in found.skipped]})
    for file in book.files if book and not as_json else ():
        show(str(file))
    code = exit_code([result for _, result in results], fail_on=fail_on)
    return OutputError.exit_code if book and book.left else code


def _bound(
    session: Session, title: str, translations: list[Translation], items: list[Found], *, quiet: bool
) -> BoundBook:
    """Write the book; its date is that of its latest article."""
    from bilingual.pipeline import edition_date

    date = max(edition_date(item.path if item.data is None else None) for item in items)
    near = next((item.path for item in items if item.data is None), Path())
    with progress(title, quiet=quiet) as on:
        return session.bind(translations, title, date=date, near=near, on=on)


def _value(
    title: str, book: BoundBook | None, results: list[tuple[str, Translation | BilingualError]]
) -> dict[str, object]:
    articles: list[dict[str, object]] = []
    for name, result in results:
        if isinstance(result, BilingualError):
            articles.append(error_value(name, result))
        else:
            articles.append({"input": name, "signature": result.signature, **result.figures.values()})
    return {
        "book": title,
        "outputs": [str(file) for file in book.files] if book else [],
        "left": [str(file) for file in book.left] if book else [],
        "articles": articles,
    }
