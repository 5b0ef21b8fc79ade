"""Formulas (OMML) as a line of text: a/b, x^2, √(x)."""

from __future__ import annotations

from typing import Any

from bilingual.reading.docx.elements import M

_NAMES = frozenset(f"{M}{name}" for name in ("num", "den", "e", "sup", "sub", "deg", "lim", "fName"))


def linear_formula(formula: Any) -> str:
    """Return the text of a formula on one line."""
    shown = _linear(formula)
    return " ".join(shown.split())


def _linear(element: Any) -> str:
    tag = element.tag
    if tag == f"{M}t":
        return element.text or ""
    if tag in (f"{M}rPr", f"{M}ctrlPr"):
        return ""
    inner = [(child.tag, _linear(child)) for child in element]
    parts = {name: text for name, text in inner if name in _NAMES}
    base = "".join(text for name, text in inner if name == f"{M}e")
    if tag == f"{M}f":
        return f"{_grouped(parts.get(f'{M}num', ''))}/{_grouped(parts.get(f'{M}den', ''))}"
    if tag in (f"{M}sSup", f"{M}sSub", f"{M}sSubSup"):
        low, high = parts.get(f"{M}sub", ""), parts.get(f"{M}sup", "")
        return base + (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "")
    if tag == f"{M}rad":
        return f"√{_grouped(base)}"
    if tag == f"{M}d":
        return f"({base})"
    return "".join(text for _, text in inner)


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"
