"""Where a fact is typed in the workbook to work in: its sheet, the row by its name, and the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from datamap.formats.workbook.layout import Column, Sheet, sheets
from datamap.formats.yaml.places import FILL
from datamap.labels.counting import noun

ENDS = (".xlsx", ".ods")
ONLY_WITH = {"conditions": "conditions", "withdrawal": "withdrawal"}
"""Kinds of columns that show one part of an item -> the key of that part."""


def is_workbook(file: str) -> bool:
    """Whether an inventory was read from a workbook, in which people type instead of in lines."""
    return Path(file).suffix.lower() in ENDS


def of_fields(table: str, name: str, fields: Mapping[str, Any], *, new: bool = False) -> list[str]:
    """The cells in which fields of one entry are typed, in words; nothing for fields that no cell shows.

    Parameters
    ----------
    table : str
        ``recipients``, ``controller`` ...
    name : str
        Of the entry, as its row shows it.
    fields : mapping
    new : bool
        Whether the entry is not there yet.

    Examples
    --------
    >>> of_fields("recipients", "Mailer", {"sites": [{"country": "CZ"}]})
    ["sheet Recipients, row 'Mailer', column Places"]
    """
    row = "a new row" if new else f"row '{name}'"
    out = []
    for sheet in sheets():
        found = list(_of_form(sheet, table, fields)) if sheet.form else list(_of_rows(sheet, table, fields))
        if found and sheet.form:
            out += [f"sheet {sheet.name}, row '{c.label}'" for c in found]
        elif found:
            labels = ", ".join(dict.fromkeys(c.label for c in found))
            out.append(f"sheet {sheet.name}, {row}, {noun(len(found), 'columns')} {labels}")
    return out


def sheets_of(table: str) -> list[str]:
    """The sheets that have a row for each entry of a list, or for a part of it."""
    return [s.name for s in sheets() if s.holds.split(".")[0] == table]


def _of_form(sheet: Sheet, table: str, fields: Mapping[str, Any]) -> Iterator[Column]:
    """The rows of a form that show fields of what an inventory has once."""
    for column in sheet.columns:
        key = column.fields[0]
        if column.path == (table,) and key in fields:
            asked = fields[key].get(column.item) if isinstance(fields[key], Mapping) else ""
            if not column.item or FILL.search(str(asked)):
                yield column
        elif not column.path and key == table and fields.get("right", "") == column.item:
            yield column


def _of_rows(sheet: Sheet, table: str, fields: Mapping[str, Any]) -> Iterator[Column]:
    """The columns of a sheet that show fields of an entry, or the parts of a list that has its own rows."""
    holds, _, part = sheet.holds.partition(".")
    if holds != table or (part and part not in fields):
        return
    keys = {k for item in _items(fields[part]) for k in item} or {"kind"} if part else set(fields)
    for column in sheet.columns:
        wanted = ONLY_WITH.get(column.kind)
        if keys.intersection(column.fields) and (
            wanted is None or any(wanted in i for i in _items(fields.get(column.fields[0])))
        ):
            yield column


def _items(value: Any) -> Iterable[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, (list, tuple)) else ()
