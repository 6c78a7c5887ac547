"""A tool or contract that is only being concluded is not in place, and is a question."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

SENTENCES = [
    (
        "Privacy notice of Nest Ltd",
        "Recipients",
        "Standard contractual clauses are being concluded with Owl Inc. (USA).",
    ),
    ("Privacy notice of Nest Ltd", "Recipients", "We are concluding standard contractual clauses with Owl Inc. (USA)."),
    (
        "Datenschutzerklärung",
        "Empfänger",
        "Mit der Owl Inc. (USA) werden derzeit Standardvertragsklauseln abgeschlossen.",
    ),
    ("Zásady ochrany osobních údajů", "Příjemci", "S Owl Inc. (USA) právě uzavíráme standardní smluvní doložky."),
    (
        "Política de privacidad",
        "Destinatarios",
        "Estamos firmando cláusulas contractuales tipo con Owl Inc. (EE. UU.).",
    ),
    (
        "Informativa sulla privacy",
        "Destinatari",
        "Stiamo stipulando clausole contrattuali standard con Owl Inc. (USA).",
    ),
    ("Polityka prywatności", "Odbiorcy", "Z Owl Inc. (USA) właśnie zawieramy standardowe klauzule umowne."),
]


def read(folder, title, heading, sentence):
    """The only recipient, and what is on the reading list."""
    found = drafted(folder, f"# {title}\n\n## {heading}\n\n{sentence}\n")
    (recipient,) = found.inventory.recipients
    return recipient, found.to_read["what"].tolist()


@pytest.mark.parametrize("title, heading, sentence", SENTENCES)
def test_clauses_that_are_being_concluded(tmp_path, title, heading, sentence):
    recipient, asked = read(tmp_path, title, heading, sentence)
    assert ([t.kind for t in recipient.safeguards], asked) == (["unknown"], ["transfer tool"])


@pytest.mark.parametrize(
    "sentence, dpa, asked",
    [
        ("A data processing agreement is being concluded with Owl Ltd.", "unknown", ["contract"]),
        ("We are signing a data processing agreement with Owl Ltd.", "unknown", ["contract"]),
        ("A data processing agreement was concluded with Owl Ltd.", "yes", []),
    ],
)
def test_a_contract_that_is_being_concluded(tmp_path, sentence, dpa, asked):
    recipient, to_read = read(tmp_path, "Privacy notice of Nest Ltd", "Recipients", sentence)
    assert (recipient.dpa, to_read) == (dpa, asked)


def test_clauses_that_were_concluded(tmp_path):
    sentence = "Standard contractual clauses were concluded with Owl Inc. (USA)."
    recipient, asked = read(tmp_path, "Privacy notice of Nest Ltd", "Recipients", sentence)
    assert ([t.kind for t in recipient.safeguards], asked) == (["scc"], [])
