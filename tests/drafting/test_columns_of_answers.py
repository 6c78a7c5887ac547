"""Columns that are named by a legal basis, a place or a role, with yes or no under them."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted


def read(folder, text):
    """The draft of a table and what is on its reading list."""
    found = drafted(folder, text, "list.csv")
    return found.inventory, found.to_read["what"].tolist()


BASES = {
    "en": ("Activity", "Consent", "Contract", "Legal obligation", "Recipients", "yes", "no"),
    "de": ("Verarbeitungstätigkeit", "Einwilligung", "Vertrag", "Rechtliche Verpflichtung", "Empfänger", "ja", "nein"),
    "fr": ("Traitement", "Consentement", "Contrat", "Obligation légale", "Destinataires", "oui", "non"),
    "cs": ("Účel zpracování", "Souhlas", "Smlouva", "Právní povinnost", "Příjemci", "ano", "ne"),
    "es": ("Actividad de tratamiento", "Consentimiento", "Contrato", "Obligación legal", "Destinatarios", "sí", "no"),
    "it": ("Trattamento", "Consenso", "Contratto", "Obbligo legale", "Destinatari", "sì", "no"),
    "nl": ("Verwerking", "Toestemming", "Overeenkomst", "Wettelijke verplichting", "Ontvangers", "ja", "nee"),
    "pl": ("Czynność przetwarzania", "Zgoda", "Umowa", "Obowiązek prawny", "Odbiorcy", "tak", "nie"),
}


@pytest.mark.parametrize("language", BASES)
def test_columns_of_legal_bases(tmp_path, language):
    name, consent, contract, duty, who, yes, no = BASES[language]
    text = f"{name},{consent},{contract},{duty},{who}\nNewsletter,x,{no},,Owl Ltd\nShop,,{yes},X,Owl Ltd\n"
    inventory, asked = read(tmp_path, text)
    assert [[b.basis for b in a.legal_bases] for a in inventory.purposes] == [["6-1-a"], ["6-1-b", "6-1-c"]]
    assert asked == []


@pytest.mark.parametrize("cell, how", [("planned", "unknown"), ("yes*", "6-1-a proposed"), ("yes?", "unknown")])
def test_what_is_not_a_clear_yes_is_no_basis(tmp_path, cell, how):
    inventory, asked = read(tmp_path, f"Activity,Consent,Contract,Recipients\nNews,{cell},,Owl\nShop,yes,yes,Owl\n")
    (basis,) = inventory.purposes[0].legal_bases
    assert f"{basis.basis} {basis.how}".startswith(how)
    assert asked == ["legal basis"]


def test_one_column_with_the_name_of_a_basis_may_be_about_something_else(tmp_path):
    inventory, asked = read(tmp_path, "Activity,Contract,Recipients,Legal basis\nNews,yes,Owl Ltd,Consent\n")
    assert [b.basis for b in inventory.purposes[0].legal_bases] == ["6-1-a"]
    assert asked == ["the label 'Contract'"]


@pytest.mark.parametrize("first", ["Vendor", "Activity,Recipients"])
@pytest.mark.parametrize("yes, no", [("x", ""), ("yes", "no"), ("YES", "NO"), ("✓", "✗")])
def test_columns_of_places(tmp_path, first, yes, no):
    name = "" if first == "Vendor" else "News,"
    text = f"{first},EU/EEA,UK,USA,SCC\n{name}Owl Ltd,{yes},{no},{no},{no}\n"
    if first == "Vendor":
        text += f"Lark Ltd,{no},{no},{yes},{yes}\n"
    else:
        text += f"Shop,Lark Ltd,{no},{no},{yes},{yes}\n"
    inventory, asked = read(tmp_path, text)
    places = {r.name: [s.country for s in r.sites] for r in inventory.recipients}
    assert (places, asked) == ({"Owl Ltd": ["EEA"], "Lark Ltd": ["US"]}, [])


def test_columns_of_roles(tmp_path):
    text = "Vendor,Processor,Controller,Country\nOwl Ltd,x,,USA\nLark Ltd,,x,USA\nWren Ltd,,,USA\n"
    inventory, asked = read(tmp_path, text)
    assert [r.role for r in inventory.recipients] == ["processor", "controller", "unknown"]
    assert asked == []


def test_a_label_for_companies_stays_one(tmp_path):
    inventory, asked = read(tmp_path, "Processor,Country,SCC\nX,USA,yes\nOwl Ltd,USA,no\n")
    assert [(r.name, r.role) for r in inventory.recipients] == [("X", "processor"), ("Owl Ltd", "processor")]
    assert asked == []


@pytest.mark.parametrize("choice", ["yes/no", "Yes / No", "ja / nein", "oui/non", "ano/ne", "tak | nie", "Y/N"])
def test_a_choice_that_was_not_made_states_nothing(tmp_path, choice):
    inventory, asked = read(tmp_path, f"Vendor,Country,SCC,DPA\nOwl Ltd,USA,{choice},{choice}\n")
    (owl,) = inventory.recipients
    assert ([t.kind for t in owl.safeguards], owl.dpa) == (["unknown"], "unknown")
    assert sorted(asked) == ["contract", "transfer tool"]


def test_a_tick_and_the_version_are_one_tool(tmp_path):
    text = "Vendor,Country,SCC (y/n),SCC version\nOwl Ltd,USA,y,2010\nLark Ltd,USA,y,\nWren Ltd,USA,n,\n"
    inventory, asked = read(tmp_path, text)
    tools = [[(t.kind, t.version) for t in r.safeguards or ()] for r in inventory.recipients]
    assert (tools, asked) == ([[("scc", "2010")], [("scc", "unknown")], []], [])


@pytest.mark.parametrize(
    "labels",
    ["Activity,Controller,Joint controller,Processor", "Tätigkeit,Verantwortlicher,Gemeinsam,Auftragsverarbeiter"],
)
def test_columns_of_the_own_role(tmp_path, labels):
    text = f"{labels},Legal basis,Recipients\nNews,x,,,Consent,Owl\nPay,,,x,Contract,Owl\nFan,x,,x,Consent,Owl\n"
    inventory, asked = read(tmp_path, text)
    assert [a.role for a in inventory.purposes] == ["controller", "processor", "unknown"]
    assert [r.name for r in inventory.recipients] == ["Owl"]
    assert "role" in asked


def test_that_there_is_a_processor_is_not_the_own_role(tmp_path):
    inventory, asked = read(tmp_path, "Activity,Processors,Legal basis\nNews,x,Consent\nPay,no,Contract\n")
    assert [a.role for a in inventory.purposes] == ["unknown", "unknown"]
    assert asked == ["recipient"]


@pytest.mark.parametrize("label", ["Sub-processor", "Sub-processors", "Subprocessors"])
def test_that_a_recipient_has_sub_processors_is_not_its_role(tmp_path, label):
    inventory, _ = read(tmp_path, f"Vendor,{label},Country\nOwl Ltd,no,USA\nLark Ltd,yes,India\n")
    assert [(r.name, r.role) for r in inventory.recipients] == [("Owl Ltd", "unknown"), ("Lark Ltd", "unknown")]
