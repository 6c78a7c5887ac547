"""Writing results: JSON, CSV and tables on stdout; on stderr the day, law pack and inputs that they are based on."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import unfiltered
from datamap.errors import visible
from datamap.labels.counting import few

if TYPE_CHECKING:
    from datamap.findings import Findings
    from datamap.pipeline import Audit

COLOURS = {
    "error": "bold red",
    "warning": "yellow",
    "note": "cyan",
    "not-covered": "bold red",
    "undetermined": "magenta",
    "covered": "green",
    "no-transfer": "dim",
}
EFFECT_COLOURS = {"left with nothing": "bold red", "becomes undetermined": "magenta", "falls back": "green"}
NARROWEST = 40
"""Fewer columns than this are not readable; a terminal that states fewer folds the lines itself."""
WORD = 18
"""Characters of the longest cell in a column that is not folded: a verdict, a fingerprint, a day."""
ALL_HINT = (
    "Every finding with its line and fingerprint: --all. "
    "From one back to its facts: datamap explain FINGERPRINT INVENTORY"
)


def write_json(value: Any) -> None:
    """JSON on stdout."""
    from datamap.questions import records

    click.echo(records.dumps(value), nl=False)


def write_csv(columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as CSV on stdout."""
    from datamap.questions import records

    write_csv_text(records.table(list(columns), [list(row) for row in rows]))


def write_csv_text(text: str) -> None:
    """CSV on stdout: its line ends stay, control characters in its fields are spelled out for the terminal."""
    out = unfiltered(sys.stdout)
    out.write("\r\n".join(map(visible, text.split("\r\n"))))
    out.flush()


def width() -> int | None:
    """The width to fold texts to: a terminal's, or the one that COLUMNS asks for; None where lines may be long."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal():
        return max(shutil.get_terminal_size().columns, NARROWEST)
    return None


def fold(text: str, start: str = "", indent: str = "") -> str:
    """A text whose paragraphs are folded to the window; as it is where lines may be long.

    ``start`` begins the text, ``indent`` the further lines of a paragraph.
    """
    wide = width()
    if wide is None:
        return start + text
    first, *more = (" ".join(part.split()) for part in text.split("\n\n"))
    wrapped = partial(
        textwrap.fill, width=wide, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent
    )
    return "\n\n".join([wrapped(first, initial_indent=start), *map(wrapped, more)])


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], styles: dict[str, str] | None = None) -> None:
    """A table: folded (and coloured) for a terminal, one line for each row where the output goes elsewhere."""
    cells = [[visible(" ".join(str(v).split())) for v in row] for row in rows]
    lines = [list(columns), *cells]
    longest = [max(map(len, column)) for column in zip(*lines, strict=True)]
    wide = width()
    if wide is None:
        click.echo(
            "\n".join("  ".join(v.ljust(w) for v, w in zip(row, longest, strict=True)).rstrip() for row in lines)
        )
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # a word that is cut is hard to read: columns of short words keep their width, sentences are folded
    kept = WORD if sum(n for n in longest if n <= WORD) * 2 <= wide else 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column, longest_cell in zip(columns, longest, strict=True):
        table.add_column(column, overflow="fold", no_wrap=longest_cell <= kept)
    for row in cells:
        table.add_row(*(Text(v, style=(styles or {}).get(v, "")) for v in row))
    if sys.stdout.isatty():
        Console(file=unfiltered(sys.stdout), width=wide).print(table)
        return
    plain = io.StringIO()
    Console(file=plain, width=wide).print(table)
    click.echo("\n".join(line.rstrip() for line in plain.getvalue().splitlines()))


def terms_text(stamp: dict[str, Any], inputs: str) -> str:
    """The terms that every output states: day, law pack and its horizon, and which inputs were read."""
    from datamap.law import checks

    law = stamp["law"]
    known = f" as known on {law['known_on']}" if law["known_on"] else ""
    without = f", without {', '.join(law['without'])}" if law["without"] else ""
    beyond = f"; {stamp['as_of']} is beyond it: later changes are unchecked" if law["beyond_horizon"] else ""
    old = f"; {checks.said(law['old_checks'])}" if law["old_checks"] else ""
    pack = f"law pack {law['version']}{known}{without}, horizon {law['horizon']}{beyond}{old}"
    return f"As of {stamp['as_of']}; {pack}; {inputs}"


def print_terms(audit: Audit) -> None:
    """The terms of an audit on stderr, with the inventories, their dates and hashes."""
    stamp = audit.stamp()
    inputs = stamp["inputs"]
    of = few(f"{i['controller']} of {i['date']} (sha256 {i['sha256'][:12]})" for i in inputs)
    click.echo(terms_text(stamp, f"inventory {of}"), err=True)


def print_findings(findings: Findings, every: bool = False) -> None:
    """Findings as a table: one line for each rule with its first finding, or with `every` one line for each finding."""
    if every:
        _print_each_finding(findings)
        return
    groups = findings.groups()
    first = findings.frame.drop_duplicates("rule").set_index("rule")["message"]
    columns = (groups[c] for c in ("severity", "rule", "count", "title", "subjects"))
    rows = [
        (severity, rule, str(n), first[rule] if n == 1 else f"{title}: {subjects}")
        for severity, rule, n, title, subjects in zip(*columns, strict=True)
    ]
    print_table(("severity", "rule", "count", "finding"), rows, COLOURS)
    click.echo(ALL_HINT, err=True)


def _place(file: str, line: int, table: str) -> str:
    """Where a finding is: the line of the file, or the sheet of a workbook; the message names the row."""
    from datamap.questions import cells

    name = Path(file).name
    found = cells.sheets_of(table) if cells.is_workbook(file) else []
    return f"{name}:{line}" if line else ", sheet ".join([name, *found[:1]])


def _print_each_finding(findings: Findings) -> None:
    frame = findings.frame
    places = [_place(*found) for found in zip(frame["file"], frame["line"], frame["table"], strict=True)]
    severities = ["accepted" if a else s for a, s in zip(frame["accepted"], frame["severity"], strict=True)]
    rows = zip(severities, frame["rule"], places, frame["message"], frame["fingerprint"], strict=True)
    print_table(("severity", "rule", "where", "finding", "fingerprint"), list(rows), COLOURS)
