"""The formats an edition can be written in."""

from __future__ import annotations

from typing import Literal, get_args

Format = Literal["pdf", "docx", "html", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
