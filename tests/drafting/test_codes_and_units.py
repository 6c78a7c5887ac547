"""Codes that a legend explains, and numbers whose unit is in their label."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted


def read(folder, name, text):
    """The draft of a document and what is on its reading list."""
    found = drafted(folder, text, name)
    return found.inventory, list(zip(found.to_read["what"], found.to_read["words"], strict=True))


LEGENDS = [
    "Legend: E = consent; V = contract; R = legal obligation",
    "E = consent, V = contract, R = legal obligation",
]


@pytest.mark.parametrize("legend", LEGENDS)
@pytest.mark.parametrize("both", ["V, R", "V/R", "V+R", "V R"])
def test_codes_of_legal_bases(tmp_path, legend, both):
    csv = f'Activity,Recipients,Legal basis\nNews,Owl Ltd,E\nShop,Owl Ltd,"{both}"\n"{legend}",,\n'
    table = (
        f"| Activity | Recipients | Legal basis |\n|---|---|---|\n| News | Owl Ltd | E |\n| Shop | Owl Ltd | {both} |\n"
    )
    for name, text in (("r.csv", csv), ("r.md", f"# Register\n\n{table}\n{legend}\n")):
        inventory, asked = read(tmp_path, name, text)
        assert [[b.basis for b in a.legal_bases] for a in inventory.purposes] == [["6-1-a"], ["6-1-b", "6-1-c"]]
        assert asked == []


def test_codes_of_tools_in_rows_below_a_list(tmp_path):
    text = (
        "Vendor,Country,Tool,Service\nOwl Ltd,USA,A,Hosting\nLark Ltd,India,B,Mail\n,,,\nA = SCC,,,\nB = planned,,,\n"
    )
    inventory, asked = read(tmp_path, "v.csv", text)
    assert [(r.name, [t.kind for t in r.safeguards]) for r in inventory.recipients] == [
        ("Owl Ltd", ["scc"]),
        ("Lark Ltd", ["unknown"]),
    ]
    assert [what for what, _ in asked] == ["transfer tool"]


def test_a_tick_that_the_legend_limits(tmp_path):
    text = "Vendor,Country,SCC,Service\nOwl Ltd,USA,x,Hosting\nLark Ltd,USA,yes,Mail\nx = planned,,,\n"
    inventory, asked = read(tmp_path, "v.csv", text)
    assert [[t.kind for t in r.safeguards] for r in inventory.recipients] == [["unknown"], ["scc"]]
    assert asked == [("transfer tool", "x")]


def test_the_code_of_a_country_stays_one(tmp_path):
    text = "Vendor,Country,Service\nOwl Ltd,IN,Hosting\nIN = internal,,\n"
    inventory, _ = read(tmp_path, "v.csv", text)
    assert [s.country for s in inventory.recipients[0].sites] == ["IN"]


UNITS = {
    "Retention (years)": "P3Y",
    "Retention in months": "P3M",
    "Aufbewahrungsfrist in Jahren": "P3Y",
    "Durée de conservation (mois)": "P3M",
    "Doba uchování (roky)": "P3Y",
    "Plazo de conservación en años": "P3Y",
    "Periodo di conservazione in anni": "P3Y",
    "Bewaartermijn (maanden)": "P3M",
    "Okres przechowywania (lata)": "P3Y",
}


@pytest.mark.parametrize("label", UNITS)
def test_a_number_has_the_unit_of_its_label(tmp_path, label):
    text = f"Activity,Recipients,Legal basis,{label}\nNews,Owl,Consent,3\nShop,Owl,Consent,10 days\nJob,Owl,Consent,0\n"
    inventory, asked = read(tmp_path, "r.csv", text)
    assert [a.retention[0].period for a in inventory.purposes] == [UNITS[label], "P10D", "unknown"]
    assert asked == [("retention", "0")]


@pytest.mark.parametrize("words", ["1.5 months", "1,5 Monate"])
def test_a_fraction_is_not_its_last_digit(tmp_path, words):
    inventory, asked = read(
        tmp_path, "r.csv", f'Activity,Recipients,Legal basis,Retention\nNews,Owl,Consent,"{words}"\n'
    )
    assert [limit.period for limit in inventory.purposes[0].retention] == ["unknown"]
    assert asked == [("retention", words)]


def test_a_label_or_a_tool_is_not_a_code(tmp_path):
    text = "# Suppliers\n\n| Vendor | Country | DPA | Tool |\n|---|---|---|---|\n| Owl Ltd | USA | no | SCC |\n\n"
    inventory, _ = read(tmp_path, "v.md", f"{text}DPA = yes, SCC = planned\n")
    (owl,) = inventory.recipients
    assert (owl.dpa, [t.kind for t in owl.safeguards]) == ("no", ["scc"])
