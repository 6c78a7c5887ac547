"""Transfer based on a derogation.

What it finds: a transfer whose only basis is a derogation under Art. 49.

Why it matters: derogations are interpreted strictly and are a last resort, because the data have no protection at
their destination. Consent must be explicit and informed of the risks; a public interest must be recognised by law. For
compelling legitimate interests (second subparagraph) the law itself requires more: the assessment and the suitable
safeguards must be in the record (Art. 30(1)(e), 49(6)), and the supervisory authority and the people concerned must be
informed. For the other derogations, documents are good practice, because the exporter must be able to prove that the
conditions are met (Art. 5(2)). A public authority cannot use (a) to (c): where the sector of the organisation is not
recorded, the finding asks for it.

Example: explicit consent to a booking in a country without an adequacy decision.

What to do: check whether a transfer tool can replace it. Document why none can, and what the derogation depends on.

When it is wrong: it is a single transfer of the kind for which the derogation was made.

Sources: GDPR Art. 30(1)(e), 49; EDPB Guidelines 2/2018; FADP Art. 17.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.law.tools import COMPELLING
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.tables.arrays import spread

BY_LAW = ("GDPR Art. 49(1), second subparagraph", "GDPR Art. 49(6)", "GDPR Art. 30(1)(e)")
"""What requires documents and information of an exporter that relies on compelling legitimate interests."""
ARTICLES = ("GDPR Art. 49", "EDPB Guidelines 2/2018")


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(lambda v: v.verdict == "covered" and v.ground == "derogation")
    if not len(t):
        return t
    letter = facts.text(t, lambda v: v.relied_on.partition(":")[2])
    barred = facts.text(t, lambda v: _barred(facts, v.instrument))
    sector = spread(facts.tables.controllers["sector"])[t["controller"].to_numpy()]
    ask, compelling = barred.astype(bool) & (sector == "unknown"), letter == COMPELLING
    row = t["recipient"].to_numpy()
    return t.assign(
        row=row,
        tool=facts.text(t, lambda v: v.citation),
        sector=np.where(ask, "; a public authority cannot use it, and the sector of the exporter is not recorded", ""),
        record=np.where(ask, "; record the sector of the exporter", ""),
        what=[_to_document(facts, x, of) for x, of in zip(letter, facts.exporter_regime[row], strict=True)],
        then=np.where(
            compelling, "inform the supervisory authority and the people concerned", "why no transfer tool can be used"
        ).astype(object),
        basis=np.where(compelling, "law", "good practice").astype(object),
        articles=np.where(compelling, "; ".join(BY_LAW), "; ".join(ARTICLES)).astype(object),
    )


def _barred(facts: Facts, instrument: str) -> bool:
    """Whether a public authority cannot use a derogation on the day."""
    since = facts.law.instrument(instrument).not_for_public
    return since is not None and since <= facts.day


def _to_document(facts: Facts, letter: str, regime: str) -> str:
    """What to keep on file for a derogation, by the law of the exporter on the day."""
    condition = facts.law.condition(letter, facts.day, regime)
    return condition.to_document if condition else "what the derogation depends on"


RULE = Rule(
    code="TR020",
    name="derogation_relied_on",
    severity="warning",
    basis="good practice",
    articles=ARTICLES,
    subject="recipients",
    by=("country",),
    message="The transfer of {categories} to {subject} ({country}) relies only on a derogation ({tool}){sector}.",
    remedy="Document {what}, and {then}. Replace the derogation for {subject} where possible{record}.",
    action="replace the derogation for {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
