"""Who may talk to the server: the browser that opened the printed address, from this machine, from this page."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ENTRANCE = "/enter/"


@dataclass(frozen=True, slots=True)
class Access:
    """The secrets of a run of the server."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    """In the address that is printed."""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    """In the cookie."""

    @property
    def origin(self) -> str:
        """Return the origin of the page."""
        return f"http://{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """Return the address to open."""
        return f"{self.origin}{_ENTRANCE}{self.token}"

    @property
    def cookie(self) -> str:
        """Return the name of the cookie; all ports of a host share cookies, so it names the port."""
        return f"bilingual-review-{self.port}"

    def admits(self, token: str) -> bool:
        """Return whether this is the token."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())


class Guard:
    """An ASGI application in front of another: it refuses requests from elsewhere, and sets the headers of answers."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        reason = self._refusal(scope)
        answer = PlainTextResponse(f"{reason}\n", 403) if reason else self._app
        await answer(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is refused; empty if it is not."""
        headers = Headers(scope=scope)
        # Another site may have a name that leads to this machine: only the address itself is accepted.
        if headers.getlist("host") != [self._access.origin.removeprefix("http://")]:
            return "The address must begin with the one that `bilingual review` printed."
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return "Requests of other sites are refused."
        reads = scope["method"] in ("GET", "HEAD")
        if headers.get("origin", self._access.origin if reads else "") != self._access.origin:
            return "Requests of other sites are refused."
        if scope["path"].startswith(_ENTRANCE) and reads:
            return ""
        if not self._has_cookie(headers.getlist("cookie")):
            return "Open the address that `bilingual review` printed when it was started."
        return ""

    def _has_cookie(self, lines: list[str]) -> bool:
        for line in lines:
            try:
                found = SimpleCookie(line).get(self._access.cookie)
            except CookieError:
                continue
            if found and hmac.compare_digest(found.value.encode("utf-8", "replace"), self._access.secret.encode()):
                return True
        return False
