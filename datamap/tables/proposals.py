"""What is only proposed (``how: proposed``), and the maps that follow from it: the one mask for proposals.

A proposal improves no verdict and no rule's result, and hides no worse one. Three maps of the same inventories show
that, and an audit takes the worst that any of them gives:

* ``masked``: every entry exists, but of what is proposed only that it exists is used; an adverse fact stays;
* ``without``: proposed entries and facts are left out, as if each had been rejected;
* ``accepted``: every proposal counts as stated.

``masked`` has the rows of the whole map, so that everything else can be shown on it. Where nothing is proposed, there
is nothing to work out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from datamap.model.vocabulary import HOW
from datamap.tables.arrays import marked
from datamap.tables.columns import default
from datamap.tables.frames import Tables
from datamap.tables.spec import CHILD_TABLES, EVIDENCE, SPEC, TOP_LISTS, Column, Table

PROPOSED = "proposed"
_CODE = HOW.index(PROPOSED)

NAMES = frozenset(
    ("id", "formerly", "name", "title", "how", "why", "notes", "ref", "organisation", "label", "topic", "text")
    + ("file", "sha256", "language", "replaced_by")
)
"""Columns by which an entry is recognised. They decide nothing and stay as they are."""

ADVERSE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("categories", "special"): tuple(w for w in SPEC["categories"]["special"].words if w not in ("unknown", "none")),
    ("categories", "declared"): ("no",),
    ("categories", "national_id"): ("yes",),
    ("subjects", "vulnerable"): ("yes",),
    ("subjects", "children"): ("yes",),
    ("purposes", "arrangement"): ("no",),
    ("purposes", "automated_decisions"): ("yes",),
    ("purposes", "automated_ground"): ("none",),
    ("purposes", "human_review"): ("no",),
    ("purposes", "device_access"): ("analytics", "advertising", "other"),
    ("purposes", "large_scale"): ("yes",),
    ("purposes", "monitoring"): ("people", "public-area"),
    ("purposes", "dpia"): ("required", "in-progress"),
    ("purposes", "dpia_ground"): tuple(
        w for w in SPEC["purposes"]["dpia_ground"].words if w not in ("unknown", "none")
    ),
    ("recipients", "dpa"): ("no",),
    ("recipients", "joint_arrangement"): ("no",),
    ("recipients", "subject_to_gdpr"): ("yes",),
    ("safeguards", "tia"): ("negative", "none"),
    ("safeguards", "annexes"): ("no",),
    ("safeguards", "authorised"): ("no",),
    ("informs", "told"): ("not-told",),
    ("documents", "found"): ("changed", "missing"),
}
"""Values that a proposal may have and the mask keeps, because they count against the organisation."""

NARROWING = (("disclosures", "categories"), ("recipients", "categories"))
"""Lists that narrow what a recipient gets. Proposed, they narrow nothing."""

STAYING = ("inventories", "controllers", "notices")
"""Tables with one row for each inventory, which is never left out."""


@dataclass(frozen=True)
class Marks:
    """What is proposed.

    Attributes
    ----------
    entries : mapping of str to bool array
        By table the rows that are proposed as a whole, also because the entry that they belong to is.
    facts : mapping of (str, str) to bool array
        By table and column the rows of which this one fact is proposed.
    own : mapping of str to bool array
        By table the rows that are proposed themselves, whatever they belong to.
    """

    entries: Mapping[str, np.ndarray]
    facts: Mapping[tuple[str, str], np.ndarray]
    own: Mapping[str, np.ndarray]

    def of(self, table: Table, column: Column) -> np.ndarray | None:
        """Rows of which a column is proposed; None where no row is."""
        parts = [p for p in (self.entries.get(table.name), self.facts.get((table.name, column.name))) if p is not None]
        return np.logical_or.reduce(parts) if parts else None


def find(tables: Tables) -> Marks | None:
    """What is proposed in the tables; None where nothing is."""
    if not any(tables.has(name, "how", PROPOSED) for name, table in SPEC.items() if _has_how(table)):
        return None
    first = _first_evidence(tables)
    entries: dict[str, np.ndarray] = {}
    facts: dict[tuple[str, str], np.ndarray] = {}
    own: dict[str, np.ndarray] = {}
    for name, table in SPEC.items():
        if table is EVIDENCE:
            continue
        size = len(tables[name])
        mark = np.zeros(size, dtype=bool)
        if _has_how(table):
            mark |= tables[name]["how"].cat.codes.to_numpy() == _CODE
        mine = first[first["table"] == name] if len(first) else first
        for fact, rows in mine.groupby("fact", sort=False)["row"] if len(mine) else ():
            if not fact or _makes_the_entry(table, str(fact)):
                mark |= marked(size, rows.to_numpy())
            elif fact not in NAMES:
                facts[name, str(fact)] = marked(size, rows.to_numpy())
        if mark.any():
            own[name] = mark.copy()
        if table.parent:
            parent = tables[name][table.parent_key].to_numpy()
            above = (entries.get(table.parent), facts.get((table.parent, table.field)))
            for part in above:
                if part is not None:
                    mark |= part[parent]
        if mark.any():
            entries[name] = mark
    return Marks(entries, facts, own) if entries or facts else None


def _has_how(table: Table) -> bool:
    return any(c.name == "how" for c in table.columns)


def _makes_the_entry(table: Table, fact: str) -> bool:
    """Whether there is no entry without this fact: the kind of a safeguard, the recipient of a disclosure."""
    column = next((c for c in table.columns if c.name == fact), None)
    return column is not None and fact not in NAMES and default(table, column) is None


def _first_evidence(tables: Tables) -> pd.DataFrame:
    """``table, row, fact`` of which the first piece of evidence is proposed; an empty fact is the entry as a whole."""
    e = tables["evidence"]
    proposed = e["how"].cat.codes.to_numpy() == _CODE
    nothing = pd.DataFrame({"table": [], "row": [], "fact": []})
    if not proposed.any():
        return nothing
    key = e["row"].to_numpy().astype(np.int64) * len(SPEC) + e["table"].cat.codes.to_numpy()
    at = np.flatnonzero(np.isin(key, key[proposed]))
    split = pd.Series(np.asarray(e["facts"].array.take(at), dtype=object)).str.split(" ")
    each = pd.DataFrame({"table": e["table"].astype(str).to_numpy()[at], "row": e["row"].to_numpy()[at], "fact": split})
    each = each.assign(proposed=proposed[at]).explode("fact")
    each = each.drop_duplicates(["table", "row", "fact"])
    return each[each["proposed"].to_numpy(dtype=bool)]


# --- the maps ---------------------------------------------------------------------------------------------------------


class Worlds:
    """The maps that follow from proposals, whatever the day.

    Parameters
    ----------
    source : Tables
        The whole map.
    marks : Marks
    """

    def __init__(self, source: Tables, marks: Marks):
        self.source, self.marks = source, marks

    @cached_property
    def masked(self) -> Tables:
        """Each entry, but of what is proposed only that it exists, and what counts against the organisation."""
        changed: dict[str, dict[str, Any]] = {}
        for table in _entry_tables():
            for column in table.columns:
                rows = self.marks.of(table, column)
                if rows is None or column.name in NAMES - {"how"} or column.kind in ("ref", "ids"):
                    continue
                if column.name == "how":
                    value: str | None = PROPOSED
                elif column.kind == "said":
                    value = "unknown" if (table.name, column.name) in NARROWING else None
                else:
                    value = _unknown(table, column)
                if value is not None:
                    rows = rows & ~_adverse(self.source, table, column)
                    changed.setdefault(table.name, {})[column.name] = _replaced(
                        self.source[table.name][column.name], rows, value
                    )
        return self.source.with_columns(changed)

    @cached_property
    def without(self) -> Tables:
        """The map without the proposals: no entry that is proposed, and no fact."""
        changed: dict[str, dict[str, Any]] = {}
        for table in _entry_tables():
            for column in table.columns:
                rows = self.marks.facts.get((table.name, column.name))
                if rows is None and table.name in STAYING:
                    rows = self.marks.entries.get(table.name)
                value = None if column.name in NAMES or column.kind in ("ref", "ids") else _unknown(table, column)
                if rows is not None and value is not None:
                    changed.setdefault(table.name, {})[column.name] = _replaced(
                        self.source[table.name][column.name], rows, value
                    )
        out = self.source.with_columns(changed)
        return _left(out, {name: ~rows for name, rows in self.marks.entries.items() if name not in STAYING})

    @cached_property
    def accepted(self) -> Tables:
        """The map as if every proposal were confirmed."""
        changed: dict[str, dict[str, Any]] = {}
        for table in SPEC.values():
            if _has_how(table) and self.source.has(table.name, "how", PROPOSED):
                how = self.source[table.name]["how"]
                changed[table.name] = {"how": _replaced(how, (how == PROPOSED).to_numpy(), "stated")}
        return self.source.with_columns(changed)

    def without_tools(self, tables: Tables) -> Tables:
        """Tables made here, as they were on a day, without the safeguards that are proposed."""
        rows = self.marks.entries.get("safeguards")
        if rows is None:
            return tables
        at = tables.rows.get("safeguards")
        return _left(tables, {"safeguards": ~(rows if at is None else rows[at])})

    def on(self, day: dt.date) -> WorldsOfDay:
        """The maps as they were on a day."""
        return WorldsOfDay(self, day)


class WorldsOfDay:
    """The maps that follow from proposals, as they were on a day.

    Attributes
    ----------
    masked, without, accepted : Tables
    """

    def __init__(self, worlds: Worlds, day: dt.date):
        self.masked, self.without, self.accepted = (t.on(day) for t in (worlds.masked, worlds.without, worlds.accepted))
        self._worlds = worlds

    @property
    def limits(self) -> tuple[Tables, Tables]:
        """The maps between which the truth is, each with its own findings: no proposal is true, or every one."""
        return self.without, self.accepted

    @cached_property
    def others(self) -> tuple[Tables, ...]:
        """Maps on which a transfer may have a worse verdict than on the masked one; the accepted one is the first.

        Where no tool is proposed, leaving out tools gives the same maps again: they are judged once.
        """
        maps = (
            self.accepted,
            self._worlds.without_tools(self.accepted),
            self._worlds.without_tools(self.masked),
            self.without,
        )
        distinct = {id(t): t for t in maps if t is not self.masked}
        return tuple(distinct.values())


def worlds(tables: Tables) -> Worlds | None:
    """The maps that follow from the proposals in the tables; None where nothing is proposed."""
    marks = find(tables)
    return Worlds(tables, marks) if marks else None


def _entry_tables() -> list[Table]:
    return [t for t in SPEC.values() if t.model is not None and t is not EVIDENCE]


def _unknown(table: Table, column: Column) -> str | None:
    """What a column holds where nothing is recorded; None for one that every entry must have."""
    value = default(table, column)
    if value is None and "unknown" in column.words:
        return "unknown"
    return value


def _adverse(tables: Tables, table: Table, column: Column) -> np.ndarray:
    """Rows in which a value counts against the organisation (bool)."""
    values = tables[table.name][column.name]
    if (table.name, column.name) == ("safeguards", "suspended"):
        return np.ones(len(values), dtype=bool)
    words = ADVERSE.get((table.name, column.name), ())
    return values.isin(words).to_numpy() if words else np.zeros(len(values), dtype=bool)


def _replaced(values: pd.Series, rows: np.ndarray, value: str) -> Any:
    """A column with one value in some rows."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes = np.where(rows, values.cat.categories.get_loc(value), values.cat.codes.to_numpy()).astype(np.int8)
        return pd.Categorical.from_codes(codes, dtype=values.dtype)
    out = values.array.copy()
    out[rows] = value
    return out


def _left(tables: Tables, own: dict[str, np.ndarray]) -> Tables:
    """The tables without some rows; a list that lost all its entries is recorded as little as before."""
    own = {name: keep for name, keep in own.items() if not keep.all()}
    out = tables.keep(own)
    if out is tables:
        return tables
    lists = [(name, child.name, child.parent_key, child.field) for name in SPEC for child in CHILD_TABLES[name]]
    lists += [("inventories", name, "controller", name) for name in TOP_LISTS]
    changed: dict[str, dict[str, Any]] = {}
    for name, below, key, field in lists:
        if below not in out.rows or field not in out[name]:
            continue
        states, size = out[name][field], len(tables[name])
        has, had = marked(len(out[name]), out[below][key].to_numpy()), marked(size, tables[below][key].to_numpy())
        emptied = (states == "listed").to_numpy() & ~has & had[out.rows_in(tables, name)]
        if emptied.any():
            value = _unknown(SPEC[name], SPEC[name][field]) or "unknown"
            changed.setdefault(name, {})[field] = _replaced(states, emptied, value)
    return out.with_columns(changed)
