"""Is right English left alone, and are errors seen? Human translations as drafts, and errors planted in them.

    python benchmarks/harm.py [--show N]

Every sentence is answered with its human translation. A translation that comes out changed is harmed, one with a
finding is flagged. Then errors are planted, one at a time: a number or a term is deleted, changed, or exchanged
with the next of its sentence, which leaves nothing to miss but the order. An error is seen if it has a finding or is
repaired. Both belong together: a check that reports nothing harms nothing.

`plain` is pairs.tsv (prose) and numbers.tsv (sentences with numerals), `terms` is terminology.tsv with a glossary for
each sentence, `countries` all of them with a glossary of countries. The baseline reports any digits and any terms
that are not in the target letter by letter, and appends them.
"""

from __future__ import annotations

import argparse
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bilingual.checks.registry import check_unit
from bilingual.engines.base import Draft, Drafts, Request, Traits
from bilingual.glossary.load import Glossary, Term
from bilingual.matching.matcher import Matcher
from bilingual.model import TermMatch, Unit
from bilingual.numbers import find_numbers
from bilingual.translation.enforce import enforce
from bilingual.translation.verify import locate

DATA = Path(__file__).parent / "data"
COUNTRIES = {
    "日本": "Japan",
    "中国": "China",
    "韓国": "South Korea",
    "米国": "United States",
    "アメリカ": "United States",
    "ロシア": "Russia",
    "英国": "United Kingdom",
    "フランス": "France",
    "ドイツ": "Germany",
    "イタリア": "Italy",
    "インド": "India",
    "京都": "Kyoto",
    "東京": "Tokyo",
    "大阪": "Osaka",
}
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
Find = Callable[[str], tuple[TermMatch, ...]]


class Answer:
    """An engine that gives one answer to every request."""

    name, signature, traits = "answer", "answer", Traits(form="inline")

    def __init__(self, text: str) -> None:
        self.text = text

    def translate(self, requests: Sequence[Request], **_: object) -> list[Drafts]:
        return [(Draft(self.text),) for _ in requests]


@dataclass(frozen=True)
class Sentence:
    """A sentence, its human translation, and the terms that its glossary asks for."""

    source: str
    target: str
    find: Find


def rendered(sentence: Sentence, draft: str) -> Unit:
    """Return the unit as a run makes it of the draft, with its findings."""
    unit = Unit("1.1", sentence.source)
    done, _ = enforce(
        [("paragraph", unit)], Answer(draft), find=lambda unit: sentence.find(unit.source), judge=check_unit
    )
    result = done["1.1"]
    return Unit(result.id, result.source, result.target, findings=tuple(check_unit("paragraph", result)))


def plain(text: str) -> str:
    """Return the text without what typography changes: quotation marks, dashes, spaces, the last stop."""
    text = unicodedata.normalize("NFKC", text).translate(str.maketrans("’‘“”—–", "''\"\"--"))
    text = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", re.sub(r"\s*-\s*", "-", text))
    return re.sub(r"\s+", " ", re.sub(r"[.?!]+$", "", text.strip())).strip().lower()


