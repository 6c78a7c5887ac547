"""Legal bases with a bracket and words behind it: the bracket is the law, the words are the case it applies to."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited, written

from datamap.formats.workbook import writer
from datamap.formats.workbook.edits import ACCEPTED
from datamap.formats.yaml.writer import plain


def based(text):
    """The legal bases of an activity after a text was typed into its cell, the report on it, and the inventory."""
    got = Edited(written()).add("Activities", Activity="Lab work", Legal_basis=text).read()
    made = next(p for p in got.inventory.purposes if p.name == "Lab work")
    edit = next(e for e in got.edits if e.field == "Legal basis")
    return plain(made).get("legal_bases"), edit, got.inventory


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        (
            "legal obligation (zákon 48/1997 Sb.) for insured care",
            {"basis": "6-1-c", "law": "zákon 48/1997 Sb.", "when": "for insured care"},
        ),
        (
            "právní povinnost (zákon č. 48/1997 Sb. (pojištění)) pro pojištěnce",
            {"basis": "6-1-c", "law": "zákon č. 48/1997 Sb. (pojištění)", "when": "pro pojištěnce"},
        ),
        (
            "legitimate interest (security) on the website",
            {"basis": "6-1-f", "interest": "security", "when": "on the website"},
        ),
        ("consent (cookie bar) for the pixel", {"basis": "6-1-a", "when": "cookie bar; for the pixel"}),
        ("legal obligation (zákon 48/1997 Sb.)", {"basis": "6-1-c", "law": "zákon 48/1997 Sb."}),
        ("legal obligation (Art. 6(1)(c)) tax law", {"basis": "6-1-c", "law": "tax law"}),
    ],
)
def test_words_behind_the_bracket_are_no_part_of_it(text, basis):
    made, edit, inventory = based(text)
    assert edit.state == ACCEPTED
    (got,) = made
    assert got == basis
    for told in (edit.meaning, _cell(inventory)):
        assert all(v in told for k, v in basis.items() if k != "basis")
        assert told.count("(") == told.count(")")


def _cell(inventory):
    book = Edited(writer.book_bytes(inventory))
    assert not book.read(inventory).edits
    return (
        book.book["Activities"].cell(book.row("Activities", "Lab work"), book.column("Activities", "Legal basis")).value
    )


def test_what_the_map_shows_is_read_as_it_was_when_another_line_changes():
    _, _, inventory = based("legal obligation (zákon 48/1997 Sb.) for insured care")
    book = Edited(writer.book_bytes(inventory))
    book.set("Activities", "Lab work", "Legal basis", _cell(inventory) + "\ncontract (private patients)")
    made = next(p for p in book.read(inventory).inventory.purposes if p.name == "Lab work")
    assert [(b.basis, b.when) for b in made.legal_bases] == [
        ("6-1-c", "for insured care"),
        ("6-1-b", "private patients"),
    ]
