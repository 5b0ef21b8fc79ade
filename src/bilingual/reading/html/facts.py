"""What a page says about its article: title, author, date, address. Nothing is guessed from its text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bilingual.reading.html.addresses import web_address
from bilingual.reading.html.nodes import HtmlNode

_ARTICLE_TYPES = ("article", "posting", "report", "webpage")
_FIRST = 12
"""Elements of an article among which one of the class `title` is its title, where the page says none."""
_LONGEST_DATA = 1_000_000
"""Characters of a JSON-LD script."""
_DATES = ("article:published_time", "datepublished", "pubdate", "date", "dc.date", "dcterms.created", "dc.date.issued")
_AUTHORS = ("author", "dc.creator", "dcterms.creator", "article:author", "parsely-author", "twitter:creator")
_JAPAN = timezone(timedelta(hours=9))
_PARTS = re.compile(r"\s*[|｜]\s*|\s+[-–—‐―:：«»<>＜＞]\s+|\s*[〜～]\s+|\s+[〜～]\s*|(?<=[^\w\s])\s*[-–—]\s*(?=\w)")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,8}\)(\S{1,2000}?)\s*-->", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the head of a page says."""

    title: str = ""
    """The title of the article (`og:title`); empty if the page gives only the window's."""
    window: str = ""
    """The text of `title`."""
    site: str = ""
    author: str = ""
    date: str = ""
    origin: str = ""
    language: str = ""


def page_facts(root: HtmlNode, source: str) -> PageFacts:
    """Return what a page says about itself."""
    meta: dict[str, str] = {}
    window = origin = ""
    items: list[dict[str, object]] = []
    for node in root.inside():
        if node.name == "meta":
            name = (node.get("property") or node.get("name") or node.get("itemprop")).lower()
            meta.setdefault(name, " ".join(node.get("content").split()))
        elif node.name == "title" and not window:
            window = " ".join("".join(child for child in node.children if isinstance(child, str)).split())
        elif node.name == "link" and "canonical" in node.get("rel").lower().split():
            origin = origin or web_address(node.get("href"))
        elif node.name == "script" and node.get("type").lower() == "application/ld+json":
            items += _articles("".join(child for child in node.children if isinstance(child, str)))
    saved = _SAVED_FROM.search(source[:4000])
    origin = origin or web_address(meta.get("og:url", "")) or (web_address(saved[1]) if saved else "")
    return PageFacts(
        title=meta.get("og:title", "") or meta.get("twitter:title", "") or meta.get("dc.title", ""),
        window=window,
        site=meta.get("og:site_name", "") or meta.get("application-name", ""),
        author=_author(meta, items),
        date=_date(meta, items),
        origin=origin,
        language=root.get("lang") or root.get("xml:lang"),
    )


def _articles(text: str) -> list[dict[str, object]]:
    """Return the descriptions of articles in a JSON-LD script; none if it is invalid."""
    if len(text) > _LONGEST_DATA:
        return []
    try:
        data = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"))
    except (ValueError, RecursionError):
        return []
    found = []
    stack: list[object] = [data]
    while stack:
        item = stack.pop(0)
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            kinds = item.get("@type")
            names = [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]
            if any(name.endswith(_ARTICLE_TYPES) for name in names):
                found.append(item)
            stack.extend(value for key, value in item.items() if key in ("@graph", "mainEntity"))
    return sorted(found, key=lambda item: "webpage" in str(item.get("@type")).lower())


def _author(meta: dict[str, str], items: Sequence[dict[str, object]]) -> str:
    for item in items:
        if names := list(dict.fromkeys(_names(item.get("author")))):
            return "、".join(names[:8])
    for name in _AUTHORS:
        if (found := meta.get(name, "")) and not re.match(r"https?:|@", found) and len(found) <= 100:
            return found
    return ""


