"""Read the bodies of requests: bounded, JSON, every value checked."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request

from bilingual.checks.registry import CODES
from bilingual.review.actions import TARGET_LIMIT, RefusedError, Wanted

_LIMIT = 1_000_000
"""Bytes of a body."""
_MOST = 500
"""Units in one request."""
_NAME = 200
"""Characters of ids and revisions."""

Body = Mapping[str, object]


class BadRequestError(Exception):
    """The request is not one that the page makes."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.message, self.status = message, status
        super().__init__(message)


async def body_of(request: Request) -> Body:
    """Return the JSON object in the body. Raises `BadRequestError`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadRequestError("the body must be JSON", 415)
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _LIMIT:
            raise BadRequestError("the body is too large", 413)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadRequestError("the body is not valid JSON") from error
    if not isinstance(value, dict):
        raise BadRequestError("the body must be an object")
    return value


def text(body: Body, name: str, limit: int = _NAME) -> str:
    """Return a text of the body."""
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequestError(f"{name} must be a text")
    if len(value) > limit:
        raise BadRequestError(f"{name} is too long", 413)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadRequestError(f"{name} is not valid Unicode") from error
    return value


def flag(body: Body, name: str) -> bool:
    """Return a truth value of the body."""
    value = body.get(name)
    if not isinstance(value, bool):
        raise BadRequestError(f"{name} must be true or false")
    return value


def wanted(body: Body, *, with_target: bool) -> Wanted:
    """Return what a request wants a unit to be."""
    target = text(body, "target", 2 * TARGET_LIMIT) if with_target else None
    return Wanted(text(body, "unit"), text(body, "revision"), target)


def many_wanted(body: Body) -> list[Wanted]:
    """Return what a request wants several units to be; `target` may be left out."""
    items = body.get("items")
    if not isinstance(items, list) or not items:
        raise BadRequestError("items must be a list")
    if len(items) > _MOST:
        raise BadRequestError("there are too many items", 413)
    if not all(isinstance(item, dict) for item in items):
        raise BadRequestError("items must be objects")
    found = [wanted(item, with_target="target" in item) for item in items]
    if len({one.unit for one in found}) < len(found):
        raise BadRequestError("a unit is named twice")
    return found


def code(body: Body) -> str:
    """Return the code of a finding."""
    name = text(body, "code")
    if name not in CODES:
        raise RefusedError("no-finding", name)
    return name
