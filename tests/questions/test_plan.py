"""The order of the plan: what protects people most comes first, and the reason is given in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import datamap as dm
from datamap.formats.yaml import reader
from datamap.questions.plan import plan
from datamap.questions.risk import risks
from datamap.rules import RULES
from datamap.rules.stakes import STAKES
from tests.conftest import examples

DAY = "2026-09-30"
MAP = """
meta: {{id: clinic, date: 2026-01-05}}
controller: {{name: Clinic, country: CZ, sector: private, role: controller}}
subjects:
  - {{id: patients, name: Patients, vulnerable: {vulnerable}, staff: no}}
  - {{id: readers, name: Readers, vulnerable: no, staff: no}}
categories:
  - {{id: records, name: Records, special: {special}}}
  - {{id: mail, name: Addresses, special: none}}
purposes:
  - id: care
    name: Care
    subjects: patients
    people: {people}
    categories: [records]
    recipients: [records-india]
  - id: letters
    name: Letters
    subjects: readers
    people: {others}
    categories: [mail]
    recipients: [mailer-india, printer]
recipients:
  - {{id: records-india, name: Records India, role: processor, dpa: no, sites: [{{country: IN}}], safeguards: none}}
  - {{id: mailer-india, name: Mailer India, role: processor, dpa: no, sites: [{{country: IN}}], safeguards: none}}
  - {{id: printer, name: Printer, role: processor, dpa: no, sites: [{{country: CZ}}]}}
"""
DEFAULTS = {"special": "health", "vulnerable": "yes", "people": "unknown", "others": "unknown"}


def audited(**facts):
    return dm.audit(reader.parse(MAP.format(**{**DEFAULTS, **facts}), "clinic.yaml"), DAY)


def risk_of(audit, rule, subject):
    found = {
        (r, s): risk
        for r, s, risk in zip(
            *(audit.findings.frame[c] for c in ("rule", "subject_id")), risks(audit.findings), strict=True
        )
    }
    return found[rule, subject]


def test_every_rule_has_what_is_missing_and_its_effort():
    assert set(STAKES) == {rule.code for rule in RULES}


def test_contracts_with_processors_of_health_data_precede_a_question_on_sub_processors():
    todo = plan(audited().findings)
    place = {action: n for n, action in enumerate(todo["action"])}
    (contract,) = (n for a, n in place.items() if "data processing agreement" in a)
    (question,) = (n for a, n in place.items() if "list of sub-processors" in a)
    assert contract < question
    assert todo["clears"][contract] == 3, "one kind of contract is one line"
    assert "special data" in todo["why"][contract] and "vulnerable people" in todo["why"][contract]


def test_the_reason_names_what_decided():
    audit = audited(people="about 5,000", others="20")
    todo = plan(audit.findings)
    first = todo.iloc[0]
    assert first["why"].startswith(
        "error, special data, vulnerable people, not protected, transfer not covered, 5,000 people"
    )
    assert (first["special"], first["missing"], first["transfer"], first["people"]) == (
        "yes",
        "protection",
        "not-covered",
        "5000",
    )


def test_an_activity_without_a_number_counts_as_the_largest():
    audit = audited(people="5000")
    care, letters = (risk_of(audit, "RC001", i) for i in ("records-india", "mailer-india"))
    assert care.people == letters.people == 5000 and letters.recorded == -1
    assert "people" not in " ".join(letters.reasons).replace("vulnerable people", "")


def test_a_transfer_that_is_not_covered_precedes_one_inside_the_area():
    audit = audited()
    assert risk_of(audit, "RC001", "mailer-india") > risk_of(audit, "RC001", "printer")


def test_a_finding_on_the_whole_organisation_concerns_no_data_in_particular():
    frame, found = (audit := audited()).findings.frame, risks(audit.findings)
    whole = [r for r, kind in zip(found, frame["subject_kind"], strict=True) if kind == "controller"]
    assert whole and all((r.special, r.vulnerable, r.people) == (0, 0, 0) for r in whole)


WORSE = {
    "special": ("none", "unknown", "health"),
    "vulnerable": ("no", "unknown", "yes"),
    "people": ("0", "1-100", "5000", "1000000+"),
}


@settings(examples(0.3))
@given(st.data())
def test_worse_facts_never_lower_an_action(data):
    """With more special data, more vulnerable people or more people, no finding that was there ranks lower."""
    before = {name: data.draw(st.sampled_from(levels)) for name, levels in WORSE.items()}
    name = data.draw(st.sampled_from(sorted(WORSE)))
    levels = WORSE[name]
    after = {**before, name: data.draw(st.sampled_from(levels[levels.index(before[name]) :]))}
    old, new = (audited(**facts, others="50") for facts in (before, after))
    ranks = [dict(zip(a.findings.frame["fingerprint"], risks(a.findings), strict=True)) for a in (old, new)]
    for fingerprint in ranks[0].keys() & ranks[1].keys():
        assert ranks[1][fingerprint] >= ranks[0][fingerprint]
    todo = plan(new.findings)
    assert sorted(f for fs in todo["fingerprints"] for f in fs) == sorted(new.findings.frame["fingerprint"])


@pytest.mark.parametrize("facts", [{}, {"special": "none", "people": "7"}])
def test_the_order_is_that_of_the_worst_finding_of_each_action(facts):
    audit = audited(**facts)
    of = dict(zip(audit.findings.frame["fingerprint"], risks(audit.findings), strict=True))
    worst = [max(of[f] for f in prints) for prints in plan(audit.findings)["fingerprints"]]
    assert worst == sorted(worst, reverse=True) and len(set(worst)) > 3
