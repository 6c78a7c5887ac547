"""Scale: an audit of a group beside DuckDB, paths beside networkx and rustworkx, memory.

Peers get the same work in the same run. Times are medians of five where a run takes seconds, in seconds of wall clock.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import recall
from benchmarks.estate.scenes import SCENES
from benchmarks.generate import audited
from benchmarks.measure import DAY, estate, timed
from benchmarks.paths import paths
from benchmarks.results import Row
from datamap import law
from datamap.pipeline import audit
from datamap.rules import RULES
from datamap.tables import Tables, parquet, reading
from datamap.transfers import flows

FULL, PATH_FLOWS = 10_000, 100_000
PARTITIONS = 8
"""How many partitions of 250 controllers are read beside pyarrow: more take longer, and show the same."""


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements; ``quick`` makes them a hundredth of the size."""
    full = 100 if quick else FULL
    path = estate(folder, full)
    tables = reading.read([path])
    return [
        *_size(path),
        *_beside_pyarrow(path),
        *_beside_duckdb(tables),
        *_found(folder, full, tables),
        *paths(tables, PATH_FLOWS // (100 if quick else 1)),
        *_memory(path),
    ]


def _size(path: Path) -> list[Row]:
    made = json.loads((path / "size.json").read_text(encoding="utf-8"))
    return [
        Row(
            "size of the estate",
            f"{made['controllers']:,} controllers",
            "",
            None,
            f"{made['edges']:,} edges, {made['paths']:,} paths from category to country",
        )
    ]


def _beside_pyarrow(path: Path) -> list[Row]:
    """Reading some partitions with all checks, beside pyarrow's own reading of the same files, in turn.

    CPU time of one thread each: pyarrow would spread its work over the cores, as a group's audit does with --jobs.
    """
    parts = sorted(p for p in path.iterdir() if p.is_dir())[:PARTITIONS] or [path]
    files = [f for part in parts for f in sorted(part.glob("*.parquet"))]
    threads = pa.cpu_count()
    pa.set_cpu_count(1)
    try:
        pairs = [
            (
                timed(lambda: [parquet.load(part) for part in parts], 1, time.process_time)[0],
                timed(lambda: [pq.read_table(f) for f in files], 1, time.process_time)[0],
            )
            for _ in range(7)
        ]
    finally:
        pa.set_cpu_count(threads)
    ratio = statistics.median(ours / theirs for ours, theirs in pairs[1:])  # the first pair warms both up
    ours, theirs = (min(times) for times in zip(*pairs, strict=True))
    return [
        Row(
            "reading Parquet with all checks / pyarrow's own reading",
            f"{ratio:.1f}",
            "at most 2",
            ratio <= 2,
            f"{len(parts)} partitions, {len(files)} files: {ours:.2f} s and {theirs:.2f} s of CPU",
        )
    ]


def _found(folder: Path, full: int, tables: Tables) -> list[Row]:
    """Recall and precision in the estate of full size, and in smaller ones.

    The smaller ones are for defects that need another day, list or law.
    """
    pairs = [(audit(tables, DAY).findings.frame, recall.truth(estate(folder, full)))]
    for scene in SCENES:
        if scene != "plain":
            path = estate(folder, max(full // 20, 10), scene)
            pairs.append((audited(path, scene).findings.frame, recall.truth(path)))
    found, planted = (
        pd.concat([p[k].assign(controller=f"{n}/" + p[k]["controller"].astype(str)) for n, p in enumerate(pairs)])
        for k in (0, 1)
    )
    scored = recall.score(found, planted, [r.code for r in RULES])
    untried = scored.loc[scored["planted"] == 0, "rule"].tolist()
    said = f"{scored['planted'].sum():,} planted, {len(scored) - len(untried)} of {len(RULES)} rules" + (
        f"; none planted of {', '.join(untried)}" if untried else ""
    )
    return [
        Row(
            "planted defects found, worst rule",
            f"{scored['recall'].min():.3f}",
            "1.0",
            bool(scored["recall"].min() == 1),
            said,
        ),
        Row(
            "findings that were planted, worst rule",
            f"{scored['precision'].min():.3f}",
            "1.0",
            bool(scored["precision"].min() == 1),
            f"{scored['found'].sum():,} found",
        ),
    ]


SQL = """
WITH abroad AS (
  SELECT DISTINCT r.recipient FROM recipients r LEFT JOIN sites s USING (recipient) LEFT JOIN law l USING (country)
  WHERE l.status IS NULL OR l.status IN ('unknown', 'no-decision', 'adequate-in-part')
), tools AS (
  SELECT DISTINCT recipient FROM safeguards
  WHERE kind IN ('scc', 'dpf', 'bcr-c', 'bcr-p') AND version IN ('2021', 'unknown')
    AND tia <> 'negative' AND suspended = 'none'
), uncovered AS (
  SELECT recipient FROM abroad ANTI JOIN tools USING (recipient)
)
SELECT d.recipient, count(DISTINCT u.category) AS categories, count(DISTINCT d.purpose) AS purposes
FROM {wanted} JOIN disclosures d USING (recipient) JOIN uses u USING (purpose)
GROUP BY d.recipient
"""


def _loaded(tables: Tables) -> Any:
    """A DuckDB connection that holds the tables of the query, and the status of each place by law."""
    import duckdb

    base = duckdb.connect()
    places = tables["sites"]["country"].unique()
    pack = law.load()
    known = pd.DataFrame(
        {
            "country": places,
            "status": [
                pack.status(c, DAY).status if c not in ("unknown", "worldwide", "various") else "unknown"
                for c in places
            ],
        }
    )
    needed = {
        "recipients": pd.DataFrame({"recipient": np.arange(len(tables["recipients"]), dtype=np.int32)}),
        "sites": tables["sites"][["recipient", "country"]],
        "law": known,
        "disclosures": tables["disclosures"][["purpose", "recipient"]],
        "safeguards": tables["safeguards"][["recipient", "kind", "version", "tia", "suspended"]].astype(
            {c: str for c in ("kind", "version", "tia")}
        ),
        "uses": tables["uses"][["purpose", "category"]],
    }
    for name, frame in needed.items():
        base.register("f", frame)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM f")
        base.unregister("f")
    return base


def _beside_duckdb(tables: Tables) -> list[Row]:
    base = _loaded(tables)
    few, answer = timed(lambda: base.execute(SQL.format(wanted="uncovered")).fetchnumpy())
    every, all_ = timed(lambda: base.execute(SQL.format(wanted="recipients")).fetchnumpy())
    ours, found = timed(lambda: audit(tables.as_read(), DAY).findings)
    joined, exposed = timed(lambda: flows.exposure_by_recipient(tables))
    same = dict(zip(all_["recipient"].tolist(), all_["categories"].tolist(), strict=True))
    counted = exposed["categories"].to_numpy()
    agree = all(counted[r] == n for r, n in same.items())
    n = len(found)
    return [
        Row(
            "audit of loaded tables, all rules, texts",
            f"{ours:.2f} s",
            "",
            None,
            f"{len(tables['inventories']):,} controllers, {n:,} findings",
        ),
        Row(
            "DuckDB: categories and purposes of every recipient",
            f"{every:.2f} s",
            "",
            None,
            f"{len(same):,} recipients; equal to ours: {'yes' if agree else 'NO'}",
        ),
        Row(
            "DuckDB: the same for recipients without cover",
            f"{few:.3f} s",
            "",
            None,
            f"{len(answer['recipient']):,} recipients, cover judged by a few lines of SQL",
        ),
        Row("the join of every recipient, ours / DuckDB", f"{joined / every:.1f}", "", None, f"ours {joined:.2f} s"),
        Row(
            "audit / DuckDB, every recipient",
            f"{ours / every:.1f}",
            "",
            None,
            "both look at every recipient; the audit judges and words besides",
        ),
        Row(
            "audit / DuckDB, recipients without cover",
            f"{ours / few:.1f}",
            "at most 4",
            ours / few <= 4,
            "the peer looks at uncovered recipients only",
        ),
    ]


PEAK = """
from pathlib import Path
def peak():
    # not ru_maxrss: that of the process which started this one counts in it
    told = Path("/proc/self/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in told if line.startswith("VmHWM"))
"""
"""What a process of its own tells of its memory."""
CHILD = """
import json, sys, time
import datetime as dt
from datamap.tables import reading
from datamap.pipeline import audit
start = time.perf_counter()
tables = reading.read([sys.argv[1]])
read = time.perf_counter() - start
took = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    audit(tables, dt.date(2026, 9, 30)).findings
    took.append(time.perf_counter() - start)
print(json.dumps({"read": read, "audit": sorted(took)[len(took) // 2], "peak": peak()}))
"""


def alone(path: Path, times: int = 5) -> dict[str, float]:
    """Seconds of reading and judging, and peak memory in bytes, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK + CHILD, str(path), str(times)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


COMMAND = """
import sys
from datamap.cli import main
try:
    main(["audit", sys.argv[1], "--as-of", "2026-09-30", "--fail-on", "never"])
finally:
    print(peak())
"""


def _memory(path: Path) -> list[Row]:
    m = alone(path)
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", PEAK + COMMAND, str(path)], capture_output=True, text=True, check=True)
    took, peak = time.perf_counter() - start, int(done.stdout.split()[-1])
    return [
        Row(
            "peak memory, reading and judging at once",
            f"{m['peak'] / 2**30:.2f} GiB",
            "under 4 GiB",
            m["peak"] < 4 * 2**30,
            f"reading {m['read']:.1f} s, judging {m['audit']:.2f} s",
        ),
        Row(
            "peak memory, `datamap audit FOLDER`",
            f"{peak / 2**30:.2f} GiB",
            "under 2 GiB",
            peak < 2 * 2**30,
            f"{took:.1f} s, partition by partition",
        ),
    ]
