"""A header of two rows: a wide label above the labels of its columns, in a workbook and on a page."""

from __future__ import annotations

import openpyxl
import pytest

import datamap as dm

HEAD = [["Activity", "Legal basis", "Recipients", None, "Retention"], [None, None, "Name", "Country", None]]
ROWS = [
    ["Payroll", "Art. 6(1)(c) GDPR", "Post Ltd", "Ireland", "5 years"],
    [None, None, "Bank AG", "Germany", None],
    ["Shop", "Art. 6(1)(b) GDPR", "Mail Inc.", "USA", "1 year"],
]


def workbook(path, down):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in HEAD + ROWS:
        sheet.append(row)
    sheet.merge_cells("C1:D1")
    for column in "ABE" if down else "":
        sheet.merge_cells(f"{column}1:{column}2")
        sheet.merge_cells(f"{column}3:{column}4")
    book.save(path)
    return path


def page(path, down):
    spans = ' rowspan="2"' if down else ""
    cells = [f"<th{spans}>{t}</th>" if t != "Recipients" else '<th colspan="2">Recipients</th>' for t in HEAD[0] if t]
    below = "<th>Name</th><th>Country</th>"
    lower = below if down else f"<th></th><th></th>{below}<th></th>"
    body = "".join("<tr>" + "".join(f"<td>{t or ''}</td>" for t in row) + "</tr>" for row in ROWS)
    path.write_text(f"<table><tr>{''.join(cells)}</tr><tr>{lower}</tr>{body}</table>", encoding="utf-8")
    return path


@pytest.mark.parametrize("down", [True, False], ids=["labels reach down", "nothing below labels"])
@pytest.mark.parametrize("make, name", [(workbook, "register.xlsx"), (page, "register.html")])
def test_the_parts_of_a_wide_label_are_labels(tmp_path, make, name, down):
    merged = dm.draft(make(tmp_path / name, down)).merged
    found = {o.name.value: [f.value for _, f in o.facts("places")] for o in merged.organisations}
    assert found == {"Post Ltd": ["IE"], "Bank AG": ["DE"], "Mail Inc.": ["US"]}
    periods = {a.name.value: [f.value for f in a.retention] for _, a in merged.activities}
    assert periods == {"Payroll": ["P5Y"], "Shop": ["P1Y"]} and merged.reading == []


def test_a_row_of_values_below_a_wide_label_is_no_header(tmp_path):
    text = "<table><tr><th>Activity</th><th colspan='2'>Recipients</th></tr>"
    text += "<tr><td>Payroll</td><td>Post Ltd</td><td>Bank AG</td></tr><tr><td>Shop</td><td>Mail Inc.</td></tr></table>"
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    assert [a.name.value for _, a in dm.draft(tmp_path / "a.html").merged.activities] == ["Payroll", "Shop"]
