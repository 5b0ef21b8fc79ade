"""Open web addresses so that a host which does not answer costs seconds: time limits, proxies, certificates.

Only `bilingual engine setup` and `bilingual engine install` come here; no other part of the product goes online.
"""

from __future__ import annotations

import base64
import http.client
import os
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

from bilingual.errors import EngineError

_LOCAL = ("127.0.0.1", "localhost", "::1")


class UnavailableError(EngineError):
    """A source does not give the file. The next source may."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, in seconds."""

    connect: float = 5.0
    """For the host's address and a connection to it, together."""
    answer: float = 10.0
    """For the beginning of an answer, once connected."""
    stall: float = 30.0
    """For the next bytes of an answer that has begun."""
    pause: float = 1.0
    """Before a second try."""


class Opener(Protocol):
    """What downloads need of the web: the standard library's opener, or a test's."""

    def open(self, fullurl: urllib.request.Request) -> Any:
        """Return the answer; raise `OSError` or `HTTPException` as `urllib.request` does."""


def build_opener(limits: Limits | None = None) -> Opener:
    """Return an opener that knows http and https only, and honours the usual proxy and certificate variables.

    Raises `EngineError` when a certificate variable names a file that cannot be read.
    """
    limits = limits or Limits()
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        _Http(limits),
        _Https(limits, _certificates()),
        _SafeRedirects(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def request(url: str, **headers: str) -> urllib.request.Request:
    """Return a request for an https address; a user name and password in the address become a header.

    Raises `UnavailableError` for any other kind of address (http is for this machine only).
    """
    allow(url)
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
    made = urllib.request.Request(bare, headers=headers)  # noqa: S310 - allow() has checked the scheme
    made.add_header("User-Agent", "bilingual")
    if parts.username is not None:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        # Unredirected: another host never sees it.
        made.add_unredirected_header("Authorization", "Basic " + base64.b64encode(secret.encode()).decode())
    return made


def allow(url: str) -> None:
    """Raise `UnavailableError` unless the address is https, or http on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if host and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)):
        return
    raise UnavailableError(f"{host or 'the address'} is not an https address, and nothing else is used")


def why(error: Exception, url: str) -> str:
    """Say in a few words why a host could not be reached, without the address's user name and password."""
    host = urlsplit(url).hostname or "the host"
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(error, urllib.error.HTTPError):
        return f"{host} answers {error.code} {_plain(error.msg)}"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"{host} has a certificate that this machine does not trust (SSL_CERT_FILE names the trusted ones)"
    if isinstance(reason, TimeoutError):
        return f"{host} does not answer"
    if isinstance(reason, socket.gaierror):
        return f"{host} is not known here"
    if isinstance(reason, ConnectionRefusedError):
        return f"{host} refuses the connection"
    detail = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return f"{host} cannot be reached ({_plain(detail)})"


def _plain(text: object) -> str:
    return "".join(c if c.isprintable() else " " for c in str(text))[:120].strip()


def _connect(address: tuple[str, int], timeout: float, source: Any = None) -> socket.socket:
    """Connect within `timeout` seconds, the look-up of the name included, whatever number of addresses it has."""
    end = time.monotonic() + timeout
    found = _look_up(address, timeout)
    fault: OSError = OSError("no address")
    for index, (family, kind, protocol, _, place) in enumerate(found):
        # A fair share each: one dead IPv6 address must not use up the time of the IPv4 one behind it.
        share = max((end - time.monotonic()) / (len(found) - index), 0.2)
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(share)
            if source:
                made.bind(source)
            made.connect(place)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.settimeout(max(end - time.monotonic(), 1.0))  # the TLS handshake, or the proxy's answer
            return made
        except OSError as error:
            made.close()
            fault = error
    raise fault


def _look_up(address: tuple[str, int], timeout: float) -> list[Any]:
    """Ask for a name's addresses in a thread: `getaddrinfo` knows no time limit and can hang for half a minute."""
    answers: queue.SimpleQueue[list[Any] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(socket.getaddrinfo(*address, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise TimeoutError("the name's look-up takes too long") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


class _Patient:
    """A connection with one time limit for the answer to begin and another for its next bytes."""

    limits: Limits
    sock: Any

    def getresponse(self) -> Any:
        """Return the answer's head."""
        sock = self.sock  # the connection lets go of it once the head is read
        if sock is not None:
            sock.settimeout(self.limits.answer)
        response = super().getresponse()  # type: ignore[misc]
        if sock is not None:
            sock.settimeout(self.limits.stall)
        return response


class _PlainConnection(_Patient, http.client.HTTPConnection):
    def __init__(self, host: str, *, limits: Limits, timeout: float | None = None) -> None:
        super().__init__(host, timeout=limits.connect)
        self.limits = limits
        self._create_connection = _connect


class _SecureConnection(_Patient, http.client.HTTPSConnection):
    def __init__(self, host: str, *, limits: Limits, context: ssl.SSLContext, timeout: float | None = None) -> None:
        super().__init__(host, timeout=limits.connect, context=context)
        self.limits = limits
        self._create_connection = _connect


class _Http(urllib.request.HTTPHandler):
    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_PlainConnection, req, limits=self._limits)  # type: ignore[arg-type]


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, limits: Limits, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._limits = limits
        self._trust = context

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecureConnection, req, limits=self._limits, context=self._trust)  # type: ignore[arg-type]


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects to https only (to http only on this machine)."""

    max_redirections = 5

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        try:
            allow(newurl)
            if urlsplit(req.full_url).scheme == "https" and urlsplit(newurl).scheme != "https":
                raise UnavailableError(f"{urlsplit(req.full_url).hostname} redirects away from https")
        except UnavailableError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _certificates() -> ssl.SSLContext:
    """Return the certificates to trust: `SSL_CERT_FILE` by OpenSSL itself, else what pip and curl are told."""
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
                    remedy="mend or unset the variable",
                ) from error
            break
    return context
