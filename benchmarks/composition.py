"""Japanese lines: rules kept and evenness, beside ReportLab's own CJK wrap and Typst, on the same text and measures.

    python benchmarks/composition.py [--widths 46] [--only ours reportlab typst]

The text is benchmarks/data/prose.txt and the seed article, at 10 points in Noto Serif JP for all three, in 46 columns
of 100 to 325 points. Every line is read back as characters with their places: ours and ReportLab's from their own
lines, Typst's from its PDF. The columns are

- start, end: lines that begin or end with a forbidden character (JLREQ; the table below is the script's own);
- number, word: lines that end between two digits or two Latin letters; unit: between a number and its counter;
- overfull: lines longer than the measure (except by a hanging 、 or 。);
- ragged: lines, other than last ones, that end more than half an em short of the measure;
- sd, 95 %, max: the space between two kanji or kana of a line that is not the last, in em. A line that is not
  flush counts with the space it would have needed: ReportLab does not justify Japanese, so all its lines do.
- flush: sd without the ragged lines;
- single: last lines of one character, with or without its full stop.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from load import beside_load

HERE = Path(__file__).parent
SIZE = 10.0
WIDTHS = [100.0 + 5 * step for step in range(46)]

STARTS = set("、。，．」』）〕］｝〉》】〙〗〟’”)]}»・：；？！‼⁇⁈⁉ヽヾゝゞ々〻ー～〜…‥゠–%％")
STARTS |= set("ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ")
ENDS = set("「『（〔［｛〈《【〘〖〝‘“([{«￥＄£")
HANGING = set("、。，．")
_WHITE = dict.fromkeys("、。，．」』）〕］｝〉》】", 0.5) | {"・": 0.25}
"""Em without ink at the end of a full-width punctuation mark."""
_WIDE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")
_COUNTED = re.compile(r"[年月日人回個本円歳巻世階代周以]")

Line = tuple[str, list[float]]
"""The characters of a line and the start of each, in points from the left edge of the measure."""
Setter = Callable[[Sequence[str], float], list[list[Line]]]


def paragraphs() -> list[str]:
    """Return the text, one paragraph each."""
    prose = (HERE / "data" / "prose.txt").read_text("utf-8").split("\n")
    article = (HERE.parent / "input" / "article.txt").read_text("utf-8").split("\n")
    return [line for line in (*prose, *article) if len(line) > 30]


class Face:
    """Noto Serif JP, subset to the text."""

    def __init__(self, text: str) -> None:
        from bilingual.editions.fonts.fontset import prepare_fonts

        faces = prepare_fonts({"ja": text}).faces
        self.face = faces["mincho"]

    def measure(self, text: str, face: str) -> Sequence[float]:
        """Return the advance of each character in em."""
        return self.face.advances(text)


def ours(face: Face) -> Setter:
    """Typeset with this project's composer."""
    from bilingual.editions.typeset.compose import Composer
    from bilingual.editions.typeset.glue import FacePiece
    from bilingual.editions.typeset.linebreak import ParagraphSetting

    composer = Composer(face.measure)

    def set_all(texts: Sequence[str], width: float) -> list[list[Line]]:
        found = []
        for text in texts:
            lines = []
            for line in composer.compose([FacePiece(text, "mincho", SIZE)], width, setting=ParagraphSetting()):
                places, pen = [], line.runs[0].x
                for advance in line.runs[0].advances:
                    places.append(pen)
                    pen += advance
                lines.append((line.text, places))
            found.append(lines)
        return found

    return set_all


def with_reportlab(face: Face) -> Setter:
    """Typeset with ReportLab's paragraphs, wordWrap="CJK"."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph

    from bilingual.editions.docx.truetype import label_truetype

    truetype = label_truetype(face.face.data, family="mincho", bold=False, italic=False)
    pdfmetrics.registerFont(TTFont("mincho", BytesIO(truetype)))
    style = ParagraphStyle("ja", fontName="mincho", fontSize=SIZE, leading=14, wordWrap="CJK", alignment=4)

    def set_all(texts: Sequence[str], width: float) -> list[list[Line]]:
        found = []
        for text in texts:
            paragraph = Paragraph(text.replace("&", "&amp;").replace("<", "&lt;"), style)
            paragraph.wrap(width, 10_000)
            lines = []
            for row in paragraph.blPara.lines:
                line = row[1] if isinstance(row, tuple) else "".join(word.text for word in row.words)
                line = "".join(line)
                pen, places = 0.0, []
                for advance in face.face.advances(line):
                    places.append(pen)
                    pen += advance * SIZE
                lines.append((line, places))
            found.append(lines)
        return found

    return set_all


def with_typst(face: Face) -> Setter:
    """Typeset with Typst, justified, and read its PDF."""
    import json

    import pdfplumber
    import typst

    folder = str(Path(str(resources.files("pylopdf_fonts_jp").joinpath("NotoSerifJP-Regular.otf"))).parent)

    def set_all(texts: Sequence[str], width: float) -> list[list[Line]]:
        source = f"""#set page(width: {width + 40}pt, height: 4000pt, margin: 20pt)
