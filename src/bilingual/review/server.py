"""The local server of the review page: its routes, and how it is run."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.responses import StreamingResponse as Stream
from starlette.routing import Route
from starlette.types import ASGIApp

from bilingual.errors import BilingualError, UsageError
from bilingual.keys import key_of
from bilingual.review import bodies
from bilingual.review.actions import Actions, ChangedElsewhereError, RefusedError, plain_target
from bilingual.review.bodies import BadRequestError
from bilingual.review.difference import differing
from bilingual.review.fonts import Fonts
from bilingual.review.guard import HOST, Access, Guard
from bilingual.review.lookup import WordLookup
from bilingual.review.offers import Offers
from bilingual.review.page import page_of
from bilingual.review.wording import language_of
from bilingual.review.workspace import News, Workspace

log = logging.getLogger(__name__)

_STATIC = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_NAME = re.compile(r"[a-z]+\.(?:js|css|svg)")
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
_EDITIONS = {".pdf": "application/pdf", ".html": "text/html; charset=utf-8", ".json": "application/json"}
_SANDBOX = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "font-src data:; frame-ancestors 'none'"
)
"""For HTML editions: they have everything in themselves, and their origin is none, so the page is out of reach."""
_TICK = 0.2
"""Seconds between two looks for news."""
_WATCH = 1.0
"""Seconds between two looks for changes by other programs."""
_ALIVE = 15.0
_PATIENCE = 3.0
"""Seconds that requests have to end."""
_FIRST_PORT, _PORTS = 49152, 16384


def app(workspace: Workspace, access: Access, *, closing: Callable[[], bool] = lambda: False) -> ASGIApp:
    """Return the application for a workspace. Event streams end when `closing` returns true."""
    pages = _Pages(workspace, access, closing)
    routes = [
        Route("/enter/{token}", pages.enter),
        Route("/", pages.page),
        Route("/favicon.ico", pages.icon),
        Route("/static/{name}", pages.static),
        Route("/fonts.css", pages.font_sheet),
        Route("/fonts/{key}", pages.font),
        Route("/state", pages.state),
        Route("/events", pages.events),
        Route("/offers/{unit}", pages.offers),
        Route("/words/{unit}", pages.words),
        Route("/pictures/{number:int}", pages.picture),
        Route("/editions/{number:int}/{name}", pages.edition),
        *(Route(f"/{name}", pages.act, methods=["POST"], name=name) for name in _ACTIONS),
    ]
    handlers = dict.fromkeys((BadRequestError, RefusedError, BilingualError), _refused)
    return Guard(Starlette(routes=routes, exception_handlers=handlers), access)


class _Pages:
    """The answers of the server."""

    def __init__(self, workspace: Workspace, access: Access, closing: Callable[[], bool]) -> None:
        self._workspace, self._access, self._closing = workspace, access, closing
        self._actions = Actions(workspace)
        self._actions.start_undo_label()
        self._offers = Offers(workspace)
        self._lookup = WordLookup(workspace)
        self._fonts = Fonts(workspace)
        self._rendering = threading.Lock()

    async def enter(self, request: Request) -> Response:
        """Exchange the token of the printed address for a cookie."""
        if not self._access.admits(request.path_params["token"]):
            return PlainTextResponse("This address is of an earlier run: open the one that was printed last.\n", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._access.cookie, self._access.secret, httponly=True, samesite="strict", path="/")
        return answer

    async def page(self, request: Request) -> Response:
        """Return the page, of the article as it is on the disk now."""
        name = f"{self._access.cookie}-language"
        chosen = request.query_params.get("language", "")
        language = language_of(request.headers.get("accept-language", ""), chosen or request.cookies.get(name, ""))
        await run_in_threadpool(self._workspace.open_if_changed)
        await run_in_threadpool(self._workspace.watch)
        answer = Response(
            await run_in_threadpool(page_of, self._workspace, language, self._lookup.credit), media_type="text/html"
        )
        if chosen:
            answer = RedirectResponse("/", 303)
            answer.set_cookie(name, language, httponly=True, samesite="strict", path="/", max_age=31_536_000)
        return answer

    async def icon(self, _: Request) -> Response:
        """Return the icon."""
        return _static("icon.svg")

    async def static(self, request: Request) -> Response:
        """Return a file of the page."""
        return _static(request.path_params["name"])

    async def font_sheet(self, _: Request) -> Response:
        """Return the style sheet of the fonts."""
        return Response(await run_in_threadpool(self._fonts.sheet), media_type="text/css")

    async def font(self, request: Request) -> Response:
        """Return a font; its address is another one when the article has other characters."""
        data = await run_in_threadpool(self._fonts.font, request.path_params["key"])
        if data is None:
            return PlainTextResponse("not found\n", 404)
        return Response(data, media_type="font/otf", headers={"Cache-Control": "private, max-age=3600"})

    async def state(self, _: Request) -> Response:
        """Return everything that the page shows."""
        return JSONResponse(news_value(await run_in_threadpool(self._workspace.news, -1), self._workspace.boot))

    async def offers(self, request: Request) -> Response:
        """Return the other targets that a unit could have."""
        found = await run_in_threadpool(self._offers.of, request.path_params["unit"])
        return JSONResponse([asdict(one) for one in found])

    async def words(self, request: Request) -> Response:
        """Return the words of a unit's source, as the dictionary has them."""
        found = await run_in_threadpool(self._lookup.of, request.path_params["unit"])
        return JSONResponse([asdict(one) for one in found])

    async def picture(self, request: Request) -> Response:
        """Return an image of the article."""
        number, assets = request.path_params["number"], self._workspace.article.assets
        if number >= len(assets):
            return PlainTextResponse("not found\n", 404)
        data = assets[number][1].data
        kind = next((kind for start, kind in _PICTURES.items() if data.startswith(start)), "")
        return Response(data, media_type=kind) if kind else PlainTextResponse("not found\n", 404)

    async def edition(self, request: Request) -> Response:
        """Return an edition that was made here."""
        files_now, number = self._workspace.editions.files, request.path_params["number"]
        if number >= len(files_now) or files_now[number].name != request.path_params["name"]:
            return PlainTextResponse("not found\n", 404)
        file = files_now[number]
        if not file.is_file():
            return PlainTextResponse("not found\n", 404)
        kind = _EDITIONS.get(file.suffix, "application/octet-stream")
        inline = file.suffix in (".pdf", ".html")
        policy = {"Content-Security-Policy": "frame-ancestors 'none'"}
        if file.suffix == ".html":
            policy = {"Content-Security-Policy": _SANDBOX, "Cross-Origin-Opener-Policy": "unsafe-none"}
        return FileResponse(
            file,
            media_type=kind,
            filename=file.name,
            headers=policy,
            content_disposition_type="inline" if inline else "attachment",
        )

    async def events(self, request: Request) -> Response:
        """Send what changes, as it changes."""
        given = request.headers.get("last-event-id", "") or request.query_params.get("since", "")
        boot, _, version = given[:40].partition("-")
        since = int(version) if re.fullmatch(r"[0-9]{1,9}", version) else -1
        return Stream(self._events(boot, since), media_type="text/event-stream")

    async def _events(self, boot: str, since: int) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        looked = said = time.monotonic()
        while not self._closing():
            now = time.monotonic()
            if now - looked >= _WATCH:
                looked = now
                try:
                    await run_in_threadpool(self._workspace.watch)
                except BilingualError as error:
                    log.warning("%s", error)
            if boot != self._workspace.boot or self._workspace.version > since:
                news = await run_in_threadpool(self._workspace.news, since, boot=boot)
                boot, since, said = self._workspace.boot, news.version, now
                value = json.dumps(news_value(news, boot), ensure_ascii=False)
                yield f"id: {boot}-{since}\ndata: {value}\n\n"
            elif now - said >= _ALIVE:
                said = now
                yield ": alive\n\n"
            await asyncio.sleep(_TICK)

    async def act(self, request: Request) -> Response:
        """Do what the page asks, and return what has changed, or the conflict."""
        body = await bodies.body_of(request)
        if body.get("structure", self._workspace.structure) != self._workspace.structure:
            return JSONResponse({"code": "article-changed", "detail": self._workspace.path.name}, 409)
        name = request.url.path.removeprefix("/")
        before = self._workspace.version
        try:
            more = await run_in_threadpool(_ACTIONS[name], self, body)
        except ChangedElsewhereError as error:
            return JSONResponse(await run_in_threadpool(self._conflict, error, body), 409)
        news = await run_in_threadpool(self._workspace.news, before, boot=self._workspace.boot)
        return JSONResponse(news_value(news, self._workspace.boot) | more)

    def _conflict(self, error: ChangedElsewhereError, body: bodies.Body) -> dict[str, object]:
        """Return the units as they are now, with the difference to what the page sent."""
        items = body.get("items")
        sent = {
            item.get("unit"): item.get("target")
            for item in (items if isinstance(items, list) else [body])
            if isinstance(item, dict)
        }
        views = [self._workspace.views[name] for name in error.units if name in self._workspace.views]
        parts = {}
        for view in views:
            target = sent.get(view.id)
            parts[view.id] = differing(view.target, target if isinstance(target, str) else view.target)
        return {"code": "conflict", "units": [asdict(view) for view in views], "parts": parts}

    # The actions: each takes the body and returns what else the answer has ------------------------------------

    def save(self, body: bodies.Body) -> dict[str, object]:
        """Store a text."""
        self._actions.save(bodies.wanted(body, with_target=True))
        return {}

    def approve(self, body: bodies.Body) -> dict[str, object]:
        """Approve units."""
        self._actions.approve(bodies.many_wanted(body))
        return {}

    def reopen(self, body: bodies.Body) -> dict[str, object]:
        """Take an approval back."""
        self._actions.reopen(bodies.wanted(body, with_target=False))
        return {}

    def revert(self, body: bodies.Body) -> dict[str, object]:
        """Return to the draft."""
        self._actions.revert(bodies.wanted(body, with_target=False))
        return {}

    def dismiss(self, body: bodies.Body) -> dict[str, object]:
        """Dismiss a finding, or take that back."""
        wanted = bodies.wanted(body, with_target=False)
        self._actions.dismiss(wanted, bodies.code(body), dismissed=bodies.flag(body, "dismissed"))
        return {}

    def term(self, body: bodies.Body) -> dict[str, object]:
        """Mend a term."""
        source, target = (plain_target(bodies.text(body, name, 500)) for name in ("source", "target"))
        if not source or not target:
            raise RefusedError("empty-term")
        return {"changes": [asdict(one) for one in self._actions.change_term(source, target)]}

    def undo(self, _: bodies.Body) -> dict[str, object]:
        """Take the last action back."""
        return {"undone": self._actions.undo()}

    def render(self, _: bodies.Body) -> dict[str, object]:
        """Begin to make the editions."""
        if not self._rendering.acquire(blocking=False):
            raise RefusedError("already-rendering")

        def run() -> None:
            try:
                self._actions.make_editions()
            finally:
                self._rendering.release()

        # A daemon: an engine at work does not keep the program from ending.
        threading.Thread(target=run, daemon=True).start()
        return {}


