"""An audit with ``--since`` after one of many inventories was edited, or the law changed, beside that of everything.

CPU time counts: other work on the machine changes the seconds of a clock, not these.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.estate.company import Company
from benchmarks.measure import DAY, timed
from benchmarks.results import Row
from datamap.formats.yaml import writer
from datamap.group import group
from datamap.model import Inventory

FULL, KINDS = 1_000, 20
"""Inventories of usual size, and how many different ones there are among them: to write each anew would take longer
than to read it. A larger folder has the same ratio: both times grow with the number of files."""
SMALL = 10_000
"""Inventories with one activity and two recipients: the least that judging one can take, so the hardest case."""
TEXT = """\
meta: {id: company-00000, date: 2026-06-01, language: en}
controller: {name: Company, country: CZ, sector: private}
categories:
- {id: contact, name: Contact data, special: none}
- {id: orders, name: Orders, special: none}
purposes:
- id: sales
  name: Sales
  role: controller
  categories: [contact, orders]
  legal_bases: [6-1-b]
  recipients: [mail, host]
recipients:
- {id: mail, name: Mailer, role: processor, sites: [{country: US}], safeguards: [dpf]}
- {id: host, name: Host, role: processor, sites: [{country: IN}], safeguards: [{kind: scc, version: '2021'}]}
"""


def run(folder: Path, quick: bool = False) -> list[Row]:
    """All measurements; ``quick`` makes them a hundredth of the size."""
    usual = [writer.dump(Inventory.model_validate(Company(1, n).data)) for n in range(KINDS)]
    part = 100 if quick else 1
    return [
        *_compared(folder, "usual", usual, FULL // part, ["adequacy-nz"]),
        *_compared(folder, "small", [TEXT], SMALL // part),
    ]


def _compared(folder: Path, kind: str, texts: list[str], size: int, without: list[str] | None = None) -> list[Row]:
    """One edited inventory of ``size`` ones that are made from some texts; then instruments taken out of the law."""
    maps, kept = folder / f"since-{kind}-{size}", folder / f"since-{kind}-{size}-kept"
    for old in (maps, kept):
        shutil.rmtree(old, ignore_errors=True)
    maps.mkdir(parents=True)
    for n in range(size):
        which = n % len(texts)
        text = texts[which].replace(f"company-{which:05}", f"company-{n:05}")
        (maps / f"company-{n:05}.yaml").write_text(text, encoding="utf-8")
    group.audit_group([maps], DAY, output=kept)
    edited = maps / "company-00007.yaml"
    edited.write_text(edited.read_text(encoding="utf-8") + "\n# read again\n", encoding="utf-8")
    every, full = _seconds(lambda: group.audit_group([maps], DAY, proposals=True), 1)
    one, some = _seconds(lambda: group.audit_group([maps], DAY, proposals=True, since=kept), 3)
    same = _equal(some, full)
    length = sum(len(t.encode()) for t in texts) / len(texts) / 1000
    row = Row(
        f"one changed inventory of {kind} size, --since / everything",
        f"1/{every / one:.0f}",
        "under 1/20",
        one * 20 < every and same,
        f"{size:,} inventories of {length:.1f} KB, {every:.1f} s and {one:.2f} s of CPU; "
        f"equal row for row: {'yes' if same else 'NO'}",
    )
    return [row, _under_another_law(maps, kept, without)] if without else [row]


def _under_another_law(maps: Path, kept: Path, without: list[str]) -> Row:
    """The same after instruments were taken out of the law."""
    every, full = _seconds(lambda: group.audit_group([maps], DAY, proposals=True, without=without), 1)
    some_of, some = _seconds(lambda: group.audit_group([maps], DAY, proposals=True, without=without, since=kept), 1)
    judged = re.search(r"judged ([\d,]+ of [\d,]+)", some.note)
    return Row(
        f"law without {without[0]}, --since / everything",
        f"{some_of / every:.2f}",
        note=f"{judged[1] if judged else 'all'} judged, {every:.1f} s and {some_of:.1f} s of CPU; "
        f"equal row for row: {'yes' if _equal(some, full) else 'NO'}",
    )


def _equal(some: group.Group, full: group.Group) -> bool:
    return some.findings.frame.equals(full.findings.frame) and some.counts == full.counts


def _seconds(work: Callable[[], group.Group], times: int) -> tuple[float, Any]:
    """Median CPU seconds of some runs with their findings, and the last result."""

    def worded() -> group.Group:
        result = work()
        len(result.findings)
        return result

    return timed(worded, times, time.process_time)
