"""Report runs: what a report costs beyond the library's own work, beside stock papermill; two at once; a cluster."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import datamap as dm
from benchmarks.results import Row
from datamap.publish import charts
from datamap.runs import engine, reports

INVENTORY = Path(__file__).resolve().parent.parent / "inventory" / "smartsupp.yaml"
QUARTER, DAY = "2026Q3", "2026-09-30"


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements, on copies of Smartsupp under other ids."""
    many, few, group = (4, 1, 6) if quick else (50, 8, 1_000)
    text = INVENTORY.read_text(encoding="utf-8")
    where = folder / "companies"
    where.mkdir(exist_ok=True)
    every = []
    for n in range(group):
        path = where / f"c{n:03}.yaml"
        path.write_text(text.replace("id: smartsupp\n", f"id: c{n:03}\n", 1), encoding="utf-8")
        every.append(path)
    paths = every[:many]
    engine.warm()
    library = _library(paths[: max(few, 4)])
    fork, two = _made(paths, "fork", 1) / many, _made(paths, "fork", 2) / many
    stock = _made(paths[:few], "papermill", 1) / few
    ours, theirs = fork - library, stock - library
    return [
        Row(
            "a report beyond the same library calls made warm",
            f"{ours:.2f} s",
            "at most 0.15 s",
            ours <= 0.15,
            f"{many} reports, {fork:.2f} s each; the calls alone {library:.2f} s",
        ),
        Row(
            "the same, beside stock papermill's",
            f"{ours / theirs:.2f}",
            "at most 0.125",
            ours / theirs <= 0.125,
            f"papermill {stock:.2f} s a report, {few} reports",
        ),
        Row("one at a time / --jobs 2", f"{fork / two:.2f}", "at least 1.7", fork / two >= 1.7, f"{two:.2f} s each"),
        _on_cluster(every, fork),
    ]


def _on_cluster(paths: list[Path], alone: float) -> Row:
    """The reports of a group with one brief on two workers of a real cluster, beside one report at a time."""
    from distributed import LocalCluster

    with (
        tempfile.TemporaryDirectory() as out,
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as held,
    ):
        address = held.scheduler_address
        _checked(reports.report(paths[:2], QUARTER, Path(out, "first"), scheduler=address))  # workers import once
        start = time.perf_counter()
        _checked(reports.report(paths, QUARTER, Path(out, "all"), scheduler=address, shared_script=True))
        took = time.perf_counter() - start
        briefs = [Path(out, "all", QUARTER, name).stat().st_size for name in ("brief.html", "brief.docx")]
        size = sum(p.stat().st_size for p in Path(out, "all").rglob("*") if p.is_file()) / 2**20
    ratio = alone * len(paths) / took
    return Row(
        f"one at a time / {len(paths):,} reports with one brief on two Dask workers",
        f"{ratio:.2f}",
        "at least 1.6",
        ratio >= 1.6,
        f"{took:.0f} s, {took / len(paths):.2f} s each, {size:,.0f} MiB; the brief {sum(briefs) / 1024:.0f} KiB",
    )


def _checked(done: list[reports.Outcome]) -> None:
    failed = [o.error for o in done if o.state != "made"]
    if failed:
        raise RuntimeError(failed[0])


def _library(paths: list[Path]) -> float:
    """What the report's notebook calls and shows, in its order."""
    took = []
    with tempfile.TemporaryDirectory() as out:
        for path in paths:
            here = Path(out) / path.stem
            here.mkdir()
            start = time.perf_counter()
            a = dm.run(str(path), DAY, quarter=QUARTER)
            charts.verdicts_chart(a)._repr_mimebundle_()
            for shown in (a.transfers, a.findings, dm.plan(a)):
                shown._repr_html_()
            dm.write_all(a, here)
            took.append(time.perf_counter() - start)
    return sorted(took)[len(took) // 2]


def _made(paths: list[Path], name: str, jobs: int) -> float:
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        done = reports.report(paths, QUARTER, out, engine=name, jobs=jobs)
        took = time.perf_counter() - start
    _checked(done)
    return took
