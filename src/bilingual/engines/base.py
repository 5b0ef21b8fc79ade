"""What an engine is: a batch of Japanese segments in, n-best English drafts with scores out, and no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

OnDraft = Callable[[int, tuple["Draft", ...]], None]
"""Called once per finished segment with its index in the batch and its drafts, in any order."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposal for one segment."""

    text: str
    score: float = 0.0
    """Log-probability as the engine reports it: higher is better; 0 where the engine knows none."""


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

    An engine never splits or joins segments, never goes online, and answers in the order it was asked.
    """

    @property
    def name(self) -> str:
        """Short name for people: `argos`, `llm`, `echo`."""

    @property
    def signature(self) -> str:
        """Everything that decides the engine's answer: `engine:argos-1.11|package:ja_en-1.1`."""

    @property
    def samples(self) -> bool:
        """True when `attempt` > 0 gives other drafts for the same segment (a sampling engine)."""

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: OnDraft | None = None,
    ) -> list[tuple[Draft, ...]]:
        """Return, for each segment, one to `n_best` drafts, the best first.

        `attempt` counts the times the same segments were asked before; a sampling engine uses it as its seed.
        A draft depends on its segment, `n_best` and `attempt` only, so it can be kept and used again.
        Raises `EngineError` when the model cannot be run.
        """


@runtime_checkable
class TransparentEngine(Engine, Protocol):
    """An engine that can be asked about its drafts: how likely, which words come from where, what else without those.

    With it a term that was rendered otherwise can be found and replaced, and of several repairs the likeliest taken.
    """

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        """Return, for each question, the stretches of the target that render it, the surest first; perhaps none."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return, for each (segment, target), the mean log-probability of a token: how likely the engine finds it."""

    def avoid(self, segments: Sequence[str], phrases: Sequence[str], *, n_best: int = 1) -> list[tuple[Draft, ...]]:
        """Translate the segments without saying any of the English phrases."""


class EchoEngine:
    """The shipped fake: it returns the segment, in angle quotes, so that layouts can be tried without a model."""

    name = "echo"
    signature = "engine:echo-1"
    samples = False

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: OnDraft | None = None,
    ) -> list[tuple[Draft, ...]]:
        """Return every segment as its own draft."""
        drafts: list[tuple[Draft, ...]] = []
        for index, segment in enumerate(segments):
            drafts.append((Draft(f"‹{segment}›"),))
            if progress:
                progress(index, drafts[-1])
        return drafts
