"""The front matter of a Markdown file, in YAML or TOML; never an error.

An article needs only a few scalars, so this is not a YAML parser: other YAML is kept as text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, time

_ALIASES = {
    "title": "title", "タイトル": "title", "題名": "title",
    "author": "author", "authors": "author", "by": "author", "著者": "author", "筆者": "author",
    "title_en": "title_en", "英題": "title_en",
    "subtitle": "subtitle", "サブタイトル": "subtitle", "副題": "subtitle", "subtitle_en": "subtitle_en",
    "short_title": "short_title", "短題": "short_title", "short_title_en": "short_title_en",
    "author_en": "author_en", "language": "language", "言語": "language",
    "office": "office", "affiliation": "office", "所属": "office",
    "office_en": "office_en", "affiliation_en": "office_en",
    "date": "date", "published": "date", "published_at": "date", "日付": "date", "公開日": "date",
    "source": "source", "origin": "source", "url": "source", "出典": "source", "出所": "source",
}  # fmt: skip


FrontMatter = tuple[dict[str, str], tuple[tuple[str, str], ...], dict[str, int]]
"""The known keys (`title`, `author`, `date` …); the other keys in order; the line (from 0) of each known key."""

_SWITCHES = frozenset({"true", "false", "yes", "no", "on", "off", "null"})
"""Values that tell a site what to do, and readers nothing (`published: true`)."""


def read_front_matter(text: str) -> FrontMatter:
    """Return the known keys, the other keys in order, and the line (from 0) of each known key."""
    return _sorted(_entries(text))


def read_toml(text: str) -> FrontMatter:
    """Return the same for front matter in TOML; with a mistake in it, what its lines say."""
    lines = text.split("\n")
    heads = {
        head[1]: at
        for at, line in reversed(list(enumerate(lines)))
        if (head := re.match(r"\s*[\"']?(\S+?)[\"']?\s*=", line))
    }
    try:
        return _sorted((heads.get(key.split(".")[-1], 0), key, value) for key, value in _flat(tomllib.loads(text)))
    except tomllib.TOMLDecodeError:
        return read_front_matter("\n".join(re.sub(r"^\s*([^\s=\[#]+)\s*=\s*", r"\1: ", line) for line in lines))


def _flat(table: Mapping[str, object], above: str = "") -> Iterable[tuple[str, str]]:
    """Yield the keys of a table and of the tables in it, with their values as text."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            items = value if isinstance(value, list) else [value]
            yield f"{above}{key}", ", ".join(_plain(item) for item in items)


def _plain(value: object) -> str:
    """Return a value as it is written."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (date, time)) else " ".join(str(value).split("\n"))


def _sorted(entries: Iterable[tuple[int, str, str]]) -> FrontMatter:
    known: dict[str, str] = {}
    other: list[tuple[str, str]] = []
    lines: dict[str, int] = {}
    for at, key, value in entries:
        name = _ALIASES.get(key.lower().replace("-", "_"), "")
        if value.lower() in _SWITCHES:
            continue
        if name and name not in known:
            known[name], lines[name] = value, at
        else:
            other.append((key, value))
    return known, tuple(other), lines


def _entries(text: str) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, list[str]]] = []
    for at, line in enumerate(text.split("\n")):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.match(r"([^\s:：#\-][^:：]{0,60}?)\s*(?::(?=\s|$)|：)\s*(.*)$", line)
        if match:
            value = _scalar(match[2])
            found.append((at, match[1].strip("\"'"), [value] if value else []))
        elif found:
            found[-1][2].append(_scalar(re.sub(r"^\s*-\s+", "", line).strip()))
        else:
            found.append((at, "", [line.strip()]))
    return [(at, key, ", ".join(parts)) for at, key, parts in found]


def _scalar(value: str) -> str:
    """Return a value without its quotes and its comment."""
    value = value.strip()
    if value in {"|", ">", "|-", ">-", "|+", ">+"}:
        return ""
    if match := re.match(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$', value):
        return re.sub(r"\\(.)", lambda m: {"n": " ", "t": " "}.get(m[1], m[1]), match[1])
    if match := re.match(r"'((?:[^']|'')*)'\s*(?:#.*)?$", value):
        return match[1].replace("''", "'")
    value = re.sub(r"(?:^|\s)#.*$", "", value).strip()
    if match := re.match(r"\[(.*)\]$", value):
        return ", ".join(_scalar(part) for part in match[1].split(",") if part.strip())
    return value
