"""What a row or a label states and no fact takes is on the reading list, or beside the fact."""

import openpyxl
import pytest
from click.testing import CliRunner

from datamap.cli import main
from datamap.drafting import output, writer
from datamap.drafting.draft import draft
from datamap.formats.yaml import writer as yaml_writer


@pytest.mark.parametrize("other", ["Acme Inc.", "none"])
def test_an_unknown_recipient_beside_others_is_asked_about(tmp_path, other):
    file, out = tmp_path / "register.csv", tmp_path / "map.yaml"
    file.write_text(f"Activity,Recipients\nHosting of the shop,{other}; tbd\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["draft", str(file), "-o", str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert "recipients: none" not in out.read_text(encoding="utf-8")
    assert "further recipients are not known yet" in (tmp_path / "map.reading.md").read_text(encoding="utf-8")


HEAD = ("Vendor", "Transfer tool", "Country", "Service", "Contract (Art. 28)", "Remark")
ROW = ("SCC", "USA", "newsletters", "Folder 7 (yes)", "since spring")


def drafted(tmp_path, *rows):
    file = tmp_path / "list.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    merged = draft(file)
    return merged, yaml_writer.dump(writer.inventory(merged).inventory) + output.reading_text(merged)


@pytest.mark.parametrize(
    "name", ["", "<<", "-", "n/a", "none", "as long as necessary", "not yet decided", "no vendors"]
)
def test_all_that_a_row_without_a_recipient_states_is_listed(tmp_path, name):
    merged, text = drafted(tmp_path, HEAD, (name, *ROW), ("Hoster GmbH", "", "Germany", "hosting", "yes", ""))
    assert [o.name.value for o in merged.organisations] == ["Hoster GmbH"]
    assert [word for word in ROW if word not in text] == []


@pytest.mark.parametrize("status", ["terminated", "not in use"])
def test_all_that_a_row_of_a_recipient_that_is_not_in_use_states_is_listed(tmp_path, status):
    _, text = drafted(tmp_path, (*HEAD, "Status"), ("Acme Inc.", *ROW, status))
    assert [word for word in ROW if word not in text] == []


def test_a_row_that_states_that_there_is_none_is_no_question(tmp_path):
    merged, text = drafted(tmp_path, HEAD, ("none", "-", "n/a", "", "", ""), ("Hoster GmbH", "", "Germany", "", "", ""))
    assert [o.name.value for o in merged.organisations] == ["Hoster GmbH"] and "it names no recipient" not in text


@pytest.mark.parametrize("top", [(), (("", "", ""), ("Hoster GmbH", "hosting", "Germany"))])
def test_an_unknown_label_above_names_is_beside_each_of_them(tmp_path, top):
    rows = ("Postbird Inc.", "newsletters", "USA"), ("Desk Ltd", "support", "Germany")
    merged, text = drafted(tmp_path, *top, ("Zonk", "Service", "Country"), *rows)
    assert [o.name.sure for o in merged.organisations] == [False] * len(merged.organisations)
    assert "the label above it is not known: 'Zonk'" in " ".join(text.replace("''", "'").split())


@pytest.mark.parametrize("words", ["none outside the EU", "no recipients in third countries", "no transfers"])
def test_that_no_other_country_gets_data_is_not_that_nobody_does(tmp_path, words):
    _, text = drafted(tmp_path, ("Activity", "Legal basis", "Recipients"), ("Payroll", "Art. 6(1)(c)", words))
    assert "recipients: none" not in text and f"Recipients: {words}" in text


@pytest.mark.parametrize(
    "title, listed",
    [
        ("Suppliers of Lipa Medical s.r.o.", True),
        ("Record of processing activities (Art. 30 GDPR)", False),
        ("Vendors with standard contractual clauses", False),
    ],
)
def test_an_organisation_that_only_the_title_of_a_sheet_names_is_listed(tmp_path, title, listed):
    workbook = openpyxl.Workbook()
    rows = ([title], [], ["Vendor", "Service", "Country"], ["Hoster GmbH", "hosting", "Germany"])
    for row in rows:
        workbook.active.append(row)
    workbook.save(tmp_path / "list.xlsx")
    merged = draft(tmp_path / "list.xlsx")
    assert [o.name.value for o in merged.organisations] == ["Hoster GmbH"]
    assert [e.quote.words for e in merged.reading] == ([title] if listed else [])


@pytest.mark.parametrize(
    "rows, kept",
    [
        (  # "no" may stand for a number, or deny what the column is about
            (("Vendor", "Country", "no"), ("Postbird Inc.", "USA", "SCC"), ("Desk Ltd", "India", ", blue")),
            ("SCC", "blue"),
        ),
        (  # a column of what they provide, under a label that nobody knows
            (("Vendor", "Zonk", "Country"), ("Postbird Inc.", "newsletters", "USA"), ("Hoster GmbH", "hosting", "EU")),
            ("the label 'Zonk'",),
        ),
        (  # rows that each state another organisation
            (("role", "address", "location", "name"), ("processor", "1 Owl Street", "", "no"))
            + (("processor", "2 Lark Street", "India", "Acme Ltd"), ("processor", "3 Wren Street", "Peru", "Fern Ltd")),
            ("1 Owl Street", "2 Lark Street", "Acme Ltd", "3 Wren Street", "Fern Ltd", "Peru"),
        ),
        (  # a recipient that is left out, with what is beside it
            (("Processing activity", "Purpose", "Recipients"), ("Payroll", "salaries", "Postbird (letters (no))")),
            ("letters (no)",),
        ),
        (  # rows of one activity with words for a role that nobody knows
            (("Activity", "Role", "Purpose"), ("Payroll", "zonk", "salaries"), ("Payroll", "blue", "salaries")),
            ("zonk", "blue"),
        ),
        (  # the label beside a label is no value of it
            (
                ("joint controller", "Service", "Country", "Transfer tool"),
                ("Postbird Inc.", "newsletters", "USA", "SCC"),
            ),
            ("neither activities, recipients nor parties are recognised",),
        ),
        (  # names of recipients without a label
            (("", "Service", "Country"), ("Postbird Inc.", "newsletters", "USA"), ("Hoster GmbH", "hosting", "EU")),
            ("Postbird Inc.", "Hoster GmbH"),
        ),
    ],
    ids=["number", "service", "organisation", "left out", "role", "labels", "no label"],
)
def test_no_word_of_a_table_is_lost(tmp_path, rows, kept):
    _, text = drafted(tmp_path, *rows)
    assert [word for word in kept if word not in text.replace("''", "'")] == []
