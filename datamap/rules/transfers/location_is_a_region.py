"""Location given only as a region.

What it finds: a recipient whose only location is a region, such as EU or EEA. Authorities and categories of recipients
are left out: they are many, and for them the region is enough.

Why it matters: the region is inside the EEA, so there is no transfer to a third country. But without the country
and the entity, it cannot be traced who imports the data and whether anyone outside can access them.

Example: "EU data center".

What to do: ask for the country and the company that operates the site.

When it is wrong: there are many recipients, all inside the region. Then the region is enough.

Sources: GDPR Art. 5(2), 30(1)(d); EDPB Guidelines 05/2021.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.model.vocabulary import REGIONS, VAGUE_PLACES
from datamap.rules.facts import Facts
from datamap.rules.filters import in_categories
from datamap.rules.phrases import text
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    t, owner = facts.tables, facts.tables.sites["recipient"].to_numpy()
    told = marked(len(t.recipients), owner, ~t.among("sites", "country", [*REGIONS, *VAGUE_PLACES]))
    many = (t.recipients["role"] == "authority").to_numpy() | in_categories(facts)
    at = np.flatnonzero(t.among("sites", "country", REGIONS))
    at = at[~(told | many)[owner[at]]]
    return pd.DataFrame({"row": owner[at], "at": at, "table": "sites", "country": text(t.sites["country"], at)})


RULE = Rule(
    code="TR028",
    name="location_is_a_region",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "EDPB Guidelines 05/2021"),
    subject="recipients",
    by=("country",),
    message="The location of {subject} is recorded only as a region ({country}), not as a country.",
    remedy="Ask {subject} for the country and the company that operates the site.",
    action="obtain the location and transfer tool of {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
