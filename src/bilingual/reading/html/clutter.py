"""What of a page belongs to no article: navigation, advertisements, share buttons, and how they are named."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.html.disclosure import open_disclosures
from bilingual.reading.html.headings import emptied_headings
from bilingual.reading.html.measure import Amount, PageMeasure
from bilingual.reading.html.nodes import HtmlNode, remove_nodes
from bilingual.reading.html.styles import declarations, is_hidden
from bilingual.reading.html.tags import HEADING_LEVELS, LINK_LIST_TAGS, UNNAMED_TAGS

Label = tuple[str, str]
"""A name in the singular with its article, and in the plural."""

_NAVIGATION = ("navigation", "blocks of navigation")
_HEADER = ("a page header", "page headers")
_FOOTER = ("a footer", "footers")
_RELATED = ("related links", "blocks of related links")
_ADVERT = ("an advertisement", "advertisements")
_SHARE = ("share buttons", "rows of share buttons")
_FORM = ("a form", "forms")
_OTHER = ("other text of the page", "other texts of the page")
_CONTENTS = ("a table of contents", "tables of contents")
_PART_OF_ANOTHER = ("", "")
"""The label of what goes with another part, which is named."""
_ASIDE = ("a side column", "side columns")
_AUTHOR = ("a note on the author", "notes on the author")
"""A box with sentences; without them, it is the line that names the author."""

_BY_WORD: dict[Label, str] = {
    _SHARE: "share sharing sns social snsbtn socialbuttons snsbuttons addtoany sharedaddy sharebuttons",
    _RELATED: "related relation relatedposts relatedarticles relatedentries kanren recommend recommended recommendation"
    " recommendations ranking rankings popular readmore blogcard linkcard",
    _NAVIGATION: "breadcrumb breadcrumbs pankuzu topicpath pagination pager pagenav nav navi navigation gnav globalnav"
    " lnav localnav sidebar tagcloud skiplink pagetop gotop totop backtotop",
    _ADVERT: "advert adverts advertisement ad ads adsense adsbygoogle banner banners sponsor sponsored promo promotion",
    _CONTENTS: "toc tableofcontents",
    ("tags", "lists of tags"): "tags taglist hashtags catlinks categories",
    ("an edit link", "edit links"): "editsection",
    ("a cookie notice", "cookie notices"): "cookie cookies consent gdpr",
    ("comments", "blocks of comments"): "comments commentlist disqus",
    _FORM: "newsletter subscribe subscription signup",
    ("a pop-up", "pop-ups"): "modal popup dialog",
    ("a notice for subscribers", "notices for subscribers"): "paywall",
    (
        "a part that is not printed",
        "parts that are not printed",
    ): "noprint hiddenprint dprintnone printnone printfooter",
    _AUTHOR: "authorbox authorinfo authorprofile authorbio aboutauthor creatorprofile writerprofile",
}
_LABELS = {word: label for label, words in _BY_WORD.items() for word in words.split()}
_PAGE_PARTS: dict[str, Label] = {
    **dict.fromkeys(("header", "head", "siteheader", "globalheader", "masthead"), _HEADER),
    **dict.fromkeys(("footer", "foot", "sitefooter", "globalfooter", "copyright", "copyrights"), _FOOTER),
    **dict.fromkeys(("side", "sub", "aside", "sidemenu", "submenu"), _ASIDE),
    **dict.fromkeys(("menu", "globalmenu", "mainmenu"), _NAVIGATION),
}
"""Whole ids and classes that name a part of the page, where they stand outside the article."""
_BY_TAG: dict[str, Label] = {
    "nav": _NAVIGATION,
    "form": _FORM,
    "aside": _ASIDE,
    "dialog": ("a pop-up", "pop-ups"),
    "amp-ad": _ADVERT,
    "amp-embed": _ADVERT,
    "amp-social-share": _SHARE,
    "iframe": ("an embedded page", "embedded pages"),
    "object": ("an embedded object", "embedded objects"),
    "embed": ("an embedded object", "embedded objects"),
    "video": ("a video", "videos"),
    "audio": ("a recording", "recordings"),
}
_EMBEDDED = ("iframe", "object", "embed", "video", "audio")
"""Elements that show something without text."""
_BY_ROLE: dict[str, Label] = {
    "navigation": _NAVIGATION,
    "banner": _HEADER,
    "contentinfo": _FOOTER,
    "complementary": _ASIDE,
    "search": ("a search field", "search fields"),
    "dialog": ("a pop-up", "pop-ups"),
    "alertdialog": ("a pop-up", "pop-ups"),
    "form": _FORM,
    "menu": _NAVIGATION,
    "menubar": _NAVIGATION,
}
_MOST = 0.5
"""Share of the prose of an article; a part that holds more is no clutter, whatever its class."""
_CONTENTS_TITLE = re.compile(r"(?:この記事の|本文の)?(?:目次|もくじ)|contents", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|all rights reserved)", re.IGNORECASE)
_BY_TEXT: tuple[tuple[re.Pattern[str], Label], ...] = (
    (
        re.compile(
            r"[(（【\[［]?(?:スポンサー(?:ド|ズ)?[・ ]?リンク|sponsored links?|advertisement|広告|PR|ＰＲ)[)）】\]］]?",
            re.IGNORECASE,
        ),
        _ADVERT,
    ),
    (
        re.compile(
            r"[▲△↑^]?\s*(?:この)?(?:ページ|頁)の?(?:先頭|トップ|一番上|上)[へに](?:戻る|もどる|移動(?:する)?)?\s*[▲△↑]?"
        ),
        _NAVIGATION,
    ),
    (re.compile(r"(?:写真|画像|図)を(?:拡大|見る)(?:する)?|(?:クリックで)?拡大(?:する|表示)?"), _NAVIGATION),
    (
        re.compile(
            r"(?:この|本)?(?:ページ|記事|回答|情報|内容)(?:の情報)?は.{0,4}(?:役に立|参考になり)(?:ちました|ました)か[?？。]?"
        ),
        _FORM,
    ),
)
"""What no article says, in words that are all that an element holds."""
_LONGEST_BY_TEXT = 30
_PATH_SIGN = re.compile("[>＞›»≫→/／]")
_PATH_START = re.compile("(?:サイト)?(?:トップ|ホーム|home|top)(?:ページ)?", re.IGNORECASE)
_LONGEST_PATH = 150
_WITH_HEADING = (_FORM, _RELATED, _SHARE)
"""Parts whose heading, if nothing else is in their box, belongs to them."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def clutter_label(node: HtmlNode, *, top: bool = False) -> Label | None:
    """Return what an element is if it belongs to no article, by its tag, role, class or id.

    `top` is true outside articles, where `header` and `footer` are those of the page.
    """
    if node.name in _BY_TAG and node.name != "aside":
        return _BY_TAG[node.name]
    if (role := node.get("role").lower()) in _BY_ROLE:
        return _BY_ROLE[role]
    if top and node.name in ("header", "footer"):
        return _HEADER if node.name == "header" else _FOOTER
    for name in (*node.get("class").split(), *node.get("id").split()):
        whole = name.lower().replace("-", "").replace("_", "")
        if top and whole in _PAGE_PARTS:
            return _PAGE_PARTS[whole]
        if whole in _LABELS:
            return _LABELS[whole]
        parts = re.split("[-_]", _CAMEL.sub("-", name).lower())
        for part in (*parts, *("".join(pair) for pair in pairwise(parts))):
            if label := _LABELS.get(part):
                return label
    return _BY_TAG.get(node.name)


