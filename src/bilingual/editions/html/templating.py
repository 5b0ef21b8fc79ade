"""The templates of the page (Jinja2), and how text gets into them: escaped, and in characters that HTML allows.

The templates are indented for readability: a line break and the indentation behind it are not part of the page.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from bilingual.editions.markup import legal

_LINE_BREAK = re.compile(r"\n\s*")


@functools.cache
def page_template() -> Template:
    """Return the template of the whole page, compiled once per process."""
    environment = Environment(
        loader=FunctionLoader(_load), autoescape=True, undefined=StrictUndefined, finalize=_final, auto_reload=False
    )
    return environment.get_template("page.html")


def resource(name: str) -> str:
    """Return the text of a file of this package (`edition.css`)."""
    return files("bilingual.editions.html").joinpath(name).read_text("utf-8")


def _load(name: str) -> str:
    return _LINE_BREAK.sub("", resource(f"templates/{name}"))


def _final(value: object) -> object:
    """Return what is printed, before it is escaped; `Markup` (a subclass of str) is printed as it is."""
    return legal(value) if type(value) is str else value
