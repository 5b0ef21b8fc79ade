"""Does it help to translate long sentences clause by clause, and when? Same package, same sentences, one run.

    python benchmarks/clauses.py [--engine PACKAGE_DIRECTORY] [--eval FILE.tsv]

Prints BLEU and chrF of the sentences whole, clause by clause, with the likelier of the two by the engine's own score,
and clause by clause only where the engine is unsure of the whole. `--eval` is a file of other sentences: source, tab,
reference.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Request
from bilingual.translation.fallbacks import LONG, UNSURE, join_clauses
from bilingual.translation.prompt_forms import clauses

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
_MOST = 300


def compared(engine: ArgosEngine, pairs: Sequence[tuple[str, str]]) -> None:
    sources, references = [ja for ja, _ in pairs], [en for _, en in pairs]
    whole = [found[0].text for found in engine.translate([Request(text) for text in sources])]
    parts = [[text[start:end] for start, end in clauses(text, ())] for text in sources]
    flat = iter(engine.translate([Request(part) for group in parts for part in group]))
    joined = [join_clauses([next(flat)[0].text for _ in group]) for group in parts]
    sure = engine.score(list(zip(sources, whole, strict=True)))
    other = engine.score(list(zip(sources, joined, strict=True)))
    rows: dict[str, list[str]] = {
        "whole": whole,
        "clause by clause": joined,
        "the likelier of the two": [b if y > x else a for a, b, x, y in zip(whole, joined, sure, other, strict=True)],
    }
    for limit in (UNSURE - 0.2, UNSURE, UNSURE + 0.2):
        chosen = [b if x < limit else a for a, b, x in zip(whole, joined, sure, strict=True)]
        rows[f"by clauses below {limit:.1f} ({sum(x < limit for x in sure)})"] = chosen
    print(f"{len(pairs)} sentences of {LONG} characters or more")
    for name, texts in rows.items():
        bleu, chrf = sacrebleu.corpus_bleu(texts, [references]).score, sacrebleu.corpus_chrf(texts, [references]).score
        print(f"{name:30}{bleu:8.2f}{chrf:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", type=Path)
    parser.add_argument("--eval", type=Path)
    options = parser.parse_args()
    rows = [line.split("\t") for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    pairs = [(ja, en) for _, ja, en in rows]
    if options.eval:
        pairs = [tuple(line.split("\t")[:2]) for line in options.eval.read_text("utf-8").splitlines()]  # type: ignore[misc]
    long = [pair for pair in pairs if len(pair[0]) >= LONG and len(clauses(pair[0], ())) > 1][:_MOST]
    with tempfile.TemporaryDirectory() as folder:
        if options.engine is None:
            with zipfile.ZipFile(PACKAGE) as archive:
                archive.extractall(folder)
        directory = options.engine or next(Path(folder).glob("*/metadata.json")).parent
        compared(ArgosEngine(directory), long)


if __name__ == "__main__":
    main()
