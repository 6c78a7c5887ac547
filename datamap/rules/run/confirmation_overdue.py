"""Confirmations that are due again.

What it finds: facts that a person confirmed more than twelve months before the day of the report, and that no person
has confirmed since.

Why it matters: a confirmation shows that a fact was right on its day. Vendors, systems and people change, and the
record must stay accurate (Art. 5(1)(d), 24(1)).

Example: the head of HR confirmed the retention of payroll data on 2025-03-01, and it is now September 2026.

What to do: ask the same function again, and record who confirms the fact, in what function and when (`confirmed_by`,
`confirmed_as`, `confirmed_on`).

When it is wrong: the fact cannot change, or it was confirmed again and only the date was not recorded.

Sources: GDPR Art. 5(1)(d), 24(1).
"""

import datetime as dt
import itertools
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from datamap.labels.counting import count, few
from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
from datamap.tables import Tables
from datamap.tables.arrays import cells, records
from datamap.tables.spec import SPEC

VALID = 366
"""Days for which a confirmation is recent enough."""


def find(facts: Facts) -> pd.DataFrame:
    confirmed = _confirmed(facts)
    if not len(confirmed):
        return NOTHING
    due, owners = _due(facts, confirmed), _Owners(facts.tables)
    found = []
    ordered = due.sort_values("controller", kind="stable")
    rows = records(ordered, "controller", "table", "row", "by", "function", "on")
    for controller, of in itertools.groupby(rows, key=itemgetter(0)):
        listed = [row[1:] for row in of]
        found.append(
            {
                "row": controller,
                "facts": count(len(listed), "facts"),
                "which": few(owners.name(table, row) for table, row, *_ in listed),
                "who": few(_by(*one) for _, _, *one in listed),
            }
        )
    return pd.DataFrame(found, columns=["row", "facts", "which", "who"])


def _confirmed(facts: Facts) -> np.ndarray:
    """Rows of evidence that a person has confirmed; not after the day of the report: on that day it was not known."""
    day = facts.day.isoformat()
    codes, days = facts.tables.codes("evidence", "confirmed_on")
    return np.flatnonzero(np.array([d != "" and d <= day for d in days], dtype=bool)[codes])


def _due(facts: Facts, at: np.ndarray) -> pd.DataFrame:
    """The last confirmation of each fact, where it is too old; the oldest first."""
    evidence, limit = facts.tables["evidence"], (facts.day - dt.timedelta(VALID)).isoformat()
    shown = {"by": "confirmed_by", "function": "confirmed_as", "on": "confirmed_on", "fact": "facts"}
    confirmed = evidence.iloc[at][["controller", "table", "row"]].astype({"table": str})
    confirmed = confirmed.assign(**{name: text(evidence[column], at) for name, column in shown.items()})
    confirmed["fact"] = [words.split() or [""] for words in confirmed["fact"]]
    key = ["table", "row", "fact"]
    last = confirmed.explode("fact").sort_values("on", kind="stable").drop_duplicates(key, keep="last")
    return last[(last["on"] < limit).to_numpy(dtype=bool)]


class _Owners:
    """The names of the entries that rows are part of."""

    def __init__(self, tables: Tables):
        self._tables = tables
        self._of: dict[str, tuple[str, Any]] = {}

    def name(self, table: str, row: int) -> str:
        """The name of the entry that a row is part of."""
        found, of = self._parent(table)
        while found:
            table, row = found, int(of[row])
            found, of = self._parent(table)
        return str(of(row)) if of else table.rstrip("s")

    def _parent(self, table: str) -> tuple[str, Any]:
        """The parent table and each row's parent; for an entry with a name no table, and what reads the names."""
        if table not in self._of:
            f, parent = self._tables[table], SPEC[table].parent
            if "name" in f:
                self._of[table] = "", cells(f["name"])
            elif parent:
                self._of[table] = parent, f[SPEC[table].parent_key].to_numpy()
            else:
                self._of[table] = "", None
        return self._of[table]


def _by(name: str, function: str, day: str) -> str:
    return f"{name or 'a person without a name'}{f' ({function})' if function else ''} on {day}"


RULE = Rule(
    code="RU007",
    name="confirmation_overdue",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(1)(d)", "GDPR Art. 24(1)"),
    subject="inventories",
    rows_of="evidence",
    message="In the map of {subject}, {facts} had the last confirmation more than a year ago: {which}; by {who}.",
    remedy="Ask whether the facts are still right, and record who confirms them, in what function and when.",
    action="ask again for the facts of {subject} that were confirmed more than a year ago",
    find=find,
    page=__doc__,
)
