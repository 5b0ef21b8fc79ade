"""The stages of a run: find → recall and translate → check → compose → draw. Pure functions, called by `Session`.

Only this module knows the order of the stages.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.editions.plan import Facts, TermGloss
from bilingual.editions.writers import WRITERS, EditionSpec, draw_edition
from bilingual.model import Article, Block, Kind, OnEvent, TermMatch, Unit
from bilingual.outcomes import Figures, Translation
from bilingual.settings import Dates
from bilingual.version import __version__

if TYPE_CHECKING:
    from bilingual.checks.report import Report
    from bilingual.editions.model import Edition
    from bilingual.glossary.load import Glossary
    from bilingual.matching.matcher import Matcher
    from bilingual.memory.entries import Entry
    from bilingual.memory.recall import Recalled
    from bilingual.memory.store import Memory
    from bilingual.memory.words import KnownWords
    from bilingual.quality.contest import Drafter
    from bilingual.translation.candidates import Hints
    from bilingual.translation.enforce import UnitCounts


_BEFORE = 3
"""Sentences before a unit that an engine is given as its context."""


@dataclass(frozen=True, slots=True)
class LoadedTerms:
    """Loaded glossaries and their matcher."""

    paths: tuple[Path, ...]
    glossary: Glossary
    matcher: Matcher
    glosses: Mapping[str, TermGloss]
    """The readings and notes of the glossary's terms, by source."""


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """An article to translate, and what is used for it."""

    article: Article
    terms: LoadedTerms
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class _Begun:
    """An article before its drafts: its terms, and what is given already."""

    source: ToTranslate
    article: Article
    found: Mapping[str, Sequence[TermMatch]]
    given: Mapping[str, Unit]
    """What people wrote and what the article itself gives, by id."""
    about: Mapping[str, Entry]


def translate(
    article: Article,
    *,
    drafters: Sequence[Drafter],
    terms: LoadedTerms,
    memory: Memory | None = None,
    words: KnownWords | None = None,
    dates: Dates = "us",
    on: OnEvent | None = None,
) -> Translation:
    """Return the article translated: what people decided is recalled, terms and numbers of the rest are enforced.

    Everything is checked; recalled targets are never changed. With several drafters, the best target of each unit is
    taken; the earlier one takes precedence.
    """
    source = ToTranslate(article, terms, memory)
    return translate_all([source], drafters=drafters, words=words, dates=dates, on=on)[0]


def translate_all(
    sources: Sequence[ToTranslate],
    *,
    drafters: Sequence[Drafter],
    words: KnownWords | None = None,
    dates: Dates = "us",
    on: OnEvent | None = None,
) -> list[Translation]:
    """Return several articles translated, each as `translate` does; the engines get the units of all in one batch."""
    from bilingual.checks.registry import check_unit
    from bilingual.quality.contest import draft_units

    started = time.monotonic()
    begun = [_begun(source, dates) for source in sources]
    many = len(begun) > 1

    def name(number: int, unit: Unit) -> str:
        return f"{number}:{unit.id}" if many else unit.id

    todo: list[tuple[Kind, Unit]] = []
    found: dict[str, Sequence[TermMatch]] = {}
    hints: dict[str, Hints] = {}
    for number, one in enumerate(begun):
        own = hints_for(one.article, one.found, drafters, words)
        for block in one.article.blocks:
            for unit in block.units:
                if unit.id in one.given:
                    continue
                key = name(number, unit)
                todo.append((block.kind, replace(unit, id=key) if many else unit))
                found[key] = one.found[unit.id]
                if unit.id in own:
                    hints[key] = own[unit.id]
    drafted = draft_units(
        todo,
        drafters,
        find=lambda unit: found[unit.id],
        judge=check_unit,
        hints=hints,
        covered=words.covered if words else None,
        on=on,
    )
    if words:
        words.store()
    signature = _engine_signature(drafters, words)
    done: list[Translation] = []
    for number, one in enumerate(begun):
        keys = {unit.id: name(number, unit) for unit in one.article.units if unit.id not in one.given}
        units = {own: replace(drafted.units[key], id=own) for own, key in keys.items()}
        counts = [drafted.counts[key] for key in keys.values() if key in drafted.counts]
        seconds = (time.monotonic() - started) / len(begun)
        done.append(_ended(one, units, counts, [drafter.engine.name for drafter in drafters], signature, seconds))
    return done


