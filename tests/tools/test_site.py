"""The site: what is gathered, the commands on its pages, and what the check of a written site finds."""

from __future__ import annotations

import re

import click
import pytest
from conftest import missing
from page_fixture import browser  # noqa: F401  a fixture

from datamap import law
from datamap.cli import main
from datamap.rules import RULES
from tools.site import check, gather, law_pages

GOOD = '<h1 id="top">A</h1><a href="#top">x</a><a href="b.html">x</a><a href="https://example.org">law</a>'


def written(folder, page: str, style: str = "") -> list[str]:
    (folder / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    (folder / "b.html").write_text('<html><body><p id="there">B</p></body></html>', encoding="utf-8")
    (folder / "s.css").write_text(style, encoding="utf-8")
    return check.problems(folder)


def test_a_link_to_another_server_is_allowed_and_nothing_is_fetched_from_one(tmp_path):
    assert written(tmp_path, GOOD, "p { background: url(data:image/png;base64,AA) }") == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="c.html">x</a>', "c.html: this file does not exist"),
        ('<a href="b.html#here">x</a>', "b.html#here: this place does not exist"),
        ('<a href="#below">x</a>', "#below: this place does not exist"),
        ('<img src="c.png">', "c.png: this file does not exist"),
        ('<script src="https://cdn.example/a.js"></script>', "fetches https://cdn.example/a.js"),
        ('<img src="//cdn.example/a.png">', "fetches //cdn.example/a.png"),
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', "fetches https://cdn.example/a.css"),
        ('<p style="background: url(https://cdn.example/a.png)">x</p>', "fetches https://cdn.example/a.png"),
        ("<style>@import 'https://cdn.example/a.css';</style>", "fetches https://cdn.example/a.css"),
    ],
)
def test_what_is_wrong_on_a_page_is_found(tmp_path, page, expected):
    (problem,) = written(tmp_path, page)
    assert problem.startswith(f"a.html: {expected}")


def test_a_font_of_a_style_sheet_from_another_server_is_found(tmp_path):
    assert written(tmp_path, GOOD, "@font-face { src: url('https://f.example/a.woff2') }") == [
        "s.css: fetches https://f.example/a.woff2"
    ]


@pytest.fixture(scope="module")
def reference() -> dict[str, str]:
    pages = list(gather.reference())
    assert len(dict(pages)) == len(pages), "two pages have one name"
    return dict(pages)


def test_every_rule_instrument_place_and_source_has_its_page(reference):
    pack = law.load()
    assert {f"rules/{r.code}.md" for r in RULES} <= set(reference)
    for i in pack.instruments():
        page = reference[f"law/instruments/{i.id}.md"]
        assert str(i.from_) in page and (i.until is None or str(i.until) in page)
        assert str(i.verified_on) in page and all(pack.sources[k]["title"] in page for k in i.source)
        assert i.annulled_on is None or f"{i.annulled_on}, {i.annulled_by}" in page
    assert all(f"`{key}`" in reference["law/sources.md"] for key in pack.sources)


@pytest.mark.parametrize("regime", ["eu", "uk", "ch"])
def test_the_page_of_a_place_has_each_interval_of_its_history(reference, regime):
    pack = law.load()
    codes = law_pages.places(pack)
    assert {"US", "GB", "CH", "DE", "AR", "PR", "GL"} <= set(codes)
    heading = f"## Exporters under the law of: {pack.regime(regime).name}\n"
    for code in codes:
        part = reference[f"law/countries/{code}.md"].partition(heading)[2].split("\n## ")[0]
        rows = [line for line in part.splitlines() if line.startswith("| from")]
        history = pack.history(code, regime)
        assert len(rows) == len(history), code
        for row, status in zip(rows, history, strict=True):
            assert f"| {status.status} |" in row and (status.until is None or str(status.until) in row)
            assert all(f"({'../instruments/' + i.id}.md)" in row for i in status.instruments)


def test_conditions_and_exclusions_of_a_decision_are_kept_apart(reference):
    page = reference["law/countries/US.md"]
    assert "only if the importing legal entity is active on the Data Privacy Framework List" in page
    assert "not for journalistic material" in page
    pack = law.load()
    shown = {
        (code, i)
        for code in law_pages.places(pack)
        for regime in pack.regimes
        for status in pack.history(code, regime)
        for i in status.instruments
    }
    assert len(shown) > 50
    for code, i in shown:
        for e in i.elements:
            text = f"{'only if' if e.sort == 'condition' else 'not for'} {e.text}"
            assert text in reference[f"law/countries/{code}.md"], (i.id, code)


def test_no_cell_of_a_generated_table_breaks_its_row(reference):
    for name, page in reference.items():
        width = 0
        for line in page.splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert not (width and cells) or cells == width, f"{name}: {line}"
            width = cells


def commands() -> list[tuple[str, str]]:
    files = ["index.md", "files.md", "automation.md", "tutorial.md", *(f"howto/{p.name}" for p in HOWTO)]
    found = []
    for name in files:
        text = (gather.ROOT / "docs" / name).read_text(encoding="utf-8")
        lines = re.findall(r"^(?:    |\$ )datamap (.+)$", text, re.MULTILINE)
        found += [(name, line) for line in lines]
    return found


HOWTO = sorted((gather.ROOT / "docs" / "howto").glob("*.md"))


@pytest.mark.parametrize(("name", "line"), commands(), ids=lambda v: v[:40])
def test_every_command_on_a_page_exists_with_its_options(name, line):
    called, *words = line.split("#")[0].split()
    command = main.commands[called]
    known = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    assert {w.split("=")[0] for w in words if w.startswith("-")} <= known, f"{name}: {line}"


def test_every_page_of_the_how_tos_is_in_their_contents():
    contents = (gather.ROOT / "docs" / "howto" / "index.md").read_text(encoding="utf-8").split()
    assert {p.stem for p in HOWTO} - {"index"} <= set(contents)


@pytest.fixture(scope="module")
def site():
    """The site that `make docs` wrote and checked; building it takes a minute."""
    folder = gather.ROOT / "build" / "docs" / "html"
    if not (folder / "search.html").is_file():
        pytest.importorskip("sphinx", reason="the extra docs is not installed: run `make docs`")
        missing("the site is not built: run `make docs`")
    return folder


@pytest.mark.browser
def test_the_site_asks_for_nothing_outside_and_its_search_works(site, browser):  # noqa: F811
    page, asked = browser.new_page(), []
    page.on("request", lambda r: asked.append(r.url))
    for name in ("index", "tutorial", "notebooks/6_group", "reference/law/countries/US", "reference/api"):
        page.goto((site / f"{name}.html").as_uri())
    page.goto((site / "search.html").as_uri() + "?q=adequacy")
    page.wait_for_selector("#search-results li a")
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
