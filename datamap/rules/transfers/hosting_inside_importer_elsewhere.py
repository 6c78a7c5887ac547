"""Hosting in the EEA by a company in a third country.

What it finds: a site in the EEA that hosts the data and is operated from a third country.

Why it matters: the location of the server is not decisive. The importer is where the operator of the site is, and
the law of that country may reach the data. The verdict considers both; the record and the notice should name both.

Example: an "EU data center" of a provider whose contract is with a US company.

What to do: name the importer's country and transfer tool in the record and the notice, not only the data centre.

When it is wrong: the company that operates the site is inside the EEA. Correct `run_by_country`.

Sources: EDPB Guidelines 05/2021, 2.3; GDPR Art. 13(1)(f), 28(1), 48.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.labels import countries
from datamap.law.case import the
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    t, sites = facts.transfers, facts.tables.sites
    site = t["site"].to_numpy()
    hosting = (sites["activity"] == "hosting").to_numpy() & (sites["run_by_country"] != "unknown").to_numpy()
    at = np.flatnonzero(site >= 0)
    at = at[hosting[site[at]]]
    run_by, here = sites["run_by_country"].iloc[site[at]], t["country"].iloc[at].astype(str)
    inside = {c: _inside(facts, c) for c in {*here.unique(), *run_by.unique()}}
    hit = np.array([inside[c] and not inside[b] for c, b in zip(here, run_by, strict=True)], dtype=bool)
    t = t.iloc[at[hit]]
    return t.assign(
        row=t["recipient"].to_numpy(), from_country=[the(c) for c in run_by[hit]], place=[the(c) for c in here[hit]]
    )


def _inside(facts: Facts, country: str) -> bool:
    return country in countries.codes() | {"EU", "EEA"} and facts.law.status(country, facts.day).status in (
        "eea",
        "transition",
        "bridge",
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
        "the transfer is to {from_country} ({verdict})."
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
