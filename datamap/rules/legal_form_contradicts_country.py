"""A legal form that contradicts the stated country.

What it finds: a recipient whose legal entity has a legal form that is at home in one country or a few, and none of its
sites is there.

Why it matters: the importer is the legal entity. A Pte Ltd is a company of Singapore: if the record says United
States, either the entity or the place is wrong, and with it the tool that was looked for.

Example: \"Holistics Software Pte Ltd | USA\".

What to do: ask for the contracting entity and its country, and judge the transfer again.

When it is wrong: a branch abroad receives the data and the head office does not reach them.

Sources: GDPR Art. 30(1)(e), 44.
"""

import datetime as dt

import pandas as pd

from datamap.law import countries, names
from datamap.rules.base import Facts, Rule, each


def find(facts: Facts) -> pd.DataFrame:
    r, sites = facts.tables.recipients, facts.tables.sites
    entity = r["legal_entity"].where(~r["legal_entity"].isin(["unknown", "none"]), r["name"])
    form = each(entity, names.foreign_form)
    home = each(pd.Series(form), lambda f: ", ".join(sorted(names.HOME[f])) if f in names.HOME else None)
    mine = pd.notna(home)
    places = sites[sites["country"].isin(list(countries.codes()))]
    pairs = places[mine[places["recipient"].to_numpy()]][["recipient", "country"]]
    at_home = pd.MultiIndex.from_tuples([(f, c) for f, homes in names.HOME.items() for c in homes])
    here = pd.MultiIndex.from_arrays([form[pairs["recipient"].to_numpy()], pairs["country"]]).isin(at_home)
    pairs = pairs[~pairs["recipient"].isin(pairs["recipient"][here])]
    said = pairs.groupby("recipient")["country"].agg(lambda c: ", ".join(dict.fromkeys(countries.name(x) for x in c)))
    row = said.index.to_numpy()
    return pd.DataFrame({"row": row, "country": said.to_numpy(dtype=object), "entity": entity.to_numpy(dtype=object)[row], "home": home[row]})


RULE = Rule(
    code="TR026", name="legal_form_contradicts_country", severity="warning", basis="good practice",
    articles=("GDPR Art. 30(1)(e)", "GDPR Art. 44"), subject="recipients",
    message="{subject}: its legal entity is {entity}, a form of {home}, but it is said to be in {country}",
    remedy="Ask {subject} which entity is the contracting party and where it is.",
    action="ask for the importing legal entity: {subject}", find=find, page=__doc__, since=dt.date(1998, 10, 24),
)  # fmt: skip
