"""What is written from a map that was read: nothing in it is live."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from datamap.formats.workbook import writer
from datamap.model import Inventory
from tests.fuzz.harness import Live

_FORMULA = re.compile(rb"<f[ >/]")


def refuse_live_sheets(raw: bytes, what: str) -> None:
    """Refuse a workbook in which a cell has a formula, or that has a link to elsewhere."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.startswith("xl/worksheets/") and _FORMULA.search(content):
                raise Live(f"a formula in {what}, {name}")
            if name.endswith(".rels") and b'TargetMode="External"' in content:
                raise Live(f"a link to elsewhere in {what}, {name}")


def refuse_live(map_: Inventory, folder: Path) -> None:
    """Refuse anything live in what is written from a map."""
    refuse_live_sheets(writer.book_bytes(map_), "the workbook")
