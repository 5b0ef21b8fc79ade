"""What is said about articles - why they failed, how they were read -, each message once with its articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilingual.archive.report.lines import ArticleLine

_MOST_NAMES = 20
_MOST_GROUPS = 200
_BETWEEN = " - "
"""Between message and remedy, as `errors` writes them."""


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """A message and the articles it is about."""

    message: str
    remedy: str
    names: tuple[str, ...]
    """The first articles, sorted."""
    articles: int

    @property
    def more(self) -> int:
        """Return how many articles are not named."""
        return self.articles - len(self.names)


def failures_of(lines: Iterable[ArticleLine]) -> list[MessageGroup]:
    """Return why articles failed."""
    return _groups((line.error or "no reason is known", line.name) for line in lines if not line.is_done)


def notices_of(lines: Iterable[ArticleLine]) -> list[MessageGroup]:
    """Return what to know about how files were read. A notice has no remedy."""
    groups = _groups((notice, line.name) for line in lines for notice in dict.fromkeys(line.notices))
    return [
        MessageGroup(_BETWEEN.join(filter(None, (group.message, group.remedy))), "", group.names, group.articles)
        for group in groups
    ]


def _groups(said: Iterable[tuple[str, str]]) -> list[MessageGroup]:
    """Return the messages, those about most articles first; no more than a page should have."""
    found: dict[str, list[str]] = {}
    for message, name in said:
        found.setdefault(message, []).append(name)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:_MOST_GROUPS]
    return [_group(message, sorted(names)) for message, names in ranked]


def _group(message: str, names: Sequence[str]) -> MessageGroup:
    reason, _, remedy = message.rpartition(_BETWEEN)
    return MessageGroup(reason or remedy, remedy if reason else "", tuple(names[:_MOST_NAMES]), len(names))
