"""Commands that compare a map or a list with what it was read from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from datamap.cli.base import main
from datamap.cli.inputs import Problems, judge
from datamap.cli.options import AS_OF, INVENTORY, Day, Outputs, format_of, judging
from datamap.cli.outputs import print_table, terms_text, write_csv, write_json
from datamap.errors import CallError
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.law.terms import Terms
    from datamap.questions.drift import Drift
    from datamap.questions.watch import Watch


def _drift_table(found: Drift) -> None:
    if found.changes:
        rows = [(c["state"], c["entry"], c["where"], c["words"], c["now"]) for c in found.changes]
        print_table(("state", "entry", "where", "words of the map", "words of the source"), rows)
    n = found.counts()
    parts = [f"{n[state]} {state}" for state in ("present", "moved", "reworded", "gone")]
    names = [f"{n['only_in_source']} named only in the source", f"{n['only_in_map']} only in the map"]
    other = n["other_documents"]
    left = f"; {count(other, 'quotes')} from other documents not looked up" if other else ""
    of = f" from {found.document}" if found.document else ""
    looked = (
        f"{count(len(found.quotes), 'quotes')}{of}: {', '.join(parts)}" if found.quotes else "names only, no quotes"
    )
    click.echo(f"{looked}; {', '.join(names)}{left}", err=True)


def _drift_json(found: Drift) -> None:
    write_json({"document": found.document, "counts": found.counts(), "changes": found.changes})


def _drift_csv(found: Drift) -> None:
    frame = found.frame
    write_csv(frame.columns, frame.to_numpy().tolist())


DRIFT: Outputs = {"table": _drift_table, "json": _drift_json, "csv": _drift_csv}


@main.command(short_help="Show where a map and its source no longer agree.")
@click.argument("source", type=click.Path())
@INVENTORY
@click.option("--document", default="", help="Document of the inventory that SOURCE is a version of.", metavar="NAME")
@click.option(
    "--for",
    "audience",
    metavar="CLASS",
    help="SOURCE is the notice to this category of people: compare every fact that it states with the map.",
)
@AS_OF
@format_of(DRIFT)
def drift(
    source: str,
    inventory: str,
    document: str,
    audience: str | None,
    as_of: dt.date | None,
    write: Callable[[Drift], None],
) -> None:
    """Show where a map and its source no longer agree.

    SOURCE is the document that the inventory quotes (a notice, a list of processors, in any format), or the
    inspection.json of the website evidence collector. Each quote is present, moved, reworded or gone; names that only
    the source or only the map has are listed. Where the inventory quotes several documents, the one with the name of
    SOURCE is compared, else the one whose quotes SOURCE holds; --document names it.

    With --for, SOURCE is a notice to that category of people, such as `datamap notice` writes: each fact is listed
    that only one of the two states, from interest and source to rights.
    """
    if audience is not None:
        write(_notice_drift(source, inventory, audience, document, as_of))
        return
    if as_of is not None:
        raise CallError("--as-of: quotes have no day. Expected it with --for only")
    from datamap import formats
    from datamap.questions import drift as questions

    problems = Problems()
    read = problems.read(formats.read, inventory)
    loaded = problems.read(questions.load, source)
    problems.refuse()
    write(questions.compare_source(loaded, read, document))


def _notice_drift(source: str, inventory: str, audience: str, document: str, as_of: dt.date | None) -> Drift:
    from datamap.law.terms import Terms
    from datamap.publish.notice.agreement import compare_notice
    from datamap.reading import read_document

    if document:
        raise CallError("--document: a notice is compared with the map, not with quotes. Expected --for without it")
    audit = judge((inventory,), Terms(as_of or dt.date.today(), None, (), ()))
    return compare_notice(read_document(source), audit, audience)


def _watch_table(found: Watch) -> None:
    if found.changes:
        rows = []
        for c in found.changes:
            both = f"{c.before} -> {c.after}" if c.before and c.after else c.after or c.before
            until = f"object until {c.object_until}" if c.object_until else ""
            rows.append((c.change, c.name, c.field, both, "; ".join(filter(None, (c.verdict, until))), c.where))
        print_table(("change", "name", "fact", "before -> after", "verdict", "where"), rows)
    n = ", ".join(f"{k} {kind}" for kind, k in found.counts().items())
    stamp = found.audit.stamp()
    left = f"; {count(found.to_read, 'passages')} of the new version to read" if found.to_read else ""
    click.echo(f"{terms_text(stamp, n)}{left}", err=True)


def _watch_json(found: Watch) -> None:
    stamp = found.audit.stamp()
    kept = {key: stamp[key] for key in ("as_of", "law")}
    write_json({**kept, "counts": found.counts(), "changes": found.records(), "to_read": found.to_read})


def _watch_csv(found: Watch) -> None:
    frame = found.frame
    write_csv(frame.columns, frame.to_numpy().tolist())


WATCH: Outputs = {"table": _watch_table, "json": _watch_json, "csv": _watch_csv}


@main.command(short_help="Show what changed between two versions of a list or notice.")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option("--notified-on", type=Day(), help="Day on which the change was notified, YYYY-MM-DD.")
@click.option("--notice-days", type=click.IntRange(0, 3650), help="Days to object, from the notification.")
@judging
@format_of(WATCH)
def watch(
    old: str,
    new: str,
    notified_on: dt.date | None,
    notice_days: int | None,
    terms: Terms,
    write: Callable[[Watch], None],
) -> None:
    """Show what changed between two versions of a list or notice.

    OLD and NEW are documents in any format: a list of sub-processors, a notice, a register. Each new recipient or place
    has its verdict. With --notified-on and --notice-days, the last day to object is shown.
    """
    from datamap.questions import watch as questions

    if (notified_on is None) != (notice_days is None):
        raise CallError("--notified-on and --notice-days belong together: expected both, or neither")
    until = notified_on + dt.timedelta(days=notice_days) if notified_on and notice_days is not None else None
    write(questions.watch(old, new, terms, until))
