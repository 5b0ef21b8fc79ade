"""A page saved as one file (.mht, .mhtml): its HTML and its pictures, which are the parts of a message."""

from __future__ import annotations

import email
import posixpath
import re
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from urllib.parse import unquote, urljoin, urlsplit

from bilingual.errors import InputError

_MOST_PARTS = 5000
_REMEDY = "open it in a browser, and save the complete page"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The HTML of a saved page, and its other parts."""

    data: bytes
    charset: str = ""
    address: str = ""
    """Where the page was, as the file says."""
    parts: dict[str, bytes] = field(default_factory=dict)
    """The bytes of pictures, by address and by `cid:` with content id."""

    def picture(self, address: str) -> tuple[str, bytes] | None:
        """Return the name and bytes of a picture; None if the file has none for an address."""
        for key in (address, unquote(address), _joined(self.address, address)):
            if key in self.parts:
                name = posixpath.basename(urlsplit_path(key)) or "picture"
                return name, self.parts[key]
        return None


def is_mhtml(data: bytes) -> bool:
    """Return whether bytes are a page in a message."""
    head = data[:8000].lstrip()
    return bool(
        re.match(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]", head)
        and re.search(rb"^content-type:\s*(?:multipart/|text/html)", head, re.IGNORECASE | re.MULTILINE)
    )


def read_mhtml(data: bytes, place: str) -> SavedPage:
    """Return the page in a message. Raises `InputError` if there is none."""
    try:
        return _read(data, place)
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError, AssertionError) as error:
        raise InputError("is damaged: its parts cannot be read", place=place, remedy=_REMEDY) from error


def _read(data: bytes, place: str) -> SavedPage:
    if len(re.findall(rb"^--", data, re.MULTILINE)) > _MOST_PARTS * 2:
        raise InputError(f"has more than {_MOST_PARTS:,} parts", place=place, remedy=_REMEDY)
    message = email.message_from_bytes(data)
    page: Message | None = None
    parts: dict[str, bytes] = {}
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if page is None and kind in ("text/html", "application/xhtml+xml"):
            page = part
        elif kind.startswith("image/") or kind == "application/octet-stream":
            body = _body(part)
            location, number = _header(part, "Content-Location"), _header(part, "Content-ID")
            if location:
                parts.setdefault(location, body)
            if number:
                parts.setdefault(f"cid:{number.strip('<>')}", body)
    if page is None:
        raise InputError("has no web page in it", place=place, remedy=_REMEDY)
    address = _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    return SavedPage(_body(page), page.get_content_charset() or "", address, parts)


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _header(part: Message, name: str) -> str:
    return "".join(str(part.get(name, "")).split())[:4000]


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def urlsplit_path(address: str) -> str:
    """Return the path of an address, as it is shown."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""
