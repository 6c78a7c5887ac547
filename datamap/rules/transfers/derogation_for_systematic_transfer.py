"""Derogation used for systematic transfers.

What it finds: a recipient for which a derogation for contracts, claims or compelling interests (Art. 49(1)(b), (c),
(e), second subparagraph) is recorded without a record that the transfer is occasional, or a public authority that
uses (a) to (c).

Why it matters: these derogations are for occasional transfers (recital 111); a continuous flow of data to a vendor
cannot rely on them. Public authorities cannot use (a) to (c) in the exercise of their powers (Art. 49(3)). The UK
GDPR has the same limits. Directive 95/46/EC (Art. 26(1)) and the Swiss FADP (Art. 17(1)) do not have them: the rule
does not apply before 2018-05-25 or to exporters under the FADP.

Example: "necessary for the contract" for a mailing provider used every day.

What to do: use a tool under Art. 46, or choose a provider with another valid transfer basis.

When it is wrong: the transfer really is occasional. Record `occasional: yes`, with the reason.

Sources: GDPR Art. 49(1), 49(3), recital 111; EDPB Guidelines 2/2018; Dutch authority, Uber, 2024-07-22.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked
from datamap.transfers.exporters import REGIMES


def find(facts: Facts) -> pd.DataFrame:
    s = facts.tables.safeguards
    version, recipient, organisation = s["version"], s["recipient"].to_numpy(), s["controller"].to_numpy()
    limited, closed = np.zeros(len(s), dtype=bool), np.zeros(len(s), dtype=bool)
    exporter = facts.exporter.take(recipient)
    for n, regime in enumerate(REGIMES):  # by the law of each exporter: not all of them have these limits
        mine = (s["kind"] == "derogation").to_numpy() & (exporter == n)
        rows = facts.law.tools("derogation", regime=regime, day=facts.day)
        limited |= mine & among(version, [i.version for i in rows if i.only_occasional(facts.day)])
        barred = [i.version for i in rows if i.not_for_public and i.not_for_public <= facts.day]
        closed |= mine & among(version, barred)
    closed &= (facts.tables.controllers["sector"] == "public").to_numpy()[organisation]
    at = np.flatnonzero((limited & (s["occasional"] != "yes").to_numpy()) | closed)
    if not len(at):
        return NOTHING
    said = np.where(
        closed[at],
        "which a public authority cannot use in the exercise of its public powers",
        "which is for occasional transfers only, and this transfer is not recorded as occasional",
    )
    shown = np.where(
        closed[at],
        "show that it does not concern the exercise of public powers",
        "show that the transfer is occasional",
    )
    frame = pd.DataFrame(
        {
            "row": s["recipient"].to_numpy()[at],
            "at": at,
            "table": "safeguards",
            "tool": (
                "Art. "
                + version.iloc[at]
                .astype(str)
                .str.replace("49-1-2", "49(1) second subparagraph")
                .str.replace(r"49-1-(\w)$", r"49(1)(\1)", regex=True)
            ).to_numpy(dtype=object),
            "said": said,
            "otherwise": shown.astype(object),
        }
    )
    t = facts.transfers
    abroad = marked(len(facts.tables.recipients), t["recipient"].to_numpy(), (t["verdict"] != "no-transfer").to_numpy())
    return frame[abroad[frame["row"].to_numpy()]]


RULE = Rule(
    code="TR019",
    name="derogation_for_systematic_transfer",
    severity="error",
    basis="law",
    articles=("GDPR Art. 49(1), (3)", "EDPB Guidelines 2/2018"),
    subject="recipients",
    by=("tool",),
    message="The transfer to {subject} relies on {tool}, {said}.",
    remedy="Sign {clauses} with {subject}, or {otherwise}.",
    action="sign {contract} with {subject}",
    find=find,
    page=__doc__,
)
