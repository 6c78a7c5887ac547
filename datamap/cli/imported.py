"""The report of an import for people: first what needs them, then what was created, removed and accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.outputs import fold
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.formats.workbook.edits import Edit

INDENT = "    "


def table(found: dict[str, Any]) -> None:
    """Print what an import did; a summary on stderr before it, and after it what to do next."""
    from datamap.formats.workbook.edits import ACCEPTED, CREATED, REMOVED

    edits: Sequence[Edit] = found["edits"]
    for problem in found["warnings"]:
        click.echo(str(problem), err=True)
    click.echo(found["summary"], err=True)
    if not edits:
        click.echo(found["output"])
        return
    for edit in _titled("To correct", [e for e in edits if not e.taken]):
        _print_to_correct(edit)
    new = [e for e in edits if e.taken and not e.already]
    _print_created(_titled(CREATED.capitalize(), [e for e in new if e.state == CREATED]))
    for state in (REMOVED, ACCEPTED):
        for edit in _titled(state.capitalize(), [e for e in new if e.state == state]):
            click.echo(fold(_line(edit), "  ", INDENT))
    if same := [e for e in edits if e.taken and e.already]:
        click.echo(f"\nAs before: {count(len(same), 'cells')} whose facts the inventory had already")
    click.echo(f"\n{found['summary']}", err=True)
    click.echo(found["next"], err=True)


def _titled(title: str, edits: Sequence[Edit]) -> Sequence[Edit]:
    if edits:
        click.echo(f"\n{title} ({len(edits):,})")
    return edits


def _print_to_correct(edit: Edit) -> None:
    """One edit that was not accepted, or not in full: the cell, what was typed, why not, what would be accepted."""
    click.echo(fold("  ".join(filter(None, (edit.place, _fact(edit)))) + f": {edit.state}", "  ", INDENT))
    for label, text in (("typed", edit.typed), ("taken", edit.meaning), ("why", edit.why), ("expected", edit.expected)):
        if text:
            click.echo(fold(text, f"{INDENT}{label:<9} ", INDENT + 10 * " "))


def _print_created(edits: Sequence[Edit]) -> None:
    """The new entries: those like an entry that is there one by one, the others by their kind."""
    kinds: dict[str, list[str]] = {}
    for edit in edits:
        if edit.why:
            click.echo(fold(f"{edit.meaning}: {edit.entry} ({edit.place}; {edit.why})", "  ", INDENT))
        else:
            kinds.setdefault(edit.meaning, []).append(f"{edit.entry} ({edit.place})")
    for kind, names in kinds.items():
        click.echo(fold(f"{kind}: {', '.join(names)}", "  ", INDENT))


def _line(edit: Edit) -> str:
    """One edit that was accepted, with its interpretation where that differs from what was typed."""
    told = [f"understood as: {edit.meaning}" if edit.meaning else "", edit.why]
    beside = "; ".join(filter(None, told))
    typed = ": ".join(filter(None, (_fact(edit), edit.typed)))
    return "  ".join(filter(None, (edit.place, typed))) + (f" ({beside})" if beside else "")


def _fact(edit: Edit) -> str:
    return ", ".join(filter(None, (edit.entry, edit.field)))
