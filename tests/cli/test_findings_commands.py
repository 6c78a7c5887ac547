"""Findings for people and machines: groups, explain, plan, acceptances, baselines, exit codes."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import json

import pytest
from demo_fixture import DAY, MAP, accepted, demo, run, smartsupp

import datamap as dm
from datamap.errors import CallError, InputError
from datamap.findings import acceptances
from datamap.formats.yaml import reader
from datamap.questions.explain import explain
from datamap.questions.plan import apart, plan, said


def test_findings_are_grouped_on_the_screen(demo, root):
    done = run("audit", root / "inventory" / "smartsupp.yaml")
    assert done.exit_code == 1
    assert len([line for line in done.stdout.splitlines() if "TR003" in line]) == 1
    every = run("audit", root / "inventory" / "smartsupp.yaml", "--all")
    assert len([line for line in every.stdout.splitlines() if line.startswith("error") and "TR003" in line]) == 18


def test_fail_on_select_and_ignore(demo):
    assert run("audit", demo, "--fail-on", "never").exit_code == 0
    assert (
        run("audit", demo, "--ignore", "TR", "--ignore", "RR", "--ignore", "controller_record_incomplete").exit_code
        == 0
    )
    assert run("audit", demo, "--select", "TR001").exit_code == 1
    assert {
        f["rule"] for f in json.loads(run("audit", demo, "--select", "TR", "--format", "json").stdout)["findings"]
    } == {"TR001"}


def test_explain_goes_back_to_facts_words_and_law(smartsupp, root):
    helpjuice = smartsupp.findings.frame.query("rule == 'TR002'").iloc[0]
    told = explain(smartsupp, helpjuice["fingerprint"])
    assert told["finding"]["subject"] == "HelpJuice"
    assert any(f["field"] == "country" and f["value"] == "US" for f in told["facts"])
    assert any("Concluded DPA" in e.get("words", "") for e in told["evidence"])
    assert told["verdicts"][0]["verdict"] == "not-covered" and "Art. 44" in told["verdicts"][0]["citation"]
    text = run("explain", helpjuice["fingerprint"][:8], root / "inventory" / "smartsupp.yaml").stdout
    for part in ("Facts in the inventory", "smartsupp.yaml:", "The law on US", "What to do", "To accept it"):
        assert part in text
    for wrong in ("", "zzzz"):
        with pytest.raises(CallError):
            explain(smartsupp, wrong)


def test_the_plan_is_short_and_clears_everything(smartsupp):
    todo = plan(smartsupp.findings)
    assert sorted(f for fs in todo["fingerprints"] for f in fs) == sorted(smartsupp.findings.frame["fingerprint"])
    assert len(todo) < len(smartsupp.findings) / 5
    assert todo["action"][0] == "Sign standard contractual clauses with HelpJuice", "the transfer that is not covered"
    assert todo["action"][1].startswith("Obtain the location and transfer tool of 19 recipients: ")
    assert {"Google (google-reviews)", "Google (google-cookies)"} < set(todo["subjects"][1]), (
        "two entries of one name are two things to ask about"
    )
    assert said("sign with {}", ["A"], "recipient") == "Sign with A"
    assert said("sign with {}", ["A", "B"], "recipient") == "Sign with 2 recipients: A, B"
    assert apart(["A", "A", "B", "B"], ["a", "a2", "b", "b"]) == ["A (a)", "A (a2)", "B"], (
        "one entry found twice is one"
    )


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
    assert done.exit_code == 1 and "RU003" in {f["rule"] for f in json.loads(done.stdout)["findings"]}, (
        "its facts have changed"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "a list at the top"),
        ("acceptances:\n  - {fingerprint: '*'}", "no wildcards"),
        ("accept: []", "'accept' is not known"),
        (
            "acceptances:\n  - {fingerprint: 0123456789abcdef, facts: 0123456789ab, reason: r, owner: o, "
            "decided: 2026-02-02, review: 2026-01-01}",
            "before",
        ),
    ],
)
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
    demo.write_text(
        MAP + "  - {id: new, name: New, role: processor, sites: [IN], safeguards: none}\n", encoding="utf-8"
    )
    done = run("audit", demo, "--baseline", known, "--format", "json")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    assert {f["subject_id"] for f in data["findings"] if f["fingerprint"] in data["baseline"]["new"]} == {"new"}
    assert run("audit", demo, "--baseline", tmp_path / "nothing").exit_code == 2


def test_fingerprints_do_not_depend_on_words_lines_or_dates():
    def prints(text, day=DAY):
        return set(dm.audit(reader.parse(text), day).findings.select(["TR001"]).frame["fingerprint"])

    first = prints(MAP)
    assert (
        first
        == prints("# a comment\n" + MAP)
        == prints(MAP.replace("name: Desk", "name: Help desk"))
        == prints(MAP, "2026-10-01")
    )
    assert first != prints(MAP.replace("[US]", "[IN]"))


def test_a_misspelt_rule_is_refused_not_passed(demo):
    for option in ("--select", "--ignore"):
        for word in ("TRX", "transfer_without_safegard", "TR001,XX", ""):
            done = run("audit", demo, option, word)
            assert (done.exit_code, done.stdout) == (2, "") and "no such rule" in done.stderr
    found = [
        json.loads(run("audit", demo, "--select", w, "--format", "json").stdout)["findings"]
        for w in ("tr001,RR", "TR001,rr")
    ]
    assert found[0] == found[1] and {f["rule"] for f in found[0]} >= {"TR001", "RR001"}


def test_a_list_of_acceptances_that_a_shell_spells_out_is_no_inventory(demo, tmp_path):
    (tmp_path / "demo.acceptances.yaml").write_text("acceptances: []\n", encoding="utf-8")
    assert run("audit", *sorted(tmp_path.glob("*.yaml")), "--fail-on", "never").exit_code == 0
    assert run("audit", tmp_path / "demo.acceptances.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("TR001", "special: none", "special: health"),
        ("TR001", "staff: no", "staff: yes"),
        ("TR001", "categories: [mail]", "categories: [mail, name]"),
        ("TR001", "recipients: [desk]}", "recipients: []}"),
        ("LB007", "special: trade-union-membership", "special: health"),
        ("RR001", "country: IN", "country: BR"),
        ("NO001", "13-2-e: {told: not-told}", "13-2-e: {told: not-told, how: inferred}"),
    ],
)
def test_an_acceptance_falls_with_facts_that_stand_elsewhere(rule, before, after):
    text = """
