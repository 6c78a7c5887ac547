"""What was decided to be done: open, overdue, done; what a file of decisions must not contain."""

from __future__ import annotations

import pytest

import datamap as dm
from datamap.errors import InputError
from datamap.findings import acceptances, action
from datamap.formats.yaml import reader
from datamap.publish import summary
from datamap.questions import records
from datamap.questions.plan import plan
from datamap.rules import RULES
from datamap.runs import manifest

DAY = "2026-09-30"
MAP = """
meta: {id: shop, date: 2026-01-05}
controller: {name: Shop, country: CZ, sector: private, role: controller}
categories: [{id: mail, name: Addresses, special: none}]
purposes: [{id: letters, name: Letters, categories: [mail], recipients: [mailer, printer]}]
recipients:
  - {id: mailer, name: Mailer, role: processor, dpa: no, sites: [{country: CZ}]}
  - {id: printer, name: Printer, role: processor, dpa: PRINTER, sites: [{country: CZ}]}
"""
CONTRACT = "Conclude or record a data processing agreement with ..."
BY = "owner: Jana, decided: 2026-09-01"


def read(tmp_path, *lines, name="shop.decisions.yaml"):
    file = tmp_path / name
    file.write_text("decisions:\n" + "".join(f"  - {{{line}}}\n" for line in lines), encoding="utf-8")
    return acceptances.read(file)


def audited(accepting, printer="no", day=DAY, law=None):
    return dm.audit(reader.parse(MAP.replace("PRINTER", printer), "shop.yaml"), day, acceptances=accepting, law=law)


@pytest.mark.parametrize(
    ("due", "day", "state"),
    [
        ("2026-09-30", "2026-09-30", "open"),
        ("2026-09-29", "2026-09-30", "overdue"),
        ("2026-12-31", "2026-08-31", "pending"),
        ("2026-12-31", "2026-09-01", "open"),
    ],
)
def test_it_is_overdue_after_its_last_day_and_open_before(tmp_path, due, day, state):
    audit = audited(read(tmp_path, f"decision: do, action: {CONTRACT}, due: {due}, {BY}"), day=day)
    (task,) = audit.tasks
    assert (task.state, task.owner, len(task.fingerprints)) == (state, "Jana", 2)


def test_an_action_is_done_when_no_finding_asks_for_it(tmp_path):
    accepting = read(tmp_path, f"decision: do, action: {CONTRACT}, due: 2026-12-31, {BY}")
    one_left = audited(accepting, "yes, dpa_reference: D1")
    assert [len(t.fingerprints) for t in one_left.tasks] == [1] and one_left.tasks[0].state == "open"
    text = MAP.replace("dpa: no", "dpa: yes, dpa_reference: D2").replace("PRINTER", "yes, dpa_reference: D1")
    done = dm.audit(reader.parse(text, "shop.yaml"), DAY, acceptances=accepting)
    assert [t.state for t in done.tasks] == ["done"]


def test_one_finding_is_done_when_it_is_gone_and_is_not_silenced_before(tmp_path):
    plain = audited(None)
    at = plain.findings.frame["rule"] == "RC001"
    first = plain.findings.frame.loc[at, "fingerprint"].iat[0]
    accepting = read(tmp_path, f"decision: do, fingerprint: {first}, due: 2026-12-31, note: call them, {BY}")
    audit = audited(accepting)
    assert audit.findings.counts == plain.findings.counts, "it silences nothing"
    assert [(t.state, t.note) for t in audit.tasks] == [("open", "call them")]
    assert "Mailer" in audit.tasks[0].what or "Printer" in audit.tasks[0].what
    text = MAP.replace("dpa: no", "dpa: yes, dpa_reference: D2").replace("PRINTER", "yes, dpa_reference: D1")
    assert [t.state for t in dm.audit(reader.parse(text, "shop.yaml"), DAY, acceptances=accepting).tasks] == ["done"]


