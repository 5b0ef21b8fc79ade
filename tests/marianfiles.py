"""Firefox Translations models with random numbers, for tests and benchmarks: the format, not the quality."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bilingual.models.marian import FLOAT32, INT8, TEXT


@dataclass(frozen=True)
class Sizes:
    width: int = 64
    inner: int = 128
    encoder_layers: int = 2
    decoder_layers: int = 2
    words: int = 3000
    heads: int = 8


BASE_MEMORY = Sizes(384, 1536, 6, 4, 64000)
"""ja→en base-memory: a model file of this size differs from the published one by the length of its settings."""
BASE = Sizes(512, 2048, 6, 2, 64000)
TINY = Sizes(256, 1536, 6, 2, 32000)
"""pt→en."""


def settings(sizes: Sizes) -> str:
    return (
        "dec-cell: ssru\ndec-cell-base-depth: 2\ndec-cell-high-depth: 1\n"
        f"dec-depth: {sizes.decoder_layers}\ndim-emb: {sizes.width}\ndim-rnn: 1024\n"
        f"dim-vocabs:\n  - {sizes.words}\n  - {sizes.words}\nenc-cell: gru\nenc-cell-depth: 1\n"
        f"enc-depth: {sizes.encoder_layers}\nenc-type: bidirectional\ninput-types:\n  []\nlayer-normalization: false\n"
        "right-left: false\nskip: false\ntied-embeddings: false\ntied-embeddings-all: true\n"
        "tied-embeddings-src: false\ntransformer-decoder-autoreg: rnn\n"
        f"transformer-dim-ffn: {sizes.inner}\ntransformer-ffn-activation: relu\ntransformer-ffn-depth: 2\n"
        f"transformer-guided-alignment-layer: last\ntransformer-heads: {sizes.heads}\n"
        'transformer-postprocess: dan\ntransformer-postprocess-emb: d\ntransformer-postprocess-top: ""\n'
        'transformer-preprocess: ""\ntransformer-tied-layers:\n  []\ntransformer-train-position-embeddings: false\n'
        "type: transformer\nversion: v1.9.56\n"
    )


@dataclass
class ModelFile:
    """A model file under construction."""

    tensors: list[tuple[str, int, tuple[int, ...], bytes]] = field(default_factory=list)

    def floats(self, name: str, numbers: npt.ArrayLike) -> None:
        array = np.asarray(numbers, np.float32)
        self.tensors.append((name, FLOAT32, array.shape, array.tobytes()))

    def matrix(self, name: str, numbers: npt.NDArray[np.float32], *, transposed: bool = True) -> None:
        multiplier = 127 / np.abs(numbers).max()
        stored = np.clip(np.round(numbers * multiplier), -127, 127).astype(np.int8)
        data = np.ascontiguousarray(stored.T if transposed else stored).tobytes()
        self.tensors.append((name, INT8, numbers.shape, data + struct.pack("<f", multiplier)))
        self.floats(f"{name}_QuantMultA", [[127 / 9.0]])

    def text(self, content: str) -> None:
        data = content.encode() + b"\0"
        self.tensors.append(("special:model.yml", TEXT, (len(data),), data))

    def bytes(self) -> bytes:
        heads = names = shapes = blobs = b""
        parts: list[bytes] = []
        for name, kind, shape, data in self.tensors:
            data += b"\0" * (-len(data) % 256 if kind != TEXT else 0)
            stored = name.encode() + b"\0"
            heads += struct.pack("<QQQQ", len(stored), kind, len(shape), len(data))
            names += stored
            shapes += struct.pack(f"<{len(shape)}i", *shape)
            parts.append(data)
        before = struct.pack("<QQ", 1, len(self.tensors)) + heads + names + shapes
        padding = -(len(before) + 8) % 256
        blobs = b"".join(parts)
        return before + struct.pack("<Q", padding) + b"\0" * padding + blobs


def random_model(
    sizes: Sizes, *, seed: int = 3, change: Callable[[str], str] = str, end_bias: float | None = None
) -> ModelFile:
    """Return a model of random numbers. `change` edits its settings, `end_bias` makes its targets longer or shorter."""
    rng = np.random.default_rng(seed)
    made = ModelFile()
    width, inner = sizes.width, sizes.inner

    def normal(*shape: int) -> npt.NDArray[np.float32]:
        return rng.normal(0, 1 / np.sqrt(shape[0]), shape).astype(np.float32)

    def norm(name: str) -> None:
        # Input and output embeddings are the same: without the signs, the likeliest token is always the one before.
        last = name == f"decoder_l{sizes.decoder_layers}_ffn_ffn"
        made.floats(f"{name}_ln_scale", rng.choice((-1, 1), (1, width)) if last else np.ones((1, width)))
        made.floats(f"{name}_ln_bias", np.zeros((1, width)))

    def attention(name: str) -> None:
        for part in "qkvo":
            made.matrix(f"{name}_W{part}", normal(width, width))
            made.floats(f"{name}_b{part}", np.zeros((1, width)))
        norm(f"{name}_Wo")

    def feed_forward(name: str) -> None:
        made.matrix(f"{name}_ffn_W1", normal(width, inner))
        made.floats(f"{name}_ffn_b1", np.zeros((1, inner)))
        made.matrix(f"{name}_ffn_W2", normal(inner, width))
        made.floats(f"{name}_ffn_b2", np.zeros((1, width)))
        norm(f"{name}_ffn_ffn")

    made.matrix("Wemb", rng.normal(0, 0.3, (sizes.words, width)).astype(np.float32), transposed=False)
    bias = rng.normal(0, 0.3, (1, sizes.words))
    if end_bias is not None:
        bias[0, 0] = end_bias
    made.floats("decoder_ff_logit_out_b", bias)
    for layer in range(1, sizes.encoder_layers + 1):
        attention(f"encoder_l{layer}_self")
        feed_forward(f"encoder_l{layer}")
    for layer in range(1, sizes.decoder_layers + 1):
        cell = f"decoder_l{layer}_rnn"
        made.matrix(f"{cell}_W", normal(width, width))
        made.matrix(f"{cell}_Wf", normal(width, width))
        made.floats(f"{cell}_bf", np.zeros((1, width)))
        norm(f"{cell}_ffn")
        attention(f"decoder_l{layer}_context")
        feed_forward(f"decoder_l{layer}")
    made.floats("none_QuantMultA", [[127 / 9.0]])
    made.text(change(settings(sizes)))
    return made


def train_vocabulary(texts: list[str], words: int) -> bytes:
    """Return a SentencePiece vocabulary with the special tokens of Firefox's: the end is 0, the unknown token 1."""
    import sentencepiece

    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=made,
        vocab_size=words,
        bos_id=-1,
        eos_id=0,
        unk_id=1,
        character_coverage=0.9995,
        hard_vocab_limit=False,
        num_threads=1,
        minloglevel=2,
    )
    return made.getvalue()


def write_tiny(folder: Path, vocabulary: bytes, *, seed: int = 3) -> Path:
    """Write a small model with its vocabulary into a folder, and return the folder."""
    from sentencepiece import SentencePieceProcessor

    folder.mkdir(parents=True, exist_ok=True)
    size = SentencePieceProcessor(model_proto=vocabulary).get_piece_size()
    words = (size + 7) // 8 * 8 + 8  # more rows than tokens, as a real model may have
    (folder / "model.bin").write_bytes(random_model(Sizes(words=words), seed=seed, end_bias=8).bytes())
    (folder / "vocab.spm").write_bytes(vocabulary)
    return folder
