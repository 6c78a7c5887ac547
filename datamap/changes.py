"""Two inventories or two runs -> what changed, and what it did to the transfers and the findings.

A verdict or finding can move because the inventory changed or because the law did ("covered last quarter, the instrument
lapsed since; nothing in the inventory changed"): each says which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from datamap import compare, formats, runfolder
from datamap.audit import Audit, audit
from datamap.compare import Change, Comparison
from datamap.errors import InputError, Problem
from datamap.model import Inventory

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

COLUMNS = tuple(Change.__dataclass_fields__)
PARTS = ("inventory", "transfer", "finding")


@dataclass(frozen=True)
class Side:
    """One side of a comparison: an inventory with its transfers and findings on a day."""

    inventory: Inventory
    as_of: dt.date
    transfers: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    earlier: frozenset[str] = frozenset()
    """Fingerprints of findings of runs before this one."""


def side(path: str | Path, as_of: dt.date, law: Law | None = None, participants: Participants | None = None) -> list[Side]:
    """What stands at a path: an inventory or workbook, judged on the day, or what a run left, as it left it.

    Raises
    ------
    InputError
    """
    at = Path(path)
    if not at.is_dir() or not (runs := runfolder.runs(at)):
        if at.is_dir() and not any(at.glob("*.y*ml")):
            raise InputError([Problem(str(path), 0, "", "a folder without an inventory or a run", "an inventory, a workbook, a report folder, or a folder of these")])
        return [of_audit(i, audit(i, as_of, law=law, participants=participants)) for i in formats.read_many(path)]
    return [Side(r.inventory, r.as_of, r.transfers, r.findings, runfolder.fingerprints_before(r.folder)) for r in runs]


def of_audit(inventory: Inventory, a: Audit) -> Side:
    """A side from an audit that is at hand."""
    from datamap.publish import records

    return Side(inventory, a.as_of, records.transfers(a)["transfers"], records.findings(a)["findings"])


def since(a: Audit, baseline: str | Path) -> pd.DataFrame:
    """What changed from an earlier run to an audit; of a quarter's folder the runs of the same controllers count."""
    new = [of_audit(i, a) for i in a.inventories]
    mine = {s.inventory.meta.id for s in new}
    old = side(baseline, a.as_of, a.law, a.participants)
    return changes([s for s in old if s.inventory.meta.id in mine] or old, new)


def changes(old: Sequence[Side], new: Sequence[Side]) -> pd.DataFrame:
    """What changed between two sets of maps.

    Returns
    -------
    DataFrame
        One row per change with the fields of :class:`datamap.compare.Change`; empty where nothing changed. Within a
        controller: the inventory, then the transfers, then the findings. Findings that stay are no change; their number is in
        ``attrs["persisting"]``.
    """
    before, after = {s.inventory.meta.id: s for s in old}, {s.inventory.meta.id: s for s in new}
    if len(before) == len(after) == 1:  # the same map under another id is a rename, not two maps
        before = dict(zip(after, before.values(), strict=True))
    out: list[Change] = []
    persisting = 0
    for name in dict.fromkeys([*before, *after]):
        a, b = before.get(name), after.get(name)
        if a is None or b is None:
            label = (b or a).inventory.controller.name  # type: ignore[union-attr]
            kind = "removed" if b is None else "added"
            out.append(Change(name, "inventory", kind, "inventories", name, label, before=label if b is None else "", after=label if a is None else ""))
            continue
        found = compare.inventories(a.inventory, b.inventory)
        out += [*found.changes, *_transfers(a, b, found), *(moved := list(_findings(a, b, found)))]
        persisting += len(b.findings) - sum(c.change != "resolved" for c in moved)
    frame = pd.DataFrame([c.record() for c in out], columns=list(COLUMNS))
    frame.attrs["persisting"] = persisting
    return frame


def _key(t: dict[str, Any], renamed: dict[tuple[str, str], str]) -> tuple[str, ...]:
    def old(id_: str) -> str:
        return renamed.get(("recipients", id_), id_)

    return old(t["recipient_id"]), old(t["via"]), t["country"], t["data"]


def _transfers(a: Side, b: Side, found: Comparison) -> Iterable[Change]:
    """Transfers that both have, and that are judged otherwise now."""
    before = {_key(t, {}): t for t in a.transfers}
    for t in b.transfers:
        was = before.get(_key(t, found.renamed))
        if was is None or (was["verdict"], was["ground"], was["instrument"]) == (t["verdict"], t["ground"], t["instrument"]):
            continue
        cause = "inventory" if _concerned(t["recipient_id"], b.inventory, found) else "law"
        reason = t["reasons"][0]
        if cause == "law":
            since = f"on {a.as_of}: {was['reasons'][0]} " if a.as_of != b.as_of else ""
            reason = f"Nothing in the inventory changed; {since}on {b.as_of}: {reason}"
        yield Change(b.inventory.meta.id, "transfer", "verdict", "recipients", t["recipient_id"], f"{t['recipient']} ({t['country']})", "verdict",
                     f"{was['verdict']} ({was['ground']})", f"{t['verdict']} ({t['ground']})", cause, reason)  # fmt: skip


