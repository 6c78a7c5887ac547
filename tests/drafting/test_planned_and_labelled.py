"""Planned measures, brands that are common words, exceptions of denials, and roles in the labels of lists."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

HEAD = "# Privacy notice of Nest Ltd\n\n## Purposes of processing\n\n### Shop\n\nLegal basis: Art. 6(1)(b) GDPR\n\n"
RECIPIENTS = "# Privacy notice of Nest Ltd\n\n## Recipients\n\n"


@pytest.mark.parametrize(
    "cell, measures",
    [
        ("encryption (planned)", ["encryption (planned)?"]),
        ("access control to be introduced", ["access control to be introduced?"]),
        ("geplante Verschlüsselung", ["geplante Verschlüsselung?"]),
        ("no paper", ["no paper"]),
        ("passwords must be changed", ["passwords must be changed"]),
        ("encryption", ["encryption"]),
    ],
)
def test_a_measure_that_is_planned_is_to_be_confirmed(tmp_path, cell, measures):
    notice = drafted(tmp_path, f"{HEAD}Security measures: {cell}\n")
    register = drafted(tmp_path, f"Activity,Security measures,Legal basis\nShop,{cell},Consent\n", "register.csv")
    for found in (notice, register):
        ((_, activity),) = found.merged.activities
        assert [m.value + "?" * (not m.sure) for m in activity.measures] == measures


@pytest.mark.parametrize(
    "name, sentence, tools",
    [
        ("Data Ltd", "All data are transferred on the basis of standard contractual clauses.", []),
        ("Standard Ltd", "We rely on standard contractual clauses.", []),
        ("Standard Ltd", "Standard contractual clauses are in place.", []),
        ("Elmwood Ltd", "Elmwood has signed standard contractual clauses.", ["scc"]),
        ("Data Ltd", "Data Ltd has signed standard contractual clauses.", ["scc"]),
    ],
)
def test_a_common_word_is_not_the_brand_of_a_recipient(tmp_path, name, sentence, tools):
    found = drafted(tmp_path, f"{RECIPIENTS}- {name} (USA)\n- Cloud Inc. (USA)\n\n{sentence}\n")
    first = found.inventory.recipients[0]
    assert [t.kind for t in first.safeguards if first.safeguards != "unknown"] == tools
    assert ("transfer tool" in found.to_read["what"].tolist()) == (not tools)


@pytest.mark.parametrize(
    "sentence, asked",
    [
        ("We do not use automated decision-making, except for credit checks.", True),
        ("We do not use automated decision-making.", False),
    ],
)
def test_an_exception_of_a_denial_is_asked(tmp_path, sentence, asked):
    whys = drafted(tmp_path, f"{HEAD}{sentence}\n").to_read["why"]
    assert any("automated decisions" in why for why in whys) == asked


def test_a_denied_group_of_people_is_none(tmp_path):
    ((_, activity),) = drafted(tmp_path, f"{HEAD}Data subjects: customers, no children\n").merged.activities
    assert [s.value for s in activity.subjects] == ["customers"]


@pytest.mark.parametrize(
    "line, roles",
    [
        ("- Processors: Owl Ltd, Lark Ltd", {"Owl Ltd": "processor", "Lark Ltd": "processor"}),
        ("Processors: Owl Ltd", {"Owl Ltd": "processor"}),
        ("- Independent controllers: Wren Ltd", {"Wren Ltd": "controller"}),
        ("- Joint controllers: Elm Ltd", {"Elm Ltd": "joint"}),
        ("- Recipients: Owl Ltd", {"Owl Ltd": "unknown"}),
        ("- Auftragsverarbeiter: Owl GmbH", {"Owl GmbH": "processor"}),
    ],
)
def test_the_label_of_a_list_states_the_role(tmp_path, line, roles):
    found = drafted(tmp_path, f"{RECIPIENTS}{line}\n").inventory.recipients
    assert {r.name: r.role for r in found} == roles
