"""Every error a user can meet: a message that begins with the place, a remedy, and the exit code that goes with it."""

from __future__ import annotations


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


class UsageError(BilingualError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class InputError(BilingualError):
    """An article cannot be read."""

    exit_code = 3


class GlossaryError(BilingualError):
    """A glossary cannot be read, or contradicts itself."""

    exit_code = 4


class EngineError(BilingualError):
    """An engine, a model or a font is missing or broken."""

    exit_code = 5


class FindingsError(BilingualError):
    """`--strict`, and there are findings."""

    exit_code = 6


class OutputError(BilingualError):
    """An edition cannot be written."""

    exit_code = 7
