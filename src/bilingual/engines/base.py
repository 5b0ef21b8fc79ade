"""The interface of engines: requests for segments in, n-best English drafts with scores out, no network."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, TypeGuard, runtime_checkable

from bilingual.model import Kind

TermHint: TypeAlias = tuple[str, str]
"""A source term and its target."""

RequestHint = Literal["before", "terms", "avoid", "kind", "glosses"]
"""A part of a request that only some engines use; `glosses` are put into the segment by the caller."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposal for one segment."""

    text: str
    score: float = 0.0
    """Log-probability as reported by the engine: higher is better; 0 when the engine has none.

    Of a language model: the mean of its tokens.
    """


Drafts: TypeAlias = tuple[Draft, ...]
"""The drafts for one request, the best first."""

OnDraft: TypeAlias = Callable[[int, Drafts], None]
"""Called once per finished request with its index in the batch and its drafts, in any order."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request for drafts of one segment. Equal requests to engines of one signature have equal drafts.

    `before`, `terms`, `avoid` and `kind` are for engines whose traits name them in `uses`; for others leave them empty.
    """

    segment: str
    before: tuple[str, ...] = ()
    """The preceding source segments, as context, in reading order."""
    terms: tuple[TermHint, ...] = ()
    """Terms of the segment and the targets that its drafts should use."""
    n_best: int = 1
    """The maximum number of drafts."""
    attempt: int = 0
    """The number of earlier attempts at the same segment; a sampling engine uses it as its seed."""
    avoid: tuple[str, ...] = ()
    """English phrases that no draft may contain."""
    kind: Kind | Literal[""] = ""
    """What the segment is: a heading is drafted differently from a sentence."""


@dataclass(frozen=True, slots=True)
class Traits:
    """The properties of an engine that callers need."""

    form: Literal["plain", "inline"] = "inline"
    """The form of a segment to send first: unchanged, or with the English of its terms inside."""
    samples: bool = False
    """Attempts after the first give other drafts for the same segment."""
    explains: bool = False
    """True for a `TransparentEngine`: it can locate and score."""
    uses: frozenset[RequestHint] = frozenset()
    """The optional parts of a request that change its drafts."""
    batch: int = 0
    """Number of requests that it processes in parallel; 0 means that more at once are always faster."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which words of a target render a stretch of its segment?"""

    segment: str
    target: str
    start: int
    """Offset of the words in the segment."""
    end: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """A range of a target for which the engine used the words in question."""

    start: int
    end: int
    weight: float
    """Share of the engine's attention there that the words in question have, 0 to 1."""


@runtime_checkable
class Engine(Protocol):
    """Translates Japanese segments into English drafts.

    An engine never splits or joins segments, never goes online, and returns drafts in the order of the requests. It
    can be used from several threads, and pickled: the copy loads its model again.
    """

    @property
    def name(self) -> str:
        """Short name for display: `argos`, `llm`, `echo`."""

    @property
    def signature(self) -> str:
        """Everything that determines the engine's drafts: `engine:argos-1.11|package:ja_en-1.1`."""

    @property
    def traits(self) -> Traits:
        """What the engine can do, and which requests suit it."""

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Return, for each request, one to `n_best` drafts, the best first.

        A draft depends on its request only, not on the batch, so it can be cached.
        Raises `EngineError` when the model cannot be run.
        """


class TransparentEngine(Engine, Protocol):
    """An engine that can explain its drafts: how likely they are, and which words come from where.

    It makes it possible to find and replace a term with a different rendering, and to choose the likeliest repair.
    """

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Return, for each question, the ranges of the target that render it, the most certain first; may be empty."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return, for each (segment, target), the mean log-probability of a token of the target."""


def is_transparent(engine: Engine) -> TypeGuard[TransparentEngine]:
    """Return whether the engine can explain its drafts, according to its traits."""
    return engine.traits.explains


def cores() -> int:
    """Return the number of cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
