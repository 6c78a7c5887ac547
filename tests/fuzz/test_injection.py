"""One list of payloads through every text of a map into every output: nothing in it is live for a real reader."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import missing

from datamap.cli import main
from tests.fuzz import live, payloads, written
from tests.page_fixture import browser, opened  # noqa: F401  a fixture


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> list[Path]:
    """Every output of a map with all payloads; with ``python -m tests.fuzz.injection`` every field holds each."""
    return written.write(0, tmp_path_factory.mktemp("injection"), pictures=False)


def test_nothing_in_an_output_is_live(outputs):
    assert {p.suffix for p in outputs} >= set(live.READERS) - {".svg"}
    assert live.found(outputs) == []


@pytest.mark.browser
def test_nothing_in_a_picture_is_live(outputs, tmp_path):
    if not find_spec("kaleido") or not shutil.which("chromium"):
        missing("kaleido or chromium is not installed")
    (drawn,) = written.run(written.PICTURES, tmp_path, written.maps(0, tmp_path))
    assert "\\u001b" in drawn.read_text(encoding="utf-8") and live.found([drawn]) == []


def test_every_command_that_writes_the_texts_of_a_map_is_tried():
    """A new command that reads a map gets a line in ``written``, or a reason here."""
    of_maps = {name for name, c in main.commands.items() if {p.name for p in c.params} & {"inventory", "inventories"}}
    other = {
        "answers": "what it prints is that of check",
        "explain": "one finding, with the texts that audit prints",
        "drift": "it compares a document with a map, field by field, as diff does",
    }
    tried = {args[0] for args in (written.FILES | written.PICTURES | written.TEXTS).values()} | {"report"}
    assert of_maps - tried == other.keys()


def test_every_payload_is_in_the_outputs_as_text(outputs):
    text = next(p for p in outputs if p.name == "findings.json").read_text(encoding="utf-8")
    words = json.dumps(json.loads(text), ensure_ascii=False)
    assert sum(json.dumps(p, ensure_ascii=False)[1:-1][:12] in words for p in payloads.PAYLOADS) > 20


@pytest.mark.browser
def test_no_payload_runs_in_a_browser_or_asks_for_an_address(outputs, browser, tmp_path):  # noqa: F811
    pages = [p for p in outputs if p.suffix == ".html" and p.name != "shown.html"]
    shown = next(p for p in outputs if p.name == "shown.html").read_text(encoding="utf-8")
    whole = tmp_path / "shown.html"
    whole.write_text(f"<!doctype html><meta charset=utf-8><title>Shown</title>{shown}", encoding="utf-8")
    assert len(pages) >= 4
    for path in [*pages, whole]:
        page = opened(browser, path, drawn=False)
        page.wait_for_timeout(300)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate("document.querySelectorAll('*').forEach(e => e.dispatchEvent(new MouseEvent('mouseover')))")
        assert page.evaluate("window.hit") is None, f"a payload ran in {path.name}"
        assert not [a for a in page.asked if payloads.HOST in a], path.name
        page.context.close()


RAW = {
    ".csv": lambda p: f'a,b\n"{p}",1\n' if '"' not in p else 'a,b\n"{}",1\n'.format(p.replace('"', '""')),
    ".html": lambda p: f'<html><body>{p}<input value="{p}"><a title=\'{p}\' href="{p}">x</a></body></html>',
    ".md": lambda p: f"- {p}\n",
    ".out": lambda p: p,
    ".sarif": lambda p: json.dumps({"runs": [{"results": [{"message": {"text": p}}]}]}),
    ".ipynb": lambda p: json.dumps(
        {"cells": [{"cell_type": "code", "outputs": [{"data": {"text/html": f"<b>{p}</b>"}}]}]}
    ),
}
"""An output that writes a text as it is, by the ending of its file."""
LIVE = {".csv": "=+-@\t\r", ".html": "<\"'", ".md": "[<", ".out": "\x1b\x9b\u202e", ".sarif": "[", ".ipynb": '<"'}
"""How payloads begin that are live there."""


@pytest.mark.parametrize("suffix", RAW)
def test_the_reader_finds_payloads_that_are_written_as_they_are(tmp_path, suffix):
    path = tmp_path / f"raw{suffix}"
    mine = [p for p in payloads.PAYLOADS if p.startswith(tuple(LIVE[suffix]))]
    found = []
    for p in mine:
        path.write_bytes(RAW[suffix](p).encode())
        found.append(bool(list(live.READERS[suffix](path))))
    assert any(found), mine
    assert sum(found) >= len(found) // 2, [p for p, hit in zip(mine, found, strict=True) if not hit]


def test_a_guard_behind_a_line_end_is_no_formula_and_a_formula_there_is_one():
    assert list(live.in_csv('a,b\n"\n\'=1+1",1\n')) == []
    assert list(live.in_csv('a,b\n"\n=1+1",1\n')) == ["'\\n=1+1'"]
