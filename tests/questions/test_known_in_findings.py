"""A finding on a recipient names what the facts about vendors suggest, with source and age, and is the same finding."""

from __future__ import annotations

import pandas as pd
import pytest

import datamap as dm
from datamap.formats.yaml import reader
from datamap.law import load as load_law
from datamap.questions import explain, lines
from datamap.vendors import pack
from tests.vendors import pack_fixture

TEXT = """\
meta: {id: nordlicht, date: 2026-09-01}
controller: {name: Nordlicht Versand GmbH, country: DE, role: controller}
purposes:
  - {id: support, name: Customer support, recipients: [helpnest, quiet]}
recipients:
  - {id: helpnest, name: HelpNest}
  - {id: quiet, name: A quiet office}
"""
DAY = "2026-09-30"


@pytest.fixture
def small_pack(tmp_path, monkeypatch):
    """The small pack in place of the facts about real vendors."""
    found = pack_fixture.vendors(tmp_path)
    monkeypatch.setattr("datamap.vendors.pack.load", lambda known_on=None: found)
    return found


def findings(audit: dm.Audit, id_: str) -> list[dict]:
    frame = audit.findings.frame
    return frame[frame["subject_id"] == id_].to_dict("records")


def test_a_finding_names_what_is_suggested_with_source_and_age(small_pack):
    audit = dm.audit(reader.parse(TEXT), as_of=DAY)
    for finding in findings(audit, "helpnest"):
        known = lines.of_finding(audit, finding)["known"]
        assert [k["field"] for k in known] == ["legal_entity", "role", "sites", "parent", *["sub_processors"] * 2]
        assert "HelpNest Ireland Ltd (IE)" in known[0]["text"] and "read 2026-06-01" in known[0]["text"]
        assert all("https://helpnest.example/" in k["text"] for k in known)
        assert "HelpNest Ireland Ltd" in explain.text(explain.explain(audit, finding["fingerprint"]))


def test_an_old_fact_is_marked_as_old(small_pack):
    audit = dm.audit(reader.parse(TEXT.replace("name: HelpNest", "name: Pigeon")), as_of=DAY)
    known = lines.of_finding(audit, findings(audit, "helpnest")[0])["known"]
    assert known and all("old: more than a year" in k["text"] for k in known)


def test_nothing_is_named_for_an_unknown_vendor_or_on_other_entries(small_pack):
    audit = dm.audit(reader.parse(TEXT), as_of=DAY)
    other = [*findings(audit, "quiet"), *findings(audit, "support")]
    assert other and all(lines.of_finding(audit, f)["known"] == [] for f in other)


def test_the_facts_change_no_finding_and_no_verdict(tmp_path, monkeypatch):
    def judged() -> tuple[pd.DataFrame, pd.DataFrame]:
        audit = dm.audit(reader.parse(TEXT), as_of=DAY)
        for finding in audit.findings.frame.to_dict("records"):
            lines.of_finding(audit, finding)
        return audit.findings.frame, audit.transfers

    with_facts = judged()
    empty = pack.Vendors("0", pack.load().recorded, pack.load().first, "", (), {})
    monkeypatch.setattr("datamap.vendors.pack.load", lambda known_on=None: empty)
    without = judged()
    for one, other in zip(with_facts, without, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))


def test_facts_that_were_not_known_yet_are_not_named():
    known_on = "2026-11-24"  # the law was known on that day, and nothing yet about vendors
    audit = dm.audit(reader.parse(TEXT.replace("name: HelpNest", "name: Stripe")), as_of=DAY, law=load_law(known_on))
    assert lines.of_finding(audit, findings(audit, "helpnest")[0])["known"] == []
    now = dm.audit(reader.parse(TEXT.replace("name: HelpNest", "name: Stripe")), as_of=DAY)
    assert lines.of_finding(now, findings(now, "helpnest")[0])["known"]
