"""From what the user wrote after `--engine` to an engine that is ready to be asked."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from bilingual.engines.base import EchoEngine, Engine
from bilingual.errors import EngineError

AUTO_ORDER = ("argos", "llm")
"""Engines in the order `auto` takes them."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """Which engine is wanted; nothing is loaded."""

    name: str = "auto"
    """`auto`, `argos`, `llm`, `echo`, the name of an installed model, or the path of a model."""
    server: str = ""
    """The address of an OpenAI-compatible server; it takes precedence over `name`."""
    server_model: str = ""
    threads: int | None = None
    """None for as many as there are cores."""


_REMEDY = "run `bilingual engine setup`, or `bilingual engine install FILE` with an .argosmodel or .gguf file"


def choose(spec: EngineSpec | str = "auto") -> Engine:
    """Return the engine that a specification, or a name or path alone, asks for. Nothing is loaded yet.

    Raises `EngineError` when the model is not installed.
    """
    if isinstance(spec, str):
        spec = EngineSpec(spec)
    if spec.server:
        from bilingual.engines.llm.engine import ServerEngine

        if not spec.server_model:
            remedy = "name the server's model with --server-model"
            raise EngineError("no model is named", place=spec.server, remedy=remedy)
        return ServerEngine(spec.server, spec.server_model)
    if spec.name == "echo":
        return EchoEngine()
    if spec.name.endswith(".gguf") or os.sep in spec.name:
        return _from_path(Path(spec.name))
    return _installed(spec.name)


def _from_path(path: Path) -> Engine:
    if path.is_dir() and (path / "metadata.json").is_file():
        from bilingual.engines.argos import ArgosEngine

        return ArgosEngine(path)
    if path.suffix == ".gguf" and path.is_file():
        from bilingual.engines.llm.engine import LlmEngine

        return LlmEngine(path, path.stem)
    if path.suffix == ".argosmodel" and path.is_file():
        raise EngineError(
            "is a package file", place=str(path), remedy=f"install it first: bilingual engine install {path}"
        )
    raise EngineError("is not a model", place=str(path), remedy=_REMEDY)


def _installed(spec: str) -> Engine:
    from bilingual.models.store import installed, llm_available

    models = installed()
    wanted = AUTO_ORDER if spec == "auto" else (spec,)
    for kind in wanted:
        for model in models:
            if kind not in (model.engine, model.name) or (
                model.engine == "llm" and not llm_available() and spec == "auto"
            ):
                continue
            if model.engine == "argos":
                from bilingual.engines.argos import ArgosEngine

                return ArgosEngine(model.path, model.sha256)
            from bilingual.engines.llm.engine import LlmEngine

            return LlmEngine(model.path, model.name, model.sha256)
        # A package the user installed with argostranslate's own tools serves as well.
        if kind == "argos" and (package := _argostranslate_package()):
            from bilingual.engines.argos import ArgosEngine

            return ArgosEngine(package)
    names = ", ".join(model.name for model in models) or "none"
    what = "no translation model is installed" if spec == "auto" else f"no model called {spec!r} (installed: {names})"
    raise EngineError(what, place="engine", remedy=_REMEDY)


def _argostranslate_package() -> Path | None:
    """Return argostranslate's own ja→en package, looked for where that library keeps its packages."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    folder = Path(os.environ.get("ARGOS_PACKAGES_DIR") or data / "argos-translate" / "packages")
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
