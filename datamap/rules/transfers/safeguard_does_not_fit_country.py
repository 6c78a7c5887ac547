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
from datamap.rules.phrases import each, safeguard
from datamap.rules.rule import Rule
from datamap.tables.arrays import among
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
    placed = sites[~facts.tables.among("sites", "country", ["unknown", "worldwide", "various", "ORG"])]
    claims = s[among(s["kind"], [*US_ONLY, "adequacy", *BRITISH])].reset_index(names="at")
    if not len(claims):
        return claims.assign(row=[])
    pairs = claims.merge(placed[["recipient", "country", "run_by_country", "activity"]], on="recipient")
    if not len(pairs):
        return pairs.assign(row=[])
    of, under = (a[pairs["recipient"].to_numpy()] for a in (facts.exporter_regime, facts.receives_under))
    inside = pd.Series(facts.inside(pairs["country"], of), index=pairs.index)
    # if there is also a place abroad, a place inside does not need a tool that fits it
    home = inside & (pairs["run_by_country"] == "unknown")
    kept = (~home | home.groupby(pairs["at"]).transform("all")).to_numpy()
    pairs, under, inside = pairs[kept], under[kept], inside[kept]
    # servers are where the company is that runs them; people who read are where they are
    run = (pairs["run_by_country"] != "unknown") & (inside | (pairs["activity"] == "hosting"))
    where = pairs["country"].where(~run, pairs["run_by_country"])
    us = where.isin(territories)
    kind = pairs["kind"]
    # a claim fits if it fits one of the recipient's places, under one of the laws under which it receives data
    fits = (kind.isin(US_ONLY) & us) | (kind.isin(BRITISH) & under[:, REGIMES.index("uk")])
    claimed = np.flatnonzero(kind == "adequacy")
    fits.iloc[claimed] = np.array(
        [
            any(decided(c, of) for of in itertools.compress(REGIMES, u))
            for c, u in zip(where.iloc[claimed], under[claimed], strict=True)
        ],
        dtype=bool,
    )
    pairs = pairs.assign(fits=fits, row=pairs["recipient"], tool=kind.astype(str), country=where, table="safeguards")
    some = pairs.groupby("at")["fits"].transform("any")
    pairs = pairs[~some]
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
