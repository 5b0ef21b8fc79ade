"""Prompt styles: how each family of language models is asked, and how its answers are sampled.

A model that was trained on one prompt needs exactly that: with the example turns that help a general model, the COMET
of LFM2-350M-ENJP-MT falls from 0.873 to 0.471 (lhl/liquid-ai-hackathon-tokyo, evaluation results). Sources of the
prompts: the publishers' model cards and READMEs, see docs/engines.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bilingual.engines.base import Request, Traits
from bilingual.engines.llm import prompt
from bilingual.engines.llm.prompt import Turn
from bilingual.errors import UsageError

GREEDY: dict[str, float] = {"temperature": 0.0, "top_p": 1.0}
_GREEDY_WITH_PENALTY = GREEDY | {"repeat_penalty": 1.05}

_HY_TASK = (
    "Translate the following text into English. Note that you should only output the translated result without any "
    "additional explanation:\n\n"
)
_HY_TERMS = "Reference the following translations:\n"
_LFM_SYSTEM = "Translate to English."
_CAT_TASK = "Translate the following Japanese text into English.\n\n"
_GEMMA_TASK = (
    "You are a professional Japanese (ja) to English (en) translator. Your goal is to accurately convey the meaning "
    "and nuances of the original Japanese text while adhering to English grammar, vocabulary, and cultural "
    "sensitivities.\nProduce only the English translation, without any additional explanations or commentary. "
    "Please translate the following Japanese text into English:\n\n\n"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a family of models is asked for the English of a segment."""

    name: str
    version: int
    """Raised with every change that can change drafts: it is part of the engine's signature."""
    turns: Callable[[Request], list[Turn]]
    """Returns the chat turns of a request."""
    raw: Callable[[Sequence[Turn]], str] | None = None
    """Returns the turns as one prompt without `bos`, for a model in this process; None: the model's own chat template
    is right. A server is always given turns."""
    bos: str = ""
    """The token that begins a raw prompt."""
    stop: tuple[str, ...] = ()
    first: Mapping[str, float] = field(default_factory=lambda: GREEDY)
    """Sampling of the first attempt."""
    later: Mapping[str, float] = field(default_factory=lambda: {"temperature": 0.6, "top_p": 0.95})
    """Sampling of later attempts."""
    traits: Traits = field(default_factory=lambda: Traits(samples=True, batch=1))

    @property
    def signature(self) -> str:
        """Return what determines the prompts."""
        return f"prompt:{self.name}-{self.version}"


def find_style(name: str) -> Style:
    """Return the style of that name. Raises `UsageError` for an unknown one."""
    if name not in STYLES:
        raise UsageError("is not a prompt style", place=name, remedy=f"use one of: {', '.join(STYLES)}")
    return STYLES[name]


def recognise_style(*names: str, architecture: str = "", template: str = "") -> str:
    """Return the name of the style for a model, by its names, architecture and chat template; `qwen` if unknown."""
    known = " ".join(names).lower().replace("_", "-").replace(" ", "-")
    if "enjp" in known and "lfm2" in f"{known} {architecture}":
        return "lfm2-enjp"
    if "hy-mt2" in known or (architecture.startswith("hunyuan") and "mt2" in known):
        return "hy-mt2-7b" if "extra_0" in template or "7b" in known else "hy-mt2"
    if "cat-translate" in known:
        return "cat-translate"
    return "translategemma" if "translategemma" in known else "qwen"


def _user(task: str) -> Callable[[Request], list[Turn]]:
    return lambda request: [("user", f"{task}{request.segment}")]


def _lfm_turns(request: Request) -> list[Turn]:
    return [("system", _LFM_SYSTEM), ("user", request.segment)]


def _hy_turns(request: Request) -> list[Turn]:
    terms = "".join(f"{source} translates to {target}\n" for source, target in request.terms)
    return [("user", f"{_HY_TERMS}{terms}\n{_HY_TASK}{request.segment}" if terms else _HY_TASK + request.segment)]


def _chatml(turns: Sequence[Turn]) -> str:
    said = "".join(f"<|im_start|>{role}\n{text}<|im_end|>\n" for role, text in turns)
    return f"{said}<|im_start|>assistant\n"


def _around(before: str, after: str) -> Callable[[Sequence[Turn]], str]:
    """Return a raw prompt of one turn between two marks."""
    return lambda turns: f"{before}{turns[-1][1]}{after}"


_HY_MT2 = Style(
    "hy-mt2",
    1,
    _hy_turns,
    raw=_around("<｜hy_User｜>", "<｜hy_Assistant｜>"),
    bos="<｜hy_begin▁of▁sentence｜>",
    first=_GREEDY_WITH_PENALTY,
    later={"temperature": 0.7, "top_p": 0.6, "top_k": 20, "repeat_penalty": 1.05},
    traits=Traits(form="plain", samples=True, uses=frozenset({"terms"}), batch=1),
)

STYLES: Mapping[str, Style] = {
    style.name: style
    for style in (
        Style("qwen", prompt.VERSION, prompt.turns, traits=prompt.TRAITS),
        Style(
            "lfm2-enjp",
            1,
            _lfm_turns,
            raw=_chatml,
            bos="<|startoftext|>",
            stop=("<|im_end|>",),
            first=_GREEDY_WITH_PENALTY,
            later={"temperature": 0.5, "top_p": 1.0, "min_p": 0.1, "repeat_penalty": 1.05},
        ),
        _HY_MT2,
        replace(_HY_MT2, name="hy-mt2-7b", raw=_around("", "<|extra_0|>"), bos="<|startoftext|>"),
        Style(
            "cat-translate",
            1,
            _user(_CAT_TASK),
            raw=_around("<|user|>", "</s><|assistant|>"),
            bos="<s>",
            stop=("</s>",),
            first=_GREEDY_WITH_PENALTY,
            later={"temperature": 0.6, "top_p": 0.95, "repeat_penalty": 1.05},
        ),
        Style(
            "translategemma",
            1,
            _user(_GEMMA_TASK),
            raw=_around("<start_of_turn>user\n", "<end_of_turn>\n<start_of_turn>model\n"),
            bos="<bos>",
            stop=("<end_of_turn>",),
        ),
    )
}
"""By name."""
