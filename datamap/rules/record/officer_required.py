"""Data protection officer required, but none designated.

What it finds: a private organisation whose inventory states that it has no data protection officer (`dpo: none`),
although recorded facts require one: regular and systematic monitoring of people on a large scale, special categories or
criminal data on a large scale, or a threshold of national law (Germany: § 38 BDSG).

Why it matters: the designation is mandatory (Art. 37(1)(b), (c), 37(4)).

Example: a fitness app with half a million users that processes health data.

What to do: designate an officer, publish the contact details and communicate them to the supervisory authority
(Art. 37(7)).

When it is wrong: the processing is not one of the core activities, as with the payroll of own staff. Correct
`large_scale` or `monitoring`, or accept the finding with this reason.

Sources: GDPR Art. 37(1)(b), (c), (4); WP243 rev.01; BDSG § 38(1).
"""

import re

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on, uses_special
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, cells, marked

ASSESSED = ("required", "in-progress", "done")


def find(facts: Facts) -> pd.DataFrame:
    c, p = facts.tables.controllers, facts.tables.purposes
    of, size = p["controller"].to_numpy(), len(c)
    large = (p["large_scale"] == "yes").to_numpy() & going_on(facts)
    watched = marked(size, of, large & among(p["monitoring"], ["people", "public-area"]))
    special = marked(size, of, large & uses_special(facts))
    assessed = marked(size, of, among(p["dpia"], ASSESSED) & going_on(facts))
    country, staff, found = cells(c["country"]), cells(c["staff"]), []
    for row in np.flatnonzero((c["dpo"] == "none").to_numpy() & (c["sector"] != "public").to_numpy()).tolist():
        reasons = ["it monitors people on a large scale (Art. 37(1)(b))"] * bool(watched[row])
        reasons += ["it processes special or criminal data on a large scale (Art. 37(1)(c))"] * bool(special[row])
        national = _national(facts, row, country(row), staff(row), bool(assessed[row]))
        if reasons or national:
            found.append((row, enumerated(reasons + national), "error" if national else "warning"))
    return pd.DataFrame(found, columns=["row", "why", "severity"])


def _national(facts: Facts, row: int, country: str, staff: str, assessed: bool) -> list[str]:
    """Reasons in the law of the organisation's country on the day."""
    law = facts.law.national("officer", country, facts.day, facts.regime[row])
    if law is None:
        return []
    number = re.match(r"\d+", staff)
    reasons = []
    if number and int(number[0]) >= int(law.value):
        reasons.append(f"it has at least {law.value} {law.text} ({law.citation})")
    if assessed:
        reasons.append(f"it carries out processing that requires an impact assessment ({law.citation})")
    return reasons


RULE = Rule(
    code="RR005",
    name="officer_required",
    severity="error",
    basis="law",
    articles=("GDPR Art. 37(1)(b), (c), (4)",),
    subject="inventories",
    message="{subject} has no data protection officer according to its inventory, but {why}.",
    remedy=(
        "Designate a data protection officer for {subject}, or record why the processing is not among its core "
        "activities."
    ),
    action="designate and record a data protection officer for {subject}",
    find=find,
    page=__doc__,
)