meta: {id: demo, date: 2026-09-01}
controller: {name: Demo, country: IN, regime: eu, role: controller, sector: private, representative: none}
notice: {informs: {13-2-e: {told: not-told}}}
subjects: [{id: people, name: People, staff: no}]
categories: [{id: mail, name: Mail, special: none}, {id: name, name: Name, special: none}, \
{id: member, name: Member, special: trade-union-membership}]
purposes:
  - {id: help, name: Help, subjects: [people], categories: [mail], legal_bases: [6-1-b], recipients: [desk]}
  - {id: list, name: List, subjects: [people], categories: [member], legal_bases: [6-1-b], recipients: none}
recipients: [{id: desk, name: Desk, role: processor, sites: [US], safeguards: none}]
"""
    digests = []
    for t in (
        text,
        text.replace(before, after),
        text.replace("id: demo", "title: The same, id: demo").replace("People,", "Persons,"),
    ):
        findings = dm.audit(reader.parse(t), DAY).findings
        at = findings.frame.index[findings.frame["rule"] == rule]
        digests.append(findings.digest(int(at[0])))
    assert digests[0] != digests[1]
    assert digests[0] == digests[2], "names of others and titles are words"


def test_what_was_accepted_or_less_severe_in_the_baseline_fails_again(demo, tmp_path):
    known = tmp_path / "known.json"
    data = json.loads(run("audit", demo, "--format", "json").stdout)
    for change in ({"accepted": True}, {"severity": "warning"}):
        known.write_text(
            json.dumps(
                {**data, "findings": [{**f, **(change if f["rule"] == "TR001" else {})} for f in data["findings"]]}
            ),
            encoding="utf-8",
        )
        done = run("audit", demo, "--baseline", known, "--format", "json")
        (new,) = json.loads(done.stdout)["baseline"]["new"]
        assert done.exit_code == 1 and {f["rule"] for f in data["findings"] if f["fingerprint"] == new} == {"TR001"}
        states = [
            r["baselineState"]
            for r in json.loads(run("audit", demo, "--baseline", known, "--format", "sarif").stdout)["runs"][0][
                "results"
            ]
        ]
        assert states.count("new") == 1
    known.write_text(
        json.dumps({**data, "findings": [{**f, "accepted": True} for f in data["findings"]]}), encoding="utf-8"
    )
    todo = "".join(
        f"  - {{fingerprint: {f['fingerprint']}, facts: {d}, reason: known, owner: DPO, "
        "decided: 2026-09-01, review: 2026-12-31}\n"
        for f, d in zip(data["findings"], digests(demo), strict=True)
    )
    (tmp_path / "demo.acceptances.yaml").write_text("acceptances:\n" + todo, encoding="utf-8")
    assert run("audit", demo, "--baseline", known, "--fail-on", "note").exit_code == 0, "accepted then and now"


def digests(path):
    findings = dm.audit(dm.read(path), DAY).findings
    return [findings.digest(i) for i in range(len(findings))]


def test_a_fingerprint_names_the_class_of_data_only_where_verdicts_differ_by_it():
    text = (
        MAP
        + "subjects: [{id: people, name: People, staff: no}]\n"
        + "categories: [{id: mail, name: Mail, special: none}]\n"
        + "purposes: [{id: help, name: Help, subjects: [people], categories: [mail], recipients: [desk]}]\n"
    )
    prints = {
        tuple(dm.audit(reader.parse(t), DAY).findings.select(["TR001"]).frame["fingerprint"])
        for t in (MAP, text, text.replace("special: none", "special: health"), text.replace("staff: no", "staff: yes"))
    }
    assert len(prints) == 1
