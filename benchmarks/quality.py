"""How good is the English? One table for every engine that can be run here, on articles with a reference.

    python benchmarks/quality.py [--rows WORD,WORD] [--articles NAME,NAME] [--eval FILE.tsv] [--lines N]

Columns: BLEU / chrF (sacreBLEU, over the sentences of a text; quotation marks and dashes of one kind) of each article,
and of the headings, bullets and paragraphs of all of them; then term success, wrong numbers, findings, and seconds of
CPU, of this process. `--eval` adds a text that is not in the project: source TAB reference in each line; `--lines` of
it are taken, spread evenly.

The articles pass the whole process, as in a render, with their glossary. Drafts are kept in the user's cache, so a
second run is quick and its seconds mean nothing; set BILINGUAL_CACHE to an empty folder to measure them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import sacrebleu
from load import beside_load

from bilingual.checks.registry import check_unit
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Drafts, Engine, OnDraft, Request, RequestHint
from bilingual.engines.choose import choose
from bilingual.engines.marian.engine import MarianEngine
from bilingual.errors import EngineError
from bilingual.lexicon.store import Lexicon
from bilingual.memory.drafts import DraftCache, default_path, drafts_at, remembering
from bilingual.memory.words import KnownWords
from bilingual.model import Kind, Unit
from bilingual.numbers import find_numbers
from bilingual.session import Session
from bilingual.settings import Settings
from bilingual.translation.enforce import enforce

ROOT = Path(__file__).parent.parent
DATA = ROOT / "benchmarks" / "data"
PACKAGE = ROOT / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
ARTICLES = {
    "article": (ROOT / "input" / "article.txt", ROOT / "glossary.yaml"),
    "noto": (DATA / "articles" / "noto.txt", DATA / "articles" / "glossary.yaml"),
    "rates": (DATA / "articles" / "rates.txt", DATA / "articles" / "glossary.yaml"),
    "chips": (DATA / "suggest" / "chips.txt", DATA / "articles" / "glossary.yaml"),
}
HEADS: frozenset[Kind] = frozenset(("title", "heading"))
SIGNS = str.maketrans("“”‘’–—", "\"\"''--")


class Asked:
    """An engine that is given less, or more, than it asks for: what each hint is worth."""

    def __init__(self, engine: Engine, uses: frozenset[RequestHint]) -> None:
        self._engine = engine
        self.name = engine.name
        self.signature = f"{engine.signature}|uses:{','.join(sorted(uses))}"
        self.traits = replace(engine.traits, uses=uses)

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        return self._engine.translate(requests, on_draft=on_draft)


@dataclass(frozen=True)
class Pair:
    """A target, its reference, and what it is."""

    kind: Kind
    target: str
    reference: str


@dataclass
class Score:
    """What a row says."""

    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    """By text."""
    terms: int = 0
    said: int = 0
    wrong: int = 0
    findings: int = 0


@dataclass(frozen=True)
class Row:
    """An engine, and whether its drafts are chosen by what they cover."""

    name: str
    make: Callable[[], Engine]
    """Raises `EngineError` if the engine is not installed."""
    coverage: bool = True


def rows_of(folder: Path) -> Iterator[Row]:
    """Yield the rows; `folder` is for files that a row needs."""
    yield Row("package", lambda: ArgosEngine(_unpacked(folder)), coverage=False)
    yield Row("package +coverage", lambda: ArgosEngine(_unpacked(folder)))
    yield Row("llm base", lambda: Asked(choose("llm"), frozenset()), coverage=False)
    yield Row("llm kinds", lambda: Asked(choose("llm"), frozenset(("kind",))), coverage=False)
    yield Row("llm kinds+glosses", lambda: choose("llm"), coverage=False)
    yield Row("llm +coverage", lambda: choose("llm"))
    yield Row("firefox", lambda: choose("firefox"))
    yield Row("argos", lambda: choose("argos"))


class GlossesOnly(KnownWords):
    """The dictionary, without a say in the choice of drafts."""

    def __init__(self, lexicon: Lexicon, cache: DraftCache) -> None:
        super().__init__(lexicon, cache)
        self.version += "|glosses only"  # finished units are kept under it

    def covered(self, unit: Unit) -> None:
        return None


def _unpacked(folder: Path) -> Path:
    with zipfile.ZipFile(PACKAGE) as archive:
        archive.extractall(folder)
    return next(folder.glob("*/metadata.json")).parent


def measure_article(name: str, engine: Engine, score: Score) -> None:
    """Translate an article and add its figures."""
    path, glossary = ARTICLES[name]
    references = _pairs(DATA / "references" / f"{name}.tsv")
    with Session(Settings(glossaries=(glossary,)), engine=engine) as session:
        done = session.check(path)
    score.pairs[name] = [
        Pair(block.kind, unit.target, references[unit.source])
        for block in done.article.blocks
        for unit in block.units
        if unit.source in references
    ]
    terms = done.figures.terms
    score.terms += terms.pairs
    score.said += terms.pairs_said
    score.wrong += terms.numbers_wrong
    score.findings += done.figures.findings


def measure_lines(rows: Mapping[str, str], engine: Engine, score: Score) -> None:
    """Translate sentences without a context and without terms, and add their figures."""
    units: list[tuple[Kind, Unit]] = [("paragraph", Unit(f"{n}.1", source)) for n, source in enumerate(rows)]
    with drafts_at(default_path()) as cache:
        done, _ = enforce(
            units, remembering(engine, cache), find=lambda unit: find_numbers(unit.source), judge=check_unit
        )
    score.pairs["eval"] = [Pair(kind, done[unit.id].target, rows[unit.source]) for kind, unit in units]


def _pairs(path: Path, lines: int = 0) -> dict[str, str]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line]
    step = max(1, len(rows) // lines) if lines else 1
    return {row[0]: row[1] for row in rows[::step][: lines or None]}


def figures(pairs: Sequence[Pair]) -> str:
    """Return BLEU and chrF of the pairs; empty without any."""
    if not pairs:
        return ""
    targets = [pair.target.translate(SIGNS) for pair in pairs]
    references = [[pair.reference.translate(SIGNS) for pair in pairs]]
    bleu = sacrebleu.corpus_bleu(targets, references).score
    return f"{bleu:.1f}/{sacrebleu.corpus_chrf(targets, references).score:.1f}"


def print_row(name: str, score: Score, texts: Sequence[str], seconds: float) -> None:
    """Print one row of the table."""
    every = [pair for text in texts if text != "eval" for pair in score.pairs[text]]
    kinds = (
        [pair for pair in every if pair.kind in HEADS],
        [pair for pair in every if pair.kind == "list_item"],
        [pair for pair in every if pair.kind == "paragraph"],
    )
    cells = [figures(score.pairs[text]) for text in texts] + [figures(pairs) for pairs in kinds]
    success = score.said / score.terms if score.terms else 1.0
    print(f"{name:20}" + "".join(f"{cell:>11}" for cell in cells), end="")
    print(f"{success:9.3f}{score.wrong:7}{score.findings:9}{seconds:8.0f}", flush=True)


def print_portuguese(folder: Path) -> None:
    """Print what a real pt→en model of Firefox Translations scores here, and in Mozilla's own program.

    The ja→en weights cannot be had everywhere; `tests/test_marian_real.py` downloads these into pytest's cache.
    """
    rows = _pairs(ROOT / "tests" / "data" / "portuguese.tsv")
    started = time.process_time()
    found = MarianEngine(folder).translate([Request(source) for source in rows])
    score = Score(
        {"pt": [Pair("paragraph", drafts[0].text, en) for drafts, en in zip(found, rows.values(), strict=True)]}
    )
    print(f"{'firefox pt→en':20}{figures(score.pairs['pt']):>11}{time.process_time() - started:8.1f} CPU s")
    try:
        from fxtranslate import Translator
    except ImportError:
        return
    model, vocabulary = (next(folder.glob(name)).read_bytes() for name in ("*.bin", "*.spm"))
    started, other = time.process_time(), Translator(model, vocabulary, vocabulary)
    theirs = [Pair("paragraph", other.translate(source), en) for source, en in rows.items()]
    print(f"{'  its own program':20}{figures(theirs):>11}{time.process_time() - started:8.1f} CPU s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="", help="words of the names of the rows to run")
    parser.add_argument("--articles", default=",".join(ARTICLES))
    parser.add_argument("--eval", type=Path, help="source TAB reference in each line")
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--pt-en", type=Path, help="folder of a pt→en model of Firefox Translations")
    options = parser.parse_args()
    names = options.articles.split(",")
    texts = [*names, *(["eval"] if options.eval else [])]
    heads = (*texts, "headings", "bullets", "paragr.")
    print(f"{'':20}" + "".join(f"{head:>11}" for head in heads), end="")
    print(f"{'terms':>9}{'wrong':>7}{'findings':>9}{'CPU s':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows_of(Path(folder)):
            if options.rows and not any(word in row.name for word in options.rows.split(",")):
                continue
            try:
                engine = row.make()
            except EngineError as error:
                print(f"{row.name:20}   not installed: {error.message}")
                continue
            started, score = time.process_time(), Score()
            with nullcontext() if row.coverage else patch("bilingual.memory.words.KnownWords", GlossesOnly):
                for text in names:
                    measure_article(text, engine, score)
                if options.eval:
                    measure_lines(_pairs(options.eval, options.lines), engine, score)
            print_row(row.name, score, texts, time.process_time() - started)
    if options.pt_en:
        print_portuguese(options.pt_en)


if __name__ == "__main__":
    with beside_load():
        main()
