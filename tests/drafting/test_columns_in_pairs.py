"""Columns in pairs, the same labels again for each recipient, and columns that are named by a transfer tool."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted, recipients

from datamap.questions.drafted import draft


def read(folder, text):
    """The recipients of a table: name -> places and tools with theirs; what is on the reading list."""
    found = drafted(folder, text, "list.csv")
    return {n: made[:2] for n, made in recipients(found).items()}, found.to_read["what"].tolist()


PAIRS = {
    "en": ("Activity", "Recipient", "Country", "Safeguard", "Legal basis", "USA", "India"),
    "de": ("Verarbeitungstätigkeit", "Empfänger", "Drittland", "Garantie", "Rechtsgrundlage", "USA", "Indien"),
    "fr": ("Traitement", "Destinataire", "Pays", "Garanties", "Base légale", "États-Unis", "Inde"),
    "cs": ("Účel zpracování", "Příjemce", "Země", "Záruky", "Právní základ", "USA", "Indie"),
    "es": ("Actividad de tratamiento", "Destinatario", "País", "Garantías", "Base jurídica", "Estados Unidos", "India"),
    "it": ("Trattamento", "Destinatario", "Paese terzo", "Garanzie", "Base giuridica", "Stati Uniti", "India"),
    "nl": ("Verwerking", "Ontvanger", "Land", "Waarborgen", "Rechtsgrond", "Verenigde Staten", "India"),
    "pl": (
        "Czynność przetwarzania",
        "Odbiorca",
        "Kraj",
        "Odpowiednie zabezpieczenia",
        "Podstawa prawna",
        "USA",
        "Indie",
    ),
}


@pytest.mark.parametrize("number", ["{} {}", "{} ({})", "{} #{}", "{0}"])
@pytest.mark.parametrize("language", PAIRS)
def test_columns_with_a_number_are_of_one_recipient(tmp_path, language, number):
    name, recipient, country, tool, basis, usa, india = PAIRS[language]
    labels = [number.format(label, n) for n in (1, 2) for label in (recipient, country, tool)]
    text = f"{name},{','.join(labels)},{basis}\nNewsletter,Owl Ltd,{usa},DPF,Lark Ltd,{india},SCC,\n"
    assert read(tmp_path, text)[0] == {"Owl Ltd": ("US", "dpf"), "Lark Ltd": ("IN", "scc")}


def test_places_in_pairs_with_tools_in_a_list_of_vendors(tmp_path):
    text = (
        "Vendor,Country 1,Tool 1,Country 2,Tool 2,Service\nOwl Ltd,USA,DPF,India,SCC,Hosting\n"
        "Lark Ltd,USA,,India,SCC,Hosting\nWren Ltd,USA,SCC,,,Mail\n"
    )
    wanted = {"Owl Ltd": ("US IN", "dpf+US scc+IN"), "Lark Ltd": ("US IN", "scc+IN"), "Wren Ltd": ("US", "scc")}
    assert read(tmp_path, text) == (wanted, [])


def test_recipients_with_numbers_alone(tmp_path):
    text = "Activity,Recipient 1,Recipient 2,Countries,Legal basis\nNews,Owl Ltd,Lark Ltd,USA,Consent\n"
    found, asked = read(tmp_path, text)
    assert (found["Owl Ltd"], found["Lark Ltd"], asked) == (("", ""), ("", ""), [])
    assert found["Recipient in a third country, not named (News)"] == ("US", "")


TOOLS = {
    "en": ("SCC", "Adequacy decision", "yes", "no"),
    "de": ("Standardvertragsklauseln", "Angemessenheitsbeschluss", "ja", "nein"),
    "fr": ("Clauses contractuelles types", "Décision d'adéquation", "oui", "non"),
    "cs": ("Standardní smluvní doložky", "Rozhodnutí o odpovídající ochraně", "ano", "ne"),
    "es": ("Cláusulas contractuales tipo", "Decisión de adecuación", "sí", "no"),
    "it": ("Clausole contrattuali standard", "Decisione di adeguatezza", "sì", "no"),
    "nl": ("Modelcontractbepalingen", "Adequaatheidsbesluit", "ja", "nee"),
    "pl": ("Standardowe klauzule umowne", "Decyzja stwierdzająca odpowiedni stopień ochrony", "tak", "nie"),
}


@pytest.mark.parametrize("behind", ["", "?"])
@pytest.mark.parametrize("language", TOOLS)
def test_a_column_named_by_a_tool(tmp_path, language, behind):
    scc, adequacy, yes, no = TOOLS[language]
    text = (
        f"Vendor,Country,{scc}{behind},{adequacy}{behind},Service\nOwl Ltd,India,{yes},{no},Hosting\n"
        f"Lark Ltd,Japan,,x,Hosting\nWren Ltd,India,{no},{no},Hosting\n"
    )
    wanted = {"Owl Ltd": ("IN", "scc"), "Lark Ltd": ("JP", "adequacy"), "Wren Ltd": ("IN", "")}
    assert read(tmp_path, text) == (wanted, [])


@pytest.mark.parametrize(
    "cell, tools, asked",
    [
        ("planned", "unknown", ["transfer tool"]),
        ("yes*", "scc?", ["transfer tool"]),
        ("yes (to be signed)", "unknown", ["transfer tool"]),
        ("n/a", "", []),
        ("-", "", []),
        ("2021/914", "scc", []),
        ("DPF", "dpf", []),
    ],
)
def test_what_else_is_below_the_name_of_a_tool(tmp_path, cell, tools, asked):
    found, to_read = read(tmp_path, f"Vendor,Country,SCC,Service\nOwl Ltd,USA,{cell},Hosting\n")
    assert (found, to_read) == ({"Owl Ltd": ("US", tools)}, asked)


@pytest.mark.parametrize("first", ["Vendor", "Activity,Recipients"])
def test_two_tools_for_two_places_are_in_turn(tmp_path, first):
    row = "Owl Ltd" if first == "Vendor" else "News,Owl Ltd"
    found, asked = read(tmp_path, f'{first},Country,SCC,DPF\n{row},"USA, India",x,x\n')
    assert (found, asked) == ({"Owl Ltd": ("US IN", "scc+IN dpf+US")}, ["transfer tool"])


def test_a_wide_label_over_each_recipient(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["Activity", "Transfer 1", None, None, "Transfer 2", None, None, "Legal basis"],
        [None, *["Recipient", "Country", "Safeguard"] * 2, None],
        ["News", "Owl Ltd", "USA", "DPF", "Lark Ltd", "India", None, "Consent"],
    ]
    for row in rows:
        sheet.append(row)
    for area in ("A1:A2", "B1:D1", "E1:G1", "H1:H2"):
        sheet.merge_cells(area)
    book.save(tmp_path / "list.xlsx")
    found = draft(tmp_path / "list.xlsx").inventory.recipients
    assert [(r.name, r.sites[0].country, len(r.safeguards or ())) for r in found] == [
        ("Owl Ltd", "US", 1),
        ("Lark Ltd", "IN", 0),
    ]
