"""The cases of the rules (``tests/cases``), and their findings: many cases of a day are judged in one audit."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from dpf_fixture import ROWS, save

import datamap as dm
from datamap.findings import acceptances
from datamap.formats.yaml import reader
from datamap.law import dpf

CASES = Path(__file__).parents[1] / "cases"
FILES = {p.stem: tomllib.loads(p.read_text(encoding="utf-8"))["case"] for p in sorted(CASES.glob("*.toml"))}
ALL = [(name, case) for name, cases in FILES.items() for case in cases]
DAY = "2026-09-30"


def written(case):
    """The map of a case. What it leaves out is a controller in Czechia, so that only the point at issue is written."""
    text = case["map"]
    head = f"meta: {{id: demo{', date: ' + case['date'] if 'date' in case else ''}}}\n"
    if not re.search("^controller:", text, re.MULTILINE):
        head += "controller: {name: Demo, country: CZ, role: controller, sector: private}\n"
    return head + text


def read(case):
    return reader.parse(written(case))


def renamed(inventory, number):
    """The inventory of a case with an id of its own, so that many are judged at once."""
    return inventory.model_copy(update={"meta": inventory.meta.model_copy(update={"id": f"case-{number}"})})


def found_in(inventories, day=DAY, **more):
    """The findings of each of several inventories, from one audit of all: a few times as long as that of one."""
    frame = dm.audit([renamed(inv, n) for n, inv in enumerate(inventories)], day, **more).findings.frame
    return [frame[frame["controller"] == f"case-{n}"] for n in range(len(inventories))]


def accepting(case):
    """The findings of a case in which somebody accepted one of them."""
    source, day = read(case), case.get("as_of", DAY)
    findings = dm.audit(source, day).findings
    at = findings.frame.index[findings.frame["name"] == case["accepts"]]
    accepted = acceptances.Acceptance(
        fingerprint=findings.frame["fingerprint"][at[0]] if len(at) else case["accepts"],
        facts=case.get("facts") or (findings.digest(int(at[0])) if len(at) else "0" * 12),
        reason="known",
        owner="the officer",
        decided=case.get("decided", "2026-01-01"),
        review=case.get("review", "2026-12-31"),
    )
    held = acceptances.Acceptances([(accepted, "demo.acceptances.yaml", 2)])
    return dm.audit(source, day, acceptances=held).findings.frame


def together(case):
    """What cases that are judged in one audit have in common: the day, and whether there is a participant list."""
    return case.get("as_of", DAY), bool(case.get("list"))


def judging(folder):
    """A function from a rule and a case to the findings; what is judged together is judged when it is asked for."""
    assert len({(rule, case["name"]) for rule, case in ALL}) == len(ALL), "two cases of a rule have the same name"
    listed = dpf.read([save(folder / "participants_2026-03-24.xlsx", ROWS)], cache=False)

    @cache
    def group(day, with_list):
        cases = [(r, c) for r, c in ALL if "accepts" not in c and together(c) == (day, with_list)]
        frames = found_in([read(c) for _, c in cases], day, participants=listed if with_list else None)
        return {(rule, case["name"]): f for (rule, case), f in zip(cases, frames, strict=True)}

    def findings(rule, case):
        return accepting(case) if "accepts" in case else group(*together(case))[rule, case["name"]]

    return findings
