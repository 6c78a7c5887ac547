"""Commands of the workbook to work in: writing it, and importing it or another register."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from datamap.cli import imported
from datamap.cli.base import main
from datamap.cli.inputs import Problems, refuse_own_input
from datamap.cli.options import FORCE, Outputs, format_of
from datamap.cli.outputs import write_csv, write_json
from datamap.errors import CallError
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.formats.workbook.edits import Imported
    from datamap.model import Inventory

WORKBOOKS = (".xlsx", ".ods")


@main.command(short_help="Write a map as a workbook to work in, or a blank one.")
@click.argument("inventory", type=click.Path(), required=False)
@click.option("--blank", is_flag=True, help="Write a workbook without facts, to begin a map in.")
@click.option("-o", "--output", required=True, type=click.Path(), help="The workbook to write (.xlsx).")
@FORCE
def workbook(inventory: str | None, blank: bool, output: str, force: bool) -> None:
    """Write a map as a workbook to work in, or a blank one.

    People fill it in with a spreadsheet program; 'datamap import' reads it back, and reports each edit. What its rows
    do not show is kept on its last sheet. A workbook with edits that INVENTORY does not have is not written over.
    """
    from datamap import formats
    from datamap.files import writing
    from datamap.formats.workbook import replacing, writer

    if bool(inventory) == blank:
        raise CallError("workbook: expected the name of an inventory or --blank, and not both")
    refuse_own_input(output, inventory)
    writing.check(output, writing.WORKBOOK, force=force)
    source = formats.read(inventory) if inventory else writer.blank_inventory()
    replacing.check(output, source if inventory else None)
    writing.write(output, writer.book_bytes(source, blank=blank), force=force)
    back = f" --onto {inventory}" if inventory else " -o MAP.yaml"
    click.echo(f"Fill it in, then: datamap import {output}{back}", err=True)
    click.echo(output)


def _json(found: dict[str, Any]) -> None:
    edits = [e.record() for e in found["edits"]]
    problems = [{"field": p.field, "found": p.found, "expected": p.expected} for p in found["warnings"]]
    write_json({"output": found["output"], "counts": found["counts"], "edits": edits, "problems": problems})


def _csv(found: dict[str, Any]) -> None:
    columns = ("place", "entry", "field", "state", "typed", "meaning", "why", "expected")
    write_csv(columns, [[getattr(e, c) for c in columns] for e in found["edits"]])


IMPORT: Outputs = {"table": imported.table, "json": _json, "csv": _csv}


@main.command("import", short_help="Import a workbook, a register or a list of recipients.")
@click.argument("file", type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="The inventory to write (.yaml). Default: the one of --onto.")
@click.option("--onto", type=click.Path(), help="Write the edits of a workbook into this inventory (.yaml).")
@click.option(
    "--prefer",
    type=click.Choice(["workbook"]),
    help="With --onto: where the workbook and the inventory have both changed, the value of the workbook is written.",
)
@click.option("--allow-untaken", is_flag=True, help="Exit with 0 also if something was not imported.")
@format_of(IMPORT)
@FORCE
def import_(
    file: str,
    output: str | None,
    onto: str | None,
    prefer: str | None,
    allow_untaken: bool,
    write: Callable[[dict[str, Any]], None],
    force: bool,
) -> None:
    """Import a workbook of datamap, or a register or list of recipients in any format.

    The exit code is 1 if something was not imported; the rest is written. Each edit of a workbook is listed: accepted,
    or not accepted and why. With --onto, edits are written into an
    inventory that may have changed since the workbook was written: a newer fact stays, and a conflict is reported.
    If the workbook is right, import it again with --prefer workbook; what it replaces is listed.
    """
    from datamap.files import writing
    from datamap.formats import grid
    from datamap.formats.workbook import reader

    if output is None and onto is None:
        raise CallError("import: expected -o INVENTORY.yaml, or --onto INVENTORY.yaml")
    if prefer and onto is None:
        raise CallError("--prefer workbook: expected --onto INVENTORY.yaml: without it, there is nothing to replace")
    target = output or str(onto)
    refuse_own_input(target, file)
    in_place = onto is not None and _same(onto, target)
    if Path(file).suffix.lower() in WORKBOOKS:
        book, raw = grid.load(file)
        reader.refuse_old(file, book)
        if reader.is_ours(book):
            _check_target(file, target, force or in_place)
            read = partial(reader.read_book, file, book, raw, prefer=prefer is not None)
            _end(_workbook(file, read, onto, target, write, force), allow_untaken)
            return
    if onto is not None:
        raise CallError(f"--onto: {file} is not a workbook that 'datamap workbook' wrote. Expected one, or -o alone")
    writing.check(target, writing.INVENTORY, force=force)
    _end(_register(file, target, write, force), allow_untaken)


def _check_target(file: str, target: str, replace: bool) -> None:
    """Refuse to write over an inventory that an earlier import may have written: --onto is the way to write into it."""
    from datamap.files import writing

    if not replace and Path(target).is_file() and Path(target).suffix.lower() in writing.INVENTORY:
        raise CallError(
            f"{target}: exists already. To write the edits of the workbook into it: datamap import {file} --onto "
            f"{target}. Expected that, a new name, or --force to write it anew from the workbook alone; "
            "nothing was written"
        )
    writing.check(target, writing.INVENTORY, force=replace)


def _end(untaken: int, allowed: bool) -> None:
    if untaken and not allowed:
        raise SystemExit(1)


def _same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()


def _workbook(
    file: str, read: Callable[..., Imported], onto: str | None, target: str, write: Callable, force: bool
) -> int:
    """Import a workbook; the number of edits that were not accepted."""
    from datamap import formats
    from datamap.files import reading, writing
    from datamap.formats.workbook import edits
    from datamap.formats.yaml import editing, writer

    problems = Problems()
    before: Inventory | None = problems.read(formats.read, onto) if onto else None
    problems.refuse()
    got = read(onto=before)
    if before is None:
        writing.write(target, writer.dump(got.inventory), force=force)
    elif not _same(str(onto), target):
        kept = reading.decode(reading.load(str(onto)), str(onto))  # the text, for its comments
        writing.write(target, editing.elsewhere(kept, got.inventory, target), force=force)
    elif got.inventory != before:
        got.inventory.save()
    counts = edits.counts(got.edits)
    told = {"output": target, "counts": counts, "edits": got.edits, "warnings": (), "next": _next(file, target, got)}
    summary = ", ".join(f"{n:,} {state}" for state, n in reversed(counts.items())) or "no edits"
    write({**told, "summary": f"{target}: {summary}"})
    return len(got.untaken)


def _next(file: str, target: str, got: Imported) -> str:
    """What to do after an import. A workbook is not written again while cells of it were not accepted."""
    from datamap.formats.workbook.edits import OPTION

    cells = [e for e in got.untaken if not e.beside]
    if cells:
        what, again = _these(len(cells)), f"datamap import {file} --onto {target}"
        both = sum(e.preferable for e in cells)
        where = "" if both == len(cells) else f" in {_these(both, 'conflict')}"
        right = f"\nIf the workbook is right{where}: {again} {OPTION}" if both else ""
        return f"Correct {what} in {file}, save it, then: {again}{right}"
    name = "ANOTHER.xlsx" if got.untaken else f"{file} --force"
    return f"Before further edits: datamap workbook {target} -o {name}"


def _these(number: int, noun: str = "cell") -> str:
    return f"this {noun}" if number == 1 else f"these {number:,} {noun}s"


def _register(file: str, target: str, write: Callable, force: bool) -> int:
    """Import a register; the number of cells that were not understood."""
    from datamap.drafting import registers
    from datamap.files import writing
    from datamap.formats.yaml import writer

    got = registers.imported(file)
    writing.write(target, writer.dump(got.inventory), force=force)
    unclear = count(len(got.warnings), "cells or columns", "cell or column")
    summary = f"{got.inventory!r} read, {unclear} to look at"
    write({"output": target, "counts": {}, "edits": (), "warnings": got.warnings, "next": "", "summary": summary})
    return len(got.warnings)