def planted(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield each error: its kind, and the translation with it."""
    matches = sentence.find(sentence.source)
    places = locate(matches, sentence.target)
    found = [(match, place) for match, place in zip(matches, places, strict=True) if place]
    text = sentence.target
    for match, (start, end) in found:
        what = "number" if match.kind == "number" else "term"
        if match.number is not None and not match.number.hard:
            continue
        yield f"{what} deleted", f"{text[:start].rstrip()} {text[end:].lstrip()}"
        yield f"{what} changed", text[:start] + _other(text[start:end], what) + text[end:]
    for (one, first), (two, second) in pairwise(found):
        if one.kind == two.kind and first[1] < second[0] and one.target != two.target and _hard(one) and _hard(two):
            what = "number" if one.kind == "number" else "term"
            swapped = text[slice(*second)] + text[first[1] : second[0]] + text[slice(*first)]
            yield f"{what}s exchanged", text[: first[0]] + swapped + text[second[1] :]


def _hard(match: TermMatch) -> bool:
    return match.number is None or match.number.hard


def _other(text: str, what: str) -> str:
    digits = list(re.finditer(r"\d", text))
    if what == "term":
        return "Springfield" if text[0].isupper() else "object"
    if not digits:
        return "seventy-one"
    at = digits[-1].start()
    return text[:at] + str((int(text[at]) + 3) % 10) + text[at + 1 :]


def baseline(sentence: Sentence, draft: str) -> bool:
    """Return whether the comparison of digits and letters reports the draft."""
    target = unicodedata.normalize("NFKC", draft)
    there = {found.replace(",", "") for found in _DIGITS.findall(target)}
    source = unicodedata.normalize("NFKC", sentence.source)
    digits = any(found.replace(",", "") not in there for found in _DIGITS.findall(source))
    terms = (match.target for match in sentence.find(sentence.source) if match.kind == "term")
    return digits or any(term.lower() not in target.lower() for term in terms)


def read(name: str, source: int) -> Iterator[list[str]]:
    """Yield the rows of a file: Japanese, English, and what follows."""
    for line in (DATA / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")[source:]


def sets() -> dict[str, list[Sentence]]:
    """Return the three sets of sentences."""

    def numbers(text: str) -> tuple[TermMatch, ...]:
        return find_numbers(text)

    def with_terms(glossary: Glossary) -> Find:
        matcher = Matcher(glossary)

        def find(text: str) -> tuple[TermMatch, ...]:
            terms = tuple(matcher.find(text))
            return (*terms, *find_numbers(text, taken=[(match.start, match.end) for match in terms]))

        return find

    rows = [*read("pairs.tsv", 1), *read("numbers.tsv", 0)]
    own = [
        Sentence(source, target, with_terms(Glossary(tuple(Term(*pair.split("=", 1)) for pair in pairs))))
        for source, target, *pairs in read("terminology.tsv", 0)
    ]
    countries = with_terms(Glossary(tuple(Term(*pair) for pair in COUNTRIES.items())))
    return {
        "plain": [Sentence(row[0], row[1], numbers) for row in rows],
        "terms": own,
        "countries": [Sentence(row[0], row[1], countries) for row in rows],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", type=int, default=0, help="print so many harmed sentences and unseen errors")
    show = options.parse_args().show
    random.seed(0)
    print(f"{'':12}{'sentences':>10}{'harmed':>9}{'brackets':>9}{'flagged':>9}{'baseline':>9}")
    seen: Counter[str] = Counter()
    total: Counter[str] = Counter()
    base: Counter[str] = Counter()
    lines: list[str] = []
    for name, sentences in sets().items():
        right = [(sentence, rendered(sentence, sentence.target)) for sentence in sentences]
        harmed = [(one, unit) for one, unit in right if plain(unit.target) != plain(one.target)]
        brackets = sum("[" in unit.target and "[" not in one.target for one, unit in harmed)
        flagged = sum(bool(unit.findings) for _, unit in right)
        alarms = sum(baseline(one, one.target) for one in sentences)
        shares = (len(harmed), brackets, flagged, alarms)
        print(f"{name:12}{len(right):10}" + "".join(f"{share / len(right):9.2%}" for share in shares))
        lines += [f"harmed ({name}): {one.source}\n  {one.target}\n  {unit.target}" for one, unit in harmed[:show]]
        if name == "countries":
            continue
        for sentence, unit in right:
            alone = {finding.message for finding in unit.findings}
            for kind, draft in planted(sentence):
                made = rendered(sentence, draft)
                repaired = plain(made.target) != plain(draft)
                noticed = repaired or any(finding.message not in alone for finding in made.findings)
                total[kind] += 1
                seen[kind] += noticed
                base[kind] += baseline(sentence, draft) and not baseline(sentence, sentence.target)
                if not noticed and len(lines) < 4 * show:
                    lines.append(f"unseen ({kind}): {sentence.source}\n  {draft}")
    print(f"\n{'planted error':18}{'errors':>8}{'seen':>9}{'baseline':>9}")
    wrong = [kind for kind in sorted(total) if "exchanged" not in kind]
    for kind in sorted(total):
        print(f"{kind:18}{total[kind]:8}{seen[kind] / total[kind]:9.1%}{base[kind] / total[kind]:9.1%}")
    whole = sum(total[kind] for kind in wrong)
    print(
        f"{'deleted, changed':18}{whole:8}"
        + "".join(f"{sum(c[kind] for kind in wrong) / whole:9.1%}" for c in (seen, base))
    )
    print("\n".join(lines))


if __name__ == "__main__":
    main()
