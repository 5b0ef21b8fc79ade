"""`--cluster`: a Dask scheduler and two workers on this machine; what is unsafe or does not fit is refused."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import Cluster, editions, make_archive, rendered, run, started_cluster
from bilingual.archive.cluster import check_address
from bilingual.errors import UsageError

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with started_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_archive(tmp_path, 12).relative_to(tmp_path)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    base = [sys.executable, "-m", "bilingual", "render", "in", "-e", "echo", "-f", "json"]
    return subprocess.run([*base, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(archive: Path, cluster: Cluster) -> None:
    run("in", "-o", "one")
    done = command("--cluster", cluster.address, "-o", "two")
    assert done.returncode == 0, done.stderr
    assert editions(Path("one")) == editions(Path("two")) and len(done.stdout.split()) == 12
    assert rendered("in", "-o", "two") == []
    again = command("--cluster", cluster.address, "-o", "two")
    assert "12 up to date" in again.stderr


@pytest.mark.slow
def test_the_work_of_a_lost_worker_is_done_by_others(archive: Path, cluster: Cluster) -> None:
    make_archive(Path(), 200)
    base = [sys.executable, "-m", "bilingual", "render", "in", "-e", "echo", "-f", "json", "--cluster", cluster.address]
    process = subprocess.Popen(base, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    record = Path("output/.bilingual/record.jsonl")
    while process.poll() is None and not (record.exists() and record.stat().st_size):
        time.sleep(0.02)
    os.kill(cluster.workers[0], signal.SIGKILL)
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    assert len(out.split()) == 200
    run("in", "-o", "whole")
    assert editions(Path("output")) == editions(Path("whole"))


ALLOCATE = """
import ctypes, resource, sys
from bilingual.archive.allocator import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
for _ in range(50):
    block = libc.malloc(ctypes.c_size_t(8 << 20))
    ctypes.memset(block, 1, 8 << 20)
    libc.free(block)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about glibc")
def test_workers_keep_the_memory_that_dask_would_have_them_give_back() -> None:
    def page_faults(how: str) -> int:
        environment = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}
        done = subprocess.run(
            [sys.executable, "-c", ALLOCATE, how], env=environment, capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    assert page_faults("leave") > 2 * page_faults("keep")


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


def test_tls_without_certificates_is_one_line(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setenv("DASK_CONFIG", str(tmp_path / "none"))
    done = command("--cluster", "tls://127.0.0.1:9")
    assert done.returncode == 2
    assert (
        "needs certificates - name them in Dask's configuration" in done.stderr and len(done.stderr.splitlines()) == 1
    )
