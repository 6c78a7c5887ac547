"""What stands under a label or a title of an activity is a fact, or a person is asked to read it."""

from __future__ import annotations

import pytest

from datamap.drafting import draft, writer
from datamap.drafting.draft import of_document
from datamap.reading.reader import read_document

HOW = {
    "items": "## Orders\n\n- Legal basis: performance of a contract\n- {label}: {value}\n",
    "paragraphs": "## Orders\n\nLegal basis: performance of a contract\n\n{label}: {value}\n",
    "bold": "## Orders\n\n- **Legal basis:** performance of a contract\n- **{label}:** {value}\n",
    "titles": "## Orders\n\n### Legal basis\n\nPerformance of a contract\n\n### {label}\n\n{value}\n",
    "purposes": "- Purpose: Orders\n- Legal basis: performance of a contract\n- {label}: {value}\n",
}


def drafted(tmp_path, text: str):
    path = tmp_path / "notice.md"
    path.write_text("# Privacy notice of Vlnka s.r.o.\n\n" + text, encoding="utf-8")
    return of_document(read_document(path))


def asked(tmp_path, text: str) -> list[tuple[str, str, str]]:
    return [(e.what, e.quote.words, e.about) for e in drafted(tmp_path, text).reading]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    ("label", "value", "what"),
    [
        ("Sources", "blorb", "source"),
        ("Automated decisions", "on some days", "automated decisions"),
        ("Retention", "blorb", "retention"),
    ],
)
def test_words_that_no_fact_was_taken_from_are_asked_about(tmp_path, how, label, value, what):
    assert asked(tmp_path, HOW[how].format(label=label, value=value)) == [(what, value, "Orders")]


@pytest.mark.parametrize("label", ["Sources", "Automated decisions", "Retention"])
@pytest.mark.parametrize("value", ["-", "tbd", "unknown"])
def test_a_label_without_an_answer_is_not_asked_about(tmp_path, label, value):
    assert asked(tmp_path, HOW["items"].format(label=label, value=value)) == []


@pytest.mark.parametrize(
    ("line", "entries"),
    [
        ("Legal basis: blorb", [("legal basis", "blorb", "")]),
        ("Sources: frob", [("source", "frob", "")]),
        ("Automated decisions: no", [("automated decisions", "no", "")]),
        ("Retention: blorb", [("period of storage", "Retention: blorb", "")]),
        ("Retention: -", []),
        ("Version: 7", []),
    ],
)
def test_a_labelled_line_that_belongs_to_no_activity_is_asked_about(tmp_path, line, entries):
    two = "## Orders\n\n- Legal basis: contract\n\n## Newsletter\n\n- Legal basis: consent\n"
    assert asked(tmp_path, f"{line}\n\n{two}") == entries


@pytest.mark.parametrize("how", ["items", "titles"])
def test_an_activity_whose_only_basis_is_not_understood_is_kept_and_asked_about(tmp_path, how):
    between = {"items": "- Legal basis: ", "titles": "### Legal basis\n\n"}[how]
    found = drafted(tmp_path, f"## Newsletter\n\n{between}because we like it\n")
    assert [(a.name.value, a.bases) for a in found.activities] == [("Newsletter", [])]
    assert [(e.what, e.quote.words) for e in found.reading] == [("legal basis", "because we like it")]


ORDERS = {
    "en": "## Orders\n\n- Legal basis: performance of a contract\n- Recipients: the bank and the post\n",
    "de": "## Bestellungen\n\n- Rechtsgrundlage: Erfüllung eines Vertrags\n- Empfänger: die Bank und die Post\n",
    "fr": "## Commandes\n\n- Base légale : exécution du contrat\n- Destinataires : la banque et la poste\n",
    "cs": "## Objednávky\n\n- Právní základ: plnění smlouvy\n- Příjemci: banka a pošta, která je doručuje\n",
    "es": "## Pedidos\n\n- Base jurídica: ejecución del contrato\n- Destinatarios: el banco y el correo\n",
    "it": "## Ordini\n\n- Base giuridica: esecuzione del contratto\n- Destinatari: la banca e la posta\n",
    "nl": "## Bestellingen\n\n- Rechtsgrond: uitvoering van de overeenkomst\n- Ontvangers: de bank en de post\n",
    "pl": "## Zamówienia\n\n- Podstawa prawna: wykonanie umowy\n- Odbiorcy: bank i poczta, która je doręcza\n",
}


