"""The command line: a thin face over the library. stdout carries the result, everything else goes to stderr.

Exit codes: 0 clean, 1 findings at or above ``--fail-on``, 2 the input or the call is wrong.
"""

from __future__ import annotations

import atexit
import datetime as dt
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from datamap.errors import CallError, DatamapError, InputError


class Commands(click.Group):
    """A group whose errors are the library's: one message, exit code 2, no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DatamapError as e:
            click.echo(str(e), err=True)
            ctx.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="datamap")
def main() -> None:
    """Data mapping and transfer-risk audits under the GDPR. Facts about law are not legal advice."""
    gc.set_threshold(200_000, 20, 20)  # a short life: looking for cycles costs a tenth of it, and as much again at the end
    atexit.register(gc.freeze)


class Day(click.ParamType):
    """An ISO date."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return self.fail(f"'{value}' is not a day that exists. Expected YYYY-MM-DD", param, ctx)


def judging(formats: tuple[str, ...] = ("table", "json", "csv")) -> Callable:
    """The options of every command that judges."""

    def add(command: Callable) -> Callable:
        for option in reversed((
            click.option("--as-of", type=Day(), help="the day whose law and inventory are applied (default: today)"),
            click.option("--known-on", type=Day(), help="read the law pack as it stood on a day"),
            click.option("--dpf-list", "dpf_list", type=click.Path(), multiple=True, help="Data Privacy Framework participants workbook; several vintages allowed"),
            click.option("--without", multiple=True, metavar="ID", help="leave out an instrument: eu-us-dpf, scc-2021, dpf ..."),
            click.option("--format", "format_", type=click.Choice(formats), default="table", show_default=True),
        )):  # fmt: skip
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


def _audit(
    paths: tuple[str, ...], as_of: dt.date | None, known_on: dt.date | None, dpf_list: tuple[str, ...], without: tuple[str, ...],
    acceptances: tuple[str, ...] = (), **more: Any,
) -> Any:  # fmt: skip
    """Read, then judge. Acceptances are those beside the inventories, or the files that are named."""
    from datamap import formats, group
    from datamap.audit import audit
    from datamap.formats import acceptances as accepting

    problems: list[Any] = []

    def reading(read: Callable, *args: Any) -> Any:
        try:
            return read(*args)
        except InputError as e:
            problems.extend(e.problems)

    law = read_law(known_on, without)
    tables = reading(group.read, paths)
    participants = reading(read_participants, dpf_list)
    files = [reading(accepting.read, p) for p in acceptances]
    accepted = sum((f for f in files if f), accepting.Acceptances()) if acceptances else reading(accepting.beside, reading(formats.expand, group.split(paths)[1]) or ())
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return audit(tables, as_of or dt.date.today(), law=law, participants=participants, acceptances=accepted, **more)


def _say(audit: Any) -> None:
    """What every output states, on stderr: day, law pack, horizon, dates of the inventories."""
    stamp = audit.stamp()
    law = stamp["law"]
    beyond = f"; {stamp['as_of']} is beyond its horizon {law['horizon']}: later changes are unchecked" if law["beyond_horizon"] else ""
    without = f", without {', '.join(law['without'])}" if law["without"] else ""
    of = ", ".join(f"{i['controller']} of {i['date']} (sha256 {i['sha256'][:12]})" for i in stamp["inputs"][:3])
    click.echo(f"As of {stamp['as_of']}; law pack {law['version']}{without}{beyond}; inventory {of}", err=True)


def print_table(columns: list[str], rows: list[list[str]], styles: dict[str, str] | None = None) -> None:
    """A table: folded and coloured on a terminal, one line a row where the output goes elsewhere."""
    if not sys.stdout.isatty():
        told = [columns, *([" ".join(str(v).split()) for v in row] for row in rows)]
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
        table.add_row(*(Text(str(v), style=(styles or {}).get(str(v), "")) for v in row))
    Console().print(table)


COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan", "not-covered": "bold red", "undetermined": "magenta", "covered": "green", "no-transfer": "dim"}
EFFECT_COLOURS = {"left with nothing": "bold red", "can no longer tell": "magenta", "falls back": "green"}
INVENTORIES = click.argument("inventories", nargs=-1, required=True, type=click.Path())
INVENTORY = click.argument("inventory", type=click.Path())
ACCEPTING = click.option("--acceptances", type=click.Path(), multiple=True, help="accepted findings (default: NAME.acceptances.yaml beside NAME.yaml)")


