"""Single cells and rows: a text, a date, a number, or reported; no whole workbook is refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from spreadsheet_fixture import FAR, MAIN, ods, one, packed, xlsx

from datamap import formats, spreadsheet
from datamap.errors import InputError
from datamap.formats import grid

STYLES = f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c t='inlineStr'><is><t>_xD800_</t></is></c>", "_xD800_"),
        ("<c t='inlineStr'><is><t>_xDC00__xD800_</t></is></c>", "_xDC00__xD800_"),
        ("<c t='inlineStr'><is><t>_xD83D__xDE00_</t></is></c>", "😀"),
        ("<c t='s'><v>0</v></c>", "_x000D_"),
        ("<c t='s'><v>1</v></c>", "two parts"),
        ("<c><v>NaN</v></c>", grid.Odd("'NaN', which is not a number")),
        ("<c><v>1e999</v></c>", grid.Odd("'1e999', which is not a number")),
        ("<c><v>" + "9" * 5000 + "</v></c>", grid.Odd("'" + "9" * 40 + "', which is not a number")),
        ("<c><v>x</v></c>", grid.Odd("'x', which is not a number")),
        ("<c><v>12345678901234567890</v></c>", "12345678901234567890"),
        ("<c s='1'><v>45000</v></c>", dt.date(2023, 3, 15)),
        ("<c s='1'><v>1e300</v></c>", grid.Odd("the number 1e300, which is not a date")),
        ("<c s='1'><v>-800000</v></c>", grid.Odd("the number -800000, which is not a date")),
        ("<c s='1'><v>-5</v></c>", dt.date(1899, 12, 25)),
        ("<c s='99'><v>5</v></c>", "5"),
        ("<c t='e'><v>#REF!</v></c>", grid.Odd("the error #REF!")),
        ("<c><f>SUM(A1)</f><v>3</v></c>", grid.Odd("the formula =SUM(A1)")),
        ("<c><v>3</v><f>SUM(A1)</f></c>", grid.Odd("the formula =SUM(A1)")),
        ("<c t='b'><v>1</v></c>", "yes"),
        ("<c t='d'><v>2026-09-30</v></c>", dt.date(2026, 9, 30)),
        ("<c t='d'><v>9999-99-99</v></c>", "9999-99-99"),
        ("<x:c xmlns:x='y' t='str'><x:v>prefixed</x:v></x:c>", "prefixed"),
    ],
)
def test_a_cell_is_a_text_a_date_or_reported(cell, value):
    strings = (
        f"<sst {MAIN}><si><t>_x005F_x000D_</t></si>"
        "<si><r><t>two </t></r><r><t>parts</t></r><rPh><t>no</t></rPh></si></sst>"
    )
    rows = one(xlsx(f"<sheetData><row>{cell}</row></sheetData>", xl__styles=STYLES, xl__sharedStrings=strings))
    assert rows == [[value]]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("office:value-type='float' office:value='7'><text:p>seven</text:p>", "7"),
        ("office:value-type='float' office:value='nan'><text:p/>", grid.Odd("'nan', which is not a number")),
        ("office:value-type='date' office:date-value='2026-09-30'><text:p>30.9.</text:p>", dt.date(2026, 9, 30)),
        ("office:value-type='date' office:date-value='-0044-03-15'><text:p>Ides</text:p>", "Ides"),
        ("office:value-type='boolean' office:boolean-value='true'><text:p/>", "yes"),
        (
            "office:value-type='string'><office:annotation><text:p>no</text:p></office:annotation><text:p>a</text:p>",
            "a",
        ),
        (
            "office:value-type='string'><text:p> a\n b<text:s text:c='2'/><text:span>c</text:span></text:p>"
            "<text:p>d<text:tab/>e</text:p>",
            "a b  c\nd\te",
        ),
        ("office:value-type='string'><text:p/><text:p/><text:p>b</text:p>", "\n\nb"),
    ],
)
def test_a_cell_of_an_ods_is_a_text_a_date_or_reported(cell, value):
    assert one(ods(f"<table:table-row><table:table-cell {cell}</table:table-cell></table:table-row>")) == [[value]]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "no workbook"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "no workbook"),
        (b"a;b;c\r\n1;2;3\r\n", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (packed({"a.txt": "x"}), "no workbook"),
        (packed({"xl/workbook.xml": "<workbook/>"}), "missing"),
        (xlsx(FAR)[:-40], "cannot be read"),
        (xlsx("<sheetData><row><c t='s'><v>4</v></c></row></sheetData>"), "shared texts"),
        (xlsx("<sheetData><row><c t='s'><v>-1</v></c></row></sheetData>"), "shared texts"),
        (xlsx("<sheetData><row r='0'><c/></row></sheetData>"), "not a row or cell"),
        (xlsx("<sheetData><row r='1'><c r='XFE1'><v>1</v></c></row></sheetData>"), "not a row or cell"),
        (xlsx("<sheetData><row r='1'><c r='٣'><v>1</v></c></row></sheetData>"), "not a row or cell"),
        (xlsx("<sheetData><row>"), "cannot be read"),
        (packed({"content.xml": "x", "META-INF/manifest.xml": "<m><encryption-data/></m>"}), "password"),
        (packed({"xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "x"}), "macros"),
    ],
)
def test_what_is_no_whole_workbook_is_refused(tmp_path, raw, said):
    (tmp_path / "f.xlsx").write_bytes(raw)
    with pytest.raises(InputError, match=said) as e:
        formats.read(tmp_path / "f.xlsx")
    assert len(e.value.problems) == 1


def sheet_of(xml, strings=""):
    """A workbook of one sheet and its shared texts, as their XML."""
    parts = {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/>'
        "</Relationships>",
        "xl/s.xml": f"<worksheet><sheetData>{xml}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(name, text)
    return out.getvalue()


@given(
    cells=st.lists(
        st.tuples(
            st.integers(1, 6),
            st.integers(1, 30),
            st.sampled_from(["s", "n", "b", "e", "str", ""]),
            st.sampled_from(["0", "1", "2", "007", "", "1e3", "abc", "true"]),
        ),
        max_size=30,
    ),
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5),
)
def test_a_plain_row_reads_as_it_does_when_it_is_parsed(cells, text):
    rows = {}
    for row, column, kind, value in cells:
        rows.setdefault(row, []).append((column, kind, value))
    xml = "".join(
        f'<row r="{row}" spans="1:9">'
        + "".join(
            f'<c r="{get_column_letter(column)}{row}"{f" t={chr(34)}{kind}{chr(34)}" if kind else ""}>'
            f"<v>{value}</v></c>"
            for column, kind, value in found
        )
        + "</row>"
        for row, found in rows.items()
    )
    strings = f"<si><t>{escape(text)}</t></si><si><t>one</t></si><si><t>two</t></si>"
    results = []
    for mark in ("", "<!-- -->"):  # after a comment, everything is parsed
        try:
            results.append(spreadsheet.read(sheet_of(mark + xml, mark + strings)).sheets)
        except spreadsheet.Unreadable as e:
            results.append(e.found)
    assert results[0] == results[1]


def test_a_row_in_a_comment_is_not_a_row():
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    for hidden in (f"<!-- {row} -->", f"<?x {row} ?>", f"<a><![CDATA[{row}]]></a>"):
        assert spreadsheet.read(sheet_of(hidden)).sheets == {"S": []}
        long = " " * ((1 << 16) - len("<worksheet><sheetData>") - 1)  # the mark is cut by the end of a chunk
        assert spreadsheet.read(sheet_of(long + hidden)).sheets == {"S": []}


def test_rows_that_are_cut_by_the_end_of_a_chunk_are_whole():
    rows = [[f"{n}", "x" * (n % 7), f"{n * n}"] for n in range(1, 4000)]
    xml = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{a}</v></c><c r="B{n}" t="str"><v>{b}</v></c><c r="C{n}"><v>{c}</v></c></row>'
        for n, (a, b, c) in enumerate(rows, 1)
    )
    assert spreadsheet.read(sheet_of(xml)).sheets == {"S": rows}
