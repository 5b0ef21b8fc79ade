"""A copy of a DOCX file with some of its parts changed: the same order, no real times, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from bilingual.containers.container import Container
from bilingual.editions.docx.identity import FIRST_DAY


def copied_package(container: Container, changed: Mapping[str, bytes]) -> bytes:
    """Return the container with the content of some parts changed, by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in container.names:
            content = changed.get(name)
            content = container.read(name) if content is None else content
            if name.endswith("/") or content is None:
                continue
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return data.getvalue()
