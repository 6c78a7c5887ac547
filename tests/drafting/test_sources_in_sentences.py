"""Who gives data to the organisation is a source and no recipient; who gets them beside it is one."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted


def read(folder, text):
    """The names of the recipients, and what is on the reading list."""
    found = drafted(folder, text)
    return [r.name.rstrip(".") for r in found.inventory.recipients], found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "sentence, made, asked",
    [
        ("We receive data from Owl Ltd.", [], ["source"]),
        ("We receive your data from Owl Ltd and share it with Lark Ltd.", ["Lark Ltd"], ["source"]),
        ("We obtain your address from Owl Ltd, a data broker in the USA.", [], ["source"]),
        ("Your data come from the credit agency Owl Ltd.", [], ["source"]),
        ("We get your data from third parties such as Owl Ltd and Lark Ltd.", [], ["source"]),
        ("Owl Ltd provides us with your data.", [], ["source"]),
        ("Owl Ltd provides us with a platform for newsletters.", ["Owl Ltd"], []),
        ("We collect data from you via Owl Ltd.", ["Owl Ltd"], []),
        ("We receive hosting services from Owl Ltd.", ["Owl Ltd"], []),
        ("Owl Ltd receives your data from us.", ["Owl Ltd"], []),
        ("We collect your data from you and disclose them to Owl Ltd.", ["Owl Ltd"], []),
        ("Your data are collected by Owl Ltd.", ["Owl Ltd"], []),
    ],
)
@pytest.mark.parametrize("title", ["Customers", "Sources of the data"])
def test_a_source_in_a_sentence(tmp_path, title, sentence, made, asked):
    found, to_read = read(tmp_path, f"# Privacy notice of Nest Ltd\n\n## {title}\n\nHello. {sentence}\n")
    assert (found, [x for x in to_read if x == "source"]) == (made, asked)


@pytest.mark.parametrize(
    "title, sentence, made",
    [
        ("Datenschutzerklärung", "Wir erhalten Ihre Daten von der Owl GmbH.", []),
        ("Datenschutzerklärung", "Ihre Daten haben wir von der Owl GmbH erhalten.", []),
        ("Datenschutzerklärung", "Die Owl GmbH übermittelt uns Ihre Daten.", []),
        ("Datenschutzerklärung", "Die Owl GmbH erhält Ihre Daten von uns.", ["Owl GmbH"]),
        ("Politique de confidentialité", "Nous recevons vos données de Owl SAS.", []),
        ("Politique de confidentialité", "Vos données sont transmises à Owl SAS.", ["Owl SAS"]),
        ("Zásady ochrany osobních údajů", "Vaše údaje získáváme od společnosti Owl s.r.o.", []),
        ("Zásady ochrany osobních údajů", "Vaše údaje předáváme společnosti Owl s.r.o.", ["Owl s.r.o"]),
        ("Política de privacidad", "Obtenemos sus datos de Owl S.L.", []),
        ("Política de privacidad", "Comunicamos sus datos a Owl S.L.", ["Owl S.L"]),
        ("Informativa sulla privacy", "Riceviamo i vostri dati da Owl S.r.l.", []),
        ("Informativa sulla privacy", "Comunichiamo i vostri dati a Owl S.r.l.", ["Owl S.r.l"]),
        ("Privacyverklaring", "Wij ontvangen uw gegevens van Owl B.V.", []),
        ("Privacyverklaring", "Wij delen uw gegevens met Owl B.V.", ["Owl B.V"]),
        ("Polityka prywatności", "Otrzymujemy Państwa dane od Owl sp. z o.o.", []),
        ("Polityka prywatności", "Przekazujemy Państwa dane do Owl sp. z o.o.", ["Owl sp. z o.o"]),
    ],
)
def test_a_source_in_each_language(tmp_path, title, sentence, made):
    found, to_read = read(tmp_path, f"# {title}\n\nNest 2026. {sentence}\n")
    assert (found, "source" in to_read) == (made, not made)


def test_a_company_behind_the_label_of_a_source(tmp_path):
    text = "# Privacy notice\n\n## Purposes\n\n### Letters\n\nLegal basis: consent\n\nSource of the data: Owl Ltd\n"
    found = drafted(tmp_path, text, "notice.md")
    ((_, activity),) = found.merged.activities
    assert [(s.value, s.extra["name"], s.sure) for s in activity.sources] == [("third-party", "Owl Ltd", False)]
    assert not found.inventory.recipients
