"""What the rules on assessments have in common: a finding for each recipient that an assessment covers."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text, worded

WHAT = {
    "tia": "transfer impact assessment",
    "compelling-interests": "assessment of compelling legitimate interests",
}


def of_recipients(facts: Facts, assessments: Iterable[int]) -> pd.DataFrame:
    """The recipients that some assessments cover: ``row``, ``at`` (the assessment), its id, title and what it is."""
    a, pairs = facts.tables["assessments"], facts.assessments.pairs
    pairs = pairs[np.isin(pairs["assessment"].to_numpy(), list(assessments))]
    recipient = facts.transfers["recipient"].to_numpy()[pairs["at"].to_numpy().astype(np.int64)]
    found = pd.DataFrame({"row": recipient, "at": pairs["assessment"].to_numpy()}).drop_duplicates(ignore_index=True)
    at = found["at"].to_numpy().astype(np.int64)
    name, id_ = text(a["name"], at), text(a["id"], at)
    what = worded(a["kind"], WHAT)(at)
    return found.assign(table="assessments", assessment=id_, title=np.where(name == "", id_, name), what=what)
