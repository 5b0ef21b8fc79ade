"""Engines for tests: they say what a test tells them to, and remember what they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bilingual.engines.base import Draft, Drafts, OnDraft, Question, Rendering, Request, Traits


class ScriptedEngine:
    """Answer every segment by a function of (segment, attempt); count the questions."""

    name = "scripted"
    signature = "engine:scripted-1"

    def __init__(self, answer: Callable[[str, int], Sequence[str]], *, samples: bool = False) -> None:
        self.answer = answer
        self.traits = Traits(samples=samples)
        self.asked: list[tuple[str, int]] = []
        self.calls = 0

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        self.calls += 1
        drafts: list[Drafts] = []
        for index, request in enumerate(requests):
            drafts.append(self.drafts(request))
            if on_draft:
                on_draft(index, drafts[-1])
        return drafts

    def drafts(self, request: Request) -> Drafts:
        self.asked.append((request.segment, request.attempt))
        texts = self.answer(request.segment, request.attempt)[: request.n_best]
        return tuple(Draft(text, -float(rank)) for rank, text in enumerate(texts))


class DyingEngine(ScriptedEngine):
    """Die after a number of segments, as a killed run does."""

    def __init__(self, answer: Callable[[str, int], Sequence[str]], *, after: int) -> None:
        super().__init__(answer)
        self.after = after

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        def counted(index: int, drafts: Drafts) -> None:
            if on_draft:
                on_draft(index, drafts)
            self.after -= 1
            if self.after <= 0:
                raise KeyboardInterrupt

        return super().translate(requests, on_draft=counted)


class ScriptedTransparentEngine(ScriptedEngine):
    """Besides, say where the words of a target come from, and how likely a target is.

    `words` maps Japanese to the English that the engine says for it; `likes` are words that make a target likelier.
    """

    def __init__(
        self, answer: Callable[[str, int], Sequence[str]], *, words: dict[str, str], likes: Sequence[str] = ()
    ) -> None:
        super().__init__(answer)
        self.traits = Traits(form="plain", explains=True, uses=frozenset({"avoid"}))
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

    def drafts(self, request: Request) -> Drafts:
        if not request.avoid:
            return super().drafts(request)
        self.avoided.append(request.avoid)
        return (Draft("He said nothing of it."),)
