"""Words that people write in the columns of the workbook: what is understood, and what can be read in two ways."""

from __future__ import annotations

import io

import openpyxl
import pytest
from workbook_fixture import FULL, Edited, blank

from datamap.formats.workbook import choices, reading, show, writer
from datamap.formats.workbook.edits import PART, REFUSED
from datamap.formats.workbook.layout import sheets
from datamap.formats.workbook.rows import plain
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN

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
    ("Recipients", "Lab", PLACES, "not in EU"),
    ("Recipients", "Lab", PLACES, "nicht in der EU"),
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
    ("Activities", "Support", "Why it is mandatory", "list-cz", "dpia_ground", "list-cz"),
    ("Activities", "Support", "Why it is mandatory", "Art. 35(3)(a)", "dpia_ground", "35-3-a"),
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
    assert [e.meaning for e in got.edits] == [show.spoken(field, value)]


@pytest.mark.parametrize(
    ("text", "country", "activity", "place"),
    [
        ("Indie (přístup)", "IN", "access", ""),
        ("Indien (Zugriff)", "IN", "access", ""),
        ("hosted in Germany", "DE", "hosting", ""),
        ("Germany - hosting", "DE", "hosting", ""),
        ("China (cloud)", "CN", "hosting", ""),
        ("Francie (sídlo)", "FR", "establishment", ""),
        ("Germany (data centre Frankfurt)", "DE", "hosting", "data centre Frankfurt"),
    ],
)
def test_what_happens_at_a_place_is_kept_wherever_it_is_written(text, country, activity, place):
    (site,) = entry(Edited().set("Recipients", "Bank", PLACES, text).read().inventory, "Bank").sites
    assert (site.country, site.activity, site.place) == (country, activity, place)


@pytest.mark.parametrize(
    ("text", "activities"),
    [
        ("Ireland, EU data centres", ["establishment", "hosting"]),
        ("Ireland\nGermany (hosting)\nUSA (hosting)", ["establishment", "hosting", "hosting"]),
        ("Germany (hosting), Ireland", ["hosting", "unknown"]),
        ("Ireland, Germany", ["unknown", "unknown"]),
        ("Ireland, Germany (hosting), India (access)", ["unknown", "hosting", "access"]),
        ("EU, USA (hosting)", ["unknown", "hosting"]),
        ("Ireland", ["unknown"]),
    ],
)
def test_a_country_before_those_of_hosting_is_that_of_the_company(text, activities):
    got = Edited().set("Recipients", "Bank", PLACES, text).read()
    assert [s.activity for s in entry(got.inventory, "Bank").sites] == activities
    assert ("establishment" in got.edits[0].meaning) == ("establishment" in activities), "the reading is shown"


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


WORDS = [(s.name, c) for s in sheets() for c in s.columns if c.kind == "word"]


@pytest.mark.parametrize(("sheet", "column"), WORDS, ids=[f"{s} {c.label}" for s, c in WORDS])
def test_a_code_is_shown_in_words_and_both_are_read(sheet, column):
    for code in column.field.words:
        if code in ("", "unknown"):
            continue
        told = show.spoken(column.fields[0], code)
        assert reading.word_of(told, column.field) == reading.word_of(code, column.field) == (code, "")


def test_no_drop_down_offers_a_code():
    offered = [word for words in choices.lists().values() for word in words]
    assert [w for w in offered if w == w.lower() and "-" in w and w not in ("sub-processor", "not-for-profit")] == []
    assert [w for w in offered if w.isdigit()] == []


@pytest.mark.parametrize(
    ("sheet", "row", "label"),
    [
        ("Recipients", "Lab", CONTRACT),
        ("Activities", "Support", "Number of people"),
        ("Activities", "Support", "Kept for"),
        ("Activities", "Support", "Access to people's devices"),
        ("Data", "Contact", SPECIAL),
    ],
)
@pytest.mark.parametrize("text", ["don't know", "nevíme", "weiß nicht", "je ne sais pas"])
def test_not_known_in_words_is_not_recorded_and_never_none(sheet, row, label, text):
    got = Edited().set(sheet, row, label, text).read()
    column = next(c for s in sheets() if s.name == sheet for c in s.columns if c.label == label)
    assert show.show(column, plain(entry(got.inventory, row)), show.Names({})) == "" and not got.untaken


