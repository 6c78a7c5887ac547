"""Hosting inside the area of the law by a company in a third country.

What it finds: a site that hosts the data inside the area of the exporter's law (the EEA, the United Kingdom,
Switzerland) and is operated from outside it.

Why it matters: the location of the server is not decisive. The importer is where the operator of the site is, and
the law of that country may reach the data. The verdict considers both; the record and the notice should name both.

Example: an "EU data center" of a provider whose contract is with a US company.

What to do: name the importer's country and transfer tool in the record and the notice, not only the data centre.

When it is wrong: the company that operates the site is inside that area. Correct `run_by_country`.

Sources: EDPB Guidelines 05/2021, 2.3; GDPR Art. 13(1)(f), 28(1), 48.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.law.case import the
from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t, sites = facts.transfers, facts.tables.sites
    site = t["site"].to_numpy()
    hosting = (sites["activity"] == "hosting").to_numpy() & (sites["run_by_country"] != "unknown").to_numpy()
    at = np.flatnonzero(site >= 0)
    at = at[hosting[site[at]]]
    if not len(at):
        return NOTHING
    run_by, here = sites["run_by_country"].iloc[site[at]].astype(str), t["country"].iloc[at].astype(str)
    of = facts.exporter_regime[t["recipient"].to_numpy()[at]]
    hit = facts.inside(here, of) & ~facts.inside(run_by, of)
    t = t.iloc[at[hit]]
    return t.assign(
        row=t["recipient"].to_numpy(),
        from_country=[the(c) for c in run_by[hit]],
        place=[the(c) for c in here[hit]],
        found=[v.replace("-", " ") for v in t["verdict"].astype(str)],
    )


RULE = Rule(
    code="TR025",
    name="hosting_inside_importer_elsewhere",
    severity="note",
    basis="law",
    articles=("EDPB Guidelines 05/2021", "GDPR Art. 13(1)(f)"),
    subject="recipients",
    by=("country",),
    message=(
        "The data sent to {subject} are hosted in {place}, but the site is operated from {from_country}: "
        "the transfer is to {from_country} ({found})."
    ),
    remedy=(
        "Name {from_country} and the transfer tool for {subject} in the record and the notice, not only the location "
        "of the servers."
    ),
    action="name the country of the importer for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
