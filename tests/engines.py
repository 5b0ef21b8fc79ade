"""Engines for tests: they say what a test tells them to, and remember what they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bilingual.engines.base import Draft, Progress


class ScriptedEngine:
    """Answer every segment by a function of (segment, attempt); count the questions."""

    name = "scripted"
    signature = "engine:scripted-1"

    def __init__(self, answer: Callable[[str, int], Sequence[str]], *, samples: bool = False) -> None:
        self.answer = answer
        self.samples = samples
        self.asked: list[tuple[str, int]] = []
        self.calls = 0

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: Progress | None = None,
    ) -> list[tuple[Draft, ...]]:
        self.calls += 1
        drafts: list[tuple[Draft, ...]] = []
        for index, segment in enumerate(segments):
            self.asked.append((segment, attempt))
            texts = self.answer(segment, attempt)[:n_best]
            drafts.append(tuple(Draft(text, -float(rank)) for rank, text in enumerate(texts)))
            if progress:
                progress(index, drafts[-1])
        return drafts


class DyingEngine(ScriptedEngine):
    """Die after a number of segments, as a killed run does."""

    def __init__(self, answer: Callable[[str, int], Sequence[str]], *, after: int) -> None:
        super().__init__(answer)
        self.after = after

    def translate(
        self,
        segments: Sequence[str],
        *,
        n_best: int = 1,
        attempt: int = 0,
        progress: Progress | None = None,
    ) -> list[tuple[Draft, ...]]:
        def counted(index: int, drafts: tuple[Draft, ...]) -> None:
            if progress:
                progress(index, drafts)
            self.after -= 1
            if self.after <= 0:
                raise KeyboardInterrupt

        return super().translate(segments, n_best=n_best, attempt=attempt, progress=counted)
