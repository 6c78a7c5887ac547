"""What if: the same map under an altered law, with other safeguards or on another day, and its effect on transfers.

An altered law is :meth:`datamap.law.Law.without`; nothing global changes, and both audits stay as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from datamap.law import answer
from datamap.law.case import ROLES
from datamap.model import Inventory, Recipient, Safeguard, arguments
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import Audit
from datamap.rules.remedies import signable
from datamap.tables import arrays, from_inventories
from datamap.tables.preview import Preview
from datamap.transfers.exporters import ROLES as EXPORTERS
from datamap.transfers.exporters import exporter_roles

if TYPE_CHECKING:
    from datamap.law import Law

RANK = {"covered": 0, "no-transfer": 0, "undetermined": 1, "not-covered": 2}
EFFECTS = ("left with nothing", "becomes undetermined", "falls back", "gains a transfer basis", "changes")


Safeguards = Mapping[str, str | Sequence[str]]
"""Recipient, by id or name -> the safeguards that it would have as well, in their short form: ``scc:2021``."""


def what_if(audit: Audit, *changes: str | Safeguards, as_of: str | dt.date | None = None) -> pd.DataFrame:
    """Which verdicts change if an instrument falls, a safeguard is put in place, or the day is another one.

    Parameters
    ----------
    audit : Audit
        The map as it is judged now.
    *changes : str or mapping
        Instruments that fall, by id (``eu-us-dpf``) or kind (``dpf``). Safeguards put in place, by recipient:
        ``{"helpjuice": "scc:2021"}``, ``{"Slack": ["dpf", "scc:2021"]}``.
    as_of : date or ISO text, optional
        Another day; by default the audit's own.

    Returns
    -------
    DataFrame
        One row per transfer whose verdict or instrument changes, worst first: ``controller, recipient_id, recipient,
        country, data, verdict_before, ground_before, verdict, ground, effect, reason, action``.

    Raises
    ------
    CallError
        An instrument, recipient or safeguard that is not known.

    Examples
    --------
    >>> import datamap as dm
    >>> audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
    >>> sorted(set(dm.what_if(audit, "eu-us-dpf")["effect"]))
    ['left with nothing']
    >>> signed = dm.what_if(audit, {"helpjuice": "scc:2021"})
    >>> signed[["recipient", "verdict_before", "verdict", "effect"]].values.tolist()
    [['HelpJuice', 'not-covered', 'covered', 'gains a transfer basis']]
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(...) gives it")
    wanted = 'the name of an instrument, or a mapping such as {"helpjuice": "scc:2021"}'
    for change in changes:
        arguments.check_type(change, (str, Mapping), "changes", wanted)
    fallen = [c for c in changes if isinstance(c, str)]
    signed = [c for c in changes if isinstance(c, Mapping)]
    inventories = audit.inventories if signed else []
    for safeguards in signed:
        inventories = _with_safeguards(inventories, safeguards)
    source = from_inventories(inventories) if signed else None
    return compare(audit, audit.under(*fallen, as_of=as_of, source=source))


def _with_safeguards(inventories: Sequence[Inventory], safeguards: Safeguards) -> list[Inventory]:
    """The inventories with further safeguards of some recipients, as if they were in place."""
    names = [(r.id, r.name) for i in inventories for r in i.recipients]
    more: dict[str, list[Safeguard]] = {}
    for recipient, given in safeguards.items():
        texts = [given] if isinstance(given, str) else arguments.check_texts(given, "safeguards")
        tools = [answer.tool(text, "safeguards") for text in texts]
        entries = [
            Safeguard.model_validate({"kind": t.kind, "version": t.version, "signed": t.signed or "unknown"})
            for t in tools
        ]
        for id_ in arguments.find_ids(recipient, names, "recipient"):
            more.setdefault(id_, []).extend(entries)
    return [
        i.model_copy(update={"recipients": tuple(_signing(r, more.get(r.id, [])) for r in i.recipients)})
        if i.recipients
        else i
        for i in inventories
    ]


def _signing(recipient: Recipient, more: Sequence[Safeguard]) -> Recipient:
    """The recipient with further safeguards; where its own are not recorded, there may be others."""
    if not more:
        return recipient
    own = (Safeguard(kind="unknown"),) if recipient.safeguards is UNKNOWN else recipient.safeguards
    return recipient.model_copy(update={"safeguards": (*own, *more)})


