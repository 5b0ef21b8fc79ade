"""The bytes of a file → its text: strict decodings in a safe order, then a comparison for the two that overlap.

Detectors fail on short files, so the reliable evidence comes first (BOM, UTF-8, ISO-2022-JP escapes, the NULs of
UTF-16), and only Shift_JIS (CP932) and EUC-JP have to be compared. A file that no encoding turns into plausible
text is rejected: a wrong guess would be translated as if it were Japanese.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from bilingual.errors import InputError
from bilingual.languages.japanese.scripts import (
    FULLWIDTH_FORMS,
    HALFWIDTH_KATAKANA,
    HALFWIDTH_PUNCTUATION,
    JAPANESE_PUNCTUATION,
    KANA,
    KANJI,
)
from bilingual.reading.signatures import SAVE_AS_TEXT, find_signature, remedy_for

_SAMPLE = 20_000
"""Number of characters that are weighed when encodings are compared."""

_SURE = 0.5
"""Lowest mean weight of the non-ASCII characters of a text that counts as Japanese (see `_weight`)."""

_REMEDY = "save it as UTF-8, or name the encoding with --encoding"

_KANA = re.compile(f"[{KANA}]")
_WEIGHED = re.compile(
    f"(?P<japanese>[{JAPANESE_PUNCTUATION}{KANA}])|(?P<half>[{HALFWIDTH_KATAKANA}])"
    f"|(?P<full>[{FULLWIDTH_FORMS}{HALFWIDTH_PUNCTUATION}])|(?P<kanji>[{KANJI}])"
)
# EUC-JP read as Shift_JIS is mostly half-width katakana.
_WEIGHTS = {"japanese": 1.0, "half": -0.5, "full": 0.6, "kanji": 0.9}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its BOM begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotTextError(ValueError):
    """The bytes are not plausible Japanese text in any encoding."""

    def __init__(self, message: str, line: int = 0, *, binary: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        """The line with the damaged bytes, from 1; 0 when the error is not in one line."""
        self.binary = binary


def decode(data: bytes, *, place: str = "", encoding: str | None = None) -> str:
    """Return the text in `data`, exactly as written (no normalisation), without a leading BOM.

    Raises `InputError` for empty or binary data, an unknown encoding, or an encoding that cannot be determined.
    """
    if not data.strip():
        raise InputError("is empty", place=place, remedy="an article needs some text")
    if encoding is not None:
        text = _decode_as(data, encoding, place)
    else:
        text = _detected(data, place)
    text = text.removeprefix("\ufeff")
    if "\0" in text or _control_share(text) > 0.05:
        raise InputError("is not text but binary data", place=place, remedy=SAVE_AS_TEXT)
    if re.search("[\ud800-\udfff]", text):
        raise InputError("contains invalid characters (lone surrogates)", place=place, remedy=_REMEDY)
    if not re.sub(r"[\s\ufeff\u200b]+", "", text):
        raise InputError("is empty (only white space)", place=place, remedy="an article needs some text")
    return text


def _decode_as(data: bytes, encoding: str, place: str) -> str:
    known = "utf-8, cp932 (Shift_JIS), euc_jp, iso2022_jp or utf-16"
    try:
        name = codecs.lookup(encoding.strip()).name.replace("-", "_")
        if name == "utf_8":
            return data.decode("utf-8-sig")
        for tried in _superset(name):
            if (text := _strict(data, tried)) is not None:
                return text
        return data.decode(name)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            where = _line_of(data, error.start)
            message = f"is not {encoding}: the bytes on line {where} cannot be decoded"
            raise InputError(message, place=place, remedy=f"leave out --encoding, or try {known}") from error
        raise InputError(
            f"unknown encoding {encoding[:100]!r}", place=place, remedy=f"use a name such as {known}"
        ) from error


def _superset(name: str) -> tuple[str, ...]:
    """Return the codecs to try for a name: what is called Shift_JIS is CP932 in practice (①, 髙; WHATWG)."""
    if name in {"shift_jis", "shift_jisx0213", "shift_jis_2004"}:
        return ("cp932", name)
    if name == "euc_jp":
        return ("euc_jp", "euc_jis_2004")
    if name.startswith("iso2022_jp"):
        return (name, "iso2022_jp_ext", "iso2022")
    return ()


def _detected(data: bytes, place: str) -> str:
    try:
        if kind := find_signature(data):
            raise NotTextError(f"is not text but {kind}", binary=True)
        return detect_text(data)
    except NotTextError as error:
        message = f"{error.message} on line {error.line}" if error.line else error.message
        raise InputError(
            message, place=place, remedy=remedy_for(find_signature(data)) if error.binary else _REMEDY
        ) from error


def detect_text(data: bytes, *, prose: bool = True) -> str:
    """Return the text in `data`; the most reliable evidence of its encoding is tried first. A leading BOM may remain.

    `prose` requires kana where only weak evidence is left: a list of names may have none. Raises `NotTextError`.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(name)
            except UnicodeDecodeError as error:
                raise _damaged(name.upper().removesuffix("-SIG"), data, error.start) from error
    if re.search(rb"\x1b[$(]", data) and (text := _strict(data, "iso2022_jp", "iso2022_jp_ext", "iso2022")):
        return text
    if text := _utf16(data):
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(data):
            raise _damaged("UTF-8", data, error.start) from error
    return _weigh(data, prose)


