"""The three forms of the brief: the same sentences, safe, within their limits, the same bytes twice."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from zipfile import ZipFile

import docx
import pytest
from brief_fixture import company, move, point, worst
from conftest import missing
from lxml import etree
from page_fixture import browser, opened, put_back

from datamap.files import seal
from datamap.publish.brief import render
from datamap.publish.brief.content import compose
from datamap.publish.brief.facts import Party

EVIL = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    '=cmd|" /C calc"!A0',
    "a\x07\u202eb\ufffe\nBcc: x@y.z",
    "&amp;]]>",
)
DAY = "2026-09-30"
WORST = {"letters": "x", "words": "Long ", "wide": "W", "chinese": "数据"}


def made(*facts, group=""):
    return compose(facts, group), render.files(compose(facts, group), DAY)


def document(files):
    """The paragraphs of the text document, those of its tables too."""
    whole = docx.Document(io.BytesIO(files[render.DOCUMENT]))
    return [p.text for p in whole.paragraphs] + [c.text for t in whole.tables for r in t.rows for c in r.cells]


def test_page_document_and_mail_contain_the_same_sentences():
    brief, files = made(
        company(moves=(move(),), points=(point(),)), company("birch", points=(point(item="Other"),)), group="the group"
    )
    texts = [brief.title, brief.about, brief.status.text, *brief.summary, brief.footer]
    texts += [t for s in brief.sections for t in (s.title, *(i.text for i in s.items))]
    texts += [t for r in brief.rows for t in (r.name, r.covered, r.state)]
    shown = html.unescape(re.sub(r"<[^>]+>", "\n", files[render.PAGE]))
    paragraphs = document(files)
    assert [t for t in texts if t not in shown] == [] and [t for t in texts if t not in paragraphs] == []
    mail = files[render.MAIL].split("\n\n")
    assert len(mail) > 5 and set(mail[2:-1]) <= {*texts, *brief.mail}


def test_hostile_names_stay_text():
    facts = [
        company(f"c{n}", name=t, moves=(move(t, t),), points=(point(item=t, party=Party(t)),))
        for n, t in enumerate(EVIL)
    ]
    for group in ([*facts], *([f] for f in facts)):
        _, files = made(*group)
        page = files[render.PAGE]
        assert "<script>" not in page and "49" not in re.sub(r"[0-9a-f]{64}", "", page.split("<main")[1])
        assert "script-src &#39;none&#39;" in page
        with ZipFile(io.BytesIO(files[render.DOCUMENT])) as archive:
            for name in archive.namelist():
                etree.fromstring(archive.read(name))
        assert "\nBcc" not in files[render.MAIL] and "\x07" not in page and "\u202e" not in "".join(document(files))
    assert any("<script>alert(1)</script>" in t for t in document(made(facts[0])[1]))


@pytest.mark.parametrize("fill", WORST.values(), ids=list(WORST))
@pytest.mark.parametrize("number", [1, 2, 12])
def test_the_mail_has_at_most_150_words(fill, number):
    facts = [worst(f"c{n}", fill) for n in range(number)]
    text = made(*facts)[1][render.MAIL]
    assert 20 < len(text.split()) <= 150
    assert text.startswith("Subject: ") and render.PAGE in text


def test_the_same_facts_give_the_same_bytes_and_an_edit_is_noticed():
    facts = company(moves=(move(),))
    first, second = made(facts)[1], made(facts)[1]
    assert first == second
    assert seal.intact(first[render.PAGE].encode()) and seal.intact(first[render.DOCUMENT])
    assert not seal.intact(first[render.PAGE].replace("Worse", "Better").encode())


def pages_of(pdf):
    found = shutil.which("pdfinfo")
    if not found:
        missing("poppler-utils is not installed")
    about = subprocess.run([found, str(pdf)], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", about)[1])


def test_the_heads_of_the_table_are_short_and_above_their_numbers():
    page = made(worst("a", "Long "), worst("b", "Long "))[1][render.PAGE]
    heads = re.findall(r"<th scope=\"col\"([^>]*)>(.*?)</th>", page)
    cells = re.findall(r"<td([^>]*)data-label=\"(.*?)\">", page)[: len(heads) - 1]
    assert [h for _, h in heads][1:] == [c for _, c in cells] and all(len(h) < 20 for _, h in heads)
    assert ['class="n"' in a for a, _ in heads][1:] == ['class="n"' in a for a, _ in cells]


def test_no_column_of_the_document_is_narrower_than_a_word_of_its_head():
    files = made(worst("a", "Long "), worst("b", "Long "))[1]
    (table,) = docx.Document(io.BytesIO(files[render.DOCUMENT])).tables
    for cell, column in zip(table.rows[0].cells, table.columns, strict=True):
        longest = max(map(len, cell.text.split()))
        assert column.width.pt >= 6.7 * longest, f"{cell.text}: bold letters of 9 points are some 6.7 wide"


@pytest.mark.browser
def test_the_page_is_one_sheet_of_paper_and_never_wider_than_the_screen(browser, tmp_path):
    for name, fill in WORST.items():
        for number in (1, 12):
            path = tmp_path / f"{name}-{number}.html"
            path.write_text(made(*(worst(f"c{n}", fill) for n in range(number)))[1][render.PAGE], encoding="utf-8")
            page = opened(browser, path, drawn=False)
            page.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True)
            assert pages_of(path.with_suffix(".pdf")) == 1, path.name
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path.name, width)
            assert page.logged == [] and page.asked == []
            put_back(page)


@pytest.mark.office
def test_the_text_document_is_one_sheet_of_paper_in_libreoffice(office, tmp_path):
    if not shutil.which("lowriter"):
        missing("LibreOffice Writer is not installed (Debian: libreoffice-writer)")
    files = []
    for name, fill in WORST.items():
        for number in (1, 12):
            files.append(tmp_path / f"{name}-{number}.docx")
            files[-1].write_bytes(made(*(worst(f"c{n}", fill) for n in range(number)))[1][render.DOCUMENT])
    (tmp_path / "pdf").mkdir()
    assert {f.name: pages_of(f) for f in office("pdf", *files)} == {f"{f.stem}.pdf": 1 for f in files}
