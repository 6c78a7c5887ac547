"""What each edition of the record shows of the map: the authority's only confirmed facts, the internal one everything.

The authority's edition shows what is unknown or open (``open_facts.py``) as "being determined", an entry of a list that
is only proposed too, and neither verdicts nor how a fact is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.labels import record
from datamap.publish.record.open_facts import OpenFacts, list_table
from datamap.publish.record.view import View
from datamap.tables.arrays import records
from datamap.transfers import flows

if TYPE_CHECKING:
    from datamap.pipeline import Audit


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
        found = OpenFacts(audit) if authority else None
        self._open_facts = found.facts if found else {}
        self._open_entries = found.entries if found else {}

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
        child = list_table(table, name)
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
        """The safeguards that are recorded, in the authority's edition; else what the verdict is based on."""
        return "; ".join(self.safeguard_names(row)) if self.authority else super().mechanism(row)


def _shown(view: Edition, table: str) -> list[int]:
    rows = view._open_entries.get(table)
    return [r for r in range(view.size(table)) if rows is None or not rows[r]]


def _confirmed(view: Edition, table: str) -> list[list[int]]:
    rows = view._open_entries[table]
    return [[r for r in own if not rows[r]] for own in view.every_kid(table)]
