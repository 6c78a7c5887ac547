"""A small map as a workbook to work in, and the same workbook with a few cells changed."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest
from click.testing import CliRunner

from datamap.cli import main
from datamap.formats import grid
from datamap.formats.workbook import reader, writer
from datamap.formats.yaml.writer import dump, plain
from datamap.model import Inventory

FULL = {
    "meta": {"id": "acme", "date": "2026-01-01", "next_review": "2027-01-01"},
    "controller": {
        "name": "Acme",
        "country": "CZ",
        "role": "controller",
        "dpo": {"name": "Ann", "email": "dpo@acme.example"},
    },
    "notice": {"informs": {"13-1-f": "not-told"}},
    "subjects": [{"id": "staff", "name": "Staff", "vulnerable": "yes"}, {"id": "customers", "name": "Customers"}],
    "categories": [
        {"id": "contact", "name": "Contact", "special": "none"},
        {"id": "health", "name": "Health", "special": "health"},
        {"id": "cookies", "name": "Cookies, IP addresses"},
    ],
    "measures": [{"id": "backup", "name": "Backups", "kind": "technical"}, {"id": "policy", "name": "Policies"}],
    "recipients": [
        {
            "id": "host",
            "name": "Host",
            "role": "processor",
            "dpa": "yes",
            "sites": ["US"],
            "safeguards": ["scc:2021@2022-05-01"],
            "aliases": ["Hosty"],
        },
        {"id": "bank", "name": "Bank", "role": "controller", "sites": ["DE"], "safeguards": "none"},
        {"id": "lab", "name": "Lab", "sites": [{"country": "MA", "activity": "access", "notes": "asked in May"}]},
    ],
    "purposes": [
        {
            "id": "payroll",
            "ref": "1",
            "name": "Payroll",
            "role": "controller",
            "subjects": ["staff"],
            "categories": ["contact", {"category": "health", "when": "on sick leave"}],
            "legal_bases": [{"basis": "6-1-c", "conditions": ["9-2-b"], "notes": "checked"}],
            "retention": [{"period": "P5Y", "starts": "the end of the year", "categories": ["contact"]}],
            "recipients": [{"recipient": "host", "categories": ["contact"]}, "bank"],
            "measures": ["backup"],
            "systems": ["ERP"],
            "dpia": "done",
            "evidence": [{"section": "B.1", "words": "we pay"}, {"facts": ["dpia"], "words": "assessed in 2024"}],
        },
        {"id": "support", "ref": "2", "name": "Support", "legal_bases": ["6-1-b"], "recipients": ["host"]},
    ],
}
"""A map with details that no row shows: notes of parts, narrowed data, evidence."""


AWKWARD = 'Checking "late" papers\tby hand\nand by mail'
"""A text that people write in a cell."""


@cache
def inventory() -> Inventory:
    return Inventory.model_validate(FULL)


@cache
def written() -> bytes:
    return writer.book_bytes(inventory())


@cache
def blank() -> bytes:
    return writer.book_bytes(writer.blank_inventory(), blank=True)


class Edited:
    """A workbook as a person edits it, and what comes back.

    Parameters
    ----------
    raw : bytes
        The workbook; by default that of :func:`inventory`.
    """

    def __init__(self, raw: bytes | None = None):
        self.book = openpyxl.load_workbook(io.BytesIO(written() if raw is None else raw))

    def row(self, sheet: str, name: str) -> int:
        """The row whose first cell has a name; ``""``: the first free row."""
        cells = [c.value for c in self.book[sheet]["A"]]
        return cells.index(name) + 1 if name else max(i for i, c in enumerate(cells, start=1) if c) + 1

    def column(self, sheet: str, label: str) -> int:
        return [c.value for c in self.book[sheet][2]].index(label) + 1

    def set(self, sheet: str, name: str, label: str, value: object) -> Edited:
        """Type into the cell of a row; of a form, beside the fact ``name``."""
        self.book[sheet].cell(self.row(sheet, name), self.column(sheet, label)).value = value
        return self

    def answer(self, sheet: str, fact: str, value: object) -> Edited:
        """Type beside a fact of a form."""
        return self.set(sheet, fact, "Answer", value)

    def add(self, sheet: str, **cells: object) -> Edited:
        """A new row; labels have underscores instead of blanks."""
        row = self.row(sheet, "")
        for label, value in cells.items():
            self.book[sheet].cell(row, self.column(sheet, label.replace("_", " "))).value = value
        return self

    def delete(self, sheet: str, name: str) -> Edited:
        """Delete a row."""
        self.book[sheet].delete_rows(self.row(sheet, name))
        return self

    def raw(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def read(self, onto: Inventory | None = None):
        return imported(self.raw(), onto)

    def changes(self, onto: Inventory | None = None):
        """Paths at which the inventory that comes back differs, with the new value."""
        got = self.read(onto)
        return dict(differences(plain(onto or inventory()), plain(got.inventory))), got


def imported(raw: bytes, onto: Inventory | None = None):
    """What is read from the bytes of a workbook."""
    return reader.read_book("w.xlsx", grid.read("w.xlsx", raw), raw, onto)


def differences(old, new, path=""):
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for i, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from differences(a, b, f"{path}[{i}]")
    elif old != new:
        yield path, new


def run(*args):
    """A command, as it is typed."""
    return CliRunner().invoke(main, list(map(str, args)))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with the small map, ``acme.yaml``, and its workbook, ``w.xlsx``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text("# ours\n" + dump(inventory()), encoding="utf-8")
    assert run("workbook", "acme.yaml", "-o", "w.xlsx").stdout == "w.xlsx\n"
    return tmp_path
