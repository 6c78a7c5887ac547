"""What if: the same map under an altered law, or on another day, and what that does to the transfers.

An altered law is :meth:`datamap.law.Law.without`; nothing global changes, and both audits stay as they are.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from datamap.audit import Audit

RANK = {"covered": 0, "no-transfer": 0, "undetermined": 1, "not-covered": 2}
EFFECTS = ("left with nothing", "can no longer tell", "falls back", "gains cover", "changes")


def what_if(audit: Audit, *without: str, as_of: str | dt.date | None = None) -> pd.DataFrame:
    """What would lose cover, what has a fallback, what would be left with nothing.

    Parameters
    ----------
    audit : Audit
        The map as it is judged now.
    *without : str
        Instruments that fall, by id (``eu-us-dpf``) or kind (``dpf``).
    as_of : date or ISO text, optional
        Another day; by default the audit's own.

    Returns
    -------
    DataFrame
        One row per transfer whose verdict or ground changes, worst first: ``controller, recipient_id, recipient, country,
        data, verdict_before, ground_before, verdict, ground, effect, reason, action``.

    Examples
    --------
    >>> import datamap as dm
    >>> audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
    >>> sorted(set(dm.what_if(audit, "eu-us-dpf")["effect"]))
    ['left with nothing']
    """
    return compare(audit, audit.under(*without, as_of=as_of))


def compare(before: Audit, after: Audit) -> pd.DataFrame:
    """The transfers of one map that two audits judge differently; columns as in :func:`what_if`."""
    keys = ["controller", "recipient_id", "via", "country", "data"]
    a, b = (x.transfers.drop_duplicates(keys) for x in (before, after))
    both = b.merge(a[[*keys, "verdict", "ground", "instrument", "relied_on"]], on=keys, suffixes=("", "_before"))
    moved = both[(both["verdict"] != both["verdict_before"]) | (both["instrument"] != both["instrument_before"])]
    effect = [_effect(*pair) for pair in zip(moved["verdict_before"], moved["verdict"], strict=True)]
    out = pd.DataFrame({
        **{c: moved[c] for c in ("controller", "recipient_id", "recipient", "country", "data", "verdict_before", "ground_before", "verdict", "ground")},
        "effect": effect,
        "reason": [r[0] for r in moved["reasons"]],
        "action": [_action(e, name, tool) for e, name, tool in zip(effect, moved["recipient"], moved["relied_on"], strict=True)],
    })  # fmt: skip
    order = {e: i for i, e in enumerate(EFFECTS)}
    return out.sort_values(["effect", "controller", "recipient_id", "country"], key=lambda c: c.map(order) if c.name == "effect" else c, ignore_index=True)


def _effect(before: str, after: str) -> str:
    if RANK[after] > RANK[before]:
        return "left with nothing" if after == "not-covered" else "can no longer tell"
    if RANK[after] < RANK[before]:
        return "gains cover"
    return "falls back" if after == "covered" else "changes"


def _action(effect: str, recipient: str, tool: str) -> str:
    match effect:
        case "left with nothing":
            return f"sign standard clauses with {recipient}, or stop"
        case "can no longer tell":
            return f"find out for {recipient} what would carry the transfer"
        case "falls back":
            return f"none: {tool} carries the transfer to {recipient}"
    return ""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data, for JSON."""
    return frame.to_dict("records")
