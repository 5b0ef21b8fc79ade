"""`bilingual glossary`: check, edit, exchange and extend a glossary."""

from __future__ import annotations

import re
import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bilingual.cli.command import Group, read_stdin
from bilingual.cli.console import counted, note, print_json, report, set_up_logging, show, show_bytes
from bilingual.cli.inputs import Named, find_articles, read_found
from bilingual.cli.options import encoding_option, glossary_file_option
from bilingual.cli.types import FileName
from bilingual.errors import BilingualError, InputError, OutputError, UsageError

if TYPE_CHECKING:
    from bilingual.model import Article

_EXCHANGE_FORMATS = ("csv", "tsv", "tbx", "utx")
"""The formats of `glossary.exchange`, which is not loaded for --help."""
_TEXT_LIMIT = 1_000_000
"""Bytes of text that `find` reads from standard input."""
_Format = Literal["csv", "tsv", "tbx", "utx"]

format_option = click.option(
    "--format", "format_", type=click.Choice(_EXCHANGE_FORMATS), help="[default: by the file's suffix]"
)


@click.group(cls=Group)
def glossary() -> None:
    """Check and edit a glossary.

    \b
    An entry of glossary.yaml, in its short and its long form:
      北京: Beijing
      北京:
        target: Beijing
        aliases: [ペキン]

    \b
    The keys of the long form; all but target are optional:
      target   the English that must be used
      aliases  other Japanese forms of the term
      accept   other English that is also correct
      forbid   English that must not be used
      first    fuller English for the first mention
      plural   the plural, if adding s is wrong
      case     capitalisation: exact or any
      status   preferred, admitted or deprecated
      kind     person, place, organisation, event, work or concept
      surname  a person's surname, as in {安倍: Abe}
      not_in   longer words inside which the term is not matched
      only_in  longer texts, one of which must surround the term
      keep     true: the Japanese stays as it is; without target
      reading  how the Japanese is read, in kana
      note     an explanation for readers, printed with --notes
      comment  a remark for translators, never printed
    """


