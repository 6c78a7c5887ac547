"""What only refers to another place is no value: no group of people, category, source or joint controller."""

from __future__ import annotations

import pytest

from datamap.drafting.tables import cells
from datamap.questions.drafted import draft

COLUMNS = ("Data subjects", "Categories of data", "Source", "Joint controllers", "Systems")


def read(folder, cell):
    """An activity of a register with a cell in each list, and which columns are on the reading list."""
    file = folder / "register.csv"
    labels, row = ",".join(COLUMNS), ",".join([cell] * len(COLUMNS))
    file.write_text(f"Activity,Recipients,Legal basis,{labels}\nNews,Owl Ltd,Consent,{row}\n", encoding="utf-8")
    found = draft(file)
    (news,) = found.inventory.purposes
    lists = (news.subjects, news.categories, news.sources, news.joint_with, news.systems)
    return [len(x) if isinstance(x, tuple) else 0 for x in lists], sorted(found.to_read["what"])


@pytest.mark.parametrize(
    "cell",
    ["see 3.2", "as for the shop", "same as Shop", "as above", "ditto", "siehe Anlage 2", "wie bei Shop", "wie oben",
     "voir annexe 2", "viz příloha 2", "véase el anexo", "vedi allegato", "zie bijlage", "patrz załącznik"],
)  # fmt: skip
def test_a_reference_is_a_question_and_no_value(tmp_path, cell):
    assert read(tmp_path, cell) == ([0] * 5, sorted(f"'{c}'" for c in COLUMNS))


def test_an_item_that_refers_leaves_the_others(tmp_path):
    assert read(tmp_path, "Customers; see annex 2") == ([1] * 5, sorted(f"'{c}'" for c in COLUMNS))


def test_a_reference_to_the_row_above_is_read(tmp_path):
    file = tmp_path / "register.csv"
    file.write_text(
        "Activity,Recipients,Legal basis,Data subjects\nShop,Owl Ltd,Contract,Customers\n"
        "News,same as before,same as before,same as before\n",
        encoding="utf-8",
    )
    found = draft(file)
    shop, news = found.inventory.purposes
    assert (news.subjects, news.recipients) == (shop.subjects, shop.recipients)
    assert [b.basis for b in news.legal_bases] == ["6-1-b"]
    assert found.to_read.empty


@pytest.mark.parametrize("text", ["See Tickets Ltd", "Seehotel", "Same Day Ltd", "name", "customers as defined above"])
def test_other_words_refer_to_nothing(text):
    assert not cells.refers(text)


def test_a_notice_that_refers_to_another_part(tmp_path):
    file = tmp_path / "notice.md"
    file.write_text(
        "# Privacy notice of Nest Ltd\n\n## Newsletter\n\nPurpose: sending news\nLegal basis: consent\n"
        "Data: e-mail\n\n## Support\n\nPurpose: answers\nLegal basis: contract\nData: same as newsletter\n",
        encoding="utf-8",
    )
    found = draft(file)
    assert [c.name for c in found.inventory.categories] == ["e-mail"]
    assert found.to_read["words"].tolist() == ["same as newsletter"]
