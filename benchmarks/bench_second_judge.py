"""The verdict beside the second judge of the tests: a million random cases and days, and how many differ."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

from benchmarks.results import Row
from datamap import law
from datamap.law.verdict import judge

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "law"))
import naive  # noqa: E402
import random_cases  # noqa: E402

SEED = 20261128


def run(folder: Path, quick: bool = False) -> list[Row]:
    """The number of differences is the measurement; the first ones are shown as they are found."""
    size = 10_000 if quick else 1_000_000
    pack, random, differ, verdict, second = law.load(), Random(SEED), 0, 0.0, 0.0
    for _ in range(size):
        day = random_cases.a_day(random)
        case = random_cases.a_case(random, day)
        start = time.perf_counter()
        first = judge(case, day, pack, random_cases.participants(case))
        middle = time.perf_counter()
        other, ground = naive.second_judge(case, day)
        verdict, second = verdict + middle - start, second + time.perf_counter() - middle
        if first.verdict != other or (other != "undetermined" and first.ground != ground):
            differ += 1
            if differ <= 5:
                print(
                    f"{day} {case}\n  {first.verdict}, {first.ground}; second judge: {other}, {ground}", file=sys.stderr
                )
    micro = f"{verdict / size * 1e6:,.0f} µs a case, the second judge {second / size * 1e6:,.0f} µs"
    return [Row(f"{size:,} random cases and days judged twice", f"{differ:,} differ", "0", differ == 0, micro)]
