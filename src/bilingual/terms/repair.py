"""Put a term right that is almost there: another spelling, or a name without the words around it.

Only what is certain is done: the result must say the term, and every term that was said before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilingual.model import TermMatch
from bilingual.terms.verify import says

_OFFICES = frozenset(
    {"president", "minister", "chairman", "chairwoman", "premier", "chancellor", "king", "queen", "emperor", "empress",
     "prince", "princess", "governor", "mayor", "senator", "pope", "ambassador"}
)  # fmt: skip
_WITH_OFFICE = frozenset(
    {"prime", "vice", "deputy", "foreign", "former", "acting", "chinese", "russian", "american", "japanese", "korean",
     "south", "north", "french", "german", "british", "indian", "ukrainian"}
)  # fmt: skip
_HONORIFIC = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Chairman|Comrade)\.? )?"
_SPELLINGS = (
    (r"is(?=(?:e[drs]?|ing|ation|ations|er|ers)\b)", "i[sz]"),
    (r"iz(?=(?:e[drs]?|ing|ation|ations|er|ers)\b)", "i[sz]"),
    (r"our(?=(?:s|ed|ing|able|ite)?\b)", "ou?r"),
    (r"(?<=[a-z])tre\b", "t(?:re|er)"),
    (r"(?<=[a-z])ence\b", "en[cs]e"),
)


def repair(target: str, matches: Sequence[TermMatch]) -> str:
    """Return the target with the missing terms put right where that can be done for certain, else as it was."""
    for match in matches:
        if match.kind != "term" or says(target, match):
            continue
        for attempt in (_other_spelling, _bare_name):
            mended = attempt(target, match.target)
            kept = all(says(mended, other) for other in matches if says(target, other))
            if mended != target and kept and says(mended, match):
                target = mended
                break
    return target


def _other_spelling(target: str, term: str) -> str:
    """Organization → Organisation, and other case, where the glossary spells so.

    A single word keeps its case: WHO is not who, and May is not may.
    """
    expression = re.escape(term).replace(r"\ ", r"[\s-]+")
    for spelling, either in _SPELLINGS:
        expression = re.sub(spelling, either, expression)
    flags = re.IGNORECASE if len(term.split()) > 1 else 0
    return re.sub(rf"\b{expression}\b", lambda _: term, target, count=1, flags=flags)


def _bare_name(target: str, term: str) -> str:
    """Xi → President Xi: a term of office and personal name, of which the target has the name alone."""
    words = term.split()
    names = next((n for n, word in enumerate(words) if word.lower() not in _OFFICES | _WITH_OFFICE), len(words))
    offices = {word.lower() for word in words[:names]} & _OFFICES
    if not offices or not 1 <= len(words) - names <= 3 or not all(word[:1].isupper() for word in words[names:]):
        return target
    # The longest part that is there is replaced: President Putin by Russian President Putin, not Putin alone.
    for start in range(1, names + 1):
        part = re.compile(rf"\b{_HONORIFIC}{re.escape(' '.join(words[start:]))}\b")
        found = part.search(target)
        if found and not _in_a_name(target, found.start()):
            return target[: found.start()] + term + target[found.end() :]
    return target


def _in_a_name(target: str, at: int) -> bool:
    """Tell whether a capitalised word stands right before, not at the start: then this is another name."""
    before = re.search(r"(\S*) $", target[:at])
    return bool(before and before.start() > 0 and before.group(1)[:1].isupper() and before.group(1)[-1].isalpha())
