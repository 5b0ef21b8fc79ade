"""What is the dictionary good for?

    python benchmarks/lexicon.py [--glosses FILE...] [--pairs FILE.tsv...]

Needs the installed dictionary. It prints, for every file of pairs (the last two cells of a line are a source and its
English; by default `data/pairs.tsv`), the mean coverage of right English and of the English of another line, and the
area under the curve: how often right English has the higher coverage. With `--glosses` it prints every gloss of the
texts with its place, to be judged by reading.
"""

from __future__ import annotations

import argparse
import bisect
import time
from pathlib import Path

from load import beside_load

from bilingual.lexicon.coverage import coverage
from bilingual.lexicon.store import Lexicon, find_lexicon

HERE = Path(__file__).parent
_AWAY = 7
"""Lines to the English that does not belong to a source."""
_AROUND = 18


def area(right: list[float], wrong: list[float]) -> float:
    """Return how often a value of `right` is higher than one of `wrong`; equal ones count half."""
    ordered = sorted(wrong)
    total = sum(bisect.bisect_left(ordered, x) + bisect.bisect_right(ordered, x) for x in right)
    return total / 2 / len(right) / len(wrong)


def measure(lexicon: Lexicon, path: Path) -> None:
    pairs = [line.split("\t")[-2:] for line in path.read_text("utf-8").splitlines() if "\t" in line]
    began = time.process_time()
    found = [coverage(source, target, (), lexicon) for source, target in pairs]
    spent = time.process_time() - began
    right = [one.share for one in found if one.words]
    others = [pairs[(n + _AWAY) % len(pairs)][1] for n in range(len(pairs))]
    wrong = [
        one.share
        for (source, _), target in zip(pairs, others, strict=True)
        if (one := coverage(source, target, (), lexicon)).words
    ]
    print(
        f"{path.name}: {len(right)} of {len(pairs)} sources have words of the dictionary; coverage of right English "
        f"{sum(right) / len(right):.3f}, of another line's {sum(wrong) / len(wrong):.3f}, "
        f"area {area(right, wrong):.3f}; {1000 * spent / len(pairs):.1f} ms of CPU a sentence"
    )


def show_glosses(lexicon: Lexicon, path: Path) -> None:
    count = 0
    for line in path.read_text("utf-8").splitlines():
        source = line.split("\t")[0]
        for gloss in lexicon.glosses(source):
            count += 1
            around = source[max(0, gloss.start - _AROUND) : gloss.end + _AROUND]
            print(f"{gloss.source}\t{gloss.english}\t{'' if gloss.certain else '?'}\t{around}")
    print(f"{path.name}: {count} glosses")


def main() -> None:
    parser = argparse.ArgumentParser(description="What is the dictionary good for?")
    parser.add_argument("--glosses", nargs="*", type=Path, default=[])
    parser.add_argument("--pairs", nargs="*", type=Path, default=[HERE / "data" / "pairs.tsv"])
    given = parser.parse_args()
    lexicon = find_lexicon()
    if lexicon is None:
        raise SystemExit("install the dictionary first: bilingual engine install jmdict")
    with lexicon:
        for path in given.pairs:
            measure(lexicon, path)
        for path in given.glosses:
            show_glosses(lexicon, path)


if __name__ == "__main__":
    with beside_load():
        main()