def _begun(source: ToTranslate, dates: Dates) -> _Begun:
    """Find the terms of an article, and what is given already."""
    from bilingual.matching.find import find_all
    from bilingual.numbers import NumberStyle
    from bilingual.translation.verify import verify

    found = find_all(source.article, source.terms.matcher, NumberStyle(dates=dates))
    article = _named(source.article, source.terms)
    recalled, about = _recall(article, source.memory) if source.memory else ({}, {})
    # What people wrote is verified as it is.
    given = {
        name: replace(unit, terms=verify(found[name], unit.target))
        for name, unit in (recalled | _given(article)).items()
    }
    return _Begun(source, article, found, given, about)


def _ended(
    begun: _Begun,
    units: Mapping[str, Unit],
    counts: Sequence[UnitCounts],
    engines: Sequence[str],
    signature: str,
    seconds: float,
) -> Translation:
    """Return the translation of an article from its drafted units, checked."""
    from bilingual.checks.registry import check_article
    from bilingual.translation.metrics import measure

    terms = begun.source.terms
    article = _with_remarks(begun.article.with_units({**units, **begun.given}), begun.about)
    article = check_article(article, missing=_missing(article))
    figures = Figures(
        units=len(article.units),
        terms=measure(article),
        retried=sum(one.retried for one in counts),
        improved=sum(one.improved for one in counts),
        drafts=sum(one.drafts for one in counts),
        engines=tuple((name, 0) for name in engines),
        seconds=seconds,
    )
    signature = f"{signature}|glossary:{terms.glossary.signature or 'none'}|bilingual:{__version__}"
    return Translation(article, _with_review(figures, article), signature, terms.paths)


def _engine_signature(drafters: Sequence[Drafter], words: KnownWords | None) -> str:
    engines = "+".join(one.engine.signature for one in drafters)
    if words and any("glosses" in one.engine.traits.uses for one in drafters):
        engines += f"|lexicon:{words.version}"
    return engines


def hints_for(
    article: Article,
    found: Mapping[str, Sequence[TermMatch]],
    drafters: Sequence[Drafter],
    words: KnownWords | None,
) -> dict[str, Hints]:
    """Return what engines may be given in addition to a unit, by id; only what one of them uses is made."""
    from bilingual.translation.candidates import Gloss, Hints

    uses = frozenset().union(*(one.engine.traits.uses for one in drafters))
    hints: dict[str, Hints] = {}
    for block in article.blocks if uses & {"before", "glosses"} else ():
        for number, unit in enumerate(block.units):
            before = tuple(one.source for one in block.units[max(0, number - _BEFORE) : number])
            known = [(match.start, match.end) for match in found[unit.id]]
            found_words = words.glosses(unit.source, known) if words and "glosses" in uses else ()
            glosses = tuple(Gloss(one.start, one.end, one.source, one.english) for one in found_words if one.certain)
            hints[unit.id] = Hints(before if "before" in uses else (), glosses)
    return hints


def _named(article: Article, terms: LoadedTerms) -> Article:
    """Return the article with its author's name in English, if the glossary has it."""
    if not article.author or article.author_en:
        return article
    plain = "".join(article.author.split())
    match = next((one for one in terms.matcher.find(plain) if one.source == plain), None)
    return replace(article, author_en=match.target) if match else article


def _recall(article: Article, memory: Memory) -> tuple[dict[str, Unit], dict[str, Entry]]:
    """Return the units that take a stored target, and the entry that is about each unit, both by id."""
    from bilingual.keys import keys_of
    from bilingual.memory.recall import recall, recalled_unit, said_in

    taken, about = recall(article, memory)
    said = said_in(taken, keys_of(article)) if taken else {}
    units = {unit.id: unit for unit in article.units}
    return {name: recalled_unit(units[name], one, said.get(name, "")) for name, one in taken.items()}, about


def _with_remarks(article: Article, about: Mapping[str, Entry]) -> Article:
    """Return the article with what people said about its units: comments, and what they think of these targets."""
    return article.with_units({unit.id: _remarked(unit, about[unit.id]) for unit in article.units if unit.id in about})


