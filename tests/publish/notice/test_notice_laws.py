"""A notice under British or Swiss law, or under several; what is recorded but not certain."""

from __future__ import annotations

import re

import pytest
from test_notice import MAP, part, text_of

from datamap.labels import LANGUAGES


def under(country: str, *others: str) -> str:
    also = f"  also_under: [{', '.join(others)}]\n" if others else ""
    return MAP.replace("  country: IE\n  role", f"  country: {country}\n{also}  role")


def test_every_law_that_the_organisation_is_under_is_cited():
    text = text_of(text=under("IE", "uk"), day="2025-01-10")
    assert "**Applicable law:** GDPR, UK GDPR" in part(text, "Who is responsible")
    assert "performance of a contract (Art. 6(1)(b) GDPR, UK GDPR)" in part(text, "Orders")
    assert "**Access (Art. 15 GDPR, UK GDPR):**" in part(text, "Your rights")
    assert "Applicable law" not in text_of(), "with one law its citations are enough"


def test_the_provisions_of_laws_with_other_numbers_are_cited_beside_each_other():
    rights = part(text_of(text=under("IE", "ch")), "Your rights")
    assert "**Access (Art. 15 GDPR; Art. 25 FADP):**" in rights
    assert "**Restriction (Art. 18 GDPR):**" in rights, "the Swiss act has no such right"
    swiss = part(text_of(text=under("CH", "eu")), "Your rights")
    assert "**Access (Art. 25 FADP; Art. 15 GDPR):**" in swiss


def test_british_provisions_on_automated_decisions_are_cited_beside_those_of_the_union():
    text = under("IE", "uk").replace("automated_decisions: no", "automated_decisions: yes")
    assert "(Art. 22 GDPR; UK GDPR Art. 22A to 22D)" in part(text_of(text=text), "Your rights")
    british = part(text_of(text=under("GB").replace("automated_decisions: no", "")), "Your rights")
    assert "need not accept" not in british, "the law of 2025 permits such decisions, with safeguards"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_swiss_notice_refers_to_no_part_that_it_does_not_have(language):
    text = text_of(text=under("CH"), language=language)
    assert not re.search(r"“”|„“|«  »|\(\)", text)
    assert "GDPR" not in text and "RGPD" not in text and "DSGVO" not in text


def test_a_recipient_that_someone_concluded_is_to_be_confirmed():
    text = MAP.replace("recipients: [mailer, carriers]", "recipients: [carriers, {recipient: mailer, how: inferred}]")
    orders = part(text_of(text=text), "Orders")
    assert re.search(r"\*\*Recipients:\*\*\n    - \*\*carriers\*\*\n- \*\*Recipients, to be confirmed:\*\*\n", orders)
    assert "for which of the purposes: Mailer" in part(text_of(text=text), "Still to be completed")
    assert "to be confirmed" not in text_of()


def test_a_safeguard_that_may_not_cover_the_transfer_is_listed_as_open():
    text = MAP.replace("tia: positive}", "tia: positive}\n    subject_to_gdpr: yes")
    found = text_of(text=text)
    assert "standard contractual clauses" in part(found, "Who receives your data")
    assert "is a valid basis for the transfer to: Mailer" in part(found, "Still to be completed")
    assert "a valid basis" not in text_of()


def test_names_that_end_with_a_full_stop_do_not_end_a_sentence_with_two():
    text = MAP.replace("name: Acme Ltd", "name: Acme s.r.o.").replace(
        "email: privacy@acme.example", "address: Ulice a.s."
    )
    for language in LANGUAGES:
        assert not re.search(r"(?<!\.)\.\.(?!\.)", text_of(text=text, language=language))


def test_the_first_layer_names_a_few_of_many_and_counts_the_others():
    many = "".join(f"  - {{id: r{n}, name: R{n}, role: processor}}\n" for n in range(9))
    text = MAP.replace("[mailer, carriers]", "[" + ", ".join(f"r{n}" for n in range(9)) + "]") + many
    first = part(text_of(text=text), "In short")
    assert "received by 9 recipients: R0; R1; R2; R3; R4; R5 and 3 others." in first
    assert "not yet determined for: R0; R1; R2; R3; R4; R5 and 3 others." in first
