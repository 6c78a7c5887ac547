"""Assessments in files: what contradicts itself is refused, in YAML and in tables; a workbook keeps the rest."""

from __future__ import annotations

import pytest
from nordlicht import MAP, PUNE, nordlicht

import datamap as dm
from datamap import tables
from datamap.errors import InputError
from datamap.formats import merging
from datamap.formats.workbook import writer as workbook
from datamap.formats.yaml import reader, writer
from datamap.labels.values.protection import read_protection
from datamap.tables import parquet

STATED = MAP.replace("module: 2, annexes: yes", "module: 2, tia: {0}")
MORE = """
      - {recipient: helpnest-ph, exporter: helpnest, countries: [PH]}
"""


@pytest.mark.parametrize(
    ("tia", "old", "new", "refused"),
    [
        ("positive", "", "", False),
        ("unknown", "", "", False),
        ("negative", "", "", True),
        ("none", "", "", True),
        ("negative", "status: in-force", "status: draft", False),
        ("negative", "status: in-force", "status: in-force\n    until: 2026-04-01", False),
        ("negative", "transfers: [pune]", "transfers: [hamburg]", False),
        ("negative", "status: in-force", "status: in-force\n    tools: [bcr-c]", False),
        ("negative", "status: in-force", "status: in-force\n    tools: [scc]", True),
        ("negative", "made_by: organisation", "made_by: exporter", False),
    ],
)
def test_an_outcome_that_contradicts_the_tool_is_refused(tmp_path, tia, old, new, refused):
    more = PUNE.replace("status: in-force", "made_by: organisation\n    status: in-force")
    assert old in more
    text = STATED.replace("{0}", tia) + more.replace(old, new)
    if refused:
        with pytest.raises(InputError, match="assessments.tia-pune.outcome: 'positive', but a safeguard of 'pune'"):
            reader.parse(text)
    else:
        reader.parse(text)
    # the same rows as tables
    held = reader.parse(STATED.replace("{0}", "unknown") + more.replace(old, new))
    t = tables.from_inventories([held])
    stated = t["safeguards"]["tia"].where(t["safeguards"]["kind"].index != _tool_of(t, "pune"), tia)
    parquet.write(t.with_columns({"safeguards": {"tia": stated}}), tmp_path / "out")
    if refused:
        with pytest.raises(InputError, match="one outcome"):
            parquet.load(tmp_path / "out")
    else:
        parquet.load(tmp_path / "out")


def _tool_of(t, id_):
    row = t["recipients"]["id"].tolist().index(id_)
    return t["safeguards"]["recipient"].tolist().index(row)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("[pune]", "[nobody]", "'nobody' is not an id under recipients"),
        ("[pune]", "[{recipient: pune, exporter: nobody}]", "'nobody' is not an id under recipients"),
        ("outcome: positive", "outcome: perhaps", "outcome: 'perhaps'"),
        ("decided_on: 2026-03-01", "decided_on: soon", "decided_on: 'soon'"),
        ("status: in-force", "status: final?", "status: 'final?'"),
        ("clear_text: yes", "answers: [{point: data, text: a}, {point: data, text: b}]", "'data' is used twice"),
        ("clear_text: yes", "rests_on: [{input: law, digest: a}, {input: law, digest: b}]", "'law' is used twice"),
    ],
)
def test_a_mistake_is_one_error_at_its_line(old, new, found):
    with pytest.raises(InputError) as e:
        reader.parse(MAP + PUNE.replace(old, new))
    (problem,) = e.value.problems
    assert found in str(problem) and problem.line > 40


def test_yaml_tables_and_workbook_carry_assessments(tmp_path):
    inventory = nordlicht(PUNE.replace("transfers: [pune]", "transfers:\n      - pune" + MORE))
    assert len(inventory.assessments[0].transfers) == 2
    assert reader.parse(writer.dump(inventory)) == inventory
    assert tables.to_inventories(tables.from_inventories([inventory])) == [inventory]
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook.book_bytes(inventory))
    assert dm.read(book) == inventory


def test_merging_a_recipient_keeps_every_transfer_and_its_exporter():
    inventory = nordlicht(PUNE.replace("transfers: [pune]", "transfers:\n      - pune" + MORE))
    data = inventory.model_dump(by_alias=True, warnings=False)
    assert merging.merge(data, "recipients", "helpnest", "hamburg")
    legs = [(t["recipient"], t["exporter"]) for t in data["assessments"][0]["transfers"]]
    assert legs == [("pune", ""), ("helpnest-ph", "hamburg")]


def test_removing_a_recipient_removes_the_transfers_to_it_and_by_it():
    inventory = nordlicht(PUNE.replace("transfers: [pune]", "transfers:\n      - pune" + MORE))
    data = inventory.model_dump(by_alias=True, warnings=False)
    merging.remove(data, [("recipients", 0)])
    assert [t["recipient"] for t in data["assessments"][0]["transfers"]] == ["pune"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AES at rest, importer's keys", {"kind": "encryption-at-rest", "keys": "importer"}),
        ("Verschlüsselung ruhender Daten, Schlüssel beim Anbieter", {"kind": "encryption-at-rest", "keys": "importer"}),
        ("AES-256 at rest and TLS in transit", {"kind": "encryption-at-rest"}),
        ("AES at rest, keys not with the importer", {"kind": "encryption-at-rest"}),
        ("encryption at rest with our own keys", {"kind": "encryption-at-rest", "keys": "exporter"}),
        ("AES at rest, pseudonymised", {}),
        ("encryption", {}),
        ("a fence", {}),
    ],
)
def test_a_measure_in_words_is_read_only_as_far_as_it_is_certain(text, found):
    assert read_protection(text) == found
