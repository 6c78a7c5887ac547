"""LibreOffice saves the form of an assessment: it comes back as it was, from a workbook and from a text document."""

from __future__ import annotations

import pytest
from nordlicht import PUNE, nordlicht

import datamap as dm
from datamap.forms import assessment_returned
from datamap.forms.assessment import write_xlsx
from datamap.publish.assessment import write_docx
from datamap.questions import assess

pytest_plugins = ("office_fixture",)
pytestmark = pytest.mark.office

ANSWERS = """
    by: A. Petersen, officer
    reference: files/tia.pdf
    answers:
      format: |-
        plain text,
        two lines
      channels: "über VPN, 50 % of it"
      practice: "007"
"""


@pytest.mark.parametrize(("write", "kind"), [(write_xlsx, "xlsx"), (write_xlsx, "ods"), (write_docx, "docx")])
def test_a_form_that_libreoffice_saved_changes_nothing(office, tmp_path, write, kind):
    inventory = nordlicht(PUNE + ANSWERS)
    draft = assess.draft(dm.audit(inventory, as_of="2026-09-30"), "tia-pune")
    path = tmp_path / ("form.docx" if kind == "docx" else "form.xlsx")
    path.write_bytes(write(draft))
    (saved,) = office(kind, path)
    merged, changes = assessment_returned.merge(inventory, [assessment_returned.read_form(saved)])
    assert merged == inventory and changes == ()
