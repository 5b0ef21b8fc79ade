"""From what the user wrote after `--engine` to an engine that is ready to be asked."""

from __future__ import annotations

import json
import os
from pathlib import Path

from bilingual.engines.base import Engine
from bilingual.engines.echo import EchoEngine
from bilingual.errors import EngineError

AUTO_ORDER = ("argos", "llm")
"""Engines in the order `auto` takes them."""

_REMEDY = "run `bilingual engine setup`, or `bilingual engine install FILE` with an .argosmodel or .gguf file"


def choose(spec: str = "auto", *, server: str = "", server_model: str = "") -> Engine:
    """Return the engine for `auto`, `argos`, `llm`, `echo`, the name of an installed model, or a path.

    With `server` it is an OpenAI-compatible server of the user's, whatever `spec` says. Nothing is loaded yet.
    Raises `EngineError` when the model is not there.
    """
    if server:
        from bilingual.engines.llm.engine import ServerEngine

        if not server_model:
            raise EngineError("no model is named", place=server, remedy="name the server's model with --server-model")
        return ServerEngine(server, server_model)
    if spec == "echo":
        return EchoEngine()
    if spec.endswith(".gguf") or os.sep in spec:
        return _from_path(Path(spec))
    return _installed(spec)


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
