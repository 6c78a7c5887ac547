"""What changed a verdict or a finding between two sides of a comparison: the inventory, the law, time, or datamap.

Where more than one of them changed, the old map is judged again with one of them changed at a time: the step at which a
verdict changes is its cause. Between two days the old map is judged on both sides of every day that the law pack or a
participants list names: a change there is due to the law, a change in between to time (a review that is due).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datamap import law
from datamap.findings import acceptances
from datamap.history import archive, proof
from datamap.model import Inventory
from datamap.pipeline import Audit, audit
from datamap.questions import records
from datamap.questions.differences import Comparison

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

Known = dict[tuple[str, str], str]
"""New id of each renamed entry -> the old one."""
CAUSES = ("datamap", "law", "time", "inventory")
ENTRIES = {"recipient": "recipients", "purpose": "purposes", "category": "categories"}


@dataclass(frozen=True)
class Side:
    """One side of a comparison: an inventory with its transfers and findings on a day."""

    inventory: Inventory
    as_of: dt.date
    transfers: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    earlier: frozenset[str] = frozenset()
    """Fingerprints of findings of runs before this one."""
    law: tuple[Any, ...] = ()
    """Digest of the law pack, digest of the participants lists."""
    days: Callable[[], frozenset[dt.date]] = frozenset
    """The days on which that law can change its answers."""
    code: str = ""
    """Hash of the library that judged it; empty where this one did."""
    judge: Callable[[Inventory, dt.date], Side] | None = None
    """Judges an inventory under this side's law on a day; None where its participants lists are not available."""

    def verdicts(self, renamed: Known) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The verdict on each transfer, under the ids of the old map."""
        return {transfer(t, renamed): (t["verdict"], t["ground"], t["instrument"]) for t in self.transfers}


def of_audit(inventory: Inventory, a: Audit) -> Side:
    """A side from an audit."""

    def judge(other: Inventory, day: dt.date) -> Side:
        return of_audit(other, audit(other, day, law=a.law, participants=a.participants, acceptances=a.accepting))

    lists = a.participants.digest if a.participants is not None else ""
    return Side(
        inventory,
        a.as_of,
        records.transfers(a)["transfers"],
        records.findings(a)["findings"],
        law=(a.law.digest, lists),
        days=lambda: _days(a.law, a.participants),
        judge=judge,
    )


def of_run(run: archive.Run, participants: Participants | None) -> Side:
    """A side as a run left it."""
    terms = run.manifest["law"]
    lists = (run.manifest["dpf_list"] or {}).get("digest", "")
    if participants is not None and lists:  # a list that is new since then does not hide those that the run had
        participants = participants.of(map(dt.date.fromisoformat, run.manifest["dpf_list"]["vintages"]))

    def pack() -> Law:
        return law.load(dt.date.fromisoformat(terms["known_on"] or terms["recorded"])).without(*terms["without"])

    def judge(other: Inventory, day: dt.date) -> Side:
        accepted = acceptances.beside([run.folder / "inventory.yaml"])
        return of_audit(
            other, audit(other, day, law=pack(), participants=participants if lists else None, acceptances=accepted)
        )

    code = run.manifest["basis"].get("code", "unknown")
    return Side(
        run.inventory,
        run.as_of,
        run.transfers,
        run.findings,
        archive.fingerprints_before(run.folder),
        (terms.get("digest", ""), lists),
        lambda: _days(pack(), participants if lists else None),
        "" if code == proof.code() else code,
        judge if not lists or (participants is not None and participants.digest == lists) else None,
    )


def _days(pack: Law, participants: Participants | None) -> frozenset[dt.date]:
    return pack.days() | frozenset(participants.vintages if participants is not None else ())


def transfer(t: dict[str, Any], renamed: Known) -> tuple[str, ...]:
    """What distinguishes a transfer from the others, under the ids of the old map."""

    def old(id_: str) -> str:
        return renamed.get(("recipients", id_), id_)

    return old(t["recipient_id"]), old(t["via"]), t["country"], t["data"]


def about(f: dict[str, Any], renamed: Known) -> tuple[str, ...]:
    """What a finding is about, under the ids of the old map."""
    entry = ENTRIES.get(f["subject_kind"], "")
    return f["rule"], f["subject_kind"], renamed.get((entry, f["subject_id"]), f["subject_id"]), f.get("country", "")


class Causes:
    """What may have changed something between two sides, and what did."""

    def __init__(self, old: Side, new: Side, found: Comparison):
        self.old, self.new, self.found = old, new, found

    @cached_property
    def steps(self) -> list[tuple[str, Side]]:
        """From the old side to the new one: each step changes one thing, or several that cannot be separated."""
        old, new, judge = self.old, self.new, self.new.judge
        plan = [("datamap", old.as_of, old.judge)] if old.code != new.code else []
        plan += [("law", old.as_of, judge)] if old.law != new.law else []
        plan += (
            [(label, day, judge) for label, day in days(old.as_of, new.as_of, new.days())]
            if old.as_of != new.as_of
            else []
        )
        plan += [("inventory", new.as_of, None)] if self.found.changes else []
        out: list[tuple[str, Side]] = []
        pending: set[str] = set()
        for n, (label, day, judging) in enumerate(plan, 1):
            pending.add(label)
            if n == len(plan):
                out.append((_joined(pending, " or "), new))
            elif judging is not None and not new.code:
                out.append((_joined(pending, " or "), judging(old.inventory, day)))
                pending = set()
        return out

    def of_verdict(self, key: tuple[str, ...]) -> str:
        """The cause of another verdict on a transfer that both sides have."""
        return self._moved(
            self.old.verdicts({}).get(key),
            [s.verdicts(self.found.renamed if s is self.new else {}).get(key) for _, s in self.steps],
        )

    def of_finding(self, f: dict[str, Any], new: bool) -> str:
        """The cause of a finding that is new or resolved."""
        same = about(f, self.found.renamed if new else {})
        renamed = new and same != about(f, {})

        def there(s: Side) -> bool:
            return any(x["fingerprint"] == f["fingerprint"] or (renamed and about(x, {}) == same) for x in s.findings)

        return self._moved(not new, [new if s is self.new else there(s) for _, s in self.steps])

    def _moved(self, was: Any, states: list[Any]) -> str:
        return _joined(
            {
                label
                for (label, _), before, now in zip(self.steps, [was, *states], states, strict=False)
                if before != now
            },
            " and ",
        )


def days(old: dt.date, new: dt.date, named: frozenset[dt.date]) -> list[tuple[str, dt.date]]:
    """The steps from one day to another: ``law`` over the edge of each day that the law names, ``time`` in between."""
    if new < old:  # the same edges from the other end
        way = [("", new), *days(new, old, named)]
        return [(label, way[n - 1][1]) for n, (label, _) in reversed(list(enumerate(way))) if n]
    out, at = [], old
    before = dt.timedelta(days=1)
    for edge in sorted(d for d in named if old < d <= new):
        out += [("time", edge - before)] if at != edge - before else []
        out.append(("law", at := edge))
    out += [("time", new)] if at != new else []
    return out


def _joined(labels: set[str], word: str) -> str:
    return word.join(sorted(labels, key=lambda label: min(CAUSES.index(x) for x in label.split(" or "))))
