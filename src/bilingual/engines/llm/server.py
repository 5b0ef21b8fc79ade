"""One request to an OpenAI-compatible server on this machine or its local network."""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import queue
import socket
import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from bilingual.errors import EngineError, UsageError

DEADLINE = 600.0
"""Seconds for one sentence, from the request to the last byte of the answer."""
_LARGEST = 4_000_000
"""Bytes of an answer."""
_REMEDY = "start the server, or give another with --server and --server-model"
_ADDRESS = "give the address of a server on this machine or your local network, such as http://localhost:8080/v1"
_FAILURES = (OSError, ValueError, http.client.HTTPException, RecursionError)
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


def ask_server(base_url: str, body: dict[str, Any], *, deadline: float = DEADLINE) -> dict[str, Any]:
    """Return the server's answer, a JSON object.

    Raises `EngineError` if there is none in `deadline` seconds, or a connection leaves the local network.
    """
    url = base_url.rstrip("/") + "/chat/completions"
    answers: queue.Queue[bytes | BaseException] = queue.Queue(maxsize=1)

    def work() -> None:
        try:
            answers.put(_post(url, body, deadline))
        except BaseException as error:
            answers.put(error)

    # A server that sends a byte now and then keeps every read alive: only a clock outside ends it.
    threading.Thread(target=work, daemon=True).start()
    try:
        found = answers.get(timeout=deadline)
    except queue.Empty:
        message = f"the server has not answered within {deadline:.0f} s"
        raise EngineError(message, place=url, remedy="use a smaller model or a faster server") from None
    if isinstance(found, EngineError):
        raise found
    try:
        if isinstance(found, BaseException):
            raise found
        answer = json.loads(found)
    except _FAILURES as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        reason = " ".join(str(error).split())[:200]
        raise EngineError(f"the request to the server failed: {reason}", place=url, remedy=_REMEDY) from error
    return answer if isinstance(answer, dict) else {}


def _post(url: str, body: dict[str, Any], seconds: float) -> bytes:
    key = os.environ.get("BILINGUAL_SERVER_KEY", "none")
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked by refuse_public
        url,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
    )
    # No proxy: a proxy could send the article out of the local network.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect(), _Http(), _Https())
    with opener.open(request, timeout=seconds) as response:
        return bytes(response.read(_LARGEST))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class _HomeConnection(http.client.HTTPConnection):
    """A connection that checks the address it has reached: a name may have changed its address since."""

    def connect(self) -> None:
        super().connect()
        _check_peer(self)


class _HomeSecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _check_peer(self)


def _check_peer(connection: http.client.HTTPConnection) -> None:
    peer = str(connection.sock.getpeername()[0])
    if not is_home(peer):
        connection.close()
        message = f"the name leads to {peer}, on the public internet: nothing was sent"
        raise EngineError(message, place=connection.host, remedy="give the address of the server as numbers")


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_HomeConnection, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_HomeSecureConnection, req)


def _shown(url: str) -> str:
    """Return an address for a message, without a user name and a password."""
    return url.rsplit("@", 1)[-1][:200]
