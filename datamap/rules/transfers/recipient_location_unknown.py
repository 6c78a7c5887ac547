"""Recipient country not recorded.

What it finds: a recipient for which no country is recorded, or only "worldwide", "various", or a hosting site
without the location of the company that operates it.

Why it matters: it cannot be determined whether data leave the EEA, and on what basis. An unknown country does not
mean that there is no transfer. What is law: an exporter must be able to show the basis of each transfer (Art. 5(2),
44), and where there is a transfer, the record must name the third country (Art. 30(1)(e)). The law does not require
the name of the recipient, in the record or in the notice: categories are enough (Art. 30(1)(d), 13(1)(e)). What is
good practice: to name each recipient with its country, also inside the EEA.

Example: a notice that names Facebook for cookies, without a country.

What to do: ask the recipient which legal entity imports the data, in which country it is, and from where it
accesses them.

When it is wrong: the recipient is a group of people or authorities inside the EEA. Record `sites: EU`. Or it is a
category of recipients, such as carriers. Record `kind: category`: then the question is asked once for each activity.

Sources: GDPR Art. 5(2), 30(1)(d), (e), 44; EDPB Guidelines 05/2021; WP260 rev.01.
"""

import datetime as dt

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.rules.transfers.category_location_unknown import asked_with_the_activity


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.ground == "place-unknown")
    if not len(t):
        return t
    t = t[~asked_with_the_activity(facts, t)]  # category_location_unknown reports these, once for each activity
    return t.assign(
        row=t["recipient"].to_numpy(),
        reason=facts.text(t, lambda v: v.reasons[0]),
    )


RULE = Rule(
    code="TR003",
    name="recipient_location_unknown",
    severity="error",
    basis="law",
    articles=("GDPR Art. 5(2)", "GDPR Art. 30(1)(e)", "GDPR Art. 44"),
    subject="recipients",
    by=("country",),
    message="The disclosure of {categories} to {subject} for {purposes} cannot be checked for transfers. {reason}",
    remedy=(
        "Find out which legal entity receives the data for {subject}, in which country, and from where the data are "
        "accessed. Record the countries as sites. For a group of people or authorities, record where they are: "
        "{inside}."
    ),
    action="obtain the location and transfer tool of {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
