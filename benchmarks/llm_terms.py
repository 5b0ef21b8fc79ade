"""Is the glossary also followed by a language model? Three articles, with the figures of every step.

    python benchmarks/llm_terms.py [--engine llm]

Prints, for each article: the first greedy draft with its terms inline and nothing else (the baseline), and the whole
process: term success, consistency, numbers, samples compared, units repaired, terms in brackets, findings. Drafts are
cached as in a render, so a second run is quick; the first takes minutes per article.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from load import beside_load

from bilingual.engines.base import Engine
from bilingual.engines.choose import EngineSpec
from bilingual.languages.english.tidy import tidy
from bilingual.memory.drafts import default_path, drafts_at, remembering
from bilingual.model import Article
from bilingual.session import Session
from bilingual.settings import Settings
from bilingual.translation.candidates import must
from bilingual.translation.prompt_forms import as_it_is, prepare_segment
from bilingual.translation.verify import missing_terms, verify

ROOT = Path(__file__).parent.parent
ARTICLES = (
    ROOT / "input" / "article.txt",
    ROOT / "benchmarks" / "data" / "articles" / "rates.txt",
    ROOT / "benchmarks" / "data" / "articles" / "noto.txt",
)


def first_drafts(article: Article, engine: Engine) -> tuple[int, int, int]:
    """Return the numbers of (unit, term) pairs, of those used in the first greedy draft, and of wrong hard numbers."""
    kinds = {unit.id: block.kind for block in article.blocks for unit in block.units}
    units = [unit for unit in article.units if not as_it_is(unit, kinds[unit.id], unit.terms)]
    with drafts_at(default_path()) as store:
        drafts = remembering(engine, store).translate(
            [prepare_segment(unit.source, unit.terms, "spaced") for unit in units]
        )
    pairs = said = wrong = 0
    for unit, (draft, *_) in zip(units, drafts, strict=True):
        terms = verify(unit.terms, tidy(draft.text, unit.source, kinds[unit.id]))
        wanted = {match.target for match in terms if match.kind == "term"}
        lost = missing_terms(terms)
        pairs += len(wanted)
        said += len(wanted - {match.target for match in lost})
        wrong += sum(match.kind == "number" and must(match) for match in lost)
    return pairs, said, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="llm")
    options = parser.parse_args()
    session = Session(Settings(engine=EngineSpec(options.engine)))
    print(f"{'':24}{'success':>9}{'pairs':>7}{'consist.':>9}{'numbers':>8}{'wrong':>6}{'drafts':>7}", end="")
    print(f"{'repaired':>9}{'brackets':>9}{'findings':>9}{'seconds':>8}")
    for path in ARTICLES:
        started = time.monotonic()
        done = session.check(path)
        seconds = time.monotonic() - started
        pairs, said, wrong = first_drafts(done.article, session.engines[0])
        print(f"{path.stem + ', first draft':24}{said / pairs:9.4f}{pairs:7}{'':17}{wrong:6}")
        terms = done.figures.terms
        print(
            f"{path.stem + ', enforced':24}{terms.success:9.4f}{terms.pairs:7}{terms.consistency:9.4f}"
            f"{terms.numbers:8}{terms.numbers_wrong:6}{done.figures.drafts:7}{terms.repaired:9}{terms.forced:9}"
            f"{done.figures.findings:9}{seconds:8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    with beside_load():
        main()
