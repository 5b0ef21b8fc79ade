"""What a check reports; the registry makes a finding of it."""

from __future__ import annotations

from typing import NamedTuple


class Report(NamedTuple):
    """One fault of a unit."""

    code: str
    """A key of `checks.registry.CODES`."""
    message: str
    certain: bool = True
    """False where a good translation may look the same."""
