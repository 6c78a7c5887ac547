"""Impact assessment ruled out against the recorded facts.

What it finds: an activity that is recorded as not requiring an impact assessment (`dpia: not-required`), although facts
of the map make one mandatory: a letter of Art. 35(3) or an entry of an authority's list is recorded (`dpia_ground`),
special or criminal data are processed on a large scale, or a public area is monitored on a large scale. It also finds
activities that meet two or more criteria of WP248 without the reasons why no assessment is made.

Why it matters: in these cases the assessment is mandatory (Art. 35(3), (4)). With two criteria of WP248 it is usually
required, and the reasons for not making one have to be documented with the advice of the data protection officer.

Example: a hospital information system, recorded as not requiring an assessment.

What to do: make the assessment (`dpia: required`, then `done`). Where two criteria are met and there is no high risk,
file the reasons and record them under `dpia_reference`.

When it is wrong: a fact is recorded wrongly, or the processing is exempt (Art. 35(5), (10)). Correct it, or record the
reason under `dpia_reference`.

Sources: GDPR Art. 35(1) to (5), (10); WP248 rev.01.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on, uses_special, vulnerable
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.tables.arrays import among

GROUNDS = {
    "35-3-a": "it is recorded as a case of Art. 35(3)(a)",
    "35-3-b": "it is recorded as a case of Art. 35(3)(b)",
    "35-3-c": "it is recorded as a case of Art. 35(3)(c)",
    "list-cz": "it is recorded as a case of the list of the Czech authority (ÚOOÚ)",
    "list-de": "it is recorded as a case of the list of the German authorities (DSK)",
    "list-fr": "it is recorded as a case of the list of the French authority (CNIL, Délibération 2018-327)",
    "list-other": "it is recorded as a case of an authority's list",
}
MANDATORY = ("GDPR Art. 35(3), (4)",)
USUAL = ("WP248 rev.01", "GDPR Art. 35(1)")


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    at = np.flatnonzero((p["dpia"] == "not-required").to_numpy() & going_on(facts) & facts.as_controller)
    if not len(at):
        return pd.DataFrame({"row": at, "why": at, "severity": at, "basis": at, "articles": at})
    large = (p["large_scale"] == "yes").to_numpy()[at]
    special, weak = uses_special(facts)[at], vulnerable(facts)[at]
    public = (p["monitoring"] == "public-area").to_numpy()[at]
    criteria = {
        "it uses special categories or criminal data": special,
        "the processing is on a large scale": large,
        "vulnerable people are concerned": weak,
        "people are monitored": among(p["monitoring"], ["people", "public-area"])[at],
        "decisions are automated": (p["automated_decisions"] == "yes").to_numpy()[at],
    }
    ground = p["dpia_ground"].astype(str).to_numpy(dtype=object)[at]
    filed = ~facts.tables.among("purposes", "dpia_reference", ["", "unknown", "none"])[at]
    found = []
    for n, row in enumerate(at.tolist()):
        reasons = [GROUNDS[ground[n]]] if ground[n] in GROUNDS else []
        reasons += ["it uses special or criminal data on a large scale (Art. 35(3)(b))"] * bool(special[n] & large[n])
        reasons += ["it monitors a public area on a large scale (Art. 35(3)(c))"] * bool(public[n] & large[n])
        met = [words for words, holds in criteria.items() if holds[n]]
        if reasons:
            found.append(_row(row, reasons, "", "error", "law", MANDATORY))
        elif len(met) > 1 and not filed[n]:
            why = f" ({len(met)} criteria of WP248), and the reasons for not making it are not filed"
            found.append(_row(row, met, why, "warning", "good practice", USUAL))
    return pd.DataFrame(found, columns=["row", "why", "severity", "basis", "articles"])


def _row(
    row: int, reasons: Iterable[str], more: str, severity: str, basis: str, articles: tuple[str, ...]
) -> tuple[int, str, str, str, str]:
    return row, enumerated(list(reasons)) + more, severity, basis, "; ".join(articles)


RULE = Rule(
    code="PD014",
    name="dpia_ruled_out",
    severity="error",
    basis="law",
    articles=(*MANDATORY, *USUAL),
    subject="purposes",
    message="The purpose “{subject}” is recorded as not requiring an impact assessment, but {why}.",
    remedy=(
        "Make the data protection impact assessment of “{subject}” with the advice of the data protection officer, or "
        "correct the facts, or file the reasons for not making it (dpia_reference)."
    ),
    action="make the impact assessment of {subject}, or file the reasons for not making it",
    find=find,
    page=__doc__,
)
