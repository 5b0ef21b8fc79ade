"""Shared by the XML and HTML writers: valid text, escaped text, elements, and safe link addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import quote, urlsplit, urlunsplit

# XML 1.0, production [2] Char. With any other character Word rejects the whole file.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e]")

_LONGEST_ADDRESS = 2000  # characters; Word rejects addresses above 2083
_RESERVED = "%:/?#@!$&'()*+,;=~"  # RFC 3986, without the brackets: only an IPv6 host may contain them
_HOST = re.compile("[A-Za-z0-9._-]+")
_MAILBOX = re.compile("[^@\\s<>,;:]+@[A-Za-z0-9._-]+")


def legal(text: str) -> str:
    """Return the text with every break as a line feed, and U+FFFD for each character that XML forbids.

    Line and page separators of old word processors (vertical tab, form feed) count as breaks.
    """
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub("\n", text))


def content(text: str) -> str:
    """Return text escaped for the content of an element."""
    return escape(legal(text), quote=False)


def element(name: str, attributes: Mapping[str, str], *children: str) -> str:
    """Return an element. Attribute values are escaped here; children are markup."""
    return f"<{name}{_attributes(attributes)}>{''.join(children)}</{name}>"


def empty(name: str, attributes: Mapping[str, str] | None = None) -> str:
    """Return an element that has no content (`<w:br/>`, `<img/>`)."""
    return f"<{name}{_attributes(attributes or {})}/>"


def address(link: str) -> str:
    """Return a link as a plain-ASCII URI, or an empty string when it must not become a link.

    Only http, https and mailto are allowed (RFC 3986), with a plain host or mailbox: Word reports the whole file as
    damaged when .NET's `Uri` rejects a target.
    """
    try:
        parts = urlsplit(link.strip())
        port = f":{parts.port}" if parts.port is not None else ""
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return ""
    if parts.scheme == "mailto" and _MAILBOX.fullmatch(parts.path):
        parts = parts._replace(netloc="")
    elif parts.scheme in ("http", "https") and _HOST.fullmatch(host):
        user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        parts = parts._replace(netloc=f"{user}{host}{port}")
    else:
        return ""
    uri = quote(re.sub("%(?![0-9A-Fa-f]{2})", "%25", legal(urlunsplit(parts))), safe=_RESERVED)
    return uri if len(uri) <= _LONGEST_ADDRESS else ""


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(legal(value))}"' for name, value in attributes.items())
