"""The first screen of a report: which transfers are open, why, and what to do; then what else is worst, and the actions.

Written for a reader who has not seen the notice: what is open is named, with its reason and its remedy beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from datamap.labels.counting import count, noun, transfers
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.publish.charts import style
from datamap.questions import plan
from datamap.rules import BY_CODE

if TYPE_CHECKING:
    from datamap.pipeline import Audit

ALONE = 5
"""Transfers not covered that are told one by one; the rest are counted, and stand in the table."""

NAMES = 8
"""Names of a group that are told."""

RULES = 5
"""Rules of which the worst finding is told."""


def first_screen(audit: Audit) -> dict[str, Any]:
    """What the first screen tells: ``headline, open, further, worst, actions``."""
    frame = audit.findings.frame
    frame = frame[~frame["accepted"].astype(bool)]
    on = _on_open_transfers(audit, frame)
    return {
        "headline": headline(audit),
        **_open(on),
        "worst": _worst(frame[~frame["fingerprint"].isin(on["fingerprint"])]),
        "actions": [{**a, "names": _few(a["subjects"])} for a in plan.plan(audit.findings).to_dict("records")],
    }


def headline(audit: Audit) -> str:
    """The answer in a sentence."""
    bad, open_, total = audit.counts["not-covered"], audit.counts["undetermined"], transfers(audit.counts)
    if not sum(audit.counts.values()):
        return "No recipient is on the map."
    if not total:
        return "No data go to a third country."
    if not bad and not open_:
        return f"No transfer is open: {'it is' if total == 1 else f'all {total} are'} covered."
    if not bad:
        return f"For {open_} of {count(total, 'transfers')} it cannot be told whether {noun(open_, 'they are', 'it is')} covered."
    said = f"{bad} of {count(total, 'transfers')} {noun(bad, 'are', 'is')} not covered"
    return said + (f", and for {open_} it cannot be told." if open_ else ".")


def _on_open_transfers(audit: Audit, frame: pd.DataFrame) -> pd.DataFrame:
    """Errors on recipients whose data go where they are not covered, or where it cannot be told; ``rank`` of the verdict."""
    cover = audit.coverage.frame
    rank = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int)
    worst = (
        pd.DataFrame({"row": cover["recipient"], "country": cover["country"].astype(str), "rank": rank})
        .groupby(["row", "country"])["rank"]
        .min()
        .reset_index()
    )
    errors = frame[((frame["severity"] == "error") & (frame["table"] == "recipients")).to_numpy()]
    found = errors.assign(country=errors["country"].astype(str)).merge(
        worst[worst["rank"] <= VERDICTS.index("undetermined")], on=["row", "country"]
    )
    order = {code: i for i, code in enumerate(BY_CODE)}
    return found.assign(order=found["rule"].map(order)).sort_values(["rank", "order", "row"], kind="stable")


def _open(found: pd.DataFrame) -> dict[str, Any]:
    """``open``: what is not covered one by one, then what cannot be told by its reason; ``further``: how many are not told."""
    bad = found[(found["rank"] == 0).to_numpy()].to_dict("records")
    rows = [_row("not-covered", [f], f["message"], f["remedy"]) for f in bad[:ALONE]]
    # findings of one rule that ask for different things are different rows
    for (code, together), group in found[(found["rank"] > 0).to_numpy()].groupby(["rule", "together"], sort=False):
        listed = group.to_dict("records")
        one = len(listed) == 1
        subjects = plan.apart([f["subject"] for f in listed], [f["subject_id"] for f in listed])
        title = _title(code, together)
        todo = listed[0]["remedy"] if one else plan.title(listed[0]["together"], subjects, listed[0]["subject_kind"])
        rows.append(_row("undetermined", listed, listed[0]["message"] if one else title, todo))
    return {"open": rows, "further": len(bad) - len(bad[:ALONE])}


def _title(code: str, together: str) -> str:
    """Why several transfers are open: the title of the rule, but of one that only repeats the verdict what is not known."""
    missing = together.partition("{}: ")[2] if code == "TR004" else ""
    return f"Not recorded: {missing}" if missing else BY_CODE[code].title


def _row(verdict: str, listed: list[dict[str, Any]], why: str, todo: str) -> dict[str, Any]:
    who = [(f["subject"], style.country(f["country"]), f["fingerprint"]) for f in listed]
    return {
        "verdict": verdict,
        "who": who[:NAMES],
        "more": max(len(who) - NAMES, 0),
        "count": len(who),
        "why": why,
        "todo": todo,
        "rule": listed[0]["rule"],
    }


def _worst(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The first finding of the worst rules, with how many the rule found and on whom."""
    first = frame.drop_duplicates("rule")
    severity, place = ({x: i for i, x in enumerate(xs)} for xs in (SEVERITIES, BY_CODE))
    first = (
        first.assign(a=first["severity"].map(severity), b=first["rule"].map(place)).sort_values(["a", "b"]).head(RULES)
    )
    out = []
    for f in first.to_dict("records"):
        mine = frame[(frame["rule"] == f["rule"]).to_numpy()]
        out.append(
            {
                **f,
                "title": BY_CODE[f["rule"]].title,
                "count": len(mine),
                "names": _few(list(dict.fromkeys(mine["subject"]))),
            }
        )
    return out


def _few(names: list[str]) -> str:
    """The first names, and how many more."""
    return ", ".join(names[:NAMES]) + (f" and {len(names) - NAMES} more" if len(names) > NAMES else "")
