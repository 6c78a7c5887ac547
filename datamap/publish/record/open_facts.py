"""Which facts of the map are open: what an authority reads as "being determined".

A fact is open if it is only proposed, or if a reader of the notice doubts it (an observation that names the activity or
the recipient, and a provision of :data:`DOUBTED`). An entry of a list can be open as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from datamap.tables import SPEC, TOP_LISTS
from datamap.tables.arrays import marked
from datamap.tables.proposals import NAMES, STAYING

if TYPE_CHECKING:
    from datamap.pipeline import Audit

DOUBTED: tuple[tuple[str, str, str], ...] = (
    (r"Art\. (?:6|7|8|9|10)\b|Art\. 1[34]\(1\)\([cd]\)", "purposes", "legal_bases"),
    (r"Art\. 5\(1\)\(e\)|Art\. 1[34]\(2\)\(a\)|Art\. 30\(1\)\(f\)", "purposes", "retention"),
    (r"Art\. 1[34]\(1\)\(e\)|Art\. 30\(1\)\(d\)", "purposes", "recipients"),
    (r"Art\. 30\(1\)\(g\)|Art\. 32\b", "purposes", "measures"),
    (r"Art\. 28\b", "recipients", "dpa"),
    (r"Art\. 1[34]\(1\)\(f\)|Art\. 4[4-9]\b", "recipients", "safeguards"),
)
"""Provisions that an observation cites, and the facts of the activities or recipients it names that are then open.

Others, such as data minimisation, question whether the organisation may do what the record describes, not what it is.
"""

_KEPT = NAMES - {"how"}


class OpenFacts:
    """The open facts of the map of the day.

    Parameters
    ----------
    audit : Audit
    """

    def __init__(self, audit: Audit):
        self.audit, self.source = audit, audit.tables

    @cached_property
    def facts(self) -> Mapping[tuple[str, str], np.ndarray]:
        """Rows of the day whose fact is open, by table and field."""
        marks = self.audit.marks
        found: dict[tuple[str, str], np.ndarray] = {}
        if marks is not None:
            for table in SPEC.values():
                for column in table.columns if table.model is not None else ():
                    rows = marks.of(table, column)
                    if rows is not None and column.name not in _KEPT and column.kind not in ("ref", "ids"):
                        found[table.name, column.name] = self._of_day(table.name, rows)
        for doubted, field, rows in self._doubts():
            found[doubted, field] = found.get((doubted, field), False) | rows
        return found

    @cached_property
    def entries(self) -> Mapping[str, np.ndarray]:
        """Rows of the day that are open as a whole, by table; also those that refer to an open entry."""
        marks = self.audit.marks
        found = {n: self._of_day(n, rows) for n, rows in marks.entries.items()} if marks is not None else {}
        for name in STAYING:
            found.pop(name, None)
        for doubted, field, rows in self._doubts():
            if child := list_table(doubted, field):
                parent = self.source[child][SPEC[child].parent_key].to_numpy()
                found[child] = found.get(child, False) | rows[parent]
        for table in SPEC.values() if found else ():
            for column in table.columns:
                target = found.get(column.refers) if column.kind == "ref" and column.refers in TOP_LISTS else None
                if target is not None and len(target):
                    at = self.source[table.name][column.name].to_numpy()
                    found[table.name] = found.get(table.name, False) | np.where(at >= 0, target[at], False)
        return {name: rows for name, rows in found.items() if rows.any()}

    def _of_day(self, table: str, rows: np.ndarray) -> np.ndarray:
        at = self.source.rows.get(table)
        return rows if at is None else rows[at]

    def _doubts(self) -> Iterator[tuple[str, str, np.ndarray]]:
        """Table, field and rows that a reader of the notice doubts."""
        cited = self.source["observations"]["articles"].tolist()
        for pattern, table, field in DOUBTED:
            own = [bool(re.search(rf"GDPR (?:{pattern})", text)) for text in cited]
            if not any(own):
                continue
            link = self.source[f"observation_{table}"]
            at = link[table.removesuffix("s")].to_numpy()[np.array(own)[link["observation"].to_numpy()]]
            rows = marked(len(self.source[table]), at[at >= 0])
            if rows.any():
                yield table, field, rows


@cache
def list_table(table: str, field: str) -> str:
    """The table that holds the entries of a list; empty where a field is not a list."""
    return next((s.name for s in SPEC.values() if s.parent == table and s.field == field), "")