@glossary.command("check")
@click.argument("files", nargs=-1, type=FileName(), metavar="[FILE]...")
@click.option(
    "-g",
    "--glossary",
    "named",
    multiple=True,
    type=FileName(),
    metavar="FILE",
    help="Same as FILE; render has this option, too.",
)
@click.option(
    "--unused",
    "inputs",
    multiple=True,
    type=FileName(),
    metavar="INPUT",
    help="List the terms that do not occur in these articles.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def glossary_check(files: tuple[str, ...], *, named: tuple[str, ...], inputs: tuple[str, ...], as_json: bool) -> int:
    """Report errors and doubtful entries in a glossary.

    Every finding has a line and a column; with errors the exit code is 4. As in render, earlier files
    take precedence; conflicts between files are reported, too.
    """
    from bilingual.glossary.layers import conflicts
    from bilingual.glossary.lint import lint_glossary, unused
    from bilingual.glossary.load import load_glossaries

    if files and named:
        raise UsageError("glossaries are given both as FILE and with --glossary", remedy="use one of the two")
    names = files or named or ("glossary.yaml",)
    loaded = load_glossaries(map(Path, names))
    findings = [finding for one in loaded for finding in lint_glossary(one)]
    if len(loaded) > 1:
        findings += conflicts(loaded)
    if inputs:
        texts = [unit.source for article in _all_articles(inputs) for unit in article.units]
        findings += [finding for one in loaded for finding in unused(one, texts)]
    terms = sum(len(one.terms) for one in loaded)
    if as_json:
        values = [
            {"severity": f.severity, "code": f.code, "message": f.message, "file": f.path, "line": f.line}
            | {"column": f.column}
            for f in findings
        ]
        value = {"file": names[0], "files": list(names), "terms": terms, "findings": values}
        print_json(value, indent=None)
    else:
        for finding in findings:
            show(str(finding))
        note(f"{', '.join(names)}: {counted(terms, 'term')}, {counted(len(findings), 'finding')}")
    return 4 if any(finding.severity == "error" for finding in findings) else 0


def _all_articles(inputs: tuple[str, ...]) -> list[Article]:
    """Return the articles. Raises the error of the first that cannot be read."""
    found: list[Article] = []
    for item in _found(inputs):
        if isinstance(item, BilingualError):
            raise item
        found.append(read_found(item))
    return found


def _found(inputs: tuple[str, ...]) -> tuple[Named, ...]:
    """Return the articles, and print the line that names what is left out."""
    found = find_articles(inputs)
    if found.left_out:
        note(f"Warning: {found.left_out}")
    return found.articles


@glossary.command("add")
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET")
@glossary_file_option
@click.option("--force", is_flag=True, help="Replace the target of an existing term.")
def glossary_add(source: str, target: str, *, file: str, force: bool) -> int:
    """Add a term, or change one with --force.

    Everything else in the file stays unchanged, including comments and order.
    """
    from bilingual.glossary.edit import add_term
    from bilingual.languages.japanese.scripts import JAPANESE_LETTERS

    japanese = re.compile(f"[{JAPANESE_LETTERS}]")
    if japanese.search(target) and not japanese.search(source):
        raise UsageError(
            f"the Japanese comes first, and {source!r} has none",
            place=file,
            remedy=f"swap the two: bilingual glossary add {shlex.quote(target)} {shlex.quote(source)}",
        )
    add_term(Path(file), source, target, force=force)
    note(f"{file}: {source}: {target}")
    return 0


@glossary.command("import")
@click.argument("source", type=FileName(), metavar="FILE")
@glossary_file_option
@format_option
@click.option("--force", is_flag=True, help="Imported terms take precedence over those of the glossary.")
@click.option("--dry-run", is_flag=True, help="Show what would change; nothing is written.")
def glossary_import(source: str, *, file: str, format_: _Format | None, force: bool, dry_run: bool) -> int:
    """Add the terms of another tool's glossary.

    FILE is CSV or TSV (DeepL, OmegaT, Excel), TBX or UTX; - is stdin. Terms that conflict with the glossary are listed
    and not imported.
    """
    from bilingual.glossary.edit import current_text, save_glossary
    from bilingual.glossary.exchange.formats import format_of, read_exchange
    from bilingual.glossary.merge import merge_terms

    set_up_logging(quiet=False, verbose=False)
    data = _bytes(source)
    terms = read_exchange(data, source, format_of(source, format_, data=data))
    path = Path(file)
    text = current_text(path)
    merged = merge_terms(text, terms, file, origin=source, force=force)
    for conflict in merged.conflicts:
        note(f"not imported: {conflict}")
    if merged.text != text and not dry_run:
        save_glossary(path, merged.text)
    done = f"{merged.added} added, {merged.changed} changed, {merged.unchanged} unchanged"
    remedy = "" if force or not merged.conflicts else " (--force imports them)"
    would = "would be: " if dry_run else ""
    note(f"{file}: {would}{done}, {counted(len(merged.conflicts), 'conflict')}{remedy}")
    return 0


def _bytes(name: str) -> bytes:
    from bilingual.files import special_kind
    from bilingual.glossary.exchange.formats import LARGEST_FILE

    try:
        if name == "-":
            return read_stdin(LARGEST_FILE + 1)
        if kind := special_kind(Path(name)):
            raise InputError(f"is {kind}, not a file", place=name, remedy="name a file, or give - and use a pipe")
        with Path(name).open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", place=name, remedy="check the name of the glossary to import") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", place=name, remedy="name a readable file") from error


@glossary.command("export")
@click.argument("target", type=FileName(), metavar="FILE")
@glossary_file_option
@format_option
def glossary_export(target: str, *, file: str, format_: _Format | None) -> int:
    """Write the glossary for another tool.

    The suffix of FILE sets the format: .csv, .tsv (OmegaT), .tbx or .utx; - is stdout and needs --format.
    """
    from bilingual.files import write_whole
    from bilingual.glossary.exchange.formats import format_of, losses, write_exchange
    from bilingual.glossary.load import load_glossary

    terms = load_glossary(Path(file)).terms
    chosen = format_of(target, format_)
    data = write_exchange(terms, chosen)
    if target == "-":
        show_bytes(data)
    elif Path(target).resolve() == Path(file).resolve():
        raise OutputError("this is the glossary itself", place=target, remedy="name another file")
    else:
        write_whole(Path(target), data)
    for key, count in losses(terms, chosen).items():
        note(f"Warning: {chosen.upper()} cannot represent {key} ({count} of {len(terms)} terms)")
    note(f"{target}: {counted(len(terms), 'term')}")
    return 0


