"""What every test shares: small builders and the case-file reader."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[tuple[str, str, str]]:
    """Read `cases/<name>.txt`: title / . / input / . / expected / . (the format of markdown-it-py's fixtures).

    Returns (title, input, expected) triples; lines that begin with `#` between cases are comments.
    """
    cases: list[tuple[str, str, str]] = []
    lines = (CASES / f"{name}.txt").read_text("utf-8").split("\n")
    at = 0
    while at < len(lines):
        if not lines[at].strip() or lines[at].startswith("#"):
            at += 1
            continue
        title = lines[at]
        first = lines.index(".", at + 1)
        second = lines.index(".", first + 1)
        third = lines.index(".", second + 1)
        cases.append((title, "\n".join(lines[first + 1 : second]), "\n".join(lines[second + 1 : third])))
        at = third + 1
    return cases
