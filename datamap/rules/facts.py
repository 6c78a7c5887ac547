"""Facts: everything that a rule can access."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap.law.status import is_inside
from datamap.tables import Tables
from datamap.tables.arrays import Key, among
from datamap.tables.memo import Once
from datamap.transfers import flows
from datamap.transfers.activities import ActivityAssessments
from datamap.transfers.assessments import Assessments
from datamap.transfers.classes import DATA
from datamap.transfers.coverage import Coverage, judge_transfers
from datamap.transfers.exporters import REGIMES, regimes
from datamap.transfers.processors import one_law, received_under

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

_PARTS = pd.array(["", *DATA], dtype="str")


@dataclass(frozen=True)
class Facts(Once):
    """What a rule can access: the map as it was on a day, the verdicts, the law, the list, the acceptances.

    Attributes
    ----------
    tables : Tables
        As they were on ``day``.
    coverage : Coverage
    day : date
    law : Law
    participants : Participants or None
    acceptances : tuple
        From :mod:`datamap.findings.accepted`; the rules on the run itself check them.
    """

    tables: Tables
    coverage: Coverage
    day: dt.date
    law: Law
    participants: Participants | None = None
    acceptances: tuple[Any, ...] = ()

    @classmethod
    def of(cls, tables: Tables, day: dt.date, law: Law, participants: Participants | None) -> Facts:
        """The facts of tables as they were on the day, with the verdicts on their transfers."""
        return cls(tables, judge_transfers(tables, day, law, participants), day, law, participants)

    def exposure(self, recipients: np.ndarray | None = None) -> pd.DataFrame:
        """Counts of what reaches each recipient, or those in a bool mask (:func:`flows.exposure_by_recipient`)."""
        return flows.exposure_by_recipient(self.tables, recipients)

    @cached_property
    def regime(self) -> np.ndarray:
        """The law for each organisation: ``eu``, ``uk``, ``ch``; as stated, otherwise by its establishment."""
        return np.array(REGIMES, dtype=object)[self.organisation]

    @cached_property
    def organisation(self) -> np.ndarray:
        """The law for each organisation, as a position in ``REGIMES``."""
        return self.tables.once(regimes)

    @cached_property
    def regimes(self) -> list[str]:
        """The different values of :attr:`regime`, sorted."""
        return sorted(set(self.regime))

    @cached_property
    def regime_number(self) -> np.ndarray:
        """For each organisation its position in :attr:`regimes`."""
        return np.array([self.regimes.index(r) for r in self.regime], dtype=np.int8)

    @cached_property
    def exporter_regime(self) -> np.ndarray:
        """The law that binds who exports to each recipient: ``eu``, ``uk``, ``ch``.

        A recipient that is reached only through processors under one other law has the law of these processors.
        """
        return np.array(REGIMES, dtype=object)[self.exporter]

    @cached_property
    def assessments(self) -> Assessments:
        """The assessments of the map's transfers, and the transfers that need one."""
        return Assessments(self.tables, self.coverage, self.day, self.law, self.exporter_regime)

    @cached_property
    def screenings(self) -> ActivityAssessments:
        """The assessments of the map's activities: whether a DPIA is required, balancing tests."""
        return ActivityAssessments(self.tables, self.day)

    @cached_property
    def of_processors(self) -> np.ndarray:
        """The law that binds each recipient when it hands data on; that of the organisation where it is not known."""
        of_place = self._laws[1]
        return np.array(REGIMES, dtype=object)[np.where(of_place >= 0, of_place, self.exporter)]

    def receives_under(self, recipients: np.ndarray | int) -> np.ndarray:
        """Whether recipients receive data under each law of ``REGIMES`` (bool; the last axis is that of the laws)."""
        return (self._laws[0][recipients, None] >> np.arange(len(REGIMES)) & 1).astype(bool)

    @cached_property
    def exporter(self) -> np.ndarray:
        """The law that binds who exports to each recipient, as a position in ``REGIMES``."""
        return one_law(self.tables, self._laws[0])

    @cached_property
    def _laws(self) -> tuple[np.ndarray, np.ndarray]:
        legs = self.transfers["recipient"].to_numpy(), self.transfers["via"].to_numpy()
        return received_under(self.tables, legs, self.day, self.law)

    def inside(self, places: Iterable[str], regimes_of: Iterable[str]) -> np.ndarray:
        """Whether each place is inside the area of a law on the day (bool): a transfer to it is not one to abroad."""
        pairs = list(zip(places, regimes_of, strict=True))
        known = {(place, of): is_inside(self.law, place, self.day, of) for place, of in set(pairs)}
        return np.array([known[pair] for pair in pairs], dtype=bool)

    @cached_property
    def as_controller(self) -> np.ndarray:
        """Purposes that the organisation pursues as controller, alone or jointly (bool), not on behalf of others."""
        p, c = self.tables["purposes"], self.tables["controllers"]
        processor = (c["role"] == "processor").to_numpy()[p["controller"].to_numpy()]
        return (p["role"] != "processor").to_numpy() & ~(processor & (p["role"] == "unknown").to_numpy())

    @cached_property
    def transfers(self) -> pd.DataFrame:
        """The coverage frame."""
        return self.coverage.frame

    def found(self, test: Callable[[Any], bool]) -> pd.DataFrame:
        """Transfers whose verdict passes a test."""
        return self._found(self.which(test))

    def _found(self, mask: np.ndarray) -> pd.DataFrame:
        """The columns that rules need of some transfers.

        ``part`` is the class of data where one place has several verdicts; a fingerprint contains it only there.
        """
        at = np.flatnonzero(mask)  # a rule selects few of a group's transfers: positions are much faster than a mask
        return self._short.take(at).assign(part=_PARTS.take(self._part.take(at)))

    @cached_property
    def _short(self) -> pd.DataFrame:
        return self.transfers[["controller", "recipient", "via", "country", "verdict", "judgment"]]

    @cached_property
    def _part(self) -> np.ndarray:
        """The class of data of each transfer, as a position in ``_PARTS``; 0 where its place has one verdict."""
        t, recipient = self.transfers, self.transfers["recipient"].to_numpy()
        at = (
            np.flatnonzero(np.bincount(recipient)[recipient] > 1) if len(t) else np.zeros(0, np.int64)
        )  # most recipients have one place
        place = Key(len(at))
        for codes, card in (
            (recipient, len(self.tables.recipients)),
            (t["via"].to_numpy() + 1, len(self.tables.recipients) + 1),
        ):
            place.add(codes[at], card)
        place.add(t["country"].cat.codes.to_numpy()[at], len(t["country"].cat.categories))
        at = at[pd.Series(place.code).duplicated(keep=False).to_numpy()]
        part = np.zeros(len(t), dtype=np.int8)
        part[at] = t["data"].cat.codes.to_numpy()[at] + 1
        return part

    def bearing(self, verdict: Sequence[str]) -> pd.DataFrame:
        """Transfers with one of the verdicts, with ``row`` (the recipient)."""
        t = self._found(among(self.transfers["verdict"], verdict))
        return t.assign(row=t["recipient"].to_numpy())

    def text(self, frame: pd.DataFrame, read: Callable[[Any], Any]) -> np.ndarray:
        """One value of each transfer row's verdict; read once per distinct verdict among these rows."""
        numbers = frame["judgment"].to_numpy()
        values = np.empty(len(self.coverage.verdicts), dtype=object)
        for n in np.unique(numbers):
            values[n] = read(self.coverage.verdicts[n])
        return values[numbers]

    def which(self, test: Callable[[Any], bool]) -> np.ndarray:
        """For each transfer row whether its verdict passes a test; the test runs once per distinct verdict."""
        passed = np.array([bool(test(v)) for v in self.coverage.verdicts], dtype=bool)
        return passed[self._judgment] if len(self.transfers) else np.zeros(0, bool)

    @cached_property
    def _judgment(self) -> np.ndarray:
        return self.transfers["judgment"].to_numpy()
