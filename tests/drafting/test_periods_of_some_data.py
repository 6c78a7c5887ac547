"""In a notice, a period whose sentence is about invoices, logs and the like is not that of all data of an activity."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft

ORDERS = {
    "en": "# Privacy notice of Nest Ltd\n\n## {}\n\nWe process your address on the basis of a contract (Art. 6(1)(b) "
    "GDPR). {}\n",
    "de": "# Datenschutzerklärung der Nest GmbH\n\n## {}\n\nWir verarbeiten Ihre Adresse auf Grundlage eines Vertrags "
    "(Art. 6 Abs. 1 lit. b DSGVO). {}\n",
    "cs": "# Zásady ochrany osobních údajů Nest s.r.o.\n\n## {}\n\nVaši adresu zpracováváme na základě smlouvy (čl. 6 "
    "odst. 1 písm. b) GDPR). {}\n",
}


def periods(folder, language, title, sentence):
    file = folder / "notice.md"
    file.write_text(ORDERS[language].format(title, sentence), encoding="utf-8")
    (one,) = draft(file).inventory.purposes
    return [r.period + "?" * (r.how != "stated") for r in one.retention]


@pytest.mark.parametrize(
    "language, title, sentence, found",
    [
        ("en", "Deliveries", "We keep the data for 3 years.", ["P3Y"]),
        ("en", "Deliveries", "We keep invoices for 10 years.", ["P10Y?"]),
        ("en", "Deliveries", "Log files are deleted after 30 days.", ["P30D?"]),
        ("en", "Server logs", "Log files are deleted after 30 days.", ["P30D"]),
        ("en", "Applications", "We delete applications after 6 months.", ["P6M"]),
        ("de", "Lieferungen", "Rechnungen bewahren wir 10 Jahre auf.", ["P10Y?"]),
        ("de", "Bewerbungen", "Bewerbungen löschen wir nach 6 Monaten.", ["P6M"]),
        ("cs", "Doručování", "Faktury uchováváme 10 let.", ["P10Y?"]),
    ],
)
def test_a_period_of_some_data(tmp_path, language, title, sentence, found):
    assert periods(tmp_path, language, title, sentence) == found


def test_a_denial_behind_a_label_is_no_category(tmp_path):
    file = tmp_path / "notice.md"
    file.write_text(
        "# Privacy notice of Nest Ltd\n\n## Newsletter\n\nPurpose: news\nLegal basis: consent\n"
        "Data: e-mail address; no health data\n",
        encoding="utf-8",
    )
    assert [c.name for c in draft(file).inventory.categories] == ["e-mail address"]
