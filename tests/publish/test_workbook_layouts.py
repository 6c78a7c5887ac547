"""The regulators' layouts: their labels, their blocks, the facts in the right place, as of the day."""

from __future__ import annotations

from functools import cache

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from datamap import formats
from datamap.documents.cells import sheet_name
from datamap.errors import CallError
from datamap.labels import LANGUAGES, LAYOUTS, layout, word, words
from datamap.model import Inventory
from datamap.pipeline import audit
from datamap.publish.record import book_bytes, write_ropa


@pytest.fixture(scope="module")
def smartsupp(root):
    return audit(formats.read(root / "inventory/smartsupp.yaml"), "2026-09-30")


PROCESSOR = Inventory.model_validate(
    {
        "meta": {"id": "p", "language": "fr"},
        "controller": {"name": "Prestataire", "country": "FR", "role": "processor"},
        "purposes": [
            {
                "id": "h",
                "ref": "1",
                "name": "Hébergement",
                "on_behalf_of": [{"name": "Client SA", "address": "1 rue Rivoli"}],
            }
        ],
    }
)


def book(audit_, folder, name):
    return openpyxl.load_workbook(write_ropa(audit_, folder / f"{name}.xlsx", name))


@pytest.fixture(scope="module")
def made(smartsupp, tmp_path_factory):
    """The record of Smartsupp in a layout, as a person opens it; tests only look at it."""
    folder = tmp_path_factory.mktemp("layouts")
    return cache(lambda name: book(smartsupp, folder, name))


def text(sheet):
    return "\n".join(str(c) for row in sheet.values for c in row if c is not None)


def labels(sheet, row):
    return [str(c.value).split("\n")[0] for c in sheet[row] if c.value]


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_give_the_same_bytes_and_no_sheet_is_hidden(smartsupp, tmp_path, name):
    made = book(smartsupp, tmp_path, name)
    assert book_bytes(smartsupp, name) == (tmp_path / f"{name}.xlsx").read_bytes()
    assert all(s.sheet_state == "visible" and not s.merged_cells.ranges for s in made)
    assert "HelpJuice" in "\n".join(text(s) for s in made)
    assert {p.name: p.value for p in made.custom_doc_props}["datamap layout"] == name


def test_a_layout_that_is_not_known_is_refused(smartsupp):
    with pytest.raises(CallError, match="Expected one of: cnil, cz, dsk, ico"):
        book_bytes(smartsupp, "gdd")


@pytest.fixture(scope="module")
def processor():
    return audit(PROCESSOR, "2026-09-30")


@pytest.fixture(scope="module")
def empty():
    return audit(Inventory.model_validate({"meta": {"id": "e"}, "controller": "Empty"}), "2026-09-30")


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_stand_an_empty_inventory_and_one_of_a_processor(tmp_path, name, empty, processor):
    book(empty, tmp_path, name)
    made = book(processor, tmp_path, name)
    assert "Client SA" in "\n".join(text(s) for s in made)


def test_minimum_holds_the_letters_and_nothing_else(made):
    made = made("minimum")
    assert [s.title for s in made] == ["Organisation", "Controller record", "Processor record"]
    letters = [[c.value.split("\n")[-1] for c in s[1] if c.value] for s in list(made)[1:]]
    assert set(letters[0]) == {f"Art. 30(1)({x})" for x in "abcdefg"}
    assert set(letters[1]) == {f"Art. 30(2)({x})" for x in "abcd"}
    # a DPF transfer is one, and needs no documents of the second subparagraph of Art. 49(1)
    row = next(r for r in made["Controller record"].iter_rows(min_row=2, values_only=True) if r[0].startswith("B.2"))
    assert (row[5], row[6]) == ("United States (US)", "none")


def test_minimum_speaks_the_language_of_the_inventory(tmp_path, processor):
    made = book(processor, tmp_path, "minimum")
    assert [s.title for s in made] == ["Organisme", "Registre du responsable", "Registre du sous-traitant"]
    assert text(made["Registre du responsable"]).endswith("Aucune activité de ce type n'est inscrite.")


def test_ico_has_its_thirty_columns_in_row_nine_under_the_contacts(made):
    sheet = made("ico")["Controller"]
    found = labels(sheet, 9)
    assert len(found) == 30
    assert found[0] == "Business function"
    assert found[11] == "Article 6 lawful basis for processing personal data"
    assert found[26] == "GDPR Article 6 lawful basis for processing"
    assert (sheet["A3"].value, sheet["B3"].value) == ("Name", "Smartsupp.com, s.r.o.")
    assert sheet.cell(10, 2).value.startswith("B.1 Provision of services")
    # what an inventory does not hold is unknown, not blank
    assert sheet.cell(10, found.index("Has a personal data breach occurred?") + 1).value == "being determined"


def test_ico_covers_what_a_record_of_another_asks(shared):
    rows = (
        CalamineWorkbook.from_path(str(shared / "examples/ico-like-template.xlsx"))
        .get_sheet_by_name("ROPA")
        .to_python()
    )
    asked = [h for h in rows[1] if h]
    ours = " ".join(label.casefold() for _, label, _ in layout("ico")["controller"])
    words = {
        "Purpose of processing",
        "Categories of individuals",
        "Categories of personal data",
        "Categories of recipients",
        "Retention schedule",
        "Technical and organisational security measures",
        "Business function",
        "Source of personal data",
    }
    assert words <= set(asked)
    assert all(w.casefold().removesuffix(" of personal data").split()[-1] in ours for w in words)


