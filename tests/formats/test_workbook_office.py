"""LibreOffice saves the workbook to work in: it comes back as it was, and with the edits of a person."""

from __future__ import annotations

import pytest
from filled import filled_in_turn
from workbook_fixture import Edited, inventory, written

from datamap import formats
from datamap.formats.workbook import reader, writer
from datamap.formats.workbook.edits import ACCEPTED

pytestmark = pytest.mark.office

TEXTS = (
    "=1+1",
    "@SUM(A1)",
    "a\x01b\x0bc\u2028d",
    "_x000D_ and _x0041_",
    "  two  blanks \n\n and lines\t",
    "unknown",
    '""',
    "007",
    "2020-01-01",
    "1e5",
    "TRUE",
    "😀 é שלום \u202e",
    "x" * 40_000,
)


@pytest.fixture(scope="module")
def saved(office, root, tmp_path_factory):
    """What LibreOffice makes of workbooks, by name and kind."""
    folder = tmp_path_factory.mktemp("office")
    sources = {"small": inventory(), "smartsupp": formats.read(root / "inventory/smartsupp.yaml")}
    sources |= {f"text{n}": filled_in_turn(TEXTS, n) for n in (0, 4, 8)}
    files = []
    for name, source in sources.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(writer.book_bytes(source))
    edited = folder / "edited.xlsx"
    edited.write_bytes(Edited().set("Recipients", "Bank", "Places", "Pologne").raw())
    found = {
        kind: dict(zip([*sources, "edited"], office(kind, *files, edited), strict=True)) for kind in ("xlsx", "ods")
    }
    return sources, found


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_libreoffice_saves_comes_back_as_it_was(saved, kind):
    sources, found = saved
    for name, source in sources.items():
        got = reader.read(found[kind][name])
        assert got.inventory == source, name
        assert got.edits == (), name


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_edit_in_libreoffice_is_that_edit(saved, kind):
    got = reader.read(saved[1][kind]["edited"])
    assert [(e.place, e.state, e.meaning) for e in got.edits] == [("Recipients!D4", ACCEPTED, "Poland")]
    assert got.inventory.recipients[1].sites[0].country == "PL"


def test_every_sheet_prints(office, tmp_path):
    file = tmp_path / "print.xlsx"
    file.write_bytes(written())
    (pdf,) = office("pdf", file)
    assert pdf.read_bytes()[:5] == b"%PDF-"
