"""Does confidence find the wrong sentences? A curve over judged drafts, and the weights that fit them.

    python benchmarks/confidence.py [--fit]
    python benchmarks/confidence.py --draft NEW.tsv [--engine llm] ARTICLE...

`data/judged.tsv` has drafts of an engine, each judged by reading it against the Japanese: `right`, or `wrong` if it
says something that the source does not say, or leaves out something that matters. Prints, for each tenth of the drafts
by confidence, how many are wrong, beside a baseline (the longest sentences first). `--fit` also prints weights fitted
on the sheet, and how they do on sentences that they were not fitted on (cross-validation). `--draft` writes a new
sheet, without verdicts.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bilingual.checks.registry import check_unit
from bilingual.engines.choose import EngineSpec
from bilingual.matching.find import find_all
from bilingual.memory.drafts import default_path, drafts_at, remembering
from bilingual.model import Unit
from bilingual.numbers import NumberStyle
from bilingual.pipeline import hints_for
from bilingual.quality.confidence import estimate_confidence
from bilingual.quality.contest import Drafter, draft_units
from bilingual.quality.signals import Signals, as_values
from bilingual.session import Session
from bilingual.settings import Settings

HERE = Path(__file__).parent
SHEET = HERE / "data" / "judged.tsv"
COLUMNS = ("verdict", "why", "article", "kind", "engine", "score", "second", "agreement", "coverage", "ratio",
           "length", "warnings", "source", "target")  # fmt: skip
_FOLDS = 5


@dataclass(frozen=True)
class Judged:
    """One row of the sheet."""

    wrong: bool
    engine: str
    signals: Signals
    source: str


def read(path: Path) -> list[Judged]:
    """Return the judged drafts of a sheet."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    found: list[Judged] = []
    for cells in rows:
        row = dict(zip(COLUMNS, cells, strict=True))

        def number(name: str, row: dict[str, str] = row) -> float | None:
            return None if row[name] == "-" else float(row[name])

        signals = Signals(
            number("score"), number("second"), number("agreement"), number("coverage"),
            number("ratio") or 0.0, int(row["length"]), int(row["warnings"]),
        )  # fmt: skip
        found.append(Judged(row["verdict"] == "wrong", row["engine"], signals, row["source"]))
    return found


def curve(name: str, judged: Sequence[Judged], doubt: Callable[[Judged], float]) -> None:
    """Print how many of each tenth, the most doubtful first, are wrong."""
    order = sorted(judged, key=doubt, reverse=True)
    total, size = sum(one.wrong for one in judged), len(judged) / 10
    tenths = [order[round(n * size) : round((n + 1) * size)] for n in range(10)]
    wrong = [sum(one.wrong for one in tenth) for tenth in tenths]
    first = wrong[0] / max(1, len(tenths[0]))
    print(f"{name:26}" + "".join(f"{n:5}" for n in wrong) + f"{first:9.0%}{first / (total / len(judged)):7.1f}"
          f"{area(judged, doubt):7.2f}")  # fmt: skip


def area(judged: Sequence[Judged], doubt: Callable[[Judged], float]) -> float:
    """Return the share of (wrong, right) pairs in which the wrong one is more doubtful: 0.5 is chance."""
    wrong, right = [doubt(one) for one in judged if one.wrong], [doubt(one) for one in judged if not one.wrong]
    pairs = [(x > y) + 0.5 * (x == y) for x in wrong for y in right]
    return float(sum(pairs) / max(1, len(pairs)))


def table(judged: Sequence[Judged]) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """Return signals (centred, in spreads, 0 where missing), verdicts, and the names of the signals."""
    values = [as_values(one.signals) for one in judged]
    names = [name for name in values[0] if sum(row[name] is not None for row in values) > len(values) / 4]
    columns: list[NDArray[np.float64]] = []
    for name in names:
        known = np.array([row[name] for row in values if row[name] is not None], float)
        mean, spread = known.mean(), known.std() or 1.0
        print(f"    {name:10} mean {mean:6.2f}  spread {spread:5.2f}  known {len(known)}")
        columns.append(np.array([0.0 if row[name] is None else ((row[name] or 0.0) - mean) / spread for row in values]))
    return np.clip(np.stack(columns, 1), -3, 3), np.array([float(not one.wrong) for one in judged]), names


