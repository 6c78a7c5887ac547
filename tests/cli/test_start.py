"""Commands to start with: check shows how words were read, and init writes what people choose."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from datamap.cli import main

WORDS = "{meta: {id: demo}, controller: {name: Demo, role: Verantwortlicher}, recipients: [{id: a, name: A, dpa: ja}]}"


@pytest.fixture
def call():
    return lambda *args, **more: CliRunner().invoke(main, list(map(str, args)), **more)


def test_check_shows_how_words_were_read(call, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(WORDS, encoding="utf-8")
    result = call("check", file)
    assert result.exit_code == 0
    assert f"{file}:1: 'Verantwortlicher' read as controller" in result.stdout
    assert "'ja' read as yes" in result.stdout


def test_audit_does_not_repeat_how_words_were_read(call, tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(WORDS, encoding="utf-8")
    result = call("audit", file, "--fail-on", "none")
    assert "read as" not in result.output
