"""Nothing that comes from outside reaches a terminal raw: engine output, names of files, arguments, servers."""

from __future__ import annotations

import ast
import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from bilingual.cli.main import cli
from bilingual.engines.base import Draft, Drafts, OnDraft, Request, Traits
from bilingual.errors import EngineError

SOURCES = sorted((Path(__file__).parent.parent / "src" / "bilingual" / "cli").rglob("*.py"))
EVIL = "\x1b]0;PWN\x07\x1b[2J\u202e\x9b31m\x7f"
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
TEXT = "雨の日\n\n今日は雨が降っている。\n"


class EvilEngine:
    """An engine whose drafts and errors are for the terminal, not for the reader."""

    name = "evil"
    signature = f"engine:{EVIL}"
    traits = Traits()

    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        drafts: list[Drafts] = [(Draft(f"Hello {EVIL}red and 雨"),) for _ in requests]
        for index, draft in enumerate(drafts):
            if on_draft:
                on_draft(index, draft)
        return drafts


class FailingEngine(EvilEngine):
    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        raise EngineError(f"HTTP Error 500: Internal {EVIL}", place=f"http://localhost/{EVIL}")


class BrokenEngine(EvilEngine):
    def translate(self, requests: Sequence[Request], *, on_draft: OnDraft | None = None) -> list[Drafts]:
        raise RuntimeError(f"surprise {EVIL}")


@pytest.fixture
def evil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of an article that a terminal would obey."""
    monkeypatch.chdir(tmp_path)
    name = f"a{EVIL}.txt"
    Path(name).write_text(TEXT, "utf-8")
    Path("glossary.yaml").write_text("雨: rain\n", "utf-8")
    return name


COMMANDS = (
    ["render", "-f", "json"],
    ["render", "-f", "json", "-v"],
    ["render", "-f", "json", "--json"],
    ["check"],
    ["check", "--json"],
    ["segment"],
    ["segment", "--json"],
    ["glossary", "suggest", "--min-count", "1"],
    ["glossary", "find"],
    ["glossary", "check"],
    ["glossary", "check", "--unused"],
    ["glossary", "import"],
    ["engine", "install"],
    ["engine", "info"],
    ["engine", "remove"],
    ["init"],
    ["help"],
    [],
    ["render", "--nonsense"],
    ["render", "-f"],
    ["render", "x", "--theme"],
    ["render", "x", "-e"],
    ["render", "x", "-o"],
    ["render", "x", "--encoding"],
    ["glossary", "add", "a", "b"],
    ["glossary", "add", "a"],
    ["glossary", "export"],
)


@pytest.mark.parametrize("engine", [EvilEngine(), FailingEngine(), BrokenEngine()], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_raw(evil: str, command: list[str], engine: EvilEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilingual.engines.choose.choose_all", lambda *_: (engine,))
    for name in (evil, f"nowhere{EVIL}", f"--{EVIL}"):
        done = CliRunner().invoke(cli, [*command, name])
        assert not RAW.search(done.output), done.output
        assert "unexpected Unicode" not in done.output


def test_the_engine_test_command(evil: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilingual.engines.choose.choose_all", lambda *_: (EvilEngine(),))
    for arguments in ([], [f"雨{EVIL}"]):
        done = CliRunner().invoke(cli, ["engine", "test", *arguments])
        assert "Hello \\x1b]0;PWN" in done.stdout
        assert not RAW.search(done.output)


def test_json_keeps_every_character(evil: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilingual.engines.choose.choose_all", lambda *_: (EvilEngine(),))
    done = CliRunner().invoke(cli, ["render", "-f", "json", "--json", evil])
    (article,) = json.loads(done.stdout)["articles"]
    assert article["input"] == evil


def calls(path: Path) -> list[str]:
    """Return the calls in a file that print, as source text."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name == "print" or re.search(r"(^|\.)(echo|secho|echo_via_pager|style)$|std(out|err)\b.*\.write", name):
                found.append(name)
        elif isinstance(node, ast.Import | ast.ImportFrom) and "rich" in ast.unparse(node):
            found.append(ast.unparse(node))
    return found


def test_only_the_console_prints() -> None:
    assert len(SOURCES) > 10
    for path in SOURCES:
        if path.name != "console.py":
            assert not calls(path), path.name
    console = next(path for path in SOURCES if path.name == "console.py")
    assert calls(console)
    echoed = [
        ast.unparse(node.args[0])
        for node in ast.walk(ast.parse(console.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.echo", "_line")
    ]
    assert echoed.count("text") == 1  # `_line` itself
    safe = ("printable(", "_RAW_IN_JSON", "''.join(parts)")
    assert all(text == "text" or any(one in text for one in safe) for text in echoed), echoed


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_gets_only_the_bar_raw(evil: str) -> None:
    """Under a pseudo-terminal, where the bar is drawn: no sequence but those of the bar itself."""
    import os
    import pty

    code = "from bilingual.cli.main import cli; cli()"
    handle, inside = pty.openpty()
    command = [sys.executable, "-c", code, "render", "-e", "echo", "-f", "json", evil]
    running = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside)
    os.close(inside)
    seen = b""
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:  # the other side is closed
            break
        if not data:
            break
        seen += data
    os.close(handle)
    assert running.wait() == 0
    text = seen.decode("utf-8")
    assert "loading the engine" in text or "translating" in text or "drawing" in text or "reading" in text
    assert "0/?" not in text
    assert "\\x1b]0;PWN" in text
    assert not re.search("\x1b\\]|\x07|\u202e|\x9b|\x1b\\[2J", text)


BAR = """
from bilingual.cli.console import logger, note, progress, set_up_logging, show
from bilingual.model import Event
set_up_logging(quiet=False, verbose=False)
with progress("2 articles", quiet=False) as on:
    on(Event("rendering", 1, 2, "articles"))
    show("a result")
    note("a note")
    logger().warning("a log message")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("redirected", [False, True])
def test_lines_are_printed_above_the_bar_and_not_into_it(redirected: bool) -> None:
    import os
    import pty

    handle, inside = pty.openpty()
    stdout = subprocess.PIPE if redirected else inside
    running = subprocess.Popen([sys.executable, "-c", BAR], stdin=inside, stdout=stdout, stderr=inside)
    os.close(inside)
    seen = b""
    with contextlib.suppress(OSError):  # the other side is closed
        while data := os.read(handle, 65536):
            seen += data
    os.close(handle)
    piped, _ = running.communicate()
    assert running.returncode == 0
    terminal = seen.decode("utf-8")
    lines = ["a note", "Warning: a log message"] if redirected else ["a result", "a note", "Warning: a log message"]
    for line in lines:
        # The line of the bar is erased first, or there is none yet.
        assert re.search(rf"(\x1b\[2K|\n){line}\r?\n", terminal), repr(terminal)
    assert piped == (b"a result\n" if redirected else None)