def _remarked(unit: Unit, entry: Entry | None) -> Unit:
    """Return the unit with the remarks of an entry; those on the target only if it still is the unit's."""
    if entry is None:
        return unit
    noted = replace(unit, notes=entry.notes)
    if entry.target == unit.target:
        rejected = entry.status == "rejected"
        noted = replace(noted, dismissed=entry.dismissed, status="rejected" if rejected else unit.status)
    return noted


def decided_again(
    translation: Translation,
    taken: Mapping[str, Recalled],
    about: Mapping[str, Entry],
    drafts: Mapping[str, Unit],
) -> Translation | None:
    """Return a translation with what people have decided since: `taken` and `about` are those of `recall`.

    `drafts` are the engine's units, by id. None if a unit takes no decision and has no draft: it needs the engine.
    Units that do not change stay the same objects.
    """
    from bilingual.checks.doubt import doubtful
    from bilingual.keys import keys_of
    from bilingual.memory.recall import recalled_unit, said_in
    from bilingual.translation.verify import verify

    article = translation.article
    doubts = doubtful(drafts.values())
    said = said_in(taken, keys_of(article)) if taken else {}
    given = _given(article)
    changed: dict[str, Unit] = {}
    for block in article.blocks:
        for unit in block.units:
            plain = replace(_without_remarks(unit), engine="", confidence=None, doubts=())
            if unit.id in given:
                new = replace(plain, target=given[unit.id].target, status="approved", said_in=given[unit.id].said_in)
            elif unit.id in taken:
                new = recalled_unit(plain, taken[unit.id], said.get(unit.id, ""))
            elif unit.id in drafts:
                new = drafts[unit.id]
            else:
                return None
            new = _remarked(new, about.get(unit.id))
            if not _same(new, unit):
                terms = new.terms if unit.id in drafts and unit.id not in taken else verify(unit.terms, new.target)
                changed[unit.id] = _checked(block.kind, replace(new, terms=terms), doubts)
    article = article.with_units(changed)
    return replace(translation, article=article, figures=_with_review(translation.figures, article))


def _same(unit: Unit, other: Unit) -> bool:
    names = ("target", "origin", "status", "said_in", "notes", "dismissed")
    return all(getattr(unit, name) == getattr(other, name) for name in names)


def _without_remarks(unit: Unit) -> Unit:
    return replace(unit, notes=(), dismissed=(), status="draft", said_in="")


def _checked(kind: Kind, unit: Unit, doubts: Mapping[str, Report]) -> Unit:
    """Return the unit with its findings; `doubts` are those of the whole article."""
    from bilingual.checks.registry import check_article

    alone = Article((Block(kind, (unit,)),))
    return check_article(alone, missing=_missing(alone), doubts=doubts if unit.engine else {}).units[0]


def _given(article: Article) -> dict[str, Unit]:
    """Return the units whose English the article itself gives (its title, its subtitle, an office), by id."""
    found: dict[str, Unit] = {}
    for block in article.blocks:
        if not block.given or not block.units:
            continue
        first, *rest = block.units
        found[first.id] = replace(first, target=block.given, origin="person", status="approved")
        found |= {unit.id: replace(unit, status="approved", said_in=first.id) for unit in rest}
    return found


def _with_review(figures: Figures, article: Article) -> Figures:
    """Return the figures with those that change with every decision."""
    from bilingual.keys import sentences_of

    sentences = sentences_of(article)
    return replace(
        figures,
        findings=len(article.findings) + sum(len(unit.findings) for unit in article.units),
        reviewed=sum(unit.status == "approved" for unit in sentences),
        sentences=len(sentences),
        engines=tuple((name, sum(unit.engine == name for unit in article.units)) for name, _ in figures.engines),
    )


def _missing(article: Article) -> frozenset[str]:
    """Return the characters of the article that no font of the editions has."""
    from bilingual.editions.fonts.fontset import missing_characters

    return missing_characters("".join(unit.source + unit.target for unit in article.units))


