"""The right-hand column of docs/architecture.md: who may import whom, and one library, one place."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "bilingual"
MODULES = {
    ".".join(("bilingual", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
}

# What a layer may import beside itself; the first matching prefix of a module decides.
MAY = {
    "bilingual.model": (),
    "bilingual.errors": (),
    "bilingual.formats": (),
    "bilingual.version": (),
    "bilingual.files": ("errors",),
    "bilingual.reading": ("model", "errors"),
    "bilingual.engines": ("errors", "files"),
    "bilingual.readings": ("model", "errors"),
    "bilingual.terms": ("model", "errors", "files", "engines.base", "readings"),
    "bilingual.exchange": ("model", "errors", "files", "terms"),
    "bilingual.memory": ("model", "errors", "files", "engines.base"),
    "bilingual.checks": ("model", "errors", "terms"),
    "bilingual.editions": ("model", "errors", "formats"),
    "bilingual.job": ("*",),
    "bilingual.pipeline": ("*",),
    "bilingual.commands": ("*",),
    "bilingual.cli": ("commands", "errors", "formats", "version"),
    "bilingual.__main__": ("cli",),
    "bilingual": ("pipeline", "model", "errors", "version"),
}

# A library, and the only modules that may import it (prefixes).
LIBRARIES = {
    "click": ("bilingual.cli", "bilingual.commands"),
    "rich": ("bilingual.commands.console",),
    "argostranslate": ("bilingual.engines.argos",),
    "ctranslate2": ("bilingual.engines.argos",),
    "xllamacpp": ("bilingual.engines.llm",),
    "docx": ("bilingual.editions.docx",),
    "lxml": ("bilingual.editions.docx",),
    "reportlab": ("bilingual.editions.pdf",),
    "fontTools": ("bilingual.editions.font_truetype",),
    "uharfbuzz": ("bilingual.editions.font_tables",),
    "pyphen": ("bilingual.editions",),
    "ruamel": ("bilingual.terms.yamlfile", "bilingual.editions.theme"),
    "ahocorasick": ("bilingual.terms.match",),
    "pikepdf": ("bilingual.editions.pdf",),
    "budoux": ("bilingual.editions",),
    "sudachipy": ("bilingual.readings",),
    "defusedxml": ("bilingual.exchange",),
    "charset_normalizer": ("bilingual.reading.decode",),
    "markdown_it": ("bilingual.reading",),
    "mdit_py_plugins": ("bilingual.reading",),
    "sqlite3": ("bilingual.memory",),
    "urllib.request": ("bilingual.engines",),
    "socket": ("bilingual.engines",),
}
HEAVY = (
    "reportlab",
    "docx",
    "lxml",
    "fontTools",
    "ctranslate2",
    "argostranslate",
    "xllamacpp",
    "ruamel",
    "rich",
    "numpy",
    "ahocorasick",
    "pikepdf",
    "budoux",
    "sudachipy",
)


def imports(path: Path, name: str) -> dict[str, bool]:
    """Return every module imported anywhere in a file → True if at import time."""
    found: dict[str, bool] = {}
    tree = ast.parse(path.read_text("utf-8"))
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            assert not node.level, f"{name}: relative import"
            names = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names]
        for imported in names:
            found[imported] = found.get(imported, False) or id(node) in top
    return found


IMPORTS = {name: imports(path, name) for name, path in MODULES.items()}


def layer(name: str) -> str:
    return next(key for key in sorted(MAY, key=len, reverse=True) if name == key or name.startswith(f"{key}."))


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_down(name: str) -> None:
    own = layer(name)
    allowed = MAY[own]
    for imported in IMPORTS[name]:
        if imported.split(".")[0] != "bilingual" or layer(imported) == own or "*" in allowed:
            continue
        rest = imported.removeprefix("bilingual").removeprefix(".")
        assert any(rest == part or (part and rest.startswith(f"{part}.")) for part in allowed), (
            f"{name} imports {imported}"
        )


def test_no_circle() -> None:
    graph = {
        name: {imported for imported in found if imported in MODULES and imported != name}
        for name, found in IMPORTS.items()
    }
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> None:
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name in done:
            return
        path.append(name)
        for imported in graph[name]:
            visit(imported)
        path.pop()
        done.add(name)

    for name in graph:
        visit(name)


def test_one_library_one_place() -> None:
    wrong: dict[str, list[str]] = defaultdict(list)
    for name, found in IMPORTS.items():
        for library, places in LIBRARIES.items():
            uses = any(imported == library or imported.startswith(f"{library}.") for imported in found)
            if uses and not name.startswith(places):
                wrong[library].append(name)
    assert not wrong


def test_heavy_libraries_are_imported_on_use() -> None:
    """A library's own wrapper may import it when it is loaded; what is loaded before a stage is needed may not."""
    light = (
        "bilingual.cli",
        "bilingual.commands",
        "bilingual.pipeline",
        "bilingual.memory",
        "bilingual.checks",
        "bilingual.files",
    )
    for name, found in IMPORTS.items():
        if name == "bilingual" or name.startswith(light):
            assert not {imported.split(".")[0] for imported, at_once in found.items() if at_once} & set(HEAVY), name


def test_the_stages_do_not_know_the_command_line_or_the_pipeline() -> None:
    for name, found in IMPORTS.items():
        if not name.startswith(("bilingual.cli", "bilingual.commands", "bilingual.__main__")) and name != "bilingual":
            assert not {"bilingual.cli", "bilingual.commands", "bilingual.pipeline"} & set(found), name


def test_size_of_files_and_functions() -> None:
    """Around 300 lines a file and 40 a function; the few that need more are named here, with the reason."""
    long_files = {"reading/sentences.py": "one grammar, its rules side by side", "reading/decode.py": "encodings"}
    for path in MODULES.values():
        text = path.read_text("utf-8")
        relative = str(path.relative_to(ROOT))
        assert text.count("\n") <= 310 or relative in long_files, f"{relative}: {text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 62, f"{relative}: {node.name} has {length} lines"


def test_no_utils() -> None:
    assert not [name for name in MODULES if name.rpartition(".")[2] in {"utils", "util", "helpers", "common", "misc"}]


@pytest.mark.parametrize("reverse", [False, True])
def test_all_libraries_can_be_in_one_process(reverse: bool) -> None:
    """Compiled modules have been in each other's way: a run translates, draws and tags in one process."""
    names = [
        "ctranslate2",
        "sentencepiece",
        "xllamacpp",
        "uharfbuzz",
        "fontTools.ttLib",
        "lxml.etree",
        "pikepdf",
        "sudachipy",
    ]
    code = f"import {', '.join(reversed(names) if reverse else names)}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-300:]
