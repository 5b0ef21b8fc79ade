"""A language model as an engine: llama.cpp inside the process, or a server the user names.

Both speak the OpenAI chat format, so they differ in one function: `_Chat`, request in, answer out.
"""

from __future__ import annotations

import ipaddress
import json
import os
import secrets
import shutil
import socket
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bilingual.engines.argos import cores
from bilingual.engines.base import Draft, OnDraft
from bilingual.engines.llm.prompt import VERSION, clean, max_tokens, messages
from bilingual.errors import EngineError, UsageError

CONTEXT = 4096
"""Tokens of prompt and answer together; the fixed prompt takes about 300."""
TEMPERATURE = 0.6
TOP_P = 0.95
"""For attempts after the first; the first is greedy."""

_LONGEST_SOCKET = 90
"""Characters of a folder's path that leave room for the socket's name: the system takes 104 to 108 in all."""

_Chat = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class LlmEngine:
    """A GGUF model, run by llama.cpp inside this process (extra `bilingual[llm]`)."""

    model_path: Path
    model_name: str
    sha256: str = ""
    """Hash of the model file; part of the signature."""

    name = "llm"
    samples = True

    @property
    def signature(self) -> str:
        """Name the model, what runs it, and the prompt."""
        digest = f"-{self.sha256[:12]}" if self.sha256 else ""
        tool = f"xllamacpp-{_xllamacpp_version()}"
        return f"engine:llm|{tool}|model:{self.model_name}{digest}|{VERSION}"

    @cached_property
    def _chat(self) -> _Chat:
        return _load_llama(self.model_path)

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: OnDraft | None = None,
    ) -> list[tuple[Draft, ...]]:
        """Ask for one segment after the other: on two cores parallel slots gain little."""
        return _translate(self._chat, segments, n_best, attempt, progress)


@dataclass(frozen=True)
class ServerEngine:
    """An OpenAI-compatible server on this machine or its local network, named by the user."""

    base_url: str
    """For example `http://localhost:8080/v1`."""
    model_name: str

    name = "llm-server"
    samples = True

    def __post_init__(self) -> None:
        _refuse_public(self.base_url)

    @property
    def signature(self) -> str:
        """Name the model and the prompt; the address does not change what a model says."""
        return f"engine:llm-server|model:{self.model_name}|{VERSION}"

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: OnDraft | None = None,
    ) -> list[tuple[Draft, ...]]:
        """Ask the server for one segment after the other."""
        return _translate(self._chat, segments, n_best, attempt, progress)

    def _chat(self, body: dict[str, Any]) -> dict[str, Any]:
        url = self.base_url.rstrip("/") + "/chat/completions"
        key = os.environ.get("BILINGUAL_SERVER_KEY", "none")
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked by _refuse_public
            url,
            data=json.dumps(body | {"model": self.model_name}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
        )
        # No proxy: a proxy could carry the article out of the local network.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        try:
            with opener.open(request, timeout=600) as response:
                answer = json.loads(response.read(4_000_000))
        except (OSError, ValueError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            raise EngineError(
                f"the server did not answer: {error}",
                place=url,
                remedy="start it, or name another with --server and --server-model",
            ) from error
        return answer if isinstance(answer, dict) else {}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _translate(
    chat: _Chat, segments: Sequence[str], n_best: int, attempt: int, progress: OnDraft | None
) -> list[tuple[Draft, ...]]:
    drafts: list[tuple[Draft, ...]] = []
    for index, segment in enumerate(segments):
        # The greedy answer is one; only sampling can give several.
        count = n_best if attempt else 1
        drafts.append(tuple(_ask(chat, segment, attempt * 100 + n if attempt else None) for n in range(count)))
        if progress:
            progress(index, drafts[-1])
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
        # A lone surrogate can be sent in JSON but not kept or drawn.
        content = str(choice["message"]["content"] or "").encode("utf-8", "replace").decode("utf-8")
    except (KeyError, IndexError, TypeError) as error:
        raise EngineError(
            f"the model answered with {str(answer.get('error', answer))[:200]!r}",
            place="llm",
            remedy="try `bilingual engine test`, or another engine with --engine",
        ) from error
    # Cut off at the bound means a loop or a monologue, not a sentence.
    if choice.get("finish_reason") == "length":
        return Draft("")
    return Draft(clean(content, segment))


def _load_llama(model_path: Path) -> _Chat:
    # llama.cpp's threads wait for each other some hundred times a token. Waiting at full speed for ever, they made a
    # run ten times slower as soon as the machine had anything else to do; so they wait a little, then sleep.
    os.environ.setdefault("GOMP_SPINCOUNT", "200000")
    try:
        import xllamacpp
    except ImportError as error:
        raise EngineError(
            "the LLM engine needs the package xllamacpp",
            place="llm",
            remedy="install it with `pip install 'bilingual[llm]'`, or use --engine argos",
        ) from error
    with _private_folder() as folder:
        try:
            server = xllamacpp.Server(_parameters(xllamacpp.CommonParams(), model_path, folder))
        except Exception as error:
            raise EngineError(
                f"llama.cpp cannot load the model: {error}",
                place=str(model_path),
                remedy="install it again with `bilingual engine install`, or free some memory (it needs about 1.6 GB)",
            ) from error

    def chat(body: dict[str, Any]) -> dict[str, Any]:
        answer = server.handle_chat_completions(body)
        return dict(answer) if isinstance(answer, dict) else dict(json.loads(answer))

    return chat


def _parameters(parameters: Any, model_path: Path, folder: Path) -> Any:
    parameters.model.path = str(model_path)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = cores()
    parameters.cpuparams.poll = parameters.cpuparams_batch.poll = 0
    parameters.warmup = False
    parameters.offline = True
    parameters.ui = False
    parameters.verbosity = -1
    # The binding always starts llama.cpp's HTTP listener. A TCP port would be open to every program on the machine;
    # a Unix socket in a private folder, removed as soon as it exists, is open to nobody, and needs no network.
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


def _refuse_public(base_url: str) -> None:
    """Raise `UsageError` unless the address is on this machine or its local network."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    remedy = "give the address of a server on this machine or your local network, such as http://localhost:8080/v1"
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError("is not an http address", place=base_url, remedy=remedy)
    try:
        addresses = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError as error:
        raise EngineError(f"the host is not known here: {error}", place=base_url, remedy=remedy) from error
    for address in addresses:
        ip = ipaddress.ip_address(str(address).split("%")[0])
        if not (ip.is_loopback or ip.is_private or ip.is_link_local):
            raise UsageError("is on the public internet, and articles stay in the house", place=base_url, remedy=remedy)
