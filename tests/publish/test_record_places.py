"""Which places the record lists as third countries: that depends on the law that the organisation is under."""

from __future__ import annotations

import io

import openpyxl
import pytest

from datamap import audit
from datamap.formats.workbook import rows
from datamap.formats.yaml import reader
from datamap.publish.record import book_bytes

DAY = "2026-09-30"
MAP = """
meta: {{id: demo, date: 2026-09-01}}
controller: {{name: Demo, country: {home}, regime: {regime}, role: controller, sector: private}}
subjects: [{{id: guests, name: Guests, staff: no}}]
categories: [{{id: contact, name: Contact details, special: none}}]
purposes:
  - {{id: stays, name: Stays, subjects: [guests], categories: [contact], recipients: [a, b, c, d]}}
recipients:
  - {{id: a, name: Elsewhere, role: processor, sites: [{{country: {home}, activity: hosting, run_by_country: IN}}],
      safeguards: none}}
  - {{id: b, name: Open, role: processor, sites: [{{country: {home}, activity: hosting}}], safeguards: none}}
  - {{id: c, name: Home, role: processor, sites: [{home}], safeguards: none}}
  - {{id: d, name: German, role: processor, sites: [{{country: DE, activity: hosting, run_by_country: IN}}],
      safeguards: none}}
"""
ELSEWHERE, OPEN = "run from a third country", "location of the recipient not yet known"
LAWS = [
    ("GB", "unknown", "United Kingdom (GB)", "Germany (DE)"),
    ("CH", "unknown", "Switzerland (CH)", "Germany (DE)"),
    ("FR", "unknown", "France (FR)", f"Germany (DE), {ELSEWHERE}"),
    ("US", "uk", "", "Germany (DE)"),  # a country that does not decide: the law is stated
]


def inventory(home: str, regime: str):
    return reader.parse(MAP.format(home=home, regime=regime))


def sheet(home: str, regime: str, name: str, layout: str = "record") -> list[tuple[str, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(audit(inventory(home, regime), DAY), layout, language="en")))
    return list(book[name].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize(("home", "regime", "own", "german"), LAWS)
def test_the_sheet_of_transfers_reads_places_by_the_law_of_the_organisation(home, regime, own, german):
    found = {r[0]: r[1] for r in sheet(home, regime, "Transfers")}
    assert found["German"] == german
    if own:
        assert (found["Elsewhere"], found["Open"]) == (f"{own}, {ELSEWHERE}", f"{own}, {OPEN}")
        assert "Home" not in found


@pytest.mark.parametrize(("home", "regime", "own", "german"), LAWS[:3])
def test_so_does_the_column_of_article_30_1_e(home, regime, own, german):
    (cell,) = [r[5] for r in sheet(home, regime, "Controller record", "minimum")]
    lines = {line.partition(": ")[0]: line.partition(": ")[2] for line in cell.split("\n")}
    assert set(lines) == {german, f"{own}, {ELSEWHERE}", f"{own}, {OPEN}"}
    assert lines[f"{own}, {OPEN}"] == "Open" and "Elsewhere" in lines[f"{own}, {ELSEWHERE}"]


def test_several_organisations_in_one_record_each_have_their_own_law():
    maps = [inventory(home, "unknown") for home in ("GB", "FR")]
    maps = [m.model_copy(update={"meta": m.meta.model_copy(update={"id": f"demo-{n}"})}) for n, m in enumerate(maps)]
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(audit(maps, DAY), language="en")))
    found = [r[-4] for r in book["Transfers"].iter_rows(min_row=2, values_only=True) if "German" in r]
    assert sorted(found) == ["Germany (DE)", f"Germany (DE), {ELSEWHERE}"]


@pytest.mark.parametrize(("home", "asked"), [("GB", ["d"]), ("CH", ["d"]), ("FR", []), ("unknown", ["a", "b", "c"])])
def test_the_workbook_asks_for_a_tool_only_outside_the_area_of_the_organisations_law(home, asked):
    source = inventory(home.replace("unknown", "GB"), "unknown")
    if home == "unknown":  # nothing is known: the law of the EU is supposed
        source = source.model_copy(update={"controller": source.controller.model_copy(update={"country": "unknown"})})
    found = rows.rows(rows.plain(source))
    blank = [r.ref[1] for sheet in found.values() for r in sheet if r.ref[-1] == rows.NO_TOOL]
    assert blank == asked
