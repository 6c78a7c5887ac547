"""A recipient whose country is not known.

What it finds: a recipient for which no country is given, or only "worldwide", "various", or hosting without the place of
the company that runs it.

Why it matters: whether data leave the EEA, and under what, cannot be told. Art. 30(1)(e) asks for the country of every
transfer. Not knowing is not the same as no transfer.

Example: a notice that names Facebook for cookies, without a country.

What to do: ask the recipient for the legal entity that imports, its country, and from where it reaches the data.

When it is wrong: the recipient is a group of people or authorities inside the EEA; write `sites: EU`.

Sources: GDPR Art. 30(1)(e), 44; EDPB Guidelines 05/2021; WP260 rev.01.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "undetermined" and v.ground == "place-unknown")
    return t.assign(
        row=t["recipient"].to_numpy(),
        reason=facts.text(t, lambda v: v.reasons[0][0].lower() + v.reasons[0][1:].rstrip(".")),
    )


RULE = Rule(
    code="TR003",
    name="recipient_location_unknown",
    severity="error",
    basis="law",
    articles=("GDPR Art. 30(1)(e)", "GDPR Art. 44"),
    subject="recipients",
    by=("country",),
    message="{subject} receives {categories} for {purposes}; {reason}",
    remedy="Find out in which country {subject} gets the data, which legal entity that is, and from where it reaches them; write the countries down as sites. Of a group of people or authorities, record where they are: `EU` is enough if all are inside.",
    action="ask for location and transfer tool: {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