def _concerned(recipient: str, inventory: Inventory, found: Comparison) -> bool:
    """Whether a change touched what a recipient's verdict depends on: itself, its purposes, their people, the organisation."""
    if found.touched("recipients", recipient) or found.touched("controller", "controller"):
        return True
    serves = [p for p in inventory.purposes if any(d.recipient == recipient for d in p.recipients)]
    return any(found.touched("purposes", p.id) for p in serves) or any(c.entry in ("subjects", "categories") for c in found.changes)


def _findings(a: Side, b: Side, found: Comparison) -> Iterable[Change]:
    """Findings that are new, resolved or back."""
    kinds = {"recipient": "recipients", "purpose": "purposes", "category": "categories"}

    def about(f: dict[str, Any], renamed: dict[tuple[str, str], str]) -> tuple[str, ...]:
        entry = kinds.get(f["subject_kind"], "")
        return f["rule"], f["subject_kind"], renamed.get((entry, f["subject_id"]), f["subject_id"]), f.get("country", "")

    def moved_by(f: dict[str, Any], id_: str) -> str:
        entry = kinds.get(f["subject_kind"], "")
        if entry == "recipients":
            return "inventory" if _concerned(id_, b.inventory, found) else "law"
        if entry:
            return "inventory" if found.touched(entry, id_) else "law"
        return "inventory" if any(c.entry != "meta" for c in found.changes) else "law"

    before, after = {f["fingerprint"]: f for f in a.findings}, {f["fingerprint"]: f for f in b.findings}
    lost = {about(f, {}): k for k, f in before.items() if k not in after}
    for k, f in after.items():
        was = before.get(k) or before.get(lost.pop(about(f, found.renamed), ""))
        if was is not None and (f["accepted"] or not was["accepted"]):
            continue
        again = was is not None or k in a.earlier
        yield _finding(f, "reopened" if again else "new", b, "acceptance" if was is not None else moved_by(f, f["subject_id"]))
    new_ids = {(entry, old): new for (entry, new), old in found.renamed.items()}
    for k in lost.values():
        f = before[k]
        yield _finding(f, "resolved", b, moved_by(f, new_ids.get((kinds.get(f["subject_kind"], ""), f["subject_id"]), f["subject_id"])))


def _finding(f: dict[str, Any], change: str, b: Side, cause: str) -> Change:
    said = "before" if change == "resolved" else "after"
    base = Change(b.inventory.meta.id, "finding", change, f["subject_kind"], f["subject_id"], f["subject"], f["rule"], cause=cause, reason=f["severity"])
    return replace(base, **{said: f["message"]})


def counts(frame: pd.DataFrame) -> dict[str, int]:
    """How many changes of each part and kind, as ``inventory added``; and how many findings stay, ``finding persisting``."""
    out = {f"{p} {c}": int(n) for (p, c), n in frame.groupby(["part", "change"], sort=False).size().items()} if len(frame) else {}
    stay = frame.attrs.get("persisting", 0)
    return {**out, "finding persisting": stay} if stay else out


def log(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The changes as lines of a change log: ``change`` and ``effect`` in words."""
    out = []
    for c in frame.to_dict("records"):
        what = f"{c['name'] or c['id']}" + (f", {c['field']}" if c["field"] and c["part"] == "inventory" else "")
        moved = f": {c['before'] or 'nothing'} -> {c['after'] or 'nothing'}" if c["change"] in ("changed", "renamed", "verdict") else ""
        out.append({"change": f"{c['part']} {c['change']}: {what}{moved}", "effect": c["reason"] if c["part"] == "transfer" else c["after"] or c["before"] if c["part"] == "finding" else ""})
    return out


def diff(old: str | Path, new: str | Path, as_of: dt.date, law: Law | None = None, participants: Participants | None = None) -> pd.DataFrame:
    """What changed from one inventory, workbook or report folder to another; see :func:`changes`."""
    problems: list[Problem] = []
    sides: list[list[Side]] = []
    for path in (old, new):
        try:
            sides.append(side(path, as_of, law, participants))
        except InputError as e:
            problems += e.problems
    if problems:
        raise InputError(problems)
    return changes(*sides)


def markdown(frame: pd.DataFrame) -> str:
    """The changes as Markdown, for a pull request."""
    if not len(frame):
        return "No change.\n"
    titles = {"inventory": "What the inventory says", "transfer": "Transfers judged otherwise", "finding": "Findings"}
    lines = []
    for part in PARTS:
        mine = frame[frame["part"] == part]
        if not len(mine):
            continue
        lines += [f"### {titles[part]}", "", "| change | what | field | before | after |", "|---|---|---|---|---|"]
        for c in mine.to_dict("records"):
            cause = f" ({c['cause']})" if part != "inventory" and c["cause"] else ""
            lines.append("| " + " | ".join(_cell(x) for x in (c["change"] + cause, c["name"] or c["id"], c["field"], c["before"], c["after"])) + " |")
        lines.append("")
    return "\n".join(lines)


def _cell(text: str, size: int = 200) -> str:
    """A text that stays in its cell and is no markup."""
    text = " ".join(str(text).split())
    text = text if len(text) <= size else text[: size - 1] + "…"
    for c in "\\|`*_<>[]":
        text = text.replace(c, "\\" + c)
    return text
