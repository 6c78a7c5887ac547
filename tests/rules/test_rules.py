"""Every rule: its cases, its page, its place in the catalogue; and what holds for all findings."""

from __future__ import annotations

import random
import re
from functools import cache

import numpy as np
import pytest
from conftest import examples
from dpf_fixture import ROWS, save
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from rule_cases import ALL, DAY, FILES, found_in, judging, read, renamed, together, written
from strategies import inventories

import datamap as dm
from datamap import tables
from datamap.formats.yaml import reader
from datamap.law import dpf
from datamap.model.vocabulary import UNKNOWN
from datamap.rules import BY_CODE, RULES


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return dpf.read([save(tmp_path_factory.mktemp("list") / "participants_2026-03-24.xlsx", ROWS)], cache=False)


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    return judging(tmp_path_factory.mktemp("judged"))


@pytest.mark.parametrize(("rule", "case"), [pytest.param(r, c, id=f"{r}: {c['name']}") for r, c in ALL])
def test_case(rule, case, judged):
    frame = judged(rule, case)
    found = frame[frame["name"] == rule]
    if not case["finds"]:
        assert found["message"].tolist() == []
        return
    assert len(found), f"nothing found; other findings: {sorted(set(frame['name']))}"
    assert any(case.get("says", "") in m for m in found["message"]), found["message"].tolist()
    assert found["message"].tolist() == case.get("only", found["message"].tolist())
    for key, column in (("remedy", "remedy"), ("action", "action"), ("cites", "articles")):
        assert any(case.get(key, "") in text for text in found[column]), found[column].tolist()
        assert all(words not in text for words in case.get(f"{key}_not", ()) for text in found[column])
    for key in ("severity", "basis"):
        assert set(found[key]) <= {case.get(key, x) for x in found[key]}, found[key].tolist()
    lines = written(case).splitlines()
    assert all(case.get("points_at", "") in lines[n - 1] for n in found["line"]), found["line"].tolist()


@examples(0.4)
@given(st.sampled_from([(rule, case) for rule, case in ALL if "accepts" not in case]))
def test_a_case_has_the_findings_that_it_has_alone(judged, listed, one):
    """All its findings, not only those of its rule: what is judged in the same audit changes nothing."""
    (rule, case), (day, with_list) = one, together(one[1])
    alone = dm.audit(read(case), day, participants=listed if with_list else None).findings.frame
    shown = ["rule", "severity", "message", "remedy", "action", "line"]
    told = [sorted(f[shown].itertuples(index=False, name=None)) for f in (alone, judged(rule, case))]
    assert told[0] == told[1]


