"""Who is asked what: the rows of ``asked.yaml``, and what a question is about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from datamap.labels import plain
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN

MOST = 7
"""Questions of one form: a person answers seven, and puts twenty aside."""


@dataclass(frozen=True)
class Row:
    """One fact that someone can be asked for."""

    kind: str
    field: str
    who: str
    reads: str
    ask: Mapping[str, str]
    hint: Mapping[str, str]
    words: str = ""
    choices: tuple[str, ...] = ()
    verdict: bool = False

    def is_open(self, entry: Any) -> bool:
        """Whether an entry does not record the fact."""
        value = getattr(entry, self.field)
        return value is UNKNOWN or value == "unknown"


@cache
def rows() -> tuple[Row, ...]:
    """The table, in its order."""
    text = Path(__file__).with_name("asked.yaml").read_text(encoding="utf-8")
    return tuple(
        Row(**{**row, "choices": tuple(row.get("choices", ())), "verdict": row.get("verdict") == "yes"})
        for row in plain(text)
    )


def row_of(kind: str, field: str) -> Row | None:
    """The row of a fact; None where it is not asked for."""
    return next((r for r in rows() if (r.kind, r.field) == (kind, field)), None)


def find_entry(inventory: Inventory, kind: str, id_: str) -> tuple[int, Any] | None:
    """Position and entry with an id, or with an id that it had before a rename."""
    entries = list(getattr(inventory, kind))
    for n, entry in enumerate(entries):
        if entry.id == id_:
            return n, entry
    return next(((n, e) for n, e in enumerate(entries) if id_ in e.formerly), None)


def digest(entry: Any, field: str) -> str:
    """A digest of what a question is based on: which entry it is about, and what is recorded."""
    value = entry.model_dump(mode="json", include={"id", "name", field}, warnings=False)
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
