"""Assessments of processing activities on a day: screenings under Art. 35, balancing tests under Art. 6(1)(f)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from datamap.model.assessment import OF_ACTIVITIES, ON_ACTIVITIES, AssessmentKind
from datamap.tables import Tables
from datamap.tables.arrays import marked, records
from datamap.tables.children import Children
from datamap.tables.memo import Once
from datamap.transfers.assessed import in_force, of_kind, overdue
from datamap.transfers.basis import RowTexts, changed, digest, recorded_digests

_FACTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "activity": (
        "purposes",
        (
            "id",
            "role",
            "people",
            "automated_decisions",
            "device_access",
            "large_scale",
            "monitoring",
            "dpia_ground",
        ),
    ),
    "data": ("categories", ("id", "special", "national_id")),
    "people": ("subjects", ("id", "vulnerable", "children", "staff")),
    "legal-basis": ("bases", ("basis", "interest")),
    "disclosures": ("recipients", ("id",)),
}
"""Group of facts -> the table and the columns that it is read from."""
_OF_ACTIVITY: Mapping[str, tuple[str, str]] = {
    "data": ("uses", "category"),
    "people": ("purpose_subjects", "subject"),
    "legal-basis": ("bases", ""),
    "disclosures": ("disclosures", "recipient"),
}
"""Group of facts -> the table whose rows belong to an activity, and its column with the row that each is about."""


@dataclass(frozen=True)
class ActivityAssessments(Once):
    """The assessments of activities, of a map as it was on a day.

    Attributes
    ----------
    tables : Tables
    day : date
    """

    tables: Tables
    day: dt.date

    @cached_property
    def in_force(self) -> np.ndarray:
        """Assessments of activities in force (bool)."""
        return in_force(self.tables, self.day) & of_kind(self.tables, *ON_ACTIVITIES)

    @cached_property
    def overdue(self) -> np.ndarray:
        """Assessments of activities in force whose review is due (bool)."""
        return self.in_force & overdue(self.tables, self.day)

    @cached_property
    def unrecorded(self) -> np.ndarray:
        """Assessments of activities in force that do not record the facts on which they rest (bool)."""
        return self.in_force & ~marked(len(self.in_force), self.tables["assessment_inputs"]["assessment"].to_numpy())

    def of(self, kind: AssessmentKind, *, in_force: bool = True) -> pd.DataFrame:
        """The assessments of one kind, with the activities that each covers: ``purpose`` and ``assessment``."""
        pairs = self._pairs
        wanted = of_kind(self.tables, kind) & (self.in_force if in_force else True)
        return pairs[wanted[pairs["assessment"].to_numpy()]].reset_index(drop=True)

    @cached_property
    def _pairs(self) -> pd.DataFrame:
        return self.tables["assessed_activities"][["purpose", "assessment"]]

    def with_outcome(self, kind: AssessmentKind, outcome: str) -> np.ndarray:
        """Activities that an assessment in force of a kind covers, with an outcome (bool)."""
        pairs = self.of(kind)
        found = (self.tables["assessments"]["outcome"] == outcome).to_numpy()
        return marked(len(self.tables["purposes"]), pairs["purpose"].to_numpy(), found[pairs["assessment"].to_numpy()])

    def activities(self, assessment: int) -> list[int]:
        """The activities that an assessment covers."""
        pairs = self.tables["assessed_activities"]
        return sorted(pairs["purpose"].to_numpy()[(pairs["assessment"] == assessment).to_numpy()].tolist())

    @cached_property
    def stale(self) -> dict[int, tuple[str, ...]]:
        """Assessments in force that are based on facts which have changed: the groups of facts."""
        covered: dict[int, list[int]] = {}
        for purpose, at in records(self.tables["assessed_activities"], "purpose", "assessment"):
            covered.setdefault(at, []).append(purpose)
        recorded = recorded_digests(self.tables, self.in_force)
        # only what an assessment recorded is worked out
        now = {n: self.digests(covered.get(n, ()), [g for g in OF_ACTIVITIES if g in of]) for n, of in recorded.items()}
        return {n: found for n, of in recorded.items() if (found := changed(of, now[n]))}

    def digests(self, purposes: Iterable[int], groups: Iterable[str] = OF_ACTIVITIES) -> dict[str, str]:
        """The digest of each group of facts on which an assessment of some activities rests, or of some groups."""
        ordered = sorted(set(purposes))
        return {name: digest([self._part(name, purpose) for purpose in ordered]) for name in groups}

    def _part(self, group: str, purpose: int) -> list[tuple[str, ...]]:
        """A group of the facts on which an assessment of one activity rests."""
        if group == "activity":
            return [self._texts[group][purpose]]
        children, about = self.once(_about, group)
        return sorted(self._texts[group][row] for row in about[children.rows(purpose)].tolist())

    @cached_property
    def _texts(self) -> dict[str, RowTexts]:
        """Group of facts -> its rows as texts."""
        return {name: RowTexts(self.tables[table], columns) for name, (table, columns) in _FACTS.items()}


def _about(assessments: ActivityAssessments, group: str) -> tuple[Children, np.ndarray]:
    """What belongs to each activity of a group of facts: the children, and the row that each child is about."""
    t, (table, about) = assessments.tables, _OF_ACTIVITY[group]
    return t.children(table, "purpose"), t[table][about].to_numpy() if about else np.arange(t.size(table))
