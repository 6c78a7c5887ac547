"""What is only proposed: which rows and facts are, and the three maps that follow."""

from __future__ import annotations

import datetime as dt

import pytest

from datamap.formats.yaml import reader
from datamap.model.vocabulary import UNKNOWN
from datamap.tables import Tables, from_inventories, to_inventories
from datamap.tables.proposal_list import listed
from datamap.tables.proposals import ADVERSE, NARROWING, find, worlds
from datamap.tables.spec import SPEC

MAP = """
meta: {id: demo, date: 2026-01-31}
controller: {name: Demo, country: DE, role: controller}
categories: [{id: mail, name: Mail, special: none}, {id: sick, name: Sick leave, special: health, how: proposed}]
recipients:
  - id: host
    name: Host
    sites: [{country: IE, activity: hosting, evidence: [{facts: activity, how: proposed, words: hosted in Eire}]}, US]
    safeguards: [{kind: scc, tia: negative, how: proposed}]
    dpa: yes
    evidence: [{facts: [dpa], how: proposed, words: DPA signed}, {facts: [dpa], how: stated}]
  - {id: post, name: Post, how: proposed, sites: [DE], role: processor}
purposes:
  - id: news
    name: News
    categories: [{category: mail, how: proposed}]
    recipients: [{recipient: host, categories: [mail], how: proposed}, post]
"""


@pytest.fixture
def tables():
    return from_inventories([reader.parse(MAP)])


def test_nothing_is_proposed_in_a_map_without_proposals_and_nothing_is_worked_out(monkeypatch):
    stated = from_inventories([reader.parse(MAP.replace("how: proposed", "how: stated"))])
    monkeypatch.setattr(Tables, "__getitem__", lambda *_: pytest.fail("a frame was built"))
    assert worlds(stated) is None


def test_entries_facts_and_what_belongs_to_them_are_marked(tables):
    marks = find(tables)
    assert marks.entries["recipients"].tolist() == [False, True]
    assert marks.entries["sites"].tolist() == [False, False, True]  # the place of a recipient that is proposed
    assert marks.facts["sites", "activity"].tolist() == [True, False, False]
    assert ("recipients", "dpa") in marks.facts  # the first piece of evidence that names a fact decides
    assert marks.own["recipients"].tolist() == [False, True]
    assert "sites" not in marks.own


def test_a_proposal_is_masked_but_exists(tables):
    masked = worlds(tables).masked
    assert [len(masked[name]) for name in SPEC] == [len(tables[name]) for name in SPEC]
    assert masked["sites"]["country"].tolist() == ["IE", "US", "unknown"]
    assert masked["sites"]["activity"].tolist() == ["unknown"] * 3
    assert masked["recipients"]["dpa"].tolist() == ["unknown", "unknown"]
    assert masked["safeguards"]["kind"].tolist() == ["unknown"]
    assert masked["safeguards"]["tia"].tolist() == ["negative"]  # what counts against the organisation stays
    assert masked["categories"]["special"].tolist() == ["none", "health"]
    assert masked["disclosures"]["categories"].tolist()[0] == "unknown"  # a proposal narrows nothing


def test_without_proposals_entries_are_gone_and_lists_are_as_unknown_as_before(tables):
    (left,) = to_inventories(worlds(tables).without)
    assert [r.id for r in left.recipients] == ["host"]
    (host,) = left.recipients
    assert host.safeguards is UNKNOWN
    assert [s.country for s in host.sites] == ["IE", "US"]
    assert host.sites[0].activity == "unknown"
    assert host.dpa == "unknown"
    (news,) = left.purposes
    assert news.categories is UNKNOWN
    assert news.recipients is UNKNOWN


def test_accepted_is_the_same_map_with_everything_stated(tables):
    accepted = worlds(tables).accepted
    assert find(accepted) is None
    expected = to_inventories(from_inventories([reader.parse(MAP.replace("how: proposed", "how: stated"))]))
    assert to_inventories(accepted) == expected


def test_an_end_that_is_proposed_ends_nothing():
    text = MAP.replace("dpa: yes", "dpa: yes\n    until: 2020-01-01").replace(
        "facts: [dpa], how: proposed", "facts: [until], how: proposed"
    )
    there = worlds(from_inventories([reader.parse(text)])).on(dt.date(2026, 1, 1))
    assert there.masked["recipients"]["id"].tolist() == ["host", "post"]
    assert there.accepted["recipients"]["id"].tolist() == ["post"]
    assert there.masked.rows_in(there.accepted, "recipients").tolist() == [-1, 0]


def test_the_words_of_the_mask_are_words_of_the_model():
    for (table, column), words in ADVERSE.items():
        assert set(words) <= set(SPEC[table][column].words), (table, column)
    for table, column in NARROWING:
        assert "unknown" in SPEC[table][column].words


def test_open_proposals_are_listed_with_subject_value_and_words(tables):
    found = listed(tables)
    rows = found[["subject_kind", "subject_id", "field", "value", "words"]].to_numpy().tolist()
    assert ["recipient", "host", "sites.activity", "hosting", "hosted in Eire"] in rows
    assert ["recipient", "host", "safeguards", "scc", ""] in rows
    assert ["recipient", "host", "dpa", "yes", "DPA signed"] in rows
    assert ["recipient", "post", "recipients", "Post", ""] in rows
    assert ["category", "sick", "categories", "Sick leave", ""] in rows
    assert ["purpose", "news", "recipients", "host", ""] in rows
    assert ["purpose", "news", "categories", "mail", ""] in rows
    assert len(rows) == 7
    assert len(set(found["key"])) == 7
