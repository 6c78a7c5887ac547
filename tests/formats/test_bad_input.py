"""Bad input: exit 2, every problem with its line, nothing on stdout, nothing written, by every command."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from datamap.cli import main

HEAD = "meta: {id: a}\ncontroller: {name: A, country: CZ}\n"
BAD = {
    "a bracket left open": ("meta: {id: a\n", ["bad.yaml:2", "in brackets that is not closed"]),
    "unknown keys": (
        HEAD + "purpses: []\nmetta: 1\n",  # codespell:ignore
        ["bad.yaml:3: purpses", "did you mean 'purposes'", "bad.yaml:4: metta"],  # codespell:ignore
    ),
    "dangling references": (
        HEAD + "purposes:\n  - {id: p, name: P, categories: [c],\n     recipients: [r]}\n",
        ["bad.yaml:4: purposes.p.categories[0]", "bad.yaml:5: purposes.p.recipients[0]"],
    ),
    "an id twice": (
        HEAD + "recipients:\n  - {id: r, name: R}\n  - {id: r, name: S}\n",
        ["bad.yaml:5: recipients.r.id", "first in line 4"],
    ),
    "a key twice in one line": (
        HEAD + "notice: {title: a, title: b}\n",
        ["bad.yaml:3: notice.title: the key 'title' is used twice, in line 3."],
    ),
    "impossible days": (
        "meta: {id: a, date: 2025-02-30}\ncontroller: A\nrecipients:\n  - {id: r, name: R, from: 2025-13-01}\n",
        ["bad.yaml:1: meta.date", "bad.yaml:4: recipients.r.from"],
    ),
    "no such country": (
        HEAD + "recipients:\n  - {id: r, name: R, sites: [Atlantis]}\n",
        ["bad.yaml:4: recipients.r.sites[0].country: 'Atlantis'"],
    ),
    "nothing": ("", ["bad.yaml: nothing in it", "datamap init"]),
    "a list": ("- a\n", ["bad.yaml:1: a list at the top"]),
    "nulls": (
        "meta:\ncontroller:\nrecipients:\n  -\n",
        ["bad.yaml:1: meta", "bad.yaml:2: controller", "bad.yaml:4: recipients[0]"],
    ),
    "two documents": (HEAD + "---\n" + HEAD, ["bad.yaml:3: a second document"]),
    "tabs": ("meta:\n\tid: a\n", ["bad.yaml:2: a tab"]),
    "a Python object": (HEAD + "notice: !!python/object/apply:os.system ['true']\n", ["bad.yaml:3: notice: the tag"]),
    "aliases without end": (
        HEAD
        + "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{c}: &{c} [{','.join([f'*{b}'] * 10)}]\n" for b, c in zip("abcdefg", "bcdefgh", strict=True)),
        ["aliases that repeat"],
    ),
    "an alias of itself": (HEAD + "notice: &n {title: *n}\n", ["bad.yaml:3: an alias of the entry that contains it"]),
    "nested too deep": (HEAD + "notice: " + "[" * 3000 + "]" * 3000, ["bad.yaml:3"]),
    "an id that leaves the folder": ("meta: {id: ../../a}\ncontroller: A\n", ["bad.yaml:1: meta.id"]),
    "a NUL": (HEAD + "notice: {title: 'a\0b'}\n", ["bad.yaml:3: the control character U+0000"]),
    "not UTF-8": (HEAD.encode() + b"notice: {title: \xe9}\n", ["bad.yaml:3: byte 0xE9"]),
    "UTF-16": (("\ufeff" + HEAD).encode("utf-16-le"), ["bad.yaml: text in UTF-16"]),
    "50 MB": (b"#" * 50_000_000, ["bad.yaml: 50 MB", "at most 32 MiB"]),
}
COMMANDS = {
    "check": ["check", "{}"],
    "audit": ["audit", "{}"],
    "transfers": ["transfers", "{}"],
    "plan": ["plan", "{}"],
    "explain": ["explain", "abcdef", "{}"],
    "ropa": ["ropa", "{}", "-o", "out.xlsx"],
    "flows": ["flows", "{}", "-o", "out.html"],
    "diff, old": ["diff", "{}", "good.yaml"],
    "diff, new": ["diff", "good.yaml", "{}"],
    "report": ["report", "{}", "--quarter", "2026Q3", "-o", "out/reports"],
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(HEAD, encoding="utf-8")
    return tmp_path


def refused(folder, *args):
    before = sorted(folder.rglob("*"))
    done = CliRunner().invoke(main, [a.format("bad.yaml") for a in args])
    assert done.exit_code == 2, (args, done.output, done.exception)
    assert done.stdout == "", args
    assert sorted(folder.rglob("*")) == before, f"{args} left something"
    return done.stderr


@pytest.mark.parametrize("name", BAD)
def test_every_command_refuses_it_and_says_where(folder, name):
    text, told = BAD[name]
    (folder / "bad.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert "bad.yaml" in refused(folder, "import", "bad.yaml", "-o", "out.yaml")  # a damaged inventory is no register
    for args in COMMANDS.values():
        said = refused(folder, *args)
        assert [t for t in told if t not in said] == [], (args, said[:500])
        assert all(". Expected " in line for line in said.splitlines() if line.startswith("bad.yaml"))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda p: None, "no such file"),
        (lambda p: p.mkdir(), "a folder"),
        (lambda p: os.mkfifo(p), "a pipe or a device"),
        (lambda p: p.symlink_to(p.name), "cannot be read"),
        (lambda p: p.symlink_to("gone"), "no such file"),
    ],
    ids=["nothing", "a folder", "a pipe that nobody writes to", "a link to itself", "a link to nothing"],
)
def test_what_is_no_file_is_refused(folder, make, told):
    make(folder / "bad.yaml")
    for args in COMMANDS.values():
        assert told in refused(folder, *args), args


@pytest.mark.parametrize(
    "text",
    [("\ufeff" + HEAD).encode(), HEAD.replace("\n", "\r\n").encode(), HEAD.replace("\n", "\r").encode()],
    ids=["BOM", "CRLF", "CR"],
)
def test_marks_and_line_ends_of_other_systems_are_read(folder, text):
    (folder / "fine.yaml").write_bytes(text)
    assert CliRunner().invoke(main, ["check", "fine.yaml"]).exit_code == 0


@pytest.mark.parametrize(
    "args", [["ropa", "good.yaml", "-o"], ["flows", "good.yaml", "-o"], ["init"]], ids=lambda a: a[0]
)
def test_an_output_that_cannot_be_written_is_refused(folder, args):
    (folder / "taken").mkdir()
    name = {"ropa": ".xlsx", "flows": ".html", "init": ".yaml"}[args[0]]
    (folder / f"folder{name}").mkdir()
    for target in (f"folder{name}", f"missing/out{name}", f"good.yaml/out{name}"):
        said = refused(folder, *args, target)
        assert "Traceback" not in said and said.strip(), (args, target)


def test_an_output_is_never_the_input(folder):
    before = (folder / "good.yaml").read_bytes()
    for args in (
        ["ropa", "good.yaml", "-o", "good.yaml"],
        ["flows", "good.yaml", "-o", "good.yaml"],
        ["import", "good.yaml", "-o", "good.yaml", "--force"],
        ["init", "good.yaml"],
    ):
        refused(folder, *args)
        assert (folder / "good.yaml").read_bytes() == before, args


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "2026-02-30", "30.9.2026", ""])
def test_a_day_that_is_none_is_refused(folder, day):
    for args in (["audit", "good.yaml"], ["transfers", "good.yaml"], ["law", "US"], ["plan", "good.yaml"]):
        assert "--as-of" in refused(folder, *args, "--as-of", day)
