"""LibreOffice opens every layout and prints it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from datamap import formats
from datamap.labels import LAYOUTS
from datamap.pipeline import audit
from datamap.publish.workbook import write_ropa

pytest_plugins = ("office_fixture",)

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
        assert all(f"Page {i} of {len(pages)}" in page for i, page in enumerate(pages, start=1))
        assert "HelpJuice" in text
