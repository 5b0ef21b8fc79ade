"""Where the links of a page lead."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, urldefrag, urljoin

from bilingual.reading.addresses import leads_outside
from bilingual.reading.html.nodes import HtmlNode

_LONGEST = 2000
_ANY_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def external_address(address: str, base: str) -> str:
    """Return the address of a link as one outside the page; empty if it leads to the page itself, or nowhere.

    `base` is the page's own address, empty if it is not known: then only whole addresses lead anywhere.
    """
    address = "".join(address.split("\n")).strip()
    if len(address) > _LONGEST or not address or address.startswith("#"):
        return ""
    if leads_outside(address):
        return "" if base and urldefrag(address)[0] == urldefrag(base)[0] and "#" in address else address
    if _ANY_SCHEME.match(address) or (not base and not address.startswith("//")):
        return ""
    try:
        found = urljoin(base or "https:", address)
        same = urldefrag(found)[0] == urldefrag(base)[0]
    except ValueError:
        return ""
    return found if leads_outside(found) and not same else ""


def make_local(root: HtmlNode, addresses: Collection[str]) -> None:
    """Write links to places within the page as such (`#note`): browsers save them with the page's whole address."""
    own = {urldefrag(address)[0] for address in addresses if address}
    for node in root.inside():
        address = node.get("href") if node.name == "a" else ""
        page, mark, place = address.partition("#")
        if mark and page and page in own:
            node.attributes["href"] = f"#{unquote(place)}"


def web_address(address: str) -> str:
    """Return an address if it is one of the web, else nothing."""
    address = address.strip()
    return address if len(address) <= _LONGEST and re.match(r"https?://[^\s/]", address) else ""