def _names(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        for text in name if isinstance(name, list) else [name]:
            if isinstance(text, str) and text.strip() and not re.match(r"https?:", text):
                yield " ".join(text.split())[:100]


def _date(meta: dict[str, str], items: Sequence[dict[str, object]]) -> str:
    for item in items:
        if isinstance(date := item.get("datePublished"), str) and (found := plain_date(date)):
            return found
    return next((found for name in _DATES if (found := plain_date(meta.get(name, "")))), "")


def plain_date(text: str) -> str:
    """Return the day of a date and time, in Japan; other short text with figures as it is."""
    text = " ".join(text.split())
    if len(text) > 40 or not re.search(r"\d", text):
        return ""
    if re.match(r"\d{4}-\d\d-\d\d[T ]", text):
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is not None and 1 < moment.year < 9999:
                moment = moment.astimezone(_JAPAN)
            return moment.date().isoformat()
        except (ValueError, OverflowError):
            return text[:10]
    return text


def article_author(nodes: Sequence[HtmlNode]) -> str:
    """Return the author that an element of the article is marked as; empty if none is."""
    for node in (inner for top in nodes for inner in top.inside()):
        marked = "author" in node.get("rel").lower().split() or "author" in node.get("itemprop").split()
        if marked and 0 < len(node.text) <= 60:
            name = next((one.text for one in node.inside() if "name" in one.get("itemprop").split()), "")
            return name or node.text
    return ""


def article_date(nodes: Sequence[HtmlNode]) -> str:
    """Return the date that the article's head is marked with: before its first sentence, or as published."""
    for top in nodes:
        prose = False
        for node in top.inside():
            dated = node.get("datetime") or (node.get("content") if node.get("itemprop") else "")
            told = "datePublished" in node.get("itemprop").split() or (node.name == "time" and not prose)
            if told and (found := plain_date(dated)):
                return found
            prose = prose or (node.name == "p" and "。" in node.text)
    return ""


def comparable(text: str) -> str:
    """Return a title without white space and differences of width, for comparison."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def without_site(title: str, site: str) -> str:
    """Return a title without the name of the site at its end or beginning."""
    parts = [part for part in _PARTS.split(title) if part.strip()]
    if len(parts) < 2:
        return title.strip()
    first, last = parts[0], parts[-1]
    known = comparable(site)
    if known and comparable(first) == known:
        return title[title.index(first) + len(first) :].lstrip(" |｜-–—〜～:：　")
    rest = title[: title.rindex(last)]
    if comparable(last) == known or len(last) < len(rest):
        cut = rest.rstrip(" |｜-–—‐―〜～:：«»<>　")
        return without_site(cut, site) if len(parts) > 2 and len(parts[-2]) < len(cut) / 2 else cut
    return title.strip()


def find_title(facts: PageFacts, chosen: Sequence[HtmlNode], root: HtmlNode) -> tuple[HtmlNode | None, str]:
    """Return the heading that is the title of the article, and the title in words if no heading is it."""
    window, told = comparable(facts.window), comparable(facts.title)
    author = comparable(facts.author)
    headings = [node for top in chosen for node in (top, *top.inside()) if node.name in ("h1", "h2", "h3")]
    inside = [node for node in headings if node.text and comparable(node.text) != author]
    parts = [comparable(part) for part in _PARTS.split(facts.window) if part.strip()]
    sites = {comparable(facts.site), *parts[1:]} - {""}

    def matches(node: HtmlNode) -> bool:
        return any(matches_text(comparable(text)) for text in (node.text, _first_line(node)))

    def matches_text(text: str) -> bool:
        same = text in (told, window) or (len(text) > 3 and (window.startswith(text) or told.startswith(text)))
        return same or (len(text) > 5 and text in window and text not in sites)

    ones = [node for node in inside if node.name == "h1"]
    for node in (*ones, *inside[:6]):
        if matches(node):
            return node, ""
    own = [node for node in ones if comparable(node.text) not in sites]
    if len(own) == 1 or (own and inside[0] is own[0] and not _text_before(chosen, own[0])):
        return own[0], ""
    known = set(headings)
    for node in root.inside():
        if node.name in ("h1", "h2") and node not in known and node.text and matches(node):
            return node, ""
    titled = [node for top in chosen for node in list(top.inside())[:_FIRST] if "title" in node.get("class").split()]
    if not facts.title and not facts.window and titled:
        return titled[0], ""
    return None, without_site(facts.title or facts.window, facts.site)


def _first_line(heading: HtmlNode) -> str:
    """Return the text of a heading before its first line break; a subtitle is below it."""
    texts: list[str] = []
    for part in heading.parts():
        if isinstance(part, str):
            texts.append(part)
        elif part.name == "br" and "".join(texts).strip():
            break
    return "".join(texts)


def _text_before(chosen: Sequence[HtmlNode], heading: HtmlNode) -> bool:
    """Return whether the article has text before a heading."""
    for part in (one for top in chosen for one in top.parts()):
        if part is heading:
            return False
        if isinstance(part, str) and part.strip():
            return True
    return False


def is_site_name(node: HtmlNode, facts: PageFacts) -> bool:
    """Return whether a heading only names the site."""
    text = comparable(node.text)
    parts = [comparable(part) for part in _PARTS.split(facts.window) if part.strip()]
    return text in ({comparable(facts.site), *parts[1:]} - {""})
