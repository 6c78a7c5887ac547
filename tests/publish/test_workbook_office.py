"""LibreOffice opens every layout, prints it, and saves what comes back as it was."""

from __future__ import annotations

import shutil
import subprocess

import openpyxl
import pytest
from conftest import missing

from datamap import formats
from datamap.formats.workbook import reader
from datamap.labels import LAYOUTS
from datamap.pipeline import audit
from datamap.publish.record import write_ropa

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        missing("LibreOffice Calc is not installed (Debian: libreoffice-calc)")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(to, *files):
        """What LibreOffice makes of files of one folder; one start for all of them."""
        out = [file.parent / to / f"{file.stem}.{to}" for file in files]
        for _ in range(
            2
        ):  # on a busy machine LibreOffice may crash while it sets up a new profile ("Unspecified Application Error")
            done = subprocess.run(
                [
                    program,
                    "--headless",
                    f"-env:UserInstallation={profile}",
                    "--convert-to",
                    to,
                    "--outdir",
                    str(out[0].parent),
                    *map(str, files),
                ],
                capture_output=True,
                text=True,
                timeout=180,
                check=False,
            )
            if all(o.is_file() for o in out):
                return out
        raise AssertionError(done.stderr)

    return convert


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


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_libreoffice_saves_comes_back_as_it_was(office, smartsupp, records, kind):
    (saved,) = office(kind, records["full"])
    got = reader.read(saved)
    assert got.inventory == smartsupp
    assert got.warnings == ()
