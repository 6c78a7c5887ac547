"""Several legal bases without their conditions.

What it finds: a purpose with more than one basis under Art. 6(1), where at least one does not state when or for whom
it applies.

Why it matters: people have different rights under each basis (portability, objection, withdrawal). A notice that
lists several bases without assigning them does not inform people which one applies to the use of their data (Art.
13(1)(c); WP260).

Example: "contract, legitimate interest or consent" for one purpose.

What to do: state for each basis when it applies (`when`), or split the purpose.

When it is wrong: the bases apply to different data and the purpose explains this elsewhere. Record it under `when`.

Sources: GDPR Art. 5(1)(a), 6(1), 13(1)(c); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import articles
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    b = facts.tables.bases
    purpose = b["purpose"].to_numpy()
    known = (b["basis"] != "unknown").to_numpy() & facts.as_controller[purpose]
    several = np.bincount(purpose[known], minlength=len(facts.tables.purposes)) > 1
    b = b[known & several[purpose]]
    letters: dict[int, set[str]] = {}
    for at, letter in zip(b["purpose"].tolist(), articles(b["basis"]).tolist(), strict=True):
        letters.setdefault(at, set()).add(letter)
    open_ = set(b["purpose"][(b["when"] == "").to_numpy()].tolist())
    told = [(at, sorted(x)) for at, x in sorted(letters.items()) if len(x) > 1 and at in open_]
    return pd.DataFrame(
        {"row": [at for at, _ in told], "count": [len(x) for _, x in told], "which": [", ".join(x) for _, x in told]}
    )


RULE = Rule(
    code="LB003",
    name="several_legal_bases_unsorted",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 6(1)", "GDPR Art. 13(1)(c)"),
    subject="purposes",
    message=(
        "The purpose “{subject}” has {count} legal bases ({which}), but it is not recorded when each of them applies."
    ),
    remedy="State when each legal basis of “{subject}” applies, or split the purpose.",
    action="clarify when each legal basis of {subject} applies",
    find=find,
    page=__doc__,
)
