"""Download files with httpx: https only, resumable, bounded in bytes and in time.

Only `bilingual engine setup` and `bilingual engine install` use this; no other part of the package goes online.
"""

from __future__ import annotations

import os
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import httpx

from bilingual.errors import EngineError
from bilingual.model import Event, OnEvent
from bilingual.models.catalog import UnavailableError
from bilingual.models.store import disk_faults, megabytes, write_synced

_LOCAL = ("127.0.0.1", "localhost", "::1")
_TRIES = 10
_RETRIED = (408, 416, 429, 500, 502, 503, 504)
"""Status codes after which a second request may succeed."""
_REDIRECTS = 5
_HEADERS = {"User-Agent": "bilingual", "Accept-Encoding": "identity"}
"""Identity: sizes, ranges and hashes are those of the published file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds."""

    connect: float = 5.0
    """For the lookup of a host's name, then for connecting: divided among its addresses."""
    least_connect: float = 2.0
    """For each address of a host, however many it has."""
    read: float = 20.0
    """For the start of a response, and for each further chunk."""
    pause: float = 1.0
    """Before a retry."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """A small file, in memory."""

    url: str
    """Its address after redirects, without user name and password."""
    kind: str
    """Its `Content-Type`."""
    content: bytes


class _BrokenOffError(Exception):
    """The stream ended early or the host is busy; a retry may succeed."""


class Downloader:
    """Downloads from any number of hosts; a context manager.

    Proxies are those of the environment (`https_proxy`, `no_proxy`) or the system. Trusted certificates are those of
    `SSL_CERT_FILE`; without it, the system's and those of `REQUESTS_CA_BUNDLE`, `PIP_CERT` or `CURL_CA_BUNDLE`.
    Raises `EngineError` when one of these variables cannot be used.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._trusted = _certificates()
        self._proxies = getproxies()
        self._clients: dict[str, httpx.Client] = {}
        """By proxy: httpx itself would also use `all_proxy`, which is often a SOCKS proxy, and fail."""
        self._opened = ExitStack()

    def __enter__(self) -> Downloader:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def fetch(self, url: str, part: Path, *, on: OnEvent, size: int = 0, limit: int = 0) -> None:
        """Fill `part` with the file at `url`, continuing after the bytes it already has.

        `size` is the file's bytes, 0 when unknown; then it may have at most `limit`. A broken stream is resumed, until
        two tries in a row bring nothing. The bytes are not verified here: the caller compares the SHA-256.
        Raises `UnavailableError` when the source does not provide the file, `OutputError` when it cannot be written.
        """
        empty_handed = 0
        for _ in range(_TRIES):
            before = _length(part)
            try:
                return self._attempt(url, part, on=on, size=size, limit=size or limit)
            except _BrokenOffError as broken:
                empty_handed = 0 if _length(part) > before else empty_handed + 1
                if empty_handed > 1:
                    raise UnavailableError(str(broken)) from broken
                fault = broken
            time.sleep(self._limits.pause)
        raise UnavailableError(str(fault))

    def read(self, url: str, *, accept: str, limit: int) -> WebPage:
        """Return the page at `url`, truncated after about `limit` bytes.

        Raises `UnavailableError` when the host does not provide it.
        """
        content = b""
        try:
            with closing(self._get(url, Accept=accept)) as response:
                _require_success(response)
                for chunk in _chunks(response):
                    content += chunk
                    if len(content) >= limit:
                        break
        except _BrokenOffError as error:
            raise UnavailableError(str(error)) from error
        return WebPage(str(response.url), response.headers.get("Content-Type", ""), content)

    def _attempt(self, url: str, part: Path, *, on: OnEvent, size: int, limit: int) -> None:
        have = _length(part)
        if size and have > size:
            part.unlink()
            have = 0
        if size and have == size:
            return
        ranged = {"Range": f"bytes={have}-"} if have else {}
        with closing(self._get(url, **ranged)) as response:
            if response.status_code == 416:  # the bytes in `part` cannot be the start of that file
                part.unlink(missing_ok=True)
            _require_success(response)
            if have and response.status_code != 206:  # a host without ranges starts over
                have = 0
            total = _total(response, have, size=size)
            if total > limit:
                raise UnavailableError(f"{response.url.host} offers {megabytes(total)}, more than expected")
            _save(response, part, have=have, total=total, size=size, limit=limit, on=on)

    def _get(self, url: str, **headers: str) -> httpx.Response:
        """Return the response after redirects, its body unread.

        A user name and password in `url` become a header that is not sent to other hosts.
        """
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise UnavailableError("the address is not an https address") from error
        # httpx logs addresses, so they must not contain a password.
        request = httpx.Request("GET", address.copy_with(userinfo=b""), headers=_HEADERS | headers)
        auth = (address.username, address.password) if address.userinfo else None
        for _ in range(_REDIRECTS + 1):
            response = self._send(request, auth)
            if response.next_request is None:
                return response
            response.close()
            if request.url.scheme == "https" and response.next_request.url.scheme == "http":
                raise UnavailableError(f"{request.url.host} redirects from https to http")
            request, auth = response.next_request, None
        raise UnavailableError(f"{request.url.host} has too many redirects")

    def _send(self, request: httpx.Request, auth: tuple[str, str] | None) -> httpx.Response:
        url = request.url
        if not url.host or not (url.scheme == "https" or (url.scheme == "http" and url.host in _LOCAL)):
            raise UnavailableError(f"{url.scheme}://{url.host} is not an https address, and only https is allowed")
        proxy = self._proxy_for(url)
        client = self._client(proxy)
        try:
            request.extensions = {"timeout": self._timeout(httpx.URL(proxy) if proxy else url)}
            return client.send(request, auth=auth, stream=True)
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
            raise _BrokenOffError(_reason(error, url.host)) from error
        except (httpx.RequestError, OSError) as error:
            way = " through the proxy" if proxy else ""
            raise UnavailableError(_reason(error, url.host) + way) from error

    def _proxy_for(self, url: httpx.URL) -> str:
        proxy = self._proxies.get(url.scheme, "")
        if not proxy or proxy_bypass(url.netloc.decode("ascii")):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"

    def _client(self, proxy: str) -> httpx.Client:
        """Return the client for a proxy, or for none; the same one each time, so that connections are reused."""
        if proxy not in self._clients:
            try:
                # A proxy may itself use TLS; httpx accepts a context only for those.
                trusted = self._trusted if proxy.startswith("https:") else None
                way = httpx.Proxy(proxy, ssl_context=trusted) if proxy else None
                client = httpx.Client(verify=self._trusted, proxy=way, trust_env=False)
            except (httpx.InvalidURL, ValueError, ImportError) as error:  # ImportError: SOCKS needs another package
                raise EngineError(
                    "the proxy is not an http or https address",
                    place="http_proxy, https_proxy",
                    remedy="use one such as http://host:port",
                ) from error
            self._clients[proxy] = self._opened.enter_context(client)
        return self._clients[proxy]

    def _timeout(self, url: httpx.URL) -> dict[str, float | None]:
        """Look up the host and return the time limits of a request to it; httpx tries its addresses in turn."""
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = _look_up(url.raw_host.decode("ascii"), port, self._limits.connect)
        limits = self._limits
        share = max(limits.connect / max(len(addresses), 1), min(limits.least_connect, limits.connect))
        return httpx.Timeout(limits.read, connect=share).as_dict()


