"""Start-up and reading: what a command pays before it works, and YAML beside the parser alone."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import yaml

from benchmarks.estate.company import Company
from benchmarks.measure import timed
from benchmarks.results import Row
from datamap import formats
from datamap.formats.yaml import writer
from datamap.model import Inventory


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements."""
    return [*_imports(), *_yaml(folder, 5 if quick else 40)]


def _seconds(code: str) -> float:
    """Median seconds of CPU time of a new process: other work on the machine changes the seconds of a clock more."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parent.parent,
        )

    run()  # the first run compiles and does not count
    return timed(run, clock=_of_children)[0]


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _imports() -> list[Row]:
    nothing, pandas = _seconds("pass"), _seconds("import pandas")
    name, helped = (
        _seconds("import datamap"),
        _seconds("import sys; sys.argv[1:] = ['--help']; from datamap.cli import main; main(standalone_mode=False)"),
    )
    law = _seconds(
        "import sys; sys.argv[1:] = ['law', 'US', '--as-of', '2026-09-30']; "
        "from datamap.cli import main; main(standalone_mode=False)"
    )
    audit = _seconds(
        "import sys; "
        "sys.argv[1:] = ['audit', 'inventory/smartsupp.yaml', '--as-of', '2026-09-30', '--fail-on', 'never']; "
        "from datamap.cli import main; main(standalone_mode=False)"
    )
    said = f"Python itself {nothing:.3f} s, `import pandas` {pandas:.3f} s"
    return [
        Row("import datamap", f"{name:.3f} s", "", None, said),
        Row("datamap --help", f"{helped:.3f} s", "", None, "without pandas"),
        Row("datamap law US", f"{law:.3f} s", "", None, "without pandas, law pack read"),
        Row(
            "datamap audit of Smartsupp / import pandas",
            f"{audit / pandas:.2f}",
            "at most 1.5",
            audit / pandas <= 1.5,
            f"{audit:.3f} s",
        ),
    ]


def _yaml(folder: Path, count: int) -> list[Row]:
    where = folder / "yaml"
    where.mkdir(exist_ok=True)
    files = []
    for n in range(count):
        file = where / f"{n}.yaml"
        file.write_text(writer.dump(Inventory.model_validate(Company(1, n).data)), encoding="utf-8")
        files.append(file)
    size = sum(f.stat().st_size for f in files)
    ours, _ = timed(lambda: [formats.read(f) for f in files], times=3)
    plain, _ = timed(
        lambda: [yaml.load(f.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for f in files], times=3
    )
    return [
        Row(
            "reading YAML, checked, with lines",
            f"{ours / count * 1000:.0f} ms each",
            "",
            None,
            f"{count} inventories of {size / count / 1000:.0f} KB",
        ),
        Row(
            "the same bytes, yaml.CSafeLoader alone",
            f"{plain / count * 1000:.0f} ms each",
            "",
            None,
            "neither lines, nor duplicate keys, nor types",
        ),
        Row("ours / parser alone", f"{ours / plain:.1f}", "", None, ""),
    ]
