"""Findings for people and machines: groups, explain, plan, acceptances, baselines, SARIF, exit codes."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.errors import CallError, InputError
from datamap.explain import explain
from datamap.formats import acceptances, native
from datamap.plan import plan, said
from datamap.publish import sarif

DAY = "2026-09-30"
MAP = """\
meta: {id: demo, date: 2026-09-01}
controller: {name: Demo, country: CZ, role: controller, sector: private}
recipients:
  - id: desk
    name: Desk
    role: processor
    sites: [US]
    safeguards: none
    evidence: [{C: "Desk, USA"}]
"""


@pytest.fixture(scope="module")
def smartsupp(root):
    return dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)


@pytest.fixture
def demo(tmp_path):
    path = tmp_path / "demo.yaml"
    path.write_text(MAP, encoding="utf-8")
    return path


def run(*args):
    return CliRunner().invoke(main, [*map(str, args), "--as-of", DAY])


def test_findings_are_grouped_on_the_screen(demo, root):
    done = run("audit", root / "inventory" / "smartsupp.yaml")
    assert done.exit_code == 1
    assert len([line for line in done.stdout.splitlines() if "TR003" in line]) == 1
    every = run("audit", root / "inventory" / "smartsupp.yaml", "--all")
    assert len([line for line in every.stdout.splitlines() if line.startswith("error") and "TR003" in line]) == 20


def test_fail_on_select_and_ignore(demo):
    assert run("audit", demo, "--fail-on", "never").exit_code == 0
    assert run("audit", demo, "--ignore", "TR", "--ignore", "RR", "--ignore", "controller_record_incomplete").exit_code == 0
    assert run("audit", demo, "--select", "TR001").exit_code == 1
    assert {f["rule"] for f in json.loads(run("audit", demo, "--select", "TR", "--format", "json").stdout)["findings"]} == {"TR001"}


def test_explain_goes_back_to_facts_words_and_law(smartsupp, root):
    helpjuice = smartsupp.findings.frame.query("rule == 'TR002'").iloc[0]
    told = explain(smartsupp, helpjuice["fingerprint"])
    assert told["finding"]["subject"] == "HelpJuice"
    assert any(f["field"] == "country" and f["value"] == "US" for f in told["facts"])
    assert any("Concluded DPA" in e.get("words", "") for e in told["evidence"])
    assert told["verdicts"][0]["verdict"] == "not-covered" and "Art. 44" in told["verdicts"][0]["citation"]
    text = run("explain", helpjuice["fingerprint"][:8], root / "inventory" / "smartsupp.yaml").stdout
    for part in ("What the inventory says", "smartsupp.yaml:", "What the law says of US", "What to do", "To accept it"):
        assert part in text
    for wrong in ("", "zzzz"):
        with pytest.raises(CallError):
            explain(smartsupp, wrong)


def test_the_plan_is_short_and_clears_everything(smartsupp):
    todo = plan(smartsupp.findings)
    assert sorted(f for fs in todo["fingerprints"] for f in fs) == sorted(smartsupp.findings.frame["fingerprint"])
    assert len(todo) < len(smartsupp.findings) / 5
    assert todo["errors"].is_monotonic_decreasing
    assert todo["action"][0].startswith("Ask for location and transfer tool: 2")
    assert said("sign with {}", ["A"], "recipient") == "Sign with A"
    assert said("sign with {}", ["A", "B"], "recipient") == "Sign with 2 recipients: A, B"


def accepted(findings, **more):
    f = {"fingerprint": findings.frame["fingerprint"][0], "facts": findings.digest(0), "reason": "known", "owner": "DPO", "decided": "2026-09-01", "review": "2026-12-31", **more}
    return "acceptances:\n  - {" + ", ".join(f"{k}: {v}" for k, v in f.items()) + "}\n"


def test_acceptances_beside_the_inventory_count(demo, tmp_path):
    findings = dm.audit(dm.read(demo), DAY).findings.select(["TR001"])
    everything = dm.audit(dm.read(demo), DAY).findings
    at = everything.frame.index[everything.frame["rule"] == "TR001"][0]
    text = accepted(everything, fingerprint=findings.frame["fingerprint"][0], facts=everything.digest(int(at)))
    assert run("audit", demo, "--select", "TR001").exit_code == 1
    (tmp_path / "demo.acceptances.yaml").write_text(text, encoding="utf-8")
    done = run("audit", demo, "--select", "TR001", "--format", "json")
    assert done.exit_code == 0
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["accepted"] is True, "it stays visible"
    demo.write_text(MAP.replace("processor", "controller"), encoding="utf-8")
    done = run("audit", demo, "--select", "TR001", "--select", "RU", "--format", "json")
    assert done.exit_code == 1 and "RU003" in {f["rule"] for f in json.loads(done.stdout)["findings"]}, "its facts have changed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in it"), ("- a", "a list at the top"), ("acceptances:\n  - {fingerprint: '*'}", "no wildcards"),
        ("accept: []", "'accept' is not known"), ("acceptances:\n  - {fingerprint: 0123456789abcdef, facts: 0123456789ab, reason: r, owner: o, decided: 2026-02-02, review: 2026-01-01}", "before"),
    ],
)  # fmt: skip
def test_lists_of_acceptances_that_make_no_sense(tmp_path, text, said):
    path = tmp_path / "x.acceptances.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        acceptances.read(path)
    assert said in str(caught.value) and str(path) in str(caught.value)


def test_with_a_baseline_only_new_findings_fail(demo, tmp_path):
    known = tmp_path / "known.json"
    known.write_text(run("audit", demo, "--format", "json").stdout, encoding="utf-8")
    assert run("audit", demo, "--baseline", known).exit_code == 0
    demo.write_text(MAP + "  - {id: new, name: New, role: processor, sites: [IN], safeguards: none}\n", encoding="utf-8")
    done = run("audit", demo, "--baseline", known, "--format", "json")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    assert {f["subject_id"] for f in data["findings"] if f["fingerprint"] in data["baseline"]["new"]} == {"new"}
    assert run("audit", demo, "--baseline", tmp_path / "nothing").exit_code == 2


def test_sarif_points_at_lines_and_keeps_what_the_standard_asks(smartsupp):
    log = sarif.log(smartsupp, baseline=set(smartsupp.findings.frame["fingerprint"][:3]))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert len({r["id"] for r in rules}) == len(rules)
    for r in one["results"]:
        assert rules[r["ruleIndex"]]["id"] == r["ruleId"] and r["level"] in ("error", "warning", "note") and r["message"]["text"]
        place = r["locations"][0]["physicalLocation"]
        assert place["region"]["startLine"] > 0 and " " not in place["artifactLocation"]["uri"]
        assert r["partialFingerprints"]["datamap/v1"] and r["baselineState"] in ("new", "unchanged")
    assert sum(r["baselineState"] == "unchanged" for r in one["results"]) == 3
    json.dumps(log)


def test_fingerprints_do_not_depend_on_words_lines_or_dates():
    def prints(text, day=DAY):
        return set(dm.audit(native.parse(text), day).findings.select(["TR001"]).frame["fingerprint"])

    first = prints(MAP)
    assert first == prints("# a comment\n" + MAP) == prints(MAP.replace("name: Desk", "name: Help desk")) == prints(MAP, "2026-10-01")
    assert first != prints(MAP.replace("[US]", "[IN]"))
