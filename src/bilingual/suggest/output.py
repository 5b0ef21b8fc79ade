"""Suggestions as commented lines of glossary.yaml; removing the # approves one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bilingual.errors import GlossaryError
from bilingual.glossary.edit import appended, entry, scalar
from bilingual.glossary.load import parse_glossary
from bilingual.lexicon.store import ATTRIBUTION
from bilingual.suggest.find import Suggestion
from bilingual.suggest.romaji import romanise

HEADER = "# --- Suggested on review: remove the # to approve ---"

CREDIT = f"# English from the dictionary: {ATTRIBUTION}"

# `# 東京: …`: a suggestion as written, or an entry that was commented out.
_COMMENTED = re.compile(
    r"[ \t]*#[ \t]?(?P<key>'(?:[^'\n]|'')+'|\"[^\"\n]+\"|[^\s:#'\"][^:#\n]*?):(?=\s|$)", re.MULTILINE
)
_WHY = {
    "name": "a name",
    "title": "before a title",
    "suffix": "ends like a name",
    "work": "title of a work",
    "acronym": "has a short form",
    "quoted": "in quotation marks",
    "katakana": "katakana",
    "compound": "compound",
    "everyday": "everyday katakana",
}


def suggested(text: str) -> frozenset[str]:
    """Return the Japanese of every commented entry in a glossary's text."""
    return frozenset(_unquoted(found["key"]) for found in _COMMENTED.finditer(text))


def _unquoted(key: str) -> str:
    if key[0] == "'":
        return key[1:-1].replace("''", "'")
    return key[1:-1] if key[0] == '"' else key


def lines(candidates: Iterable[Suggestion]) -> list[str]:
    """Return one commented line for each candidate: entry, kind, count, context.

    A candidate that must be translated has no English: without the # it is an error until the English is added.
    The first line credits the dictionary if it was used.
    """
    every = list(candidates)
    credit = [CREDIT] if any(one.from_dictionary for one in every) else []
    return [*credit, *(f"# {_entry(one)}  # {_remark(one)}" for one in every)]


def _entry(one: Suggestion) -> str:
    if not one.target:
        return f"{scalar(one.source)}:"
    if one.entity != "person":
        return f"{scalar(one.source)}: {scalar(one.target)}"
    surname = f", surname: {{{scalar(one.surname[0])}: {scalar(one.surname[1])}}}" if one.surname[0] else ""
    return f"{scalar(one.source)}: {{target: {scalar(one.target)}, kind: person{surname}}}"


def _remark(one: Suggestion) -> str:
    parts = [one.entity or _WHY[one.how], "once" if one.count == 1 else f"{one.count} times"]
    if one.acronym:
        parts.append(one.acronym)
    if one.from_dictionary:
        parts.append("dictionary")
    if one.reading and not one.target:
        parts.append(romanise(one.reading))
    return f"{', '.join(parts)}: {one.context}"


def with_suggestions(text: str, candidates: Sequence[Suggestion], path: str) -> str:
    """Return a glossary's text with the candidates in its section for suggestions, which is created if necessary.

    Raises `GlossaryError` if that would change an entry.
    """
    if not candidates:
        return text
    end = (re.search(r"\r\n|\n|\r", text) or ["\n"])[0]
    section = re.search(
        rf"^([ ]*){re.escape(HEADER)}(?:\r\n|\n|\r|\Z)(?:[ ]*#.*(?:\r\n|\n|\r|\Z))*", text, re.MULTILINE
    )
    new_lines = [line for line in lines(candidates) if line != CREDIT or CREDIT not in text]
    if section:
        gap = "" if text[: section.end()].endswith(("\n", "\r")) else end
        more = "".join(f"{section[1]}{line}{end}" for line in new_lines)
        new = text[: section.end()] + gap + more + text[section.end() :]
    else:
        new = appended(text, ["", HEADER, *new_lines], path)
    if [entry(term) for term in parse_glossary(new, path).terms] != [
        entry(term) for term in parse_glossary(text, path).terms
    ]:
        message = "the suggestions cannot be written without changing entries"
        raise GlossaryError(message, place=path, remedy="print them without --write, and paste them by hand")
    return new
