"""Two inventories or two runs -> what changed, and the effect on transfers and findings.

A verdict or finding can change because the inventory or the law changed ("covered last quarter, the instrument has
lapsed since; nothing in the inventory changed"): each change states its cause.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from datamap import formats
from datamap.documents.markdown import escape
from datamap.errors import InputError, Problem
from datamap.findings import acceptances
from datamap.history import archive
from datamap.law.terms import Terms
from datamap.model import Inventory, arguments
from datamap.pipeline import Audit, audit
from datamap.questions import differences
from datamap.questions.causes import Causes, Side, about, of_audit, of_run, transfer
from datamap.questions.differences import Change
from datamap.tables.preview import Preview

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

COLUMNS = tuple(Change.__dataclass_fields__)
PARTS = ("inventory", "transfer", "finding")
SHOWN = ("part", "change", "name", "field", "before", "after", "cause")
"""The columns that a notebook shows."""
SIDE = "an audit, an inventory, or a path, as text or pathlib.Path"


def sides_at(
    path: str | Path, day: dt.date, law: Law | None = None, participants: Participants | None = None
) -> list[Side]:
    """The sides at a path: an inventory or workbook, judged on the day, or the results of a run as it left them.

    Raises
    ------
    InputError
    """
    at = Path(path)
    if at.is_dir() and (runs := archive.runs(at)):
        return [of_run(r, participants) for r in runs]
    if at.is_dir() and not any(at.glob("*.y*ml")):
        expected = "an inventory, a workbook, a report folder, or a folder of these"
        raise InputError([Problem(str(path), 0, "", "a folder without an inventory or a run", expected)])
    accepted = [acceptances.beside([file]) for file in formats.expand(path)]
    audits = [
        audit(i, day, law=law, participants=participants, acceptances=a)
        for i, a in zip(formats.read_many(path), accepted, strict=True)
    ]
    return [of_audit(a.inventories[0], a) for a in audits]


def since(a: Audit, baseline: str | Path) -> pd.DataFrame:
    """What changed from an earlier run to an audit; of a quarter's folder the runs of the same controllers count."""
    arguments.check_type(a, Audit, "audit", "an audit, as dm.audit(...) gives it")
    arguments.parse_path(baseline, "baseline")
    new = [of_audit(i, a) for i in a.inventories]
    mine = {s.inventory.meta.id for s in new}
    old = sides_at(baseline, a.as_of, a.law, a.participants)
    found = changes([s for s in old if s.inventory.meta.id in mine] or old, new)
    return Preview.of(
        found,
        f"What changed from the baseline to {a.as_of}",
        SHOWN,
    )


def changes(old: Sequence[Side], new: Sequence[Side]) -> pd.DataFrame:
    """What changed between two sets of maps.

    Returns
    -------
    DataFrame
        One row per change with the fields of :class:`~datamap.questions.differences.Change`; empty where nothing
        changed. Within a controller: the inventory, then the transfers, then the findings. Findings that persist are no
        changes; their number is in ``attrs["persisting"]``.
    """
    before, after = {s.inventory.meta.id: s for s in old}, {s.inventory.meta.id: s for s in new}
    if len(before) == len(after) == 1:  # the same map under another id is a rename, not two maps
        before = dict(zip(after, before.values(), strict=True))
    out: list[Change] = []
    persisting = 0
    since = {name: a.as_of.isoformat() for name, a in before.items() if name in after}
    for name in dict.fromkeys([*before, *after]):
        a, b = before.get(name), after.get(name)
        if a is None or b is None:
            label = (b or a).inventory.controller.name  # type: ignore[union-attr]
            kind = "removed" if b is None else "added"
            out.append(
                Change(
                    name,
                    "inventory",
                    kind,
                    "inventories",
                    name,
                    label,
                    before=label if b is None else "",
                    after=label if a is None else "",
                )
            )
            continue
        found = differences.inventories(a.inventory, b.inventory)
        causes = Causes(a, b, found)
        out += [*found.changes, *_transfers(a, b, causes), *(moved := list(_findings(a, b, causes)))]
        persisting += len(b.findings) - sum(c.change != "resolved" for c in moved)
    frame = pd.DataFrame([c.record() for c in out], columns=list(COLUMNS))
    frame.attrs |= {"persisting": persisting, "since": since}
    return frame


