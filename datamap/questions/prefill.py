"""What a form of an assessment is filled in with: each answer names the fact that it is taken from.

What the map, the law pack and the country sheets do not state stays open. Nothing here draws a conclusion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.labels import word
from datamap.labels.countries import name as name_of
from datamap.law.practices import Statement
from datamap.tables.arrays import records
from datamap.transfers.basis import Leg
from datamap.transfers.flows import disclosure_table, flow_table
from datamap.vendors import answer

if TYPE_CHECKING:
    from datamap.pipeline import Audit

Known = tuple[str, str]
"""A statement, and the fact and source that it is taken from."""

TOPICS = {"access": "access", "oversight": "oversight", "redress": "redress"}
"""Point of the form -> topic of the country sheets."""


class Prefill:
    """The statements for the transfers of one form.

    Parameters
    ----------
    audit : Audit
        Of one inventory.
    legs : sequence of Leg
    """

    def __init__(self, audit: Audit, legs: list[Leg]):
        self.audit, self.legs, self.t = audit, legs, audit.tables
        self.basis = audit.facts.assessments.basis
        self.sheets = self.basis.sheets
        self.countries = sorted({leg.country for leg in legs})
        self.recipients = sorted({leg.recipient for leg in legs})
        ways = {(leg.recipient, leg.via) for leg in legs}
        wanted = np.isin(np.arange(len(self.t["recipients"])), self.recipients)
        self.purposes = self._reached(disclosure_table(self.t, wanted), "purpose", ways)
        self.categories = self._reached(flow_table(self.t, wanted), "category", ways)

    @staticmethod
    def _reached(flows: Any, column: str, ways: set[tuple[int, int]]) -> list[int]:
        return sorted({v for r, via, v in records(flows, "recipient", "via", column) if (r, via) in ways})

    def points(self) -> dict[str, tuple[Known, ...]]:
        """The statements for each point; a point that is not among them is open."""
        found = {
            "purposes": self._names("purposes", self.purposes),
            "data": self._data(),
            "recipient-type": (*self._kinds(), *self._vendor("entities", "roles", "listings")),
            "sector": self._sectors(),
            "chain": self._chain(),
            "onward": (*self._onward(), *self._vendor("legs")),
            "importer-information": self._vendor("addresses"),
            "storage": self._storage(),
            "tool": self._tool(),
            **{point: self._sheet(topic) for point, topic in TOPICS.items()},
            "practice": self._pending(),
            "contractual": self._contracts(),
            "technical": self._measures("technical"),
            "organisational": self._measures("organisational"),
            "procedure": self._annexes(),
        }
        return {point: tuple(dict.fromkeys(known)) for point, of in found.items() if (known := list(of))}

    def look(self) -> dict[str, tuple[str, ...]]:
        """Where to look for what a country sheet leaves open."""
        blank = {
            topic: [c for c in self.countries if not self.sheets.of(c, self.audit.as_of, topic)]
            for topic in TOPICS.values()
        }
        return {
            point: tuple(f"No statement on {_places(blank[topic])}. {s.text}" for s in self.sheets.where_to_look(topic))
            for point, topic in TOPICS.items()
            if blank[topic]
        }

    def _names(self, table: str, rows: Iterable[int]) -> Iterator[Known]:
        frame = self.t[table]
        return ((frame["name"].iat[row], f"map: {table}.{frame['id'].iat[row]}") for row in rows)

    def _data(self) -> Iterator[Known]:
        frame = self.t["categories"]
        for row in self.categories:
            special = frame["special"].iat[row]
            kind = {"none": "", "unknown": " (special category: not recorded)"}.get(special, f" (special: {special})")
            yield f"{frame['name'].iat[row]}{kind}", f"map: categories.{frame['id'].iat[row]}"
        people = self.t["purpose_subjects"]
        subjects = {s for p, s in records(people, "purpose", "subject") if p in set(self.purposes)}
        frame = self.t["subjects"]
        for row in sorted(subjects):
            yield f"About: {frame['name'].iat[row]}", f"map: subjects.{frame['id'].iat[row]}"

    def _kinds(self) -> Iterator[Known]:
        r = self.t["recipients"]
        for row in self.recipients:
            at = f"map: recipients.{r['id'].iat[row]}"
            entity, role, parent = (r[c].iat[row] for c in ("legal_entity", "role", "parent"))
            if entity not in ("unknown", "none"):
                yield f"{r['name'].iat[row]}: legal entity {entity}", f"{at}.legal_entity"
            if role != "unknown":
                yield f"{r['name'].iat[row]}: {word('role', role)}", f"{at}.role"
            if parent not in ("unknown", "none"):
                yield f"{r['name'].iat[row]}: parent company {parent}", f"{at}.parent"
            if (subject := r["subject_to_gdpr"].iat[row]) != "unknown":
                stated = "is" if subject == "yes" else "is not"
                yield f"{r['name'].iat[row]} {stated} itself subject to the GDPR (Art. 3(2))", f"{at}.subject_to_gdpr"

    def _vendor(self, *sorts: str) -> Iterator[Known]:
        """What vendor facts suggest; the contract and the map decide."""
        r = self.t["recipients"]
        for row in self.recipients:
            for f in self.basis.vendor(row):
                if f.sort in sorts:
                    where = f.url or ", ".join(f.source)
                    source = f"vendor facts {f.service}, {f.confidence} confidence, read {f.verified_on}: {where}"
                    yield f"To check for {r['name'].iat[row]}: {answer.value(f)}", source

    def _sectors(self) -> Iterator[Known]:
        c, r = self.t["controllers"], self.t["recipients"]
        if c["sector"].iat[0] != "unknown":
            yield f"{c['name'].iat[0]}: {c['sector'].iat[0]} sector", "map: controller.sector"
        for row in self.recipients:
            if r["sector"].iat[row] != "unknown":
                yield (
                    f"{r['name'].iat[row]}: {r['sector'].iat[row]} sector",
                    f"map: recipients.{r['id'].iat[row]}.sector",
                )

    def _chain(self) -> Iterator[Known]:
        r, own = self.t["recipients"], self.t["controllers"]["name"].iat[0]
        for leg in self.legs:
            behind = self.basis.chain(leg)
            between = [leg.via] if leg.via >= 0 else []
            names = [own, *(r["name"].iat[row] for row in (*between, leg.recipient))]
            source = f"map: recipients.{r['id'].iat[leg.recipient]}.sub_processors"
            yield f"{' > '.join(names)}; {len(names) + len(behind)} actors are recorded", source
            if r["sub_processors"].iat[leg.recipient] == "unknown":
                yield f"Open: whether {r['name'].iat[leg.recipient]} engages sub-processors is not recorded", source

    def _onward(self) -> Iterator[Known]:
        r, sites = self.t["recipients"], self.t["sites"]
        for leg in self.legs:
            at = f"map: recipients.{r['id'].iat[leg.recipient]}.sub_processors"
            if r["sub_processors"].iat[leg.recipient] == "none":
                yield f"{r['name'].iat[leg.recipient]} engages no sub-processor", at
            for row in self.basis.chain(leg):
                of = sorted(set(sites["country"].astype(str)[(sites["recipient"] == row).to_numpy()]))
                yield f"To {r['name'].iat[row]} ({_places(of) or 'places not recorded'})", at

    def _storage(self) -> Iterator[Known]:
        r, sites = self.t["recipients"], self.t["sites"]
        for row in self.recipients:
            for at in np.flatnonzero((sites["recipient"] == row).to_numpy()).tolist():
                activity = sites["activity"].iat[at]
                what = "activity not recorded" if activity == "unknown" else activity
                yield f"{name_of(str(sites['country'].iat[at]))}: {what}", f"map: recipients.{r['id'].iat[row]}.sites"

    def _tool(self) -> Iterator[Known]:
        found, f = self.audit.facts.assessments, self.audit.coverage.frame
        for at, (row, via, country) in enumerate(records(f, "recipient", "via", "country")):
            if Leg(row, via, str(country)) in self.legs:
                v = found.coverage.verdicts[f["judgment"].iat[at]]
                yield (
                    v.reasons[0],
                    f"law: {v.instrument or 'no instrument'}" + (f", {v.citation}" if v.citation else ""),
                )
        for s in self._statements("tools"):
            yield _stated(s)

    def _sheet(self, topic: str) -> Iterator[Known]:
        return (_stated(s) for s in self._statements(topic))

    def _statements(self, topic: str) -> Iterator[Statement]:
        return (s for c in self.countries for s in self.sheets.of(c, self.audit.as_of, topic))

    def _pending(self) -> Iterator[Known]:
        law, day = self.audit.law, self.audit.as_of
        for country in self.countries:
            for w in law.watch(country, day):
                yield w.text, f"law: {w.id}, {'; '.join(law.sources[s]['title'] for s in w.source)}"

    def _contracts(self) -> Iterator[Known]:
        r, s = self.t["recipients"], self.t["safeguards"]
        for row in self.recipients:
            if r["dpa"].iat[row] == "yes":
                yield "A contract under Art. 28(3) is in place", f"map: recipients.{r['id'].iat[row]}.dpa"
        for leg in self.legs:
            for tool in self.basis.tools(leg):
                if s["module"].iat[tool] != "unknown":
                    at = f"map: recipients.{r['id'].iat[leg.recipient]}.safeguards"
                    yield f"Clauses of 2021, module {s['module'].iat[tool]}", at

    def _measures(self, kind: str) -> Iterator[Known]:
        used = {m for p, m in records(self.t["purpose_measures"], "purpose", "measure") if p in set(self.purposes)}
        kinds = self.t["measures"]["kind"]
        return self._names("measures", sorted(m for m in used if kinds.iat[m] == kind))

    def _annexes(self) -> Iterator[Known]:
        r, s = self.t["recipients"], self.t["safeguards"]
        for leg in self.legs:
            for tool in self.basis.tools(leg):
                if s["annexes"].iat[tool] != "unknown":
                    done = "completed" if s["annexes"].iat[tool] == "yes" else "not completed"
                    at = f"map: recipients.{r['id'].iat[leg.recipient]}.safeguards"
                    yield f"The annexes of the clauses are {done}", at


def _stated(s: Statement) -> Known:
    """A statement of a country sheet: its text with the citation, and where it was read."""
    cited = f" ({s.citation})" if s.citation else ""
    read = f"; not read: {s.not_read}" if s.not_read else ""
    return (
        f"{name_of(s.country)}: {s.text}{cited}.",
        f"country sheet {s.id}, {s.confidence} confidence, {s.verified_on}: {'; '.join(s.sources)}{read}",
    )


def _places(codes: Iterable[str]) -> str:
    return ", ".join(name_of(c) for c in codes)
