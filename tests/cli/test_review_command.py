"""Open proposals on the command line: check, audit and review."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.formats.yaml import reader
from datamap.tables import from_inventories, parquet

MAP = """\
# our map
meta: {id: demo, date: 2026-01-01}
controller: {name: Demo, country: CZ}
recipients:
  # the mailer
  - id: mailer
    name: Mailer
    sites: [US]
    safeguards: [{kind: scc, version: 2021, how: proposed, evidence: [{C: clauses}]}]
"""
CONFIRM = "- {decision: confirm, subject: recipient mailer, field: safeguards, owner: Jana, decided: 2026-09-01}\n"


@pytest.fixture
def demo(tmp_path):
    (tmp_path / "demo.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path / "demo.yaml"


def run(*args):
    return CliRunner().invoke(main, list(map(str, args)))


def test_check_and_audit_tell_of_open_proposals(demo):
    assert (
        "demo: 1 open proposal, 1 of them would change a verdict: Mailer: safeguards scc:2021"
        in run("check", demo).stdout
    )
    table = run("audit", demo)
    assert "1 open proposal" in table.stderr
    assert "1 open proposal" not in table.stdout
    found = json.loads(run("audit", demo, "--format", "json").stdout)["proposals"]
    assert [(p["subject_id"], p["value"], p["words"], p["if_confirmed"]) for p in found] == [
        ("mailer", "scc:2021", "clauses", "covered")
    ]


def test_review_shows_the_proposals_and_applies_decisions(demo, tmp_path):
    assert "mailer" in run("review", demo).stdout
    decisions = tmp_path / "demo.decisions.yaml"
    decisions.write_text(CONFIRM, encoding="utf-8")
    done = run("review", demo, "--apply", decisions)
    assert (done.exit_code, done.stdout) == (0, f"{demo}\n")
    assert "# the mailer" in demo.read_text(encoding="utf-8")
    assert dm.audit(dm.read(demo), "2026-09-30").counts["covered"] == 1
    again = run("review", demo, "--apply", decisions)
    assert (again.exit_code, "1 decision on no open proposal" in again.stderr) == (0, True)


def test_decisions_that_cannot_be_applied_change_nothing(demo, tmp_path):
    decisions = tmp_path / "demo.decisions.yaml"
    decisions.write_text(
        CONFIRM.replace("confirm", "correct").replace("field: safeguards", "field: safeguards, to: wish")
        + "- {decision: accept, fingerprint: 0123456789abcdef, facts: 0123456789ab, reason: r, owner: J, "
        "decided: 2026-09-01, review: 2026-10-01}\n"
        "- {decision: do, fingerprint: 0123456789abcdef, owner: J, decided: 2026-09-01, due: 2026-10-01}\n",
        encoding="utf-8",
    )
    done = run("review", demo, "--apply", decisions)
    assert done.exit_code == 2
    assert "demo.decisions.yaml:1: to: 'wish' is not known" in done.stderr
    assert "demo.decisions.yaml:2: fingerprint: no finding has the fingerprint 0123456789abcdef" in done.stderr
    assert "demo.decisions.yaml:3" not in done.stderr, "what was to be done is done when its finding is gone"
    assert demo.read_text(encoding="utf-8") == MAP
    other = tmp_path / "other.yaml"
    other.write_text("hand-made: yes\n", encoding="utf-8")
    decisions.write_text(CONFIRM, encoding="utf-8")
    assert run("review", demo, "--apply", decisions, "-o", other).exit_code == 2
    assert other.read_text(encoding="utf-8") == "hand-made: yes\n"
    assert run("review", demo, "-o", other).exit_code == 2


@pytest.mark.parametrize("more", [(), ("--jobs", "2")])
def test_the_audit_of_a_group_lists_the_open_proposals_of_all_partitions(tmp_path, more):
    for name, tool in (("one", "dpf"), ("two", "scc, version: 2021")):
        text = MAP.replace("id: demo", f"id: {name}").replace("scc, version: 2021", tool)
        parquet.write(from_inventories([reader.parse(text)]), tmp_path / name)
    done = run("audit", tmp_path / "one", tmp_path / "two", "--format", "json", *more)
    found = json.loads(done.stdout)["proposals"]
    assert {(p["controller"], p["value"], p["if_confirmed"]) for p in found} == {
        ("one", "dpf", "covered"), ("two", "scc:2021", "covered"),
    }  # fmt: skip
    assert (
        "2 open proposals, 2 of them would change a verdict" in run("audit", tmp_path / "one", tmp_path / "two").stderr
    )
