"""Split the Japanese text of one block into sentences, the segments that are translated.

The rules use the mark and the text after it, never a list of names. In doubt they do not split: two sentences in one
segment translate well enough, half a sentence does not.

Design decisions:

* A quotation is never split when the sentence continues after it. A separate speech is not split up to `LONG_SPEECH`
  characters, because half of it would have only one of its quotation marks.
* Brackets more than `LONG_BRACKETS` characters apart are ignored.
* A note in parentheses after a full stop belongs to the sentence before; one that is a sentence is separate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilingual.languages.japanese.scripts import DASHES, FULL_STOPS
from bilingual.reading.sentences import patterns
from bilingual.reading.sentences.stops import dot_ends, is_inside_word, mark_is_in_name, stop_is_in_name

LONG_SPEECH = 80
"""Characters: a longer separate speech is split at its own sentence ends."""
LONG_BRACKETS = 200
"""Characters: brackets further apart do not prevent a split (one of them is stray, or a whole page is quoted)."""


def split_sentences(text: str) -> list[str]:
    """Split `text` into sentences: joined they are `text`, and none is empty.

    White space stays at the end of the sentence before it. The time is linear in the length of the text.
    """
    ends: list[int] = []
    at = 0
    for end in (*_ends(text, _pairs(text), 0, len(text)), len(text)):
        if patterns.CONTENT.search(text, at, end):
            ends.append(end)
        elif ends:  # a mark on its own belongs to the sentence before
            ends[-1] = end
        at = end
    if not ends and text:
        ends = [len(text)]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The current sentence."""

    text: str
    """The whole text."""
    closing: dict[int, int]
    """Offset of each opening bracket → offset of its closing bracket."""
    head: int
    """Offset of the sentence's start, after white space and dashes."""
    limit: int
    """Offset at which reading stops: the end of the text, or of a long speech that is being split."""

    def skip(self, at: int) -> int:
        """Return the first offset from `at` on that is not white space."""
        match = patterns.SPACE.match(self.text, at, self.limit)
        return match.end() if match else at

    def is_stray(self, at: int) -> bool:
        """Return whether a closing bracket without its opener is at `at`."""
        if at >= self.limit or at in self.closing:
            return False
        return self.text[at] in patterns.CLOSERS and self.text[at] != "’"  # ’90年代


_Found = tuple[list[int], int]
"""The ends found, and the offset at which to continue."""
_Quotation = tuple[int, int, int]
"""Offsets: its opening bracket, its closing bracket, and the end of the characters that belong to it."""


def _pairs(text: str) -> dict[int, int]:
    """Return the closing offset of each bracket; brackets that never close, or only far away, are left out."""
    closing: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    waiting = dict.fromkeys([*patterns.OPENERS, *patterns.EITHER.values()], 0)
    for match in patterns.BRACKET.finditer(text):
        sign = match.group()
        if len(sign) > 1:  # an address
            continue
        opener = patterns.OPENER_OF.get(sign) or patterns.EITHER.get(sign)
        if opener is None or sign == "“" or (sign in patterns.EITHER and not waiting[opener]):
            opener = opener or patterns.SAME_OPENER.get(sign, sign)
            stack.append((opener, match.start()))
            waiting[opener] += 1
        elif waiting[opener]:
            while True:  # brackets that were opened later and are still open never close
                kind, start = stack.pop()
                waiting[kind] -= 1
                if kind == opener:
                    break
            if match.start() - start <= LONG_BRACKETS:
                closing[start] = match.start()
    return closing


def _ends(text: str, closing: dict[int, int], at: int, limit: int) -> Iterator[int]:
    """Yield the ends of sentences between `at` and `limit`, in order."""
    sentence = _begin(text, closing, at, limit)
    while event := patterns.EVENT.search(text, at, limit):
        if event.lastgroup == "address" or (event.lastgroup == "open" and event.start() not in closing):
            at = event.end()
            continue
        ends, at = _read(sentence, event)
        yield from ends
        if ends:
            at = max(at, ends[-1])
            sentence = _begin(text, closing, ends[-1], limit)


def _begin(text: str, closing: dict[int, int], at: int, limit: int) -> _Sentence:
    lead = patterns.LEAD.match(text, at, limit)
    return _Sentence(text, closing, lead.end() if lead else at, limit)


def _read(sentence: _Sentence, event: re.Match[str]) -> _Found:
    start, end = event.span()
    match event.lastgroup:
        case "open" if sentence.text[start] in patterns.QUOTES:
            return _quotations(sentence, start)
        case "open":
            return _brackets(sentence, start)
        case "stop":
            return _stop(sentence, event)
        case "dots":
            return _dots(sentence, start, end)
        case "dot":
            return _dot(sentence, start)
        case _:
            return _soft(sentence, start, end)


