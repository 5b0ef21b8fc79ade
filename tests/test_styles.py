"""Prompt styles: the exact prompts of every family, how they are chosen, and what is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bilingual.engines.base import Request
from bilingual.engines.choose import EngineSpec, choose
from bilingual.engines.llm.engine import LlmEngine, ServerEngine
from bilingual.engines.llm.prompt import HEADLINE, SENTENCE
from bilingual.engines.llm.styles import STYLES, find_style, recognise_style
from bilingual.errors import UsageError
from bilingual.models.catalog import CATALOG
from modelfiles import gguf_text, write_gguf

HY_TASK = (
    "Translate the following text into English. Note that you should only output the translated result without any "
    "additional explanation:\n\n雨が降った。"
)
GEMMA_TASK = (
    "You are a professional Japanese (ja) to English (en) translator. Your goal is to accurately convey the meaning "
    "and nuances of the original Japanese text while adhering to English grammar, vocabulary, and cultural "
    "sensitivities.\nProduce only the English translation, without any additional explanations or commentary. "
    "Please translate the following Japanese text into English:\n\n\n雨が降った。"
)
RAW = {
    "lfm2-enjp": "<|startoftext|><|im_start|>system\nTranslate to English.<|im_end|>\n<|im_start|>user\n雨が降った。"
    "<|im_end|>\n<|im_start|>assistant\n",
    "hy-mt2": f"<｜hy_begin▁of▁sentence｜><｜hy_User｜>{HY_TASK}<｜hy_Assistant｜>",
    "hy-mt2-7b": f"<|startoftext|>{HY_TASK}<|extra_0|>",
    "cat-translate": "<s><|user|>Translate the following Japanese text into English.\n\n雨が降った。</s><|assistant|>",
    "translategemma": f"<bos><start_of_turn>user\n{GEMMA_TASK}<end_of_turn>\n<start_of_turn>model\n",
}
"""What a model in this process is given; `qwen` has turns."""
TURNS: dict[str, list[tuple[str, str]]] = {
    "lfm2-enjp": [("system", "Translate to English."), ("user", "雨が降った。")],
    "hy-mt2": [("user", HY_TASK)],
    "hy-mt2-7b": [("user", HY_TASK)],
    "cat-translate": [("user", "Translate the following Japanese text into English.\n\n雨が降った。")],
    "translategemma": [("user", GEMMA_TASK)],
}


def engine(path: Path, style: str, answers: list[dict[str, Any]], *, adds_bos: bool = False) -> LlmEngine:
    """Return an engine whose model is a function; what it is asked is added to `answers`."""
    write_gguf(path, adds_bos=adds_bos)
    made = LlmEngine(path, "m", prompt_style=style)

    def chat(body: dict[str, Any]) -> dict[str, Any]:
        answers.append(body)
        said = {"text": "It rained."} if "prompt" in body else {"message": {"content": "It rained."}}
        tokens = [{"token": "It", "logprob": -0.5}, {"token": " rained", "logprob": -0.1}]
        return {"choices": [said | {"finish_reason": "stop", "logprobs": {"content": tokens}}]}

    vars(made)["_chat"] = chat
    return made


@pytest.mark.parametrize("style", sorted(RAW))
def test_a_trained_model_is_given_its_own_prompt(style: str, tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []
    (draft,) = engine(tmp_path / "m.gguf", style, asked).translate([Request("雨が降った。", kind="title")])[0]
    (body,) = asked
    assert body["prompt"] == RAW[style]
    assert "messages" not in body
    assert draft.text == "It rained."
    assert draft.score == pytest.approx(-0.3)
    assert list(STYLES[style].turns(Request("雨が降った。"))) == TURNS[style]


def test_the_first_token_is_left_to_a_tokenizer_that_adds_it(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []
    engine(tmp_path / "m.gguf", "translategemma", asked, adds_bos=True).translate([Request("雨が降った。")])
    assert asked[0]["prompt"] == RAW["translategemma"].removeprefix("<bos>")


def test_a_general_model_is_given_turns_and_examples_by_kind(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []
    requests = [Request("雨が降った。", kind=kind) for kind in ("paragraph", "title", "list_item", "heading")]  # type: ignore[arg-type]
    drafts = engine(tmp_path / "m.gguf", "qwen", asked).translate(requests)
    assert len(drafts) == 4
    systems = [body["messages"][0]["content"] for body in asked]
    assert sorted(systems) == sorted([SENTENCE.system, HEADLINE.system] * 2)
    # Requests of one kind follow each other.
    assert systems != [SENTENCE.system, HEADLINE.system] * 2
    for body in asked:
        assert "prompt" not in body
        assert body["messages"][-1] == {"role": "user", "content": "雨が降った。"}
        assert body["logprobs"] is True
        assert body["temperature"] == 0


def test_terms_of_hy_mt2_are_lines_before_its_task() -> None:
    request = Request("北京で会談", terms=(("北京", "Beijing"), ("会談", "talks")))
    for name in ("hy-mt2", "hy-mt2-7b"):
        style = STYLES[name]
        assert style.traits.form == "plain"
        assert style.traits.uses == {"terms"}
        ((role, text),) = style.turns(request)
        assert role == "user"
        assert text == (
            "Reference the following translations:\n北京 translates to Beijing\n会談 translates to talks\n\n"
            "Translate the following text into English. Note that you should only output the translated result without "
            "any additional explanation:\n\n北京で会談"
        )


def test_samples_are_drawn_as_the_publisher_says(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []
    for style in ("lfm2-enjp", "hy-mt2"):
        engine(tmp_path / "m.gguf", style, asked).translate([Request("雨が降った。", attempt=2)])
    lfm, hy = asked
    assert (lfm["temperature"], lfm["top_p"], lfm["min_p"], lfm["repeat_penalty"]) == (0.5, 1.0, 0.1, 1.05)
    assert (hy["temperature"], hy["top_p"], hy["top_k"], hy["repeat_penalty"]) == (0.7, 0.6, 20, 1.05)
    assert lfm["seed"] == hy["seed"] == 200


@pytest.mark.parametrize(
    ("name", "architecture", "template", "style"),
    [
        ("Qwen2.5 Coder 1.5B Instruct GGUF", "qwen2", "", "qwen"),
        ("LFM2-350M-ENJP-MT", "lfm2", "", "lfm2-enjp"),
        ("LFM2-1.2B", "lfm2", "", "qwen"),
        ("Hy-MT2-1.8B", "hunyuan-dense", "", "hy-mt2"),
        ("Hy_MT2 7B", "hunyuan-dense", "", "hy-mt2-7b"),
        ("Hy MT2", "hunyuan-dense", "{{ '<|extra_0|>' }}", "hy-mt2-7b"),
        ("CAT-Translate-1.4b", "llama", "", "cat-translate"),
        ("translategemma-4b-it", "gemma3", "", "translategemma"),
        ("", "", "", "qwen"),
    ],
)
def test_a_model_is_recognised(name: str, architecture: str, template: str, style: str) -> None:
    assert recognise_style(name, architecture=architecture, template=template) == style


def test_the_file_says_how_its_model_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "any.gguf"
    write_gguf(path, {"general.architecture": gguf_text("lfm2"), "general.name": gguf_text("LFM2 350M ENJP MT")})
    assert choose(EngineSpec(str(path))).prompt_style == "lfm2-enjp"  # type: ignore[attr-defined]
    assert choose(EngineSpec(str(path), prompt_style="qwen")).prompt_style == "qwen"  # type: ignore[attr-defined]


def test_a_style_is_part_of_the_signature() -> None:
    signatures = {LlmEngine(Path("x.gguf"), "x", prompt_style=name).signature for name in STYLES}
    assert len(signatures) == len(STYLES)
    assert ServerEngine("http://127.0.0.1:1/v1", "tencent/Hy-MT2-7B").signature.endswith("|prompt:hy-mt2-7b-1")


def test_an_unknown_style_is_an_error_with_the_names() -> None:
    with pytest.raises(UsageError, match="qwen"):
        find_style("chatgpt")
    with pytest.raises(UsageError):
        LlmEngine(Path("x.gguf"), "x", prompt_style="chatgpt")
    with pytest.raises(UsageError):
        ServerEngine("http://127.0.0.1:1/v1", "m", "chatgpt")


def test_every_style_of_the_catalogue_exists() -> None:
    assert {entry.prompt_style for entry in CATALOG if entry.engine == "llm"} <= set(STYLES)
