"""Read a theme from YAML. Every error has its line and column, and a remedy with the allowed values."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_args

from bilingual.editions.paper import MILLIMETRE, Margins, read_page
from bilingual.editions.pictures import Picture, read_picture
from bilingual.editions.theme import BUILT_IN, Colours, English, Faces, Family, Size, Sizes, Spacing, Theme
from bilingual.errors import UsageError
from bilingual.files import special_kind

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

LARGEST_THEME = 100_000
"""Largest theme in bytes."""
LARGEST_LOGO = 2_000_000
"""Largest logo in bytes: it is in every edition."""
DEEPEST = 8
"""Levels of nested lists and maps that are allowed; a theme needs three."""

_UNITS = {"": 1.0, "pt": 1.0, "mm": 72 / 25.4, "in": 72.0}
_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)\s*(pt|mm|in|)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES: Mapping[str, tuple[float, float]] = {"first_line": (0, 4), "share": (0.25, 0.75), "gutter": (8, 100)}
_NARROWEST = 200.0
"""Least width and height of the text area, in points."""


def load_theme(name: str) -> Theme:
    """Return a built-in theme by name, or the theme in a file. Raises `UsageError` at the first error."""
    if name in BUILT_IN:
        return parse_theme(
            files("bilingual.editions").joinpath(f"themes/{name}.yaml").read_text("utf-8"), f"{name}.yaml"
        )
    path = Path(name)
    if path.suffix.lower() not in (".yaml", ".yml") and not path.is_file():
        raise UsageError(f"no theme {name!r}", remedy=f"use {' or '.join(BUILT_IN)}, or a .yaml file")
    if kind := special_kind(path):
        raise UsageError(f"is {kind}, not a file", place=name, remedy=f"use a theme file, or {' or '.join(BUILT_IN)}")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_THEME + 1)
    except OSError as error:
        remedy = f"use a theme file, or {' or '.join(BUILT_IN)}"
        raise UsageError(f"cannot be read: {error.strerror or error}", place=name, remedy=remedy) from None
    if len(data) > LARGEST_THEME:
        raise UsageError(
            f"is larger than {LARGEST_THEME // 1000} kB",
            place=name,
            remedy="give a theme file; a theme has a few dozen lines",
        )
    try:
        return parse_theme(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise UsageError("is not UTF-8", place=name, remedy="save the file as UTF-8") from None


def parse_theme(text: str, path: str) -> Theme:
    """Return the theme in a YAML text; `path` is its name in errors."""
    root = _compose(text, path)
    if root is None:
        return Theme()
    reader = _Reader(path)
    theme = Theme()
    for key, value in reader.pairs(root, [field.name for field in fields(Theme)], "a theme"):
        theme = replace(theme, **{key: reader.setting(key, value, theme)})
    reader.check_room(theme, root)
    return theme


def _compose(text: str, path: str) -> Node | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        _check_tokens(text, path)
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except (ValueError, OverflowError):
        # ruamel.yaml does not check this one: "\U00110000".
        raise UsageError(
            "not valid YAML: an escape (\\U…) is no character", place=path, remedy="write the character itself"
        ) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        fault = " ".join(str(error.problem or "cannot be read").split())
        raise UsageError(f"not valid YAML: {fault}", place=place, remedy="write `key: value` lines") from None
    except YAMLError as error:
        fault = " ".join(str(error).split())[:200]
        raise UsageError(f"not valid YAML: {fault}", place=path, remedy="write `key: value` lines") from None
    return root


def _check_tokens(text: str, path: str) -> None:
    """Reject anchors, aliases and deep nesting, which no theme needs, before the YAML is composed.

    At every token, ruamel.yaml takes time for every open bracket: without a limit, minutes for 50 kB.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml import tokens as kinds

    brackets = blocks = 0
    for token in YAML(typ="safe", pure=True).scan(text):
        place = f"{path}:{token.start_mark.line + 1}:{token.start_mark.column + 1}"
        if isinstance(token, kinds.AliasToken | kinds.AnchorToken):
            raise UsageError("anchors and aliases are not supported", place=place, remedy="write the value itself")
        if isinstance(token, kinds.FlowSequenceStartToken | kinds.FlowMappingStartToken):
            brackets += 1
        elif isinstance(token, kinds.FlowSequenceEndToken | kinds.FlowMappingEndToken):
            brackets = max(0, brackets - 1)  # the scanner also accepts brackets that close nothing
        elif isinstance(token, kinds.BlockSequenceStartToken | kinds.BlockMappingStartToken):
            blocks += 1
        elif isinstance(token, kinds.BlockEndToken):
            blocks -= 1
        if brackets + blocks > DEEPEST:
            remedy = "a theme has at most three levels"
            raise UsageError("not valid YAML: nested too deeply", place=place, remedy=remedy)


