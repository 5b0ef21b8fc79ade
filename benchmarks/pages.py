"""Pages per second and peak memory of the PDF edition, beside Typst and WeasyPrint, with the same text and fonts.

    python benchmarks/pages.py [--pages 10 100 1000] [--only ours typst weasyprint] [--rounds 1] [--blank]

Every figure comes from a separate process, from its first import to the last byte. `cpu` counts all threads.
`ms/page` is the cost of each page beyond the size before, so that the start is not counted. The text is a list of
aligned paragraphs without headings, Japanese beside English, each pair different from all others.
With `--blank`, the blank area of the columns comes after that (benchmarks/blank.py).
Seconds depend on the machine; compare the ratios, and whether a page costs the same in a long document.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

from load import beside_load

HERE = Path(__file__).parent
PER_PAGE = 9.4
"""Approximate rows per page, to fill a number of pages."""
MINCHO = ("pylopdf_fonts_jp", "NotoSerifJP-Regular.otf")
SERIF = ("fontpkg_source_serif_4", "files/SourceSerif4[opsz,wght].ttf")


def rows(count: int) -> Iterator[tuple[str, str]]:
    """Yield `count` (Japanese, English) paragraphs of three sentences. No two are alike, so that no cache helps."""
    pairs = [line.split("\t")[1:] for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    for number in range(count):
        lap, at = divmod(number, len(pairs))
        chosen = [pairs[(at + step) % len(pairs)] for step in (0, 7 + 3 * lap, 19 + 5 * lap)]
        yield "".join(ja for ja, _ in chosen), " ".join(en for _, en in chosen)


def ours(count: int) -> bytes:
    """Draw with this project."""
    from bilingual.editions.model import Edition, Pair, Row, Section, Span, Text
    from bilingual.editions.pdf.writer import draw_pdf

    def pair(ja: str, en: str) -> Pair:
        return Pair(Text((Span(ja),), "ja"), Text((Span(en),), "en"))

    edition = Edition(
        title=pair("京都のこと", "Of Kyoto"),
        sections=(Section(tuple(Row("paragraph", (pair(ja, en),)) for ja, en in rows(count))),),
        byline=(),
        terms=(),
        colophon=(),
        running_head="Of Kyoto",
        author="",
        subject="",
        date="2025-01-01",
    )
    return draw_pdf(edition)


def with_typst(count: int) -> bytes:
    """Draw with Typst: one grid, one row per paragraph."""
    import typst

    cells = "".join(
        f'text(font: ("Noto Serif JP",), lang: "ja", par(justify: true, {json.dumps(ja, ensure_ascii=False)})),\n'
        f"par({json.dumps(en, ensure_ascii=False)}),\n"
        for ja, en in rows(count)
    )
    source = f"""
#set page(paper: "a4", margin: (x: 54pt, top: 50pt, bottom: 62pt), numbering: "1 / 1")
#set text(font: ("Source Serif 4", "Noto Serif JP"), size: 9.6pt, lang: "en", hyphenate: true)
#set text(top-edge: 10.5pt, bottom-edge: -3.7pt)
#set par(leading: 0pt)
#grid(columns: (0.43fr, 0.57fr), column-gutter: 24pt, row-gutter: 7pt, {cells})
"""
    folders = sorted({str(_font(*name).parent) for name in (MINCHO, SERIF)})
    return typst.compile(source.encode(), font_paths=folders, ignore_system_fonts=True)


def with_weasyprint(count: int) -> bytes:
    """Draw with WeasyPrint: one table, one row per paragraph."""
    from weasyprint import HTML

    body = "".join(f"<tr><td lang=ja>{html.escape(ja)}<td lang=en>{html.escape(en)}</tr>" for ja, en in rows(count))
    page = f"""<!doctype html><meta charset=utf-8><style>
@font-face {{ font-family: mincho; src: url("{_font(*MINCHO).as_uri()}") }}
@font-face {{ font-family: serif4; src: url("{_font(*SERIF).as_uri()}") }}
@page {{ size: A4; margin: 50pt 54pt 62pt; @bottom-right {{ content: counter(page) " / " counter(pages) }} }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100% }}
td {{ vertical-align: top; padding: 0 0 7pt; font: 9.6pt/14.2pt serif4, mincho; hyphens: auto }}
td:first-child {{ width: 43%; padding-right: 24pt; font-family: mincho; text-align: justify }}
</style><table>{body}</table>"""
    return HTML(string=page).write_pdf()


def _font(package: str, file: str) -> Path:
    return Path(str(resources.files(package).joinpath(file)))


MAKERS: dict[str, Callable[[int], bytes]] = {"ours": ours, "typst": with_typst, "weasyprint": with_weasyprint}


def child(maker: str, pages: int, target: Path) -> None:
    """Make one document and print its figures."""
    began = time.perf_counter()
    data = MAKERS[maker](max(1, round(pages * PER_PAGE)))
    seconds = time.perf_counter() - began
    target.write_bytes(data)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}))


def measured(maker: str, pages: int, target: Path) -> dict[str, float]:
    """Return the figures of one document, made in a separate process."""
    command = [sys.executable, __file__, "--child", maker, "--pages", str(pages), "--output", str(target)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    from pypdf import PdfReader

    figures["pages"] = len(PdfReader(target).pages)
    return figures


def why_not(maker: str) -> str:
    """Return why a maker cannot be run, an empty string when it can."""
    if maker == "ours":
        return ""
    if importlib.util.find_spec(maker) is None:
        return f"{maker} is not installed"
    try:
        __import__(maker)
    except OSError as error:
        return f"{maker} lacks a system library: {error}".splitlines()[0]
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--only", nargs="+", choices=MAKERS, default=list(MAKERS))
    parser.add_argument("--rounds", type=int, default=1, help="number of rounds; the best is printed")
    parser.add_argument("--blank", action="store_true", help="print the blank area of the columns, too")
    parser.add_argument("--output", type=Path, default=Path("output/pages.pdf"))
    parser.add_argument("--child", choices=MAKERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.pages[0], options.output)
        return
    options.output.parent.mkdir(parents=True, exist_ok=True)
    titles = (
        ("pages", 7),
        ("seconds", 9),
        ("cpu s", 8),
        ("pages/s", 9),
        ("pages/cpu s", 13),
        ("ms/page", 9),
        ("peak MB", 9),
    )
    print(f"{'maker':12}" + "".join(f"{title:>{wide}}" for title, wide in titles))
    with beside_load():
        table(options)
    if options.blank:
        import blank

        blank.table(("mincho",), ("A4", "A5"))


def table(options: argparse.Namespace) -> None:
    """Print a row for each maker and number of pages."""
    before: dict[str, tuple[float, float]] = {}
    for pages in sorted(options.pages):
        for maker in options.only:
            if reason := why_not(maker):
                print(f"{maker:12}skipped: {reason}")
                continue
            found = [measured(maker, pages, options.output.with_stem(f"pages-{maker}")) for _ in range(options.rounds)]
            best = min(found, key=lambda one: one["cpu"])
            count, seconds, cpu = best["pages"], best["seconds"], best["cpu"]
            speed = f"{seconds:9.2f}{cpu:8.2f}{count / seconds:9.1f}{count / cpu:13.1f}"
            fewer, less = before.get(maker, (0.0, 0.0))
            before[maker] = count, cpu
            more = f"{1000 * (cpu - less) / (count - fewer):9.1f}" if count > fewer else f"{'':9}"
            print(f"{maker:12}{count:7.0f}{speed}{more}{best['memory']:9.0f}", flush=True)


if __name__ == "__main__":
    main()
