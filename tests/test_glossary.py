"""The glossary file: what loads, what is refused and where, what lint says, and what an edit leaves alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import FaultsError, GlossaryError
from bilingual.glossary.edit import add_term
from bilingual.glossary.lint import Context, lint_glossary, unused
from bilingual.glossary.load import (
    KEYS,
    LARGEST_GLOSSARY,
    SHOWN_GLOSSARY_FAULTS,
    Glossary,
    Term,
    _contradictions,
    _parse_whole,
    load_glossary,
    parse_glossary,
)
from bilingual.glossary.model import Terms
from bilingual.glossary.yaml.composing import compose_yaml
from bilingual.glossary.yaml.nodes import _read_in_pieces, read_yaml
from bilingual.matching.matcher import Matcher

ROOT = Path(__file__).parent.parent
FULL = """\
# people
習近平: Xi Jinping   # short
米国:
  target: United States
  aliases: [アメリカ, "アメリカ合衆国"]
  accept:
    - US
    - American
  plural: 'n/a'
  not_in: 北アメリカ
  reading: べいこく
  note: |
    two
    lines
  comment: for
    translators

さくら: {keep: true}
"""


def test_short_and_long_form() -> None:
    assert parse_glossary(FULL).terms == (
        Term("習近平", "Xi Jinping", line=2, column=1),
        Term(
            "米国",
            "United States",
            aliases=("アメリカ", "アメリカ合衆国"),
            accept=("US", "American"),
            plural="n/a",
            not_in=("北アメリカ",),
            reading="べいこく",
            note="two lines",
            comment="for translators",
            line=3,
            column=1,
        ),
        Term("さくら", "さくら", keep=True, line=18, column=1),
    )


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "\ufeff# mark", "---\n"])
def test_an_empty_glossary_has_no_terms(text: str) -> None:
    assert parse_glossary(text).terms == ()


REFUSED = [
    # text, line:column, words of the message and the remedy
    ("AI: 1", "1:5", "'AI' is 1, which YAML reads as a number - quote it: '1'"),
    ("中国: China\nはい: yes", "2:5", "true or false - quote it: 'yes'"),
    ("ノルウェー: NO", "1:8", "quote it: 'NO'"),
    ("2025: year", "1:1", "the Japanese is 2025"),
    ("日付: 2025-09-02", "1:5", "a date"),
    ("中国:", "1:4", "is empty - to keep the Japanese unchanged, write keep: true"),
    ("中国: ~", "1:5", "is empty"),
    ("中国: ''", "1:5", "is empty"),
    ("中国: '  '", "1:5", "is empty"),
    ("'': China", "1:1", "the Japanese is empty"),
    ("- 中国\n- China", "1:1", "is not a list of terms"),
    ("中国, China", "1:1", "is not a list of terms"),
    ("中国: [China, PRC]", "1:5", "must be one text"),
    ("中国: China\nロシア: Russia\n中国: PRC", "3:1", "the first is on line 1"),
    ("中国:\n  target: China\n  target: PRC", "3:3", "duplicate entry 'target'"),
    ("中国:\n  target: China\n  alias: [中華]", "3:3", "did you mean aliases?"),
    ("中国:\n  english: China", "2:3", "did you mean target?"),
    ("中国:\n  target: China\n  zzzz: 1", "3:3", "the keys are target"),
    ("terms:\n  中国: China", "2:3", "delete the line `terms:`"),
    ("中国:\n  note: no target", "1:1", "'中国' has no target"),
    ("中国: {keep: true, target: China}", "1:26", "delete keep or target"),
    ("中国: {keep: maybe}", "1:12", "write keep: true"),
    ("中国: {target: China, aliases: {a: b}}", "1:30", "write [one, two]"),
    ("中国: {target: China, aliases: [中華, 3]}", "1:35", "quote it: '3'"),
    ("米国: United States\n北米:\n  target: North America\n  aliases: [米国]", "2:1", "'United States' on line 1"),
    ("AI: AI\nＡＩ: artificial intelligence", "2:1", "keep one and delete the other"),
    ("AI: AI\nＡＩ: {keep: true}", "2:1", "is kept here"),
    ('中国: "Chi\\nna"', "1:5", "contains a line break"),
    ('中国: "Chi\\u0007na"', "1:5", "U+0007"),
    ("ok: fine\n中国: Chi\x07na", "2:8", "U+0007"),
    ("中国: China: PRC", "1:10", "quotes"),
    ("中国: @home", "1:5", "quotes"),
    ("中国: *China", "1:5", "quotes"),
    ("中国: &a China\nPRC: *a", "1:5", "anchors"),
    ("中国: &a China\n台湾: &a Taiwan", "1:5", "anchors"),
    ("中国: !!python/object/apply:os.system [ls]", "1:5", "tags"),
    ("中国: !secret China", "1:5", "tags"),
    ("a: {target: b}\nc:\n  <<: {target: d}", "3:3", "merge keys"),
    ("中国:\n\ttarget: China", "2:1", "indent with spaces"),
    ("中国: China\n習近平：Xi Jinping\nロシア: Russia", "2:4", "half-width colon"),
    ("中国: China\n習近平:Xi Jinping\nロシア: Russia", "2:4", "a space"),
    ("中国: 'China", "1:5", "not closed"),
    ("中国: China\n---\nロシア: Russia", "2:1", "delete the line ---"),
    ("中国: China\n  ロシア: Russia", "2:6", "colon"),
    ("[" * 3000, "1:9", "nested too deeply"),
    ("あ" * 201 + ": long", "1:1", "longer than 200"),
    ("あ: " + "a" * 2001, "1:4", "longer than 2000"),
    ("中国: no # not a text", "1:5", "true or false"),
    ("no: country", "1:1", "the Japanese is no, which YAML reads as true or false"),
    ("中国: China\n goes on: x", "2:9", "colon"),
    # near misses of key names
    ("米国:\n  target: US\n  forbidden: [USA]", "3:3", "did you mean forbid?"),
    ("米国:\n  target: US\n  type: place", "3:3", "did you mean kind?"),
    ("米国:\n  target: US\n  synonyms: [アメリカ]", "3:3", "did you mean aliases?"),
    ("米国:\n  target: US\n  family_name: x", "3:3", "did you mean surname?"),
    ("米国:\n  target: US\n  onlyin: [x]", "3:3", "did you mean only_in?"),
    ("米国:\n  target: US\n  capitals: any", "3:3", "did you mean case?"),
    # values
    ("米国:\n  target: US\n  kind: organization", "3:9", "did you mean organisation?"),
    ("米国:\n  target: US\n  kind: country", "3:9", "did you mean place?"),
    ("米国:\n  target: US\n  kind: 1", "3:9", "a number"),
    ("米国:\n  target: US\n  kind: [place]", "3:9", "must be one text"),
    ("米国:\n  target: US\n  kind: zzzzz", "3:9", "use one of person, place, organisation"),
    ("米国:\n  target: US\n  status: obsolete", "3:11", "did you mean deprecated?"),
    ("米国:\n  target: US\n  status: Preferred", "3:11", "did you mean preferred?"),
    ("米国:\n  target: US\n  case: sensitive", "3:9", "did you mean exact?"),
    ("米国:\n  target: US\n  first: ''", "3:10", "is empty"),
    ("米国:\n  target: US\n  forbid: {a: b}", "3:11", "write [one, two]"),
    ("米国:\n  target: US\n  only_in: 3", "3:12", "quote it: '3'"),
    ("米国: {keep: true, first: x}", "1:25", "delete keep or first"),
    ("米国: {keep: true, status: deprecated}", "1:26", "delete keep or status"),
    # surnames
    ("習近平: {target: Xi Jinping, surname: {習: Xi}}", "1:36", "write kind: person"),
    ("習近平: {target: Xi Jinping, kind: person, surname: Xi}", "1:50", "surname: {…: Xi}"),
    ("ウラジーミル・プーチン: {target: Putin, kind: person, surname: Putin}", "1:53", "surname: {…: Putin}"),
    ("ジョン・ジョン: {target: John John, kind: person, surname: John}", "1:53", "unclear which part"),
    ("習近平: {target: Xi, kind: person, surname: {習: Xi, 近: J}}", "1:42", "one pair"),
    ("習近平: {target: Xi, kind: person, surname: [習]}", "1:42", "must be one text"),
    # patterns
    ("'{name}': {target: '{name}'}", "1:1", "only its slot"),
    ("'{name}・': '{name}'", "1:1", "only its slot"),
    ("'{name}と{name}': '{name} and {name}'", "1:1", "must have {name} exactly once"),
    ("'{name}の{place}': '{place} of {name}'", "1:1", "has another slot, {place}"),
    ("'{name}主席': President", "1:1", "has no {name}"),
    ("'{name}主席': {name} x", "1:13", "put it in quotes"),
    ("'{name}主席': {name}", "1:14", "in quotes"),
    ("'{name}主席': President {place}", "1:1", "has another slot, {place}"),
    ("主席: President {name}", "1:1", "add the slot to the Japanese"),
    ("'{name}主席':\n  target: President {name}\n  aliases: [主席]", "3:12", "must have {name} exactly once"),
    (
        "'{name}主席':\n  target: President {name}\n  accept: ['{place} x']",
        "3:11",
        "the slot of this pattern is {name}",
    ),
    ("'{name}主席': {keep: true}", "1:20", "delete keep"),
    ("'{name}主席':\n  target: 'P {name}'\n  kind: person\n  surname: {習: Xi}", "4:12", "delete surname"),
]


@pytest.mark.parametrize(("text", "place", "words"), REFUSED, ids=[text[:24] for text, _, _ in REFUSED])
def test_refused_at_its_place_with_a_remedy(text: str, place: str, words: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        parse_glossary(text, "g.yaml")
    error = caught.value
    assert error.exit_code == 4
    assert error.place == (f"g.yaml:{place}" if place else "g.yaml")
    assert words in str(error)
    assert error.remedy
    assert "\n" not in str(error)


MANY = """\
北京: Beijing
一: 1
米国:
  target: US
  kind: country
  aliases: [アメリカ, 3]
  zzz: no key