def _tail(sentence: _Sentence, at: int) -> int:
    """Return the end of the marks, stray closing brackets and notes that follow a sentence end at `at`."""
    text, closing = sentence.text, sentence.closing
    while at < sentence.limit:
        if match := patterns.TAIL.match(text, at, sentence.limit):
            at = match.end()
        elif sentence.is_stray(closer := sentence.skip(at)) and (closer == at or text[closer] not in patterns.EITHER):
            at = closer + 1
        elif at in closing and _is_note(sentence, at, closing[at]):
            at = closing[at] + 1
        else:
            break
    return at


def _is_note(sentence: _Sentence, start: int, end: int) -> bool:
    """Return whether the parenthesis from `start` to `end` belongs to the sentence before it."""
    text = sentence.text
    body = text[start + 1 : end].strip()
    if text[start] in "[［〔":
        return bool(patterns.REFERENCE.fullmatch(body))
    if text[start] not in patterns.PARENTHESES or any(stop in body for stop in patterns.SENTENCE_STOPS):
        return False
    if patterns.NOTE.fullmatch(body) or patterns.LAUGH.fullmatch(body) or end + 1 >= sentence.limit:
        return True
    if patterns.ITEM_MARKER.fullmatch(body) or patterns.PREFIX.fullmatch(body):
        return False
    # `（記者）　では…`: a short name before a space is the next speaker.
    return text[end + 1].isspace() and (len(body) > 8 or bool(patterns.HIRAGANA_LETTER.search(body)))


def _brackets(sentence: _Sentence, start: int) -> _Found:
    """Read brackets that do not quote: they are not split, and only parentheses can be a sentence."""
    text, end = sentence.text, sentence.closing[start]
    if text[start] not in patterns.PARENTHESES:
        return [], end + 1
    if patterns.LAUGH.fullmatch(text, start + 1, end):
        return _soft(sentence, start, end + 1)
    after = _tail(sentence, end + 1)
    if start == sentence.head and _last_mark(text, start, end) and not _goes_on(sentence, after):
        return [*_inside(sentence, start, end), sentence.skip(after)], after
    return [], end + 1


def _quotations(sentence: _Sentence, start: int) -> _Found:
    """Read the consecutive quotations from `start` on, 「…」「…」."""
    text = sentence.text
    chain, stopped = _chain(sentence, start)
    at = sentence.skip(chain[-1][2])
    leads = start == sentence.head
    goes_on = stopped or _goes_on(sentence, chain[-1][2], within=not leads)
    last_ends = not goes_on and _ends_after(sentence, chain[-1], leads=leads)
    two_speak = leads and goes_on and bool(patterns.TWO_SPEAK.match(text, at))
    last = _last_mark(text, *chain[-1][:2])
    ends: list[int] = []
    for opened, closed, after in chain:
        mark = _last_mark(text, opened, closed)
        if opened == chain[-1][0]:
            cut = last_ends
        elif goes_on:  # 「痛い！」「助けて！」という声 is one; 「行くの？」「行くよ。」と答えた is two
            cut = two_speak and (mark in set("。｡") or (mark in set("？?") and last not in set("？?")))
        elif mark:
            cut = leads or last_ends or mark in FULL_STOPS
        else:
            cut = (
                leads and last_ends and text[opened] != "『" and bool(patterns.HIRAGANA_LETTER.match(text, closed - 1))
            )
        if cut:
            if opened == (sentence.skip(ends[-1]) if ends else sentence.head):
                ends.extend(_inside(sentence, opened, closed))
            ends.append(sentence.skip(after))
    return ends, at


def _chain(sentence: _Sentence, at: int) -> tuple[list[_Quotation], bool]:
    """Return the consecutive quotations from `at` on, and whether a mark ends them: 「…」。 and 「…」！."""
    text, closing = sentence.text, sentence.closing
    chain: list[_Quotation] = []
    while at < sentence.limit and at in closing and text[at] in patterns.QUOTES:
        after = closing[at] + 1
        if text[after : after + 1] in (*patterns.SENTENCE_STOPS, "．"):
            return [*chain, (at, closing[at], after)], True
        after = _tail(sentence, after)
        chain.append((at, closing[at], after))
        at = sentence.skip(after)
    return chain, False


def _ends_after(sentence: _Sentence, quotation: _Quotation, *, leads: bool) -> bool:
    """Return whether a sentence ends with `quotation`, which no particle follows; `leads`: it began the sentence."""
    text = sentence.text
    opened, closed, after = quotation
    mark = _last_mark(text, opened, closed)
    at = sentence.skip(after)
    if at >= sentence.limit:
        return leads or bool(mark)
    if patterns.HAS_STOP.search(text, closed, after):
        return True
    if not mark:
        return leads and bool(patterns.SUBJECT.match(text, at))
    if text[opened] in patterns.SPEECHES and (leads or mark in FULL_STOPS):
        return True
    if opened - sentence.head <= 8 and patterns.SPEAKER.match(text, at):
        return True
    return at > after or bool(patterns.BEGINS.match(text, at))  # 『けいおん！』最新作, 「なぜ？」問題