def remove_unnamed(root: HtmlNode, notes: Collection[HtmlNode] = ()) -> None:
    """Remove what is hidden, and elements without text for readers: scripts, fields, buttons; but no notes.

    What a reader opens with a button stays.
    """
    open_disclosures(root)
    kept = {other for node in notes for other in (node, *node.around())}
    remove_nodes([n for n in root.inside() if n not in kept and (n.name in UNNAMED_TAGS or is_hidden(n))])


def find_clutter(root: HtmlNode, protected: Collection[HtmlNode], *, whole_page: bool) -> dict[HtmlNode, Label]:
    """Return the elements that belong to no article, the outermost ones only.

    `protected` are notes, which stay with all that is around them. A part with most of the prose is never clutter.
    """
    measure = PageMeasure(root)
    most = measure.of(root).weight * _MOST
    kept = {other for node in protected for other in (node, *node.around())}
    found: dict[HtmlNode, Label] = {}
    stack = [(child, whole_page) for child in root.elements]
    while stack:
        node, top = stack.pop()
        top = top and node.name not in ("article", "main", "section", "blockquote", "figure")
        label = clutter_label(node, top=top)
        amount = measure.of(node)
        if node.name == "footer" and not label and amount.stops < 2 and amount.link_share > 0.4:
            label = _FOOTER
        label = label or _label_by_text(node, amount)
        drop = label is not None and node not in kept and amount.weight <= most
        drop = drop and not (label is _ASIDE and is_column(node, measure))
        drop = drop and not (label is _AUTHOR and not amount.stops)
        if label and drop and not (amount.stops > 1 and _holds_title(node)):
            found[_with_heading(node, root) if label in _WITH_HEADING else node] = label
        else:
            stack.extend((child, top) for child in node.elements)
    headed = [node for node, label in found.items() if label in _WITH_HEADING]
    return found | dict.fromkeys(emptied_headings(headed, found), _PART_OF_ANOTHER)


def _is_path(node: HtmlNode, amount: Amount) -> bool:
    """Return whether an element is the way to the page: links with signs between them, the first to the site."""
    if not amount.links or amount.stops or amount.length > _LONGEST_PATH:
        return False
    parts = [part.strip() for part in _PATH_SIGN.split(node.text)]
    links = [one.text for one in node.inside() if one.name == "a" and one.text]
    return len(parts) > 1 and bool(_PATH_START.fullmatch(parts[0])) and all(link in parts for link in links)