@main.command()
@click.argument("file", type=click.Path())
def init(file: str) -> None:
    """Write a commented inventory to start from."""
    from datamap.formats import starter

    path = Path(file)
    if path.exists():
        raise CallError(f"{file}: exists already. Expected a new file name; nothing was written")
    try:
        path.write_text(starter.TEXT, encoding="utf-8")
    except OSError as e:
        raise CallError(f"{file}: cannot be written ({e.strerror})") from e
    click.echo(f"Wrote {file}. Next: datamap check {file}", err=True)


@main.command()
@INVENTORIES
def check(inventories: tuple[str, ...]) -> None:
    """Read inventories, or Parquet folders of tables, and report every problem."""
    from datamap import formats, group

    folders, files = group.split(inventories)
    if folders:
        from datamap import cli_group

        problems = cli_group.check(folders)
        try:
            formats.read_many(files)
        except InputError as e:
            problems += e.problems
        if problems:
            raise InputError(problems)
    for inv in formats.read_many(files):
        click.echo(f"{inv.meta.id}: {len(inv.categories)} categories, {len(inv.purposes)} purposes, {len(inv.recipients)} recipients; no problem")


@main.command()
@INVENTORIES
@judging(("table", "json", "csv", "sarif"))
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="error", show_default=True)
@click.option("--select", multiple=True, metavar="CODE", help="only these rules, by code, family or name")
@click.option("--ignore", multiple=True, metavar="CODE", help="not these rules")
@ACCEPTING
@click.option("--baseline", type=click.Path(), help="an earlier report folder or findings JSON: only new findings fail")
@click.option("--all", "every", is_flag=True, help="a line for every finding, not one for each rule")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="processes of this machine that share the partitions of a group")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler (tcp://host:8786) whose workers judge the partitions")
@click.option("-o", "--output", type=click.Path(), help="new folder that takes the findings as Parquet, a file per partition")
def audit(
    inventories: tuple[str, ...], fail_on: str, format_: str, baseline: str | None, every: bool, jobs: int, scheduler: str | None, output: str | None,
    **options: Any,
) -> None:  # fmt: skip
    """Findings: every gap, worst first, grouped by rule. INVENTORIES are files, or Parquet folders of a group's tables."""
    from datamap import group, runfolder
    from datamap.publish import records

    known = runfolder.fingerprints(baseline) if baseline else None
    problems: list[Any] = []
    if format_ != "sarif" and (jobs > 1 or scheduler or output or group.split(inventories)[0]):
        from datamap import cli_group

        a = cli_group.run(inventories, evidence=format_ == "json", jobs=jobs, scheduler=scheduler, output=output, **options)
        problems = list(a.problems)
        cli_group.say(a)
    elif jobs > 1 or scheduler or output:
        raise CallError("audit: sarif is written by one process. Expected neither --jobs, --scheduler nor --output with it")
    else:
        a = _audit(inventories, **options)
        _say(a)
    counting = a.findings if known is None else a.findings.where(~a.findings.frame["fingerprint"].isin(known))
    if format_ == "json":
        told = records.findings(a)
        if problems:
            told["problems"] = [str(p) for p in problems]
        if known is not None:
            told["baseline"] = {"new": counting.frame["fingerprint"].tolist(), "resolved": sorted(known - set(a.findings.frame["fingerprint"]))}
        click.echo(records.dumps(told), nl=False)
    elif format_ == "csv":
        click.echo(records.findings_csv(a), nl=False)
    elif format_ == "sarif":
        from datamap.publish import sarif

        click.echo(records.dumps(sarif.log(a, known)), nl=False)
    else:
        print_findings(counting, every)
        if known is not None:
            click.echo(f"{len(counting)} new against {baseline}, {len(a.findings) - len(counting)} known, {len(known - set(a.findings.frame['fingerprint']))} resolved", err=True)
        click.echo(repr(a.findings).strip("<>"), err=True)
    found = fail_on != "never" and len(counting.at_least(fail_on)) > 0
    if problems:
        cli_group.end(problems, found)
    if found:
        sys.exit(1)


def print_findings(findings: Any, every: bool) -> None:
    """Findings on the terminal: a line for each rule with the first of its findings, or a line for each."""
    f = findings.frame
    if every:
        where = [f"{Path(p).name}:{n}" if n else Path(p).name for p, n in zip(f["file"], f["line"], strict=True)]
        severity = ["accepted" if a else s for a, s in zip(f["accepted"], f["severity"], strict=True)]
        print_table(["severity", "rule", "where", "finding", "fingerprint"], [list(r) for r in zip(severity, f["rule"], where, f["message"], f["fingerprint"], strict=True)], COLOURS)
        return
    g = findings.groups()
    first = f.drop_duplicates("rule").set_index("rule")["message"]
    print_table(["severity", "rule", "count", "finding"], [
        [s, r, str(n), first[r] if n == 1 else f"{t}: {w}"] for s, r, n, t, w in zip(g["severity"], g["rule"], g["count"], g["title"], g["subjects"], strict=True)
    ], COLOURS)
    click.echo("Every finding with its line and fingerprint: --all. From one back to its facts: datamap explain FINGERPRINT INVENTORY", err=True)


@main.command()
@click.argument("fingerprint")
@INVENTORIES
@judging(("table", "json"))
@ACCEPTING
def explain(fingerprint: str, inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """From one finding back to its facts, the words of the notice and the law."""
    from datamap import explain as explaining
    from datamap.publish import records

    a = _audit(inventories, **options)
    told = explaining.explain(a, fingerprint)
    click.echo(records.dumps(told) if format_ == "json" else explaining.text(told), nl=format_ != "json")


@main.command()
@INVENTORIES
@judging()
@ACCEPTING
def plan(inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """The shortest list of actions that clears the findings, most first."""
    from datamap import plan as planning
    from datamap.publish import records

    a = _audit(inventories, **options)
    _say(a)
    todo = planning.plan(a.findings)
    if format_ == "json":
        click.echo(records.dumps({**a.stamp(), "actions": planning.records(todo)}), nl=False)
    elif format_ == "csv":
        click.echo(records.table(list(todo.columns), todo.to_numpy().tolist()), nl=False)
    else:
        print_table(["clears", "errors", "action", "rules"], [[str(c), str(e), t, ", ".join(r)] for c, e, t, r in zip(todo["clears"], todo["errors"], todo["action"], todo["rules"], strict=True)])


@main.command()
@INVENTORIES
@judging()
def transfers(inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """The verdict on every transfer, with its reason; with --without also what would lose cover."""
    from datamap import whatif
    from datamap.publish import records

    a = _audit(inventories, **options)
    _say(a)
    fallen = whatif.compare(a.under(law=read_law(options["known_on"], ())), a) if options["without"] else None
    if format_ == "json":
        told = records.transfers(a)
        if fallen is not None:
            told["what_if"] = whatif.records(fallen)
        click.echo(records.dumps(told), nl=False)
    elif format_ == "csv":
        click.echo(records.transfers_csv(a), nl=False)
    else:
        t = a.transfers
        print_table(["recipient", "country", "verdict", "ground", "evidence", "reason"], [[r, c, v, g, e, w[0]] for r, c, v, g, e, w in zip(t["recipient"], t["country"], t["verdict"], t["ground"], t["evidence"], t["reasons"], strict=True)], COLOURS)
        if fallen is not None:
            click.echo(f"\nWithout {', '.join(sorted(a.law.removed))}:")
            f = fallen
            print_table(["recipient", "country", "before", "then", "effect", "to do"], [list(r) for r in f[["recipient", "country", "ground_before", "ground", "effect", "action"]].itertuples(index=False)], EFFECT_COLOURS)


@main.command()
@click.argument("instrument")
@INVENTORIES
@judging()
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="processes of this machine")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler (tcp://host:8786)")
def depends(instrument: str, inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """Who depends on an instrument (eu-us-dpf, scc-2021 ...) across all controllers, and has nothing to fall back on."""
    from datamap import cli_group, group

    known = read_law(options["known_on"], ()).instrument(instrument)
    g = cli_group.run(inventories, transfers=True, **options)
    cli_group.say(g)
    cli_group.answer(group.depends_on(g.transfers, known.id), format_, print_table)
    cli_group.end(g.problems, False)


@main.command()
@INVENTORIES
@judging()
@click.option("--findings", is_flag=True, help="their findings instead: one contract may mend many")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="processes of this machine")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler (tcp://host:8786)")
def vendors(inventories: tuple[str, ...], format_: str, findings: bool, **options: Any) -> None:
    """The vendors that serve most controllers, or the findings by vendor."""
    from datamap import cli_group, group

    g = cli_group.run(inventories, transfers=True, **options)
    cli_group.say(g)
    cli_group.answer(group.by_vendor(g.findings, g.transfers) if findings else group.widespread(g.transfers), format_, print_table)
    cli_group.end(g.problems, False)


@main.command()
@click.argument("country")
@judging()
@click.option("--safeguard", "safeguards", multiple=True, metavar="KIND[:VERSION][@SIGNED]", help="dpf, scc:2021, scc:2010@2020-01-01, derogation:49-1-a ...")
@click.option("--data", type=click.Choice(["hr", "non-hr"]), help="the exporter's own staff's data, or not")
@click.option("--sector", type=click.Choice(["private", "public"]), help="sector of the importer")
@click.option("--importer", help="legal entity that imports")
@click.option("--regime", type=click.Choice(["eu", "uk", "ch"]), default="eu", show_default=True)
@click.option("--history", is_flag=True, help="the country's whole history")
def law(country: str, format_: str, as_of: dt.date | None, known_on: dt.date | None, dpf_list: tuple[str, ...], without: tuple[str, ...], history: bool, **case: Any) -> None:
    """What the law says of a country on a day."""
    from datamap.law import answer

    pack = read_law(known_on, without)
    if history:
        rows = answer.history(country, case["regime"], pack)
    else:
        rows = [answer.answer(country, as_of or dt.date.today(), law=pack, participants=read_participants(dpf_list), **case)]
    if format_ == "json":
        import json

        click.echo(json.dumps(rows if history else rows[0], ensure_ascii=False, indent=2))
    elif format_ == "csv":
        import csv

        writer = csv.writer(sys.stdout)
        writer.writerow(rows[0])
        writer.writerows([["; ".join(map(str, v)) if isinstance(v, list) else v for v in r.values()] for r in rows])
    elif history:
        for r in rows:
            click.echo(f"{r['from']} to {r['until'] or 'today and on':<12}  {r['status']:<18} {r['citation']}")
    else:
        click.echo(answer.text(rows[0]))


@main.command()
@click.argument("code", required=False)
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def rules(code: str | None, format_: str) -> None:
    """The catalogue of rules, or one rule's page."""
    from datamap.rules import BY_CODE, RULES

    if code:
        rule = BY_CODE.get(code.upper()) or next((r for r in RULES if r.name == code), None)
        if rule is None:
            raise CallError(f"rules: '{code}' is not known. Expected one of: {', '.join(BY_CODE)}")
        click.echo(f"{rule.code} {rule.name} ({rule.severity}, {rule.basis})\n\n{rule.page.strip()}")
        return
    listed = [{"code": r.code, "name": r.name, "severity": r.severity, "title": r.title, "basis": r.basis, "articles": list(r.articles)} for r in RULES]
    if format_ == "json":
        import json

        click.echo(json.dumps({"rules": listed}, ensure_ascii=False, indent=2))
    elif format_ == "csv":
        from datamap.publish import records

        click.echo(records.table(list(listed[0]), [list(r.values()) for r in listed]), nl=False)
    else:
        print_table(["code", "severity", "name", "title"], [[r["code"], r["severity"], r["name"], r["title"]] for r in listed], COLOURS)


@main.command()
@INVENTORY
@judging()
@click.option("-o", "--output", required=True, type=click.Path(), help="the workbook to write")
@click.option("--layout", type=click.Choice(["full", "minimum", "ico", "cnil", "cz"]), default="full", show_default=True, help="full can be read back; the others follow a regulator's model")
@click.option("--anonymise-contacts", is_flag=True, help="withhold names of contact persons, e-mail addresses and telephone numbers")
@click.option("--baseline", type=click.Path(), help="an earlier inventory, workbook or report folder: the change log says what changed since")
def ropa(inventory: str, output: str, layout: str, anonymise_contacts: bool, baseline: str | None, format_: str, **options: Any) -> None:
    """The Art. 30 record as a workbook."""
    from datamap import changes
    from datamap.publish import workbook

    a = _audit((inventory,), **options)
    since = changes.log(changes.since(a, baseline)) if baseline else None
    workbook.write_ropa(a, output, layout, anonymise_contacts=anonymise_contacts, changes=since)
    _say(a)
    click.echo(output)


@main.command("import")
@click.argument("file", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="the inventory to write (.yaml)")
@click.option("--force", is_flag=True, help="write over a file that exists")
def import_(file: str, output: str, force: bool) -> None:
    """A workbook as an inventory; what was not understood is listed and becomes unknown."""
    from datamap.formats import workbook, write

    got = workbook.read(file)
    path = Path(output)
    if path.exists() and not force:
        raise CallError(f"{output}: exists already. Expected a new file name, or --force; nothing was written")
    try:
        path.write_text(write.dump(got.inventory), encoding="utf-8")
    except OSError as e:
        raise CallError(f"{output}: cannot be written ({e.strerror})") from e
    for problem in got.warnings:
        click.echo(str(problem), err=True)
    click.echo(f"{got.inventory!r} read, {len(got.warnings)} cells or columns to look at", err=True)
    click.echo(output)


@main.command()
@INVENTORY
@judging()
@click.option("-o", "--output", required=True, type=click.Path(), help="the page to write")
def flows(inventory: str, output: str, format_: str, **options: Any) -> None:
    """The interactive flow diagram as a page of its own."""
    from datamap.publish import page

    a = _audit((inventory,), **options)
    page.write_flows(a, output)
    _say(a)
    click.echo(output)


def _more() -> None:
    """The commands on runs, which build on what this file has."""
    from datamap import cli_runs

    for command in cli_runs.COMMANDS:
        main.add_command(command)


_more()
