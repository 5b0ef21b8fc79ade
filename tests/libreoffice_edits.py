"""Edit a DOCX with LibreOffice's own engine, in as many ways as people do. Runs in a Python that has `uno`.

    python3 libreoffice_edits.py PIPE JOB.json

The job is {"source": file, "folder": where results go, "units": {"a": {"name": bookmark, "text": English}, …},
"count": number of sentences of the paragraph, "cases": [names]}. Units a, b and c are the first three sentences of a
paragraph, `row` is the only one of a later row, `head` is a heading. Prints a line for each case.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def value(name, content):
    import uno  # noqa: F401
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


def connect(pipe):
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


class Editor:
    """A document that is open, without a window."""

    def __init__(self, context, job):
        manager = context.ServiceManager
        desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        url = Path(job["source"]).as_uri()
        self.document = desktop.loadComponentFromURL(url, "_blank", 0, (value("Hidden", True),))
        self.controller = self.document.CurrentController
        self.cursor = self.controller.ViewCursor
        self.units, self.count = job["units"], job["count"]

    def do(self, command, *arguments):
        self.dispatcher.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, arguments)

    def type(self, text):
        self.do("InsertText", value("Text", text))

    def text(self, unit):
        return self.units[unit]["text"]

    def anchor(self, unit):
        return self.document.Bookmarks.getByName(self.units[unit]["name"]).Anchor

    def start(self, unit, *, plus=0, select=0):
        self.cursor.gotoRange(self.anchor(unit).Start, False)
        if plus:
            self.cursor.goRight(plus, False)
        if select:
            self.cursor.goRight(select, True)

    def end(self, unit, *, back=0):
        """Go behind the last character that is no space."""
        words = self.anchor(unit).String
        self.cursor.gotoRange(self.anchor(unit).End, False)
        spaces = len(words) - len(words.rstrip())
        if spaces:
            self.cursor.goLeft(spaces, False)
        if back:
            self.cursor.goLeft(back, True)

    def select(self, unit, *, spaces=True):
        if spaces:
            self.controller.select(self.anchor(unit))
        else:
            self.start(unit, select=len(self.anchor(unit).String.rstrip()))

    def track(self):
        self.document.RecordChanges = True

    def replace_all(self, old, new):
        replacing = self.document.createReplaceDescriptor()
        replacing.SearchString, replacing.ReplaceString, replacing.SearchCaseSensitive = old, new, True
        self.document.replaceAll(replacing)

    def save(self, path):
        self.document.storeToURL(Path(path).as_uri(), (value("FilterName", "MS Word 2007 XML"),))
        self.document.close(True)


def append_at_end(d):
    d.end("a")
    d.type(" APPENDED.")


def append_at_end_of_last(d):
    d.end("row")
    d.type(" Added behind.")


def append_tracked(d):
    d.track()
    d.end("b")
    d.type(" APPENDED.")


def insert_at_start(d):
    d.start("b")
    d.type("STARTED ")


def insert_at_start_of_cell(d):
    d.start("a")
    d.type("STARTED ")


def insert_middle(d):
    d.start("b", plus=5)
    d.type("MIDDLE ")


def replace_whole(d):
    d.select("b")
    d.type("Wholly new sentence here.")


def replace_whole_without_space(d):
    d.select("b", spaces=False)
    d.type("Wholly new sentence here.")


def replace_first_whole(d):
    d.select("a")
    d.type("Wholly new first sentence. ")


def replace_whole_tracked(d):
    d.track()
    d.select("b")
    d.type("Wholly new sentence here. ")


def replace_part_tracked(d):
    d.track()
    d.start("b", select=7)
    d.type("On this occasion")


def delete_tail_type(d):
    d.end("b", back=20)
    d.type("NEWTAIL.")


def replace_cell(d):
    d.start("a")
    d.do("SelectAll")
    d.type(" ".join(f"Cell sentence number {n} is new." for n in range(1, d.count + 1)))


def delete_sentence(d):
    d.select("b")
    d.do("Delete")


def delete_sentence_tracked(d):
    d.track()
    d.select("b")
    d.do("Delete")


def delete_first_sentence(d):
    d.select("a")
    d.do("Delete")


def split_para_boundary(d):
    d.start("b")
    d.do("InsertPara")


def split_para_middle(d):
    d.start("b", plus=d.text("b").index(" ", 12) + 1)
    d.do("InsertPara")


def line_break_middle(d):
    d.start("b", plus=d.text("b").index(" ", 12) + 1)
    d.do("InsertLinebreak")


def _join(d):
    d.end("a")
    d.cursor.goLeft(1, False)
    d.cursor.goRight(3, True)  # the full stop, the space, the capital
    d.type(f" and {d.text('b')[0].lower()}")


def join_sentences(d):
    _join(d)


def join_tracked(d):
    d.track()
    _join(d)


def split_sentence(d):
    d.start("b", plus=d.text("b").index(" ", 20))
    d.type(". ALSO it")


def bold_word(d):
    d.start("b", plus=3, select=4)
    d.do("Bold", value("Bold", True))


def delete_row(d):
    d.start("row")
    d.do("DeleteRows")


def insert_row(d):
    d.start("row")
    d.do("InsertRowsAfter")


def insert_row_above(d):
    d.start("a")
    d.do("InsertRowsBefore")


def move_row(d):
    d.start("row")
    d.do("EntireRow")
    d.do("Cut")
    d.start("a")
    d.do("Paste")


def merge_rows(d):
    d.start("a")
    table, name = d.cursor.TextTable, d.cursor.Cell.CellName
    cursor = table.createCursorByCellName(name)
    cursor.gotoCellByName(f"{name[0]}{int(name[1:]) + 1}", True)
    cursor.mergeRange()


def swap_cut_paste(d):
    d.select("a")
    d.do("Cut")
    d.end("c")
    d.do("Paste")


def copy_paste_into_other(d):
    d.select("a", spaces=False)
    d.do("Copy")
    d.select("c", spaces=False)
    d.do("Paste")


def paste_unformatted_over(d):
    d.select("a", spaces=False)
    d.do("Copy")
    d.select("b", spaces=False)
    d.do("PasteUnformatted")


def replace_all(d):
    word = next(word for word in d.text("b").split() if len(word) > 4)
    d.replace_all(word, f"{word}ish")


def replace_all_boundary(d):
    d.replace_all(" ".join(d.text("b").split()[:3]), "Quite another beginning")


def replace_span_two_units(d):
    d.start("a", plus=10)
    d.cursor.gotoRange(d.anchor("b").Start, True)
    d.cursor.goRight(10, True)
    d.type(" XXX ")


def accept_all(d):
    d.track()
    d.select("b")
    d.type("Tracked then accepted. ")
    d.do("AcceptAllTrackedChanges")


def reject_all(d):
    d.track()
    d.select("b")
    d.type("Tracked then rejected. ")
    d.do("RejectAllTrackedChanges")


def undo(d):
    d.select("b")
    d.type("Typed then undone.")
    d.do("Undo")


def backspace_all_retype(d):
    d.end("b")
    for _ in range(len(d.text("b"))):
        d.do("SwBackspace")
    d.type("Retyped after backspacing.")


def heading_edit(d):
    d.select("head")
    d.type("New heading text")


def list_item_replace(d):
    d.select("row")
    d.type("New item text")


def list_item_home_end(d):
    d.start("row")
    d.do("GoToEndOfPara")
    d.do("StartOfParaSel")
    d.type("Everything incl bullet replaced")


def untouched(d):
    del d


def main():
    job = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    context = connect(sys.argv[1])
    for case in job["cases"]:
        try:
            document = Editor(context, job)
            globals()[case](document)
            document.save(str(Path(job["folder"]) / f"{case}.docx"))
            print("ok", case, flush=True)  # noqa: T201
        except Exception as error:
            print("failed", case, repr(error)[:200], flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
