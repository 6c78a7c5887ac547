"""Tables keep their facts whatever their format, order, labels and remarks; what is not understood is never lost."""

from __future__ import annotations

import csv
import html
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.drafting import draft, output
from datamap.drafting.draft import of_document
from datamap.drafting.merge import merge
from datamap.drafting.tables import words
from datamap.reading.document import Cell, Document, Table, Text

PLACES = {"USA": "US", "Deutschland": "DE", "Royaume-Uni": "GB", "Indie": "IN", "": ""}
TOOLS = {"SCC (EU) 2021/914": "SCC", "DPF": "DPF", "adequacy decision": "ADEQUACY", "": ""}
NAMES = ("Postbird Inc.", "Hoster GmbH", "Maps Ltd", "Nuage SARL", "Poštovna s.r.o.")
LABELS = {
    key: [p for phrases in words.section("vendors")[key].values() for p in phrases]
    for key in ("who", "places", "tools")
}
KEPT = {key: [p for p in found if words.keys_of("vendors", p)[0] == key] for key, found in LABELS.items()}


def table(rows, name="Vendors"):
    cells = tuple(
        tuple(Cell(Text.plain(text, f"{name}!{chr(65 + c)}{r + 1}")) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
    return Document("made.xlsx", "xlsx", "0" * 64, (Table(cells, name),))


def facts(document):
    found = output.as_data(merge([of_document(document)]))
    return {r["name"]: (sorted(r["countries"]), sorted(r["safeguards"])) for r in found["recipients"]}, found


@st.composite
def vendors(draw):
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    return [(n, draw(st.sampled_from([*PLACES])), draw(st.sampled_from([*TOOLS]))) for n in names]


def expected(rows):
    return {n: ([PLACES[p]] if p else [], [TOOLS[t]] if t else []) for n, p, t in rows}


@given(vendors(), st.permutations(["who", "places", "tools", "other"]), st.data())
def test_order_and_labels_of_columns_change_nothing(rows, order, data):
    labels = {key: data.draw(st.sampled_from(KEPT[key])) for key in KEPT} | {"other": "Colour"}
    lines = [dict(zip(("who", "places", "tools", "other"), (*row, "blue"), strict=True)) for row in rows]
    made = [[labels[key] for key in order], *([line[key] for key in order] for line in lines)]
    got, found = facts(table(made))
    assert got == expected(rows)
    assert any("Colour" in e["what"] for e in found["reading"])


@given(vendors(), st.integers(0, 4))
def test_titles_bands_totals_and_remarks_are_no_recipients(rows, at):
    rows = [(name, place or "USA", tool) for name, place, tool in rows]  # a heading is above rows with more than a name
    made = [["Our vendors", "", ""], ["Vendor", "Country", "Safeguards"], *map(list, rows)]
    made.insert(2 + min(at, len(rows) - 1), ["MARKETING", "", ""])
    made += [
        ["Total", str(len(rows)), ""],
        ["This list is reviewed every quarter by the privacy team, together with the legal department.", "", ""],
    ]
    got, _ = facts(table(made))
    assert got == expected(rows)


@given(vendors(), st.sampled_from(["no ", "not the ", "kein ", "sans ", "bez ", "without "]), st.data())
def test_a_negation_never_leaves_a_tool_in_place(rows, denial, data):
    tool = data.draw(st.sampled_from([t for t in TOOLS if t]))
    made = [["Vendor", "Country", "Safeguards"], *([n, p, denial + tool] for n, p, _ in rows)]
    _, found = facts(table(made))
    assert not any(r["safeguards"] and r["sure_safeguards"] for r in found["recipients"])


@given(vendors(), st.sampled_from(["places", "tools"]))
def test_a_column_without_a_known_label_is_on_the_reading_list(rows, gone):
    label = {"places": "Country", "tools": "Safeguards"} | {gone: "Xyzzy"}
    made = [["Vendor", label["places"], label["tools"]], *map(list, rows)]
    column = {"places": 1, "tools": 2}[gone]
    _, found = facts(table(made))
    if any(row[column] for row in rows):
        assert any("Xyzzy" in e["what"] for e in found["reading"])


ROWS = [
    ["Vendor", "Service", "Country", "Transfer mechanism"],
    ["Postbird Inc.", "E-mail", "USA", "EU-US DPF + SCC (EU) 2021/914"],
    ["Hoster GmbH", "Hosting", "Germany", ""],
    ["Maps Ltd", "Maps", "United Kingdom", "to be signed"],
]


def written(folder: Path, kind: str) -> Path:
    path = folder / f"list.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(path)
        return path
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(ROWS)
        text = out.getvalue()
    elif kind == "md":
        lines = [f"| {' | '.join(row)} |" for row in ROWS]
        text = "\n".join(["# Vendors", "", lines[0], "|---|---|---|---|", *lines[1:], ""])
    else:
        body = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in ROWS)
        text = f"<!doctype html><html><body><h1>Vendors</h1><table>{body}</table></body></html>"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["csv", "md", "html", "xlsx"])
def test_a_table_is_the_same_in_each_format(kind):
    with TemporaryDirectory() as folder:
        found = output.as_data(draft.draft(written(Path(folder), kind)))
    got = {r["name"]: (r["countries"], r["safeguards"], r["sure"]) for r in found["recipients"]}
    assert got == {
        "Postbird Inc.": (["US"], ["DPF", "SCC"], True),
        "Hoster GmbH": (["DE"], [], True),
        "Maps Ltd": (["GB"], [], True),
    }
    assert [e["words"] for e in found["reading"]] == ["to be signed"]
