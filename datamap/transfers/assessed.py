"""Which transfers an assessment covers, and what its outcome means for the tools of these transfers.

An assessment of a transfer is a transfer impact assessment, for a tool of Art. 46, or one of compelling legitimate
interests, for that derogation of Art. 49.

A positive assessment counts only if everything that makes it one is recorded: it is in force, decided, and checked
where the exporting processor made it. A negative one counts unless it is recorded as a draft or as withdrawn: what is
not known improves no verdict.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from datamap.law import Law
from datamap.law.tools import COMPELLING
from datamap.law.verdict import Tool, Verdict
from datamap.model.assessment import AssessmentKind
from datamap.tables import Tables
from datamap.tables.arrays import among, numbered, records
from datamap.tables.frames import Codes

Outcome = tuple[str, str]
"""Kind of tool (empty: every kind) and outcome of an assessment."""
Toolsets = tuple[np.ndarray, list[tuple[Tool, ...]]]
NO_DAY = ("unknown", "none", "")


def in_force(tables: Tables, day: dt.date) -> np.ndarray:
    """Assessments that are in force on a day, whatever their outcome (bool)."""
    a = tables["assessments"]
    decided = _by(a["decided_on"], day) & ~among(a["decided_on"], NO_DAY)
    unchecked = (a["made_by"] == "exporter").to_numpy() & (a["checked"] != "yes").to_numpy()
    known = (a["outcome"] != "unknown").to_numpy()
    return (a["status"] == "in-force").to_numpy() & known & decided & ~unchecked


def overdue(tables: Tables, day: dt.date) -> np.ndarray:
    """Assessments in force whose review is due on a day (bool)."""
    review = tables["assessments"]["review_on"]
    return in_force(tables, day) & ~among(review, NO_DAY) & (review < day.isoformat()).to_numpy(dtype=bool)


def of_kind(tables: Tables, *kinds: AssessmentKind) -> np.ndarray:
    """Assessments of some kinds (bool)."""
    return among(tables["assessments"]["kind"], kinds)


def counting(tables: Tables, day: dt.date) -> np.ndarray:
    """Assessments whose outcome counts on a day (bool): those in force, and each negative one that may be."""
    a = tables["assessments"]
    maybe = ~among(a["status"], ("draft", "withdrawn")) & (_by(a["decided_on"], day) | among(a["decided_on"], NO_DAY))
    return in_force(tables, day) | (maybe & (a["outcome"] == "negative").to_numpy())


def _by(column: pd.Series, day: dt.date) -> np.ndarray:
    return np.asarray(column <= day.isoformat(), dtype=bool)


def covered(tables: Tables, recipient: np.ndarray, via: np.ndarray, country: Codes) -> pd.DataFrame:
    """Which transfers each assessment lists: ``at`` (position), ``leg`` (row of its table) and ``assessment``.

    Parameters
    ----------
    tables : Tables
    recipient, via : int array
        For each transfer who receives the data, and the processor that exports them (-1: the organisation).
    country : (int array, list of str)
        For each transfer the country as a code, and what the codes mean.
    """
    legs = tables["assessed_transfers"]
    nothing = pd.DataFrame({"at": [], "leg": [], "assessment": []}, dtype=np.int64)
    if not len(legs):
        return nothing
    r = tables["recipients"]
    wanted = np.unique(legs["recipient"].to_numpy())
    near = np.flatnonzero(np.isin(recipient, wanted))
    ids = {key: row for row, key in enumerate(records(r, "controller", "id"))} if (legs["exporter"] != "").any() else {}
    exporter = [
        -1 if not name else ids.get((controller, name), -2)
        for controller, name in records(legs, "controller", "exporter")
    ]
    listed = pd.DataFrame(
        {
            "recipient": legs["recipient"].to_numpy().astype(np.int64),
            "via": np.array(exporter, dtype=np.int64),
            "leg": np.arange(len(legs)),
            "assessment": legs["assessment"].to_numpy().astype(np.int64),
        }
    )
    rows = pd.DataFrame({"recipient": recipient[near].astype(np.int64), "via": via[near].astype(np.int64), "at": near})
    pairs = rows.merge(listed, on=["recipient", "via"])
    pairs, (codes, words) = pairs[["at", "leg", "assessment"]], country
    named = (legs["countries"] == "listed").to_numpy()[pairs["leg"].to_numpy()]
    if not named.any():
        return pairs
    places = set(records(tables["assessed_countries"], "assessed_transfer", "country"))
    fits = [(leg, words[codes[at]]) in places for at, leg in records(pairs[named], "at", "leg")]
    named[named] = ~np.array(fits, dtype=bool)
    return pairs[~named].reset_index(drop=True)


def judged_tools(
    tables: Tables,
    toolsets: Toolsets,
    transfers: tuple[np.ndarray, np.ndarray, Codes],
    day: dt.date,
    law: Law,
) -> Toolsets:
    """The sets of tools, with the outcome of the assessments that cover each transfer.

    ``transfers`` has for each row the recipient, the processor in between and the country.
    """
    if not len(tables["assessments"]):
        return toolsets
    pairs = covered(tables, *transfers)
    pairs = pairs[counting(tables, day)[pairs["assessment"].to_numpy()]]
    if not len(pairs):
        return toolsets
    numbers, sets = toolsets[0].copy(), list(toolsets[1])
    kinds = {i.kind for i in law.instruments() if i.tia}
    outcome, of_number = _outcomes(tables)
    covered_rows, place = np.unique(pairs["at"].to_numpy(), return_inverse=True)
    together, found = numbered(place, outcome[pairs["assessment"].to_numpy()], len(covered_rows))
    # each set of tools is judged once by each set of outcomes, however many transfers have both
    codes, distinct = pd.factorize(numbers[covered_rows] * len(found) + together)
    numbers[covered_rows] = len(sets) + codes
    for before, at in (divmod(n, len(found)) for n in distinct.tolist()):
        outcomes = frozenset(o for n in found[at] for o in of_number[n])
        sets.append(tuple(_judged(t, outcomes) if t.kind in kinds or _compelling(t) else t for t in sets[before]))
    once = {tools: n for n, tools in reversed(list(enumerate(sets)))}  # equal sets get one number
    return np.array([once[tools] for tools in sets], dtype=np.int64)[numbers], sets


def _outcomes(tables: Tables) -> tuple[np.ndarray, list[list[Outcome]]]:
    """The outcomes of each assessment as a number, and what the numbers mean."""
    column, interests = tables["assessments"]["outcome"], of_kind(tables, "compelling-interests")
    words = list(column.cat.categories)
    numbers = column.cat.codes.to_numpy().astype(np.int64) * 2 + interests
    found = [[(kind, word)] for word in words for kind in ("", COMPELLING)]
    tools: dict[int, list[Outcome]] = {}
    for at, kind in records(tables["assessed_tools"], "assessment", "tool"):
        if not interests[at]:
            tools.setdefault(at, []).append((kind, column.iat[at]))
    for number, (at, of) in enumerate(tools.items(), len(found)):
        numbers[at] = number
        found.append(of)
    return numbers, found


def _compelling(tool: Tool) -> bool:
    """Whether a tool is the derogation for compelling legitimate interests."""
    return (tool.kind, tool.version) == ("derogation", COMPELLING)


def _judged(tool: Tool, outcomes: frozenset[Outcome]) -> Tool:
    """A tool with the worst of what is recorded: its own ``tia``, and the outcomes of assessments."""
    mine = (COMPELLING,) if _compelling(tool) else ("", tool.kind)
    found = {outcome for kind, outcome in outcomes if kind in mine}
    if "negative" in found or not found:
        return replace(tool, tia="negative") if found else tool
    return tool if tool.tia == "negative" else replace(tool, tia="positive")


def asks_assessment(verdict: Verdict, day: dt.date, law: Law) -> bool:
    """Whether a transfer with this verdict needs an assessment: it relies on a tool for which the law asks for one."""
    if verdict.verdict != "covered" or not verdict.instrument:
        return False
    instrument = law.instrument(verdict.instrument)
    return instrument.tia and law.at(instrument.regime, day).tia_required_from <= day
