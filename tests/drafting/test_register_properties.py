"""Registers and merged cells: the same facts in any order and format, nothing lost, every word at its place."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_fixture import as_csv, as_docx, as_html, as_markdown, as_xlsx

from datamap import labels
from datamap.drafting import draft, output
from datamap.drafting.draft import of_document
from datamap.drafting.merge import merge
from datamap.drafting.quoted import facts_of
from datamap.drafting.tables import words
from datamap.reading.document import Cell, Document, Table, Text

COLUMNS = {
    "Activity": ("Orders", "Newsletter", "Payroll", "Enquiries"),
    "Legal basis": ("Art. 6(1)(b)", "Art. 6(1)(a)", "Art. 6(1)(c)", "Art. 6(1)(f)"),
    "Data subjects": ("customers", "subscribers", "employees", "visitors"),
    "Data": ("name, address", "e-mail address", "bank details", "messages"),
    "Recipients": ("Carrier GmbH", "Postbird Inc. (USA)", "Payer Ltd", "none"),
    "Retention": ("3 years", "1 year", "10 years", "6 months"),
}
FORMATS = {"csv": as_csv, "md": as_markdown, "html": as_html, "xlsx": as_xlsx, "docx": as_docx}


def document(rows):
    cells = tuple(
        tuple(Cell(Text.plain(text, f"Register!{chr(65 + c)}{r + 1}")) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
    return Document("made.xlsx", "xlsx", "0" * 64, (Table(cells, "Register"),))


def found(data):
    """What a draft states of each activity and recipient."""
    purposes = {
        p["name"]: (p["legal_basis"], p["retention"], p["categories"], p["sure_basis"]) for p in data["purposes"]
    }
    return purposes, {r["name"]: (r["countries"], r["sure"]) for r in data["recipients"]}


def table(lines, order, titles=None):
    titles = titles or {name: name for name in COLUMNS}
    return [[titles[n] for n in order], *([COLUMNS[n][line] for n in order] for line in lines)]


LINES = st.lists(st.integers(0, 3), min_size=2, max_size=4, unique=True)


@given(LINES, st.permutations([*COLUMNS]))
def test_the_order_of_rows_and_columns_changes_nothing(lines, order):
    got = found(output.as_data(merge([of_document(document(table(lines, order)))])))
    assert got == found(output.as_data(merge([of_document(document(table(sorted(lines), [*COLUMNS])))])))
    assert set(got[0]) == {COLUMNS["Activity"][line] for line in lines}


@pytest.mark.parametrize("kind", FORMATS)
@given(lines=LINES)
def test_a_register_gives_the_same_facts_in_each_format(kind, lines):
    rows = table(lines, [*COLUMNS])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"register.{kind}"
        made = FORMATS[kind](rows)
        path.write_bytes(made.encode() if isinstance(made, str) else made)
        got = found(output.as_data(draft.draft(path)))
    assert got == found(output.as_data(merge([of_document(document(rows))])))


@given(LINES, st.sampled_from([n for n in COLUMNS if n != "Activity"]))
def test_a_column_whose_label_is_not_known_is_on_the_reading_list(lines, gone):
    rows = table(lines, [*COLUMNS], {n: "Xyzzy" if n == gone else n for n in COLUMNS})
    data = output.as_data(merge([of_document(document(rows))]))
    assert any("Xyzzy" in e["what"] for e in data["reading"])


@given(LINES, st.permutations([*COLUMNS]))
def test_the_words_of_every_fact_are_at_their_place(lines, order):
    made = document(table(lines, order))
    sources = {text.where: text.source for text in made.texts()}
    quotes = [q for f in facts_of(of_document(made)) for q in f.quotes]
    assert quotes
    for quote in quotes:
        assert sources[quote.where][quote.start : quote.end] == quote.words


VENDORS = {"Postbird Inc.": ("USA", "India"), "Hoster GmbH": ("Germany",), "Maps Ltd": ("United Kingdom", "Japan")}


@given(st.permutations([*VENDORS]), st.booleans())
def test_a_merged_name_is_the_name_of_each_of_its_rows(order, merged):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Vendor", "Country", "Service", "Notes"])
    for name in order:
        first = sheet.max_row + 1
        for n, place in enumerate(VENDORS[name]):
            sheet.append(
                [name if not merged or n == 0 else None, place, "service", "reviewed in May" if n == 0 else None]
            )
        if merged and len(VENDORS[name]) > 1:
            sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=1, end_column=1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        book.save(path)
        data = output.as_data(draft.draft(path))
    codes = {"USA": "US", "India": "IN", "Germany": "DE", "United Kingdom": "GB", "Japan": "JP"}
    assert {r["name"]: set(r["countries"]) for r in data["recipients"]} == {
        name: {codes[p] for p in places} for name, places in VENDORS.items()
    }


def negations():
    """Every word of denial or delay that stands alone in front of what it denies, of all languages."""
    for language in words.LANGUAGES:
        lists = labels.language(language, "values")
        for key in ("negation", "postponed"):
            yield from (w for w in lists[key] if "*" not in w and w.strip('"=').isalpha() and len(w) > 2)


@pytest.mark.parametrize("tool", ["SCC", "EU-US Data Privacy Framework", "BCR", "adequacy decision"])
@given(st.sampled_from(sorted(set(negations()))))
def test_no_word_of_denial_or_delay_leaves_the_tool_behind_it_in_place(tool, word):
    rows = [
        ["Vendor", "Country", "Safeguards"],
        ["Postbird Inc.", "USA", f"{word} {tool}"],
        ["Maps Ltd", "Japan", "SCC"],
    ]
    recipients = {r["name"]: r for r in output.as_data(merge([of_document(document(rows))]))["recipients"]}
    assert not (recipients["Postbird Inc."]["safeguards"] and recipients["Postbird Inc."]["sure_safeguards"])
    assert recipients["Maps Ltd"]["safeguards"] == ["SCC"] and recipients["Maps Ltd"]["sure_safeguards"]
