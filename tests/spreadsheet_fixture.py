"""Workbooks from what stands in their XML."""

from __future__ import annotations

import io
import zipfile

from datamap import spreadsheet
from datamap.law import dpf

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


ODF = " ".join(
    f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text", "meta")
)


def packed(texts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in texts.items():
            z.writestr(name, text)
    return out.getvalue()


def xlsx(sheet, **more):
    """A workbook of one sheet, given as what stands in its XML."""
    return packed(
        {
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet if sheet.startswith("<?") else f"<worksheet {MAIN}>{sheet}</worksheet>",
            **{name.replace("__", "/") + ".xml": text for name, text in more.items()},
        }
    )


def ods(table, **more):
    body = (
        f'<office:document-content {ODF}><office:body><office:spreadsheet><table:table table:name="S">{table}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"content.xml": body, **more})


def text_cell(place, text="x"):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def one(table):
    """The one sheet of a workbook."""
    return spreadsheet.read(table).sheets["S"]


FAR = f"<sheetData><row r='1'>{text_cell('A1')}</row><row r='1048576'>{text_cell('XFD1048576')}</row></sheetData>"


def participants(path):
    return dpf.read([path])
