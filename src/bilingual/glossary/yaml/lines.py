"""The plainest entries of a glossary, read without nodes, so that 50,000 of them load quickly.

One regular expression reads all lines `source: target`; long forms of plain texts become dictionaries. All other YAML,
and with it every error, is left to `nodes`: nothing is rejected here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from bilingual.glossary.yaml.composing import Node
from bilingual.glossary.yaml.nodes import (
    NOT_PLAIN_TEXT,
    OTHER_LINE_ENDS,
    YAML_ITEM,
    YAML_QUOTED,
    NotSimpleError,
    YamlLine,
    read_pieces,
    refuse_controls,
)

FlatRow = tuple[str, str, int]
"""Source, target and line of an entry on one line: plain text of at most 200 characters, without braces."""

# A plain text, unless `_is_other`. A number with a letter after it is a text, too.
_BEGIN = r"[^\W\d_]|\d{1,9}[^\W\d_\x00-\u2fff]|\d{1,9}(?:st|nd|rd|th)\b"
_TEXT = r"[^:#{\x00-\x1f\x7f-\xa0]"
_WORDS = rf"(?:{_BEGIN})(?:{_TEXT}{{0,180}}[^:#{{\s\x00-\x1f\x7f-\xa0])?"
_ENDING = r" *(?: #[^\n]*)?\r?"
_LINES = re.compile(rf"^(?:({_WORDS}) *: +({_WORDS}){_ENDING}|([^\n]*))$", re.MULTILINE)
_HEAD = re.compile(rf"({_WORDS}|{YAML_QUOTED}) *:{_ENDING}")
_VALUE = rf"({_WORDS}|{YAML_QUOTED})|\[ *({YAML_ITEM}(?: *, *{YAML_ITEM})*) *\]|\{{ *({YAML_ITEM}): +({YAML_ITEM}) *\}}"
_SETTING = re.compile(rf"( +)([a-z_]+) *: +(?:{_VALUE}){_ENDING}")
_NOTHING = ("", "#", "\r")
_ITEMS = re.compile(YAML_ITEM)
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\xa0]")

FlatValue = str | tuple[str, ...] | dict[str, str]


class Long(NamedTuple):
    """An entry in the long form whose settings are plain texts, lists of them, or a pair of them."""

    source: str
    settings: dict[str, FlatValue]
    lines: list[YamlLine]


def read_entries(text: str, path: str) -> Iterator[list[FlatRow] | Long | tuple[Node, Node]]:
    """Yield the entries of a block map in order: runs of plain ones, plain long forms, and the nodes of others.

    Raises `NotSimpleError`, at any time, if only `read_yaml` can read the text, and `GlossaryError` at a control
    character.
    """
    refuse_controls(text, path)
    if OTHER_LINE_ENDS.search(text):
        raise NotSimpleError
    others: list[list[YamlLine]] = []
    empty = True
    for run, lines in _entries(text):
        empty = empty and not run and not lines
        if run:
            yield from read_pieces(text, others)
            yield run
            others = []
        if not lines:
            continue
        if long := _long(lines):
            yield from read_pieces(text, others)
            yield long
            others = []
        else:
            others.append(lines)
    yield from read_pieces(text, others)
    if empty:
        raise NotSimpleError


def _entries(text: str) -> Iterator[tuple[list[FlatRow], list[YamlLine]]]:
    """Yield runs of plain entries, each with the lines of the entry after it that is not plain."""
    run: list[FlatRow] = []
    entry: list[YamlLine] = []
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for number, (source, target, rest) in enumerate(_LINES.findall(text), 1):
        if source and not _is_other(source) and not _is_other(target):
            if entry:
                yield run, entry
                run, entry = [], []
            run.append((source, target, number))
        elif source or (rest and rest.lstrip(" ")[:1] not in _NOTHING):
            line = text[starts[number - 1] : starts[number] - 1]
            bare = line.lstrip(" ")
            here = YamlLine(number, starts[number - 1], line, len(line) - len(bare))
            if here.indent == 0 and bare[0] != "\t":
                if entry:
                    yield run, entry
                    run = []
                entry = [here]
            elif entry:
                entry.append(here)
            elif run:
                # The text continues: what looked like a complete entry is not.
                before = run.pop()[2]
                entry = [YamlLine(before, starts[before - 1], text[starts[before - 1] : starts[before] - 1], 0), here]
            else:
                raise NotSimpleError
    yield run, entry


def _is_other(text: str) -> bool:
    """Return whether YAML reads a plain text as something else."""
    return len(text) < 6 and text.lower() in NOT_PLAIN_TEXT


def _long(lines: list[YamlLine]) -> Long | None:
    """Return the settings of an entry in the long form, or None if they are written in another way."""
    head = _HEAD.fullmatch(lines[0].text)
    if len(lines) < 2 or head is None:
        return None
    settings: dict[str, FlatValue] = {}
    indents: set[str] = set()
    for line in lines[1:]:
        found = _SETTING.fullmatch(line.text)
        if found is None or _CONTROL.search(line.text) or found[2] in settings:
            return None
        indent, name, text, items, key, value = found.groups()
        indents.add(indent)
        texts = (text,) if text else _ITEMS.findall(items) if items else (key, value)
        plain = tuple(one[1:-1] if one[0] in "\"'" else one for one in texts)
        if not all(one.strip() for one in plain) or any(map(_is_other, texts)):
            return None
        settings[name] = plain[0] if text else plain if items else {plain[0]: plain[1]}
    if len(indents) > 1:
        return None
    source = head[1][1:-1] if head[1][0] in "\"'" else head[1]
    return Long(source, settings, lines) if source.strip() and not _is_other(head[1]) else None
