"""Bring one file from one source: resumable, bounded, and never trusted before its SHA-256 agrees."""

from __future__ import annotations

import http.client
import time
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bilingual.models.disk import OnBytes, disk_faults, megabytes, write_synced
from bilingual.models.http import Limits, Opener, UnavailableError, request, why

_CHUNK = 1 << 18
_PASSING = (408, 429, 500, 502, 503, 504)
"""Answers that a second try may better."""
_TRIES = 10


class _BrokenOffError(Exception):
    """The stream ended or the host stumbled: worth a second try."""


def fetch(
    url: str,
    part: Path,
    *,
    opener: Opener,
    progress: OnBytes,
    size: int = 0,
    limit: int = 0,
    limits: Limits | None = None,
) -> None:
    """Fill `part` with the file at `url`, going on from what it already holds.

    `size` is the file's bytes, 0 when unknown; then it may have at most `limit`. A broken stream is taken up again;
    two tries in a row that bring nothing end it. The bytes are not verified here: the caller does that.
    Raises `UnavailableError` when the source does not give the file, `OutputError` when the disk does not take it.
    """
    limits = limits or Limits()
    empty_handed = 0
    for _ in range(_TRIES):
        before = _length(part)
        try:
            return _attempt(url, part, opener=opener, progress=progress, size=size, limit=size or limit)
        except _BrokenOffError as broken:
            empty_handed = 0 if _length(part) > before else empty_handed + 1
            if empty_handed > 1:
                raise UnavailableError(str(broken)) from broken
            fault = broken
        time.sleep(limits.pause)
    raise UnavailableError(str(fault))


def _attempt(url: str, part: Path, *, opener: Opener, progress: OnBytes, size: int, limit: int) -> None:
    have = _length(part)
    if size and have > size:
        _forget(part)
        have = 0
    if size and have == size:
        return
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with _open(url, headers, opener=opener, part=part) as response:
        if have and response.status != 206:  # a host without ranges begins again
            have = 0
        total = _total(response, have, url=url, size=size)
        if total > limit:
            raise UnavailableError(f"{_host(url)} offers {megabytes(total)}, more than can be right")
        _pour(response, part, url=url, have=have, total=total, size=size, limit=limit, progress=progress)


def _open(url: str, headers: dict[str, str], *, opener: Opener, part: Path) -> Any:
    asked = request(url, **headers)
    try:
        return opener.open(asked)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 416:  # what is here already cannot be the beginning of that file
                _forget(part)
            if error.code in (416, *_PASSING):
                raise _BrokenOffError(why(error, url)) from error
            raise UnavailableError(why(error, url)) from error
    except (ConnectionResetError, http.client.BadStatusLine) as error:
        raise _BrokenOffError(why(error, url)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        way = " through the proxy" if asked.has_proxy() else ""
        raise UnavailableError(why(error, url) + way) from error


def _total(response: Any, have: int, *, url: str, size: int) -> int:
    """Return the bytes of the whole file by the answer's head, 0 when it does not say."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnavailableError(f"{_host(url)} changes the file on the way")
    if response.status == 206:
        begin, _, whole = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        if not begin.startswith(f"{have}-"):
            raise UnavailableError(f"{_host(url)} answers with another range than asked for")
        total = int(whole) if whole.isascii() and whole.isdecimal() else size
    else:
        said = response.headers.get("Content-Length", "")
        total = int(said) if said.isascii() and said.isdecimal() else 0
    if size and total and total != size:
        raise UnavailableError(f"{_host(url)} offers another file ({total} bytes, not {size})")
    return total


def _pour(
    response: Any, part: Path, *, url: str, have: int, total: int, size: int, limit: int, progress: OnBytes
) -> None:
    with disk_faults(part.parent), part.open("ab" if have else "wb") as file:
        for chunk in _chunks(response, url):
            have += len(chunk)
            if have > limit:
                break
            file.write(chunk)
            progress(have, total or limit)
        write_synced(file)
    if have > limit:
        _forget(part)
        raise UnavailableError(f"{_host(url)} sends more than the file has")
    if total and have < total:
        raise _BrokenOffError(f"{_host(url)} broke off at {megabytes(have)} of {megabytes(total)}")
    if size and have != size:  # it ended well and is no such file: a sign-in page, perhaps
        _forget(part)
        raise UnavailableError(f"{_host(url)} offers another file ({have} bytes)")


def _chunks(response: Any, url: str) -> Iterator[bytes]:
    """Yield the body; a stall or a cut becomes `_BrokenOffError`, apart from the disk's own faults."""
    while True:
        try:
            chunk = response.read1(_CHUNK)
        except (OSError, http.client.HTTPException, ValueError) as error:
            stalled = isinstance(error, TimeoutError)
            raise _BrokenOffError(f"{_host(url)} stalled" if stalled else why(error, url)) from error
        if not chunk:
            return
        yield chunk


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)


def _host(url: str) -> str:
    return urlsplit(url).hostname or "the host"
