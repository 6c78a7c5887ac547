"""What each edition of the record shows of the map: the authority's only confirmed facts, the internal one everything.

A fact is open if it is unknown, if it is only proposed, or if a reader of the notice doubts it (an observation that
names the activity or the recipient, and a provision of :data:`DOUBTED`). The authority's edition shows open facts as
"being determined", an entry of a list that is only proposed too, and neither verdicts nor how a fact is known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.labels import record
from datamap.publish.record.view import View
from datamap.tables import SPEC, TOP_LISTS
from datamap.tables.arrays import marked, records
from datamap.tables.proposals import NAMES, STAYING
from datamap.transfers import flows

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


class Edition(View):
    """The map as an edition of the record shows it, as of the day.

    Parameters
    ----------
    audit : Audit
    language : str
    authority : bool
        Whether it is for a supervisory authority.
    """

    def __init__(self, audit: Audit, language: str, authority: bool):
        super().__init__(audit, language)
        self.authority = authority

    @property
    def verdicts(self) -> bool:
        """Whether the verdicts of the audit are shown."""
        return not self.authority

    def phrase(self, key: str, **values: Any) -> str:
        """A phrase of the record."""
        return record("phrase", key, self.language).format(**values)

    def letter(self, paragraph: str, letter: str) -> str:
        """A letter of Art. 30 as it is cited in the language."""
        return record("letter", paragraph, self.language).format(x=letter)

    @property
    def open_word(self) -> str:
        return self.phrase("open") if self.authority else super().word("answer", "unknown")

    def word(self, group: str, value: str) -> str:
        """A word in the language; in the authority's edition what is unknown is being determined."""
        open_ = value == "unknown" or (group, value) in (("ground", "tool-unknown"), ("term", "country-unknown"))
        return self.open_word if self.authority and open_ else super().word(group, value)

    def marked(self, text: str, how: str) -> str:
        return text if self.authority else super().marked(text, how)

    # --- what is open ------------------------------------------------------------------------------------------------

    def column(self, table: str, name: str) -> list[Any]:
        """A column as a list, ``unknown`` where the fact is open."""
        if (table, name) in self._columns:
            return self._columns[table, name]
        found = super().column(table, name)
        rows = self._open_facts.get((table, name))
        child = _child(table, name)
        if child in self._open_entries:  # of a list without an entry that is shown, nothing is known
            emptied = np.array([not own for own in self.kids(child)]) & (np.array(found) == "listed")
            rows = emptied if rows is None else rows | emptied
        if rows is not None:
            found = ["unknown" if hidden else value for value, hidden in zip(found, rows.tolist(), strict=True)]
            self._columns[table, name] = found
        return found

    def kids(self, table: str) -> list[list[int]]:
        """Rows of a child table that are shown, for each row of its parent."""
        rows = self._open_entries.get(table)
        return super().kids(table) if rows is None else self.once(_confirmed, table)

    def adds_open(self, table: str, parent: int) -> bool:
        """Whether a list has entries that are open, beside those that are shown."""
        rows = self._open_entries.get(table)
        return rows is not None and any(rows[r] for r in self.every_kid(table)[parent])

    def every_kid(self, table: str) -> list[list[int]]:
        """Rows of a child table for each row of its parent, with those that are open."""
        return super().kids(table)

    def shown(self, table: str) -> list[int]:
        """Rows of a list of the inventory that are shown: those not open as a whole."""
        return self.once(_shown, table)

    def hides(self, table: str) -> bool:
        """Whether some entries of a list of the inventory are open as a whole."""
        rows = self._open_entries.get(table)
        return rows is not None and bool(rows.any())

    @cached_property
    def transfers(self) -> list[dict[str, Any]]:
        """The transfers of the day to recipients that are shown."""
        rows, hidden = View.transfers.func(self), self._open_entries.get("recipients")  # type: ignore[attr-defined]
        return rows if hidden is None else [t for t in rows if not hidden[t["row"]]]

    @cached_property
    def reached(self) -> dict[int, list[int]]:
        """Recipients of each purpose, by what is shown only."""
        hidden = {n: ~rows for n, rows in self._open_entries.items() if n in ("disclosures", "sub_processors")}
        links = flows.disclosure_table(self.audit.tables.keep(hidden) if hidden else self.audit.tables)
        out: dict[int, dict[int, None]] = defaultdict(dict)
        for purpose, recipient in records(links, "purpose", "recipient"):
            out[purpose][recipient] = None
        return {k: list(v) for k, v in out.items()}

    def measures(self, i: int) -> list[tuple[int, str]]:
        """Rows of the security measures of an activity; none is assumed where those that are recorded are open."""
        if self.adds_open("purpose_measures", i):
            at = self.column("purpose_measures", "measure")
            return [(at[r], "stated") for r in self.kids("purpose_measures")[i]]
        hidden = self._open_entries.get("measures")
        return [(m, how) for m, how in super().measures(i) if hidden is None or not hidden[m]]

    def tools(self, t: Mapping[str, Any]) -> list[int]:
        """Rows of the transfer tools that are recorded for a transfer; others are not transfer tools."""
        kind, suspended = (self.column("safeguards", c) for c in ("kind", "suspended"))
        country, of = self.column("safeguard_countries", "country"), self.kids("safeguard_countries")
        day = self.day.isoformat()
        return [
            r
            for r in self.kids("safeguards")[t["row"]]
            if kind[r] not in ("unknown", "dpa", "other")
            and not (suspended[r][:1].isdigit() and suspended[r] <= day)
            and (not of[r] or t["country"] in [country[c] for c in of[r]])
        ]

    def safeguard_names(self, t: Mapping[str, Any]) -> list[str]:
        """The safeguards of a transfer in words: the recorded tools, an adequacy decision of the country, or a word."""
        kind = self.column("safeguards", "kind")
        rows = self.tools(t)
        names = [self._tool_name(r) for r in rows]
        if t["ground"] == "adequacy" and "adequacy" not in [kind[r] for r in rows]:
            names.insert(0, self.word("safeguard", "adequacy"))
        if names:
            return list(dict.fromkeys(names))
        stated = self.column("recipients", "safeguards")[t["row"]]
        return [self.answer("none" if stated == "none" else "unknown")]

    def _tool_name(self, r: int) -> str:
        kind, version, signed = (self.column("safeguards", c)[r] for c in ("kind", "version", "signed"))
        parts = [self.word("safeguard", kind)]
        if kind == "derogation" and version.startswith("49-1-"):
            at = version.rpartition("-")[2]
            parts = [record("letter", "compelling" if at == "2" else "derogation", self.language).format(x=at)]
        elif version not in ("unknown", ""):
            parts.append(version)
        if signed[:1].isdigit():
            parts.append(self.phrase("signed", day=signed))
        return ", ".join(parts)

    def mechanism(self, row: dict[str, Any]) -> str:
        """The safeguards that are recorded, in the authority's edition; else what the verdict rests on."""
        return "; ".join(self.safeguard_names(row)) if self.authority else super().mechanism(row)

    @cached_property
    def _open_facts(self) -> Mapping[tuple[str, str], np.ndarray]:
        marks = self.audit.marks if self.authority else None
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
    def _open_entries(self) -> Mapping[str, np.ndarray]:
        """Rows of the day that are open as a whole, by table; also those that refer to an open entry."""
        marks = self.audit.marks if self.authority else None
        found = {n: self._of_day(n, rows) for n, rows in marks.entries.items()} if marks is not None else {}
        for name in STAYING:
            found.pop(name, None)
        for doubted, field, rows in self._doubts():
            if child := _child(doubted, field):
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
        if not self.authority:
            return
        cited = self.source["observations"]["articles"].tolist()
        for pattern, table, field in DOUBTED:
            own = [bool(re.search(rf"GDPR (?:{pattern})", text)) for text in cited]
            if not any(own):
                continue
            link = self.source[f"observation_{table}"]
            at = link[table.removesuffix("s")].to_numpy()[np.array(own)[link["observation"].to_numpy()]]
            rows = marked(self.size(table), at[at >= 0])
            if rows.any():
                yield table, field, rows


@cache
def _child(table: str, field: str) -> str:
    """The table that holds the entries of a list; empty where a field is no list."""
    return next((s.name for s in SPEC.values() if s.parent == table and s.field == field), "")


def _shown(view: Edition, table: str) -> list[int]:
    rows = view._open_entries.get(table)
    return [r for r in range(view.size(table)) if rows is None or not rows[r]]


def _confirmed(view: Edition, table: str) -> list[list[int]]:
    rows = view._open_entries[table]
    return [[r for r in own if not rows[r]] for own in view.every_kid(table)]
