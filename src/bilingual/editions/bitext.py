"""The aligned text as JSON, for programs and for `diff`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bilingual.keys import UnitKeys, keys_of
from bilingual.model import Article, Block, Unit

FORMAT = 1
"""Version of the JSON; increased by incompatible changes."""


def draw_bitext(article: Article, *, signature: str, date: str, summary: dict[str, Any], export: str = "") -> bytes:
    """Return the article as UTF-8 JSON, one key per line; `export` is the id of an export that people edit."""
    keys = keys_of(article)
    value = {
        "format": FORMAT,
        "name": article.name,
        "source": article.path,
        "author": article.author,
        "published": {"date": article.date, "source": article.origin},
        "meta": dict(article.meta),
        "date": date,
        "signature": signature,
        "summary": summary,
        **({"export": export} if export else {}),
        "blocks": [_block(block, keys) for block in article.blocks],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _block(block: Block, keys: Mapping[str, UnitKeys]) -> dict[str, Any]:
    value: dict[str, Any] = {"kind": block.kind, "level": block.level, "line": block.place.line}
    if block.marker:
        value["marker"] = block.marker
    if block.columns:
        value["columns"] = block.columns
    if block.value:
        value["value"] = block.value
    value["units"] = [_unit(unit, keys.get(unit.id, UnitKeys(""))) for unit in block.units]
    return value


def _unit(unit: Unit, keys: UnitKeys) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": unit.id,
        "source": unit.source,
        "target": unit.target,
        "origin": unit.origin,
        "status": unit.status,
        "key": keys.key,
        "before": keys.before,
        "after": keys.after,
        "terms": [
            {"source": match.source, "target": match.target, "found": match.found, "kind": match.kind, "how": match.how}
            for match in unit.terms
        ],
        "findings": [
            {"code": finding.code, "severity": finding.severity, "message": finding.message}
            for finding in unit.findings
        ],
    }
    marks = [{"kind": m.kind, "start": m.start, "end": m.end, "value": m.value} for m in unit.marks]
    rest = {
        "marks": marks,
        "notes": list(unit.notes),
        "said_in": unit.said_in,
        "engine": unit.engine,
        "confidence": unit.confidence,
        "doubts": list(unit.doubts),
    }
    return value | {name: some for name, some in rest.items() if some}
