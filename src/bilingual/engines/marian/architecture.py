"""The architecture of a model: what its settings say, and the tensors that follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilingual.errors import EngineError

_REQUIRED = {
    "type": ("transformer",),
    "transformer-decoder-autoreg": ("rnn",),
    "dec-cell": ("ssru",),
}
_EXPECTED = {
    "dec-cell-base-depth": ("2",),
    "dec-cell-high-depth": ("1",),
    "input-types": ("[]", ""),
    "layer-normalization": ("false",),
    "lemma-dim-emb": ("0",),
    "output-omit-bias": ("false",),
    "right-left": ("false",),
    "skip": ("false",),
    "transformer-depth-scaling": ("false",),
    "transformer-ffn-activation": ("relu",),
    "transformer-ffn-depth": ("2",),
    "transformer-guided-alignment-layer": ("last",),
    "transformer-no-projection": ("false",),
    "transformer-pool": ("false",),
    "transformer-postprocess": ("dan",),
    "transformer-postprocess-emb": ("d", ""),
    "transformer-postprocess-top": ("",),
    "transformer-preprocess": ("",),
    "transformer-rnn-projection": ("false",),
    "transformer-tied-layers": ("[]", ""),
    "transformer-train-position-embeddings": ("false",),
    "ulr": ("false",),
}
"""Settings that change the arithmetic, with the values that `network` implements."""
_WIDEST, _DEEPEST, _MOST_WORDS = 4096, 64, 1 << 20


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The sizes of a network."""

    width: int
    """Numbers for each token (dim-emb)."""
    inner: int
    """Width inside the feed-forward layers."""
    heads: int
    encoder_layers: int
    decoder_layers: int
    source_words: int
    target_words: int
    shared: bool
    """True if both languages have the same embeddings."""

    @property
    def source_embeddings(self) -> str:
        """Return the name of the embeddings of the source."""
        return "Wemb" if self.shared else "encoder_Wemb"

    @property
    def target_embeddings(self) -> str:
        """Return the name of the embeddings of the target, which are its output layer too."""
        return "Wemb" if self.shared else "decoder_Wemb"

    def tensors(self) -> dict[str, tuple[int, int]]:
        """Return the names and shapes of all tensors that are used."""
        width, inner = self.width, self.inner
        found = {
            self.source_embeddings: (self.source_words, width),
            self.target_embeddings: (self.target_words, width),
            "decoder_ff_logit_out_b": (1, self.target_words),
        }

        def norm(name: str) -> None:
            found.update({f"{name}_ln_scale": (1, width), f"{name}_ln_bias": (1, width)})

        def attention(name: str) -> None:
            for part in "qkvo":
                found.update({f"{name}_W{part}": (width, width), f"{name}_b{part}": (1, width)})
            norm(f"{name}_Wo")

        def feed_forward(name: str) -> None:
            found.update({f"{name}_ffn_W1": (width, inner), f"{name}_ffn_b1": (1, inner)})
            found.update({f"{name}_ffn_W2": (inner, width), f"{name}_ffn_b2": (1, width)})
            norm(f"{name}_ffn_ffn")

        for layer in range(1, self.encoder_layers + 1):
            attention(f"encoder_l{layer}_self")
            feed_forward(f"encoder_l{layer}")
        for layer in range(1, self.decoder_layers + 1):
            cell = f"decoder_l{layer}_rnn"
            found.update({f"{cell}_W": (width, width), f"{cell}_Wf": (width, width), f"{cell}_bf": (1, width)})
            norm(f"{cell}_ffn")
            attention(f"decoder_l{layer}_context")
            feed_forward(f"decoder_l{layer}")
        return found


def read_dimensions(text: str) -> Dimensions:
    """Read a model's settings. Raises `EngineError`, without a place, when its architecture is not supported."""
    settings, lists = _settings(text)
    for name, values in (_REQUIRED | _EXPECTED).items():
        if name in settings or name in _REQUIRED:
            value = settings.get(name, "(missing)")
            if value not in values:
                raise _unsupported(name, value)
    words = lists.get("dim-vocabs", [])
    if len(words) != 2:
        raise _unsupported("dim-vocabs", " ".join(words) or "(missing)")
    shared = settings.get("tied-embeddings-all") == "true"
    if not shared and settings.get("tied-embeddings") != "true":
        raise _unsupported("tied-embeddings", settings.get("tied-embeddings", "(missing)"))
    if shared and words[0] != words[1]:
        raise _unsupported("dim-vocabs", " ".join(words))
    found = Dimensions(
        width=_size("dim-emb", settings.get("dim-emb", ""), _WIDEST),
        inner=_size("transformer-dim-ffn", settings.get("transformer-dim-ffn", ""), 4 * _WIDEST),
        heads=_size("transformer-heads", settings.get("transformer-heads", ""), _WIDEST),
        encoder_layers=_size("enc-depth", settings.get("enc-depth", ""), _DEEPEST),
        decoder_layers=_size("dec-depth", settings.get("dec-depth", ""), _DEEPEST),
        source_words=_size("dim-vocabs", words[0], _MOST_WORDS),
        target_words=_size("dim-vocabs", words[1], _MOST_WORDS),
        shared=shared,
    )
    if found.width % 2 or found.width < 4:
        raise _unsupported("dim-emb", str(found.width))
    if found.width % found.heads:
        raise _unsupported("transformer-heads", str(found.heads))
    return found


def _settings(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Read the flat YAML that Marian writes: `name: value`, and `- value` lines under `name:`."""
    single: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if item := re.fullmatch(r" *- +(\S.*)", line):
            lists.setdefault(name, []).append(item[1].strip())
        elif pair := re.fullmatch(r"([\w-]+):(.*)", line):
            name = pair[1]
            single[name] = pair[2].strip().strip("\"'")
    return single, lists


def _size(name: str, value: str, largest: int) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", value) or not 0 < int(value) <= largest:
        raise _unsupported(name, value or "(missing)")
    return int(value)


def _unsupported(name: str, value: str) -> EngineError:
    return EngineError(
        f"the model has an architecture that is not supported ({name}: {value[:40]!r})",
        remedy="use a student model of Firefox Translations (SSRU decoder), or another engine",
    )
