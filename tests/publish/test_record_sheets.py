"""The sheets of the record: tables that can be used, real dates, nothing live, contacts withheld on request."""

from __future__ import annotations

import itertools
import re
import zipfile

import openpyxl
import pytest
from hortus_fixture import judged as hortus
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from datamap import formats, spreadsheet
from datamap.documents import cells as safe
from datamap.documents import looks
from datamap.documents import sheets as documents_sheets
from datamap.labels import LANGUAGES, LAYOUTS
from datamap.labels import data as label_data
from datamap.model import Inventory, shape
from datamap.model.entry import Evidence
from datamap.pipeline import audit
from datamap.publish.record import rights, write_ropa


@pytest.fixture(scope="module")
def smartsupp(root):
    return formats.read(root / "inventory/smartsupp.yaml")


@pytest.fixture(scope="module")
def judged(smartsupp):
    return audit(smartsupp, "2026-09-30")


@pytest.fixture(scope="module")
def record(judged, tmp_path_factory):
    return write_ropa(judged, tmp_path_factory.mktemp("ropa") / "ropa.xlsx", edition="internal")


@pytest.fixture(scope="module")
def book(record):
    """The record as a person opens it; tests only look at it."""
    return openpyxl.load_workbook(record)


COVER = {"Cover", "Summary"}
"""Sheets of labels and values, without a table."""


OPEN = "|".join({str(text) for text in label_data("record")["phrase"]["open"].values()})
"""What an authority reads instead of an open fact, in each language."""


def test_no_page_has_one_column_alone(judged, record, tmp_path):
    paths = [record, *(write_ropa(judged, tmp_path / f"{name}.xlsx", name) for name in LAYOUTS)]
    alone = []
    for path in paths:
        for sheet in openpyxl.load_workbook(path):
            bands = re.findall(r"\$([A-Z]+)\$\d+:\$([A-Z]+)\$\d+", str(sheet.print_area))
            alone += [(path.name, sheet.title, a) for a, b in bands if a == b and len(bands) > 1]
    assert alone == []


def test_what_is_open_twice_is_named_once(judged, tmp_path):
    for name in LAYOUTS:
        book = CalamineWorkbook.from_path(write_ropa(judged, tmp_path / f"{name}.xlsx", name))
        text = "\n".join(str(v) for s in book.sheet_names for row in book.get_sheet_by_name(s).to_python() for v in row)
        assert re.search(OPEN, text) and not re.search(rf"({OPEN}): \1", text), name


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_no_word_of_the_model_is_left_in_english(tmp_path, language):
    path = write_ropa(hortus(), tmp_path / "hortus.xlsx", edition="internal", language=language)
    book = CalamineWorkbook.from_path(path)
    cells = {(s, str(v)) for s in book.sheet_names for row in book.get_sheet_by_name(s).to_python() for v in row}
    raw = {"unknown", "none", "yes", "no", "stated", "inferred", "assumed", "proposed", "listed"}
    assert [(s, v) for s, v in cells if any(line in raw for line in v.splitlines())] == []


def test_the_cover_lists_the_sheets_in_their_order(tmp_path):
    book = openpyxl.load_workbook(write_ropa(hortus(), tmp_path / "hortus.xlsx"))
    cover, *rest = book.worksheets
    assert [c.value for row in cover.iter_rows() for c in row if c.hyperlink] == [s.title for s in rest]


def test_tables_are_made_to_be_used(book):
    assert all(s.sheet_state == "visible" for s in book)
    for sheet in book:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
        assert "&P" in sheet.oddFooter.right.text
        if sheet.title in COVER:
            continue
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2"), sheet.title
        assert sheet.auto_filter.ref.startswith("A1:"), sheet.title
        assert sheet.print_title_rows in ("1:1", "$1:$1")
        assert all(c.value for c in sheet[1]), f"{sheet.title}: a column without a header"


def test_headers_show_in_words_which_letter_of_article_30_a_column_serves(book):
    heads = {c.value.split("\n")[0]: c.value.split("\n")[1] for c in book["Activities"][1]}
    assert heads["Categories of data subjects"] == "Art. 30(1)(c)" and heads["Legal basis"] == "voluntary"
    marks = [c.value.split("\n")[1] for s in list(book)[1:7] for c in s[1]]
    assert {m for m in marks if m != "voluntary"} >= {f"Art. 30(1)({x})" for x in "bcdefg"}
    marks = {c.value.split("\n")[1] for c in book["On behalf of others"][1]}
    assert marks == {*(f"Art. 30(2)({x})" for x in "abcd"), "voluntary"}


def test_helpjuice_has_its_verdict_in_colour(book):
    sheet = book["Verdicts"]
    head, *rows = sheet.values
    found = [dict(zip(head, r, strict=True)) for r in rows if r[0] == "HelpJuice"]
    assert [(f["Third country or international organisation"], f["Verdict"], f["Tool or ground"]) for f in found] == [
        ("United States (US)", "not covered", "none declared")
    ]
    formulas = {r.formula[0] for rules in sheet.conditional_formatting for r in rules.rules}
    assert '$D2="not covered"' in formulas and head[3] == "Verdict"


def test_words_have_colours_in_each_language(judged, tmp_path):
    book = openpyxl.load_workbook(write_ropa(judged, tmp_path / "r.xlsx", edition="internal", language="de"))
    for sheet, words in (("Bewertung", {"nicht abgedeckt", "nicht bestimmbar"}), ("Feststellungen", {"Fehler"})):
        found = {r.formula[0].split('"')[1] for rules in book[sheet].conditional_formatting for r in rules.rules}
        assert found >= words


