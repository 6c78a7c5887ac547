"""Growth: how the time of an audit grows with the number of controllers, and what a Dask cluster makes of it.

Times are medians of five where a run takes seconds, in seconds of wall clock.
"""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np

from benchmarks.bench_scale import alone
from benchmarks.measure import DAY, estate
from benchmarks.results import Row
from datamap.group import group

SIZES = (1_000, 5_000, 20_000, 50_000)


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements; ``quick`` makes them a hundredth of the size."""
    sizes = [s // 100 for s in SIZES] if quick else list(SIZES)
    return [*_growth(folder, sizes), *_cluster(estate(folder, sizes[-1]), quick)]


def _growth(folder: Path, sizes: list[int]) -> list[Row]:
    measured = {size: alone(estate(folder, size)) for size in sizes}
    slope = _slope([(math.log(s), math.log(m["audit"])) for s, m in measured.items()])
    reading = _slope([(math.log(s), math.log(m["read"])) for s, m in measured.items()])
    said = ", ".join(f"{s:,}: {m['audit']:.2f} s" for s, m in measured.items())
    return [
        Row("growth of the audit with controllers, exponent", f"{slope:.2f}", "at most 1.1", bool(slope <= 1.1), said),
        Row(
            "growth of reading Parquet, exponent",
            f"{reading:.2f}",
            "",
            None,
            ", ".join(f"{s:,}: {m['read']:.1f} s" for s, m in measured.items()),
        ),
    ]


def _slope(points: list[tuple[float, float]]) -> float:
    x, y = (np.array(v) for v in zip(*points, strict=True))
    return float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())


ENOUGH = 20
"""Seconds of work in one process from which on a cluster is compared with it."""


def _cluster(path: Path, quick: bool) -> list[Row]:
    from distributed import LocalCluster

    start = time.perf_counter()
    single = group.audit_group([path], DAY)
    one = time.perf_counter() - start
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as held:
        group.audit_group(
            [sorted(path.glob("part-*"))[0]], DAY, scheduler=held.scheduler_address
        )  # workers import once
        start = time.perf_counter()
        both = group.audit_group([path], DAY, scheduler=held.scheduler_address)
        two = time.perf_counter() - start
    same = both.findings.frame.equals(single.findings.frame) and both.counts == single.counts
    start = time.perf_counter()
    group.audit_group([path], DAY, jobs=2)
    processes = time.perf_counter() - start
    size = len(single.stamp()["inputs"])
    return [
        Row(
            "audit of a Parquet folder, one process",
            f"{one:.1f} s",
            "",
            None,
            f"{size:,} controllers, reading and checking included",
        ),
        Row(
            "the same on two Dask workers",
            f"{two:.1f} s",
            "",
            None,
            f"findings equal row for row: {'yes' if same else 'NO'}",
        ),
        Row("the same with --jobs 2", f"{processes:.1f} s", "", None, ""),
        Row(
            "one process / two Dask workers",
            f"{one / two:.2f}",
            "at least 1.6",
            one / two >= 1.6 and same and (quick or one >= ENOUGH),
            f"on {one:.0f} s of work; at least {ENOUGH} count",
        ),
    ]
