"""What people decided to do about findings: which of it is open, overdue or done on a day.

    decisions:
      - decision: do
        action: Conclude or record a data processing agreement with ...
        owner: Jana Novakova, DPO
        decided: 2026-09-01
        due: 2026-12-31
        note: The three contracts are with procurement.

A decision names one finding by its ``fingerprint``, or an ``action`` in the words of ``datamap plan``, with ``...`` in
place of names: then all findings that the action resolves are to be done. It silences nothing. It is done when no
finding is left that it is about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from datamap.findings.acceptances import Acceptances
from datamap.findings.accepted import names_beside
from datamap.findings.action import normal
from datamap.findings.decision import Decision
from datamap.findings.findings import Findings

STATES = ("overdue", "open", "done", "pending")


@dataclass(frozen=True)
class Task:
    """A decision to do something, compared with the findings of a day.

    Attributes
    ----------
    what : str
        The action, or the message of the finding; where the finding is no longer there, its fingerprint.
    owner, note : str
    due, decided : date
    state : {'overdue', 'open', 'done', 'pending'}
        ``pending``: decided after the day.
    fingerprints : tuple of str
        Findings that are left.
    file : str
    line : int
    """

    what: str
    owner: str
    due: dt.date
    decided: dt.date
    note: str
    state: str
    fingerprints: tuple[str, ...]
    file: str
    line: int

    @property
    def said(self) -> str:
        """Who does it until when, in words."""
        when = {"overdue": f"overdue since {self.due}", "done": "done"}.get(self.state, f"due {self.due}")
        return f"{self.owner}, {when}"

    def record(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            **{name: getattr(self, name) for name in ("what", "owner", "note", "state", "line")},
            "file": self.file.replace("\\", "/").rsplit("/", 1)[-1],
            "due": self.due.isoformat(),
            "decided": self.decided.isoformat(),
            "fingerprints": list(self.fingerprints),
        }


def judge(accepting: Acceptances, findings: Findings, day: dt.date) -> tuple[Task, ...]:
    """Compare the decisions to do something with the findings of a day: overdue ones first, then by due date."""
    todo = [given for given in accepting.decisions if given[0].decision == "do"]
    if not todo:
        return ()
    frame = findings.frame
    columns = zip(*(frame[c].tolist() for c in ("fingerprint", "controller", "together", "message")), strict=True)
    prints: dict[str, str] = {}
    actions: dict[str, list[tuple[str, str]]] = {}
    for fingerprint, controller, together, message in columns:
        prints[fingerprint] = message
        actions.setdefault(normal(together), []).append((fingerprint, controller))
    found = []
    for d, file, line in todo:
        left = [d.fingerprint] if d.fingerprint in prints else []
        if d.action:
            own = _beside(findings, file)
            left = [f for f, controller in actions.get(normal(d.action), ()) if not own or controller in own]
        what = d.action or prints.get(d.fingerprint) or f"finding {d.fingerprint}"
        found.append(Task(what, d.owner, _due(d), d.decided, d.note, _state(d, left, day), tuple(left), file, line))
    return tuple(sorted(found, key=lambda t: (STATES.index(t.state), t.due, t.what)))


def _due(d: Decision) -> dt.date:
    if d.due is None:
        raise TypeError("a decision to do something has a due date")
    return d.due


def _state(d: Decision, left: Iterable[str], day: dt.date) -> str:
    if day < d.decided:
        return "pending"
    if not left:
        return "done"
    return "overdue" if day > _due(d) else "open"


def _beside(findings: Findings, file: str) -> set[str]:
    """The organisations whose inventory a file of decisions is beside; empty where it is beside none: then all."""
    inventories = findings.inventories
    if inventories is None:
        return set()
    pairs = zip(inventories["id"].tolist(), inventories["file"].tolist(), strict=True)
    return {name for name, inventory in pairs if inventory and file.startswith(names_beside(inventory))}
