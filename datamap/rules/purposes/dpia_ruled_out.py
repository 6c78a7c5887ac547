"""Impact assessment ruled out against the recorded facts.

What it finds: an activity that is recorded as not requiring an impact assessment (`dpia: not-required`, or the outcome
of a screening in force), although facts of the map make one mandatory: a letter of Art. 35(3) or an entry of an
authority's list is recorded (`dpia_ground`), special or criminal data are processed on a large scale, or a public area
is monitored on a large scale; or its own screening found that one is required. It also finds activities that meet two
or more criteria of WP248, by the map or by their screening, without the reasons why no assessment is made, or without
the advice of the data protection officer (a note).

Why it matters: in these cases the assessment is mandatory (Art. 35(3), (4)). With two criteria of WP248 it is usually
required, and the reasons for not making one have to be documented with the advice of the data protection officer.

Example: a hospital information system, recorded as not requiring an assessment.

Lists of authorities: the map records that an activity is on one, and `notes` can name the entry. No list is compared
with the map. That of the CNIL is in Délibération 2018-327 (published on 2018-11-06) and has 14 types of processing. An
activity that is on no list can require an assessment as well.

What to do: make the assessment (`dpia: required`, then `done`). Where two criteria are met and there is no high risk,
file the reasons under `dpia_reference`, or in a screening (`datamap assess --kind dpia-screening`).

When it is wrong: a fact is recorded wrongly, or the processing is exempt (Art. 35(5), (10)). Correct it, or record the
reason under `dpia_reference`.

Sources: GDPR Art. 35(1) to (5), (10); WP248 rev.01, III.B; CNIL, Délibération 2018-327.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from datamap.model.assessment import Criterion
from datamap.rules.facts import Facts
from datamap.rules.filters import going_on
from datamap.rules.phrases import enumerated
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, cells, marked, records
from datamap.transfers import criteria

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
ADVICE = ("WP248 rev.01", "GDPR Art. 35(2)")
WORDS: dict[Criterion, str] = {
    "evaluation": "people are evaluated or scored",
    "automated-decisions": "decisions are automated",
    "monitoring": "people are monitored",
    "sensitive-data": "it uses special categories or criminal data",
    "large-scale": "the processing is on a large scale",
    "matching": "datasets are matched",
    "vulnerable-people": "vulnerable people are concerned",
    "innovative-technology": "new technology is used",
    "denial-of-service": "it can keep people from a right or a service",
}
"""Criterion of WP248 -> what it means for an activity."""


def find(facts: Facts) -> pd.DataFrame:
    p = facts.tables.purposes
    screened = facts.screenings.with_outcome("dpia-screening", "not-required")
    ruled_out = (p["dpia"] == "not-required").to_numpy() | ((p["dpia"] == "unknown").to_numpy() & screened)
    at = np.flatnonzero(ruled_out & going_on(facts) & facts.as_controller)
    if not len(at):
        return pd.DataFrame({"row": at, "why": at, "severity": at, "basis": at, "articles": at})
    shown, met = criteria.met(facts.tables), _criteria(facts)
    large, special = shown["large-scale"], shown["sensitive-data"]
    public = (p["monitoring"] == "public-area").to_numpy()
    ground = cells(p["dpia_ground"])
    contradicted = facts.screenings.with_outcome("dpia-screening", "required")
    several = np.sum([met[c][at] for c in WORDS], axis=0) > 1
    mandatory = among(p["dpia_ground"], list(GROUNDS)) | (large & (special | public)) | contradicted
    at = at[several | mandatory[at]]  # few of a group's activities
    filed = ~facts.tables.among("purposes", "dpia_reference", ["", "unknown", "none"]) | _answered(facts, "reasons")
    advised = ~screened | _answered(facts, "advice") | ~_has_officer(facts)
    found = []
    for row in at.tolist():
        reasons = [GROUNDS[ground(row)]] if ground(row) in GROUNDS else []
        reasons += ["it uses special or criminal data on a large scale (Art. 35(3)(b))"] * int(
            special[row] & large[row]
        )
        reasons += ["it monitors a public area on a large scale (Art. 35(3)(c))"] * int(public[row] & large[row])
        reasons += ["its screening found that one is required"] * int(contradicted[row])
        words = [WORDS[c] for c in WORDS if met[c][row]]
        count = f" ({len(words)} criteria of WP248), and "
        if reasons:
            found.append(_row(row, reasons, "", "error", "law", MANDATORY))
        elif len(words) > 1 and not filed[row]:
            why = f"{count}the reasons for not making it are not filed"
            found.append(_row(row, words, why, "warning", "good practice", USUAL))
        elif len(words) > 1 and not advised[row]:
            why = f"{count}the advice of the data protection officer is not recorded"
            found.append(_row(row, words, why, "note", "good practice", ADVICE))
    return pd.DataFrame(found, columns=["row", "why", "severity", "basis", "articles"])


def _criteria(facts: Facts) -> dict[Criterion, np.ndarray]:
    """For each criterion the activities that meet it, by the map or by their screening in force (bool)."""
    shown, size = criteria.met(facts.tables), len(facts.tables.purposes)
    found = {c: shown[c].copy() if c in shown else np.zeros(size, dtype=bool) for c in WORDS}
    answers = facts.tables["screening_criteria"]
    answers = answers[(answers["met"] == "yes").to_numpy()]
    pairs = facts.screenings.of("dpia-screening").merge(answers[["assessment", "criterion"]], on="assessment")
    for row, criterion in records(pairs, "purpose", "criterion"):
        found[criterion][row] = True
    return found


def _answered(facts: Facts, point: str) -> np.ndarray:
    """Activities whose screening in force answers a point (bool)."""
    answers, pairs = facts.tables["assessment_answers"], facts.screenings.of("dpia-screening")
    given = (answers["point"] == point).to_numpy() & ~facts.tables.among("assessment_answers", "text", ["", "unknown"])
    answered = marked(len(facts.tables["assessments"]), answers["assessment"].to_numpy(), given)
    of = answered[pairs["assessment"].to_numpy()]
    return marked(len(facts.tables.purposes), pairs["purpose"].to_numpy(), of)


def _has_officer(facts: Facts) -> np.ndarray:
    """Activities of an organisation that has a data protection officer (bool)."""
    dpos = facts.tables["dpos"]["controller"].to_numpy()
    there = marked(len(facts.tables["inventories"]), dpos)
    return there[facts.tables.purposes["controller"].to_numpy()]


def _row(
    row: int, reasons: Iterable[str], more: str, severity: str, basis: str, articles: tuple[str, ...]
) -> tuple[int, str, str, str, str]:
    return row, enumerated(list(reasons)) + more, severity, basis, "; ".join(articles)


RULE = Rule(
    code="PD014",
    name="dpia_ruled_out",
    severity="error",
    basis="law",
    articles=(*MANDATORY, *USUAL, ADVICE[1]),
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
