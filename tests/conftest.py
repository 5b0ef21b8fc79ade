"""What every test shares: small builders and the case-file reader."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from webhost import Host, serve

# No test reads a clock: a busy machine may take any time over an example.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

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


PACKAGE = Path(__file__).parent / "data" / "translate-ja_en-kyoto-mini.argosmodel"


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the small real Argos package; return its directory."""
    folder = tmp_path_factory.mktemp("mini")
    with zipfile.ZipFile(PACKAGE) as archive:
        archive.extractall(folder)
    return next(path.parent for path in folder.glob("*/metadata.json"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no coverage in property tests: they take most of its time, and what they draw differs from run to run."""
    for item in items:
        if item.get_closest_marker("hypothesis"):
            item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def _private_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's own models, drafts and settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("BILINGUAL_DATA", str(home / "data"))
    monkeypatch.setenv("BILINGUAL_CACHE", str(home / "cache"))
    for name in ("BILINGUAL_ENGINE", "BILINGUAL_SERVER", "BILINGUAL_SERVER_MODEL", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder for models, and no proxy; the folder of the models in it, which does not exist yet."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("BILINGUAL_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "models"


@pytest.fixture
def host() -> Iterator[Host]:
    """A web server on this machine."""
    with serve() as served:
        yield served