def _strict(data: bytes, *names: str) -> str | None:
    """Return the text in the first of the encodings that can decode every byte, or None."""
    for name in names:
        try:
            return _iso2022_with_nec(data) if name == "iso2022" else data.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def _iso2022_with_nec(data: bytes) -> str:
    """Decode ISO-2022-JP as mail programs write it, with ① and ㈱ of NEC row 13 (which Python's codec rejects)."""
    text = []
    for part in re.split(rb"(?=\x1b[$(])", data):
        if match := re.match(rb"\x1b\$[@B]([\x21-\x7e]*)", part):
            body = bytes(byte | 0x80 for byte in match[1])
            text.append(body.decode("euc_jis_2004") + part[match.end() :].decode("ascii"))
        else:
            text.append(part.decode("iso2022_jp_ext"))
    return "".join(text)


def _utf16(data: bytes) -> str | None:
    """Return the text when the bytes are UTF-16 without a BOM: each ASCII character has a NUL."""
    kana = len(data) > 3 and (set(data[::2]) == {0x30} or set(data[1::2]) == {0x30})  # nothing but kana: no NUL
    if len(data) % 2 or not (b"\0" in data or kana):
        return None
    texts = [text for name in ("utf-16-le", "utf-16-be") if (text := _strict(data, name))]
    best = max(texts, key=lambda text: japanese_share(text, ascii_counts=True), default="")
    return best if best and "\0" not in best and japanese_share(best, ascii_counts=True) >= _SURE else None


def _is_nearly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    beyond = [char for char in text if char > "\x7f"]
    return len(beyond) > 4 and text.count("\ufffd") * 4 <= len(beyond)


def _weigh(data: bytes, prose: bool) -> str:
    """Choose between the encodings whose bytes overlap, by how Japanese the result is, then by the detector.

    Chinese and Korean bytes read as EUC-JP are also kanji, but read as Shift_JIS they are half-width katakana.
    """
    found = {}
    for names in (("cp932",), ("euc_jp", "euc_jis_2004"), ("utf-16-le",), ("utf-16-be",)):
        if text := _strict(data, *names):
            found[names[0]] = (japanese_share(text), text)
    ranked = sorted(found, key=lambda name: found[name][0], reverse=True)
    sure = [name for name in ranked if found[name][0] >= _SURE]
    clear = len(sure) == 1 or (len(sure) > 1 and found[sure[0]][0] - found[sure[1]][0] > 0.25)
    if clear and (_has_kana(found[sure[0]][1], unless_short=prose) or (sure[0] == "cp932" and not prose)):
        return found[sure[0]][1]
    detected = _detect(data)
    if detected in sure:
        return found[detected][1]
    for name in ("cp932", "euc_jp"):
        lenient = data.decode(name, errors="replace")
        if name not in found and japanese_share(lenient) >= 0.7 and _has_kana(lenient):
            raise _damaged("Shift_JIS" if name == "cp932" else "EUC-JP", data, _first_bad(data, name))
    if b"\0" in data or len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]", data)) * 20 > len(data):
        raise NotTextError("is not text but binary data", binary=True)
    hint = f" (perhaps {detected})" if detected else ""
    raise NotTextError(f"its encoding cannot be determined{hint}")


def _has_kana(text: str, *, unless_short: bool = True) -> bool:
    """True when there is kana, or too little text to require it: Chinese and Korean bytes read as EUC-JP have none."""
    beyond = [char for char in text[:_SAMPLE] if char > "\x7f"]
    return (unless_short and len(beyond) < 8) or len(_KANA.findall("".join(beyond))) * 20 >= len(beyond)


def _first_bad(data: bytes, name: str) -> int:
    """Return the offset of the first byte that is invalid in an encoding."""
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _detect(data: bytes) -> str:
    """Return the detector's result as a Python codec name; empty when it has none."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 4 * _SAMPLE]).best()
    name = best.encoding if best else ""
    return {"shift_jis": "cp932", "shift_jis_2004": "cp932", "euc_jis_2004": "euc_jp", "euc_jisx0213": "euc_jp"}.get(
        name, name
    )


def japanese_share(text: str, *, ascii_counts: bool = False) -> float:
    """Return the mean weight of the first non-ASCII characters; 1, the highest, is certainly Japanese."""
    weights = []
    known: dict[str, float] = {}
    for char in text:
        if char > "\x7f":
            if char not in known:
                known[char] = _weight(char)
            weights.append(known[char])
        elif char < " " and char not in "\t\n\r\f\v\x1a":
            weights.append(-3.0)
        elif ascii_counts:
            weights.append(1.0)
        if len(weights) >= _SAMPLE:
            break
    return sum(weights) / len(weights) if weights else 0.0


def _weight(char: str) -> float:
    if found := _WEIGHED.match(char):
        weight = _WEIGHTS[found.lastgroup or ""]
        return weight if found.lastgroup != "kanji" or _is_common(char) else -0.4
    if char in "――─…‥“”‘’→←↑↓■□◆◇●○◎★☆△▲▽▼※×÷±℃①②③④⑤⑥⑦⑧⑨⑩㈱々":
        return 0.5
    return -2.0 if unicodedata.category(char) in {"Co", "Cn", "Cc", "Cs"} else -0.3


def _is_common(kanji: str) -> bool:
    """True for JIS level 1 kanji (rows 16 to 47), the 2965 that nearly all modern text is written with."""
    try:
        encoded = kanji.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xCF


def _control_share(text: str) -> float:
    """Return the share of control characters that do not occur in text."""
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]", text))
    return controls / len(text) if text else 0.0


def _damaged(name: str, data: bytes, at: int) -> NotTextError:
    return NotTextError(f"looks like {name}, but is damaged", _line_of(data, at))


def _line_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