def _transfers(a: Side, b: Side, causes: Causes) -> Iterable[Change]:
    """Transfers that both have, with another verdict now."""
    before = {transfer(t, {}): t for t in a.transfers}
    for t in b.transfers:
        key = transfer(t, causes.found.renamed)
        was = before.get(key)
        if was is None or all(was[k] == t[k] for k in ("verdict", "ground", "instrument")):
            continue
        cause = causes.of_verdict(key)
        before_, now = was["reasons"][0], t["reasons"][0]
        if cause == "inventory":
            reason = now
        elif a.as_of != b.as_of:
            reason = f"{_unmoved(cause, causes)}on {a.as_of}: {before_} On {b.as_of}: {now}"
        else:
            reason = f"{_unmoved(cause, causes)}before: {before_} Now: {now}"
        yield Change(
            b.inventory.meta.id,
            "transfer",
            "verdict",
            "recipients",
            t["recipient_id"],
            f"{t['recipient']} ({t['country']})",
            "verdict",
            f"{was['verdict']} ({was['ground']})",
            f"{t['verdict']} ({t['ground']})",
            cause,
            reason,
        )


def _unmoved(cause: str, causes: Causes) -> str:
    """The beginning of a reason: that the inventory did not change the verdict; empty where it did a part."""
    if "inventory" in cause:
        return ""
    changed = bool(causes.found.changes)
    return "The changes in the inventory did not move it; " if changed else "Nothing in the inventory changed; "


def _findings(a: Side, b: Side, causes: Causes) -> Iterable[Change]:
    """Findings that are new, resolved or back."""
    renamed = causes.found.renamed
    before, after = {f["fingerprint"]: f for f in a.findings}, {f["fingerprint"]: f for f in b.findings}
    lost = {about(f, {}): k for k, f in before.items() if k not in after}
    for k, f in after.items():
        was = before.get(k) or before.get(lost.pop(about(f, renamed), ""))
        if was is not None and (f["accepted"] or not was["accepted"]):
            continue
        again = was is not None or k in a.earlier
        yield _finding(
            f, "reopened" if again else "new", b, "acceptance" if was is not None else causes.of_finding(f, new=True)
        )
    for k in lost.values():
        yield _finding(before[k], "resolved", b, causes.of_finding(before[k], new=False))


def _finding(f: dict[str, Any], change: str, b: Side, cause: str) -> Change:
    said = "before" if change == "resolved" else "after"
    base = Change(
        b.inventory.meta.id,
        "finding",
        change,
        f["subject_kind"],
        f["subject_id"],
        f["subject"],
        f["rule"],
        cause=cause,
        reason=f["severity"],
    )
    return replace(base, **{said: f["message"]})


def counts(frame: pd.DataFrame) -> dict[str, int]:
    """Number of changes of each part and kind, as ``inventory added``, and of findings that persist."""
    out = (
        {f"{p} {c}": int(n) for (p, c), n in frame.groupby(["part", "change"], sort=False).size().items()}
        if len(frame)
        else {}
    )
    stay = frame.attrs.get("persisting", 0)
    return {**out, "finding persisting": stay} if stay else out


