"""`bilingual segment`: show how an article is read, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from bilingual.cli.command import Command
from bilingual.cli.console import Styled, counted, note, print_json, show
from bilingual.cli.inputs import one_article, read_found
from bilingual.cli.options import encoding_option, select_option
from bilingual.cli.types import FileName

if TYPE_CHECKING:
    from bilingual.model import Article, Block

_COLOURS = {"title": "magenta", "heading": "cyan", "list_item": "green", "quote": "yellow", "code": "blue"}


@click.command(cls=Command)
@click.argument("file", type=FileName(), metavar="FILE")
@encoding_option
@select_option
@click.option("--chapter", type=click.IntRange(1), metavar="N", help="Read one chapter of an EPUB.")
@click.option("--json", "as_json", is_flag=True, help="Print the structure as JSON.")
def segment(file: str, *, encoding: str | None, select: str, chapter: int | None, as_json: bool) -> int:
    """Show how an article is read.

    FILE is an article, or - for standard input.

    Prints its blocks, the rule that identified each block, and their sentences.
    """
    article = read_found(one_article(file), encoding=encoding, select=select, chapter=chapter or 0)
    if as_json:
        blocks = [
            {
                "kind": block.kind,
                "level": block.level,
                "marker": block.marker,
                "line": block.place.line,
                "place": str(block.place),
                "why": block.why,
                "text": block.source,
                "units": [{"id": unit.id, "source": unit.source} for unit in block.units],
            }
            for block in article.blocks
        ]
        meta = {"name": article.name, "author": article.author, "date": article.date, "source": article.origin}
        print_json(meta | {"notices": list(article.notices), "blocks": blocks})
        return 0
    _tree(article)
    for notice in article.notices:
        note(notice)
    return 0


def _tree(article: Article) -> None:
    depth = 0
    for block in article.blocks:
        if block.kind == "heading":
            depth = max(1, block.level)
        indent = depth - 1 if block.kind == "heading" else depth
        if block.kind == "list_item":
            indent += max(0, block.level - 1)
        if block.kind == "title":
            indent = 0
        _block(block, "  " * indent)
    counts = Counter(block.kind for block in article.blocks)
    units = len(article.units)
    note(f"{', '.join(counted(n, kind.replace('_', ' ')) for kind, n in counts.items())}; {counted(units, 'unit')}")


def _block(block: Block, indent: str) -> None:
    name = f"{block.kind} {block.level}" if block.kind == "heading" else block.kind
    styled = Styled(name, _COLOURS.get(block.kind), bold=block.kind in ("title", "subtitle", "heading"))
    why = Styled(f"[{block.place}: {block.why}]" if block.why else f"[{block.place}]", dim=True)
    marker = f"{block.marker} " if block.marker else ""
    if len(block.units) == 1:
        show(indent, styled, f"  {marker}{block.units[0].source}  ", why)
        return
    show(indent, styled, f"  {marker}", why)
    for unit in block.units:
        show(f"{indent}    {unit.id}  {unit.source}")
