"""Put a term right that is almost there: another spelling, or a name without the words around it.

Only what is certain is done: the result must say the term, and every term that was said before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilingual.model import TermMatch
from bilingual.terms.verify import says

_TITLE_WORDS = (
    "president prime minister chairman chairwoman premier chancellor king queen emperor empress prince princess "
    "secretary general foreign vice deputy governor mayor senator professor director chief sir lady pope ambassador "
    "judge captain colonel former acting first the of and "
    "chinese russian american japanese korean french german british"
)
_TITLES = frozenset(_TITLE_WORDS.split())
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
    """Organization → Organisation, and other case, where the glossary spells so."""
    expression = re.escape(term).replace(r"\ ", r"[\s-]+")
    for spelling, either in _SPELLINGS:
        expression = re.sub(spelling, either, expression)
    return re.sub(rf"\b{expression}\b", lambda _: term, target, count=1, flags=re.IGNORECASE)


def _bare_name(target: str, term: str) -> str:
    """Xi → President Xi: a term of title and name, of which the target has the name alone."""
    words = term.split()
    names = len(words)
    while names and words[names - 1].lower() not in _TITLES and words[names - 1][:1].isupper():
        names -= 1
    if not 0 < names < len(words) or not all(word.lower() in _TITLES for word in words[:names]):
        return target
    # The longest part that is there is replaced: President Putin by Russian President Putin, not Putin alone.
    for start in range(1, names + 1):
        part = rf"\b{_HONORIFIC}{re.escape(' '.join(words[start:]))}\b"
        mended = re.sub(part, lambda _: term, target, count=1)
        if mended != target:
            return mended
    return target
