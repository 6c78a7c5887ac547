"""``python -m tests.fuzz N [KIND ...] [--seed S] [--from FIRST] [--out FILE] [--record]``: N cases of each kind.

Each fault is printed, and written into a file of lines (JSON) as soon as it is found; a case is made again from its
number and seed. ``--record`` writes the counts for the page of proof. The exit code is 1 if there is a fault.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from tests.fuzz.harness import FAULTS, Outcome, tried
from tests.fuzz.kinds import KINDS
from tools import proof

EVERY = 500
"""Cases after which the counts so far are written."""


def main(given: list[str]) -> int:
    """Try the cases, and print the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("number", type=int, help="cases of each kind")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", dest="first", type=int, default=0, help="number of the first case")
    parser.add_argument("--out", type=Path, default=Path("fuzz.jsonl"), help="file of faults and counts")
    parser.add_argument("--record", action="store_true", help="write the counts into benchmarks/proof/")
    chosen = parser.parse_args(given)
    if unknown := sorted(set(chosen.kinds) - KINDS.keys()):
        parser.error(f"{', '.join(unknown)}: expected some of {', '.join(KINDS)}")
    faults, at = 0, proof.commit() if chosen.record else ""
    with chosen.out.open("a", encoding="utf-8") as out:
        for kind in chosen.kinds or KINDS:
            found = _try(kind, chosen.first, chosen.number, chosen.seed, out)
            wrong = sum(found[state] for state in FAULTS)
            faults += wrong
            if at:
                typed = f"make fuzz N={chosen.first + chosen.number} ARGS='{kind} --seed {chosen.seed} --record'"
                cases = {"seed": chosen.seed, "first": chosen.first}
                proof.record("fuzz", kind, found, wrong, typed, at=at, **cases)
    return 1 if faults else 0


def _try(kind: str, first: int, number: int, seed: int, out: TextIO) -> Counter[str]:
    found: Counter[str] = Counter()
    seconds = 0.0
    for outcome in tried(kind, KINDS[kind], range(first, first + number), seed):
        found[outcome.state] += 1
        seconds += outcome.seconds
        if outcome.is_fault:
            print(f"{outcome.case}: {outcome.state}: {outcome.detail}", flush=True)
            _write(out, outcome)
        if found.total() % EVERY == 0 or found.total() == number:
            record = {"kind": kind, "seed": seed, "first": first, "seconds": round(seconds, 1), "counts": dict(found)}
            out.write(json.dumps(record) + "\n")
            out.flush()
    print(f"{kind}: {found.total():,} cases in {seconds:.0f} s of CPU: {dict(found)}", flush=True)
    return found


def _write(out: TextIO, outcome: Outcome) -> None:
    out.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
