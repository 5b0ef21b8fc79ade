"""What models and servers put around a translation: thoughts, code fences, JSON, the Japanese itself."""

from __future__ import annotations

import json
import re

from bilingual.languages.japanese.scripts import JAPANESE_LETTERS, has_japanese

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_END_OF_THOUGHT = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)
_OPEN_THOUGHT = re.compile(r"<(?:think|thinking|reasoning)>", re.IGNORECASE)
_END = re.compile(r"<\|(?:im_end|im_start|endoftext|eot_id|end)\|>|<end_of_turn>|<start_of_turn>|</s>")
"""Where the answer ends, for a server that does not know the model's own signs."""
_FENCED = re.compile(r"[^`\n]{0,80}\s*```[ \t]*\w*[ \t]*\n(.*?)\n?[ \t]*```\s*", re.DOTALL)
_KEYS = ("translation", "english", "en", "translated_text", "translated", "text", "output", "target", "result")
_ARROW = re.compile(r"[\s→⇒:：=>-]*")
_JAPANESE = re.compile(f"[{JAPANESE_LETTERS}]")
_LETTER = re.compile(r"[^\W\d_]")


def unwrapped(answer: str, segment: str) -> str:
    """Return what is left of an answer without its wrapping; empty if that is not a translation of `segment`."""
    text = _without_thoughts(answer.strip())
    if ends := _END.search(text):
        text = text[: ends.start()]
    fenced = _FENCED.fullmatch(text.strip())
    if fenced and "`" not in segment:
        text = fenced[1]
    text = _from_json(text.strip()) if segment[:1] not in "{[" else text.strip()
    if has_japanese(segment) and text.startswith(segment):
        text = text[_ARROW.match(text, len(segment)).end() :]  # type: ignore[union-attr]
    return "" if _is_japanese(text) and has_japanese(segment) else text


def _without_thoughts(text: str) -> str:
    """Return a text without thoughts. One that is not closed has no end: nothing after it is the translation."""
    text = _THOUGHT.sub("", text)
    # Some chat templates open the thought in the prompt, so that only its end is in the answer.
    text = _END_OF_THOUGHT.split(text)[-1]
    return _OPEN_THOUGHT.split(text)[0].strip()


def _from_json(text: str) -> str:
    """Return the translation in a JSON object; other texts unchanged, and nothing for an object without one."""
    if not (text.startswith("{") and text.endswith("}")):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(value, dict):
        return text
    if "error" in value:
        return ""
    texts = {str(key).lower(): found for key, found in value.items() if isinstance(found, str)}
    named = [texts[key] for key in _KEYS if key in texts]
    return (named or (list(texts.values()) if len(texts) == 1 else []) or [""])[0].strip()


def _is_japanese(text: str) -> bool:
    """Return whether more than half of the letters of a text are Japanese."""
    return 2 * len(_JAPANESE.findall(text)) > len(_LETTER.findall(text)) > 0
