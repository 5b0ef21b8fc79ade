"""docs/architecture.md is the law: which rooms there are, who may import whom, and where each library is used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
ROOT = TOP / "src" / "bilingual"
MODULES = {
    ".".join(("bilingual", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
}
DOCUMENT = (TOP / "docs" / "architecture.md").read_text("utf-8")
EVERYWHERE = ("model", "errors", "files", "version", "languages")


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading, each as the text of its cells."""
    rows = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\|.*\|$", rows, re.MULTILINE)
    ]
    return cells[2:]


def module_of(room: str) -> str:
    """Return the module of a room or file as the tables write it: `editions/pdf/` is bilingual.editions.pdf."""
    name = room.strip("`").rstrip("/").replace("/", ".")
    return "bilingual" if name == "__init__" else f"bilingual.{name}"


MAY = {module_of(room): [module_of(other) for other in allowed.split()] for room, _, allowed in table("Rooms")}
"""What a room may import beside itself; the longest prefix of a module's name decides its room."""

DISTRIBUTIONS = {
    "python-docx": ("docx",),
    "fonttools": ("fontTools",),
    "ruamel.yaml": ("ruamel",),
    "pyahocorasick": ("ahocorasick",),
    "markdown-it-py": ("markdown_it",),
}
"""Packages whose modules have another name."""
STANDARD = {
    "sqlite3": ("bilingual.memory", "bilingual.lexicon", "bilingual.models.jmdict"),
    "tarfile": ("bilingual.models.jmdict",),
    "zipfile": (
        "bilingual.models",
        "bilingual.editions.docx",
        "bilingual.editions.epub",
        "bilingual.editions.original",
        "bilingual.containers",
    ),
    "csv": ("bilingual.interchange", "bilingual.archive.report"),
    "xml": ("bilingual.xml_input", "bilingual.glossary.exchange"),
    "urllib.request": ("bilingual.models.download",),
    "http.client": ("bilingual.engines.llm",),
    "socket": ("bilingual.models.download", "bilingual.engines.llm", "bilingual.review"),
}
"""Modules of the standard library that belong to one place, too."""


def libraries() -> dict[str, tuple[str, ...]]:
    """Return every third-party module and the only modules (prefixes) that may import it."""
    found = dict(STANDARD)
    for packages, _, places, _ in table("Dependencies"):
        modules = tuple(module_of(place) for place in places.split())
        for package in re.sub(r" \(.*?\)", "", packages).split(", "):
            for name in DISTRIBUTIONS.get(package, (package.replace("-", "_"),)):
                found[name] = modules
    return found


LIBRARIES = libraries()
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
    "uharfbuzz",
    "httpx",
    "jinja2",
    "rapidfuzz",
    "selectolax",
    "pypdfium2",
    "distributed",
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


def room_of(name: str) -> str:
    return next(key for key in sorted(MAY, key=len, reverse=True) if name == key or name.startswith(f"{key}."))


def test_the_rooms_are_those_of_the_document() -> None:
    """Every file and folder of the package has a row, and every row is there."""
    documented = {name.removeprefix("bilingual.") for name in MAY if name != "bilingual"}
    top = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {name.split(".")[0] for name in documented} == top - {"__init__"}
    for name in documented:
        path = ROOT.joinpath(*name.split("."))
        assert path.is_dir() or path.with_suffix(".py").is_file(), name
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in ROOT.rglob("__init__.py")} - {"", "languages"}
    assert folders <= documented


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_down(name: str) -> None:
    own = room_of(name)
    allowed = {own, *MAY[own], *(f"bilingual.{other}" for other in EVERYWHERE)}
    for imported in IMPORTS[name]:
        if imported.split(".")[0] == "bilingual":
            room = room_of(imported) if imported in MODULES else imported
            assert room in allowed or room.startswith("bilingual.languages"), f"{name} imports {imported}"


def test_the_rooms_have_no_circle_but_between_a_room_and_its_parts() -> None:
    """A folder may use its own subfolders and they its shared modules; nothing else goes both ways."""
    graph = {room: set(others) - {room} for room, others in MAY.items()}

    def family(a: str, b: str) -> bool:
        return a.split(".")[:2] == b.split(".")[:2]

    for room, others in graph.items():
        for other in others:
            assert family(room, other) or room not in graph.get(other, ()), (room, other)


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


def test_every_import_is_documented() -> None:
    third_party = {imported.split(".")[0] for found in IMPORTS.values() for imported in found}
    assert third_party - {"bilingual", *sys.stdlib_module_names, "__future__"} <= set(LIBRARIES)


def test_heavy_libraries_are_imported_on_use() -> None:
    """A library's own wrapper may import it when it is loaded; what is loaded before a stage is needed may not."""
    light = (
        "bilingual.cli",
        "bilingual.session",
        "bilingual.settings",
        "bilingual.project",
        "bilingual.pipeline",
        "bilingual.memory",
        "bilingual.checks",
        "bilingual.files",
    )
    for name, found in IMPORTS.items():
        if name == "bilingual" or name.startswith(light):
            assert not {imported.split(".")[0] for imported, at_once in found.items() if at_once} & set(HEAVY), name


def test_size_of_files_and_functions() -> None:
    """A file is one idea within 500 lines, a function within 60."""
    for path in MODULES.values():
        text = path.read_text("utf-8")
        relative = str(path.relative_to(ROOT))
        assert text.count("\n") <= 500, f"{relative}: {text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 60, f"{relative}: {node.name} has {length} lines"


TYPED = ("bilingual", "bilingual.session", "bilingual.settings", "bilingual.project", "bilingual.pipeline")


def test_no_any_where_every_part_meets() -> None:
    """What a session, the pipeline and the command line pass on has a type."""
    for name, path in MODULES.items():
        if name in TYPED or name.startswith("bilingual.cli"):
            used = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
            assert "Any" not in used, name


def test_no_cache_grows_without_bound() -> None:
    """A process that runs for months keeps no more than it needs: only functions of names of data files are kept."""
    allowed = {
        "bilingual.languages.data",
        "bilingual.languages.japanese.readings",
        "bilingual.editions.html.templating",
    }
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
                unbounded = ast.unparse(decorator) in ("cache", "functools.cache", "lru_cache(maxsize=None)")
                takes = isinstance(node, ast.FunctionDef) and (node.args.args or node.args.kwonlyargs)
                assert not (unbounded and takes) or name in allowed, f"{name}: {ast.unparse(decorator)}"


def public_names(path: Path) -> set[str]:
    """Return the classes, functions and constants that a module defines for others."""
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


def test_no_public_name_is_defined_twice() -> None:
    """One name, one meaning, in the whole package."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, path in MODULES.items():
        for name in public_names(path) - {"log"}:
            homes[name].append(module)
    assert not {name: modules for name, modules in homes.items() if len(modules) > 1}


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
