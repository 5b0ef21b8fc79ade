"""Find the addresses that must not be translated: URLs and e-mail addresses."""

from __future__ import annotations

from bilingual.languages.japanese.addresses import find_addresses
from bilingual.model import TermMatch


def find_protected(text: str) -> list[TermMatch]:
    """Return the URLs and e-mail addresses in `text`; their target is the text itself."""
    return [
        TermMatch(text[start:end], text[start:end], start, end, kind="protected") for start, end in find_addresses(text)
    ]
