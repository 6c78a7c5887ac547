"""Document that is referred to, but not listed.

What it finds: a reference that begins with `document:`, such as `dpa_reference: document:helpnest-dpa`, whose document
is not among `documents`.

Why it matters: a document that the inventory does not list cannot be found and compared (Art. 5(2), 24(1)).

Example: a safeguard refers to `document:helpnest-scc`, and the list has only `helpnest-dpa`.

What to do: list the document under `documents` with its path and hash, or correct the reference.

When it is wrong: the text is not a reference to a document. Write it without `document:`.

Sources: GDPR Art. 5(2), 24(1).
"""

import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated
from datamap.rules.record.filed import references
from datamap.rules.rule import Rule


def find(facts: Facts) -> pd.DataFrame:
    d = facts.tables["documents"]
    stated = (d["how"] != "proposed").to_numpy()  # a proposed document proves nothing yet
    listed = set(zip(d["controller"].to_numpy()[stated].tolist(), d["id"].array[stated], strict=True))
    uses: dict[tuple[int, str], set[str]] = {}
    for r in facts.tables.once(references):
        if (r.controller, r.key) not in listed:
            uses.setdefault((r.controller, r.key), set()).add(f"{r.what} ({r.where})" if r.where else r.what)
    found = [(controller, key, enumerated(sorted(of))) for (controller, key), of in sorted(uses.items())]
    return pd.DataFrame(found, columns=["row", "key", "uses"])


RULE = Rule(
    code="RR009",
    name="document_not_listed",
    severity="warning",
    basis="good practice",
    articles=("GDPR Art. 5(2)", "GDPR Art. 24(1)"),
    subject="inventories",
    message="{subject} refers to the document '{key}' as {uses}, but does not list it.",
    remedy="List the document '{key}' under documents with its path and hash, or correct the reference.",
    action="list the document {key} of {subject}",
    each="key",
    by=("key",),
    find=find,
    page=__doc__,
)
