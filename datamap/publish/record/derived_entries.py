"""The derived columns of the other sheets: data categories, data subjects, recipients, measures, time limits, bases."""

from __future__ import annotations

from datamap.labels import word
from datamap.publish.record.derived import PURPOSES, Derived, in_force_column, limit, list_column
from datamap.publish.record.phrases import period_words
from datamap.publish.record.view import View


def column(view: View, table: str, key: str, width: int) -> list[str]:
    """One derived column of a sheet that holds facts."""
    if key in ("section", "words"):
        part = int(key == "words")
        return [view.words.get((table, r), ("", ""))[part] for r in range(view.size(table))]
    known = PURPOSES if table == "purposes" else OTHERS.get(table, {})
    return known[key](view, width)


def _referring_purposes(view: View, link: str, column: str, target: str) -> list[list[int]]:
    """For each row of a table, the rows of the purposes that refer to it through a table of links."""
    out: list[list[int]] = [[] for _ in range(view.size(target))]
    for purpose, at in zip(view.column(link, "purpose"), view.column(link, column), strict=True):
        if at >= 0:
            out[at].append(purpose)
    return out


def _purposes_column(link: str, column: str, target: str, where: str) -> Derived:
    def names(view: View, width: int) -> list[str]:
        return [
            view.few([view.activities[p] for p in rows], width, where) or "none"
            for rows in _referring_purposes(view, link, column, target)
        ]

    return names


def kept(view: View, width: int) -> list[str]:
    """Time limits of each data category, by the activities that use it."""
    of, narrowed = view.kids("retentions"), view.kids("retention_categories")
    at = view.column("retention_categories", "category")
    stated, words = view.column("purposes", "retention"), [limit(view, r) for r in range(view.size("retentions"))]
    out = []
    for category, rows in enumerate(_referring_purposes(view, "uses", "category", "categories")):
        lines = []
        for p in dict.fromkeys(rows):
            own = [r for r in of[p] if not narrowed[r] or category in [at[i] for i in narrowed[r]]]
            label = view.column("purposes", "ref")[p] or view.column("purposes", "name")[p]
            lines += [f"{label}: {words[r]}" for r in own] or [f"{label}: {stated[p] if not of[p] else 'unknown'}"]
        out.append(view.few(lines, width, "Retention") or "none: not used")
    return out


def places(view: View, width: int) -> list[str]:
    country, activity, run_by, how = (view.column("sites", c) for c in ("country", "activity", "run_by_country", "how"))
    held = view.held("sites")

    def write(r: int) -> str:
        if not held[r]:
            return ""
        what = [activity[r]] if activity[r] != "unknown" else []
        what += [f"run from {view.country(run_by[r])}"] if run_by[r] != "unknown" else []
        return view.marked(view.country(country[r]) + (f", {', '.join(what)}" if what else ""), how[r])

    return list_column(view, "sites", ("recipients", "sites"), write, width, "Map - Places")


def tools(view: View, width: int) -> list[str]:
    kind, version, label = (view.column("safeguards", c) for c in ("kind", "version", "label"))
    held = view.held("safeguards")

    def write(r: int) -> str:
        if not held[r]:
            return ""
        text = view.word("safeguard", kind[r]) + (f", {version[r]}" if version[r] != "unknown" else "")
        return f"{text}: “{label[r]}”" if label[r] else text

    return list_column(view, "safeguards", ("recipients", "safeguards"), write, width, "Map - Safeguards")


def verdicts(view: View, width: int) -> list[str]:
    def write(day: int) -> str:
        lines = [
            f"{view.country(t['country'])}: {view.word('verdict', t['verdict'])}"
            + (f" ({t['data']} data)" if t["data"] not in ("all", "other") else "")
            for t in view.by_recipient.get(day, [])
        ]
        return view.few(lines, width, "Transfers")

    return [write(day) if day >= 0 else "not in force on the day" for day in view.at_day("recipients")]


def engages(view: View, width: int) -> list[str]:
    names, at = view.column("recipients", "name"), view.column("sub_processors", "sub_processor")

    def write(r: int) -> str:
        return names[at[r]]

    return list_column(view, "sub_processors", ("recipients", "sub_processors"), write, width, "Map - Sub-processors")


OTHERS: dict[str, dict[str, Derived]] = {
    "categories": {"used_for": _purposes_column("uses", "category", "categories", "Map - Data used"), "kept": kept},
    "subjects": {"concerned": _purposes_column("purpose_subjects", "subject", "subjects", "Controller record")},
    "measures": {"protects": _purposes_column("purpose_measures", "measure", "measures", "Controller record")},
    "recipients": {
        "places": places,
        "tools": tools,
        "verdicts": verdicts,
        "engages": engages,
        "in_force": in_force_column("recipients"),
        "serves": _purposes_column("disclosures", "recipient", "recipients", "Map - Recipients served"),
    },
    "retentions": {"period_words": lambda view, width: [period_words(p) for p in view.column("retentions", "period")]},
    "bases": {"basis_words": lambda view, width: [word("basis", b) for b in view.column("bases", "basis")]},
    "informs": {"letter_words": lambda view, width: [word("letter", b) for b in view.column("informs", "letter")]},
    "sites": {"in_force": in_force_column("sites")},
    "safeguards": {"in_force": in_force_column("safeguards")},
}
"""Derived columns by table, then by key."""
