"""TBX, the exchange format of terminology (ISO 30042): written as TBX-Basic, DCA style; version 2 can be read, too.

One concept is one term: its Japanese terms are the source and its aliases, its English ones by administrative status
the target (preferred), `accept` (admitted) and `forbid` (deprecated, superseded).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from xml.sax.saxutils import escape

from bilingual.errors import GlossaryError
from bilingual.glossary.exchange.columns import STATUSES
from bilingual.glossary.exchange.concepts import concept, gather_terms, one_line, usable
from bilingual.glossary.exchange.faults import Faults
from bilingual.glossary.load import Term, TermStatus
from bilingual.xml_input import XmlElement, XmlLimits, read_elements

_log = logging.getLogger(__name__)

LARGEST_XML = 40_000_000
"""Bytes; XML needs about twenty times the size of the same terms in glossary.yaml. 50,000 terms are about 25 MB."""
_LIMITS = XmlLimits(GlossaryError, LARGEST_XML, "split it, or keep only the terms you need")

_ADMINISTRATIVE = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
}


# Reading ----------------------------------------------------------------------------------------------------


def read_tbx(data: bytes, place: str) -> list[Term]:
    """Read TBX version 3 (conceptEntry, langSec, termSec) or 2 (termEntry, langSet, tig or ntig).

    Concepts without Japanese or without English are skipped, and their number is logged. Raises `GlossaryError`.
    """
    faults = Faults(place)
    found: list[Term | None] = []
    root = read_elements(data, place, ("conceptEntry", "termEntry"), lambda entry: found.append(_term(entry)), _LIMITS)
    if root.name not in ("tbx", "martif"):
        faults.stop(1, f"not TBX: it begins with <{root.name[:40]}>", "export the terms as TBX-Basic")
    if missing := found.count(None):
        _log.warning("%s: %d of %d concepts have no Japanese or no English", place, missing, len(found))
    terms = [term for term in found if term and usable(term, faults)]
    faults.check()
    return gather_terms(terms)


def _term(entry: XmlElement) -> Term | None:
    japanese = sorted(_terms_of(entry, ("ja", "jpn")), key=lambda term: term[1] != "preferred")
    english = _terms_of(entry, ("en", "eng"))
    if not japanese or not english:
        return None
    return concept([text for text, _ in japanese], english, note=_note(entry), line=entry.line)


def _terms_of(entry: XmlElement, languages: tuple[str, ...]) -> list[tuple[str, TermStatus]]:
    """Return the terms of a concept in a language, with their status."""
    found: list[tuple[str, TermStatus]] = []
    for section in entry.all("langSec", "langSet"):
        if section.attributes["lang"].replace("_", "-").split("-")[0].lower() not in languages:
            continue
        for group in section.all("termSec", "tig", "ntig"):
            term = next(iter(group.all("term")), None)
            if term and (text := one_line(term.text)):
                found.append((text, _status(group)))
    return found


def _status(group: XmlElement) -> TermStatus:
    for note in group.all("termNote", "administrativeStatus"):
        if "administrativeStatus" in (note.name, note.attributes.get("type")):
            return STATUSES.get(one_line(note.text).lower(), "preferred")
    return "preferred"


def _note(entry: XmlElement) -> str:
    """Return the notes and definitions of a concept, those of its languages and terms included."""
    found = [
        one_line(note.text)
        for note in entry.all("note", "descrip", "definition")
        if note.name != "descrip" or note.attributes.get("type") == "definition"
    ]
    return "; ".join(dict.fromkeys(" ".join(text.split()) for text in found if text))


# Writing ----------------------------------------------------------------------------------------------------

_BEGIN = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc>
      <sourceDesc>
        <p>Glossary, Japanese to English, exported by bilingual</p>
      </sourceDesc>
    </fileDesc>
  </tbxHeader>
  <text>
    <body>
"""
_END = """\
    </body>
  </text>
</tbx>
"""


def write_tbx(terms: Iterable[Term]) -> bytes:
    """Write TBX-Basic in DCA style (ISO 30042:2019), one concept per term."""
    concepts = (_concept(number, term) for number, term in enumerate(terms, 1))
    return (_BEGIN + "".join(concepts) + _END).encode("utf-8")


def _concept(number: int, term: Term) -> str:
    lines = [f'<conceptEntry id="c{number}">']
    if term.note:
        lines.append(f"  <note>{escape(term.note)}</note>")
    aliases = [(alias, "admitted") for alias in term.aliases]
    lines += _section("ja", [(term.source, "preferred"), *aliases])
    accepted = [(text, "admitted") for text in term.accept]
    forbidden = [(text, "deprecated") for text in term.forbid]
    lines += _section("en", [(term.target, term.status), *accepted, *forbidden])
    lines.append("</conceptEntry>")
    return "".join(f"      {line}\n" for line in lines)


def _section(language: str, terms: Iterable[tuple[str, str]]) -> Iterable[str]:
    yield f'  <langSec xml:lang="{language}">'
    for text, status in terms:
        yield "    <termSec>"
        yield f"      <term>{escape(text)}</term>"
        yield f'      <termNote type="administrativeStatus">{_ADMINISTRATIVE[status]}</termNote>'
        yield "    </termSec>"
    yield "  </langSec>"


def kept_by_tbx(term: Term) -> Term:
    """Return the part of a term that TBX-Basic can express."""
    plain = Term(term.source, term.target, term.aliases, term.accept, note=term.note)
    return replace(plain, status=term.status, forbid=term.forbid)
