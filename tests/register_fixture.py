"""Registers as people keep them, for tests of the drafts from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from datamap.drafting import registers


def imported(folder: Path, *sheets: tuple[str, Sequence[Sequence[object]]]):
    """What is read from a workbook of these sheets: each a name and its rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(folder / "register.xlsx")
    return registers.imported(folder / "register.xlsx")
