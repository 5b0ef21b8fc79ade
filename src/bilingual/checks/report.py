"""What a check reports; the registry turns it into a finding."""

from __future__ import annotations

from typing import NamedTuple


class Report(NamedTuple):
    """One problem in a unit."""

    code: str
    """A key of `checks.registry.CODES`."""
    message: str
    certain: bool = True
    """False where a correct translation may look the same."""