def log(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The changes as lines of a change log: ``change`` and ``effect`` in words."""
    out = []
    for c in frame.to_dict("records"):
        moved = f": {_moved(c)}" if c["change"] in ("changed", "renamed", "verdict") else ""
        by = f" (by {c['cause']})" if c["cause"] else ""
        effects = {"transfer": c["reason"], "finding": c["after"] or c["before"]}
        effect = effects.get(c["part"], "")
        out.append({"change": f"{c['part']} {c['change']}{by}: {_what(c)}{moved}", "effect": effect})
    return out


def lines(frame: pd.DataFrame) -> list[list[str]]:
    """The changes as rows of a table: what kind, of what, from what to what and why, and the cause."""
    out = []
    for c in frame.to_dict("records"):
        what, moved = _what(c), _moved(c)
        if c["part"] == "finding":
            what, moved = f"{c['field']}, {c['name'] or c['id']}", c["after"] or c["before"]
        elif c["part"] == "transfer":
            moved = f"{moved}. {c['reason']}"
        out.append([f"{c['part']} {c['change']}", what, moved, c["cause"]])
    return out


def headline(frame: pd.DataFrame) -> str:
    """That nothing in the inventory changed, where something else did: the first thing to know."""
    return "Nothing in the inventory changed." if len(frame) and not (frame["part"] == "inventory").any() else ""


def _what(c: dict[str, str]) -> str:
    return f"{c['name'] or c['id']}" + (f", {c['field']}" if c["field"] and c["part"] == "inventory" else "")


def _moved(c: dict[str, str]) -> str:
    return f"{c['before'] or 'nothing'} -> {c['after'] or 'nothing'}"


def diff(
    old: Audit | Inventory | str | Path,
    new: Audit | Inventory | str | Path,
    terms: Terms | dt.date | str | None = None,
) -> pd.DataFrame:
    """What changed from one map to another, with the cause of each other verdict; columns as in :func:`changes`.

    Parameters
    ----------
    old, new : Audit, Inventory or path
        A path leads to an inventory, a workbook or a report folder, whose results are read as the run left them.
    terms : Terms or day, optional
        What an inventory or a workbook is judged on; a day alone is judged under the newest law pack without a list.
        By default those of the audit, if one side is an audit; else today.

    Returns
    -------
    DataFrame
        No row where nothing changed.

    Examples
    --------
    >>> import datamap as dm
    >>> audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
    >>> len(dm.diff(audit, "inventory/smartsupp.yaml"))
    0
    """
    judged = next((x for x in (new, old) if isinstance(x, Audit)), None)
    if terms is None and judged is not None:
        day, law, participants = judged.as_of, judged.law, judged.participants
    else:
        given = (
            terms
            if isinstance(terms, Terms)
            else Terms(arguments.parse_day(dt.date.today() if terms is None else terms, "terms"))
        )
        day, law, participants = given.day, given.law(), given.participants()
    problems: list[Problem] = []
    sides: list[list[Side]] = []
    for side, name in ((old, "old"), (new, "new")):
        try:
            sides.append(_sides(side, name, day, law, participants))
        except InputError as e:
            problems += e.problems
    if problems:
        raise InputError(problems)
    return Preview.of(changes(*sides), "What changed", SHOWN)


def _sides(
    side: Audit | Inventory | str | Path, name: str, day: dt.date, law: Law, participants: Participants | None
) -> list[Side]:
    """The sides of whatever a caller compares."""
    if isinstance(side, Inventory):
        side = audit(side, day, law=law, participants=participants)
    if isinstance(side, Audit):
        return [of_audit(inventory, side) for inventory in side.inventories]
    return sides_at(arguments.parse_path(side, name, SIDE), day, law, participants)


def markdown(frame: pd.DataFrame) -> str:
    """The changes as Markdown, for a pull request."""
    if not len(frame):
        return "No change.\n"
    titles = {"inventory": "Inventory", "transfer": "Transfers with another verdict", "finding": "Findings"}
    out = [f"{told}\n"] if (told := headline(frame)) else []
    for part in PARTS:
        mine = frame[frame["part"] == part]
        if not len(mine):
            continue
        more = {"inventory": (), "transfer": ("cause", "reason"), "finding": ("cause",)}[part]
        columns = ("change", "name", "field", "before", "after", *more)
        out += [
            f"### {titles[part]}",
            "",
            f"| {' | '.join(('what' if c == 'name' else c) for c in columns)} |",
            "|" + "---|" * len(columns),
        ]
        out += [
            "| " + " | ".join(_cell(c[x] or (c["id"] if x == "name" else "")) for x in columns) + " |"
            for c in mine.to_dict("records")
        ]
        out.append("")
    return "\n".join(out)


def _cell(text: str, size: int = 400) -> str:
    """A text that stays in its cell and has no markup."""
    text = " ".join(str(text).split())
    return escape(text if len(text) <= size else text[: size - 1] + "…")
