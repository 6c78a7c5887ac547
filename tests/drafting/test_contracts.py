"""What a cell states of the contract under Art. 28: nothing that denies it in part counts as a contract."""

from __future__ import annotations

import pytest
from drafting.test_word_lists import table

CASES = [
    ("yes", ("yes", None)),
    ("Sí", ("yes", None)),
    ("DPA-17", ("yes", "DPA-17")),
    ("signed 2024-03-01", ("yes", "signed 2024-03-01")),
    ("contract no. 7", ("yes", "contract no. 7")),
    ("smlouva č. 12/2023", ("yes", "smlouva č. 12/2023")),
    ("no", ("no", None)),
    ("none", ("no", None)),
    ("no (2023)", ("no", None)),
    ("missing", ("no", None)),
    ("none - see note", None),
    ("n/a; internal", None),
    ("expired 2022", None),
    ("terminated 2023", None),
    ("yes, expired", None),
    ("signed?", None),
    ("to be signed", None),
    ("n/a", None),
]


@pytest.mark.parametrize("text, contract", CASES)
def test_a_list_of_vendors_and_a_register_read_a_contract_alike(text, contract):
    vendors = table(["Vendor", "Country", "DPA"], ["Owl Ltd", "UK", text], ["Lark Ltd", "UK", "yes"])
    register = table(["Activity", "Purpose", "Recipients", "Processor contract"], ["Pay", "To pay", "Owl Ltd", text])
    found = [vendors.recipients[0].dpa, register.activities[0].recipients[0].dpa]
    assert [f and (f.value, f.extra.get("reference")) for f in found] == [contract, contract]
    asked = ["contract" in {e.what for e in draft.reading} for draft in (vendors, register)]
    assert asked == [contract is None and text != "n/a"] * 2


@pytest.mark.parametrize("text", ["Owl Ltd: none; Lark Ltd: DPA-1", "Owl Ltd: none\nLark Ltd: DPA-1"])
def test_each_recipient_of_a_line_has_its_own_contract(text):
    found = table(
        ["Activity", "Purpose", "Recipients", "Processor contract"], ["Pay", "To pay", "Owl Ltd; Lark Ltd", text]
    )
    contracts = {r.name.value: r.dpa and r.dpa.value for r in found.activities[0].recipients}
    assert contracts == {"Owl Ltd": "no", "Lark Ltd": "yes"}


def test_the_contract_of_another_company_is_not_that_of_the_only_recipient():
    found = table(
        ["Activity", "Purpose", "Recipients", "Processor contract"], ["Pay", "To pay", "Owl Ltd", "Bird Ltd: yes"]
    )
    assert found.activities[0].recipients[0].dpa is None
    assert [(e.what, e.quote.words) for e in found.reading] == [("contract", "Bird Ltd: yes")]
