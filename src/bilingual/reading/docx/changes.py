"""Accept the tracked changes of a part: what was deleted goes, what was inserted stays."""

from __future__ import annotations

from typing import Any

from bilingual.containers.docx import W
from bilingual.reading.docx.elements import M

_GONE = tuple(
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "delText", "delInstrText", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
        "moveToRangeEnd", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange",
        "trPrChange", "tcPrChange", "numberingChange", "cellIns", "cellMerge",
    )
)  # fmt: skip
_COUNTED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_KEPT = (f"{W}ins", f"{W}moveTo")
_BETWEEN = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"))
"""What may stand between two paragraphs without text of its own."""


def accept_changes(root: Any) -> int:
    """Change a tree to what it is after all its tracked changes are accepted; return how many there were."""
    count = sum(1 for _ in root.iter(*_COUNTED))
    _delete_rows(root)
    _join_paragraphs(root)
    for element in list(root.iter(*_GONE)):
        if element.getparent() is not None:
            element.getparent().remove(element)
    for element in list(root.iter(*_KEPT)):
        parent = element.getparent()
        if parent is None:
            continue
        if parent.tag not in (f"{W}rPr", f"{W}trPr", f"{M}ctrlPr"):
            for child in list(element):
                element.addprevious(child)
        parent.remove(element)
    return count


def _delete_rows(root: Any) -> None:
    """Remove deleted rows and cells, and tables that have no row left."""
    for name, within in (("trPr", "del"), ("tcPr", "cellDel")):
        for properties in list(root.iter(f"{W}{name}")):
            owner = properties.getparent()
            if properties.find(f"{W}{within}") is not None and owner is not None and owner.getparent() is not None:
                owner.getparent().remove(owner)
    for table in list(root.iter(f"{W}tbl")):
        if next(table.iter(f"{W}tc"), None) is None and table.getparent() is not None:
            table.getparent().remove(table)


def _join_paragraphs(root: Any) -> None:
    """Join each paragraph whose mark was deleted with the next one, whose properties the whole then has."""
    done: set[Any] = set()
    for paragraph in list(root.iter(f"{W}p")):
        if paragraph in done or not _mark_is_deleted(paragraph):
            continue
        chain = [paragraph]
        while _mark_is_deleted(chain[-1]) and (after := _next_paragraph(chain[-1])) is not None:
            chain.append(after)
        done.update(chain)
        _join(chain)


def _join(chain: list[Any]) -> None:
    """Move the content of all paragraphs but the last to the head of the last."""
    *joined, last = chain
    if not joined and not _has_content(last) and _may_go(last):
        last.getparent().remove(last)
    properties = last.find(f"{W}pPr")
    at = 0 if properties is None else 1
    moved = [child for one in joined for child in one if child.tag != f"{W}pPr"]
    last[at:at] = moved
    for one in joined:
        one.getparent().remove(one)


def _mark_is_deleted(paragraph: Any) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _next_paragraph(paragraph: Any) -> Any:
    after = paragraph.getnext()
    while after is not None and after.tag in _BETWEEN:
        after = after.getnext()
    return after if after is not None and after.tag == f"{W}p" else None


def _has_content(paragraph: Any) -> bool:
    return any(child.tag not in (f"{W}pPr", f"{W}del", f"{W}moveFrom", *_BETWEEN) for child in paragraph)


def _may_go(paragraph: Any) -> bool:
    """Return whether a paragraph may be removed: a cell ends with one."""
    return paragraph.getparent().tag != f"{W}tc" or paragraph.getnext() is not None
