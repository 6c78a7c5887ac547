"""Our full workbook -> the inventory it was made from, with the corrections made in it.

What is not understood becomes unknown and is reported with its cell. A reference to an unknown entry, or a missing
sheet, is an error, because the entry that was meant cannot be determined.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datamap.errors import InputError, Problem
from datamap.formats import check, grid, problems
from datamap.formats.workbook.entries import Entries
from datamap.formats.workbook.rows import EVIDENCE, Rows, is_ours
from datamap.labels import SCHEMA, countries, sheets
from datamap.model import Inventory, Origin


@dataclass(frozen=True)
class Imported:
    """What was read from a workbook.

    Attributes
    ----------
    inventory : Inventory
    warnings : tuple of Problem
        Cells that were not understood, edits to derived cells, columns and sheets that are not ours; ``field`` is the
        place, such as ``Retention!C7``.
    """

    inventory: Inventory
    warnings: tuple[Problem, ...] = ()


def read(path: str | Path) -> Imported:
    """Read a workbook of the full layout.

    Raises
    ------
    InputError
        The file is not such a workbook, or its entries cannot be put together; with every problem and its cell.
    """
    book, raw = grid.load(path)
    return read_book(path, book, raw)


def read_book(path: str | Path, book: grid.Book, raw: bytes) -> Imported:
    """Read a workbook of the full layout whose cells have been read already."""
    return _Import(str(path), book, hashlib.sha256(raw).hexdigest()).run()


class _Import:
    """One reading: collects warnings, and errors until the next stage cannot go on."""

    def __init__(self, file: str, book: grid.Book, sha256: str):
        self.file, self.book, self.sha256 = file, book, sha256
        self.warnings: list[Problem] = []
        self.errors: list[Problem] = []

    def _warn(self, place: str, found: str, expected: str) -> None:
        self.warnings.append(Problem(self.file, 0, place, found, expected))

    def _error(self, place: str, found: str, expected: str) -> None:
        self.errors.append(Problem(self.file, 0, place, found, expected))

    def _stop_on_errors(self) -> None:
        if self.errors:
            raise InputError(list(dict.fromkeys(self.errors)))

    def run(self) -> Imported:
        """Read the sheets, then the values, then put the entries together and validate them."""
        names = self._sheet_names()
        self._stop_on_errors()
        rows = Rows(self.book, self._warn, self._error)
        rows.read(names)
        self._stop_on_errors()
        entries = Entries(rows.entries, self._warn, self._error)
        entries.read(rows.evidence)
        data = entries.nested(rows.notes)
        self._stop_on_errors()
        inventory = self._validated(data, entries)
        return Imported(inventory, tuple(dict.fromkeys(self.warnings)))

    def _sheet_names(self) -> dict[str, str]:
        """The name in the book of each sheet of the layout; all sheets with columns must be there."""
        here = {name.strip().casefold(): name for name in self.book.sheets}
        wanted = [s.name for s in sheets().values() if s.columns]
        names = {name: here[name.casefold()] for name in wanted if name.casefold() in here}
        if not is_ours(self.book):
            found = f"not a record of the full layout (its sheets: {', '.join(list(self.book.sheets)[:6])})"
            expected = (
                "a workbook that 'datamap ropa' wrote with layout 'full'; convert another register to an inventory "
                "first: datamap import FILE -o INVENTORY.yaml"
            )
            raise InputError([Problem(self.file, 0, "", found, expected)])
        version = self.book.properties.get("datamap schema", SCHEMA)
        if version != SCHEMA:
            expected = f"schema {SCHEMA}; read it with the version of datamap that wrote it"
            self._error("", f"a workbook of schema {version}", expected)
        for name in (n for n in wanted if n not in names):
            if sheets()[name].derived and name != EVIDENCE:
                self._warn(name, "the sheet is missing", "nothing was lost: it is derived")
                self.book.sheets[name], names[name] = [], name
            else:
                self._error(name, "the sheet is missing", "the sheet with its header row, even if it has no other rows")
        if self.book.properties.get("datamap contacts") == "withheld":
            found = "a workbook whose contacts were withheld"
            self._warn("", found, "the workbook with its contacts: 'withheld' is read as if it were the contact")
        ours = {n.casefold() for n in sheets()}
        for name in self.book.sheets:
            if name.strip().casefold() not in ours:
                self._warn(name, "the sheet is not part of the layout", "nothing: it was not read")
        return names

    def _validated(self, data: dict[str, Any], entries: Entries) -> Inventory:
        found: list[problems.Fault] = []
        inventory = None
        try:
            inventory = Inventory.model_validate(data, context={"country": countries.code_of})
        except ValidationError as e:
            found += problems.faults(e)
        found += check.check(data, countries.code_of)
        for f in found:
            self._error(entries.place(f.path) or problems.written(f.path, data), f.found, f.expected)
        self._stop_on_errors()
        assert inventory is not None
        return inventory.with_origin(Origin(self.file, self.sha256, {}))
