"""The errors that users see: each has a message, the place it is about, a remedy and an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class BilingualError(Exception):
    """Base class: an error that the user can fix. `str()` is one line: place, message, remedy."""

    exit_code = 1

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        self.message = message
        self.place = place
        self.remedy = remedy
        super().__init__(message)

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} - {self.remedy}" if self.remedy else text

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines to print, one per error."""
        return (str(self),)


def unexpected(error: Exception, *, place: str = "") -> BilingualError:
    """Return the error that reports a bug in bilingual."""
    return BilingualError(
        f"unexpected {type(error).__name__}: {error}",
        place=place,
        remedy="this is a bug in bilingual; BILINGUAL_DEBUG=1 shows the traceback, please report it",
    )


class UsageError(BilingualError):
    """The options or arguments are invalid."""

    exit_code = 2


class InputError(BilingualError):
    """An article cannot be read."""

    exit_code = 3


class OwnEditionError(InputError):
    """The file is no article, but an edition that bilingual made of one."""

    def __init__(self, place: str, remedy: str = "name the article that it was made from") -> None:
        super().__init__("is an edition that bilingual made", place=place, remedy=remedy)


class ExchangeError(BilingualError):
    """A file of a translation tool cannot be read."""

    exit_code = 3


class GlossaryError(BilingualError):
    """A glossary cannot be read, or contradicts itself."""

    exit_code = 4
    more = 0
    """Number of errors that are not reported one by one."""

    @property
    def faults(self) -> tuple[GlossaryError, ...]:
        """Return the errors one by one."""
        return (self,)


class FaultsError(GlossaryError):
    """Several errors in one file, so that they can be fixed in one pass. `str()` has one line per error."""

    def __init__(self, faults: Iterable[GlossaryError], more: int = 0) -> None:
        self._faults = tuple(faults)
        self.more = more
        first = self._faults[0]
        super().__init__(first.message, place=first.place, remedy=first.remedy)

    @property
    def faults(self) -> tuple[GlossaryError, ...]:
        """Return the errors that are reported one by one."""
        return self._faults

    @property
    def lines(self) -> tuple[str, ...]:
        """Return one line per error."""
        rest = [f"and {self.more} more like these"] if self.more else []
        return (*map(str, self._faults), *rest)

    def __str__(self) -> str:
        return "\n".join(self.lines)


class EngineError(BilingualError):
    """An engine, a model or a font is missing or broken."""

    exit_code = 5


class FindingsError(BilingualError):
    """There are findings, and `--strict` or `--fail-on` was given."""

    exit_code = 6


class OutputError(BilingualError):
    """An edition or another file cannot be written."""

    exit_code = 7


class MemoryFileError(BilingualError):
    """The project memory cannot be used."""

    exit_code = 8
