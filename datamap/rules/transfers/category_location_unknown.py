"""Locations of categories of recipients not recorded.

What it finds: an activity that discloses data to categories of recipients (`kind: category`: carriers, tax advisers),
for which no country is recorded. It is reported once for the activity, whatever the number of categories.

Why it matters: it is lawful to name categories instead of each recipient, in the record (Art. 30(1)(d)) and in the
notice (Art. 13(1)(e)). The law requires more only where there is a transfer: then the record must name the third
country (Art. 30(1)(e)), never the recipient, and the notice the decision or safeguard (Art. 13(1)(f)). While the
countries are not recorded, it cannot be determined whether there is a transfer; the verdict is undetermined. Asking
is good practice (Art. 5(2)); the finding is a warning, because many categories stay inside the EEA.

Example: "carriers and tax advisers" as recipients of orders, without a country.

What to do: ask once for the activity where these recipients are. If all are inside the EEA, record `sites: EU`. If some
are elsewhere, record their countries and the transfer tool.

When it is wrong: never, while no country is recorded.

Sources: GDPR Art. 5(2), 13(1)(e), (f), 30(1)(d), (e), 44; WP260 rev.01.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.labels.counting import noun
from datamap.rules.facts import Facts
from datamap.rules.filters import in_categories, served
from datamap.rules.phrases import joined, text
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked
from datamap.tables.children import Children


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.ground == "place-unknown")
    t = t[asked_with_the_activity(facts, t)]
    category, via = t["recipient"].to_numpy(), t["via"].to_numpy()
    links, r = facts.tables.disclosures, facts.tables.recipients
    # what a processor passes on belongs to the activities that disclose data to the processor
    by = np.where(via < 0, category, via)
    some = np.flatnonzero(marked(len(r), by)[links["recipient"].to_numpy()])  # few of a group's links
    at, link = Children(links["recipient"].to_numpy()[some], len(r)).of(by)
    purpose = links["purpose"].to_numpy()[some[link]]
    which = joined(purpose, text(r["name"], category[at]).tolist())
    number = pd.Series(category[at]).groupby(purpose).nunique()
    return pd.DataFrame(
        {
            "row": which.index.to_numpy(dtype=np.int64),
            "which": which.to_numpy(dtype=object),
            "whose": [
                noun(
                    number[p],
                    "categories of recipients whose countries are",
                    "a category of recipients whose country is",
                )
                for p in which.index
            ],
        }
    )


def asked_with_the_activity(facts: Facts, transfers: pd.DataFrame) -> np.ndarray:
    """Transfers to a category of recipients that an activity names: the question is asked once, with the activity."""
    category, via = transfers["recipient"].to_numpy(), transfers["via"].to_numpy()
    named = served(facts)
    return in_categories(facts)[category] & named[np.where(via < 0, category, via)]


RULE = Rule(
    code="TR031",
    name="category_location_unknown",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 30(1)(e)", "GDPR Art. 44"),
    subject="purposes",
    message=(
        "The purpose “{subject}” discloses data to {whose} not recorded ({which}), so it cannot be determined whether "
        "there is a transfer."
    ),
    remedy=(
        "Find out in which countries the recipients of “{subject}” are ({which}), and record them as sites; "
        "{inside}{record_names}."
    ),
    action="find out the countries of the categories of recipients in {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
