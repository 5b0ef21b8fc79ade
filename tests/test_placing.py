"""Put a term where other words stood, so that the sentence still reads."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.translation.insertion import append, is_name, place_term, starts_with_vowel
from conftest import read_cases


def marked(text: str) -> tuple[str, tuple[int, int], list[tuple[int, int]]]:
    """Take the [brackets] and {braces} out of a case; return the text and where they stood."""
    spans: dict[str, list[tuple[int, int]]] = {"[": [], "{": []}
    starts: dict[str, int] = {}
    plain = ""
    for sign in text:
        if sign in "[{":
            starts[sign] = len(plain)
        elif sign in "]}":
            opened = "[" if sign == "]" else "{"
            spans[opened].append((starts[opened], len(plain)))
        else:
            plain += sign
    return plain, spans["["][0], spans["{"]


@pytest.mark.parametrize(("term", "text", "expected"), read_cases("placing"))
def test_cases(term: str, text: str, expected: str) -> None:
    plain, span, taken = marked(text)
    assert (place_term(plain, span, term, taken=taken) or "nothing") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He went there.", "He went there [A; B]."),
        ("He said, “I went.”", "He said, “I went [A; B].”"),
        ("Why?", "Why [A; B]?"),
        ("A heading", "A heading [A; B]"),
        ("", "[A; B]"),
        ("...", "[A; B]..."),
    ],
)
def test_the_last_resort_is_seen(text: str, expected: str) -> None:
    assert append(text, ["A", "B"]) == expected


def test_articles_follow_the_sound() -> None:
    assert [
        starts_with_vowel(word) for word in ("SCO summit", "US tariff", "NATO", "European", "hour", "AI", "one")
    ] == [
        True,
        False,
        False,
        False,
        True,
        True,
        False,
    ]


def test_acronyms_are_spelt_or_said_as_words() -> None:
    said = ("NATO", "NASA", "FIFA", "SARS", "RIKEN", "MERS", "NAFTA", "JAXA", "UNESCO", "UN", "US", "PDF", "WTO", "CEO")
    spelt = ("SCO", "LED", "FBI", "NPO", "HTML", "MRI", "FOMC", "LGBT", "SDGs", "X-ray", "IAEA", "AI", "OPEC", "NHK")
    assert not any(map(starts_with_vowel, said))
    assert all(map(starts_with_vowel, spelt))


def test_articles_follow_the_names_of_letters() -> None:
    with_an = (
        "Uji bridge",
        "Ueno",
        "umbrella",
        "uninvited guest",
        "honour",
        "honest man",
        "F.B.I. agent",
        "X-ray",
        "A-bomb",
        "S",
        "NGO",
        "O’Brien",
    )
    with_a = (
        "Ukrainian",
        "university",
        "Uruguayan",
        "unicorn",
        "Honolulu",
        "once-in-a-lifetime visit",
        "U.S. tariff",
        "U.N. envoy",
        "U-turn",
        "T‑shirt",
        "UN envoy",
    )
    assert all(starts_with_vowel(word) for word in with_an)
    assert not any(starts_with_vowel(word) for word in with_a)


def test_articles_follow_the_sound_of_figures() -> None:
    with_an = ("8", "80th", "8,000", "¥800", "11", "11th", "18,000", "18-year", "1868", "1180s")
    with_a = ("1", "10", "1,800", "1,100", "110", "180", "118,000", "2008", "7", "9", "one")
    assert all(starts_with_vowel(word) for word in with_an)
    assert not any(starts_with_vowel(word) for word in with_a)


def test_names_and_what_takes_an_article() -> None:
    assert [is_name(term) for term in ("Xi Jinping", "Beijing", "the West", "United States", "world order", "SCO")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@given(
    st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.sampled_from(["Beijing", "the West", "SCO (X)"])
)
def test_any_place_keeps_the_term_and_the_rest(text: str, start: int, end: int, term: str) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    changed = place_term(text, (start, end), term)
    assert changed is None or term in changed
    assert term in append(text, [term])


@given(st.text(alphabet="ab .“”’!?)", max_size=30))
def test_nothing_is_lost_at_the_end(text: str) -> None:
    assert re.sub(r"\s|\[Beijing\]", "", append(text, ["Beijing"])) == re.sub(r"\s", "", text)
