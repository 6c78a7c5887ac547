"""What is at risk behind each finding, as levels that can be compared: the order of the plan, and its reasons.

The order is lexicographic, so that a reason can be given in words: an action precedes another if it is worse in the
first respect in which they differ.

1. severity of the finding
2. special or criminal data (Art. 9, 10): used; not ruled out; not used
3. vulnerable people: concerned; not ruled out; not concerned
4. what is missing: a protection; information for people; only the record
5. the recipient's transfers: not covered; undetermined; otherwise
6. people: the largest number recorded for an activity concerned. An activity without a number counts as the largest
   that its organisation recorded, because unknown is not few
7. effort: the least first
8. how many errors, then findings, the action resolves

A finding on an organisation as a whole concerns no data in particular: 2, 3 and 6 are the lowest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from datamap.findings import Findings
from datamap.labels.values import most_people
from datamap.model.vocabulary import SEVERITIES
from datamap.rules.facts import Facts
from datamap.rules.stakes import EFFORTS, MISSING, STAKES
from datamap.tables import Tables
from datamap.tables.arrays import marked, records
from datamap.transfers import flows

NO, PERHAPS, YES = 0, 1, 2
LEVELS = ("no", "unknown", "yes")
TRANSFERS = ("", "undetermined", "not-covered")
_UNKNOWN = -1


@dataclass(frozen=True, order=True)
class Risk:
    """What is at risk behind one finding; the greater comes first. Its fields are the order of the plan.

    Attributes
    ----------
    severity : int
        The higher, the worse.
    special, vulnerable : int
        Position in :data:`LEVELS`.
    missing : int
        Position in :data:`~datamap.rules.stakes.MISSING`.
    transfer : int
        Position in :data:`TRANSFERS`.
    people : int
        As it counts in the order.
    ease : int
        The higher, the less effort.
    recorded : int
        The largest number of people that is recorded; -1 for none.
    """

    severity: int
    special: int = NO
    vulnerable: int = NO
    missing: int = 0
    transfer: int = 0
    people: int = 0
    ease: int = 0
    recorded: int = field(default=_UNKNOWN, compare=False)

    @property
    def effort(self) -> str:
        """One of :data:`~datamap.rules.stakes.EFFORTS`."""
        return EFFORTS[len(EFFORTS) - 1 - self.ease]

    @property
    def words(self) -> dict[str, str]:
        """Its levels, as the columns of the plan."""
        return {
            "special": LEVELS[self.special],
            "vulnerable": LEVELS[self.vulnerable],
            "missing": MISSING[self.missing],
            "transfer": TRANSFERS[self.transfer],
            "people": str(self.recorded) if self.recorded >= 0 else "unknown",
            "effort": self.effort,
        }

    @property
    def reasons(self) -> list[str]:
        """Why it is where it is in the order, in words."""
        said: dict[int, list[str]] = {}
        for level, words in ((self.special, "special data"), (self.vulnerable, "vulnerable people")):
            said.setdefault(level, []).append(words)
        open_ = " or ".join(said.get(PERHAPS, []))
        return [
            SEVERITIES[len(SEVERITIES) - 1 - self.severity],
            *said.get(YES, []),
            *([f"{open_} possible"] if open_ else []),
            _MISSING[MISSING[self.missing]],
            *([f"transfer {TRANSFERS[self.transfer].replace('-', ' ')}"] if self.transfer else []),
            *([f"{self.recorded:,} people"] if self.recorded >= 0 else []),
            _EFFORT[self.effort],
        ]


_MISSING = {"protection": "not protected", "information": "people not informed", "record": "record only"}
_EFFORT = {
    "record": "a fact to record",
    "ask": "a question to ask",
    "document": "a text to write",
    "agree": "a contract to agree",
}


class _Concerned:
    """How special the data are, how vulnerable the people and how many, by row of each table of subjects."""

    def __init__(self, facts: Facts, recipients: np.ndarray):
        """Of all recipients only those in an array of rows are looked at: a group's flow table has millions of rows."""
        t = self.tables = facts.tables
        special = _levels(t, "categories", "special", {"none": NO, "unknown": PERHAPS}, YES)
        people = _levels(t, "subjects", "vulnerable", {"no": NO, "unknown": PERHAPS}, YES)
        uses, subjects = t["uses"], t["purpose_subjects"]
        size = len(t["purposes"])
        self.people, self.counted = self._numbers()
        sensitive = _worst(size, uses["purpose"], special, uses["category"])
        exposed = _worst(size, subjects["purpose"], people, subjects["subject"])
        of: dict[str, tuple[np.ndarray, ...]] = {"purposes": (sensitive, exposed, self.people, self.counted)}
        users = uses[uses["category"] >= 0]
        of["categories"] = (special, *self._by(len(special), users["category"], users["purpose"], of["purposes"][1:]))
        size = len(t["recipients"])
        wanted = marked(size, recipients)
        links, found = flows.disclosure_table(t, wanted), flows.flow_table(t, wanted)
        received = _worst(size, found["recipient"], special, found["category"])
        # a purpose without categories has no flows: what it discloses may be special
        blind = (t["purposes"]["categories"] == "unknown").to_numpy()[links["purpose"].to_numpy()]
        np.maximum.at(received, links["recipient"].to_numpy()[blind], PERHAPS)
        served = links["recipient"].to_numpy(), links["purpose"].to_numpy()
        of["recipients"] = (received, *self._by(size, *served, of["purposes"][1:]))
        self.of = of
        cover = facts.coverage.frame
        rank = cover["verdict"].astype(str).map({v: i for i, v in enumerate(TRANSFERS)}).fillna(0).to_numpy(int)
        self.transfer = np.zeros(size, dtype=int)
        np.maximum.at(self.transfer, cover["recipient"].to_numpy(), rank)

    def _numbers(self) -> tuple[np.ndarray, np.ndarray]:
        """For each purpose the number of people that is recorded (-1: none), and the one that counts."""
        purposes = self.tables["purposes"]
        values, codes = np.unique(purposes["people"].astype(str).to_numpy(dtype=object), return_inverse=True)
        known = np.array([_UNKNOWN if (n := most_people(v)) is None else n for v in values] or [0], dtype=np.int64)
        recorded = known[codes] if len(purposes) else np.zeros(0, np.int64)
        largest = np.zeros(len(self.tables["controllers"]), dtype=np.int64)
        np.maximum.at(largest, purposes["controller"].to_numpy(), recorded)
        counted = np.where(recorded < 0, largest[purposes["controller"].to_numpy()], recorded)
        return recorded, counted

    @staticmethod
    def _by(
        size: int, to: Iterable[int], purpose: Iterable[int], values: tuple[np.ndarray, ...]
    ) -> tuple[np.ndarray, ...]:
        """The greatest level of the purposes of each row; where a row has none, people are not known."""
        row, of = np.asarray(to, dtype=int), np.asarray(purpose, dtype=int)
        lowest = np.full(size, -2, dtype=np.int64)
        out = []
        for value, nothing in zip(values, (PERHAPS, _UNKNOWN, 0), strict=True):
            level = lowest.copy()
            np.maximum.at(level, row, value[of])
            out.append(np.where(level == -2, nothing, level))
        return tuple(out)

    def risk(self, table: str, row: int, severity: str, rule: str) -> Risk:
        missing, effort = STAKES[rule]
        levels = {
            "severity": len(SEVERITIES) - 1 - SEVERITIES.index(severity),
            "missing": MISSING.index(missing),
            "ease": len(EFFORTS) - 1 - EFFORTS.index(effort),
        }
        if table not in self.of:
            return Risk(**levels)
        special, vulnerable, recorded, people = (int(column[row]) for column in self.of[table])
        transfer = int(self.transfer[row]) if table == "recipients" else 0
        return Risk(
            **levels, special=special, vulnerable=vulnerable, recorded=recorded, people=people, transfer=transfer
        )


