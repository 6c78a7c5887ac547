"""A role or contract in a sentence belongs to the recipient that it is about; a denied contract is no transfer tool."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

from datamap.questions.drafted import draft

TITLES = {
    "en": "# Privacy notice of Nest Ltd\n\n## Recipients\n\n",
    "de": "# Datenschutzerklärung\n\n## Empfänger\n\n",
    "fr": "# Politique de confidentialité\n\n## Destinataires\n\n",
    "cs": "# Zásady ochrany osobních údajů\n\n## Příjemci\n\n",
    "es": "# Política de privacidad\n\n## Destinatarios\n\n",
    "it": "# Informativa sulla privacy\n\n## Destinatari\n\n",
    "nl": "# Privacyverklaring\n\n## Ontvangers\n\n",
    "pl": "# Polityka prywatności\n\n## Odbiorcy\n\n",
}


def read(folder, text, name="notice.md"):
    """Each recipient with role, contract and tools, as far as they are known; the reading list."""
    found = drafted(folder, text, name)
    made = []
    for r in found.inventory.recipients:
        proposed = {f for e in r.evidence if e.how == "proposed" for f in e.facts}
        known = [(getattr(r, k), "?" * (k in proposed)) for k in ("role", "dpa") if getattr(r, k) != "unknown"]
        tools = [t.kind for t in r.safeguards] if r.safeguards != "unknown" else []
        made.append(" ".join([r.name.rstrip("."), *(value + doubt for value, doubt in known), *tools]))
    return made, found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "sentence, made, asked",
    [
        ("We have no processing agreement with Owl Ltd.", ["Owl Ltd no?"], []),
        ("We share data with Owl Ltd. We have not concluded a DPA with it.", ["Owl Ltd"], ["contract"]),
        ("Owl Ltd is our processor; the processing agreement has been terminated.", ["Owl Ltd processor? no?"], []),
        ("We will conclude a data processing agreement with Owl Ltd.", ["Owl Ltd"], ["contract"]),
        ("We share data with Owl Ltd and Lark Ltd. We have no DPA with them.", ["Owl Ltd", "Lark Ltd"], ["contract"]),
        ("- Owl Ltd (no DPA)\n- Lark Ltd, DPA pending", ["Owl Ltd no?", "Lark Ltd"], ["contract"]),
        ("- Owl Ltd - no DPA, SCC", ["Owl Ltd no? scc"], []),
        ("We have a data processing agreement with Owl Ltd.", ["Owl Ltd yes?"], []),
    ],
)
def test_a_contract_that_is_denied_or_planned(tmp_path, sentence, made, asked):
    assert read(tmp_path, f"{TITLES['en']}{sentence}\n") == (made, asked)


@pytest.mark.parametrize(
    "language, sentence, made",
    [
        ("de", "Mit der Owl GmbH besteht kein Auftragsverarbeitungsvertrag.", "Owl GmbH no?"),
        ("fr", "Nous n'avons pas conclu de contrat de sous-traitance avec Owl SAS.", "Owl SAS no?"),
        ("cs", "Se společností Owl s.r.o. nemáme uzavřenou zpracovatelskou smlouvu.", "Owl s.r.o no?"),
        ("es", "No hemos firmado un contrato de encargo del tratamiento con Owl S.L.", "Owl S.L no?"),
        ("it", "Non abbiamo stipulato un accordo sul trattamento dei dati con Owl S.r.l.", "Owl S.r.l no?"),
        ("nl", "Wij hebben geen verwerkersovereenkomst met Owl B.V.", "Owl B.V no?"),
        ("pl", "Nie zawarliśmy umowy powierzenia przetwarzania danych z Owl sp. z o.o.", "Owl sp. z o.o no?"),
        ("de", "Die Owl AG ist eigenständig Verantwortliche.", "Owl AG controller?"),
        (
            "de",
            "Wir übermitteln Daten an die Lark GmbH, einen Unterauftragnehmer der Owl GmbH.",
            "Lark GmbH sub-processor?",
        ),
        (
            "fr",
            "Nous transmettons vos données à Owl SAS, responsable de traitement indépendant.",
            "Owl SAS controller?",
        ),
        ("cs", "Údaje předáváme společnosti Owl s.r.o. jako samostatnému správci.", "Owl s.r.o controller?"),
        ("es", "Comunicamos sus datos a Owl S.L. como responsable independiente.", "Owl S.L controller?"),
        ("it", "Comunichiamo i dati a Owl S.r.l. quale titolare autonomo.", "Owl S.r.l controller?"),
        ("nl", "Wij delen gegevens met Owl B.V. als zelfstandig verwerkingsverantwoordelijke.", "Owl B.V controller?"),
        ("pl", "Przekazujemy dane Owl sp. z o.o. jako odrębnemu administratorowi.", "Owl sp. z o.o controller?"),
    ],
)
def test_roles_and_contracts_in_each_language(tmp_path, language, sentence, made):
    assert read(tmp_path, f"{TITLES[language]}{sentence}\n")[0] == [made]


@pytest.mark.parametrize(
    "sentence, made, asked",
    [
        ("We share data with Lark Ltd, sub-processor of Owl Ltd.", ["Lark Ltd sub-processor?", "Owl Ltd"], []),
        ("We share data with Owl Ltd, which engages Lark Ltd as sub-processor.", ["Owl Ltd", "Lark Ltd"], ["role"]),
        ("We share data with Owl Ltd and its sub-processor Lark Ltd.", ["Owl Ltd", "Lark Ltd"], ["role"]),
        ("Our processor Owl Ltd engages Lark Ltd.", ["Owl Ltd", "Lark Ltd"], ["role"]),
        ("We share data with Owl Ltd as a processor, and Lark Ltd gets it.", ["Owl Ltd processor?", "Lark Ltd"], []),
        ("Owl Ltd and Lark Ltd (processor) receive your data.", ["Owl Ltd", "Lark Ltd processor"], []),
        (
            "For our shop, we share data with our processors: Owl Ltd for hosting and Lark Ltd for payroll.",
            ["Owl Ltd processor?", "Lark Ltd processor?"],
            [],
        ),
        ("We use the processors Owl Ltd and Lark Ltd.", ["Owl Ltd processor?", "Lark Ltd processor?"], []),
        (
            "We share data with our processors Owl Ltd in Germany and Lark Ltd in France.",
            ["Owl Ltd processor?", "Lark Ltd processor?"],
            [],
        ),
        ("We share data with Owl Ltd as independent controller.", ["Owl Ltd controller?"], []),
        ("Owl Ltd is the controller for the payment.", ["Owl Ltd controller?"], []),
        ("We share data with Owl Ltd (our bank).", ["Owl Ltd", "bank"], []),  # and is not the organisation itself
    ],
)
def test_whose_role_a_sentence_states(tmp_path, sentence, made, asked):
    text = TITLES["en"].replace(" of Nest Ltd", "") + sentence
    assert read(tmp_path, text + "\n") == (made, asked)


def test_the_organisation_itself_is_read_where_it_is_described(tmp_path):
    text = "# Privacy notice\n\nThe controller is Nest Ltd. Owl Ltd is an independent controller.\n"
    (tmp_path / "notice.md").write_text(text, encoding="utf-8")
    assert draft(tmp_path / "notice.md").inventory.controller.name.rstrip(".") == "Nest Ltd"


RELATED = [
    ("Lark Ltd, sub-processor of Owl Ltd", ["Lark Ltd sub-processor"]),
    ("Lark Ltd, a subsidiary of Owl Ltd", ["Lark Ltd"]),
    ("Lark GmbH, Tochter der Owl AG", ["Lark GmbH"]),
    ("Lark Ltd, processor, Owl Ltd", ["Lark Ltd processor", "Owl Ltd"]),
]


@pytest.mark.parametrize("words, made", RELATED)
def test_what_a_company_is_to_another_one_is_no_recipient(tmp_path, words, made):
    assert read(tmp_path, f"{TITLES['en']}- {words}\n- Wren Ltd\n")[0] == [*made, "Wren Ltd"]
    register = f'Activity,Recipients,Legal basis\nNews,"{words}",Consent\n'
    assert read(tmp_path, register, "register.csv")[0] == made
