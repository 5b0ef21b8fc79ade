"""What the tests of HTML pages share: a strict reader of pages, and editions made from small articles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

from bilingual.editions.compose.article import compose_edition
from bilingual.editions.html.writer import draw_html
from bilingual.editions.model import Edition
from bilingual.editions.plan import Facts, Plan, TermGloss
from bilingual.model import Article
from bilingual.reading import read

VOID = frozenset({"meta", "img", "hr", "br", "input"})
UNHEARD = frozenset({"rt", "rp", "style", "script", "title"})


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Node]:
        """This node and those below it with one of the tags (all without tags), in order."""
        found = [self] if self.tag in tags or not tags else []
        return found + [hit for child in self.children if isinstance(child, Node) for hit in child.all(*tags)]

    def classed(self, name: str) -> list[Node]:
        return [node for node in self.all() if name in node.attributes.get("class", "").split()]

    def by_id(self, name: str) -> Node:
        (node,) = [node for node in self.all() if node.attributes.get("id") == name]
        return node

    @property
    def text(self) -> str:
        """The text as the article has it: without furigana, signs of notes and what only a screen reader says."""
        if self.tag in UNHEARD or {"noteref", "hidden", "number"} & set(self.attributes.get("class", "").split()):
            return ""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class Tree(HTMLParser):
    """Build nodes, and fail on an element that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag}: an attribute twice"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(data: bytes) -> Node:
    tree = Tree()
    tree.feed(data.decode("utf-8"))
    tree.close()
    assert tree.open == [tree.root]
    return tree.root


def translated(path: Path) -> Article:
    """Read an article; the English of a unit is its number, `E2.1`, with its Latin words and addresses."""
    article = read(path)
    return article.with_units({unit.id: replace(unit, target=f"E{unit.id}", origin="engine") for unit in article.units})


def composed(article: Article, plan: Plan | None = None, entries: dict[str, TermGloss] | None = None) -> Edition:
    facts = Facts(signature="engine:none", date="2025-11-01", version="1", entries=entries or {})
    return compose_edition(article, facts, plan=plan or Plan())


def drawn(edition: Edition) -> Node:
    return parse(draw_html(edition))
