"""A workspace for tests of the review page: a small article, an engine that is told what to say, and a client."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from bilingual.memory.store import Memory
from bilingual.project import Project
from bilingual.review.guard import Access
from bilingual.review.server import app
from bilingual.review.workspace import Workspace
from bilingual.session import Session
from engines import ScriptedEngine

PORT = 8123
GLOSSARY = "# Names\n北京: Beijing # the capital\n\n# Others\n首脳会談: summit\n"
ARTICLE = """# 北京の首脳会談

首脳会談は北京で開かれた。彼は知らなかった。第三の文である。

- 一つ目の項目
- 二つ目の項目

第三の文である。
"""
ENGLISH = {
    "開かれた": "The summit was held in Beijing.",
    "知らなかった": "He knew.",
    "第三": "This is the third sentence.",
    "一つ目": "The first item",
    "二つ目": "The second item",
}


def english(segment: str, attempt: int) -> list[str]:
    return [next((text for sign, text in ENGLISH.items() if sign in segment), "The Beijing summit")]


class _Here(httpx.BaseTransport):
    """Answers requests by an application in this process."""

    def __init__(self, application: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(app=application)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answer() -> httpx.Response:
            sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
            found = await self._transport.handle_async_request(sent)
            return httpx.Response(found.status_code, headers=found.headers, content=await found.aread())

        return asyncio.run(answer())


def client_of(application: ASGIApp, access: Access, cookies: dict[str, str] | None = None) -> httpx.Client:
    return httpx.Client(transport=_Here(application), base_url=access.origin, cookies=cookies)


@dataclass
class Bench:
    """A workspace with a client that has entered."""

    workspace: Workspace
    client: httpx.Client
    access: Access
    engine: ScriptedEngine

    def view(self, unit: str) -> dict[str, Any]:
        state = self.client.get("/state").json()
        return dict(next(view for view in state["units"] if view["id"] == unit))

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.client.post(path, json=body, headers={"origin": self.access.origin})

    def act(self, path: str, unit: str, **body: Any) -> httpx.Response:
        """Act on a unit as the page has it now."""
        return self.post(path, unit=unit, revision=self.view(unit)["revision"], **body)

    def approve(self, *units: str, **body: Any) -> httpx.Response:
        items = [{"unit": unit, "revision": self.view(unit)["revision"], **body} for unit in units]
        return self.post("/approve", items=items)

    @property
    def memory(self) -> Memory:
        return self.workspace.memory


@contextlib.contextmanager
def opened(folder: Path, *, article: str = ARTICLE, glossary: str | None = GLOSSARY) -> Iterator[Bench]:
    path = folder / "a.md"
    if not path.exists():
        path.write_text(article, "utf-8")
        if glossary is not None:
            (folder / "glossary.yaml").write_text(glossary, "utf-8")
    engine = ScriptedEngine(english)
    with Session(project=Project(folder / "output", drafts=None), engine=engine) as session:
        workspace = Workspace(session, path)
        workspace.open()
        access = Access(PORT)
        with client_of(app(workspace, access), access) as client:
            answer = client.get(f"/enter/{access.token}")
            assert answer.status_code == 303
            yield Bench(workspace, client, access, engine)
