"""Several engines draft every unit, one judge chooses, and every draft has a confidence with its reasons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bilingual.checks.doubt import doubtful
from bilingual.checks.registry import check_unit
from bilingual.engines.base import Draft, Drafts, Request
from bilingual.engines.choose import EngineSpec, choose_all
from bilingual.errors import EngineError, UsageError
from bilingual.model import Finding, Unit
from bilingual.project import Project
from bilingual.quality.choice import Option, choose_option
from bilingual.quality.confidence import estimate_confidence
from bilingual.quality.contest import Drafter, draft_units
from bilingual.quality.signals import Opinions, Signals, signals_of
from bilingual.session import Session
from bilingual.settings import Settings
from engines import ScriptedEngine

RAIN = "今日は雨が降っています。"
GOOD, BAD = "It is raining today.", "Closed"


class Named(ScriptedEngine):
    """A scripted engine with a name, and a score for its drafts."""

    def __init__(self, name: str, text: str, score: float = -0.3) -> None:
        super().__init__(lambda segment, attempt: [text])
        self.name, self.signature, self.score_ = name, f"engine:{name}", score

    def drafts(self, request: Request) -> Drafts:
        return tuple(Draft(draft.text, self.score_) for draft in super().drafts(request))


def drafted(*engines: Named, source: str = RAIN) -> Unit:
    unit = Unit("1.1", source)
    done = draft_units([("paragraph", unit)], [Drafter(one) for one in engines], find=lambda one: (), judge=check_unit)
    return done.units["1.1"]


def test_the_earlier_engine_takes_precedence() -> None:
    found = drafted(Named("one", GOOD), Named("two", "Today it is raining."))
    assert (found.engine, found.target) == ("one", GOOD)


@pytest.mark.parametrize("order", [("bad", "good"), ("good", "bad")])
def test_a_broken_draft_gives_way(order: tuple[str, str]) -> None:
    engines = {"bad": Named("bad", BAD), "good": Named("good", GOOD)}
    assert drafted(*(engines[name] for name in order)).engine == "good"


def test_a_draft_of_which_an_engine_is_sure_replaces_one_of_which_it_is_not() -> None:
    found = drafted(Named("unsure", "Rain is the present day.", -2.5), Named("sure", GOOD, -0.05))
    assert found.engine == "sure"


def test_three_engines_outvote_one() -> None:
    odd = Named("odd", "The shop has been closed since May.", -0.9)
    two, three = Named("two", GOOD, -0.2), Named("three", "It is raining today", -0.2)
    assert drafted(odd, two, three).engine in ("two", "three")


def test_confidence_needs_evidence() -> None:
    assert estimate_confidence(Signals(ratio=2.0, length=40, warnings=2), "echo").confidence is None
    assert estimate_confidence(Signals(coverage=0.1, length=40), "llm-server").confidence is None
    assert estimate_confidence(Signals(score=-0.3, length=40), "llm").confidence is not None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Signals(score=-0.2), Signals(score=-1.5)),
        (Signals(agreement=0.8), Signals(agreement=0.2)),
        (Signals(score=-0.4, coverage=1.0), Signals(score=-0.4, coverage=0.3)),
        (Signals(score=-0.4, warnings=0), Signals(score=-0.4, warnings=2)),
        (Signals(score=-0.4, ratio=0.1), Signals(score=-0.4, ratio=1.2)),
        (Signals(score=-0.4, second=-1.0), Signals(score=-0.4, second=-4.0)),
    ],
)
def test_every_signal_counts(better: Signals, worse: Signals) -> None:
    high, low = estimate_confidence(better, "llm").confidence, estimate_confidence(worse, "llm").confidence
    assert high is not None
    assert low is not None
    assert high > low


def test_the_reasons_are_what_pulls_confidence_down() -> None:
    found = estimate_confidence(Signals(score=-2.0, coverage=0.2, uncovered=("軋轢", "思惑"), agreement=0.9), "llm")
    assert set(found.doubts) == {"the engine is unsure of its draft", "nothing in the target for 軋轢, 思惑"}


def test_a_short_text_has_no_usual_length() -> None:
    assert signals_of(Unit("1", "雨", "The rain that fell all day long"), Opinions()).ratio == 0
    assert signals_of(Unit("1", RAIN, "No."), Opinions()).ratio > 1


def test_an_equal_option_does_not_replace_the_first() -> None:
    unit = Unit("1.1", RAIN, GOOD, "engine")
    note = Finding("quotes", "a note", "1.1", "note")
    assert choose_option([Option(unit, (note,), 0.6), Option(unit, (), 0.62)]) == 0
    assert choose_option([Option(unit, (), None), Option(unit, (), None)]) == 0


def test_the_least_certain_units_are_reported() -> None:
    units = [Unit(f"{n}.1", RAIN, GOOD, "engine", confidence=n / 40, doubts=("a", "b", "c")) for n in range(1, 41)]
    found = doubtful(units)
    assert list(found) == ["1.1", "2.1", "3.1", "4.1"]
    assert found["1.1"].message == "the target is uncertain (2%): a; b"
    assert doubtful([Unit("1.1", RAIN, GOOD, "engine", confidence=0.9)]) == {}
    assert doubtful([Unit("1.1", RAIN, GOOD, "memory", status="approved", confidence=0.1)]) == {}


def test_the_run_says_whose_drafts_were_used(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(f"{RAIN}\n", "utf-8")
    engines = (Named("one", BAD), Named("two", GOOD, -2.8))
    with Session(Settings(), Project(tmp_path / "o", drafts=None), engine=engines) as session:
        done = session.check(article)
        again = session.check(article)
    assert done.figures.engines == (("one", 0), ("two", 1))
    assert done.signature.startswith("engine:one+engine:two|")
    assert done.article.units[0].confidence is not None
    assert (again.article, again.signature) == (done.article, done.signature)


def test_the_bitext_has_engine_confidence_and_doubts(tmp_path: Path) -> None:
    from bilingual.editions.writers import editions_of

    article = tmp_path / "a.txt"
    article.write_text(f"{RAIN}\n", "utf-8")
    settings = Settings(editions=editions_of(("json",)))
    with Session(settings, Project(tmp_path / "o", drafts=None), engine=Named("one", GOOD, -2.9)) as session:
        value = json.loads(session.render(article).files[0].read_text("utf-8"))
    unit = value["blocks"][0]["units"][0]
    assert unit["engine"] == "one"
    assert 0 < unit["confidence"] < 1
    assert unit["doubts"][0] == "the engine is unsure of its draft"
    assert value["summary"]["engines"] == {"one": 1}


def test_engines_are_named_with_commas(mini: Path) -> None:
    names = [engine.name for engine in choose_all(f"echo,{mini}")]
    assert names == ["echo", "argos"]
    for name, error in (
        ("echo,echo", UsageError),
        ("auto,echo", UsageError),
        (" , ", UsageError),
        ("echo,x", EngineError),
    ):
        with pytest.raises(error):
            choose_all(name)
    with pytest.raises(EngineError, match="no server is given"):
        choose_all("echo,server")
    spec = EngineSpec("echo,server", "http://127.0.0.1:9/v1", "m")
    assert [engine.name for engine in choose_all(spec)] == ["echo", "llm-server"]
