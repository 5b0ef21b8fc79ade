"""A server in OpenAI's format that misbehaves in one of many ways, until it is mended."""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

ENGLISH: Mapping[str, str] = {
    "雨が降り続いた一日": "A Day of Rain",
    "三日間で120人が集まった。": "In three days, 120 people came together.",
    "会議は9月2日に東京で開かれました。": "The meeting was held in Tokyo on September 2.",
    "参加者は結果に満足していない。": "The participants are not satisfied with the result.",
}
"""The sentences of the article, with what a server that works returns."""
ARTICLE = "雨が降り続いた一日\n\n" + "".join(f"{source}\n\n" for source in list(ENGLISH)[1:])
HEADER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"

Mode: TypeAlias = Callable[["Talk"], None]


class Talk:
    """One connection: the request, and the means to answer it."""

    def __init__(self, handler: socketserver.StreamRequestHandler, body: dict[str, Any], number: int) -> None:
        self.body = body
        self.number = number
        """How many requests there were before this one."""
        self.segment = str(body["messages"][-1]["content"])
        self._handler = handler

    @property
    def right(self) -> str:
        """The English of the segment, which may have English numbers inside."""
        return ENGLISH[self.source]

    @property
    def source(self) -> str:
        """The sentence of the article; its first one for Japanese that was left in an answer."""
        return next((source for source in ENGLISH if source[-6:] in self.segment), next(iter(ENGLISH)))

    def raw(self, *parts: bytes) -> None:
        """Send bytes."""
        for part in parts:
            self._handler.wfile.write(part)
            self._handler.wfile.flush()

    def data(self, data: bytes, status: str = "200 OK", *headers: str) -> None:
        """Send a response with a length."""
        lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(data)}", *headers]
        self.raw("\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8", "surrogateescape") + data)

    def json(self, value: object, status: str = "200 OK", *headers: str) -> None:
        """Send a JSON value."""
        self.data(json.dumps(value).encode(), status, *headers)

    def says(self, content: object, finish: object = "stop") -> None:
        """Send a chat answer."""
        self.json({"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]})

    def drip(self, data: bytes, piece: bytes) -> None:
        """Send a piece again and again, until the other side has gone."""
        self.raw(data)
        while True:
            self.raw(piece)
            time.sleep(0.02)

    def hang(self) -> None:
        """Send nothing until the other side has gone."""
        self._handler.connection.recv(1)

    def reset(self) -> None:
        """Break the connection."""
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._handler.connection.close()


def _then_right(first: Mode) -> Mode:
    """Return a mode that misbehaves for the first request only."""
    return lambda talk: talk.says(talk.right) if talk.number else first(talk)


def _wrapped(before: str, after: str = "") -> Mode:
    return lambda talk: talk.says(before + talk.right + after)


def _chunks(talk: Talk, *chunks: bytes) -> None:
    talk.raw(HEADER + b"Transfer-Encoding: chunked\r\n\r\n", *chunks)


def _chunked(talk: Talk) -> None:
    data = json.dumps({"choices": [{"message": {"content": talk.right}}]}).encode()
    _chunks(talk, *(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:9], data[9:])), b"0\r\n\r\n")


def _huge(talk: Talk) -> None:
    talk.raw(HEADER + b"\r\n")
    while True:
        talk.raw(b"x" * 1_000_000)


def _another(talk: Talk) -> None:
    sources = list(ENGLISH)
    talk.says(ENGLISH[sources[sources.index(talk.source) - 1]])


def _slow(talk: Talk) -> None:
    time.sleep(0.2)
    talk.says(talk.right)


def _twice(talk: Talk) -> None:
    data = json.dumps({"choices": [{"message": {"content": talk.right}}]}).encode()
    talk.data(data + data)


def _two_responses(talk: Talk) -> None:
    talk.says(talk.right)
    talk.says("This is another answer.")


def _wrong_length(by: int) -> Mode:
    def send(talk: Talk) -> None:
        data = json.dumps({"choices": [{"message": {"content": talk.right}}]}).encode()
        talk.raw(HEADER + b"Content-Length: %d\r\n\r\n" % (len(data) + by) + data)

    return send


def _status(status: str, *headers: str, **error: object) -> Mode:
    return lambda talk: talk.json({"error": error} if error else {}, status, *headers)


def _value(value: object) -> Mode:
    return lambda talk: talk.json(value)


def _bytes(data: bytes) -> Mode:
    return lambda talk: talk.data(data)


