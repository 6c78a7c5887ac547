"""Every command that prints for people fits the window that it is shown in, and keeps its words whole."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from datamap.cli import main

I = "inventory/smartsupp.yaml"  # noqa: E741
DAY = ("--as-of", "2026-09-30")
PRINTED = {
    "check": (I,),
    "audit": (I, *DAY, "--fail-on", "never"),
    "audit --all": (I, *DAY, "--fail-on", "never"),
    "plan": (I, *DAY),
    "transfers": (I, *DAY),
    "explain": ("TR002",),
    "diff": (I, "inventory/dfe.yaml", *DAY),
    "law": ("US", *DAY),
    "law --history": ("US",),
    "rules": (),
    "affected": (I, "slack", *DAY),
    "subject": (I, "users", *DAY),
    "depends": ("eu-us-dpf", I, *DAY),
    "vendors": (I, *DAY),
    "vendors --findings": (I, *DAY),
}
WHOLE = re.compile(r"\b(?:not-covered|undetermined|covered|no-transfer|warning|error|note|unknown)\b")


def printed(root, monkeypatch, name, columns):
    monkeypatch.chdir(root)
    command, *options = name.split()
    done = CliRunner().invoke(main, [command, *PRINTED[name], *options], env={"COLUMNS": columns})
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", PRINTED)
def test_no_line_is_wider_than_the_window_and_no_word_of_a_column_is_cut(root, monkeypatch, name):
    unfolded = printed(root, monkeypatch, name, "")
    folded = printed(root, monkeypatch, name, "80")
    assert max(map(len, folded.splitlines())) <= 80
    header = unfolded.splitlines()[0].split()
    if name in ("audit", "audit --all", "transfers", "depends", "vendors --findings", "rules"):
        assert set(folded.splitlines()[0].split()) <= set(header), "a header is cut"
        narrow = set(re.findall(r"[a-z]+(?:-[a-z]+)*", folded))
        assert set(WHOLE.findall(unfolded)) <= narrow
