"""A saved web page → an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.errors import InputError, OwnEditionError
from bilingual.languages.japanese.scripts import KANA
from bilingual.model import Article, Asset, Place
from bilingual.reading.assets import read_local
from bilingual.reading.documents.assembly import assemble
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.documents.model import DocumentBlock, DocumentFacts
from bilingual.reading.html.addresses import make_local, web_address
from bilingual.reading.html.charset import check_is_page, decode_page
from bilingual.reading.html.clutter import find_clutter, leave_out, link_lists, name_around, remove_unnamed
from bilingual.reading.html.facts import (
    PageFacts,
    article_author,
    article_date,
    find_title,
    is_site_name,
    page_facts,
)
from bilingual.reading.html.finding import find_article, find_body
from bilingual.reading.html.gaiji import resolve_editor_notes
from bilingual.reading.html.head import with_title, without_author, without_date, without_outer_rules
from bilingual.reading.html.mhtml import SavedPage, is_mhtml, read_mhtml
from bilingual.reading.html.nodes import HtmlNode
from bilingual.reading.html.notes import FoundNotes, find_notes
from bilingual.reading.html.parsing import parse_page
from bilingual.reading.html.pictures import PictureFinder, ReadPicture
from bilingual.reading.html.questions import attach_signs
from bilingual.reading.html.sheets import apply_sheets
from bilingual.reading.html.walk import PageWalk
from bilingual.reading.load import place_of
from bilingual.reading.options import ReadOptions

_OWN = re.compile(r"(?:^|[|\s])bilingual:\d")
"""What the metadata of an edition says in the signature of its translation."""
_SAVE = "save the complete page in a browser, or give the text of the article as .txt or .md"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The article in a page."""

    nodes: tuple[HtmlNode, ...]
    notes: FoundNotes
    left: LeftOut


def read_html(data: bytes, path: Path, options: ReadOptions) -> Article:
    """Return the article in a page.

    Raises `InputError` for what is no page, has no text, or is an edition of this program.
    """
    place = place_of(path)
    saved = read_mhtml(data, place) if is_mhtml(data) else SavedPage(data)
    check_is_page(saved.data, place)
    source, notices = decode_page(saved.data, place, options.encoding, saved.charset)
    root, selected = parse_page(source, place, options.select)
    _refuse_edition(root, place)
    facts = page_facts(root, source)
    origin = facts.origin or web_address(saved.address)
    make_local(root, (origin, saved.address, _base(root, "")))
    chosen = _choose(root, selected)
    facts = replace(facts, date=facts.date or article_date(chosen.nodes))
    title, words = find_title(facts, chosen.nodes, root)
    reads: ReadPicture = saved.picture if saved.parts else lambda address: _beside(address, path.parent)
    pictures = PictureFinder(reads)
    walk = PageWalk(chosen.notes, pictures, base=_base(root, origin))
    walk.title = title
    blocks = _read_blocks(walk, chosen, title, words, facts)
    if not any(block.content.text or block.cells for block in blocks):
        raise _without_text(root, place)
    notices = (*notices, *chosen.left.notices, *unreadable_notices(walk))
    found = DocumentFacts(
        name=path.name,
        title=words,
        author=facts.author or article_author(chosen.nodes),
        date=facts.date,
        language=page_language(facts.language, blocks),
        origin=origin,
        notices=notices,
        assets=used_assets(pictures, blocks),
    )
    return assemble(blocks, found)


def _choose(root: HtmlNode, selected: Sequence[HtmlNode]) -> _Chosen:
    """Return the article in a page, without what does not belong to it."""
    body = find_body(root)
    sheets = [
        "".join(child for child in node.children if isinstance(child, str))
        for node in root.inside()
        if node.name == "style"
    ]
    notes = find_notes(body)
    remove_unnamed(body, notes.nodes)
    resolve_editor_notes(body)
    attach_signs(body)
    apply_sheets(body, sheets)
    left = LeftOut()
    marked = True
    nodes = tuple(selected)
    if not nodes:
        clutter = find_clutter(body, notes.nodes, whole_page=True)
        article, marked = find_article(body, clutter)
        nodes = (article,)
    for node in nodes:
        leave_out(find_clutter(node, notes.nodes, whole_page=node is body), left)
        leave_out(link_lists(node, notes.nodes, only_bare=marked), left)
    if not selected:
        name_around(nodes, body, left)
    return _Chosen(nodes, notes, left)


def _read_blocks(
    walk: PageWalk, chosen: _Chosen, title: HtmlNode | None, words: str, facts: PageFacts
) -> list[DocumentBlock]:
    inside = {inner for node in chosen.nodes for inner in (node, *node.inside())}
    blocks: list[DocumentBlock] = []
    if title is not None and title not in inside:
        blocks += walk.read(title)
    elif title is not None and title.name != "h1":
        for node in [one for one in inside if one.name == "h1" and is_site_name(one, facts)]:
            chosen.left.add("the name of the site", "names of the site", node.text)
            node.remove()
    chosen.notes.detach()
    for node in chosen.nodes:
        blocks += walk.read(node)
    blocks = without_author(with_title(blocks, words), facts.author)
    blocks = without_date(blocks, facts.date)
    return with_places([*without_outer_rules(blocks), *walk.read_notes()])


def with_places(blocks: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Return the blocks with their places, counted as paragraphs."""
    return [replace(block, place=Place(paragraph=number)) for number, block in enumerate(blocks, 1)]


def used_assets(pictures: PictureFinder, blocks: Sequence[DocumentBlock]) -> tuple[tuple[str, Asset], ...]:
    """Return the bytes of the pictures that stand in the article."""
    shown = {block.value for block in blocks if block.kind == "image"}
    return tuple((key, asset) for key, asset in pictures.assets.items() if key in shown)


def page_language(declared: str, blocks: Sequence[DocumentBlock]) -> str:
    """Return the language that a page declares; none if its text has kana, because many templates say `en`."""
    text = "".join(block.content.text for block in blocks[:200])
    kana = len(re.findall(f"[{KANA}]", text))
    return "" if kana * 10 > len(text) else declared[:20]


def _base(root: HtmlNode, origin: str) -> str:
    """Return the address that relative links start from."""
    base = next((node.get("href") for node in root.inside() if node.name == "base" and node.get("href")), "")
    return web_address(base) or origin


def _beside(address: str, folder: Path) -> tuple[str, bytes] | None:
    asset = read_local(address, folder)
    return (asset.name, asset.data) if asset else None


def unreadable_notices(walk: PageWalk) -> tuple[str, ...]:
    """Return what to say about characters that are only pictures."""
    count = walk.unreadable
    if not count:
        return ()
    what = "1 character is a picture" if count == 1 else f"{count:,} characters are pictures"
    return (f"{what} without a description: 〓 stands for it",)


def _refuse_edition(root: HtmlNode, place: str) -> None:
    for node in root.inside():
        if node.name == "meta" and node.get("name") == "keywords" and _OWN.search(node.get("content")):
            raise OwnEditionError(place)


def _without_text(root: HtmlNode, place: str) -> InputError:
    if frame := next((node for node in root.inside() if node.name == "frame"), None):
        shown = "".join(character for character in frame.get("src") if character.isprintable())[:80]
        return InputError(
            "only names the files of its frames", place=place, remedy=f"give one of them, such as {shown}"
        )
    return InputError("has no text: it is empty, or a script builds it in the browser", place=place, remedy=_SAVE)
