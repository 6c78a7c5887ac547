"""The fast tests in the environment that runs this: ``python -m tools.versions [--record] [ARGUMENT ...]``.

``make oldest`` makes an environment of the oldest versions and runs it there. What else is given goes to pytest.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import proof

PART = "oldest"


def outcomes(report: str) -> Counter[str]:
    """How many tests passed, failed and were skipped, from pytest's report in JUnit's XML."""
    found: Counter[str] = Counter()
    for case in ET.fromstring(report).iter("testcase"):
        ended = {child.tag for child in case}
        found["failed" if ended & {"failure", "error"} else "skipped" if "skipped" in ended else "passed"] += 1
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the tests, and record how they ended if that is asked for; the exit code is that of the tests."""
    chosen = [a for a in arguments if a != "--record"]
    at = proof.commit() if "--record" in arguments else ""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        run = [sys.executable, "-m", "pytest", f"--junitxml={report}", *chosen]
        code = subprocess.run(run, cwd=proof.ROOT, check=False).returncode
        counts = outcomes(report.read_text(encoding="utf-8")) if report.is_file() else Counter[str]()
    if at and counts:
        proof.record("versions", PART, counts, counts["failed"], "make oldest ARGS=--record", at=at)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