def draw(translation: Translation, spec: EditionSpec, *, terms: LoadedTerms, date: str) -> bytes:
    """Return one edition as the bytes of its file; the same values give the same bytes.

    `date` is `YYYY-MM-DD`.
    """
    if WRITERS[spec.format].draw is None:
        from bilingual.editions.bitext import draw_bitext
        from bilingual.memory.printed import edition_of

        figures = translation.figures.values(seconds=False)
        number = edition_of(translation.article, "").id
        return draw_bitext(
            translation.article, signature=translation.signature, date=date, summary=figures, export=number
        )
    if spec.copies_original:
        from bilingual.editions.original.copying import translated_copy

        original = translation.article.original
        assert original is not None  # `Session.prepare` refuses others
        alone = spec.plan.layout == "english"
        return translated_copy(original.data, translation.article, alone=alone, order=spec.plan.order)
    return draw_edition(spec.format, _composed(translation, spec, terms, date))


def draw_book(
    articles: Sequence[tuple[Translation, LoadedTerms]], spec: EditionSpec, *, title: str, date: str
) -> bytes:
    """Return one edition with several articles, each with its glossaries, as the bytes of its file."""
    from bilingual.editions.compose.book import bind

    editions = [_composed(translation, spec, terms, date) for translation, terms in articles]
    return draw_edition(spec.format, bind(editions, title, toc=spec.plan.toc is not False))


def _composed(translation: Translation, spec: EditionSpec, terms: LoadedTerms, date: str) -> Edition:
    from bilingual.editions.compose.article import compose_edition

    article = _with_readings(translation.article) if spec.plan.furigana else translation.article
    facts = _facts(translation, entries=terms.glosses, date=date)
    return compose_edition(article, facts, plan=spec.plan)


def inputs_of_edition(translation: Translation, spec: EditionSpec, terms: LoadedTerms, *, date: str) -> str:
    """Return a hash of all that an edition is drawn from: with the same one, the file is the same."""
    import hashlib

    from bilingual.memory.inputs import inputs_of

    figures = replace(translation.figures, seconds=0.0)
    pictures = [(name, hashlib.sha256(asset.data).hexdigest()) for name, asset in translation.article.assets]
    if logo := spec.plan.theme.logo:
        pictures.append(("", hashlib.sha256(logo.data).hexdigest()))
    if spec.copies_original and (original := translation.article.original):
        pictures.append(("original", hashlib.sha256(original.data).hexdigest()))
    glosses = sorted(terms.glosses.items())
    return inputs_of(replace(translation, figures=figures), pictures, glosses, spec, date)


def _facts(translation: Translation, *, entries: Mapping[str, TermGloss], date: str) -> Facts:
    """Return the content of the colophon."""
    figures, terms = translation.figures, translation.figures.terms
    said = f"{terms.pairs_said} of {terms.pairs} used" if terms.pairs else ""
    said += f", {terms.forced} in brackets" if said and terms.forced else ""
    wrong = translation.wrong_numbers
    numbers = (
        f"{terms.numbers} checked, {f'{wrong} to review' if wrong else 'no errors found'}" if terms.numbers else ""
    )
    return Facts(
        signature=translation.signature,
        date=date,
        version=__version__,
        glossary=", ".join(path.name for path in translation.glossaries),
        reviewed=figures.reviewed,
        sentences=figures.sentences,
        figures=(
            ("Drafts", _drafts(figures)),
            ("Terms", said),
            ("Numbers", numbers),
            ("Places to review", str(figures.findings)),
        ),
        entries=entries,
    )


def _drafts(figures: Figures) -> str:
    """Return which engines made the drafts that are left, and how many; empty without any."""
    return ", ".join(f"{number} by {name}" for name, number in figures.engines if number)


def _with_readings(article: Article) -> Article:
    from bilingual.editions.compose import furigana
    from bilingual.languages.japanese.readings import readings_of

    return furigana.guess(article, readings_of)


def edition_date(path: Path | None) -> str:
    """Return the edition's date: `SOURCE_DATE_EPOCH` if set, else the day the article's file was last changed.

    With either, the same article gives the same bytes on any day; with the current date, which is used only if there
    is no file, it would not.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        seconds = int(epoch) if epoch else int(path.stat().st_mtime if path else time.time())
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OSError, OverflowError):
        return "1970-01-01"
