"""A correction from the edited file to every later edition: render, edit, learn, render."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest

from bilingual.editions.writers import editions_of
from bilingual.errors import InputError, MemoryFileError, OutputError
from bilingual.keys import keys_of
from bilingual.learning import LearnedFile, LearnOptions, learn
from bilingual.memory.entries import Decision
from bilingual.model import Unit
from bilingual.outcomes import Outcome
from bilingual.project import MEMORY, Project
from bilingual.session import Session
from bilingual.settings import Settings
from engines import ScriptedEngine

TEXT = """図書館の一日

朝、図書館は九時に開く。子供たちが静かに本を読む。司書は棚を整える。

昼になると学生が増える。席はすぐに埋まる。

夕方、窓の外は暗くなる。最後の人が帰る。
"""
ENGLISH = {
    "図書館の一日": "A Day at the Library",
    "朝、図書館は九時に開く。": "In the morning the library opens at nine.",
    "子供たちが静かに本を読む。": "Children read books quietly.",
    "司書は棚を整える。": "The librarian tidies the shelves.",
    "昼になると学生が増える。": "At noon there are more students.",
    "席はすぐに埋まる。": "The seats are soon taken.",
    "夕方、窓の外は暗くなる。": "In the evening it gets dark outside.",
    "最後の人が帰る。": "The last visitor leaves.",
    "新しい段落を入れた。": "A new paragraph was put in.",
}


def english(segment: str, attempt: int) -> list[str]:
    return [ENGLISH.get(segment, f"English of {len(segment)} letters.")]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("input").mkdir()
    Path("input/a.txt").write_text(TEXT, "utf-8")
    Path("glossary.yaml").write_text("司書: librarian\n", "utf-8")
    return tmp_path


@pytest.fixture
def session(project: Path) -> Iterator[Session]:
    settings = Settings(editions=editions_of(("pdf", "docx", "html", "json")))
    with Session(settings, Project(drafts=None), engine=ScriptedEngine(english)) as made:
        yield made


def rendered(session: Session) -> dict[str, Unit]:
    """Render the article and return its units by source."""
    return {unit.source: unit for unit in session.render("input/a.txt").article.units}


def edit(change: Callable[[str], str], file: str = "output/a.docx") -> None:
    """Change the text of every run of a Word edition, as a person would."""
    document = docx.Document(file)
    for text in document.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        text.text = change(text.text or "")
    document.save(file)


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def taught(session: Session, file: str = "output/a.docx", **options: object) -> LearnedFile:
    return learn(session, Path(file), LearnOptions(**options))  # type: ignore[arg-type]


def verdicts(result: LearnedFile) -> list[str]:
    return [one.verdict for one in result.learned.corrections]


def texts_of_editions() -> dict[str, str]:
    pages = pypdf.PdfReader("output/a.pdf").pages
    word = docx.Document("output/a.docx").element
    return {
        "pdf": " ".join(" ".join(page.extract_text() for page in pages).split()),
        "docx": "".join(node.text or "" for node in word.iter() if node.tag.endswith("}t")),
        "html": re.sub(r"<[^>]+>", "", Path("output/a.html").read_text("utf-8")),
    }


THREE = {
    "Children read books quietly.": "Children are reading in silence.",
    "The seats are soon taken.": "Every seat is taken within minutes.",
    "The last visitor leaves.": "The last reader goes home.",
}


def test_three_corrections_stay_in_every_edition(session: Session) -> None:
    before = rendered(session)
    for old, new in THREE.items():
        edit(swap(old, new))
    result = taught(session)
    assert verdicts(result) == ["changed"] * 3
    outcome = session.render("input/a.txt")
    assert not outcome.left
    assert (outcome.figures.reviewed, outcome.figures.sentences) == (3, 8)
    for name, text in texts_of_editions().items():
        for old, new in THREE.items():
            assert new in text, name
            assert old not in text, name
        assert "3 of 8 sentences reviewed" in text, name
    after = {unit.source: unit for unit in outcome.article.units}
    assert {source: unit.target for source, unit in after.items() if unit.target not in THREE.values()} == {
        source: unit.target for source, unit in before.items() if unit.target not in THREE
    }
    assert [unit.status for unit in after.values() if unit.target in THREE.values()] == ["approved"] * 3
    # What was learned need not be learned again.
    assert verdicts(taught(session)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("朝、図書館", "新しい段落を入れた。\n\n朝、図書館"),
        lambda text: text.replace("\n夕方", "\n新しい段落を入れた。\n\n夕方"),
        lambda text: text.replace("昼になると学生が増える。", ""),
        lambda text: text.replace("司書は棚を整える。", "司書は机も整える。"),
        lambda text: "\n\n".join([*text.strip().split("\n\n")[:1], *reversed(text.strip().split("\n\n")[1:])]),
        lambda text: text.replace("。", "。\n"),
        lambda text: text.replace("\n\n", "\n\n\n\n").replace("席はすぐに埋まる。", " 席はすぐに埋まる。"),
    ],
    ids=["inserted above", "inserted", "deleted", "another changed", "moved", "lines", "spaces"],
)
def test_corrections_stay_when_the_article_changes(session: Session, change: Callable[[str], str]) -> None:
    rendered(session)
    for old, new in THREE.items():
        edit(swap(old, new))
    taught(session)
    Path("input/a.txt").write_text(change(TEXT), "utf-8")
    assert set(THREE.values()) <= {unit.target for unit in rendered(session).values()}


def test_a_changed_source_is_translated_again(session: Session) -> None:
    rendered(session)
    edit(swap("The seats are soon taken.", "No seat is free."))
    taught(session)
    Path("input/a.txt").write_text(TEXT.replace("席はすぐに埋まる。", "席はなかなか埋まらない。"), "utf-8")
    unit = rendered(session)["席はなかなか埋まらない。"]
    assert unit.target != "No seat is free."
    assert unit.status == "draft"


def test_the_last_correction_stays(session: Session) -> None:
    """An earlier correction does not come back when the article is as it was at that time."""
    source, new = "席はすぐに埋まる。", "新しい段落を入れた。"
    for text, target in ((TEXT, "One."), (TEXT.replace(source, f"{new}{source}"), "Two."), (TEXT, "Two.")):
        Path("input/a.txt").write_text(text, "utf-8")
        old = rendered(session)[source].target
        if old != target:
            edit(swap(old, target))
            taught(session)
        assert rendered(session)[source].target == target


def test_sentences_that_are_equal_can_be_corrected_apart(session: Session) -> None:
    Path("input/a.txt").write_text("題名\n\nはい。そうです。\n\n問う。はい。違います。\n", "utf-8")
    ENGLISH["はい。"] = "Yes."
    rendered(session)
    document = docx.Document("output/a.docx")
    runs = [node for node in document.element.iter() if node.tag.endswith("}t") and (node.text or "").strip() == "Yes."]
    assert len(runs) == 2
    for run, text in zip(runs, ("Yes, indeed. ", "Certainly. "), strict=True):
        run.text = text
    document.save("output/a.docx")
    taught(session)
    units = [unit for unit in session.render("input/a.txt").article.units if unit.source == "はい。"]
    assert [unit.target for unit in units] == ["Yes, indeed.", "Certainly."]


def test_an_edited_file_is_left_alone(session: Session) -> None:
    rendered(session)
    edit(swap("Children read", "Children love to read"))
    mine = Path("output/a.docx").read_bytes()
    Path("glossary.yaml").write_text("司書: keeper\n", "utf-8")
    outcome = session.render("input/a.txt")
    assert outcome.left == (Path("output/a.docx"),)
    assert Path("output/a.docx").read_bytes() == mine
    assert "keeper" in Path("output/a.html").read_text("utf-8")
    session.settings = Settings(editions=editions_of(("docx",)))
    with pytest.raises(OutputError, match=r"bilingual learn output/a\.docx"):
        session.render("input/a.txt")


def test_overwrite_keeps_a_copy(session: Session) -> None:
    rendered(session)
    edit(swap("Children read", "Children love to read"))
    mine = Path("output/a.docx").read_bytes()
    session.settings = Settings(editions=editions_of(("docx",)), overwrite=True)
    session.render("input/a.txt")
    assert "love" not in texts_of_editions()["docx"]
    assert [path.read_bytes() for path in Path(".bilingual/backups").iterdir()] == [mine]


@pytest.mark.parametrize("name", ["a.pdf", "a.html", "a.json"])
def test_other_editions_that_were_changed_are_left_alone_too(session: Session, name: str) -> None:
    rendered(session)
    file = Path("output") / name
    file.write_bytes(file.read_bytes() + b"\n")
    assert session.render("input/a.txt").left == (file,)


def test_without_a_record_an_edited_docx_is_still_recognised(session: Session) -> None:
    rendered(session)
    session.close()
    shutil.rmtree(".bilingual")
    assert not session.render("input/a.txt").left, "nobody has changed it"
    edit(swap("Children read", "Children love to read"))
    session.close()
    shutil.rmtree(".bilingual")
    assert session.render("input/a.txt").left == (Path("output/a.docx"),)


def test_what_was_printed_need_not_be_recorded(session: Session) -> None:
    rendered(session)
    edit(swap("Children read", "Children love to read"))
    session.close()
    shutil.rmtree(".bilingual")
    result = taught(session)
    assert verdicts(result) == ["changed"]
    assert "compared with today's translation" in result.warnings[0]
    assert "Children love to read books quietly." in {unit.target for unit in rendered(session).values()}


def test_a_file_of_another_project_needs_its_article(session: Session, tmp_path: Path) -> None:
    rendered(session)
    session.close()
    shutil.rmtree(".bilingual")
    shutil.move("input/a.txt", tmp_path / "elsewhere.txt")
    with pytest.raises(InputError, match="--article"):
        taught(session)
    assert verdicts(taught(session, article=tmp_path / "elsewhere.txt")) == []


def test_conflict(session: Session) -> None:
    rendered(session)
    shutil.copy("output/a.docx", "second.docx")
    edit(swap("Children read", "Children love to read"))
    taught(session)
    edit(swap("Children read", "Kids read"), "second.docx")
    result = taught(session, "second.docx")
    (one,) = result.learned.corrections
    assert (one.verdict, one.ours, one.after) == (
        "conflict",
        "Children love to read books quietly.",
        "Kids read books quietly.",
    )
    assert "Children love to read books quietly." in {unit.target for unit in rendered(session).values()}
    assert result.copies, "the file has a text that was not taken"
    memory = session.memory("input/a.txt")
    assert memory is not None
    (entry,) = memory.entries()
    assert memory.offers(entry.id) == [("Kids read books quietly.", "docx")]
    assert verdicts(taught(session, "second.docx", theirs=True)) == ["changed"]
    assert "Kids read books quietly." in {unit.target for unit in rendered(session).values()}


def test_undo(session: Session) -> None:
    before = {source: unit.target for source, unit in rendered(session).items()}
    edit(swap("Children read", "Children love to read"))
    taught(session)
    memory = session.memory("input/a.txt")
    assert memory is not None
    assert len(memory.undo()) == 1
    assert {source: unit.target for source, unit in rendered(session).items()} == before
    assert memory.undo() == []


def test_a_no_break_space_is_kept_as_it_was_typed(session: Session) -> None:
    rendered(session)
    edit(swap("Children read books", "Some 20\N{NO-BREAK SPACE}children  read books"))
    taught(session)
    assert (
        rendered(session)["子供たちが静かに本を読む。"].target
        == "Some 20\N{NO-BREAK SPACE}children read books quietly."
    )


def test_dry_run_stores_nothing(session: Session) -> None:
    rendered(session)
    edit(swap("Children read", "Children love to read"))
    assert verdicts(taught(session, dry_run=True)) == ["changed"]
    memory = session.memory("input/a.txt")
    assert memory is not None
    assert list(memory.entries()) == []
    assert session.render("input/a.txt").left, "it is not learned"


def test_an_approval_keeps_comments_and_dismissed_findings(session: Session) -> None:
    unit = rendered(session)["席はすぐに埋まる。"]
    keys = keys_of(session.read("input/a.txt"))[unit.id]
    memory = session.memory("input/a.txt")
    assert memory is not None
    seen = Decision(
        unit.source, keys.key, unit.target, keys.before, keys.after, status="draft", origin="engine", article="a.txt"
    )
    memory.decide([replace(seen, dismissed=("length-ratio",), notes=("Check.",))])
    taught(session, approve_all=True)
    (entry,) = memory.find([keys.key])[keys.key]
    assert (entry.status, entry.dismissed, entry.notes) == ("approved", ("length-ratio",), ("Check.",))


def test_approve_all(session: Session) -> None:
    rendered(session)
    edit(swap("Children read", "Children love to read"))
    result = taught(session, approve_all=True)
    assert sorted(verdicts(result)) == ["approved"] * 7 + ["changed"]
    outcome = session.render("input/a.txt")
    assert outcome.figures.reviewed == outcome.figures.sentences == 8
    assert "Machine translation, reviewed" in texts_of_editions()["html"]


def test_a_term_changes_its_units_and_contradicts_an_approval(session: Session) -> None:
    before = rendered(session)
    edit(swap("The librarian tidies the shelves.", "The librarian puts the shelves in order."))
    taught(session)
    Path("glossary.yaml").write_text("司書: keeper\n学生: undergraduate\n", "utf-8")
    after = rendered(session)
    changed = {source for source in after if after[source].target != before[source].target}
    assert changed == {"司書は棚を整える。", "昼になると学生が増える。"}
    stays = after["司書は棚を整える。"]
    assert stays.target == "The librarian puts the shelves in order."
    (finding,) = stays.findings
    assert finding.code == "term-conflict"
    assert "keeper" in finding.message
    assert stays.target in finding.message


def test_a_merged_sentence_is_said_once(session: Session) -> None:
    rendered(session)
    edit(swap("The seats are soon taken.", ""))
    edit(swap("At noon there are more students.", "At noon there are more students, and the seats are soon taken."))
    result = taught(session)
    assert sorted(verdicts(result)) == ["changed", "merged"]
    shutil.copy("output/a.docx", "same.docx")
    assert verdicts(taught(session, "same.docx")) == [], "it is in the memory"
    units = rendered(session)
    assert units["席はすぐに埋まる。"].target == ""
    assert not [one.code for one in units["席はすぐに埋まる。"].findings]
    # Without the sentence that says it, it is translated again.
    Path("input/a.txt").write_text(TEXT.replace("昼になると学生が増える。", ""), "utf-8")
    assert rendered(session)["席はすぐに埋まる。"].target == "The seats are soon taken."


def test_a_deleted_sentence_is_named(session: Session) -> None:
    rendered(session)
    edit(swap("The last visitor leaves.", ""))
    assert verdicts(taught(session)) == ["deleted"]
    unit = rendered(session)["最後の人が帰る。"]
    assert (unit.target, unit.status) == ("", "approved")
    assert [(one.code, one.severity) for one in unit.findings] == [("left-out", "note")]


def test_bitext_edited_by_hand(session: Session) -> None:
    rendered(session)
    file = Path("output/a.json")
    file.write_text(file.read_text("utf-8").replace("Children read books quietly.", "Children read in peace."), "utf-8")
    assert verdicts(taught(session, "output/a.json")) == ["changed"]
    assert rendered(session)["子供たちが静かに本を読む。"].target == "Children read in peace."
    assert not session.render("input/a.txt").left


def test_a_damaged_memory_is_an_error_and_is_kept(session: Session) -> None:
    rendered(session)
    session.close()
    MEMORY.write_bytes(b"not a database, but work of people " * 100)
    data = MEMORY.read_bytes()
    for action in (lambda: session.render("input/a.txt"), lambda: taught(session)):
        with pytest.raises(MemoryFileError, match="is damaged"):
            action()
    assert MEMORY.read_bytes() == data


def test_a_folder_that_cannot_be_written_gives_one_warning(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Path(".bilingual").write_text("in the way", "utf-8")
    for _ in range(2):
        outcome: Outcome = session.render("input/a.txt")
        assert len(outcome.files) == 4
    assert [line for line in caplog.messages if ".bilingual" in line and "not recorded" in line][1:] == []


def test_a_second_run_draws_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(session)
    drawn: list[object] = []
    with monkeypatch.context() as patched:
        patched.setattr(session, "draw", lambda *given, **rest: drawn.append(given))
        rendered(session)
    assert drawn == []
    Path("output/a.pdf").unlink()
    rendered(session)
    assert Path("output/a.pdf").is_file()


def test_exactly_the_touched_units_are_asked_again(project: Path) -> None:
    engine = ScriptedEngine(english)
    with Session(Settings(editions=editions_of(("json",))), Project(), engine=engine) as session:
        session.render("input/a.txt")
        engine.asked.clear()
        Path("glossary.yaml").write_text("司書: librarian\n席: seat\n", "utf-8")
        session.render("input/a.txt")
    assert engine.asked
    assert all(segment.endswith("はすぐに埋まる。") for segment, _ in engine.asked), engine.asked


def test_export_and_learn_every_format(session: Session) -> None:
    from bilingual.exporting import export_article

    for name, suffix in (("xliff", "xlf"), ("xliff2", "xlf"), ("csv", "csv"), ("po", "po"), ("tmx", "tmx")):
        rendered(session)
        file = Path(f"{name}.{suffix}")
        assert export_article(session, Path("input/a.txt"), file, name) == 8
        old = rendered(session)["席はすぐに埋まる。"].target
        new = f"Seats go fast ({name})."
        file.write_text(file.read_text("utf-8-sig").replace(old, new), "utf-8")
        result = taught(session, str(file))
        assert verdicts(result)[:1] == ["changed"], (name, result.learned.corrections)
        assert rendered(session)["席はすぐに埋まる。"].target == new


def test_json_of_the_summary_names_what_was_left(project: Path, mini: Path) -> None:
    from click.testing import CliRunner

    from bilingual.cli.main import cli

    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(cli, [*arguments, "-e", str(mini)])
        assert result.exit_code == code, result.output
        return result.output

    run("render", "input/a.txt")
    edit(lambda text: text.replace("The ", "THE "))
    output = run("render", "input/a.txt", code=7)
    assert "output/a.docx: has been changed since it was written" in output
    (article,) = json.loads(CliRunner().invoke(cli, ["render", "input/a.txt", "--json", "-e", str(mini)]).stdout)[
        "articles"
    ]
    assert article["left"] == ["output/a.docx"]
    assert "correction" in run("learn", "output/a.docx")
    run("render", "input/a.txt")


REPEATED = """会議の案内

