"""The table that the benchmarks leave: what was measured, the target, whether it was met, on what machine."""

from __future__ import annotations

import datetime as dt
import os
import platform
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

PACKAGES = (
    "datamap",
    "pandas",
    "numpy",
    "pyarrow",
    "duckdb",
    "networkx",
    "rustworkx",
    "distributed",
    "PyYAML",
    "pydantic",
    "plotly",
    "papermill",
    "xlsxwriter",
    "openpyxl",
    "python-calamine",
    "markdown-it-py",
    "lxml",
    "pdfplumber",
)


@dataclass(frozen=True)
class Row:
    """One measurement; ``met`` is None where there is no target."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None
    note: str = ""


def rows(module: str, folder: Path, quick: bool) -> list[Row]:
    """What one of the benchmarks measures; here, because a separate process cannot find what is in ``__main__``."""
    return import_module(f"benchmarks.{module}").run(folder, quick)


def machine() -> str:
    """Processor, cores, memory and Python."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB; "
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}"
    )


def versions() -> str:
    """Versions of what was measured and of the peers."""
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def text(sections: dict[str, list[Row]]) -> str:
    """The results as Markdown."""
    load = os.getloadavg()[0]
    out = [
        "# Benchmarks",
        "",
        "Made by `make bench`; do not edit. Ratios of one run count, seconds are of this machine.",
        "",
        f"- {machine()}",
        f"- {versions()}",
        f"- {dt.date.today()}, load average {load:.1f} at the end",
        "",
    ]
    for title, rows in sections.items():
        out += [f"## {title}", "", "| measured | value | target | met | |", "|---|---|---|---|---|"]
        out += [
            f"| {r.what} | {r.value} | {r.target} | {'' if r.met is None else 'yes' if r.met else 'no'} | {r.note} |"
            for r in rows
        ]
        out.append("")
    return "\n".join(out)
