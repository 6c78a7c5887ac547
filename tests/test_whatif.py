"""What if: an instrument falls, or the day is another one."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.formats import native

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
    return dm.audit(native.parse(MAP), as_of="2026-09-30")


def test_what_falls_with_the_dpf(audit):
    found = dm.what_if(audit, "eu-us-dpf")
    assert found[["recipient_id", "effect", "ground"]].values.tolist() == [
        ["alone", "left with nothing", "none"], ["vague", "can no longer tell", "scc"], ["both", "falls back", "scc"],
    ]  # fmt: skip
    assert found["action"][0] == "sign standard clauses with Alone, or stop"
    assert audit.counts["covered"] == 4, "the audit itself is as it was"


def test_everything_falls_without_both(audit):
    found = dm.what_if(audit, "eu-us-dpf", "scc-2021")
    assert set(found["effect"]) == {"left with nothing"} and len(found) == 4


def test_another_day(audit):
    found = dm.what_if(audit, as_of="2023-07-09")
    assert found.set_index("recipient_id")["effect"].to_dict() == {"alone": "left with nothing", "vague": "can no longer tell", "both": "falls back"}


def test_the_command_lists_what_would_have_to_be_signed(root):
    call = ["transfers", str(root / "inventory" / "smartsupp.yaml"), "--as-of", "2026-09-30", "--without", "eu-us-dpf"]
    table = CliRunner().invoke(main, call)
    assert table.exit_code == 0 and "sign standard clauses with Notion, or stop" in table.stdout
    data = json.loads(CliRunner().invoke(main, [*call, "--format", "json"]).stdout)
    assert data["law"]["without"] == ["eu-us-dpf"]
    nothing = {w["recipient_id"] for w in data["what_if"] if w["effect"] == "left with nothing"}
    assert {"notion", "stripe", "hubspot"} <= nothing and "slack" not in nothing
