"""Editions for tests of what comes back: articles with made-up English, in every layout, and what they printed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import showcase
from bilingual.editions.compose.article import compose_edition
from bilingual.editions.docx.writer import draw_docx
from bilingual.editions.plan import Plan
from bilingual.keys import key_of
from bilingual.memory.entries import PrintedUnit
from bilingual.model import Article
from bilingual.reading import read

SEED = Path(__file__).parent.parent / "input" / "article.txt"
DOCUMENTS = Path(__file__).parent / "cases" / "documents"
PLANS = {
    "side by side": Plan(),
    "en-ja": Plan(order="en-ja"),
    "stacked": Plan(layout="stacked"),
    "stacked en-ja": Plan(layout="stacked", order="en-ja"),
    "english": Plan(layout="english"),
    "sentences": Plan(align="sentence", numbers=True),
    "stacked sentences": Plan(layout="stacked", align="sentence"),
    "reviewer": Plan(notes=True, toc=True, numbers=True, mark_drafts=True, comments=True, title_page=True),
}
_NOUNS = "city council minister school river bridge report market harbour village station teacher budget summer"
_NAMES = "Tanaka Osaka Sendai Mori Kyoto Hokkaido Yamada Nagoya Kobe Sato"
_VERBS = "opened closed repaired visited praised rejected counted measured described postponed painted renewed"
_TAILS = "before noon|in the old town|without delay|on the third floor|after a long debate|for the last time|at dawn"


def sentence(source: str) -> str:
    """Return an English sentence that depends on the source only."""
    rng = random.Random(source)
    nouns, names, verbs, tails = _NOUNS.split(), _NAMES.split(), _VERBS.split(), _TAILS.split("|")
    if len(source) < 8:
        return f"{rng.choice(names)} {rng.choice(nouns)} {rng.randrange(100, 999)}"
    words = f"{rng.choice(names)} {rng.choice(verbs)} the {rng.choice(nouns)} and the {rng.choice(nouns)}"
    return f"{words} {rng.choice(tails)} with {rng.randrange(10, 999)} {rng.choice(nouns)}s."


@cache
def article(name: str) -> Article:
    """Return an article with English for every unit: the seed, a document of the cases, or one of the showcase."""
    if name in ("essay", "notice"):
        return showcase.article(name)
    path = SEED if name == "seed" else next(DOCUMENTS.glob(f"{name}.[thm]*"))
    source = read(path)
    return source.with_units(
        {
            unit.id: replace(unit, target=unit.source if block.kind == "code" else sentence(unit.source))
            for block in source.blocks
            for unit in block.units
            if unit.source or block.kind != "image"  # a picture without a description has none
        }
    )


@cache
def drawn(name: str, plan: str) -> bytes:
    """Return an edition, without fonts."""
    edition = compose_edition(article(name), showcase.facts(), plan=replace(PLANS[plan], embed_fonts=False))
    return draw_docx(edition)


@cache
def printed(name: str) -> tuple[PrintedUnit, ...]:
    """Return what the editions of an article print."""
    return printed_units(article(name))


def printed_units(of: Article) -> tuple[PrintedUnit, ...]:
    return tuple(PrintedUnit(unit.id, unit.source, unit.target, key_of(unit.source)) for unit in of.units)


def targets(units: Sequence[PrintedUnit]) -> dict[str, str]:
    """Return the English by unit."""
    return {unit.unit: unit.target for unit in units}