#set text(font: "Noto Serif JP", size: {SIZE}pt, lang: "ja", hyphenate: false)
#set par(justify: true, leading: 6pt)
{"".join(f"#par({json.dumps(text, ensure_ascii=False)})" + chr(10) for text in texts)}"""
        data = typst.compile(source.encode(), font_paths=[folder], ignore_system_fonts=True)
        rows: list[Line] = []
        with pdfplumber.open(BytesIO(data)) as document:
            for page in document.pages:
                top = None
                for char in page.chars:
                    if top is None or abs(char["top"] - top) > 4:
                        top = char["top"]
                        rows.append(("", []))
                    line, places = rows[-1]
                    # A glyph may represent more than one character (a ligature).
                    places += [char["x0"] - 20] * len(char["text"])
                    rows[-1] = (line + char["text"], places)
                page.close()
        return list(_by_paragraph(texts, rows))

    return set_all


def _by_paragraph(texts: Sequence[str], rows: list[Line]) -> Iterator[list[Line]]:
    """Assign lines to their paragraphs; spaces at line ends are lost in a PDF."""
    waiting = iter(rows)
    for text in texts:
        left, lines = len(text.replace(" ", "")), []
        while left > 0:
            line, places = next(waiting)
            left -= len(line.replace(" ", ""))
            lines.append((line, places))
        if left or "".join(line for line, _ in lines).replace(" ", "") != text.replace(" ", ""):
            raise ValueError(f"lines do not make up their paragraph: {text[:20]}")
        yield lines


class Score:
    """The counts."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self.counts = dict.fromkeys(("lines", *COLUMNS), 0)
        self.spaces: list[float] = []
        self.flush: list[float] = []

    def add(self, source: str, lines: list[Line], width: float) -> None:
        """Count the lines of one paragraph."""
        at = 0
        for number, (text, places) in enumerate(lines):
            self.counts["lines"] += 1
            text = text.strip(" ")
            at = source.index(text, at)
            if number and text[0] in STARTS:
                self.counts["start"] += 1
            if number:
                self._line_end(source[at - 1], text[0])
            at += len(text)
            last = number == len(lines) - 1
            if last and number and len(text.rstrip("。、」）")) <= 1:
                self.counts["single"] += 1
            self._space(text, places, width, last=last)

    def _line_end(self, before: str, first: str) -> None:
        self.counts["end"] += before in ENDS
        self.counts["number"] += before.isdecimal() and first.isdecimal()
        self.counts["word"] += all(one.isascii() and one.isalpha() for one in (before, first))
        self.counts["unit"] += before.isdecimal() and bool(_COUNTED.match(first))

    def _space(self, text: str, places: list[float], width: float, *, last: bool) -> None:
        advances = self._face.face.widths
        end = places[len(text) - 1] + SIZE * (advances[text[-1]] - _WHITE.get(text[-1], 0.0))
        room = SIZE / 2 if text[-1] in HANGING else 0.0
        self.counts["overfull"] += end > width + room + 0.05
        if last:
            return
        short = (width - end) / SIZE
        self.counts["ragged"] += short > 0.5
        share = short / (len(text) - 1) if short > 0.05 and len(text) > 1 else 0.0
        for (one, x), (other, to) in pairwise(zip(text, places, strict=False)):
            if _WIDE.match(one) and _WIDE.match(other):
                self.spaces.append((to - x) / SIZE - 1 + share)
                if short <= 0.5:
                    self.flush.append((to - x) / SIZE - 1 + share)

    def row(self, name: str, seconds: float) -> str:
        """Return one line of the table."""
        spaces = sorted(self.spaces)
        spread = [
            statistics.pstdev(spaces),
            statistics.pstdev(self.flush or [0.0]),
            spaces[int(len(spaces) * 0.95)],
            spaces[-1],
            statistics.fmean(spaces),
        ]
        counts = "".join(f"{self.counts[key]:9d}" for key in ("lines", *COLUMNS))
        return f"{name:10}{counts}" + "".join(f"{value:8.4f}" for value in spread) + f"{seconds:8.1f}"


COLUMNS = ("start", "end", "number", "word", "overfull", "unit", "single", "ragged")
SETTERS: dict[str, Callable[[Face], Setter]] = {"ours": ours, "reportlab": with_reportlab, "typst": with_typst}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--widths", type=int, default=len(WIDTHS), help="how many of the 46 columns")
    parser.add_argument("--only", nargs="+", choices=SETTERS, default=list(SETTERS))
    options = parser.parse_args()
    texts = paragraphs()
    face = Face("".join(texts))
    texts = [text for text in texts if all(character in face.face.widths for character in text)]
    widths = WIDTHS[:: max(1, len(WIDTHS) // options.widths)]
    print(f"{len(texts)} paragraphs, {sum(map(len, texts))} characters, {len(widths)} columns")
    heads = "".join(f"{key:>9}" for key in ("lines", *COLUMNS))
    print(f"{'':10}{heads}" + "".join(f"{key:>8}" for key in ("sd", "flush", "95 %", "max", "mean", "s")))
    for name in options.only:
        score, set_all = Score(face), SETTERS[name](face)
        began = time.perf_counter()
        for width in widths:
            for text, lines in zip(texts, set_all(texts, width), strict=True):
                score.add(text, lines, width)
        print(score.row(name, time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    with beside_load():
        main()
