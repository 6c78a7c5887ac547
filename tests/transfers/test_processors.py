"""Onward legs and reasons for no transfer, from the inventory to the verdict: what the map records reaches the law."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from datamap import audit
from datamap.formats.yaml import reader
from datamap.law.verdict import Verdict
from datamap.transfers import processors

DAY = dt.date(2026, 9, 30)


def inventory(recipients: str, controller: str = "country: DE, sector: private", purposes: str = "p"):
    text = f"""
meta: {{id: demo, date: 2026-01-31}}
controller: {{name: Demo, role: controller, {controller}}}
subjects: [{{id: customers, name: Customers, staff: no}}]
categories: [{{id: mail, name: Mail, special: none}}]
recipients: [{recipients}]
purposes:
  - {{id: news, name: News, categories: [mail], recipients: [{purposes}], subjects: [customers]}}
"""
    return reader.parse(text)


def verdicts(recipients: str, day: dt.date = DAY, **more: str) -> dict[str, list[str]]:
    """The verdicts of each recipient, by its id."""
    found: dict[str, list[str]] = {}
    t = audit(inventory(recipients, **more), day).transfers
    for id_, verdict in zip(t["recipient_id"], t["verdict"], strict=True):
        found.setdefault(id_, []).append(verdict)
    return found


P = "{id: p, name: P, legal_entity: P Co, role: processor, dpa: yes, sub_processors: [s], "
S = "{id: s, name: S, role: sub-processor, sites: [IN], "


@pytest.mark.parametrize(
    ("processor", "tools", "verdict"),
    [
        ("sites: [GB]", "[uk-addendum]", "covered"),
        ("sites: [GB]", "[idta]", "covered"),
        ("sites: [GB]", "['scc:2021']", "not-covered"),
        ("sites: [CH]", "['scc:2021']", "covered"),
        ("sites: [CH]", "[idta]", "not-covered"),
        ("sites: [NL]", "['scc:2021']", "covered"),
        ("sites: [NL]", "[uk-addendum]", "not-covered"),
        # hosting and access do not show which law binds the processor
        (
            "sites: [{country: NL, activity: establishment}, {country: GB, activity: hosting}]",
            "['scc:2021']",
            "covered",
        ),
        # established in two places whose laws differ
        (
            "sites: [{country: NL, activity: establishment}, {country: GB, activity: establishment}]",
            "['scc:2021']",
            "undetermined",
        ),
        ("sites: [JP], sector: private", "['scc:2021']", "undetermined"),
        ("sites: [NZ]", "none", "undetermined"),
        ("sites: [US], safeguards: [dpf]", "['scc:2021']", "undetermined"),
        # clauses bind the processor for onward transfers too
        ("sites: [US], safeguards: ['scc:2021']", "['scc:2021']", "covered"),
        ("sites: [US], safeguards: [dpf, 'scc:2021']", "['scc:2021']", "covered"),
        ("sites: [US], safeguards: ['scc:2021']", "none", "not-covered"),
        ("sites: [US], safeguards: none", "none", "not-covered"),
    ],
)
def test_the_law_that_binds_the_processor_decides_on_what_it_hands_on(processor, tools, verdict):
    assert verdicts(f"{P}{processor}}}, {S}safeguards: {tools}}}")["s"] == [verdict]


@pytest.mark.parametrize(
    ("answer", "verdict"), [("yes", "covered"), ("no", "not-covered"), ("unknown", "undetermined")]
)
def test_what_a_decision_requires_is_answered_at_the_sub_processor(answer, verdict):
    scope = f"scope: {{onward-requirements: {answer}}}"
    assert verdicts(f"{P}sites: [US], safeguards: [dpf]}}, {S}safeguards: none, {scope}}}")["s"] == [verdict]


def test_behind_a_sub_processor_its_own_grounds_count():
    """P (Germany) engages S (United States, DPF), which engages T (India)."""
    s = "{id: s, name: S, role: sub-processor, sites: [US], safeguards: [dpf], sub_processors: [t]}"
    t = "{id: t, name: T, role: sub-processor, sites: [IN], safeguards: ['scc:2021']}"
    found = verdicts(f"{P}sites: [DE]}}, {s}, {t}")
    assert (found["s"], found["t"]) == (["covered"], ["undetermined"])


def test_the_sector_of_an_onward_exporter_is_that_of_the_processor():
    """An instrument between public bodies does not fit a private processor of a public organisation."""
    sub = f"{S}sector: public, safeguards: [public-instrument]}}"
    public = {"controller": "country: DE, sector: public"}
    assert verdicts(f"{P}sites: [DE], sector: private}}, {sub}", **public)["s"] == ["not-covered"]
    assert verdicts(f"{P}sites: [DE], sector: public}}, {sub}", **public)["s"] == ["covered"]
    assert verdicts(f"{P}sites: [DE]}}, {sub}", **public)["s"] == ["undetermined"]


def test_grounds_of_a_processor_are_joined_over_its_transfers():
    given = [
        Verdict("covered", "dpf", fallback=("scc:2021",)),
        Verdict("covered", "adequacy"),
        Verdict("not-covered", "none"),
    ]
    numbers, words = processors.bases(np.array([0, 1, 1, 2]), np.array([0, 1, 2, 2]), given, 3)
    assert words[numbers[0]] == ("dpf", "privacy-shield", "safe-harbour", "tool")
    assert [words[n] for n in numbers[1:]] == [("adequacy",), ()]


def alone(facts: str) -> list[str]:
    return verdicts(f"{{id: p, name: P, {facts}}}")["p"]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        # conditions that the reason does not state itself are to be recorded
        ("role: controller, sites: [IN], not_a_transfer: from-the-person", "undetermined"),
        ("role: controller, sites: [IN], not_a_transfer: from-the-person, scope: {own-initiative: yes}", "no-transfer"),
        ("role: unknown, sites: [IN], not_a_transfer: from-the-person, scope: {own-initiative: yes}", "undetermined"),
        (
            "role: controller, sites: [IN], not_a_transfer: from-the-person, "
            "scope: {own-initiative: yes, page-element: unknown}",
            "undetermined",
        ),
        ("role: internal, sites: [IN], not_a_transfer: own-staff-travelling", "no-transfer"),
        ("role: internal, sites: [IN], not_a_transfer: same-legal-entity", "no-transfer"),
        ("role: controller, sites: [worldwide], not_a_transfer: publication", "no-transfer"),
        ("role: unknown, sites: [worldwide], not_a_transfer: publication", "undetermined"),
        ("sites: [IN], not_a_transfer: publication, scope: {publicly-accessible: unknown}", "undetermined"),
        # facts that contradict a reason
        (
            "role: joint, sites: [US], legal_entity: 'P, Inc.', safeguards: none, not_a_transfer: from-the-person",
            "not-covered",
        ),
        ("role: joint, sites: [US], safeguards: none, not_a_transfer: from-the-person", "undetermined"),
        (
            "role: controller, sites: [US], legal_entity: 'P, Inc.', safeguards: none, "
            "not_a_transfer: from-the-person, scope: {page-element: yes}",
            "not-covered",
        ),
        (
            "role: internal, sites: [IN], legal_entity: Demo India Ltd, safeguards: none, "
            "not_a_transfer: same-legal-entity",
            "not-covered",
        ),
        ("role: internal, sites: [IN], legal_entity: DEMO, not_a_transfer: same-legal-entity", "no-transfer"),
        (
            "role: internal, sites: [IN], legal_entity: Guide Ltd, safeguards: none, "
            "not_a_transfer: own-staff-travelling",
            "not-covered",
        ),
        # lawful either way
        ("role: controller, sites: [NZ], not_a_transfer: from-the-person", "covered"),
        ("role: controller, sites: [IE], not_a_transfer: from-the-person", "no-transfer"),
    ],
)
def test_a_reason_for_no_transfer_has_conditions(facts, verdict):
    assert alone(facts) == [verdict]


def test_approval_of_group_rules_reaches_the_verdict():
    rules = "role: controller, affiliate: yes, sites: [IN], safeguards: [{kind: bcr-c, authorised: %s}]"
    assert [alone(rules % a) for a in ("yes", "no", "unknown")] == [["covered"], ["not-covered"], ["undetermined"]]


def test_an_exception_under_the_letters_of_the_fadp():
    swiss = {"controller": "country: CH, sector: private"}
    recipient = "{id: p, name: P, role: controller, sites: [IN], safeguards: ['derogation:17-1-e']}"
    assert verdicts(recipient, **swiss)["p"] == ["covered"]
    assert verdicts(recipient)["p"] == ["not-covered"]


T = "{id: t, name: T, role: sub-processor, sites: [CN], safeguards: %s}"


@pytest.mark.parametrize(
    ("first", "second", "tools", "verdict"),
    [
        ("GB", "IN", "[uk-addendum]", "covered"),  # the law of the British processor goes with the data
        ("GB", "IN", "[{kind: scc, version: 2021, module: 3}]", "not-covered"),
        ("IE", "IN", "[{kind: scc, version: 2021, module: 3}]", "covered"),
        ("IE", "IN", "[uk-addendum]", "not-covered"),
        ("IN", "GB", "[idta]", "covered"),  # the last processor's own place has a law
        ("GB", "DE", "[idta]", "not-covered"),
        ("CH", "IN", "[{kind: scc, version: 2021, module: 3}]", "covered"),
    ],
)
def test_the_law_of_a_processor_goes_with_the_data_over_more_than_one_leg(first, second, tools, verdict):
    p = P.replace("}", "") + f"sites: [{first}]}}"
    s = f"{{id: s, name: S, role: sub-processor, sites: [{second}], safeguards: [idta], sub_processors: [t]}}"
    assert verdicts(f"{p}, {s}, {T % tools}")["t"] == [verdict]


TWO_WAYS = (
    "{id: p, name: P, role: processor, dpa: yes, sub_processors: [q, r], sites: [DE]}, "
    "{id: q, name: Q, role: sub-processor, sites: [GB], sub_processors: [s]}, "
    "{id: r, name: R, role: sub-processor, sites: [FR], sub_processors: [s]}, "
)
DIRECT = (
    "{id: p, name: P, role: processor, dpa: yes, sub_processors: [s], sites: [IN], safeguards: ['scc:2021']}, "
    "{id: q, name: Q, role: processor, dpa: yes, sub_processors: [s], sites: [GB]}, "
)
MODULE_3 = "{kind: scc, version: 2021, module: 3}"


@pytest.mark.parametrize(
    ("tools", "verdict"),
    [
        (f"[{MODULE_3}]", "undetermined"),  # no tool of Art. 46 of the UK GDPR
        ("[uk-addendum]", "undetermined"),  # no tool of Art. 46 of the GDPR
        (f"[{MODULE_3}, idta]", "covered"),  # one for each
        ("none", "not-covered"),  # under neither
    ],
)
@pytest.mark.parametrize("before", [TWO_WAYS, DIRECT])
def test_what_reaches_a_processor_under_different_laws_must_be_lawful_under_each(before, tools, verdict):
    """As far as it is not recorded under which law the data came that it hands on, neither law alone decides."""
    s = "{id: s, name: S, role: sub-processor, sites: [IN], sub_processors: [t]}, "
    purposes = "p" if before is TWO_WAYS else "p, q"
    assert verdicts(before + s + T % tools, purposes=purposes)["t"] == [verdict]


def test_several_laws_go_with_the_data_until_a_place_has_a_law():
    """S and U are in India; V is in Ireland, which ends the doubt."""
    s = "{id: s, name: S, role: sub-processor, sites: [IN], sub_processors: [u, v]}, "
    u = "{id: u, name: U, role: sub-processor, sites: [IN], sub_processors: [t]}, "
    v = "{id: v, name: V, role: sub-processor, sites: [IE], sub_processors: [w]}, "
    w = f"{{id: w, name: W, role: sub-processor, sites: [CN], safeguards: [{MODULE_3}]}}, "
    found = verdicts(TWO_WAYS + s + u + v + w + T % f"[{MODULE_3}]")
    assert (found["t"], found["w"]) == (["undetermined"], ["covered"])


def test_the_laws_of_a_processor_that_the_organisation_engages_too():
    """S is in India: it receives data from the organisation, and from a British processor."""
    before = "{id: p, name: P, role: processor, dpa: yes, sub_processors: [s], sites: [GB]}, "
    s = "{id: s, name: S, role: processor, sites: [IN], sub_processors: [t]}, "
    for tools, verdict in ((f"[{MODULE_3}]", "undetermined"), (f"[{MODULE_3}, idta]", "covered")):
        assert verdicts(before + s + T % tools, purposes="p, s")["t"] == [verdict]
