"""What is under a label that no word list has, or beside it: read by its content, and then a question."""

from __future__ import annotations

import pytest
from reading_fixture import as_csv, as_docx, as_html

import datamap as dm
from datamap.drafting import draft, output, writer


def drafted(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = draft.draft(path)
    data = output.as_data(found)
    return found, data, {r["name"]: r for r in data["recipients"]}


REGISTER = [
    ["Processing activity", "Xyzzy", "Lawful basis", "Retention"],
    ["Payroll", "Payer Ltd", "6(1)(b)", "7 years"],
    ["Letters", "Letterbox Ltd", "6(1)(f)", "1 year"],
]


def test_companies_under_an_unknown_label_of_a_register_are_proposed_as_recipients(tmp_path):
    _, data, recipients = drafted(tmp_path / "a.csv", as_csv(REGISTER))
    assert [(name, r["sure"]) for name, r in recipients.items()] == [("Payer Ltd", False), ("Letterbox Ltd", False)]
    assert any("Xyzzy" in e["what"] for e in data["reading"])


VENDORS = [
    ["Vendor", "Processing location", "Xyzzy", "Transfer mechanism"],
    ["Postbird Inc.", "Germany", "United States", ""],
    ["Hoster GmbH", "Germany", "Austria", ""],
]


def test_a_third_country_under_an_unknown_label_is_an_open_risk_and_one_in_the_eea_improves_nothing(tmp_path):
    found, data, recipients = drafted(tmp_path / "a.csv", as_csv(VENDORS))
    assert recipients["Postbird Inc."]["countries"] == ["DE", "US"]
    assert recipients["Hoster GmbH"]["countries"] == ["DE"]
    transfers = dm.audit(writer.inventory(found).inventory, "2026-11-28").transfers
    verdicts = {n: set(of["verdict"]) for n, of in transfers.groupby("recipient")}
    assert verdicts["Postbird Inc."] != {"no-transfer"} and verdicts["Hoster GmbH"] == {"no-transfer"}
    assert any(e["words"] == "United States" for e in data["reading"])


def test_the_country_of_an_address_beside_a_location_of_servers_is_a_question(tmp_path):
    rows = [
        ["Vendor", "Address", "Location"],
        ["Postbird Inc.", "1 Main St, Austin, TX 73301, USA", "Germany"],
        ["Hoster GmbH", "Ringstr. 1, 1010 Wien, Austria", "Germany"],
    ]
    _, _, recipients = drafted(tmp_path / "a.csv", as_csv(rows))
    assert recipients["Postbird Inc."]["countries"] == ["DE", "US"]
    assert not recipients["Postbird Inc."]["sure_countries"]
    assert recipients["Hoster GmbH"]["countries"] == ["DE"]


@pytest.mark.parametrize("remark", ["no longer in use", "not a recipient", "už nepoužíváme", "kein Empfänger"])
def test_a_remark_on_use_makes_the_recipient_of_a_register_a_question(tmp_path, remark):
    rows = [
        ["Processing activity", "Recipients", "Legal basis", "Xyzzy"],
        ["Payroll", "Payer Ltd", "Art. 6(1)(b)", ""],
        ["Letters", "Letterbox Ltd", "Art. 6(1)(f)", remark],
    ]
    _, _, recipients = drafted(tmp_path / "a.csv", as_csv(rows))
    assert recipients["Payer Ltd"]["sure"] and not recipients["Letterbox Ltd"]["sure"]


def test_a_list_whose_labels_are_questions_is_a_list_of_recipients(tmp_path):
    rows = [
        ["Komu to dáváme", "K čemu to je", "Kde to leží"],
        ["Poštovní holub s.r.o.", "novinky", "Česko"],
        ["Letter Inc.", "dopisy", "USA"],
    ]
    _, data, recipients = drafted(tmp_path / "a.csv", as_csv(rows))
    assert {n: r["countries"] for n, r in recipients.items()} == {
        "Poštovní holub s.r.o.": ["CZ"],
        "Letter Inc.": ["US"],
    }
    assert data["purposes"] == []


CARD = [
    ["Name", "Letter Inc."],
    ["Address", "1 Main St, Austin, TX 73301, USA"],
    ["Description of processing", "letters"],
    ["Place of processing", "Germany; access from India"],
    ["Transfer instrument", "SCC 2021, Module 3"],
]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_form_about_one_recipient_is_read_and_its_name_confirmed(tmp_path, kind):
    made = {"docx": as_docx, "html": as_html}[kind](CARD)
    _, _, recipients = drafted(tmp_path / f"a.{kind}", made)
    (letter,) = recipients.values()
    assert (letter["name"], letter["sure"], letter["safeguards"]) == ("Letter Inc.", False, ["SCC"])
    assert {"DE", "IN"} <= set(letter["countries"])


def test_a_form_about_the_organisation_is_no_recipient(tmp_path):
    rows = [
        ["Name", "Own GmbH"],
        ["Address", "Ringstr. 1, 1010 Wien"],
        ["Country", "Austria"],
        ["E-mail", "a@own.test"],
    ]
    _, _, recipients = drafted(tmp_path / "a.docx", as_docx(rows))
    assert recipients == {}


def test_a_brand_in_small_letters_is_found_by_its_company_form_and_confirmed(tmp_path):
    text = (
        "# Datenschutzerklärung\n\n## Newsletter\n\nDen Newsletter versenden wir nur mit Ihrer Einwilligung "
        "(Art. 6 Abs. 1 lit. a DSGVO) über die trixmail GmbH in Freiburg. Wir speichern die Daten bis zum Widerruf.\n"
    )
    _, _, recipients = drafted(tmp_path / "a.md", text)
    assert [(n, r["sure"]) for n, r in recipients.items()] == [("trixmail GmbH", False)]


def test_a_company_in_a_sentence_that_is_quoted_for_something_else_is_on_the_reading_list(tmp_path):
    text = (
        "# Privacy notice\n\nOwn Ltd is the controller.\n\n## Orders\n\n"
        "- Personal data: name and e-mail address, which Postbird GmbH also sees\n"
        "- Legal basis: contract, Art. 6(1)(b) GDPR\n"
    )
    _, data, recipients = drafted(tmp_path / "a.md", text)
    assert "Postbird GmbH" in recipients or any("Postbird GmbH" in e["words"] + e["why"] for e in data["reading"])


COOKIES = (
    "<!doctype html><html lang='cs'><body><h1>Ochrana údajů</h1><p>"
    "Správcem je Knihy Sova s.r.o., Dlouhá 5, 110 00 Praha 1, "
    "e-mail info@knihysova.example.</p><h2>Cookies</h2><table><tr><th>Název</th><th>Poskytovatel</th><th>Účel</th>"
    "<th>Doba</th></tr>{rows}</table></body></html>"
)


def test_a_table_below_a_heading_about_cookies_is_one_of_cookies_and_its_own_are_no_recipients(tmp_path):
    rows = [("_ab", "Measure Inc."), ("cart", "Knihy Sova"), ("sid", "knihysova.example"), ("x_y", "vlastní")]
    made = "".join(f"<tr><td>{n}</td><td>{p}</td><td>statistika</td><td>2 roky</td></tr>" for n, p in rows)
    _, data, recipients = drafted(tmp_path / "a.html", COOKIES.format(rows=made))
    assert data["purposes"] == []
    assert [(n, r["sure"]) for n, r in recipients.items()] == [("Measure Inc.", False)]


ITEMS = """Elenco dei responsabili del trattamento

1) Lettera S.p.A.
   Paese: Italia

2) Letter, Inc.
   Paese: Stati Uniti
   Garanzie: clausole contrattuali tipo (2021)

3) Posta Inc.
   Paese: Canada
"""


def test_labelled_lines_behind_each_item_belong_to_it(tmp_path):
    _, data, recipients = drafted(tmp_path / "a.txt", ITEMS)
    found = {n: (r["countries"], r["safeguards"]) for n, r in recipients.items()}
    assert found == {
        "Lettera S.p.A.": (["IT"], []),
        "Letter, Inc.": (["US"], ["SCC"]),
        "Posta Inc.": (["CA"], []),
    }


def test_a_labelled_line_behind_a_whole_list_belongs_to_none_of_its_items(tmp_path):
    text = "# Sub-processors\n\n1. Letter, Inc.\n2. Posta Inc.\n3. Lettera Ltd\n\nCountry: Canada\n"
    _, data, recipients = drafted(tmp_path / "a.md", text)
    assert [r["countries"] for r in recipients.values()] == [[], [], []]
    assert any("Canada" in e["words"] for e in data["reading"])


def test_letters_that_are_only_a_company_form_are_no_company(tmp_path):
    """ "a b" is no name in front of the form AB: the names of the table are those of the first column."""
    rows = [
        ["Xyzzy", "Service", "Country", "Transfer tool"],
        ["Postbird, Inc.", "newsletters", "USA", "SCC"],
        ["Hoster", "hosting", "Germany", ""],
        ["Desk Ltd", "support", "United Kingdom", "a\nb"],
    ]
    _, _, recipients = drafted(tmp_path / "a.html", as_html(rows))
    assert list(recipients) == ["Postbird, Inc.", "Hoster", "Desk Ltd"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tyto zásady vydává Knihy Sova, s.r.o., Dlouhá 5, 110 00 Praha 1 (dále jen „my“).", "Knihy Sova, s.r.o."),
        ('This notice explains what Acme Books Ltd ("we", "us") does with your data.', "Acme Books Ltd"),
        ("Diese Erklärung gilt für die Buch Eule GmbH (im Folgenden „wir“) und ihre Seiten.", "Buch Eule GmbH"),
        ("La présente politique est celle de Livres Chouette SAS (ci-après « nous »).", "Livres Chouette SAS"),
    ],
)
def test_the_organisation_is_the_one_with_we_in_brackets_and_no_recipient(tmp_path, text, name):
    path = tmp_path / "a.md"
    path.write_text("# Notice\n\n" + text + "\n\n## Newsletter\n\nPostbird Inc.\n", encoding="utf-8")
    found = draft.draft(path)
    stated = found.drafts[0].controller["name"]
    assert (stated.value, stated.sure) == (name, False)
    assert name not in [r["name"] for r in output.as_data(found)["recipients"]]


