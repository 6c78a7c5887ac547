"""Signed documents on the report page and in the record: in the internal edition only, and where there are some."""

from __future__ import annotations

import openpyxl
import pytest
from nordlicht import nordlicht

import datamap as dm
from datamap.labels import LANGUAGES, record
from datamap.publish.page import write_report
from datamap.publish.record import write_ropa

LISTED = """
documents:
  - {id: desk-dpa, name: Contract with Packhaus, path: contracts/packhaus.pdf, signed: 2024-02-01,
     expires: 2026-01-31, found: changed}
"""


def audited(more: str = LISTED) -> dm.Audit:
    inventory = nordlicht(more)
    recipients = [
        r.model_copy(update={"dpa_reference": "document:lost"}) if more and r.id == "hamburg" else r
        for r in inventory.recipients
    ]
    return dm.audit(inventory.model_copy(update={"recipients": tuple(recipients)}), as_of="2026-09-30")


def cells(path) -> dict[str, list[list[str]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    return {s.title: [[str(c or "") for c in row] for row in s.iter_rows(values_only=True)] for s in book}


def test_the_page_lists_them_with_their_state_and_what_refers_to_them(tmp_path):
    page = write_report(audited(), tmp_path / "report.html").read_text(encoding="utf-8")
    table = page.partition('<table id="signed-documents"')[2].partition("</table>")[0]
    assert 'data-tab="documents"' in page
    for words in ("Contract with Packhaus", ">changed<", "2026-01-31 (expired)", ">lost<", ">not listed<"):
        assert words in table, words
    assert "contract under Art. 28 (Packhaus Hamburg)" in table
    without = write_report(audited(""), tmp_path / "none.html").read_text(encoding="utf-8")
    assert "signed-documents" not in without and 'data-tab="documents"' not in without


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_internal_record_has_a_sheet_of_them_and_the_other_edition_nothing(language, tmp_path):
    audit, title = audited(), record("sheet", "documents", language)
    inside = cells(write_ropa(audit, tmp_path / "inside.xlsx", language=language, edition="internal"))
    rows = inside[title]
    found = {row[0]: row for row in rows if row[0] in ("Contract with Packhaus", "lost")}
    assert found["Contract with Packhaus"][1] == record("internal", "changed", language)
    assert found["lost"][1] == record("internal", "not-listed", language)
    assert "Packhaus Hamburg" in found["lost"][-1]
    assert any(title in cell for row in next(iter(inside.values())) for cell in row)  # the cover lists its sheets
    outside = cells(write_ropa(audit, tmp_path / "outside.xlsx", language=language))
    assert title not in outside
    assert "packhaus.pdf" not in str(outside)
    assert title not in cells(write_ropa(audited(""), tmp_path / "none.xlsx", language=language, edition="internal"))
