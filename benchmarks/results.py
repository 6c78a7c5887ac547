"""The table that the benchmarks leave: what was measured, the target, whether it was met, on what machine."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

from benchmarks.reasons import REASONS

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


HEAD = """\
# Benchmarks

Made by `make bench`, section by section; do not edit. Ratios of one run count; seconds are of the machine it names.

"""
LAST = "Targets that are missed"
_TITLE = re.compile(r"^## (.+)$", re.MULTILINE)
_MISSED = re.compile(r"^\| ([^|]+) \|[^|]*\|[^|]*\| no \|", re.MULTILINE)


def section(title: str, rows: Iterable[Row], at: str) -> str:
    """The results of one benchmark as Markdown, with day, commit (``at``), load, machine and versions."""
    load = os.getloadavg()[0]
    met = {None: "", True: "yes", False: "no"}
    lines = [
        f"## {title}",
        "",
        f"{dt.date.today()}, `{at}`, load average {load:.1f} at the end. {machine()}. {versions()}.",
        "",
        "| measured | value | target | met | |",
        "|---|---|---|---|---|",
        *(f"| {r.what} | {r.value} | {r.target} | {met[r.met]} | {r.note} |" for r in rows),
    ]
    return "\n".join(lines)


def commit() -> str:
    """The commit of the code; with ``+`` where it has changes."""
    shown = ("git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+")
    return subprocess.run(shown, cwd=Path(__file__).parent, capture_output=True, text=True, check=False).stdout.strip()


def renewed(old: str, title: str, new: str, order: Sequence[str]) -> str:
    """The page with one section in place of its old one, in the order of the titles; others stay as they are.

    Parameters
    ----------
    old : str
        The page as it is; may be empty.
    title, new : str
        The section.
    order : sequence of str
        The titles of all sections; one that no benchmark has any more is left out.
    """
    starts = [*_TITLE.finditer(old)]
    ends = [*(m.start() for m in starts[1:]), len(old)]
    sections = {m[1]: old[m.start() : end].strip() for m, end in zip(starts, ends, strict=False)} | {title: new}
    page = "\n\n".join(sections[t] for t in order if t in sections)
    return f"{HEAD}{page}\n\n{_missed(page)}\n"


def missed(page: str) -> list[str]:
    """What was measured on a page and does not meet its target."""
    return [m[1] for m in _MISSED.finditer(page)]


def _missed(page: str) -> str:
    """The last part of the page: each missed target with its reason."""
    lines = [f"- {what}: {REASONS.get(what, 'no reason is recorded.')}" for what in missed(page)]
    return "\n".join([f"## {LAST}", "", *(lines or ["None."])])
