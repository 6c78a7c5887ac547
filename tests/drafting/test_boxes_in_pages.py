"""A box to tick in HTML is read as ticked or not, and what is chosen in a field of a form is not lost."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

from datamap.questions.drafted import draft

TABLE = (
    "<table><tr><th>Activity</th><th>Legal basis</th><th>Recipients</th></tr>"
    "<tr><td>News</td><td>{}</td><td>Owl Ltd</td></tr></table>"
)
BOXES = [
    "<input type=checkbox checked disabled> Consent<br><input type=checkbox disabled> Contract",
    '<label>Consent <input type="checkbox" checked="checked"></label><br><label>Contract <input type=checkbox></label>',
    "<ul><li><input type='radio' checked> Consent</li><li><input type='radio'> Contract</li></ul>",
    '<input type="checkbox" class="checked"> Contract <input checked type="checkbox"> Consent',
]


def read(folder, name, text):
    """The legal bases of the one activity of a document, and what is on its reading list."""
    found = drafted(folder, text, name)
    (activity,) = found.inventory.purposes
    return [b.basis for b in activity.legal_bases], found.to_read["what"].tolist()


@pytest.mark.parametrize("cell", BOXES)
def test_only_the_ticked_basis_is_stated(tmp_path, cell):
    wanted = ["6-1-a"], ["the option that is not ticked"]
    assert read(tmp_path, "page.html", "<h1>Record of processing</h1>" + TABLE.format(cell)) == wanted
    assert read(tmp_path, "page.md", "# Record of processing\n\n" + TABLE.format(cell) + "\n") == wanted


def test_a_tag_in_a_table_of_markdown(tmp_path):
    cell = BOXES[0]
    text = f"| Activity | Legal basis | Recipients |\n|---|---|---|\n| News | {cell} | Owl Ltd |\n"
    assert read(tmp_path, "page.md", text) == (["6-1-a"], ["the option that is not ticked"])


@pytest.mark.parametrize("box, contract", [("<input type=checkbox checked>", True), ("<input type=checkbox>", False)])
def test_a_box_alone_in_a_cell(tmp_path, box, contract):
    text = (
        "<h1>Suppliers</h1><table><tr><th>Vendor</th><th>Country</th><th>DPA</th></tr>"
        f"<tr><td>Owl Ltd</td><td>USA</td><td>{box}</td></tr></table>"
    )
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    (owl,) = draft(tmp_path / "page.html").inventory.recipients
    assert (owl.dpa == "yes") == contract


@pytest.mark.parametrize(
    "cell, words",
    [
        ("<select><option>Consent</option><option selected>Contract</option></select>", "Contract"),
        ('<input type="text" value="Contract">', "Contract"),
        ("<textarea>Contract</textarea>", "Contract"),
    ],
)
def test_what_is_filled_in_is_asked(tmp_path, cell, words):
    bases, asked = read(tmp_path, "page.html", "<h1>Record of processing</h1>" + TABLE.format(cell))
    assert (bases, asked) == ([], [f"a field of a form: '{words}'"])


def test_boxes_that_open_parts_of_a_page_are_not_read(tmp_path):
    text = (
        "<h1>Privacy notice of Nest Ltd</h1><input type=checkbox id=a><label for=a>Recipients</label>"
        "<div>We share your data with Owl Ltd in the USA.</div>"
        "<form><label><input type=checkbox checked>Needed</label><label><input type=checkbox>Other</label></form>"
    )
    found = drafted(tmp_path, text, "page.html")
    assert [r.name for r in found.inventory.recipients] == ["Owl Ltd"]
    assert found.merged.reading[-1].why.endswith("(Other)")
