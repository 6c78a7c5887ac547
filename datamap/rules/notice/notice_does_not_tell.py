"""Required information missing from the notice.

What it finds: a point of Art. 13, 14, 21(4) or 26(2) that applies to the organisation, but is missing or incomplete
in its notice.

Which points apply depends on the facts: the copy of safeguards where a tool under Art. 46 is recorded or the tool
is not recorded, the interests where a purpose is based on them, Art. 14 where data come from other sources.

Why it matters: people can exercise their rights only if they are informed, and each point is required separately
(Art. 12(1)).

Example: a notice that names safeguards, but not how to obtain a copy of them.

What to do: add it to the notice, in plain words.

When it is wrong: another document that people receive at the same time contains it, or they already have the
information (Art. 13(4), 14(5)). Record that as evidence. Art. 13(2)(f) applies only where there are automated
decisions; while it is not recorded whether there are, the finding is a note.

Sources: GDPR Art. 12, 13, 14, 21(4), 26(2); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.notice.letters import NAMES, WHAT, cited, has, numbers, owed, tool_named
from datamap.rules.rule import Rule
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    i, p = facts.tables.informs, facts.tables.purposes
    number, row = numbers(facts), i["controller"].to_numpy()
    at = np.flatnonzero((i["told"] == "not-told").to_numpy() & (number >= 0) & facts.once(owed)[number, row])
    copy, transfers = NAMES.index("13-1-f-copy"), NAMES.index("13-1-f")
    silent = marked(len(facts.tables.inventories), row, (i["told"] == "not-told").to_numpy() & (number == transfers))
    at = at[
        ~((number[at] == copy) & silent[row[at]] & ~tool_named(facts)[row[at]])
    ]  # the notice does not yet state which safeguards
    if not len(at):
        return NOTHING
    number, row, why = number[at], row[at], i["why"].to_numpy(dtype=object)[at]
    article = cited(facts, number, row)
    decides = has(facts, "purposes", p["automated_decisions"] == "yes")
    open_ = ~decides[row] & (number == NAMES.index("13-2-f"))
    return pd.DataFrame(
        {
            "row": row,
            "at": at,
            "table": "informs",
            "letter": np.array(NAMES, dtype=object)[number],
            "what": WHAT[number],
            "article": article,
            "articles": ("GDPR " + article).astype(object),
            "tells": np.where(why == "", "does not state", "does not (fully) state").astype(object),
            "severity": np.where(open_, "note", "warning").astype(object),
            "note": np.where(why == "", "", ": " + why)
            + np.where(open_, "; it is not recorded whether there are any", "").astype(object),
        }
    )


RULE = Rule(
    code="NO001",
    name="notice_does_not_tell",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 13", "GDPR Art. 14", "GDPR Art. 21(4)", "GDPR Art. 26(2)"),
    subject="inventories",
    rows_of="informs",
    by=("letter",),
    message="The notice of {subject} {tells} {what} ({article}){note}.",
    remedy="Add to the notice: {what}.",
    action="complete the notice of {subject}: {what}",
    each="what",
    find=find,
    page=__doc__,
)
