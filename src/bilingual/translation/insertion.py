"""Put a term into an English sentence and adapt the words around it: articles, repeated words, brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilingual.languages.english.abbreviations import REPLACED_TITLES, ends_with_abbreviation
from bilingual.languages.english.small_words import ARTICLE_NOUNS, LEADING_WORDS, is_function
from bilingual.translation.verify import TextSpan

_WORD = re.compile(r"[$¥€£]?\d+(?:[.,:]\d+)*%?|[^\W_]+(?:['’.-][^\W_]+)*")
_COMMON_ENDS = re.compile("|".join(ARTICLE_NOUNS), re.IGNORECASE)
_LEADS = re.compile("|".join(LEADING_WORDS), re.IGNORECASE)
_VOWEL = re.compile(
    r"(?:[aeio]|hono(?:u?r)|hones|hour|heir|u(?!ni(?:[cft]|lat|on|que|vers)|nanim|s[aeu]|kr|k\b|"
    r"rugu|rani|ganda|tah\b|top|tilit|tensil|biqu|[iy]gh))",
    re.IGNORECASE,
)
_SPELT_WITH_VOWEL = "AEFHILMNORSX"
_ACRONYM = re.compile(r"[A-Z](?:[.‐‑-]|$)|[A-Z]{2,}(?![a-z])")
_SAID_AS_A_WORD = re.compile(r"[B-DF-HJ-NP-TV-XZ][AEIOU][A-Z]*[AEIOUNRSTX](?<=[A-Z]{4})(?![A-Za-z])")
"""NATO, FIFA, SARS, RIKEN: a consonant, a vowel, and an end that can be said; FOMC and HTML are spelt."""
_SAID_WITH_VOWEL = re.compile(r"[$¥€£]?(?:8|1[18](?:,\d{3})*(?![\d,])|1[18]\d\d(?![\d,]))")
"""Eight, eleven, eighteen, and the years of their centuries."""
_ARTICLE = re.compile(r"\b(the|an?)\s+$", re.IGNORECASE)
_END = re.compile(r"(?:[.!?…]+['\"”’)\]]*)?$")


def place_term(text: str, span: TextSpan, term: str, *, taken: Sequence[TextSpan] = ()) -> str | None:
    """Return the text with the words at `span` replaced by the term, or None if there is nothing to replace.

    The span is widened to whole words and narrowed to what can be a term; `taken` are the places of other terms.
    In a span of function words only, the term is inserted.
    """
    words = [found.span() for found in _WORD.finditer(text) if found.start() < span[1] and found.end() > span[0]]
    words = [word for word in words if all(word[1] <= start or word[0] >= end for start, end in taken)]
    if not words:
        return None
    solid = [word for word in words if not is_function(text[slice(*word)])]
    if not solid:
        at = words[-1][1]
        if any(start < at < end for start, end in taken):
            return None
        # What follows is another noun; its article would be between two names.
        return join(text[:at] + " ", term, re.sub(r"^\s+(?:the|an?)\s+(?=\w)", " ", text[at:]))
    start, end = solid[0][0], solid[-1][1]
    if re.search(r"['’]s$", text[start:end]):
        end -= 2  # the owner changes, the possessive does not
    for other_start, other_end in taken:
        # Another term is in between: keep the longer side.
        if start < other_end and other_start < end:
            start, end = (start, other_start) if other_start - start >= end - other_end else (other_end, end)
    if text[start:end] in REPLACED_TITLES and text[end : end + 1] == ".":
        end += 1
    return join(text[:start], term, _without_name(term, text[end:]))


def _without_name(term: str, after: str) -> str:
    """Remove the rest of a name that the term has in another order: Ashikaga Yoshimitsu | ASHIKAGA."""
    found = re.match(r"\s+([A-Z][\w’-]{2,})(?![\w’])", after)
    if found and is_name(term) and found[1].lower() in term.lower().split():
        return after[found.end() :]
    return after


def join(before: str, term: str, after: str) -> str:
    """Return before + term + after, with the article, spaces and repeated words between them corrected."""
    before, after = _without_doubles(before, term, after)
    before = _article(before, term, after)
    if before and not before[-1].isspace() and before[-1] not in "([“‘\"'-–—/":
        before += " "
    if term.endswith(".") and re.match(r"\.(?!\.)", after):
        after = after[1:]  # at 3:30 p.m. without a second stop
    if after and (after[0].isalnum() or after[0] in "([“‘"):
        after = " " + after
    return before + term + after


def _without_doubles(before: str, term: str, after: str) -> tuple[str, str]:
    """Remove words that the term already has: Nikko | Nikko Toshida, Shinto shrine | shrine."""
    words = term.lower().split()
    left = list(re.finditer(r"[^\W_]+(?:['’.-][^\W_]+)*", before))
    for size in range(min(len(words), len(left)), 0, -1):
        tail = [found.group().lower() for found in left[-size:]]
        if tail == words[:size] and not before[left[-1].end() :].strip() and words[size - 1 : size] != ["the"]:
            before = before[: left[-size].start()]
            break
    right = list(re.finditer(r"[^\W_]+(?:['’.-][^\W_]+)*", after))[: len(words)]
    for size in range(min(len(words), len(right)), 0, -1):
        head = [found.group().lower() for found in right[:size]]
        if head == words[-size:] and not after[: right[0].start()].strip():
            after = after[right[size - 1].end() :]
            break
    return before, after


def _article(before: str, term: str, after: str) -> str:
    found = _ARTICLE.search(before)
    if not found:
        return _with_article(before, term, after)
    article, stem = found[1].lower(), before[: found.start()]
    if re.match(r"(?:the|an?) ", term, re.IGNORECASE):
        return stem
    attributive = re.match(r" [a-z]+", after) is not None and not is_function(after.split()[0])
    if article == "the":
        return stem if is_name(term) and not attributive else before
    last = term.split()[-1].lower()
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    if (plural or is_name(term)) and not attributive:
        return stem
    right = "an" if starts_with_vowel(term) else "a"
    return stem + (right.capitalize() if found[1][0].isupper() else right) + " "


def _with_article(before: str, term: str, after: str) -> str:
    """Add the article that a name such as United States takes, where the word before allows one."""
    name = re.sub(r"\s*\([^)]*\)$", "", term)
    if not _takes_article(name) or (re.match(r" [a-z]+", after) is not None and not is_function(after.split()[0])):
        return before
    last = re.search(r"(\w+|[,;:])\s*$", before)
    if last is None:
        return before if before.strip() or not after.rstrip().endswith(".") else before + "The "
    return before.rstrip() + " the " if last[1] in ",;:" or _LEADS.fullmatch(last[1]) else before


def _takes_article(name: str) -> bool:
    words = name.split()
    if not words or not words[0][:1].isupper() or re.match(r"(?:the|an?) ", name, re.IGNORECASE):
        return False
    return len(words) > 1 and (" of " in name or _COMMON_ENDS.fullmatch(words[-1]) is not None)


def starts_with_vowel(term: str) -> bool:
    """Return whether English has `an` before the term, by its sound: an SCO summit, a European one."""
    word = term.split()[0] if term.split() else ""
    if word[:1] in "$¥€£0123456789":
        return bool(_SAID_WITH_VOWEL.match(word))
    if _ACRONYM.match(word) and not _SAID_AS_A_WORD.match(word):
        return word[0] in _SPELT_WITH_VOWEL
    return bool(_VOWEL.match(word)) and not re.match(r"(?i)eu|one\b|once\b|ewe", word)


def is_acronym(term: str) -> bool:
    """Return whether a term begins with capitals that may be spelt or said as a word: NATO, SCO summit."""
    word = term.split()[0] if term.split() else ""
    return len(word) > 1 and _ACRONYM.match(word) is not None


def is_name(term: str) -> bool:
    """Return whether the term is a name without an article: Xi Jinping, Beijing, but not the West."""
    if " of " in term:
        return False
    words = [word for word in term.split() if word.lower() not in ("no", "and", "the", "de", "von")]
    capitals = all(word[:1].isupper() for word in words)
    return bool(words) and capitals and not words[-1].isupper() and not _COMMON_ENDS.fullmatch(words[-1])


def append(text: str, terms: Sequence[str], *, last: bool = False) -> str:
    """Return the text with the terms in square brackets before its last stop, as an editorial mark.

    With `last` they are after it, where they cannot split anything.
    """
    addition = f"[{'; '.join(terms)}]"
    text = text.rstrip()
    if last:
        return f"{text} {addition}".strip()
    if ends_with_abbreviation(text):
        return f"{text} {addition}".strip()  # 5 p.m. keeps its stop
    end = _END.search(text)
    at = end.start() if end else len(text)
    return f"{text[:at].rstrip()} {addition}{text[at:]}".strip()
