"""One request to an OpenAI-compatible server on this machine or its local network."""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import queue
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from bilingual.errors import EngineError, UsageError

_WAIT = 120.0
"""Seconds for an answer, besides those for its tokens: a server may first have to load its model."""
_SLOWEST = 4.0
"""Tokens that the slowest useful server writes in a second."""
_TIMEOUT = "BILINGUAL_SERVER_TIMEOUT"
_LARGEST = 4_000_000
"""Bytes of an answer."""
_LONGEST_PAUSE = 30.0
"""Seconds before a busy server is asked again, unless it names a time."""
_REMEDY = "start the server, or give another with --server and --server-model"
_ADDRESS = "give the address of a server on this machine or your local network, such as http://localhost:8080/v1"
_FAILURES = (OSError, ValueError, http.client.HTTPException, RecursionError)
_BUSY = (429, 503)
"""Too many requests; the model is still being loaded."""
_HOME = [ipaddress.ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]
_HOME += [ipaddress.ip_network(net) for net in ("169.254.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7", "fe80::/10")]
"""This machine and private networks; 100.64.0.0/10 is that of Tailscale."""
_CLOUD = ipaddress.ip_address("169.254.169.254")
"""The metadata service of cloud machines."""


def refuse_public(base_url: str) -> None:
    """Raise `UsageError` unless the address is on this machine or its local network."""
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
        name = host.encode("idna").decode("ascii") if host and ":" not in host else host
    except (ValueError, UnicodeError) as error:
        raise UsageError("is not a valid address", place=_shown(base_url), remedy=_ADDRESS) from error
    if parts.scheme not in ("http", "https") or not host or any(sign.isspace() for sign in base_url):
        raise UsageError("is not an http address", place=_shown(base_url), remedy=_ADDRESS)
    if parts.username or parts.password:
        remedy = "write the address without them, and give the key in BILINGUAL_SERVER_KEY"
        raise UsageError("the address has a user name or a password", place=_shown(base_url), remedy=remedy)
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except (OSError, UnicodeError) as error:
        raise EngineError(f"the host cannot be resolved: {error}", place=base_url, remedy=_ADDRESS) from error
    if not all(map(is_home, addresses)):
        raise UsageError("is on the public internet, where articles are never sent", place=base_url, remedy=_ADDRESS)