PURCHASES = (
    ("Annual spend (EUR)", "12,000"),
    ("Order number", "PO-2026-17"),
    ("Umsatz 2025 in EUR", "12.000,00"),
    ("Menge", "3"),
    ("Chiffre d'affaires en euros", "12 000"),
    ("N° de commande", "C 17"),
    ("Obrat v tis. Kč", "12 000"),
    ("Číslo objednávky", "2026/17"),
    ("Importe (€)", "12.000 €"),
    ("Fatturato 2025", "12.000"),
    ("Omzet in EUR", "12.000"),
    ("Liczba licencji", "4"),
    ("Kwota netto PLN", "12 000 zł"),
)


@pytest.mark.parametrize("label, figure", PURCHASES)
def test_figures_of_the_purchase_are_notes_and_no_decision(tmp_path, label, figure):
    rows = [["Vendor", "Country", label], ["Postbird Inc.", "Germany", figure], ["Hoster GmbH", "Austria", ""]]
    found, data, recipients = drafted(tmp_path / "a.csv", as_csv(rows))
    assert list(recipients) == ["Postbird Inc.", "Hoster GmbH"] and not data["reading"]
    assert writer.inventory(found).inventory.recipients[0].notes == f"{label}: {figure}"


@pytest.mark.parametrize("text", ["see the annex", "United States 1", "standard contractual clauses of 2021"])
def test_other_words_under_a_label_of_the_purchase_are_a_decision(tmp_path, text):
    rows = [["Vendor", "Country", "Amount"], ["Postbird Inc.", "Germany", text], ["Hoster GmbH", "Austria", "17"]]
    _, data, _ = drafted(tmp_path / "a.csv", as_csv(rows))
    assert data["reading"]


def test_an_unknown_label_over_figures_stays_a_decision(tmp_path):
    rows = [["Vendor", "Country", "Xyzzy"], ["Postbird Inc.", "Germany", "12000"]]
    _, data, _ = drafted(tmp_path / "a.csv", as_csv(rows))
    assert any("Xyzzy" in e["what"] for e in data["reading"])