@pytest.mark.parametrize(
    ("language", "label", "value", "answer"),
    [
        ("en", "Automated decisions", "no", "no"),
        ("en", "Automated decisions", "none", "no"),
        ("en", "Automated decision-making, including profiling", "yes", "yes"),
        ("en", "Existence of automated decision-making", "no", "no"),
        ("de", "Automatisierte Entscheidungen", "nein", "no"),
        ("de", "Automatisierte Entscheidungsfindung einschließlich Profiling", "ja", "yes"),
        ("fr", "Décisions automatisées", "non", "no"),
        ("fr", "Décision automatisée, y compris le profilage", "oui", "yes"),
        ("cs", "Automatizované rozhodování", "ne", "no"),
        ("cs", "Automatizované rozhodování včetně profilování", "ano", "yes"),
        ("es", "Decisiones automatizadas", "no", "no"),
        ("es", "Decisiones automatizadas, incluida la elaboración de perfiles", "sí", "yes"),
        ("it", "Decisioni automatizzate", "no", "no"),
        ("it", "Processo decisionale automatizzato, compresa la profilazione", "sì", "yes"),
        ("nl", "Geautomatiseerde besluitvorming", "nee", "no"),
        ("nl", "Geautomatiseerde besluitvorming, waaronder profilering", "ja", "yes"),
        ("pl", "Zautomatyzowane podejmowanie decyzji", "nie", "no"),
        ("pl", "Zautomatyzowane podejmowanie decyzji, w tym profilowanie", "tak", "yes"),
    ],
)
def test_an_answer_on_automated_decisions_is_read(tmp_path, language, label, value, answer):
    found = drafted(tmp_path, f"{ORDERS[language]}- {label}: {value}\n")
    assert found.activities[0].facts["automated_decisions"].value == answer


PROFILING = {
    "en": "Profiling",
    "de": "Profiling",
    "fr": "Profilage",
    "cs": "Profilování",
    "es": "Elaboración de perfiles",
    "it": "Profilazione",
    "nl": "Profilering",
    "pl": "Profilowanie",
}


@pytest.mark.parametrize("language", PROFILING)
def test_an_answer_on_profiling_alone_is_none_on_automated_decisions(tmp_path, language):
    """Art. 22(1) GDPR is about decisions based solely on automated processing; profiling is one example."""
    found = drafted(tmp_path, f"{ORDERS[language]}- {PROFILING[language]}: no\n")
    assert "automated_decisions" not in found.activities[0].facts
    assert ("automated decisions", "no") in [(e.what, e.quote.words) for e in found.reading]


def test_each_source_is_read_or_asked_about(tmp_path):
    text = HOW["items"].format(label="Sources", value="Experian (third parties), the data subject; blorb, frob")
    found = drafted(tmp_path, text)
    assert [(s.value, s.extra) for s in found.activities[0].sources] == [
        ("third-party", {"name": "Experian (third parties)"}),
        ("subject", {}),
    ]
    assert [(e.what, e.quote.words) for e in found.reading] == [("source", "blorb"), ("source", "frob")]


def test_the_first_of_two_answers_counts_and_the_other_is_asked_about(tmp_path):
    text = HOW["items"].format(label="Automated decisions", value="no") + "- Automated decisions: yes\n"
    found = drafted(tmp_path, text)
    assert found.activities[0].facts["automated_decisions"].value == "no"
    assert [(e.what, e.quote.words) for e in found.reading] == [("automated decisions", "yes")]


def test_an_answer_reaches_the_inventory(tmp_path):
    path = tmp_path / "notice.md"
    path.write_text("# Notice\n\n" + HOW["items"].format(label="Automated decisions", value="no"), encoding="utf-8")
    (purpose,) = writer.inventory(draft.draft([path])).inventory.purposes
    assert purpose.automated_decisions == "no"
