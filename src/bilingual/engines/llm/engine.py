"""A language model as an engine: llama.cpp in this process, or a server of the user's choice.

Both use the OpenAI chat format, so they differ in one function: `_Chat`, request in, answer out.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bilingual.engines.base import Draft, Drafts, OnDraft, Request, Traits, cores
from bilingual.engines.llm.prompt import VERSION, clean, max_tokens, messages
from bilingual.engines.llm.server import ask_server, refuse_public
from bilingual.engines.loading import LoadedOnce, unloaded_state
from bilingual.errors import EngineError

CONTEXT = 4096
"""Tokens of prompt and answer together; the fixed prompt has about 300."""
TEMPERATURE = 0.6
TOP_P = 0.95
"""For attempts after the first; the first is greedy."""

_LONGEST_SOCKET = 90
"""Most characters in the path of a socket's folder: systems limit the whole path to 104 to 108."""

_SPIN = "GOMP_SPINCOUNT"

_Chat = Callable[[dict[str, Any]], dict[str, Any]]

_TRAITS = Traits(samples=True, batch=1)
"""On two cores parallel slots gain little, so requests are processed one after the other."""


@dataclass(frozen=True)
class LlmEngine:
    """A GGUF model, run by llama.cpp in this process (extra `bilingual-editions[llm]`).

    Several threads may use it; the model processes one segment at a time.
    """

    model_path: Path
    model_name: str
    sha256: str = ""
    """Hash of the model file; part of the signature."""
    threads: int | None = None
    """Threads of llama.cpp; None: the number of cores that this process may use."""

    name = "llm"
    traits = _TRAITS

    @property
    def signature(self) -> str:
        """Return the model, the version of its runtime and the prompt."""
        digest = f"-{self.sha256[:12]}" if self.sha256 else ""
        tool = f"xllamacpp-{_xllamacpp_version()}"
        return f"engine:llm|{tool}|model:{self.model_name}{digest}|{VERSION}"

    def __getstate__(self) -> dict[str, Any]:
        return unloaded_state(self)

    @LoadedOnce
    def _chat(self) -> _Chat:
        return _load_llama(self.model_path, self.threads or cores())

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Translate one segment after the other."""
        return _translate(self._chat, requests, on_draft)


@dataclass(frozen=True)
class ServerEngine:
    """An OpenAI-compatible server on this machine or its local network.

    It has no state between requests, so several threads may use it at once.
    """

    base_url: str
    """For example `http://localhost:8080/v1`."""
    model_name: str

    name = "llm-server"
    traits = _TRAITS

    def __post_init__(self) -> None:
        refuse_public(self.base_url)

    @property
    def signature(self) -> str:
        """Return the model and the prompt; the drafts do not depend on the address."""
        return f"engine:llm-server|model:{self.model_name}|{VERSION}"

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Translate one segment after the other."""
        return _translate(self._chat, requests, on_draft)

    def _chat(self, body: dict[str, Any]) -> dict[str, Any]:
        return ask_server(self.base_url, body | {"model": self.model_name})


def _translate(chat: _Chat, requests: Sequence[Request], on_draft: OnDraft | None) -> list[Drafts]:
    drafts: list[Drafts] = []
    for index, request in enumerate(requests):
        attempt = request.attempt
        # There is only one greedy answer; sampling can give several.
        seeds = [attempt * 100 + n for n in range(request.n_best)] if attempt else [None]
        drafts.append(tuple(_ask(chat, request.segment, seed) for seed in seeds))
        if on_draft:
            on_draft(index, drafts[-1])
    return drafts


