"""What does a large glossary cost? Loading, finding, and a whole render, against a small glossary and a plain lookup.

    python benchmarks/glossary_scale.py [--terms 50000] [--package FILE] [--no-render]

Prints, in one run: CPU seconds to load a file and to build its matcher, microseconds per character to find its terms
(in a text and in one ten times as long), beside a matcher that looks up every substring in a dictionary; seconds to
lint the file; and the seconds of a render with a large and with a small glossary, with their ratio.
Seconds depend on the machine; compare the ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from load import beside_load

from bilingual.editions.writers import editions_of
from bilingual.engines.choose import EngineSpec
from bilingual.glossary.lint import lint_glossary
from bilingual.glossary.load import Glossary, load_glossary
from bilingual.matching.matcher import Matcher
from bilingual.project import Project
from bilingual.session import Session
from bilingual.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parent
PACKAGE = ROOT / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
SIZES = (1_000, 10_000, 50_000)

_KANJI = "東西南北大小中新国際経済産業技術研究開発機構協会連合会議委員政策戦略教育医療環境情報通信放送金融証券保険交通"
_KATAKANA = ("システム", "サービス", "プログラム", "センター", "データ", "ネットワーク", "プロジェクト", "グループ")
_ENGLISH = [
    "national",
    "international",
    "economic",
    "research",
    "development",
    "institute",
    "council",
    "policy",
    "education",
    "system",
    "data",
]


def glossary(count: int, *, own: str = "") -> str:
    """Return a glossary of `count` entries, one in twenty in the long form, after the entries of `own`."""
    chance = random.Random(count)
    seen: set[str] = set()
    entries: list[str] = [own]
    while len(seen) < count:
        source = "".join(chance.choices(_KANJI, k=chance.randint(3, 7)))
        if chance.random() < 0.3:
            source += chance.choice(_KATAKANA)
        if source in seen:
            continue
        seen.add(source)
        target = " ".join(chance.choices(_ENGLISH, k=3)) + f" no. {len(seen)}"
        if len(seen) % 20:
            entries.append(f"{source}: {target}\n")
        else:
            entries.append(
                f"{source}:\n  target: {target}\n  aliases: [{source}室, 旧{source}]\n  kind: organisation\n"
            )
    return "".join(entries)


def cpu(run: Callable[[], Any], times: int = 3) -> float:
    """Return the CPU seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        run()
        best = min(best, time.process_time() - started)
    return best


def lookup(terms: Glossary) -> Callable[[str], int]:
    """Return the baseline: at each place look up every length of a term, longest first."""
    forms = {form for term in terms.terms for form in term.forms}
    lengths = sorted({len(form) for form in forms}, reverse=True)

    def find(text: str) -> int:
        found = at = 0
        while at < len(text):
            length = next((n for n in lengths if text[at : at + n] in forms), 0)
            found += bool(length)
            at += length or 1
        return found

    return find


def scale(folder: Path, count: int, text: str) -> Path:
    """Print one row about a glossary of `count` entries; return its file."""
    path = folder / f"{count}.yaml"
    path.write_text(glossary(count, own=(ROOT / "glossary.yaml").read_text("utf-8")), "utf-8")
    loading = cpu(lambda: load_glossary(path))
    terms = load_glossary(path)
    building = cpu(lambda: Matcher(terms))
    matcher, plain = Matcher(terms), lookup(terms)
    once, tenfold, dictionary = (cpu(lambda f=f: f()) for f in (
        lambda: matcher.find(text), lambda: matcher.find(text * 10), lambda: plain(text)
    ))  # fmt: skip
    micro = 1_000_000 / len(text)
    print(
        f"{count:8,}{loading:8.2f}{building:8.2f}{loading + building:8.2f}{once * micro:10.2f}"
        f"{tenfold * micro / 10:10.2f}{dictionary * micro:10.2f}{cpu(lambda: lint_glossary(terms), 1):8.2f}"
    )
    return path


def render(package: Path, terms: Path, folder: Path) -> float:
    """Return the CPU seconds of rendering the article with an empty draft cache."""
    settings = Settings((terms,), EngineSpec(str(package)), editions=editions_of(("pdf", "docx")))
    started = time.process_time()
    with Session(settings, Project(folder / "out", drafts=None)) as session:
        session.render(ROOT / "input" / "article.txt")
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--terms", type=int, default=SIZES[-1])
    parser.add_argument("--package", type=Path, default=PACKAGE)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-render", action="store_true")
    options = parser.parse_args()
    rows = [line.split("\t") for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    text = "\n".join(row[1] for row in rows) + (ROOT / "input" / "article.txt").read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{len(text):,} characters of text; CPU seconds, the fastest of three")
        print(f"{'terms':>8}{'load':>8}{'build':>8}{'both':>8}{'µs/char':>10}{'text ×10':>10}{'lookup':>10}{'lint':>8}")
        for count in sorted({*(size for size in SIZES if size < options.terms), options.terms}):
            large = scale(folder, count, text)
        if options.no_render:
            return
        with zipfile.ZipFile(options.package) as archive:
            archive.extractall(folder)
        package = next(folder.glob("*/metadata.json")).parent
        render(package, ROOT / "glossary.yaml", folder)  # loading and first-call costs are not compared
        pairs = [
            (render(package, ROOT / "glossary.yaml", folder), render(package, large, folder))
            for _ in range(options.rounds)
        ]
        small, big = (statistics.median(values) for values in zip(*pairs, strict=True))
        print(f"\nrender of the article, {options.package.name}: CPU seconds, the median of {options.rounds}")
        print(f"{'small glossary':24}{small:8.2f}\n{f'{options.terms:,} more terms':24}{big:8.2f}")
        print(f"{'ratio':24}{big / small:8.3f}")


if __name__ == "__main__":
    with beside_load():
        main()