def _label_by_text(node: HtmlNode, amount: Amount) -> Label | None:
    """Return what an element is by all of its words."""
    if _is_path(node, amount):
        return _NAVIGATION
    if not 0 < amount.length <= _LONGEST_BY_TEXT:
        return None
    text = node.text
    return next((label for pattern, label in _BY_TEXT if pattern.fullmatch(text)), None)


def _with_heading(node: HtmlNode, root: HtmlNode) -> HtmlNode:
    """Return an element, or the box that has nothing but a heading beside it."""
    box = node.parent
    if box is None or box is root or box.name in ("article", "main", "body"):
        return node
    others = [
        one for one in box.children if one is not node and (one.text if isinstance(one, HtmlNode) else one.strip())
    ]
    headings = [isinstance(one, HtmlNode) and HEADING_LEVELS.get(one.name, 0) > 1 for one in others]
    return box if headings and all(headings) else node


def _holds_title(node: HtmlNode) -> bool:
    return any(inner.name == "h1" for inner in node.inside()) and node.name != "nav"


def is_column(node: HtmlNode, measure: PageMeasure) -> bool:
    """Return whether a side column is part of the article: a box with sentences and few links."""
    amount = measure.of(node)
    return node.name == "aside" and amount.stops > 0 and amount.link_share < 0.3


def link_lists(root: HtmlNode, protected: Collection[HtmlNode], *, only_bare: bool) -> dict[HtmlNode, Label]:
    """Return elements that are nothing but links, as navigation is; with `only_bare`, lists without bullets alone."""
    measure = PageMeasure(root)
    kept = {other for node in protected for other in (node, *node.around())}
    found: dict[HtmlNode, Label] = {}
    before: dict[HtmlNode, HtmlNode] = {}
    """Elements → those directly before them."""
    stack = [root]
    while stack:
        node = stack.pop()
        before.update(pairwise(node.elements[::-1]))
        amount = measure.of(node)
        if node is root or node in kept or node.name not in LINK_LIST_TAGS:
            if node.name not in ("p", "table"):
                stack.extend(node.elements[::-1])
            continue
        if node.name in ("ul", "ol") and amount.links > 1 and amount.link_share > 0.9 and _leads_within(node):
            found[node] = _CONTENTS
            title = before.get(node) or (before.get(node.parent) if node.parent else None)
            if title is not None and _CONTENTS_TITLE.fullmatch(title.text):
                found[title] = _PART_OF_ANOTHER
            continue
        bare = node.name in ("ul", "ol") and _is_bare(node)
        if amount.links >= 2 and not amount.stops and amount.link_share > 0.7 and (bare or not only_bare):
            found[node] = _NAVIGATION
        elif not only_bare and 0 < amount.length < 120 and not amount.links and _COPYRIGHT.search(node.text):
            found[node] = _FOOTER
        else:
            stack.extend(node.elements[::-1])
    return found


def _leads_within(node: HtmlNode) -> bool:
    return all(inner.get("href").startswith("#") for inner in node.inside() if inner.name == "a")


def _is_bare(node: HtmlNode) -> bool:
    told = declarations(node.get("style"))
    return told.get("list-style", "").startswith("none") or told.get("list-style-type", "") == "none"


def leave_out(nodes: dict[HtmlNode, Label], left: LeftOut) -> None:
    """Remove elements from their page, and name them."""
    for node, label in nodes.items():
        name_left_out(node, label, left)
    remove_nodes(nodes)


def name_left_out(node: HtmlNode, label: Label, left: LeftOut) -> None:
    """Name an element that is left out, if it shows anything."""
    if label is _PART_OF_ANOTHER:
        return
    if (text := node.text) or node.name in _EMBEDDED:
        left.add(*label, text)


def name_around(chosen: Collection[HtmlNode], root: HtmlNode, left: LeftOut) -> None:
    """Name what of a page stands outside the chosen elements."""
    path = {other for node in chosen for other in node.around()}
    for holder in [root, *root.inside()]:
        if holder not in path:
            continue
        for child in holder.elements:
            if child in path or child in chosen or not child.text:
                continue
            for node, label in _parts(child):
                name_left_out(node, label, left)


def _parts(node: HtmlNode) -> list[tuple[HtmlNode, Label]]:
    """Return a part of the page with its name, or its parts that have names of their own."""
    if label := clutter_label(node, top=True):
        return [(node, label)]
    measure = PageMeasure(node)
    inner = find_clutter_within(node)
    rest = measure.of(node).length - sum(measure.of(one).length for one in inner)
    if inner and rest < 10:
        return list(inner.items())
    amount = measure.of(node)
    linked = amount.links > 1 and amount.link_share > 0.5
    return [(node, _NAVIGATION if linked else _OTHER)]


def find_clutter_within(node: HtmlNode) -> dict[HtmlNode, Label]:
    """Return the outermost elements with a name inside a part of a page that is left out."""
    found: dict[HtmlNode, Label] = {}
    stack = node.elements[::-1]
    while stack:
        one = stack.pop()
        if label := clutter_label(one, top=True):
            found[one] = label
        else:
            stack.extend(one.elements[::-1])
    return found
