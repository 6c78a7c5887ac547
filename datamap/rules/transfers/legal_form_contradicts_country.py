"""Legal form inconsistent with the recorded country.

What it finds: a recipient whose legal entity has a legal form that exists only in one country or a few, with no
recorded site there.

Why it matters: the importer is the legal entity. A Pte Ltd is a company in Singapore: if the record names the
United States, either the entity or the country is wrong, and so may be the transfer tool.

Example: "Holistics Software Pte Ltd | USA".

What to do: ask for the contracting entity and its country, and assess the transfer again.

When it is wrong: a branch abroad receives the data and the head office cannot access them.

Sources: GDPR Art. 30(1)(e), 44.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.labels import countries
from datamap.law import names
from datamap.law.case import the
from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated, joined, text
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    r, sites = facts.tables.recipients, facts.tables.sites
    (said, entities), (called, brands), (place, places) = (
        facts.tables.codes(t, c)
        for t, c in (("recipients", "legal_entity"), ("recipients", "name"), ("sites", "country"))
    )
    known = ~np.array([w in ("unknown", "none") for w in entities], dtype=bool)[said]
    forms = ["", *names.HOME]  # number of the legal form, 0 where it does not indicate a country

    def form(words: list[str]) -> np.ndarray:
        found = map(names.foreign_form, words)
        return np.array([forms.index(f) if f in names.HOME else 0 for f in found], dtype=np.int64)

    of = np.where(known, form(entities)[said], form(brands)[called])
    owner = sites["recipient"].to_numpy()
    mine = np.flatnonzero((of[owner] > 0) & np.array([c in countries.codes() for c in places], dtype=bool)[place])
    owner, place = owner[mine], place[mine]
    home = np.array([[c in names.HOME.get(f, ()) for c in places] for f in forms], dtype=bool)
    at_home = marked(len(r), owner, home[of[owner], place])
    away = ~at_home[owner]
    told = joined(owner[away], [countries.name(places[i]) for i in place[away]])
    row = told.index.to_numpy()
    name = text(r["name"], row)
    entity = np.where(known[row], text(r["legal_entity"], row), name)
    whose = np.where(entity == name, entity, "The legal entity of " + name + " (" + entity + ")")
    return pd.DataFrame(
        {
            "row": row,
            "country": told.to_numpy(dtype=object),
            "whose": whose.astype(object),
            "home": [enumerated(sorted(map(the, names.HOME[forms[f]]))) for f in of[row]],
        }
    )


RULE = Rule(
    code="TR026",
    name="legal_form_contradicts_country",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 30(1)(e)", "GDPR Art. 44"),
    subject="recipients",
    message="{whose} has a legal form that is used in {home}, but its recorded location is elsewhere ({country}).",
    remedy="Ask {subject} which entity is the contracting party and where it is.",
    action="identify the importing legal entity of {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
