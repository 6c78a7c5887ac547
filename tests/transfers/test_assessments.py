"""Transfers that need an assessment, and the assessments that count, are stale or do not follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from nordlicht import PUNE, nordlicht

import datamap as dm
from datamap.formats.yaml import reader, writer
from datamap.model.assessment import OF_TRANSFERS
from datamap.tables import from_inventories
from datamap.transfers.assessments import Assessments
from datamap.transfers.coverage import judge_transfers

DAY = "2026-09-30"
LAW = dm.law.load()


def assessments(more: str = "", day: str = DAY, **other):
    return dm.audit(nordlicht(more), as_of=day, **other).facts.assessments


def needing(found) -> list[tuple[str, str]]:
    frame = found.coverage.frame[found.needed]
    ids = found.tables["recipients"]["id"]
    return [(ids.iat[r], str(c)) for r, c in zip(frame["recipient"], frame["country"], strict=True)]


def test_what_needs_an_assessment_relies_on_a_tool_of_article_46():
    assert needing(assessments()) == [("helpnest-ph", "PH"), ("pune", "IN")]  # not the EEA, not the framework


def test_without_the_framework_an_assessment_is_newly_asked_for_the_united_states_only():
    before = needing(assessments())
    after = needing(dm.audit(nordlicht(), as_of=DAY).under("dpf").facts.assessments)
    assert [x for x in after if x not in before] == [("helpnest-us", "US")]


WORLD = """
meta: {{id: world, date: {date}}}
controller: {{name: World Ltd, country: {exporter}, role: controller, sector: private}}
categories: {{contact: Contact details}}
purposes: [{{id: work, name: Work, categories: [contact], recipients: [{ids}]}}]
recipients:
{recipients}
"""
TOOLS = ("adequacy", "dpf", "scc:2010", "scc:2021", "bcr-c", "derogation:49-1-b", "dpa", "privacy-shield")
PLACES = ("FR", "NO", "US", "IN", "JP", "CH", "GB", "KR")


@cache
def world(exporter: str = "DE"):
    lines, ids = [], []
    for place in PLACES:
        for n, tool in enumerate(TOOLS):
            id_ = f"{place.lower()}-{n}"
            kind, _, version = tool.partition(":")
            met = "authorised: yes, within_group: yes, occasional: yes"
            facts = f"{{kind: {kind}, version: {version or 'unknown'}, {met}}}"
            lines.append(f"  - {{id: {id_}, name: R {id_}, role: controller, sites: [{place}], safeguards: [{facts}]}}")
            ids.append(id_)
    text = WORLD.format(date="2020-01-01", exporter=exporter, ids=", ".join(ids), recipients="\n".join(lines))
    return from_inventories([reader.parse(text)])


def on(tables, day: dt.date) -> Assessments:
    """The assessments of a day, without the rules, which this asks nothing of."""
    held = tables.on(day)
    regimes = np.array(["eu"] * len(held["recipients"]), dtype=object)  # no digest is asked for
    return Assessments(held, judge_transfers(held, day, LAW), day, LAW, regimes)


@pytest.mark.parametrize("exporter", ["DE", "GB", "CH"])
def test_transfers_that_need_one_equal_those_of_the_table_of_the_law_on_every_day_that_it_changes(exporter):
    """Between two days on which an answer can change nothing changes: these days and their eves are every day."""
    start = dt.date(2020, 7, 15)
    days = {d + dt.timedelta(n) for d in LAW.days() for n in (-1, 0)} | {start, dt.date(2020, 7, 16), LAW.horizon}
    first = world(exporter)
    regime = {"DE": "eu", "GB": "uk", "CH": "ch"}[exporter]
    for day in sorted(d for d in days if start <= d <= LAW.horizon):
        found = on(first, day)
        frame, recipients = found.coverage.frame, found.tables["recipients"]["id"]
        for at, needed in enumerate(found.needed.tolist()):
            v = found.coverage.verdicts[frame["judgment"].iat[at]]
            rows = {i.id: i for i in LAW.at(regime, day).instruments}  # the table itself, row by row
            row = rows.get(v.instrument)
            asked = v.verdict == "covered" and row is not None and row.tia and row.in_force(day)
            since = LAW.at(regime, day).tia_required_from
            id_ = recipients.iat[frame["recipient"].iat[at]]
            assert needed == bool(asked and since <= day), (day, id_, v)
            if v.verdict == "no-transfer" or v.ground in ("adequacy", "dpf", "eea", "privacy-shield"):
                assert not needed, (day, id_)


@examples(0.2)
@given(st.sampled_from(("DE", "GB", "CH")), st.dates(dt.date(2020, 7, 16), LAW.horizon))
def test_on_any_day_the_same_is_needed_as_on_the_last_day_on_which_the_law_changed(exporter, day):
    """The days on which the law changes are all of them: between them, no transfer begins to need an assessment."""
    before = max(d for d in LAW.days() if d <= day)
    now, then = (on(world(exporter), d) for d in (day, before))
    assert now.needed.tolist() == then.needed.tolist()


def test_none_is_needed_before_the_judgment():
    assert not on(world(), dt.date(2020, 7, 15)).needed.any()
    assert on(world(), dt.date(2020, 7, 16)).needed.any()


# --- what counts -----------------------------------------------------------------------------------------------------

HARMLESS = PUNE.replace("clear_text: yes", "clear_text: no")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: in-force", "status: draft"),
        ("status: in-force", "status: unknown"),
        ("outcome: positive", "outcome: unknown"),
        ("decided_on: 2026-03-01", "decided_on: 2026-10-01"),
        ("decided_on: 2026-03-01", "decided_on: unknown"),
        ("transfers: [pune]", "transfers: [{recipient: pune, exporter: helpnest}]"),
        ("transfers: [pune]", "transfers: [hamburg]"),
        ("transfers: [pune]", "transfers: unknown"),
        ("status: in-force", "status: in-force\n    made_by: exporter"),
        ("status: in-force", "status: in-force\n    until: 2026-08-31"),
        ("status: in-force", "status: in-force\n    how: proposed"),
        ("status: in-force", "status: in-force\n    tools: [bcr-c]"),
    ],
)
def test_an_assessment_that_is_not_whole_counts_for_nothing(old, new):
    def missing(more):
        rows = dm.audit(nordlicht(more), as_of=DAY).findings.frame
        return sorted(rows[rows["rule"] == "TR007"]["subject_id"])

    assert missing(HARMLESS) == ["helpnest-ph"]
    assert old in HARMLESS
    assert missing(HARMLESS.replace(old, new)) == ["helpnest-ph", "pune"]


def verdict(more: str) -> str:
    t = dm.audit(nordlicht(more), as_of=DAY).transfers
    return t.set_index("recipient_id")["verdict"]["pune"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("outcome: positive", "outcome: negative", "not-covered"),
        ("status: in-force\n    outcome: positive", "status: unknown\n    outcome: negative", "not-covered"),
        (
            "status: in-force\n    outcome: positive",
            "how: proposed\n    status: in-force\n    outcome: negative",
            "not-covered",
        ),
        (
            "status: in-force\n    outcome: positive",
            "made_by: exporter\n    status: in-force\n    outcome: negative",
            "not-covered",
        ),
        ("status: in-force\n    outcome: positive", "status: draft\n    outcome: negative", "covered"),
        ("status: in-force\n    outcome: positive", "status: withdrawn\n    outcome: negative", "covered"),
        ("outcome: positive", "outcome: negative\n    tools: [bcr-c]", "covered"),
        ("outcome: positive", "outcome: negative\n    until: 2026-09-29", "covered"),
    ],
)
def test_a_negative_outcome_ends_the_transfer_unless_it_is_a_draft_or_withdrawn(old, new, expected):
    assert verdict(HARMLESS) == "covered"
    assert verdict(HARMLESS.replace(old, new)) == expected


# --- stale -----------------------------------------------------------------------------------------------------------


def with_basis(changed=lambda text: text):
    """Three assessments, each with the digests of the day on which it was made; then the map changes."""
    legs = {
        "pune": "{recipient: pune}",
        "ph": "{recipient: helpnest-ph, exporter: helpnest}",
        "de": "{recipient: hamburg}",
    }
    head = "status: in-force, outcome: positive, decided_on: 2026-03-01"
    lines = [f"  - {{id: {id_}, transfers: [{leg}], {head}%s}}" for id_, leg in legs.items()]
    plain = "assessments:\n" + "\n".join(line % "" for line in lines) + "\n"
    found = assessments(plain)
    made = [found.basis.of(found.legs(n)) for n in range(3)]
    rests = [", rests_on: {" + ", ".join(f"{k}: '{v}'" for k, v in of.items()) + "}" for of in made]
    more = "assessments:\n" + "\n".join(line % r for line, r in zip(lines, rests, strict=True)) + "\n"
    inventory = nordlicht(more)
    again = reader.parse(changed(writer.dump(inventory)))
    result = dm.audit(again, as_of=DAY).facts.assessments
    ids = result.tables["assessments"]["id"].tolist()
    return {ids[n]: parts for n, parts in result.stale.items()}


def test_nothing_is_stale_where_nothing_changed():
    assert with_basis() == {}


@pytest.mark.parametrize(
    ("old", "new", "stale"),
    [
        ("legal_entity: HelpNest Ireland Ltd", "legal_entity: HelpNest Dublin Ltd", {"ph": ("chain",)}),
        ("name: DevHouse Pune", "name: DevHouse Pune\n  parent: DevHouse Corp", {"pune": ("recipient",)}),
        ("country: IN", "country: IN\n    run_by: Someone Ltd", {"pune": ("places",)}),
        ("name: Orders\n  special: none", "name: Orders\n  special: health", {"pune": ("data",), "de": ("data",)}),
        ("annexes: yes", "annexes: no", {"pune": ("tools",)}),
        ("name: Packhaus Hamburg", "name: Packhaus Hamburg Altona", {}),
        ("name: Web shop", "name: Web shop and catalogue", {}),
        ("name: DevHouse Pune", "name: DevHouse Pune\n  notes: visited", {}),
    ],
)
def test_one_changed_fact_makes_exactly_its_assessments_stale(old, new, stale):
    def changed(text):
        assert text.count(old) == 1, text
        return text.replace(old, new)

    assert with_basis(changed) == stale


def test_an_assessment_of_a_law_without_an_instrument_is_stale():
    found = assessments(PUNE)
    legs = found.legs(0)
    other = dm.audit(nordlicht(PUNE), as_of=DAY).under("scc-2021").facts.assessments
    assert found.basis.of(legs)["law"] != other.basis.of(legs)["law"]
    assert set(found.basis.of(legs)) == set(OF_TRANSFERS)


def test_the_order_of_entries_changes_no_digest():
    found = assessments(PUNE)
    turned = nordlicht(PUNE)
    turned = turned.model_copy(
        update={name: tuple(reversed(getattr(turned, name))) for name in ("categories", "purposes", "recipients")}
    )
    other = dm.audit(turned, as_of=DAY).facts.assessments
    assert found.basis.of(found.legs(0)) == other.basis.of(other.legs(0))


def test_a_changed_vendor_fact_makes_the_assessments_of_that_vendor_stale(monkeypatch):
    from datamap import vendors

    named = nordlicht(PUNE).model_dump(by_alias=True, warnings=False)
    named["recipients"] = [{**r, "name": "Slack"} if r["id"] == "pune" else r for r in named["recipients"]]
    found = dm.audit(type(nordlicht()).model_validate(named), as_of="2026-11-28").facts.assessments
    before = found.basis.of(found.legs(0))
    assert found.basis.facts(found.legs(0)[0])["vendor"]
    real = vendors.load()
    less = replace(real, services=tuple(s for s in real.services if s.id != "slack"))
    monkeypatch.setattr(vendors.pack, "load", lambda known_on=None: less)
    again = dm.audit(type(nordlicht()).model_validate(named), as_of="2026-11-28").facts.assessments
    after = again.basis.of(again.legs(0))
    assert {k for k in before if before[k] != after[k]} == {"vendor"}


def test_the_facts_of_a_vendor_are_those_of_the_service_that_its_alias_names():
    """Its company provides others too, whose facts would make the assessment stale without a reason."""
    from datamap import vendors

    named = nordlicht(PUNE).model_dump(by_alias=True, warnings=False)
    more = {"name": "Traffic", "aliases": ["Google Analytics"], "legal_entity": "Google LLC"}
    named["recipients"] = [{**r, **more} if r["id"] == "pune" else r for r in named["recipients"]]
    basis = dm.audit(type(nordlicht()).model_validate(named), as_of="2026-11-28").facts.assessments.basis
    recipients = basis.tables["recipients"]["id"].astype(str).tolist()
    (service,) = vendors.find(vendors.load(), ["Google Analytics"])
    assert {f.service for f in basis.vendor(recipients.index("pune"))} == {service.id}


def test_on_a_day_before_the_facts_were_collected_an_audit_still_runs():
    found = dm.audit(nordlicht(PUNE), as_of=DAY, law=dm.law.load("2026-11-23")).facts.assessments
    assert found.basis.facts(found.legs(0)[0])["country-sheet"] == []
