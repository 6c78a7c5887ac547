"""The commands on one inventory or a group of them; those on runs are in ``runs.py``."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from datamap.cli.base import (
    ACCEPTING,
    COLOURS,
    EFFECT_COLOURS,
    FORCE,
    INVENTORIES,
    INVENTORY,
    give_csv,
    judge,
    judging,
    main,
    not_over,
    print_findings,
    print_table,
    read_law,
    read_participants,
    say,
)
from datamap.errors import CallError, InputError, lines
from datamap.labels.counting import count
from datamap.model import arguments


@main.command()
@click.argument("file", type=click.Path())
@FORCE
def init(file: str, force: bool) -> None:
    """Write a commented inventory to start from, and beside it the schema with which editors complete and check it."""
    from datamap.files import writing
    from datamap.formats.yaml import schema, starter

    path = Path(file)
    writing.check(path, writing.INVENTORY, force=force)
    writing.write(path, starter.TEXT, force=force)
    beside = path.parent / "inventory.schema.json"
    if not beside.exists() and not writing.is_link(beside):
        writing.write(beside, schema.schema_text())
    click.echo(f"Wrote {file}. Next: datamap check {file}", err=True)


@main.command()
@INVENTORIES
def check(inventories: tuple[str, ...]) -> None:
    """Read inventories, or Parquet folders of tables, and report every problem."""
    from datamap import formats
    from datamap.group import group

    folders, files = group.split(inventories)
    if folders:
        from datamap.cli import group as many

        problems = many.check(folders)
        try:
            formats.read_many(files)
        except InputError as e:
            problems += e.problems
        if problems:
            raise InputError(problems)
    for inv in formats.read_many(files):
        click.echo(
            f"{inv.meta.id}: {', '.join(count(len(getattr(inv, n)), n) for n in ('categories', 'purposes', 'recipients'))}; no problem"
        )


@main.command()
@INVENTORIES
@judging(("table", "json", "csv", "sarif"))
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="error", show_default=True)
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="only these rules, by code, family or name; several with commas or one by one",
)
@click.option("--ignore", multiple=True, metavar="CODE", help="not these rules")
@ACCEPTING
@click.option(
    "--baseline",
    type=click.Path(),
    help="an earlier report folder or findings JSON: only new findings fail, or worse or reopened ones",
)
@click.option("--all", "every", is_flag=True, help="a line for every finding, not one for each rule")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="processes of this machine that share the partitions of a group",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Dask scheduler (tcp://host:8786) whose workers judge the partitions"
)
@click.option(
    "-o", "--output", type=click.Path(), help="new folder that takes the findings as Parquet, a file per partition"
)
@click.option("--force", is_flag=True, help="replace the folder of an earlier audit")
def audit(
    inventories: tuple[str, ...],
    fail_on: str,
    format_: str,
    baseline: str | None,
    every: bool,
    jobs: int,
    scheduler: str | None,
    output: str | None,
    force: bool,
    **options: Any,
) -> None:
    """Findings: every gap, worst first, grouped by rule. INVENTORIES are files, or Parquet folders of a group's tables."""
    from datamap.group import group
    from datamap.history import archive
    from datamap.questions import records

    known = archive.known(baseline) if baseline else None
    problems: list[Any] = []
    if format_ != "sarif" and (jobs > 1 or scheduler or output or group.split(inventories)[0]):
        from datamap.cli import group as many

        a = many.run(
            inventories,
            evidence=format_ == "json",
            jobs=jobs,
            scheduler=scheduler,
            output=output,
            force=force,
            **options,
        )
        problems = list(a.problems)
        many.say(a)
    elif jobs > 1 or scheduler or output:
        raise CallError(
            "audit: sarif is written by one process. Expected neither --jobs, --scheduler nor --output with it"
        )
    else:
        a = judge(inventories, **options)
        say(a)
    counting = a.findings if known is None else a.findings.against(known)
    resolved = sorted(known.keys() - set(a.findings.frame["fingerprint"])) if known is not None else []
    if format_ == "json":
        told = records.findings(a)
        if problems:
            told["problems"] = lines(problems)
        if known is not None:
            told["baseline"] = {"new": counting.frame["fingerprint"].tolist(), "resolved": resolved}
        click.echo(records.dumps(told), nl=False)
    elif format_ == "csv":
        give_csv(records.findings_csv(a))
    elif format_ == "sarif":
        from datamap.publish import sarif

        click.echo(
            records.dumps(
                sarif.log(
                    a,
                    None
                    if known is None
                    else set(a.findings.frame["fingerprint"]) - set(counting.frame["fingerprint"]),
                )
            ),
            nl=False,
        )
    else:
        print_findings(counting, every)
        if known is not None:
            click.echo(
                f"{len(counting)} new against {baseline}, {len(a.findings) - len(counting)} known, {len(resolved)} resolved",
                err=True,
            )
        click.echo(repr(a.findings).strip("<>"), err=True)
    found = fail_on != "never" and len(counting.at_least(fail_on)) > 0
    if problems:
        many.end(problems, found)
    if found:
        sys.exit(1)


