"""The table that an organisation stores: it changes when an answer changes, and only then."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from maps import STAFF_AND_CUSTOMERS
from strategies import inventories

import datamap as dm
from datamap.findings.fingerprints import ANSWERS
from datamap.formats.yaml import reader

DAY = "2026-09-30"
MAP = """
meta: {id: a, title: Notice}
controller: {name: A, country: CZ}
categories: [{id: mail, name: Addresses}]
purposes: [{id: news, name: Newsletter, categories: [mail], recipients: [post, bare]}]
recipients:
  - {id: post, name: Post, sites: [US], safeguards: ['scc:2021'], evidence: [{section: C, words: Post has clauses}]}
  - {id: bare, name: Bare, sites: [US], safeguards: none, notes: call them}
"""


def table(text: str, day: str = DAY):
    return dm.audit(reader.parse(text), day).fingerprint_table()


def changed(one, other) -> set[tuple[str, str]]:
    differs = (one[["count", "fingerprint"]] != other[["count", "fingerprint"]]).any(axis=1)
    return set(one.loc[differs, ["part", "answer"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Newsletter", "name: Letters to clients"),
        ("name: Addresses", "name: E-mail addresses"),
        ("name: Bare,", "name: Bare Ltd,"),
        ("words: Post has clauses", "words: clauses were signed"),
        ("notes: call them", "notes: called"),
        ("title: Notice", "title: Record"),
        ("recipients: [post, bare]", "recipients: [bare, post]"),
    ],
)
def test_other_words_and_another_order_are_the_same_table(old, new):
    assert old in MAP
    assert changed(table(MAP), table(MAP.replace(old, new))) == set()


def test_another_verdict_is_another_table():
    now = changed(table(MAP), table(MAP.replace("['scc:2021']", "none")))
    assert {("transfers", "not-covered"), ("transfers", "covered"), ("findings", "error")} <= now
    assert ("transfers", "no-transfer") not in now


def test_the_same_number_of_other_transfers_is_another_table():
    swapped = MAP.replace("['scc:2021']", "x").replace("safeguards: none", "safeguards: ['scc:2021']")
    one, other = table(MAP), table(swapped.replace("safeguards: x", "safeguards: none"))
    assert one["count"].tolist()[:4] == other["count"].tolist()[:4]
    assert {("transfers", "not-covered"), ("transfers", "covered")} <= changed(one, other)


def test_another_day_with_other_law_is_another_table():
    assert changed(table(MAP), table(MAP, "2021-01-01"))


@pytest.mark.parametrize("column", ANSWERS)
def test_each_answer_counts(column):
    audit = dm.audit(reader.parse(STAFF_AND_CUSTOMERS), DAY)
    before, frame = audit.fingerprint_table(), audit.transfers.copy()
    value = frame[column].iat[0]
    frame[column] = frame[column].astype(object)
    other = {"verdict": "no-transfer", "contested": not value}.get(
        column, [*value, "x"] if type(value) is list else "x"
    )
    assert value != other
    frame.at[0, column] = other
    audit.__dict__["transfers"] = frame
    assert changed(before, audit.fingerprint_table())


WORDS = ("recipient", "reasons", "citation", "relied_on", "fallback", "later_annulled", "missing", "asks")


def test_each_column_of_a_transfer_is_an_answer_or_words():
    columns = dm.audit(reader.parse(MAP), DAY).transfers.columns
    assert sorted((*ANSWERS, *WORDS)) == sorted(columns), "decide for a new column whether it is an answer"


@pytest.mark.parametrize("column", WORDS)
def test_words_do_not_count(column):
    audit = dm.audit(reader.parse(STAFF_AND_CUSTOMERS), DAY)
    before = audit.fingerprint_table()
    audit.__dict__["transfers"] = audit.transfers.assign(**{column: "other words"})
    assert changed(before, audit.fingerprint_table()) == set()


def test_an_accepted_finding_moves():
    audit = dm.audit(reader.parse(MAP), DAY)
    before = audit.fingerprint_table()
    first = audit.findings.frame["fingerprint"].iat[0]
    audit.findings = audit.findings.accept([first])
    after = audit.fingerprint_table().set_index("answer")["count"]
    assert after["accepted"] == 1 and after["error"] == before.set_index("answer")["count"]["error"] - 1


@examples(0.4)
@given(inventories(), st.data())
def test_the_order_of_entries_does_not_count(inventory, data):
    recipients = list(inventory.recipients)
    other = inventory.model_copy(update={"recipients": tuple(data.draw(st.permutations(recipients)))})
    assert changed(dm.audit(inventory, DAY).fingerprint_table(), dm.audit(other, DAY).fingerprint_table()) == set()
