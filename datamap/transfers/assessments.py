"""What became of each assessment of transfers, and of each transfer that needs one, on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from datamap.model.assessment import OF_TRANSFERS
from datamap.tables import Tables
from datamap.tables.arrays import among, marked, records, spread
from datamap.tables.children import Children
from datamap.tables.memo import Once
from datamap.transfers.assessed import asks_assessment, counting, covered, in_force, of_kind, overdue
from datamap.transfers.basis import Basis, Leg, changed, recorded_digests

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.practices import Sheets
    from datamap.transfers.coverage import Coverage

NOT_EFFECTIVE = ("encryption-at-rest", "encryption-in-transit", "contractual", "organisational")
"""Measures that do not keep authorities from data which the importer reads (Recommendations 01/2020, 93 to 97)."""


@dataclass(frozen=True)
class Assessments(Once):
    """The assessments of a map on a day, beside the verdicts.

    Attributes
    ----------
    tables : Tables
        As they were on the day.
    coverage : Coverage
    day : date
    law : Law
    regimes : array of str
        For each recipient the law that binds who exports to it.
    """

    tables: Tables
    coverage: Coverage
    day: dt.date
    law: Law
    regimes: np.ndarray

    @cached_property
    def needed(self) -> np.ndarray:
        """Rows of the coverage frame that need an assessment (bool)."""
        asks = np.array([asks_assessment(v, self.day, self.law) for v in self.coverage.verdicts], dtype=bool)
        return asks[self.coverage.frame["judgment"].to_numpy()]

    @cached_property
    def named(self) -> pd.DataFrame:
        """Which transfers each assessment names, whatever these rely on: ``at``, ``leg`` and ``assessment``."""
        f = self.coverage.frame
        country = f["country"].cat.codes.to_numpy(), [str(place) for place in f["country"].cat.categories]
        return covered(self.tables, f["recipient"].to_numpy(), f["via"].to_numpy(), country)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Which transfers each assessment covers: ``at`` (row of the coverage frame), ``leg`` and ``assessment``."""
        found, f, kinds = self.named, self.coverage.frame, self.kinds
        if not kinds:
            return found
        ground = spread(f["ground"])
        defeated = (f["verdict"] == "not-covered").to_numpy()  # a tool that an assessment found insufficient
        keep = [
            a not in kinds or ground[at] in kinds[a] or defeated[at]
            for at, a in zip(found["at"].tolist(), found["assessment"].tolist(), strict=True)
        ]
        return found[np.array(keep, dtype=bool)].reset_index(drop=True)

    @cached_property
    def kinds(self) -> dict[int, set[str]]:
        """The kinds of tool that an assessment is about, if it names some."""
        kinds: dict[int, set[str]] = {}
        for at, kind in records(self.tables["assessed_tools"], "assessment", "tool"):
            kinds.setdefault(at, set()).add(kind)
        return kinds

    @cached_property
    def in_force(self) -> np.ndarray:
        """Assessments in force (bool)."""
        return in_force(self.tables, self.day)

    @cached_property
    def counting(self) -> np.ndarray:
        """Assessments whose outcome counts (bool)."""
        return counting(self.tables, self.day)

    @cached_property
    def assessed(self) -> np.ndarray:
        """Rows of the coverage frame that an assessment in force covers (bool)."""
        out = np.zeros(len(self.coverage.frame), dtype=bool)
        counts = self.in_force & of_kind(self.tables, "tia")
        out[self.pairs["at"].to_numpy()[counts[self.pairs["assessment"].to_numpy()]]] = True
        return out

    @cached_property
    def overdue(self) -> np.ndarray:
        """Assessments in force whose review is due (bool)."""
        return overdue(self.tables, self.day)

    @cached_property
    def basis(self) -> Basis:
        """The facts on which assessments rest."""
        return Basis(self.tables, self.day, self.law, self._sheets, self.regimes)

    @cached_property
    def _sheets(self) -> Sheets:
        from datamap.law.practices import load  # here, because a map without assessments of transfers needs no sheets

        return load(self.law.known_on)

    def legs(self, assessment: int) -> list[Leg]:
        """The transfers of the day that an assessment covers."""
        children, at = self._of_pairs
        return self.legs_at(at[children.rows(assessment)])

    def named_legs(self, assessment: int) -> list[Leg]:
        """The transfers of the day that an assessment names, whichever tool they rely on."""
        children, at = self._of_named
        return self.legs_at(at[children.rows(assessment)])

    @cached_property
    def _of_pairs(self) -> tuple[Children, np.ndarray]:
        return self._by_assessment(self.pairs)

    @cached_property
    def _of_named(self) -> tuple[Children, np.ndarray]:
        return self._by_assessment(self.named)

    def _by_assessment(self, pairs: pd.DataFrame) -> tuple[Children, np.ndarray]:
        """The pairs of each assessment, and the row of the coverage frame of each pair."""
        at, assessment = (pairs[name].to_numpy().astype(np.int64) for name in ("at", "assessment"))
        return Children(assessment, len(self.in_force)), at

    def legs_at(self, rows: np.ndarray) -> list[Leg]:
        """The transfers in some rows of the coverage frame."""
        recipient, via, country, places = self._ways
        found = zip(recipient[rows].tolist(), via[rows].tolist(), country[rows].tolist(), strict=True)
        return list(dict.fromkeys(Leg(r, v, places[c]) for r, v, c in found))

    @cached_property
    def _ways(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
        """Recipient, processor in between and country (a code and its words) of each row of the coverage frame."""
        f = self.coverage.frame
        places = [str(place) for place in f["country"].cat.categories]
        return f["recipient"].to_numpy(), f["via"].to_numpy(), f["country"].cat.codes.to_numpy(), places

    @cached_property
    def stale(self) -> dict[int, tuple[str, ...]]:
        """Assessments in force that are based on facts which have changed: the groups of facts."""
        mine = self.in_force & of_kind(self.tables, "tia", "compelling-interests")
        recorded = recorded_digests(self.tables, mine)
        legs = {at: self.legs(at) for at in recorded}
        self.basis.prepare(leg for at, of in legs.items() if "data" in recorded[at] for leg in of)
        # only what an assessment recorded is worked out
        now = {at: self.basis.of(of, [g for g in OF_TRANSFERS if g in recorded[at]]) for at, of in legs.items()}
        return {at: found for at in legs if (found := changed(recorded[at], now[at]))}

    @cached_property
    def unrecorded(self) -> list[int]:
        """Assessments of transfers in force that do not record the facts on which they rest."""
        known = marked(len(self.in_force), self.tables["assessment_inputs"]["assessment"].to_numpy())
        mine = of_kind(self.tables, "tia", "compelling-interests")
        return np.flatnonzero(self.in_force & mine & ~known).tolist()

    @cached_property
    def unfounded(self) -> np.ndarray:
        """Assessments in force whose positive outcome does not follow (bool).

        The importer needs the data in clear text, and nothing that is recorded keeps authorities from them: either law
        and practice impinge on the tool, or the outcome is based on measures that do not count.
        """
        a = self.tables["assessments"]
        reads = (a["clear_text"] == "yes").to_numpy() & (a["outcome"] == "positive").to_numpy()
        excluded = (a["impinges"] == "no").to_numpy() | (a["applied"] == "no").to_numpy()
        m, size = self.tables["assessment_measures"], len(a)
        owner, by_exporter = m["assessment"].to_numpy(), (m["keys"] == "exporter").to_numpy()
        counts = ~among(m["kind"], NOT_EFFECTIVE) | (among(m["kind"], NOT_EFFECTIVE[:2]) & by_exporter)
        effective = np.bincount(owner[counts], minlength=size) > 0
        measures = np.bincount(owner, minlength=size) > 0
        impinges = (a["impinges"] == "yes").to_numpy()
        return self.in_force & of_kind(self.tables, "tia") & reads & ~excluded & (impinges | (measures & ~effective))
