"""URLs and e-mail addresses in Japanese text, where often no space sets them off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.languages.japanese.scripts import JAPANESE_LETTERS, KANJI, KATAKANA_WORD

# Japanese often follows an address without a space. A part of the address may be Japanese from its sign on
# (/wiki/習近平, ?q=歴史, #沿革): up to white space if that ends it, otherwise up to the first hiragana, a particle.
_ASCII = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"
_WORD = rf"{KANJI}{KATAKANA_WORD}・"
_WHOLE = rf"(?<=[/=?&#_])[{JAPANESE_LETTERS}・（]{_ASCII[:-1]}{JAPANESE_LETTERS}・（）]{{0,200}}(?=[\s　])"
_PART = rf"(?<=[/=?&#_])[{_WORD}]{{1,100}}"
_URL = rf"(?:https?://|ftp://|www\.)(?:{_WHOLE}|{_ASCII}|{_PART}){{1,2000}}"
_MAIL = r"(?:mailto:)?[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}"
_ADDRESS = re.compile(rf"(?<![A-Za-z0-9._%+\-])(?:{_URL}|{_MAIL})")
_CLOSING = {")": "(", "]": "["}


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each URL and e-mail address in `text`."""
    if "://" not in text and "@" not in text and "www." not in text:
        return
    for found in _ADDRESS.finditer(text):
        address = _without_punctuation(found[0])
        if not re.fullmatch(r"(?:https?://|ftp://|www\.)?", address):
            yield found.start(), found.start() + len(address)


def _without_punctuation(address: str) -> str:
    """Remove what belongs to the sentence: final stops, and brackets that the address does not open."""
    while address:
        last = address[-1]
        if last in ".,;:!?'*" or (last in _CLOSING and address.count(last) > address.count(_CLOSING[last])):
            address = address[:-1]
        else:
            break
    return address
