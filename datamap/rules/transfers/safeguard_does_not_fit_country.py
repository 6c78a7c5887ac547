"""Safeguard that does not fit the country.

What it finds: the Data Privacy Framework (or a predecessor) recorded for a location outside the United States,
adequacy claimed for a country without a decision, or UK instruments for an export from the EU.

Why it matters: such a tool has no effect there, and hides that the transfer has no valid basis.

Example: "DPF" for a provider in India.

What to do: find out where the importer is, and name the tool that fits that country.

When it is wrong: the recipient has another site in the right country. Record the countries to which the safeguard
applies.

Sources: GDPR Art. 45, 46; Decision (EU) 2023/1795 Art. 1.
"""

import datetime as dt
import itertools

import numpy as np
import pandas as pd

from datamap.law.case import the
from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.phrases import each, safeguard
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked
from datamap.transfers.exporters import REGIMES

US_ONLY = ("dpf", "privacy-shield", "safe-harbour")
BRITISH = ("idta", "uk-addendum")
ARTICLES = ("GDPR Art. 45, 46", "Decision (EU) 2023/1795, Art. 1")


def find(facts: Facts) -> pd.DataFrame:
    s, sites = facts.tables.safeguards, facts.tables.sites
    law, day = facts.law, facts.day
    by_country: dict[tuple[str, str], bool] = {}

    def decided(country: str, of: str) -> bool:
        key = (country, of)
        if key not in by_country:
            by_country[key] = any(i.kind == "adequacy" for i in law.status(country, day, of).instruments)
        return by_country[key]

    territories = {"US", *law.regime("eu").same_as}
    at = np.flatnonzero(among(s["kind"], [*US_ONLY, "adequacy", *BRITISH]))
    if not len(at):
        return NOTHING
    claims = s[["recipient", "kind", "line"]].take(at).assign(at=at)
    known = np.flatnonzero(~facts.tables.among("sites", "country", ["unknown", "worldwide", "various", "ORG"]))
    pairs = claims.merge(sites[["recipient", "country", "run_by_country", "activity"]].take(known), on="recipient")
    if not len(pairs):
        return NOTHING
    recipient = pairs["recipient"].to_numpy()
    of, under = facts.exporter_regime[recipient], facts.receives_under(recipient)
    inside, at = facts.inside(pairs["country"], of), pairs["at"].to_numpy()
    # if there is also a place abroad, a place inside does not need a tool that fits it
    home = inside & (pairs["run_by_country"] == "unknown").to_numpy()
    kept = np.flatnonzero(~(home & marked(len(s), at, ~home)[at]))
    pairs, under, inside, at = pairs.take(kept), under[kept], inside[kept], at[kept]
    # servers are where the company is that runs them; people who read are where they are
    run = (pairs["run_by_country"] != "unknown").to_numpy() & (inside | (pairs["activity"] == "hosting").to_numpy())
    where = pairs["country"].where(~run, pairs["run_by_country"])
    us, kind = among(where, territories), pairs["kind"]
    # a claim fits if it fits one of the recipient's places, under one of the laws under which it receives data
    fits = (among(kind, US_ONLY) & us) | (among(kind, BRITISH) & under[:, REGIMES.index("uk")])
    for n in np.flatnonzero(among(kind, ["adequacy"])).tolist():
        fits[n] = any(decided(where.iat[n], of) for of in itertools.compress(REGIMES, under[n]))
    kept = np.flatnonzero(~marked(len(s), at, fits)[at])
    if not len(kept):
        return NOTHING
    pairs = pairs.assign(row=pairs["recipient"], tool=kind.astype(str), country=where, table="safeguards").take(kept)
    return pairs.assign(
        safeguard=each(pairs["tool"], safeguard),
        why=np.where(
            pairs["kind"].isin(BRITISH),
            "which belongs to the law of the United Kingdom, and another law applies here",
            "which cannot apply to " + pairs["country"].map(the).astype(object),
        ).astype(object),
        place=pairs["country"].map(the).astype(object),
        articles=np.where(pairs["kind"] == "dpf", "; ".join(ARTICLES), ARTICLES[0]).astype(object),
    )


RULE = Rule(
    code="TR006",
    name="safeguard_does_not_fit_country",
    severity="error",
    basis="law",
    articles=ARTICLES,
    subject="recipients",
    rows_of="safeguards",
    by=("tool", "country"),
    message="The transfer to {subject} is recorded under {safeguard}, {why}.",
    remedy=(
        "Find out where the importing entity of {subject} is, and name a tool that fits that country under the law of "
        "the exporter."
    ),
    action="find the transfer tool for {subject} that fits {place}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
