"""Whether there is a contract under Art. 28, and whether an impact assessment was made, in words."""

from __future__ import annotations

import pytest

from datamap.labels.values import read_contract, read_dpia

CONTRACTS = {
    "yes": ("DPA", "contract", "AV-Vertrag", "smlouva", "contrat de sous-traitance", "Art. 28 contract", "DPA of 2019"),
    "no": ("no contract", "kein AVV", "AVV fehlt", "DPA missing", "contract expired", "Vertrag gekündigt", "not a DPA"),
    "": (
        "consent / contract",
        "employment contract",
        "old contract",
        "contract lost",
        "contract pending",
        "contract needed",
        "DPA not required",
        "contract terminated in 2024",
        "DPA?",
        "see agreement",
    ),
}


@pytest.mark.parametrize(("value", "text"), [(v, t) for v, texts in CONTRACTS.items() for t in texts])
def test_the_words_beside_a_contract_decide(value, text):
    assert read_contract(text).only == value or read_contract(text).rest and value == "yes"
    assert [v.value for v in read_contract(text).values if v.sure] == ([value] if value else [])


@pytest.mark.parametrize(
    "text", ["not done", "to be done", "nicht durchgeführt", "non réalisée", "will be done in May"]
)
def test_an_assessment_that_is_denied_or_postponed_is_not_done(text):
    assert not any(v.sure for v in read_dpia(text).values)


@pytest.mark.parametrize("text", ["none needed", "not required", "nicht nötig", "no DPIA required"])
def test_words_that_deny_the_need_are_not_required(text):
    assert read_dpia(text).only == "not-required"
