"""Words that people write in the columns of the workbook: what is understood, and what can be read in two ways."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited

from datamap.formats.workbook.edits import PART, REFUSED

CONTRACT, PLACES, TOOL = "Contract under Art. 28", "Places", "Transfer tool"
SPECIAL, BASIS, DPIA = "Special or criminal data", "Legal basis", "Impact assessment"

REFUSED_WORDS = [
    ("Recipients", "Lab", CONTRACT, "contract pending"),
    ("Recipients", "Lab", CONTRACT, "employment contract"),
    ("Activities", "Support", DPIA, "not done"),
    ("Activities", "Support", DPIA, "to be done"),
    ("Activities", "Support", BASIS, "6 months after end of contract"),
    ("Activities", "Support", BASIS, "3 ans après la fin du contrat"),
    ("Activities", "Support", BASIS, "n/a"),
    ("Activities", "Support", "Monitoring", "N/A"),
    ("Activities", "Support", "Recipients", "n.a."),
    ("Data", "Contact", SPECIAL, "n/a"),
    ("Recipients", "Lab", PLACES, "N/A"),
    ("Transfers", "Host", TOOL, "n/a"),
    ("Transfers", "Host", TOOL, "we think SCC 2021"),
    ("Transfers", "Host", TOOL, "SCC 2021 for the support team"),
    ("Recipients", "Lab", PLACES, "Germany (hosting, support)"),
]
"""What is not written: it denies, postpones, belongs to another column, or can mean none as well as not known."""

MEANT = [
    ("Recipients", "Lab", CONTRACT, "no contract", "dpa", "no"),
    ("Recipients", "Lab", CONTRACT, "AVV fehlt", "dpa", "no"),
    ("Recipients", "Lab", CONTRACT, "smlouva", "dpa", "yes"),
    ("Recipients", "Lab", "Sector", "veřejný sektor", "sector", "public"),
    ("Recipients", "Lab", "Kind", "Kategorie", "kind", "category"),
    ("Activities", "Support", "Status", "geplant", "status", "planned"),
    ("Activities", "Support", DPIA, "none needed", "dpia", "not-required"),
    ("Activities", "Support", "Why it is mandatory", "liste de la CNIL", "dpia_ground", "list-fr"),
]


def entry(inventory, name):
    lists = (inventory.recipients, inventory.purposes, inventory.categories)
    return next(e for found in lists for e in found if e.name == name)


@pytest.mark.parametrize(("sheet", "row", "label", "text"), REFUSED_WORDS)
def test_what_denies_or_is_ambiguous_is_not_written(sheet, row, label, text):
    changed, got = Edited().set(sheet, row, label, text).changes()
    assert (changed, [e.state for e in got.edits]) == ({}, [REFUSED])


@pytest.mark.parametrize(("sheet", "row", "label", "text", "field", "value"), MEANT)
def test_what_other_files_understand_is_understood_here(sheet, row, label, text, field, value):
    got = Edited().set(sheet, row, label, text).read()
    assert getattr(entry(got.inventory, row), field) == value
    assert [e.meaning for e in got.edits] == [value.replace("-", " ")]


@pytest.mark.parametrize(
    ("text", "country", "activity", "place"),
    [
        ("Indie (přístup)", "IN", "access", ""),
        ("Indien (Zugriff)", "IN", "access", ""),
        ("hosted in Germany", "DE", "hosting", ""),
        ("Germany - hosting", "DE", "hosting", ""),
        ("Francie (sídlo)", "FR", "establishment", ""),
        ("Germany (data centre Frankfurt)", "DE", "hosting", "data centre Frankfurt"),
    ],
)
def test_what_happens_at_a_place_is_kept_wherever_it_is_written(text, country, activity, place):
    (site,) = entry(Edited().set("Recipients", "Bank", PLACES, text).read().inventory, "Bank").sites
    assert (site.country, site.activity, site.place) == (country, activity, place)


def test_a_second_tool_over_the_tool_of_a_row_is_kept():
    got = Edited().set("Transfers", "Host", TOOL, "DPF + SCC 2021, module 2").read()
    assert [(s.kind, s.version, s.module) for s in entry(got.inventory, "Host").safeguards] == [
        ("dpf", "unknown", "unknown"),
        ("scc", "2021", "2"),
    ]


def test_the_module_in_the_cell_of_a_tool_is_shown():
    (edit,) = Edited().set("Transfers", "Host", TOOL, "SCC 2021 module 3, signed 2022-05-01").read().edits
    assert edit.meaning.endswith("2021, module 3, signed 2022-05-01")


@pytest.mark.parametrize("text", ["customers", "the customers", "from our customers", "the customers themselves"])
def test_the_people_themselves_are_a_source_with_or_without_an_article(text):
    got = Edited().set("Activities", "Support", "Source of the data", text).read()
    assert [s.kind for s in entry(got.inventory, "Support").sources] == ["subject"]


def test_a_day_beside_a_contract_is_reported():
    (edit,) = Edited().set("Recipients", "Lab", CONTRACT, "DPA of 2019").read().edits
    assert (edit.state, edit.meaning, edit.why) == (PART, "yes", "not imported: 2019")


def test_a_condition_in_the_cell_of_the_legal_basis_is_in_its_interpretation():
    got = Edited().set("Activities", "Support", BASIS, "contract + 9(2)(h)").read()
    (meaning,) = (e.meaning for e in got.edits if e.field == BASIS)
    assert meaning == "Art. 6(1)(b) contract with Art. 9(2)(h) health or social care"
