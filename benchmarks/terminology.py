"""Is the glossary followed, and at what cost? Term success, consistency and quality, with and without enforcement.

    python benchmarks/terminology.py [--sentences N] [--examples N]

Prints two tables. The first, for the same sentences, terms and engine: the engine alone, with its terms as
placeholders, with its terms inline, with enforcement before the last resort, and with all of it; the best figures of
the WMT 2023 terminology task follow. `engine` and `all` are process time, of the engine and of everything, as
ratios to the engine alone.

The second is about numbers: the share of the hard numbers, dates and amounts of sentences that are in the target, by
the engine alone and enforced.

Term success is the share of (sentence, term) pairs whose English is in the target, by the verifier's expression
(inflections are accepted) and by a plain lookup independent of the verifier (any case, letters only). Consistency is
the share of a term's later renderings that are the same as its first; the rendering of a missing term is found by
attention.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sacrebleu
from load import beside_load

from bilingual.checks.registry import check_unit
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Question, Request
from bilingual.glossary.load import Glossary, Term
from bilingual.languages.english.tidy import tidy
from bilingual.matching.matcher import Matcher
from bilingual.model import TermMatch, Unit
from bilingual.numbers import find_numbers
from bilingual.translation.candidates import must
from bilingual.translation.enforce import DraftCounts, enforce
from bilingual.translation.prompt_forms import prepare_segment, restore
from bilingual.translation.verify import says, verify

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
WMT23 = (
    ("WMT23 best success (forced decoding)", "0.854", "0.752", "40.7"),
    ("WMT23 best consistency (trained)", "0.794", "0.971", "43.3"),
    ("WMT23 best trade-off (re-decoding)", "0.765", "0.755", "41.0"),
)
"""Chinese-English, systems with the proper terms; Semenov et al. 2023, the most similar task."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of the development text, with its required terms."""

    source: str
    reference: str
    matches: tuple[TermMatch, ...]


class TimedEngine:
    """An engine that measures its time."""

    def __init__(self, engine: ArgosEngine) -> None:
        self.engine = engine
        self.name, self.signature, self.traits = engine.name, engine.signature, engine.traits
        self.seconds = 0.0

    def _timed(self, name: str, *args: Any, **options: Any) -> Any:
        started = time.process_time()
        answer = getattr(self.engine, name)(*args, **options)
        self.seconds += time.process_time() - started
        return answer

    def translate(self, *args: Any, **options: Any) -> Any:
        return self._timed("translate", *args, **options)

    def locate(self, *args: Any, **options: Any) -> Any:
        return self._timed("locate", *args, **options)

    def score(self, *args: Any, **options: Any) -> Any:
        return self._timed("score", *args, **options)


def sentences(count: int) -> list[Sentence]:
    """Return the sentences; each has its own glossary, as in the WMT task."""
    found = []
    for line in (HERE / "data" / "terminology.tsv").read_text("utf-8").splitlines()[:count]:
        source, reference, *pairs = line.split("\t")
        terms = tuple(Term(*pair.split("=", 1)) for pair in pairs)
        matches = tuple(Matcher(Glossary(terms)).find(source))
        if matches:
            found.append(Sentence(source, reference, matches))
    return found


def one_form(engine: TimedEngine, form: str) -> Callable[[Sequence[Sentence]], list[str]]:
    """Return the engine's best draft of one form of each sentence."""

    def run(texts: Sequence[Sentence]) -> list[str]:
        prepared = [prepare_segment(text.source, text.matches, form) for text in texts]
        answers = engine.translate([Request(segment, n_best=4) for segment in prepared])
        return [
            tidy(restore(drafts[0].text, text.source, text.matches, form), text.source, "paragraph")
            for text, drafts in zip(texts, answers, strict=True)
        ]

    return run


def enforced(
    engine: TimedEngine, *, force: bool, figures: list[DraftCounts]
) -> Callable[[Sequence[Sentence]], list[str]]:
    """Return the whole process; its figures are added to `figures`."""

    def run(texts: Sequence[Sentence]) -> list[str]:
        matches = {f"{n}.1": text.matches for n, text in enumerate(texts)}
        units = [("paragraph", Unit(f"{n}.1", text.source)) for n, text in enumerate(texts)]
        done, counted = enforce(
            units,  # type: ignore[arg-type]
            engine,
            find=lambda unit: matches[unit.id],
            judge=check_unit,
            force=force,
        )
        figures.append(counted)
        return [done[unit.id].target for _, unit in units]

    return run


def with_numbers(count: int) -> list[Sentence]:
    """Return the sentences of the second table, with their numbers as the required terms."""
    lines = (HERE / "data" / "numbers.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t")[:2] for line in lines if not line.startswith("#")][:count]
    found = [Sentence(source, reference, find_numbers(source)) for source, reference in rows]
    return [text for text in found if any(map(must, text.matches))]


def numbers_said(texts: Sequence[Sentence], targets: Sequence[str]) -> float:
    """Return the share of hard numbers that are in the targets."""
    said = [
        match.found
        for text, target in zip(texts, targets, strict=True)
        for match in verify(text.matches, target)
        if must(match)
    ]
    return sum(said) / len(said)


