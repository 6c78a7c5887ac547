"""Periods in the column Kept for: what each is for is kept, and what is not known is reported."""

from __future__ import annotations

import pytest
from workbook_fixture import Edited, written

from datamap.formats.workbook import writer
from datamap.formats.workbook.edits import ACCEPTED, PART, REFUSED
from datamap.formats.yaml.writer import plain


def kept(text):
    """The retention of an activity after a text was typed into its cell, the report on it, and what comes back."""
    got = Edited(written()).set("Activities", "Support", "Kept for", text).read()
    support = next(p for p in got.inventory.purposes if p.id == "support")
    (edit,) = got.edits
    return plain(support).get("retention"), edit, got.inventory


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("1 year, pixel do not know", "pixel do not know"),
        ("form 1 year, pixel do not know", "pixel do not know"),
        ("1 year, the pixel I don't know", "the pixel I don't know"),
        ("1 year; pixel unknown", "pixel unknown"),
        ("1 year, pixel not sure", "pixel not sure"),
        ("1 rok, pixel nevím", "pixel nevím"),
        ("1 Jahr, Pixel weiß nicht", "Pixel weiß nicht"),
        ("1 year, pixel: ask the agency, tbd", "tbd"),
        ("pixel unknown, form 1 year", "pixel unknown"),
    ],
)
def test_a_part_that_is_not_known_is_reported_and_stays_unknown(text, unknown):
    made, edit, _ = kept(text)
    periods = [r if isinstance(r, str) else r.get("period", "unknown") for r in made]
    assert periods == ["P1Y", "unknown"]
    assert edit.state == PART and unknown in edit.why
    assert "1 year; unknown" in edit.meaning or "1 year (as a note" in edit.meaning


@pytest.mark.parametrize(
    "text", ["1 year (pixel: tbd)", "about 1 year I don't know", "maybe 14 days, not sure", "nevím, 1 rok?"]
)
def test_a_period_that_is_itself_in_doubt_is_not_accepted(text):
    _, edit, _ = kept(text)
    assert edit.state == REFUSED


def test_a_label_that_names_data_is_the_data_of_the_period_and_is_shown():
    text = 'Contact: 10 years\nHealth, "Cookies, IP addresses": 2 years (tax law)'
    made, edit, inventory = kept(text)
    assert made == [
        {"period": "P10Y", "categories": ["contact"]},
        {"period": "P2Y", "law": "tax law", "categories": ["health", "cookies"]},
    ]
    assert edit.state == ACCEPTED
    book = Edited(writer.book_bytes(inventory))
    cell = book.book["Activities"].cell(book.row("Activities", "Support"), book.column("Activities", "Kept for"))
    assert cell.value == text
    assert not book.read(inventory).edits
    book.set("Activities", "Support", "Kept for", text.replace("10 years", "11 years"))
    again = next(p for p in book.read(inventory).inventory.purposes if p.id == "support")
    assert [(r.period, list(r.categories)) for r in again.retention] == [
        ("P11Y", ["contact"]),
        ("P2Y", ["health", "cookies"]),
    ]


def test_any_other_label_is_kept_with_the_period_and_shown():
    made, edit, inventory = kept("payroll sheets: 30 years (zákon 582/1991 Sb)\nthe rest: 5 years")
    assert made == [
        {"period": "P30Y", "law": "zákon 582/1991 Sb", "criterion": "payroll sheets"},
        {"period": "P5Y", "criterion": "the rest"},
    ]
    assert "payroll sheets" in edit.meaning and "the rest" in edit.meaning
    book = Edited(writer.book_bytes(inventory)).book["Activities"]
    assert any("payroll sheets" in str(c.value) and "the rest" in str(c.value) for row in book.iter_rows() for c in row)


def test_other_words_beside_a_period_are_in_the_report():
    made, edit, _ = kept("10 years payroll sheets")
    assert made == [{"period": "P10Y", "notes": "payroll sheets"}]
    assert "payroll sheets" in edit.meaning
