"""What is written from a map that was read: nothing in it is live."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile

from datamap.errors import DatamapError
from datamap.formats.workbook import writer
from datamap.forms.assessment import write_xlsx
from datamap.forms.form import write_form
from datamap.model import Inventory
from datamap.pipeline import audit
from datamap.publish.assessment import write_docx
from datamap.publish.record import build
from datamap.questions import asking, assess, records
from tests.fuzz.harness import Live

DAY = dt.date(2026, 9, 30)
_NUMBER = re.compile(r"[+-]?[0-9.]+")
_FORMULA = re.compile(rb"<f[ >/]")
_FIELD = re.compile(rb"<w:(?:instrText|fldSimple|fldChar|object|altChunk|hyperlink)[ >/]|TargetMode=.External")


def refuse_live_sheets(raw: bytes, what: str) -> None:
    """Refuse a workbook in which a cell has a formula, or that has a link to elsewhere."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.startswith("xl/worksheets/") and _FORMULA.search(content):
                raise Live(f"a formula in {what}, {name}")
            if name.endswith(".rels") and b'TargetMode="External"' in content:
                raise Live(f"a link to elsewhere in {what}, {name}")


def refuse_live_cells(text: str, what: str) -> None:
    """Refuse a CSV in which a spreadsheet program takes a field for a formula."""
    for row in csv.reader(io.StringIO(text)):
        if found := [field for field in row if field[:1] in tuple("=+-@\t\r") and not _NUMBER.fullmatch(field)]:
            raise Live(f"{found[0]!r} in {what}")


def refuse_live(map_: Inventory) -> None:
    """Refuse anything live in what is written from a map: workbook, record in both editions, tables."""
    refuse_live_sheets(writer.book_bytes(map_), "the workbook")
    judged = audit(map_, DAY)
    for edition in ("authority", "internal"):
        refuse_live_sheets(build.book_bytes(judged, edition=edition), f"the record ({edition})")
    refuse_live_cells(records.findings_csv(judged), "the findings")
    refuse_live_cells(records.transfers_csv(judged), "the transfers")


def refuse_live_document(raw: bytes, what: str) -> None:
    """Refuse a text document with a field, an object or a link to elsewhere."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        for name in parts.namelist():
            if found := _FIELD.search(parts.read(name)):
                raise Live(f"{found[0].decode()} in {what}, {name}")


def refuse_live_forms(map_: Inventory, language: str) -> None:
    """Refuse anything live in the forms that are written from a map: questions, and assessments of both kinds."""
    judged = audit(map_, DAY)
    for form in asking.plan_round(judged, DAY, language=language).forms:
        refuse_live_sheets(write_form(form), f"the form for {form.person}")
    for recipient in dict.fromkeys(row["recipient_id"] for row in assess.overview(judged)):
        try:
            draft = assess.draft(judged, recipient)
        except DatamapError:
            continue  # a transfer of which no form can be written
        refuse_live_sheets(write_xlsx(draft), "the form of an assessment")
        refuse_live_document(write_docx(draft), "the form of an assessment")
