"""What a reader left out, in words: `left out: 2 headers (「市報みどり」), a footer`."""

from __future__ import annotations

from dataclasses import dataclass, field

_SHOWN = 24
"""Characters of a text that are shown."""
_TEXTS = 3
"""Texts of one kind that are shown."""


@dataclass(slots=True)
class LeftOut:
    """Counts what is left out, by kind, and keeps some of its text."""

    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _texts: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    def add(self, one: str, several: str, text: str = "") -> None:
        """Count one that is left out: `a header`, `headers`, and its text."""
        key = (one, several)
        self._counts[key] = self._counts.get(key, 0) + 1
        shown = " ".join(text.split())
        if any(character.isalpha() for character in shown) and len(self._texts.get(key, ())) < _TEXTS:
            self._texts.setdefault(key, {})[shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"] = None

    @property
    def notices(self) -> tuple[str, ...]:
        """Return one sentence about all that was left out; none if nothing was."""
        parts = []
        for (one, several), count in self._counts.items():
            quoted = ", ".join(f"「{text}」" for text in self._texts.get((one, several), ()))
            number = one if count == 1 else f"{count:,} {several}"
            parts.append(f"{number} ({quoted})" if quoted else number)
        return (f"left out: {', '.join(parts)}",) if parts else ()