def _ask(chat: _Chat, segment: str, seed: int | None) -> Draft:
    body: dict[str, Any] = {
        "messages": messages(segment),
        "max_tokens": max_tokens(segment),
        "temperature": 0.0 if seed is None else TEMPERATURE,
        "top_p": 1.0 if seed is None else TOP_P,
        "seed": 1 if seed is None else seed,
    }
    answer = chat(body)
    try:
        choice = answer["choices"][0]
        content = _text(choice["message"]["content"])
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise EngineError(
            f"the model returned an invalid answer: {str(answer.get('error', answer))[:200]!r}",
            place="llm",
            remedy="try `bilingual engine test`, or another engine with --engine",
        ) from error
    # An answer that reaches the limit, or is far longer than its sentence, is a loop or a monologue.
    if (
        choice.get("finish_reason") in ("length", "content_filter")
        or len(content) > _LONGEST * len(segment) + _LONGEST_MORE
    ):
        return Draft("")
    return Draft(clean(content, segment))


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of a line."""
_LONGEST, _LONGEST_MORE = 20, 400
"""Characters of an answer for each of the segment, and in addition."""


def _text(content: object) -> str:
    """Return the text of an answer's content: a string, or its parts; raises `TypeError` for anything else.

    Without control characters, and without lone surrogates, which JSON allows but nothing can store or draw.
    """
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if part.get("type") == "text")
    if content is not None and not isinstance(content, str):
        raise TypeError("the content of the answer is not text")
    plain = (content or "").encode("utf-8", "replace").decode("utf-8")
    return _CONTROLS.sub("", plain)


def _load_llama(model_path: Path, threads: int) -> _Chat:
    try:
        with _sleeping_threads():
            import xllamacpp
    except ImportError as error:
        raise EngineError(
            "the LLM engine needs the package xllamacpp",
            place="llm",
            remedy="install it with `pip install 'bilingual-editions[llm]'`, or use --engine argos",
        ) from error
    with _private_folder() as folder:
        try:
            server = xllamacpp.Server(_parameters(xllamacpp.CommonParams(), model_path, folder, threads))
        except Exception as error:
            raise EngineError(
                f"llama.cpp cannot load the model: {error}",
                place=str(model_path),
                remedy="install it again with `bilingual engine install`, or free some memory (it needs about 1.6 GB)",
            ) from error
    turn = threading.Lock()

    def chat(body: dict[str, Any]) -> dict[str, Any]:
        with turn:
            answer = server.handle_chat_completions(body)
        return dict(answer) if isinstance(answer, dict) else dict(json.loads(answer))

    return chat


@contextmanager
def _sleeping_threads() -> Iterator[None]:
    """Let OpenMP, if it is loaded in this block, make waiting threads sleep after a short time.

    llama.cpp's threads wait for each other some hundred times per token. Busy waiting made a run ten times slower as
    soon as the machine had other work. OpenMP reads the variable once, when it is loaded, so the environment is
    restored afterwards; a value set by the user takes precedence.
    """
    if _SPIN in os.environ:
        yield
        return
    os.environ[_SPIN] = "200000"
    try:
        yield
    finally:
        os.environ.pop(_SPIN, None)


def _parameters(parameters: Any, model_path: Path, folder: Path, threads: int) -> Any:
    parameters.model.path = str(model_path)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    parameters.cpuparams.poll = parameters.cpuparams_batch.poll = 0
    parameters.warmup = False
    parameters.offline = True
    parameters.ui = False
    parameters.verbosity = -1
    # The binding always starts llama.cpp's HTTP listener. A TCP port would be open to every program on the machine;
    # a Unix socket in a private folder, removed as soon as it exists, is closed to all, and needs no network.
    parameters.hostnames = [str(folder / "l.sock")]
    parameters.api_keys = [secrets.token_hex(16)]
    return parameters


@contextmanager
def _private_folder() -> Iterator[Path]:
    folder = tempfile.mkdtemp(prefix="bilingual-")
    if len(folder) > _LONGEST_SOCKET:
        shutil.rmtree(folder, ignore_errors=True)
        folder = tempfile.mkdtemp(prefix="bilingual-", dir="/tmp")
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _xllamacpp_version() -> str:
    try:
        return version("xllamacpp")
    except ImportError:
        return "none"
