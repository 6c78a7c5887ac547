"""The share of branches that the tests take, by package: ``python -m tools.branches [--record] [ARGUMENT ...]``.

What else is given goes to pytest.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools import proof

PACKAGES = ("law", "rules", "transfers", "reading", "drafting")


def by_package(files: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """Branches of each package that are taken and not taken, from coverage's report in JSON (its ``files``)."""
    found: dict[str, Counter[str]] = {name: Counter() for name in PACKAGES}
    for path, about in files.items():
        package = Path(path).parts[Path(path).parts.index("datamap") + 1]
        if package in found:
            summary = about["summary"]
            found[package] += Counter({"taken": summary["covered_branches"], "not taken": summary["missing_branches"]})
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the tests, print the shares, and record them if that is asked for; the exit code is that of the tests."""
    chosen = [a for a in arguments if a != "--record"]
    at = proof.commit() if "--record" in arguments else ""
    with TemporaryDirectory() as folder:
        data, report = Path(folder) / "data", Path(folder) / "report.json"
        tool = [sys.executable, "-m", "coverage"]
        sources = ",".join(f"datamap/{name}" for name in PACKAGES)
        run = [*tool, "run", "--branch", f"--source={sources}", f"--data-file={data}", "-m", "pytest", *chosen]
        code = subprocess.run(run, cwd=proof.ROOT, check=False).returncode
        subprocess.run([*tool, "json", "-q", f"--data-file={data}", "-o", report], cwd=proof.ROOT, check=True)
        found = by_package(json.loads(report.read_text(encoding="utf-8"))["files"])
    for name, counts in found.items():
        sys.stdout.write(f"{name}: {counts['taken']:,} of {counts.total():,} branches\n")
        if at:
            typed = f"make coverage ARGS='{' '.join(arguments)}'"
            proof.record("coverage", name, counts, counts["not taken"], typed, at=at)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
