"""What the commands share: the group and its errors, the options of judging, reading and judging, tables on the terminal."""

from __future__ import annotations

import atexit
import datetime as dt
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from datamap.cli import ending
from datamap.errors import CallError, DatamapError, InputError, visible
from datamap.labels.counting import few
from datamap.law import checks
from datamap.model import arguments


class Commands(click.Group):
    """A group whose errors are the library's: one message, exit code 2, no traceback."""

    def main(self, *args: Any, standalone_mode: bool = True, **more: Any) -> Any:
        """Run the command line; whatever people read of it goes through :class:`Legible`."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **more)
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = (Legible(s) if s else s for s in streams)
        try:
            ending.end(lambda: self._run(*args, **more))
        finally:
            sys.stdout, sys.stderr = streams

    def _run(self, *args: Any, **more: Any) -> Any:
        try:
            return super().main(*args, standalone_mode=False, **more)
        except click.Abort as e:
            raise KeyboardInterrupt from e
        except click.ClickException as e:
            e.show()
            return ending.FAILED

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        with _stopping():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _stopping():
                return super().invoke(ctx)
        except DatamapError as e:
            click.echo(str(e), err=True)
            ctx.exit(2)


@contextmanager
def _stopping() -> Iterator[None]:
    """Keep a signal and a broken pipe from click, which would print a line of its own, and leave with 1."""
    try:
        yield
    except (KeyboardInterrupt, BrokenPipeError) as e:
        raise ending.Stopped from e


class Legible:
    """A stream that people read: control characters in names, keys and reasons are spelled out, not sent to the terminal.

    It has no ``buffer``, so that nothing gets round it.
    """

    def __init__(self, stream: Any):
        self.stream = stream
        self.encoding, self.errors = stream.encoding, stream.errors

    def write(self, text: str) -> int:
        return self.stream.write(visible(text))

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        self.stream.flush()

    def isatty(self) -> bool:
        return self.stream.isatty()

    def fileno(self) -> int:
        return self.stream.fileno()


def bare(stream: Any) -> Any:
    """The stream behind a :class:`Legible` one, for what brings its own control characters: colours, the line ends of CSV."""
    return stream.stream if isinstance(stream, Legible) else stream


def give_csv(text: str) -> None:
    """CSV on stdout. Its line ends stay; in its fields control characters are spelled out, because a terminal may show them."""
    out = bare(sys.stdout)
    out.write("\r\n".join(map(visible, text.split("\r\n"))))
    out.flush()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="datamap")
def main() -> None:
    """Data mapping and transfer-risk audits under the GDPR. Facts about law are not legal advice."""
    gc.set_threshold(
        200_000, 20, 20
    )  # a short life: looking for cycles costs a tenth of it, and as much again at the end
    atexit.register(gc.freeze)
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # there are none, and looking for them through all that is installed takes some 7 ms


class Day(click.ParamType):
    """An ISO date."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        day = arguments.day_or_none(value)
        # a script is written once and runs for years: only the one spelling that everybody reads alike
        if day is None or (isinstance(value, str) and value.replace("-", "") != day.isoformat().replace("-", "")):
            self.fail(arguments.explain_bad_day(value), param, ctx)
        return day


def judging(formats: tuple[str, ...] = ("table", "json", "csv")) -> Callable:
    """The options of every command that judges."""

    def add(command: Callable) -> Callable:
        for option in reversed(
            (
                click.option(
                    "--as-of", type=Day(), help="the day whose law and inventory are applied (default: today)"
                ),
                click.option("--known-on", type=Day(), help="read the law pack as it stood on a day"),
                click.option(
                    "--dpf-list",
                    "dpf_list",
                    type=click.Path(),
                    multiple=True,
                    help="Data Privacy Framework participants workbook; several vintages allowed",
                ),
                click.option(
                    "--without",
                    multiple=True,
                    metavar="ID",
                    help="leave out an instrument: eu-us-dpf, scc-2021, dpf ...",
                ),
                click.option("--format", "format_", type=click.Choice(formats), default="table", show_default=True),
            )
        ):
            command = option(command)
        return command

    return add


def read_law(known_on: dt.date | None, without: tuple[str, ...]) -> Any:
    from datamap import law

    pack = law.load(known_on)
    return pack.without(*without) if without else pack


def read_participants(paths: tuple[str, ...]) -> Any:
    if not paths:
        return None
    from datamap.law import dpf

    return dpf.read(list(paths))


