"""What if: an instrument falls, or the day is another one."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.formats.yaml import reader

MAP = """
meta: {id: demo}
controller: {name: Demo, country: CZ, role: controller}
recipients:
  - {id: alone, name: Alone, role: processor, sites: [US], safeguards: [dpf]}
  - {id: both, name: Both, role: processor, sites: [US], safeguards: [dpf, "scc:2021"]}
  - {id: vague, name: Vague, role: processor, sites: [US], safeguards: [dpf, scc]}
  - {id: clauses, name: Clauses, role: processor, sites: [IN], safeguards: ["scc:2021"]}
"""


@pytest.fixture(scope="module")
def audit():
    return dm.audit(reader.parse(MAP), as_of="2026-09-30")


def test_what_falls_with_the_dpf(audit):
    found = dm.what_if(audit, "eu-us-dpf")
    assert found[["recipient_id", "effect", "ground"]].values.tolist() == [
        ["alone", "left with nothing", "none"],
        ["vague", "becomes undetermined", "scc"],
        ["both", "falls back", "scc"],
    ]
    assert found["action"][0] == "sign with Alone the standard contractual clauses 2021 (module 2), or stop"
    assert audit.counts["covered"] == 4, "the audit itself is as it was"


def test_everything_falls_without_both(audit):
    found = dm.what_if(audit, "eu-us-dpf", "scc-2021")
    assert set(found["effect"]) == {"left with nothing"} and len(found) == 4
    assert not found["action"].str.contains("sign").any(), "nobody can sign clauses that have fallen"


@pytest.mark.parametrize(
    ("day", "regime", "controller", "recipient", "action"),
    [
        (
            "2026-09-30",
            "eu",
            "controller",
            "role: controller",
            "sign with R the standard contractual clauses 2021 (module 1), or stop",
        ),
        (
            "2026-09-30",
            "eu",
            "processor",
            "role: processor",
            "sign with R the standard contractual clauses 2021 (module 3), or stop",
        ),
        (
            "2026-09-30",
            "eu",
            "controller",
            "role: unknown",
            "sign with R the standard contractual clauses 2021 (module 1 or 2), or stop",
        ),
        (
            "2026-09-30",
            "uk",
            "controller",
            "role: processor",
            "sign with R the International Data Transfer Agreement, or stop",
        ),
        (
            "2020-07-15",
            "eu",
            "controller",
            "role: processor",
            "sign with R the standard contractual clauses 2010, or stop",
        ),
        (
            "2020-07-15",
            "eu",
            "controller",
            "role: controller",
            "sign with R the standard contractual clauses 2004, or stop",
        ),
        (
            "2020-07-15",
            "eu",
            "processor",
            "role: processor",
            "find for R a tool that an authority approves (BCR, ad-hoc clauses), or stop",
        ),
    ],
)
def test_what_can_be_signed_follows_the_day_the_law_and_the_roles(day, regime, controller, recipient, action):
    text = f"""
meta: {{id: demo}}
controller: {{name: Demo, country: CZ, role: {controller}, regime: {regime}}}
recipients: [{{id: r, name: R, {recipient}, sites: [US], safeguards: [dpf, privacy-shield]}}]
"""
    found = dm.what_if(dm.audit(reader.parse(text), as_of=day), "dpf", "privacy-shield")
    assert found["action"].tolist() == [action]


def test_a_sub_processor_is_signed_with_by_its_processor():
    text = """
meta: {id: demo}
controller: {name: Demo, country: CZ, role: controller}
recipients:
  - {id: p, name: P, role: processor, sites: [DE], sub_processors: [s]}
  - {id: s, name: S, role: processor, sites: [US], safeguards: [dpf]}
"""
    found = dm.what_if(dm.audit(reader.parse(text), as_of="2026-09-30"), "eu-us-dpf")
    assert found["action"].tolist() == ["have P sign with S the standard contractual clauses 2021 (module 3), or stop"]


def test_another_day(audit):
    found = dm.what_if(audit, as_of="2023-07-09")
    assert found.set_index("recipient_id")["effect"].to_dict() == {
        "alone": "left with nothing",
        "vague": "becomes undetermined",
        "both": "falls back",
    }


def test_the_command_lists_what_would_have_to_be_signed(root):
    call = ["transfers", str(root / "inventory" / "smartsupp.yaml"), "--as-of", "2026-09-30", "--without", "eu-us-dpf"]
    table = CliRunner().invoke(main, call)
    assert (
        table.exit_code == 0
        and "sign with Notion the standard contractual clauses 2021 (module 2), or stop" in table.stdout
    )
    data = json.loads(CliRunner().invoke(main, [*call, "--format", "json"]).stdout)
    assert data["law"]["without"] == ["eu-us-dpf"]
    nothing = {w["recipient_id"] for w in data["what_if"] if w["effect"] == "left with nothing"}
    assert {"notion", "stripe", "hubspot"} <= nothing and "slack" not in nothing
