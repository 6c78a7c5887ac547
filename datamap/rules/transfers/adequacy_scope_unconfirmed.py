"""An adequacy decision with an exclusion that is not ruled out.

What it finds: a transfer under the adequacy decision for a country, whose decision leaves something out, where the
inventory does not say that this is not the case here. What concerns one activity only (the press, religion, parties,
lending, the police) is asked about where the map names it, or does not show what the organisation does.

Why it matters: what a decision leaves out is not covered: manual files in Israel, credit information in Korea, the
press in Japan. The verdict is covered, because nothing speaks for the exclusion; the record should rule it out once.

Example: a Korean provider, and nothing said of credit information.

What to do: ask once, and write the answer under `scope`, such as `credit-information: no`.

When it is wrong: the exclusion plainly cannot apply; write `no`.

Sources: the decisions of the Commission under Art. 45, each in its Art. 1.
"""

import datetime as dt

import pandas as pd

from datamap.rules.base import Facts, Rule
from datamap.rules.transfers.scope_topics import asked_of


def find(facts: Facts) -> pd.DataFrame:
    t = facts.found(
        lambda v: v.verdict == "covered" and v.ground == "adequacy" and any(a.startswith("scope:") for a in v.asks)
    )
    asked = facts.text(t, lambda v: [a.removeprefix("scope:") for a in v.asks if a.startswith("scope:")])
    t = t.assign(
        row=t["recipient"].to_numpy(),
        instrument=facts.text(t, lambda v: v.citation),
        which=facts.text(t, lambda v: v.instrument),
        id=asked,
    ).explode("id", ignore_index=True)
    t = asked_of(facts, t)
    texts = {(i.id, e.id): e.text for i in facts.law.instruments() for e in i.elements}
    return t.assign(element=[texts[key] for key in zip(t["which"].tolist(), t["id"].tolist(), strict=True)])


RULE = Rule(
    code="TR021",
    name="adequacy_scope_unconfirmed",
    severity="note",
    basis="good practice",
    articles=("GDPR Art. 45",),
    subject="recipients",
    by=("country", "id"),
    message="{subject} ({country}): covered by {instrument}, which leaves out {element}; that this is not the case here is not recorded",
    remedy="Confirm for {subject} that it is not about {element}, and write it under scope ({id}: no).",
    action="confirm the scope of adequacy: {subject}",
    find=find,
    page=__doc__,
    since=dt.date(1998, 10, 24),
)
