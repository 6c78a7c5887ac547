"""Onward transfer without a safeguard.

What it finds: a sub-processor in a third country that receives the data through a processor, where no adequacy
decision or transfer tool fits that part of the transfer.

Why it matters: Chapter V applies to onward transfers: the processor may engage a sub-processor abroad only with a
separate transfer tool (Art. 44, 28(2), 28(4); module 3 of the clauses). The first contract does not extend that
far.

Example: a help desk in Czechia that sends texts to an AI provider in the United States.

The law that binds the processor decides: a processor in the United Kingdom or Switzerland uses the tools of the law
there; behind another country with an adequacy decision, or behind a listed importer, the conditions of that decision
apply.

What to do: ask the processor to show its transfer tool with the sub-processor (module 3; in the
United States also a list entry) and its transfer impact assessment, or object to the sub-processor.

When it is wrong: the sub-processor does not receive personal data, or the tool exists but is not in the inventory.

Sources: GDPR Art. 28(2), 28(4), 44; EDPB Opinion 22/2024.
"""

import datetime as dt

import pandas as pd

from datamap.law.adequacy import LISTINGS
from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.bearing(["not-covered"])
    t = t[(t["via"] >= 0).to_numpy()]
    r, via = facts.tables.recipients, t["via"].to_numpy()
    return t.assign(
        reason=facts.text(t, lambda v: v.reasons[0]),
        processor=text(r["name"], via),
        through=text(r["id"], via),
        regime=facts.of_processors[via],
        listed=[_listed(facts, *leg) for leg in zip(t["country"], facts.of_processors[via], strict=True)],
    )


def _listed(facts: Facts, country: str, regime: str) -> str:
    """A further answer where a framework covers the organisations on its list in the country."""
    possible = facts.law.status(country, facts.day, regime).instruments
    return " or its entry on a list" if any(i.kind in LISTINGS for i in possible) else ""


RULE = Rule(
    code="TR009",
    name="onward_transfer_uncovered",
    severity="error",
    basis="law",
    articles=("GDPR Art. 44", "GDPR Art. 28(2), (4)", "EDPB Opinion 22/2024"),
    subject="recipients",
    rows_of="sub_processors",
    by=("country", "part", "through"),
    message="The onward transfer from {processor} to {subject} ({country}) has no valid transfer basis. {reason}",
    remedy=(
        "Ask {processor} to show its transfer tool with {subject}{onward}{listed}, or object to this sub-processor."
    ),
    action="ask {processor} for its transfer tool with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
