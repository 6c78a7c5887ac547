"""What the form of a screening, a balancing test or an assessment of compelling interests is filled in with.

As for a transfer impact assessment, each statement names the fact that it is taken from, what is not recorded stays
open, and nothing here draws a conclusion. A criterion that the map shows to be met begins with yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from datamap.labels import word
from datamap.questions.prefill import Known, Prefill
from datamap.tables.arrays import records
from datamap.transfers import classes

if TYPE_CHECKING:
    from datamap.pipeline import Audit

Points = Mapping[str, tuple[Known, ...]]
SILENT = ("unknown", "none", "")


def of_activities(audit: Audit, kind: str, purposes: list[int]) -> Points:
    """The statements for each row of the form of a screening or a balancing test."""
    found = _Screening(audit, purposes) if kind == "dpia-screening" else _Balancing(audit, purposes)
    return _kept(found.points())


def of_interests(audit: Audit, prefill: Prefill) -> Points:
    """The statements for each row of the form on compelling legitimate interests."""
    own, people = prefill.points(), _Activities(audit, prefill.purposes).people()
    whole = {
        "circumstances": ("storage", "onward", "access", "oversight", "redress", "practice"),
        "no-other-basis": ("tool",),
        "safeguards": ("contractual", "technical", "organisational"),
        **{point: (point,) for point in ("purposes", "data", "recipient-type")},
    }
    found = {point: [k for part in parts for k in own.get(part, ())] for point, parts in whole.items()}
    return _kept({**found, "number-of-people": people})


def _kept(points: Mapping[str, Iterable[Known]]) -> Points:
    return {point: tuple(dict.fromkeys(known)) for point, of in points.items() if (known := list(of))}


class _Activities:
    """Statements about some activities of a map of one organisation."""

    def __init__(self, audit: Audit, purposes: list[int]):
        self.t, self.purposes, self.audit = audit.tables, purposes, audit

    def at(self, purpose: int, field: str = "") -> str:
        """Where a fact of an activity is in the map."""
        return f"map: purposes.{self.t['purposes']['id'].iat[purpose]}" + (f".{field}" if field else "")

    def texts(self, field: str, before: str = "") -> Iterator[Known]:
        """A field of the activities that holds a text."""
        column = self.t["purposes"][field].astype(str)
        for p in self.purposes:
            if column.iat[p] not in SILENT:
                yield f"{before}{column.iat[p]}", self.at(p, field)

    def description(self) -> Iterator[Known]:
        """What is done."""
        name = self.t["purposes"]["name"]
        yield from ((name.iat[p], self.at(p)) for p in self.purposes)
        yield from self.texts("description")
        for table, before in (("sub_purposes", ""), ("systems", "In the system ")):
            for p, text in records(self.t[table], "purpose", "text"):
                if p in self.purposes:
                    yield f"{before}{text}", self.at(p, table)

    def people(self) -> Iterator[Known]:
        """How many people are concerned."""
        return self.texts("people", "People concerned: ")

    def categories(self) -> Iterator[tuple[int, str, str]]:
        """Row, name and kind of the categories of data that are used."""
        c = self.t["categories"]
        used = {c for p, c in records(self.t["uses"], "purpose", "category") if p in self.purposes}
        return ((row, c["name"].iat[row], c["special"].iat[row]) for row in sorted(used - {-1}))

    def data(self) -> Iterator[Known]:
        """The categories of data."""
        for row, name, special in self.categories():
            kind = {"none": "", "unknown": " (special category: not recorded)"}.get(special, f" (special: {special})")
            yield f"{name}{kind}", f"map: categories.{self.t['categories']['id'].iat[row]}"

    def subjects(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Name, id, vulnerable, children and staff of the people concerned."""
        rows = {s for p, s in records(self.t["purpose_subjects"], "purpose", "subject") if p in self.purposes}
        found = list(records(self.t["subjects"], "name", "id", "vulnerable", "children", "staff"))
        return (found[row] for row in sorted(rows - {-1}))

    def weak(self, yes: str) -> Iterator[Known]:
        """Vulnerable people, after a word; own staff as a question."""
        for name, id_, vulnerable, children, staff in self.subjects():
            at = f"map: subjects.{id_}"
            if "yes" in (vulnerable, children):
                fact = "vulnerable" if vulnerable == "yes" else "children"
                yield f"{yes}{name} ({fact}: yes)", f"{at}.{fact}"
            elif staff == "yes":
                yield f"To check: {name} are the own staff, and WP248 counts employees as vulnerable", f"{at}.staff"
            elif vulnerable == "unknown":
                yield f"Open: whether {name} are vulnerable is not recorded", at


