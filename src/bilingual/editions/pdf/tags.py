"""A drawing → the finished file: structure tree, links, metadata. Everything that pikepdf does.

ReportLab does not support tagged PDF; the data were collected while it drew. Object streams keep the tree small.
"""

from __future__ import annotations

from base64 import a85decode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from bilingual.editions.pdf.elements import Drawing, Link, MarkedContent, StructElement
from bilingual.editions.pdf.metadata import Description, information, srgb, xmp


def finish(drawing: Drawing, elements: Sequence[StructElement], about: Description, *, archive: bool = False) -> bytes:
    """Return the file: tagged (ISO 14289-1), described, compressed; with `archive`, an archival one (ISO 19005-2)."""
    with Pdf.open(BytesIO(drawing.data)) as pdf:
        _Tree(pdf, drawing).write(elements)
        _name_destinations(pdf, drawing.destinations)
        _describe(pdf, about, archive=archive)
        _unwrap(pdf)
        del pdf.trailer.ID  # ReportLab's begins with the time; the new one comes from the content
        target = BytesIO()
        pdf.save(
            target,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return target.getvalue()


class _Tree:
    """Write the structure tree. Each element, mark and link is processed once."""

    def __init__(self, pdf: Pdf, drawing: Drawing) -> None:
        self._pdf = pdf
        self._drawing = drawing
        self._pages = [page.obj for page in pdf.pages]
        self._objects: dict[StructElement, Object] = {}
        self._kids: dict[StructElement | None, list[StructElement | MarkedContent | Object]] = defaultdict(list)
        self._page_of: dict[StructElement, int] = {}
        self._ids: list[tuple[str, Object]] = []
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    def write(self, elements: Sequence[StructElement]) -> None:
        """Write `elements` and those that were found while drawing (links, readings)."""
        used = self._used(elements)
        for element in elements:
            if element in used:
                self._make(element)
        parents: list[list[Object]] = [[] for _ in self._pages]
        for mark in self._drawing.marks:
            if mark.element not in self._objects:
                self._make(mark.element)
            self._kids[mark.element].append(mark)
            self._page_of.setdefault(mark.element, mark.page)
            parents[mark.page].append(self._objects[mark.element])
        numbers: list[int | Object] = []
        for at, (page, owners) in enumerate(zip(self._pages, parents, strict=True)):
            page.StructParents = at
            page.Tabs = Name.S
            for useless in ("/Trans", "/Rotate"):
                if useless in page:
                    del page[useless]
            numbers.extend((at, self._pdf.make_indirect(Array(owners))))
        numbers.extend(self._annotate())
        self._connect()
        self._root.K = Array([self._objects[element] for element in elements if element.parent is None])
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self._root.ParentTreeNextKey = len(self._pages) + len(self._drawing.links)
        if self._ids:
            names = Array([part for key, target in self._ids for part in (String(key), target)])
            limits = Array([String(self._ids[0][0]), String(self._ids[-1][0])])
            self._root.IDTree = Dictionary(
                Kids=Array([self._pdf.make_indirect(Dictionary(Limits=limits, Names=names))])
            )
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _used(self, elements: Sequence[StructElement]) -> set[StructElement]:
        """Return the elements that are not empty, and all cells of tables."""
        used: set[StructElement] = set()
        cells = (element for element in elements if element.role in ("TH", "TD"))
        for element in (*(mark.element for mark in self._drawing.marks), *cells):
            at: StructElement | None = element
            while at and at not in used:
                used.add(at)
                at = at.parent
        return used

    def _make(self, element: StructElement) -> None:
        if element.parent and element.parent not in self._objects:
            self._make(element.parent)
        made = Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"))
        made.P = self._objects[element.parent] if element.parent else self._root
        if element.actual:
            made.ActualText = String(element.actual)
        if element.lang:
            made.Lang = String(element.lang)
        if element.alt:
            made.Alt = String(element.alt)
        if element.numbering:
            made.A = Dictionary(O=Name.List, ListNumbering=Name(f"/{element.numbering}"))
        elif element.role == "TH":
            made.A = Dictionary(O=Name.Table, Scope=Name.Column)
        elif element in self._drawing.areas:
            area = Array([round(edge, 2) for edge in self._drawing.areas[element]])
            made.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=area)
        made = self._objects[element] = self._pdf.make_indirect(made)
        if element.role == "Note":
            key = f"note-{len(self._ids) + 1:06}"
            made.ID = String(key)
            self._ids.append((key, made))
        if element.parent:
            self._kids[element.parent].append(element)

    def _annotate(self) -> Iterable[int | Object]:
        """Put the links on their pages; yield the entries of the parent tree."""
        on_page: dict[int, list[Object]] = defaultdict(list)
        for at, link in enumerate(self._drawing.links, len(self._pages)):
            annotation = self._pdf.make_indirect(self._annotation(link))
            annotation.StructParent = at
            on_page[link.page].append(annotation)
            reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self._pages[link.page])
            self._kids[link.element].append(reference)
            yield from (at, self._objects[link.element])
        for page, found in on_page.items():
            self._pages[page].Annots = Array(found)

    def _annotation(self, link: Link) -> Dictionary:
        made = Dictionary(Type=Name.Annot, Subtype=Name.Link, F=4, Border=Array([0, 0, 0]))
        made.Rect = Array([round(edge, 2) for edge in link.area])
        if link.target.startswith("#"):
            page, height = self._drawing.destinations[link.target[1:]]
            made.Dest = _destination(self._pages[page], height)
            made.Contents = String(link.text)
        else:
            made.A = Dictionary(S=Name.URI, URI=String(link.target))
            made.Contents = String(link.target if link.text in link.target else f"{link.text} ({link.target})")
        return made

    def _connect(self) -> None:
        """Give each element its children."""
        for parent, kids in self._kids.items():
            assert parent is not None
            made = self._objects[parent]
            page = self._page_of.get(parent)
            if page is not None:
                made.Pg = self._pages[page]
            found: list[Object | int] = []
            for kid in kids:
                if isinstance(kid, StructElement):
                    found.append(self._objects[kid])
                elif not isinstance(kid, MarkedContent):
                    found.append(kid)
                elif kid.page == page:
                    found.append(kid.number)
                else:
                    found.append(Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number))
            made.K = found[0] if len(found) == 1 else Array(found)


