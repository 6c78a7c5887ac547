"""Every output of a map, written into a folder by the commands that a person types."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.formats.yaml import writer
from datamap.model import Inventory

DAY = ("--as-of", "2026-09-30")
FILES = {
    "workbook.xlsx": ("workbook", "map.yaml"),
    "record.xlsx": ("ropa", "map.yaml", *DAY, "--for", "authority"),
    "record-internal.xlsx": ("ropa", "map.yaml", *DAY, "--for", "internal"),
    "flows.html": ("flows", "map.yaml", *DAY),
    "flows.graphml": ("flows", "map.yaml", *DAY),
    "review.html": ("review", "map.yaml"),
    "forms": ("ask", "map.yaml", *DAY),
    "filled.yaml": ("known", "--fill", "map.yaml"),
}
"""What a command writes with -o."""
TEXTS = {
    "audit.out": ("audit", "map.yaml", *DAY, "--all"),
    "audit.csv": ("audit", "map.yaml", *DAY, "--format", "csv"),
    "audit.sarif": ("audit", "map.yaml", *DAY, "--format", "sarif"),
    "transfers.out": ("transfers", "map.yaml", *DAY),
    "transfers.csv": ("transfers", "map.yaml", *DAY, "--format", "csv"),
    "plan.out": ("plan", "map.yaml", *DAY),
    "plan.csv": ("plan", "map.yaml", *DAY, "--format", "csv"),
    "check.out": ("check", "map.yaml"),
    "diff.md": ("diff", "other.yaml", "map.yaml", *DAY, "--format", "markdown"),
    "diff.out": ("diff", "other.yaml", "map.yaml", *DAY),
}
"""What a command prints."""
OTHER = "meta: {id: x1, date: 2026-01-01}\ncontroller: {name: Plain Ltd, country: CZ, role: controller}\n"


def write(map_: Inventory, folder: Path, *, report: bool = True) -> list[Path]:
    """Every output of a map: the files that commands write, and what they print."""
    (folder / "map.yaml").write_bytes(writer.dump(map_).encode())
    (folder / "other.yaml").write_text(OTHER, encoding="utf-8")
    here = {"map.yaml": str(folder / "map.yaml"), "other.yaml": str(folder / "other.yaml")}
    out = folder / "out"
    out.mkdir()
    for name, args in FILES.items():
        _run([*(here.get(a, a) for a in args), "-o", str(out / name)])
    for name, args in TEXTS.items():
        (out / name).write_bytes(_run([here.get(a, a) for a in args]))
    audit = dm.audit(dm.read(folder / "map.yaml"), "2026-09-30")
    shown = [audit, audit.findings, audit.transfers, dm.plan(audit)]
    (out / "shown.html").write_text("".join(x._repr_html_() for x in shown), encoding="utf-8")
    if report:
        _run(["report", here["map.yaml"], "--quarter", "2026Q3", "-o", str(out / "reports")])
    return sorted(p for p in out.rglob("*") if p.is_file())


def _run(args: list[str]) -> bytes:
    done = CliRunner().invoke(main, args)
    if done.exit_code not in (0, 1):
        raise AssertionError(f"{' '.join(args)}: {done.output} {done.exception!r}")
    return done.stdout_bytes
