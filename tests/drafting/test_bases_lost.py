"""No legal basis of a cell is lost without a question: letters from ... to, and bases that words limit or postpone."""

from __future__ import annotations

import pytest

from datamap.labels import values
from datamap.questions.drafted import draft


def read(folder, cell):
    """The bases of a register with a cell, those to be confirmed with ``?``, and what is on the reading list."""
    file = folder / "register.csv"
    file.write_text(f'Activity,Recipients,Legal basis\nNews,Owl Ltd,"{cell}"\n', encoding="utf-8")
    found = draft(file)
    (news,) = found.inventory.purposes
    return [b.basis + "?" * (b.how != "stated") for b in news.legal_bases], found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "cell",
    [
        "Art. 6(1)(a)-(c)",
        "Art. 6(1)(a) to (c)",
        "Art. 6 Abs. 1 lit. a bis c DSGVO",
        "Art. 6(1)(a)–(c)",
        "čl. 6 odst. 1 písm. a) až c)",
        "art. 6 ust. 1 lit. a) do c)",
        "art. 6, par. 1, lett. a)-c)",
    ],
)
def test_the_letters_between_two_are_to_be_confirmed(tmp_path, cell):
    assert read(tmp_path, cell) == (["6-1-a", "6-1-b?", "6-1-c"], ["legal basis"])


@pytest.mark.parametrize(
    "cell, bases",
    [
        ("čl. 6 odst. 1 písm. a) a f)", ["6-1-a", "6-1-f"]),  # in Czech, a is "and"
        ("Art. 6(1)(b) - contract", ["6-1-b"]),
        ("Art. 6(1)(a) - Art. 6(1)(b)", ["6-1-a", "6-1-b"]),
    ],
)
def test_letters_that_are_not_from_one_to_another(tmp_path, cell, bases):
    assert read(tmp_path, cell) == (bases, [])


@pytest.mark.parametrize(
    "cell, bases",
    [
        ("Contract or, where this does not apply, legitimate interests", ["6-1-f"]),
        ("Consent - until withdrawal; afterwards legitimate interests", ["6-1-f"]),
        ("Contract; consent where required", ["6-1-b"]),
        ("Contract; consent (planned)", ["6-1-b"]),
        ("Contract; legitimate interests (LIA pending)", ["6-1-b"]),
        ("Vertrag; ggf. Einwilligung", ["6-1-b"]),
        ("Contrat ; le cas échéant consentement", ["6-1-b"]),
        ("Smlouva; případně souhlas", ["6-1-b"]),
        ("Contrato; en su caso consentimiento", ["6-1-b"]),
        ("Contratto; se necessario consenso", ["6-1-b"]),
        ("Overeenkomst; indien nodig toestemming", ["6-1-b"]),
        ("Umowa; w razie potrzeby zgoda", ["6-1-b"]),
    ],
)
def test_a_basis_that_words_limit_is_asked_for(tmp_path, cell, bases):
    assert read(tmp_path, cell) == (bases, ["legal basis"])


@pytest.mark.parametrize(
    "cell", ["not consent but contract", "No consent needed; contract", "Contract; consent can be withdrawn"]
)
def test_what_is_denied_is_no_question(tmp_path, cell):
    assert read(tmp_path, cell) == (["6-1-b"], [])


def test_a_condition_in_doubt_is_asked_for(tmp_path):
    bases, asked = read(tmp_path, "Art. 6(1)(b); Art. 9(2)(a) not applicable to all")
    assert (bases, asked) == (["6-1-b"], ["condition"])
    assert [v.value for v in values.read_conditions("Art. 9(2)(a)-(c)").values] == ["9-2-a", "9-2-b", "9-2-c"]
