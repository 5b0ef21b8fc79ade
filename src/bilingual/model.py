"""The data model of all stages: an article has blocks, a block has units, a unit is one segment and its target.

All values are frozen: a stage returns new ones (`dataclasses.replace`) and never changes its input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, get_args

Kind = Literal[
    "title",
    "subtitle",
    "heading",
    "paragraph",
    "list_item",
    "quote",
    "byline",
    "note",
    "table",
    "image",
    "code",
    "separator",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Origin = Literal["", "engine", "memory", "person", "source"]
"""Where a target comes from: the engine, the project's memory, a person, or a copy of the source; empty: none."""

Status = Literal["draft", "approved", "rejected"]
"""What a person decided about a target: nothing yet, that it is right, or that it is not to be used."""

MarkKind = Literal["strong", "emphasis", "code", "link", "ruby", "footnote", "speaker"]

CellAlign = Literal["", "left", "center", "right"]
"""How the text of a table's column is aligned; empty: as the edition does."""

Severity = Literal["error", "warning", "note"]
"""`error`: wrong or unusable; `warning`: probably wrong or not intended; `note`: for information."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A property of a range of a unit's source text.

    `speaker` covers a whole unit: who speaks in the rest of the block, as in an interview.
    """

    kind: MarkKind
    start: int
    """Offset of the first character in `Unit.source`."""
    end: int
    """Offset after the last character."""
    value: str = ""
    """The address of a link, the reading of a ruby, the label of the footnote that is referred to behind the range;
    empty otherwise."""
    guessed: bool = False
    """True for a generated reading that has not been reviewed."""


NumberKind = Literal[
    "count",
    "ordinal",
    "date",
    "decade",
    "century",
    "time",
    "duration",
    "money",
    "percent",
    "measure",
    "times",
    "fraction",
    "vague",
    "score",
    "literal",
]


@dataclass(frozen=True, slots=True)
class Number:
    """The meaning of a Japanese number expression, independent of its notation."""

    kind: NumberKind
    values: tuple[Decimal, ...]
    """One value for a quantity; one for each of `fields` for dates, times and scores. Years BC are negative."""
    unit: str = ""
    """ISO 4217 code of money, English singular of a unit or a counted thing (`kilometer`, `year`, `country`),
    `am`/`pm` of a time; empty when unknown."""
    fields: str = ""
    """Dates: `y`, `m`, `d` for each value; times: `H`, `M`."""
    bound: Literal["", "about", "least", "more", "most", "less", "odd"] = ""
    """20以上 is `least`, 20余り and 20超 `more`, 20以下 `most`, 20未満 `less`, 約20 `about`;
    十数 `odd`: more than ten and fewer than twenty."""
    hard: bool = False
    """True when the English must contain it, like a term; false when it is only compared (一つ, 3回)."""
    negative: bool = False
    """True after マイナス, ▲ or 氷点下: the English must express it."""
    bare: str = ""
    """The English number without its noun or unit, for text that already has the noun."""
    readings: tuple[tuple[NumberKind, Decimal, str], ...] = ()
    """Other possible meanings (kind, value, unit): 2日 is the 2nd or two days."""
    until: Number | None = None
    """The end of a range; `values` is its beginning."""
    change: Literal["", "by", "down to", "up to"] = ""
    """3割減った is `by`, 7割に減った `down to`, 1.2倍に増えた `up to`."""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """One occurrence of a term in a source segment, and whether its English is in the target."""

    source: str
    """The text as written in the article: possibly an alias or a variant."""
    target: str
    """The English that the target must contain."""
    start: int
    end: int
    found: bool = False
    """True when the unit's target contains it."""
    alternatives: tuple[str, ...] = ()
    """Other English forms that are accepted for this term (plural, admitted forms)."""
    kind: Literal["term", "keep", "protected", "number"] = "term"
    """`keep`: marked in the glossary as not to be translated; `protected`: a URL, an e-mail address or inline code;
    `number`: a number, date or amount, whose English comes from `numbers`."""
    entry: str = ""
    """The source form or pattern of its glossary entry, for figures per term; empty without an entry."""
    first: str = ""
    """The fuller English required at the first mention in the article (`first`); empty when there is none."""
    forbidden: tuple[str, ...] = ()
    """English that must not be used for this term."""
    case: Literal["", "exact", "any"] = ""
    """Capitals. Empty: as in a name, but a common word may begin a sentence; `exact`: as written; `any`: ignored."""
    how: Literal["", "engine", "again", "repaired", "forced"] = ""
    """How the English got into the target: in the first draft, in a retry, by a repair, or as a last resort."""
    number: Number | None = None
    """The meaning of a match of kind `number`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place to review: in a unit of an article or in an entry of a glossary."""

    code: str
    """The kind of finding: a key of `checks.registry.CODES`, or a code of `glossary.lint`."""
    message: str
    unit: str = ""
    """Id of the unit; empty when the finding is about a glossary."""
    severity: Severity = "warning"
    path: str = ""
    """The file as named in errors; empty when unknown."""
    line: int = 0
    """From 1; 0 when unknown."""
    column: int = 0

    @property
    def place(self) -> str:
        """Return the place as named in errors (`glossary.yaml:12:5`), as far as known; empty when unknown."""
        if not self.path:
            return ""
        return ":".join((self.path, *(str(number) for number in (self.line, self.column) if number)))

    def __str__(self) -> str:
        text = f"{self.severity}: {self.message}"
        return f"{self.place}: {text}" if self.path else text


