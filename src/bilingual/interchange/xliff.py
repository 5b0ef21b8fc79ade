"""Write XLIFF 1.2 (OASIS): one trans-unit per unit, one group per block.

Terms, protected text, emphasis and ruby are marked in the source only: a target is plain text, which translators may
inflect and reorder.
"""

from __future__ import annotations

from collections.abc import Iterator

from bilingual.interchange.characters import check_document
from bilingual.interchange.context import UnitContext, context_of
from bilingual.interchange.markup import InlineCode, codes_of, empty_tag, tag, text_xml, with_codes
from bilingual.interchange.model import ExportDocument, ExportUnit
from bilingual.model import Finding, Unit
from bilingual.version import __version__

TOOL = "bilingual"
"""The author of notes that are not a person's."""
_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_CTYPES = {"strong": "bold", "emphasis": "italic", "link": "link", "code": "x-code"}
_PRIORITY = {"error": "1", "warning": "4", "note": "8"}
_QUALIFIERS = {"engine": "leveraged-mt", "memory": "leveraged-tm"}
REJECTED = "rejected-inaccurate"
"""The state qualifier of a target that is not to be used."""


def write_xliff(document: ExportDocument) -> Iterator[bytes]:
    """Yield the document as XLIFF 1.2. Raises `OutputError` before the first byte if a text cannot be written."""
    check_document(document)
    yield _head(document).encode("utf-8")
    for block, units in document.blocks:
        lines = [tag("group", id=f"b{block}", restype=f"x-{units[0].kind.replace('_', '-')}")]
        for each in units:
            lines += _unit(each)
        yield "".join(f"{line}\n" for line in (*lines, "</group>")).encode("utf-8")
    yield b"</body>\n</file>\n</xliff>\n"


def _head(document: ExportDocument) -> str:
    file = tag(
        "file",
        original=document.file,
        source_language="ja",
        target_language="en",
        datatype="plaintext",
        tool_id=TOOL,
        date=f"{document.date}T00:00:00Z" if document.date else None,
        build_num=document.export or None,
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        tag("xliff", version="1.2", xmlns=_NAMESPACE),
        file,
        "<header>",
        empty_tag("tool", tool_id=TOOL, tool_name=TOOL, tool_version=__version__),
    ]
    if document.signature:
        lines.append(f"{tag('note', from_=TOOL)}{text_xml(document.signature)}</note>")
    return "".join(f"{line}\n" for line in (*lines, "</header>", "<body>"))


def _unit(each: ExportUnit) -> Iterator[str]:
    unit = each.unit
    context = context_of(each)
    approved = "yes" if unit.status == "approved" else "no"
    extra = str(UnitContext("", context.key, context.before, context.after, context.said_in))
    yield tag("trans-unit", id=unit.id, approved=approved, xml__space="preserve", extradata=extra)
    yield f"<source>{with_codes(unit.source, codes_of(unit), _code)}</source>"
    if unit.target or unit.status != "draft":
        state, qualifier = _state(unit)
        start = tag("target", state=state, state_qualifier=qualifier)
        yield f"{start}{text_xml(unit.target)}</target>"
    for note in unit.notes:
        yield f"<note>{text_xml(note)}</note>"
    for finding in unit.findings:
        start = tag("note", from_=TOOL, priority=_PRIORITY[finding.severity], annotates="target")
        yield f"{start}{text_xml(finding_text(finding))}</note>"
    yield "</trans-unit>"


def _state(unit: Unit) -> tuple[str, str | None]:
    if unit.status == "approved":
        return "final", None
    if unit.status == "rejected":
        return "needs-translation", REJECTED
    return "needs-review-translation", _QUALIFIERS.get(unit.origin)


def finding_text(finding: Finding) -> str:
    """Return a finding in words for people: `warning: the target repeats the same words [repeated]`."""
    return f"{finding.severity}: {finding.message} [{finding.code}]"


def _code(code: InlineCode, number: int) -> tuple[str, str]:
    if code.kind == "term":
        return tag("mrk", mtype="term", comment=code.value or None), "</mrk>"
    if code.kind == "protected":
        return tag("mrk", mtype="protected"), "</mrk>"
    if code.point:
        return empty_tag("ph", id=str(number), ctype=f"x-{code.kind}", equiv_text=code.value), ""
    return tag("g", id=str(number), ctype=_CTYPES[code.kind]), "</g>"
