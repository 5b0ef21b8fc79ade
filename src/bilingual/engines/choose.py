"""Choose the engine that the user asked for."""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.engines.base import Engine
from bilingual.engines.echo import EchoEngine
from bilingual.errors import EngineError, UsageError
from bilingual.files import home

if TYPE_CHECKING:
    from bilingual.models.store import InstalledModel

AUTO_ORDER = (("firefox", "argos"), ("llm",))
"""What `auto` uses: all installed engines of the first group that has any."""
_KINDS = {"firefox": "marian"}
"""Kinds of models by the name of their engine, where the two differ."""

_REMEDY = "run `bilingual engine setup`, or `bilingual engine install FILE` with an .argosmodel or .gguf file"


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """The engine that a user asked for: a value that can be stored, compared and sent to another process."""

    name: str = "auto"
    """`auto`, `argos`, `firefox`, `llm`, `server`, `echo`, the name of an installed model, or a path.

    Several, separated by commas, draft every unit; the earlier one takes precedence.
    """
    server: str = ""
    """Address of an OpenAI-compatible server; it takes precedence over `name`, unless that has `server`."""
    server_model: str = ""
    """The server's model."""
    threads: int | None = None
    """Threads of the engine; None: one for each core it may use."""
    prompt_style: str = ""
    """How a language model is asked: a name in `llm.styles`; empty: as its catalogue entry or its file says."""

    def __post_init__(self) -> None:
        if self.threads is not None and self.threads < 1:
            raise UsageError("must be 1 or more", place="threads", remedy="leave it out to use all cores")


def choose_all(spec: EngineSpec | str = "auto") -> tuple[Engine, ...]:
    """Return the engines of `spec`, in the order of precedence; a string is the name in an `EngineSpec`.

    Nothing is loaded yet. Raises `EngineError` when a model is not installed, `UsageError` for a name given twice.
    """
    wanted = EngineSpec(spec) if isinstance(spec, str) else spec
    names = _names(wanted)
    if names == ("auto",):
        return _automatic(wanted)
    if "auto" in names:
        raise UsageError("auto cannot be combined with other engines", place="engine", remedy="name each engine")
    engines = tuple(_choose_one(name, wanted) for name in names)
    if len({engine.signature for engine in engines}) < len(engines):
        raise UsageError("the same engine is given twice", place=wanted.name, remedy="name each engine once")
    return engines


def choose(spec: EngineSpec | str = "auto") -> Engine:
    """Return the first engine of `spec`, as in `choose_all`."""
    return choose_all(spec)[0]


def _names(spec: EngineSpec) -> tuple[str, ...]:
    whole = spec.name.strip()
    # A path may have a comma.
    names = (
        (whole,) if os.sep in whole and Path(whole).exists() else tuple(filter(None, map(str.strip, whole.split(","))))
    )
    if not names:
        raise UsageError("is empty", place="engine", remedy="name an engine, or leave the option out")
    return ("server",) if spec.server and "server" not in names else names


def _choose_one(name: str, spec: EngineSpec) -> Engine:
    if name == "server":
        return _server(spec)
    if name == "echo":
        return EchoEngine()
    if name.endswith(".gguf") or os.sep in name:
        return _from_path(Path(name), spec)
    return _installed(name, spec)


def _server(spec: EngineSpec) -> Engine:
    from bilingual.engines.llm.engine import ServerEngine

    if not spec.server:
        raise EngineError("no server is given", place="engine", remedy="give its address with --server")
    if not spec.server_model:
        remedy = "name the server's model with --server-model"
        raise EngineError("no model is given", place=spec.server, remedy=remedy)
    return ServerEngine(spec.server, spec.server_model, spec.prompt_style)


def _from_path(path: Path, spec: EngineSpec) -> Engine:
    if path.is_dir() and (path / "metadata.json").is_file():
        return _argos(path, "", spec.threads)
    if path.is_dir() and _is_marian(path):
        return _marian(path, "", spec.threads)
    if path.suffix == ".gguf" and path.is_file():
        return _llm(path, path.stem, "", spec)
    if path.suffix == ".argosmodel" and path.is_file():
        raise EngineError(
            "is a package file",
            place=str(path),
            remedy=f"install it first: bilingual engine install {shlex.quote(str(path))}",
        )
    raise EngineError("is not a model", place=str(path), remedy=_REMEDY)


def _is_marian(folder: Path) -> bool:
    from bilingual.engines.marian.files import is_marian_folder

    return is_marian_folder(folder)


def _automatic(spec: EngineSpec) -> tuple[Engine, ...]:
    """Return all installed engines of the first group of `AUTO_ORDER` that has any."""
    for group in AUTO_ORDER:
        if engines := tuple(engine for kind in group if (engine := _of_kind(kind, spec))):
            return engines
    names = _model_names()
    what = f"no installed model can be used here (installed: {names})" if names else "no translation model is installed"
    raise EngineError(what, place="engine", remedy=_REMEDY)


def _installed(name: str, spec: EngineSpec) -> Engine:
    if engine := _of_kind(name, spec):
        return engine
    raise EngineError(
        f"no model called {name!r} (installed: {_model_names() or 'none'})", place="engine", remedy=_REMEDY
    )


def _of_kind(name: str, spec: EngineSpec) -> Engine | None:
    """Return the first installed engine of a kind, or the model of that name; None if there is none."""
    from bilingual.models.store import installed, llm_available

    for model in installed():
        if not model.is_engine or (name not in (model.name, model.engine) and _KINDS.get(name) != model.engine):
            continue
        if model.engine == "llm" and name == "llm" and not llm_available():
            continue
        return _engine_of(model, spec)
    # A package installed with argostranslate's own tools can also be used.
    package = _argostranslate_package() if name == "argos" else None
    return _argos(package, "", spec.threads) if package else None


def _engine_of(model: InstalledModel, spec: EngineSpec) -> Engine:
    if model.engine == "argos":
        return _argos(model.path, model.sha256, spec.threads)
    if model.engine == "marian":
        return _marian(model.path, model.sha256, spec.threads)
    return _llm(model.path, model.name, model.sha256, spec)


def _model_names() -> str:
    from bilingual.models.store import installed

    return ", ".join(model.name for model in installed() if model.is_engine)


def _argos(path: Path, sha256: str, threads: int | None) -> Engine:
    from bilingual.engines.argos import ArgosEngine

    return ArgosEngine(path, sha256, threads)


def _marian(folder: Path, sha256: str, threads: int | None) -> Engine:
    from bilingual.engines.marian.engine import MarianEngine

    return MarianEngine(folder, sha256, threads)


def _llm(path: Path, name: str, sha256: str, spec: EngineSpec) -> Engine:
    from bilingual.engines.llm.engine import LlmEngine

    return LlmEngine(path, name, sha256, spec.threads, spec.prompt_style or _style_of(path, name, sha256))


def _style_of(path: Path, name: str, sha256: str) -> str:
    """Return the prompt style of a model: as the catalogue says, or by what the file and its name say."""
    from bilingual.engines.llm.styles import recognise_style
    from bilingual.models.catalog import recognise
    from bilingual.models.gguf import read_metadata

    for entry, _ in recognise(sha256):
        if entry.prompt_style:
            return entry.prompt_style
    try:
        said = read_metadata(path)
    except EngineError:
        return recognise_style(name)  # loading the file gives the error
    return recognise_style(name, said.name, architecture=said.architecture, template=said.chat_template)


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
