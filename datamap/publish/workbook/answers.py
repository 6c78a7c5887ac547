"""The sheets that hold no fact of their own: Transfers, Rights, Findings, Change log. From a view to columns by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from datamap.labels.counting import count
from datamap.publish.workbook import derived, rights
from datamap.publish.workbook.view import View
from datamap.tables.arrays import records

Columns = dict[str, list[Any]]


def day(text: str) -> Any:
    """An ISO date as a date, another word as it is."""
    try:
        return dt.date.fromisoformat(text)
    except (ValueError, TypeError):
        return text or ""


def transfers(view: View, widths: Mapping[str, int]) -> Columns:
    """One row per recipient and country (and class of data, and way it is reached, where the verdict differs)."""
    who = view.column("inventories", "id")
    names = {
        kind: {(who[w], i): n for w, i, n in records(view.audit.tables[kind], "controller", "id", "name")}
        for kind in ("purposes", "categories", "recipients")
    }
    out: dict[tuple, Sequence[Any]] = {}
    keys = [
        "#who",
        "recipient",
        "country",
        "verdict",
        "mechanism",
        "citation",
        "documents",
        "evidence",
        "valid_until",
        "reasons",
        "data",
        "via",
        "contested",
        "fallback",
        "annulled",
        "purposes",
        "categories",
    ]
    for t in view.transfers:
        mine = t["controller"]
        row = (
            t["controller"],
            t["recipient"],
            view.country(t["country"]),
            view.word("verdict", t["verdict"]),
            view.mechanism(t),
            t["citation"],
            view.few(view.documents(t["row"]), widths["documents"], "Map - Safeguards"),
            t["evidence"],
            day(t["valid_until"]),
            view.few(t["reasons"], widths["reasons"], "datamap transfers --format json"),
            t["data"],
            names["recipients"].get((mine, t["via"]), ""),
            "yes" if t["contested"] else "no",
            "\n".join(t["fallback"]),
            t["later_annulled"],
            view.few(
                [names["purposes"].get((mine, p), p) for p in t["purposes"]],
                widths["purposes"],
                "Map - Recipients served",
            ),
            view.few(
                [names["categories"].get((mine, c), c) for c in t["categories"]],
                widths["categories"],
                "Map - Data used",
            ),
        )
        out.setdefault(row, row)
    return {k: [r[i] for r in out.values()] for i, k in enumerate(keys)}


def rights_sheet(view: View, widths: Mapping[str, int]) -> Columns:
    """One row per activity, one column per right."""
    letters, explicit = derived.bases_of(view)
    automated, roles = view.column("purposes", "automated_decisions"), derived.roles(view)
    basis, how = view.column("bases", "basis"), view.column("bases", "how")
    out: Columns = {
        "#who": [view.column("inventories", "id")[w] for w in view.column("purposes", "controller")],
        "activity": list(view.activities),
        "bases": [
            view.few(
                [view.marked(view.word("basis", basis[r]), how[r]) for r in rows], widths["bases"], "Map - Legal bases"
            )
            or says
            for rows, says in zip(view.kids("bases"), view.column("purposes", "legal_bases"), strict=True)
        ],
    }
    for right in rights.NAMES:
        out[right] = [
            "through the controller, Art. 28(3)(e)" if role == "processor" else rights.applies(right, b, e, a)
            for b, e, a, role in zip(letters, explicit, automated, roles, strict=True)
        ]
    return out


def findings(view: View, widths: Mapping[str, int]) -> Columns:
    """The findings, worst first."""
    f = view.audit.findings.frame
    out: Columns = {
        k: f[c].tolist()
        for k, c in {
            "#who": "controller",
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
        }.items()
    }
    out["accepted"] = ["yes" if a else "no" for a in f["accepted"].tolist()]
    return out


def change_log(view: View, changes: Sequence[Mapping[str, str]] | None) -> Columns:
    """The version that the workbook is of, and what changed since a baseline."""
    rows = []
    i = view.source["inventories"].to_dict("records")
    for r in i:
        said = (
            "No earlier record was given to compare with."
            if changes is None
            else f"{count(len(changes), 'changes')} against the earlier record."
        )
        rows.append(
            (
                r["id"],
                day(r["date"]),
                r["version"],
                r["author"],
                f"{r['title'] or r['id']}. {said}",
                f"input sha256 {r['sha256']}" if r["sha256"] else "",
            )
        )
    for c in changes or ():
        rows.append((i[0]["id"], view.day, i[0]["version"], i[0]["author"], c["change"], c.get("effect", "")))
    return {k: [r[n] for r in rows] for n, k in enumerate(("#who", "date", "version", "author", "change", "effect"))}
