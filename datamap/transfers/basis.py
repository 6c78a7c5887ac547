"""The facts on which an assessment of some transfers rests, in groups, and a digest of each group.

An assessment records these digests when it is made; where one differs later, a fact of that group has changed. Nothing
else is part of them: names in other words, notes, evidence and the order of entries change no digest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from datamap.law import Law
from datamap.model.assessment import OF_TRANSFERS
from datamap.model.recipient import to_look_up
from datamap.tables import Tables
from datamap.tables.arrays import cells, marked, records
from datamap.transfers.flows import disclosure_table, flow_table

if TYPE_CHECKING:
    from datamap import vendors
    from datamap.law.practices import Sheets

LENGTH = 16
"""Characters of a digest."""

_COLUMNS = {
    "recipients": ("id", "legal_entity", "parent", "role", "sector", "subject_to_gdpr", "affiliate"),
    "sites": ("country", "activity", "run_by", "run_by_country"),
    "safeguards": (
        "kind",
        "version",
        "module",
        "signed",
        "annexes",
        "suspended",
        "authorised",
        "within_group",
        "occasional",
    ),
    "purposes": ("id", "role", "automated_decisions"),
    "categories": ("id", "special"),
    "subjects": ("id", "vulnerable"),
}
"""Table -> the columns of the facts on which an assessment rests."""

Facts = Mapping[str, list[Any]]
"""Group of facts -> the facts, sorted, as plain values."""


class Leg(NamedTuple):
    """A transfer as far as an assessment is concerned: who imports, where, and which processor exports (-1: none)."""

    recipient: int
    via: int
    country: str


class Basis:
    """What assessments of the transfers of one day are based on.

    Parameters
    ----------
    tables : Tables
        As they were on the day.
    day : date
    law : Law
    sheets : Sheets
        The country sheets.
    regimes : array of str
        For each recipient the law that binds who exports to it.
    """

    def __init__(self, tables: Tables, day: dt.date, law: Law, sheets: Sheets, regimes: np.ndarray):
        self.tables, self.day, self.law, self.sheets, self._regimes = tables, day, law, sheets, regimes
        self._parts: dict[tuple[str, Leg], list[Any]] = {}
        self._data_of: dict[Leg, list[Any]] = {}
        self._statements: dict[tuple[str, str, frozenset[str]], list[Any]] = {}
        self._texts: dict[str, RowTexts] = {}
        self._read: dict[tuple[str, str], Callable[[int], str]] = {}
        self._of = {
            name: tables.children(name, "recipient") for name in ("sites", "safeguards", "sub_processors", "aliases")
        }

    def of(self, legs: Iterable[Leg], groups: Iterable[str] = OF_TRANSFERS) -> dict[str, str]:
        """The digest of each group of facts on which an assessment of these transfers rests, or of some groups."""
        ordered = sorted(set(legs))
        return {name: digest([self._part(name, leg) for leg in ordered]) for name in groups}

    def prepare(self, legs: Iterable[Leg]) -> None:
        """Work out which data go through many transfers together: a group's tables are read once."""
        todo = [leg for leg in dict.fromkeys(legs) if leg not in self._data_of]
        if not todo:
            return
        t = self.tables
        wanted = marked(len(t["recipients"]), np.array([leg.recipient for leg in todo], dtype=np.int64))
        use, sent = _by_way(flow_table(t, wanted), "category"), _by_way(disclosure_table(t, wanted), "purpose")
        people = t.children("purpose_subjects", "purpose")
        classes = t["purpose_subjects"]["subject"].to_numpy()
        for leg in todo:
            way = (leg.recipient, leg.via)
            purposes, categories = sorted(sent.get(way, ())), sorted(use.get(way, ()))
            subjects = sorted(set(classes[people.of(np.array(purposes, dtype=np.int64))[1]].tolist()))
            self._data_of[leg] = [
                sorted(self._row("categories", c) for c in categories),
                sorted(self._row("purposes", p) for p in purposes),
                sorted(self._row("subjects", s) for s in subjects),
            ]

    def facts(self, leg: Leg) -> Facts:
        """The facts on which an assessment of one transfer rests."""
        return {name: self._part(name, leg) for name in OF_TRANSFERS}

    def _part(self, name: str, leg: Leg) -> list[Any]:
        """One group of the facts on which an assessment of one transfer rests, worked out once."""
        if (name, leg) not in self._parts:
            self._parts[name, leg] = _GROUPS[name](self, leg)
        return self._parts[name, leg]

    def _data(self, leg: Leg) -> list[Any]:
        self.prepare([leg])
        return self._data_of[leg]

    def _vendor(self, leg: Leg) -> list[Any]:
        from datamap.vendors import answer  # here, because a map without assessments of transfers needs no vendors

        return sorted((f.service, f.sort, answer.value(f)) for f in self.vendor(leg.recipient))

    def sites(self, leg: Leg) -> list[int]:
        """Rows of the importer's sites in the country of destination."""
        country = self._cells("sites", "country")
        return [row for row in self._rows("sites", leg.recipient) if country(row) == leg.country]

    def tools(self, leg: Leg) -> list[int]:
        """Rows of the safeguards that are for this transfer."""
        named, places = self._cells("safeguards", "countries"), self._tool_places
        found = self._rows("safeguards", leg.recipient)
        return [row for row in found if named(row) != "listed" or leg.country in places[row]]

    def vendor(self, recipient: int) -> list[vendors.Fact]:
        """What is known about the vendor's services: facts that suggest and do not decide."""
        from datamap import vendors

        name, entity, alias = (
            self._cells(*of) for of in (("recipients", "name"), ("recipients", "legal_entity"), ("aliases", "text"))
        )
        aliases = [alias(row) for row in self._rows("aliases", recipient)]
        names = to_look_up(name(recipient), aliases, entity(recipient))
        return [f for service in vendors.find(self._vendors, names) for f in service.facts]

    @cached_property
    def _vendors(self) -> vendors.Vendors:
        from datamap import vendors

        return vendors.load_for(self.day, self.law.known_on)

    def chain(self, leg: Leg) -> list[int]:
        """The recipients behind the importer, nearest first."""
        sub = self._subs
        found, level = [leg.recipient], [leg.recipient]
        while level:
            level = sorted({sub[n] for r in level for n in self._rows("sub_processors", r)} - {-1, *found})
            found += level
        return found[1:]

    @cached_property
    def _subs(self) -> list[int]:
        return self.tables["sub_processors"]["sub_processor"].tolist()

    def _row(self, table: str, row: int) -> tuple[str, ...]:
        if table not in self._texts:
            self._texts[table] = RowTexts(self.tables[table], _COLUMNS[table])
        return self._texts[table][row]

    def _cells(self, table: str, column: str) -> Callable[[int], str]:
        """What reads a column of a table row by row, made once."""
        if (table, column) not in self._read:
            self._read[table, column] = cells(self.tables[table][column])
        return self._read[table, column]

    def _rows(self, table: str, recipient: int) -> list[int]:
        return self._of[table].rows(recipient)

    @cached_property
    def _tool_places(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for row, country in records(self.tables["safeguard_countries"], "safeguard", "country"):
            found.setdefault(row, set()).add(country)
        return found

    def _chain(self, leg: Leg) -> list[Any]:
        names = self._cells("recipients", "id")
        exporter = [] if leg.via < 0 else [self._row("recipients", leg.via)]
        behind = [
            (
                names(row),
                sorted(self._row("sites", s)[:2] for s in self._rows("sites", row)),
            )
            for row in self.chain(leg)
        ]
        return [exporter, sorted(behind), self._cells("recipients", "sub_processors")(leg.recipient)]

    def _law(self, leg: Leg) -> list[Any]:
        kind = self._cells("safeguards", "kind")
        key = (self._regimes[leg.recipient], leg.country, frozenset(kind(row) for row in self.tools(leg)))
        if key not in self._statements:
            self._statements[key] = self._statement(*key)
        return self._statements[key]

    def _statement(self, regime: str, country: str, kinds: frozenset[str]) -> list[Any]:
        """What the law states on transfers to a country with some kinds of tools: many transfers have it in common."""
        known = country not in ("unknown", "various", "worldwide")
        status = self.law.status(country, self.day, regime) if known else None
        tools = [i for i in self.law.at(regime, self.day).instruments if i.kind in kinds and i.in_force(self.day)]
        found = [*(status.instruments if status else ()), *tools]
        about = [country, *(i.id for i in found)]
        pending = {w.id: w.text for name in about for w in self.law.watch(name, self.day)}
        rows = {(i.id, i.cited(self.day), str(i.end_known(self.day) or "")) for i in found}
        return [status.status if status else "unknown", sorted(rows), sorted(pending.items())]


_GROUPS: Mapping[str, Callable[[Basis, Leg], list[Any]]] = {
    "recipient": lambda of, leg: [of._row("recipients", leg.recipient)],
    "places": lambda of, leg: sorted(of._row("sites", s) for s in of.sites(leg)),
    "data": Basis._data,
    "tools": lambda of, leg: sorted(of._row("safeguards", s) for s in of.tools(leg)),
    "chain": Basis._chain,
    "law": Basis._law,
    "country-sheet": lambda of, leg: sorted((s.id, s.text, s.citation) for s in of.sheets.of(leg.country, of.day)),
    "vendor": Basis._vendor,
}
"""How each group of facts of a transfer is worked out."""


def _by_way(flows: pd.DataFrame, column: str) -> dict[tuple[int, int], set[int]]:
    found: dict[tuple[int, int], set[int]] = {}
    for recipient, via, value in records(flows, "recipient", "via", column):
        found.setdefault((recipient, via), set()).add(value)
    return found


def recorded_digests(tables: Tables, mine: np.ndarray) -> dict[int, dict[str, str]]:
    """What the assessments in a bool mask recorded of the facts on which they rest: group -> digest."""
    found: dict[int, dict[str, str]] = {}
    for at, name, known in records(tables["assessment_inputs"], "assessment", "input", "digest"):
        if mine[at]:
            found.setdefault(at, {})[name] = known
    return found


def changed(recorded: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The groups of facts whose digest is another one now."""
    return tuple(name for name, known in recorded.items() if now.get(name) != known)


class RowTexts:
    """Some columns of a table as texts, row by row: only the rows that are asked for are read, not a group's all."""

    def __init__(self, frame: pd.DataFrame, columns: Sequence[str]):
        self._columns = [cells(frame[c]) for c in columns]

    def __getitem__(self, row: int) -> tuple[str, ...]:
        return tuple(text(row) for text in self._columns)


def digest(facts: Any) -> str:
    """The digest of a group of facts."""
    return hashlib.sha256(_JSON.encode(facts).encode()).hexdigest()[:LENGTH]


_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)
