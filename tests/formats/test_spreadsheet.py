"""Workbooks that lie, are broken or are meant to harm: one clear message, bounded memory, and never another error."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import subprocess
import sys
import zipfile
from xml.sax.saxutils import escape

import openpyxl
import pytest
from conftest import examples
from dpf_fixture import ROWS, save
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from datamap import formats, spreadsheet
from datamap.drafting import registers
from datamap.errors import CallError, InputError
from datamap.formats import grid
from datamap.formats.workbook import reader
from datamap.law import dpf
from datamap.model import Inventory, shape
from datamap.model.entry import Evidence
from datamap.pipeline import audit
from datamap.publish.workbook import write_ropa
from datamap.spreadsheet import parts

pytestmark = pytest.mark.slow  # processes, files and measurements: not for `make quick`

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


# --- what a file claims ----------------------------------------------------------------------------------------------

CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
FAR = f"<sheetData><row r='1'>{text_cell('A1')}</row><row r='1048576'>{text_cell('XFD1048576')}</row></sheetData>"
SMALL = {
    "a claimed dimension": xlsx(
        f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{text_cell("A1")}</row></sheetData>'
    ),
    "a dimension that is none": xlsx(
        f'<dimension ref="XFD1048576:A1"/><sheetData><row r="1">{text_cell("A1")}</row></sheetData>'
    ),
    "formatted blank cells at the far end": xlsx(
        f"<sheetData><row r='1'>{text_cell('A1')}<c r='XFD1' s='1'/></row>"
        + "".join(f"<row r='{i}'><c r='XFD{i}'/></row>" for i in range(2, 20_000))
        + "</sheetData>"
    ),
    "blank cells that repeat": ods(
        f"<table:table-row>{CELL.format('')}<table:table-cell table:number-columns-repeated='16383'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048575'>"
        "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    ),
}


@pytest.mark.parametrize("name", SMALL)
def test_what_a_sheet_claims_is_ignored(name):
    assert one(SMALL[name]) == [["x"]]


def test_a_cell_at_the_far_end_is_read():
    rows = one(xlsx(FAR))
    assert (len(rows), len(rows[-1]), rows[0], rows[-1][-1]) == (1_048_576, 16_384, ["x"], "x")


def repeated(columns, rows):
    return ods(
        f"<table:table-row table:number-rows-repeated='{rows}'>"
        + CELL.format(f" table:number-columns-repeated='{columns}'")
        + "</table:table-row>"
    )


HOSTILE = {
    "cells that repeat": (repeated(16_384, 1_048_576), "too many cells"),
    "a number that no sheet has": (repeated("9" * 30, "9" * 30), "too many cells"),
    "a number that is none": (repeated("-1", 1), "cannot be read"),
    "far cells in every row": (
        xlsx(
            "<sheetData>"
            + "".join(f"<row r='{i}'>{text_cell(f'XFD{i}')}</row>" for i in range(1, 3000))
            + "</sheetData>"
        ),
        "too far apart",
    ),
    "long texts that repeat": (
        ods(
            "<table:table-row table:number-rows-repeated='1000000'>"
            "<table:table-cell office:value-type='string'><text:p>"
            + "y" * 30_000
            + "</text:p></table:table-cell></table:table-row>"
        ),
        "too much text",
    ),
    "blanks that repeat": (
        ods(
            "<table:table-row table:number-rows-repeated='1000000'><table:table-cell office:value-type='string'>"
            "<text:p>x<text:s text:c='999999999'/>x</text:p></table:table-cell></table:table-row>"
        ),
        "too much text",
    ),
    "a billion laughs": (
        xlsx(
            f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "xxxxxxxxxx">]><worksheet {MAIN}>'
            f"<sheetData><row>{text_cell('A1', '&a;')}</row></sheetData></worksheet>"
        ),
        "document type",
    ),
    "a tag without end": (xlsx("<sheetData><row><c r='" + "A" * 9_000_000 + "'/></row></sheetData>"), "no spreadsheet"),
    "names without end": (
        xlsx("<sheetData><row>" + "".join(f"<n{i}/>" for i in range(20_000)) + "</row></sheetData>"),
        "no spreadsheet",
    ),
    "many small files": (packed({f"{i}": "" for i in range(10_001)}), "too many files"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_that_asks_for_more_than_there_is_gets_one_message(tmp_path, name):
    raw, said = HOSTILE[name]
    for file, read in (("h.xlsx", formats.read), ("h.ods", formats.read), ("h_2026-03-24.xlsx", _participants)):
        (tmp_path / file).write_bytes(raw)
        with pytest.raises(InputError, match=said) as e:
            read(tmp_path / file)
        assert len(e.value.problems) == 1


def _participants(path):
    return dpf.read([path])


def test_the_limit_is_two_million_cells_with_content(monkeypatch):
    assert parts.CELLS == 2_000_000
    monkeypatch.setattr(parts, "CELLS", 6)
    assert one(repeated(3, 2)) == [["x"] * 3] * 2
    with pytest.raises(spreadsheet.Unreadable, match="too many cells"):
        one(repeated(7, 1))
    row = (
        "<row>" + text_cell("A1") * 0 + "<c t='inlineStr'><is><t>x</t></is></c><c s='1'/><c><v></v></c>" * 6 + "</row>"
    )
    assert sum(c == "x" for c in one(xlsx(f"<sheetData>{row}</sheetData>"))[0]) == 6
    with pytest.raises(spreadsheet.Unreadable, match="too many cells"):
        one(xlsx(f"<sheetData>{row}<row><c><v>1</v></c></row></sheetData>"))


CHILD = """
import resource, sys
from datamap.errors import InputError
from datamap.drafting.registers import imported
from datamap.law import dpf
import datamap.drafting.draft, datamap.drafting.writer, datamap.formats.workbook, pandas
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for file in sys.argv[1:]:
    for read in (imported, lambda path: dpf.read([path])):
        try:
            read(file)
        except InputError as e:
            assert len(e.problems) == 1, e
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
assert grown < 500, f"{grown:.0f} MB"
"""


def test_memory_stays_bounded(tmp_path):
    """Beside the hostile ones: a bomb whose size the directory of the zip denies, and one that says it."""
    files = {f"{i}_2026-03-24.xlsx": raw for i, (raw, _) in enumerate(HOSTILE.values())}
    files |= {f"s{i}_2026-03-24.xlsx": raw for i, raw in enumerate(SMALL.values())}
    files["far_2026-03-24.xlsx"] = xlsx(FAR)
    bomb = xlsx("<sheetData>" + " " * 400_000_000 + "</sheetData>")
    size = (400_000_000 + len(f"<worksheet {MAIN}><sheetData></sheetData></worksheet>")).to_bytes(4, "little")
    assert bomb.count(size) == 2
    files["bomb_2026-03-24.xlsx"] = bomb
    files["lie_2026-03-24.xlsx"] = bomb.replace(size, (1000).to_bytes(4, "little"))
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *(str(tmp_path / f) for f in files)],
        capture_output=True,
        text=True,
        env={"DATAMAP_CACHE": str(tmp_path / "cache"), "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(parts, "UNPACKED", 10_000)
    with pytest.raises(spreadsheet.Unreadable, match="MB unpacked"):
        one(xlsx("<sheetData>" + " " * 20_000 + "</sheetData>"))


# --- single cells ----------------------------------------------------------------------------------------------------

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


# --- workbooks that were damaged -------------------------------------------------------------------------------------


def mutated(raw, chance):
    """A workbook with one part of it changed a little; the zip itself is whole, or it is what was damaged."""
    if chance.random() < 0.1:
        at = chance.randrange(len(raw))
        return raw[:at] + chance.randbytes(8) + raw[at + 8 :]
    with zipfile.ZipFile(io.BytesIO(raw)) as z:
        texts = {n: z.read(n) for n in z.namelist()}
    name = chance.choice([n for n in texts if "theme" not in n])
    text = texts[name]
    for _ in range(chance.randint(1, 4)):
        values = list(re.finditer(rb'(?<==")[^"]+(?=")|(?<=>)[^<>]+(?=<)', text))
        kind = chance.random()
        if kind < 0.6 and values:
            m = chance.choice(values)
            new = [
                b"",
                b"-1",
                b"99999999999",
                b"x",
                b"_xD800_",
                b"A1",
                b"NaN",
                b"&#x10FFFF;",
                b"1e400",
                b"s",
                b"d",
                b"=1",
            ]
            text = text[: m.start()] + chance.choice(new) + text[m.end() :]
        elif kind < 0.8:
            at, size = chance.randrange(len(text)), chance.randint(1, 300)
            text = text[:at] + text[at + size :]
        else:
            at = chance.randrange(len(text))
            text = text[:at] + chance.randbytes(chance.randint(1, 4)) + text[at:]
    return packed({**texts, name: text})


SMALL_MAP = {
    "meta": {"id": "acme", "date": "2026-01-01"},
    "controller": {"name": "Acme", "country": "CZ"},
    "categories": [{"id": "contact", "name": "Contact"}],
    "recipients": [{"id": "host", "name": "Host", "sites": ["US"], "safeguards": ["scc:2021@2022-05-01"]}],
    "purposes": [{"id": "payroll", "name": "Payroll", "categories": ["contact"], "recipients": ["host"]}],
}


def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(tmp_path):
    chance = random.Random(7)
    made = write_ropa(audit(Inventory.model_validate(SMALL_MAP), "2026-09-30"), tmp_path / "r.xlsx")
    openpyxl.load_workbook(made).save(tmp_path / "shared.xlsx")  # the same with shared texts
    listed = save(tmp_path / "l_2026-03-24.xlsx", ROWS).read_bytes()
    sources = [made.read_bytes(), (tmp_path / "shared.xlsx").read_bytes()]
    outcomes = set()
    for n in range(60):
        file = tmp_path / "m_2026-03-24.xlsx"
        file.write_bytes(mutated(sources[n % 2], chance))
        for read in (formats.read, registers.imported):
            outcomes.add(_outcome(read, file))
        file.write_bytes(mutated(listed, chance))
        outcomes.add(_outcome(_participants, file))
    assert outcomes == {"read", "refused"}


def _outcome(read, file):
    try:
        read(file)
    except InputError as e:
        assert e.problems and str(e)
        return "refused"
    return "read"


def test_far_cells_do_not_make_the_reading_of_registers_and_records_slow(tmp_path):
    """A header as wide and a sheet as long as allowed: each step visits a place once, not each row per column."""
    wide = openpyxl.Workbook()
    wide.active.append(list(map(str, range(16_384))))
    wide.active["A100"] = "x"
    wide.save(tmp_path / "wide.xlsx")
    with pytest.raises(InputError, match="no register"):
        registers.imported(tmp_path / "wide.xlsx")
    full = {s.name: [[c.label for c in s.columns] + [""] * 16_000, *[[]] * 1000] for s in reader.sheets().values()}
    with pytest.raises(InputError):
        reader.read_book("x.xlsx", grid.Book(full), b"")


# --- what datamap writes, it reads -----------------------------------------------------------------------------------

AWKWARD = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=6),
    st.text(
        st.sampled_from("\n\r\t \u2028\u2029\x85\x0b\0\x7f\ufeff\ufffe_x0D'\"=\\[]unkowe;"), min_size=1, max_size=6
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", "\u2028", " x ", "'x", "'", "=1+1", "_x000D_", "_xD800_", "_x005F_", '""']),
    st.sampled_from(['\\""', "unknown", "none", "\\", "no entries", "#REF!", "2026-01-01", "1e5"]),
)


def with_text_everywhere(texts):
    """An inventory in which every field of text has the next of these texts."""
    given = iter(texts)

    def fill(noun, depth=0):
        out = {}
        for key, field in shape.of(noun).items():
            if field.key in ("formerly", "replaced_by", "until", "facts", "scope"):
                continue
            if field.kind == "text":
                out[key] = [next(given)] if field.many else next(given)
            elif key == "id":
                out[key] = f"i{depth}"
            elif field.noun is not None and field.noun is not Evidence and depth < 1 and field.key not in SKIPPED:
                item = fill(field.noun, depth + 1)
                out[key] = [item] if field.many else item
            elif field.noun is Evidence and depth < 2:
                out[key] = [{"section": next(given), "words": next(given)}]
            elif field.required and field.words:
                out[key] = field.words[1]
        return out

    return Inventory.model_validate(fill(Inventory))


SKIPPED = ("informs", "observations", "dpo", "representative")


@settings(examples(0.2), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_text_in_any_field_comes_back_as_it_was(tmp_path, data):
    drawn = data.draw(st.lists(AWKWARD, min_size=5, max_size=20))
    inventory = with_text_everywhere(drawn[i % len(drawn)] for i in range(10_000))
    file = write_ropa(audit(inventory, "2026-09-30"), tmp_path / "any.xlsx")
    got = reader.read(file)
    assert (got.inventory, got.warnings) == (inventory, ())
    openpyxl.load_workbook(file)  # and another program opens it


def test_a_text_at_the_limit_of_a_cell_comes_back_and_one_beyond_it_is_refused(tmp_path):
    for text in ("x" * 32_767, "=" + "x" * 32_766, "😀" * 16_383, "a\n" * 16_383):
        inventory = Inventory.model_validate(
            {**SMALL_MAP, "categories": [{"id": "contact", "name": "C", "notes": text}]}
        )
        file = write_ropa(audit(inventory, "2026-09-30"), tmp_path / "long.xlsx")
        assert reader.read(file).inventory == inventory
        over = Inventory.model_validate(
            {**SMALL_MAP, "categories": [{"id": "contact", "name": "C", "notes": text + "yy"}]}
        )
        with pytest.raises(CallError, match="nothing was written"):
            write_ropa(audit(over, "2026-09-30"), tmp_path / "over.xlsx")
        assert not (tmp_path / "over.xlsx").exists()


# --- plain rows and texts, which are not parsed ---------------------------------------------------------------------


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