def _destination(page: Object, height: float) -> Array:
    return Array([page, Name.XYZ, None, round(height, 2), None])


def _name_destinations(pdf: Pdf, destinations: Mapping[str, tuple[int, float]]) -> None:
    """Make links into the file possible (`edition.pdf#s3`)."""
    if not destinations:
        return
    pages = [page.obj for page in pdf.pages]
    names = Array()
    for name, (page, height) in sorted(destinations.items(), key=lambda item: item[0].encode()):
        names.extend((String(name), _destination(pages[page], height)))
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=names)))


def _unwrap(pdf: Pdf) -> None:
    """Store JPEG files unchanged: ReportLab writes them as ASCII, a quarter larger."""
    wrapped = [Name.ASCII85Decode, Name.DCTDecode]
    for page in pdf.pages:
        for picture in page.resources.get("/XObject", Dictionary()).values():
            if list(picture.get("/Filter", ())) == wrapped:
                data = picture.read_raw_bytes().strip().removesuffix(b"~>")
                picture.write(a85decode(data), filter=Name.DCTDecode)


def _describe(pdf: Pdf, about: Description, *, archive: bool) -> None:
    root = pdf.Root
    root.Lang = String(about.languages[0])
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if about.contents:
        root.PageMode = Name.UseOutlines
    if about.spreads:
        root.PageLayout = Name.TwoPageRight
    root.Metadata = pdf.make_stream(xmp(about, archive=archive), Type=Name.Metadata, Subtype=Name.XML)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({name: String(value) for name, value in information(about).items()})
    )
    if archive:
        profile = pdf.make_stream(srgb(), N=3, Alternate=Name.DeviceRGB)
        root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB IEC61966-2.1"),
                    DestOutputProfile=profile,
                )
            ]
        )
