"""Footnotes of a page: which links refer to notes, and which elements are the notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bilingual.languages.japanese.scripts import DIGITS
from bilingual.reading.html.headings import emptied_headings
from bilingual.reading.html.nodes import HtmlNode, remove_nodes
from bilingual.reading.html.styles import class_names
from bilingual.reading.html.tags import NOTE_TAGS

_REFERENCE = frozenset(("noteref", "doc-noteref"))
_NOTE = frozenset(
    ("footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote", "footnotes", "endnotes", "doc-endnotes")
)
_REFERENCE_CLASS = re.compile(r"foot-?note-?ref|note-?ref|msofootnotereference|^reference$|^footnote$|^fn$")
_LABEL = re.compile(
    r"[\[［(（〔]?\s*((?:注釈|註釈|脚注|注記|注|註|note|nb|＊|\*|※|†|‡)*"
    rf"\s*[{DIGITS}]{{0,3}}|[a-z]|[ivx]{{1,5}})\s*[\]］)）〕]?",
    re.IGNORECASE,
)
_BACK = re.compile(r"[\s↩↑^⏎▲△\ufe0e\[\]]*(?:戻る|本文へ?(?:戻る)?|もどる|back)?[\s↩↑^⏎▲△\ufe0e\[\]]*", re.IGNORECASE)
_LONGEST = 4000
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note: its label, and the elements that are it."""

    label: str
    nodes: tuple[HtmlNode, ...]


@dataclass(slots=True)
class FoundNotes:
    """The notes of a page, in order of reference."""

    notes: list[FoundNote] = field(default_factory=list)
    labels: dict[HtmlNode, str] = field(default_factory=dict)
    """The elements that refer to notes → the label."""
    backward: set[HtmlNode] = field(default_factory=set)
    """Links in notes that lead back to the text."""

    @property
    def nodes(self) -> set[HtmlNode]:
        """Return the elements of all notes."""
        return {node for note in self.notes for node in note.nodes}

    def detach(self) -> None:
        """Remove the lists of notes that hold nothing else, with the line and the headings above them."""
        nodes = self.nodes
        known: dict[HtmlNode, bool] = {}
        """Elements around notes → whether they hold nothing else."""
        holders: dict[HtmlNode, None] = {}
        for node in [one for note in self.notes for one in note.nodes]:
            holder = node
            while holder.parent is not None and holder.parent.name not in ("body", "html", "article", "main"):
                if holder is not node or holder.parent not in known:
                    known[holder.parent] = _holds_only(holder.parent, holder, nodes)
                if not known[holder.parent]:
                    break
                holder = holder.parent
            if holder is not node and holder.parent is not None:
                holders[holder] = None
        rules = [rule for holder in holders for rule in _rule_above(holder)]
        remove_nodes([*holders, *rules, *emptied_headings(holders)])


def _rule_above(holder: HtmlNode) -> list[HtmlNode]:
    """Return the line directly above an element, if there is one."""
    beside = holder.parent.children if holder.parent is not None else []
    above: HtmlNode | str = ""
    for one in beside:
        if one is holder:
            break
        if not isinstance(one, str) or one.strip():
            above = one
    return [above] if isinstance(above, HtmlNode) and above.name == "hr" else []


def _holds_only(holder: HtmlNode, emptied: HtmlNode, nodes: Collection[HtmlNode]) -> bool:
    """Return whether an element holds nothing but notes, and what was already found to hold nothing else."""
    for child in holder.children:
        if isinstance(child, str):
            if child.strip():
                return False
        elif child is not emptied and child not in nodes and child.name not in ("hr", "br") and child.text:
            return False
    return True


def find_notes(root: HtmlNode, within: Collection[HtmlNode] | None = None) -> FoundNotes:
    """Return the notes below an element; a link to something else is none.

    With `within`, only those that are referred to in these elements.
    """
    order = {node: at for at, node in enumerate(root.inside())}
    ids: dict[str, HtmlNode] = {}
    for node in order:
        for name in (node.get("id"), node.get("name") if node.name == "a" else ""):
            if name:
                ids.setdefault(name, node)
    referred: list[tuple[HtmlNode, str, tuple[HtmlNode, ...]]] = []
    for node in order if within is None else (inner for top in within for inner in top.inside()):
        if node.name == "a" and (target := ids.get(_fragment(node))) and (note := _note_at(node, target, order)):
            reference, label = _whole_reference(node)
            referred.append((reference, label, note))
    return _without_conflicts(referred, ids)


def _fragment(node: HtmlNode) -> str:
    address = node.get("href")
    return address[1:] if address.startswith("#") else ""


def _kinds(node: HtmlNode) -> set[str]:
    return {*node.get("epub:type").split(), *node.get("role").split()}


