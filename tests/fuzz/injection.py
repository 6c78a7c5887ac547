"""``python -m tests.fuzz.injection [--turns N] [--out FILE]``: every payload in every field, through every output.

One turn is a map in which the fields hold the payloads in turn; after as many turns as there are payloads, every field
held every payload.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz import live, payloads, written
from tools import proof


def main(given: list[str]) -> int:
    """Try the turns, print what is live, and append the counts to a file."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.injection")
    parser.add_argument("--turns", type=int, default=len(payloads.PAYLOADS))
    parser.add_argument("--from", dest="first", type=int, default=0, help="number of the first turn")
    parser.add_argument("--out", type=Path, default=Path("fuzz.jsonl"), help="file of counts")
    parser.add_argument("--record", action="store_true", help="write the counts into benchmarks/proof/")
    chosen = parser.parse_args(given)
    at_commit = proof.commit() if chosen.record else ""
    start, bad, files = time.process_time(), [], 0
    for turn in range(chosen.first, chosen.first + chosen.turns):
        with tempfile.TemporaryDirectory() as at:
            outputs = written.write(turn, Path(at))
            files += len(outputs)
            bad += [f"turn {turn}: {what}" for what in live.found(outputs)]
    print("\n".join([*bad, f"{chosen.turns} turns, {files:,} outputs, {len(bad)} live"]))
    tried = chosen.turns * payloads.fields()
    counts = {"read": tried - len(bad), "live": len(bad)}
    record = {"kind": "injection", "seconds": round(time.process_time() - start, 1), "counts": counts}
    with chosen.out.open("a", encoding="utf-8") as out:
        out.write(json.dumps(record) + "\n")
    if at_commit:
        typed = "make injection ARGS=--record"
        proof.record(
            "injection",
            "fields for text",
            counts,
            len(bad),
            typed,
            at=at_commit,
            first=chosen.first * payloads.fields(),
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
