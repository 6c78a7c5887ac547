"""The how-tos: their commands are run one after the other, as those of the tutorial are."""

from __future__ import annotations

import contextlib
import re
import shutil
import sys

import pytest

from tools import tutorial
from tools.site.gather import ROOT

PAGES = sorted(p for p in (ROOT / "docs" / "howto").glob("*.md") if p.stem != "index")
BLOCK = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)
PYTHON = "    import datamap as dm"
ELSEWHERE = ("pytest -p nbval",)
"""What another test runs: the notebooks with nbval."""

PROCESSOR = """
meta: {id: chatty, date: 2026-01-05}
controller: {name: Chatty s.r.o., email: privacy@chatty.example, country: CZ, role: processor}
categories: [{id: chat, name: Chat messages}]
purposes:
- {id: chat, name: Live chat, role: processor, on_behalf_of: Customers, categories: chat, recipients: [store, later]}
recipients:
- {id: store, name: Store Inc., role: sub-processor, sites: US, safeguards: {kind: scc, version: 2021, module: 3}}
- {id: later, name: Later AG, role: sub-processor, service: search, sites: AT, from: 2027-02-01}
"""
SUPPLIERS = "Supplier,Where,Service\nRaven Mail Inc.,USA,newsletter\nCrow Cloud GmbH,Germany,hosting\n"
NAMES = {
    "ask": {"questions"},
    "authority": {"ropa.xlsx", "ropa-cnil.xlsx"},
    "group": {"reports"},
    "notice": {"users.md", "users.docx", "subprocessors.html", "letter.docx", "annexes.docx", "annex.docx"},
    "layout": {"mine.yaml", "mine.reading.md"},
    "python": {"ropa.xlsx"},
    "quarterly": {"reports"},
}
"""The files that the commands of a page write."""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The files that the pages name, as a reader has them."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(tutorial.DOCUMENTS, folder, dirs_exist_ok=True)
    tutorial.run("datamap draft notice.md vendors.csv -o mine.yaml", folder)
    (folder / "notice.html").write_text(f"<pre>{(folder / 'notice.md').read_text('utf-8')}</pre>", encoding="utf-8")
    (folder / "suppliers.csv").write_text(SUPPLIERS, encoding="utf-8")
    (folder / "chatty.yaml").write_text(PROCESSOR, encoding="utf-8")
    (folder / "inventory").mkdir()
    text = (ROOT / "inventory" / "smartsupp.yaml").read_text(encoding="utf-8")
    (folder / "inventory" / "smartsupp.yaml").write_text(text, encoding="utf-8")
    for name in ("corrected.yaml", "new.yaml"):
        (folder / name).write_text(text.replace("name: HelpJuice", "name: Help Juice Inc.", 1), encoding="utf-8")
    (folder / "old.yaml").write_text(text, encoding="utf-8")
    for name in ("praha.yaml", "oslo.yaml"):
        (folder / "notebooks" / "group").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "notebooks" / "group" / name, folder / "notebooks" / "group")
    shutil.copy(ROOT / "notebooks" / "4_quarterly.ipynb", folder / "notebooks")
    return folder


def commands(text: str) -> list[str]:
    """The lines of the indented blocks that are commands."""
    blocks = [b for b in BLOCK.findall(text) if not b.lstrip("\n").startswith(PYTHON)]
    return [line.strip() for b in blocks for line in b.splitlines() if line.strip()]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_the_commands_of_a_page_run(page, small, tmp_path):
    text = page.read_text(encoding="utf-8")
    folder = tmp_path / "reader"
    shutil.copytree(small, folder)
    if page.stem == "layout":
        (folder / "mine.yaml").unlink()
        (folder / "mine.reading.md").unlink()
    if page.stem == "compare":
        for quarter in ("2026Q2", "2026Q3"):
            tutorial.run(f"datamap report inventory/smartsupp.yaml --quarter {quarter}", folder)
    assert commands(text) or PYTHON in text
    for command in commands(text):
        if command.startswith("papermill "):
            tutorial.run(f"{sys.executable} -m {command}", folder / "notebooks")
            assert (folder / "notebooks" / "q3.ipynb").is_file()
        elif not command.startswith(ELSEWHERE):
            assert command.startswith("datamap "), f"{page.name}: {command}"
            tutorial.run(command, folder)
    found = text.find(PYTHON)
    if found >= 0:
        source = re.sub("^    ", "", BLOCK.match(text, found)[0], flags=re.MULTILINE)
        with contextlib.chdir(folder):
            exec(compile(source, page.name, "exec"), {})  # noqa: S102  the lines of the page
    assert NAMES.get(page.stem, set()) <= {p.name for p in folder.iterdir()}


def test_a_command_that_is_wrong_fails(small):
    with pytest.raises(RuntimeError, match="exit code 2"):
        tutorial.run("datamap transfers no-such-file.yaml", small)
