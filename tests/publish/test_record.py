"""The record in its two editions: what the authority gets, what it must not get, and in which words."""

from __future__ import annotations

import io
import re
from functools import cache

import openpyxl
import pytest
from click.testing import CliRunner
from hortus_fixture import DAY, NOTE, OWNER, REASON, WHY, judged
from record_fixture import EDITIONS, raw, traces

from datamap.cli import main
from datamap.documents import looks
from datamap.documents.sheets import PAGES
from datamap.errors import CallError
from datamap.labels import LANGUAGES, record
from datamap.labels import data as label_data
from datamap.model import Inventory
from datamap.pipeline import Audit, audit
from datamap.publish.record import book_bytes, derived, view
from datamap.publish.record.build import FIXED

INTERNAL = ("record", "de", "internal")


@cache
def made(name: str) -> Audit:
    """The audit of one of the two maps below, which every layout and language shows."""
    return audit(Inventory.model_validate({"proposed": PROPOSED, "long": LONG}[name]), DAY)


def cells(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]


@pytest.mark.parametrize(("layout", "language"), EDITIONS)
def test_the_authoritys_edition_has_no_trace_of_the_audit(layout, language):
    assert judged().findings.frame["accepted"].any()
    data = book_bytes(judged(), layout, language=language)
    assert traces(raw(data), [OWNER, REASON, NOTE, WHY, "kamery", "zdůvodnění"]) == []
    assert "(IN)" in raw(data)


def test_a_trace_is_found_where_there_is_one():
    text = raw(book_bytes(judged(), edition="internal"))
    found = traces(text, [REASON])
    assert {"nekryto", "TR001"} & set(found) or len(found) > 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_india_is_in_the_record_without_a_safeguard(language):
    sheet = openpyxl.load_workbook(io.BytesIO(book_bytes(judged(), language=language)))[
        record("sheet", "transfers", language)
    ]
    (row,) = list(sheet.iter_rows(min_row=2, values_only=True))
    none = {"en": "none", "fr": "aucun", "cs": "žádné", "de": "keine"}[language]
    assert row[0].startswith("Jaipur Desk") and "(IN)" in row[1] and row[2] == none


def test_customers_are_listed_on_an_annex():
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(judged())))
    behalf = book["Zpracování pro správce"]
    assert behalf.max_row == 6
    assert all("310 správců" in behalf.cell(r, 2).value for r in range(2, 7))
    names = {
        str(c.value).split(",")[0] for row in book["Příloha - správci"].iter_rows(min_row=2, min_col=2) for c in row
    }
    assert len(names - {"None"}) == 310


PROPOSED = {
    "meta": {"id": "p"},
    "controller": {"name": "Acme", "role": "controller"},
    "categories": [{"id": "a", "name": "Contact"}, {"id": "h", "name": "Secret illness", "how": "proposed"}],
    "recipients": [
        {"id": "r", "name": "Host", "sites": [{"country": "IN", "how": "proposed"}], "safeguards": ["scc:2021"]},
        {"id": "q", "name": "Guessed Inc", "sites": ["US"], "how": "proposed"},
    ],
    "purposes": [
        {
            "id": "x",
            "name": "Pay",
            "categories": ["a", "h"],
            "recipients": ["r", "q"],
            "retention": [{"period": "P7Y", "how": "proposed"}],
            "legal_bases": ["6-1-c"],
        },
        {"id": "y", "name": "Guessed activity", "how": "proposed"},
    ],
}


@pytest.mark.parametrize(("layout", "language"), EDITIONS)
def test_what_is_proposed_is_being_determined(layout, language):
    data = book_bytes(made("proposed"), layout, language=language)
    text, shown = raw(data), cells(data)
    for hidden in ("Secret illness", "Guessed", "P7Y", "7 years", "7 let", "7 ans", "7 Jahre", "(IN)", "(US)"):
        assert hidden not in text
    open_ = record("phrase", "open", language or FIXED[layout])
    assert any("Contact" in c for c in shown) and any(open_ in c for c in shown)


def test_a_list_states_that_it_has_entries_that_are_open():
    data = book_bytes(made("proposed"))
    row = list(openpyxl.load_workbook(io.BytesIO(data))["Activities"].iter_rows(min_row=2, values_only=True))
    assert "Contact\nbeing determined" in row[0] and "Host\nbeing determined" in row[0]
    assert row[1][0] == "being determined"


