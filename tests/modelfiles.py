"""Small model files, good and hostile, for the tests of installing."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bilingual.models.catalog import CatalogEntry, ModelFile, ModelSource, UrlSource
from bilingual.models.marian import INT8, TEXT

NOISE = random.Random(2).randbytes(300_000)
GGUF = struct.pack("<4sIQQ", b"GGUF", 3, 10, 20) + NOISE
CONTENTS = {
    "metadata": b'{"from_code": "ja", "to_code": "en", "package_version": "1.1"}',
    "model": NOISE[:200],
    "zeros": bytes(4_000_000),
}
MODES = {"link": stat.S_IFLNK, "pipe": stat.S_IFIFO}
GOOD = "p/metadata.json = metadata\np/README.md = text\np/model/model.bin = model\np/bpe.model = model"


def package(listed: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a name that stands twice
        for line in listed.splitlines():
            name, _, content = (word.strip() for word in line.partition("="))
            item = zipfile.ZipInfo(name)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.external_attr = (MODES.get(content, stat.S_IFREG) | 0o644) << 16
            archive.writestr(item, CONTENTS.get(content, content.encode()))
    return made.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def entry(name: str, data: bytes, *sources: ModelSource, engine: str = "llm", setup: str = "") -> CatalogEntry:
    """Return an entry of one file."""
    published = f"{name}.{ {'llm': 'gguf', 'argos': 'argosmodel', 'lexicon': 'tar.gz'}[engine] }"
    inside = {"llm": published, "argos": "package", "lexicon": "lexicon"}[engine]
    file = ModelFile(inside, published, len(data), sha256(data), sources)
    role = setup or {"llm": "fallback"}.get(engine, "always")
    return CatalogEntry(name, engine, "1", (file,), "MIT", quality="good", quality_source="us", setup=role)


def marian_binary(extra: bytes = b"") -> bytes:
    """Return a file with the table of a Firefox model, whose numbers mean nothing."""
    settings = b"type: transformer\0" + extra
    tensors = {b"special:model.yml": (TEXT, settings, len(settings)), b"Wemb": (INT8, NOISE[:4096], 4092)}
    names = [name + b"\0" for name in tensors]
    heads = [(len(name), kind, 1, len(data)) for name, (kind, data, _) in zip(names, tensors.values(), strict=True)]
    table = struct.pack("<QQ", 1, len(heads)) + b"".join(struct.pack("<QQQQ", *head) for head in heads)
    table += b"".join(names) + b"".join(struct.pack("<i", size) for _, _, size in tensors.values())
    padding = -(len(table) + 8) % 256
    return table + struct.pack("<Q", padding) + bytes(padding) + b"".join(data for _, data, _ in tensors.values())


def vocabulary() -> bytes:
    """Return the fields of a SentencePiece model with a hundred pieces."""
    return b"".join(b"\x0a\x04\x0a\x02%02d" % n for n in range(100)) + b"\x12\x02ok"


MARIAN, VOCABULARY = marian_binary(), vocabulary()


def packed(name: str, published: str, data: bytes, *sources: UrlSource) -> tuple[ModelFile, bytes]:
    """Return a file of the catalogue that is published as gzip, and the published bytes."""
    made = gzip.compress(data, mtime=0)
    file = ModelFile(name, published, len(made), sha256(made), sources, "gzip", len(data), sha256(data))
    return file, made


def gguf_text(text: str) -> tuple[int, bytes]:
    """Return the type and the bytes of a text in a GGUF file."""
    data = text.encode()
    return 8, struct.pack("<Q", len(data)) + data


def write_gguf(path: Path, values: Mapping[str, tuple[int, bytes]] | None = None, *, adds_bos: bool = False) -> None:
    """Write the metadata of a GGUF file without a model."""
    whole = {"tokenizer.ggml.add_bos_token": (7, bytes([adds_bos])), **(values or {})}
    data = struct.pack("<4sIQQ", b"GGUF", 3, 0, len(whole))
    for key, (kind, value) in whole.items():
        data += struct.pack("<Q", len(key)) + key.encode() + struct.pack("<I", kind) + value
    path.write_bytes(data)
