"""Exclusion of a framework not ruled out.

What it finds: transfers under a framework with a participants list (the Data Privacy Framework) that excludes a
kind of data, where the inventory does not record for any of the recipients that the exclusion does not apply.
Journalistic material is asked about only where the map names journalism, media or publishing, or does not show what the
organisation does.

Why it matters: journalistic material is outside the Data Privacy Framework (Supplemental Principle 2). It is
reported once for the organisation, because the answer is the same for all its importers.

Example: a publisher with seventeen US providers, with nothing recorded about journalistic material.

What to do: record it at the recipients: `scope: {journalistic: no}`.

When it is wrong: the organisation is not a publisher. One line at each of the recipients concerned records this.

Sources: Decision (EU) 2023/1795, Annex I, Supplemental Principle 2.
"""

import pandas as pd

from datamap.labels.counting import count
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.rules.transfers.scope_topics import asked_of


def asked(facts: Facts) -> pd.DataFrame:
    """The transfers of which an exclusion is asked: ``which`` instrument, the ``id`` of the exclusion."""
    t = facts.found(
        lambda v: v.verdict == "covered" and v.ground != "adequacy" and any(a.startswith("scope:") for a in v.asks)
    )
    if not len(t):
        return t
    ids = facts.text(t, lambda v: [a.removeprefix("scope:") for a in v.asks if a.startswith("scope:")])
    t = t.assign(which=facts.text(t, lambda v: v.instrument), id=ids).explode("id", ignore_index=True)
    return asked_of(facts, t)


def find(facts: Facts) -> pd.DataFrame:
    t = asked(facts)
    if not len(t):
        return t
    g = t.groupby(["controller", "which", "id"], sort=False)["recipient"].nunique().reset_index()
    short = {i.id: i.short for i in facts.law.instruments()}
    texts = {(i.id, e.id): e.text for i in facts.law.instruments() for e in i.elements}
    return g.assign(
        row=g["controller"].to_numpy(),
        count=[count(n, "recipients") for n in g["recipient"]],
        instrument=g["which"].map(short),
        element=[texts[key] for key in zip(g["which"].tolist(), g["id"].tolist(), strict=True)],
    ).drop(columns=["controller", "recipient"])


RULE = Rule(
    code="TR022",
    name="framework_scope_unconfirmed",
    severity="note",
    basis="good practice",
    articles=("Decision (EU) 2023/1795, Annex I, Supplemental Principle 2",),
    subject="inventories",
    by=("which", "id"),
    message=(
        "{subject} transfers data to {count} under the {instrument}, which excludes {element}. The inventory does not "
        "record that this exclusion does not apply."
    ),
    remedy=(
        "Confirm once that this exclusion does not apply to these recipients ({element}), and record it under their "
        "scope ({id}: no)."
    ),
    action="record for {count} under the {instrument} that an exclusion does not apply: {element} ({id}: no)",
    find=find,
    page=__doc__,
)
