"""Commands that judge inventories: findings, explanations, actions, verdicts, and what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import click

from datamap.cli.base import main
from datamap.cli.inputs import judge
from datamap.cli.lookup import print_rule
from datamap.cli.options import ACCEPTANCES, INVENTORIES, JOBS, SCHEDULER, Outputs, format_of, judging
from datamap.cli.outputs import (
    print_findings,
    print_table,
    print_terms,
    width,
    write_csv,
    write_csv_text,
    write_json,
)
from datamap.errors import CallError, Problem, lines
from datamap.model.vocabulary import SEVERITIES

if TYPE_CHECKING:
    import pandas as pd

    from datamap.findings import Findings
    from datamap.group.group import Group
    from datamap.law.terms import Terms
    from datamap.pipeline import Audit

    Known = dict[str, tuple[str, bool]]


@dataclass(frozen=True)
class _Audited:
    """The result of ``datamap audit``, to be written in one of its formats."""

    audit: Audit | Group
    problems: tuple[Problem, ...]
    baseline: str | None
    known: Known | None
    """Findings of the baseline."""
    every: bool

    @property
    def counting(self) -> Findings:
        """The findings that may fail a build: all of them, or those that the baseline does not have."""
        return self.audit.findings if self.known is None else self.audit.findings.against(self.known)

    @property
    def resolved(self) -> list[str]:
        """Fingerprints of the baseline that no finding has any more."""
        return sorted((self.known or {}).keys() - set(self.audit.findings.frame["fingerprint"]))


def _audit_table(done: _Audited) -> None:
    counting, findings = done.counting, done.audit.findings
    print_findings(counting, done.every)
    if done.known is not None:
        known = len(findings) - len(counting)
        click.echo(
            f"{len(counting)} new against {done.baseline}, {known} known, {len(done.resolved)} resolved", err=True
        )
    click.echo(repr(findings).strip("<>"), err=True)
    _print_proposals(done.audit)


def _print_proposals(audit: Audit | Group) -> None:
    """One line on stderr with the open proposals, if there are any."""
    from datamap.findings import proposals

    if audit.has_proposals:
        click.echo(proposals.headline(audit.proposals), err=True)


def _audit_json(done: _Audited) -> None:
    from datamap.questions import records

    result = {**records.findings(done.audit), **records.proposals(done.audit), **records.decisions(done.audit)}
    if done.problems:
        result["problems"] = lines(done.problems)
    if done.known is not None:
        result["baseline"] = {"new": done.counting.frame["fingerprint"].tolist(), "resolved": done.resolved}
    write_json(result)


def _audit_csv(done: _Audited) -> None:
    from datamap.questions import records

    write_csv_text(records.findings_csv(done.audit))


def _audit_sarif(done: _Audited) -> None:
    from datamap.publish import sarif

    known = None
    if done.known is not None:
        new = set(done.counting.frame["fingerprint"])
        known = set(done.audit.findings.frame["fingerprint"]) - new
    write_json(sarif.log(cast("Audit", done.audit), known))


def _known(baseline: str) -> Known:
    """The findings of an earlier run."""
    from datamap.history import archive  # here, because few audits have a baseline

    return archive.known(baseline)


AUDIT: Outputs = {"table": _audit_table, "json": _audit_json, "csv": _audit_csv, "sarif": _audit_sarif}


@main.command(short_help="List every gap as a finding, the worst first, grouped by rule.")
@INVENTORIES
@judging
@format_of(AUDIT)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Exit with code 1 if a finding of this severity or a worse one is open.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="Run only these rules, by code, family or name; separate several with commas or repeat the option.",
)
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave out these rules.")
@ACCEPTANCES
@click.option(
    "--baseline",
    type=click.Path(),
    help="An earlier report folder or findings JSON: only new, worse or reopened findings fail.",
)
@click.option("--all", "every", is_flag=True, help="Print a line for every finding instead of one for each rule.")
@JOBS
@SCHEDULER
@click.option(
    "-o", "--output", type=click.Path(), help="Write the findings into this new folder, a Parquet file per partition."
)
@click.option("--force", is_flag=True, help="Replace the folder of an earlier audit.")
@click.option(
    "--since", type=click.Path(), metavar="RUN", help="Judge only what changed since the audit that -o wrote into RUN."
)
def audit(
    inventories: tuple[str, ...],
    terms: Terms,
    write: Callable[[_Audited], None],
    fail_on: str,
    baseline: str | None,
    every: bool,
    jobs: int,
    scheduler: str | None,
    output: str | None,
    force: bool,
    since: str | None,
    **chosen: Any,
) -> None:
    """List every gap as a finding, the worst first, grouped by rule.

    INVENTORIES are files, or Parquet folders with the tables of a group.
    """
    from datamap.cli import partitions
    from datamap.files.partitions import split

    known = _known(baseline) if baseline else None
    of_one_process = jobs == 1 and not scheduler and not output and not since
    problems: tuple[Problem, ...] = ()
    result: Audit | Group
    if write is _audit_sarif and not of_one_process:
        raise CallError(
            "audit: sarif is written by one process. Expected neither --jobs, --scheduler, --output nor --since with it"
        )
    if write is not _audit_sarif and (not of_one_process or split(inventories)[0]):
        result = partitions.run(
            inventories,
            terms,
            scheduler,
            output,
            evidence=write is _audit_json,
            proposals=not output,
            jobs=jobs,
            force=force,
            since=since or "",
            **chosen,
        )
        problems = tuple(result.problems)
        partitions.print_terms(result)
    else:
        result = judge(inventories, terms, **chosen)
        print_terms(result)
    done = _Audited(result, problems, baseline, known, every)
    write(done)
    found = fail_on != "never" and len(done.counting.at_least(fail_on)) > 0
    partitions.end(problems, found)


def _explain_text(explanation: dict[str, Any]) -> None:
    from datamap.questions import explain as explaining

    click.echo(explaining.text(explanation, width() or 0))


@main.command(short_help="Trace one finding back to its facts, the words of the notice and the law.")
@click.argument("fingerprint")
@click.argument("inventories", nargs=-1, type=click.Path())
@judging
@format_of({"table": _explain_text, "json": write_json})
@ACCEPTANCES
def explain(
    fingerprint: str,
    inventories: tuple[str, ...],
    terms: Terms,
    write: Callable[[dict[str, Any]], None],
    acceptances: tuple[str, ...],
) -> None:
    """Trace one finding back to its facts, the words of the notice and the law.

    FINGERPRINT is that of the finding, or its first characters. With the code or name of a rule in its place, and
    without an inventory, the page of the rule is shown.
    """
    from datamap.questions import explain as explaining

    if not explaining.is_fingerprint(fingerprint):
        print_rule(fingerprint, "explain")
        return
    if not inventories:
        raise CallError(f"explain: {fingerprint} is a fingerprint. Expected the inventory with the finding after it")
    write(explaining.explain(judge(inventories, terms, acceptances), fingerprint))


def _plan_table(audit: Audit, actions: pd.DataFrame) -> None:
    columns = (actions[c] for c in ("clears", "why", "state", "owner", "due", "action"))
    rows = [
        (str(clears), why, f"{owner}, {state}, due {due}" if state else "", action)
        for clears, why, state, owner, due, action in zip(*columns, strict=True)
    ]
    if audit.tasks:
        print_table(("resolves", "why here", "who", "action"), rows)
    else:
        print_table(("resolves", "why here", "action"), [(clears, why, action) for clears, why, _, action in rows])
    done = [(t.what, t.owner, str(t.decided)) for t in audit.tasks if t.state == "done"]
    if done:
        click.echo("\nDone since it was decided:")
        print_table(("what", "who", "decided"), done)


def _plan_json(audit: Audit, actions: pd.DataFrame) -> None:
    from datamap.questions import plan as planning
    from datamap.questions import records

    write_json({**audit.stamp(), "actions": planning.records(actions), **records.decisions(audit)})


def _plan_csv(audit: Audit, actions: pd.DataFrame) -> None:
    write_csv(actions.columns, actions.to_numpy().tolist())


@main.command(short_help="List the fewest actions that resolve the findings, what protects people most first.")
@INVENTORIES
@judging
@format_of({"table": _plan_table, "json": _plan_json, "csv": _plan_csv})
@ACCEPTANCES
def plan(
    inventories: tuple[str, ...],
    terms: Terms,
    write: Callable[[Audit, pd.DataFrame], None],
    acceptances: tuple[str, ...],
) -> None:
    """List the fewest actions that resolve the findings, what protects people most first.

    Actions are compared by severity; then special data, vulnerable people, what is missing (a protection, information,
    only the record), the transfer, the number of people, and the effort.
    """
    from datamap.questions import plan as planning

    result = judge(inventories, terms, acceptances)
    print_terms(result)
    write(result, planning.plan(result))


def _diff_table(found: pd.DataFrame, terms: Terms) -> None:
    from datamap.questions import changes

    if not len(found):
        click.echo("no change", err=True)
        return
    print_table(("change", "what", "before -> after", "cause"), changes.lines(found))
    numbers = ", ".join(f"{n} {kind}" for kind, n in changes.counts(found).items())
    click.echo(f"{changes.headline(found)} {numbers}".strip(), err=True)


def _diff_json(found: pd.DataFrame, terms: Terms) -> None:
    from datamap.questions import changes

    law = terms.law()
    pack = {"version": law.version, "horizon": law.horizon.isoformat(), "digest": law.digest}
    stamp = {"as_of": terms.day.isoformat(), "law": pack}
    write_json({**stamp, "counts": changes.counts(found), "changes": found.to_dict("records")})


def _diff_csv(found: pd.DataFrame, terms: Terms) -> None:
    write_csv(found.columns, found.to_numpy().tolist())


def _diff_markdown(found: pd.DataFrame, terms: Terms) -> None:
    from datamap.questions import changes

    click.echo(changes.markdown(found), nl=False)


DIFF: Outputs = {"table": _diff_table, "json": _diff_json, "csv": _diff_csv, "markdown": _diff_markdown}


@main.command(short_help="Show what changed between two inventories, and the effect on verdicts and findings.")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@judging
@format_of(DIFF)
def diff(old: str, new: str, terms: Terms, write: Callable[[pd.DataFrame, Terms], None]) -> None:
    """Show what changed between two inventories, and the effect on verdicts and findings.

    OLD and NEW are inventories, workbooks or report folders.
    """
    from datamap.questions import changes

    write(changes.diff(old, new, terms), terms)
