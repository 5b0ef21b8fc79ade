"""What an engine is: requests for segments in, n-best English drafts with scores out, and no network."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, TypeGuard, runtime_checkable

TermHint: TypeAlias = tuple[str, str]
"""A source term and its target."""

RequestHint = Literal["before", "terms", "avoid"]
"""A part of a request that only some engines use."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposal for one segment."""

    text: str
    score: float = 0.0
    """Log-probability as the engine reports it: higher is better; 0 where the engine knows none."""


Drafts: TypeAlias = tuple[Draft, ...]
"""The drafts for one request, the best first."""

OnDraft: TypeAlias = Callable[[int, Drafts], None]
"""Called once per finished request with its index in the batch and its drafts, in any order."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked about one segment. Equal requests to engines of one signature have equal drafts.

    `before`, `terms` and `avoid` are for engines whose traits name them in `uses`; for others leave them empty.
    """

    segment: str
    before: tuple[str, ...] = ()
    """Source segments that precede it, as context, in reading order."""
    terms: tuple[TermHint, ...] = ()
    """Terms of the segment and the targets that its drafts should use."""
    n_best: int = 1
    """The most drafts that are wanted."""
    attempt: int = 0
    """How often the same was asked before; a sampling engine uses it as its seed."""
    avoid: tuple[str, ...] = ()
    """English phrases that no draft may contain."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a caller needs to know to ask an engine well."""

    form: Literal["plain", "inline"] = "inline"
    """The form of a segment to ask for first: as it is, or with the English of its terms inside."""
    samples: bool = False
    """Attempts after the first give other drafts for the same segment."""
    explains: bool = False
    """It is a `TransparentEngine`: it can locate and score."""
    uses: frozenset[RequestHint] = frozenset()
    """The optional parts of a request that change its drafts."""
    batch: int = 0
    """How many requests it works on side by side; 0 means that more at once are always faster."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which words of a target render a stretch of its segment?"""

    segment: str
    target: str
    start: int
    """Offset of the stretch in the segment."""
    end: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """A stretch of a target that the engine looked at the questioned words for."""

    start: int
    end: int
    weight: float
    """Part of the engine's attention that the questioned words got there, 0 to 1."""


@runtime_checkable
class Engine(Protocol):
    """Turn Japanese segments into English drafts.

    An engine never splits or joins segments, never goes online, and answers in the order it was asked. It can be
    used from several threads, and pickled: the copy loads its model again.
    """

    @property
    def name(self) -> str:
        """Short name for people: `argos`, `llm`, `echo`."""

    @property
    def signature(self) -> str:
        """Everything that decides the engine's answer: `engine:argos-1.11|package:ja_en-1.1`."""

    @property
    def traits(self) -> Traits:
        """What the engine can do, and how it is best asked."""

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Return, for each request, one to `n_best` drafts, the best first.

        A draft depends on its request only, not on the batch, so it can be kept and used again.
        Raises `EngineError` when the model cannot be run.
        """


class TransparentEngine(Engine, Protocol):
    """An engine that can be asked about its drafts: how likely they are, and which words come from where.

    With it a term that was rendered otherwise can be found and replaced, and of several repairs the likeliest taken.
    """

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Return, for each question, the stretches of the target that render it, the surest first; perhaps none."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return, for each (segment, target), the mean log-probability of a token: how likely the engine finds it."""


def is_transparent(engine: Engine) -> TypeGuard[TransparentEngine]:
    """Tell whether the engine can be asked about its drafts, by its traits."""
    return engine.traits.explains


def cores() -> int:
    """Return the number of cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