def is_home(address: str) -> bool:
    """Return whether an IP address is on this machine or a private network."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return ip != _CLOUD and any(ip.version == net.version and ip in net for net in _HOME)


class _UnusableError(Exception):
    """An answer that is broken, or none. The request is sent once more."""


class _BusyError(Exception):
    """The server asks for a later request."""

    def __init__(self, reason: str, seconds: float | None) -> None:
        super().__init__(reason)
        self.seconds = seconds
        """How long to wait; None if the server does not say."""


def deadline_of(body: dict[str, Any]) -> float:
    """Return the seconds that a server has for the answer to a request: more for a longer answer.

    Raises `UsageError` if the environment variable that sets them is not a number.
    """
    given = os.environ.get(_TIMEOUT, "")
    if not given:
        return _WAIT + float(body.get("max_tokens", 0)) / _SLOWEST
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= threading.TIMEOUT_MAX:
        raise UsageError("is not a number of seconds", place=_TIMEOUT, remedy="set it to 60, for example")
    return seconds


def ask_server(
    base_url: str,
    body: dict[str, Any],
    *,
    deadline: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """Return the server's answer, a JSON object with at least one choice.

    A busy server is asked again after a pause, and a broken answer is requested once more; all of it takes `deadline`
    seconds at most, by default those of `deadline_of`. Raises `EngineError` if there is no answer by then, or a
    connection leaves the local network.
    """
    url = base_url.rstrip("/") + "/chat/completions"
    limit = deadline_of(body) if deadline is None else deadline
    end = time.monotonic() + limit
    broken, pause = False, 1.0
    while True:
        try:
            return _answer(_exchange(url, body, end, limit), url)
        except _UnusableError as error:
            if broken:
                raise EngineError(f"the request to the server failed: {error}", place=url, remedy=_REMEDY) from error
            broken = True
        except _BusyError as error:
            seconds = pause if error.seconds is None else error.seconds
            if time.monotonic() + seconds >= end:
                remedy = "wait until it has finished its other work, or use another server"
                raise EngineError(f"the server is busy: {error}", place=url, remedy=remedy) from error
            sleep(seconds)
            pause = min(2 * pause, _LONGEST_PAUSE)


def _exchange(url: str, body: dict[str, Any], end: float, limit: float) -> tuple[http.client.HTTPResponse, bytes]:
    """Return the response and its bytes. Raises `EngineError` at the time `end`, `_UnusableError` if there are none."""
    # A server that sends a byte now and then keeps every read alive: only a clock outside ends it.
    left = max(0.01, end - time.monotonic())
    connection = _connection(url, left)
    results: queue.Queue[tuple[http.client.HTTPResponse, bytes] | BaseException] = queue.Queue(maxsize=1)

    def work() -> None:
        try:
            results.put(_post(connection, url, body))
        except BaseException as error:
            results.put(error)
        finally:
            connection.close()

    threading.Thread(target=work, daemon=True).start()
    late = f"the server has not answered within {limit:.0f} s"
    remedy = f"use a smaller model or a faster server, or allow more seconds with {_TIMEOUT}"
    try:
        found = results.get(timeout=left)
    except queue.Empty:
        raise EngineError(late, place=url, remedy=remedy) from None
    finally:
        connection.hang_up()
    if isinstance(found, TimeoutError):
        raise EngineError(late, place=url, remedy=remedy) from found
    if isinstance(found, ConnectionRefusedError | socket.gaierror):
        raise EngineError(f"the server cannot be reached: {_one_line(found)}", place=url, remedy=_REMEDY) from found
    if isinstance(found, _FAILURES):
        raise _UnusableError(_one_line(found) or type(found).__name__) from found
    if isinstance(found, BaseException):
        raise found
    return found


def _answer(exchanged: tuple[http.client.HTTPResponse, bytes], url: str) -> dict[str, Any]:
    """Return the JSON object in a response. Raises `EngineError` for what a second request would not change."""
    response, data = exchanged
    reported = _reported(data)
    if response.status != http.client.OK:
        raise _refused(response, reported, url)
    if len(data) > _LARGEST:
        raise EngineError(f"the answer has more than {_LARGEST // 1_000_000} MB", place=url, remedy=_REMEDY)
    if data.startswith(b"data:"):
        remedy = "switch streaming off in the server's settings, or use another server"
        raise EngineError("the server streams its answer, which was not requested", place=url, remedy=remedy)
    if response.length:
        raise _UnusableError("the answer ends too early")
    try:
        answer = json.loads(data)
    except _FAILURES as error:
        raise _UnusableError("the answer is not JSON" if data else "the answer is empty") from error
    if reported:
        raise EngineError(f"the server reports an error: {reported}", place=url, remedy=_REMEDY)
    if not (isinstance(answer, dict) and answer.get("choices")):
        raise _UnusableError("the answer has no text")
    return answer


def _refused(response: http.client.HTTPResponse, reported: str, url: str) -> Exception:
    """Return the error for a response that is not 200."""
    status = f"{response.status} {_one_line(response.reason)}".strip()
    shown = f"{status}: {reported}" if reported else status
    if response.status in _BUSY:
        return _BusyError(shown, _seconds(response.headers.get("Retry-After", "")))
    if 300 <= response.status < 400:
        message, remedy = f"the server redirects to another address ({status})", "give that address with --server"
    elif response.status in (401, 403):
        message, remedy = f"the server refuses the request ({shown})", "give its key in BILINGUAL_SERVER_KEY"
    elif response.status == 404:
        message = f"the server does not know the address or the model ({shown})"
        remedy = "check --server, which usually ends in /v1, and --server-model"
    elif response.status >= 500:
        return _UnusableError(shown)
    else:
        message, remedy = f"the server refuses the request ({shown})", _REMEDY
    return EngineError(message, place=url, remedy=remedy)


def _reported(data: bytes) -> str:
    """Return the message of an error in OpenAI's format; empty without one."""
    if b'"error"' not in data[:_LARGEST]:
        return ""
    try:
        error = json.loads(data)["error"]
    except (*_FAILURES, TypeError, KeyError):
        return ""
    return _one_line(error.get("message", error) if isinstance(error, dict) else error) if error else ""


def _seconds(retry_after: str) -> float | None:
    """Return the seconds of a Retry-After header; None if it has none: its other form, a date, is not read."""
    digits = retry_after.strip()
    return float(digits) if digits.isascii() and digits.isdigit() else None


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:200]


def _post(connection: _Connection, url: str, body: dict[str, Any]) -> tuple[http.client.HTTPResponse, bytes]:
    key = os.environ.get("BILINGUAL_SERVER_KEY", "none")
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}", "Connection": "close"}
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("POST", path, json.dumps(body | {"stream": False}).encode(), headers)
    with connection.getresponse() as response:
        return response, response.read(_LARGEST + 1)


class _HomeConnection(http.client.HTTPConnection):
    """A connection that checks the address it has reached: a name may have changed its address since.

    `http.client` follows no redirects and uses no proxy: either could send the article out of the local network.
    """

    reached: socket.socket | None = None

    def connect(self) -> None:
        super().connect()
        self.reached = self.sock
        _check_peer(self)

    def hang_up(self) -> None:
        """End the connection, also while another thread reads from it."""
        _shut(self.reached)


class _HomeSecureConnection(http.client.HTTPSConnection):
    reached: socket.socket | None = None

    def connect(self) -> None:
        super().connect()
        self.reached = self.sock
        _check_peer(self)

    def hang_up(self) -> None:
        """End the connection, also while another thread reads from it."""
        _shut(self.reached)


_Connection = _HomeConnection | _HomeSecureConnection


def _connection(url: str, timeout: float) -> _Connection:
    parts = urlsplit(url)
    kind = _HomeSecureConnection if parts.scheme == "https" else _HomeConnection
    return kind(parts.hostname or "", parts.port, timeout=timeout)


def _shut(line: socket.socket | None) -> None:
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _check_peer(connection: _Connection) -> None:
    peer = str(connection.sock.getpeername()[0])
    if not is_home(peer):
        connection.close()
        message = f"the name leads to {peer}, on the public internet: nothing was sent"
        raise EngineError(message, place=connection.host, remedy="give the address of the server as numbers")


def _shown(url: str) -> str:
    """Return an address for a message, without a user name and a password."""
    return url.rsplit("@", 1)[-1][:200]
