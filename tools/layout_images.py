"""Make the images of docs/editions.md: PYTHONPATH=tests python tools/layout_images.py FOLDER.

They show the two articles of tests/data/showcase, whose English is a human translation, so no engine is needed.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from page_image import picture

from bilingual.editions.compose.article import compose_edition
from bilingual.editions.compose.furigana import guess
from bilingual.editions.pdf.writer import draw_pdf
from bilingual.editions.plan import Plan
from bilingual.editions.theme_file import load_theme
from bilingual.languages.japanese.readings import readings_of
from showcase import article, draw_plan, facts


@dataclass(frozen=True)
class Shown:
    """One image."""

    name: str
    article: str
    pages: tuple[int, ...] = (1,)
    width: int = 900
    theme: str = "mincho"
    plan: dict[str, Any] = field(default_factory=dict)


PICTURES = (
    Shown("side-by-side", "essay"),
    Shown("after", "essay", pages=(1, 2), width=900),
    Shown("facing", "essay", pages=(2, 3), width=1200, plan={"layout": "facing"}),
    Shown("stacked", "notice", plan={"layout": "stacked"}),
    Shown("english", "essay", plan={"layout": "english", "notes": True}),
    Shown("japanese", "essay", plan={"layout": "japanese", "furigana": True}),
    Shown("gothic", "notice", theme="gothic"),
    Shown("review", "essay", plan={"align": "sentence", "notes": True, "numbers": True, "mark_drafts": True}),
    Shown("title-page", "notice", pages=(1, 2), width=1200, plan={"title_page": True, "toc": True, "order": "en-ja"}),
)


def main(folder: str) -> None:
    """Draw every image into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as pictures:
        draw_plan(Path(pictures) / "plan.png")
        for shown in PICTURES:
            plan = replace(Plan(theme=load_theme(shown.theme)), **shown.plan)
            source = article(shown.article, Path(pictures))
            if plan.furigana:
                source = guess(source, readings_of)
            edition = compose_edition(source, facts(), plan=plan)
            picture(draw_pdf(edition), target / f"{shown.name}.png", shown.pages, shown.width)


if __name__ == "__main__":
    main(*sys.argv[1:])
