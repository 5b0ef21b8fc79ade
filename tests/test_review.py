"""The review page's server: who may talk to it, every action, conflicts, and requests that no page makes."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from bilingual.checks.registry import CODES
from bilingual.cli.main import cli
from bilingual.engines.choose import EngineSpec
from bilingual.errors import BilingualError, UsageError
from bilingual.glossary.load import load_glossary
from bilingual.keys import key_of
from bilingual.lexicon.store import ATTRIBUTION
from bilingual.memory.entries import Decision
from bilingual.memory.store import Memory
from bilingual.model import Article
from bilingual.project import Project
from bilingual.review.difference import differing
from bilingual.review.guard import Access
from bilingual.review.server import app, listen
from bilingual.review.wording import PAGE_LANGUAGES, language_of, strings_of
from bilingual.review.workspace import Workspace
from bilingual.session import Session
from bilingual.settings import Settings
from engines import ScriptedEngine
from lexicons import install
from reviewing import ARTICLE, PORT, Bench, client_of, opened

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "src" / "bilingual" / "review"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with opened(tmp_path) as one:
        yield one


def again(bench: Bench) -> Article:
    """Return the article as the next render sees it."""
    with Session(project=bench.workspace.session.project, engine=bench.engine) as session:
        return session.check(bench.workspace.path).article


def unit_of(article: Article, name: str) -> Any:
    return next(unit for unit in article.units if unit.id == name)


# Who may talk to it ----------------------------------------------------------------------------------------


def test_the_token_is_exchanged_for_a_cookie(bench: Bench) -> None:
    answer = bench.client.get(f"/enter/{bench.access.token}")
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert f"bilingual-review-{PORT}=" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert bench.access.token not in cookie
    assert bench.access.token not in bench.client.get("/").text
    assert bench.client.get("/enter/wrong").status_code == 403
    assert bench.client.get("/enter/%ff%00é").status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/state", "/static/review.js", "/favicon.ico", "/events", "/offers/2.1", "/words/2.1", "/nowhere"]
)
def test_nothing_is_shown_without_the_cookie(bench: Bench, path: str) -> None:
    for cookies in ({}, {bench.access.cookie: "wrong"}, {f"bilingual-review-{PORT + 1}": bench.access.secret}):
        with client_of(app(bench.workspace, bench.access), bench.access, cookies) as stranger:
            answer = stranger.get(path)
            assert answer.status_code == 403
            assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(
    "host", ["localhost:8123", "127.0.0.1", "127.0.0.1:8124", "evil.example:8123", "[::1]:8123", ""]
)
def test_other_hosts_are_refused(bench: Bench, host: str) -> None:
    assert bench.client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"http://localhost:{PORT}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {},
        {"origin": f"http://127.0.0.1:{PORT}", "sec-fetch-site": "cross-site"},
        {"origin": f"http://127.0.0.1:{PORT}", "sec-fetch-site": "same-site"},
    ],
)
def test_other_sites_cannot_write(bench: Bench, headers: dict[str, str]) -> None:
    revision = bench.view("2.1")["revision"]
    body = {"unit": "2.1", "revision": revision, "target": "Changed."}
    assert bench.client.post("/save", json=body, headers=headers).status_code == 403
    assert bench.view("2.1")["revision"] == revision


def test_other_sites_cannot_read(bench: Bench) -> None:
    for site in ("cross-site", "same-site"):
        assert bench.client.get("/state", headers={"sec-fetch-site": site}).status_code == 403
    assert bench.client.get("/state", headers={"origin": "http://evil.example"}).status_code == 403
    assert bench.client.get("/state", headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_every_answer_has_the_headers(bench: Bench) -> None:
    for path in (
        "/",
        "/state",
        "/static/review.css",
        "/fonts.css",
        "/favicon.ico",
        "/nowhere",
        "/pictures/0",
        "/editions/0/a",
    ):
        headers = bench.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
    assert "unsafe" not in bench.client.get("/").headers["content-security-policy"]


def test_the_page_has_nothing_inline_and_nothing_from_elsewhere(bench: Bench) -> None:
    page = bench.client.get("/").text
    assert not re.search(r"\son\w+=|<style|\sstyle=|javascript:", page)
    assert {kind for kind in re.findall(r"<script([^>]*)>", page) if "src=" not in kind} == {
        ' type="application/json" id="strings"'
    }
    for file in [*(PAGE / "static").iterdir(), *(PAGE / "templates").iterdir()]:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text, file
        assert "https:" not in text, file
        assert "innerHTML" not in text, file


def test_the_text_of_the_article_is_escaped(tmp_path: Path) -> None:
    with opened(tmp_path, article="# 題\n\n<script>alert(1)</script>の文である。&amp;\n") as bench:
        page = bench.client.get("/").text
        assert "<script>alert" not in page
        answer = bench.act("/save", "2.1", target="</script><script>alert(2)</script>")
        assert answer.status_code == 200
        assert "<script>alert" not in bench.client.get("/").text


def test_it_listens_on_this_machine_only(bench: Bench) -> None:
    first = listen(bench.workspace)
    try:
        host, port = first.getsockname()
        assert host == "127.0.0.1"
        second = listen(bench.workspace)
        assert second.getsockname()[1] != port
        second.close()
        with pytest.raises(UsageError, match=f"--port {port}"):
            listen(bench.workspace, port)
    finally:
        first.close()
    third = listen(bench.workspace)
    assert third.getsockname()[1] == port
    third.close()


# Requests that no page makes -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/save", "/approve", "/reopen", "/revert", "/dismiss", "/term"])
@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"null", b"[]", b"3", b'"a"', b"{}", b'{"unit": 3}', b"\xff\xfe", b"[" * 100_000, b'{"unit": "2.1"}',
     b'{"unit": "2.1", "revision": 4, "target": "a"}', b'{"unit": "2.1", "revision": "a", "target": null}',
     b'{"items": []}', b'{"items": [3]}', b'{"items": {}}', b'{"source": "\\ud800", "target": "a"}'],
)  # fmt: skip
def test_a_bad_body_is_refused(bench: Bench, path: str, data: bytes) -> None:
    headers = {"origin": bench.access.origin, "content-type": "application/json"}
    answer = bench.client.post(path, content=data, headers=headers)
    assert 400 <= answer.status_code < 500 or answer.json()["units"] == []  # a draft that is one is no change
    assert not list(bench.memory.entries())


def test_sizes_and_types_are_bounded(bench: Bench) -> None:
    headers = {"origin": bench.access.origin, "content-type": "application/json"}
    assert bench.client.post("/save", content=b" " * 1_000_001, headers=headers).status_code == 413
    assert (
        bench.client.post("/save", content=b"{}", headers={**headers, "content-type": "text/plain"}).status_code == 415
    )
    assert bench.client.post("/save", data={"a": "b"}, headers={"origin": bench.access.origin}).status_code == 415
    assert bench.act("/save", "2.1", target="a" * 20_001).json()["code"] == "too-long"
    assert bench.act("/save", "2.1", target="a" * 40_001).status_code == 413
    items = [{"unit": "2.1", "revision": "a"}] * 2
    assert bench.post("/approve", items=items).status_code == 400
    assert bench.post("/approve", items=items * 300).status_code == 413
    assert bench.client.get("/save").status_code == 405
    assert bench.client.put("/save", headers={"origin": bench.access.origin}).status_code == 405


def test_unknown_units_and_codes_are_refused(bench: Bench) -> None:
    revision = bench.view("2.1")["revision"]
    for unit in ("99.1", "", "../../etc/passwd", "2.1\x00", "２.１"):
        assert bench.post("/save", unit=unit, revision=revision, target="A.").status_code == 422
        assert bench.post("/approve", items=[{"unit": unit, "revision": revision}]).status_code == 422
    assert bench.act("/dismiss", "2.2", code="nothing", dismissed=True).status_code == 422
    assert bench.act("/dismiss", "2.2", code="number-order", dismissed=True).status_code == 422
    assert bench.act("/dismiss", "2.2", code="negation", dismissed="yes").status_code == 400
    assert bench.client.get("/offers/99.1").status_code == 422
    for path in ("/static/../server.py", "/static/server.py", "/static/%2e%2e%2fserver.py", "/static/none.js",
                 "/pictures/7", "/editions/0/article.pdf", "/editions/-1/a", "/fonts/none", "/fonts/../x"):  # fmt: skip
        assert bench.client.get(path).status_code == 404, path


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9b"])
def test_control_characters_are_refused(bench: Bench, sign: str) -> None:
    answer = bench.act("/save", "2.1", target=f"A{sign}b.")
    assert answer.status_code == 422
    assert answer.json() == {"code": "control-character", "detail": f"U+{ord(sign):04X}"}
    assert bench.post("/term", source="北京", target=f"A{sign}b").status_code == 422


def test_a_request_of_a_page_of_an_earlier_article_is_refused(bench: Bench) -> None:
    answer = bench.act("/save", "2.1", target="A.", structure="of another article")
    assert answer.status_code == 409
    assert answer.json()["code"] == "article-changed"


# Saving and approving --------------------------------------------------------------------------------------


def test_a_text_is_saved_and_stays(bench: Bench) -> None:
    answer = bench.act("/save", "2.1", target=" The summit took place\r\n in Beijing. ")
    assert answer.status_code == 200
    (view,) = answer.json()["units"]
    assert (view["target"], view["state"], view["changed"]) == ("The summit took place in Beijing.", "edited", True)
    assert view["draft"] == "The summit was held in Beijing."
    (entry,) = bench.memory.entries()
    assert (entry.status, entry.origin, entry.article) == ("draft", "review", "a.md")
    assert entry.draft == "The summit was held in Beijing."
    assert json.loads(entry.terms) == [["首脳会談", "summit"], ["北京", "Beijing"]]
    assert unit_of(again(bench), "2.1").target == "The summit took place in Beijing."


def test_spaces_that_do_not_break_are_kept(bench: Bench) -> None:
    bench.act("/save", "2.1", target="The summit in Beijing took 3\u00a0days.")
    assert bench.view("2.1")["target"] == "The summit in Beijing took 3\u00a0days."


def test_approving_is_final_until_it_is_reopened(bench: Bench) -> None:
    answer = bench.approve("2.1")
    assert [view["state"] for view in answer.json()["units"]] == ["approved"]
    assert answer.json()["progress"]["approved"] == 1
    (entry,) = bench.memory.entries("approved")
    assert entry.origin == "engine"
    assert unit_of(again(bench), "2.1").status == "approved"
    bench.act("/reopen", "2.1")
    assert bench.view("2.1")["state"] == "draft"
    assert not list(bench.memory.entries("approved"))


def test_a_text_is_approved_as_it_is_typed(bench: Bench) -> None:
    bench.approve("2.2", target="He did not know.")
    view = bench.view("2.2")
    assert (view["state"], view["target"], view["findings"]) == ("approved", "He did not know.", [])
    bench.act("/save", "2.2", target="He did not know at all.")
    assert bench.view("2.2")["state"] == "edited"


def test_several_are_approved_together_or_not_at_all(bench: Bench) -> None:
    items = [{"unit": name, "revision": bench.view(name)["revision"]} for name in ("2.1", "2.2")]
    items[1]["revision"] = "old"
    answer = bench.post("/approve", items=items)
    assert answer.status_code == 409
    assert [view["id"] for view in answer.json()["units"]] == ["2.2"]
    assert not list(bench.memory.entries())
    bench.approve("2.1", "2.2", "2.3")
    assert [bench.view(name)["state"] for name in ("2.1", "2.2", "2.3")] == ["approved"] * 3
    assert bench.post("/undo").status_code == 200
    assert not list(bench.memory.entries())


def test_an_empty_text_is_saved_only_by_approving_it(bench: Bench) -> None:
    assert bench.act("/save", "2.2", target="  \n").json()["code"] == "empty"
    bench.approve("2.2", target="")
    view = bench.view("2.2")
    assert (view["state"], view["target"]) == ("approved", "")
    assert [finding["code"] for finding in view["findings"]] == ["left-out"]


def test_the_draft_comes_back(bench: Bench) -> None:
    bench.approve("2.2", target="He never came.")
    bench.act("/revert", "2.2")
    view = bench.view("2.2")
    assert (view["state"], view["target"]) == ("draft", "He knew.")
    bench.act("/save", "2.2", target="He stayed away.")
    bench.act("/save", "2.2", target="He knew.")
    assert bench.view("2.2")["state"] == "draft"


def test_the_draft_of_an_earlier_run_comes_back(bench: Bench, tmp_path: Path) -> None:
    bench.approve("2.2", target="He never came.")
    with opened(tmp_path) as later:
        assert later.view("2.2")["draft"] == "He knew."
        assert ("知らなかった" in str(later.engine.asked)) is False
        later.act("/revert", "2.2")
        view = later.view("2.2")
        assert (view["state"], view["target"]) == ("draft", "He knew.")


def test_a_repeated_sentence_is_decided_at_each_place_and_offered_at_the_others(bench: Bench) -> None:
    bench.approve("2.3", target="That is the third sentence.")
    assert bench.view("5.1")["target"] == "This is the third sentence."
    (offer,) = bench.client.get("/offers/5.1").json()
    assert (offer["target"], offer["score"]) == ("That is the third sentence.", 100)
    bench.approve("5.1", target="It is the third one.")
    assert bench.view("2.3")["target"] == "That is the third sentence."
    assert bench.view("5.1")["target"] == "It is the third one."


def test_another_article_keeps_its_own(tmp_path: Path) -> None:
    with opened(tmp_path) as bench:
        bench.approve("2.3", target="That is the third sentence.")
        key = key_of("第三の文である。")
        other = Decision("第三の文である。", key, "Elsewhere.", "aa", "bb", article="b.md")
        bench.memory.decide([other])
        bench.workspace.refresh()
        bench.approve("5.1", target="Here.")
        assert {entry.target for entry in bench.memory.find([key])[key]} == {
            "That is the third sentence.", "Elsewhere.", "Here.",
        }  # fmt: skip


def test_a_correction_follows_a_unit_whose_neighbours_changed(bench: Bench) -> None:
    bench.approve("2.2", target="He did not know.")
    bench.workspace.path.write_text(ARTICLE.replace("首脳会談は北京で開かれた。", "新しい文である。"), "utf-8")
    assert bench.client.get("/").status_code == 200
    assert bench.view("2.2")["state"] == "approved"
    bench.approve("2.2", target="He stayed away.")
    assert len(list(bench.memory.entries())) == 1
    assert bench.view("2.2")["target"] == "He stayed away."


# Conflicts -------------------------------------------------------------------------------------------------


def test_an_old_revision_is_a_conflict_that_shows_both(bench: Bench) -> None:
    old = bench.view("2.1")["revision"]
    bench.act("/save", "2.1", target="The summit was in Beijing.")
    answer = bench.post("/save", unit="2.1", revision=old, target="The summit, held in Beijing.")
    assert answer.status_code == 409
    value = answer.json()
    assert value["units"][0]["target"] == "The summit was in Beijing."
    assert ["old", "was"] in value["parts"]["2.1"]
    assert bench.view("2.1")["target"] == "The summit was in Beijing."
    same = bench.post("/save", unit="2.1", revision=old, target="The summit was in Beijing.")
    assert same.status_code == 409 or same.json()["units"] == []


def test_another_program_is_noticed(bench: Bench) -> None:
    view = bench.view("2.1")
    known = bench.workspace.known("2.1").keys
    source = unit_of(bench.workspace.article, "2.1").source
    with Memory(bench.memory.path) as other:
        other.decide([Decision(source, known.key, "By learn.", known.before, known.after, origin="docx")])
    bench.workspace.watch()
    assert bench.view("2.1")["target"] == "By learn."
    answer = bench.post("/save", unit="2.1", revision=view["revision"], target="Mine.")
    assert answer.status_code == 409
    with Memory(bench.memory.path) as other:
        other.decide([Decision(source, known.key, "By learn again.", known.before, known.after, origin="docx")])
    # Not looked at since: the memory itself refuses.
    answer = bench.act("/save", "2.1", target="Mine.")
    assert answer.status_code == 409
    assert answer.json()["units"][0]["target"] == "By learn again."


# Findings --------------------------------------------------------------------------------------------------


def test_a_finding_is_dismissed_and_reported_again(bench: Bench) -> None:
    (finding,) = bench.view("2.2")["findings"]
    assert (finding["code"], finding["severity"]) == ("negation", "warning")
    assert finding["meaning"] == CODES["negation"].meaning
    bench.act("/dismiss", "2.2", code="negation", dismissed=True)
    view = bench.view("2.2")
    assert (view["findings"], view["state"]) == ([], "draft")
    assert [one["code"] for one in view["dismissed"]] == ["negation"]
    assert unit_of(again(bench), "2.2").findings == ()
    bench.act("/dismiss", "2.2", code="negation", dismissed=False)
    assert [one["code"] for one in bench.view("2.2")["findings"]] == ["negation"]


def test_a_dismissal_is_of_one_target(bench: Bench) -> None:
    bench.act("/dismiss", "2.2", code="negation", dismissed=True)
    bench.approve("2.2")
    assert bench.view("2.2")["findings"] == []
    bench.act("/save", "2.2", target="He was aware.")
    assert [one["code"] for one in bench.view("2.2")["findings"]] == ["negation"]


# Undo ------------------------------------------------------------------------------------------------------


def test_undo_takes_back_one_action_at_a_time(bench: Bench) -> None:
    assert bench.post("/undo").json()["code"] == "nothing-to-undo"
    for target in ("He did", "He did not", "He did not know."):
        bench.act("/save", "2.2", target=target)
    bench.approve("2.2")
    bench.act("/save", "2.1", target="Beijing saw the summit.")
    assert bench.post("/undo").json()["undone"] == "2.1"
    assert bench.view("2.1")["state"] == "draft"
    assert bench.view("2.2")["state"] == "approved"
    bench.post("/undo")
    assert (bench.view("2.2")["state"], bench.view("2.2")["target"]) == ("edited", "He did not know.")
    answer = bench.post("/undo")
    assert (bench.view("2.2")["state"], bench.view("2.2")["target"]) == ("draft", "He knew.")
    assert answer.json()["undo"] == ""
    assert bench.post("/undo").status_code == 422


def test_undo_works_after_a_restart(bench: Bench, tmp_path: Path) -> None:
    bench.approve("2.1")
    bench.approve("2.2", target="He did not know.")
    with opened(tmp_path) as later:
        assert later.client.get("/state").json()["undo"] == "2.2"
        later.post("/undo")
        assert later.view("2.2")["state"] == "draft"
        assert later.view("2.1")["state"] == "approved"
        assert later.client.get("/state").json()["undo"] == "2.1"


def test_undo_leaves_what_another_program_did(bench: Bench) -> None:
    bench.memory.decide([Decision("別の文。", key_of("別の文。"), "Another.")], batch="learn 1")
    assert bench.post("/undo").json()["code"] == "nothing-to-undo"


# Terms -----------------------------------------------------------------------------------------------------


def test_a_term_is_mended_and_its_units_are_shown(bench: Bench) -> None:
    bench.approve("2.1")
    asked = len(bench.engine.asked)
    answer = bench.post("/term", source="首脳会談", target="leaders' meeting")
    assert answer.status_code == 200
    changes = {one["unit"]: one for one in answer.json()["changes"]}
    assert changes.keys() == {"1.1", "2.1"}
    assert not changes["1.1"]["kept"]
    assert ["old", "summit"] in changes["1.1"]["parts"]
    # An approved one stays, and is a finding.
    assert changes["2.1"]["kept"]
    view = bench.view("2.1")
    assert (view["target"], view["state"]) == ("The summit was held in Beijing.", "approved")
    assert [one["code"] for one in view["findings"]] == ["term-conflict"]
    assert "leaders' meeting" in bench.view("1.1")["target"]
    # Only what holds the term is translated again: of the other units not one. Comments stay.
    assert not [segment for segment, _ in bench.engine.asked[asked:] if "文" in segment or "項目" in segment]
    text = (bench.workspace.path.parent / "glossary.yaml").read_text("utf-8")
    assert text == "# Names\n北京: Beijing # the capital\n\n# Others\n首脳会談: leaders' meeting\n"
    assert bench.post("/term", source="首脳会談", target="leaders' meeting").json()["changes"] == []
    bench.post("/undo")
    assert (bench.workspace.path.parent / "glossary.yaml").read_text("utf-8").endswith("首脳会談: summit\n")
    assert bench.view("2.1")["findings"] == []
    assert "summit" in bench.view("1.1")["target"]


def test_undo_gives_the_glossary_back_byte_for_byte(bench: Bench) -> None:
    path = bench.workspace.path.parent / "glossary.yaml"
    before = "\ufeff北京: Beijing  # 都\r\n\r\n東京: Tokyo\r\n".encode()
    path.write_bytes(before)
    assert bench.post("/term", source="北京", target="Peking").status_code == 200
    assert path.read_bytes() == before.replace(b"Beijing", b"Peking")
    assert bench.post("/undo").status_code == 200
    assert path.read_bytes() == before


def test_a_term_is_added(bench: Bench) -> None:
    answer = bench.post("/term", source="項目", target="entry")
    assert {one["unit"] for one in answer.json()["changes"]} == {"3.1", "4.1"}
    term = load_glossary(bench.workspace.path.parent / "glossary.yaml").terms[-1]
    assert (term.source, term.target) == ("項目", "entry")


def test_a_glossary_is_created_for_the_first_term(tmp_path: Path) -> None:
    with opened(tmp_path, glossary=None) as bench:
        assert bench.post("/term", source="北京", target="Peking").status_code == 200
        assert "北京: Peking" in (tmp_path / "glossary.yaml").read_text("utf-8")
        assert [term["target"] for term in bench.view("2.1")["terms"]] == ["Peking"]
        bench.post("/undo")
        assert not (tmp_path / "glossary.yaml").exists()
        assert bench.view("2.1")["terms"] == []


def test_a_term_that_cannot_be_written_changes_nothing(bench: Bench) -> None:
    path = bench.workspace.path.parent / "glossary.yaml"
    path.write_text("北京:\n  target: Beijing\n  aliases: [ペキン]\n東京: {keep: true}\n", "utf-8")
    before = path.read_bytes()
    for source in ("ペキン", "東京"):
        answer = bench.post("/term", source=source, target="Other")
        assert answer.status_code == 422
        assert "glossary.yaml" in answer.json()["detail"]
        assert path.read_bytes() == before
    for body in ({"source": "", "target": "A"}, {"source": "北京", "target": " "}):
        assert bench.post("/term", **body).json()["code"] == "empty-term"


def test_an_invalid_glossary_is_an_error_and_no_traceback(bench: Bench) -> None:
    path = bench.workspace.path.parent / "glossary.yaml"
    path.write_text("北京: [\n", "utf-8")
    answer = bench.client.get("/")
    assert answer.status_code == 422
    assert "glossary.yaml" in answer.text
    assert bench.post("/term", source="東京", target="Tokyo").status_code == 422
    assert bench.act("/save", "2.1", target="Still saved.").status_code == 200
    path.write_text("北京: Beijing\n", "utf-8")
    assert bench.client.get("/").status_code == 200


def test_an_article_that_is_gone_is_an_error(bench: Bench) -> None:
    bench.workspace.path.unlink()
    assert bench.client.get("/").status_code == 422
    assert bench.client.get("/state").status_code == 200


def test_undo_leaves_a_glossary_that_was_edited_since(bench: Bench) -> None:
    path = bench.workspace.path.parent / "glossary.yaml"
    bench.post("/term", source="北京", target="Peking")
    path.write_text(path.read_text("utf-8") + "東京: Tokyo\n", "utf-8")
    assert bench.post("/undo").json()["code"] == "glossary-changed"
    assert "Peking" in path.read_text("utf-8")


def test_the_terms_have_their_entries_and_places(bench: Bench) -> None:
    view = bench.view("2.1")
    assert [(one["source"], one["english"], one["found"]) for one in view["terms"]] == [
        ("首脳会談", "summit", True), ("北京", "Beijing", True),
    ]  # fmt: skip
    assert view["terms"][1]["place"].endswith("glossary.yaml:2")
    assert [view["target"][start:end] for start, end, _ in view["places"]] == ["summit", "Beijing"]
    assert "".join(piece["text"] for piece in view["pieces"]) == "首脳会談は北京で開かれた。"
    bench.act("/save", "2.1", target="😀 Beijing, summit.")
    # As JavaScript counts: the sign before is two units.
    assert sorted(tuple(place[:2]) for place in bench.view("2.1")["places"]) == [(3, 10), (12, 18)]


# Offers, editions, events ----------------------------------------------------------------------------------


def test_the_draft_and_what_was_not_taken_are_offered(bench: Bench) -> None:
    assert bench.client.get("/offers/2.2").json() == []
    bench.approve("2.2", target="He did not know.")
    (entry,) = bench.memory.entries()
    bench.memory.offer(entry.id, "He did not show up.", origin="docx")
    found = bench.client.get("/offers/2.2").json()
    assert [(one["kind"], one["target"], one["origin"]) for one in found] == [
        ("other", "He did not show up.", "docx"), ("draft", "He knew.", ""),
    ]  # fmt: skip
    assert ["new", "show up"] in found[0]["parts"]


def test_similar_sentences_are_offered_with_their_difference_and_doubts(bench: Bench) -> None:
    source = "首脳会談は東京で開かれた。"
    bench.memory.decide([Decision(source, key_of(source), "The summit took place in Tokyo.", article="b.md")])
    source = "第四の文である。"
    bench.memory.decide([Decision(source, key_of(source), "This is the fourth sentence.", article="b.md")])
    bench.workspace.refresh()
    (offer,) = bench.client.get("/offers/2.1").json()
    assert (offer["kind"], offer["target"], offer["score"]) == ("fuzzy", "The summit took place in Tokyo.", 92)
    parts = offer["parts"]
    assert ["new", "北"] in parts or ["new", "北京"] in parts
    assert "".join(text for kind, text in parts if kind != "old") == "首脳会談は北京で開かれた。"
    (offer,) = bench.client.get("/offers/2.3").json()
    assert offer["doubts"] == ["number"]
    bench.approve("2.1")
    assert bench.client.get("/offers/2.1").json()[0]["target"] == "The summit took place in Tokyo."


def test_editions_are_made_and_only_they_are_served(bench: Bench) -> None:
    bench.approve("2.2", target="He did not know.")
    bench.workspace.session.settings = bench.workspace.session.settings.__class__(
        editions=tuple(one for one in bench.workspace.session.settings.editions if one.format == "docx")
    )
    assert bench.post("/render").status_code == 200
    for _ in range(600):
        editions = bench.client.get("/state").json()["editions"]
        if editions["state"] != "running":
            break
        time.sleep(0.05)
    assert editions["state"] == "done", editions
    (file,) = editions["files"]
    answer = bench.client.get(file["address"])
    assert answer.content[:2] == b"PK"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert bench.client.get("/editions/0/other.docx").status_code == 404
    assert bench.client.get("/editions/1/a.docx").status_code == 404
    Path(file["path"]).unlink()
    assert bench.client.get(file["address"]).status_code == 404


def test_an_error_of_the_editions_is_shown(bench: Bench) -> None:
    (bench.workspace.path.parent / "output").write_text("in the way", "utf-8")
    from bilingual.review.actions import Actions

    Actions(bench.workspace).make_editions()
    editions = bench.client.get("/state").json()["editions"]
    assert editions["state"] == "failed"
    assert "output" in editions["message"]


def events(bench: Bench, **options: Any) -> list[dict[str, Any]]:
    """Return the first events of a stream, which ends by itself."""
    looks = iter([False, False])
    application = app(bench.workspace, bench.access, closing=lambda: next(looks, True))
    with client_of(application, bench.access, {bench.access.cookie: bench.access.secret}) as client:
        text = client.get("/events", **options).text
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]


def test_the_stream_has_what_is_new(bench: Bench) -> None:
    now = bench.client.get("/state").json()
    since = f"{now['boot']}-{now['version']}"
    assert events(bench, params={"since": since}) == []
    bench.approve("2.2")
    (news,) = events(bench, params={"since": since})
    assert [view["id"] for view in news["units"]] == ["2.2"]
    (news,) = events(bench, headers={"last-event-id": since})
    assert [view["id"] for view in news["units"]] == ["2.2"]
    for other in ("another-3", "", "-", "x-99999999999999", "\u00e9"):
        (news,) = events(bench, params={"since": other})
        assert len(news["units"]) == len(bench.workspace.article.units), other


# An editor's hour ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.model
def test_an_hour_with_the_seed_article(mini: Path, tmp_path: Path) -> None:
    """Correct, dismiss and approve until nothing is left: the next run has no finding, and everything is approved."""
    shutil.copy(ROOT / "input" / "article.txt", tmp_path)
    shutil.copy(ROOT / "glossary.yaml", tmp_path)
    project = Project(tmp_path / "output", drafts=tmp_path / "drafts.sqlite")
    settings = Settings(engine=EngineSpec(str(mini)))
    with Session(settings, project) as session:
        workspace = Workspace(session, tmp_path / "article.txt")
        workspace.open()
        access = Access(PORT)
        cookies = {access.cookie: access.secret}
        with client_of(app(workspace, access), access, cookies) as client:
            bench = Bench(workspace, client, access, ScriptedEngine(lambda segment, attempt: []))
            assert client.get("/state").json()["progress"]["findings"] > 0
            # First of all a term; then the findings: one corrected in words, the others dismissed.
            assert bench.post("/term", source="枠組み", target="framework").status_code == 200
            while view := next((one for one in client.get("/state").json()["units"] if one["findings"]), None):
                code = view["findings"][0]["code"]
                if code == "negation":
                    text = f"{view['target'].rstrip('.')}, which is not all."
                    assert bench.act("/save", view["id"], target=text).status_code == 200
                else:
                    assert bench.act("/dismiss", view["id"], code=code, dismissed=True).status_code == 200
            # A slip, and back.
            assert bench.act("/save", "3.1", target="A slip.").status_code == 200
            assert bench.post("/undo").json()["undone"] == "3.1"
            for view in client.get("/state").json()["units"]:
                assert bench.approve(view["id"]).status_code == 200
            assert client.get("/state").json()["progress"] == {
                "total": 49, "approved": 49, "findings": 0, "article": 0,
            }  # fmt: skip
    with Session(settings, project) as session:
        translation = session.check(tmp_path / "article.txt")
    assert translation.findings == ()
    assert {unit.status for unit in translation.article.units} == {"approved"}
    assert (translation.figures.reviewed, translation.figures.sentences) == (49, 49)


# The dictionary --------------------------------------------------------------------------------------------


def test_the_words_of_a_unit_are_looked_up(tmp_path: Path) -> None:
    install(tmp_path / "dictionary")
    with opened(tmp_path, article="行員と弁当箱を見た。\n") as bench:
        page = bench.client.get("/").text
        assert 'id="words"' in page
        assert ATTRIBUTION in page
        found = bench.client.get("/words/1.1").json()
        assert {"text": "行員", "reading": "こういん", "senses": ["bank clerk"]} in found
        assert bench.client.get("/words/9.9").status_code == 422


def test_without_a_dictionary_the_page_has_no_words(bench: Bench) -> None:
    page = bench.client.get("/").text
    assert 'id="words"' not in page
    assert "Alt</kbd> <kbd>W" not in page
    assert bench.client.get("/words/2.1").json() == []


# The page --------------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_words() -> None:
    words = {language: strings_of(language) for language in PAGE_LANGUAGES}
    plain = {
        language: {name for name in words[language] if not name.startswith("code-")} for language in PAGE_LANGUAGES
    }
    assert plain["en"] == plain["ja"]
    for name in plain["en"]:
        holes = [set(re.findall(r"\{\w+\}", words[language][name])) for language in PAGE_LANGUAGES]
        assert holes[0] == holes[1], name
    assert {name.removeprefix("code-") for name in words["ja"] if name.startswith("code-")} <= set(CODES)


def test_every_word_of_the_page_is_there() -> None:
    named: set[str] = set()
    for file in (PAGE / "static").glob("*.js"):
        named |= set(re.findall(r'\bt\("([a-z-]+)"', file.read_text("utf-8")))
    for file in (PAGE / "templates").iterdir():
        named |= set(re.findall(r'strings\["([a-z-]+)"\]', file.read_text("utf-8")))
    assert named <= set(strings_of("en"))
    for file in PAGE.glob("*.py"):
        for code in re.findall(r'RefusedError\("([a-z-]+)"', file.read_text("utf-8")):
            assert code in strings_of("en"), code


@pytest.mark.parametrize(
    ("accepted", "chosen", "language"),
    [
        ("ja,en;q=0.8", "", "ja"),
        ("en-US,ja;q=0.9", "", "en"),
        ("fr, ja;q=0.5", "", "ja"),
        ("", "", "en"),
        ("ja", "en", "en"),
        ("ja;q=x, en;q=0.1", "", "en"),
        ("*", "", "en"),
        ("en", "ja", "ja"),
        ("en", "fr", "en"),
        (",;=" * 900, "", "en"),
    ],
)
def test_the_language_of_the_page(accepted: str, chosen: str, language: str) -> None:
    assert language_of(accepted, chosen) == language


def test_the_language_is_switched(bench: Bench) -> None:
    assert '<html lang="en">' in bench.client.get("/").text
    assert '<html lang="ja">' in bench.client.get("/", headers={"accept-language": "ja"}).text
    answer = bench.client.get("/?language=ja")
    assert answer.status_code == 303
    assert '<html lang="ja">' in bench.client.get("/").text


def test_every_kind_of_block_is_on_the_page(tmp_path: Path) -> None:
    article = """# 題名