@main.command()
@click.argument("fingerprint")
@INVENTORIES
@judging(("table", "json"))
@ACCEPTING
def explain(fingerprint: str, inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """From one finding back to its facts, the words of the notice and the law."""
    from datamap.questions import explain as explaining
    from datamap.questions import records

    a = judge(inventories, **options)
    told = explaining.explain(a, fingerprint)
    click.echo(records.dumps(told) if format_ == "json" else explaining.text(told), nl=format_ != "json")


@main.command()
@INVENTORIES
@judging()
@ACCEPTING
def plan(inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """The shortest list of actions that clears the findings, most first."""
    from datamap.questions import plan as planning
    from datamap.questions import records

    a = judge(inventories, **options)
    say(a)
    todo = planning.plan(a.findings)
    if format_ == "json":
        click.echo(records.dumps({**a.stamp(), "actions": planning.records(todo)}), nl=False)
    elif format_ == "csv":
        give_csv(records.table(list(todo.columns), todo.to_numpy().tolist()))
    else:
        print_table(
            ["clears", "errors", "action", "rules"],
            [
                [str(c), str(e), t, ", ".join(r)]
                for c, e, t, r in zip(todo["clears"], todo["errors"], todo["action"], todo["rules"], strict=True)
            ],
        )


@main.command()
@INVENTORIES
@judging()
def transfers(inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """The verdict on every transfer, with its reason; with --without also what would lose cover."""
    from datamap.questions import records, whatif

    a = judge(inventories, **options)
    say(a)
    fallen = whatif.compare(a.under(law=read_law(options["known_on"], ())), a) if options["without"] else None
    if format_ == "json":
        told = records.transfers(a)
        if fallen is not None:
            told["what_if"] = whatif.records(fallen)
        click.echo(records.dumps(told), nl=False)
    elif format_ == "csv":
        give_csv(records.transfers_csv(a))
    else:
        t = a.transfers
        print_table(
            ["recipient", "country", "verdict", "ground", "evidence", "reason"],
            [
                [r, c, v, g, e, w[0]]
                for r, c, v, g, e, w in zip(
                    t["recipient"], t["country"], t["verdict"], t["ground"], t["evidence"], t["reasons"], strict=True
                )
            ],
            COLOURS,
        )
        if fallen is not None:
            click.echo(f"\nWithout {', '.join(sorted(a.law.removed))}:")
            f = fallen
            print_table(
                ["recipient", "country", "before", "then", "effect", "to do"],
                [
                    list(r)
                    for r in f[["recipient", "country", "ground_before", "ground", "effect", "action"]].itertuples(
                        index=False
                    )
                ],
                EFFECT_COLOURS,
            )


@main.command()
@click.argument("instrument")
@INVENTORIES
@judging()
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="processes of this machine")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler (tcp://host:8786)")
def depends(instrument: str, inventories: tuple[str, ...], format_: str, **options: Any) -> None:
    """Who depends on an instrument (eu-us-dpf, scc-2021 ...) across all controllers, and has nothing to fall back on."""
    from datamap.cli import group as many
    from datamap.group import group

    known = read_law(options["known_on"], ()).instrument(instrument)
    g = many.run(inventories, transfers=True, **options)
    many.say(g)
    many.answer(group.depends_on(g.transfers, known.id), format_, print_table)
    many.end(g.problems, False)


@main.command()
@INVENTORIES
@judging()
@click.option("--findings", is_flag=True, help="their findings instead: one contract may mend many")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="processes of this machine")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler (tcp://host:8786)")
def vendors(inventories: tuple[str, ...], format_: str, findings: bool, **options: Any) -> None:
    """The vendors that serve most controllers, or the findings by vendor."""
    from datamap.cli import group as many
    from datamap.group import group

    g = many.run(inventories, transfers=True, **options)
    many.say(g)
    many.answer(
        group.by_vendor(g.findings, g.transfers) if findings else group.widespread(g.transfers), format_, print_table
    )
    many.end(g.problems, False)


@main.command()
@click.argument("country")
@judging()
@click.option(
    "--safeguard",
    "safeguards",
    multiple=True,
    metavar="KIND[:VERSION][@SIGNED]",
    help="dpf, scc:2021, scc:2010@2020-01-01, derogation:49-1-a ...",
)
@click.option("--data", type=click.Choice(["hr", "non-hr"]), help="the exporter's own staff's data, or not")
@click.option("--sector", type=click.Choice(["private", "public"]), help="sector of the importer")
@click.option("--importer", help="legal entity that imports")
@click.option("--regime", type=click.Choice(["eu", "uk", "ch"]), default="eu", show_default=True)
@click.option("--history", is_flag=True, help="the country's whole history")
def law(
    country: str,
    format_: str,
    as_of: dt.date | None,
    known_on: dt.date | None,
    dpf_list: tuple[str, ...],
    without: tuple[str, ...],
    history: bool,
    **case: Any,
) -> None:
    """What the law says of a country on a day."""
    from datamap.law import answer

    pack = read_law(known_on, without)
    if history:
        rows = answer.history(country, case["regime"], pack)
    else:
        rows = [
            answer.answer(country, as_of or dt.date.today(), law=pack, participants=read_participants(dpf_list), **case)
        ]
    if format_ == "json":
        from datamap.questions import records

        click.echo(records.dumps(rows if history else rows[0]), nl=False)
    elif format_ == "csv":
        from datamap.questions import records

        plain = [answer.flat(r) for r in rows]
        give_csv(records.table(list(plain[0]), [[r.get(k, "") for k in plain[0]] for r in plain]))
    else:
        import shutil

        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(answer.history_text(rows, width) if history else answer.text(rows[0], width))
    if history:
        click.echo(
            f"For an exporter under {case['regime'].upper()} law; law pack {pack.version}, horizon {pack.horizon}: what came after is unchecked",
            err=True,
        )


@main.command()
@click.argument("code", required=False)
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def rules(code: str | None, format_: str) -> None:
    """The catalogue of rules, or one rule's page."""
    from datamap.rules import BY_CODE, RULES

    if code:
        names = {**{r.name: r.code for r in RULES}, **{c: c for c in BY_CODE}}
        rule = BY_CODE[names[arguments.one_of(code.upper() if code.upper() in BY_CODE else code, names, "rules")]]
        click.echo(f"{rule.code} {rule.name} ({rule.severity}, {rule.basis})\n\n{rule.page.strip()}")
        return
    listed = [
        {
            "code": r.code,
            "name": r.name,
            "severity": r.severity,
            "title": r.title,
            "basis": r.basis,
            "articles": list(r.articles),
        }
        for r in RULES
    ]
    if format_ == "json":
        from datamap.questions import records

        click.echo(records.dumps({"rules": listed}), nl=False)
    elif format_ == "csv":
        from datamap.questions import records

        give_csv(records.table(list(listed[0]), [list(r.values()) for r in listed]))
    else:
        print_table(
            ["code", "severity", "name", "title"],
            [[r["code"], r["severity"], r["name"], r["title"]] for r in listed],
            COLOURS,
        )


@main.command()
@INVENTORY
@judging()
@click.option("-o", "--output", required=True, type=click.Path(), help="the workbook to write")
@click.option(
    "--layout",
    type=click.Choice(["full", "minimum", "ico", "cnil", "cz"]),
    default="full",
    show_default=True,
    help="full can be read back; the others follow a regulator's model",
)
@click.option(
    "--anonymise-contacts",
    is_flag=True,
    help="withhold names of contact persons, e-mail addresses and telephone numbers",
)
@click.option(
    "--baseline",
    type=click.Path(),
    help="an earlier inventory, workbook or report folder: the change log says what changed since",
)
@FORCE
def ropa(
    inventory: str,
    output: str,
    force: bool,
    layout: str,
    anonymise_contacts: bool,
    baseline: str | None,
    format_: str,
    **options: Any,
) -> None:
    """The Art. 30 record as a workbook."""
    from datamap.files import writing
    from datamap.publish import workbook
    from datamap.questions import changes

    not_over(output, inventory, baseline)
    writing.check(output, writing.WORKBOOK, force=force)
    a = judge((inventory,), **options)
    since = changes.log(changes.since(a, baseline)) if baseline else None
    workbook.write_ropa(a, output, layout, anonymise_contacts=anonymise_contacts, changes=since, force=force)
    say(a)
    click.echo(output)


@main.command("import")
@click.argument("file", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="the inventory to write (.yaml)")
@FORCE
def import_(file: str, output: str, force: bool) -> None:
    """A workbook of ours, or someone else's register, as an inventory; what was not understood is listed and becomes unknown."""
    from datamap import formats
    from datamap.files import writing
    from datamap.formats.yaml import writer

    not_over(output, file)
    writing.check(output, writing.INVENTORY, force=force)
    got = formats.imported(file)
    writing.write(output, writer.dump(got.inventory), force=force)
    for problem in got.warnings:
        click.echo(str(problem), err=True)
    click.echo(
        f"{got.inventory!r} read, {count(len(got.warnings), 'cells or columns', 'cell or column')} to look at", err=True
    )
    click.echo(output)


@main.command()
@INVENTORY
@judging()
@click.option("-o", "--output", required=True, type=click.Path(), help="the page to write")
@FORCE
def flows(inventory: str, output: str, force: bool, format_: str, **options: Any) -> None:
    """The interactive flow diagram as a page of its own."""
    from datamap.files import writing
    from datamap.publish import page

    not_over(output, inventory)
    writing.check(output, writing.PAGE, force=force)
    a = judge((inventory,), **options)
    page.write_flows(a, output, force=force)
    say(a)
    click.echo(output)
