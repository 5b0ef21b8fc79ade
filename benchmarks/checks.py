"""How often does each check report a finding on human translations, on machine drafts, and on planted errors?

    python benchmarks/checks.py [PAIRS.tsv]

Prints the share of units with each finding: for human translations, where nearly all findings are false alarms; for the
test package's drafts of the same sentences; and for the human translations with one error planted in each, in the row
of the finding that should report it. A check is useful when the other shares are well above the first.

PAIRS.tsv (Japanese, English) is compared in place of the project's own sentences.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bilingual.checks.registry import CODES, check_unit
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Request
from bilingual.languages.data import language_rows
from bilingual.languages.english.places import named_in_japanese
from bilingual.model import Unit

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"
Plant = Callable[[str, str], str]
"""Source and right English → wrong English; empty if the error cannot be planted."""

_NOT = re.compile(r"n['’]t\b| not\b|(?<=can)not\b")
_VERB = re.compile(r"\b(?:is|are|was|were|will|would|can|could|should)\b")
_JAPANESE_NOT = re.compile("ない|ません|なかった|ずに")
_PLAIN = re.compile(r"[\w -]+")


def pairs() -> list[tuple[str, str]]:
    """Return the sentences and their human translations."""
    if len(sys.argv) > 1:
        rows = [line.split("\t") for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
        return [(row[0], row[1]) for row in rows]
    data = HERE / "data"
    own = [line.split("\t")[1:3] for line in (data / "pairs.tsv").read_text("utf-8").splitlines()]
    own += [line.split("\t")[:2] for line in (data / "terminology.tsv").read_text("utf-8").splitlines()]
    return [(source, target) for source, target in own]


def without_not(source: str, target: str) -> str:
    """Return the English without its only negation."""
    return _NOT.sub("", target) if _JAPANESE_NOT.search(source) and len(_NOT.findall(target)) == 1 else ""


def with_not(source: str, target: str) -> str:
    """Return positive English with a negation after its first auxiliary."""
    if _JAPANESE_NOT.search(source) or re.search(r"\b(?:no|not|never|without|nothing)\b|n['’]t\b", target):
        return ""
    found = _VERB.search(target)
    return f"{target[: found.end()]} not{target[found.end() :]}" if found else ""


def with_opposite(source: str, target: str) -> str:
    """Return the English with one word replaced by its opposite."""
    said: dict[str, list[str]] = {}
    for word, how, english in language_rows("english/opposites.tsv"):
        if how == "sure":
            said.setdefault(word, []).extend(english.split("|"))
    for word, opposite, japanese in language_rows("japanese/opposites.tsv"):
        if re.search(japanese, source):
            found = list(re.finditer(rf"\b(?:{'|'.join(said[word])})\b", target, re.IGNORECASE))
            other = next((each for each in said[opposite] if _PLAIN.fullmatch(each)), "")
            if len(found) == 1 and other:
                return target[: found[0].start()] + other + target[found[0].end() :]
    return ""


def without_end(source: str, target: str) -> str:
    """Return the first half of English with several clauses."""
    parts = re.split(r"(?<=,) ", target)
    return " ".join(parts[: len(parts) // 2]).rstrip(",") + "." if len(parts) > 2 and len(source) > 40 else ""


def without_name(source: str, target: str) -> str:
    """Return the English with a place replaced by words."""
    for _, place in named_in_japanese(source):
        if place.english.search(target):
            return place.english.sub("the place", target)
    return ""


def with_other_name(source: str, target: str) -> str:
    """Return the English with a place replaced by another."""
    for _, place in named_in_japanese(source):
        other = "Nagoya" if place.area == "japan" else "Geneva"
        if place.english.search(target) and place.name != other:
            return place.english.sub(other, target)
    return ""


def said_twice(source: str, target: str) -> str:
    """Return the English with its beginning said again at its end."""
    words = target.rstrip(".").split()
    return " ".join([*words, "and", *words[:8]]) + "." if len(words) > 14 else ""


PLANTED: dict[str, Plant] = {
    "negation": without_not,
    "negation-added": with_not,
    "opposite": with_opposite,
    "omitted": without_end,
    "name-missing": without_name,
    "made-up-name": with_other_name,
    "repeated": said_twice,
}
"""The finding that should report an error → how the error is planted."""


def codes(source: str, target: str) -> set[str]:
    """Return the findings of a pair."""
    return {finding.code for finding in check_unit("paragraph", Unit("1.1", source, target, "engine"))}


def shares(rows: list[tuple[str, str]]) -> Counter[str]:
    """Return the number of units with each finding."""
    found: Counter[str] = Counter()
    for source, target in rows:
        found.update(codes(source, target))
    return found


def planted(rows: list[tuple[str, str]], code: str) -> str:
    """Return how many of the errors of a kind are reported as `code`."""
    plant = PLANTED[code]
    wrong = [(source, error) for source, target in rows if (error := plant(source, target)) and error != target]
    hits = sum(code in codes(source, target) for source, target in wrong)
    return f"{hits / max(1, len(wrong)):9.1%} of {len(wrong)}"


def drafts(sources: list[str]) -> list[str]:
    """Return the test package's drafts."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(PACKAGE) as archive:
            archive.extractall(folder)
        engine = ArgosEngine(next(Path(folder).glob("*/metadata.json")).parent)
        return [found[0].text for found in engine.translate([Request(source) for source in sources])]


def main() -> None:
    """Print the table."""
    rows = pairs()
    sources = [source for source, _ in rows]
    people, machine = shares(rows), shares(list(zip(sources, drafts(sources), strict=True)))
    print(f"{len(rows)} sentences: share of units with a finding")
    print(f"{'':18}{'people':>9}{'machine':>9}{'planted':>9}")
    for code in CODES:
        errors = planted(rows, code) if code in PLANTED else ""
        print(f"{code:18}{people[code] / len(rows):9.1%}{machine[code] / len(rows):9.1%}{errors}")


if __name__ == "__main__":
    main()
