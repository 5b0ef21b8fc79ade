"""Cells that a spreadsheet would run as formulas: disarmed when written, as they were when read."""

from __future__ import annotations

import re

# A spreadsheet runs a cell that begins with one of these as a formula; Japanese Excel also for full-width signs.
_FORMULA = re.compile(r"['\s]*[=+\-@\t\r＝＋－＠]")
_DISARMED = re.compile(r"'['\s]*[=+\-@\t\r＝＋－＠]")


def disarmed(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe goes before a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def armed(cell: str) -> str:
    """Return the cell without the apostrophe of `disarmed`."""
    return cell[1:] if _DISARMED.match(cell) else cell