_IMPRINT = {
    "publisher": "Publisher",
    "copyright": "Copyright",
    "address": "Address",
    "url": "Website",
    "contact": "Contact",
    "text": "Note",
}
"""Key of the imprint → its label, in the order of printing."""


class _Reader:
    """Turn YAML nodes into the values of a theme."""

    def __init__(self, path: str) -> None:
        self._path = path

    def setting(self, key: str, node: Node, theme: Theme) -> Any:
        """Return the value of one of the theme's own keys."""
        if key == "name":
            return self.text(node, "name")[:60]
        if key == "page":
            return self.page(node)
        if key == "english":
            return self.choice(node, "english", get_args(English))
        if key == "margins":
            return self.margins(node)
        if key == "logo":
            return self.logo(node)
        if key == "imprint":
            lines = dict(self.pairs(node, list(_IMPRINT), "imprint"))
            return tuple((label, self.text(lines[name], name)) for name, label in _IMPRINT.items() if name in lines)
        before: Any = getattr(theme, key)
        read = {Faces: self.face, Sizes: self.size, Colours: self.colour, Spacing: self.space}[type(before)]
        names = [field.name for field in fields(before)]
        found = {name: read(value, name, getattr(before, name)) for name, value in self.pairs(node, names, key)}
        return replace(before, **found)

    def page(self, node: Node) -> str:
        """Return the name of a page size, or width and height, given together or each by name."""
        if isinstance(node.value, str):
            text = self.text(node, "page")
        else:
            sides = dict(self.pairs(node, ["width", "height"], "page"))
            if len(sides) < 2:
                self.fail("a page needs its width and its height", node, "write {width: 170 mm, height: 240 mm}")
            lengths = [self.length(sides[name], name, 0, math.inf) for name in ("width", "height")]
            text = "x".join(f"{round(length / MILLIMETRE, 2):g}" for length in lengths) + "mm"
        try:
            return read_page(text)
        except UsageError as error:
            self.fail(error.message, node, error.remedy)

    def margins(self, node: Node) -> str | Margins:
        """Return `print`, `screen` or four lengths."""
        if isinstance(node.value, str):
            return self.choice(node, "margins", ("print", "screen"), "or four lengths: top, bottom, inner, outer")
        names = [field.name for field in fields(Margins)]
        found = {name: self.length(value, name, 12, 250) for name, value in self.pairs(node, names, "margins")}
        if absent := [name for name in names if name not in found]:
            self.fail(f"margins have no {' and no '.join(absent)}", node, f"name all four: {', '.join(names)}")
        return Margins(**found)

    def logo(self, node: Node) -> Picture:
        """Return the image in a file, whose path is relative to the theme's."""
        name = self.text(node, "logo")
        path = Path(self._path).parent / name
        if kind := special_kind(path):
            self.fail(f"the logo {name:.60} is {kind}, not a file", node, "name a PNG or JPEG file")
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_LOGO + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.fail(f"the logo {name:.60} cannot be read: {reason}", node, "name a file beside the theme")
        if len(data) > LARGEST_LOGO:
            self.fail(f"the logo {name:.60} is larger than {LARGEST_LOGO // 1_000_000} MB", node, "use a smaller one")
        picture = read_picture(data)
        if picture is None:
            self.fail(f"the logo {name:.60} is no PNG or JPEG image", node, "save it as PNG or JPEG")
        return picture

    def face(self, node: Node, name: str, _: Any) -> Family:
        """Return a font family."""
        family: Family = self.choice(node, name, get_args(Family))
        return family

    def size(self, node: Node, name: str, before: Size) -> Size:
        """Return a size: one number for both languages, or the three of them by name."""
        if isinstance(node.value, str):
            size = self.length(node, name, 4, 72)
            return Size(size, size, round(size * before.leading / before.ja, 2))
        names = [field.name for field in fields(Size)]
        found = {key: self.length(value, key, 4, 120) for key, value in self.pairs(node, names, name)}
        size_of = replace(before, **found)
        if size_of.leading < max(size_of.ja, size_of.en):
            self.fail(f"the leading of {name} is smaller than its size", node, "write about 1.4 times the size")
        return size_of

    def colour(self, node: Node, name: str, _: Any) -> str:
        """Return a colour as `#rrggbb`, in lower case."""
        if node.value == "":
            self.fail(f"{name} is empty", node, f'# begins a comment: write {name}: "#1c4a73", in quotes')
        text = self.text(node, name)
        if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", text):
            self.fail(f"{name} is {text!r:.30}, not a colour", node, 'write it with six digits, in quotes: "#1c4a73"')
        digits = text[1:].lower()
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))

    def space(self, node: Node, name: str, _: Any) -> float | None:
        """Return one of the spaces; None for `auto`."""
        if name == "share" and node.value == "auto":
            return None
        return self.length(node, name, *_SPACES.get(name, (0, 120)))

    def length(self, node: Node, name: str, least: float, most: float) -> float:
        """Return points."""
        text = self.text(node, name)
        found = _LENGTH.fullmatch(text)
        if not found:
            self.fail(f"{name} is {text!r:.30}, not a length", node, "write a number of points, or 12 mm")
        points = round(float(found[1]) * _UNITS[found[2]], 3)
        if not least <= points <= most:
            self.fail(f"{name} is {text}", node, f"write a length from {least:g} to {most:g}")
        return points

    def choice(self, node: Node, name: str, choices: Iterable[str], more: str = "") -> Any:
        """Return one of a few words, in any capitalisation."""
        text = self.text(node, name)
        for choice in choices:
            if choice.lower() == text.lower():
                return choice
        remedy = f"write {' or '.join(choices)}"
        self.fail(f"{name} is {text!r:.40}", node, f"{remedy}, {more}" if more else remedy)

    def text(self, node: Node, name: str) -> str:
        """Return the text of a scalar."""
        if not isinstance(node.value, str) or not node.value.strip():
            self.fail(f"{name} has no single value", node, f"write `{name}: …` on one line")
        if _CONTROL.search(node.value):
            self.fail(f"{name} contains a control character", node, "write it in plain text")
        return node.value.strip()

    def pairs(self, node: Node, names: list[str], what: str) -> list[tuple[str, Node]]:
        """Return the settings of a map; unknown and duplicate keys are errors."""
        if isinstance(node.value, str) or not all(isinstance(pair, tuple) for pair in node.value):
            self.fail(f"{what} is not a list of `key: value` lines", node, f"the keys are {', '.join(names)}")
        found: dict[str, Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key.value, str) else "?"
            if name not in names:
                near = next(iter(difflib.get_close_matches(name.lower(), names, 1)), "")
                remedy = f"did you mean {near}?" if near else f"the keys are {', '.join(names)}"
                self.fail(f"{what} has no key {name!r:.40}", key, remedy)
            if name in found:
                self.fail(f"{name} is a duplicate", key, "delete one of them")
            found[name] = value
        return list(found.items())

    def check_room(self, theme: Theme, node: Node) -> None:
        """Reject margins that leave no room for text."""
        if not _has_room(theme):
            self.fail(f"the margins leave no room for text on {theme.page}", node, "use smaller ones or a larger page")

    def fail(self, message: str, node: Node, remedy: str) -> NoReturn:
        """Raise the error at the node's place."""
        mark = node.start_mark
        raise UsageError(message, place=f"{self._path}:{mark.line + 1}:{mark.column + 1}", remedy=remedy)


def with_page(theme: Theme, page: str | None) -> Theme:
    """Return the theme on another page; margins in points that leave no room there are replaced by those for print.

    Raises `UsageError` for a page that is too small even so.
    """
    if page is None or page == theme.page:
        return theme
    moved = replace(theme, page=page)
    moved = moved if _has_room(moved) else replace(moved, margins="print")
    if not _has_room(moved):
        raise UsageError(f"a page of {page} has no room for text", remedy="use a larger page, or a theme with margins")
    return moved


def _has_room(theme: Theme) -> bool:
    (width, height), space = theme.sheet, theme.space
    return min(width - space.inner - space.outer, height - space.top - space.bottom) >= _NARROWEST
