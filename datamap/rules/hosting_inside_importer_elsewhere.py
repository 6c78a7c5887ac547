"""Data hosted in the EEA by a company from elsewhere.

What it finds: a site in the EEA that hosts the data and is run from a third country.

Why it matters: the server's place does not end the question: who runs the site is where the importer is, and its
country's law may reach the data. The verdict looks at both; the record and the notice should name both.

Example: \"EU data center\" of a provider whose contract is with a US company.

What to do: name in record and notice the importer's country and tool, not only the data centre.

When it is wrong: the company that runs the site is inside the EEA; correct `run_by_country`.

Sources: EDPB Guidelines 05/2021, 2.3; GDPR Art. 13(1)(f), 28(1), 48.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.law import countries
from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t, sites = facts.transfers, facts.tables.sites
    site = t["site"].to_numpy()
    hosts = np.zeros(len(t), dtype=bool)
    run_by = np.full(len(t), "unknown", dtype=object)
    placed = site >= 0
    if len(sites):
        hosts[placed] = (sites["activity"] == "hosting").to_numpy()[site[placed]]
        run_by[placed] = sites["run_by_country"].to_numpy(dtype=object)[site[placed]]
    inside = {c: _inside(facts, c) for c in {*t["country"].astype(str), *run_by}}
    hit = hosts & (run_by != "unknown") & np.array([inside[c] for c in t["country"].astype(str)], dtype=bool) & ~np.array([inside[c] for c in run_by], dtype=bool)
    return t[hit].assign(row=t["recipient"].to_numpy()[hit], from_country=[countries.name(c) for c in run_by[hit]])


def _inside(facts: Facts, country: str) -> bool:
    return country in countries.codes() | {"EU", "EEA"} and facts.law.status(country, facts.day).status in ("eea", "transition", "bridge")


RULE = Rule(
    code="TR025", name="hosting_inside_importer_elsewhere", severity="note", basis="law",
    articles=("EDPB Guidelines 05/2021", "GDPR Art. 13(1)(f)"), subject="recipients", by=("country",),
    message="{subject}: the data are hosted in {country}, but the site is run from {from_country}; the transfer is judged there ({verdict})",
    remedy="Name {from_country} and the tool for {subject} in record and notice, not only the place of the servers.",
    action="name the importer's country: {subject}", find=find, page=__doc__, since=dt.date(1998, 10, 24),
)  # fmt: skip