_ACTIONS: dict[str, Callable[[_Pages, bodies.Body], dict[str, object]]] = {
    "save": _Pages.save,
    "approve": _Pages.approve,
    "reopen": _Pages.reopen,
    "revert": _Pages.revert,
    "dismiss": _Pages.dismiss,
    "term": _Pages.term,
    "undo": _Pages.undo,
    "render": _Pages.render,
}


def _refused(request: Request, error: Exception) -> Response:
    """Return why a request is refused: as text where the page should be."""
    if isinstance(error, BadRequestError):
        return JSONResponse({"code": "bad-request", "detail": error.message}, error.status)
    if isinstance(error, RefusedError):
        return JSONResponse({"code": error.code, "detail": error.detail}, 422)
    if request.url.path == "/":
        return PlainTextResponse(f"{error}\n", 422)
    return JSONResponse({"code": "error", "detail": str(error)}, 422)


def news_value(news: News, boot: str) -> dict[str, object]:
    """Return news as JSON values."""
    editions = asdict(news.editions)
    editions["files"] = [
        {"name": file.name, "path": str(file), "address": f"/editions/{number}/{file.name}"}
        for number, file in enumerate(news.editions.files)
    ]
    return {
        "boot": boot,
        "version": news.version,
        "structure": news.structure,
        "units": [asdict(view) for view in news.units],
        "progress": dict(news.progress),
        "undo": news.undo,
        "editions": editions,
    }


