"""Does the comparison of numbers accept human translations, and does it detect a wrong number?

    python benchmarks/number_agreement.py

`numbers.tsv` holds sentences with numerals and their human translations. For each kind of number this prints the share
that is found in the translation, which is nearly always correct: translators leave out dates and convert days of the
old calendar to the new one. Then every number found is made wrong in its place, one at a time, and it prints the share
of these errors that gets a finding. The old comparison of digits, kept here as a few lines, is printed beside both.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from pathlib import Path

from load import beside_load

from bilingual.numbers import differences, find_numbers, said

DATA = Path(__file__).parent / "data" / "numbers.tsv"
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def digits_only(source: str, target: str) -> list[tuple[str, bool]]:
    """Return each number in digits of the source, and whether the target has the same digits."""
    source, target = (unicodedata.normalize("NFKC", text) for text in (source, target))
    there = {found.replace(",", "") for found in _DIGITS.findall(target)}
    return [(found, found.replace(",", "") in there) for found in _DIGITS.findall(source)]


def spoilt(target: str, span: tuple[int, int]) -> str:
    """Return the target with the number at `span` made wrong: its last digit changed, or a wrong word in its place."""
    text = target[span[0] : span[1]]
    digits = list(re.finditer(r"\d", text))
    if digits:
        at = digits[-1].start()
        text = text[:at] + str((int(text[at]) + 3) % 10) + text[at + 1 :]
    else:
        text = "seventy-one"
    return target[: span[0]] + text + target[span[1] :]


def main() -> None:
    lines = DATA.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    old, faults, alarms = [0, 0], [0, 0, 0], [0, 0]
    for source, target in rows:
        matches = find_numbers(source)
        spans = said(target, matches)
        for match, span in zip(matches, spans, strict=True):
            number = match.number
            assert number is not None
            kind = ("hard " if number.hard else "soft ") + number.kind
            for key in (kind, "hard" if number.hard else "soft"):
                kinds[key][0] += 1
                kinds[key][1] += span is not None
            if span and number.hard:
                wrong = spoilt(target, span)
                faults[0] += 1
                faults[1] += len(differences(source, wrong)) > len(differences(source, target))
                faults[2] += _misses(source, wrong) > _misses(source, target)
        answers = digits_only(source, target)
        old[0] += len(answers)
        old[1] += sum(found for _, found in answers)
        alarms[0] += any(difference.hard for difference in differences(source, target))
        alarms[1] += _misses(source, target) > 0
    print(f"{len(rows)} sentences with numerals and their human translations")
    print(f"{'':26}{'numbers':>9}{'in the translation':>21}")
    for kind in sorted(kinds):
        print(f"{kind:26}{kinds[kind][0]:9}{kinds[kind][1] / kinds[kind][0]:21.1%}")
    print(f"{'baseline: digits only':26}{old[0]:9}{old[1] / old[0]:21.1%}")
    print(f"{'':26}{'numbers':>9}{'digits only':>21}")
    print(f"{'sentences with an alarm':26}{alarms[0] / len(rows):9.1%}{alarms[1] / len(rows):21.1%}")
    print(f"{'errors detected':26}{faults[1] / faults[0]:9.1%}{faults[2] / faults[0]:21.1%}   of {faults[0]}")
    _speed([row[0] for row in rows])


def _misses(source: str, target: str) -> int:
    return sum(not found for _, found in digits_only(source, target))


def _speed(sentences: list[str]) -> None:
    plain = ["このような中露首脳間の頻繁な会談と協力強化は、世界の安全保障や経済秩序にも影響を及ぼします。"] * 1000
    for name, texts in (("a sentence with numerals", sentences), ("one without", plain)):
        took = []
        for _ in range(3):
            begun = time.perf_counter()
            for text in texts:
                find_numbers(text)
            took.append(time.perf_counter() - begun)
        print(f"find_numbers, {name}: {min(took) / len(texts) * 1e6:.1f} µs")


if __name__ == "__main__":
    with beside_load():
        main()
