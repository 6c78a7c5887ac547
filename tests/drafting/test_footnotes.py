"""A footnote below a table is no activity, and may limit what is marked with it: it is on the reading list."""

from __future__ import annotations

import pytest

from datamap.drafting import footnotes
from datamap.questions.drafted import draft

HEAD = "Activity,Categories of data,Legal basis,Retention,Recipients\n"


@pytest.mark.parametrize(
    "cell, note",
    [
        ("Contract*", "* only with consent"),
        ("Contract *", "*only with consent"),
        ("Contract†", "† only with consent"),
        ("Contract (1)", "(1) only with consent"),
        ("Contract [1]", "[1] only with consent"),
    ],
)
def test_a_footnote_in_a_row_of_its_own(tmp_path, cell, note):
    file = tmp_path / "register.csv"
    file.write_text(f"{HEAD}Shop,name,{cell},10 years,Owl Ltd\n{note},,,,\n", encoding="utf-8")
    found = draft(file)
    (shop,) = found.inventory.purposes
    (basis,) = shop.legal_bases
    marked = cell[-1] in "*†"  # a number in brackets is that of a paragraph
    assert (basis.basis, basis.how) == ("6-1-b", "proposed" if marked else "stated")
    asked = [["legal basis", cell]] if marked else []
    assert found.to_read[["what", "words"]].values.tolist() == [*asked, ["footnote", note]]


def test_a_footnote_below_a_table(tmp_path):
    file = tmp_path / "vendors.html"
    file.write_text(
        "<h1>Vendors of Nest Ltd</h1><table><tr><th>Vendor</th><th>Country</th><th>Safeguards</th></tr>"
        "<tr><td>Owl Ltd</td><td>USA</td><td>SCC*</td></tr><tr><td>Lark Ltd</td><td>India</td><td>SCC</td></tr></table>"
        "<p>* to be signed</p><p>All others are ours.</p>",
        encoding="utf-8",
    )
    found = draft(file)
    assert ["footnote", "* to be signed"] in found.to_read[["what", "words"]].values.tolist()


@pytest.mark.parametrize(
    "note, other",
    [
        ("(1) Each party", "Art. 6(1)(b)"),
        ("(1) Each party", "Art. 6 (1) GDPR"),
        ("* name", "email; address"),
        ("10 years", "Contract*"),
        ("*", "Contract*"),
    ],
)
def test_other_texts_are_no_footnotes(note, other):
    assert not footnotes.is_note(note, [note, other])


def test_an_interest_that_is_left_open(tmp_path):
    file = tmp_path / "register.csv"
    head = "Activity,Legal basis,Legitimate interests,Recipients\n"
    for cell in ("to be assessed", "see the balancing test", "wird noch ermittelt"):
        file.write_text(f"{head}Camera,Legitimate interests,{cell},Owl Ltd\n", encoding="utf-8")
        found = draft(file)
        (basis,) = found.inventory.purposes[0].legal_bases
        assert (basis.interest, found.to_read["what"].tolist()) == ("unknown", ["legitimate interest"])
    file.write_text(f"{head}Camera,Legitimate interests,protection where necessary,Owl Ltd\n", encoding="utf-8")
    found = draft(file)
    (basis,) = found.inventory.purposes[0].legal_bases
    assert (basis.interest, found.to_read.empty) == ("protection where necessary", True)