def _note_at(node: HtmlNode, target: HtmlNode, order: dict[HtmlNode, int]) -> tuple[HtmlNode, ...]:
    """Return the elements of the note that a link refers to; none if it is no reference or no note."""
    block = next((one for one in (target, *target.around()) if one.name in NOTE_TAGS), None)
    if block is None or block in node.around() or not 0 < len(block.text) <= _LONGEST:
        return ()
    told = _kinds(target) | _kinds(block)
    sure = bool(told & _NOTE) or bool(_kinds(node) & _REFERENCE)
    if not sure:
        raised = any(one.name == "sup" for one in (node, *list(node.around())[:2], *node.elements))
        classed = any(_REFERENCE_CLASS.search(name) for name in class_names(node))
        label = _LABEL.fullmatch(node.text)
        marked = label is not None and not label[1].isalpha()
        if not (marked and (raised or classed or node.text[:1] in "[［(（〔注註脚※＊*†")) and not (raised and label):
            return ()
        if order[target] < order[node]:
            return ()
    if any(inner.name in ("h1", "h2", "h3", "table") for inner in block.inside()):
        return ()
    if block.name == "dt" and block.parent is not None:
        after = block.parent.elements
        at = next(place for place, one in enumerate(after) if one is block)
        definition = next((one for one in after[at + 1 : at + 2] if one.name == "dd"), None)
        return (block, definition) if definition is not None else ()
    return (block,)


def _whole_reference(node: HtmlNode) -> tuple[HtmlNode, str]:
    """Return the element of a reference with the brackets around its link, and its label."""
    text = node.text
    whole = node
    for one in list(node.around())[:2]:
        if one.name in ("sup", "span", "small") and one.text.strip("[］［]()（）〔〕 ") == text.strip(
            "[］［]()（）〔〕 "
        ):
            whole = one
    found = _LABEL.fullmatch(text)
    label = unicodedata.normalize("NFKC", "".join((found[1] if found and found[1] else text).split()))
    return whole, label.strip("[]()") or "*"


def _without_conflicts(
    referred: Sequence[tuple[HtmlNode, str, tuple[HtmlNode, ...]]], ids: dict[str, HtmlNode]
) -> FoundNotes:
    """Return the notes without those that share an element, or stand in another; and labels without two alike."""
    labels: dict[HtmlNode, set[str]] = {}
    for _, label, nodes in referred:
        labels.setdefault(nodes[0], set()).add(label)
    wrong = {node for node, names in labels.items() if len(names) > 1 or any(one in labels for one in node.around())}
    good = [(reference, label, nodes) for reference, label, nodes in referred if nodes[0] not in wrong]
    # A link in a note that leads back looks like a reference to the text.
    holders = {node for _, _, nodes in good for node in nodes}
    good = [one for one in good if not any(other in holders for other in one[0].around())]
    first = {nodes[0]: label for _, label, nodes in reversed(good)}
    in_order = list(dict.fromkeys(nodes[0] for _, _, nodes in good))
    if len({first[node] for node in in_order}) < len(in_order):
        first = {node: str(number) for number, node in enumerate(in_order, 1)}
    found = FoundNotes()
    seen: set[HtmlNode] = set()
    for reference, _, nodes in good:
        found.labels[reference] = first[nodes[0]]
        if nodes[0] not in seen:
            seen.add(nodes[0])
            found.notes.append(FoundNote(first[nodes[0]], nodes))
    _find_backward(found, ids)
    return found


def _find_backward(found: FoundNotes, ids: dict[str, HtmlNode]) -> None:
    near: set[HtmlNode] = set()
    for reference in found.labels:
        near.update((reference, *list(reference.around())[:2], *reference.inside()))
    for note in found.notes:
        for node in (inner for one in note.nodes for inner in one.inside()):
            name = _fragment(node) if node.name == "a" else ""
            if name and (ids.get(name) in near or _BACK.fullmatch(node.text)):
                found.backward.add(node)


def without_label(text: str, label: str) -> int:
    """Return the length of the label at the beginning of a note (`1 `, `[1]`, `注1：`); 0 if there is none."""
    number = "".join(character for character in label if character.isalnum())
    wide = unicodedata.normalize("NFKC", text[:40])
    if len(wide) != len(text[:40]):
        return 0
    sign = re.escape(label) if not number else rf"(?:(?:脚注|注釈|註釈|[注註*※†^])\s*)*{re.escape(number)}"
    found = re.match(rf"(?:[\[(〔]\s*{sign}\s*[\])〕]|{sign}[).:、]?(?=\s)|{sign}[).:、])\s*[:.]?\s*(?=\S)", wide)
    return found.end() if found else 0
