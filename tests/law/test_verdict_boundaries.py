"""Each tool and each boundary of the law pack: what covers begins and ends on its own days."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from case_strategies import DAY, LAW
from yaml_fixture import content

import datamap.law
from datamap.law.verdict import Case, Tool, judge


def current(rows):
    """Rows that no correction replaces, from the file itself."""
    gone = {x for row in rows for x in row.get("replaces", ())}
    return [row for row in rows if row.get("row", row["id"]) not in gone]


def fitting(row, regime, **more):
    """A case in which one tool of the pack has all it asks for, and none other is there."""
    public = row.get("exporter_sector", "private")
    tool = Tool(
        row["kind"], str(row.get("version", "unknown")), within_group="yes", occasional="yes", authorised="yes", **more
    )
    return Case(
        "IN",
        tools=(tool,),
        exporter_role=next(iter(row.get("exporter_role", ())), ""),
        exporter_sector=public,
        importer_sector=public,
        importer_gdpr="no",
        regime=regime,
    )


TOOLS = [
    (regime, row)
    for regime in sorted(LAW.regimes)
    for row in current(content(Path(datamap.law.__file__).parent / "data" / f"{regime}.yaml")["instruments"])
    if not row.get("places")
]


@pytest.mark.parametrize(("regime", "row"), TOOLS, ids=[row["id"] for _, row in TOOLS])
def test_every_tool_covers_from_its_first_day_to_its_last(regime, row):
    """Read from the files themselves, day before and day after: in force, signable, contested."""
    starts = LAW.regimes[regime].starts
    open_ = row.get("contested_from", dt.date.max)
    days = {row["from"]: True, row["from"] - DAY: False, open_ - DAY if open_ < dt.date.max else row["from"]: True}
    days |= {row["until"]: open_ > row["until"], row["until"] + DAY: False} if row.get("until") else {}
    for day, inside in days.items():
        v = judge(fitting(row, regime), day, LAW)
        undecided = bool(LAW.regimes[regime].undetermined_before) and day < starts
        assert (v.verdict == "covered" and v.instrument == row["id"]) == (inside and not undecided), (
            f"{row['id']} on {day}: {v.reasons}"
        )
        assert v.verdict != "undetermined" or undecided or day >= open_
    if row["kind"] != "scc":
        return
    first, last = row.get("signable_from", row["from"]), row.get("signable_until")
    day = min(d for d in (row.get("until"), open_ - DAY if open_ < dt.date.max else None, LAW.horizon) if d)
    signed = {first: True, first - DAY: False, **({last: True, last + DAY: False} if last else {})}
    for on, inside in signed.items():
        v = judge(fitting(row, regime, signed=on), day, LAW)
        undecided = bool(LAW.regimes[regime].undetermined_before) and day < starts
        assert (v.verdict == "covered") == (inside and not undecided), (
            f"{row['id']} signed on {on}, on {day}: {v.reasons}"
        )


@pytest.mark.parametrize("regime", sorted(LAW.regimes))
def test_every_boundary_of_the_pack_changes_what_it_starts_or_ends(regime):
    """Read from the files themselves: a decision covers on its first and last day, and not by itself around them."""
    folder = Path(datamap.law.__file__).parent / "data"
    data = content(folder / f"{regime}.yaml")
    for row in current(data["instruments"]):
        if row["kind"] not in ("adequacy", "dpf", "privacy-shield", "safe-harbour"):
            continue
        facts = tuple((e["id"], "yes" if e["sort"] == "condition" else "no") for e in row.get("elements", ()))
        edges = [(row["from"], True), (row["from"] - DAY, False)]
        if row.get("until"):
            edges += [(row["until"], True), (row["until"] + DAY, False)]
        for (day, inside), place in itertools.product(edges, row["places"]):
            case = Case(place, tools=(Tool(row["kind"]),), facts=facts, regime=regime)
            used = judge(case, day, LAW)
            if data.get("undetermined_before") and day < data["starts"]:
                assert used.verdict == "undetermined", "the law before is not in the pack as law"
                continue
            mine = row["id"] == used.instrument or "adequacy" in used.fallback
            assert mine == inside, f"{row['id']} for {place} on {day}: {used}"
