"""How fast are Firefox Translations models here, and how much memory do they need?

    python benchmarks/marian.py                     # a random model of the size of ja→en base-memory
    python benchmarks/marian.py --size base         # of ja→en base
    python benchmarks/marian.py FOLDER --pairs FILE # a real model, on lines of SOURCE<tab>REFERENCE

A random model says nothing, so all its targets have 40 tokens; its speed is that of a real one of its size. CPU seconds
are per sentence and core. With a real model, fxtranslate (Mozilla's own program, if installed) runs beside this engine.
Wall seconds on a busy machine mean nothing: the load is printed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from load import beside_load

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from bilingual.engines.base import Request, cores  # noqa: E402
from bilingual.engines.marian import decoding  # noqa: E402
from bilingual.engines.marian.blas import SingleThreadedBlas  # noqa: E402
from bilingual.engines.marian.engine import BATCH_ROWS, MarianEngine  # noqa: E402
from bilingual.engines.marian.files import find_files  # noqa: E402
from bilingual.engines.marian.network import Network  # noqa: E402
from bilingual.engines.marian.reader import read_model  # noqa: E402
from marianfiles import BASE, BASE_MEMORY, random_model  # noqa: E402

SIZES = {"base-memory": BASE_MEMORY, "base": BASE}
SOURCE_TOKENS, TARGET_TOKENS = 32, 40


def memory() -> str:
    """Return the memory of this process: the most so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{peak // (1 << 20 if sys.platform == 'darwin' else 1 << 10)} MB"


def line(name: str, sentences: int, run: Callable[[], object]) -> None:
    """Print what a run takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    print(
        f"{name:34} {cpu / sentences:7.3f} s CPU  {60 * sentences / cpu:6.0f}/min/core  "
        f"{60 * sentences / wall:6.0f}/min wall  peak {memory():>7}  load {load}",
        flush=True,
    )


def write_random(size: str, path: Path) -> None:
    """Write a model whose end token has no chance, so that every target has the most tokens allowed."""
    path.write_bytes(random_model(SIZES[size], end_bias=-1e9).bytes())


def random_speed(size: str, sentences: int) -> None:
    """Measure a random model: the network and the search, without the tokenizer."""
    decoding.LENGTH_FACTOR, decoding.LENGTH_ADDED = 0.0, TARGET_TOKENS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.bin"
        # In a process of its own, so that its memory is not counted.
        writer = multiprocessing.get_context("spawn").Process(target=write_random, args=(size, path))
        writer.start()
        writer.join()
        print(f"{size}: {path.stat().st_size:,} bytes, before loading: {memory()}")
        cpu = time.process_time()
        network = Network(read_model(path))
        print(f"loading: {time.process_time() - cpu:.2f} s CPU, peak {memory()}")
    rng = np.random.default_rng(1)
    tokens = rng.integers(2, SIZES[size].words, (sentences, SOURCE_TOKENS - 1)).tolist()
    sources = [decoding.SourceTokens((*some, 0)) for some in tokens]
    batches = [sources[at : at + BATCH_ROWS] for at in range(0, sentences, BATCH_ROWS)]

    def run(beam: int, batches: Sequence[Sequence[decoding.SourceTokens]], workers: int) -> None:
        search = decoding.Search(network, 0, np.array([1]), beam)
        with SingleThreadedBlas(), ThreadPoolExecutor(workers) as pool:
            for found in pool.map(search.run, batches):
                assert all(len(one[0].tokens) == TARGET_TOKENS for one in found)

    line("one draft", sentences, lambda: run(1, batches, 1))
    line(f"one draft, {cores()} threads", sentences, lambda: run(1, batches, cores()))
    line("four drafts", sentences, lambda: run(4, batches, 1))
    line(f"four drafts, {cores()} threads", sentences, lambda: run(4, batches, cores()))
    few = sentences // 16
    line("one draft, one sentence at a time", few, lambda: run(1, [[source] for source in sources[:few]], 1))
    targets = rng.integers(2, SIZES[size].words, (sentences, TARGET_TOKENS)).tolist()

    def score() -> None:
        with SingleThreadedBlas():
            for at in range(0, sentences, BATCH_ROWS):
                some = slice(at, at + BATCH_ROWS)
                decoding.read_targets(network, [source.tokens for source in sources[some]], targets[some])

    line("scores of given targets", sentences, score)


def oracle():
    try:
        import fxtranslate
    except ImportError:
        print("fxtranslate is not installed")
        return None
    return fxtranslate


def shortlist_cost(engine: MarianEngine, sources: Sequence[str]) -> None:
    """Print how many drafts of a beam are those of a search over the whole vocabulary."""
    tokens = [engine._source(Request(source)) for source in sources]
    with SingleThreadedBlas():
        short, whole = (replace(engine._model.search(4), likely=likely).run(tokens) for likely in (decoding.LIKELY, 0))
    both = [([a.tokens for a in few[:4]], [b.tokens for b in all_[:4]]) for few, all_ in zip(short, whole, strict=True)]
    best = sum(few[0] == all_[0] for few, all_ in both)
    same = sum(one in few for few, all_ in both for one in all_)
    total = sum(len(all_) for _, all_ in both)
    print(f"    of a whole beam: {best} of {len(sources)} best drafts, {same} of all {total}")


def real_speed(folder: Path, pairs: Path) -> None:
    """Measure a real model, with its quality."""
    import sacrebleu

    rows = [row.split("\t") for row in pairs.read_text("utf-8").splitlines() if row and not row.startswith("#")]
    sources, references = [row[0] for row in rows], [[row[-1] for row in rows]]
    engine = MarianEngine(folder, threads=1)
    engine.translate([Request("1")])
    drafts: dict[str, list[str]] = {}

    def run(name: str, translate: Callable[[], list[str]]) -> None:
        line(name, len(sources), lambda: drafts.update({name: translate()}))
        bleu, chrf = (
            measure(drafts[name], references).score for measure in (sacrebleu.corpus_bleu, sacrebleu.corpus_chrf)
        )
        print(f"    {bleu:.1f} BLEU  {chrf:.1f} chrF")

    for n_best in (1, 4):
        requests = [Request(source, n_best=n_best) for source in sources]
        run(f"{n_best} best", lambda requests=requests: [found[0].text for found in engine.translate(requests)])
    shortlist_cost(engine, sources)
    if (fxtranslate := oracle()) is not None:
        files = find_files(folder)
        translator = fxtranslate.Translator(
            *(path.read_bytes() for path in (files.model, files.source_vocabulary, files.target_vocabulary))
        )
        run("fxtranslate", lambda: [translator.translate(source) for source in sources])
        same = sum(a == b for a, b in zip(drafts["1 best"], drafts["fxtranslate"], strict=True))
        print(f"    {same} of {len(sources)} drafts are the same")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pairs", type=Path, default=HERE.parent / "tests" / "data" / "portuguese.tsv")
    parser.add_argument("--size", choices=SIZES, default="base-memory")
    parser.add_argument("--sentences", type=int, default=128)
    options = parser.parse_args()
    if options.folder:
        real_speed(options.folder, options.pairs)
    else:
        random_speed(options.size, options.sentences)


if __name__ == "__main__":
    with beside_load():
        main()
