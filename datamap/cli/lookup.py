"""Commands that look something up: the law on a country, and the catalogue of rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import main
from datamap.cli.options import format_of, judging
from datamap.cli.outputs import COLOURS, fold, print_table, width, write_csv, write_json
from datamap.model import arguments
from datamap.model.vocabulary import shown

if TYPE_CHECKING:
    from datamap.law.terms import Terms

    Rows = list[dict[str, Any]]


def _law_text(rows: Rows, history: bool) -> None:
    from datamap.law import answer

    wide = width()
    click.echo(answer.history_text(rows, wide) if history else answer.text(rows[0], wide))


def _law_json(rows: Rows, history: bool) -> None:
    write_json(rows if history else rows[0])


def _law_csv(rows: Rows, history: bool) -> None:
    from datamap.law import answer

    flat = [answer.flat(row) for row in rows]
    columns = list(flat[0])
    write_csv(columns, [[row.get(c, "") for c in columns] for row in flat])


@main.command(short_help="Show the law on transfers to a country on a day.")
@click.argument("country")
@judging
@format_of({"table": _law_text, "json": _law_json, "csv": _law_csv})
@click.option(
    "--safeguard",
    "safeguards",
    multiple=True,
    metavar="KIND[:VERSION][@SIGNED]",
    help="Assume this safeguard or derogation: dpf, scc:2021, scc:2010@2020-01-01, derogation:49-1-a.",
)
@click.option(
    "--data",
    type=click.Choice(["hr", "non-hr"]),
    help="Whether the data are about the exporter's own staff (hr) or not.",
)
@click.option("--sector", type=click.Choice(["private", "public"]), help="Sector of the importer.")
@click.option("--importer", help="Legal entity that imports the data.")
@click.option(
    "--regime",
    type=click.Choice(["eu", "uk", "ch"]),
    default="eu",
    show_default=True,
    help="Law that the exporter is under.",
)
@click.option("--history", is_flag=True, help="Show the whole history of the country.")
def law(
    country: str, terms: Terms, write: Callable[[Rows, bool], None], history: bool, regime: str, **case: Any
) -> None:
    """Show the law on transfers to a country on a day."""
    from datamap.law import answer

    case["safeguards"] = tuple(s for given in case["safeguards"] for s in _safeguards(given))
    pack = terms.law()
    if history:
        rows = answer.history(country, regime, pack)
    else:
        participants = terms.participants()
        rows = [answer.answer(country, terms.day, law=pack, participants=participants, regime=regime, **case)]
    write(rows, history)
    if history:
        exporter = f"For an exporter under {regime.upper()} law"
        horizon = f"law pack {pack.version}, horizon {pack.horizon}: later changes are unchecked"
        click.echo(f"{exporter}; {horizon}", err=True)


def _safeguards(given: str) -> list[str]:
    """The short forms that a safeguard in words means; an exact one, or one that is not understood, as it is."""
    from datamap.model import shape
    from datamap.model.safeguard import format_safeguard, parse_safeguard

    field = shape.at(("recipients", "safeguards", "kind"))[1]
    if field is None or parse_safeguard(given).kind in field.words:
        return [given]
    from datamap.formats import words

    entries = [dict(e) for e in words.meaning(given, field).entries]
    if not entries or any("module" in e or e["kind"] == "unknown" for e in entries):  # the answer has no modules
        return [given]
    short = [format_safeguard(e["kind"], e.get("version", ""), e.get("signed", "")) for e in entries]
    click.echo(f"{shown(given)} read as {', '.join(short)}", err=True)
    return short


def _rules_table(listed: Rows) -> None:
    columns = ("code", "severity", "name", "title")
    print_table(columns, [[row[c] for c in columns] for row in listed], COLOURS)


def _rules_json(listed: Rows) -> None:
    write_json({"rules": listed})


def _rules_csv(listed: Rows) -> None:
    write_csv(listed[0], [list(row.values()) for row in listed])


def print_rule(named: str, argument: str) -> None:
    """The page of the rule with this code or name; a misspelt one is refused with the nearest."""
    from datamap.rules import BY_CODE, RULES

    names = {**{r.name: r.code for r in RULES}, **{c: c for c in BY_CODE}}
    word = named.upper() if named.upper() in BY_CODE else named.lower()
    rule = BY_CODE[names[arguments.check_one_of(word if word in names else named, names, argument)]]
    click.echo(fold(f"{rule.code} {rule.name} ({rule.severity}, {rule.basis})\n\n{rule.page.strip()}"))


@main.command(short_help="List the rules, or show the page of one rule.")
@click.argument("code", required=False)
@format_of({"table": _rules_table, "json": _rules_json, "csv": _rules_csv})
def rules(code: str | None, write: Callable[[Rows], None]) -> None:
    """List the rules, or show the page of the rule with this code or name."""
    from datamap.rules import RULES

    if code:
        print_rule(code, "rules")
        return
    fields = ("code", "name", "severity", "title", "basis")
    write([{**{f: getattr(r, f) for f in fields}, "articles": list(r.articles)} for r in RULES])
