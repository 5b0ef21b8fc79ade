"""Ruby in all its forms → bases, each with its reading."""

from __future__ import annotations

from collections.abc import Callable

from bilingual.reading.html.nodes import HtmlNode

_READING = frozenset(("rt", "rtc"))


def ruby_pairs(node: HtmlNode, text_of: Callable[[HtmlNode | str], str]) -> list[tuple[str, str]]:
    """Return the bases of a ruby element with their readings; a reading may be empty.

    Read: one reading behind each base, all bases before all readings (`rb rb rt rt`), and `rtc`, of which a second one
    is a translation and is left out. `text_of` returns the text of a part.
    """
    found: list[tuple[str, str]] = []
    bases: list[str] = []
    readings: list[str] = []
    containers = 0
    for child in _parts(node):
        if isinstance(child, str) or child.name not in _READING:
            if not (text := text_of(child)):
                continue
            if readings:
                found += _paired(bases, readings)
                bases, readings, containers = [], [], 0
            bases.append(text)
        elif child.name == "rtc":
            containers += 1
            if containers == 1 and not readings:
                inner = [one for one in child.elements if one.name == "rt"]
                readings += [text_of(one) for one in inner] or [text_of(child)]
        else:
            readings.append(text_of(child))
    return [*found, *_paired(bases, readings)]


def _parts(node: HtmlNode) -> list[HtmlNode | str]:
    """Return the parts of a ruby element, with those of elements around several of them in their place."""
    found: list[HtmlNode | str] = []
    for child in node.children:
        if isinstance(child, str):
            found.append(child)
        elif child.name == "rp":
            continue
        elif child.name not in ("ruby", "rt", "rtc", "rb") and any(one.name in _READING for one in child.elements):
            found += child.children
        else:
            found.append(child)
    return found


def _paired(bases: list[str], readings: list[str]) -> list[tuple[str, str]]:
    if len(bases) == len(readings):
        return list(zip(bases, readings, strict=True))
    if len(bases) < 2 or len(readings) < 2:
        return [("".join(bases), "".join(readings))]
    together = min(len(bases), len(readings)) - 1
    rest = ("".join(bases[together:]), "".join(readings[together:]))
    return [*zip(bases[:together], readings[:together], strict=True), rest]