@pytest.mark.parametrize("rule", [r for r in RULES if r.rows_of], ids=lambda r: r.name)
def test_a_rule_finds_nothing_without_rows_of_the_table_that_it_goes_through(rule, listed):
    """It does not run then: whatever else its cases state, it would not find anything."""
    cases = [c for c in FILES[rule.name] if "accepts" not in c and together(c)[0] == DAY]
    whole = tables.from_inventories([renamed(read(c), n) for n, c in enumerate(cases)])
    without = whole.keep({rule.rows_of: np.zeros(len(whole[rule.rows_of]), dtype=bool)})
    found = []
    for t in (whole, without):
        judged = dm.audit(t, DAY, participants=listed)
        found.append(len(rule.find(judged.facts)))
        assert rule.applies(judged.facts) == (t is whole)
    assert found[0] and not found[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_every_rule_has_both_kinds_a_near_miss_a_page_and_a_source(rule):
    cases = FILES.get(rule.name, [])
    assert any(c["finds"] for c in cases), f"tests/cases/{rule.name}.toml needs a case that it finds"
    assert any(not c["finds"] and c.get("near") for c in cases), f"tests/cases/{rule.name}.toml needs a near miss"
    assert rule.articles and rule.remedy and rule.action and rule.severity in ("error", "warning", "note")
    assert rule.basis in ("law", "good practice")
    for part in ("What it finds:", "Why it matters:", "Example:", "What to do:", "When it is wrong:", "Sources:"):
        assert f"\n\n{part} " in rule.page, f"{rule.name}: the page lacks '{part}'"
    assert not re.search(r"\\|\s{2,}(?!\n)[a-z]", rule.page.replace("\n", " "))


def edits(a, b):
    """How many fields or entries of two maps differ; the reason for an inference goes with it."""
    if type(a) is type(b) and hasattr(a, "model_fields_set"):
        return sum(edits(getattr(a, f), getattr(b, f)) for f in type(a).model_fields if f != "why")
    if isinstance(a, tuple) and isinstance(b, tuple):
        long, short = (a, b) if len(a) > len(b) else (b, a)
        if len(long) == len(short) + 1 and any((*long[:i], *long[i + 1 :]) == short for i in range(len(long))):
            return 1
        return sum(map(edits, a, b)) + abs(len(a) - len(b))
    return int(a != b)


def apart(case, other):
    """How many fields two cases differ in, the circumstances of the audit among them."""
    around = ("as_of", "list", "accepts", "facts", "decided", "review")
    return sum(case.get(k) != other.get(k) for k in around) + edits(read(case), read(other))


@pytest.mark.parametrize("rule", FILES)
def test_a_near_miss_is_one_field_away_from_a_finding(rule):
    found = [c for c in FILES[rule] if c["finds"]]
    far = {c["name"]: n for c in FILES[rule] if c.get("near") and (n := min(apart(c, f) for f in found)) != 1}
    assert not far


OF_CONTROLLERS = (
    "legal_basis_only_inferred",
    "several_legal_bases_unsorted",
    "legitimate_interest_not_named",
    "legal_obligation_without_law",
    "consent_without_withdrawal",
    "special_category_without_condition",
    "criminal_data_without_authority",
    "legitimate_interest_of_public_authority",
    "special_condition_without_law",
    "consent_of_own_staff",
    "purpose_without_legal_basis",
    "purpose_without_categories",
    "purpose_without_subjects",
    "purpose_without_recipients",
    "indirect_source_unnamed",
    "automated_decision_without_logic",
    "dpia_not_done",
    "purpose_not_screened",
    "retention_missing",
    "retention_without_limit",
    "retentions_in_conflict",
    "retention_law_not_cited",
)


@cache
def of_processors():
    """The findings of the cases that a rule of controllers finds, once their organisation processes for others."""
    found = [(rule, case) for rule in OF_CONTROLLERS for case in FILES[rule] if case["finds"]]
    sources = []
    for _, case in found:
        source = read(case)
        processor = source.model_copy(update={"controller": source.controller.model_copy(update={"role": "processor"})})
        purposes = tuple(p.model_copy(update={"role": "processor"}) for p in source.purposes)
        sources.append(processor.model_copy(update={"purposes": purposes}))
    return [(rule, case["name"], f) for (rule, case), f in zip(found, found_in(sources), strict=True)]


@pytest.mark.parametrize("rule", OF_CONTROLLERS)
def test_what_a_controller_owes_is_not_asked_of_who_processes_for_others(rule):
    frames = [(name, frame) for of, name, frame in of_processors() if of == rule]
    assert frames
    for name, frame in frames:
        assert frame.loc[frame["name"] == rule, "message"].tolist() == [], name


def test_no_case_without_a_rule_and_no_code_twice():
    assert set(FILES) == {r.name for r in RULES}
    assert len(BY_CODE) == len(RULES) == len({r.name for r in RULES}) >= 40


def test_messages_are_plain_sentences(root):
    f = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY).findings.frame
    for column in ("message", "remedy", "action"):
        for text in f[column]:
            assert text and "{" not in text and "nan" not in text.split() and "None" not in text.split(), text
    assert (f["line"] > 0).all()


CLEAN = """
meta: {id: clean, date: 2026-09-01}
controller: {name: Clean s.r.o., country: CZ, role: controller, sector: private, email: a@b.example, dpo: none}
notice: {informs: {13-1-a: told, 13-1-c: told, 13-1-e: told, 13-2-a: told, 13-2-b: told, 13-2-d: told, 13-2-e: told}}
subjects: [{id: customers, name: Customers, staff: no}]
categories: [{id: contact, name: Contact details, special: none}]
measures: [{id: access, name: Access control, kind: technical}]
purposes:
  - id: orders
    name: Orders
    subjects: [customers]
    categories: [contact]
    legal_bases: [6-1-b]
    retention: [{period: P3Y, starts: delivery}]
    sources: [subject]
    automated_decisions: no
    dpia: not-required
    recipients: [post]
recipients:
  - {id: post, name: Post, role: processor, sites: [CZ], dpa: yes, sub_processors: none}
"""


