"""What each edit of `libreoffice_edits.py` means for the units of an edition, and how a reading is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bilingual.corrections.docx.texts import compared
from bilingual.corrections.model import ReturnedFile
from bilingual.memory.entries import PrintedUnit
from bilingual.model import Article, Block

CASES = [
    "append_at_end",
    "append_at_end_of_last",
    "append_tracked",
    "insert_at_start",
    "insert_at_start_of_cell",
    "insert_middle",
    "replace_whole",
    "replace_whole_without_space",
    "replace_first_whole",
    "replace_whole_tracked",
    "replace_part_tracked",
    "delete_tail_type",
    "replace_cell",
    "delete_sentence",
    "delete_sentence_tracked",
    "delete_first_sentence",
    "split_para_boundary",
    "split_para_middle",
    "line_break_middle",
    "join_sentences",
    "join_tracked",
    "split_sentence",
    "bold_word",
    "delete_row",
    "insert_row",
    "insert_row_above",
    "move_row",
    "merge_rows",
    "swap_cut_paste",
    "copy_paste_into_other",
    "paste_unformatted_over",
    "replace_all",
    "replace_all_boundary",
    "replace_span_two_units",
    "accept_all",
    "reject_all",
    "undo",
    "backspace_all_retype",
    "heading_edit",
    "list_item_replace",
    "list_item_home_end",
    "untouched",
]


@dataclass(frozen=True, slots=True)
class Marks:
    """The units that are edited: three sentences of a paragraph, the one of a later row, a heading."""

    paragraph: tuple[str, ...]
    row: str
    head: str

    @property
    def named(self) -> dict[str, str]:
        """Return the units by the names that edits use."""
        names = dict(zip("abc", self.paragraph, strict=False)) | {"row": self.row}
        return names | ({"head": self.head} if self.head else {})


def marks_of(article: Article) -> Marks:
    """Return the units of an article that are edited."""

    def first(blocks: Sequence[Block], kinds: tuple[str, ...], least: int, most: int) -> Block | None:
        return next((b for b in blocks if b.kind in kinds and least <= len(b.units) <= most), None)

    paragraph = first(article.blocks, ("paragraph",), 3, 99)
    assert paragraph
    after = article.blocks[article.blocks.index(paragraph) + 1 :]
    row, head = first(after, ("list_item", "paragraph", "quote"), 1, 1), first(article.blocks, ("heading",), 1, 9)
    assert row
    return Marks(tuple(unit.id for unit in paragraph.units), row.units[0].id, head.units[0].id if head else "")


@dataclass(slots=True)
class Expected:
    """What an edit means."""

    changed: dict[str, str] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    """Units of which only the joined text is certain: which sentence is whose may be seen in two ways."""
    lost: tuple[str, ...] = ()
    """Units that are not placed."""
    free: tuple[str, ...] = ()
    """Texts that belong to no unit."""


def expected(case: str, marks: Marks, base: Mapping[str, str]) -> Expected:
    """Return what an edit of `libreoffice_edits.py` means."""
    a, b, c, *_ = marks.paragraph
    A, B, row = base[a], base[b], base[marks.row]  # noqa: N806
    cut = B.index(" ", 20)
    joined = f"{A[:-1]} and {B[0].lower()}{B[1:]}"
    word = next(word for word in B.split() if len(word) > 4)
    start = " ".join(B.split()[:3])
    cells = [f"Cell sentence number {n} is new." for n in range(1, len(marks.paragraph) + 1)]
    new = "Wholly new sentence here."
    changes: dict[str, dict[str, str]] = {
        "append_at_end": {a: f"{A} APPENDED."},
        "append_at_end_of_last": {marks.row: f"{row} Added behind."},
        "append_tracked": {b: f"{B} APPENDED."},
        "insert_at_start": {b: f"STARTED {B}"},
        "insert_at_start_of_cell": {a: f"STARTED {A}"},
        "insert_middle": {b: f"{B[:5]}MIDDLE {B[5:]}"},
        "replace_whole": {b: new},
        "replace_whole_without_space": {b: new},
        "replace_first_whole": {a: "Wholly new first sentence."},
        "replace_whole_tracked": {b: new},
        "replace_part_tracked": {b: f"On this occasion{B[7:]}"},
        "delete_tail_type": {b: f"{B[:-20]}NEWTAIL."},
        "replace_cell": dict(zip(marks.paragraph, cells, strict=True)),
        "delete_sentence": {b: ""},
        "delete_sentence_tracked": {b: ""},
        "delete_first_sentence": {a: ""},
        "join_sentences": {a: joined, b: ""},
        "join_tracked": {a: joined, b: ""},
        "split_sentence": {b: f"{B[:cut]}. ALSO it{B[cut:]}"},
        "copy_paste_into_other": {c: A},
        "paste_unformatted_over": {b: A},
        "replace_all": {unit: text.replace(word, f"{word}ish") for unit, text in base.items()},
        "replace_all_boundary": {u: text.replace(start, "Quite another beginning") for u, text in base.items()},
        "replace_span_two_units": {a: f"{A[:10]} XXX {B[10:]}", b: ""},
        "accept_all": {b: "Tracked then accepted."},
        "undo": {b: "Typed then undone"},  # LibreOffice takes back the last word
        "backspace_all_retype": {b: "Retyped after backspacing."},
        "heading_edit": {marks.head: "New heading text"} if marks.head else {},
        "list_item_replace": {marks.row: "New item text"},
        "list_item_home_end": {marks.row: "Everything incl bullet replaced"},
    }
    together = {"replace_cell": marks.paragraph, "undo": (b,)}
    together |= dict.fromkeys(("join_sentences", "join_tracked", "replace_span_two_units"), (a, b))
    return Expected(
        {unit: text for unit, text in changes.get(case, {}).items() if text != base[unit]},
        together.get(case, ()),
        (marks.row,) if case == "delete_row" else (),
    )


def judged(read: ReturnedFile, base: Sequence[PrintedUnit], want: Expected) -> str:
    """Return `right`, `not placed` (what is missing is listed), or what is silently wrong."""
    targets = {unit.unit: unit.target for unit in base}
    got = {unit.unit: unit.target for unit in read.units}
    listed = {each.unit for each in read.unplaced}
    wanted = targets | want.changed
    if want.together and set(want.together) <= set(got):
        said = compared(" ".join(filter(None, (got[unit] for unit in want.together))))
        if said == compared(" ".join(filter(None, (wanted[unit] for unit in want.together)))):
            wanted |= {unit: got[unit] for unit in want.together}
    wrong = [unit for unit, text in got.items() if compared(text) != compared(wanted[unit])]
    silent = [unit for unit, text in targets.items() if text and unit not in got and unit not in listed]
    silent += [text for text in want.free if text not in [each.text for each in read.unplaced]]
    if not wrong and not silent:
        texts = [each.text for each in read.unplaced if not each.unit]
        return "right" if listed - {""} <= set(want.lost) and set(texts) <= set(want.free) else "not placed"
    if wrong and all(_kept(unit, got, targets) for unit in wrong) and any(not each.unit for each in read.unplaced):
        return "not placed"
    return f"wrong {[(unit, got[unit], wanted[unit]) for unit in wrong]} silent {silent}"


def _kept(unit: str, got: Mapping[str, str], targets: Mapping[str, str]) -> bool:
    return compared(got[unit]) == compared(targets[unit])
