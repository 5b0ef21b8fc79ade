"""The templates of pages (Jinja2), and how text gets into them: escaped, and in characters that HTML and XML allow.

The templates are indented for readability: a line break and the indentation behind it are not part of the page.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from bilingual.editions.markup import legal

_LINE_BREAK = re.compile(r"\n\s*")
_OWN = "bilingual.editions.html"


@functools.cache
def page_template() -> Template:
    """Return the template of the whole page, compiled once per process."""
    return html_template(_OWN, "page.html")


@functools.cache
def html_template(package: str, name: str) -> Template:
    """Return a template of another package that writes HTML; it may use the templates of this one."""
    return _environment(package, xhtml=False).get_template(name)


@functools.cache
def xhtml_template(package: str, name: str) -> Template:
    """Return a template of another package that writes XML; it may use the templates of this one."""
    return _environment(package, xhtml=True).get_template(name)


def resource(name: str, package: str = _OWN) -> str:
    """Return the text of a file of a package (`edition.css`)."""
    return files(package).joinpath(name).read_text("utf-8")


@functools.cache
def _environment(package: str, *, xhtml: bool) -> Environment:
    def load(name: str) -> str:
        own = files(package).joinpath("templates", name).is_file()
        return _LINE_BREAK.sub("", resource(f"templates/{name}", package if own else _OWN))

    environment = Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, finalize=_final, auto_reload=False
    )
    environment.globals["xhtml"] = xhtml
    return environment


def _final(value: object) -> object:
    """Return what is printed, before it is escaped; `Markup` (a subclass of str) is printed as it is."""
    return legal(value) if type(value) is str else value
