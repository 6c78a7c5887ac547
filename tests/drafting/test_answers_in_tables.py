"""Cells that answer instead of naming, in registers and lists: nothing is made of them, and nothing is lost."""

from __future__ import annotations

import pytest

from datamap.drafting import draft, output, writer
from datamap.model.vocabulary import UNKNOWN

PARTIES = "activity,legal basis,dpo,representative\n"


def drafted(tmp_path, text: str):
    path = tmp_path / "register.csv"
    path.write_text(text, encoding="utf-8")
    merged = draft.draft(path)
    return merged, writer.inventory(merged).inventory


def asked(merged) -> list[tuple[str, str]]:
    return [(e.what, e.quote.words) for e in merged.reading]


@pytest.mark.parametrize(
    "labels",
    [
        "security measures,processing activity,purpose,retention,legal basis",
        "maßnahmen,verarbeitungstätigkeit,zweck,speicherdauer,rechtsgrundlage",
        "maatregelen,verwerkingsactiviteit,doel verwerking,bewaarperiode,rechtsgrondslag",
        "medidas,actividad de tratamiento,finalidad,periodo de conservación,base jurídica",
    ],
)
def test_a_register_may_begin_with_its_measures(tmp_path, labels):
    merged, made = drafted(
        tmp_path, f"{labels}\nlocks,Orders,delivery,3 years,6(1)(b)\nkeys,Payroll,pay,10 years,6(1)(c)\n"
    )
    assert [(p.name, p.legal_bases[0].basis, p.retention[0].period) for p in made.purposes] == [
        ("Orders", "6-1-b", "P3Y"),
        ("Payroll", "6-1-c", "P10Y"),
    ]
    assert [m.name for m in made.measures] == ["locks", "keys"]
    assert not asked(merged)


def test_a_register_of_purposes_may_begin_with_its_measures(tmp_path):
    text = "security measures,purpose,retention,legal basis\nlocks,Delivery of orders,3 years,6(1)(b)\n"
    assert [p.name for p in drafted(tmp_path, text)[1].purposes] == ["Delivery of orders"]


def test_a_list_of_measures_gives_their_names_and_a_question_about_each_other_column(tmp_path):
    merged, made = drafted(tmp_path, "maatregelen,verwerkingsactiviteit,checked\nlocks,Payroll,in May\nkeys,Orders,\n")
    assert [m.name for m in made.measures] == ["locks", "keys"] and not made.purposes
    assert asked(merged) == [
        ("the label 'verwerkingsactiviteit'", "verwerkingsactiviteit"),
        ("the label 'checked'", "checked"),
    ]


@pytest.mark.parametrize(
    "said", ["none (small company)", "no; outside the law", "nein, nicht erforderlich", "to be named"]
)
@pytest.mark.parametrize("other", ["", "Jane Doe"])
def test_an_officer_that_may_be_denied_is_a_question_and_the_draft_is_written(tmp_path, said, other):
    merged, made = drafted(tmp_path, f'{PARTIES}Orders,contract,"{said}","{said}"\nPayroll,contract,{other},\n')
    assert [p.name for p in made.purposes] == ["Orders", "Payroll"]
    held = made.controller.dpo
    assert [p.name for p in held] == ["Jane Doe"] if other else held == UNKNOWN
    assert made.controller.representative == UNKNOWN
    assert asked(merged) == [("representative", said), ("data protection officer", said)]


def test_an_officer_of_such_words_with_an_address_is_one(tmp_path):
    path = tmp_path / "register.csv"
    text = "Data protection officer,,\nName,None Smith,\nE-mail,none@example.org,\n\nactivity,legal basis,retention\n"
    path.write_text(text + "Orders,contract,3 years\n", encoding="utf-8")
    made = writer.inventory(draft.draft(path)).inventory
    assert [(p.name, p.email) for p in made.controller.dpo] == [("None Smith", "none@example.org")]


@pytest.mark.parametrize("said", ["yes", "ja", "oui", "Sí", "tak"])
@pytest.mark.parametrize("label", ["recipients", "international recipients"])
def test_a_yes_names_no_recipient(tmp_path, label, said):
    merged, made = drafted(
        tmp_path, f"activity,legal basis,{label}\nOrders,contract,{said}\nPayroll,contract,Owl Ltd\n"
    )
    assert said not in [r.name for r in made.recipients] and said in [words for _, words in asked(merged)]


def test_the_company_of_one_letter_is_a_recipient(tmp_path):
    assert [r.name for r in drafted(tmp_path, "activity,legal basis,recipients\nAds,consent,X\n")[1].recipients] == [
        "X"
    ]


@pytest.mark.parametrize(
    ("transfer", "country", "places", "question"),
    [
        ("India", "", ["IN"], ""),
        ("India", "Kenya", ["KE"], "India"),
        ("yes", "Kenya", ["KE"], ""),
        ("no; see annex", "Kenya", ["KE"], "no; see annex"),
        ("see annex", "", [""], "see annex"),
    ],
)
def test_what_a_column_on_transfers_states_beside_recipients_abroad_is_used_or_asked_about(
    tmp_path, transfer, country, places, question
):
    labels = "activity,legal basis,transfer outside the eu,country,international recipients"
    merged, made = drafted(tmp_path, f"{labels}\nOrders,contract,{transfer},{country},Owl Ltd\n")
    assert [s.country if s.country != "unknown" else "" for r in made.recipients for s in r.sites] == places
    assert [w for w in asked(merged) if w == ("location", question)] == [("location", question)] * bool(question)
    if question:
        assert question in made.purposes[0].notes


def test_each_contact_of_the_organisation_but_the_first_is_asked_about(tmp_path):
    labels = "activity,legal basis,controller contact details"
    merged, made = drafted(tmp_path, f"{labels}\nA,contract,1 Main Street\nB,contract,-\nC,contract,2 Hill Road\n")
    assert made.controller.address == "1 Main Street" and asked(merged) == [("controller", "2 Hill Road")]


def test_words_beside_a_denied_contract_are_kept(tmp_path):
    text = "activity,legal basis,recipients,data processing agreement\nA,contract,Owl Ltd,no (Folder 7)\n"
    merged, made = drafted(tmp_path, text)
    assert made.recipients[0].dpa == "no" and "Folder 7" in made.purposes[0].notes


def test_lines_that_differ_on_one_organisation_are_asked_about_and_none_counts(tmp_path):
    labels = "vendor,legal entity,dpa signed,role,country\n"
    one, other = "Owl Inc.,Owl Ireland Ltd,yes,processor,USA\n", "Owl Inc.,Owl USA LLC,no,controller,USA\n"
    merged, made = drafted(tmp_path, labels + one + other)
    assert asked(merged) == [("contract", "no"), ("role", "controller"), ("legal entity", "Owl USA LLC")]
    assert (made.recipients[0].dpa, made.recipients[0].role) == ("unknown", "unknown")
    assert "(line 2, column 3) states yes; register.csv (line 3, column 3) states no" in output.reading_text(merged)
    merged, made = drafted(tmp_path, labels + one + one)
    assert not merged.reading and (made.recipients[0].dpa, made.recipients[0].role) == ("yes", "processor")
