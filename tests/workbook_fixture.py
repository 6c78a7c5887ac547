"""A small inventory as a workbook, and the same workbook with a few cells changed."""

from __future__ import annotations

from functools import cache

import openpyxl

from datamap.formats.workbook import reader
from datamap.formats.yaml.writer import plain
from datamap.model import Inventory
from datamap.pipeline import audit
from datamap.publish.record import book_bytes

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
    ],
    "measures": [
        {"id": "backup", "name": "Backups", "kind": "technical"},
        {"id": "policy", "name": "Policies", "kind": "organisational"},
    ],
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
    ],
    "purposes": [
        {
            "id": "payroll",
            "ref": "1",
            "name": "Payroll",
            "role": "controller",
            "subjects": ["staff"],
            "categories": ["contact", "health"],
            "legal_bases": [{"basis": "6-1-c", "conditions": ["9-2-b"]}],
            "retention": [{"period": "P5Y", "starts": "the end of the year", "categories": ["contact"]}],
            "recipients": ["host", "bank"],
            "measures": ["backup"],
            "systems": ["ERP"],
            "dpia": "done",
            "evidence": {"B.1": "we pay"},
        },
        {
            "id": "support",
            "ref": "2",
            "name": "Support",
            "role": "processor",
            "on_behalf_of": ["Client"],
            "recipients": ["host"],
        },
    ],
}


@cache
def inventory() -> Inventory:
    return Inventory.model_validate(FULL)


@cache
def written() -> bytes:
    return book_bytes(audit(inventory(), "2026-09-30"), "full")


class Edited:
    """A workbook with a few cells changed, and what comes back."""

    def __init__(self, folder):
        self.file = folder / "r.xlsx"
        self.file.write_bytes(written())
        self.book = openpyxl.load_workbook(self.file)

    def cell(self, sheet, label, row):
        labels = [str(c.value).split("\n")[0] for c in self.book[sheet][1]]
        return self.book[sheet].cell(row, labels.index(label) + 1)

    def set(self, sheet, label, row, value):
        self.cell(sheet, label, row).value = value
        return self

    def place(self, sheet, label, row):
        return f"{sheet}!{self.cell(sheet, label, row).coordinate}"

    def read(self):
        self.book.save(self.file)
        return reader.read(self.file)

    def changes(self):
        """Paths at which the inventory that comes back differs, with the new value."""
        got = self.read()
        return dict(differences(plain(inventory()), plain(got.inventory))), got.warnings


def differences(old, new, path=""):
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for i, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from differences(a, b, f"{path}[{i}]")
    elif old != new:
        yield path, new
