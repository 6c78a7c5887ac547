"""Data category missing from the notice.

What it finds: a category with `declared: no` that a purpose uses: the list of data in the notice omits it.

Why it matters: where data are obtained from someone other than the person, the law requires the notice to name their
categories (Art. 14(1)(d)). Where the person provides them, Art. 13 does not require a list; naming them is good
practice (transparency under Art. 5(1)(a)), and the finding is a note. Where the source is not recorded, the finding
remains a warning. A record based on the notice would omit the category in any case.

Example: the text of a review, with the author's position, used for marketing and missing from the list of data.

What to do: add it to the list in the notice.

When it is wrong: another category in the notice includes it. Use that one.

Sources: GDPR Art. 5(1)(a), 13, 14(1)(d), 15(1)(b).
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import rows, used_categories
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked

ARTICLES = ("GDPR Art. 5(1)(a)", "GDPR Art. 14(1)(d)")


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    kind, purposes, categories = t.sources["kind"], len(t.purposes), len(t.categories)
    of, purpose = t.sources["purpose"].to_numpy(), t.uses["purpose"].to_numpy()

    def used_with(mask: np.ndarray) -> np.ndarray:
        return marked(categories, t.uses["category"].to_numpy(), mask[purpose])

    indirect = used_with(marked(purposes, of, among(kind, ["third-party", "public"])))
    known, open_ = marked(purposes, of), marked(purposes, of, (kind == "unknown").to_numpy())
    unknown = used_with(~known | open_) & ~indirect
    words = "; where its data come from is not recorded, and if from others than the people concerned, it must"
    return rows(
        used_categories(facts) & (t.categories["declared"] == "no").to_numpy(),
        open_=lambda at: np.where(unknown[at], words, "").astype(object),
        severity=lambda at: np.where((indirect | unknown)[at], "warning", "note").astype(object),
        basis=lambda at: np.where(indirect[at], "law", "good practice").astype(object),
        articles=lambda at: np.where((indirect | unknown)[at], "; ".join(ARTICLES), ARTICLES[0]).astype(object),
    )


RULE = Rule(
    code="PD002",
    name="category_never_declared",
    severity="warning",
    basis="law",
    articles=ARTICLES,
    subject="categories",
    message="The data category “{subject}” is used, but the notice does not mention it{open_}.",
    remedy="Add “{subject}” to the categories of data in the notice.",
    action="add {subject} to the notice",
    find=find,
    page=__doc__,
)
