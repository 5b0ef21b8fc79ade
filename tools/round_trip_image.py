"""Make the image of docs/review.md that shows an edited DOCX: PYTHONPATH=tests python tools/round_trip_image.py PNG.

Needs LibreOffice. A colleague's tracked changes and a comment are put into an edition of tests/data/showcase.
"""

from __future__ import annotations

import copy
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from page_image import picture
from PIL import Image

from bilingual.editions.compose.article import compose_edition
from bilingual.editions.docx.writer import draw_docx
from bilingual.editions.plan import Plan
from showcase import article, facts

CHANGES = (("As a child I believed this in earnest.", "As a child I believed every word of this."),)
COMMENT = ("a little smaller than the rest", "Is “smaller” right? In the photograph it looks the same.")
AUTHOR = "M. Field"


def _runs(document: Any, words: str) -> Any:
    return next(
        run for run in document.element.iter(qn("w:r")) if words in "".join(t.text or "" for t in run.iter(qn("w:t")))
    )


def _split(run: Any, words: str) -> Any:
    """Return a run with only `words`; what is before and after is in runs of its own."""
    text = run.find(qn("w:t"))
    before, _, after = text.text.partition(words)
    for part, place in ((before, run.addprevious), (after, run.addnext)):
        if part:
            other = copy.deepcopy(run)
            other.find(qn("w:t")).text = part
            other.find(qn("w:t")).set(qn("xml:space"), "preserve")
            place(other)
    text.text = words
    return run


def _track(document: Any, old: str, new: str) -> None:
    run = _split(_runs(document, old), old)
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    for number, change in enumerate((inserted, deleted), 900):
        change.set(qn("w:id"), str(number))
        change.set(qn("w:author"), AUTHOR)
        change.set(qn("w:date"), "2026-11-28T10:00:00Z")
    added = copy.deepcopy(run)
    added.find(qn("w:t")).text = new
    run.addprevious(deleted)
    deleted.addnext(inserted)
    inserted.append(added)
    run.find(qn("w:t")).tag = qn("w:delText")
    deleted.append(run)


def main(png: str) -> None:
    """Draw the first page of the edited edition."""
    edition = compose_edition(article("essay"), facts(), plan=Plan())
    document = docx.Document(BytesIO(draw_docx(edition)))
    for old, new in CHANGES:
        _track(document, old, new)
    run = _split(_runs(document, COMMENT[0]), COMMENT[0])
    paragraph = docx.text.paragraph.Paragraph(run.getparent(), document)
    document.add_comment([docx.text.run.Run(run, paragraph)], text=COMMENT[1], author=AUTHOR, initials="MF")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document.save(str(folder / "edited.docx"))
        options = 'pdf:writer_pdf_Export:{"ExportNotesInMargin":{"type":"boolean","value":"true"}}'
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", options]
        subprocess.run([*command, "--outdir", name, str(folder / "edited.docx")], check=True, capture_output=True)  # noqa: S603
        picture(str(folder / "edited.pdf"), png)
    with Image.open(png) as whole:
        top = whole.crop((0, 0, whole.width, whole.height * 2 // 3))
    top.save(png, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