def _require_success(response: httpx.Response) -> None:
    if not response.is_success:
        fault = f"{response.url.host} returned {response.status_code} {_plain(response.reason_phrase)}"
        raise _BrokenOffError(fault) if response.status_code in _RETRIED else UnavailableError(fault)


def _total(response: httpx.Response, have: int, *, size: int) -> int:
    """Return the bytes of the whole file according to the response's headers, 0 when unknown."""
    host, headers = response.url.host, response.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnavailableError(f"{host} changes the file in transit (Content-Encoding)")
    if response.status_code == 206:
        begin, _, whole = headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        if not begin.startswith(f"{have}-"):
            raise UnavailableError(f"{host} returned a different range than requested")
        total = int(whole) if whole.isascii() and whole.isdecimal() else size
    else:
        said = headers.get("Content-Length", "")
        total = int(said) if said.isascii() and said.isdecimal() else 0
    if size and total and total != size:
        raise UnavailableError(f"{host} offers a different file ({total} bytes, not {size})")
    return total


def _save(response: httpx.Response, part: Path, *, have: int, total: int, size: int, limit: int, on: OnEvent) -> None:
    host = response.url.host
    with disk_faults(part.parent), part.open("ab" if have else "wb") as file:
        for chunk in _chunks(response):
            have += len(chunk)
            if have > limit:
                break
            file.write(chunk)
            on(Event("downloading", have, total or limit, "bytes"))
        write_synced(file)
    if have > limit:
        part.unlink()
        raise UnavailableError(f"{host} sends more than the expected size")
    if total and have < total:
        raise _BrokenOffError(f"{host} stopped at {megabytes(have)} of {megabytes(total)}")
    if size and have != size:  # complete, but not that file: possibly a sign-in page
        part.unlink()
        raise UnavailableError(f"{host} offers a different file ({have} bytes)")


