"""Every output of a map, written into a folder by the commands that a person types."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

import datamap as dm
from datamap.cli import main
from datamap.formats.yaml import writer
from tests.fuzz import payloads

DAY = ("--as-of", "2026-09-30")
PACKS = ("subprocessors", "change", "annexes", "contract")
KEYS = {"tia": "x1", "dpia-screening": "x1", "balancing-test": "x1", "compelling-interests": "x2"}
"""The kinds of assessment, each with the recipient or activity whose form is written."""
FILES = {
    "workbook.xlsx": ("workbook", "map.yaml"),
    "proposals.xlsx": ("workbook", "proposed.yaml"),
    "record.xlsx": ("ropa", "map.yaml", *DAY, "--for", "authority"),
    "record-internal.xlsx": ("ropa", "map.yaml", *DAY, "--for", "internal"),
    "flows.html": ("flows", "map.yaml", *DAY),
    "flows.graphml": ("flows", "map.yaml", *DAY),
    "review.html": ("review", "proposed.yaml"),
    "review-stated.html": ("review", "map.yaml"),
    "forms": ("ask", "map.yaml", *DAY),
    "filled.yaml": ("known", "--fill", "map.yaml"),
    **{f"notice{e}": ("notice", "map.yaml", *DAY, "--for", "x1") for e in (".md", ".html", ".docx")},
    **{f"{p}{e}": ("notice", "map.yaml", *DAY, "--pack", p) for p in PACKS for e in (".md", ".html", ".docx")},
    **{
        f"{k}{e}": ("assess", "map.yaml", key, *DAY, "--kind", k) for k, key in KEYS.items() for e in (".xlsx", ".docx")
    },
    "cnil.docx": ("assess", "map.yaml", "x1", *DAY, "--layout", "cnil"),
    **{f"record-{x}.xlsx": ("ropa", "map.yaml", *DAY, "--layout", x) for x in ("minimum", "ico", "cnil", "cz", "dsk")},
}
"""What a command writes with -o."""
PICTURES = {"flows.svg": ("flows", "map.yaml", *DAY)}
"""The same, by a browser."""
TEXTS = {
    "audit.out": ("audit", "map.yaml", *DAY, "--all"),
    "audit.csv": ("audit", "map.yaml", *DAY, "--format", "csv"),
    "audit.sarif": ("audit", "map.yaml", *DAY, "--format", "sarif"),
    "transfers.out": ("transfers", "map.yaml", *DAY),
    "transfers.csv": ("transfers", "map.yaml", *DAY, "--format", "csv"),
    "plan.out": ("plan", "map.yaml", *DAY),
    "plan.csv": ("plan", "map.yaml", *DAY, "--format", "csv"),
    "check.out": ("check", "map.yaml"),
    "proposals.out": ("check", "proposed.yaml"),
    "assess.out": ("assess", "map.yaml", *DAY),
    "assess.csv": ("assess", "map.yaml", *DAY, "--kind", "dpia-screening", "--format", "csv"),
    "affected.out": ("affected", "map.yaml", "recipient:x1", *DAY),
    "affected.csv": ("affected", "map.yaml", "recipient:x1", *DAY, "--format", "csv"),
    "affected.txt": ("affected", "map.yaml", "recipient:x1", *DAY, "--format", "text"),
    "subject.out": ("subject", "map.yaml", "x1", *DAY),
    "subject.csv": ("subject", "map.yaml", "x1", *DAY, "--format", "csv"),
    "subject.txt": ("subject", "map.yaml", "x1", *DAY, "--format", "text"),
    "documents.out": ("documents", "map.yaml", *DAY),
    "documents.csv": ("documents", "map.yaml", *DAY, "--format", "csv"),
    "vendors.out": ("vendors", "map.yaml", *DAY),
    "vendors.csv": ("vendors", "map.yaml", *DAY, "--format", "csv"),
    "depends.out": ("depends", "eu-us-dpf", "map.yaml", *DAY),
    "depends.csv": ("depends", "eu-us-dpf", "map.yaml", *DAY, "--format", "csv"),
    "diff.md": ("diff", "other.yaml", "map.yaml", *DAY, "--format", "markdown"),
    "diff.out": ("diff", "other.yaml", "map.yaml", *DAY),
    "diff.csv": ("diff", "other.yaml", "map.yaml", *DAY, "--format", "csv"),
}
"""What a command prints."""
OTHER = "meta: {id: x1, date: 2026-01-01}\ncontroller: {name: Plain Ltd, country: CZ, role: controller}\n"


def write(turn: int, folder: Path, *, pictures: bool = True) -> list[Path]:
    """Every output of a turn's map: the files that commands write, and what they print."""
    here, out = maps(turn, folder), folder / "out"
    out.mkdir()
    run(FILES | PICTURES if pictures else FILES, out, here)
    for name, args in TEXTS.items():
        (out / name).write_bytes(_run([here.get(a, a) for a in args]))
    audit = dm.audit(dm.read(folder / "map.yaml"), "2026-09-30")
    shown = [audit, audit.findings, audit.transfers, dm.plan(audit)]
    (out / "shown.html").write_text("".join(x._repr_html_() for x in shown), encoding="utf-8")
    _run(["report", here["map.yaml"], "--quarter", "2026Q3", "-o", str(out / "reports")])
    return sorted(p for p in out.rglob("*") if p.is_file())


def maps(turn: int, folder: Path) -> dict[str, str]:
    """Write the maps of a turn: what is stated, what is proposed, and a plain one; the path of each by its name."""
    (folder / "map.yaml").write_bytes(writer.dump(payloads.map_of(turn)).encode())
    (folder / "proposed.yaml").write_bytes(writer.dump(payloads.map_of(turn, proposed=True)).encode())
    (folder / "other.yaml").write_text(OTHER, encoding="utf-8")
    return {name: str(folder / name) for name in ("map.yaml", "proposed.yaml", "other.yaml")}


def run(commands: dict[str, tuple[str, ...]], out: Path, here: dict[str, str]) -> list[Path]:
    """Run commands that write a file or a folder with ``-o``."""
    for name, args in commands.items():
        _run([*(here.get(a, a) for a in args), "-o", str(out / name)])
    return [out / name for name in commands]


def _run(args: list[str]) -> bytes:
    done = CliRunner().invoke(main, args)
    if done.exit_code not in (0, 1):
        raise AssertionError(f"{' '.join(args)}: {done.output} {done.exception!r}")
    return done.stdout_bytes