def test_a_tool_that_is_not_known_is_no_tool_and_not_none():
    got = Edited().set("Transfers", "Host", TOOL, "no lo sé").read()
    assert [(e.state, e.why) for e in got.edits] == [(REFUSED, "it is not known which tool")]


def test_a_place_that_is_not_understood_stays_open_beside_the_others():
    got = Edited().set("Recipients", "Bank", PLACES, "Czech company, China").read()
    assert [(s.country, s.place) for s in entry(got.inventory, "Bank").sites] == [
        ("unknown", "Czech company"),
        ("CN", ""),
    ]
    (edit,) = got.edits
    assert edit.state == PART and "Czech company" in edit.why


def test_the_law_of_a_condition_is_kept_beside_the_law_of_its_basis():
    edited = Edited().set("Activities", "Support", BASIS, "legal obligation (Act 48/1997)")
    got = edited.set("Activities", "Support", "Condition for special data", "health care (Act 372/2011)").read()
    (basis,) = entry(got.inventory, "Support").legal_bases
    assert (basis.law, basis.conditions, basis.notes) == ("Act 48/1997", ("9-2-h",), "Act 372/2011")
    assert not got.untaken


@pytest.mark.parametrize("law", ["§ 53 of Act 372/2011 Coll.", "zákon č. 48/1997 Sb.", "art. 5 (2) of the act"])
def test_a_law_in_brackets_keeps_its_signs(law):
    got = Edited().set("Activities", "Support", BASIS, f"legal obligation ({law})").read()
    assert entry(got.inventory, "Support").legal_bases[0].law == law


def without_tools(safeguards):
    """The workbook of a map whose Host, in the United States, has these transfer tools."""
    recipients = [{**FULL["recipients"][0], "safeguards": safeguards}, *FULL["recipients"][1:]]
    return Edited(writer.book_bytes(Inventory.model_validate({**FULL, "recipients": recipients})))


def test_no_tool_is_shown_as_none_and_not_as_not_recorded():
    for safeguards, shown in (("none", "none"), ("unknown", None)):
        edited = without_tools(safeguards)
        cell = edited.book["Transfers"].cell(edited.row("Transfers", "Host"), edited.column("Transfers", TOOL))
        assert cell.value == shown


def test_none_that_is_made_blank_is_not_recorded():
    got = without_tools("none").set("Transfers", "Host", TOOL, "").read()
    assert got.inventory.recipients[0].safeguards is UNKNOWN and not got.untaken


def test_none_of_a_row_with_another_recipient_is_that_recipients():
    got = without_tools("none").set("Transfers", "Host", "Recipient", "Lab").read()
    assert [r.safeguards for r in got.inventory.recipients] == [(), (), ()] and not got.untaken


def test_a_blank_workbook_wraps_what_people_type_and_prints_all_of_it():
    book = openpyxl.load_workbook(io.BytesIO(blank()))
    for sheet in (book[s.name] for s in sheets() if not s.form):
        assert sheet.print_area == ""
        wrapped = [d for d in sheet.column_dimensions.values() if d.alignment.wrap_text]
        assert sum(d.max - d.min + 1 for d in wrapped) == sheet.max_column - 1  # all but the key of the row
        assert int(sheet.auto_filter.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > 500


def test_no_title_of_a_hint_ends_within_a_word():
    book = openpyxl.load_workbook(io.BytesIO(blank()))
    words = {word for s in sheets() for c in s.columns for word in [*c.label.split(), "Row"]}
    checks = [c for sheet in book for c in sheet.data_validations.dataValidation if c.promptTitle]
    assert len(checks) > 100 and all(set(c.promptTitle.split()) <= words for c in checks)
