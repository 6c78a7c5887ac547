"""Scope of an adequacy decision not confirmed.

What it finds: a transfer that relies on an adequacy decision with an exclusion, where the inventory does not record
that the exclusion does not apply. An exclusion that concerns one activity only (the press, religion, parties, lending,
the police) is asked about where the map names that activity, or does not show what the organisation does.

Why it matters: an adequacy decision does not apply to what it excludes: manual files in Israel, credit information
in Korea, the press in Japan. The verdict is covered, because nothing indicates that the exclusion applies; the
record should rule it out once.

Example: a Korean provider, with nothing recorded about credit information.

What to do: ask once, and record the answer under `scope`, such as `credit-information: no`.

When it is wrong: the exclusion clearly cannot apply. Record `no`.

Sources: the Commission's decisions under Art. 45, each in its Art. 1.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.rules.transfers.scope_topics import asked_of


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.ground == "adequacy" and any(a.startswith("scope:") for a in v.asks))
    if not len(t):
        return t
    asked = facts.text(t, lambda v: [a.removeprefix("scope:") for a in v.asks if a.startswith("scope:")])
    t = t.assign(
        row=t["recipient"].to_numpy(),
        instrument=facts.text(t, lambda v: v.citation),
        which=facts.text(t, lambda v: v.instrument),
        id=asked,
    ).explode("id", ignore_index=True)
    t = asked_of(facts, t)
    texts = {(i.id, e.id): e.text for i in facts.law.instruments() for e in i.elements}
    return t.assign(element=[texts[key] for key in zip(t["which"].tolist(), t["id"].tolist(), strict=True)])


RULE = Rule(
    code="TR021",
    name="adequacy_scope_unconfirmed",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 45",),
    subject="recipients",
    by=("country", "id"),
    message=(
        "The transfer to {subject} ({country}) relies on {instrument}, which excludes {element}. The inventory does "
        "not record that this exclusion does not apply."
    ),
    remedy=(
        "Confirm with {subject} that this exclusion does not apply to the transfer ({element}), and record it under "
        "scope ({id}: no)."
    ),
    action="confirm the scope of the adequacy decision for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