def test_a_fact_that_a_reader_doubts_is_being_determined():
    data = book_bytes(judged())
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Činnosti zpracování"]
    heads = [str(c.value).split("\n")[0] for c in sheet[1]]
    bases = {r[0].split("\n")[0]: r[heads.index("Právní základ")] for r in sheet.iter_rows(min_row=2, values_only=True)}
    assert bases["A7 Kamerový systém v sídle"] == "zjišťuje se"
    assert bases["A6 Obchodní sdělení"].startswith("čl. 6 odst. 1 písm. f)")


ENGLISH = re.compile(
    r"\b(the|of|and|see|none|unknown|yes|not|data|with|from|until|by|in force|being|voluntary|record)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("edition", ["authority", "internal"])
@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_no_english_is_left_in_a_record_of_a_map_in_another_language(language, edition):
    data = book_bytes(judged(), language=language, edition=edition)
    book = openpyxl.load_workbook(io.BytesIO(data))
    free = {record("sheet", key, language) for key in ("findings", "verdicts", "changes", "rights")}
    for sheet in book:
        texts = [sheet.title, sheet.oddFooter.right.text, *(c.value for c in sheet[1])]
        if sheet.title not in free:
            texts += [c.value for row in sheet.iter_rows() for c in row]
        wrong = [t for t in texts if isinstance(t, str) and ENGLISH.search(t.replace("Data Privacy Framework", ""))]
        assert wrong == [], sheet.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_whose_texts_are_in_english_state_it(language):
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(judged(), language=language, edition="internal")))
    mark = {"en": "", "cs": "(anglicky)", "de": "(auf Englisch)", "fr": "(en anglais)"}[language]
    columns = {"verdicts": ("reasons",), "findings": ("finding", "remedy"), "changes": ("change", "effect")}
    for sheet, keys in columns.items():
        heads = [c.value for c in book[record("sheet", sheet, language)][1]]
        for key in keys:
            assert f"{record('internal', key, language)} {mark}".strip() in heads
        assert sum(mark in head for head in heads) == (len(keys) if mark else len(heads))


@pytest.mark.parametrize("section", label_data("record"))
def test_every_word_of_the_record_has_every_language(section):
    for key, entry in label_data("record")[section].items():
        assert set(entry) == set(LANGUAGES), key
        assert all(entry.values()), key


def test_the_internal_edition_adds_what_the_audit_found():
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(judged(), language="en", edition="internal")))
    assert book.sheetnames[-5:] == ["Summary", "Rights", "Verdicts", "Findings", "Change log"]
    text = "\n".join(str(c) for row in book["Verdicts"].values for c in row)
    assert "not covered" in text and "India (IN)" in text
    assert any(row[-1] == "yes" for row in book["Findings"].values)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"layout": "ico", "edition": "internal"}, "edition: internal, with layout ico"),
        ({"layout": "cz", "language": "de"}, "language: de, with layout cz, which exists in 'cs' only"),
        ({"edition": "public"}, "edition: "),
        ({"language": "pl"}, "language: "),
    ],
)
def test_choices_that_do_not_exist_are_refused(given, found):
    with pytest.raises(CallError, match=re.escape(found)):
        book_bytes(judged(), **given)


def test_a_baseline_without_a_change_log_is_refused(root, tmp_path):
    source = str(root / "inventory" / "ademe.yaml")
    out = tmp_path / "r.xlsx"
    done = CliRunner().invoke(main, ["ropa", source, "-o", str(out), "--baseline", source])
    assert done.exit_code == 2 and "--for internal" in done.stderr and not out.exists()


LONG = {
    "meta": {"id": "m"},
    "controller": {"name": "Acme", "role": "both", "joint_controllers": [{"name": f"Partner {n}"} for n in range(40)]},
    "subjects": [{"id": "s", "name": "Customers", "description": "who orders " * 300}],
    "categories": [{"id": f"c{n}", "name": f"Kind {n} of data about customers and orders"} for n in range(120)],
    "measures": [{"id": "m", "name": "Encryption", "description": "of disks and of backups " * 200}],
    "recipients": [
        {"id": f"r{n}", "name": f"Recipient {n}", "sites": ["IN"], "safeguards": ["scc:2021"]} for n in range(60)
    ],
    "purposes": [
        {
            "id": "x",
            "name": "Sell",
            "description": "orders " * 400,
            "subjects": ["s"],
            "categories": [f"c{n}" for n in range(120)],
            "recipients": [f"r{n}" for n in range(60)],
            "measures": ["m"],
            "retention": [{"criterion": "as long as the customer has an account " * 60}],
        },
        {
            "id": "y",
            "name": "Serve",
            "role": "processor",
            "recipients": [f"r{n}" for n in range(60)],
            "on_behalf_of": [{"name": f"Customer {n}", "address": "1 High Street, Leeds"} for n in range(50)],
        },
    ],
}


