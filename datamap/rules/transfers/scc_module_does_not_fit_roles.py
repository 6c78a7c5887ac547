"""Clause module that does not fit the roles.

What it finds: 2021 standard contractual clauses with a recorded module intended for roles other than those of the
exporter and the importer.

Why it matters: a contract between controllers does not bind a processor, and vice versa: the wrong module leaves
the transfer without a valid basis.

Example: module 1 (controller to controller) with a hosting provider.

What to do: sign the right module: 2 for a processor, 3 for a sub-processor, 1 for another controller, 4 for a
transfer back to a controller.

When it is wrong: the recipient's role is wrong in the inventory.

Sources: Decision (EU) 2021/914, Annex; Art. 1(1).
"""

import datetime as dt
from itertools import product

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked
from datamap.transfers.exporters import exporter_roles

OURS = ("", "controller", "controller", "processor")
THEIRS = {
    "controller": "controller",
    "joint": "controller",
    "authority": "controller",
    "processor": "processor",
    "sub-processor": "processor",
}


def find(facts: Facts) -> pd.DataFrame:
    s, r = facts.tables.safeguards, facts.tables.recipients
    modules = {m: ends for i in facts.law.tools("scc", "2021", "eu") for m, ends in i.modules}
    at = np.flatnonzero(((s["kind"] == "scc") & s["module"].isin(list(modules))).to_numpy())
    row = s["recipient"].to_numpy()[at]
    frame = facts.coverage.frame
    direct = marked(len(r), frame["recipient"].to_numpy(), (frame["via"] < 0).to_numpy())
    # a recipient reached only through a processor receives the data from a processor
    ours = np.where(direct, facts.tables.once(exporter_roles), OURS.index("processor"))[row]
    theirs = r["role"].cat.codes.to_numpy()[row]
    module, roles, importers = (
        s["module"].cat.codes.to_numpy()[at],
        s["module"].cat.categories,
        [THEIRS.get(w, "") for w in r["role"].cat.categories],
    )
    wrong = np.zeros((len(roles), len(OURS), len(importers)), dtype=bool)  # every combination once
    for m, ends in modules.items():
        for a, b in product(range(len(OURS)), range(len(importers))):
            wrong[roles.get_loc(m), a, b] = bool(OURS[a] and OURS[a] != ends[0]) or bool(
                importers[b] and importers[b] != ends[1]
            )
    hit = wrong[module, ours, theirs]
    at, row, module = at[hit], row[hit], [roles[m] for m in module[hit]]
    ours, theirs, made = [OURS[a] for a in ours[hit]], [importers[b] for b in theirs[hit]], [modules[m] for m in module]
    return pd.DataFrame(
        {
            "row": row,
            "at": at,
            "table": "safeguards",
            "module": module,
            "made": [f"{a} to {b}" for a, b in made],
            "ours": [o or "party with an unknown role" for o in ours],
            "theirs": [x or "party with an unknown role" for x in theirs],
        }
    )


RULE = Rule(
    code="TR017",
    name="scc_module_does_not_fit_roles",
    severity="error",
    basis="law",
    articles=("Decision (EU) 2021/914, Annex",),
    subject="recipients",
    rows_of="safeguards",
    by=("module",),
    message=(
        "Module {module} of the clauses with {subject} is for transfers from {made}, but here a {ours} sends data to a "
        "{theirs}."
    ),
    remedy="Sign the module of the clauses with {subject} that fits the roles.",
    action="sign standard contractual clauses with {subject}",
    find=find,
    page=__doc__,
    since=dt.date(2021, 6, 27),
)