def fit(x: NDArray[np.float64], y: NDArray[np.float64], penalty: float = 3.0) -> NDArray[np.float64]:
    """Return the intercept and the weights of a logistic regression, by Newton's method with a penalty."""
    a = np.hstack([np.ones((len(x), 1)), x])
    w = np.zeros(a.shape[1])
    damp = np.diag([0.0] + [penalty] * x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-a @ w))
        gradient = a.T @ (y - p) - damp @ w
        hessian = (a * (p * (1 - p))[:, None]).T @ a + damp
        w += np.linalg.solve(hessian, gradient)
    return w


def fitted(judged: Sequence[Judged]) -> None:
    """Print weights fitted on the sheet, and the curve of weights fitted on the other folds."""
    x, y, names = table(judged)
    weights = fit(x, y)
    print(
        f"    intercept {weights[0]:.2f}  " + "  ".join(f"{n} {w:.2f}" for n, w in zip(names, weights[1:], strict=True))
    )
    doubts = np.zeros(len(y))
    folds = np.arange(len(y)) % _FOLDS
    for fold in range(_FOLDS):
        w = fit(x[folds != fold], y[folds != fold])
        doubts[folds == fold] = -(w[0] + x[folds == fold] @ w[1:])
    by_row = {id(one): doubt for one, doubt in zip(judged, doubts, strict=True)}
    curve("fitted, cross-validated", judged, lambda one: by_row[id(one)])


def draft(out: Path, engine: str, articles: Sequence[Path], glossaries: tuple[Path, ...]) -> None:
    """Write a sheet without verdicts: the drafts of an engine for some articles, with their signals."""
    lines = ["# " + "\t".join(COLUMNS)]
    with (
        Session(Settings(engine=EngineSpec(engine), glossaries=glossaries or "nearest")) as session,
        drafts_at(default_path()) as cache,
    ):
        drafters = [Drafter(remembering(one, cache)) for one in session.engines]
        for path in articles:
            article = session.read(path)
            terms = session.terms(session.project.glossaries(path, session.settings))
            found = find_all(article, terms.matcher, NumberStyle())
            todo = [(block.kind, unit) for block in article.blocks for unit in block.units]
            covered = session.words.covered if session.words else None
            hints = hints_for(article, found, drafters, session.words)
            done = draft_units(
                todo,
                drafters,
                find=lambda unit, found=found: found[unit.id],
                judge=check_unit,
                hints=hints,
                covered=covered,
            )
            for kind, unit in todo:
                if signals := done.signals.get(unit.id):
                    lines.append("\t".join(row_of(path.stem, kind, done.units[unit.id], signals)))
    out.write_text("\n".join(lines) + "\n", "utf-8")


def row_of(article: str, kind: str, unit: Unit, signals: Signals) -> list[str]:
    """Return the cells of a draft, without its verdict."""
    numbers = [signals.score, signals.second, signals.agreement, signals.coverage, signals.ratio]
    cells = ["-" if value is None else f"{value:.3f}" for value in numbers]
    return [
        "",
        "",
        article,
        kind,
        unit.engine,
        *cells,
        str(signals.length),
        str(signals.warnings),
        unit.source,
        unit.target,
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--draft", type=Path)
    parser.add_argument("--engine", default="llm")
    parser.add_argument("--glossary", type=Path, action="append", default=[])
    options = parser.parse_args()
    if options.draft:
        draft(options.draft, options.engine, options.articles, tuple(options.glossary))
        return
    everything = read(SHEET)
    for engine in dict.fromkeys(one.engine for one in everything):
        print_curves(engine, [one for one in everything if one.engine == engine], with_fit=options.fit)


def print_curves(engine: str, judged: Sequence[Judged], *, with_fit: bool) -> None:
    """Print the curves of one engine's drafts."""
    wrong = sum(one.wrong for one in judged)
    print(
        f"\n{engine}: {len(judged)} drafts, {wrong} wrong ({wrong / len(judged):.0%}); "
        "wrong in each tenth, the most doubtful first"
    )
    print(f"{'':26}" + "".join(f"{n:5}" for n in range(1, 11)) + f"{'first':>9}{'times':>7}{'AUC':>7}")
    curve("longest first", judged, lambda one: one.signals.length)
    curve("findings first", judged, lambda one: one.signals.warnings)
    curve("confidence", judged, lambda one: -(estimate_confidence(one.signals, one.engine).confidence or 0.5))
    if with_fit:
        fitted(judged)


if __name__ == "__main__":
    main()
