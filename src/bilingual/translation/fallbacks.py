"""The later steps of enforcement: without forbidden words, by the engine's own word, by clauses, in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual import numbers
from bilingual.engines.base import Engine, Request, TransparentEngine, is_transparent
from bilingual.languages.english.small_words import CLAUSE_STARTERS, is_function
from bilingual.languages.japanese.scripts import JAPANESE_RUN, has_japanese
from bilingual.model import TermMatch
from bilingual.translation.alignment_repair import relocate
from bilingual.translation.candidates import Candidate, Judge, Task, judged, take
from bilingual.translation.insertion import append, place_term
from bilingual.translation.prompt_forms import clauses, prepare_segment, restore
from bilingual.translation.verify import forbidden, locate, pattern, verify

_OWN = 3
"""Drafts requested for a term alone, from an engine with n-best."""
_CLAUSES = 4
"""Drafts requested for a clause, from an engine with n-best."""
_RUNNING = frozenset({"paragraph", "list_item", "quote", "note"})
LONG = 50
"""Characters from which a sentence of which the engine is unsure is split."""
UNSURE = -1.0
"""Mean log-probability of a token below which an engine is unsure."""
_LONGEST_WORD = 6
"""Words of the English for Japanese that was left: more are an explanation, or a loop."""
_EXTRA_WORDS = 2
"""How many more words than the term a name may have; a longer one is an explanation."""
_STARTERS = re.compile("|".join(CLAUSE_STARTERS), re.IGNORECASE)


def avoid(tasks: Sequence[Task], engine: Engine, judge: Judge) -> list[Task]:
    """Translate again without the forbidden forms that a unit uses."""
    done = list(tasks)
    if "avoid" not in engine.traits.uses:
        return done
    requests: dict[int, Request] = {}
    for n, task in enumerate(tasks):
        best = task.best
        found = forbidden(best.unit.terms, best.target) if best else ()
        if best and found:
            phrases = sorted({best.target[slice(*span)] for _, span in found})
            requests[n] = Request(task.unit.source, n_best=_OWN, avoid=tuple(phrases))
    answers = engine.translate(list(requests.values())) if requests else []
    for n, drafts in zip(requests, answers, strict=True):
        done[n] = take(tasks[n], [draft.text for draft in drafts], judge, how="again")
    return done


def own_words(tasks: Sequence[Task], engine: Engine, judge: Judge) -> list[Task]:
    """Translate each missing term alone; where a draft uses that translation, replace it with the term."""
    wanted = {match.source: None for task in tasks for match in _lacking(task) if match.kind == "term"}
    if not wanted:
        return list(tasks)
    n_best = 1 if engine.traits.samples else _OWN
    answers = engine.translate([Request(source, n_best=n_best) for source in wanted])
    names = {
        source: [name for draft in drafts if (name := draft.text.strip(" .!?\"'“”"))]
        for source, drafts in zip(wanted, answers, strict=True)
    }
    done: list[Task] = []
    for task in tasks:
        found = [text for draft in task.drafts for text in _renamed(task, draft.target, names)]
        done.append(take(task, found, judge, how="repaired", keep=False))
    return done


def _lacking(task: Task) -> tuple[TermMatch, ...]:
    return task.best.lacks if task.best else ()


def _renamed(task: Task, draft: str, names: dict[str, list[str]]) -> list[str]:
    """Return the draft with the engine's own words replaced by the missing terms; empty if none is found."""
    changed = draft
    for match in verify(task.matches, draft):
        if match.found or match.kind != "term":
            continue
        taken = [span for span in locate(task.matches, changed) if span]
        for name in names.get(match.source, ()):
            if "," in name or not 0 < len(name.split()) <= len(match.target.split()) + _EXTRA_WORDS:
                continue
            bare = re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)
            hit = None if is_function(bare.split()[0]) else pattern(bare, "any").search(changed)
            if hit and (text := place_term(changed, hit.span(), match.target, taken=taken)):
                changed = text
                break
    return [changed] if changed != draft else []


def by_clauses(tasks: Sequence[Task], engine: Engine, judge: Judge) -> list[Task]:
    """Translate each unit that fails clause by clause: short clauses lose fewer terms. Commas join them."""
    wanted = [not task.complete and not _lacks_only_numbers(task) for task in tasks]
    texts = _clause_by_clause(tasks, wanted, engine, judge)
    return [
        take(task, [text], judge, how="repaired", keep=False) if text else task
        for task, text in zip(tasks, texts, strict=True)
    ]


def unsure_by_clauses(tasks: Sequence[Task], engine: TransparentEngine, judge: Judge) -> list[Task]:
    """Translate the long sentences of which the engine is unsure clause by clause, where that gives no more errors.

    The clauses' own scores do not tell which is better; the score of the whole does (`benchmarks/clauses.py`).
    """
    long = {
        n: (task.unit.source, task.best.target)
        for n, task in enumerate(tasks)
        if task.kind in _RUNNING and task.best and task.best.target and len(task.unit.source) >= LONG
    }
    unsure = {n for n, score in zip(long, engine.score(list(long.values())), strict=True) if score < UNSURE}
    texts = _clause_by_clause(tasks, [n in unsure for n in range(len(tasks))], engine, judge)
    done: list[Task] = []
    for task, text in zip(tasks, texts, strict=True):
        found = judged(task, text, judge) if text else None
        better = found is not None and task.best is not None and found.cost <= task.best.cost
        done.append(replace(task, best=found) if better else task)
    return done