def test_decisions_without_any_acceptance_are_kept(tmp_path):
    given = read(tmp_path, f"decision: do, action: {CONTRACT}, due: 2026-12-31, {BY}")
    assert given and not len(given)
    assert len((acceptances.Acceptances() + given).decisions) == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_the_action_of_every_rule_is_known_and_a_misspelt_one_is_not(rule):
    fields = {name: "{}" if name == rule.each else "something" for name in rule.fields}
    named = action.shown(rule.action.format(**fields))
    assert action.is_known(named)
    assert not action.is_known("x" + named) and not action.is_known(named + " x") or "something" in named[-12:]


def test_one_decision_holds_under_whatever_contract_the_law_of_the_day_names():
    names = {action.normal(f"Sign {c} with ...") for c in ("standard contractual clauses", "a contract")}
    assert len(names) == 1 and action.normal("Agree a contract with ...") not in names


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("decision: do, due: 2026-12-31", "'do' without fingerprint or action. Expected one of them, and due"),
        (f"decision: do, action: {CONTRACT}", "'do' without due"),
        (f"decision: do, action: {CONTRACT}, fingerprint: 0123456789abcdef, due: 2026-12-31", "one of them"),
        ("decision: do, action: Conclude an agrement with ..., due: 2026-12-31", "is not an action"),
        ("decision: do, fingerprint: x, due: 2026-12-31", "16 characters"),
        (f"decision: do, action: {CONTRACT}, due: 2026-08-01", "is before 'decided'"),
        (f"decision: do, action: {CONTRACT}, due: soon", "is not a date"),
        (f"decision: confirm, subject: recipient x, field: sites, action: {CONTRACT}", "'confirm' with action"),
        ("decision: do, fingerprint: 0123456789abcdef, due: 2026-12-31, subject: recipient x", "'do' with subject"),
    ],
)
def test_an_invalid_decision_is_refused_with_its_place(tmp_path, line, said):
    with pytest.raises(InputError) as refused:
        read(tmp_path, f"{line}, {BY}")
    assert said in str(refused.value) and "shop.decisions.yaml:2" in str(refused.value)


def test_one_action_is_decided_once(tmp_path):
    with pytest.raises(InputError, match="appears twice"):
        read(tmp_path, *(f"decision: do, action: {a}, due: 2026-12-31, {BY}" for a in (CONTRACT, CONTRACT.upper())))


def test_the_first_screen_and_the_files_of_a_run_show_what_was_decided(tmp_path):
    lines = (
        f"decision: do, action: {CONTRACT}, due: 2026-09-15, {BY}",
        f"decision: do, fingerprint: 0123456789abcdef, due: 2026-12-31, {BY}",
    )
    audit = audited(read(tmp_path, *lines))
    assert [(t["state"], t["said"]) for t in summary.first_screen(audit)["tasks"]] == [
        ("overdue", "Jana, overdue since 2026-09-15"),
        ("done", "Jana, done"),
    ]
    (row,) = (a for a in plan(audit).to_dict("records") if a["state"])
    assert (row["state"], row["owner"], row["due"], row["name"]) == ("overdue", "Jana", "2026-09-15", CONTRACT)
    written = records.decisions(audit)["decisions"]
    assert [(d["state"], d["file"], d["line"]) for d in written] == [
        ("overdue", "shop.decisions.yaml", 2),
        ("done", "shop.decisions.yaml", 3),
    ]
    assert manifest.decided({}) == {}, "a notebook of its users may write the findings alone"
    assert manifest.decided({"decisions": written}) == {"decisions": {"open": 0, "overdue": 1, "done": 1}}


def test_a_rough_number_of_people_that_is_not_known_leaves_a_digest_as_it_was():
    purpose = MAP.replace("name: Letters,", "name: Letters, people: PEOPLE,").replace("PRINTER", "no")
    digests = {}
    for people in ("unknown", "5000"):
        findings = dm.audit(reader.parse(purpose.replace("PEOPLE", people)), DAY).findings
        at = findings.frame.index[findings.frame["rule"] == "LB001"][0]
        digests[people] = findings.digest(int(at))
    assert digests["unknown"] == "bfbabb4e0ccd" != digests["5000"], (
        "an acceptance of an earlier version goes on to hold"
    )
