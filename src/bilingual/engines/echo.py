"""A test engine, to try layouts without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.engines.base import Draft, Drafts, OnDraft, Request, Traits


@dataclass(frozen=True)
class EchoEngine:
    """Returns every segment unchanged, in angle quotes, as its draft."""

    name = "echo"
    signature = "engine:echo-1"
    traits = Traits()

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        """Return every segment as its own draft."""
        drafts: list[Drafts] = []
        for index, request in enumerate(requests):
            drafts.append((Draft(f"‹{request.segment}›"),))
            if on_draft:
                on_draft(index, drafts[-1])
        return drafts
