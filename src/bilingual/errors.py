"""Every error a user can meet: a message that begins with the place, a remedy, and the exit code that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class BilingualError(Exception):
    """The base: something the user can mend. `str()` is one line: place, fault, remedy."""

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
        """Return what to print, a line for each fault."""
        return (str(self),)


class UsageError(BilingualError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class InputError(BilingualError):
    """An article cannot be read."""

    exit_code = 3


class GlossaryError(BilingualError):
    """A glossary cannot be read, or contradicts itself."""

    exit_code = 4
    more = 0
    """Faults that are not told one by one."""

    @property
    def faults(self) -> tuple[GlossaryError, ...]:
        """Return the faults one by one."""
        return (self,)


class FaultsError(GlossaryError):
    """A file with several faults: people mend a list line by line, not run by run. `str()` has a line for each."""

    def __init__(self, faults: Iterable[GlossaryError], more: int = 0) -> None:
        self._faults = tuple(faults)
        self.more = more
        first = self._faults[0]
        super().__init__(first.message, place=first.place, remedy=first.remedy)

    @property
    def faults(self) -> tuple[GlossaryError, ...]:
        """Return the faults that are told one by one."""
        return self._faults

    @property
    def lines(self) -> tuple[str, ...]:
        """Return a line for each fault."""
        rest = [f"and {self.more} more like these"] if self.more else []
        return (*map(str, self._faults), *rest)

    def __str__(self) -> str:
        return "\n".join(self.lines)


class EngineError(BilingualError):
    """An engine, a model or a font is missing or broken."""

    exit_code = 5


class FindingsError(BilingualError):
    """`--strict`, and there are findings."""

    exit_code = 6


class OutputError(BilingualError):
    """An edition cannot be written."""

    exit_code = 7