def test_a_clean_inventory_has_no_finding():
    assert dm.audit(reader.parse(CLEAN), DAY).findings.frame["message"].tolist() == []


def test_before_the_gdpr_only_the_rules_on_transfers_and_the_run_apply():
    f = dm.audit(
        reader.parse(
            CLEAN.replace("legal_bases: [6-1-b]", "next_review: 2017-01-01")
            .replace("not-required", "required")
            .replace("[CZ], dpa", "[US], safeguards: none, dpa")
        ),
        "2018-05-24",
    ).findings.frame
    assert {r[:2] for r in f["rule"]} == {"TR"}


def shuffled(entry, rng):
    """An entry with every list in it in another order, but for evidence: the first that names a field decides."""
    if isinstance(entry, BaseModel):
        fields = [n for n in type(entry).model_fields if n != "evidence"]
        return entry.model_copy(update={n: shuffled(getattr(entry, n), rng) for n in fields})
    if isinstance(entry, tuple):
        return tuple(rng.sample([shuffled(e, rng) for e in entry], len(entry)))
    return entry


def told(audit):
    f = audit.findings.frame
    return sorted(zip(*(f[c] for c in ("fingerprint", "message", "remedy", "action", "severity")), strict=True))


@given(inventories(), st.integers(0, 99))
@examples(0.3)
def test_findings_are_the_same_whatever_the_order(inventory, seed):
    assert told(dm.audit(inventory, DAY)) == told(dm.audit(shuffled(inventory, random.Random(seed)), DAY))


def test_the_findings_of_smartsupp_are_the_same_whatever_the_order(root):
    inventory = dm.read(root / "inventory" / "smartsupp.yaml")
    for seed in range(2):
        assert told(dm.audit(inventory, DAY)) == told(dm.audit(shuffled(inventory, random.Random(seed)), DAY))


def forgettings(entry, path=()):
    """Every way to know one thing less: the path of a stated field, and the entry with that field unknown."""
    for name, field in type(entry).model_fields.items():
        value, default = getattr(entry, name), field.get_default(call_default_factory=True)
        if name == "evidence":
            continue
        if value != default and (default is UNKNOWN or default == "unknown") and path:
            yield (*path, name), entry.model_copy(update={name: default})
        if name == "basis" and value != "unknown":
            yield (*path, name), entry.model_copy(update={name: "unknown"})
        if isinstance(value, BaseModel):
            yield from ((p, entry.model_copy(update={name: e})) for p, e in forgettings(value, (*path, name)))
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from (
                        (p, entry.model_copy(update={name: (*value[:i], e, *value[i + 1 :])}))
                        for p, e in forgettings(item, (*path, name, i))
                    )


def subjects(findings):
    """Who has findings.

    What is said once of the organisation because of its recipients moves to them when less is known of them.
    """
    f = findings[findings["name"] != "framework_scope_unconfirmed"]
    ids = f["subject_id"].mask(f["subject_id"] == f["controller"], "itself")
    return set(zip(f["subject_kind"], ids, strict=True))


def silenced(inventory, rng, count):
    """Subjects that had a finding, and have none once something is forgotten."""
    ways = list(forgettings(inventory))
    if inventory.controller.role == "processor":  # of a purpose, silence then says that it is carried out for others
        ways = [w for w in ways if (w[0][0], w[0][-1]) != ("purposes", "role")]
    chosen = rng.sample(ways, min(count, len(ways)))
    before, *after = map(subjects, found_in([inventory, *(less for _, less in chosen)]))
    return [(path, lost) for (path, _), found in zip(chosen, after, strict=True) if (lost := before - found)]


@given(inventories(), st.integers(0, 9999))
@examples(0.3)
def test_knowing_less_never_leaves_a_subject_without_findings_that_had_one(inventory, seed):
    assert silenced(inventory, random.Random(seed), 2) == []


def test_knowing_less_of_smartsupp_leaves_no_subject_without_findings(root):
    assert silenced(dm.read(root / "inventory" / "smartsupp.yaml"), random.Random(4), 25) == []