def _content(content: object, finish: object = "stop") -> Mode:
    return lambda talk: talk.says(content, finish)


ENDLESS: Mapping[str, Mode] = {
    "nothing": Talk.hang,
    "a space now and then": lambda talk: talk.drip(HEADER + b"Content-Length: 1000000\r\n\r\n", b" "),
    "a chunk now and then": lambda talk: talk.drip(HEADER + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "100 Continue for ever": lambda talk: talk.drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a long status line": lambda talk: talk.drip(b"HTTP/1.1 200 ", b"O"),
    "a header without end": lambda talk: talk.drip(HEADER + b"X-Long: ", b"y"),
    "half an answer, then nothing": lambda talk: (talk.raw(HEADER + b'Content-Length: 99\r\n\r\n{"cho'), talk.hang()),  # type: ignore[func-returns-value,dict-item]
    "busy for ever": _status("503 Service Unavailable", message="loading the model"),
    "busy for an hour": _status("429 Too Many Requests", "Retry-After: 3600", message="slow down"),
}
"""Servers that would keep a client waiting."""

ERRORS: Mapping[str, Mode] = {
    "no bytes": lambda talk: None,
    "reset": Talk.reset,
    "another protocol": lambda talk: talk.raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "not text": _bytes(b"\xff\xfe<html>not json"),
    "a web page": _bytes(b"<!doctype html><title>Welcome</title>"),
    "an empty body": _bytes(b""),
    "half of the JSON": _bytes(b'{"choices":[{"message":{"content":"Half'),
    "half of a character": _bytes('{"choices":[{"message":{"content":"café'.encode()[:-1] + b'"}}]}'),
    "shorter than it says": _wrong_length(+40),
    "longer than it says": _wrong_length(-8),
    "half of a chunk": lambda talk: _chunks(talk, b"5\r\nabc"),
    "a chunk of no size": lambda talk: _chunks(talk, b"ZZZ\r\nabc"),
    "two values": _twice,
    "compressed": lambda talk: talk.data(b"\x1f\x8b\x08", "200 OK", "Content-Encoding: gzip"),
    "a stream": _bytes(b'data: {"choices":[{"delta":{"content":"It"}}]}\n\ndata: [DONE]\n\n'),
    "too large": _huge,
    "many headers": lambda talk: talk.data(b"{}", "200 OK", *(f"X-{number}: a" for number in range(1000))),
    "a long header": lambda talk: talk.data(b"{}", "200 OK", "X: " + "a" * 100_000),
    "deeply nested": _bytes(b'{"choices":' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "a long number": _bytes(b'{"choices":' + b"9" * 10_000 + b"}"),
    "not a number": _bytes(b'{"choices":NaN}'),
    "a list": _value([1, 2]),
    "null": _value(None),
    "a string": _value("x"),
    "no choices": _value({"choices": []}),
    "choices as text": _value({"choices": "abc"}),
    "choices as a map": _value({"choices": {"0": 1}}),
    "choices in choices": _value({"choices": [["message"]]}),
    "no message": _value({"choices": [{"message": None}]}),
    "a number": _content(42),
    "a map": _content({"a": "b"}),
    "unknown parts": _content([7]),
    "an error with 200": _value({"error": {"message": "bad \x1b[31mmodel", "code": 404}}),
    "an error as text": _value({"error": "bad \x1b]0;title\x07model"}),
    "500": _status("500 Internal \x1b[31mErr", message="boom \x1b[31mred\x1b[0m"),
    "500 as a page": lambda talk: talk.data(b"<h1>\x1b[31mOops</h1>", "500 Oops"),
    "400": _status("400 Bad Request", message="the context is too long\nfor this model"),
    "401": _status("401 Unauthorized", message="no key"),
    "404": _status("404 Not Found", message="model 'm' not found"),
    "a redirect": _status("302 Found", "Location: http://example.com/"),
    "a redirect that keeps the method": _status("307 Temporary Redirect", "Location: http://127.0.0.2:9/"),
    "a stop after two answers": lambda talk: talk.says(talk.right) if talk.number < 2 else talk.reset(),
}
"""Servers whose answers cannot be used."""

EMPTY: Mapping[str, Mode] = {
    "null content": _content(None),
    "no text": _content(""),
    "white space": _content(" \n\u3000"),
    "only controls": _content("\x1b\x00\x07"),
    "cut off": _content("The meeting was held", "length"),
    "filtered": _content("The meeting", "content_filter"),
    "very long": _content("word " * 100_000),
    "the Japanese": lambda talk: talk.says(talk.segment),
    "other Japanese": _content("はい、かしこまりました。"),
    "the prompt": lambda talk: talk.says(" ".join(str(turn["content"]) for turn in talk.body["messages"])),
    "the system's text": lambda talk: talk.says(talk.body["messages"][0]["content"]),
    "an example": lambda talk: talk.says(talk.body["messages"][2]["content"]),
    "a refusal": _content("I'm sorry, but I cannot help with that."),
    "a thought without an end": _content("<think>\nThe user wants a translation of"),
    "an error as JSON": _content('{"error": "busy"}'),
    "an empty code fence": _content("```\n\n```"),
}
"""Servers whose answers are no translations."""

RIGHT: Mapping[str, Mode] = {
    "slow": _slow,
    "chunked": _chunked,
    "busy first": _then_right(_status("503 Service Unavailable", "Retry-After: 0", message="loading")),
    "too many requests first": _then_right(_status("429 Too Many Requests", "Retry-After: 0")),
    "no choices first": _then_right(_value({"choices": []})),
    "500 first": _then_right(_status("500 Oops")),
    "reset first": _then_right(Talk.reset),
    "half first": _then_right(_bytes(b'{"choices":')),
    "two answers": _two_responses,
    "two choices": lambda talk: talk.json({"choices": [{"message": {"content": t}} for t in (talk.right, "Other.")]}),
    "parts": lambda talk: talk.says([{"type": "text", "text": talk.right}]),
    "a byte order mark": lambda talk: talk.data(
        b"\xef\xbb\xbf" + json.dumps({"choices": [{"message": {"content": talk.right}}]}).encode()
    ),
    "no finish": lambda talk: talk.json({"choices": [{"message": {"content": talk.right}}]}),
    "finish as a list": lambda talk: talk.says(talk.right, ["length"]),
    "null error": lambda talk: talk.json({"error": None, "choices": [{"message": {"content": talk.right}}]}),
    "controls": lambda talk: talk.says(f"\x00\u202e{talk.right}\x07\u202c"),
    "a thought": _wrapped("<think>\nIt is short: 雨 is rain.\n</think>\n\n"),
    "the end of a thought": _wrapped("The sentence is short.\n</think>\n"),
    "a code fence": _wrapped("```\n", "\n```"),
    "an announcement and a code fence": _wrapped("Here is the translation:\n\n```text\n", "\n```"),
    "JSON": lambda talk: talk.says(json.dumps({"translation": talk.right})),
    "the Japanese before it": lambda talk: talk.says(f"{talk.segment}\n{talk.right}"),
    "the sign of the end": _wrapped("", "<|im_end|>\n<|im_start|>user\n"),
    "quotation marks after an announcement": _wrapped('Translation: "', '"'),
}
"""Servers whose answers are right, in an unusual form or after a failure."""

DOUBTFUL: Mapping[str, Mode] = {
    "the English of another sentence": _another,
    "Japanese in the English": lambda talk: talk.says(f"{talk.right[:12]} 満足 {talk.right[12:]}"),
    "the same words again": lambda talk: talk.says(f"{talk.right} " + "and the rain " * 8),
}
"""Servers whose answers look like translations: only checks can find them."""

MODES: Mapping[str, Mode] = {**ENDLESS, **ERRORS, **EMPTY, **RIGHT, **DOUBTFUL}


class BadServer:
    """A server on a free port. `mode` may be changed while it runs."""

    def __init__(self, port: int, mode: Mode) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.mode = mode
        self.requests = 0

    def mend(self) -> None:
        """Answer rightly from now on."""
        self.mode = lambda talk: talk.says(talk.right)


@contextlib.contextmanager
def misbehaving(mode: Mode) -> Iterator[BadServer]:
    """Run a server."""
    counting = threading.Lock()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                length = 0
                while line := self.rfile.readline().strip().lower():
                    length = int(line.split(b":")[1]) if line.startswith(b"content-length:") else length
                body = json.loads(self.rfile.read(length))
                with counting:
                    number, bad.requests = bad.requests, bad.requests + 1
                bad.mode(Talk(self, body, number))

        def finish(self) -> None:
            with contextlib.suppress(OSError):
                super().finish()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        bad = BadServer(server.server_address[1], mode)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield bad
        finally:
            server.shutdown()
            thread.join()
