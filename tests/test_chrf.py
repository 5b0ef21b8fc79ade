"""chrF agrees with sacreBLEU, and agreement is the mean with the others."""

import pytest

from bilingual.translation.chrf import agreement, chrf

PAIRS = [
    ("The cat sat on the mat.", "A cat sat on that mat."),
    ("Prices rose by 3 percent in May.", "In May, prices went up 3%."),
    ("completely different", "xyz"),
    ("same text", "same text"),
    ("ab", "abc"),
]


@pytest.mark.parametrize(("text", "reference"), PAIRS)
def test_it_is_the_chrf_of_sacrebleu(text: str, reference: str) -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    assert chrf(text, reference) * 100 == pytest.approx(sacrebleu.sentence_chrf(text, [reference]).score, abs=0.01)


def test_an_empty_text_agrees_with_nothing() -> None:
    assert chrf("", "word") == chrf("word", "") == chrf("", "") == 0


def test_agreement_is_the_mean_with_the_others() -> None:
    texts = ["the war begins", "the war began", "no such thing"]
    found = agreement(texts)
    assert found[0] == pytest.approx((chrf(texts[0], texts[1]) + chrf(texts[0], texts[2])) / 2)
    assert found.index(min(found)) == 2
    assert agreement(["alone"]) == [0]
