"""Shared by the XML and HTML writers: valid text, and safe link addresses."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

# All but XML 1.0, production [2] Char: with one of these Word rejects the whole file.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e]")

_LONGEST_ADDRESS = 2000  # characters; Word rejects addresses above 2083
_BRIEF = 30  # characters of an address in the text: less than a line of a narrow column
_RESERVED = "%:/?#@!$&'()*+,;=~"  # RFC 3986, without the brackets: only an IPv6 host may contain them
_HOST = re.compile("[A-Za-z0-9._-]+")
_MAILBOX = re.compile("[^@\\s<>,;:]+@[A-Za-z0-9._-]+")


def legal(text: str) -> str:
    """Return the text with every break as a line feed, and U+FFFD for each character that XML forbids.

    Line and page separators of old word processors (vertical tab, form feed) count as breaks.
    """
    if text.isprintable():  # nearly all text is, and there is much of it
        return text
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub("\n", text))


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


def brief_address(link: str) -> str:
    """Return what is printed of a link, for readers of paper: host and path if they are short, else the host alone.

    A mailbox is printed whole. Empty when it must not become a link.
    """
    if not address(link):
        return ""
    parts = urlsplit(legal(link.strip()))
    if parts.scheme == "mailto":
        return parts.path
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    whole = host + parts.path.rstrip("/")
    return whole if len(whole) <= _BRIEF and not parts.query and not re.search(r"\s", whole) else host
