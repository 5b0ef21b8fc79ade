"""llama.cpp inside this process, by the package xllamacpp."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bilingual.errors import EngineError

CONTEXT = 4096
"""Tokens of prompt and answer together; the longest fixed prompt has about 300."""

Chat = Callable[[dict[str, Any]], dict[str, Any]]
"""Request in the OpenAI format, with `messages` or a raw `prompt`, to answer."""

_LONGEST_SOCKET = 90
"""Most characters in the path of a socket's folder: systems limit the whole path to 104 to 108."""

_SPIN = "GOMP_SPINCOUNT"


def load_llama(model_path: Path, threads: int) -> Chat:
    """Return the model in a file, ready to answer. Raises `EngineError` if it cannot be loaded."""
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
            answer = server.handle_completions(body) if "prompt" in body else server.handle_chat_completions(body)
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


def xllamacpp_version() -> str:
    """Return the version of the runtime; `none` if it is not installed."""
    try:
        return version("xllamacpp")
    except ImportError:
        return "none"
