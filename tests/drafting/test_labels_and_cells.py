"""Labels that name two things, marks in front of names, and columns that their cells explain."""

from __future__ import annotations

import pytest

from datamap.drafting import draft, output
from datamap.drafting.tables import words


def read(tmp_path, text: str) -> dict:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return output.as_data(draft.draft(path))


def by_name(found: dict) -> dict:
    return {r["name"]: (r["countries"], r["safeguards"], r["sure"]) for r in found["recipients"]}


TOGETHER = (
    *("Country & safeguard", "Location / transfer mechanism", "Country and transfer tool", "Land und Garantien"),
    *("Pays et garanties", "Země a záruky", "País y garantías", "Paese e garanzie", "Land en waarborgen"),
    "Kraj i zabezpieczenia",
)


@pytest.mark.parametrize("label", TOGETHER)
def test_a_label_that_names_places_and_tools_is_one_of_places(label):
    assert words.key_of("vendors", label) == "places"


@pytest.mark.parametrize("label", ["Country & colour", "Vendor and country", "Country", "Purpose and country"])
def test_a_label_that_names_something_else_beside_a_place_is_not(label):
    assert words._place_with_tool(words._labels("vendors"), label) == ""


def test_the_place_and_the_tool_of_one_cell_are_both_read(tmp_path):
    found = read(tmp_path, "Vendor,Service,Country & safeguard\nOakmail Inc.,mail,USA - SCC\nElmpay Ltd,pay,Ireland\n")
    assert by_name(found) == {"Oakmail Inc.": (["US"], ["SCC"], True), "Elmpay Ltd": (["IE"], [], True)}


OF_PROCESSING = (
    *("Land der Verarbeitung", "Pays du traitement", "Kraj przetwarzania", "País de tratamiento"),
    *("Paese di trattamento", "Land van verwerking", "Entity location", "Country of processing", "Země zpracování"),
)


@pytest.mark.parametrize("label", OF_PROCESSING)
def test_the_country_of_processing_is_a_place(label):
    assert words.key_of("vendors", label) == "places"


@pytest.mark.parametrize("mark", ["extern", "External", "externe", "externí", "externos", "esterni", "zewnętrzni"])
def test_a_word_for_external_in_front_of_names_is_no_recipient(tmp_path, mark):
    text = f"Activity,Purpose,Legal basis,Recipients\nOrders,to deliver,contract,{mark}: Oakmail GmbH\n"
    assert by_name(read(tmp_path, text)).keys() == {"Oakmail GmbH"}


def test_a_column_of_tools_under_another_label_is_read_as_tools(tmp_path):
    text = "Fornitore,Finalità,Paese,Strumento\nOakmail Inc.,newsletter,Stati Uniti,SCC\nElm S.r.l.,paghe,Italia,-\n"
    assert by_name(read(tmp_path, text)) == {"Oakmail Inc.": (["US"], ["SCC"], True), "Elm S.r.l.": (["IT"], [], True)}


def test_a_column_of_services_under_the_same_label_is_not(tmp_path):
    text = (
        "Fornitore,Finalità,Paese,Strumento\nOakmail Inc.,newsletter,Stati Uniti,OakApp\nElm S.r.l.,paghe,Italia,SCC\n"
    )
    found = read(tmp_path, text)
    assert [r[1] for r in by_name(found).values()] == [[], ["SCC"]]  # proposed: a tool in place of a service
    assert "transfer tool" in [e["what"] for e in found["reading"]]


@pytest.mark.parametrize(("place", "asked"), [("USA", 0), ("", 1), ("Germany", 1)])
def test_a_bare_yes_to_a_transfer_is_asked_unless_the_row_states_where(tmp_path, place, asked):
    text = f"Vendor,Service,Transfers,Country\nOakmail Inc.,newsletter,Yes,{place}\nElm GmbH,pay,No,Germany\n"
    found = [e for e in read(tmp_path, text)["reading"] if "not where" in e["why"]]
    assert len(found) == asked


@pytest.mark.parametrize(
    "service", ["Supply of electricity", "Fornitura di energia elettrica", "Fourniture d'électricité"]
)
@pytest.mark.parametrize("transfer", ["No", "-", "n/a"])
def test_a_supply_without_data_is_left_out_whatever_the_cell_of_transfers_denies(tmp_path, service, transfer):
    text = f"Vendor,Service,Country,Transfers\nStrom AG,{service},Germany,{transfer}\nOakmail Ltd,mail,Ireland,No\n"
    found = read(tmp_path, text)
    assert by_name(found).keys() == {"Oakmail Ltd"}
    assert any("Strom AG" in e["words"] for e in found["reading"])
