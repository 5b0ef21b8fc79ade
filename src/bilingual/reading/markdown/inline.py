"""The inline tokens of a Markdown block → its text and marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from bilingual.model import Mark, MarkKind
from bilingual.reading.addresses import link_addresses
from bilingual.reading.lines import join_lines
from bilingual.reading.ruby import drop_notes, take_ruby

_STYLES: dict[str, MarkKind] = {"strong": "strong", "em": "emphasis", "link": "link"}

_TAG = re.compile(
    "a|abbr|address|article|aside|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt"
    "|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|body|i|iframe|img|input|ins|kbd|label|li"
    "|link|main|mark|meta|nav|ol|p|picture|pre|q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|svg|table"
    "|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|video|wbr"
)


class InlineToken(Protocol):
    """The parts of a markdown-it token that are used."""

    @property
    def type(self) -> str:
        """Return the kind of token."""

    @property
    def content(self) -> str:
        """Return its text."""

    @property
    def children(self) -> Sequence[InlineToken] | None:
        """Return the inline tokens in it."""

    @property
    def attrs(self) -> Mapping[str, str | int | float]:
        """Return its HTML attributes."""

    @property
    def meta(self) -> dict[Any, Any]:
        """Return the data that a plug-in attached to it."""


@dataclass(slots=True)
class _Writer:
    """The text so far."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    open: list[tuple[str, int, str]] = field(default_factory=list)
    joint: bool = False
    """True when a line of the source has ended; the separator depends on the next text."""

    def add(self, text: str) -> None:
        """Write text; after a soft line break, the separator comes first."""
        if self.joint:
            text = text.lstrip(" \t\u3000")
            if not text:
                return
            if not self.text.endswith("\n"):
                shown = self.text.rstrip(" \t\u3000")
                space = join_lines(shown, text)
                self.text = shown + (space if len(shown) == len(self.text) else self.text[len(shown) :])
            self.joint = False
        self.open = [(name, len(self.text) if start < 0 else start, value) for name, start, value in self.open]
        self.text += text

    def refer(self, label: str) -> None:
        """Refer to a footnote behind the text so far: it is no word of the sentence, and is not translated."""
        end = len(self.text.rstrip())
        if end:
            self.marks.append(Mark("footnote", end - 1, end, label))
        else:
            self.add(f"[{label}]")

    def start(self, name: str, value: str = "") -> None:
        """Begin a mark; its start is set when its text is written."""
        self.open.append((name, -1, value))

    def stop(self, name: str) -> None:
        """End the innermost open mark of a name."""
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == name:
                _, start, value = self.open.pop(at)
                if 0 <= start < len(self.text):
                    self.marks.append(Mark(_STYLES[name], start, len(self.text), value))
                return


def read_inline(tokens: Sequence[InlineToken], *, bare: bool = True) -> tuple[str, tuple[Mark, ...]]:
    """Return the text of inline tokens, joined over soft line breaks, with its marks; ruby becomes marks.

    A hard line break becomes a line feed.
    """
    writer = _Writer()
    for token in tokens:
        _write(writer, token)
    text, marks = _strip(writer.text, writer.marks)
    if "［＃" in text and not marks:
        text = drop_notes(text)
    return take_ruby(text, link_addresses(text, marks), bare=bare)


def _strip(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """Return the text without the white space at its ends, and the marks moved with it."""
    lead = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    moved = [replace(mark, start=max(mark.start - lead, 0), end=min(mark.end, end) - lead) for mark in marks]
    return text.strip(), [mark for mark in moved if mark.start < mark.end]


def _write(writer: _Writer, token: InlineToken) -> None:
    kind = token.type
    if kind == "softbreak":
        writer.joint = True
    elif kind == "hardbreak":
        writer.joint = False
        writer.text = writer.text.rstrip(" ") + "\n"
    elif kind in {"code_inline", "math_inline"}:
        writer.add(token.content)
        if token.content:
            writer.marks.append(Mark("code", len(writer.text) - len(token.content), len(writer.text)))
    elif kind == "image":
        writer.add(image_text(token))
    elif kind == "footnote_ref":
        writer.refer(str(token.meta.get("label", "")))
    elif kind == "html_inline":
        writer.add(shown_html(token.content))
    elif kind.endswith("_open"):
        name = kind.removesuffix("_open")
        if name in _STYLES:
            writer.start(name, str(token.attrs.get("href", "")))
    elif kind.endswith("_close"):
        if kind.removesuffix("_close") in _STYLES:
            writer.stop(kind.removesuffix("_close"))
    else:
        writer.add(token.content)


def image_text(token: InlineToken) -> str:
    """Return the alternative text of an image, or its title."""
    return read_inline(token.children or [])[0] or token.content or str(token.attrs.get("title", ""))


def shown_html(text: str) -> str:
    """Return raw HTML as a reader sees it: no tags, no comments, <br> as a line feed, ruby tags left for `take_ruby`.

    Text that only looks like a tag (`<株>`, `<AI>`) is kept.
    """
    text = re.sub(r"<!--.*?(?:-->|$)|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", r"\1", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style)\b.*?(?:</\1\s*>|$)", "", text, flags=re.DOTALL | re.IGNORECASE)
    return re.sub(r"</?([A-Za-z][A-Za-z0-9]*)\b[^<>]*>", _shown_tag, text)


def _shown_tag(match: re.Match[str]) -> str:
    name = match[1].lower()
    if name == "br":
        return "\n"
    if name == "img":
        alt = re.search(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", match[0], re.IGNORECASE)
        return (alt[1] or alt[2] or "") if alt else ""
    if name in {"ruby", "rb", "rt", "rp", "rtc"} or not _TAG.fullmatch(name):
        return match[0]
    return ""