@glossary.command("suggest")
@click.argument("inputs", nargs=-1, required=True, type=FileName(), metavar="INPUT...")
@glossary_file_option
@click.option("--write", is_flag=True, help="Add the suggestions to the glossary, as comments.")
@click.option(
    "--min-count",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Occurrences required, except for clear names.",
)
@encoding_option
@click.option("--json", "as_json", is_flag=True, help="Print the suggestions as JSON.")
def glossary_suggest(
    inputs: tuple[str, ...], *, file: str, write: bool, min_count: int, encoding: str | None, as_json: bool
) -> int:
    """Propose terms from articles that the glossary lacks.

    INPUT is a file, a folder or a glob. A suggestion takes effect only when you remove its #.
    """
    from bilingual.glossary.edit import current_text, save_glossary
    from bilingual.glossary.load import parse_glossary, read_text
    from bilingual.languages.japanese import readings
    from bilingual.lexicon.store import find_lexicon
    from bilingual.suggest.find import suggest_terms
    from bilingual.suggest.output import lines, suggested, with_suggestions

    path = Path(file)
    # The default glossary may be missing; a named one must exist, unless --write creates it.
    text = current_text(path) if write or file == "glossary.yaml" else read_text(path)
    loaded = parse_glossary(text, file)
    found_articles, code = _readable_articles(inputs, encoding)
    found = suggest_terms(found_articles, loaded, min_count=min_count, known=suggested(text), dictionary=find_lexicon())
    if not readings.available():
        note("To find more names, install the dictionary: pip install 'bilingual-editions[readings]'")
    if write and found:
        save_glossary(path, with_suggestions(text, found, file))
    if as_json:
        print_json([asdict(one) for one in found])
    elif not write:
        for line in lines(found):
            show(line)
    where = f" written to {file}, as comments" if write and found else ""
    note(f"{counted(len(found), 'suggestion')}{where}; the glossary has {counted(len(loaded.terms), 'term')}")
    return code


def _readable_articles(inputs: tuple[str, ...], encoding: str | None) -> tuple[list[Article], int]:
    """Return the articles that can be read, and the exit code; one bad file does not stop the others."""
    found: list[Article] = []
    code = 0
    for item in _found(inputs):
        try:
            if isinstance(item, BilingualError):
                raise item
            found.append(read_found(item, encoding=encoding))
        except BilingualError as error:
            report(error)
            code = code or error.exit_code
    return found, code


@glossary.command("find")
@click.argument("text")
@glossary_file_option
@click.option("--json", "as_json", is_flag=True, help="Print the matches as JSON.")
def glossary_find(text: str, *, file: str, as_json: bool) -> int:
    """Show which terms are found in TEXT, which are not, and why.

    TEXT is a sentence; - is stdin.
    """
    from bilingual.glossary.load import load_glossary
    from bilingual.matching.explain import explain

    if text != "-" and _is_file(text):
        note(f"{text} is taken as text; to search that file: bilingual glossary find - < {shlex.quote(text)}")
    if text == "-":
        text = read_stdin(_TEXT_LIMIT).decode("utf-8", errors="replace")
    hits, misses = explain(text, load_glossary(Path(file)))
    if as_json:
        values = {"matches": [asdict(hit) for hit in hits], "not": [asdict(miss) for miss in misses]}
        print_json(values)
        return 0
    for hit in hits:
        place = f" ({file}:{hit.line})" if hit.line else ""
        show(f"{hit.start + 1}-{hit.end}  {hit.text} = {hit.target or '(anything)'}: {hit.why}{place}")
    for miss in misses:
        place = f" ({file}:{miss.line})" if miss.line else ""
        show(f"{miss.start + 1}-{miss.end}  not {miss.text} = {miss.target}: {miss.why}{place}")
    note(f"{len(hits)} found, {len(misses)} rejected")
    return 0


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False