@pytest.mark.parametrize(("layout", "language"), EDITIONS)
def test_the_record_leaves_nothing_out_of_a_long_list(layout, language):
    text = "\n".join(cells(book_bytes(made("long"), layout, language=language)))
    expected = [f"Kind {n} of" for n in range(120)] + [f"Customer {n}, 1 High" for n in range(50)]
    assert [e for e in expected + [f"Recipient {n}" for n in range(60)] if e not in text] == []


def cut(sheet):
    """The cells of a sheet that need more lines than their row shows."""
    widths = {k: d.width for k, d in sheet.column_dimensions.items()}
    for row in sheet.iter_rows():
        shown = sheet.row_dimensions[row[0].row].height or 16
        for c in row:
            wraps = isinstance(c.value, str) and c.alignment.wrap_text
            if wraps and looks.lines(c.value, widths[c.column_letter]) * looks.LINE > shown:
                yield f"{sheet.title}!{c.coordinate}"


@pytest.mark.parametrize(("layout", "language", "edition"), [*((*e, "authority") for e in EDITIONS), INTERNAL])
def test_each_row_shows_its_texts_and_is_not_higher_than_a_page(layout, language, edition):
    for judged_ in (made("long"), judged()):
        book = openpyxl.load_workbook(io.BytesIO(book_bytes(judged_, layout, language=language, edition=edition)))
        assert [c for sheet in book for c in cut(sheet)] == []
        assert max(d.height or 0 for sheet in book for d in sheet.row_dimensions.values()) < looks.HIGHEST


@pytest.mark.parametrize(("layout", "language", "edition"), [*((*e, "authority") for e in EDITIONS), INTERNAL])
def test_each_page_is_printed_in_a_readable_size(layout, language, edition):
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(judged(), layout, language=language, edition=edition)))
    for sheet in book:
        room = PAGES[sheet.page_setup.paperSize] * (0.7 if sheet.page_setup.orientation == "portrait" else 1.1)
        widths = {k: d.width for k, d in sheet.column_dimensions.items()}
        areas = [str(a) for a in sheet.print_area.split(",")] if sheet.print_area else [sheet.dimensions]
        for area in areas:
            first, last = re.findall(r"\$?([A-Z]+)\$?\d+", area.rpartition("!")[2])
            assert sum(w for k, w in widths.items() if (len(first), first) <= (len(k), k) <= (len(last), last)) <= room


@pytest.mark.parametrize(("layout", "language"), EDITIONS)
def test_many_customers_are_listed_once(layout, language):
    shown = cells(book_bytes(judged(), layout, language=language))
    assert sum("Zákazník 250 s.r.o." in text for text in shown) == 1
    annex = record("sheet", "annex", language or FIXED[layout])
    assert any("310" in text and annex in text for text in shown)


@pytest.mark.parametrize(("layout", "language", "edition"), [*((*e, "authority") for e in EDITIONS), INTERNAL])
def test_what_concerns_all_activities_is_worked_out_once(monkeypatch, layout, language, edition):
    """Else the time would grow with the square of the activities."""
    asked = []
    for module, name in ((derived, "roles"), (derived, "bases_of"), (view, "_free_measures")):
        own = getattr(module, name)
        monkeypatch.setattr(module, name, lambda v, own=own, name=name: asked.append(name) or own(v))
    many = {
        "meta": {"id": "m"},
        "controller": {"name": "Acme", "role": "controller"},
        "measures": [{"id": "m", "name": "Encryption"}],
        "purposes": [{"id": f"p{n}", "name": f"Activity {n}"} for n in range(30)],
    }
    book_bytes(audit(Inventory.model_validate(many), DAY), layout, language=language, edition=edition)
    assert {name for name in asked if asked.count(name) > 1} == set()


def test_the_cover_names_the_version_or_that_it_is_open():
    for version, shown in (("3", "3"), ("", "being determined")):
        inventory = Inventory.model_validate({"meta": {"id": "m", "version": version}, "controller": "Acme"})
        book = openpyxl.load_workbook(io.BytesIO(book_bytes(audit(inventory, DAY))))
        assert [row[1] for row in book["Cover"].iter_rows(values_only=True) if row[0] == "Version"] == [shown]
