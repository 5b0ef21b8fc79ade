"""Is the best of two engines' drafts better than the drafts of the better engine alone?

    python benchmarks/choice.py FILE.tsv

FILE.tsv has real drafts: source, reference, draft of the first engine, draft of the second, separated by tabs. Prints
BLEU and chrF of each engine alone, of the choice between them (errors first, then precedence), and of the choice that
chrF with the reference would make: the most that any judge could reach.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import sacrebleu

from bilingual.checks.registry import check_unit
from bilingual.glossary.load import Glossary
from bilingual.matching.find import find_all
from bilingual.matching.matcher import Matcher
from bilingual.model import Article, Block, Unit
from bilingual.numbers import NumberStyle
from bilingual.quality.choice import Option, choose_option
from bilingual.quality.confidence import estimate_confidence
from bilingual.quality.signals import Opinions, signals_of
from bilingual.translation.candidates import Task, judged
from bilingual.translation.chrf import chrf


def option(task: Task, draft: str, other: str, engine: str) -> Option:
    """Return a draft as the judge sees it: tidied, with its findings and the confidence in it."""
    found = judged(task, draft, check_unit)
    signals = signals_of(found.unit, Opinions(drafts=(other,)), found.faults)
    return Option(found.unit, found.faults, estimate_confidence(signals, engine).confidence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    rows = [line.split("\t")[:4] for line in parser.parse_args().file.read_text("utf-8").splitlines()]
    units = [Unit(f"{number}.1", row[0]) for number, row in enumerate(rows, 1)]
    article = Article(tuple(Block("paragraph", (unit,)) for unit in units))
    found = find_all(article, Matcher(Glossary()), NumberStyle())
    texts: dict[str, list[str]] = {"first engine": [], "second engine": [], "choice": [], "best by reference": []}
    switched = 0
    for unit, (_, reference, one, two) in zip(units, rows, strict=True):
        task = Task(unit, "paragraph", tuple(found[unit.id]))
        options = [option(task, one, two, "firefox"), option(task, two, one, "argos")]
        targets = [each.unit.target for each in options]
        best = choose_option(options)
        switched += best
        texts["first engine"].append(targets[0])
        texts["second engine"].append(targets[1])
        texts["choice"].append(targets[best])
        texts["best by reference"].append(max(targets, key=lambda text, ref=reference: chrf(text, ref)))
    references = [[row[1] for row in rows]]
    print(f"{len(rows)} sentences; the choice takes {switched} drafts of the second engine")
    for name, found_texts in texts.items():
        bleu, score = sacrebleu.corpus_bleu(found_texts, references), sacrebleu.corpus_chrf(found_texts, references)
        print(f"{name:20}{bleu.score:8.2f}{score.score:8.2f}")


if __name__ == "__main__":
    main()