def test_cnil_has_its_blocks_where_its_own_file_has_them(made, shared):
    theirs = CalamineWorkbook.from_path(str(shared / "examples/cnil-template.ods"))
    model = theirs.get_sheet_by_name(theirs.sheet_names[2]).to_python(skip_empty_area=False)
    made = made("cnil")
    fiche = made["B.1 Provision of services"]
    ours = {str(row[0].value): [c.value for c in row] for row in fiche.iter_rows() if row[0].value}
    blocks = [
        "Acteurs",
        "Catégories de données personnelles concernées",
        "Données sensibles",
        "Catégories de personnes concernées",
        "Destinataires",
        "Mesures de sécurité",
        "Transferts hors UE",
    ]
    for block in blocks:
        template = next(r for r in model if str(r[0]).strip() == block)
        assert [(i, str(v).strip()) for i, v in enumerate(template[:8]) if v] == [
            (i, v) for i, v in enumerate(ours[block]) if v
        ], block
    for label in (
        "Nom du traitement",
        "N° / RÉF",
        "Date de création du traitement",
        "Mise à jour du traitement",
        "Finalité principale",
    ):
        assert any(str(r[0]).strip() == label for r in model)
        assert label in ours


def test_cnil_lists_every_activity_with_a_link_to_its_sheet(made):
    made = made("cnil")
    index = made["Liste des traitements"]
    links = [c.hyperlink.location for row in index.iter_rows() for c in row if c.hyperlink]
    assert len(links) == 11
    assert {link.rsplit("!", 1)[0].strip("'") for link in links} <= set(made.sheetnames)
    transfers = [
        row
        for row in made["B.2 Customer support and other"].iter_rows(values_only=True)
        if str(row[0]).startswith("Organisme destinataire")
    ]
    helpjuice = next(r for r in transfers if r[1] == "HelpJuice")
    assert helpjuice[2:4] == ("États-Unis (US)", "en cours de détermination")


def test_cz_is_transposed(made):
    sheet = made("cz")["Záznamy o činnostech"]
    corner = next(r for r in range(1, 10) if str(sheet.cell(r, 1).value).startswith("Pojmenování a popis agendy"))
    assert [sheet.cell(corner, c).value[:4].strip() for c in (2, 3, 12)] == ["B.1", "B.2", "B.11"]
    rows = {sheet.cell(r, 1).value: r for r in range(corner + 1, sheet.max_row + 1)}
    assert sheet.cell(rows["Lhůta pro výmaz"], 3).value.startswith(
        "3 roky 6 měsíců; od: the inquiry was raised; for the duration of the contract"
    )
    assert sheet.cell(rows["Předání do třetí země nebo mezinárodní organizaci"], 3).value == "ano"


def test_regulators_layouts_show_what_held_on_the_day(tmp_path):
    inventory = Inventory.model_validate(
        {
            "meta": {"id": "a"},
            "controller": "A",
            "purposes": [{"id": "old", "name": "Old one", "until": "2020-01-01"}, {"id": "now", "name": "This one"}],
        }
    )
    judged = audit(inventory, "2026-09-30")
    for name in LAYOUTS[2:]:
        everything = "\n".join(text(s) for s in book(judged, tmp_path, name))
        assert "This one" in everything
        assert "Old one" not in everything, name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a" * 40, "a" * 31),
        ("a/b:c*d?[e]", "a b c d e"),
        ("", "sheet"),
        ("History", "History (2)"),
        ("'quoted'", "quoted"),
        ("\U0001f600" * 20, "\U0001f600" * 15),
    ],
)
def test_sheet_names_are_such_as_excel_takes(name, said):
    assert sheet_name(name, set()) == said


@pytest.fixture(scope="module")
def dfe(root):
    return audit(formats.read(root / "inventory" / "dfe.yaml"), "2026-09-30")


@pytest.mark.parametrize("name", ["minimum", "ico", "cnil", "cz"])
def test_measures_of_the_organisation_stand_with_its_activities_where_nobody_tied_them(dfe, tmp_path, name):
    told = [str(c.value) for ws in book(dfe, tmp_path, name) for row in ws.iter_rows() for c in row if c.value]
    assert sum("Encryption on Microsoft Azure Cloud" in t for t in told) == 7
    assert not any(word in t for t in told for word in ("assumed", "supposé", "předpokládáno"))


def test_sheet_names_differ_whatever_their_case():
    taken: set[str] = set()
    assert [sheet_name(n, taken) for n in ("Payroll", "PAYROLL", "payroll")] == [
        "Payroll",
        "PAYROLL (2)",
        "payroll (3)",
    ]


def test_cnil_says_in_french_what_is_not_known_names_a_partner_once_and_can_be_filtered(root, tmp_path):
    made = book(audit(formats.read(root / "inventory" / "ademe.yaml"), "2026-09-30"), tmp_path, "cnil")
    index = made["Liste des traitements"]
    assert index["D7"].value == "en cours de détermination" and index.auto_filter.ref == "A6:G12"
    fiche = made["II Création d’un compte et auth"]
    assert sum(row[0].value == "Responsable(s) conjoint(s)" for row in fiche.iter_rows()) == 1
    assert not any(c == "unknown" for s in made for row in s.values for c in row)


@pytest.mark.parametrize("group", ["verdict", "ground", "safeguard", "source", "condition"])
def test_words_of_earlier_versions_are_read_and_never_written(group):
    """A workbook of an earlier version still contains them; the reader of registers compares with every value."""
    entries = [e for e in words(group).values() if isinstance(e, dict) and "former" in e]
    assert entries and all(e["former"] not in (e["en"], e["fr"], e["cs"]) for e in entries)
    assert not {e["former"] for e in entries} & {word(group, key, at) for key in words(group) for at in LANGUAGES}
