"""Are the suggestions the names and terms that a publisher needs?

    python benchmarks/suggest.py

For four articles with a manual list: recall (of the list, all suggestions), precision at 20 (of the first 20
suggestions, those on the list) and average precision at 20, for `suggest` with SudachiPy, without it, and for a
baseline: katakana and kanji runs of two or more characters by frequency. The last article and its list were written
after the rules were fixed. No glossary is used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bilingual.glossary.load import Glossary
from bilingual.languages.japanese import readings
from bilingual.model import Article
from bilingual.reading import read
from bilingual.suggest.find import suggest_terms

HERE = Path(__file__).parent
FIRST = 20
ARTICLES = {
    "article": HERE.parent / "input" / "article.txt",
    "festival": HERE / "data" / "suggest" / "festival.txt",
    "chips": HERE / "data" / "suggest" / "chips.txt",
    "council": HERE / "data" / "suggest" / "council.txt",
}


def wanted(name: str) -> set[str]:
    lines = (HERE / "data" / "suggest" / f"{name}.tsv").read_text("utf-8").splitlines()
    return {line.split("\t")[0] for line in lines if line and not line.startswith("#")}


def by_rules(article: Article) -> list[str]:
    return [one.source for one in suggest_terms([article], Glossary())]


def without_dictionary(article: Article) -> list[str]:
    found, readings.find_spec = readings.find_spec, lambda name, package=None: None
    try:
        return by_rules(article)
    finally:
        readings.find_spec = found


def by_frequency(article: Article) -> list[str]:
    counts: Counter[str] = Counter()
    for unit in article.units:
        counts.update(re.findall("[一-鿿々]{2,}|[ァ-ヴー]{2,}", unit.source))
    return [word for word, count in counts.most_common() if count > 1]


def main() -> None:
    ways: dict[str, Callable[[Article], list[str]]] = {"baseline": by_frequency, "no dictionary": without_dictionary}
    if readings.available():
        ways["SudachiPy"] = by_rules
    print(f"{'':10}{'':>8}" + "".join(f"{name:>28}" for name in ways))
    print(f"{'':10}{'wanted':>8}" + f"{'given  recall  P@20  AP@20':>28}" * len(ways))
    sums: dict[str, list[float]] = {name: [0.0, 0.0, 0.0] for name in ways}
    for name, path in ARTICLES.items():
        goal, article, cells = wanted(name), read(path), ""
        for way, find in ways.items():
            given = find(article)
            good = [word in goal for word in given[:FIRST]]
            precision = sum(good) / FIRST
            ranked = sum(sum(good[: i + 1]) / (i + 1) for i, is_good in enumerate(good) if is_good) / min(
                FIRST, len(goal)
            )
            recall = len(goal & set(given)) / len(goal)
            sums[way] = [one + two for one, two in zip(sums[way], (recall, precision, ranked), strict=True)]
            cells += f"{len(given):>8}{recall:>8.0%}{precision:>6.0%}{ranked:>6.0%}"
        print(f"{name:10}{len(goal):>8}{cells}")
    means = "".join(
        f"{'':>8}{r:>8.0%}{p:>6.0%}{a:>6.0%}" for r, p, a in ([v / len(ARTICLES) for v in s] for s in sums.values())
    )
    print(f"{'mean':10}{'':>8}{means}")


if __name__ == "__main__":
    main()
