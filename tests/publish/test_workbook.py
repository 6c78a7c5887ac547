"""The workbook and the way back: nothing is lost, nothing is live, the same bytes."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from datamap import formats, spreadsheet
from datamap.documents import cells as safe
from datamap.documents import looks
from datamap.documents import sheets as documents_sheets
from datamap.errors import CallError
from datamap.labels import LAYOUTS, cells, sheets
from datamap.model import Inventory, shape
from datamap.model.entry import Evidence
from datamap.pipeline import audit
from datamap.publish.record import book_bytes, rights, write_ropa


@pytest.fixture(scope="module")
def smartsupp(root):
    return formats.read(root / "inventory/smartsupp.yaml")


@pytest.fixture(scope="module")
def judged(smartsupp):
    return audit(smartsupp, "2026-09-30")


@pytest.fixture(scope="module")
def record(judged, tmp_path_factory):
    return write_ropa(judged, tmp_path_factory.mktemp("ropa") / "ropa.xlsx", "full")


@pytest.fixture(scope="module")
def book(record):
    """The record as a person opens it; tests only look at it."""
    return openpyxl.load_workbook(record)


@pytest.mark.slow
def test_the_same_audit_gives_the_same_bytes(smartsupp, record):
    assert book_bytes(audit(smartsupp, "2026-09-30"), "full") == record.read_bytes()


def test_every_fact_of_the_model_stands_in_exactly_one_column():
    """Walks the model, not the table spec: a field added there without a column here would be lost on the way back."""
    columns: dict[tuple[str, str], list[str]] = {}
    for sheet in sheets().values():
        for path in sheet.holds:
            for c in sheet.columns:
                if not c.derived and not c.key.startswith("#"):
                    columns.setdefault((path, c.key), []).append(sheet.name)

    def walk(model, path):
        for key, field in shape.of(model).items():
            if field.model is Evidence:
                continue
            at = f"{path}.{key}" if path else key
            if field.model is not None:
                assert any(at in s.holds for s in sheets().values()), f"no sheet holds {at}"
                walk(field.model, at)
                continue
            found = columns.pop((path, key), [])
            expected = ["Controller record", "Processor record"] if path == "purposes" else found[:1]
            assert found == expected, f"{path}.{key} stands on {found}"
            assert found, f"{path}.{key} stands nowhere"

    walk(Inventory, "")
    organisation_only = {k for k in columns if k[0].startswith("controller.")}
    assert set(columns) == organisation_only, "columns that are no fact of the model"


def test_labels_of_a_sheet_are_unlike_each_other():
    for sheet in sheets().values():
        labels = [c.label.casefold() for c in sheet.columns]
        assert len(labels) == len(set(labels)), sheet.name


def test_the_sheets_stand_in_the_order_that_the_law_is_asked_about(book):
    names = [s.title for s in book]
    first = [
        "Read me",
        "Organisation",
        "Controller record",
        "Processor record",
        "Data categories",
        "Data subjects",
        "Recipients",
        "Transfers",
        "Retention",
        "Security measures",
        "Rights",
        "Findings",
        "Lists",
        "Change log",
    ]
    assert names[: len(first)] == first
    assert all(n.startswith("Map - ") and len(n) <= 31 for n in names[len(first) :])
    assert all(s.sheet_state == "visible" for s in book)


def test_tables_are_made_to_be_used(book):
    for sheet in book:
        if sheet.title == "Read me":
            continue
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2"), sheet.title
        assert sheet.auto_filter.ref.startswith("A1:"), sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
        assert sheet.print_title_rows in ("1:1", "$1:$1")
        assert "&P" in sheet.oddFooter.right.text
        assert all(c.value for c in sheet[1]), f"{sheet.title}: a column without a header"
        for check in sheet.data_validations.dataValidation:
            assert check.showErrorMessage and check.errorStyle == "warning", sheet.title
            assert check.formula1 in book.defined_names, "a drop-down without its list"


def test_headers_say_in_words_which_letter_of_article_30_a_column_serves(book):
    heads = {c.value.split("\n")[0]: c.value.split("\n")[1:] for c in book["Controller record"][1]}
    assert heads["Data subjects"] == ["Art. 30(1)(c)"]
    assert heads["Owner"] == ["optional"]
    assert heads["Recipients"] == ["Art. 30(1)(d)", "derived; edit on 'Map - Recipients served'"]
    served = {line[len("Art. 30(1)") :] for lines in heads.values() for line in lines if line.startswith("Art. 30(1)")}
    assert served == {"(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)"}
    served = {c.value.split("\n")[1] for c in book["Processor record"][1] if "Art. 30(2)" in c.value}
    assert served == {f"Art. 30(2)({x})" for x in "abcd"}


@pytest.mark.slow
def test_helpjuice_is_told_on_its_sheet(book):
    rows = list(book["Transfers"].values)
    head = [h.split("\n")[0] for h in rows[0]]
    found = [dict(zip(head, r, strict=True)) for r in rows[1:] if r[0] == "HelpJuice"]
    assert [(f["Country"], f["Verdict"], f["Mechanism relied on"]) for f in found] == [
        ("United States (US)", "not covered", "none declared")
    ]


def test_dates_are_dates_and_places_have_code_and_name(book):
    sheet = book["Map - Inventory"]
    at = [c.value.split("\n")[0] for c in sheet[1]].index("Facts of") + 1
    assert sheet.cell(2, at).value.date().isoformat() == "2025-05-19"
    assert sheet.cell(2, at).number_format == "yyyy-mm-dd"
    assert "CZ Czechia" in {c.value for c in book["Map - Places"]["C"]}


def test_links_stay_within_the_workbook(record, book):
    with zipfile.ZipFile(record) as z:
        relations = [z.read(n).decode() for n in z.namelist() if n.endswith(".rels")]
    assert not [r for r in relations if 'TargetMode="External"' in r]
    sheet = book["Read me"]
    targets = {c.hyperlink.location for row in sheet.iter_rows() for c in row if c.hyperlink}
    assert "'Transfers'!A1" in targets


def test_calamine_reads_the_same_cells(record, book):
    fast = CalamineWorkbook.from_path(str(record))
    for sheet in book:
        rows = fast.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        ours = [["" if v is None else v.date() if hasattr(v, "date") else v for v in row] for row in sheet.values]
        assert [[f"{v:g}" if isinstance(v, float) else str(v) for v in r] for r in rows] == [
            [str(v) for v in r] for r in ours
        ], sheet.title


@pytest.mark.slow
def test_what_did_not_hold_on_the_day_is_marked_and_comes_back(tmp_path):
    inventory = Inventory.model_validate(
        {
            "meta": {"id": "a"},
            "controller": "A",
            "purposes": [
                {"id": "old", "name": "Old", "until": "2020-01-01", "recipients": ["r"]},
                {"id": "new", "name": "New", "from": "2030-01-01"},
                {"id": "now", "name": "Now"},
            ],
            "recipients": [{"id": "r", "name": "R", "until": "2021-01-01"}],
        }
    )
    file = write_ropa(audit(inventory, "2026-09-30"), tmp_path / "r.xlsx", "full")
    rows = list(openpyxl.load_workbook(file)["Controller record"].values)
    at = [h.split("\n")[0] for h in rows[0]].index("In force on the day")
    assert [r[at] for r in rows[1:]] == ["no: until 2020-01-01", "no: from 2030-01-01", "yes"]


PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x","y")',
    "=cmd|'/c calc'!A0",
    "＝1+1",
    "'=1",
    "_x000D_",
    "a\x01b\x0bc",
    "￾",
    "  ",
    "unknown",
    '""',
    "\\",
    "#REF!",
    "TRUE",
    "007",
    "1e3",
    "2020-01-01",
]


def texts_everywhere(payload: str) -> Inventory:
    """An inventory with one text in every field that takes a text."""

    def fill(model, depth=0):
        out = {}
        for key, field in shape.of(model).items():
            if field.model is Evidence:
                out[key] = [{"section": payload, "words": payload, "why": payload, "document": payload}]
            elif key in ("replaced_by", "formerly", "facts", "sub_processors"):
                continue
            elif field.kind == "text":
                out[key] = [payload, payload] if field.many else payload
            elif field.kind == "id" and key == "id" or field.kind == "id" and not field.many:
                out[key] = "x"
            elif field.model is not None:
                item = fill(field.model, depth + 1)
                out[key] = [item] if field.many else item
            elif field.required:
                out[key] = field.words[1]
        return out

    return Inventory.model_validate(fill(Inventory))


@pytest.mark.slow
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link_or_is_lost(tmp_path, payload):
    inventory = texts_everywhere(payload)
    judged = audit(inventory, "2026-09-30")
    for layout in LAYOUTS if payload[0] in "=\t＝" else ("full",):
        other = write_ropa(judged, tmp_path / f"{layout}.xlsx", layout)
        book = openpyxl.load_workbook(other)
        cells = [c for s in book for row in s.iter_rows() for c in row]
        assert not [c for c in cells if c.data_type == "f"], layout
        assert not [
            c for c in cells if isinstance(c.value, str) and c.value[:1] in ("=", "+", "-", "@") and not c.quotePrefix
        ], layout
        with zipfile.ZipFile(other) as z:
            assert not [n for n in z.namelist() if b'TargetMode="External"' in z.read(n) and n.endswith(".rels")]


def test_a_text_that_no_cell_holds_is_refused_with_its_place(tmp_path):
    inventory = Inventory.model_validate(
        {"meta": {"id": "a"}, "controller": "A", "categories": [{"id": "c", "name": "C", "description": "x" * 32_768}]}
    )
    with pytest.raises(CallError, match=r"Data categories!D2: a text of 32,768 characters"):
        write_ropa(audit(inventory, "2026-09-30"), tmp_path / "long.xlsx", "full")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_group_has_a_column_that_says_whose_a_row_is(smartsupp, tmp_path):
    other = Inventory.model_validate(
        {"meta": {"id": "acme"}, "controller": "Acme", "purposes": [{"id": "p", "name": "P"}]}
    )
    file = write_ropa(audit([smartsupp, other], "2026-09-30"), tmp_path / "group.xlsx", "full")
    rows = list(openpyxl.load_workbook(file)["Controller record"].values)
    assert rows[0][0].startswith("Organisation id")
    assert {r[0] for r in rows[1:]} == {"smartsupp", "acme"}


@pytest.mark.slow
def test_a_derived_cell_that_would_be_too_long_counts_what_it_leaves_out(tmp_path):
    inventory = Inventory.model_validate(
        {
            "meta": {"id": "a"},
            "controller": "A",
            "recipients": [{"id": f"r{i}", "name": f"Recipient {i}"} for i in range(100)],
            "purposes": [{"id": "p", "name": "P", "recipients": [f"r{i}" for i in range(100)]}],
        }
    )
    rows = list(
        openpyxl.load_workbook(write_ropa(audit(inventory, "2026-09-30"), tmp_path / "r.xlsx", "full"))[
            "Controller record"
        ].values
    )
    text = rows[1][[h.split("\n")[0] for h in rows[0]].index("Recipients")]
    shown = text.split("\n")
    assert shown[-1] == f"and {100 - (len(shown) - 1)} more, see 'Map - Recipients served'"


@pytest.mark.slow
def test_contacts_can_be_withheld_wherever_they_stand(judged, tmp_path):
    for layout in LAYOUTS:
        file = write_ropa(judged, tmp_path / f"{layout}.xlsx", layout, anonymise_contacts=True)
        text = "\n".join(str(c) for s in openpyxl.load_workbook(file) for row in s.values for c in row if c)
        for contact in ("@smartsupp.com", "Šandera", "Data Protection Officer of Smartsupp.com"):
            assert contact not in text, f"{layout}: {contact}"
        assert "withheld" in text
        assert "HelpJuice" in text


@pytest.mark.parametrize(
    ("right", "bases", "explicit", "said"),
    [
        ("portability", ["6-1-b"], False, "yes; for data"),
        ("portability", ["6-1-c"], False, "no"),
        ("portability", ["6-1-c"], True, "yes, where explicit consent"),
        ("objection", ["6-1-f"], False, "yes"),
        ("objection", ["6-1-a", "6-1-b"], False, "no"),
        ("objection", ["6-1-a", "6-1-e"], False, "yes, where Art. 6(1)(e)"),
        ("withdrawal", ["6-1-a"], False, "yes"),
        ("withdrawal", ["6-1-f"], False, "no"),
        ("withdrawal", [], False, "unknown"),
        ("objection", ["6-1-a", "unknown"], False, "unknown"),
        ("erasure", ["6-1-c"], False, "yes, except as far as"),
        ("erasure", ["6-1-b"], False, "yes"),
        ("erasure", [], False, "yes; limits of Art. 17(3) unknown"),
        ("access", [], False, "yes"),
        ("complaint", [], False, "yes"),
    ],
)
def test_rights_follow_from_the_basis(right, bases, explicit, said):
    got = rights.applies(right, bases, explicit)
    assert got == said if said in ("yes", "no") else got.startswith(said)
    if said == "yes":
        assert "where" not in got


@given(st.lists(st.text(max_size=8), max_size=4), st.sampled_from(["unknown", "none"]))
def test_a_list_in_a_cell_comes_back(items, silence):
    items = [i.replace("\r", "") for i in items]
    cell = cells.list_out(items, "listed" if items else "none", silence)
    assert cells.list_in(cell, silence) == (items or "none")


@given(st.text())
def test_a_text_in_a_cell_comes_back(text):
    for silence in ("", "unknown"):
        assert cells.text_in(cells.text_out(text, silence), silence) == text
    assert spreadsheet.unescape(safe.escape(text)) == text


def test_contrast_of_every_colour_is_at_least_four_and_a_half_to_one():
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    def contrast(a: str, b: str) -> float:
        high, low = sorted((light(a), light(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    pairs = [*documents_sheets.WORDS.values(), *((fill, "FFFFFF") for fill in looks.HEADER.values())]
    assert min(contrast(a, b) for a, b in pairs) >= 4.5
