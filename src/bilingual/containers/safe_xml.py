"""Parse untrusted XML with lxml: no entities, no network, bounded depth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bilingual.errors import InputError

_DEEPEST = 200
"""Nesting of XML elements: half of what the recursion of a reader can follow."""


def parse_untrusted(
    data: bytes, name: str, refuse: Callable[[str], InputError], *, doctype: bool = False, lenient: bool = False
) -> Any:
    """Return the root element of XML in `data`; with `lenient`, what is wrong in it is repaired as far as possible.

    A document type declaration is an error unless `doctype` is true. Raises what `refuse` returns for a message that
    begins with the name of the part: for XML that is invalid, too deep, or declares entities.
    """
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True, recover=lenient,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refuse(f"{name} is damaged ({_first_line(error)})") from error
    if root is None:
        raise refuse(f"{name} is damaged")
    info = root.getroottree().docinfo
    if info.doctype and not doctype:
        raise refuse(f"{name} has a document type declaration")
    if info.internalDTD is not None and any(True for _ in info.internalDTD.iterentities()):
        raise refuse(f"{name} declares entities")
    if _depth(root) > _DEEPEST:
        raise refuse(f"{name} is nested more than {_DEEPEST} deep")
    return root


def _first_line(error: Exception) -> str:
    text = (str(error).splitlines() or ["?"])[0][:80]
    return "".join(character if character.isprintable() else "?" for character in text)


def _depth(root: Any) -> int:
    """Return the nesting depth of a tree."""
    from lxml import etree

    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
