"""Names with small words and company forms, who has access, and places of servers, in lists and sentences."""

from __future__ import annotations

import pytest
from lines_fixture import drafted, named


@pytest.mark.parametrize(
    "sentence, name",
    [
        ("Údaje předáváme laboratoři ZEBRA czech s.r.o.", "ZEBRA czech s.r.o."),
        ("Software nám dodává Sova Medical Česká republika s.r.o.", "Sova Medical Česká republika s.r.o."),
        ("Údaje předáváme firmě Nová česká s.r.o.", "Nová česká s.r.o."),
        ("Daten erhält der Dienstleister trixmail GmbH.", "trixmail GmbH"),
    ],
)
def test_words_in_small_letters_before_a_company_form_are_of_the_name(sentence, name):
    begins = ["## Příjemci", "Vaše údaje zpracováváme, jak je zde uvedeno, a chráníme je."]
    if "GmbH" in name:
        begins = ["## Empfänger", "Wir verarbeiten Ihre Daten und sind für sie da."]
    assert list(named(drafted(*begins, sentence))) == [name]


@pytest.mark.parametrize("item", ["Sova banka, a.s. – platby", "Sova, s.r.o. – platby", "Sova banka, a.s."])
def test_a_company_form_behind_a_comma_is_not_a_place(item):
    text = "Vaše údaje zpracováváme, jak je zde uvedeno, a předáváme je těmto příjemcům:"
    assert named(drafted("## Příjemci", text, f"- {item}")) == {item.partition(" –")[0]: ("organisation", [], [])}


@pytest.mark.parametrize(
    "sentence",
    [
        "Údaje zpracováváme my a přístup k nim má náš daňový poradce.",
        "Wir verarbeiten die Daten und unser Steuerberater hat Zugriff auf sie.",
        "We process the data and our tax adviser has access to them.",
    ],
)
def test_who_has_access_to_the_data_is_a_recipient(sentence):
    (found,) = drafted("## 1.", sentence).recipients
    assert found.kind == "category"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["## Recipients", "We share data with:", "- Owl Ltd (Ireland; servers in Goa)"], "servers in Goa"),
        (["## Příjemci", "- Sova s.r.o. (Česko) – hosting, servery ve Frankfurtu nad Mohanem"],
         "servery ve Frankfurtu nad Mohanem"),
        (["## Empfänger", "- Eule GmbH (Deutschland) – Rechenzentrum in Bangalore"], "Rechenzentrum in Bangalore"),
        (["## Destinataires", "- Hibou SAS (France) – serveurs à Bangalore"], "serveurs à Bangalore"),
    ],
)  # fmt: skip
def test_a_place_of_servers_that_is_not_known_is_not_dropped_beside_one_that_is(lines, words):
    draft = drafted(*lines)
    (one,) = draft.recipients
    assert [p.value for p in one.places][1:] == ["unknown"] and one.places[1].extra == {"place": words}
    assert [e.quote.words for e in draft.reading if e.what == "location"] == [words]


def test_a_place_of_servers_that_is_known_is_read_and_not_asked():
    draft = drafted("## Recipients", "We share your data with:", "- Owl Ltd (Ireland; servers in Germany)")
    assert [p.value for r in draft.recipients for p in r.places] == ["IE", "DE"] and draft.reading == []
