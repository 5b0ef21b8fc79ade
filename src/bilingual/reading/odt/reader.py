"""An OpenDocument text (ODT, FODT) → an article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bilingual.model import Article
from bilingual.reading.documents.assembly import assemble
from bilingual.reading.documents.left_out import LeftOut
from bilingual.reading.documents.model import DocumentFacts
from bilingual.reading.load import place_of
from bilingual.reading.odt.body import BodyReader
from bilingual.reading.odt.names import odf_child, odf_name, odf_tag
from bilingual.reading.odt.package import OdtParts
from bilingual.reading.odt.styles import OdtStyles


def read_odt(data: bytes, path: Path) -> Article:
    """Return the article in an OpenDocument text, a package or one XML file; `path` is for its name.

    Raises `InputError` for a file that is none, that is damaged, encrypted or too large, or that has macros.
    """
    parts = OdtParts(data, place_of(path))
    left_out = LeftOut()
    _add_page_heads(parts.styles, left_out)
    reader = BodyReader(parts, OdtStyles(parts.content, parts.styles), left_out)
    reader.blocks(parts.body)
    reader.notes()
    facts = DocumentFacts(name=path.name, notices=left_out.notices, assets=reader.assets)
    return assemble(reader.found, facts)


def _add_page_heads(styles: Any, left_out: LeftOut) -> None:
    """Count the headers and footers of the pages, each text once."""
    masters = odf_child(styles, "office:master-styles") if styles is not None else None
    found: set[tuple[str, str]] = set()
    for part in masters.iterdescendants() if masters is not None else ():
        kind = odf_name(part).partition("-")[0].removeprefix("style:")
        text = " ".join("".join(one.itertext()) for one in part.iter(odf_tag("text:p"))).strip()
        if kind in ("header", "footer") and odf_name(part).startswith("style:") and text:
            if (kind, text) not in found:
                left_out.add(f"a {kind}", f"{kind}s", text)
            found.add((kind, text))
