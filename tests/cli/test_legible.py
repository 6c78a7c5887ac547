"""What people read on a terminal has no control character but the line feed, whatever an inventory's texts hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from datamap.cli import main
from datamap.errors import visible

BAD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
EVIL = r"\e[2J\e]0;x\a\x9b31m\u202Eab\u2066\u200B\r[red]z[/red][/]"
DAY = ("--as-of", "2026-09-30")

MAP = f"""
meta: {{id: evil, date: 2025-01-01, title: "T {EVIL}"}}
controller: {{name: "C {EVIL}", country: CZ, role: controller, sector: private}}
notice: {{}}
subjects: [{{id: people, name: "S {EVIL}"}}]
categories: [{{id: data, name: "D {EVIL}", special: health, notes: "N {EVIL}"}}]
purposes:
  - {{id: p, name: "P {EVIL}", ref: "R {EVIL}", categories: [data], recipients: [r, q], subjects: [people],
     legal_bases: [{{basis: 6-1-f, interest: "I {EVIL}"}}], evidence: {{section: "E {EVIL}", words: "W {EVIL}"}}}}
recipients:
  - {{id: r, name: "X {EVIL}", legal_entity: "L {EVIL}", role: processor, sites: [US], safeguards: [dpf],
     evidence: {{section: "E {EVIL}", words: "W {EVIL}"}}, why: "Y {EVIL}"}}
  - {{id: q, name: "Q {EVIL}", role: processor, sites: [IN]}}
"""


@pytest.fixture(scope="module")
def evil(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evil")
    (folder / "evil.yaml").write_text(MAP, encoding="utf-8")
    (folder / "old.yaml").write_text(MAP.replace("X ", "V ").replace("sites: [IN]", "sites: [CA]"), encoding="utf-8")
    return folder


def prints(folder):
    done = CliRunner().invoke(main, ["audit", str(folder / "evil.yaml"), *DAY, "--format", "json"])
    return [f["fingerprint"] for f in json.loads(done.stdout)["findings"]]


def commands(folder):
    file, old = str(folder / "evil.yaml"), str(folder / "old.yaml")
    yield ["check", file]
    for more in ([], ["--all"], ["--format", "csv"], ["--format", "json"], ["--format", "sarif"]):
        yield ["audit", file, *DAY, *more]
    for more in ([], ["--without", "dpf"], ["--format", "csv"], ["--format", "json"]):
        yield ["transfers", file, *DAY, *more]
    for more in ([], ["--format", "csv"]):
        yield ["plan", file, *DAY, *more]
        yield ["vendors", file, *DAY, *more]
        yield ["depends", "eu-us-dpf", file, *DAY, *more]
    for more in ([], ["--format", "csv"], ["--format", "markdown"], ["--format", "json"]):
        yield ["diff", old, file, *DAY, *more]
    yield from (["explain", p, file, *DAY] for p in prints(folder))
    evil = EVIL.replace(r"\e", r"\x1b").encode().decode("unicode_escape")
    yield ["law", "US", "--importer", evil]
    # what is wrong with a call
    yield ["law", evil]
    yield ["law", "US", "--safeguard", evil]
    yield ["rules", evil]
    yield ["explain", evil, file]
    yield ["audit", file, "--select", evil]
    yield ["audit", file, "--format", evil]
    yield ["audit", file, "--as-of", evil]
    yield ["audit", file, "--" + evil]
    yield ["transfers", file, "--without", evil]
    yield ["check", str(folder / evil.replace("/", ""))]
    yield [evil]


def test_no_command_sends_a_control_character_of_an_inventory(evil):
    for args in commands(evil):
        done = CliRunner().invoke(main, args)
        assert done.exit_code in (0, 1, 2), (args, done.output)
        assert "unexpected error" not in done.stderr, (args, done.stderr)
        out = done.stdout.replace("\r\n", "\n") if "csv" in args else done.stdout
        for text in (out, done.stderr):
            assert not BAD.search(text), (args, BAD.search(text), text[:500])
        if args[-1] == "json":
            assert json.loads(done.stdout)
        assert not BAD.search(str(done.stderr))


def test_machines_get_the_texts_as_they_are(evil):
    done = CliRunner().invoke(main, ["transfers", str(evil / "evil.yaml"), *DAY, "--format", "json"])
    names = {t["recipient"] for t in json.loads(done.stdout)["transfers"]}
    assert any("\x1b[2J" in n and "\u202e" in n and "\x9b" in n for n in names)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals like these on this system")
@pytest.mark.parametrize("args", [["transfers"], ["audit", "--all"], ["plan"]])
def test_a_terminal_gets_colours_of_datamap_only(evil, args):
    ours, theirs = os.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "datamap", args[0], str(evil / "evil.yaml"), *DAY, *args[1:]],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "400"},
    )
    os.close(theirs)
    out = b""
    try:
        while part := os.read(ours, 65536):
            out += part
    except OSError:  # Linux ends a terminal so
        pass
    os.close(ours)
    assert b"Traceback" not in child.communicate()[1]
    text = out.decode().replace("\r\n", "\n")
    assert re.search("\x1b\\[[0-9;]*m", text)
    assert not BAD.search(re.sub("\x1b\\[[0-9;]*m", "", text))
    assert "[red]z[/red][/]" in text and "\\x1b[2J" in text


@given(st.text())
def test_a_text_is_legible_and_otherwise_as_it_was(text):
    seen = visible(text)
    assert not BAD.search(seen) and not re.search("[\ud800-\udfff]", seen)
    assert visible(seen) == seen
    if not BAD.search(text) and text.isprintable():
        assert seen == text


def test_joiners_of_words_and_pictures_stay():
    assert visible("نامه\u200cها 👩\u200d💻 č ß 漢\n") == "نامه\u200cها 👩\u200d💻 č ß 漢\n"