def _last_mark(text: str, start: int, end: int) -> str:
    """Return the mark before the closing bracket at `end` if a sentence can end with it; `start`: its opener."""
    at = end - 1
    while at > start and (text[at] in patterns.CLOSERS or text[at].isspace()):
        at -= 1
    mark = text[at]
    if mark == ".":
        return mark if patterns.LATIN_LETTER.match(text, at - 1) else ""
    return mark if mark in patterns.SENTENCE_STOPS + patterns.DOTS + "．♪" else ""


def _inside(sentence: _Sentence, start: int, end: int) -> list[int]:
    """Return the sentence ends inside a separate speech, if it is long."""
    if end - start <= LONG_SPEECH or not patterns.WITHIN.search(sentence.text, start + 1, end):
        return []
    return [inner for inner in _ends(sentence.text, sentence.closing, start + 1, end) if inner < end]


def _goes_on(sentence: _Sentence, after: int, *, within: bool = False) -> bool:
    """Return whether the sentence continues after a quotation; `within`: the quotation did not begin it."""
    text = sentence.text
    at = sentence.skip(after)
    if at < sentence.limit and at == after and at in sentence.closing and text[at] in patterns.PARENTHESES:
        at = after = sentence.closing[at] + 1  # 「…」（新潮社）を
    if at >= sentence.limit:
        return False
    if patterns.GOES_ON.match(text, at):
        if at > after and (text[at] in DASHES or text.startswith(("でも", "では"), at)):
            return False
        return not patterns.STARTS.match(text, at) or (within and text.startswith("でも", at))
    return bool(patterns.LOWER.match(text, at))


def _stop(sentence: _Sentence, event: re.Match[str]) -> _Found:
    """Read 。！？ and similar marks."""
    text, mark, end = sentence.text, event.group(), event.end()
    after = _tail(sentence, end)
    begin = sentence.skip(after)
    before = text[event.start() - 1 : event.start()]
    if begin >= sentence.limit:
        goes_on = False
    elif after > end and sentence.is_stray(sentence.skip(end)):
        goes_on = _goes_on(sentence, after)
    elif mark[-1] in FULL_STOPS:
        goes_on = begin == end and stop_is_in_name(text, begin, before)
    elif begin > after:
        goes_on = bool(patterns.QUOTATION.match(text, begin)) or mark_is_in_name(text, event, begin)
    else:
        particle = patterns.AFTER_MARK.match(text, begin) and not patterns.STARTS.match(text, begin)
        named = not patterns.HIRAGANA_LETTER.match(before) and patterns.AFTER_NAME.match(text, begin)
        goes_on = bool(particle or named) or (begin == end and mark_is_in_name(text, event, begin))
    return ([] if goes_on else [begin]), after


def _dots(sentence: _Sentence, start: int, end: int) -> _Found:
    """Read …… and ...: an end only when clearly a new sentence follows."""
    text = sentence.text
    before = text[start - 1]
    if start <= sentence.head or before.isspace() or text[end : end + 1] in patterns.SENTENCE_STOPS:
        return [], end
    after = _tail(sentence, end)
    begin = sentence.skip(after)
    if begin >= sentence.limit:
        return [], after
    if begin > after or patterns.HAS_STOP.search(text, end, after):
        new = before not in "はをにの、" and not _goes_on(sentence, after)
    else:
        new = text[begin] in "「『｢" and before not in "はをにのがもてでとし、"
    return ([begin] if new else []), after


def _soft(sentence: _Sentence, start: int, end: int) -> _Found:
    """Read ♪, （笑） and emoji, which end sentences that have no full stop."""
    text = sentence.text
    if (
        start <= sentence.head
        or text[end : end + 1] in patterns.SENTENCE_STOPS
        or not patterns.SOFT_BEFORE.match(text, start - 1)
    ):
        return [], end
    after = _tail(sentence, end)
    begin = sentence.skip(after)
    ended = patterns.POLITE.search(text, max(sentence.head, start - 3), start) or patterns.HAS_STOP.search(
        text, end, after
    )
    new = (begin > after or ended) and not _goes_on(sentence, after)
    return ([begin] if new else []), after


def _dot(sentence: _Sentence, at: int) -> _Found:
    """Read one `.` or `．`."""
    if is_inside_word(sentence.text, at):
        return [], at + 1
    after = _tail(sentence, at + 1)
    begin = sentence.skip(after)
    if begin >= sentence.limit or not dot_ends(sentence.text, at, head=sentence.head, begin=begin):
        return [], after
    return [begin], after
