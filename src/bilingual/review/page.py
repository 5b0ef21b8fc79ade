"""The HTML of the page. It shows the texts; the script then decorates them from the data in the page."""

from __future__ import annotations

import functools
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from bilingual.review.wording import PAGE_LANGUAGES, Language, strings_of
from bilingual.review.workspace import Workspace


def page_of(workspace: Workspace, language: Language, dictionary: str = "") -> str:
    """Return the page for the article on the workspace; `dictionary` is whose dictionary it uses, empty for none."""
    strings = strings_of(language)
    with workspace.lock:
        return _template().render(
            language=language,
            others=[(name, strings_of(name)["language-name"]) for name in PAGE_LANGUAGES if name != language],
            strings=dict(strings),
            article=workspace.article,
            blocks=workspace.blocks,
            units=workspace.views,
            sources={unit.id: unit.source for unit in workspace.article.units},
            file=workspace.path.name,
            project=workspace.project_id,
            structure=workspace.structure,
            dictionary=dictionary,
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
