"""The first screen of a report: which transfers are open, why, and what to do; then other findings, and the actions.

It is written for a reader who has not read the notice: each open transfer is named, with the reason and the remedy
beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from datamap.labels.counting import COVERED_UNVERIFIED, count, few, noun, transfers
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.publish.charts import style
from datamap.questions import plan
from datamap.rules import BY_CODE
from datamap.rules.transfers import category_location_unknown

if TYPE_CHECKING:
    from datamap.pipeline import Audit

ALONE = 5
"""Transfers not covered that have a separate row; the rest are counted, and are in the table of transfers."""

NAMES, LISTED = 8, 200
"""Names of a group that are seen at once, and names that a reader can open."""

RULES = 5
"""Rules whose most serious finding is shown."""


def first_screen(audit: Audit) -> dict[str, Any]:
    """The content of the first screen: ``headline, uncovered, sign, open, further, worst, tasks, actions``.

    ``uncovered``: who receives data by transfers that are not covered; ``sign``: the most urgent action that is a
    contract to agree, or none. An action's ``transfers`` is how many open transfers it is about, where that is not
    the number of its subjects.
    """
    frame = audit.findings.frame
    frame = frame[~frame["accepted"].astype(bool)]
    on = _on_open_transfers(audit, frame)
    about = _transfers_of(audit, on)
    actions = [_action(a, about) for a in plan.plan(audit).to_dict("records")]
    return {
        "headline": headline(audit),
        "uncovered": _uncovered(audit),
        "sign": next((a for a in actions if a["effort"] == "agree"), None),
        **_open_rows(on, about, audit.counts["undetermined"]),
        "worst": _worst_rows(frame[~frame["fingerprint"].isin(on["fingerprint"])]),
        "tasks": [{**t.record(), "said": t.said} for t in audit.tasks if t.state != "pending"],
        "actions": actions,
    }


def headline(audit: Audit) -> str:
    """The answer in a sentence."""
    bad, open_, total = audit.counts["not-covered"], audit.counts["undetermined"], transfers(audit.counts)
    if not len(audit.coverage.frame):
        return "No recipient is recorded."
    if not total:
        return "No data are transferred to a third country."
    if not bad and not open_:
        all_ = "The only transfer is covered" if total == 1 else f"All {total} transfers are covered"
        return f"{all_}.{_claimed(audit)}"
    if total == 1:
        return f"The only transfer is {'not covered' if bad else 'undetermined'}."
    if bad == total:
        return f"None of the {total} transfers is covered."
    if open_ == total:
        return f"All {total} transfers are undetermined."
    parts = [f"{n} {noun(n, 'are', 'is')} {word}" for n, word in ((bad, "not covered"), (open_, "undetermined")) if n]
    return f"Of {count(total, 'transfers')}, {' and '.join(parts)}.{_claimed(audit)}"


def _claimed(audit: Audit) -> str:
    """How many transfers are covered only by a claim that was not verified; nothing where there is none."""
    n = audit.counts[COVERED_UNVERIFIED]
    cover = audit.coverage
    who = cover.frame["recipient"][cover.unverified].nunique()
    whose = f" (to {count(who, 'recipients')})" if who != n else ""  # a recipient may have transfers to several places
    text = f" {n}{whose} {noun(n, 'are', 'is')} covered by a claim that was not checked against a participants list."
    return text if n else ""


def _on_open_transfers(audit: Audit, frame: pd.DataFrame) -> pd.DataFrame:
    """Findings on transfers that are not covered or undetermined, with the ``rank`` of the verdict."""
    cover = audit.coverage.frame
    rank = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int)
    ranked = pd.DataFrame({"row": cover["recipient"], "country": cover["country"].astype(str), "rank": rank})
    worst = ranked.groupby(["row", "country"])["rank"].min().reset_index()
    worst = worst[worst["rank"] <= VERDICTS.index("undetermined")]
    errors = frame[((frame["severity"] == "error") & (frame["table"] == "recipients")).to_numpy()]
    found = errors.assign(country=errors["country"].astype(str)).merge(worst, on=["row", "country"])
    # categories of recipients without a country are undetermined too, and are asked about once for each activity
    grouped = frame[(frame["rule"] == category_location_unknown.RULE.code).to_numpy()]
    found = pd.concat([found, grouped.assign(rank=VERDICTS.index("undetermined"))], ignore_index=True)
    order = {code: i for i, code in enumerate(BY_CODE)}
    return found.assign(order=found["rule"].map(order)).sort_values(["rank", "order", "row"], kind="stable")


def _transfers_of(audit: Audit, found: pd.DataFrame) -> dict[str, set[int]]:
    """The open transfers (rows of ``audit.transfers``) that each finding is about, by its fingerprint."""
    t, r = audit.transfers, audit.tables["recipients"]
    controllers = audit.tables["inventories"]["id"].to_numpy()[r["controller"]]
    kinds = dict(zip(zip(controllers, r["id"], strict=True), r["kind"], strict=True))
    to: dict[tuple[str, ...], set[int]] = {}
    columns = (t[c] for c in ("controller", "recipient_id", "country", "verdict", "ground", "purposes"))
    for row, (controller, who, country, verdict, ground, purposes) in enumerate(zip(*columns, strict=True)):
        if VERDICTS.index(verdict) > VERDICTS.index("undetermined"):
            continue
        to.setdefault((controller, who, str(country)), set()).add(row)
        if ground == "place-unknown" and kinds[controller, who] == "category":  # asked about with each activity
            for purpose in purposes:
                to.setdefault((controller, purpose), set()).add(row)
    columns = (found[c] for c in ("fingerprint", "table", "controller", "subject_id", "country"))
    return {
        fingerprint: to.get((controller, subject, country) if table == "recipients" else (controller, subject), set())
        for fingerprint, table, controller, subject, country in zip(*columns, strict=True)
    }


def _action(action: dict[str, Any], about: dict[str, set[int]]) -> dict[str, Any]:
    many = len(_joined(about, action["fingerprints"]))
    return {**action, "names": few(action["subjects"]), "transfers": many if many != len(action["subjects"]) else 0}


def _joined(about: dict[str, set[int]], fingerprints: list[str]) -> set[int]:
    """The transfers that one of some findings is about."""
    return {row for f in fingerprints for row in about.get(f, ())}


def _uncovered(audit: Audit) -> str:
    cover = audit.coverage.frame
    rows = cover["recipient"][(cover["verdict"] == "not-covered").to_numpy()].to_numpy()
    return few(style.names(audit.tables)["recipient"][rows])


def _open_rows(found: pd.DataFrame, about: dict[str, set[int]], undetermined: int) -> dict[str, Any]:
    """``open``: transfers not covered, then undetermined ones by reason; ``further``: how many are not listed.

    ``transfers`` is how many of those undetermined a row is about, in words: recipients, purposes and transfers are
    different numbers.
    """
    bad = found[(found["rank"] == 0).to_numpy()].to_dict("records")
    rows = [_row("not-covered", [f], f["message"], f["remedy"]) for f in bad[:ALONE]]
    # findings of one rule that ask for different things are different rows
    for (code, together), group in found[(found["rank"] > 0).to_numpy()].groupby(["rule", "together"], sort=False):
        row = _undetermined(code, together, group.to_dict("records"))
        if row["count"] > 1 or group["table"].iat[0] != "recipients":
            row["transfers"] = _share(len(_joined(about, row["fingerprints"])), undetermined)
        rows.append(row)
    return {"open": rows, "further": len(bad) - len(bad[:ALONE])}


def _undetermined(code: str, together: str, listed: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of the findings of one rule that ask for the same."""
    if len(listed) == 1:
        return _row("undetermined", listed, listed[0]["message"], listed[0]["remedy"])
    subjects = plan.apart([f["subject"] for f in listed], [f["subject_id"] for f in listed])
    # the action may be for others too, whose transfers are not open: its number is in the list of actions
    kind = listed[0]["subject_kind"]
    these = f"these {count(len(subjects), plan.PLURALS.get(kind, kind + 's'), kind)}"
    todo = plan.title(together, [these] if len(subjects) > 1 else subjects, kind)
    return _row("undetermined", listed, _common_reason(code, together), todo)