会議を開きます。よろしくお願いします。

資料を送ります。よろしくお願いします。

質問は電話で。よろしくお願いします。
"""
PLEASE = "よろしくお願いします。"


def pleases(session: Session, name: str = "input/a.txt") -> list[str]:
    return [unit.target for unit in session.render(name).article.units if unit.source == PLEASE]


@pytest.fixture
def repeated(session: Session) -> Session:
    ENGLISH[PLEASE] = "Thank you."
    Path("input/a.txt").write_text(REPEATED, "utf-8")
    session.render("input/a.txt")
    return session


def edit_nth(old: str, new: str, number: int) -> None:
    """Change the n-th run that has a text."""
    document = docx.Document("output/a.docx")
    runs = [node for node in document.element.iter() if node.tag.endswith("}t") and old in (node.text or "")]
    runs[number].text = (runs[number].text or "").replace(old, new)
    document.save("output/a.docx")


def test_a_deletion_does_not_spread(repeated: Session) -> None:
    edit_nth("Thank you.", "", 1)
    assert verdicts(taught(repeated)) == ["deleted"]
    assert pleases(repeated) == ["Thank you.", "", "Thank you."]
    Path("input/b.txt").write_text(REPEATED.replace("資料", "議案"), "utf-8")
    assert pleases(repeated, "input/b.txt") == ["Thank you."] * 3


def test_a_correction_does_not_spread_to_what_was_read_and_left(repeated: Session) -> None:
    edit_nth("Thank you.", "We thank you for your help.", 1)
    taught(repeated)
    assert pleases(repeated) == ["Thank you.", "We thank you for your help.", "Thank you."]
    assert repeated.render("input/a.txt").figures.reviewed == 1


def test_repeated_sentences_move_with_their_paragraphs(repeated: Session) -> None:
    for number in range(3):
        edit_nth("Thank you.", f"No. {number}.", 0)
    taught(repeated)
    assert pleases(repeated) == ["No. 0.", "No. 1.", "No. 2."]
    title, *paragraphs = REPEATED.strip().split("\n\n")
    for order in ((2, 0, 1), (1, 2, 0), (2, 1, 0), (0, 2, 1)):
        Path("input/a.txt").write_text("\n\n".join([title, *(paragraphs[at] for at in order)]), "utf-8")
        assert pleases(repeated) == [f"No. {at}." for at in order]


def test_what_is_saved_while_a_run_works_is_not_replaced(project: Path) -> None:
    def late(segment: str, attempt: int) -> list[str]:
        if Path("output/a.docx").exists():
            Path("output/a.docx").write_bytes(b"saved by a person meanwhile")
        return english(segment, attempt)

    settings = Settings(editions=editions_of(("docx",)))
    with Session(settings, Project(drafts=None), engine=ScriptedEngine(english)) as session:
        session.render("input/a.txt")
    Path("input/a.txt").write_text(TEXT.replace("静か", "楽しそう"), "utf-8")
    with Session(settings, Project(drafts=None), engine=ScriptedEngine(late)) as session:
        assert session.render("input/a.txt").left == (Path("output/a.docx"),)
    assert Path("output/a.docx").read_bytes() == b"saved by a person meanwhile"


def test_after_undo_the_file_is_a_persons_again(session: Session) -> None:
    rendered(session)
    edit(swap("Children read", "Children love to read"))
    taught(session)
    memory = session.memory("input/a.txt")
    assert memory is not None
    memory.undo()
    assert session.render("input/a.txt").left == (Path("output/a.docx"),)


def test_comments_of_people_are_shown(session: Session, mini: Path) -> None:
    from click.testing import CliRunner

    from bilingual.cli.main import cli
    from bilingual.editions.plan import Plan

    rendered(session)
    document = docx.Document("output/a.docx")
    paragraph = next(p for t in document.tables for c in t._cells for p in c.paragraphs if "Children read" in p.text)
    run = next(run for run in paragraph.runs if "Children read" in run.text)
    document.add_comment(run, text="Is it true?", author="M. Field", initials="MF")
    document.save("output/a.docx")
    assert verdicts(taught(session)) == ["noted"]
    session.settings = Settings(editions=editions_of(("docx",), plan=Plan(comments=True)))
    unit = rendered(session)["子供たちが静かに本を読む。"]
    assert unit.notes == ("M. Field: Is it true?",)
    assert unit.status == "draft"
    assert any("Is it true?" in comment.text for comment in docx.Document("output/a.docx").comments)
    result = CliRunner().invoke(cli, ["check", "input/a.txt", "-e", str(mini)])
    assert "comment: M. Field: Is it true?" in result.output


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"%PDF-1.4", "corrections are not read from PDF"),
        ("input/a.txt", None, "is an article"),
        ("empty.docx", b"", "is in no format"),
        ("old.docx", b"\xd0\xcf\x11\xe0" + bytes(100), "old Word file"),
        ("none.docx", None, "cannot be read"),
        ("broken.docx", b"PK\x03\x04" + bytes(100), "broken.docx"),
    ],
)
def test_wrong_files_are_one_line(session: Session, name: str, content: bytes | None, message: str) -> None:
    from bilingual.errors import BilingualError

    rendered(session)
    if content is not None:
        Path(name).write_bytes(content)
    with pytest.raises(BilingualError, match=message) as caught:
        taught(session, name)
    assert "\n" not in str(caught.value)
    assert " - " in str(caught.value)


def test_a_docx_of_something_else_is_refused(session: Session) -> None:
    rendered(session)
    document = docx.Document()
    document.add_paragraph("An invoice.")
    document.save("output/a.docx")
    with pytest.raises(InputError, match="is no edition of"):
        taught(session)