def _chunks(response: httpx.Response) -> Iterator[bytes]:
    """Yield the body; a stalled or broken stream raises `_BrokenOffError`, unlike errors of the disk."""
    host = response.url.host
    try:
        yield from response.iter_raw()
    except httpx.ReadTimeout as error:
        raise _BrokenOffError(f"{host} stalled") from error
    except httpx.RequestError as error:
        raise _BrokenOffError(_reason(error, host)) from error


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _reason(error: Exception, host: str) -> str:
    """Return a short reason why a host could not be reached."""
    cause = _cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"{host} has a certificate that this machine does not trust (set SSL_CERT_FILE to the trusted ones)"
    if isinstance(cause, TimeoutError):
        return f"{host} does not respond"
    if isinstance(cause, socket.gaierror):
        return f"{host} cannot be resolved"
    if isinstance(cause, ConnectionRefusedError):
        return f"{host} refused the connection"
    detail = getattr(cause, "strerror", None) or str(error) or type(error).__name__
    return f"{host} cannot be reached ({_plain(detail)})"


def _cause(error: BaseException) -> BaseException:
    """Return the operating system's error behind one of httpx, which has one class for all failed connections."""
    cause: BaseException | None = error
    while cause and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    return cause or error


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)[:120].strip()


def _look_up(host: str, port: int, timeout: float) -> list[object]:
    """Look up a host's addresses in a thread: `getaddrinfo` has no time limit and can hang for half a minute."""
    answers: queue.SimpleQueue[list[object] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise TimeoutError("the lookup of the host's name timed out") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _certificates() -> ssl.SSLContext:
    """Return the trusted certificates: `SSL_CERT_FILE`, read by OpenSSL itself, else those set for pip or curl."""
    context = ssl.create_default_context()
    if os.environ.get("SSL_CERT_FILE"):
        return context
    for variable in ("REQUESTS_CA_BUNDLE", "PIP_CERT", "CURL_CA_BUNDLE"):
        if place := os.environ.get(variable):
            try:
                if Path(place).is_dir():
                    context.load_verify_locations(capath=place)
                else:
                    context.load_verify_locations(cafile=place)
            except (OSError, ssl.SSLError) as error:
                raise EngineError(
                    "the file of trusted certificates cannot be read",
                    place=f"{variable}={place}",
                    remedy="correct or unset the variable",
                ) from error
            break
    return context
