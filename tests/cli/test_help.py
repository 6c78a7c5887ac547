"""The help: complete, readable in a narrow window, and the same as the page of commands."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from datamap.cli import main
from datamap.cli.base import ARGUMENTS, arguments_of, explained

COMMANDS = sorted(main.commands)
WIDTH = 80


def help_of(*names):
    done = CliRunner().invoke(main, [*names, "--help"], terminal_width=WIDTH)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_is_explained(name):
    """By its line under Arguments, or in the text of the command."""
    command = main.commands[name]
    text = help_of(name)
    for argument in arguments_of(command):
        upper = argument.human_readable_name.upper()
        if meaning := explained(command, argument):
            assert meaning.endswith(".") and meaning in " ".join(text.split()), upper
        else:
            assert re.search(rf"\b{upper}\b", command.help or ""), f"explain {name} {upper} in ARGUMENTS"


def test_no_explanation_is_left_over():
    known = {k for n, c in main.commands.items() for a in arguments_of(c) for k in (a.name, f"{n} {a.name}")}
    assert set(ARGUMENTS) <= known


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_fits_a_narrow_window_and_no_sentence_is_cut(name):
    text = help_of(*filter(None, [name]))
    assert max(map(len, text.splitlines())) <= WIDTH
    if name:
        shown = [p.help for p in main.commands[name].params if isinstance(p, click.Option) and not p.hidden]
    else:
        shown = [c.short_help for c in main.commands.values()]
    whole = re.sub(r"\s", "", text)
    assert [s for s in shown if re.sub(r"\s", "", s) not in whole] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_text_of_a_command_consists_of_sentences(name):
    command = main.commands[name]
    assert (command.help or "").rstrip().endswith(".")
    for option in (p for p in command.params if isinstance(p, click.Option) and not p.hidden):
        assert option.help and option.help[0].isupper() and option.help.endswith("."), option.name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_commands_has_every_command_argument_and_option(name, root):
    page = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    _, _, after = page.partition(f"\n### datamap {name}\n")
    section = re.split(r"\n##", after)[0]
    for param in main.commands[name].params:
        if isinstance(param, click.Option) and not param.hidden:
            assert f"{param.opts[-1]}" in section, param.name
        elif isinstance(param, click.Argument):
            assert param.human_readable_name.upper() in section, param.name