@dataclass(frozen=True, slots=True)
class Unit:
    """A source segment (a sentence, a heading, a table cell) and its target."""

    id: str
    """`block.segment`, both from 1: `12.3` is the third sentence of block 12."""
    source: str
    target: str = ""
    origin: Origin = ""
    space_after: str = ""
    """White space between this segment and the next, so that a block's text can be restored."""
    marks: tuple[Mark, ...] = ()
    terms: tuple[TermMatch, ...] = ()
    findings: tuple[Finding, ...] = ()
    status: Status = "draft"
    notes: tuple[str, ...] = ()
    """Comments of people on the unit."""
    dismissed: tuple[str, ...] = ()
    """Codes of findings that a person called false positives of this target."""
    said_in: str = ""
    """Id of the unit whose target says this one, too: a person merged the two, and `target` is empty."""
    engine: str = ""
    """Name of the engine whose draft the target is; empty for a target of another origin."""
    confidence: float | None = None
    """Probability that the target of an engine says what the source says, 0 to 1; None if it is not estimated."""
    doubts: tuple[str, ...] = ()
    """Reasons for a low confidence, in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a block in its file, as far as the format gives it; each part counts from 1, and 0 is unknown."""

    line: int = 0
    paragraph: int = 0
    page: int = 0

    def __str__(self) -> str:
        """Return the place in words: `line 12`, `page 3, paragraph 5`."""
        parts = (("page", self.page), ("paragraph", self.paragraph), ("line", self.line))
        return ", ".join(f"{name} {number}" for name, number in parts if number)

    def within(self, file: str) -> str:
        """Return the place with its file: `a.txt:12`, as compilers write it, or `a.pdf: page 3`."""
        if self == Place(line=self.line):
            return f"{file}:{self.line}" if self.line else file
        return f"{file}: {self}"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the article's structure."""

    kind: Kind
    units: tuple[Unit, ...] = ()
    level: int = 0
    """Headings: 1 is a section. List items: 1 is the outermost. Quotes: 1 is not nested. Otherwise 0."""
    marker: str = ""
    """The marker of list items, headings and notes as written (`-`, `・`, `①`, `1.`, `■`); the line of a separator."""
    place: Place = Place()
    why: str = ""
    """The rule that gave the block its kind, for `bilingual segment`."""
    columns: int = 0
    """Tables: cells in a row; `units` holds the cells row by row, the first row is the header."""
    aligned: tuple[CellAlign, ...] = ()
    """Tables: the alignment of each column; empty when the article gives none."""
    value: str = ""
    """Images: the path or address as written, the key of `Article.assets`. Code blocks: the language."""
    given: str = ""
    """The English that the article itself gives (front matter `title_en`): printed as it is."""

    @property
    def source(self) -> str:
        """Return the block's Japanese text, exactly as in the article, without its marker."""
        return "".join(unit.source + unit.space_after for unit in self.units).rstrip()

    @property
    def target(self) -> str:
        """Return the block's English text: the units' targets, joined by spaces."""
        return " ".join(unit.target for unit in self.units if unit.target)


@dataclass(frozen=True, slots=True)
class Asset:
    """The file of an image in an article."""

    name: str
    """File name, without a folder."""
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article, in reading order."""

    blocks: tuple[Block, ...]
    name: str = ""
    """File name without its last suffix; editions are named after it."""
    path: str = ""
    """The file name as the colophon prints it (no folder: a folder would make the edition depend on the machine)."""
    author: str = ""
    author_marks: tuple[Mark, ...] = ()
    """The readings that the article gives for its author's name."""
    date: str = ""
    """As the article gives it (front matter), not interpreted."""
    short_title: str = ""
    """For the heads of pages (front matter `short-title`); empty to use the title."""
    short_title_en: str = ""
    author_en: str = ""
    """The author's name in English: from the front matter or the glossary; empty when unknown."""
    language: str = ""
    """The language that the front matter gives; empty for Japanese."""
    findings: tuple[Finding, ...] = ()
    """What is to review about the article as a whole: a missing picture, another language."""
    origin: str = ""
    """Where the article was published (front matter `source`): an address or a name."""
    notices: tuple[str, ...] = ()
    """What to know about how the file was read, a sentence each: `left out: navigation, 2 headers`."""
    meta: tuple[tuple[str, str], ...] = field(default=())
    """Other front matter, in order."""
    original: Asset | None = None
    """The Word document that it was read from; None for other formats."""
    assets: tuple[tuple[str, Asset], ...] = ()
    """The images that could be read, by address as written (`Block.value`); two addresses may share one."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return every unit in reading order."""
        return tuple(unit for block in self.blocks for unit in block.units)

    @property
    def title(self) -> Block | None:
        """Return the title block, if the article has one."""
        return next((block for block in self.blocks if block.kind == "title"), None)

    def with_units(self, changed: dict[str, Unit]) -> Article:
        """Return the article with the units whose ids are keys of `changed` replaced."""
        blocks = tuple(
            replace(block, units=tuple(changed.get(unit.id, unit) for unit in block.units)) for block in self.blocks
        )
        return replace(self, blocks=blocks)


def number_units(blocks: list[Block]) -> tuple[Block, ...]:
    """Return the blocks with their units' ids set to `block.segment`, both from 1."""
    return tuple(
        replace(
            block,
            units=tuple(replace(unit, id=f"{b}.{s}") for s, unit in enumerate(block.units, 1)),
        )
        for b, block in enumerate(blocks, 1)
    )


Stage = Literal["loading", "translating", "repairing", "drawing", "downloading", "unpacking", "rendering"]


@dataclass(frozen=True, slots=True)
class Event:
    """The progress of a run."""

    stage: Stage
    done: int
    total: int
    """0 if it is not known."""
    unit: Literal["units", "steps", "editions", "bytes", "articles"]
    """What `done` and `total` count."""
    what: str = ""
    """What is loaded, or the format being drawn; empty in other stages."""


OnEvent = Callable[[Event], None]
"""Called with the progress of a run, in the thread of the run."""
