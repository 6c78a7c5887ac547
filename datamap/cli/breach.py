"""Commands that look something up in a map: what a breach affects, and what a request for access must answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from datamap.cli.base import main
from datamap.cli.inputs import judge
from datamap.cli.options import format_of, judging
from datamap.cli.outputs import COLOURS, fold, print_table, print_terms, write_csv, write_json

if TYPE_CHECKING:
    from datamap.law.terms import Terms

    Found = dict[str, Any]


def _section(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A heading with its table; nothing where there are no rows."""
    if rows:
        click.echo(f"\n{title}")
        print_table(columns, rows, COLOURS)


def _joined(values: list[str]) -> str:
    return ", ".join(values) or "not recorded"


def _places(recipient: Found) -> str:
    return "; ".join(f"{p['name']} ({p['verdict']})" for p in recipient["places"]) or "not recorded"


def _affected_table(found: Found) -> None:
    what = found["what"]
    click.echo(f"{what['kind']}: {', '.join(what['names'])}")
    data = [(d["name"], d["special"], _joined(d["people"]), _joined(d["activities"])) for d in found["data"]]
    _section("Data", ("data", "special", "people", "activities"), data)
    activities = [(a["name"], a["role"], a["since"], a["people"], _joined(a["customers"])) for a in found["activities"]]
    _section("Activities", ("activity", "role", "since", "people", "customers"), activities)
    onward = [(r["name"], r["role"], ", ".join(r["via"]) or "-", _places(r)) for r in found["recipients"]]
    title = "The data went on to" if what["kind"] == "recipient" else "Recipients of the data"
    _section(title, ("recipient", "role", "through", "places"), onward)
    click.echo("\nWhom to inform")
    for duty in found["inform"]:
        click.echo(fold(duty["whom"], "- ", "  "))
        click.echo(fold(f"{duty['when']} ({duty['provision']})", "  ", "  "))
    _open(found)


def _open(found: Found) -> None:
    if found["open"]:
        click.echo("\nStill to find out")
        for sentence in found["open"]:
            click.echo(fold(sentence, "- ", "  "))


def _affected_csv(found: Found) -> None:
    columns = ("controller", "id", "name", "special", "activities", "people")
    write_csv(columns, [[_cell(d[c]) for c in columns] for d in found["data"]])


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def _affected_text(found: Found) -> None:
    from datamap.publish import letters

    click.echo(letters.breach(found), nl=False)


@main.command(short_help="List what a breach affects: data, people, onward recipients, whom to inform.")
@click.argument("inventory")
@click.argument("what")
@judging
@format_of({"table": _affected_table, "json": write_json, "csv": _affected_csv, "text": _affected_text})
def affected(inventory: str, what: str, terms: Terms, write: Callable[[Found], None]) -> None:
    """List what a breach affects: data, people, onward recipients, whom to inform.

    WHAT is the id or name of a recipient, a system, an activity or a category of data; with its kind in front, such as
    system:CRM, where several kinds have the name. --format text writes a note to start from.
    """
    from datamap.questions import affected as asking

    audit = judge((inventory,), terms)
    found = asking.affected(audit, what)
    print_terms(audit)
    write(found)


def _subject_table(found: Found) -> None:
    click.echo(", ".join(found["subject"]["names"]))
    from datamap.model.period import spelt

    rows = []
    for a in found["activities"]:
        kept = [spelt(r["period"]) if r["period"] != "none" else r["criterion"] or "none" for r in a["retention"]]
        data = _joined([c["name"] for c in a["categories"]])
        mark = "" if a["certain"] else " (perhaps)"
        rows.append((a["purpose"] + mark, data, _joined([r["name"] for r in a["recipients"]]), _joined(kept)))
    _section("Activities", ("activity", "data", "recipients", "kept for"), rows)
    named = {r["id"]: (r["name"], _places(r)) for a in found["activities"] for r in a["recipients"]}
    _section("Recipients", ("recipient", "places"), list(named.values()))
    _open(found)


def _subject_csv(found: Found) -> None:
    columns = ("controller", "activity", "data", "special", "certain", "recipients")
    rows = [
        [a["controller"], a["purpose"], c["name"], c["special"], "yes" if c["certain"] else "unknown", _named(a)]
        for a in found["activities"]
        for c in a["categories"]
    ]
    write_csv(columns, rows)


def _named(activity: Found) -> str:
    return "; ".join(r["name"] for r in activity["recipients"])


def _subject_text(found: Found) -> None:
    from datamap.publish import letters

    click.echo(letters.access(found), nl=False)


@main.command(short_help="List what a request for access must answer for a category of people (Art. 15).")
@click.argument("inventory")
@click.argument("people", metavar="CLASS")
@judging
@format_of({"table": _subject_table, "json": write_json, "csv": _subject_csv, "text": _subject_text})
def subject(inventory: str, people: str, terms: Terms, write: Callable[[Found], None]) -> None:
    """List what a request for access must answer for a category of people (Art. 15).

    CLASS is the id or name of the category, such as customers. --format text writes an answer to start from.
    """
    from datamap.questions import access

    audit = judge((inventory,), terms)
    found = access.subject(audit, people)
    print_terms(audit)
    write(found)