def test_dates_are_dates_and_places_have_name_and_code(book):
    days = [row[1] for row in book["Cover"].iter_rows() if row[0].value == "As of"]
    assert [(d.value.date().isoformat(), d.number_format) for d in days] == [("2026-09-30", "yyyy-mm-dd")]
    assert "United States (US)" in {c.value for c in book["Transfers"]["B"]}


def test_links_stay_within_the_workbook(record, book):
    with zipfile.ZipFile(record) as z:
        relations = [z.read(n).decode() for n in z.namelist() if n.endswith(".rels")]
    assert not [r for r in relations if 'TargetMode="External"' in r]
    targets = {c.hyperlink.location for row in book["Cover"].iter_rows() for c in row if c.hyperlink}
    assert targets == {f"'{s.title}'!A1" for s in list(book)[1:]}


def test_calamine_reads_the_same_cells(record, book):
    fast = CalamineWorkbook.from_path(str(record))
    for sheet in book:
        rows = fast.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        ours = [["" if v is None else v.date() if hasattr(v, "date") else v for v in row] for row in sheet.values]
        assert [[f"{v:g}" if isinstance(v, float) else str(v) for v in r] for r in rows] == [
            [str(v) for v in r] for r in ours
        ], sheet.title


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_what_was_in_force_on_the_day_is_shown(tmp_path, layout):
    inventory = Inventory.model_validate(
        {
            "meta": {"id": "a"},
            "controller": "A",
            "purposes": [
                {"id": "old", "name": "Former payroll", "until": "2020-01-01", "recipients": ["r"]},
                {"id": "new", "name": "Coming payroll", "from": "2030-01-01"},
                {"id": "now", "name": "Present payroll", "recipients": ["r", "s"]},
            ],
            "recipients": [{"id": "r", "name": "Former bureau", "until": "2021-01-01"}, {"id": "s", "name": "Bureau"}],
        }
    )
    file = write_ropa(audit(inventory, "2026-09-30"), tmp_path / "r.xlsx", layout)
    text = "\n".join(str(c) for s in openpyxl.load_workbook(file) for row in s.values for c in row if c)
    assert "Present payroll" in text and "Bureau" in text
    assert "Former" not in text and "Coming" not in text


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


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link_or_is_lost(tmp_path, payload):
    inventory = texts_everywhere(payload)
    judged = audit(inventory, "2026-09-30")
    editions = [(name, "authority") for name in LAYOUTS if payload[0] in "=\t＝"]
    for layout, edition in [("record", "internal"), *editions]:
        other = write_ropa(judged, tmp_path / f"{layout}-{edition}.xlsx", layout, edition=edition)
        book = openpyxl.load_workbook(other)
        cells = [c for s in book for row in s.iter_rows() for c in row]
        assert not [c for c in cells if c.data_type == "f"], layout
        assert not [
            c for c in cells if isinstance(c.value, str) and c.value[:1] in ("=", "+", "-", "@") and not c.quotePrefix
        ], layout
        with zipfile.ZipFile(other) as z:
            assert not [n for n in z.namelist() if b'TargetMode="External"' in z.read(n) and n.endswith(".rels")]


def test_a_group_has_a_column_that_names_whose_a_row_is(smartsupp, tmp_path):
    other = Inventory.model_validate(
        {
            "meta": {"id": "acme"},
            "controller": {"name": "Acme", "role": "controller"},
            "recipients": [{"id": "r", "name": "R", "sites": ["IN"]}],
            "purposes": [{"id": "p", "name": "P", "recipients": ["r"]}],
        }
    )
    file = write_ropa(audit([smartsupp, other], "2026-09-30"), tmp_path / "group.xlsx", edition="internal")
    names = {"Activities", "Recipients", "Transfers", "Retention", "Rights", "Verdicts", "Findings", "Change log"}
    book = openpyxl.load_workbook(file)
    for name in sorted(names):
        rows = list(book[name].values)
        assert rows[0][0].startswith("Organisation"), name
        assert {"Smartsupp.com, s.r.o.", "Acme"} <= {r[0] for r in rows[1:]}, name


def test_contacts_can_be_withheld_wherever_they_stand(judged, tmp_path):
    for layout, edition in [("record", "internal"), *((name, "authority") for name in LAYOUTS)]:
        file = write_ropa(
            judged, tmp_path / f"{layout}.xlsx", layout, edition=edition, anonymise_contacts=True, force=True
        )
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


RIGHTS = list(
    itertools.product(
        rights.NAMES,
        ([], ["6-1-a"], ["6-1-b", "6-1-f"], ["6-1-c"], ["6-1-c", "6-1-a"], ["6-1-e", "unknown"]),
        (False, True),
        ("yes", "no", "unknown"),
    )
)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_whether_a_right_applies_is_stated_in_the_language_of_the_record(language):
    """As many different texts as in English, and none of them with its words."""
    texts = {rights.applies(*case): rights.applies(*case, language) for case in RIGHTS}
    texts[rights.through_controller()] = rights.through_controller(language)
    assert len(set(texts.values())) == len(texts)
    foreign = {w for t in texts.values() for w in re.findall(r"[a-z]{2,}", t.lower())}
    assert not foreign & {
        "yes",
        "no",
        "unknown",
        "where",
        "basis",
        "is",
        "the",
        "or",
        "recorded",
        "consent",
        "decisions",
    }


@given(st.text())
def test_a_text_in_a_cell_comes_back(text):
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
