"""Text to token numbers and back, with the vocabularies of a model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.errors import EngineError
from bilingual.languages.japanese.scripts import DIGITS

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of one language."""

    tokenizer: SentencePieceProcessor
    end: int
    """Number of the end token."""
    unknown: int
    size: int

    def encode(self, text: str, limit: int) -> tuple[int, ...]:
        """Return the first `limit` tokens of a text, and the end token."""
        return (*self.tokenizer.encode(_valid(text))[:limit], self.end)

    def pieces(self, text: str, limit: int) -> list[str]:
        """Return the same tokens as text, without the end token."""
        return list(self.tokenizer.encode(_valid(text), out_type=str)[:limit])

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens."""
        return str(self.tokenizer.decode(list(tokens))).strip()


def _valid(text: str) -> str:
    """Return the text without halves of surrogate pairs, which a damaged file may have and SentencePiece refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def read_vocabulary(path: Path, words: int) -> Vocabulary:
    """Read a SentencePiece vocabulary for a model with `words` rows.

    Raises `EngineError` when it cannot be read, or when the model does not fit it.
    """
    from sentencepiece import SentencePieceProcessor

    remedy = "download it again, or install the model again with `bilingual engine install`"
    try:
        tokenizer = SentencePieceProcessor(model_proto=path.read_bytes())
        size, end, unknown = tokenizer.get_piece_size(), tokenizer.eos_id(), tokenizer.unk_id()
    except Exception as error:  # a damaged file fails in many ways
        what = " ".join(str(error).split())[:120] or type(error).__name__
        raise EngineError(f"the vocabulary cannot be read ({what})", place=str(path), remedy=remedy) from error
    if not (0 <= end < size and 0 <= unknown < size):
        raise EngineError("the vocabulary has no end token", place=str(path), remedy=remedy)
    if size > words:
        what = f"the vocabulary has {size} tokens, and the model has {words}"
        raise EngineError(what, place=str(path), remedy="use the vocabulary that belongs to the model")
    return Vocabulary(tokenizer, end, unknown, size)


_NUMBER = re.compile(rf"[+\-＋－−]?[{DIGITS}]+(?:[.,:/\-．，：／－][{DIGITS}]+)*[%％]?")


def plain_digits(text: str) -> str:
    """Return the text with full-width digits, and the signs of their numbers, as ASCII. Offsets do not change.

    Firefox's ja→en model loses full-width digits about twice as often as ASCII ones.
    """
    return _NUMBER.sub(lambda found: unicodedata.normalize("NFKC", found[0]).replace("−", "-"), text)
