"""Commands to start with: check shows how words were read, and init writes what people choose."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner

from datamap import formats
from datamap.cli import main
from datamap.formats.yaml import templates

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


def test_init_with_templates_passes_check_and_keeps_what_is_there(call, tmp_path):
    file = tmp_path / "a.yaml"
    result = call("init", file, "--template", "payroll,shop", "--template", "cctv")
    assert result.exit_code == 0, result.output
    assert call("check", file).exit_code == 0
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "# ours\n", encoding="utf-8")
    assert call("init", file, "--template", "payroll").exit_code == 2
    assert file.read_text(encoding="utf-8") == text + "# ours\n"


def test_an_unknown_template_lists_all_with_the_nearest_and_writes_nothing(call, tmp_path):
    result = call("init", tmp_path / "a.yaml", "--template", "payrol")
    assert result.exit_code == 2
    assert "did you mean 'payroll'?" in result.stderr and "newsletter" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_asks_for_the_organisation_and_its_activities(call, tmp_path):
    file = tmp_path / "a.yaml"
    wanted = {"payroll", "cctv"}
    answers = [
        "Hortus a.s.",
        "Atlantis",
        "Česko",
        "gdpr@hortus.cz",
        "Petr Malina, poverenec@hortus.cz",
        *("y" if n in wanted else "n" for n in templates.names()),
    ]
    result = call("init", file, "--ask", input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    inventory = formats.read(file)
    assert (inventory.meta.id, inventory.controller.name, inventory.controller.country) == (
        "hortus-a-s",
        "Hortus a.s.",
        "CZ",
    )
    assert {p.id for p in inventory.purposes} == wanted
    assert [(p.name, p.email) for p in inventory.controller.dpo] == [("Petr Malina", "poverenec@hortus.cz")]


def test_init_asks_again_where_an_officer_may_be_denied(call, tmp_path):
    file = tmp_path / "shop.yaml"
    answers = ["Shop", "CZ", "a@b.example", "we have none", "none", *("n" for _ in templates.names())]
    result = call("init", file, "--ask", input="\n".join(answers) + "\n")
    assert result.exit_code == 0 and "may state that there is none" in result.stderr
    assert formats.read(file).controller.dpo == ()


def test_init_asks_in_a_terminal(tmp_path):
    file = tmp_path / "a.yaml"
    answers = [
        "Hortus a.s.",
        "Česko",
        "gdpr@hortus.cz",
        "",
        *("y" if n == "payroll" else "n" for n in templates.names()),
    ]
    leader, terminal = pty.openpty()
    command = [sys.executable, "-m", "datamap", "init", str(file), "--ask"]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        os.write(leader, "".join(f"{a}\n" for a in answers).encode())
        shown = _shown(leader)
        assert process.wait(60) == 0, shown
    os.close(leader)
    assert "Name of the organisation" in shown and "datamap check" in shown
    assert [p.id for p in formats.read(file).purposes] == ["payroll"]


def _shown(leader):
    """What a terminal showed until its program ended."""
    found = b""
    while True:
        try:
            found += os.read(leader, 65536)
        except OSError:  # the program has closed the terminal
            return found.decode("utf-8", "replace")


def test_init_that_is_not_answered_to_the_end_writes_nothing(call, tmp_path):
    assert call("init", tmp_path / "a.yaml", "--ask", input="Hortus\n").exit_code != 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "exact"), [("SCCs", "scc"), ("SCC 2021", "scc:2021"), ("Safe Harbor", "safe-harbour")]
)
def test_law_understands_a_safeguard_in_words(call, text, exact):
    in_words, in_codes = (call("law", "USA", "--as-of", "2026-09-30", "--safeguard", s) for s in (text, exact))
    assert in_words.exit_code == 0 and in_words.stdout == in_codes.stdout
    assert f"'{text}' read as {exact}" in in_words.stderr and "read as" not in in_codes.stderr


@pytest.mark.parametrize("text", ["no SCC", "SCCs planned", "SCCs?", "BCR", "code of conduct"])
def test_law_refuses_a_safeguard_that_is_denied_or_not_clear(call, text):
    assert call("law", "USA", "--as-of", "2026-09-30", "--safeguard", text).exit_code == 2
