"""What the options of a translation choose, as one value for the commands that translate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from bilingual import Plan, Settings
    from bilingual.editions.choices import Align, Layout, Order
    from bilingual.editions.theme import Theme
    from bilingual.settings import Dates


@dataclass(frozen=True, slots=True)
class LookChoices:
    """The values of the options that `options.look_options` adds, by the options' names."""

    layouts: tuple[Layout, ...] = ()
    order: Order = "ja-en"
    align: Align = "paragraph"
    theme: str = "mincho"
    page: str | None = None
    toc: bool | None = None
    embed_fonts: bool = True
    like: str | None = None
    furigana: bool = False
    notes: bool = False
    numbers: bool = False
    review: bool = False
    mark_drafts: bool = False
    review_comments: bool = False
    pdf_a: bool = False
    title_page: bool = False
    vertical: bool = False
    popup: bool = False
    no_colophon: bool = False
    no_terms: bool = False

    @property
    def chosen_layouts(self) -> tuple[Layout, ...]:
        """Return the layouts of --layout, or the default."""
        return self.layouts or (("stacked",) if self.like else ("side-by-side",))

    def loaded_theme(self) -> Theme:
        """Return the theme with the size of --page; its file is read again."""
        from bilingual.editions.theme_file import load_theme, with_page

        return with_page(load_theme(self.theme), self.page)

    def plan(self, theme: Theme) -> Plan:
        """Return the options of the editions."""
        from bilingual import Plan

        return Plan(
            order=self.order,
            align=self.align,
            theme=theme,
            toc=self.toc,
            furigana=self.furigana,
            notes=self.notes,
            numbers=self.numbers,
            mark_drafts=self.mark_drafts or self.review,
            comments=self.review_comments or self.review,
            archive=self.pdf_a,
            vertical=self.vertical,
            popup=self.popup,
            title_page=self.title_page,
            colophon=not self.no_colophon,
            terms=not self.no_terms,
            embed_fonts=self.embed_fonts,
            like_original=self.like is not None,
        )


@dataclass(frozen=True, slots=True)
class RunChoices:
    """The values of the options that `options.run_options` adds, by the options' names."""

    from_file: str = ""
    exclude: tuple[str, ...] = ()
    limit: int | None = None
    force: bool = False
    dry_run: bool = False
    jobs: int | None = None
    shard: str = ""
    cluster: str = ""
    with_report: bool | None = None
    split: str | None = None

    @property
    def of_archive(self) -> bool:
        """Return whether an option was given that only concerns many articles."""
        return bool(
            self.from_file or self.exclude or self.limit or self.force or self.dry_run or self.jobs or self.shard
            or self.cluster or self.with_report
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of the options that `options.translation_options` adds, by the options' names."""

    glossary: tuple[str, ...] = ()
    no_glossary: bool = False
    memory: str = ""
    no_memory: bool = False
    dates: Dates = "us"
    engine: str = "auto"
    server: str = ""
    server_model: str = ""
    threads: int | None = None
    prompt_style: str = ""
    encoding: str | None = None
    select: str = ""

    @property
    def glossaries(self) -> tuple[Path, ...] | Literal["nearest"] | None:
        """Return the glossaries that --glossary and --no-glossary select."""
        if self.glossary and self.no_glossary:
            raise click.UsageError("--glossary and --no-glossary cannot be used together.")
        if self.no_glossary:
            return None
        return tuple(map(Path, self.glossary)) or "nearest"

    @property
    def memory_file(self) -> Path | Literal["nearest"] | None:
        """Return the project memory that --memory and --no-memory select."""
        if self.no_memory:
            return None
        return Path(self.memory) if self.memory else "nearest"

    def settings(self) -> Settings:
        """Return the settings of a run; its editions are the defaults."""
        from bilingual import EngineSpec, Settings

        return Settings(
            glossaries=self.glossaries,
            engine=EngineSpec(self.engine, self.server, self.server_model, self.threads, self.prompt_style),
            dates=self.dates,
            encoding=self.encoding,
            select=self.select,
        )