**甲**:話し手の言葉である。

> 引用である。

1. 一番目
   - 内側の項目

| 館 | 平日 |
|---|--:|
| 北館 | 9時 |

```
code <b>
```

縁側《えんがわ》で[待つ](https://example.org)。

---

![地図](map.png)
"""
    (tmp_path / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    with opened(tmp_path, article=article) as bench:
        page = bench.client.get("/").text
        for sign in ('class="block quote', 'class="block code"', "code &lt;b&gt;", "<table>", "<th class",
                     'data-align="right"', "<hr>", 'aria-label="English of 2.1"'):  # fmt: skip
            assert sign in page, sign
        state = bench.client.get("/state").json()["units"]
        assert any(piece["ruby"] == "えんがわ" for view in state for piece in view["pieces"])
        for view in state:
            source = unit_of(bench.workspace.article, view["id"]).source
            assert "".join(piece["text"] for piece in view["pieces"]) == source
        assert [view["fixed"] for view in state if view["pieces"] and view["pieces"][0]["text"].startswith("code")] == [
            True
        ]


def test_the_title_of_the_head_is_not_edited_here(tmp_path: Path) -> None:
    article = "---\ntitle_en: Given\n---\n\n# 題名\n\n文である。\n"
    with opened(tmp_path, article=article) as bench:
        assert bench.view("1.1")["fixed"]
        assert bench.act("/save", "1.1", target="Other").json()["code"] == "fixed"


def test_fonts_of_the_editions_are_served(bench: Bench) -> None:
    sheet = bench.client.get("/fonts.css").text
    addresses = re.findall(r'url\("([^"]+)"\)', sheet)
    assert {"edition-mincho", "edition-serif"} <= set(re.findall(r'"(edition-\w+)"', sheet))
    for address in addresses:
        assert bench.client.get(address).content[:4] in (b"OTTO", b"\0\1\0\0", b"true")


def test_differing() -> None:
    assert differing("a b c", "a x c") == (("same", "a "), ("old", "b"), ("new", "x"), ("same", " c"))
    assert differing("", "") == ()
    assert differing("", "new") == (("new", "new"),)
    assert differing("x" * 3000, "y" * 3000) == (("old", "x" * 3000), ("new", "y" * 3000))
    for old, new in (("He knew.", "He did not know."), ("A", ""), ("a, b", "b, a")):
        parts = differing(old, new)
        assert "".join(text for kind, text in parts if kind != "new") == old
        assert "".join(text for kind, text in parts if kind != "old") == new


# The command -----------------------------------------------------------------------------------------------


def test_without_the_extra_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilingual.cli.review.find_spec", lambda name: None)
    result = CliRunner().invoke(cli, ["review", str(tmp_path / "a.txt")])
    assert result.exit_code == 5
    assert result.stderr.count("\n") == 1
    assert "pip install 'bilingual-editions[review]'" in result.stderr


def test_one_article_is_reviewed_at_a_time(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("文である。", "utf-8")
    for name, code in ((str(tmp_path), 2), ("-", 2), (str(tmp_path / "none.txt"), 3), ("http://example.org/", 3)):
        result = CliRunner().invoke(cli, ["review", "--engine", "echo", "--no-browser", name])
        assert result.exit_code == code, result.output


def test_no_memory_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文である。", "utf-8")
    result = CliRunner().invoke(
        cli, ["review", "--engine", "echo", "--no-browser", "--no-memory", str(tmp_path / "a.txt")]
    )
    assert result.exit_code == 8
    assert "--memory" in result.stderr


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文である。", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = ["review", "--engine", "echo", "--no-browser", "--port", port, str(tmp_path / "a.txt")]
        result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert f"--port {port}" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_though_a_page_listens(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "a.txt").write_text("首脳会談は北京で開かれた。", "utf-8")
    command = [sys.executable, "-m", "bilingual", "review", "--engine", "echo", "--no-browser", str(tmp_path / "a.txt")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert running.stdout
    address = running.stdout.readline().strip()
    origin = address.partition("/enter/")[0]
    with httpx.Client(base_url=origin, timeout=60) as client:
        assert client.get(address).status_code == 303
        with client.stream("GET", "/events") as stream:
            assert next(stream.iter_lines())
            view = client.get("/state").json()["units"][0]
            body = {"unit": view["id"], "revision": view["revision"], "target": "The summit."}
            assert client.post("/save", json=body, headers={"origin": origin}).status_code == 200
            running.send_signal(number)
            out, errors = running.communicate(timeout=60)
    assert running.returncode in ((0,) if number == signal.SIGINT else (0, 1)), errors
    assert out == ""
    assert "Traceback" not in errors
    with Memory(tmp_path / ".bilingual" / "memory.sqlite") as memory:
        assert [entry.target for entry in memory.entries()] == ["The summit."]


def test_access_does_not_show_its_secrets() -> None:
    access = Access(1)
    assert access.token not in repr(access)
    assert access.secret not in repr(access)
    assert issubclass(UsageError, BilingualError)
