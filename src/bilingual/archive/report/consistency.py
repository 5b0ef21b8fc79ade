"""How each term was rendered over all articles, which rendering is the house's, and which articles break it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bilingual.archive.model import TermResult

Manner = Literal["used", "missing", "in brackets", "other target"]


@dataclass(frozen=True, slots=True)
class UsageLine:
    """One way in which a term was rendered, or was not."""

    manner: Manner
    rendering: str
    """The English used, or the other target; empty for a term that is missing or in brackets."""
    places: int
    """0 for another target: its places are counted by their renderings."""
    articles: tuple[str, ...]
    """The names of the articles, sorted."""
    is_house: bool = False


@dataclass(frozen=True, slots=True)
class TermUsage:
    """A term over all articles."""

    source: str
    house: str
    """The English that the house uses: the target of all glossaries, else the rendering used most."""
    lines: tuple[UsageLine, ...]
    """The house's rendering first, even if no article has it; then the others, the most used first."""
    places: int
    articles: int
    broken: tuple[str, ...]
    """Articles in which it is missing or in brackets, or whose glossary has another target; sorted."""
    varied: tuple[str, ...]
    """Other articles that use another rendering: a form that the glossary admits; sorted."""

    @property
    def is_kept(self) -> bool:
        """Return whether every article follows the house's usage."""
        return not self.broken and not self.varied


@dataclass(slots=True)
class _Count:
    """Places, and the articles that have them, each once."""

    places: int = 0
    articles: list[str] = field(default_factory=list)

    def add(self, article: str, places: int) -> None:
        self.places += places
        # All rows of an article come together.
        if not self.articles or self.articles[-1] != article:
            self.articles.append(article)


@dataclass(slots=True)
class _Counts:
    """What is counted of one term."""

    used: dict[str, _Count] = field(default_factory=dict)
    targets: dict[str, _Count] = field(default_factory=dict)
    missing: _Count = field(default_factory=_Count)
    brackets: _Count = field(default_factory=_Count)

    def add(self, article: str, row: TermResult) -> None:
        self.targets.setdefault(row.target, _Count()).add(article, 0)
        for text, places in row.renderings:
            self.used.setdefault(text, _Count()).add(article, places)
        if row.missing:
            self.missing.add(article, row.missing)
        if row.forced:
            self.brackets.add(article, row.forced)


@dataclass(slots=True)
class TermTally:
    """Counts the terms of one article after another; it keeps names of articles, not their rows."""

    _terms: dict[tuple[str, str], _Counts] = field(default_factory=dict)

    def add(self, article: str, rows: Iterable[TermResult]) -> None:
        """Count the terms of an article. No article is added twice."""
        for row in rows:
            # What fills the slot of a pattern is part of the term: {name}氏 has as many targets as there are names.
            key = (row.source, row.target if "{" in row.source else "")
            self._terms.setdefault(key, _Counts()).add(article, row)

    def terms(self) -> tuple[TermUsage, ...]:
        """Return every term: those broken in most articles first, then those with most variation, then the others."""
        found = [_usage(source, counts) for (source, _), counts in self._terms.items()]
        return tuple(
            sorted(
                found, key=lambda term: (-len(term.broken), -len(term.varied), -term.places, term.source, term.house)
            )
        )


def _rank(term: TermUsage) -> tuple[int, int, int, str, str]:
    return -len(term.broken), -len(term.varied), -term.places, term.source, term.house


def _usage(source: str, counts: _Counts) -> TermUsage:
    house = _house(counts)
    lines = tuple(_lines(house, counts))
    broken = {name for line in lines if line.manner != "used" for name in line.articles}
    other = {name for line in lines if line.manner == "used" and not line.is_house for name in line.articles}
    return TermUsage(
        source=source,
        house=house,
        lines=lines,
        places=sum(count.places for count in counts.used.values()) + counts.missing.places,
        articles=len({name for count in counts.targets.values() for name in count.articles}),
        broken=tuple(sorted(broken)),
        varied=tuple(sorted(other - broken)),
    )


def _house(counts: _Counts) -> str:
    """Return the house's rendering; of several as good ones the first in the order of the alphabet."""
    if len(counts.targets) == 1:
        return next(iter(counts.targets))
    choice = counts.used or counts.targets
    return min(choice, key=lambda text: (-choice[text].places, -len(choice[text].articles), text))


def _lines(house: str, counts: _Counts) -> Iterator[UsageLine]:
    yield _line("used", house, counts.used.get(house, _Count()), is_house=True)
    for text in sorted(counts.used, key=lambda text: (-counts.used[text].places, text)):
        if text != house:
            yield _line("used", text, counts.used[text])
    for text in sorted(counts.targets):
        if text != house:
            yield _line("other target", text, counts.targets[text])
    if counts.missing.articles:
        yield _line("missing", "", counts.missing)
    if counts.brackets.articles:
        yield _line("in brackets", "", counts.brackets)


def _line(manner: Manner, rendering: str, count: _Count, *, is_house: bool = False) -> UsageLine:
    return UsageLine(manner, rendering, count.places, tuple(sorted(count.articles)), is_house)
