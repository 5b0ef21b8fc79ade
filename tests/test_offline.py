"""`render` never touches the network: no socket is made, and an empty network namespace is enough."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError, disable_socket, enable_socket

from bilingual.session import render

ARTICLE = "雨の日\n\n北京は雨でした。https://example.org/ を見よ。\n\n- 傘が要る\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "rain.txt"
    path.write_text(ARTICLE, "utf-8")
    (tmp_path / "glossary.yaml").write_text("北京: Beijing\n", "utf-8")
    return path


@pytest.mark.model
def test_render_makes_no_socket(article: Path, mini: Path, tmp_path: Path) -> None:
    disable_socket()
    try:
        with warnings.catch_warnings(action="ignore"), pytest.raises(SocketBlockedError):
            socket.socket()
        done = render(article, engine=str(mini), formats=("pdf", "docx", "html", "json"), output=tmp_path / "o")
    finally:
        enable_socket()
    assert [path.stat().st_size > 500 for path in done.files] == [True] * 4


@pytest.mark.model
def test_render_works_where_there_is_no_network(article: Path, mini: Path, tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode:
        pytest.skip("this machine does not let a test make a network namespace")
    command = [sys.executable, "-m", "bilingual", "render", str(article), "-e", str(mini), "-o", str(tmp_path / "o")]
    done = subprocess.run([unshare, "-rn", *command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "o" / "rain.pdf").is_file()


@pytest.mark.parametrize(
    "name", ["session", "pipeline", "reading", "checks", "memory", "editions.pdf", "editions.docx", "editions.html"]
)
def test_what_renders_does_not_even_import_the_network(name: str) -> None:
    code = f"import sys, bilingual.{name}; print(sorted({{'httpx', 'bilingual.models.download'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
