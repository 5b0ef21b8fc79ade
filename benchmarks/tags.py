"""The cost of the tags of a PDF: drawing with and without them, in one run.

    python benchmarks/tags.py [--pages 10 100 1000] [--rounds 3]

Without tags all ink is an artifact and no structure tree is written; everything else is the same. Each figure is the
best of the rounds, CPU seconds of a separate process. `tree` is the part in which the file is finished: tree, links
and metadata are written and all is compressed, with tags and (in brackets) without.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from load import beside_load

HERE = Path(__file__).parent


def edition(pages: int) -> Any:
    """Return an article of headings, paragraphs and lists with links: two to three elements a row."""
    from bilingual.editions.model import Edition, Pair, Row, Section, Span, Text
    from pages import PER_PAGE, rows

    def pair(ja: str, en: str, link: str = "") -> Pair:
        spans = (Span("See "), Span("the page", link=link), Span(". " + en)) if link else (Span(en),)
        return Pair(Text((Span(ja),), "ja"), Text(spans, "en"))

    sections: list[Section] = []
    held: list[Row] = []
    sign = pair("・", "•")
    for number, (ja, en) in enumerate(rows(round(pages * PER_PAGE)), 1):
        link = f"https://example.org/{number}" if number % 5 == 0 else ""
        item = number % 4 == 0
        held.append(Row("list_item" if item else "paragraph", (pair(ja, en, link),), 1, sign if item else None))
        if number % 12 == 0:
            sections.append(Section(tuple(held), pair(f"第{number}節", f"Section {number}"), 1, f"s{number}"))
            held.clear()
    sections.append(Section(tuple(held)))
    return Edition(
        title=pair("京都のこと", "Of Kyoto"),
        sections=tuple(sections),
        byline=(),
        terms=(),
        colophon=(),
        running_head="Of Kyoto",
        author="",
        subject="",
        date="2025-01-01",
    )


def measure(pages: int, tagged: bool) -> None:
    """Draw once and print the figures as JSON."""
    from bilingual.editions.pdf import tags as pdf_tags
    from bilingual.editions.pdf.canvas import _Pen
    from bilingual.editions.pdf.writer import draw_pdf

    spent = {"tree": 0.0, "elements": 0.0}
    finish = pdf_tags.finish

    def timed(drawing: Any, elements: Any, *arguments: Any, **settings: Any) -> bytes:
        spent["elements"] = len({mark.element for mark in drawing.marks})
        began = time.process_time()
        data = finish(drawing, elements, *arguments, **settings)
        spent["tree"] = time.process_time() - began
        return data

    pdf_tags.finish = timed
    if not tagged:
        _Pen._begin = lambda self, element: "/Artifact BMC"  # type: ignore[method-assign]
        _Pen._link = lambda *_: None  # type: ignore[method-assign]
        pdf_tags._Tree.write = lambda self, elements: None  # type: ignore[method-assign]
    found = edition(pages)
    began = time.process_time()
    data = draw_pdf(found)
    print(json.dumps({"draw": time.process_time() - began, **spent, "bytes": len(data)}))


def best(pages: int, rounds: int, *, tagged: bool) -> dict[str, float]:
    """Return the figures of the fastest round."""
    command = [sys.executable, __file__, "--one", str(pages), "tagged" if tagged else "plain"]
    found = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(rounds)
    ]
    return min(found, key=lambda one: one["draw"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(int(arguments.one[0]), arguments.one[1] == "tagged")
        return
    print(f"{'pages':>6} {'elements':>9} {'without':>9} {'with tags':>10} {'added':>7} {'tree':>16} {'kB':>14}")
    with beside_load():
        table(arguments)


def table(arguments: argparse.Namespace) -> None:
    """Print a row for each number of pages."""
    for pages in arguments.pages:
        without, tagged = (best(pages, arguments.rounds, tagged=flag) for flag in (False, True))
        added = tagged["draw"] / without["draw"] - 1
        size, bare = tagged["bytes"] / 1000, without["bytes"] / 1000
        line = f"{pages:>6} {tagged['elements']:>9.0f} {without['draw']:>8.2f}s {tagged['draw']:>9.2f}s {added:>7.1%}"
        print(f"{line} {tagged['tree']:>6.2f}s ({without['tree']:.2f}s) {size:>6.0f} ({bare:.0f})", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
