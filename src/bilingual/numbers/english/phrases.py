"""The English of a quantity: the number, its unit or noun, and the words of a bound around them."""

from __future__ import annotations

import re
from decimal import Decimal

from bilingual.languages.japanese.scripts import KANJI, KATAKANA
from bilingual.model import NumberKind
from bilingual.numbers.counters import CounterWord
from bilingual.numbers.english.style import NumberStyle, amount, count, figure, money, ordinal

_BARE_BEFORE_NOUN = re.compile(f"の(?!割合|ペース|頻度)[{KANJI}{KATAKANA}A-Za-z]|の(?:うち|ほか)")


def bare_number(low: Decimal, high: Decimal | None, link: str, kind: NumberKind, counted: bool) -> str:
    """Return a number or a range without its noun: 200 to 300 million, two or three, 10th."""
    if kind == "ordinal":
        return ordinal(low) if high is None else f"{ordinal(low)} {link} {ordinal(high)}"
    if high is None and kind == "duration" and low < 10 and low % 1 == Decimal("0.5"):
        return f"{count(low - low % 1)} and a half" if low > 1 else "half"
    if high is None:
        return count(low) if counted or kind == "times" else amount(low)
    if counted or kind in ("duration", "times"):
        words = high < 10
        return f"{count(low) if words else amount(low)} {link} {count(high) if words else amount(high)}"
    first, last = amount(low).split(" "), amount(high).split(" ")
    # "200 to 300 million yen": the scale is written once.
    return f"{first[0] if first[1:] == last[1:] else ' '.join(first)} {link} {' '.join(last)}"


def is_bare(what: CounterWord, text: str, end: int) -> bool:
    """Return whether English prints the number alone: 5冊, and 12人の学生, where the noun follows."""
    if "b" in what.flags or not what.one:
        return True
    return what.kind == "count" and what.one in ("person", "case", "time") and bool(_BARE_BEFORE_NOUN.match(text, end))


def with_unit(bare: str, value: Decimal, form: str, what: CounterWord | str, noun: bool, style: NumberStyle) -> str:
    """Return the number with its currency, unit or counted noun."""
    if isinstance(what, str):
        return money(value, what, bare)
    if what.kind == "times":
        return {"two": "twice"}.get(bare, f"{bare} times")
    if what.one == "-chome":
        return f"{figure(value)}-chome"
    if what.kind == "ordinal":
        nth = f"{bare} {what.one}".strip().replace(" -", "-")
        return f"{what.one} {value.to_integral_value()}" if "l" in what.flags else nth
    if not noun:
        return bare
    if what.kind == "count" and what.one == "time" and bare in ("one", "two"):
        return "once" if bare == "one" else "twice"
    if form in ("歳", "才"):
        return f"{bare if ' ' in bare else figure(value)} years old"
    name = what.one if value == 1 and what.kind != "percent" else what.many
    if style.dates == "uk" and what.kind == "measure" and "s" not in what.flags:
        name = re.sub(r"(met|lit)er", r"\1re", name)
    return f"{bare} {name}".replace(" -", "-")


def label_range(what: CounterWord, low: Decimal, high: Decimal, link: str) -> str:
    """Return the English of a range of labels: Chapters 1 to 3, Nos. 5 to 8."""
    many = {"No.": "Nos."}.get(what.one, f"{what.one}s")
    return f"{many} {int(low)} {'and' if link == 'or' else link} {int(high)}"


def bounded(target: str, bare: str, bound: str, word: str, about: str, what: CounterWord | str, noun: bool) -> str:
    """Add the words of a bound to the English of a quantity: 20 or more people, less than 30 percent."""
    counted = isinstance(what, CounterWord) and what.kind == "count"
    less = "fewer" if counted else "less"
    if target.endswith(" years old") and bound:
        age = target.removesuffix(" years old")
        return {"least": f"{age} or older", "most": f"{age} or younger", "less": f"under {age}"}.get(
            bound, f"over {age}"
        )
    if bound in ("least", "most") and word != "以内":
        tail = "or more" if bound == "least" else f"or {less}"
        if counted and target.startswith(bare):
            return f"{bare} {tail}{target[len(bare) :]}"
        return f"{target} {tail}"
    if word == "以内":
        return f"within {target}" if noun else f"up to {target}"
    if word == "台":
        return f"the {target} range"
    lead = {"less": f"{less} than ", "more": "more than ", "odd": "more than "}.get(bound, "")
    lead = lead or {"弱": "just under ", "強": "just over ", "近く": "nearly "}.get(word, "")
    return f"{lead or ('about ' if about else '')}{target}"


def other_forms(target: str, bare: str, bound: str) -> tuple[str, ...]:
    """Return other correct forms; `said` compares values and accepts many more."""
    if bound == "least":
        plain = re.sub(" or (?:more|older)", "", target)
        return (f"at least {plain}", f"more than {plain}", f"over {plain}")
    if bound in ("more", "odd"):
        plain = re.sub("^(?:more than|over) ", "", target)
        return (f"over {plain}", f"{plain} or more")
    if bound == "most" and not target.startswith("within "):
        plain = re.sub(" or (?:less|fewer|younger)", "", target)
        return (f"up to {plain}", f"no more than {plain}", f"at most {plain}")
    if bound == "less":
        plain = re.sub("^(?:(?:less|fewer) than|under) ", "", target)
        return (f"under {plain}", f"below {plain}")
    if target.endswith(" years old"):
        age = target.removesuffix(" years old")
        return (f"age {age}", f"aged {age}", f"{age}-year-old")
    if target == "twice":
        return ("double", "two times")
    return (target.replace(" percent", "%"),) if " percent" in target and "points" not in target else ()
