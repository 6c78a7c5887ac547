"""The command that lists the verdicts on transfers, the worst first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import judge
from datamap.cli.options import INVENTORIES, format_of, judging
from datamap.cli.outputs import COLOURS, EFFECT_COLOURS, print_table, print_terms, width, write_csv_text, write_json
from datamap.model.vocabulary import VERDICTS

if TYPE_CHECKING:
    import pandas as pd

    from datamap.law.terms import Terms
    from datamap.pipeline import Audit

ROOMY = 130
"""Columns from which ground and evidence have room beside the reason, which states both in words."""


@dataclass(frozen=True)
class _Listed:
    """What ``datamap transfers`` lists."""

    audit: Audit
    chosen: pd.DataFrame
    fallen: pd.DataFrame | None
    """The chosen transfers that another law changes; None if the law is as it is."""


def _table(listed: _Listed) -> None:
    wide = width()
    roomy = wide is None or wide >= ROOMY
    names = ("recipient", "country", "verdict", *(("ground", "evidence") if roomy else ()), "reasons")
    rows = [(*cells, reasons[0]) for *cells, reasons in listed.chosen[list(names)].itertuples(index=False, name=None)]
    if rows:
        print_table((*names[:-1], "reason"), rows, COLOURS)
    else:
        click.echo("no such transfer", err=True)
    if listed.fallen is None:
        return
    click.echo(f"\nWithout {', '.join(sorted(listed.audit.law.removed))}:")
    titles = {"recipient": "recipient", "country": "country"}
    titles |= {"ground_before": "before", "ground": "then"} if roomy else {}
    titles |= {"effect": "effect", "action": "to do"}
    shown = listed.fallen[list(titles)].itertuples(index=False, name=None)
    print_table(tuple(titles.values()), list(shown), EFFECT_COLOURS)


def _json(listed: _Listed) -> None:
    from datamap.questions import records, whatif

    result = records.transfers(listed.audit, listed.chosen)
    if listed.fallen is not None:
        result["what_if"] = whatif.records(listed.fallen)
    write_json(result)


def _csv(listed: _Listed) -> None:
    from datamap.questions import records

    write_csv_text(records.transfers_csv(listed.audit, listed.chosen))


@main.command(short_help="Show the verdict on every transfer with its reason, the worst first.")
@INVENTORIES
@judging
@format_of({"table": _table, "json": _json, "csv": _csv})
@click.option(
    "--verdict",
    "verdicts",
    multiple=True,
    type=click.Choice(VERDICTS),
    help="Show only transfers with this verdict; repeat the option for several.",
)
@click.option(
    "--country",
    "places",
    multiple=True,
    metavar="PLACE",
    help="Show only transfers to this country, by name or code, or to an unknown place (unknown).",
)
@click.option(
    "--recipient", "recipients", multiple=True, metavar="NAME", help="Show only this recipient, by name or id."
)
def transfers(
    inventories: tuple[str, ...],
    terms: Terms,
    write: Callable[[_Listed], None],
    verdicts: tuple[str, ...],
    places: tuple[str, ...],
    recipients: tuple[str, ...],
) -> None:
    """Show the verdict on every transfer with its reason, the worst first.

    With --without it also shows which transfers would lose their safeguard, and which have a fallback.
    """
    from dataclasses import replace

    from datamap.questions import choosing, whatif

    result = judge(inventories, terms)
    chosen = choosing.choose(result, verdicts=verdicts, places=places, recipients=recipients)
    print_terms(result)
    fallen = None
    if terms.without:
        changed = whatif.compare(result.under(law=replace(terms, without=()).law()), result)
        keys = ["controller", "recipient_id", "country", "data"]
        fallen = changed.merge(chosen[keys].drop_duplicates(), on=keys)
    write(_Listed(result, chosen, fallen))
