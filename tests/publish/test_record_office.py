"""LibreOffice opens every layout and prints it."""

from __future__ import annotations

import shutil
import subprocess

import openpyxl
import pytest
from conftest import missing

from datamap import formats
from datamap.labels import LAYOUTS
from datamap.pipeline import audit
from datamap.publish.record import write_ropa

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def smartsupp(root):
    return formats.read(root / "inventory/smartsupp.yaml")


@pytest.fixture(scope="module")
def records(smartsupp, tmp_path_factory):
    """The record in every layout."""
    folder, judged = tmp_path_factory.mktemp("records"), audit(smartsupp, "2026-09-30")
    return {layout: write_ropa(judged, folder / f"{layout}.xlsx", layout) for layout in LAYOUTS}


@pytest.fixture(scope="module")
def printed(office, records):
    return dict(zip(records, office("pdf", *records.values()), strict=True))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_prints_to_pages_with_their_numbers(printed, layout):
    pdf = printed[layout]
    assert pdf.read_bytes()[:5] == b"%PDF-"
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        pages = text.rstrip("\f").split("\f")
        words = {"cz": "Strana {} z {}", "cnil": "Page {} sur {}", "dsk": "Seite {} von {}"}.get(
            layout, "Page {} of {}"
        )
        assert all(words.format(i, len(pages)) in page for i, page in enumerate(pages, start=1))
        assert layout != "record" or len(pages) <= 20
        assert "HelpJuice" in text


def test_the_czech_record_of_a_payroll_bureau_is_short_and_complete(office, tmp_path):
    from hortus_fixture import judged

    book = write_ropa(judged(), tmp_path / "hortus.xlsx")
    (pdf,) = office("pdf", book)
    if not shutil.which("pdftotext"):
        missing("pdftotext is not installed (Debian: poppler-utils)")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert len(text.rstrip("\f").split("\f")) <= 15
    assert "Indie (IN)" in text and "Jaipur Desk Pvt Ltd" in text
    cells = [c for s in openpyxl.load_workbook(book) for row in s.values for c in row if isinstance(c, str)]
    shown = set(text.split())
    assert [w for c in cells for w in c.split() if len(w) < 12 and w not in shown] == []  # nothing is cut