def success(texts: Sequence[Sentence], targets: Sequence[str], said: Callable[[str, TermMatch], bool]) -> float:
    """Return the share of (sentence, term) pairs whose term is used."""
    pairs = [
        said(target, match)
        for text, target in zip(texts, targets, strict=True)
        for match in {match.target: match for match in text.matches}.values()
    ]
    return sum(pairs) / len(pairs)


def plainly(target: str, match: TermMatch) -> bool:
    """Return whether the target has the term's letters in this order, whatever is between words."""
    return _letters(match.target) in _letters(target)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def consistency(engine: TimedEngine, texts: Sequence[Sentence], targets: Sequence[str]) -> float:
    """Return the share of later renderings of a term that are the same as its first in the text."""
    places = [
        (text, target, match)
        for text, target in zip(texts, targets, strict=True)
        for match in {match.source: match for match in text.matches}.values()
    ]
    unsaid = [n for n, (_, target, match) in enumerate(places) if not says(target, match)]
    looked = engine.locate(
        [Question(places[n][0].source, places[n][1], places[n][2].start, places[n][2].end) for n in unsaid]
    )
    renderings = {n: match.target for n, (_, _, match) in enumerate(places)}
    for n, found in zip(unsaid, looked, strict=True):
        renderings[n] = places[n][1][found[0].start : found[0].end] if found else ""
    first: dict[tuple[str, str], str] = {}
    same: list[bool] = []
    for n, (_, _, match) in enumerate(places):
        # The lexicon may have two English words for one Japanese word: each sentence requires its own.
        key = (match.source, match.target)
        if key in first:
            same.append(first[key] == renderings[n])
        first.setdefault(key, renderings[n])
    return sum(same) / len(same) if same else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=500)
    parser.add_argument("--examples", type=int, default=0, help="number of sentences changed by enforcement to print")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(PACKAGE) as archive:
            archive.extractall(folder)
        engine = TimedEngine(ArgosEngine(next(Path(folder).glob("*/metadata.json")).parent))
        engine.translate([Request("準備。")])
        terms(engine, sentences(options.sentences), options.examples)
        numbers(engine, with_numbers(options.sentences))


def terms(engine: TimedEngine, texts: Sequence[Sentence], examples: int) -> None:
    """Print the first table."""
    references = [[text.reference for text in texts]]
    figures: list[DraftCounts] = []
    arms = (
        ("engine alone", one_form(engine, "plain")),
        ("terms as placeholders (X1)", one_form(engine, "placeholder")),
        ("terms inline", one_form(engine, "spaced")),
        ("enforced, before the last resort", enforced(engine, force=False, figures=figures)),
        ("enforced", enforced(engine, force=True, figures=figures)),
    )
    pairs = sum(len({match.target for match in text.matches}) for text in texts)
    print(f"{len(texts)} sentences, {pairs} (sentence, term) pairs")
    print(f"{'':38}{'success':>9}{'look-up':>9}{'consist.':>9}{'chrF':>7}{'BLEU':>7}{'engine':>8}{'all':>6}")
    base = spent = 0.0
    outputs: list[list[str]] = []
    for name, run in arms:
        started, engine.seconds = time.process_time(), 0.0
        targets = run(texts)
        seconds, spent = time.process_time() - started, engine.seconds
        base = base or spent
        outputs.append(targets)
        print(
            f"{name:38}{success(texts, targets, says):9.4f}{success(texts, targets, plainly):9.4f}"
            f"{consistency(engine, texts, targets):9.4f}{sacrebleu.corpus_chrf(targets, references).score:7.2f}"
            f"{sacrebleu.corpus_bleu(targets, references).score:7.2f}{spent / base:8.2f}{seconds / base:6.2f}"
        )
    for name, *values in WMT23:
        print(f"{name:38}{values[0]:>9}{'':>9}{values[1]:>9}{values[2]:>7}")
    done = figures[-1]
    print(
        f"{done.units} units: {done.again} retried, {done.improved} improved, {done.repaired} repaired by rule, "
        f"{done.forced} with a term in brackets"
    )
    changed = [n for n in range(len(texts)) if outputs[0][n] != outputs[-1][n]]
    for n in changed[:examples]:
        print(f"\n  {texts[n].source}\n- {outputs[0][n]}\n+ {outputs[-1][n]}")


def numbers(engine: TimedEngine, texts: Sequence[Sentence]) -> None:
    """Print the second table."""
    references = [[text.reference for text in texts]]
    figures: list[DraftCounts] = []
    hard = sum(must(match) for text in texts for match in text.matches)
    print(f"\n{len(texts)} sentences, {hard} hard numbers{'':11}{'said':>9}{'chrF':>7}")
    for name, targets in (
        ("human translation", [text.reference for text in texts]),
        ("engine alone", one_form(engine, "plain")(texts)),
        ("enforced, before the last resort", enforced(engine, force=False, figures=figures)(texts)),
        ("enforced", enforced(engine, force=True, figures=figures)(texts)),
    ):
        chrf = sacrebleu.corpus_chrf(targets, references).score
        print(f"{name:38}{numbers_said(texts, targets):9.4f}{chrf:7.2f}")
    print(f"{figures[-1].repaired} sentences repaired by rule, {figures[-1].forced} with a number in brackets")


if __name__ == "__main__":
    with beside_load():
        main()
