"""Generate an estate: ``python -m benchmarks.generate --controllers 10000 -o estate``.

Leaves a folder of Parquet partitions (``docs/parquet.md``) and ``truth.csv``: every finding that an audit as of 2026-09-30
must have, and none else. The same seed gives the same estate, company by company, however many there are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

from benchmarks import plants
from benchmarks.estate import Company, companies
from benchmarks.folder import Folder

TRUTH = ("rule", "controller", "subject_kind", "subject_id")
PER_PARTITION = 250

Planted = list[tuple[str, str, str, str]]


def spoilt(seed: int, low: int, high: int, clean: bool = False) -> Iterator[tuple[Company, Planted]]:
    """Companies with what was planted in them."""
    for c in companies(seed, low, high):
        yield c, [] if clean else [(code, c.id, kind, id_) for code, kind, id_ in plants.spoil(c)]


def partition(work: tuple[int, int, int, str, bool]) -> tuple[Planted, int, int]:
    """Write one partition: what was planted, the edges and the paths of its maps."""
    seed, low, high, path, clean = work
    folder, planted, edges, paths = Folder(), [], 0, 0
    for company, found in spoilt(seed, low, high, clean):
        folder.add(company.data)
        planted += found
        edges += company.edges()
        paths += company.paths()
    Path(path).mkdir(parents=True)
    folder.write(Path(path))
    return planted, edges, paths


def generate(controllers: int, output: Path, seed: int = 1, *, per_partition: int = PER_PARTITION, jobs: int = 1, clean: bool = False) -> dict[str, int]:
    """Write an estate and its truth; numbers of controllers, planted defects, edges and paths.

    Raises
    ------
    FileExistsError
        The folder has something in it.
    """
    if output.exists() and any(output.iterdir()):
        raise FileExistsError(f"{output} is not empty")
    edges = [(low, min(low + per_partition, controllers)) for low in range(0, controllers, per_partition)]
    work = [(seed, low, high, str(output / f"part-{n:04}"), clean) for n, (low, high) in enumerate(edges)]
    output.mkdir(parents=True, exist_ok=True)
    if jobs > 1:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            done = list(pool.map(partition, work))
    else:
        done = [partition(w) for w in work]
    with (output / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(TRUTH)
        for planted, *_ in done:
            writer.writerows(planted)
    return {"controllers": controllers, "planted": sum(len(p) for p, *_ in done), "edges": sum(e for _, e, _ in done), "paths": sum(p for *_, p in done)}


@click.command()
@click.option("--controllers", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="a new folder")
@click.option("--per-partition", type=click.IntRange(1), default=PER_PARTITION, show_default=True, help="controllers in each partition")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True)
@click.option("--clean", is_flag=True, help="plant nothing: an estate without a finding")
def main(controllers: int, seed: int, output: Path, per_partition: int, jobs: int, clean: bool) -> None:
    """Generate an estate of companies as a Parquet folder, with the truth of what was planted."""
    try:
        made = generate(controllers, output, seed, per_partition=per_partition, jobs=jobs, clean=clean)
    except FileExistsError as e:
        raise click.ClickException(str(e)) from e
    click.echo(", ".join(f"{n:,} {what}" for what, n in made.items()))


if __name__ == "__main__":
    main()
