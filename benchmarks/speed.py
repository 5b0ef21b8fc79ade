"""How fast is one batch, compared with argostranslate's own loop? Same package, same text, same beam, one run.

    python benchmarks/speed.py [--sentences N] [--article N] [--package FILE] [--settings]

Prints seconds and CPU seconds, each with the ratio to this engine, and chrF against the reference, for
(1) argostranslate with its default threads, (2) with one thread inside a translation, its best setting, (3) this engine
with all sentences in one call, and (4) in calls of one article each. CPU seconds tell what the cores did, seconds what
a user waits; those of a busy machine are marked as not to be quoted. `--settings` compares settings of CTranslate2
instead: CPU seconds of one thread, the best of three.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import MagicMock

import sacrebleu
from load import beside_load

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"


def pairs(count: int) -> list[tuple[str, str]]:
    """Return `count` (Japanese, English) pairs, spread over the file."""
    rows = [line.split("\t") for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    step = max(1, len(rows) // count)
    return [(ja, en) for _, ja, en in rows[::step]][:count]


def their_loop(directory: Path, threads: int) -> Callable[[list[str]], list[str]]:
    """Return argostranslate's own loop: `apply_packaged_translation`, one text at a time."""
    # It imports these at load and uses them for sentence splitting only; every text here is one sentence.
    for name in ("stanza", "spacy", "minisbd"):
        sys.modules.setdefault(name, MagicMock())
    import ctranslate2
    from argostranslate.package import Package
    from argostranslate.translate import apply_packaged_translation

    class OneSentence:
        def split_sentences(self, text: str) -> list[str]:
            return [text]

    package = Package(directory)
    model = str(directory / "model")
    translator = ctranslate2.Translator(model, inter_threads=1, intra_threads=threads, compute_type="auto")

    def run(texts: list[str]) -> list[str]:
        return [apply_packaged_translation(package, t, translator, OneSentence(), 4)[0].value for t in texts]

    return run


def our_engine(directory: Path, article: int) -> Callable[[list[str]], list[str]]:
    """Return this project's engine: `article` sentences in a call, n-best of four as in a render."""
    from bilingual.engines.argos import ArgosEngine
    from bilingual.engines.base import Request

    engine = ArgosEngine(directory)

    def run(texts: list[str]) -> list[str]:
        calls = [texts[at : at + article] for at in range(0, len(texts), article)]
        return [drafts[0].text for call in calls for drafts in engine.translate([Request(t, n_best=4) for t in call])]

    return run


# tokens of a batch (0: one sentence), hypotheses, beam, numbers
SETTINGS = (
    (0, 4, 4, "int8"),
    (0, 1, 4, "int8"),
    (256, 4, 4, "int8"),
    (512, 4, 4, "int8"),
    (1024, 4, 4, "int8"),
    (4096, 4, 4, "int8"),
    (512, 1, 4, "int8"),
    (512, 1, 2, "int8"),
    (512, 1, 1, "int8"),
    (512, 4, 4, "float32"),
)


def compare_settings(directory: Path, sources: list[str], references: list[str]) -> None:
    """Print CPU seconds and chrF of each setting."""
    import ctranslate2
    from argostranslate.package import Package

    from bilingual.engines.argos import LENGTH_PENALTY

    tokenizer = Package(directory).tokenizer
    tokens = [tokenizer.encode(source) for source in sources]
    print(f"{'batch, tokens':>14}{'hypotheses':>12}{'beam':>6}  {'numbers':9}{'CPU s':>7}{'chrF':>7}")
    for batch, hypotheses, beam, numbers in SETTINGS:
        translator = ctranslate2.Translator(str(directory / "model"), intra_threads=1, compute_type=numbers)
        how = {"beam_size": beam, "num_hypotheses": hypotheses, "length_penalty": LENGTH_PENALTY}
        how |= {"max_batch_size": batch, "batch_type": "tokens"} if batch else {"max_batch_size": 1}
        times = []
        for _ in range(3):
            spent = time.process_time()
            found = translator.translate_batch(tokens, **how)
            times.append(time.process_time() - spent)
        texts = [tokenizer.decode(result.hypotheses[0]) for result in found]
        chrf = sacrebleu.corpus_chrf(texts, [references]).score
        print(f"{batch or 'one':>14}{hypotheses:>12}{beam:>6}  {numbers:9}{min(times):7.2f}{chrf:7.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--article", type=int, default=49, help="sentences of an article")
    parser.add_argument("--package", type=Path, default=PACKAGE)
    parser.add_argument("--settings", action="store_true", help="compare settings of CTranslate2")
    options = parser.parse_args()
    sample = pairs(options.sentences)
    sources, references = [ja for ja, _ in sample], [en for _, en in sample]
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(options.package) as archive:
            archive.extractall(folder)
        directory = next(Path(folder).glob("*/metadata.json")).parent
        if options.settings:
            return compare_settings(directory, sources, references)
        runners = {
            "argostranslate, default threads": their_loop(directory, 0),
            "argostranslate, one thread": their_loop(directory, 1),
            "bilingual, one call": our_engine(directory, len(sources)),
            f"bilingual, calls of {options.article}": our_engine(directory, options.article),
        }
        rows = []
        for name, run in runners.items():
            run(sources[:2])  # loading and first-call costs are not compared
            started, spent = time.perf_counter(), time.process_time()
            texts = run(sources)
            seconds, spent = time.perf_counter() - started, time.process_time() - spent
            rows.append((name, seconds, spent, sacrebleu.corpus_chrf(texts, [references]).score))
    _, own, own_cpu, _ = rows[2]
    print(f"{len(sources)} sentences, {len(os.sched_getaffinity(0))} cores, beam 4, {options.package.name}")
    print(f"{'':34}{'seconds':>9}{'ratio':>8}{'CPU s':>9}{'ratio':>8}{'chrF':>8}")
    for name, seconds, spent, chrf in rows:
        print(f"{name:34}{seconds:9.2f}{seconds / own:8.1f}{spent:9.2f}{spent / own_cpu:8.1f}{chrf:8.1f}")


if __name__ == "__main__":
    with beside_load():
        main()
