"""Engines for tests: they say what a test tells them to, and remember what they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bilingual.engines.base import Draft, OnDraft, Question, Rendering


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
        progress: OnDraft | None = None,
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
        progress: OnDraft | None = None,
    ) -> list[tuple[Draft, ...]]:
        def counted(index: int, drafts: tuple[Draft, ...]) -> None:
            if progress:
                progress(index, drafts)
            self.after -= 1
            if self.after <= 0:
                raise KeyboardInterrupt

        return super().translate(segments, n_best=n_best, attempt=attempt, progress=counted)


class ScriptedTransparentEngine(ScriptedEngine):
    """Besides, say where the words of a target come from, and how likely a target is.

    `words` maps Japanese to the English that the engine says for it; `likes` are words that make a target likelier.
    """

    def __init__(
        self, answer: Callable[[str, int], Sequence[str]], *, words: dict[str, str], likes: Sequence[str] = ()
    ) -> None:
        super().__init__(answer)
        self.words = words
        self.likes = likes
        self.located: list[Question] = []
        self.scored: list[tuple[str, str]] = []
        self.avoided: list[tuple[str, ...]] = []

    def locate(self, questions: Sequence[Question]) -> list[tuple[Rendering, ...]]:
        self.located += questions
        found: list[tuple[Rendering, ...]] = []
        for question in questions:
            word = self.words.get(question.segment[question.start : question.end], "")
            at = question.target.find(word) if word else -1
            found.append((Rendering(at, at + len(word), 0.9),) if at >= 0 else ())
        return found

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.scored += pairs
        return [float(sum(word in target for word in self.likes)) for _, target in pairs]

    def avoid(self, segments: Sequence[str], phrases: Sequence[str], *, n_best: int = 1) -> list[tuple[Draft, ...]]:
        self.avoided.append(tuple(phrases))
        return [(Draft("He said nothing of it."),) for _ in segments]
