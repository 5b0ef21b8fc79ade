"""A language model as an engine: llama.cpp in this process, or a server of the user's choice.

Both use the OpenAI format; how a model is asked is its style (`styles`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bilingual.engines.base import Draft, Drafts, OnDraft, Request, Traits, cores
from bilingual.engines.llm.llama import Chat, load_llama, xllamacpp_version
from bilingual.engines.llm.prompt import Turn, clean, max_tokens
from bilingual.engines.llm.server import ask_server, refuse_public
from bilingual.engines.llm.styles import Style, find_style, recognise_style
from bilingual.engines.loading import LoadedOnce, unloaded_state
from bilingual.errors import EngineError
from bilingual.models.gguf import read_metadata


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
    prompt_style: str = "qwen"
    """How the model is asked: a name in `styles.STYLES`."""

    name = "llm"

    def __post_init__(self) -> None:
        find_style(self.prompt_style)

    @property
    def traits(self) -> Traits:
        """What the model's style declares."""
        return find_style(self.prompt_style).traits

    @property
    def signature(self) -> str:
        """Return the model, the version of its runtime and the prompt."""
        digest = f"-{self.sha256[:12]}" if self.sha256 else ""
        tool = f"xllamacpp-{xllamacpp_version()}"
        style = find_style(self.prompt_style)
        return f"engine:llm|{tool}|model:{self.model_name}{digest}|{style.signature}"

    def __getstate__(self) -> dict[str, Any]:
        return unloaded_state(self)

    @LoadedOnce
    def _chat(self) -> Chat:
        return load_llama(self.model_path, self.threads or cores())

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Translate one segment after the other."""
        return _translate(self._ask, requests, on_draft)

    def _ask(self, request: Request, seed: int | None) -> Draft:
        style = find_style(self.prompt_style)
        turns = style.turns(request)
        # Only a model in this process is asked for probabilities: some servers refuse the option.
        prompt = (
            {"prompt": self._bos + style.raw(turns), "logprobs": 1}
            if style.raw
            else {"messages": _messages(turns), "logprobs": True}
        )
        return _draft(self._chat(prompt | {"top_logprobs": 1} | _options(style, request, seed)), request.segment)

    @LoadedOnce
    def _bos(self) -> str:
        """The token that begins a raw prompt; empty if llama.cpp adds it."""
        style = find_style(self.prompt_style)
        return "" if read_metadata(self.model_path).adds_bos else style.bos


@dataclass(frozen=True)
class ServerEngine:
    """An OpenAI-compatible server on this machine or its local network.

    It has no state between requests, so several threads may use it at once.
    """

    base_url: str
    """For example `http://localhost:8080/v1`."""
    model_name: str
    prompt_style: str = ""
    """How the model is asked: a name in `styles.STYLES`; empty: by the model's name."""

    name = "llm-server"

    def __post_init__(self) -> None:
        refuse_public(self.base_url)
        self._style  # noqa: B018 - raises for an unknown name

    @property
    def _style(self) -> Style:
        return find_style(self.prompt_style or recognise_style(self.model_name))

    @property
    def traits(self) -> Traits:
        """What the model's style declares."""
        return self._style.traits

    @property
    def signature(self) -> str:
        """Return the model and the prompt; the drafts do not depend on the address."""
        return f"engine:llm-server|model:{self.model_name}|{self._style.signature}"

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Translate one segment after the other."""
        return _translate(self._ask, requests, on_draft)

    def _ask(self, request: Request, seed: int | None) -> Draft:
        style = self._style
        prompt = {"messages": _messages(style.turns(request)), "model": self.model_name}
        return _draft(ask_server(self.base_url, prompt | _options(style, request, seed)), request.segment)


def _translate(
    ask: Callable[[Request, int | None], Draft], requests: Sequence[Request], on_draft: OnDraft | None
) -> list[Drafts]:
    drafts: dict[int, Drafts] = {}
    # llama.cpp keeps what it computed for the beginning of a prompt: requests of one kind follow each other.
    for index in sorted(range(len(requests)), key=lambda index: requests[index].kind):
        request = requests[index]
        attempt = request.attempt
        # There is only one greedy answer; sampling can give several.
        seeds = [attempt * 100 + n for n in range(request.n_best)] if attempt else [None]
        drafts[index] = tuple(ask(request, seed) for seed in seeds)
        if on_draft:
            on_draft(index, drafts[index])
    return [drafts[index] for index in range(len(requests))]


def _messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    return [{"role": role, "content": text} for role, text in turns]


def _options(style: Style, request: Request, seed: int | None) -> dict[str, Any]:
    """Return the options of a request: the length of its answer, where it ends, and how it is sampled."""
    options: dict[str, Any] = {"max_tokens": max_tokens(request.segment), "seed": 1 if seed is None else seed}
    if style.stop:
        options["stop"] = list(style.stop)
    return options | dict(style.first if seed is None else style.later)


def _draft(answer: dict[str, Any], segment: str) -> Draft:
    try:
        choice = answer["choices"][0]
        content = _text(choice["text"] if "text" in choice else choice["message"]["content"])
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
    return Draft(clean(content, segment), _score(choice))


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of a line."""
_LONGEST, _LONGEST_MORE = 20, 400
"""Characters of an answer for each of the segment, and in addition."""


def _score(choice: dict[str, Any]) -> float:
    """Return the mean log-probability of the answer's tokens; 0 if the answer has none."""
    tokens = (choice.get("logprobs") or {}).get("content") or ()
    found = [token["logprob"] for token in tokens if token.get("logprob") is not None]
    return sum(found) / len(found) if found else 0.0


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
