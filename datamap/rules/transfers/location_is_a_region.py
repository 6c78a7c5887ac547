"""A place that is only a region.

What it finds: a recipient whose only place is a region, such as EU or EEA. Authorities are left out: they are many, and
which of them asks is not known beforehand.

Why it matters: the region is inside, so there is no transfer to a third country; but who imports, and whether anybody
outside reaches the data, cannot be followed up without the country and the entity.

Example: \"EU data center\".

What to do: ask for the country and the company that runs the site.

When it is wrong: the recipients are many and all inside; then the region says enough.

Sources: GDPR Art. 5(2), 30(1)(d); EDPB Guidelines 05/2021.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.model.vocabulary import REGIONS, VAGUE_PLACES
from datamap.rules.base import Facts, Rule, text
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    t, owner = facts.tables, facts.tables.sites["recipient"].to_numpy()
    told = marked(len(t.recipients), owner, ~t.among("sites", "country", [*REGIONS, *VAGUE_PLACES]))
    authority = (t.recipients["role"] == "authority").to_numpy()
    at = np.flatnonzero(t.among("sites", "country", REGIONS))
    at = at[~(told | authority)[owner[at]]]
    return pd.DataFrame({"row": owner[at], "at": at, "table": "sites", "country": text(t.sites["country"], at)})


RULE = Rule(
    code="TR028",
    name="location_is_a_region",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "EDPB Guidelines 05/2021"),
    subject="recipients",
    by=("country",),
    message="{subject}: its place is only given as {country}",
    remedy="Ask {subject} for the country and the company that runs the site.",
    action="ask for location and transfer tool: {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
