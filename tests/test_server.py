"""The server engine against servers that fail in every way: one clear line, nothing kept, nothing sent abroad."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bilingual.engines.base import Request
from bilingual.engines.llm import server as module
from bilingual.engines.llm.engine import ServerEngine
from bilingual.engines.llm.server import ask_server, is_home
from bilingual.errors import EngineError, UsageError
from bilingual.memory.drafts import DraftCache

OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}"


@contextlib.contextmanager
def speaking(answer: bytes, *, hold: bool = False) -> Iterator[str]:
    """Answer every connection with some bytes; with `hold` the connection stays open afterwards."""
    listener = socket.create_server(("127.0.0.1", 0))
    released = threading.Event()

    def work() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    connection.recv(65_536)
                    connection.sendall(answer)
                    if hold:
                        released.wait(5)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    finally:
        released.set()
        listener.close()


def saying(content: Any, finish: str = "stop") -> bytes:
    body = json.dumps({"choices": [{"message": {"content": content}, "finish_reason": finish}]})
    return OK.format(len(body.encode()), body).encode()


def drafted(answer: bytes, segment: str = "雨が降った。") -> str:
    with speaking(answer) as url:
        return ServerEngine(url, "m").translate([Request(segment)])[0][0].text


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n ", b"HTTP/1.1 100 Continue\r\n\r\n"]
)
def test_a_server_that_does_not_end_is_left(sent: bytes) -> None:
    with speaking(sent, hold=True) as url, pytest.raises(EngineError, match=r"has not answered|failed"):
        ask_server(url, {}, deadline=0.2)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        OK.format(200_000, "[" * 200_000).encode(),
        b"HTTP/1.1 500 Internal \x1b[31mErr\r\nContent-Length: 0\r\n\r\n",
        saying(42),
        saying({"a": "b"}),
        saying([7]),
    ],
    ids=["ssh", "chunks", "headers", "long header", "nested", "reason", "number", "map", "parts"],
)
def test_a_bad_answer_is_one_error(answer: bytes) -> None:
    with pytest.raises(EngineError) as caught:
        drafted(answer)
    assert caught.value.exit_code == 5
    assert "\n" not in str(caught.value)


def test_parts_are_text_and_controls_are_not() -> None:
    assert drafted(saying([{"type": "text", "text": "It rained."}])) == "It rained."
    assert drafted(saying("It\x1b[31m rained\x00.\u202e")) == "It[31m rained."


@pytest.mark.parametrize("answer", [saying(None), saying(""), saying("It", "length"), saying("rain " * 400)])
def test_a_bad_draft_is_empty_and_not_kept(answer: bytes) -> None:
    with speaking(answer) as url:
        engine = ServerEngine(url, "m")
        request = Request("雨が降った。")
        (drafts,) = engine.translate([request])
        assert drafts[0].text == ""
        with contextlib.closing(DraftCache(None)) as cache:
            cache.put(engine.signature, request, drafts)
            assert cache.get(engine.signature, request) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "http://localhost:abc/v1",
        "http://127.0.0.1:1/a b",
        "ftp://localhost/v1",
        "http://user:secret@localhost/v1",
        f"http://{'a' * 70}.local/",
        "http://a..b/",
    ],
)
def test_an_invalid_address_is_an_error_of_the_command(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        ServerEngine(url, "m")
    assert "secret" not in str(caught.value)


def test_only_home_networks_are_home() -> None:
    home = ("127.0.0.1", "10.1.2.3", "192.168.1.2", "172.16.0.1", "100.64.0.1", "::1", "fe80::1%eth0", "fd00::1")
    abroad = ("8.8.8.8", "198.18.0.1", "240.0.0.1", "192.0.2.1", "255.255.255.255", "0.0.0.0", "169.254.169.254")
    assert all(map(is_home, home))
    assert not any(map(is_home, (*abroad, "2001:0::1", "2001:db8::1", "2606:4700::1", "::ffff:8.8.8.8")))


def test_a_name_that_moves_abroad_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(saying("It rained.")) as url:
        engine = ServerEngine(url, "m")
        monkeypatch.setattr(module, "is_home", lambda address: False)
        with pytest.raises(EngineError, match="nothing was sent"):
            engine.translate([Request("雨。")])