def _clause_by_clause(tasks: Sequence[Task], wanted: Sequence[bool], engine: Engine, judge: Judge) -> list[str]:
    """Return the English of each wanted task, put together from its clauses; empty for the others."""
    parts: list[list[Task]] = []
    for task, is_wanted in zip(tasks, wanted, strict=True):
        spans = clauses(task.unit.source, task.matches) if is_wanted else []
        parts.append([_part(task, start, end) for start, end in spans] if len(spans) > 1 else [])
    flat = [part for group in parts for part in group]
    if not flat:
        return [""] * len(tasks)
    samples = engine.traits.samples
    forms = ("spaced",) if samples else ("spaced", "placeholder")
    segments = [prepare_segment(part.unit.source, part.matches, form) for part in flat for form in forms]
    answers = iter(engine.translate([Request(text, n_best=1 if samples else _CLAUSES) for text in segments]))
    drafted: list[Task] = []
    for part in flat:
        for form in forms:
            texts = [restore(draft.text, part.unit.source, part.matches, form) for draft in next(answers)]
            part = take(part, texts, judge)
        drafted.append(part)
    if is_transparent(engine):
        drafted = relocate(drafted, engine, judge)
    drafted_parts = iter(drafted)
    found: list[str] = []
    for task, group in zip(tasks, parts, strict=True):
        texts = [part.best.target for part in [next(drafted_parts) for _ in group] if part.best and part.best.target]
        found.append(join_clauses(texts, task.best.target if task.best else "") if texts else "")
    return found


def leftovers(tasks: Sequence[Task], engine: Engine, judge: Judge) -> list[Task]:
    """Translate the Japanese that is left in a target alone, and put its English in its place."""
    runs = {n: _left(task) for n, task in enumerate(tasks)}
    wanted = list(dict.fromkeys(run for found in runs.values() for run in found))
    if not wanted:
        return list(tasks)
    answers = engine.translate([Request(run) for run in wanted])
    english = {run: drafts[0].text.strip(" .") for run, drafts in zip(wanted, answers, strict=True) if drafts}
    done: list[Task] = []
    for n, task in enumerate(tasks):
        text = task.best.target if task.best else ""
        for run in runs[n]:
            word = english.get(run, "")
            if word and not has_japanese(word) and len(word.split()) <= _LONGEST_WORD:
                text = re.sub(rf"\s*{re.escape(run)}\s*", f" {word} ", text, count=1)
        changed = task.best is not None and text != task.best.target
        done.append(take(task, [text.strip()], judge, how="repaired", keep=False) if changed else task)
    return done


def _left(task: Task) -> list[str]:
    """Return the Japanese in the best target that is not a term kept in Japanese."""
    if task.best is None:
        return []
    kept = [match.target for match in task.matches if has_japanese(match.target)]
    return [run for run in JAPANESE_RUN.findall(task.best.target) if not any(run in target for target in kept)]


def _lacks_only_numbers(task: Task) -> bool:
    """Return whether the best draft lacks numbers only: its sentence is better than clauses put together."""
    best = task.best
    return best is not None and not best.cost[0] and not best.cost[2] and all(m.kind == "number" for m in best.lacks)


def _part(task: Task, start: int, end: int) -> Task:
    """Return a clause of a task as a task of its own."""
    matches = tuple(
        replace(match, start=match.start - start, end=match.end - start)
        for match in task.matches
        if start <= match.start and match.end <= end
    )
    return Task(replace(task.unit, source=task.unit.source[start:end], marks=()), "list_item", matches)


def join_clauses(texts: Sequence[str], whole: str = "") -> str:
    """Join the English of clauses: commas between them, and only the first begins with a capital.

    `whole` is another English of the sentence: it shows which words have a small letter.
    """
    small = {word for word in re.findall(r"[^\W\d_]+", whole) if word.islower()}
    joined = ""
    for text in texts:
        text = text.strip().rstrip(".,;")
        first = text.split(" ", 1)[0]
        if joined and (_STARTERS.fullmatch(first) or first.lower() in small):
            text = text[0].lower() + text[1:]
        joined = f"{joined}, {text}" if joined else text
    return joined


def force(task: Task, judge: Judge) -> Task:
    """Add the terms that are still missing, in brackets at the end, and the numbers that surely are.

    Another missing number is only a finding: the English may express it in a way that is not recognised.
    """
    best = task.best
    if best is None or not best.lacks:
        return task
    figures = [match for match in task.matches if match.kind == "number"]
    lacks = [m for m in best.lacks if m.kind != "number" or numbers.surely_missing(best.target, m, figures)]
    wanted = list(dict.fromkeys(match.target for match in lacks))
    if not wanted:
        return task
    forced = judged(task, append(best.target, wanted), judge, how=best.how)
    if _still(forced, wanted):
        # A term that ends with a stop was split (… & Co.): after the stop, nothing can be.
        forced = judged(task, append(best.target, wanted, last=True), judge, how=best.how)
    lost = {*wanted, *(match.target for match in forced.lacks if match.kind != "number")}
    if _still(forced, wanted):
        forced = judged(task, append(best.target, sorted(lost), last=True), judge, how=best.how)
    terms = tuple(
        replace(match, how="forced") if match.found and match.target in lost else match for match in forced.unit.terms
    )
    return replace(task, best=replace(forced, unit=replace(forced.unit, terms=terms)))


def _still(candidate: Candidate, wanted: Sequence[str]) -> bool:
    return any(match.kind != "number" or match.target in wanted for match in candidate.lacks)
