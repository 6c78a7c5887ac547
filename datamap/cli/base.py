"""The command line's group: its errors and signals, its help in sections, and streams without control characters."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from datamap.cli import ending
from datamap.errors import IN_PYTHON, DatamapError, visible

SECTIONS = {
    "Start": {
        "init": "start",
        "draft": "draft",
        "import": "workbook",
        "check": "start",
        "review": "review",
        "workbook": "workbook",
    },
    "Judge one organisation or several": {
        "audit": "judge",
        "explain": "judge",
        "plan": "judge",
        "transfers": "transfers",
        "assess": "assess",
        "documents": "documents",
        "diff": "judge",
    },
    "Look up the law, the rules and vendors": {"law": "lookup", "rules": "lookup", "known": "known"},
    "Answer a breach or a request": {"affected": "breach", "subject": "breach"},
    "Compare with the source": {"drift": "sources", "watch": "sources"},
    "Ask the people who know": {"ask": "questions", "answers": "questions"},
    "Publish": {"ropa": "publish", "flows": "publish", "notice": "publish"},
    "Ask across a group": {"depends": "group", "vendors": "group"},
    "Report every quarter": {"report": "runs", "verify": "runs"},
}
"""The commands in the order of the help, each with its module. A test compares this with the commands that exist."""
MODULES = {name: module for names in SECTIONS.values() for name, module in names.items()}


MAPS = "YAML files, workbooks, folders of them or patterns in quotes"
ARGUMENTS = {
    "inventory": "A YAML file or a workbook.",
    "inventories": f"{MAPS}, or Parquet folders with the tables of a group.",
    "report inventories": f"{MAPS}.",
    "draft files": "Notices, lists, annexes or registers, in any format that is read.",
    "import file": "A workbook of datamap, an exchange format, a register or a list of recipients.",
    "init file": "The inventory to write (.yaml).",
    "review draft": "The draft: an inventory with proposals (.yaml).",
    "answers forms": "Forms that people filled in (.xlsx).",
    "assess key": "Id of an assessment, or id or name of a recipient or an activity.",
    "rules code": "Code or name of a rule.",
    "law country": "A country, by name or code, or an international organisation.",
    "known name": "A brand, another name of it, or a company behind it.",
    "depends instrument": "Id or kind of an instrument: eu-us-dpf, scc-2021, dpf.",
}
"""What an argument is, by its name, or by command and name; others are explained in the text of their command."""


class Explained(click.Command):
    """A command whose help also explains its arguments."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The arguments, then the options."""
        given = [(a.human_readable_name.upper(), explained(self, a)) for a in arguments_of(self)]
        if rows := [row for row in given if row[1]]:
            with formatter.section("Arguments"):
                formatter.write_dl(rows)
        super().format_options(ctx, formatter)


def arguments_of(command: click.Command) -> list[click.Argument]:
    """The arguments of a command, in their order."""
    return [p for p in command.params if isinstance(p, click.Argument)]


def explained(command: click.Command, argument: click.Argument) -> str:
    """What an argument is; empty where the text of the command explains it."""
    return ARGUMENTS.get(f"{command.name} {argument.name}", ARGUMENTS.get(argument.name or "", ""))


class Commands(click.Group):
    """A group whose errors are the library's: one message, exit code 2, no traceback.

    A command is loaded when it is called, all of them when they are listed.
    """

    command_class = Explained

    @property
    def commands(self) -> MutableMapping[str, click.Command]:
        """All commands by their name."""
        for module in MODULES.values():
            _load(module)
        return self._loaded

    @commands.setter
    def commands(self, found: MutableMapping[str, click.Command]) -> None:
        self._loaded = found

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Register a command, without loading the others."""
        self._loaded[name or cmd.name or ""] = cmd

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name in MODULES:
            _load(MODULES[cmd_name])
        return self._loaded.get(cmd_name)

    def main(self, *args: Any, standalone_mode: bool = True, **more: Any) -> Any:
        """Run the command line; everything that people read goes through :class:`Legible`."""
        if not standalone_mode:
            return self._click_main(*args, **more)
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = (Legible(s) if s else s for s in streams)
        try:
            ending.end(lambda: self._run(*args, **more))
        finally:
            sys.stdout, sys.stderr = streams

    def _click_main(self, *args: Any, **more: Any) -> Any:
        """As in click, but it returns instead of leaving the process."""
        _prepare()
        run: Callable[..., Any] = super().main
        return run(*args, standalone_mode=False, **more)

    def _run(self, *args: Any, **more: Any) -> Any:
        try:
            return self._click_main(*args, **more)
        except click.Abort as e:
            raise KeyboardInterrupt from e
        except click.ClickException as e:
            e.show()
            return ending.FAILED

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """As in click, but a signal keeps its exit code."""
        with _stopping():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of the library is printed and gives exit code 2."""
        try:
            with _stopping():
                return super().invoke(ctx)
        except DatamapError as e:
            click.echo(str(e).replace(IN_PYTHON, ""), err=True)
            ctx.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section, each with its whole sentence."""
        for title, names in SECTIONS.items():
            known = [(name, command) for name in names if (command := self.get_command(ctx, name))]
            with formatter.section(title):
                formatter.write_dl([(name, command.short_help or "") for name, command in known])


def _load(module: str) -> None:
    """Load a module, which adds its commands."""
    import_module(f"datamap.cli.{module}")


def _prepare() -> None:
    """Settings of the process, before anything large is loaded."""
    # a command is short: looking for cyclic garbage costs a tenth of its time, and as much again at the end
    gc.set_threshold(200_000, 20, 20)
    atexit.register(gc.freeze)
    # pydantic would search all installed packages for plugins, which takes some 7 ms; datamap has none
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # numpy would start a thread for each core to multiply matrices, which no command does; a setting of the user stays
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def _stopping() -> Iterator[None]:
    """Keep a signal and a broken pipe from click, which would print its own line and exit with 1."""
    try:
        yield
    except (KeyboardInterrupt, BrokenPipeError) as e:
        raise ending.Stopped from e


class Legible:
    """A stream that people read: control characters in names, keys and reasons are spelled out for the terminal.

    It has no ``buffer``, so that no output can bypass it.
    """

    def __init__(self, stream: Any):
        self.stream = stream
        self.encoding, self.errors = stream.encoding, stream.errors

    def write(self, text: str) -> int:
        """Write a text, with control characters spelled out."""
        return self.stream.write(visible(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def writable(self) -> bool:
        """Whether it can be written to: always."""
        return True

    def flush(self) -> None:
        """Flush the stream behind it."""
        self.stream.flush()

    def isatty(self) -> bool:
        """Whether the stream behind it is a terminal."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """The number of the stream behind it."""
        return self.stream.fileno()


def unfiltered(stream: Any) -> Any:
    """The stream behind a :class:`Legible` one, for output with its own control characters: colours, CSV line ends."""
    return stream.stream if isinstance(stream, Legible) else stream


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="datamap")
def main() -> None:
    """Map personal data and audit transfers under the GDPR. Facts about law are not legal advice."""
