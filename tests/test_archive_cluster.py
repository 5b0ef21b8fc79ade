"""`--cluster`: a Dask scheduler and two workers on this machine; what is unsafe or does not fit is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import editions, make_archive, rendered, run
from bilingual.archive.cluster import check_address
from bilingual.errors import UsageError

pytest.importorskip("distributed")

SCHEDULER = """
import sys
import dask
from distributed import LocalCluster
if __name__ == "__main__":
    # Without the allocator's threshold that Dask sets: docs/archives.md
    dask.config.set({"distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1}})
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0, host="127.0.0.1")
    print(cluster.scheduler_address, *(worker.pid for worker in cluster.workers.values()), flush=True)
    sys.stdin.read()
    cluster.close()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler and two workers; return the address."""
    folder = tmp_path_factory.mktemp("cluster")
    script = folder / "scheduler.py"
    script.write_text(SCHEDULER, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=folder,
    )  # fmt: skip
    assert process.stdout and process.stdin
    address = process.stdout.readline().split()[0]
    yield address
    process.stdin.close()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_archive(tmp_path, 12).relative_to(tmp_path)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    base = [sys.executable, "-m", "bilingual", "render", "in", "-e", "echo", "-f", "json"]
    return subprocess.run([*base, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(archive: Path, cluster: str) -> None:
    run("in", "-o", "one")
    done = command("--cluster", cluster, "-o", "two")
    assert done.returncode == 0, done.stderr
    assert editions(Path("one")) == editions(Path("two")) and len(done.stdout.split()) == 12
    assert rendered("in", "-o", "two") == []
    again = command("--cluster", cluster, "-o", "two")
    assert "12 up to date" in again.stderr


@pytest.mark.parametrize("address", ["tls://host:8786", "tcp://127.0.0.1:8786", "localhost:8786", "tcp://[::1]:8786"])
def test_addresses_that_are_safe(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address",
    ["tcp://host:8786", "192.168.1.4:8786", "tcp://10.0.0.1:1", "ws://127.0.0.1:1", "tcp://127.0.0.1.example.com:1"],
)
def test_addresses_that_are_refused(archive: Path, address: str) -> None:
    with pytest.raises(UsageError):
        check_address(address)
    assert "Error: " in run("in", "--cluster", address, code=2).stderr
