"""Matches drawn into their text, for case files."""

from __future__ import annotations

from bilingual.model import TermMatch


def drawn(text: str, matches: list[TermMatch]) -> str:
    """Return the text with its matches as [Japanese|English≠forbidden], protected ones as {address}."""
    out, at = "", 0
    for match in sorted(matches, key=lambda match: match.start):
        never = f"≠{', '.join(match.forbidden)}" if match.forbidden else ""
        shown = f"{{{match.source}}}" if match.kind == "protected" else f"[{match.source}|{match.target}{never}]"
        out += text[at : match.start] + shown
        at = match.end
    return out + text[at:]