def compare(before: Audit, after: Audit) -> pd.DataFrame:
    """The transfers of one map that two audits judge differently; columns as in :func:`what_if`."""
    keys = ["controller", "recipient_id", "via", "country", "data"]
    a, b = (x.transfers.assign(sign=_to_sign(x)).drop_duplicates(keys) for x in (before, after))
    both = b.merge(a[[*keys, "verdict", "ground", "instrument", "relied_on"]], on=keys, suffixes=("", "_before"))
    moved = both[(both["verdict"] != both["verdict_before"]) | (both["instrument"] != both["instrument_before"])]
    effect = [_effect(*pair) for pair in zip(moved["verdict_before"], moved["verdict"], strict=True)]
    about = ["controller", "recipient_id", "recipient", "country", "data"]
    columns = [*about, "verdict_before", "ground_before", "verdict", "ground"]
    actions = zip(effect, moved["recipient"], moved["relied_on"], moved["sign"], strict=True)
    out = moved[columns].assign(
        effect=effect, reason=[r[0] for r in moved["reasons"]], action=[_action(*one) for one in actions]
    )
    order = {e: i for i, e in enumerate(EFFECTS)}
    ordered = out.sort_values(
        ["effect", "controller", "recipient_id", "country"],
        key=lambda c: c.map(order) if c.name == "effect" else c,
        ignore_index=True,
    )
    shown = ("recipient", "country", "verdict_before", "verdict", "effect", "action")
    return Preview.of(ordered, f"Transfers that are judged differently: {len(ordered):,}", shown, worst_first=False)


def _effect(before: str, after: str) -> str:
    if RANK[after] > RANK[before]:
        return "left with nothing" if after == "not-covered" else "becomes undetermined"
    if RANK[after] < RANK[before]:
        return "gains a transfer basis"
    return "falls back" if after == "covered" else "changes"


def _to_sign(audit: Audit) -> list[str]:
    """Per transfer the contract that can be signed that day, with ``{}`` for the recipient's name; empty for none."""
    t, frame = audit.tables, audit.coverage.frame
    exporters, roles = t.once(exporter_roles), t["recipients"]["role"].astype(str).to_numpy()
    facts = audit.facts
    names = t["recipients"]["name"].to_numpy()
    known: dict[tuple[str, str, str], str] = {}
    out = []
    for controller, recipient, via in arrays.records(frame, "controller", "recipient", "via"):
        ends = ("processor", "processor") if via >= 0 else (EXPORTERS[exporters[recipient]], roles[recipient])
        regime = facts.of_processors[via] if via >= 0 else facts.regime[controller]
        key = (regime, *ends)
        if key not in known:
            known[key] = _contract(audit.law, audit.as_of, *key)
        what = known[key]
        text = f"have {names[via]} sign with {{}} {what}" if via >= 0 else f"sign with {{}} {what}"
        out.append(text if what else "")
    return out


def _contract(law: Law, day: dt.date, regime: str, exporter: str, importer: str) -> str:
    """The newest contract made for these roles, and its module where the roles determine it."""
    ends = (ROLES.get(exporter), ROLES.get(importer))
    for i in signable(law, regime, day):
        pairs = i.modules or tuple(("", p) for p in i.roles)
        fitting = [m for m, pair in pairs if all(e in (None, p) for e, p in zip(ends, pair, strict=True))]
        if fitting or not pairs:
            words = f"the {i.short.partition(',')[0]}"
            return f"{words} (module {' or '.join(fitting)})" if i.modules else words
    return ""


def _action(effect: str, recipient: str, tool: str, sign: str) -> str:
    match effect:
        case "left with nothing" if sign:
            return f"{sign.replace('{}', recipient)}, or stop"
        case "left with nothing":
            return f"find for {recipient} a tool that an authority approves (BCR, ad-hoc clauses), or stop"
        case "becomes undetermined":
            return f"find out for {recipient} which transfer basis could apply"
        case "falls back":
            return f"none: {tool} carries the transfer to {recipient}"
    return ""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data, for JSON."""
    return frame.to_dict("records")
