"""The page with every command, its arguments and options (``docs/commands.md``), from the help of each command."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import click

from datamap.cli import main
from datamap.cli.base import SECTIONS, arguments_of, explained

INTRODUCTION = """# The commands

This page is written by `python -m tools commands`.

stdout carries only the result, everything else goes to stderr. Exit codes: 0 clean, 1 findings at or above `--fail-on`,
2 the input or the call is wrong (every problem is listed, and nothing is written), 130 interrupted. A table is folded
to the window; with `COLUMNS=80` also in a file or a pipe.

The Tab key completes commands and options in bash after `eval "$(_DATAMAP_COMPLETE=bash_source datamap)"`, in zsh with
`zsh_source`, in fish after `_DATAMAP_COMPLETE=fish_source datamap | source`. Put the line in the start-up file of the
shell.
"""


def page() -> str:
    """The page."""
    return INTRODUCTION + "".join(f"{line}\n" for title, names in SECTIONS.items() for line in _section(title, names))


def _section(title: str, names: tuple[str, ...]) -> Iterator[str]:
    yield f"\n## {title}"
    for name in names:
        yield from _command(name, main.commands[name])


def _command(name: str, command: click.Command) -> Iterator[str]:
    ctx = click.Context(command, info_name=f"datamap {name}")
    yield f"\n### datamap {name}\n"
    yield f"    datamap {name} {' '.join(command.collect_usage_pieces(ctx))}\n"
    yield _markdown(inspect.cleandoc(command.help or ""))
    rows = [(a.human_readable_name.upper(), explained(command, a)) for a in arguments_of(command)]
    rows += [row for p in command.params if isinstance(p, click.Option) and (row := p.get_help_record(ctx))]
    if rows:
        yield "\n| argument or option | meaning |\n|---|---|"
    for term, meaning in rows:
        if meaning:
            yield f"| `{_cell(term)}` | {_cell(_markdown(meaning))} |"


def _cell(text: Any) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _markdown(text: str) -> str:
    """A help text with what Markdown would read as markup marked as code, except line breaks."""
    return re.sub(r"(?<![\w`])(--[\w-]+)", r"`\1`", text.replace("\b\n", "")).replace("<", "&lt;")