def judge(
    paths: tuple[str, ...],
    as_of: dt.date | None,
    known_on: dt.date | None,
    dpf_list: tuple[str, ...],
    without: tuple[str, ...],
    acceptances: tuple[str, ...] = (),
    **more: Any,
) -> Any:
    """Read, then judge. Acceptances are those beside the inventories, or the files that are named."""
    from datamap import formats
    from datamap.findings import acceptances as accepting
    from datamap.pipeline import audit
    from datamap.tables.reading import read, split

    problems: list[Any] = []

    def reading(reader: Callable, *args: Any) -> Any:
        try:
            return reader(*args)
        except InputError as e:
            problems.extend(e.problems)

    law = read_law(known_on, without)
    tables = reading(read, paths)
    participants = reading(read_participants, dpf_list)
    files = [reading(accepting.read, p) for p in acceptances]
    accepted = (
        sum((f for f in files if f), accepting.Acceptances())
        if acceptances
        else reading(accepting.beside, reading(formats.expand, split(paths)[1]) or ())
    )
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return audit(tables, as_of or dt.date.today(), law=law, participants=participants, acceptances=accepted, **more)


FORCE = click.option(
    "--force", is_flag=True, help="replace a file that datamap did not write, or that was edited since"
)


def not_over(output: str, *inputs: str | None) -> None:
    """Refuse to write over what is read."""
    for path in filter(None, inputs):
        if os.path.realpath(output) == os.path.realpath(path):
            raise CallError(f"-o: {output} is the file that is read. Expected another name; nothing was written")


def stated(stamp: dict[str, Any], of: str) -> str:
    """What every output states: day, law pack and its horizon, and ``of`` what."""
    law = stamp["law"]
    known = f" as known on {law['known_on']}" if law["known_on"] else ""
    without = f", without {', '.join(law['without'])}" if law["without"] else ""
    beyond = f"; {stamp['as_of']} is beyond it: later changes are unchecked" if law["beyond_horizon"] else ""
    old = f"; {checks.said(law['old_checks'])}" if law["old_checks"] else ""
    return f"As of {stamp['as_of']}; law pack {law['version']}{known}{without}, horizon {law['horizon']}{beyond}{old}; {of}"


def say(audit: Any) -> None:
    """What every output states, on stderr, with the inventories, their dates and hashes."""
    stamp = audit.stamp()
    of = few(f"{i['controller']} of {i['date']} (sha256 {i['sha256'][:12]})" for i in stamp["inputs"])
    click.echo(stated(stamp, f"inventory {of}"), err=True)


def print_table(columns: list[str], rows: list[list[str]], styles: dict[str, str] | None = None) -> None:
    """A table: folded and coloured on a terminal, one line a row where the output goes elsewhere."""
    rows = [[visible(" ".join(str(v).split())) for v in row] for row in rows]
    if not sys.stdout.isatty():
        told = [columns, *rows]
        widths = [max(map(len, column)) for column in zip(*told, strict=True)]
        click.echo("\n".join("  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)).rstrip() for row in told))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for c in columns:
        table.add_column(c, overflow="fold")
    for row in rows:
        table.add_row(*(Text(v, style=(styles or {}).get(v, "")) for v in row))
    Console(file=bare(sys.stdout)).print(table)


COLOURS = {
    "error": "bold red",
    "warning": "yellow",
    "note": "cyan",
    "not-covered": "bold red",
    "undetermined": "magenta",
    "covered": "green",
    "no-transfer": "dim",
}
EFFECT_COLOURS = {"left with nothing": "bold red", "can no longer tell": "magenta", "falls back": "green"}
INVENTORIES = click.argument("inventories", nargs=-1, required=True, type=click.Path())
INVENTORY = click.argument("inventory", type=click.Path())
ACCEPTING = click.option(
    "--acceptances",
    type=click.Path(),
    multiple=True,
    help="accepted findings (default: NAME.acceptances.yaml beside NAME.yaml)",
)


def print_findings(findings: Any, every: bool) -> None:
    """Findings on the terminal: a line for each rule with the first of its findings, or a line for each."""
    f = findings.frame
    if every:
        where = [f"{Path(p).name}:{n}" if n else Path(p).name for p, n in zip(f["file"], f["line"], strict=True)]
        severity = ["accepted" if a else s for a, s in zip(f["accepted"], f["severity"], strict=True)]
        print_table(
            ["severity", "rule", "where", "finding", "fingerprint"],
            [list(r) for r in zip(severity, f["rule"], where, f["message"], f["fingerprint"], strict=True)],
            COLOURS,
        )
        return
    g = findings.groups()
    first = f.drop_duplicates("rule").set_index("rule")["message"]
    print_table(
        ["severity", "rule", "count", "finding"],
        [
            [s, r, str(n), first[r] if n == 1 else f"{t}: {w}"]
            for s, r, n, t, w in zip(g["severity"], g["rule"], g["count"], g["title"], g["subjects"], strict=True)
        ],
        COLOURS,
    )
    click.echo(
        "Every finding with its line and fingerprint: --all. From one back to its facts: datamap explain FINGERPRINT INVENTORY",
        err=True,
    )
