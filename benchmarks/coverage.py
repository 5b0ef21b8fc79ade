"""Which of several drafts should be taken: the first, the one most like the others, or the one that covers most?

    python benchmarks/coverage.py [--engine ENGINE] [--eval FILE.tsv] [--lines N] [--samples N]

Needs the dictionary (`bilingual engine install jmdict`). Prints BLEU and chrF of each choice: among the drafts of a
beam (the test package by default, on `data/pairs.tsv`), or among the first draft and samples of a language model
(`--engine llm`, on the sentences of the article in `input/`). `--eval` takes other sentences: source, tab, reference.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import sacrebleu
from load import beside_load

from bilingual.engines.base import Engine, Request
from bilingual.engines.choose import choose
from bilingual.lexicon.coverage import coverage
from bilingual.lexicon.store import Lexicon, find_lexicon
from bilingual.memory.drafts import default_path, drafts_at, remembering
from bilingual.translation.chrf import agreement

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
BELOW = 0.7
"""Coverage below which `enforce` takes further samples."""


def drafts_of(engine: Engine, sources: Sequence[str], samples: int) -> list[list[str]]:
    """Return the drafts of each sentence, the first draft first."""
    if not engine.traits.samples:
        found = engine.translate([Request(source, n_best=samples) for source in sources])
        return [[draft.text for draft in drafts] for drafts in found]
    kind = "paragraph" if "kind" in engine.traits.uses else ""
    every = [
        engine.translate([Request(source, attempt=attempt, kind=kind) for source in sources])  # type: ignore[arg-type]
        for attempt in range(samples)
    ]
    return [[drafts[0].text for drafts in one] for one in zip(*every, strict=True)]


def compared(engine: Engine, pairs: Sequence[tuple[str, str]], samples: int, words: Lexicon) -> None:
    """Print the table."""
    drafts = drafts_of(engine, [ja for ja, _ in pairs], samples)
    shares = [[coverage(ja, text, (), words).share for text in one] for (ja, _), one in zip(pairs, drafts, strict=True)]
    rows = {
        "first": [one[0] for one in drafts],
        "most like the others": [max(zip(agreement(one), one, strict=True))[1] for one in drafts],
        "covers most": [_best(one, share) for one, share in zip(drafts, shares, strict=True)],
        f"the same, if the first is below {BELOW}": [
            _best(one, share) if share[0] < BELOW else one[0] for one, share in zip(drafts, shares, strict=True)
        ],
    }
    print(f"{len(pairs)} sentences, up to {samples} drafts of {engine.name}")
    for name, texts in rows.items():
        references = [[en for _, en in pairs]]
        bleu, chrf = sacrebleu.corpus_bleu(texts, references).score, sacrebleu.corpus_chrf(texts, references).score
        print(f"{name:34}{bleu:8.2f}{chrf:8.2f}")


def _best(texts: Sequence[str], shares: Sequence[float]) -> str:
    """Return the text with the largest share, the first of equals."""
    return texts[max(range(len(texts)), key=lambda n: (shares[n], -n))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", default="")
    parser.add_argument("--eval", type=Path)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--samples", type=int, default=4)
    options = parser.parse_args()
    words = find_lexicon()
    if words is None:
        raise SystemExit("the dictionary is not installed: bilingual engine install jmdict")
    if options.eval or options.engine:
        rows = (options.eval or HERE / "data" / "references" / "article.tsv").read_text("utf-8").splitlines()
        pairs = [(row.split("\t")[0], row.split("\t")[1]) for row in rows]
    else:
        pairs = [
            (row.split("\t")[1], row.split("\t")[2])
            for row in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()
        ]
    if options.engine:
        pairs = [pair for pair in pairs if pair[0].endswith("。")]
    pairs = pairs[:: max(1, len(pairs) // options.lines)][: options.lines]
    with tempfile.TemporaryDirectory() as folder, drafts_at(default_path()) as cache:
        if not options.engine:
            with zipfile.ZipFile(PACKAGE) as archive:
                archive.extractall(folder)
        name = options.engine or str(next(Path(folder).glob("*/metadata.json")).parent)
        compared(remembering(choose(name), cache), pairs, options.samples, words)


if __name__ == "__main__":
    with beside_load():
        main()
