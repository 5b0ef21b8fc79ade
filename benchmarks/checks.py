"""How often does each check report a finding on human translations? Nearly all of these are false alarms.

    python benchmarks/checks.py [--engine PACKAGE_DIRECTORY]

Prints the share of units with each finding, for human references and for the test package's drafts of the same
sentences.
A check is useful when the second figure is well above the first.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from bilingual.checks.registry import CODES, check_unit
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.base import Request
from bilingual.model import Unit

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "tests" / "data" / "translate-ja_en-kyoto-mini.argosmodel"


def shares(sources: list[str], targets: list[str]) -> Counter[str]:
    """Return the number of units with each finding."""
    found: Counter[str] = Counter()
    for source, target in zip(sources, targets, strict=True):
        found.update({finding.code for finding in check_unit("paragraph", Unit("1.1", source, target, "engine"))})
    return found


def main() -> None:
    rows = [line.split("\t") for line in (HERE / "data" / "pairs.tsv").read_text("utf-8").splitlines()]
    sources = [row[1] for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(PACKAGE) as archive:
            archive.extractall(folder)
        engine = ArgosEngine(next(Path(folder).glob("*/metadata.json")).parent)
        drafts = [found[0].text for found in engine.translate([Request(source) for source in sources])]
    people, machine = shares(sources, [row[2] for row in rows]), shares(sources, drafts)
    print(f"{len(rows)} sentences: share of units with a finding")
    print(f"{'':18}{'people':>9}{'machine':>9}")
    for code in CODES:
        print(f"{code:18}{people[code] / len(rows):9.1%}{machine[code] / len(rows):9.1%}")


if __name__ == "__main__":
    main()
