"""What several benchmarks share: the day, the clock, estates that are made once."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.generate import generate

DAY = dt.date(2026, 9, 30)


def timed(work: Callable[[], Any], times: int = 5, clock: Callable[[], float] = time.perf_counter) -> tuple[float, Any]:
    """Median seconds of some runs, and the last result; with ``time.process_time`` as clock, seconds of CPU time."""
    took, result = [], None
    for _ in range(times):
        result = None  # what an earlier run made is given back before the clock runs
        start = clock()
        result = work()
        took.append(clock() - start)
    return statistics.median(took), result


def estate(folder: Path, controllers: int, scene: str = "plain") -> Path:
    """An estate of a size, made once."""
    path = folder / (f"estate-{controllers}" + ("" if scene == "plain" else f"-{scene}"))
    if not (path / "size.json").exists():  # written last
        generate(controllers, path, jobs=2, scene=scene)
    return path
