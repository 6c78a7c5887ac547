"""The command on signed documents: one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import main
from datamap.cli.inputs import judge
from datamap.cli.options import INVENTORY, format_of, judging
from datamap.cli.outputs import print_table, print_terms, write_csv, write_json

if TYPE_CHECKING:
    from datamap.law.terms import Terms
    from datamap.pipeline import Audit

STATES = {"missing": "bold red", "changed": "bold red", "not-listed": "yellow", "unknown": "yellow"}


def _rows(audit: Audit) -> list[dict[str, Any]]:
    from datamap.questions import filed

    return filed.documents(audit)


def _table(audit: Audit) -> None:
    from datamap.questions import filed

    print_terms(audit)
    if rows := _rows(audit):
        print_table(filed.COLUMNS, list(filed.shown(rows)), STATES)
    else:
        click.echo("The inventory neither lists signed documents nor refers to any.")


def _json(audit: Audit) -> None:
    write_json({**audit.stamp(), "documents": _rows(audit)})


def _csv(audit: Audit) -> None:
    rows = _rows(audit)
    columns = ("controller", "id", "name", "path", "sha256", "signed", "expires", "expired", "state", "documents")
    write_csv(columns, [["; ".join(r[c]) if c == "documents" else r[c] for c in columns] for r in rows])


@main.command("documents", short_help="List the signed documents, with the state of their files.")
@INVENTORY
@judging
@format_of({"table": _table, "json": _json, "csv": _csv})
def signed(inventory: str, terms: Terms, write: Callable[[Audit], None]) -> None:
    """List the signed documents that an inventory lists or refers to, with the state of their files.

    unchanged: the file has the recorded hash. not-compared: there is a file, but no hash to compare it with. unknown:
    it could not be looked at.
    """
    write(judge((inventory,), terms))