def _levels(tables: Tables, table: str, column: str, known: dict[str, int], other: int) -> np.ndarray:
    return tables[table][column].astype(str).map(lambda v: known.get(v, other)).to_numpy(dtype=np.int64)


def _worst(size: int, to: Iterable[int], levels: np.ndarray, of: Iterable[int]) -> np.ndarray:
    """The greatest level of what each row has; where it has nothing, or what is not known, it is not ruled out."""
    row, at = np.asarray(to, dtype=int), np.asarray(of, dtype=int)
    out = np.full(size, -1, dtype=np.int64)
    np.maximum.at(out, row, np.where(at >= 0, levels[at], PERHAPS) if len(levels) else np.full(len(at), PERHAPS))
    return np.where(out < 0, PERHAPS, out)


def risks(findings: Findings) -> list[Risk]:
    """What is at risk behind each finding, in their order."""
    columns = ("table", "row", "severity", "rule", "special")
    if findings.facts is None:  # read back from a file: only what it states
        rows = records(findings.frame, "severity", "rule", "special")
        return [_alone(severity, rule, bool(special)) for severity, rule, special in rows]
    frame = findings.frame
    concerned = _Concerned(findings.facts, frame.loc[frame["table"] == "recipients", "row"].to_numpy(dtype=int))
    return [concerned.risk(t, int(r), s, rule) for t, r, s, rule, _ in records(findings.frame, *columns)]


def _alone(severity: str, rule: str, special: bool) -> Risk:
    missing, effort = STAKES.get(rule, ("record", "record"))
    return Risk(
        severity=len(SEVERITIES) - 1 - SEVERITIES.index(severity),
        special=YES if special else NO,
        missing=MISSING.index(missing),
        ease=len(EFFORTS) - 1 - EFFORTS.index(effort),
    )
