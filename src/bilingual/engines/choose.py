"""Choose the engine that the user asked for."""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from bilingual.engines.base import Engine
from bilingual.engines.echo import EchoEngine
from bilingual.errors import EngineError, UsageError
from bilingual.files import home

AUTO_ORDER = ("argos", "llm")
"""Engines in the order in which `auto` tries them."""

_REMEDY = "run `bilingual engine setup`, or `bilingual engine install FILE` with an .argosmodel or .gguf file"


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """The engine that a user asked for: a value that can be stored, compared and sent to another process."""

    name: str = "auto"
    """`auto`, `argos`, `llm`, `echo`, the name of an installed model, or a path."""
    server: str = ""
    """Address of an OpenAI-compatible server; it takes precedence over `name`."""
    server_model: str = ""
    """The server's model."""
    threads: int | None = None
    """Threads of the engine; None: one for each core it may use, for a language model for each physical core."""

    def __post_init__(self) -> None:
        if self.threads is not None and self.threads < 1:
            raise UsageError("must be 1 or more", place="threads", remedy="leave it out to use all cores")


def choose(spec: EngineSpec | str = "auto") -> Engine:
    """Return the engine of `spec`; a string is the name in an `EngineSpec`. Nothing is loaded yet.

    Raises `EngineError` when the model is not installed.
    """
    wanted = EngineSpec(spec) if isinstance(spec, str) else spec
    if wanted.server:
        from bilingual.engines.llm.engine import ServerEngine

        if not wanted.server_model:
            remedy = "name the server's model with --server-model"
            raise EngineError("no model is given", place=wanted.server, remedy=remedy)
        return ServerEngine(wanted.server, wanted.server_model)
    if wanted.name == "echo":
        return EchoEngine()
    if wanted.name.endswith(".gguf") or os.sep in wanted.name:
        return _from_path(Path(wanted.name), wanted.threads)
    return _installed(wanted.name, wanted.threads)


def _from_path(path: Path, threads: int | None) -> Engine:
    if path.is_dir() and (path / "metadata.json").is_file():
        return _argos(path, "", threads)
    if path.suffix == ".gguf" and path.is_file():
        return _llm(path, path.stem, "", threads)
    if path.suffix == ".argosmodel" and path.is_file():
        raise EngineError(
            "is a package file",
            place=str(path),
            remedy=f"install it first: bilingual engine install {shlex.quote(str(path))}",
        )
    raise EngineError("is not a model", place=str(path), remedy=_REMEDY)


def _installed(name: str, threads: int | None) -> Engine:
    from bilingual.models.store import installed, llm_available

    models = installed()
    for kind in AUTO_ORDER if name == "auto" else (name,):
        for model in models:
            if kind not in (model.engine, model.name) or (
                model.engine == "llm" and not llm_available() and name == "auto"
            ):
                continue
            if model.engine == "argos":
                return _argos(model.path, model.sha256, threads)
            return _llm(model.path, model.name, model.sha256, threads)
        # A package installed with argostranslate's own tools can also be used.
        if kind == "argos" and (package := _argostranslate_package()):
            return _argos(package, "", threads)
    names = ", ".join(model.name for model in models) or "none"
    what = "no translation model is installed" if name == "auto" else f"no model called {name!r} (installed: {names})"
    raise EngineError(what, place="engine", remedy=_REMEDY)


def _argos(path: Path, sha256: str, threads: int | None) -> Engine:
    from bilingual.engines.argos import ArgosEngine

    return ArgosEngine(path, sha256, threads)


def _llm(path: Path, name: str, sha256: str, threads: int | None) -> Engine:
    from bilingual.engines.llm.engine import LlmEngine

    return LlmEngine(path, name, sha256, threads)


def _argostranslate_package() -> Path | None:
    """Return the ja→en package in the folder where argostranslate keeps its own packages, or None."""
    data = os.environ.get("XDG_DATA_HOME") or (str(own / ".local" / "share") if (own := home()) else "")
    named = os.environ.get("ARGOS_PACKAGES_DIR")
    if not (named or data):
        return None
    folder = Path(named or Path(data) / "argos-translate" / "packages")
    try:
        candidates = sorted(folder.glob("*/metadata.json"))
    except OSError:
        return None
    for path in candidates:
        try:
            meta = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(meta, dict) and (meta.get("from_code"), meta.get("to_code")) == ("ja", "en"):
            return path.parent
    return None
