"""The law: a million transfers judged beside pandas grouping them; the participants workbook beside its parser."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import timed
from benchmarks.results import Row
from datamap import law, tables
from datamap.formats.yaml import reader
from datamap.law import dpf, names
from datamap.tables import Tables, parquet
from datamap.tables.children import Children
from datamap.transfers import coverage

DAY = dt.date(2026, 9, 30)
COUNTRIES = ("US", "IN", "GB", "JP", "CA", "CZ", "IE", "DE", "BR", "KR", "IL", "SG", "CH", "AU", "unknown")
SAFEGUARDS = ("none", "dpf", '"scc:2021"', '"scc:2010"', '[dpf, "scc:2021"]', "adequacy", "unknown")
SECTORS = ("private", "public", "unknown")


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements."""
    return [*_judging(20_000 if quick else 1_000_000), *_participants()]


def _transfers(size: int) -> Tables:
    """Tables of recipients with one place each: all combinations of country, safeguard and sector, shuffled."""
    lines = [
        "meta: {id: a, date: 2026-01-01}",
        "controller: {name: A, country: CZ, role: controller, sector: private}",
        "recipients:",
    ]
    kinds = [(c, s, x) for c in COUNTRIES for s in SAFEGUARDS for x in SECTORS]
    lines += [
        f"  - {{id: r{i}, name: R{i}, role: processor, sector: {x}, sites: [{c}], safeguards: {s}}}"
        for i, (c, s, x) in enumerate(kinds)
    ]
    small = tables.from_inventories([reader.parse("\n".join(lines))])
    pick = np.random.default_rng(1).integers(0, len(kinds), size)
    frames = {name: small[name] for name in small}
    recipients = small["recipients"].take(pick).reset_index(drop=True)
    recipients["id"] = pd.array([f"r{n}" for n in range(size)], dtype="str")
    recipients["controller"] = np.int32(0)
    frames["recipients"] = recipients
    for name, parent in (("sites", "recipient"), ("safeguards", "recipient")):
        row, child = Children(small[name][parent].to_numpy(), len(kinds)).of(pick)
        frame = small[name].take(child).reset_index(drop=True)
        frame[parent] = row.astype(np.int32)
        frames[name] = frame
    frames["evidence"] = small["evidence"].iloc[:0]
    return Tables(frames)


def _judging(size: int) -> list[Row]:
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # tables as they come from a file: their texts are numbered there already
        parquet.write(_transfers(size), Path(folder) / "tables")
        t = parquet.load(Path(folder) / "tables")
    pack = law.load()
    r = t["recipients"]
    safeguards = (
        t["safeguards"]
        .drop_duplicates("recipient")
        .set_index("recipient")["kind"]
        .astype(str)
        .reindex(range(len(r)), fill_value="none")
    )
    frame = pd.DataFrame(
        {
            "country": t["sites"]["country"].to_numpy(dtype=object),
            "safeguard": safeguards.to_numpy(dtype=object),
            "sector": r["sector"].astype(str).to_numpy(dtype=object),
        }
    )
    plain, _ = timed(lambda: frame.groupby(["country", "safeguard", "sector"]).size())
    ours, found = timed(lambda: coverage.judge_transfers(t.as_read(), DAY, pack))
    texts, _ = timed(lambda: coverage.judge_transfers(Tables(dict(t)), DAY, pack))
    note = (
        f"{len(found.frame):,} transfers in {{:.2f}} s, "
        f"{len(found.verdicts)} distinct situations; grouping {plain:.2f} s"
    )
    return [
        Row(
            "judging / pandas grouping by country, safeguard, sector",
            f"{ours / plain:.1f}",
            "at most 5",
            ours / plain <= 5,
            note.format(ours),
        ),
        Row(
            "the same, from texts that no reader has numbered",
            f"{texts / plain:.1f}",
            "at most 5",
            texts / plain <= 5,
            note.format(texts),
        ),
    ]


def _participants() -> list[Row]:
    shared = Path(os.environ.get("DATAMAP_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    lists = sorted((shared / "dpf").glob("*.xlsx"))
    if not lists:
        return [
            Row("reading the participants workbook", "not measured", "", None, "no data folder: set DATAMAP_SHARED")
        ]
    from python_calamine import CalamineWorkbook

    first, cached, plain = [], [], []
    with tempfile.TemporaryDirectory() as cache:
        before = os.environ.get("DATAMAP_CACHE")
        os.environ["DATAMAP_CACHE"] = cache
        try:
            for _ in range(5):
                start = time.perf_counter()
                CalamineWorkbook.from_path(str(lists[-1])).get_sheet_by_index(0).to_python()
                plain.append(time.perf_counter() - start)
                shutil.rmtree(cache, ignore_errors=True)
                names.plain.cache_clear()
                for took in (first, cached):
                    start = time.perf_counter()
                    dpf.read([lists[-1]])
                    took.append(time.perf_counter() - start)
        finally:
            os.environ.pop("DATAMAP_CACHE") if before is None else os.environ.update(DATAMAP_CACHE=before)
    a, b, c = (sorted(x)[2] for x in (first, cached, plain))
    return [
        Row(
            "participants workbook the first time / python-calamine alone",
            f"{a / c:.1f}",
            "at most 3",
            a / c <= 3,
            f"{a:.2f} s and {c:.2f} s",
        ),
        Row("from the cache / the first time", f"{b / a:.4f}", "under 0.1", b / a < 0.1, f"{b * 1000:.1f} ms"),
    ]
