"""Images in a Word edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph

from bilingual.editions.labels import LABELS
from bilingual.editions.markup import legal
from bilingual.editions.pictures import Picture

_EMU_PER_PIXEL = 9525  # at 96 pixels to the inch
_HIGHEST = 0.45
"""Share of the height of the text, as in the PDF: the caption and some text are on the same page."""


@dataclass(slots=True)
class Album:
    """Embed images in a document, each once however often it is shown.

    `Run.add_picture` would read the file again with python-docx's own reader, which rejects JPEG files that begin
    with neither a JFIF nor an Exif segment.
    """

    document: Document
    width: float
    """Of the text, in points."""
    height: float
    _relations: dict[Picture, str] = field(default_factory=dict)
    _shown: int = 0

    def show(
        self, paragraph: Paragraph, picture: Picture, alt: str, *, size: tuple[float, float] | None = None
    ) -> None:
        """Put the image into a paragraph: at its own size, as large as the page allows, or at a size in points."""
        self._shown += 1
        width, height = picture.width * _EMU_PER_PIXEL, picture.height * _EMU_PER_PIXEL
        scale = min(1.0, Pt(self.width) / width, Pt(self.height * _HIGHEST) / height)
        wide, high = (Pt(size[0]), Pt(size[1])) if size else (width * scale, height * scale)
        drawn = Emu(max(1, round(wide))), Emu(max(1, round(high)))
        inline: Any = CT_Inline.new_pic_inline(
            self._shown, self._relation(picture), LABELS["en"].picture.format(self._shown), *drawn
        )
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # LibreOffice would keep text at a distance, and so move the image to the right
        for properties in (inline.docPr, inline.graphic.graphicData.pic.nvPicPr.cNvPr):
            properties.set("descr", legal(alt))
        paragraph.add_run()._r.add_drawing(inline)

    def _relation(self, picture: Picture) -> str:
        if picture not in self._relations:
            name = PackURI(f"/word/media/image{len(self._relations) + 1}.{picture.kind}")
            part = ImagePart(name, picture.media_type, picture.data)
            self._relations[picture] = self.document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return self._relations[picture]
