"""Write XLIFF 2.1 (OASIS, ISO 21720): one unit with one segment per unit, one group per block.

A unit is a sentence and not a block, because notes belong to units: a finding stays with its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from bilingual.interchange.characters import check_document
from bilingual.interchange.context import UnitContext, context_of
from bilingual.interchange.markup import InlineCode, codes_of, empty_tag, tag, text_xml, with_codes
from bilingual.interchange.model import ExportDocument, ExportUnit
from bilingual.interchange.xliff import finding_text
from bilingual.model import Unit

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
FINDING = "finding"
"""The category of notes that are not a person's, with an id that begins with `FINDING_PREFIX`."""
FINDING_PREFIX = "bilingual-"
_PRIORITY = {"error": "1", "warning": "4", "note": "8"}
_PAIRS = {
    "strong": ("fmt", "xlf:b"),
    "emphasis": ("fmt", "xlf:i"),
    "code": ("fmt", "bilingual:code"),
    "link": ("link", None),
}


def write_xliff2(document: ExportDocument) -> Iterator[bytes]:
    """Yield the document as XLIFF 2.1. Raises `OutputError` before the first byte if a text cannot be written."""
    check_document(document)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        tag("xliff", version="2.1", srcLang="ja", trgLang="en", xmlns=_NAMESPACE, xmlns__mda=_METADATA),
        tag("file", id="f1", original=document.file),
    ]
    facts = {"export": document.export, "signature": document.signature, "date": document.date}
    lines += _metadata({name: value for name, value in facts.items() if value})
    yield "".join(f"{line}\n" for line in lines).encode("utf-8")
    empty = True
    for block, units in document.blocks:
        empty = False
        lines = [tag("group", id=f"g{block}", type=f"bilingual:{units[0].kind}")]
        for each in units:
            lines += _unit(each)
        yield "".join(f"{line}\n" for line in (*lines, "</group>")).encode("utf-8")
    # A file must not be empty.
    yield (f"{empty_tag('group', id='g0')}\n" if empty else "").encode() + b"</file>\n</xliff>\n"


def _metadata(facts: dict[str, str]) -> Iterator[str]:
    if facts:
        yield f"<mda:metadata>{tag('mda:metaGroup', category='bilingual')}"
        for name, value in facts.items():
            yield f"{tag('mda:meta', type=name)}{text_xml(value)}</mda:meta>"
        yield "</mda:metaGroup></mda:metadata>"


def _unit(each: ExportUnit) -> Iterator[str]:
    unit = each.unit
    context = context_of(each)
    yield tag("unit", id=f"u{unit.id}", name=unit.id, xml__space="preserve")
    yield from _metadata(
        {"context": str(UnitContext(unit.id, context.key, context.before, context.after, context.said_in))}
    )
    if unit.notes or unit.findings:
        yield "<notes>"
        for note in unit.notes:
            yield f"<note>{text_xml(note)}</note>"
        for number, finding in enumerate(unit.findings, 1):
            start = tag(
                "note",
                id=f"{FINDING_PREFIX}{number}",
                category=FINDING,
                priority=_PRIORITY[finding.severity],
                appliesTo="target",
            )
            yield f"{start}{text_xml(finding_text(finding))}</note>"
        yield "</notes>"
    state, substate = _state(unit)
    yield tag("segment", id="s1", state=state, subState=substate)
    yield f"<source>{with_codes(unit.source, codes_of(unit), _code)}</source>"
    if unit.target or unit.status != "draft":
        yield f"<target>{text_xml(unit.target)}</target>"
    yield "</segment>\n</unit>"


def _state(unit: Unit) -> tuple[str, str | None]:
    if unit.status == "approved":
        return "final", None
    if unit.status == "rejected":
        return "initial", "bilingual:rejected"
    return ("translated", "bilingual:draft") if unit.target else ("initial", None)


def _code(code: InlineCode, number: int) -> tuple[str, str]:
    if code.kind == "term":
        return tag("mrk", id=f"m{number}", type="term", value=code.value or None), "</mrk>"
    if code.kind == "protected":
        return tag("mrk", id=f"m{number}", translate="no"), "</mrk>"
    if code.point:
        sub = f"bilingual:{code.kind}"
        return empty_tag("ph", id=f"c{number}", type="other", subType=sub, disp=code.value), ""
    kind, sub_type = _PAIRS[code.kind]
    return tag("pc", id=f"c{number}", type=kind, subType=sub_type), "</pc>"
