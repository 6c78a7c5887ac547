"""Transfer impact assessment not recorded.

What it finds: a transfer based on standard contractual clauses, binding corporate rules or another tool under Art.
46, for which no assessment of the importer's law and practice is in force.

Why it matters: since CJEU C-311/18 (2020-07-16) the exporter must assess, case by case, whether the tool is
effective there; clause 14 of the 2021 clauses requires it. The tool is a valid basis for the transfer, but this
duty is still open.

Example: "SCCs" with a US provider, and no assessment on file.

What to do: carry out and document the assessment (EDPB Recommendations 01/2020); `datamap assess` writes a form that is
filled in as far as the map, the law and the country sheets allow. For US importers the Commission's findings in
Decision (EU) 2023/1795 may be used. Where a processor exports the data (module 3), it makes the assessment: obtain it,
check it, and record `made_by: exporter` and `checked: yes`.

Where the inventory states that no assessment was carried out, the finding is an error: the duty is not met. Where
nothing is recorded, it is a warning, because the assessment may exist.

When it is wrong: the assessment exists. Record it under `assessments`, with the transfers that it is about, or
its outcome in `tia` and where it is filed in `tia_reference`. Under module 4 (a processor in the EU sends data back
to its controller) clause 14 applies only where the processor adds its own data; there, the finding is a note.

Sources: CJEU C-311/18, 134; Decision (EU) 2021/914 clause 14; EDPB Recommendations 01/2020; EDPB Opinion 22/2024; for
exporters in the United Kingdom and in Switzerland from the first day of the law there.
"""

import datetime as dt

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.phrases import each, safeguard, text
from datamap.rules.remedies import assessed
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked
from datamap.transfers.exporters import REGIMES

ARTICLES = ("GDPR Art. 46", "CJEU C-311/18", "EDPB Recommendations 01/2020", "Decision (EU) 2021/914, clause 14")
"""The last one for the clauses of 2021 only."""
CHAIN = "EDPB Opinion 22/2024"

ASSESS = (
    "Assess the law and practice that apply to {0} and record the result under assessments, or in tia and "
    "tia_reference."
)
OBTAIN = "Obtain from {1} its transfer impact assessment for {0}, check it and record it under assessments."


def find(facts: Facts) -> pd.DataFrame:
    required = np.array([assessed(facts.law, regime, facts.day) for regime in REGIMES])
    if not required.any():
        return NOTHING
    asked = {i.kind for i in facts.law.instruments() if i.tia}
    t, s = facts.transfers, facts.tables.safeguards
    mine = required.take(facts.exporter).take(t["recipient"].to_numpy())
    open_to = (t["verdict"] == "covered").to_numpy() & among(t["ground"], asked) & mine & ~facts.assessments.assessed
    at = np.flatnonzero(open_to)
    if not len(at):
        return NOTHING
    t = t[["recipient", "via", "country", "ground", "judgment"]].take(at)
    t = t.assign(clause_14=facts.text(t, lambda v: v.instrument.endswith("scc-2021")), state=_states(facts, at))
    open_ = s[["recipient", "kind", "tia", "module"]].take(
        np.flatnonzero(among(s["tia"], ["unknown", "none"]) & among(s["kind"], asked))
    )
    pairs = t.merge(open_.rename_axis("at").reset_index(), on="recipient")
    pairs = pairs.take(np.flatnonzero(pairs["ground"].astype(str) == pairs["kind"].astype(str)))
    if not len(pairs):
        return pairs
    said = (
        pairs["tia"]
        .astype(str)
        .map(
            {
                "unknown": "no transfer impact assessment is recorded",
                "none": "no transfer impact assessment was carried out",
            }
        )
    )
    said = np.where((pairs["state"] != "").to_numpy(), pairs["state"], said).astype(object)
    # under module 4, clause 14 requires it only where the processor adds its own data: a note
    back = (pairs["module"] == "4").to_numpy()
    said = np.where(back, said + "; clause 14 requires it only where the processor adds its own data", said).astype(
        object
    )
    return pairs.assign(
        row=pairs["recipient"],
        table="safeguards",
        said=said,
        tool=pairs["ground"],
        safeguard=each(pairs["ground"], safeguard),
        severity=np.where(back, "note", np.where(pairs["tia"] == "none", "error", "warning")).astype(object),
        **_who(facts, pairs),
        articles=np.array([_articles(*row) for row in zip(pairs["clause_14"], pairs["via"] >= 0, strict=True)], object),
    )


def _articles(clause_14: bool, onward: bool) -> str:
    """What a finding cites: clause 14 for the clauses of 2021 only, the opinion on processors where one exports."""
    found = ARTICLES if clause_14 else ARTICLES[:-1]
    return "; ".join((*found, CHAIN) if onward else found)


def _states(facts: Facts, rows: np.ndarray) -> np.ndarray:
    """Why the assessments that cover some transfers, in their order, do not count; empty where there is none."""
    pairs = facts.assessments.pairs
    wanted = marked(len(facts.transfers), rows)
    pairs = pairs.take(np.flatnonzero(wanted[pairs["at"].to_numpy()]))
    named = {n: _state(facts.tables["assessments"].iloc[n]) for n in pairs["assessment"].unique().tolist()}
    out = np.full(len(rows), "", dtype=object)
    out[np.searchsorted(rows, pairs["at"].to_numpy())] = pairs["assessment"].map(named).to_numpy(dtype=object)
    return out


def _state(a: pd.Series) -> str:
    if a["status"] in ("draft", "withdrawn"):
        return f"its transfer impact assessment is {'a draft' if a['status'] == 'draft' else 'withdrawn'}"
    if a["made_by"] == "exporter" and a["checked"] != "yes":
        return "the assessment of the exporting processor is not recorded as checked"
    return "its transfer impact assessment is not in force: status, outcome or day of the decision is missing"


def _who(facts: Facts, pairs: pd.DataFrame) -> dict[str, np.ndarray]:
    """Who has to make the assessment: the organisation, or the processor that exports the data."""
    r, via = facts.tables["recipients"], pairs["via"].to_numpy()
    importer, exporter = text(r["name"], pairs["recipient"].to_numpy()), np.full(len(via), "", dtype=object)
    exporter[via >= 0] = text(r["name"], via[via >= 0])
    source = [f" (obtain it from {e}, which exports the data)" if e else "" for e in exporter]
    return {
        "remedy": np.array([(OBTAIN if e else ASSESS).format(i, e) for i, e in zip(importer, exporter, strict=True)]),
        "source": np.array(source, dtype=object),
    }


RULE = Rule(
    code="TR007",
    name="scc_without_tia",
    severity="warning",
    basis="law",
    articles=ARTICLES,
    subject="recipients",
    rows_of="safeguards",
    by=("tool", "country"),
    message="The transfer to {subject} ({country}) relies on {safeguard}, but {said}.",
    remedy="{remedy}",
    action="carry out a transfer impact assessment for {subject}{source}",
    find=find,
    page=__doc__,
    since=dt.date(2020, 7, 16),
)