def _static(name: str) -> Response:
    if not _NAME.fullmatch(name):
        return PlainTextResponse("not found\n", 404)
    file = files("bilingual.review").joinpath("static", name)
    if not file.is_file():
        return PlainTextResponse("not found\n", 404)
    return Response(file.read_bytes(), media_type=_STATIC[name[name.rindex(".") :]])


def listen(workspace: Workspace, port: int | None = None) -> socket.socket:
    """Return a listening socket on this machine only: on `port`, else on the article's own port, else on any.

    An article has the same port in every run, so that the browser's storage of unsaved texts is found again. Raises
    `UsageError` if `port` is not free.
    """
    own = _FIRST_PORT + int(key_of(str(workspace.path.resolve())), 16) % _PORTS
    for wanted in (own, 0) if port is None else (port,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, wanted))
            listener.listen(64)
        except OSError as error:
            listener.close()
            reason = error.strerror or str(error)
        else:
            return listener
    raise UsageError(f"the port cannot be used: {reason}", place=f"--port {wanted}", remedy="name another port")


def run(workspace: Workspace, listener: socket.socket, access: Access) -> None:
    """Serve the page until Ctrl-C, which raises `KeyboardInterrupt` after the server has ended."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            app(workspace, access, closing=lambda: server.should_exit),
            log_level="warning",
            log_config=None,
            lifespan="off",
            access_log=False,
            server_header=False,
            ws="none",
            http="h11",
            loop="asyncio",
            timeout_graceful_shutdown=1,
        )
    )
    # In a thread of its own: signals stay with the command.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.2)
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        # What an action does to the memory is on the disk or not begun: an engine at work is not waited for.
        server.force_exit = True
        thread.join(_PATIENCE)
