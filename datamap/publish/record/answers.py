"""What the internal edition shows of the audit, from a view to columns by key: verdicts, rights, changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from datamap.labels import record
from datamap.labels.counting import count
from datamap.publish.record import derived, rights
from datamap.publish.record.view import View

Columns = dict[str, list[Any]]
WHO = "controller"
"""Key of the column that names the organisation's inventory."""

COLUMNS = (
    WHO,
    "recipient",
    "country",
    "data",
    "verdict",
    "ground",
    "evidence",
    "valid",
    "contested",
    "reasons",
)
"""Columns of the sheet of verdicts."""


def day(text: str) -> Any:
    """An ISO date as a date, another word unchanged."""
    try:
        return dt.date.fromisoformat(text)
    except (ValueError, TypeError):
        return text or ""


def transfers(view: View) -> Columns:
    """One row per recipient and country; several where the verdict differs by class of data or by sub-processor."""
    c = view.column
    who, own = c("inventories", "id"), zip(*(c("recipients", k) for k in ("controller", "id", "name")), strict=True)
    names = {(who[w], i): name for w, i, name in own}
    rows = [_transfer(view, names, t) for t in view.transfers]
    distinct = list({tuple(row.values()): row for row in rows}.values())
    return {key: [row[key] for row in distinct] for key in COLUMNS}


def _transfer(view: View, names: Mapping[tuple[str, str], str], t: dict[str, Any]) -> dict[str, Any]:
    via = names.get((t["controller"], t["via"]), "")
    values = (
        t["controller"],
        record("phrase", "engaged", view.language).format(name=t["recipient"], by=via) if via else t["recipient"],
        view.country(t["country"]),
        record("data-class", t["data"], view.language),
        view.word("verdict", t["verdict"]),
        view.mechanism(t),
        record("evidence", t["evidence"], view.language),
        day(t["valid_until"]),
        view.answer("yes" if t["contested"] else "no"),
        view.lines([*t["reasons"], t["later_annulled"]]),
    )
    return dict(zip(COLUMNS, values, strict=True))


def rights_sheet(view: View) -> Columns:
    """One row per activity, one column per right."""
    letters, explicit = view.once(derived.bases_of)
    automated, roles = view.column("purposes", "automated_decisions"), view.once(derived.roles)
    basis, how = view.column("bases", "basis"), view.column("bases", "how")

    def bases(rows: Sequence[int]) -> str:
        return view.lines(view.marked(view.word("basis", basis[r]), how[r]) for r in rows)

    of_purpose, stated = view.kids("bases"), view.column("purposes", "legal_bases")
    out: Columns = {
        WHO: [view.column("inventories", "id")[w] for w in view.column("purposes", "controller")],
        "activity": list(view.activities),
        "bases": [bases(rows) or view.answer(word) for rows, word in zip(of_purpose, stated, strict=True)],
    }
    facts = list(zip(letters, explicit, automated, roles, strict=True))
    for right in rights.NAMES:
        out[right] = [
            rights.through_controller(view.language)
            if role == "processor"
            else rights.applies(right, b, e, a, view.language)
            for b, e, a, role in facts
        ]
    return out


def change_log(view: View, changes: Sequence[Mapping[str, str]] | None) -> Columns:
    """The version of the record, and what changed since a baseline."""
    compared = "No earlier record was given to compare with."
    if changes is not None:
        compared = f"{count(len(changes), 'changes')} since the earlier record."
    inventories = view.source["inventories"].to_dict("records")
    rows = [
        {
            WHO: i["id"],
            "date": day(i["date"]),
            "version": i["version"],
            "author": i["author"],
            "change": f"{i['title'] or i['id']}. {compared}",
            "effect": f"input sha256 {i['sha256']}" if i["sha256"] else "",
        }
        for i in inventories
    ]
    first = rows[0]
    rows += [{**first, "date": view.day, "change": c["change"], "effect": c.get("effect", "")} for c in changes or ()]
    return {key: [row[key] for row in rows] for key in first}
