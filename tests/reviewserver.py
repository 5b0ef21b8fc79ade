"""`python reviewserver.py ARTICLE [PORT]`: the review page with the tests' engine, in a process that can be killed."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from bilingual.editions.writers import editions_of
from bilingual.project import Project
from bilingual.review.guard import Access
from bilingual.review.server import listen, run
from bilingual.review.workspace import Workspace
from bilingual.session import Session
from bilingual.settings import Settings
from engines import ScriptedEngine
from reviewing import english


def main(article: Path, port: int | None) -> None:
    settings = Settings(editions=editions_of(("docx", "html")))
    with Session(settings, Project(article.parent / "output", drafts=None), engine=ScriptedEngine(english)) as session:
        workspace = Workspace(session, article)
        workspace.open()
        listener = listen(workspace, port)
        access = Access(listener.getsockname()[1])
        sys.stdout.write(f"{access.address}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            run(workspace, listener, access)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
