"""The HTML of the page. It shows the texts; the script then decorates them from the data in the page."""

from __future__ import annotations

import functools
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from bilingual.review.desk import Desk
from bilingual.review.wording import LANGUAGES, Language, strings_of


def page_of(desk: Desk, language: Language) -> str:
    """Return the page for the article on the desk."""
    strings = strings_of(language)
    with desk.lock:
        return _template().render(
            language=language,
            others=[(name, strings_of(name)["language-name"]) for name in LANGUAGES if name != language],
            strings=dict(strings),
            article=desk.article,
            blocks=desk.blocks,
            units=desk.views,
            sources={unit.id: unit.source for unit in desk.article.units},
            file=desk.path.name,
            project=desk.project_id,
            structure=desk.structure,
        )


@functools.cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("page.html")


def _load(name: str) -> str:
    return files("bilingual.review").joinpath("templates", name).read_text("utf-8")
