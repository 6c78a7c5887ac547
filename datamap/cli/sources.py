"""Commands that compare a map or a list with what it was read from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import Problems
from datamap.cli.options import INVENTORY, Outputs, format_of
from datamap.cli.outputs import print_table, write_csv, write_json
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.questions.drift import Drift


def _drift_table(found: Drift) -> None:
    if found.changes:
        rows = [(c["state"], c["entry"], c["where"], c["words"], c["now"]) for c in found.changes]
        print_table(("state", "entry", "where", "words of the map", "words of the source"), rows)
    n = found.counts()
    parts = [f"{n[state]} {state}" for state in ("present", "moved", "reworded", "gone")]
    names = [f"{n['only_in_source']} named only in the source", f"{n['only_in_map']} only in the map"]
    other = n["other_documents"]
    left = f"; {count(other, 'quotes')} from other documents not looked up" if other else ""
    click.echo(f"{count(len(found.quotes), 'quotes')}: {', '.join(parts)}; {', '.join(names)}{left}", err=True)


def _drift_json(found: Drift) -> None:
    write_json({"counts": found.counts(), "changes": found.changes})


def _drift_csv(found: Drift) -> None:
    frame = found.frame
    write_csv(frame.columns, frame.to_numpy().tolist())


DRIFT: Outputs = {"table": _drift_table, "json": _drift_json, "csv": _drift_csv}


@main.command(short_help="Show where a map and its source no longer agree.")
@click.argument("source", type=click.Path())
@INVENTORY
@format_of(DRIFT)
def drift(source: str, inventory: str, write: Callable[[Drift], None]) -> None:
    """Show where a map and its source no longer agree.

    SOURCE is the document that the inventory quotes (a notice, a list of processors, in any format), or the
    inspection.json of the website evidence collector. Each quote is present, moved, reworded or gone; names that only
    the source or only the map has are listed.
    """
    from datamap import formats
    from datamap.questions import drift as questions

    problems = Problems()
    read = problems.read(formats.read, inventory)
    loaded = problems.read(questions.load, source)
    problems.refuse()
    write(questions.compare_source(loaded, read))
