"""Something the notice must tell, and does not.

What it finds: a letter of Art. 13, 14, 21(4) or 26(2) that applies to the organisation and that the notice does not
tell, or tells only in part.

A letter applies by the facts: the copy of safeguards where a tool of Art. 46 is named or none is known, the interests
where a purpose rests on them, Art. 14 where data come from elsewhere.

Why it matters: people can use their rights only if they are told; each letter is owed on its own (Art. 12(1)).

Example: a notice that names safeguards and not how to obtain a copy of them.

What to do: add it to the notice, in plain words.

When it is wrong: another document that people get at the same time tells it, or they have the information
already (Art. 13(4), 14(5)); record that as evidence. Art. 13(2)(f) is owed only where there are automated decisions;
while nobody recorded whether there are, it is a note.

Sources: GDPR Art. 12, 13, 14, 21(4), 26(2); WP260 rev.01.
"""

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.rules.notice.letters import NAMES, WHAT, cited, has, numbers, owed, tool_named
from datamap.tables.arrays import marked


def find(facts: Facts) -> pd.DataFrame:
    i, p = facts.tables.informs, facts.tables.purposes
    number, row = numbers(facts), i["controller"].to_numpy()
    at = np.flatnonzero((i["told"] == "not-told").to_numpy() & (number >= 0) & facts.shared(owed)[number, row])
    copy, transfers = NAMES.index("13-1-f-copy"), NAMES.index("13-1-f")
    silent = marked(len(facts.tables.inventories), row, (i["told"] == "not-told").to_numpy() & (number == transfers))
    at = at[
        ~((number[at] == copy) & silent[row[at]] & ~tool_named(facts)[row[at]])
    ]  # of which safeguards, the notice has yet to tell
    number, row, why = number[at], row[at], i["why"].to_numpy(dtype=object)[at]
    decides = has(facts, "purposes", p["automated_decisions"] == "yes")
    open_ = ~decides[row] & (number == NAMES.index("13-2-f"))
    return pd.DataFrame(
        {
            "row": row,
            "at": at,
            "table": "informs",
            "letter": np.array(NAMES, dtype=object)[number],
            "what": WHAT[number],
            "article": cited(facts, number, row),
            "tells": np.where(why == "", "does not tell", "does not (fully) tell").astype(object),
            "severity": np.where(open_, "note", "warning").astype(object),
            "note": np.where(why == "", "", ": " + why)
            + np.where(open_, "; whether there are any is not recorded", "").astype(object),
        }
    )


RULE = Rule(
    code="NO001",
    name="notice_does_not_tell",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 13", "GDPR Art. 14", "GDPR Art. 21(4)", "GDPR Art. 26(2)", "WP260 rev.01"),
    subject="inventories",
    by=("letter",),
    message="{subject}: the notice {tells} {what} ({article}){note}",
    remedy="Tell in the notice {what}.",
    action="complete the notice of {subject}: {what}",
    each="what",
    find=find,
    page=__doc__,
)