class _Screening(_Activities):
    def points(self) -> Mapping[str, Iterable[Known]]:
        """The statements for each row."""
        return {
            "description": self.description(),
            "advice": self._officer(),
            "reasons": self._reasons(),
            "automated-decisions": self._answer("automated_decisions", "automated decisions are"),
            "monitoring": self._monitoring(),
            "sensitive-data": self._special(),
            "large-scale": [*self._answer("large_scale", "processing on a large scale is"), *self.people()],
            "vulnerable-people": self.weak("yes: "),
            "matching": self._sources(),
        }

    def _answer(self, field: str, what: str) -> Iterator[Known]:
        column = self.t["purposes"][field]
        for p in self.purposes:
            if column.iat[p] in ("yes", "no"):
                recorded = "recorded" if column.iat[p] == "yes" else "recorded as absent"
                yield f"{column.iat[p]}: {what} {recorded}", self.at(p, field)

    def _monitoring(self) -> Iterator[Known]:
        words = {
            "people": "yes: regular and systematic monitoring of people is recorded",
            "public-area": "yes: monitoring of a public area is recorded",
            "none": "no: monitoring is recorded as absent",
        }
        column = self.t["purposes"]["monitoring"]
        return ((words[column.iat[p]], self.at(p, "monitoring")) for p in self.purposes if column.iat[p] in words)

    def _special(self) -> Iterator[Known]:
        special = classes.special_categories(self.t)
        for row, name, kind in self.categories():
            at = f"map: categories.{self.t['categories']['id'].iat[row]}.special"
            if special[row]:
                yield f"yes: {name} ({kind})", at
            elif kind == "unknown":
                yield f"Open: whether {name} are special data is not recorded", at

    def _sources(self) -> Iterator[Known]:
        for p, kind, name in records(self.t["sources"], "purpose", "kind", "name"):
            if p in self.purposes and kind != "unknown":
                named = f": {name}" if name not in SILENT else ""
                yield f"To check, the source of the data is: {word('source', kind)}{named}", self.at(p, "sources")

    def _officer(self) -> Iterator[Known]:
        for name in self.t["dpos"]["name"].tolist():
            yield f"Ask the data protection officer: {name}", "map: controller.dpo"

    def _reasons(self) -> Iterator[Known]:
        ground = self.t["purposes"]["dpia_ground"]
        for p in self.purposes:
            if ground.iat[p] not in SILENT:
                yield (
                    f"A ground on which an assessment is mandatory is recorded: {ground.iat[p]}",
                    self.at(p, "dpia_ground"),
                )
        yield from self.texts("dpia_reference", "Filed: ")


class _Balancing(_Activities):
    def points(self) -> Mapping[str, Iterable[Known]]:
        """The statements for each row."""
        return {
            "interest": self._interests(),
            "data": self.data(),
            "impact": [*self.weak("Vulnerable: "), *self.people(), *self._recipients()],
            "expectations": self._sources_and_people(),
            "safeguards": self._measures(),
            "objection": self._rights(),
        }

    def _interests(self) -> Iterator[Known]:
        for p, basis, interest in records(self.t["bases"], "purpose", "basis", "interest"):
            if p in self.purposes and basis == "6-1-f" and interest not in SILENT:
                yield interest, self.at(p, "legal_bases")

    def _recipients(self) -> Iterator[Known]:
        rows = {r for p, r in records(self.t["disclosures"], "purpose", "recipient") if p in self.purposes}
        r = self.t["recipients"]
        for row in sorted(rows - {-1}):
            yield f"Disclosed to {r['name'].iat[row]}", f"map: recipients.{r['id'].iat[row]}"

    def _sources_and_people(self) -> Iterator[Known]:
        for name, id_, *_ in self.subjects():
            yield f"About: {name}", f"map: subjects.{id_}"
        for p, kind in records(self.t["sources"], "purpose", "kind"):
            if p in self.purposes and kind != "unknown":
                yield f"Source of the data: {word('source', kind)}", self.at(p, "sources")

    def _measures(self) -> Iterator[Known]:
        rows = {m for p, m in records(self.t["purpose_measures"], "purpose", "measure") if p in self.purposes}
        m = self.t["measures"]
        return ((m["name"].iat[row], f"map: measures.{m['id'].iat[row]}") for row in sorted(rows - {-1}))

    def _rights(self) -> Iterator[Known]:
        for right, contact in records(self.t["rights"], "right", "contact"):
            if right == "objection" and contact not in SILENT:
                yield f"By {contact}", "map: rights"
