"""Web and e-mail addresses in running text: where they are, and the links that they become."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from bilingual.languages.japanese.addresses import find_addresses
from bilingual.model import Mark

_OUTSIDE = re.compile(r"(?:https?|ftp)://[^\s/]|(?:mailto|tel):\S", re.IGNORECASE)


def link_addresses(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks, and a link on each address that is neither code nor part of a link."""
    taken = sorted((mark.end, mark.start) for mark in marks if mark.kind in ("code", "link"))
    links = []
    for start, end in find_addresses(text):
        at = bisect_right(taken, (start, len(text)))
        if at == len(taken) or taken[at][1] >= end:
            links.append(Mark("link", start, end, _target(text[start:end])))
    return [*marks, *links]


def leads_outside(address: str) -> bool:
    """True when the address of a link is one of the web, of mail or of a telephone, and not a place in the document."""
    return _OUTSIDE.match(address) is not None


def is_address(line: str) -> bool:
    """True when a line is one address and nothing else."""
    line = line.strip(" \t\u3000")
    return bool(line) and next(find_addresses(f"{line} "), (0, 0)) == (0, len(line))


def begins_with_address(line: str) -> bool:
    """True when the first word of a line is an address."""
    return next(find_addresses(line), (-1, 0))[0] == 0


def ends_in_address(line: str) -> bool:
    """True when the last word of a line is an address."""
    line = line.rstrip(" \t\u3000")
    return any(end == len(line) for _, end in find_addresses(f"{line} "))


def _target(address: str) -> str:
    if address.startswith("www."):
        return f"https://{address}"
    return address if ":" in address.split("@")[0] or "@" not in address else f"mailto:{address}"
