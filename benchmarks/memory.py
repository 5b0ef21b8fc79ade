"""How fast is the fuzzy search of a large memory, and does its index find what comparing with every source finds?

    python benchmarks/memory.py [--units N] [--queries N]

Fills a memory with sentences made of the clauses of `data/pairs.tsv`, searches it for slightly changed ones, and prints
the milliseconds of a search by the index and by comparing with every source, in the same run; their ratio; and for how
many searches both find an equally good best match. Milliseconds depend on the machine; compare the ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from load import beside_load

from bilingual.keys import key_of
from bilingual.memory.entries import Decision
from bilingual.memory.fuzzy import FuzzyIndex, FuzzyMatch, build_index
from bilingual.memory.store import Memory

HERE = Path(__file__).parent
BATCH = 5_000


def sentences(count: int, chance: random.Random) -> list[str]:
    """Return `count` different sentences, made of the clauses of real ones."""
    rows = [line.split("\t")[1] for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    prose = (HERE / "data" / "prose.txt").read_text("utf-8").split()
    clauses = [clause for text in (*rows, *prose) for clause in text.rstrip("。").split("、") if 4 <= len(clause) <= 40]
    made: dict[str, None] = {}
    while len(made) < count:
        number = chance.choice((1, 2, 2, 3, 3, 4))
        made["、".join(chance.sample(clauses, number)) + f"{chance.choice(('', '', str(len(made) % 97)))}。"] = None
    return list(made)


def changed(text: str, chance: random.Random) -> str:
    """Return the text with up to a fifth of its characters changed."""
    letters = list(text)
    for _ in range(chance.randint(1, max(1, len(letters) // 5))):
        at = chance.randrange(len(letters))
        letters[at] = chance.choice(("", chance.choice(text), letters[at] + chance.choice(text)))
    return "".join(letters)


def measure(search: Callable[[str], list[FuzzyMatch]], queries: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each search, and the score of its best match."""
    times, scores = [], []
    for query in queries:
        begin = time.perf_counter()
        found = search(query)
        times.append((time.perf_counter() - begin) * 1000)
        scores.append(found[0].score if found else 0.0)
    return times, scores


def shown(name: str, times: list[float]) -> str:
    """Return a line of the table."""
    ordered = sorted(times)
    late = ordered[int(len(ordered) * 0.95)]
    return f"{name:<20}{statistics.median(times):>10.1f}{late:>10.1f}{ordered[-1]:>10.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=80)
    arguments = parser.parse_args()
    chance = random.Random(11)
    texts = sentences(arguments.units, chance)
    queries = [changed(text, chance) for text in chance.sample(texts, arguments.queries)]
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "memory.sqlite") as memory:
        for start in range(0, len(texts), BATCH):
            memory.decide([Decision(text, key_of(text), "English.") for text in texts[start : start + BATCH]])
        size, begin = memory.path.stat().st_size, time.perf_counter()
        build_index(memory)
        built = time.perf_counter() - begin
        with memory.writing():
            pass
        begin = time.perf_counter()
        index = FuzzyIndex.of(memory)
        opened = time.perf_counter() - begin
        everything = FuzzyIndex(enumerate(texts, 1))
        everything.best("。")
        brute, best = measure(everything.best, queries)
        fast, found = measure(index.best, queries)
        grown = memory.path.stat().st_size - size
    print(f"{len(texts):,} units of {statistics.mean(map(len, texts)):.0f} characters, {len(queries)} searches")
    print(f"{'milliseconds':<20}{'median':>10}{'95 %':>10}{'longest':>10}")
    print(shown("every source", brute))
    print(shown("index", fast))
    print(f"index : every source {statistics.median(fast) / statistics.median(brute):.2f}")
    print(f"built in {built:.1f} s, +{grown / 1e6:.0f} MB; opened in {opened:.2f} s")
    same = sum(one >= other - 1e-9 for one, other in zip(found, best, strict=True))
    print(f"best match as good as with every source: {same} of {len(queries)}; none found: {best.count(0.0)}")


if __name__ == "__main__":
    with beside_load():
        main()
