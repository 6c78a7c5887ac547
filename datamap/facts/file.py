"""One file of a pack: its rows checked against the schema. Mistakes are collected, so that all are reported at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from datamap.facts.parsing import Row
from datamap.facts.schema import Schema


def name_of(row: Mapping[str, Any]) -> str:
    """The name by which a correction refers to a row: its ``row``, else its ``id``; empty for a row without a name."""
    return str(row.get("row") or row.get("id") or row.get("version") or "")


def keep(rows: Iterable[Mapping[str, Any]], known_on: dt.date | None) -> list[dict[str, Any]]:
    """Rows as known on a day: without those recorded later, and without those that were replaced by then.

    Examples
    --------
    >>> first = {"row": "a", "recorded": dt.date(2026, 1, 1)}
    >>> better = {"row": "b", "replaces": ["a"], "recorded": dt.date(2026, 2, 1)}
    >>> [[r["row"] for r in keep([first, better], day)] for day in (dt.date(2026, 1, 31), None)]
    [['a'], ['b']]
    """
    known = [dict(r) for r in rows if known_on is None or r["recorded"] <= known_on]
    replaced = {name for r in known for name in r.get("replaces", ())}
    return [r for r in known if not name_of(r) or name_of(r) not in replaced]


def _texts(value: object) -> bool:
    """Whether a value is a text, or a list of nothing but texts."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(x, str) for x in value))


@dataclass(frozen=True)
class File:
    """One data file as read.

    Attributes
    ----------
    name : str
        With its ending, as messages name it.
    data : Row
    raw : bytes
    schema : Schema
    problems : list of str
        Mistakes found so far; all files of a pack share one list.
    """

    name: str
    data: Row
    raw: bytes
    schema: Schema
    problems: list[str]

    def wrong(self, row: object, where: str, found: str, expected: str) -> None:
        """Note a mistake."""
        self.problems.append(f"{self.name}:{getattr(row, 'line', 0)} {where}: {found}. Expected {expected}")

    def check(self, row: object, sort: str, where: str) -> bool:
        """Whether a row has its columns, each with the right sort of value; notes what is wrong."""
        if not isinstance(row, Row):
            self.wrong(self.data, where, f"found {row!r}", "columns and values")
            return False
        before = len(self.problems)
        self._check_columns(row, sort, where)
        for column, value in row.items():
            self._check_value(row, sort, where, column, value)
        first, last = row.get("from"), row.get("until")
        if len(self.problems) == before and first and last and last < first:
            found = f"until {last} is before from {first}"
            self.wrong(row, where, found, "two inclusive days, the first one first")
        parts = self.schema.sort(sort).parts.items() if len(self.problems) == before else ()
        for column, of in parts:
            for part in row.get(column, ()):
                self.check(part, of, f"{where}, {column}")
        return len(self.problems) == before

    def _check_columns(self, row: Row, sort: str, where: str) -> None:
        known = self.schema.sort(sort)
        for column in row:
            if column not in known.columns:
                found = f"the column '{column}' is not known"
                self.wrong(row, where, found, f"one of: {', '.join(known.columns)}")
        for column in known.needed:
            if row.get(column) is None:
                self.wrong(row, where, f"the column '{column}' is missing", "a value")
            elif column in self.schema.cites and row[column] == []:
                self.wrong(row, where, f"{column} is empty", "a source of the ledger: a fact without one is not used")

    def _check_value(self, row: Row, sort: str, where: str, column: str, value: Any) -> None:
        words = self.schema.words.get(column)
        if self.schema.holds_day(column):
            if value is not None and type(value) is not dt.date:
                self.wrong(row, where, f"{column} is {value!r}", "a day as YYYY-MM-DD, without quotes or time")
        elif self.schema.holds_list(column) and not isinstance(value, list):
            self.wrong(row, where, f"{column} is {value!r}", "a list in [ ]")
        elif column in self.schema.sort(sort).codes and not _texts(value):
            expected = 'codes and ids (an unquoted NO is false in YAML: write "NO")'
            self.wrong(row, where, f"{column} contains {value!r}", expected)
        elif words and not set(value if isinstance(value, list) else [value]) <= set(words):
            self.wrong(row, where, f"{column} is {value!r}", f"one of: {', '.join(words)}")

    def rows(self, sort: str, known_on: dt.date | None, sources: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a sort that were known on a day, with the file's defaults; notes wrong rows and omits them."""
        found = self.data.get(sort) or []
        if not isinstance(found, list):
            self.wrong(self.data, sort, f"found {found!r}", "a list of rows, each after a dash")
            return []
        about = self.schema.sort(sort).one_at_a_time  # names the row in messages where it has no name
        good = []
        for n, row in enumerate(found):
            where = f"{sort} {name_of(row) or row.get(about) or n}" if isinstance(row, Row) else sort
            if not self.check(row, sort, where):
                continue
            cited = [str(source) for column in self.schema.cites for source in row.get(column, ())]
            missing = [source for source in cited if source not in sources]
            if missing:
                what = f"source {', '.join(missing)} is not in sources.yaml"
                self.wrong(row, where, what, "a source of the ledger; add it there with title and url")
            complete = Row({**self.data["defaults"], **row})
            complete.line = row.line
            good.append(complete)
        self._check_names(sort, found, good)
        kept = keep(good, known_on)
        self._check_ids(sort, kept)
        self._check_overlaps(sort, kept)
        return kept

    def _check_names(self, sort: str, found: list[Any], good: list[Row]) -> None:
        """A correction names a row that exists, and no two rows have one name."""
        names = [name_of(r) for r in found if isinstance(r, Row)]
        for row in good:
            where = f"{sort} {name_of(row)}"
            for gone in row.get("replaces", ()):
                if gone not in names:
                    expected = "the `row` (or `id`) of the row that it corrects"
                    self.wrong(row, where, f"it replaces '{gone}', and no row has that name", expected)
            if name_of(row) and names.count(name_of(row)) > 1:
                self.wrong(row, where, "two rows have this name", "a different `row` name for the correction")

    def _check_ids(self, sort: str, kept: list[dict[str, Any]]) -> None:
        ids = [r["id"] for r in kept if "id" in r]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            expected = "the newer one to name the older one under `replaces`"
            self.wrong(self.data, f"{sort} {twice}", "two rows with this id are in force", expected)

    def _check_overlaps(self, sort: str, kept: list[dict[str, Any]]) -> None:
        """A value of the column that allows one row at a time has not two on one day."""
        column = self.schema.sort(sort).one_at_a_time
        spans: dict[str, list[tuple[dt.date, dt.date]]] = {}
        for row in kept if column else ():
            for value in row[column]:
                spans.setdefault(value, []).append((row["from"], row.get("until") or dt.date.max))
        for value, days in spans.items():
            for (_, last), (first, _) in pairwise(sorted(days)):
                if first <= last:
                    found = f"two rows for {value} on {first}"
                    self.wrong(self.data, sort, found, "one row for a day: end the earlier row the day before")
