"""Kinds of arguments that the shell can complete: files, folders, engines; and choices separated by commas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import click

from bilingual.editions.choices import PAGE_SIZES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _Name = click.ParamType[str]
    _Words = click.ParamType[tuple[str, ...]]
else:
    _Name = _Words = click.ParamType  # not generic in earlier versions of click


class FileName(_Name):
    """The name of a file or folder, for completion only: whether it can be read is checked where it is read."""

    name = "path"

    def __init__(self, *, folder: bool = False, words: Callable[[], Iterable[str]] = tuple) -> None:
        """`folder` completes folders only; `words` returns words that may be given instead of a file."""
        self._kind = "dir" if folder else "file"
        self._words = words

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the words that begin with `incomplete`; without one, let the shell complete file names."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(word) for word in self._words() if word.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type=self._kind)]


class ShardName(_Name):
    """A part of a run: its number and the number of parts, as in 3/40."""

    name = "shard"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text, if it names a part."""
        number, _, count = str(value).partition("/")
        if value and not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            self.fail(f"{value!r} is no part of a run: write 3/40 for the third of forty.", param, ctx)
        return str(value)


class PageName(_Name):
    """A page size: a name in any capitalisation, or width and height."""

    name = "page"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the size as themes have it."""
        from bilingual.editions.paper import read_page
        from bilingual.errors import UsageError

        try:
            return read_page(str(value))
        except UsageError as error:
            self.fail(f"{error.message} - {error.remedy}.", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin with what was typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in PAGE_SIZES if name.lower().startswith(incomplete.lower())]


class CommaChoice(_Words):
    """One or more of a few words, separated by commas. Use with `multiple` and the callback `each_once`."""

    name = "words"

    def __init__(self, words: Sequence[str]) -> None:
        self._known = tuple(words)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the words. Fails at the first unknown one."""
        if isinstance(value, tuple):
            return value
        given = tuple(word.strip() for word in str(value).split(","))
        for word in given:
            if word not in self._known:
                self.fail(f"{word!r} is not one of {', '.join(map(repr, self._known))}.", param, ctx)
        return given

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the values whose last word begins with what was typed."""
        from click.shell_completion import CompletionItem

        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(f"{before}{comma}{word}") for word in self._known if word.startswith(last)]


def each_once(ctx: click.Context, param: click.Parameter, values: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return all words of an option that was repeated or had commas, each once, in order."""
    return tuple(dict.fromkeys(word for words in values for word in words))


def engine_names() -> list[str]:
    """Return the names that --engine accepts: the built-in ones and the installed models that are engines."""
    return ["auto", "argos", "firefox", "llm", "server", "echo", *installed_names(engines_only=True)]


def installed_names(*, engines_only: bool = False) -> list[str]:
    """Return the names of the installed models; none if they cannot be listed."""
    from bilingual.errors import BilingualError
    from bilingual.models.store import installed

    try:
        return [model.name for model in installed() if model.is_engine or not engines_only]
    except BilingualError:
        return []


def catalogue_names() -> list[str]:
    """Return the names of the models that can be downloaded."""
    from bilingual.models.catalog import CATALOG

    return [entry.name for entry in CATALOG]


def model_names() -> list[str]:
    """Return the names of the installed models and those of the catalogue, each once."""
    return list(dict.fromkeys((*installed_names(), *catalogue_names())))
