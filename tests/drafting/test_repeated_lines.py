"""What two lines, or two parts of one cell, state of one recipient or activity: none of it is lost."""

from __future__ import annotations

import pytest

from datamap.drafting import output, writer
from datamap.drafting.draft import draft
from datamap.formats.yaml import writer as yaml_writer

HEAD = "Vendor,Role,Legal entity,Country,Transfer tool,Contract (Art. 28)\n"
FIRST = "Postbird,processor,Postbird Inc.,USA,SCC,signed in May\n"


def read(tmp_path, text):
    """The inventory of a register, and it with its reading list as one text."""
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    merged = draft(path)
    found = writer.inventory(merged).inventory
    return found, yaml_writer.dump(found) + output.reading_text(merged)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (",processor,Postbird Inc.,Germany,SCC,file 12", "file 12"),
        (",processor,Postbird GmbH,Germany,SCC,", "Postbird GmbH"),
        (",controller,,Germany,SCC,", "controller"),
    ],
)
def test_what_a_second_line_states_otherwise_is_kept_and_listed(tmp_path, second, words):
    found, text = read(tmp_path, HEAD + FIRST + second + "\nDesk,processor,,UK,,yes\n")
    assert words in text
    assert (found.recipients[0].role, found.recipients[0].legal_entity) == ("processor", "Postbird Inc.")


@pytest.mark.parametrize("answers", [("signed in May", "no"), ("no", "signed in May")])
def test_a_contract_that_one_line_denies_is_missing_until_a_person_looks(tmp_path, answers):
    first, second = answers
    rows = f"Postbird,processor,,USA,,{first}\n,processor,,Germany,,{second}\nDesk,processor,,UK,,yes\n"
    found, text = read(tmp_path, HEAD + rows)
    assert found.recipients[0].dpa == "no" and "signed in May" in text and "**contract**" in text


@pytest.mark.parametrize("cell", ["SCC; Raven clauses", "Raven clauses (adequacy)"])
def test_the_part_of_a_tool_that_is_not_recognised_is_listed(tmp_path, cell):
    _, text = read(tmp_path, HEAD + f"Postbird,processor,,USA,{cell},yes\n")
    assert "Raven" in text and "not recognised as a transfer tool" in text


@pytest.mark.parametrize("cell", ["file 12 (yes)", "no; asked in May"])
def test_words_beside_a_yes_or_a_no_are_kept(tmp_path, cell):
    _, text = read(tmp_path, HEAD + f'Postbird,processor,,USA,SCC,"{cell}"\n')
    assert cell in text


def test_two_lines_that_name_one_basis_in_other_words_are_both_kept(tmp_path):
    head = "Processing activity,Data subjects,Legal basis,Legitimate interest\n"
    rows = "News,Customers,legitimate interest (letters),to win customers\n"
    rows += "News,Customers,Art. 6(1)(f) by post,to keep them\n"
    found, text = read(tmp_path, head + rows)
    assert len(found.purposes[0].legal_bases) == 1
    assert "letters" in text and "by post" in text and "to win customers" in text and "to keep them" in text
