"""One organisation under two ids.

What it finds: two recipients with the same name or legal entity that are not marked as one organisation.

Why it matters: a contract found for one is not seen for the other, and the record counts two recipients where there is
one. Entries per use are right; they share `organisation`.

Example: \"Google\" and \"google\", each with its own cover.

What to do: give both the same `organisation`, or merge them.

When it is wrong: two companies have one name; write their legal entities.

Sources: GDPR Art. 5(1)(d), 30(1)(d).
"""

import numpy as np
import pandas as pd

from datamap.law import names
from datamap.rules.base import Facts, Rule, each, repeated


def find(facts: Facts) -> pd.DataFrame:
    r = facts.tables.recipients
    own, org, said, called = (r[c].to_numpy(dtype=object) for c in ("id", "organisation", "legal_entity", "name"))
    org = np.where(org != "", org, own)
    known = (said != "unknown") & (said != "none")
    plain = each(called, names.plain)
    entity = np.where(known, each(said, names.plain), plain)
    # one brand may stand for two legal entities: by its name only where the entity is not known, or is that name
    alike = each(called, names.stripped) == each(said, names.stripped)
    name = np.where(~known | alike, plain, "")
    found = [repeated(r, [r["controller"].to_numpy(), key], org) for key in (entity, name)]
    return pd.concat([f for f in found if len(f)] or found[:1]).drop_duplicates("row").reset_index(drop=True)


RULE = Rule(
    code="RC005", name="same_organisation_twice", severity="warning", basis="good practice",
    articles=("GDPR Art. 5(1)(d)", "GDPR Art. 30(1)(d)"), subject="recipients",
    message="{subject} stands for one organisation under {count} ids: {ids}",
    remedy="Give the entries of {subject} one organisation id, or merge them.",
    action="merge entries of {subject}", find=find, page=__doc__,
)  # fmt: skip
