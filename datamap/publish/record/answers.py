"""The sheets with only derived cells: Transfers, Rights, Findings, Change log. From a view to columns by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from datamap.labels import WHO
from datamap.labels.counting import count
from datamap.publish.record import derived, rights
from datamap.publish.record.view import View

Columns = dict[str, list[Any]]
Names = Mapping[str, Mapping[tuple[str, str], str]]
"""Names of purposes, categories and recipients by table, then by controller and id."""

FINDINGS = {
    WHO: "controller",
    "severity": "severity",
    "rule": "rule",
    "subject": "subject",
    "finding": "message",
    "remedy": "remedy",
    "basis": "basis",
    "articles": "articles",
    "section": "section",
    "words": "words",
    "fingerprint": "fingerprint",
}
"""Columns of the sheet of findings, and the columns of the findings that they show."""


def day(text: str) -> Any:
    """An ISO date as a date, another word unchanged."""
    try:
        return dt.date.fromisoformat(text)
    except (ValueError, TypeError):
        return text or ""


def transfers(view: View, widths: Mapping[str, int]) -> Columns:
    """One row per recipient and country; several where the verdict differs by class of data or by sub-processor."""
    names = _names(view)
    rows = [_transfer(view, names, widths, t) for t in view.transfers]
    distinct = {tuple(row.values()): row for row in rows}.values()
    return {key: [row[key] for row in distinct] for key in (rows[0] if rows else (WHO, *widths))}


def _names(view: View) -> Names:
    who = view.column("inventories", "id")
    out = {}
    for kind in ("purposes", "categories", "recipients"):
        columns = (view.audit.tables[kind][c].tolist() for c in ("controller", "id", "name"))
        out[kind] = {(who[w], i): name for w, i, name in zip(*columns, strict=True)}
    return out


def _transfer(view: View, names: Names, widths: Mapping[str, int], t: dict[str, Any]) -> dict[str, Any]:
    who = t["controller"]

    def named(kind: str, where: str) -> str:
        return view.few([names[kind].get((who, i), i) for i in t[kind]], widths[kind], where)

    return {
        WHO: who,
        "recipient": t["recipient"],
        "country": view.country(t["country"]),
        "verdict": view.word("verdict", t["verdict"]),
        "mechanism": view.mechanism(t),
        "citation": t["citation"],
        "documents": view.few(view.documents(t["row"]), widths["documents"], "Map - Safeguards"),
        "evidence": t["evidence"],
        "valid_until": day(t["valid_until"]),
        "reasons": view.few(t["reasons"], widths["reasons"], "datamap transfers --format json"),
        "data": t["data"],
        "via": names["recipients"].get((who, t["via"]), ""),
        "contested": "yes" if t["contested"] else "no",
        "fallback": "\n".join(t["fallback"]),
        "annulled": t["later_annulled"],
        "purposes": named("purposes", "Map - Recipients served"),
        "categories": named("categories", "Map - Data used"),
    }


def rights_sheet(view: View, widths: Mapping[str, int]) -> Columns:
    """One row per activity, one column per right."""
    letters, explicit = derived.bases_of(view)
    automated, roles = view.column("purposes", "automated_decisions"), derived.roles(view)
    basis, how = view.column("bases", "basis"), view.column("bases", "how")

    def bases(rows: Sequence[int]) -> str:
        lines = [view.marked(view.word("basis", basis[r]), how[r]) for r in rows]
        return view.few(lines, widths["bases"], "Map - Legal bases")

    of_purpose, stated = view.kids("bases"), view.column("purposes", "legal_bases")
    out: Columns = {
        WHO: [view.column("inventories", "id")[w] for w in view.column("purposes", "controller")],
        "activity": list(view.activities),
        "bases": [bases(rows) or word for rows, word in zip(of_purpose, stated, strict=True)],
    }
    facts = list(zip(letters, explicit, automated, roles, strict=True))
    for right in rights.NAMES:
        out[right] = [
            rights.THROUGH_CONTROLLER if role == "processor" else rights.applies(right, b, e, a)
            for b, e, a, role in facts
        ]
    return out


def findings(view: View, widths: Mapping[str, int]) -> Columns:
    """The findings, most serious first."""
    f = view.audit.findings.frame
    out: Columns = {key: f[column].tolist() for key, column in FINDINGS.items()}
    out["accepted"] = ["yes" if accepted else "no" for accepted in f["accepted"].tolist()]
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