def _share(many: int, undetermined: int) -> str:
    if not many:
        return ""
    some = f"{many:,} of {undetermined:,}" if many < undetermined else f"all {many:,}" if many > 1 else "the only"
    return f"{some} undetermined {noun(undetermined, 'transfers')}"


def _common_reason(code: str, together: str) -> str:
    """Why several transfers are open: the rule's title; where that only repeats the verdict, the missing facts."""
    missing = together.partition("{}, ")[2] if code == "TR004" else ""
    return f"Not recorded: {missing}" if missing else BY_CODE[code].title


def _row(verdict: str, listed: list[dict[str, Any]], why: str, todo: str) -> dict[str, Any]:
    names = plan.entries([f["subject"] for f in listed], [f["subject_id"] for f in listed])
    places = [style.country(f["country"]) if f["country"] else "" for f in listed]
    who = [(n, place, f["fingerprint"]) for n, place, f in zip(names, places, listed, strict=True)]
    kind = listed[0]["subject_kind"]
    return {
        "verdict": verdict,
        "who": who[:NAMES],
        "rest": who[NAMES:LISTED],
        "more": max(len(who) - LISTED, 0),
        "count": len(who),
        "fingerprints": [f["fingerprint"] for f in listed],
        "counted": count(len(who), plan.PLURALS.get(kind, kind + "s"), kind),
        "transfers": "",
        "why": why,
        "todo": todo,
        "rule": listed[0]["rule"],
    }


def _worst_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The first finding of the most serious rules, with the number of findings and the subjects of the rule."""
    first = frame.drop_duplicates("rule")
    severity, place = ({x: i for i, x in enumerate(xs)} for xs in (SEVERITIES, BY_CODE))
    first = first.assign(a=first["severity"].map(severity), b=first["rule"].map(place)).sort_values(["a", "b"])
    out = []
    for f in first.head(RULES).to_dict("records"):
        mine = frame[(frame["rule"] == f["rule"]).to_numpy()]
        more = {"title": BY_CODE[f["rule"]].title, "count": len(mine), "names": few(mine["subject"], NAMES)}
        out.append({**f, **more, "fingerprints": mine["fingerprint"].tolist()})
    return out