ロシア:
  note: no target
北京: Peking
東京: Tokyo
米: {target: America, aliases: [東京]}
東京: Tokyo
"{name}氏": Mr
"""


def test_every_error_of_a_file_is_reported_in_order() -> None:
    with pytest.raises(FaultsError) as caught:
        parse_glossary(MANY, "g.yaml")
    assert [line.split(" - ")[0] for line in caught.value.lines] == [
        "g.yaml:2:4: the English of '一' is 1, which YAML reads as a number",
        "g.yaml:5:9: kind of '米国' is 'country'",
        "g.yaml:6:19: aliases of '米国' is 3, which YAML reads as a number",
        "g.yaml:7:3: '米国' has an unknown key 'zzz'",
        "g.yaml:8:1: 'ロシア' has no target",
        "g.yaml:10:1: duplicate entry '北京'",
        "g.yaml:12:1: '東京' is 'America' here and 'Tokyo' on line 11 (東京)",
        "g.yaml:13:1: duplicate entry '東京'",
        "g.yaml:14:1: the English of '{name}氏' has no {name}",
    ]
    assert caught.value.exit_code == 4
    assert caught.value.place == "g.yaml:2:4"  # what looks at one place sees the first


def test_very_many_errors_are_counted() -> None:
    with pytest.raises(FaultsError) as caught:
        parse_glossary("".join(f"語{n}: {n}\n" for n in range(25)), "g.yaml")
    assert len(caught.value.lines) == SHOWN_GLOSSARY_FAULTS + 1 == 21
    assert caught.value.lines[-1] == "and 5 more like these"


@pytest.mark.parametrize("bad", ["中国: 'China", "中国: China\n---\nx: y", "中国: China: PRC", "中国: &a China"])
def test_what_is_no_yaml_is_one_error(bad: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        parse_glossary(f"一: 1\n二: 2\n{bad}\n", "g.yaml")
    assert len(caught.value.lines) == 1
    assert caught.value.place.startswith("g.yaml:3:") or "---" in bad


@given(st.text("ab中:#'\"[]{}&*!|>-? \n\t,~1", max_size=40))
def test_any_text_loads_or_is_refused_in_one_line(text: str) -> None:
    try:
        glossary = parse_glossary(text)
    except GlossaryError as error:
        assert all(re.match(r"glossary\.yaml(:\d+:\d+)?: .* - |and \d+ more", line) for line in error.lines)
        assert len(error.lines) == len(str(error).split("\n"))
    else:
        assert all(term.source.strip() and term.target.strip() for term in glossary.terms)


LINES = [
    "a: b",
    "c: 'd'",
    '"e": f',
    "g:",
    "  target: h",
    "  note: [i, 'j']",
    "# k",
    "",
    "  # l",
    "m: n # o",
    "p: 1",
    "q",
    "r: {s: t, 'u': v}",
    "w: {x: [y]} # z",
    "no: yes",
    "  on: off",
    "80周年: 80th time",
    "1e5: 0x1f",
]


@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_the_quick_reader_and_ruamel_read_the_same(lines: list[str], end: str) -> None:
    text = end.join(lines)
    quick = _read_in_pieces(text)
    if quick is not None:
        slow = compose_yaml(text, "")
        assert slow is not None
        assert outline(quick.pairs, text) == outline(slow.pairs, text)


MORE = [
    "習近平: Xi Jinping # him",
    "  aliases: [習氏, '習さん']",
    "  accept: X",
    "  kind: person",
    "  kind: no one",
    "  surname: {習: Xi}",
    "  target: 'T: x'",
    "  target: 80th time",
    "  forbid: [no, b]",
    "   first: F",
    "  case: ''",
    "'{name}氏':",
    "  target: '{name}'",
    "\ttarget: z",
    "次:",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(LINES + MORE), max_size=9), st.sampled_from(["\n", "\r\n"]))
def test_a_file_read_at_once_says_what_it_says_read_as_a_whole(lines: list[str], end: str) -> None:
    text = end.join(lines)
    try:
        quick = parse_glossary(text).terms
    except GlossaryError as error:
        # The quick way may meet another fault first, but it finds none where there is none.
        try:
            faults: list[GlossaryError] = []
            slow = tuple(_parse_whole(text, "", faults))
            faults += _contradictions(Terms(slow), "")
        except GlossaryError:
            return
        if faults:
            return
        assert len({term.source for term in slow}) < len(slow), str(error)
    else:
        slow = tuple(_parse_whole(text, "", []))
        assert quick == slow
        assert [term.line for term in quick] == [term.line for term in slow]


def outline(pairs: object, text: str) -> object:
    """Return nested tuples of kind, value and place, without where containers end (trailing comments differ)."""
    if isinstance(pairs, tuple):
        return tuple(outline(pair, text) for pair in pairs)
    node = pairs
    assert hasattr(node, "kind")
    children = outline(node.pairs, text), outline(node.items, text)
    where = text[node.start : node.end] if node.kind not in ("map", "list") else ""
    return node.kind, node.value, node.line, node.column, node.start, where, children


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        ("中国: China\n習: シ".encode("cp932"), ":1:1", "save the file as UTF-8"),
        ("中国: China\n".encode() + b"a: \xff", ":2:4", "not UTF-8"),
        (b"a" * (LARGEST_GLOSSARY + 1), "", "larger than 20 MB"),
        (None, "", "no such glossary"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes | None, place: str, words: str) -> None:
    path = tmp_path / "glossary.yaml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(GlossaryError) as caught:
        load_glossary(path)
    assert caught.value.place == f"{path}{place}"
    assert words in str(caught.value)


def test_a_folder_is_no_glossary(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="cannot be read"):
        load_glossary(tmp_path)


def test_signature_is_over_content_only() -> None:
    one = parse_glossary("a: A\nb: {target: B, aliases: [c, d], note: why, reading: r}").signature
    assert re.fullmatch("[0-9a-f]{12}", one)
    assert parse_glossary("# hi\nb:\n  aliases: [d, c]\n  target: 'B'\na: A\n", "other.yaml").signature == one
    for more in ("status: admitted", "forbid: [x]", "first: y", "case: any", "only_in: [bb]", "kind: place"):
        assert parse_glossary(f"a: A\nb: {{target: B, aliases: [c, d], {more}}}").signature != one, more
    changed = ["a: A", "a: A\nb: {target: B, aliases: [c]}", "a: A\nb: {target: B, aliases: [c, d], plural: Bs}"]
    assert len({one, *(parse_glossary(text).signature for text in changed)}) == 4


# lint --------------------------------------------------------------------------------------------------------

LINT = [
    ("AI: {target: AI, aliases: [ＡＩ]}", "own-alias", "warning"),
    ("中国: {target: China, aliases: [中国]}", "own-alias", "warning"),
    ("中国: China 中国", "japanese-target", "warning"),
    ("中国: ' China'", "spaces", "warning"),
    ("中国: China  PRC", "spaces", "warning"),
    ("中国: 'Chi\u200bna'", "invisible", "warning"),
    ("' 中国': China", "spaces", "warning"),
    ("あ: ah", "single-kana", "error"),
    ("…: dots", "no-letters", "error"),
    ("習: Xi", "single-kanji", "warning"),
    ("中国: {target: China, not_in: [大陸]}", "idle-guard", "warning"),
    ("中国: {target: China, not_in: [中国]}", "unreachable", "error"),
    ("終わり。始まり: end", "unreachable", "error"),
    ("https://example.com: site", "unreachable", "error"),
    ("AI: AI\nＡＩ: AI", "repeated", "warning"),
    ("習近平: {target: Xi, aliases: '習氏, 習主席'}", "list-as-text", "warning"),
    ("米国: US\nアメリカ: US", "same-target", "note"),
    ("米国: {target: US, accept: [US]}", "said-twice", "note"),
    ("サーバー: {target: server, aliases: [サーバ]}", "own-alias", "warning"),
    ("髙橋: {target: Takahashi, aliases: [高橋]}", "own-alias", "warning"),
    ("キヤノン: Canon\nキャノン: cannon", "other-spelling", "note"),
    ("ドライバー: screwdriver\nドライバ: driver", "other-spelling", "note"),
    ("高橋: {target: Takahashi, aliases: [髙橋]}", "own-alias", "warning"),
    ("米国: {target: United States, forbid: [states]}", "forbidden-said", "error"),
    ("米国: {target: US, first: the U.S. of A., forbid: [U.S.]}", "forbidden-said", "error"),
    ("米国: {target: US, forbid: [America]}\n中米: Central America", "forbidden-elsewhere", "warning"),
    ("党首: {target: leaders, only_in: [会談]}", "idle-guard", "error"),
    ("党首: {target: leaders, only_in: [党首会談, 会談]}", "idle-guard", "warning"),
    ("党首会談: talks\n党首: {target: leaders, only_in: [党首会談]}", "unreachable", "error"),
    ("'{name}主席': President {name}", "no-filler", "warning"),
    ("'{title}主席': President", "unknown-slot", "warning"),
    (
        "習: {target: Xi, kind: person, only_in: [習氏]}\n'{name}主席': {target: '{name}', not_in: ['{name}主']}",
        "unreachable",
        "error",
    ),
    (
        "京都: {target: Kyoto, kind: place}\n'{place}市': {target: '{place} city', not_in: [東京]}",
        "idle-guard",
        "warning",
    ),
    ("習近平: {target: Xi, kind: person, surname: {周: Xi}}", "odd-surname", "warning"),
    ("習近平: {target: Xi, kind: person, surname: {習: Shi}}", "odd-surname", "warning"),
    (
        "田中角栄: {target: K. Tanaka, kind: person, surname: {田中: Tanaka}}\n"
        "田中耕一: {target: K. Tanakah, kind: person, surname: {田中: Tanakah}}",
        "surname-clash",
        "warning",
    ),
    (
        "プーチン: Poutine\nウラジーミル・プーチン: {target: V Putin, kind: person, surname: Putin}",
        "surname-clash",
        "warning",
    ),
    ("米国: US\nアメリカ: {target: US, aliases: [米国], status: deprecated}", "status-clash", "error"),
    ("米国: {target: US, status: deprecated, first: US of A}", "idle-key", "warning"),
]


@pytest.mark.parametrize(("text", "code", "severity"), LINT, ids=[code for _, code, _ in LINT])
def test_lint_finds(text: str, code: str, severity: str) -> None:
    findings = lint_glossary(parse_glossary(text, "g.yaml"))
    assert [(finding.code, finding.severity) for finding in findings] == [(code, severity)]
    line = text.count("\n") + 1  # always the last entry
    assert str(findings[0]).startswith(f"g.yaml:{line}:1: {severity}: ")


PLAIN = [
    "米国: United States",
    "米国: US",
    "合衆国: United States",
    "サーバ: server",
    "サーバー: host",
    "サーバーズ: host",
    "国: country",
    "あ: ah",
    "中国: China  PRC",
    "中国: 中国",
    "高橋: Takahashi",
    "髙橋: Takahasi",
    "アメリカ: {target: America, aliases: [米国], status: admitted}",
    "合衆: {target: America, aliases: [合衆国, 高橋], forbid: [States]}",
    "米: {target: United States, not_in: [米国]}",
    "習近平: {target: Xi, kind: person, surname: {国: Xi}}",
    "'{name}高橋': '{name} Takahashi'",
    "亜米利加: {target: United States, aliases: [米国, 合衆国]}",
    "旧米国: {target: US, aliases: [米国, 中国], status: deprecated}",
    "https://a.jp/中国: site",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PLAIN), max_size=9, unique=True))
def test_lint_says_of_plain_lines_what_it_would_say_of_any_entry(lines: list[str]) -> None:
    try:
        glossary = parse_glossary("\n".join(lines), "g.yaml")
    except GlossaryError:
        return
    found = lint_glossary(glossary)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Context, "is_plain", lambda *_: False)
        assert found == lint_glossary(glossary)


def test_unused_terms_are_named() -> None:
    glossary = parse_glossary(
        "習近平: {target: Xi Jinping, kind: person, surname: {習: Xi}}\n"
        "'{name}主席': President {name}\n"
        "'{name}首相': Prime Minister {name}\n"
        "東京: Tokyo\n"
        "東京都: {target: TMG, status: admitted}\n"
        "京都: Kyoto\n",
        "g.yaml",
    )
    assert [str(finding) for finding in unused(glossary, ["習主席は", "東京都"])] == [
        "g.yaml:3:1: note: '{name}首相' is in none of the texts",
        "g.yaml:4:1: note: '東京' is in none of the texts",
        "g.yaml:6:1: note: '京都' is in none of the texts",
    ]
    assert unused(glossary, ["習主席、習首相、東京と東京都と京都"]) == []


@pytest.mark.parametrize(
    "text",
    [
        FULL.replace("plural: 'n/a'", "plural: States"),
        "米国: {target: U.S.A., forbid: [U.S.]}",
        "ユネスコ: U.N.E.S.C.O.\n国連: {target: United Nations, forbid: [U.N.]}",
    ],
)
def test_lint_has_nothing_to_say_about_good_entries(text: str) -> None:
    assert lint_glossary(parse_glossary(text)) == []


# add ---------------------------------------------------------------------------------------------------------


def test_add_creates_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "glossary.yaml"
    assert add_term(path, "習近平", "Xi Jinping") == "added"
    assert path.read_text("utf-8").startswith("#")
    assert [(term.source, term.target) for term in load_glossary(path).terms] == [("習近平", "Xi Jinping")]


@pytest.mark.parametrize(
    ("before", "source", "target", "after"),
    [
        (FULL, "中国", "China", FULL + "中国: China\n"),
        ("a: b", "中国", "China", "a: b\n中国: China\n"),
        ("a: b\r\n", "中国", "China", "a: b\r\n中国: China\r\n"),
        ("\ufeffa: b\n", "中国", "China", "\ufeffa: b\n中国: China\n"),
        ("  a: b\n", "中国", "China", "  a: b\n  中国: China\n"),
        ("a: b\n", "はい", "yes", "a: b\nはい: 'yes'\n"),
        ("a: b\n", "一", "1", "a: b\n一: '1'\n"),
        ("a: b\n", "版: 2", "it's: #1", "a: b\n'版: 2': 'it''s: #1'\n"),
        ("a: b\n", "80周年", "80th anniversary", "a: b\n80周年: 80th anniversary\n"),
        (FULL, "習近平", "Xi", FULL.replace("Xi Jinping   #", "Xi   #")),
        (FULL, "米国", "America", FULL.replace("target: United States", "target: America")),
        ("a: {target: b, note: c} # d\n", "a", "x, y", "a: {target: 'x, y', note: c} # d\n"),
        ("\ufeffa:   'b' # c\r\n", "ａ", "x", "\ufeffa:   x # c\r\n"),
    ],
)
def test_add_touches_nothing_else(tmp_path: Path, before: str, source: str, target: str, after: str) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_bytes(before.encode())
    add_term(path, source, target, force=True)
    assert path.read_bytes().decode() == after


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30),
)
def test_what_add_writes_is_what_load_reads(tmp_path_factory: pytest.TempPathFactory, source: str, target: str) -> None:
    path = tmp_path_factory.mktemp("add") / "glossary.yaml"
    path.write_text("# mine\n中国: China # 1\n", "utf-8")
    try:
        add_term(path, source, target)
    except GlossaryError:
        assert path.read_text("utf-8") == "# mine\n中国: China # 1\n"
        return
    china, added = load_glossary(path).terms
    assert china.target == "China"
    assert replace(added, line=0, column=0) == Term(source.strip(), target.strip())


def test_add_reports_an_existing_entry(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(FULL, "utf-8")
    assert add_term(path, "習近平", "Xi Jinping") == "unchanged"
    with pytest.raises(GlossaryError, match="'習近平' is already 'Xi Jinping'") as caught:
        add_term(path, "習近平", "Xi")
    assert caught.value.place == f"{path}:2:1"
    assert "--force" in caught.value.remedy
    with pytest.raises(GlossaryError, match="is an alias of '米国'"):
        add_term(path, "アメリカ", "America", force=True)
    with pytest.raises(GlossaryError, match="is kept"):
        add_term(path, "さくら", "cherry", force=True)
    assert path.read_text("utf-8") == FULL


@pytest.mark.parametrize("text", ["{a: b}\n", "a: b\n...\n", "a: |\n  b\n", "a: [b]\n", "a: b: c\n"])
def test_add_leaves_alone_what_it_cannot_edit(tmp_path: Path, text: str) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(GlossaryError):
        add_term(path, "a" if "|" in text else "中国", "China", force=True)
    assert path.read_text("utf-8") == text


def test_add_needs_both(tmp_path: Path) -> None:
    for source, target in (("", "x"), ("x", " ")):
        with pytest.raises(GlossaryError, match="is empty"):
            add_term(tmp_path / "glossary.yaml", source, target)
    assert not (tmp_path / "glossary.yaml").exists()


# What is shipped ---------------------------------------------------------------------------------------------


def test_the_shipped_glossary_is_clean_and_covers_the_article() -> None:
    glossary = load_glossary(ROOT / "glossary.yaml")
    assert [str(finding) for finding in lint_glossary(glossary) if finding.severity != "note"] == []
    text = (ROOT / "input" / "article.txt").read_text("utf-8")
    matches = Matcher(glossary).find(text)
    said = {match.source: match.target for match in matches}
    assert said["中国の習近平国家主席"] == "Chinese President Xi Jinping"
    assert said["習主席"] == "President Xi"
    assert said["上海協力機構(SCO)サミット"] == "Shanghai Cooperation Organisation (SCO) summit"
    assert said["中露首脳会談"] == "Sino-Russian summit"
    left = text
    for match in reversed(matches):
        left = left[: match.start] + "＿" * (match.end - match.start) + left[match.end :]
    assert not re.search("習近平|プーチン|中国|中露|ロシア|米国|アメリカ|北京|上海|SCO|AI", left)


def test_the_documentation_names_every_key_and_its_examples_load() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert sorted(re.findall(r"^### `(\w+)`$", text, re.MULTILINE)) == sorted(KEYS)
    blocks = re.findall(r"^( *)```yaml\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) > len(KEYS)
    used = ""
    for indent, block in blocks:
        yaml = "".join(line.removeprefix(indent) for line in block.splitlines(keepends=True))
        assert lint_glossary(parse_glossary(yaml)) == []
        used += yaml
    assert all(f"{key}:" in used for key in KEYS)


def test_the_documentation_says_what_is_found() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    patterns = text.split("## Patterns")[1].split("```yaml\n")[1].split("```")[0]
    said = {
        match.source: match.target for match in Matcher(parse_glossary(patterns)).find(text.split("## Patterns")[1])
    }
    sentence = re.search(r"^習近平国家主席 is .*\.$", text, re.MULTILINE)
    assert sentence
    for japanese, english in re.findall(r"(\S+) is ([A-Z][\w ]+)", sentence[0]):
        assert said[japanese] == english
    table = text.split("| Spelling |")[1].split("\n\n")[0]
    for row in table.splitlines()[2:]:
        same, other = row.split("|")[2:4]
        for group in same.replace("; ", ", ").split(", "):
            first, *others = group.split()
            matcher = Matcher(Glossary((Term(first, "X"),)))
            assert all(matcher.find(word) for word in others), group
        for group in other.split(";"):
            words = re.findall("[ぁ-ヺー一-鿿]+", group)
            if len(words) == 2:
                assert not Matcher(Glossary((Term(words[1], "X"),))).find(words[0]), group


def test_a_large_glossary_is_read_without_ruamel() -> None:
    text = "".join(f"用語{i}: Term {i}\n" for i in range(2_000))
    assert _read_in_pieces(text) == read_yaml(text, "g.yaml")
    assert isinstance(parse_glossary(text), Glossary)
