"""The verdict beside the second judge of the tests: a million random cases and days, and how many differ.

By itself, ``python -m benchmarks.bench_second_judge NUMBER SEED`` compares other cases; ``--record`` after these writes
the result for ``docs/proof.md``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

from benchmarks.results import Row
from datamap import law
from datamap.law.verdict import judge

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "law")]  # as pytest finds them
import naive  # noqa: E402
import random_cases  # noqa: E402

SEED = 20261128


def compare(size: int, seed: int) -> tuple[int, float, float]:
    """How many of the cases of a seed differ, and the seconds that each judge took; the first ones are shown."""
    pack, random, differ, verdict, second = law.load(), Random(seed), 0, 0.0, 0.0
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
    return differ, verdict, second


def run(folder: Path, quick: bool = False) -> list[Row]:
    """The number of differences is the measurement."""
    size = 10_000 if quick else 1_000_000
    differ, verdict, second = compare(size, SEED)
    micro = f"{verdict / size * 1e6:,.0f} µs a case, the second judge {second / size * 1e6:,.0f} µs"
    return [Row(f"{size:,} random cases and days judged twice", f"{differ:,} differ", "0", differ == 0, micro)]


def main(number: int, seed: int, *, record: bool) -> None:
    """Compare a number of cases of a seed, and keep the result if that is wanted."""
    from tools import proof  # only here: the benchmarks do without git

    at = proof.commit() if record else ""
    differ, _, _ = compare(number, seed)
    print(f"{number:,} cases, {differ:,} differ")
    if record:
        typed, counts = f"make judges N={number} SEED={seed} ARGS=--record", {"same": number - differ, "differ": differ}
        proof.record("second-judge", "verdict and ground", counts, differ, typed, at=at, seed=seed)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), record="--record" in sys.argv)
