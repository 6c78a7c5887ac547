"""The notice in the programs of people: a page in Chromium that asks for nothing, a text document in LibreOffice."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from conftest import ROOT, missing
from office_fixture import converter
from page_fixture import browser, opened  # noqa: F401

import datamap as dm
from datamap.publish.notice import notice, write

DAY = "2026-11-28"


@pytest.fixture(scope="module")
def paper():
    return notice(dm.audit(dm.read(ROOT / "inventory" / "smartsupp.yaml"), as_of=DAY), "subscribers", "cs")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_asks_for_nothing_and_fits_the_screen(browser, paper, tmp_path, width):  # noqa: F811
    page = opened(browser, write(paper, tmp_path / "notice.html"), drawn=False)
    page.set_viewport_size({"width": width, "height": 900})
    assert (page.asked, page.logged) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") == "cs"
    assert page.locator("li li").count() > 2, "what belongs to a label is a list below it"


@pytest.mark.office
def test_libreoffice_opens_the_text_document(paper, tmp_path):
    if not shutil.which("pdftotext"):
        missing("poppler-utils is not installed")
    file = write(paper, tmp_path / "notice.docx")
    (made,) = converter(tmp_path / "profile")("pdf", file)
    text = subprocess.run(["pdftotext", str(made), "-"], capture_output=True, text=True, check=True).stdout
    assert paper.title.split(":")[0] in " ".join(text.split()) and "HubSpot, Inc." in " ".join(text.split())
    assert "•" in text, "items of a list have their sign"
