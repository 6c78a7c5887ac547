"""A country behind what an organisation does with the data is proposed as its place, if it is the only one named."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

from datamap.questions.drafted import draft


def places(folder, sentence, title="Recipients"):
    """The places of Owl Ltd in a notice of one sentence, ``?`` behind what is to be confirmed; the reading list."""
    lead = "We process your name and your e-mail address to send you our newsletter."
    text = f"# Privacy notice of Nest Ltd\n\n{lead}\n\n## {title}\n\n{sentence}\n"
    found = drafted(folder, text)
    owl = [r for r in found.inventory.recipients if r.name == "Owl Ltd"]
    sites = owl[0].sites if owl and owl[0].sites != "unknown" else ()
    return [f"{s.country}{'?' * (s.how == 'proposed')}" for s in sites], found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "sentence, held, asked",
    [
        ("Our processor Owl Ltd stores the data in India.", ["IN?"], []),
        ("We use Owl Ltd, which processes the data in the USA and in India.", ["US?", "IN?"], []),
        ("Owl Ltd will not store the data in India.", [], None),
        ("Owl Ltd may store the data in India.", [], ["location"]),
        ("We share data of people in India with Owl Ltd.", [], ["location"]),
        ("Owl Ltd and Lark Ltd store the data in India.", [], ["location"]),
        ("Our processor Owl Ltd stores the data.", [], []),
    ],
)
def test_the_country_behind_what_is_done_with_the_data(tmp_path, sentence, held, asked):
    found, to_read = places(tmp_path, sentence)
    assert found == held and to_read == (asked if asked is not None else to_read)


@pytest.mark.parametrize(
    "title, lead, sentence",
    [
        (
            "Empfänger",
            "Wir verarbeiten Ihren Namen.",
            "Unser Auftragsverarbeiter Owl Ltd speichert die Daten in Indien.",
        ),
        ("Destinataires", "Nous traitons votre nom.", "Notre sous-traitant Owl Ltd héberge les données en Inde."),
        ("Příjemci", "Zpracováváme vaše jméno.", "Náš zpracovatel Owl Ltd ukládá údaje v Indii."),
        ("Destinatarios", "Tratamos su nombre.", "Nuestro encargado Owl Ltd almacena los datos en India."),
        ("Destinatari", "Trattiamo i suoi dati.", "Il nostro responsabile Owl Ltd archivia i dati in India."),
        ("Ontvangers", "Wij verwerken uw naam.", "Onze verwerker Owl Ltd bewaart de gegevens in India."),
        ("Odbiorcy", "Przetwarzamy Państwa imię.", "Nasz podmiot przetwarzający Owl Ltd przechowuje dane w Indiach."),
    ],
)
def test_the_country_in_other_languages(tmp_path, title, lead, sentence):
    text = f"# {title}\n\n{lead} {lead}\n\n## {title}\n\n{sentence}\n"
    (tmp_path / "notice.md").write_text(text, encoding="utf-8")
    (owl,) = draft(tmp_path / "notice.md").inventory.recipients
    assert [(s.country, s.how) for s in owl.sites] == [("IN", "proposed")]
