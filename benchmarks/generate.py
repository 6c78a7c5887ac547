"""Generate an estate: ``python -m benchmarks.generate --controllers 10000 -o estate``.

Leaves a folder of Parquet partitions (``docs/parquet.md``), ``size.json`` and ``truth.csv``: every finding that an
audit as of the scene's day (2026-09-30) must have, and none else. The same seed gives the same estate, company by
company, however many there are.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from benchmarks import plants
from benchmarks.estate.company import Company, companies
from benchmarks.estate.entries import Entry, count_edges, count_paths
from benchmarks.estate.scenes import SCENES, VINTAGE
from benchmarks.estate.vendors import participants
from benchmarks.folder import Folder
from datamap.group import group

TRUTH = ("rule", "controller", "subject_kind", "subject_id")
PER_PARTITION = 250

Planted = list[tuple[str, str, str, str]]


def spoilt(
    seed: int, low: int, high: int, clean: bool = False, scene: str = "plain"
) -> Iterator[tuple[Company, Planted]]:
    """Companies with what was planted in them."""
    for c in companies(seed, low, high, scene):
        yield c, [] if clean else [(code, c.id, kind, id_) for code, kind, id_ in plants.spoil(c)]


@dataclass
class Part:
    """What was made of one partition."""

    planted: Planted = field(default_factory=list)
    acceptances: list[Entry] = field(default_factory=list)
    edges: int = 0
    paths: int = 0


def partition(work: tuple[int, int, int, str, bool, str]) -> Part:
    """Write one partition."""
    seed, low, high, path, clean, scene = work
    folder, part = Folder(), Part()
    for company, found in spoilt(seed, low, high, clean, scene):
        folder.add(company.data)
        part.planted += found
        part.acceptances += company.acceptances
        part.edges += count_edges(company.data)
        part.paths += count_paths(company.data)
    Path(path).mkdir(parents=True)
    folder.write(Path(path))
    return part


def generate(
    controllers: int,
    output: Path,
    seed: int = 1,
    *,
    per_partition: int = PER_PARTITION,
    jobs: int = 1,
    clean: bool = False,
    scene: str = "plain",
) -> dict[str, int]:
    """Write an estate and its truth; numbers of controllers, planted defects, edges and paths.

    Raises
    ------
    FileExistsError
        The folder has something in it.
    """
    if output.exists() and any(output.iterdir()):
        raise FileExistsError(f"{output} is not empty")
    bounds = [(low, min(low + per_partition, controllers)) for low in range(0, controllers, per_partition)]
    work = [(seed, low, high, str(output / f"part-{n:04}"), clean, scene) for n, (low, high) in enumerate(bounds)]
    output.mkdir(parents=True, exist_ok=True)
    if jobs > 1:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            done = list(pool.map(partition, work))
    else:
        done = [partition(w) for w in work]
    planted = [p for part in done for p in part.planted]
    if SCENES[scene].listed:
        _write_list(output / f"participants-{VINTAGE}.xlsx")
    if SCENES[scene].accepted:
        lost = {
            "fingerprint": "0123456789abcdef",
            "facts": "0" * 12,
            "reason": "known",
            "owner": "Data office",
            "decided": "2026-01-31",
            "review": "2026-12-31",
        }
        entries = [*(a for part in done for a in part.acceptances), lost]
        (output / "acceptances.yaml").write_text(
            "acceptances:\n" + "".join(f"  - {json.dumps(e)}\n" for e in entries), encoding="utf-8"
        )
        first = f"company-{0:05}"  # an acceptance that is nobody's is shown with the first
        planted.append(("RU004", first, "controller", first))
    with (output / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(TRUTH)
        writer.writerows(planted)
    size = {
        "controllers": controllers,
        "planted": len(planted),
        "edges": sum(p.edges for p in done),
        "paths": sum(p.paths for p in done),
    }
    (output / "size.json").write_text(json.dumps(size) + "\n", encoding="utf-8")
    return size


def _write_list(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in participants():
        book.active.append(row)
    book.save(path)


def audited(estate: Path, scene: str = "plain", **how: Any) -> group.Group:
    """An estate audited with what its scene has."""
    s = SCENES[scene]
    lists = [str(p) for p in sorted(estate.glob("participants-*.xlsx"))]
    files = [str(p) for p in estate.glob("acceptances.yaml")]
    return group.audit_group([estate], dt.date.fromisoformat(s.as_of), dpf_list=lists, acceptances=files, **how)


@click.command()
@click.option("--controllers", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="a new folder")
@click.option(
    "--per-partition",
    type=click.IntRange(1),
    default=PER_PARTITION,
    show_default=True,
    help="controllers in each partition",
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True)
@click.option(
    "--scene",
    type=click.Choice(list(SCENES)),
    default="plain",
    show_default=True,
    help="the day and the lists that the defects need",
)
@click.option("--clean", is_flag=True, help="plant nothing: an estate without a finding")
def main(controllers: int, seed: int, output: Path, per_partition: int, jobs: int, scene: str, clean: bool) -> None:
    """Generate an estate of companies as a Parquet folder, with the truth of what was planted."""
    try:
        made = generate(controllers, output, seed, per_partition=per_partition, jobs=jobs, clean=clean, scene=scene)
    except FileExistsError as e:
        raise click.ClickException(str(e)) from e
    click.echo(", ".join(f"{n:,} {what}" for what, n in made.items()))


if __name__ == "__main__":
    main()
