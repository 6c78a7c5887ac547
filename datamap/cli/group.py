"""Questions that only a group has: who depends on an instrument, and which vendors serve the most controllers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from datamap.cli import partitions
from datamap.cli.base import main
from datamap.cli.options import INVENTORIES, JOBS, SCHEDULER, Outputs, format_of, judging
from datamap.cli.outputs import print_table, width, write_csv, write_json
from datamap.labels.counting import COVERED_UNVERIFIED
from datamap.model.vocabulary import VERDICTS

if TYPE_CHECKING:
    import pandas as pd

    from datamap.law.terms import Terms


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    """The rows of a frame as plain Python values."""
    return [[v.item() if hasattr(v, "item") else v for v in row] for row in frame.to_numpy().tolist()]


def _table(frame: pd.DataFrame) -> None:
    if width() is not None and COVERED_UNVERIFIED in frame:
        frame = _in_words(frame)
    print_table(list(frame.columns), [[str(v) for v in row] for row in _rows(frame)])


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers by verdict in one column: a window has no room for so many headers."""
    rows = frame[[*VERDICTS, COVERED_UNVERIFIED]].to_dict("records")
    kept = frame[["vendor", "recipient", "controllers", "countries"]]
    return kept.assign(verdicts=[_verdicts({str(k): int(n) for k, n in row.items()}) for row in rows])


def _verdicts(counts: dict[str, int]) -> str:
    parts = []
    for verdict in VERDICTS:
        claimed = counts[COVERED_UNVERIFIED] if verdict == "covered" else 0
        if counts[verdict]:
            parts.append(f"{counts[verdict]:,} {verdict}" + (f" ({claimed:,} not verified)" if claimed else ""))
    return ", ".join(parts)


def _json(frame: pd.DataFrame) -> None:
    write_json([dict(zip(frame.columns, row, strict=True)) for row in _rows(frame)])


def _csv(frame: pd.DataFrame) -> None:
    write_csv(frame.columns, _rows(frame))


FRAME: Outputs = {"table": _table, "json": _json, "csv": _csv}


@main.command(short_help="List the controllers that depend on an instrument without a fallback.")
@click.argument("instrument")
@INVENTORIES
@judging
@format_of(FRAME)
@JOBS
@SCHEDULER
def depends(
    instrument: str,
    inventories: tuple[str, ...],
    terms: Terms,
    write: Callable[[pd.DataFrame], None],
    jobs: int,
    scheduler: str | None,
) -> None:
    """List the controllers that depend on an instrument (eu-us-dpf, scc-2021 ...) without a fallback."""
    from dataclasses import replace

    from datamap.questions import vendors as asking

    known = replace(terms, without=()).law().instrument(instrument)
    result = partitions.run(inventories, terms, transfers=True, jobs=jobs, scheduler=scheduler)
    partitions.print_terms(result)
    write(asking.depends_on(result.transfers, known.id))
    partitions.end(result.problems)


@main.command(short_help="List the vendors that serve the most controllers.")
@INVENTORIES
@judging
@format_of(FRAME)
@click.option("--findings", is_flag=True, help="List the findings by vendor: one contract may resolve many.")
@JOBS
@SCHEDULER
def vendors(
    inventories: tuple[str, ...],
    terms: Terms,
    write: Callable[[pd.DataFrame], None],
    findings: bool,
    jobs: int,
    scheduler: str | None,
) -> None:
    """List the vendors that serve the most controllers, or the findings by vendor."""
    from datamap.questions import vendors as asking

    result = partitions.run(inventories, terms, transfers=True, jobs=jobs, scheduler=scheduler)
    partitions.print_terms(result)
    write(asking.by_vendor(result.findings, result.transfers) if findings else asking.widespread(result.transfers))
    partitions.end(result.problems)
